"""Rows that add a table up ("Tổng cộng", "Tổng kinh phí dự kiến: …"): no tasks, and no titles of
groups."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from kehoach.normalize.text import fold, strip_diacritics
from kehoach.parsers.tables.cells import Slot, cell_text
from kehoach.parsers.tables.columns import Columns
from kehoach.parsers.words import phrases_by, starts
from kehoach.patterns import compile_regex
from kehoach.schema.models import Spans
from kehoach.schema.rules.base import PrintedTotal

_IN_BRACKETS = compile_regex(r"\s*\([^()]*\)\s*:?$")
OF_TASKS = ("lead", "deadline")
"""Columns of which a row of totals fills none."""


def adds_up(slots: Sequence[Slot], columns: Columns) -> bool:
    """Is it a row of totals: do its first words say so, while nobody has to do it at any time?"""
    first = next((slot for slot in slots if not slot.empty), None)
    if first is None or not says_total(cell_text(first.lines)):
        return False
    filled = [slots[place] for place in columns.of_all(OF_TASKS) if not slots[place].empty]
    return all(slot is first for slot in filled)


def is_sum(slots: Sequence[Slot], columns: Columns) -> bool:
    """Does a row of a table of targets only add it up ("Cộng")? What says what is summed up
    ("Tổng kinh phí huy động") is an indicator."""
    first = next((slot for slot in slots if not slot.empty), None)
    return first is not None and is_bare_total(cell_text(first.lines)) and adds_up(slots, columns)


def is_bare_total(text: str) -> bool:
    """Does a text say that it is a sum, and not of what?

    >>> is_bare_total("Tổng cộng:"), is_bare_total("Cộng (I + II)"), is_bare_total("Tổng kinh phí")
    (True, True, False)
    """
    words = phrases_by("tables/columns.yaml", "totals")
    bare = _IN_BRACKETS.sub("", text)
    folded = strip_diacritics(bare).strip(" :.")
    is_told = folded in words["alone"] or starts(folded, words["bare"]) is not None
    return is_told and says_total(bare)


def says_total(text: str) -> bool:
    """Do the first words of a row say that it adds up?

    >>> says_total("Cộng"), says_total("cong"), says_total("công")
    (True, True, False)
    """
    words = phrases_by("tables/columns.yaml", "totals")
    folded = strip_diacritics(text).strip(" :.")
    if folded in words["alone"]:
        said = fold(text).strip(" :.")  # tone marks count, where there are any
        listed = phrases_by("tables/columns.yaml", "totals", bare_words=False)["alone"]
        return said == folded or said in map(fold, listed)
    return starts(folded, words["begins"]) is not None


def totals_of(rows: Sequence[Sequence[Slot]], columns: Columns) -> Iterator[str]:
    """What the rows of totals of a table print, and the sums beside the titles of its groups."""
    sums, answers = columns.of("budget"), columns.of_all(OF_TASKS)
    for slots in rows:
        if sums is not None and all(slots[place].empty for place in answers):
            yield cell_text(slots[sums].lines)
    for slots in rows:
        if adds_up(slots, columns):
            for slot in dict.fromkeys(slots):
                yield cell_text(slot.lines)


def printed_totals(
    rows: Sequence[Sequence[Slot]], columns: Columns, spans: Spans
) -> Iterator[PrintedTotal]:
    """The totals that a table prints below or above its rows, one for each column that has one.
    Where there are several rows of totals nobody knows which rows each adds up."""
    filled = [slots for slots in rows if not all(slot.empty for slot in slots)]
    totals = [slots for slots in filled if adds_up(slots, columns)]
    if len(totals) != 1 or totals[0] not in (filled[0], filled[-1]):
        return
    added = [slots for slots in filled if slots is not totals[0]]
    label = next(slot for slot in totals[0] if not slot.empty)
    for place, heading in enumerate(columns.titles):
        slot = totals[0][place]
        if columns.roles[place] == "index" or slot is label or slot.empty:
            continue
        yield PrintedTotal(
            heading, told=cell_text(slot.lines), rows=tuple(_cells(added, place)), spans=spans
        )


def _cells(rows: Sequence[Sequence[Slot]], place: int) -> Iterator[tuple[str, str]]:
    """The number of each row with its cell in a column; a cell that is merged over rows once, with
    the first; what is merged over columns is a title, and no cell of one."""
    seen: set[int] = set()
    for slots in rows:
        slot = slots[place]
        if id(slot) in seen:
            continue
        seen.add(id(slot))
        is_title = any(other is slot for other in slots[:place])
        yield cell_text(slots[0].lines), "" if is_title else cell_text(slot.lines)
