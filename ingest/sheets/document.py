"""Workbooks as readings: the visible sheets one after the other, what is left out told."""

from __future__ import annotations

import re
from collections.abc import Sequence

from kehoach.ingest.model import FlowItem, Line, Note, Reading, Span
from kehoach.ingest.options import ReadOptions
from kehoach.ingest.sheets.layout import flow_of
from kehoach.ingest.sheets.model import Sheet
from kehoach.ingest.source import Source

HIDDEN, WITHOUT_VALUE = "hidden_sheet", "formula_without_value"
_OF_THE_PROGRAM = re.compile(r"(?:sheet|trang[ _]?tính|trang|bảng|table)\s*\d*", re.IGNORECASE)
"""Names that a spreadsheet gives by itself."""


def read_xlsx(source: Source, options: ReadOptions) -> Reading:
    """Read a workbook of Office Open XML. It has no pages, so `options` say nothing to it."""
    from kehoach.ingest.sheets import xlsx

    del options
    book = xlsx.read_workbook(source.path, source.limits)
    notes = _hidden(book.hidden)
    if book.without_value:
        notes.append(Note(WITHOUT_VALUE, str(book.without_value)))
    return _reading(book.sheets, notes)


def read_xls(source: Source, options: ReadOptions) -> Reading:
    """Read a workbook of Excel 97-2003."""
    from kehoach.ingest.sheets import xls

    del options
    sheets, hidden = xls.read_workbook(source.path)
    return _reading(sheets, _hidden(hidden))


def _hidden(names: Sequence[str]) -> list[Note]:
    return [Note(HIDDEN, ", ".join(names))] if names else []


def _reading(sheets: Sequence[Sheet], notes: Sequence[Note]) -> Reading:
    written = [sheet for sheet in sheets if sheet.fields]
    flow: list[FlowItem] = []
    offset = 0
    for sheet in written:
        if len(written) > 1 and not _OF_THE_PROGRAM.fullmatch(sheet.name.strip()):
            flow.append(_caption(sheet.name, offset + 1))
        flow += flow_of(sheet, offset)
        offset += max(field.row for field in sheet.fields) + 1
    return Reading(pages=(), flow=tuple(flow), notes=tuple(notes))


def _caption(name: str, number: int) -> Line:
    """The name of one of several sheets, as the line that its reader sees beside it."""
    return Line(name.strip(), Span(first=number, last=number), complete=True, bold=True)
