"""Every rule for and against, on the plans of data/rules (README.md there). All rules look at each
plan: a false alarm of another one counts as an error, too."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from kehoach.schema.models import Finding, Plan, Span
from kehoach.schema.numerals import ordinal
from kehoach.schema.rules.base import MAX_EVIDENCE, RULES, Draft, finding, sentences
from kehoach.schema.rules.find import findings_of, references_of
from kehoach.schema.rules.number_runs import Numbered, check_run
from kehoach.schema.walk import Place, wordings

ROOT = Path(__file__).parents[1]
FOLDER = Path(__file__).parent / "data/rules"
FILES = sorted(FOLDER.glob("*.yaml"))
DOCUMENT = {
    "type": "Kế hoạch",
    "number": "27/KH-UBND",
    "issued_on": "2026-01-15",
    "unit": {"level": "phường", "name": "Sông Mây"},
    "province": "Lào Cai",
}
TASK = {
    "origin": "table",
    "number": "1",
    "task": "Rà soát văn bản",
    "deliverables": ["Báo cáo"],
    "lead": {"raw": "Công an", "units": ["Công an phường"]},
    "deadline": {
        "raw": "Tháng 3/2026",
        "kind": "within",
        "start": "2026-03-01",
        "end": "2026-03-31",
    },
}


def cases() -> Iterator[Any]:
    for path in FILES:
        loaded: dict[str, dict[str, Any]] = yaml.safe_load(path.read_text("utf-8"))
        for name, case in loaded.items():
            yield pytest.param(case, id=f"{path.stem}: {name}")


def plan_of(case: dict[str, Any]) -> Plan:
    """The plan without defects, and what the case lays over it."""
    over = case.get("plan", {})
    sections = [
        {"number": number, "title": "MỤC", "level": 1} for number in case.get("sections", ["I"])
    ]
    sections[0] |= {"blocks": [*_paragraphs(case), *_points(case)]}
    page = {"number": 1, "width": 595, "height": 842, "method": "text"}
    if case.get("scanned"):
        page["method"] = "ocr"
    source = {
        "name": "x.pdf",
        "sha256": "0" * 64,
        "media_type": "application/pdf",
        "pages": [page],
    }
    return Plan.model_validate(
        {
            "status": "ok",
            "source": source,
            "sections": sections,
            "tasks": list(_tasks(case)),
            **over,
            "document": {**DOCUMENT, **over.get("document", {})},
        }
    )


def _paragraphs(case: dict[str, Any]) -> Iterator[dict[str, Any]]:
    for text in case.get("texts", []):
        yield {"kind": "paragraph", "text": text, "spans": [{"page": 1, "bbox": [0, 0, 1, 1]}]}


def _points(case: dict[str, Any]) -> Iterator[dict[str, Any]]:
    for line, number in enumerate(case.get("points", []), 1):
        spans = [{"page": 1}] if case.get("scanned") else [{"line_start": line, "line_end": line}]
        if number == "-":
            yield {"kind": "bullet", "text": f"Việc thứ {line}", "spans": spans}
        else:
            yield {"kind": "item", "number": number, "text": "Việc", "spans": spans}


def _tasks(case: dict[str, Any]) -> Iterator[dict[str, Any]]:
    for index, task in enumerate(case.get("tasks", [{}]), 1):
        fields = {"task": task} if isinstance(task, str) else task
        yield {"id": f"b1.0.{index}", **TASK, **fields}


def _lines(note: dict[str, Any]) -> tuple[Span, ...]:
    return (Span(line_start=note["line"], line_end=note["line"]),) if "line" in note else ()


def draft_of(case: dict[str, Any]) -> Draft:
    seen = dict(case.get("seen", {}))
    seen["doubtful_words"] = frozenset(seen.get("doubtful_words", ()))
    seen["attached"] = tuple(seen.get("attached", ()))
    notes = [
        finding(note["code"], on=Place(None, "", spans=_lines(note)), evidence=note["evidence"])
        for note in seen.pop("notes", [])
    ]
    return Draft(plan_of(case), notes=tuple(notes), **seen)


@cache
def _pattern(name: str) -> re.Pattern[str]:
    """What a finding with this name says, whatever the paper."""
    literal = re.split(r"{\w+}", sentences()[name]["vi"])
    return re.compile(".*".join(map(re.escape, literal)), re.DOTALL)


def names_of(found: Finding) -> list[str]:
    """The names in findings.yaml that may have worded a finding."""
    return [
        name
        for name, entry in sentences().items()
        if entry.get("code", name) == found.code and _pattern(name).fullmatch(found.message)
    ]


@pytest.mark.parametrize("case", list(cases()))
def test_rule(case: dict[str, Any]) -> None:
    findings = findings_of(draft_of(case))
    told = [f"{name} {found.where}" for found in findings for name in names_of(found)]
    assert told == case["want"]


def test_every_rule_has_cases_for_and_against() -> None:
    findings_of(Draft(plan_of({})))  # registers the rules
    assert {path.stem for path in FILES} == set(RULES)
    for path in FILES:
        wants = [bool(case["want"]) for case in yaml.safe_load(path.read_text("utf-8")).values()]
        assert set(wants) == {True, False}, path.name


def test_every_rule_says_what_is_wrong() -> None:
    findings_of(Draft(plan_of({})))
    assert all(check.__doc__ for check in RULES.values())


def test_every_note_of_a_reader_has_its_sentence() -> None:
    codes = {
        code
        for room in ("ingest", "parsers")
        for path in (ROOT / room).rglob("*.py")
        for code in re.findall(r'Note\(\s*"(\w+)"', path.read_text("utf-8"))
    }
    assert codes
    assert codes <= set(sentences())


def test_every_finding_of_a_rule_has_its_sentence() -> None:
    told = {
        name
        for path in (ROOT / "schema/rules").glob("*.py")
        for name in re.findall(r'(?:finding|_told)\(\s*"(\w+)"', path.read_text("utf-8"))
    }
    assert told
    assert told <= set(sentences())


def test_every_sentence_is_in_both_languages() -> None:
    for name, entry in sentences().items():
        assert entry["severity"] in ("error", "warning", "info"), name
        assert set(re.findall(r"{(\w+)}", entry["vi"])) == set(
            re.findall(r"{(\w+)}", entry["en"])
        ), name
        advice = [
            set(re.findall(r"{(\w+)}", entry[key])) for key in ("do", "do_en") if key in entry
        ]
        assert advice in ([], [advice[0]] * 2 if advice else []), name


def test_long_evidence_is_cut() -> None:
    plan = plan_of({"tasks": [{"task": "Rà soát " * 60, "lead": None}]})
    found = next(found for found in findings_of(Draft(plan)) if found.code == "missing_owner")
    assert len(found.evidence) == MAX_EVIDENCE
    assert found.evidence.endswith("…")


def test_braces_in_a_paper_are_words() -> None:
    plan = plan_of({"tasks": [{"deadline": {"raw": "{ngay} {0}", "kind": None}}]})
    (found,) = findings_of(Draft(plan))
    assert "{ngay} {0}" in found.message


def test_a_document_is_one_reference_with_all_its_places() -> None:
    plan = plan_of(
        {
            "texts": [
                "Theo Nghị quyết số 91/NQ-CP ngày 05/5/2025 của Chính phủ về phục vụ Nhân dân.",
                "Tiếp tục thực hiện Nghị quyết số 91/NQ-CP và Quyết định số 7/QĐ-UBND "
                "ngày 09/01/2026 của UBND tỉnh.",
            ]
        }
    )
    first, second = references_of(Draft(plan))
    assert (first.number, first.date, first.issuer) == ("91/NQ-CP", "2025-05-05", "Chính phủ")
    assert [mention.where for mention in first.mentions] == [
        "/sections/0/blocks/0",
        "/sections/0/blocks/1",
    ]
    assert (second.number, len(second.mentions)) == ("7/QĐ-UBND", 1)


# --- places ---------------------------------------------------------------------------------------


def test_wordings_come_once() -> None:
    plan = plan_of({"texts": ["Một."], "tasks": ["Hai", "Hai", "Ba"]})
    blocks_and_tasks = [
        w.text for w in wordings(plan) if w.kind in ("heading", "paragraph", "task")
    ]
    assert blocks_and_tasks == ["MỤC", "Một.", "Hai", "Ba"]


def test_every_pointer_leads_to_its_wording() -> None:
    appendices = [{"title": "PHỤ LỤC", "blocks": [{"kind": "paragraph", "text": "Bốn."}]}]
    plan = plan_of({"texts": ["Một."], "tasks": ["Hai"], "plan": {"appendices": appendices}})
    data = plan.model_dump()
    seen = list(wordings(plan))
    assert len(seen) > 6
    for wording in seen:
        part: Any = data
        for key in wording.pointer.split("/")[1:]:
            part = part[int(key) if isinstance(part, list | tuple) else key]
        assert wording.text == (part if isinstance(part, str) else part["text"])


# --- numbers --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("number", "place"),
    [
        ("1", ("decimal", 1)),
        ("1.4", ("1.", 4)),
        ("IV", ("roman", 4)),
        ("đ", ("letter", 5)),
        ("2.1.3", ("2.1.", 3)),
    ],
)
def test_ordinal(number: str, place: tuple[str, int]) -> None:
    assert ordinal(number) == place


@pytest.mark.parametrize("number", ["", "Điều 1", "?", "1a", "ab", "1.", "*"])
def test_no_ordinal(number: str) -> None:
    assert ordinal(number) is None


def run_of(numbers: list[str]) -> list[Finding]:
    return list(check_run(Numbered(number, Place(number, f"/{number}"), "") for number in numbers))


@given(st.integers(1, 40))
def test_a_run_without_gap_has_no_finding(length: int) -> None:
    assert run_of([str(value) for value in range(1, length + 1)]) == []
    assert run_of([f"2.{value}" for value in range(1, length + 1)]) == []


@given(st.integers(2, 20), st.data())
def test_one_left_out_is_one_finding(length: int, data: st.DataObject) -> None:
    gone = data.draw(st.integers(1, length - 1))
    found = run_of([str(value) for value in range(1, length + 1) if value != gone])
    assert [gap.where for gap in found] == [f"/{gone + 1}"]


@given(st.integers(1, 20), st.data())
def test_one_twice_is_one_finding(length: int, data: st.DataObject) -> None:
    twice = data.draw(st.integers(1, length))
    numbers = [*range(1, twice + 1), twice, *range(twice + 1, length + 1)]
    found = run_of([str(value) for value in numbers])
    assert [repetition.code for repetition in found] == ["duplicate_number"]
