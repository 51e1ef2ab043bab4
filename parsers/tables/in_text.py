"""Tables without a grid, whose cells only lines, tabs or blanks part, put together before anything
else is read."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from kehoach.ingest.model import Document, FlowItem, Grid, Note
from kehoach.parsers.tables.cell_lines import with_tables_of_lines
from kehoach.parsers.tables.cells_in_turn import with_tables_in_turn
from kehoach.parsers.tables.gapped_rows import with_tables_of_gaps
from kehoach.parsers.tables.set_columns import with_tables_of_columns

UNREAD = "unread_table"


def with_tables_of_text(document: Document) -> tuple[Document, bool]:
    """A document whose tables of text are grids, and whether white space alone told their
    cells."""
    set_out = with_tables_of_columns(document.flow)
    flow, told = with_tables_of_gaps(with_tables_of_lines(with_tables_in_turn(set_out)))
    if flow == list(document.flow):
        return replace(document, notes=(*document.notes, *told)) if told else document, False
    made = with_grids(document, flow)
    return replace(made, notes=(*made.notes, *told)), set_out != list(document.flow)


def with_grids(document: Document, flow: Sequence[FlowItem]) -> Document:
    """A document with a flow in which lines became grids, without the notes that they are rows of a
    table which nobody reads."""
    grids = [item for item in flow if isinstance(item, Grid) and item not in document.flow]
    notes = [note for note in document.notes if not any(_is_within(note, grid) for grid in grids)]
    return replace(document, flow=tuple(flow), notes=tuple(notes))


def _is_within(note: Note, grid: Grid) -> bool:
    """Is it said of a line of the grid that its table is not read?"""
    line = note.span.first if note.span is not None else None
    first, last = grid.span.first, grid.span.last
    if note.code != UNREAD or line is None or first is None or last is None:
        return False
    return first <= line <= last
