"""Values that their field does not hold, what they say of those beside them, and of what readers
disagree."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml

from bench.disputed import disputed
from bench.labels import labels_of
from kehoach.parsers.confidence.columns import Columns
from kehoach.parsers.confidence.fields import Odd, field_traits
from kehoach.parsers.confidence.shapes import shape_traits

DATA = Path(__file__).parent / "data"
CASES = yaml.safe_load((DATA / "confidence_fields.yaml").read_text("utf-8"))
SHAPES = yaml.safe_load((DATA / "confidence_shapes.yaml").read_text("utf-8"))
TOLD = {trait for case in CASES for trait in case["traits"]}


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case['kind']} {case['value']}")
def test_what_a_field_does_not_hold_is_told(case: dict[str, Any]) -> None:
    assert TOLD.intersection(field_traits(case["kind"], case["value"])) == {*case["traits"]}


@pytest.mark.parametrize("case", SHAPES, ids=lambda case: f"{case['kind']} {case['value']}")
def test_how_a_value_is_put_is_told(case: dict[str, Any]) -> None:
    assert shape_traits(case["kind"], case["value"]) == (*case["traits"],)


def test_what_stands_beside_a_value_of_another_kind_is_doubted() -> None:
    odd = Odd(
        [
            ("/tasks/0/lead/0", "tasks/lead", "Giai đoạn 2031 - 2032"),
            ("/tasks/0/deadline", "tasks/deadline", "Quý I/2031"),
            ("/tasks/1/deadline", "tasks/deadline", "Quý II/2031"),
            ("/document/recipients/0", "document/recipients", "Các thôn"),
        ]
    )
    assert set(odd.traits("/tasks/0/deadline")) == {"field of another kind", "list of odd fields=2"}
    assert set(odd.traits("/tasks/1/deadline")) == {"list of odd fields=2"}
    assert set(odd.traits("/document/recipients/0")) == {"odd fields in another list"}


def test_beside_values_of_their_kind_nothing_is_doubted() -> None:
    odd = Odd([("/tasks/0/lead/0", "tasks/lead", "Phòng Kinh tế")])
    assert not list(odd.traits("/tasks/0/lead/0"))


# --- what readers disagree of ---------------------------------------------------------------------

NO_FIELDS: dict[str, Any] = {
    "activities": [], "deliverables": [], "objective": None, "budget": None, "group": None,
    "number": None, "lead": None, "coordinating": None, "deadline": None, "origin": "body",
}  # fmt: skip


def paper(**parts: Any) -> dict[str, Any]:
    document = {"legal_bases": [], "recipients": [], **parts.pop("document", {})}
    return {"document": document, "tasks": [], "targets": [], "assignments": [], **parts}


def task(words: str, **fields: Any) -> dict[str, Any]:
    return {**NO_FIELDS, "task": words, **fields}


def wrong_and_disputed(read: dict[str, Any], truth: dict[str, Any]) -> set[str]:
    labels = labels_of(read, truth)
    return {pointer for pointer in disputed(read, truth) if labels.get(pointer) is False}


def test_a_target_that_the_truth_calls_a_task_is_disputed() -> None:
    target = {"text": "Trồng 500 cây xanh ven đường", "number": "1", "metrics": []}
    read = paper(targets=[target])
    truth = paper(tasks=[task("Trồng 500 cây xanh ven đường")])
    assert wrong_and_disputed(read, truth) == {"/targets/0/text", "/targets/0/number"}


def test_a_chapter_of_solutions_that_the_truth_leaves_out_is_disputed() -> None:
    group = {"number": "IV", "title": "GIẢI PHÁP CHỦ YẾU"}
    kept = task("Trồng 500 cây xanh ven đường", group={"number": "III", "title": "NHIỆM VỤ"})
    left_out = task("Tăng cường tuyên truyền trên loa truyền thanh", group=group)
    read = paper(tasks=[kept, left_out])
    assert "/tasks/1/task" in wrong_and_disputed(read, paper(tasks=[kept]))
    stranger = task("Tăng cường tuyên truyền trên loa truyền thanh")
    assert not wrong_and_disputed(paper(tasks=[kept, stranger]), paper(tasks=[kept]))


def test_the_title_within_a_group_is_disputed_and_another_title_is_wrong() -> None:
    def row(title: str | None, **fields: Any) -> dict[str, Any]:
        group = None if title is None else {"number": None, "title": title}
        return task("Trồng 500 cây xanh", group=group, origin="table", **fields)

    within = {"number": "1", "title": "Đường làng"}
    read = paper(tasks=[row("MÔI TRƯỜNG", subgroup=within)])
    assert wrong_and_disputed(read, paper(tasks=[row("Đường làng")])) == {"/tasks/0/group"}
    assert not wrong_and_disputed(read, paper(tasks=[row("Chợ xã")]))


def test_no_group_of_a_table_under_a_heading_is_disputed_and_of_one_with_titles_is_wrong() -> None:
    row = task("Trồng 500 cây xanh", group={"number": "II", "title": "NHIỆM VỤ"}, origin="table")
    truth = paper(tasks=[{**row, "group": None}])
    inner = {"title": "NHIỆM VỤ", "sections": []}
    sections = [{"title": "KẾ HOẠCH", "sections": [inner]}]
    assert wrong_and_disputed(paper(tasks=[row], sections=sections), truth) == {"/tasks/0/group"}
    assert not wrong_and_disputed(paper(tasks=[row], sections=[]), truth)


def test_who_has_a_task_before_its_words_is_disputed_and_other_words_are_wrong() -> None:
    def told(words: str) -> dict[str, Any]:
        due = {"kind": "by", "raw": "trước 30/6/2031", "start": None, "end": "2031-06-30"}
        lead = {"raw": "Công an xã", "units": ["Công an xã"]}
        return paper(tasks=[task(words, lead=lead, deadline=due)])

    whole = "Giao Công an xã tuần tra các ngả đường, trước 30/6/2031."
    for part in (
        "tuần tra các ngả đường, trước 30/6/2031",
        "Giao Công an xã tuần tra các ngả đường",
    ):
        assert wrong_and_disputed(told(whole), told(part)) == {"/tasks/0/task"}
        assert wrong_and_disputed(told(part), told(whole)) == {"/tasks/0/task"}
    assert not wrong_and_disputed(told(whole), told("các ngả đường, trước 30/6/2031"))
    assert not wrong_and_disputed(told("Tuần tra các ngả đường và chợ"), told("Tuần tra các ngả"))


def test_a_fall_without_its_sign_is_disputed_and_another_size_is_wrong() -> None:
    def fall(value: float, comparator: str) -> dict[str, Any]:
        metric = {"comparator": comparator, "value": value, "unit": "%"}
        return {"text": "Giảm ít nhất 10% số vụ", "number": None, "metrics": [metric]}

    read = paper(targets=[fall(-10, "<=")])
    assert wrong_and_disputed(read, paper(targets=[fall(10, ">=")])) == {"/targets/0/metrics/0"}
    assert not wrong_and_disputed(read, paper(targets=[fall(12, ">=")]))
    assert not wrong_and_disputed(paper(targets=[fall(10, ">=")]), paper(targets=[fall(10, "=")]))


def test_labels_and_letters_are_disputed_and_other_values_are_not() -> None:
    read = paper(tasks=[task("Trồng 500 cây xanh", number="Hoạt động 1")])
    assert wrong_and_disputed(read, paper(tasks=[task("Trồng 500 cây xanh", number="1")]))
    assert not wrong_and_disputed(read, paper(tasks=[task("Trồng 500 cây xanh", number="2")]))
    letter = {"type": "Tờ trình", "number": "12/TTr-PKT", "raw": "Tờ trình số 12/TTr-PKT"}
    law = {"type": "Quyết định", "number": "7/QĐ-UBND", "raw": "Quyết định số 7/QĐ-UBND"}
    read = paper(document={"legal_bases": [letter, law]})
    assert wrong_and_disputed(read, paper()) == {
        "/document/legal_bases/0/number",
        "/document/legal_bases/0/raw",
    }


def test_one_day_by_which_or_on_which_is_disputed_and_another_day_is_wrong() -> None:
    def due(kind: str, start: str | None, end: str) -> dict[str, Any]:
        return task("Trồng cây", deadline={"kind": kind, "start": start, "end": end})

    truth = paper(tasks=[due("by", None, "2031-04-30")])
    same = paper(tasks=[due("within", "2031-04-30", "2031-04-30")])
    other = paper(tasks=[due("within", "2031-04-01", "2031-04-30")])
    assert wrong_and_disputed(same, truth) == {"/tasks/0/deadline"}
    assert not wrong_and_disputed(other, truth)


def test_a_time_of_the_same_words_and_days_is_disputed_whatever_it_is_called() -> None:
    def due(raw: str, kind: str | None, start: str | None, end: str | None) -> dict[str, Any]:
        deadline = {"raw": raw, "kind": kind, "start": start, "end": end}
        return paper(tasks=[task("Trồng cây", deadline=deadline)])

    daily = due("Hằng ngày", "continuous", None, None)
    assert wrong_and_disputed(due("Hằng ngày", "recurring", None, None), daily)
    assert not wrong_and_disputed(due("Hằng ngày", None, None, None), daily)
    assert not wrong_and_disputed(due("Hằng tuần", "recurring", None, None), daily)
    column = due("20/9/2031", "by", None, "2031-09-20")
    assert wrong_and_disputed(due("20/9/2031", "within", "2031-09-05", "2031-09-20"), column)
    assert not wrong_and_disputed(due("20/9/2031", "by", None, "2031-09-05"), column)


def test_marks_that_a_truth_leaves_out_are_disputed_and_other_words_are_not() -> None:
    truth = paper(document={"title": "Trong cay xa Tan Khe"}, tasks=[task("Trong 500 cay xanh")])
    read = paper(document={"title": "Trồng cây xã Tân Khê"}, tasks=[task("Trồng 500 cây xanh")])
    assert wrong_and_disputed(read, truth) == {"/document/title", "/tasks/0/task"}
    other = paper(document={"title": "Trồng rừng xã Tân Khê"})
    assert not wrong_and_disputed(other, truth)


# --- whole columns --------------------------------------------------------------------------------


def column_traits(kind: str, *values: str) -> list[set[str]]:
    columns = Columns((kind, value) for value in values)
    return [set(columns.traits(kind, value)) for value in values]


def test_a_column_most_values_of_which_are_odd_is_doubted_whole() -> None:
    good = ("Phòng Kinh tế", "Công an xã", "Hội Nông dân xã")
    assert all("column odd=0" in traits for traits in column_traits("tasks/lead", *good))
    places = column_traits("tasks/lead", *["Sân kho"] * 4, "Công an xã")
    assert all("column odd=3" in traits for traits in places)
    assert "tasks/lead of all" in places[0]
    few = column_traits("tasks/lead", *["Sân kho"] * 3, *good)
    assert "odd again and again" in few[0]
    assert "odd again and again" not in few[-1]


def test_a_wording_of_two_lists_is_told_and_one_of_one_list_is_not() -> None:
    columns = Columns([("tasks/task", "Trồng cây;"), ("targets/text", "Trồng cây")])
    assert "said in another list" in set(columns.traits("tasks/task", "Trồng cây;"))
    assert "said in another list" not in set(
        Columns([("tasks/task", "Trồng cây")]).traits("tasks/task", "Trồng cây")
    )


def test_a_duty_with_its_body_before_it_is_disputed_and_another_is_not() -> None:
    """ "Công an xã: tuần tra ban đêm" and "tuần tra ban đêm" under Công an xã are one."""
    told = {"unit": "Công an xã", "duties": ["Công an xã: tuần tra ban đêm tại các thôn"]}
    own = {"unit": "Công an xã", "duties": ["tuần tra ban đêm tại các thôn"]}
    truth = {**paper(), "assignments": [own]}
    assert wrong_and_disputed({**paper(), "assignments": [told]}, truth) == {
        "/assignments/0/duties/0"
    }
    other = {**told, "duties": ["Trường học: tuần tra ban đêm tại các thôn"]}
    assert not wrong_and_disputed({**paper(), "assignments": [other]}, truth)


def test_a_duty_that_the_truth_calls_a_task_is_disputed() -> None:
    told = {"unit": "Công an xã", "duties": ["Công an xã tuần tra ban đêm tại các thôn"]}
    truth = {**paper(tasks=[task("Công an xã tuần tra ban đêm tại các thôn")]), "assignments": []}
    found = wrong_and_disputed({**paper(), "assignments": [told]}, truth)
    assert found == {"/assignments/0/unit", "/assignments/0/duties/0"}
