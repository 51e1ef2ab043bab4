"""Where each line of a paper ends: shares that add up, losses that show, what is no plan."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st
from read_papers import document_of, plan_of

from kehoach.ingest.model import Document, Line, Span, lines_of
from kehoach.parsers.assemble import assemble, unit_of
from kehoach.parsers.coverage import Audit, Frame, with_coverage
from kehoach.parsers.items.ground.context import Context
from kehoach.pipeline import extract, to_plan
from kehoach.schema.models import Plan
from kehoach.schema.models import Span as PlanSpan

ROOT = Path(__file__).parents[1]
SAMPLES = sorted(
    path for path in (ROOT / "samples").glob("*/*.*") if path.suffix in (".txt", ".docx", ".html")
)
NOT_PLANS: dict[str, str] = yaml.safe_load(
    (ROOT / "tests/data/parsers/not_plans.yaml").read_text("utf-8")
)
LOST_TASKS = 3


def _audited(plan: Plan, document: Document) -> Plan:
    """The plan compared with the lines of the document alone."""
    audit = Audit(document.flow, head=(), closing=(), title=(), frames=())
    return with_coverage(plan, audit, Context(unit=unit_of(document)))


def _document(lines: list[str]) -> Document:
    flow = tuple(
        Line(text, Span(first=number, last=number)) for number, text in enumerate(lines, 1)
    )
    return Document("x.txt", "0" * 64, media_type="text/plain", pages=(), flow=flow)


@pytest.mark.parametrize("paper", SAMPLES, ids=lambda path: path.name)
def test_a_sample_is_placed_whole(paper: Path) -> None:
    plan = plan_of(paper)
    coverage = plan.source.coverage
    assert coverage is not None
    assert coverage.unplaced <= 5
    assert sum(coverage.shares.values()) == pytest.approx(1.0, abs=0.001)
    assert plan.status == "ok"


@pytest.mark.parametrize("paper", SAMPLES, ids=lambda path: path.name)
def test_every_word_is_counted_once(paper: Path) -> None:
    document = document_of(paper)
    coverage = plan_of(paper).source.coverage
    assert coverage is not None
    printed = sum(1 for line in lines_of(document.flow) for word in line.text.split() if word)
    assert coverage.words == pytest.approx(printed, rel=0.12)  # numbers and symbols are cut apart


@pytest.mark.parametrize("paper", SAMPLES, ids=lambda path: path.name)
def test_rows_that_are_lost_show(paper: Path) -> None:
    document = document_of(paper)
    plan = assemble(document).plan
    rows = [task for task in plan.tasks if task.origin == "table"][-LOST_TASKS:]
    if not rows:
        pytest.skip("its tasks stand in its sections, too")
    kept = plan.tasks[: -len(rows)]
    before = _audited(plan, document).source.coverage
    after = _audited(plan.model_copy(update={"tasks": kept}), document)
    assert before is not None
    assert after.source.coverage is not None
    assert after.source.coverage.unplaced > before.unplaced
    lost = " ".join(block.text for block in after.unplaced)
    for row in rows:
        assert any(word in lost for word in row.task.split())


def test_a_cell_that_is_dropped_from_its_row_shows(tmp_path: Path) -> None:
    paper = ROOT / "samples/bang-6-cot/bang-6-cot.docx"
    document = document_of(paper)
    plan = assemble(document).plan
    tasks = tuple(task.model_copy(update={"deliverables": ()}) for task in plan.tasks)
    whole = _audited(plan, document).source.coverage
    without = _audited(plan.model_copy(update={"tasks": tasks}), document).source.coverage
    assert whole is not None
    assert without is not None
    assert without.unplaced > whole.unplaced + 20


@pytest.mark.parametrize("name", NOT_PLANS)
def test_what_is_no_plan_is_told_and_has_no_tasks(name: str, tmp_path: Path) -> None:
    paper = tmp_path / "giay.txt"
    paper.write_text(NOT_PLANS[name], encoding="utf-8")
    plan = extract(paper)
    assert plan.tasks == ()
    assert plan.status == "partial"
    assert {"not_a_plan", "no_tasks"} & {finding.code for finding in plan.findings}


@given(st.lists(st.text(alphabet="aăâbcdđeê 123.|-:;ÁẾ", max_size=40), max_size=30))
def test_any_lines_end_somewhere(lines: list[str]) -> None:
    document = _document(["Căn cứ Kế hoạch số 12/KH-UBND ngày 01/02/2031 của xã", *lines])
    plan = assemble(document).plan
    coverage = plan.source.coverage
    assert coverage is not None
    assert sum(coverage.shares.values()) == pytest.approx(1.0, abs=0.01)
    counted = round(coverage.words * coverage.shares.get("unplaced", 0.0))
    assert counted == coverage.unplaced


def test_a_long_passage_that_belongs_to_nothing_makes_the_plan_partial() -> None:
    passage = " ".join(f"chữ{number}" for number in range(30))
    plan = to_plan(_document(["KẾ HOẠCH", "Chăm sóc cây xanh xã Tân Khê năm 2031"]))
    document = _document([passage])
    audited = _audited(plan, document)
    assert [block.text for block in audited.unplaced] == [passage]


def test_a_word_that_its_column_cut_is_held_where_the_plan_has_it_whole() -> None:
    head = ["KẾ HOẠCH", "Chăm sóc cây xanh xã Tân Khê năm 2031", "I. NHIỆM VỤ"]
    plan = to_plan(
        _document([*head, "1. Thu gom rác theo Công văn số 88/UBND trước ngày 5/6/2031."])
    )
    assert len(plan.tasks) == 1
    for rest, is_held in (("88/UB", True), ("88/UX", False)):
        unplaced = _audited(plan, _document([*head, rest])).unplaced
        assert (unplaced[-1].text != rest) is is_held


@pytest.mark.parametrize(
    ("words", "is_told"),
    [
        ("Sáng", False),
        ("Chủ nhật (17/11/2031)", False),
        ("hợp: Trạm Y tế xã", False),
        ("Thứ Tư: kiểm tra chợ", True),
        ("Buổi sáng trực chốt", True),
    ],
)
def test_cells_of_a_timetable_that_say_nothing_more_are_not_told(
    words: str, *, is_told: bool
) -> None:
    plan = to_plan(
        _document(["KẾ HOẠCH", "I. NHIỆM VỤ", "1. Trạm Y tế xã trực trong tháng 5/2031."])
    )
    document = _document(["KẾ HOẠCH", "I. NHIỆM VỤ", words])
    tasks = tuple(
        task.model_copy(update={"spans": (PlanSpan(line_start=3),)}) for task in plan.tasks
    )
    frame = Frame(tuple(line.span for line in lines_of(document.flow[2:])), (), of_tasks=True)
    context = Context(unit="line")
    audit = Audit(document.flow, head=(), closing=(), title=(), frames=(frame,))
    with_coverage(plan.model_copy(update={"tasks": tasks}), audit, context=context)
    assert [note.code for note in context.notes] == (["cells_left"] if is_told else [])
