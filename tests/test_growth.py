"""What is looked at of texts that somebody made to be slow stays within bounds (bench/growth.py
measures the time)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pytest
from plan_maker import task_of

from kehoach import extract
from kehoach.ingest.model import Line, Span
from kehoach.normalize.text import fold
from kehoach.parsers.items.bodies import named_bodies, remark_owners
from kehoach.parsers.items.ground.context import Context
from kehoach.parsers.items.times.tasks_by_time import TasksByTime
from kehoach.parsers.items.works import dated_works, parted_points
from kehoach.parsers.layout.outline import Leaf, Node, Run
from kehoach.parsers.tables import set_columns
from kehoach.parsers.tables.set_lines import Set
from kehoach.schema.rules import tellings
from kehoach.schema.walk import Place

MORE = 5
"""Readings besides those whose words are left off one by one."""


@pytest.mark.parametrize("count", [100, 400])
def test_words_of_a_long_title_are_not_left_off_one_by_one(
    count: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    read: list[str] = []
    parse = named_bodies.parse_offices

    def counted(raw: str, level: str | None, *, place: str | None = None) -> object:
        read.append(raw)
        return parse(raw, level, place=place)

    monkeypatch.setattr(named_bodies, "parse_offices", counted)
    named_bodies.named_bodies(f"KIỂM TRA {'CÔNG AN XÃ KHO HÀNG ' * count}", "xã")
    assert len(read) <= 2 * named_bodies.MAX_WORDS_ONE_BY_ONE + MORE


def test_names_of_a_long_list_are_kept() -> None:
    bodies = ", ".join(f"Trường Tiểu học Khê {number}" for number in range(1, 40))
    assert named_bodies.named_bodies(bodies, "xã") == bodies


def test_a_paragraph_of_prose_is_no_point_in_parts() -> None:
    tail = " – Công an xã – tháng 5/2031"
    node = Node("II", "NHIỆM VỤ", rank=2.0, level=1)
    read = []
    for filling in ("", "rộng " * 300):
        points = tuple(
            Leaf(
                "item", str(number), f"Dọn chợ {filling}{number}{tail}", spans=(Span(first=number),)
            )
            for number in (1, 2)
        )
        run = Run(node, points, opens=True)
        read.append(len(parted_points.parted_points(run, Context(level="xã")).drafts))
    assert read == [2, 0]


def test_each_table_of_a_text_is_set_in_columns_once(monkeypatch: pytest.MonkeyPatch) -> None:
    set_lines: list[int] = []
    set_under = set_columns.set_under

    def counted(edges: Sequence[float], lines: Sequence[Line], *rest: Any, **named: Any) -> Set:
        set_lines.append(len(lines))
        return set_under(edges, lines, *rest, **named)

    monkeypatch.setattr(set_columns, "set_under", counted)
    row = f"   1      {'Phát quang đường thôn':30}{'Trạm Y tế':18}Thường xuyên\n"
    tables = [
        f"   TT     {f'Nội dung {number}':30}{'Chủ trì':18}Thời gian\n{row * 3}"
        for number in range(20)
    ]
    extract(f"KẾ HOẠCH\nPhát quang đường năm 2031\n\n{''.join(tables)}".encode(), name="a.txt")
    assert 0 < sum(set_lines) <= 2 * 3 * len(tables)


def test_a_long_line_is_not_read_anew_for_each_clause(monkeypatch: pytest.MonkeyPatch) -> None:
    letters: list[int] = []
    stated_in = dated_works.stated_in

    def counted(text: str, context: Context) -> Any:
        letters.append(len(text))
        return stated_in(text, context)

    monkeypatch.setattr(dated_works, "stated_in", counted)
    clause = "CHỦ TỊCH; Ký. "
    dated_works.works_by_day(clause * 200, Context(level="xã"))
    assert sum(letters) <= 200 * dated_works.LONGEST_WORK


def test_a_time_behind_the_last_mark_is_short(monkeypatch: pytest.MonkeyPatch) -> None:
    letters: list[int] = []

    def counted(text: str) -> bool:
        letters.append(len(text))
        return False

    monkeypatch.setattr(remark_owners, "is_understood", counted)
    remark_owners.without_last_time(" ".join(f"Thôn {number};" for number in range(400)))
    assert 0 < sum(letters) <= remark_owners.MOST_LETTERS_OF_TIME**2
    monkeypatch.undo()
    named = "Công an xã chủ trì, phối hợp Phòng Kinh tế"
    assert remark_owners.without_last_time(f"{named}, ngày 10/6") == named


def test_each_telling_of_a_work_is_parted_into_words_once(monkeypatch: pytest.MonkeyPatch) -> None:
    parted: list[str] = []
    words_of_work = tellings.words_of_work

    def counted(work: str) -> tuple[str, ...]:
        parted.append(work)
        return words_of_work(work)

    monkeypatch.setattr(tellings, "words_of_work", counted)
    works = [f"Thôn {number} tuyên truyền tới các hộ dân" for number in range(60)]
    told = [tellings.of_task(Place(task_of(work), "/tasks")) for work in works]
    for one in told:
        assert all(tellings.tell_the_same(one, other) for other in told)
    assert len(parted) <= 2 * len(works)


@pytest.mark.parametrize(
    ("phrase", "having", "within"),
    [
        ("trước ngày 5/6", ["a", "b"], []),
        ("trước ngày 5/6/2031", ["a"], ["a"]),
        ("trước ngày 5/6/2031, trước ngày 9/6/2031", [], ["a", "c"]),
        ("hằng tháng", [], []),
        ("", ["a", "b", "c", "d"], []),
    ],
)
def test_tasks_by_the_words_of_their_time(
    phrase: str, having: list[str], within: list[str]
) -> None:
    days = {"a": "Trước ngày 5/6/2031", "b": "trước ngày 5/6", "c": "Trước ngày 9/6/2031", "d": ""}
    tasks = TasksByTime([task_of(name, day) for name, day in days.items()])
    assert sorted(task.task for task in tasks.with_words(fold(phrase))) == having
    expected = sorted({*within, *(["b"] if "5/6" in phrase else [])})
    assert sorted(task.task for task in tasks.within_words(fold(phrase))) == expected


def test_of_no_tasks_none_has_a_time() -> None:
    assert TasksByTime([]).with_words("") == []
