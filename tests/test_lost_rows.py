"""No row of a table is lost while the plan is called complete, whatever the form of the table in a
text (lost_rows.yaml)."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, TypeAlias

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from kehoach import extract
from kehoach.schema.models import Plan

CASES: dict[str, Any] = yaml.safe_load(
    (Path(__file__).parent / "data/parsers/lost_rows.yaml").read_text("utf-8")
)
ROWS: list[list[str]] = CASES["rows"]
Rows: TypeAlias = Sequence[Sequence[str]]
BLANK_LINES = 300


def bars(rows: Rows) -> str:
    lines = [f"| {' | '.join(row)} |" for row in (CASES["columns"], *rows)]
    return "\n".join([lines[0], "|---" * len(CASES["columns"]) + "|", *lines[1:]])


def bars_wrapped(rows: Rows) -> str:
    """The last word of each row stands on a line of its own, without a bar."""
    head, rule, *lines = bars(rows).split("\n")
    wrapped = [line.removesuffix(" |").rpartition(" ") for line in lines]
    return "\n".join([head, rule, *(f"{before}\n{word}" for before, _, word in wrapped)])


def bars_page(rows: Rows) -> str:
    head, rule, first, *lines = bars(rows).split("\n")
    return "\n".join([head, rule, first, "", "2", "", *lines])


def bars_header_again(rows: Rows) -> str:
    head, rule, first, *lines = bars(rows).split("\n")
    return "\n".join([head, rule, first, head, rule, *lines])


def bars_torn(rows: Rows) -> str:
    """Each row is parted from the next by a sentence."""
    return "\n\nTiếp theo bảng trên.\n\n".join(bars(rows).split("\n"))


def values(rows: Rows) -> str:
    made = io.StringIO()
    csv.writer(made, delimiter=";", lineterminator="\n").writerows([CASES["columns"], *rows])
    return made.getvalue()


def values_long(rows: Rows) -> str:
    """A cell of twenty lines in quotes."""
    listed = "\n".join(f"- Mẫu số {number}" for number in range(20))
    return values([[*row[:-1], f"{row[-1]}\n{listed}"] for row in rows])


def values_idle(rows: Rows) -> str:
    return values(rows) + ";;;;\n" * BLANK_LINES


def tabs(rows: Rows) -> str:
    return "\n".join("\t".join(row) for row in (CASES["columns"], *rows))


def tabs_short(rows: Rows) -> str:
    """Every second row lacks its last cell."""
    kept = [row[: len(row) - number % 2] for number, row in enumerate(rows)]
    return tabs(kept)


def columns(rows: Rows) -> str:
    """Column after column, as pdftotext writes narrow ones."""
    every = list(zip(CASES["columns"], *rows, strict=True))
    return "\n\n".join("\n".join(column) for column in every)


def lines(rows: Rows) -> str:
    return "\n".join("\n".join(row) for row in (CASES["columns"], *rows))


FORMS: dict[str, Callable[[Rows], str]] = {
    form.__name__: form
    for form in (
        bars, bars_wrapped, bars_page, bars_header_again, bars_torn, values_long, values_idle,
        tabs, tabs_short, columns, lines,
    )
}  # fmt: skip


def plan_of(form: str, rows: Rows) -> Plan:
    return extract(f"{CASES['head']}\n{FORMS[form](rows)}\n".encode(), name="giay.txt")


def lost(plan: Plan, rows: Rows) -> list[str]:
    """The work of rows that is no task."""
    tasks = {task.task for task in plan.tasks}
    return [row[1] for row in rows if row[1] not in tasks]


@pytest.mark.parametrize("form", CASES["read"])
def test_each_row_is_read(form: str) -> None:
    plan = plan_of(form, ROWS)
    assert lost(plan, ROWS) == []


@pytest.mark.parametrize("form", CASES["told"])
def test_what_is_lost_is_told(form: str) -> None:
    plan = plan_of(form, ROWS)
    assert plan.status == "partial"
    assert any(found.code in ("unread_table", "unplaced_text") for found in plan.findings)


@settings(max_examples=25, deadline=None)
@given(st.sampled_from(sorted(FORMS)), st.permutations(ROWS), st.integers(3, 5), st.booleans())
def test_no_row_is_lost_in_silence(
    form: str, rows: list[list[str]], count: int, is_counted: bool
) -> None:
    chosen = [[str(number), *row[1:]] for number, row in enumerate(rows[:count], 1)]
    if not is_counted:
        chosen = [["", *row[1:]] for row in chosen]
    plan = plan_of(form, chosen)
    assert plan.status != "ok" or lost(plan, chosen) == []
