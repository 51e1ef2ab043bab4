"""Who took up what, as a workbook by XlsxWriter: the matrix, the lists, and a row for each plan and
assigned thing.

Text is only ever text, as in `emit.xlsx`. The same matrix gives the same bytes.
"""

from __future__ import annotations

from io import BytesIO
from typing import Any

from kehoach.compare.matrix_rows import (
    Table,
    Value,
    details,
    left_out,
    mark,
    names_of,
    numbered,
    style_of,
    summaries,
    value_of,
)
from kehoach.compare.model import Matrix
from kehoach.compare.vocabulary import named
from kehoach.emit.direction import upright
from kehoach.emit.rows import fitting
from kehoach.emit.sheet_pen import A4, LINE, looks_like_formula, new_book
from kehoach.emit.xlsx import MAX_ROWS

MAX_COLUMNS = 16_000
"""Excel takes 16,384: of more plans the rest stands only in the details."""
MARK_WIDTH = 13
MAX_ON_PAGE = 20
"""Plans. More of them do not fit across one page."""
_HEIGHT = 409.0
"""Points. Excel shows no higher row."""
_TOP = {"text_wrap": True, "valign": "top", "border": 1, "border_color": "#BFBFBF"}
_CENTRED = {**_TOP, "align": "center"}
_MARK = {**_CENTRED, "quote_prefix": True}
"""A mark such as "=" stays text when somebody edits it."""
_FORMATS: dict[str, dict[str, Any]] = {
    "head": {**_TOP, "bold": True, "bg_color": "#DDE7F0", "valign": "vcenter"},
    "turned": {**_TOP, "bold": True, "bg_color": "#DDE7F0", "rotation": 90, "align": "center"},
    "text": _TOP,
    "quoted": {**_TOP, "quote_prefix": True},
    "count": _CENTRED,
    "share": {**_CENTRED, "num_format": "0%"},
    "same": {**_MARK, "bg_color": "#E6F6E9"},
    "less": {**_MARK, "bg_color": "#FDE3CF"},
    "more": {**_MARK, "bg_color": "#DCEBFA"},
    "other": {**_MARK, "bg_color": "#EEE7F8"},
    "perhaps": {**_MARK, "bg_color": "#FFF6CC"},
    "mentioned": {**_MARK, "bg_color": "#F4F4F4"},
    "absent": {**_MARK, "font_color": "#777777"},
    "legend": {"italic": True, "text_wrap": True, "valign": "top"},
}


def to_xlsx(matrix: Matrix, lang: str) -> bytes:
    """The workbook."""
    out = BytesIO()
    book = new_book(out)
    formats = {name: book.add_format(facts) for name, facts in _FORMATS.items()}
    _matrix(book, matrix, formats=formats, lang=lang)
    for table in (*summaries(matrix, lang), details(matrix, lang)):
        _table(book, table, formats=formats, lang=lang)
    book.close()
    return out.getvalue()


def _matrix(book: Any, matrix: Matrix, formats: dict[str, Any], *, lang: str) -> None:
    """Rows are what was assigned, columns the plans."""
    sheet = book.add_worksheet(named("told", "matrix", lang=lang))
    names = names_of(matrix)[:MAX_COLUMNS]
    legend = "\n".join((named("told", "legend", lang=lang), *left_out(matrix, lang)))
    sheet.merge_range(0, 0, 0, 2, fitting(legend), formats["legend"])
    sheet.set_row(0, min((6 + len(matrix.not_plans)) * LINE, _HEIGHT))
    heads = ("item", "asked", "taken")
    for column, (key, width) in enumerate(zip(heads, (60, 22, 9), strict=True)):
        sheet.set_column(column, column, width)
        sheet.write_string(1, column, named("columns", key, lang=lang), formats["head"])
    if names:
        sheet.set_column(3, 2 + len(names), MARK_WIDTH)
    sheet.set_row(1, 11 * LINE)
    for column, name in enumerate(names, start=3):
        _text(sheet, (1, column), value=name, formats=formats, style="turned")
    for row, item in enumerate(matrix.items, start=2):
        marks = [mark(taker.cells[row - 2], lang) for taker in matrix.takers[:MAX_COLUMNS]]
        widest = max(marks, key=len, default="")
        texts = [(numbered(item), 60), (value_of(item), 22), (widest, MARK_WIDTH)]
        sheet.set_row(row, _height(texts))
        _text(sheet, (row, 0), value=numbered(item), formats=formats)
        _text(sheet, (row, 1), value=value_of(item), formats=formats)
        sheet.write_number(row, 2, item.taken, formats["count"])
        for column, (text, taker) in enumerate(zip(marks, matrix.takers, strict=False), start=3):
            _text(
                sheet,
                (row, column),
                value=text,
                formats=formats,
                style=style_of(taker.cells[row - 2]),
            )
    sheet.freeze_panes(2, 1)
    sheet.autofilter(1, 0, max(2, 1 + len(matrix.items)), 2 + len(names))
    _paged(sheet, head_row=1, is_wide=len(names) > MAX_ON_PAGE)


def _table(book: Any, table: Table, formats: dict[str, Any], *, lang: str) -> None:
    name = named("told", table.name, lang=lang)
    sheet = book.add_worksheet(name)
    for column, (heading, width) in enumerate(table.headings):
        sheet.set_column(column, column, width)
        sheet.write_string(0, column, heading, formats["head"])
    sheet.set_row(0, 2 * LINE)
    rows = table.rows[: MAX_ROWS - 1]
    widths = [width for _, width in table.headings]
    for place, row in enumerate(rows, start=1):
        cells = [(str(value or ""), width) for value, width in zip(row, widths, strict=True)]
        sheet.set_row(place, _height(cells))
        for column, value in enumerate(row):
            _value(sheet, (place, column), value=value, formats=formats)
    sheet.freeze_panes(1, 1)
    sheet.autofilter(0, 0, max(1, len(rows)), len(widths) - 1)
    _paged(sheet, head_row=0)


def _paged(sheet: Any, *, head_row: int, is_wide: bool = False) -> None:
    """For printing: across, the head on each page; one page wide, or with the first column on each
    where that would be too small to read."""
    sheet.set_landscape()
    sheet.set_paper(A4)
    sheet.repeat_rows(head_row)
    if is_wide:
        sheet.repeat_columns(0)
    else:
        sheet.fit_to_pages(1, 0)


def _value(sheet: Any, place: tuple[int, int], value: Value, formats: dict[str, Any]) -> None:
    if isinstance(value, float):
        sheet.write_number(*place, value, formats["share"])
    elif isinstance(value, int):
        sheet.write_number(*place, value, formats["count"])
    else:
        _text(sheet, place, value=value or "", formats=formats)


def _text(
    sheet: Any, place: tuple[int, int], value: str, formats: dict[str, Any], style: str = "text"
) -> None:
    text = upright(value).encode("utf-8", "replace").decode("utf-8")
    text = fitting(text)
    if not text:
        sheet.write_blank(*place, None, formats[style])
        return
    if style == "text" and looks_like_formula(text):
        style = "quoted"
    sheet.write_string(*place, text, formats[style])


def _height(cells: list[tuple[str, int]]) -> float:
    """Points of a row whose cells, so many characters wide, are all to be seen."""
    lines = max((len(text) // max(1, width - 2) + 1 for text, width in cells), default=1)
    return min(lines * LINE + 2, _HEIGHT)
