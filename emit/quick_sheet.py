"""A sheet of XlsxWriter that writes its texts quicker: nearly all cells of our tables are texts
with a format, and for each XlsxWriter builds a list of attributes and escapes them one by one.

What is written is the same to the byte; all that is not such a text is left to XlsxWriter. The way
in is the one that its documentation shows (a subclass, `add_worksheet(worksheet_class=…)`); the
method is one of its own, so a test compares the bytes.
"""

from __future__ import annotations

from typing import Any

from xlsxwriter.utility import xl_rowcol_to_cell_fast
from xlsxwriter.worksheet import Worksheet


class QuickSheet(Worksheet):  # type: ignore[misc]  # XlsxWriter tells no types
    """A sheet of a book that is held until it is closed; of one that is not, as XlsxWriter's."""

    def _write_cell(self, row: int, col: int, cell: Any) -> None:
        if cell.format and not self.constant_memory and type(cell).__name__ == "String":
            place, style = xl_rowcol_to_cell_fast(row, col), cell.format._get_xf_index()
            self.fh.write(f'<c r="{place}" s="{style}" t="s"><v>{cell.string}</v></c>')
        else:
            super()._write_cell(row, col, cell)
