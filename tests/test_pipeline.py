"""From a file to a plan: what holds for every plan, and the samples against what a perfect reader
gets out of them."""

from __future__ import annotations

import json
import re
import zipfile
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from docx_maker import make_docx, p, tbl, tc, tr
from pdf_maker import PageMaker, make_pdf
from read_papers import contract, plan_of

from kehoach.emit.json import from_json, to_json
from kehoach.errors import NotVietnameseError
from kehoach.ingest.model import Cell, Grid, Line
from kehoach.ingest.read import read
from kehoach.normalize.text import fold, strip_diacritics
from kehoach.parsers.layout.marks import read_mark
from kehoach.parsers.tables.columns import score
from kehoach.parsers.words import phrases_by
from kehoach.pipeline import extract
from kehoach.schema.rules.find import sentences

SAMPLES = Path(__file__).parents[1] / "samples"
FORMS = ("docx", "pdf", "html", "txt")
TASK_FIELDS = (
    "group",
    "number",
    "objective",
    "activities",
    "deliverables",
    "lead",
    "coordinating",
    "deadline",
    "budget",
)
PARTS = (
    "document",
    "bases",
    "preamble",
    "sections",
    "targets",
    "task",
    *TASK_FIELDS,
    "assignments",
)

# What no form of a sample gives yet, "sample:part" or "sample:finding code", and why.
KNOWN_FAILURES: dict[str, str] = {
    "bang-6-cot:coordinating": "“Các doanh nghiệp viễn thông, ngân hàng” is one body, split at its "
    "comma; "
    "“Các trường THCS” keeps its short name",
}
# Names that mean the same body: either may stand.
SAME = {"đoàn tncs hồ chí minh": "đoàn thanh niên cộng sản hồ chí minh"}


# --- the samples ----------------------------------------------------------------------------------


@cache
def expected(sample: str) -> dict[str, Any]:
    loaded: dict[str, Any] = json.loads((SAMPLES / sample / "expected.json").read_text("utf-8"))
    return loaded


def papers() -> Iterator[tuple[str, str]]:
    """Every sample in every form there is; a text only when no table has to be rebuilt in it."""
    for truth in sorted(SAMPLES.glob("*/expected.json")):
        sample = truth.parent.name
        for form in FORMS:
            tabular = any(task["origin"] == "table" for task in expected(sample)["tasks"])
            if (truth.parent / f"{sample}.{form}").exists() and not (form == "txt" and tabular):
                yield sample, form


def cases(parts: Any) -> list[Any]:
    found = []
    worded = {entry.get("code", name) for name, entry in sentences().items()}
    for sample, form in papers():
        for part in parts(sample):
            reason = KNOWN_FAILURES.get(f"{sample}:{part}")
            if parts is codes and part not in worded:
                reason = "there is no rule for it yet"
            marks = [pytest.mark.xfail(strict=True, reason=reason)] if reason else []
            found.append(
                pytest.param(sample, form, part, id=f"{sample}.{form}:{part}", marks=marks)
            )
    return found


def codes(sample: str) -> list[str]:
    """What was planted in a sample."""
    return sorted({finding["code"] for finding in expected(sample)["findings"]})


def unlevelled(unit: str) -> str:
    """The level at the end of a name may stand or not, and a capital in it is a matter of taste."""
    unit = unit.casefold()
    for level in (" phường", " xã"):
        unit = unit.removesuffix(level)
    return SAME.get(unit, unit)


def offices(value: dict[str, Any] | None) -> Any:
    return value and [unlevelled(unit) for unit in value["units"]]


def deadline(value: dict[str, Any] | None) -> Any:
    if value is None:
        return None
    own = [value[key] for key in ("raw", "kind", "start", "end", "recurrence")]
    return [*own, *map(deadline, value.get("parts") or [])]


def group(value: dict[str, Any] | None) -> Any:
    return value and [value["number"], value["title"]]


def block(value: dict[str, Any]) -> list[Any]:
    return [value["kind"], value["number"], value["text"]]


def section(value: dict[str, Any]) -> list[Any]:
    return [
        value["number"],
        value["title"],
        *map(block, value["blocks"]),
        *[section(own) for own in value["sections"]],
    ]


def target(value: dict[str, Any]) -> list[Any]:
    figures = [
        [m.get(key) for key in ("comparator", "value", "min", "max", "unit")]
        for m in value["metrics"]
    ]
    return [value["number"], value["section"], value["text"], *figures]


def told(plan: dict[str, Any], part: str) -> Any:
    """One part of a plan, in the words of the contract only."""
    document = plan["document"]
    if part == "document":
        told = {
            key: document[key]
            for key in ("type", "number", "symbol", "issuer", "province", "place", "issued_on")
        }
        told |= {key: document[key] for key in ("title", "period", "signer", "recipients")}
        return told | {"unit": {key: document["unit"][key] for key in ("level", "name")}}
    if part == "bases":
        return [
            [base[key] for key in ("type", "number", "date")] for base in document["legal_bases"]
        ]
    if part == "preamble":
        return [block(value) for value in plan["preamble"]]
    if part == "sections":
        return [section(value) for value in plan["sections"]]
    if part == "targets":
        return [target(value) for value in plan["targets"]]
    if part == "assignments":
        return [[unlevelled(value["unit"]), value["number"]] for value in plan["assignments"]]
    readers = {"lead": offices, "coordinating": offices, "deadline": deadline, "group": group}
    return [readers.get(part, lambda value: value)(task[part]) for task in plan["tasks"]]


@pytest.mark.parametrize(("sample", "form", "part"), cases(lambda _: PARTS))
def test_sample(sample: str, form: str, part: str) -> None:
    plan = plan_of(SAMPLES / sample / f"{sample}.{form}").model_dump(mode="json")
    assert told(plan, part) == told(expected(sample), part)


@pytest.mark.parametrize(("sample", "form", "code"), cases(codes))
def test_defect_of_a_sample_is_found(sample: str, form: str, code: str) -> None:
    plan = plan_of(SAMPLES / sample / f"{sample}.{form}")
    assert code in {finding.code for finding in plan.findings}


@pytest.mark.parametrize(("sample", "form"), list(papers()))
def test_plan_of_a_sample_is_whole(sample: str, form: str) -> None:
    """It validates, comes back from its JSON, has ids of its own, and every span lies in the
    paper."""
    paper = SAMPLES / sample / f"{sample}.{form}"
    plan = plan_of(paper)
    told = json.loads(to_json(plan))
    contract().validate(told)
    assert from_json(to_json(plan).encode()) == plan
    for things in (plan.tasks, plan.targets):
        assert len({thing.id for thing in things}) == len(things)
    pages = {page.number: page for page in plan.source.pages}
    last = len(paper.read_bytes().split(b"\n"))
    spans = list(spans_of(told))
    assert spans
    for span in spans:
        if "page" in span:
            page = pages[span["page"]]
            x0, y0, x1, y1 = span.get("bbox", (0, 0, 0, 0))
            assert -1 <= x0 <= x1 <= page.width + 1
            assert -1 <= y0 <= y1 <= page.height + 1
        elif "line_start" in span:
            assert 1 <= span["line_start"] <= span["line_end"] <= last
        else:
            assert 1 <= span["paragraph_start"] <= span["paragraph_end"]


@pytest.mark.parametrize(("sample", "form"), list(papers()))
def test_every_task_and_section_tells_where_it_stands(sample: str, form: str) -> None:
    plan = plan_of(SAMPLES / sample / f"{sample}.{form}")
    assert all(thing.spans for thing in (*plan.tasks, *plan.targets, *plan.sections))


@pytest.mark.parametrize(("sample", "form"), list(papers()))
def test_where_of_a_finding_is_in_the_plan(sample: str, form: str) -> None:
    plan = plan_of(SAMPLES / sample / f"{sample}.{form}")
    told = json.loads(to_json(plan))
    for finding in plan.findings:
        place: Any = told
        for step in finding.where.split("/")[1:]:
            assert (int(step) < len(place)) if isinstance(place, list) else step in place, (
                finding.where
            )
            place = place[int(step) if isinstance(place, list) else step]


HEADINGS = [
    listed
    for key in ("roles", "target_roles")
    for listed in phrases_by("tables/columns.yaml", key).values()
]
LETTERHEAD = re.compile(
    r"cộng hòa xã hội|độc lập|^ủy ban nhân dân|^tm |^kt |^số .*kh ubnd$|^nơi nhận$"
    r"|ngày .*tháng .*năm|kèm theo|lưu vt"
)


@pytest.mark.parametrize(("sample", "form"), list(papers()))
def test_no_line_of_a_sample_is_lost(sample: str, form: str) -> None:
    """Every line of the paper is somewhere in the plan, save the letterhead's (read into values),
    the headings of columns, and its last line, where a recipient and the signer stand side by
    side."""
    document = read(SAMPLES / sample / f"{sample}.{form}")
    plan = plan_of(SAMPLES / sample / f"{sample}.{form}")
    told = " ".join(fold(text) for text in strings_of(json.loads(to_json(plan))))
    lines: list[Line] = []
    for item in document.flow:
        cells = item.cells if isinstance(item, Grid) else ()
        lines += [line for cell in cells if not in_header(cell) for line in cell.lines]
        lines += [item] if isinstance(item, Line) else []
    lost = [
        text
        for line in lines
        if (text := wording(line)) not in told and not LETTERHEAD.search(text)
    ]
    assert lost == []


def wording(line: Line) -> str:
    mark = read_mark(line.text)
    return fold(mark.rest if mark else line.text)


def in_header(cell: Cell) -> bool:
    text = fold(" ".join(line.text for line in cell.lines))
    return cell.row < 2 and any(score(strip_diacritics(text), listed) >= 100 for listed in HEADINGS)


def strings_of(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for key, own in value.items():
            if key not in ("source", "findings"):
                yield from strings_of(own)
    elif isinstance(value, list):
        for own in value:
            yield from strings_of(own)


def spans_of(value: Any) -> Iterator[dict[str, Any]]:
    if isinstance(value, dict):
        yield from value.get("spans", ())
        for key, own in value.items():
            if key != "spans":
                yield from spans_of(own)
    elif isinstance(value, list):
        for own in value:
            yield from spans_of(own)


# --- small papers ---------------------------------------------------------------------------------

PLAN = """ỦY BAN NHÂN DÂN CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
PHƯỜNG HẢI YÊN TRUNG Độc lập - Tự do - Hạnh phúc
Số: 27/KH-UBND Hải Yên Trung, ngày 15 tháng 01 năm 2026

KẾ HOẠCH
Công tác dân vận của phường Hải Yên Trung năm 2026

I. MỤC TIÊU

1. Trên 95% ý kiến của người dân được trả lời đúng hạn.

II. NHIỆM VỤ

1. Đối thoại với người dân mỗi quý một lần.
"""


def written(folder: Path, text: str, name: str = "x.txt") -> Path:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


@pytest.mark.parametrize("form", FORMS)
def test_two_runs_give_the_same_bytes(form: str) -> None:
    papers_of_form = [
        SAMPLES / sample / f"{sample}.{own}" for sample, own in papers() if own == form
    ]
    if not papers_of_form:
        pytest.skip(f"no sample in .{form}")
    paper = min(papers_of_form, key=lambda path: path.stat().st_size)
    assert to_json(extract(paper)) == to_json(extract(paper))


def test_the_name_of_the_file_changes_nothing_but_the_source(tmp_path: Path) -> None:
    one, two = (extract(written(tmp_path, PLAN, name)) for name in ("a.txt", "b.pdf"))
    assert one.model_copy(update={"source": two.source}) == two


def test_a_small_plan(tmp_path: Path) -> None:
    plan = extract(written(tmp_path, PLAN))
    assert plan.status == "ok"
    assert plan.document.number == "27/KH-UBND"
    assert plan.document.title == "Công tác dân vận của phường Hải Yên Trung năm 2026"
    assert [s.title for s in plan.sections] == ["MỤC TIÊU", "NHIỆM VỤ"]
    assert [t.text for t in plan.targets] == [
        "Trên 95% ý kiến của người dân được trả lời đúng hạn."
    ]
    assert [t.task for t in plan.tasks] == ["Đối thoại với người dân mỗi quý một lần."]


def test_english_is_refused(tmp_path: Path) -> None:
    text = (
        "WORK PLAN\n\n1. The office shall review all procedures before the end of the year.\n" * 5
    )
    with pytest.raises(NotVietnameseError):
        extract(written(tmp_path, text))


def test_vietnamese_without_diacritics_is_read(tmp_path: Path) -> None:
    text = "KE HOACH\nCong tac dan van cua phuong nam 2026\n\nI. MUC DICH\n\n"
    text += "Nang cao nhan thuc cua nguoi dan va can bo.\n"
    assert extract(written(tmp_path, text)).document.type == "Kế hoạch"


def test_a_page_that_cannot_be_read_makes_the_plan_partial(tmp_path: Path) -> None:
    page = PageMaker()
    for n, words in enumerate(
        [
            "UY BAN NHAN DAN PHUONG HAI YEN TRUNG",
            "KE HOACH",
            "I. MUC DICH",
            "Nang cao nhan thuc cua can bo va nguoi dan.",
        ]
    ):
        page.text(72, 100 + 30 * n, words)
    plan = extract(make_pdf(tmp_path / "x.pdf", page, PageMaker().image()))
    assert plan.status == "partial"
    (finding,) = [f for f in plan.findings if f.code == "unreadable_page"]
    assert finding.spans[0].page == 2


def test_a_table_alone_is_a_paper_too(tmp_path: Path) -> None:
    """All its words stand in cells, and the table has no border."""
    rows = [
        ["TT", "Nhiệm vụ", "Chủ trì", "Thời gian"],
        ["1", "Rà soát văn bản", "Công an phường", "Tháng 3/2026"],
    ]
    body = tbl(*(tr(*(tc(p(text)) for text in row)) for row in rows))
    plan = extract(make_docx(tmp_path / "x.docx", body))
    assert [task.task for task in plan.tasks] == ["Rà soát văn bản"]


def test_the_input_is_never_touched(tmp_path: Path) -> None:
    path = written(tmp_path, PLAN)
    before = (path.read_bytes(), path.stat().st_mtime_ns)
    extract(path)
    assert (path.read_bytes(), path.stat().st_mtime_ns) == before
    assert list(tmp_path.iterdir()) == [path]


def test_samples_are_documents() -> None:
    for sample, form in papers():
        if form == "docx":
            assert zipfile.is_zipfile(SAMPLES / sample / f"{sample}.docx")


@pytest.mark.parametrize("digits", ["9" * 5000, "²", "٣"])
def test_figures_without_end_are_only_words(tmp_path: Path, digits: str) -> None:
    """More digits than Python makes a number of, and digits that are none: the paper is read, its
    words are kept."""
    paper = (
        PLAN.replace("2026", digits)
        + f"\n1.{digits}. Rà soát trong {digits} ngày, đạt {digits},5%.\n"
    )
    table = f"PHỤ LỤC {digits}\nTT\nNhiệm vụ\nChủ trì\nThời gian\n"
    table += f"{digits}\nRà soát\nCông an\nTháng {digits}/{digits}\n"
    plan = extract(written(tmp_path, paper + table))
    assert digits in to_json(plan)
