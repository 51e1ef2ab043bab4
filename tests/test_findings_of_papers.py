"""What is told of ordinary papers, against data/findings: defects once and at their place, and
nothing of papers that are in order."""

from __future__ import annotations

import html
import re
import textwrap
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml
from docx_maker import make_docx, p, tbl, tc, tr

from kehoach import extract
from kehoach.schema.models import Finding, Plan

FOLDER = Path(__file__).parent / "data/findings"


def _read(name: str) -> Any:
    return yaml.safe_load((FOLDER / name).read_text("utf-8"))


FRAMES: dict[str, str] = _read("frames.yaml")
FRAGMENTS: dict[str, list[dict[str, str]]] = _read("fragments.yaml")
PAPERS: dict[str, dict[str, Any]] = _read("papers.yaml")
NOT_YET: dict[str, str] = _read("not_yet.yaml")
"""Cases that fail, and why."""
TWINS = {"duplicate_number", "number_gap"}
"""A number that was typed twice is told as the one, the one that is left out then as the other."""
WIDTH = 110


# --- papers out of texts --------------------------------------------------------------------------


def _parts(text: str) -> Iterator[str | list[list[str]]]:
    """The lines of a text, and the rows of each of its tables."""
    rows: list[list[str]] = []
    for line in text.split("\n"):
        if line.startswith("|"):
            rows.append([cell.strip() for cell in line.strip().strip("|").split("|")])
            continue
        if rows:
            yield rows
            rows = []
        yield line
    if rows:
        yield rows


def _as_docx(text: str, path: Path) -> Path:
    body = [_table(part) if isinstance(part, list) else _line(part) for part in _parts(text)]
    return make_docx(path, "".join(body))


def _line(text: str) -> str:
    return p(html.escape(text, quote=False))


def _table(rows: list[list[str]]) -> str:
    return tbl(*(tr(*_cells(rows, number)) for number in range(len(rows))))


def _cells(rows: list[list[str]], number: int) -> Iterator[str]:
    below = rows[number + 1] if number + 1 < len(rows) else []
    for column, text in enumerate(rows[number]):
        goes_on = column < len(below) and below[column] == "^"
        merge = "<w:vMerge/>" if text == "^" else ""
        if goes_on and not merge:
            merge = '<w:vMerge w:val="restart"/>'
        words = "" if text == "^" else text
        yield tc("".join(_line(part.strip()) for part in words.split("//")), merge)


def _as_text(text: str) -> str:
    """Tables with bars between their cells."""
    lines = (
        re.sub(r"//|\^", " ", line) if line.startswith("|") else line for line in text.split("\n")
    )
    return "\n".join(lines)


def _as_columns(text: str) -> str:
    """Tables set by blanks, cells wrapped."""
    lines: list[str] = []
    for part in _parts(text):
        lines += _set_by_blanks(part) if isinstance(part, list) else [part]
    return "\n".join(lines)


def _set_by_blanks(rows: list[list[str]]) -> Iterator[str]:
    longest = [max(len(row[n]) for row in rows if n < len(row)) for n in range(len(rows[0]))]
    widths = [
        own if own <= 8 else max(10, min(own, WIDTH * own // sum(longest))) for own in longest
    ]
    for row in rows:
        cells = [textwrap.wrap(text, widths[n]) or [""] for n, text in enumerate(row)]
        for k in range(max(map(len, cells))):
            set_out = (
                (cell[k] if k < len(cell) else "").ljust(widths[n]) for n, cell in enumerate(cells)
            )
            yield "  ".join(set_out).rstrip()


def _read_as(form: str, text: str, folder: Path) -> Plan:
    if form == "docx":
        return extract(_as_docx(text, folder / "ke-hoach.docx"))
    written = _as_columns(text) if form == "cols" else _as_text(text)
    return extract(written.encode(), name="ke-hoach.txt")


# --- what is told ---------------------------------------------------------------------------------


def _loud(plan: Plan) -> list[Finding]:
    return [found for found in plan.findings if found.severity != "info"]


def _key(text: str) -> str:
    return re.sub(r"\W+", " ", text.lower()).strip()


def _is_at(found: Finding, words: str) -> bool:
    evidence, key = _key(found.evidence or ""), _key(words)
    return key in f"{evidence} {_key(found.message)}" or (bool(evidence) and evidence in key)


def _fragments() -> Iterator[Any]:
    for code, cases in FRAGMENTS.items():
        for number, case in enumerate(cases):
            yield _marked(f"{code} {number}", code, case)


def _marked(name: str, *values: Any) -> Any:
    reason = NOT_YET.get(name)
    marks = [pytest.mark.xfail(reason=reason, strict=True)] if reason else []
    return pytest.param(*values, id=name, marks=marks)


@pytest.mark.parametrize(("code", "case"), list(_fragments()))
def test_fragment(code: str, case: dict[str, str], tmp_path: Path) -> None:
    fragment = case.get("told") or case["quiet"]
    marks = re.findall("«(.*?)»", fragment, re.DOTALL)
    text = FRAMES[case["in"]].replace("{x}", re.sub("[«»]", "", fragment).rstrip("\n"))
    plan = _read_as("docx", text, tmp_path)
    loud = _loud(plan)
    if "quiet" in case:
        assert not loud
        return
    hits = [found for found in plan.findings if found.code == code]
    hits = [found for found in hits if not marks or any(_is_at(found, own) for own in marks)]
    assert len(hits) == max(1, len(marks))
    assert [found for found in loud if found not in hits] == []


def _whole_papers() -> Iterator[Any]:
    for name, paper in PAPERS.items():
        for form in paper.get("forms", ["docx", "txt"]):
            yield _marked(f"{name} {form}", paper, form)


@pytest.mark.parametrize(("paper", "form"), list(_whole_papers()))
def test_paper_in_order(paper: dict[str, Any], form: str, tmp_path: Path) -> None:
    assert not _loud(_read_as(form, paper["text"], tmp_path))


def _slips() -> Iterator[Any]:
    for name, paper in PAPERS.items():
        for form in (own for own in paper.get("forms", ["docx"]) if own != "txt"):
            for number, slip in enumerate(paper["slips"]):
                if form in slip.get("forms", [form]):
                    yield _marked(f"{name} {form} {number}", paper["text"], slip, form)


@pytest.mark.parametrize(("text", "slip", "form"), list(_slips()))
def test_slip(text: str, slip: dict[str, Any], form: str, tmp_path: Path) -> None:
    assert slip["for"] in text
    plan = _read_as(form, text.replace(slip["for"], slip["put"], 1), tmp_path)
    code = slip["tells"]
    hits = [own for own in plan.findings if own.code == code and _is_at(own, slip["at"])]
    assert len(hits) == 1
    alike = TWINS if code in TWINS else {code}
    assert [found.code for found in _loud(plan) if found.code not in alike] == []
