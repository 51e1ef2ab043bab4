"""The shape of a Word table: merged cells, gaps before and after rows, borders, header rows."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from lxml import etree

from kehoach.ingest.docx.styles import Styles
from kehoach.ingest.docx.xml import attr, child, number, on, unwrapped, w
from kehoach.ingest.model import Cell, Line

_WIDEST = 63  # columns a Word table can have
_PAGE_PARAGRAPHS = 10
"""So many paragraphs, and tables between them, are a page."""
FEWEST_BESIDE, MOST_OF_CAPTION = 2, 15
"""Tables side by side (and rows and columns of a table in a cell); words over each of them."""
_SIDES = ("top", "left", "bottom", "right", "start", "end", "insideH", "insideV")
_NO_BORDER = frozenset({"nil", "none"})

ReadCell = Callable[[etree._Element], tuple[Line, ...]]


@dataclass(slots=True)
class _Slot:
    """A cell while its extent still grows. `merging`: open for the cell below."""

    row: int
    col: int
    col_span: int
    lines: tuple[Line, ...] = ()
    row_span: int = 1
    merging: bool = False

    def cell(self) -> Cell:
        """The cell of this extent."""
        return Cell(
            row=self.row,
            col=self.col,
            row_span=self.row_span,
            col_span=self.col_span,
            lines=self.lines,
        )


@dataclass(frozen=True, slots=True)
class Shape:
    """A table without its place in the document. `hidden`: text in cells that a merge covers."""

    n_rows: int
    n_cols: int
    cells: tuple[Cell, ...]
    header_rows: int
    ruled: bool
    hidden: tuple[Line, ...]


def rows_of(table: etree._Element) -> list[etree._Element]:
    """The rows of a table, those that a tracked change deleted left out."""
    return [
        row
        for row in unwrapped(table)
        if row.tag == w("tr") and child(row, "trPr", "del") is None
    ]  # fmt: skip


def layout_cells(table: etree._Element) -> list[etree._Element]:
    """The cells of a table that only lays out what stands in it; none of any other table.

    A frame is a table of one cell. So is a page whose whole text stands in one cell of its own, or
    in one cell under another: such a cell holds tables, or a page of paragraphs. Beside other cells
    (a menu) it holds both. So are tables that stand side by side, each under its caption.
    """
    rows = [[cell for cell in unwrapped(row) if cell.tag == w("tc")] for row in rows_of(table)]
    if not rows:
        return []
    cells = [cell for row in rows for cell in row]
    if any(len(row) != 1 for row in rows):
        return cells if any(map(_is_page, cells)) or _stand_beside(cells) else []
    if len(cells) == 1 or any(cell.find(w("tbl")) is not None for cell in cells):
        return cells
    return []


def _is_page(cell: etree._Element) -> bool:
    """Does a cell hold tables between so many paragraphs that no cell of a table has them?"""
    if cell.find(w("tbl")) is None:
        return False
    filled = (p for p in cell.iterfind(w("p")) if next(p.iter(w("t")), None) is not None)
    return sum(1 for _ in filled) >= _PAGE_PARAGRAPHS


def _stand_beside(cells: list[etree._Element]) -> bool:
    """Do the cells hold tables, two at least or one alone, and nothing else but captions?"""
    holding = [cell for cell in cells if any(map(_is_table, cell.iterfind(w("tbl"))))]
    others = [cell for cell in cells if cell not in holding and _words_of(cell)]
    if not holding or (others and len(holding) < FEWEST_BESIDE):
        return False
    return all(_words_of(cell) <= MOST_OF_CAPTION for cell in cells)


def _words_of(cell: etree._Element) -> int:
    """How many words a cell has outside of the tables in it."""
    texts = (text.text or "" for p in cell.iterfind(w("p")) for text in p.iter(w("t")))
    return len("".join(texts).split())


def _is_table(table: etree._Element) -> bool:
    """Has a table in a cell rows and columns of its own?"""
    rows = [sum(1 for _ in row.iterfind(w("tc"))) for row in rows_of(table)]
    return len(rows) >= FEWEST_BESIDE and max(rows) >= FEWEST_BESIDE


def _span(value: int | None, least: int) -> int:
    return least if value is None else min(max(value, least), _WIDEST)


class _CellPlacer:
    """Places cells row by row."""

    def __init__(self, read_cell: ReadCell) -> None:
        self._read = read_cell
        self.slots: list[_Slot] = []
        self.widths: list[int] = []
        self.hidden: list[Line] = []
        self._above: dict[int, _Slot] = {}

    def add_row(self, row: etree._Element) -> None:
        """Place the cells of the next row."""
        col = 0
        properties = row.find(w("trPr"))
        current: dict[int, _Slot] = {}
        before = _span(number(child(properties, "gridBefore")), 0)
        if before:
            self.slots.append(_Slot(self._row, 0, col_span=before))
            col = before
        for cell in unwrapped(row):
            if cell.tag == w("tc"):
                slot = self._place(cell, col, current=current)
                current[slot.col] = slot
                col = slot.col + slot.col_span
        after = _span(number(child(properties, "gridAfter")), 0)
        if after:
            self.slots.append(_Slot(self._row, col, col_span=after))
        self.widths.append(col + after)
        self._above = current

    @property
    def _row(self) -> int:
        """The number of the row that is being placed."""
        return len(self.widths)

    def _place(self, cell: etree._Element, col: int, current: dict[int, _Slot]) -> _Slot:
        """The slot this cell opens, or the one above or to the left that it continues."""
        properties = cell.find(w("tcPr"))
        span = _span(number(child(properties, "gridSpan")), 1)
        lines = self._read(cell)
        if _merge(properties, "hMerge") == "continue" and current:
            left = current[max(current)]
            if left.row == self._row:
                left.col_span += span
                left.lines += lines
                return left
        vertical = _merge(properties, "vMerge")
        above = self._above.get(col)
        is_open = above is not None and above.merging and above.col_span == span
        if above is not None and is_open and vertical == "continue":
            above.row_span += 1
            seen = {line.text for line in above.lines}
            self.hidden.extend(line for line in lines if line.text not in seen)
            return above
        slot = _Slot(self._row, col, col_span=span, lines=lines, merging=vertical is not None)
        self.slots.append(slot)
        return slot

    def pad(self) -> int:
        """Fill short rows up to the widest one, with one empty cell each; the number of columns."""
        widest = max(self.widths, default=0)
        for row, width in enumerate(self.widths):
            if width < widest:
                self.slots.append(_Slot(row, width, col_span=widest - width))
        return widest


def _merge(properties: etree._Element | None, name: str) -> str | None:
    """ "restart" or "continue" for a merged cell, `None` for others."""
    element = child(properties, name)
    if element is None:
        return None
    return "restart" if attr(element) == "restart" else "continue"


def _header_rows(rows: list[etree._Element]) -> int:
    count = 0
    while count < len(rows) and on(child(rows[count], "trPr", "tblHeader")):
        count += 1
    return count


def _borders(element: etree._Element | None) -> dict[str, bool]:
    """For each side that a border element speaks of: whether there is a line."""
    if element is None:
        return {}
    borders: dict[str, bool] = {}
    for side in _SIDES:
        line = element.find(w(side))
        if line is not None:
            borders[side] = attr(line) not in _NO_BORDER
    return borders


def is_ruled(table: etree._Element, rows: list[etree._Element], styles: Styles) -> bool:
    """Whether at least half of the cells have a border, by the cell, the row, the table or its
    style."""
    general: dict[str, bool] = {}
    style = attr(child(table, "tblPr", "tblStyle"))
    for element in styles.table_borders(style):
        for side, has_line in _borders(element).items():
            if has_line:
                general[side] = True
    general |= _borders(child(table, "tblPr", "tblBorders"))
    ruled = total = 0
    for row in rows:
        of_row = general | _borders(child(row, "tblPrEx", "tblBorders"))
        for cell in unwrapped(row):
            if cell.tag == w("tc"):
                total += 1
                ruled += _is_ruled_cell(cell, of_row)
    return total > 0 and 2 * ruled >= total


def _is_ruled_cell(cell: etree._Element, of_row: dict[str, bool]) -> bool:
    """Whether a cell has a border, of its own or of its row that its own does not replace."""
    of_cell = _borders(child(cell, "tcPr", "tcBorders"))
    if any(of_cell.values()):
        return True
    return any(line for side, line in of_row.items() if not _is_replaced(side, of_cell))


def _is_replaced(side: str, of_cell: dict[str, bool]) -> bool:
    """Whether a cell's own borders replace this border of the table."""
    if side == "insideH":
        return "top" in of_cell and "bottom" in of_cell
    if side == "insideV":
        has_left = "left" in of_cell or "start" in of_cell
        return has_left and ("right" in of_cell or "end" in of_cell)
    return side in of_cell


def shape_of(table: etree._Element, styles: Styles, read_cell: ReadCell) -> Shape | None:
    """A `w:tbl` as cells that cover each position once; `read_cell` gives the lines of a `w:tc`.

    Cells are read in document order, covered ones too. `None` for a table without cells.
    """
    rows = rows_of(table)
    placer = _CellPlacer(read_cell)
    for row in rows:
        placer.add_row(row)
    n_cols = placer.pad()
    if not n_cols:
        return None
    cells = [slot.cell() for slot in placer.slots]
    cells.sort(key=lambda cell: (cell.row, cell.col))
    return Shape(
        n_rows=len(rows),
        n_cols=n_cols,
        cells=tuple(cells),
        header_rows=_header_rows(rows),
        ruled=is_ruled(table, rows, styles=styles),
        hidden=tuple(placer.hidden),
    )
