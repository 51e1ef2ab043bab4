"""The figures that trees are asked with: of a list, its items, its fields, its values."""

from __future__ import annotations

from math import isfinite, log
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kehoach.parsers.confidence.measures.figures import MISSING, mean, median, spread
from kehoach.parsers.confidence.measures.lists import lists_of
from kehoach.parsers.confidence.measures.table import NAMES, measured
from kehoach.parsers.confidence.measures.words import OfWords, of_words
from kehoach.parsers.confidence.values import values_of
from kehoach.schema.base import Span
from kehoach.schema.models import (
    Block,
    Deadline,
    DocumentInfo,
    Offices,
    Plan,
    Section,
    Source,
    Target,
    Task,
)
from kehoach.schema.sources import Evidence

FOUND = Evidence("field", ("text",), share=1.0, least=1.0, mean=1.0, count=1, letters=20)
ABOVE = Evidence("above", ("text", "inherited"), share=1.0, least=1.0, mean=1.0, covered=0.5)
WORKS = ("Rà soát hộ nghèo", "Lập danh sách, phân loại.", "Kho số 3")


def plan_of(**parts: Any) -> Plan:
    source = Source(name="kh.txt", sha256="0" * 64, media_type="text/plain")
    return Plan(status="ok", source=source, document=DocumentInfo(type="Kế hoạch"), **parts)


def task(place: int, words: str, **fields: Any) -> Task:
    line = Span(line_start=10 * place, line_end=10 * place)
    number = str(place)
    return Task(id=f"v{place}", origin="body", number=number, task=words, spans=(line,), **fields)


def three_tasks() -> Plan:
    """Three tasks; the first two have the same lead, one a time; between the first and the second
    stands a paragraph that is no task."""
    lead = Offices(raw="Công an xã", units=("Công an xã",))
    time = Deadline(raw="Quý III/2031", kind="within")
    tasks = (
        task(1, WORKS[0], lead=lead, deadline=time),
        task(2, WORKS[1], lead=lead),
        task(3, WORKS[2]),
    )
    text = Block(kind="paragraph", text="Xã Tân Khê có 9 thôn.", spans=(Span(line_start=15),))
    section = Section(title="Nhiệm vụ", level=1, blocks=(text,), spans=(Span(line_start=5),))
    return plan_of(tasks=tasks, sections=(section,))


def values_in(plan: Plan) -> list[tuple[str, str, str]]:
    """The values of the tasks, as `values_of` tells them where they have sources."""
    found = []
    for index, one in enumerate(plan.tasks):
        found.append((f"/tasks/{index}/task", "tasks/task", one.task))
        if one.lead is not None:
            found.append((f"/tasks/{index}/lead/0", "tasks/lead", one.lead.units[0]))
        if one.deadline is not None:
            found.append((f"/tasks/{index}/deadline", "tasks/deadline", one.deadline.raw or ""))
    return found


@pytest.fixture
def told() -> dict[str, dict[str, float]]:
    """The measures of the three tasks by pointer and name."""
    plan = three_tasks()
    values = [*values_in(plan), ("/document/title", "document/title", "Giảm nghèo")]
    evidence = {pointer: FOUND for pointer, _, _ in values} | {"/tasks/1/lead/0": ABOVE}
    rows = measured(plan, values, evidence).tolist()
    return {
        pointer: dict(zip(NAMES, row, strict=True))
        for (pointer, _, _), row in zip(values, rows, strict=True)
    }


def test_a_list_is_measured_for_all_of_its_values_alike(told: dict[str, dict[str, float]]) -> None:
    of_lists = [
        {name: figure for name, figure in row.items() if name.startswith(("list", "tasks"))}
        for pointer, row in told.items()
        if pointer.startswith("/tasks")
    ]
    assert all(each == of_lists[0] for each in of_lists)
    first = of_lists[0]
    assert first["list size"] == pytest.approx(log(4))
    assert first["list verbs"] == pytest.approx(2 / 3)
    assert first["list numbers_go_on"] == 1.0
    assert first["list text_between"] == pytest.approx(1 / 3)
    assert first["list headings_between"] == 0.0
    assert first["tasks with_lead"] == pytest.approx(2 / 3)
    assert first["tasks leads"] == pytest.approx(1 / 3)
    assert first["list evidence_above"] == pytest.approx(1 / 6)
    assert first["list evidence_covered"] == pytest.approx(5.5 / 6)


def test_an_item_is_measured_beside_the_others(told: dict[str, dict[str, float]]) -> None:
    first, last = told["/tasks/0/task"], told["/tasks/2/task"]
    assert (first["item rank"], last["item rank"]) == (0.0, 1.0)
    assert first["item text_behind"] == 1.0
    assert last["item text_behind"] == 0.0
    assert first["item relative_values"] == 1.0
    assert last["item relative_length"] < 0 <= told["/tasks/1/task"]["item relative_length"]


def test_a_number_that_stays_in_the_words_and_a_colon_at_their_end_are_measured() -> None:
    tasks = (task(1, "1.2. Rà soát hộ nghèo"), task(2, "Lập đoàn gồm:"))
    plan = plan_of(tasks=tasks)
    values = values_in(plan)
    rows = measured(plan, values, {pointer: FOUND for pointer, _, _ in values})
    keeps, announces = (NAMES.index(name) for name in ("item keeps_number", "words announces"))
    assert rows[:, keeps].tolist() == [1.0, 0.0]
    assert rows[:, announces].tolist() == [0.0, 1.0]


def test_a_field_is_measured_over_its_list(told: dict[str, dict[str, float]]) -> None:
    lead, time = told["/tasks/1/lead/0"], told["/tasks/0/deadline"]
    assert lead["field different"] == 0.5
    assert lead["value said"] == 1.0
    assert lead["field bodies"] == 1.0
    assert lead["field above"] == 0.5
    assert lead["field of_an_item"] == pytest.approx(2 / 3)
    assert (time["field figures"], lead["field figures"]) == (1.0, 0.0)


def test_what_stands_in_no_list_has_measures_of_its_own_words_alone(
    told: dict[str, dict[str, float]],
) -> None:
    title = told["/document/title"]
    assert title["list sort"] == 0.0
    missing = {name for name, figure in title.items() if figure == MISSING}
    assert {name.split()[0] for name in missing} == {"list", "tasks", "item", "field", "value"}
    assert {name for name in missing if name.startswith("value")} == {
        "value said",
        "value relative_length",
    }
    assert title["words letters"] == len("Giảm nghèo")


def test_targets_tables_and_recipients_are_lists_of_their_own() -> None:
    rows = tuple(
        Task(id=f"v{place}", origin="table", table=place, task="Tuần tra") for place in (1, 2)
    )
    targets = (Target(id="c1", text="Đạt 95%"),)
    plan = plan_of(tasks=rows, targets=targets)
    recipients = [
        (f"/document/recipients/{place}", "document/recipients", "Như trên") for place in (0, 1)
    ]
    sorts = [(one.sort, len(one.items)) for one in lists_of(plan, recipients)]
    assert sorts == [("table", 1), ("table", 1), ("targets", 1), ("recipients", 2)]


def test_a_plan_without_values_has_no_rows() -> None:
    plan = plan_of()
    assert list(values_of(plan)) == []
    assert measured(plan, [], {}).shape == (0, len(NAMES))


@given(st.text(max_size=80))
def test_any_wording_is_measured(text: str) -> None:
    found = of_words(text)
    assert len(found) == len(OfWords._fields)
    assert all(isfinite(figure) and figure >= 0 for figure in found)
    assert found.strange <= 1
    assert found.letters == len(text)


@given(st.lists(st.floats(0, 1e4), min_size=1, max_size=20))
def test_figures_of_numbers_lie_among_them(numbers: list[float]) -> None:
    for figure in (mean(numbers), median(numbers)):
        assert min(numbers) - 1e-6 <= figure <= max(numbers) + 1e-6
    assert spread(numbers) >= 0
    assert median(numbers) == median(numbers[::-1])
