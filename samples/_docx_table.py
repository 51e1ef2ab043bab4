"""Tables in a Word file: plain for letterhead and signature, ruled with real merges for an
appendix."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Pt

from samples._source import Group, Table

FONT = "Times New Roman"
WIDTH = {True: 756, False: 453}
"""Points between the margins: landscape, portrait."""


def set_font(style_or_run: Any, size: float) -> None:
    font = style_or_run.font
    font.name, font.size = FONT, Pt(size)
    style_or_run.element.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), FONT)


@dataclass(frozen=True, slots=True)
class Look:
    """How the lines of a cell are printed: size in points, and where they stand."""

    size: float = 11
    bold: bool = False
    italic: bool = False
    centre: bool = False


PLAIN, CENTRED, HEADING = Look(), Look(centre=True), Look(bold=True, centre=True)


def write(cell: Any, lines: list[str], look: Look = PLAIN, *, more: bool = False) -> None:
    """One paragraph per line; the cell's first paragraph is used unless `more`."""
    for n, line in enumerate(lines):
        paragraph = cell.add_paragraph() if n or more else cell.paragraphs[0]
        paragraph.paragraph_format.space_after = Pt(0)
        if look.centre:
            paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
        run = paragraph.add_run(line)
        run.bold, run.italic, run.font.size = look.bold, look.italic, Pt(look.size)


def add_plain_table(document: Any, rows: int, widths: tuple[int, ...]) -> Any:
    table = document.add_table(rows, len(widths))
    table.autofit = False
    for column, width in zip(table.columns, widths, strict=True):
        column.width = Pt(width)
    for row in table.rows:
        for cell, width in zip(row.cells, widths, strict=True):
            cell.width = Pt(width)
    return table


def add_ruled_table(document: Any, table: Table) -> None:
    columns = len(table.roles)
    heads = 2 if table.subheader else 1
    drawn = document.add_table(heads, columns)
    drawn.style = "Table Grid"
    drawn.autofit = False
    _widths(drawn, table, document.sections[-1])
    _header(drawn, table, heads)
    for group in table.groups:
        if group.title is not None:
            _group_row(drawn, group, columns)
        for row in group.rows:
            cells = drawn.add_row().cells
            for role, cell in zip(table.roles, cells, strict=True):
                given = row.cells[role]
                write(cell, given.paragraphs, CENTRED if role in ("index", "deadline") else PLAIN)
                if given.rows != 1:
                    _merge_down(cell, first=given.rows > 1)


def _widths(drawn: Any, table: Table, section: Any) -> None:
    total = WIDTH[section.page_width > section.page_height]
    shares: list[int] = table.spec["widths"]
    for column, share in zip(drawn.columns, shares, strict=True):
        column.width = Pt(round(total * share / sum(shares), 1))


def _header(drawn: Any, table: Table, heads: int) -> None:
    rows = [drawn.rows[n] for n in range(heads)]
    grids = [row.cells for row in rows]
    column = 0
    for text, wide, deep in table.header:
        cell = grids[0][column]
        if deep > 1:
            _merge_down(cell, first=True)
            _merge_down(grids[1][column], first=False)
        if wide > 1:
            cell = cell.merge(grids[0][column + wide - 1])
        write(cell, [text], HEADING)
        column += wide
    for n in table.subheader:
        write(grids[1][n], [table.columns[n]], HEADING)
    for row in rows:
        row._tr.get_or_add_trPr().append(OxmlElement("w:tblHeader"))


def _group_row(drawn: Any, group: Group, columns: int) -> None:
    cells = drawn.add_row().cells
    title = cells[1].merge(cells[columns - 1])
    write(cells[0], [group.number or ""], HEADING)
    write(title, [group.title or ""], Look(bold=True))


def _merge_down(cell: Any, first: bool) -> None:
    merge = OxmlElement("w:vMerge")
    if first:
        merge.set(qn("w:val"), "restart")
    properties = cell._tc.get_or_add_tcPr()
    properties.insert_element_before(
        merge,
        "w:tcBorders",
        "w:shd",
        "w:noWrap",
        "w:tcMar",
        "w:textDirection",
        "w:tcFitText",
        "w:vAlign",
    )
