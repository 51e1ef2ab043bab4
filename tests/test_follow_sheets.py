"""The sheets of the follow-up workbook beside each other: a task is the same row on each, and what
is written quicker is what XlsxWriter writes."""

from __future__ import annotations

from io import BytesIO
from typing import Any

import openpyxl
import pytest
from follow_maker import HEADINGS, Desk, headings, row_of
from plan_maker import plan_of, task_of
from xlsxwriter.worksheet import Worksheet

from kehoach.emit.origin import Origin
from kehoach.emit.quick_sheet import QuickSheet
from kehoach.emit.rows import task_rows
from kehoach.emit.sheet_pen import Pen, cells_of, made_formats, new_book
from kehoach.follow.layout import ALL, BY_OFFICE, BY_UNIT, LACKING, LISTS, MISSED, every_column
from kehoach.follow.tasks import followed
from kehoach.schema.models import Plan

OFFICE = "Phòng Văn hóa - Xã hội"
PLAN = plan_of(
    (
        task_of("=1+1 Rà soát thủ tục <hành chính> & niêm yết", "Trước 31/5/2025", OFFICE),
        task_of("-Họp giao ban\nđầu tuần", "Hằng tuần", f"{OFFICE}; Phòng Kinh tế", number="01"),
        task_of("Mua sắm máy tính " * 40, "", "", number="12"),
        task_of("Chữ lẻ \ud800 giữa câu", "Trước 30/6/2025", OFFICE, number="13"),
    )
)


def looks(cell: Any) -> tuple[Any, ...]:
    """What a person sees of a cell, and what a program makes of it."""
    return (
        cell.value,
        cell.data_type,
        cell.number_format,
        cell.quotePrefix,
        cell.alignment.wrap_text,
    )


@pytest.fixture(scope="module")
def book(tmp_path_factory: pytest.TempPathFactory) -> Any:
    desk = Desk(tmp_path_factory.mktemp("follow"))
    desk.renew(PLAN)
    desk.fill("Rà soát", Trạng_thái="đang làm", Ghi_chú="=xem lại", Ngày_xong="2025-06-02")
    desk.renew(PLAN)
    return openpyxl.load_workbook(desk.book)


@pytest.mark.parametrize("name", [MISSED, BY_OFFICE, BY_UNIT, LACKING])
def test_a_task_is_the_same_on_every_sheet(book: Any, name: str) -> None:
    listed, all_headings = headings(book[name]), headings(book[ALL])
    shared = [one for one in listed if one in all_headings and one != "Hạn"]
    numbers = range(HEADINGS + 1, book[name].max_row + 1)
    assert len(numbers) > 0
    for number in numbers:
        words = book[name].cell(number, listed.index("Nhiệm vụ") + 1).value
        first = row_of(book[ALL], words)
        for heading in shared:
            there = book[name].cell(number, listed.index(heading) + 1)
            here = book[ALL].cell(first, all_headings.index(heading) + 1)
            assert looks(there) == looks(here), (words, heading)


def test_a_column_is_as_wide_on_every_sheet() -> None:
    """Else a row made ready once would be too high or too low on one of them."""
    columns = every_column(["Phụ trách"])
    assert len({column.name for column in columns}) == len(columns)
    assert len(LISTS) > 1


def test_texts_are_written_as_xlsxwriter_writes_them() -> None:
    assert written(PLAN, QuickSheet) == written(PLAN, Worksheet)


def written(plan: Plan, kind: type[Worksheet]) -> bytes:
    """A book of one sheet with the tasks of a plan."""
    out = BytesIO()
    book = new_book(out)
    columns = every_column([])
    pen = Pen(
        book.add_worksheet("Việc", worksheet_class=kind),
        columns,
        formats=made_formats(book),
        links=2,
    )
    for number, row in enumerate(task_rows(plan, Origin("kế hoạch.docx", link="a%20b.docx"))):
        pen.write(number, cells_of({**row, "due": "2025-06-30", "days": number}, columns))
    book.close()
    return out.getvalue()


def test_rows_that_are_made_already_are_followed_as_they_are() -> None:
    origin = Origin("kế hoạch.docx", link="a.docx")
    rows = list(task_rows(PLAN, origin))
    assert list(followed(PLAN, origin, tasks=rows)) == list(followed(PLAN, origin))
