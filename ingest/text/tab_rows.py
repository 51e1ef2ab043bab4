"""The rows of a table typed with tabs, over what interrupts it.

    TT⇥Nhiệm vụ⇥Thời gian⇥Chủ trì
    1⇥Rà soát văn bản⇥Quý III⇥Phòng Kinh tế
    II⇥Cải cách thủ tục                         the title of a group
    2⇥Niêm yết thủ tục
    tại trụ sở⇥Tháng 5⇥Công an xã               a cell broken over two lines

Titles, lone numbers and blank lines belong to the table only where a row of it follows.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from kehoach.ingest.text.pipe_rows import CellText
from kehoach.ingest.text.pipe_tables import is_numbered_group
from kehoach.ingest.text.short_rows import NUMBER, is_heading, is_number_heading
from kehoach.ingest.text.split_rows import MAX_BROKEN, WIDE, Row, as_wide, row_at
from kehoach.normalize.line_ends import breaks_off, may_be_rest
from kehoach.patterns import ROW_NUMBER, compile_regex

TAB, BAR = "\t", "|"
BEHIND_WORK = 2
"""From this heading on no title of a group stands."""
MIN_CELLS = 3
"""Of a row whose last cells were not written."""
FEWEST_OF_TWO = 3
"""Rows of a table of two columns, its header among them."""
MAX_BETWEEN = 3
"""Titles that follow each other between two rows."""
NEAR_HEADER = 6
"""Lines below the header, one of which begins with a number where the rows are numbered."""
MAX_BLANK = 4
"""Blank lines that follow each other between two rows."""
GROUP_CELLS = 2
"""Its number and its title."""
WIDE_TABLE = 5
"""Columns of a table in whose rows two cells are few."""
MAX_BLOCK = 6
"""Lines below a sheet that say who made it, and who signs."""
MAX_TITLE = 160
"""Letters of a title; a longer line is a paragraph below the table."""
_NUMBERED = compile_regex(
    rf"{ROW_NUMBER}(?!,\d+\s*(?:%|\p{{Ll}}))(?P<sign>[;,])(?=\S)(?:[^;,\n]*(?P=sign)){{2}}"
)
"""A row of separated values that begins with its number ("3;Rà soát;Phòng Kinh tế;…"); a line of a
paragraph may begin with an amount ("6,1 tỷ đồng, trong đó …, …")."""
SPACED_BAR = " | "
_CELL = compile_regex(r"\S+(?: \S+)*")
BARRED_ROW = compile_regex(r"\s*\|\s*(?:[^|\s]+\s+){3}")
"""A row with words: a site's frame has none beside its bars, or few."""
FEWEST_BARRED = 3
"""So many lines that open like rows are a table."""
MAX_DIGITS = 4
"""Of the number of a row that counts on."""
_MARKED_TITLE = compile_regex(r"(?:[IVXL]+|\p{Lu}|\d{1,2})\s*[.):/]\s*\S")


def tabbed_rows(raw: Sequence[str], taken: Sequence[bool], index: int) -> list[Row]:
    """Raw lines, and which of them belong to other tables -> the rows of the table whose header
    stands on line `index` (from 0)."""
    header = row_at(raw, index, sign=TAB)
    if header is None or len(header.cells) < MIN_CELLS:
        return []
    table = _Table(raw, taken, header=header)
    while table.grow():
        pass
    return table.rows


def is_above_header(rows: Sequence[Row]) -> bool:
    """Is the first of these rows, of which a sheet saved as text writes the empty cells, too, no
    header but a line of the letterhead, of a title, with the header below ("KẾ HOẠCH⇥⇥⇥⇥")?"""
    if not rows or _filled(rows[0]) >= MIN_CELLS:
        return False
    return any(_is_counted_header(row) for row in rows[1:])


def _is_counted_header(row: Row) -> bool:
    """Does a row promise numbers in its first column, and something in the others ("STT⇥Thôn⇥Số
    hộ")?"""
    first, *others = row.texts()
    said = [text for text in others if text]
    if len(said) < MIN_CELLS - 1 or not is_number_heading(first):
        return False
    return not any(map(_is_number, (first, *said)))


def _filled(row: Row) -> int:
    return sum(map(bool, row.texts()))


def rows_of_two(raw: Sequence[str], taken: Sequence[bool], index: int) -> list[Row]:
    """The rows of the table of two columns whose header stands on line `index`: two headings with a
    tab between them, and lines of two cells below ("Nội dung⇥Người thực hiện")."""
    rows: list[Row] = []
    while index < len(raw) and not taken[index] and raw[index].strip():
        row = row_at(raw, index, sign=TAB)
        if row is None or len(row.cells) != GROUP_CELLS or not all(row.texts()):
            break
        if not rows and not all(map(is_heading, row.texts())):
            break
        rows.append(row)
        index = row.last + 1
    return rows if len(rows) >= FEWEST_OF_TWO else []


def counted_rows(raw: Sequence[str], taken: Sequence[bool], index: int) -> list[Row]:
    """The same where wide blanks part the cells, each row is one line, and begins with its number;
    none where a line does not, as it goes on with a cell of the line above, or the table ends at
    such a line."""
    header = row_at(raw, index, sign=WIDE)
    if header is None or len(header.cells) <= MIN_CELLS:
        return []
    table = _Table(raw, taken, header=header, sign=WIDE)
    seen = 1
    while table.grow():
        rows = (row.texts() for row in table.rows[seen:])
        if not all(len(texts) == 1 or _is_number(texts[0]) for texts in rows):
            return []
        alone = (row for row in table.rows[seen:] if len(row.cells) == 1)
        if any(_goes_on_cell(raw, row, header) for row in alone):
            return []
        seen = len(table.rows)
    return [] if _goes_on_below(raw, table.rows[-1].last + 1, header) else table.rows


def _goes_on_below(raw: Sequence[str], index: int, header: Row) -> bool:
    """Does a line right below a table begin farther right, and have several cells: a row without a
    number, or the rest of one?"""
    row = row_at(raw, index, sign=WIDE) if index < len(raw) and raw[index].strip() else None
    return row is not None and len(row.cells) > 1 and _is_indented(raw, row, header)


def _goes_on_cell(raw: Sequence[str], row: Row, header: Row) -> bool:
    """Are words alone on a line the rest of a cell above: in small letters, or under the heading of
    a column behind the work, where no title of a group stands?"""
    if not _is_indented(raw, row, header):
        return False
    begin = len(raw[row.first]) - len(raw[row.first].lstrip())
    heads = [found.start() for found in _CELL.finditer(raw[header.first])]
    is_under = any(abs(begin - head) <= 1 for head in heads[BEHIND_WORK:])
    return is_under or row.texts()[0][:1].islower()


def _is_indented(raw: Sequence[str], row: Row, header: Row) -> bool:
    """Does a row begin farther right than the header?"""
    own, over = raw[row.first], raw[header.first]
    return len(own) - len(own.lstrip()) > len(over) - len(over.lstrip())


class _Table:
    """The rows found so far."""

    def __init__(
        self, raw: Sequence[str], taken: Sequence[bool], *, header: Row, sign: str = TAB
    ) -> None:
        self.sign = sign
        self.raw = raw
        self.taken = taken
        self.width = len(header.cells)
        self.rows = [header]
        self.numbered = 0
        """Of the rows below the header, how many begin with a number."""

    def grow(self) -> bool:
        """Add what stands below the last row and belongs to the table; was there anything?"""
        index = self.rows[-1].last + 1
        again = self._line(index)
        if again is not None and again.texts() == self.rows[0].texts():
            # The header on the next page: the row above it may go on below.
            self.rows[-1] = replace(self.rows[-1], last=again.last)
            return True
        if self.sign == TAB and self._ends_before(index):
            return False
        row = self._row(index)
        if row is not None and self._goes_on_in(row):
            below = zip(self.rows[-1].cells, row.cells, strict=True)
            cells = tuple(_together(*both) for both in below)
            self.rows[-1] = Row(cells, self.rows[-1].first, last=row.last)
            return True
        if row is not None:
            self._add([row])
            return True
        goes_on = self._end_of_cell(index) if self.sign == TAB else None
        if goes_on is not None:
            self.rows[-1] = goes_on
            return True
        between = self._between(index)
        self._add(between)
        return bool(between)

    def _ends_before(self, index: int) -> bool:
        """Does another table begin on a line, or below the title there, or, behind a row without
        words, a signature: one cell far to the right, no numbered row of this table below it?"""
        line = self._line(index)
        if line is None:
            is_empty = index < len(self.raw) and TAB in self.raw[index]
            return is_empty and self._is_signature(next(self._printed(index), len(self.raw)))
        if not _is_counted_header(self.rows[0]) or len(self.rows) == 1:
            return False
        if _filled(line) == 1 and len(line.cells) >= MIN_CELLS:
            line = self._line(line.last + 1)
        return line is not None and _is_counted_header(line)

    def _is_signature(self, index: int) -> bool:
        line = self._line(index)
        if line is not None and self._is_block_below(index):
            return True
        if line is None or _filled(line) != 1 or any(line.texts()[:BEHIND_WORK]):
            return False
        below = self._line(next(self._printed(line.last + 1), len(self.raw)))
        return below is None or not (self._is_counted() and self._is_next(below))

    def _is_block_below(self, index: int) -> bool:
        """Do lines without a number, each of few words apart, end a table of many columns whose
        rows have numbers: who made it, and who signs ("⇥Ngày lập: …⇥⇥PHÒNG KINH TẾ⇥")?"""
        if self.width < WIDE_TABLE or not self._is_counted():
            return False
        lines = [self._line(number) for number in self._printed(index)]
        block = [line for line in lines if line is not None]
        if not 1 < len(block) == len(lines) <= MAX_BLOCK:
            return False
        return all(not line.texts()[0] and 0 < _filled(line) <= GROUP_CELLS for line in block)

    def _printed(self, index: int) -> Iterator[int]:
        """The numbers of the lines from `index` on that have words."""
        return (number for number in range(index, len(self.raw)) if self.raw[number].strip())

    def _add(self, rows: Sequence[Row]) -> None:
        self.rows += rows
        self.numbered += sum(_is_number(row.texts()[0]) for row in rows)

    # --- rows ---

    def _row(self, index: int) -> Row | None:
        """The row that begins on a line."""
        if self.sign == TAB:
            return self._broken_row(index) or self._plain_row(index)
        row = self._line(index)
        if row is None or not MIN_CELLS <= len(row.cells) <= self.width:
            return None
        return _under_headings(row, self.rows[0], self.raw)

    def _line(self, index: int) -> Row | None:
        """The cells of a line that has words and is free."""
        if index >= len(self.raw) or self.taken[index] or not self.raw[index].strip():
            return None
        row = row_at(self.raw, index, sign=self.sign)
        return None if row is None else _without_idle_tabs(row, self.width)

    def _plain_row(self, index: int) -> Row | None:
        row = self._line(index)
        if row is None or not MIN_CELLS <= len(row.cells) <= self.width:
            return None
        return as_wide(row, self.width)

    def _broken_row(self, index: int) -> Row | None:
        """A row one or more of whose cells are broken over lines: together they are as wide as
        the table."""
        row = self._line(index)
        if row is None or len(row.cells) >= self.width:
            return None
        if self._is_counted() and not _is_number(row.texts()[0]):
            return None
        while len(row.cells) < self.width:
            below = self._line(row.last + 1)
            if below is None or row.last - index >= MAX_BROKEN:
                return None
            if not self._carries_on(row, below):
                return None
            row = _joined(row, below)
        return row if len(row.cells) == self.width else None

    def _carries_on(self, row: Row, below: Row) -> bool:
        """May a line begin with the rest of the cell that ends the row above?"""
        first = below.texts()[0]
        if not first or _is_number(first):
            return False
        if first[0].islower() or _opens_more(row.texts()[-1]):
            return len(below.cells) < self.width or not self._is_counted()
        return len(below.cells) < self.width and self._is_counted()

    def _is_counted(self) -> bool:
        """Do the rows below the header begin with numbers, or, as long as none is read, those of
        the lines below it?"""
        below = len(self.rows) - 1
        if not below:
            start = self.rows[0].last + 1
            near = (self._line(index) for index in range(start, start + NEAR_HEADER))
            return any(row is not None and _is_number(row.texts()[0]) for row in near)
        return 2 * self.numbered >= below

    def _end_of_cell(self, index: int) -> Row | None:
        """The last row, with the line below it that ends its last cell, or its second one."""
        line, row = self._line(index), self.rows[-1]
        if line is None or len(line.cells) > GROUP_CELLS or len(row.cells) < self.width:
            return None
        *before, words = line.texts()
        if len(self.rows) == 1 or any(before):
            return None
        place = (
            1
            if before
            else max((place for place, text in enumerate(row.texts()) if text), default=0)
        )
        if not words[:1].islower() and not _opens_more(row.texts()[place]):
            return None
        cells = list(row.cells)
        cells[place] = _together(cells[place], line.cells[-1])
        return Row(tuple(cells), row.first, last=line.last)

    def _goes_on_in(self, row: Row) -> bool:
        """Is a row without a number the rest of the cells above it: each in small letters or
        figures, or under a cell that breaks off?"""
        above = self.rows[-1]
        if self.sign != TAB or not len(row.cells) == len(above.cells) == self.width:
            return False
        if row.texts()[0] or not self._is_counted() or not above.texts()[0]:
            return False
        filled = [both for both in zip(above.texts(), row.texts(), strict=True) if both[1]]
        return all(
            upper and (upper.endswith(";") or may_be_rest(words, upper)) for upper, words in filled
        )

    # --- what stands between rows ---

    def _between(self, index: int) -> list[Row]:
        """Titles and rows that are cut short, and the row below them; none where the table has
        ended."""
        found: list[Row] = []
        blank = 0
        while index < len(self.raw) and not self.taken[index]:
            if not self.raw[index].strip():
                blank, index = blank + 1, index + 1
                if blank > MAX_BLANK:
                    return []
                continue
            blank = 0
            row = self._row(index)
            if row is not None:
                return [*found, row] if self._goes_on_with(row) else []
            row = self._title(index) if len(found) < MAX_BETWEEN else None
            if row is None:
                return []
            found.append(row)
            if self._is_next(row):
                return found
            index = row.last + 1
        return []

    def _goes_on_with(self, row: Row) -> bool:
        """Is a row below an interruption one of this table, and no other table's header?"""
        texts = row.texts()
        if self._is_counted():
            return not texts[0] or _is_number(texts[0])
        headings = sum(map(is_heading, texts))
        return 2 * headings < len(texts)

    def _is_next(self, row: Row) -> bool:
        """Does a row that is cut short count on from the last one?"""
        if len(row.cells) < self.width:
            return False
        number, last = row.texts()[0], self.rows[-1].texts()[0]
        both = number.strip(".) "), last.strip(".) ")
        is_counted = all(one.isdecimal() and len(one) <= MAX_DIGITS for one in both)
        return is_counted and int(both[0]) == int(both[1]) + 1

    def _title(self, index: int) -> Row | None:
        """A line with one tab or none: a group's number and title, its title alone, or a row of
        which no more than the task was written."""
        line = self._line(index)
        if line is None or len(line.cells) > GROUP_CELLS:
            return None
        *before, title = line.texts()
        if not title or len(title) > MAX_TITLE:
            return None
        if any(before):
            if not _is_number(before[0]):
                return None
            below = self._line(line.last + 1)
            following = below.texts()[0] if below is not None else ""
            is_group = is_numbered_group(before[0], title, below=following)
            return line if is_group else as_wide(line, self.width)
        sure = title.isupper() or _MARKED_TITLE.match(title) is not None
        return Row((replace(line.cells[-1], sure=sure),), line.first, last=line.last)


def rows_left_out(raw: Sequence[str], taken: Sequence[bool]) -> list[int]:
    """The first line (from 0) of each stretch of rows that no table has taken: lines of three
    cells with words, more than one, or with a number or a bar before it; and of lines that open
    like rows between bars, their cells torn over others."""
    found: list[int] = []
    inside: set[int] = set()
    stretch: list[list[str]] = []
    for index in range(len(raw) + 1):
        is_free = index < len(raw) and not taken[index]
        cells = _cells_of(raw[index]) if is_free else []
        if sum(map(bool, cells)) >= MIN_CELLS:
            stretch.append(cells)
            continue
        begin = index - len(stretch)
        is_sure = len(stretch) > 1 or any(_is_number(cells[0]) for cells in stretch)
        if is_sure or (stretch and raw[begin].lstrip().startswith(BAR)):
            found.append(begin)
            inside.update(range(begin, index))
        stretch = []
    free = (index for index, is_taken in enumerate(taken) if not is_taken)
    torn = [index for index in free if BARRED_ROW.match(raw[index])]
    if len(torn) >= FEWEST_BARRED and torn[0] not in inside:
        found.append(torn[0])
    return sorted(found)


def _cells_of(line: str) -> list[str]:
    """The cells of a line with tabs or between bars, or of a numbered one with ";" or "," between
    its cells."""
    if line.lstrip().startswith(BAR) and line.count(BAR) > MIN_CELLS:
        return [cell.strip(" -:") for cell in line.strip().strip(BAR).split(BAR)]
    if line.count(TAB) >= MIN_CELLS - 1:
        return [cell.strip() for cell in line.split(TAB)]
    if line.count(SPACED_BAR) >= MIN_CELLS - 1:
        return [cell.strip() for cell in line.split(SPACED_BAR)]
    numbered = _NUMBERED.match(line)
    return [cell.strip() for cell in line.split(numbered["sign"])] if numbered is not None else []


def _without_idle_tabs(row: Row, width: int) -> Row:
    """A row without the empty cells that it has beyond the last column."""
    if any(cell.lines for cell in row.cells[width:]):
        return row
    return replace(row, cells=row.cells[:width])


def _under_headings(row: Row, header: Row, raw: Sequence[str]) -> Row:
    """A row with fewer cells than the header has, each under the heading that it begins nearest to;
    the row itself where two begin under one."""
    if len(row.cells) == len(header.cells):
        return row
    headings = _beginnings(header, raw)
    places: list[int] = []
    for begin in _beginnings(row, raw):
        places.append(min(range(len(headings)), key=lambda place: abs(headings[place] - begin)))
    if len(set(places)) < len(places):
        return row
    cells = [CellText(())] * len(headings)
    for place, cell in zip(places, row.cells, strict=True):
        cells[place] = cell
    return replace(row, cells=tuple(cells))


def _beginnings(row: Row, raw: Sequence[str]) -> list[int]:
    """Where the cells of a row of one line begin in it."""
    found: list[int] = []
    end = 0
    for text in row.texts():
        found.append(raw[row.first].index(text, end))
        end = found[-1] + len(text)
    return found


def _is_number(text: str) -> bool:
    return NUMBER.fullmatch(text) is not None


def _opens_more(text: str) -> bool:
    """Do the words of a cell break off, with a comma or a word that joins?"""
    return text.endswith(";") or breaks_off(text)


def _joined(row: Row, below: Row) -> Row:
    """A row, and the line below it that begins with the rest of its last cell."""
    middle = _together(row.cells[-1], below.cells[0])
    return Row((*row.cells[:-1], middle, *below.cells[1:]), row.first, last=below.last)


def _together(upper: CellText, lower: CellText) -> CellText:
    return CellText(upper.lines + lower.lines)
