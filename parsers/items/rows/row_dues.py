"""When a row of a table is due, and what comes out of it: by its cells, by the title over it, by
what its own words say."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from kehoach.normalize.times.alone import is_time_alone
from kehoach.parsers.items.ground.context import Context
from kehoach.parsers.items.rows.cell_labels import time_and_product
from kehoach.parsers.items.rows.data_row import Row
from kehoach.parsers.items.times.event_days import on_its_day
from kehoach.parsers.items.times.row_deadlines import deadline_of, time_in_product
from kehoach.parsers.items.times.stated_deadlines import deadline_in
from kehoach.parsers.tables.cells import list_of, split_items
from kehoach.schema import models


@dataclass(frozen=True, slots=True)
class Due:
    """When an entry is due, and what comes out of it; `is_of_group`: a title over it says when."""

    deadline: models.Deadline | None
    products: tuple[str, ...]
    is_of_group: bool


def due_of(rows: Sequence[Row], wording: str, context: Context, *, told: Mapping[str, str]) -> Due:
    """The time of an entry and its products, also where one column holds both, where labels in the
    cell of the work tell them (`told`), or where the work itself says when."""
    first = rows[0]
    begin, end = (
        "\n".join(dict.fromkeys(filter(None, (row.raw(role) for row in rows))))
        for role in ("start", "deadline")
    )
    end, product = time_and_product(end or told.get("deadline", ""))
    products = split_items(_paragraphs(rows, "deliverable"))
    product = product or told.get("deliverable", "")
    if product and not products:
        products = [product]
    if "deadline" not in first.slots and not (begin or end):
        end = _remarked(first)
    is_of_group = not (begin or end) and bool(first.when)
    if "deadline" not in first.slots and not (begin or end or is_of_group):
        end = time_in_product(first.wording("deliverable"), context)
        products = [product for product in products if product != end]
    if not (begin or end or is_of_group or first.in_calendar):
        end = deadline_in(wording, context) or ""
    due = deadline_of(
        begin,
        end or ("" if begin else first.when),
        context,
        span=first.span("deadline"),
        is_month_first=first.is_month_first,
    )
    if due is not None and is_of_group and first.when_printed:
        due = _as_printed(due, first.when_printed)
    if first.terms_apart or not first.has_term:
        due = on_its_day(due, wording, in_calendar=first.in_calendar, only_events=first.has_term)
    return Due(due, tuple(products), is_of_group=is_of_group)


def _remarked(row: Row) -> str:
    """The time that is all of a remark ("Ghi chú": "Trong tháng 6"): it says more than a title over
    the row ("QUÝ II"); "" for other remarks."""
    remark = row.wording("note").strip()
    return remark if is_time_alone(remark) else ""


def _as_printed(due: models.Deadline, printed: str) -> models.Deadline:
    """A time in the words of the paper; several, each in its own."""
    words = printed.split(", ")
    parts = due.parts
    if len(words) == len(parts):
        parts = tuple(
            part.model_copy(update={"raw": own}) for part, own in zip(parts, words, strict=True)
        )
    return due.model_copy(update={"raw": printed, "parts": parts})


def _paragraphs(rows: Sequence[Row], role: str) -> list[str]:
    """The paragraphs of a column over several rows, a merged cell counted once."""
    slots = dict.fromkeys(row.meant(role) for row in rows if role in row.slots)
    paragraphs: list[str] = []
    for slot in slots:
        if slot is not None and not slot.empty:
            paragraphs.extend(list_of(slot.lines))
    return paragraphs
