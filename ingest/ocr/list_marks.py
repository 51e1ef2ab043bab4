"""What Tesseract is known to misread, where the paper leaves no doubt: signs that Vietnamese does
not have, Roman numerals before a heading, and the letters that count a list.

Nothing here guesses at words; that is the work of restoration (normalize).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise

from kehoach.ingest.geometry import GLUE, box_of, confidence_of, text_of
from kehoach.ingest.model import Cell, FlowItem, Grid, Line, Word
from kehoach.ingest.ocr.counted_rows import counted_rows
from kehoach.patterns import compile_regex

_NEVER = str.maketrans(
    {"Ð": "Đ", "ð": "đ", "¡": "i", "ö": "õ", "Ö": "Õ", "ï": "ĩ", "—": "-", "¬": "-", "⁄": "/"}
)
"""Signs that no Vietnamese paper has, and what was printed there."""
_STROKES_OF_NUMERALS = str.maketrans({"H": "II", "L": "I", "l": "I", "1": "I", "Ị": "I"})
"""What the strokes of Roman numerals are read as."""
_DASHES = frozenset("~¬_=«+")
_PLUS = "+"
"""Counts the points below those of dashes; surely read, it is no dash."""
_ROMAN_LIKE = compile_regex(r"([IVXHLl1Ị]{1,5})([.,])")
_QUARTER = compile_regex(r"([IVHLl]{1,3})([/,.;]?.*)")
_GLUED_YEAR = compile_regex(r"([IVHLl]{1,3})năm")
_GROUP = compile_regex(r"(?=.*\p{L})[\p{L}1]{1,5}")
_ROMAN = compile_regex(r"(?:X{0,2})(?:IX|IV|V?I{0,3})")
_COUNT = compile_regex(r"(.{1,2})\)")
_SECTION_NUMBER = compile_regex(r"[\dIVX.]+\.")
NUMERALS = ("", "I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X", "XI", "XII")
SURE = 0.9
SURE_OF_STROKES = 0.95
"""A chapter that has the number of the one before was read so only where Tesseract is surer than
this."""
GROUP_CELLS = 2
"""Cells of a row of a table that is the heading of a group: its number, its title."""
MENDED = 0.6
"""The confidence of a mark that was put in the place of what was read."""
INDENT_STEP = 9
"""Points: marks of one list stand at one indent, or a step beside it."""
ALPHABET = "abcdđeghiklmnopqrstuvxy"
"""The letters that count points of a paper: the Vietnamese alphabet without ă, â, ê, ô, ơ, ư."""
_LOOK_ALIKE = {
    "a": "àáả4", "b": "hþ6", "c": "eéèo€", "d": "đ", "đ": "dở", "e": "cềéèð", "g": "øq89ợgø",
    "h": "bn", "i": "¡1íìlịỉ!j", "k": "kx", "l": "1Iií|!", "m": "nrm", "n": "mr", "o": "0ơôó",
    "p": "ppọ", "q": "gq9", "r": "tn", "s": "5§", "t": "fr†", "u": "ưúv", "v": "yu", "x": "xk",
    "y": "ýv",
}  # fmt: skip
"""What a counting letter is read as."""


def plain_letters(text: str) -> str:
    """A word without signs that Vietnamese does not have.

    >>> plain_letters("QĐÐ/TU"), plain_letters("đư¡")
    ('QĐ/TU', 'đưi')
    """
    return text.translate(_NEVER).replace("ĐĐ", "Đ")


def roman(text: str) -> str | None:
    """A Roman numeral whose strokes were read as other letters; None when it cannot be one up to
    XXIX.

    >>> roman("HI"), roman("VH"), roman("L"), roman("IV"), roman("IL")
    ('III', 'VII', 'I', 'IV', 'II')
    """
    numeral = text.translate(_STROKES_OF_NUMERALS)
    return numeral if numeral and _ROMAN.fullmatch(numeral) else None


def with_list_marks(flow: Sequence[FlowItem]) -> list[FlowItem]:
    """The flow of a scanned document with its list marks as they must have been printed."""
    lists = _OpenLists()
    mended: list[FlowItem] = []
    for item in flow:
        if isinstance(item, Grid):
            mended.append(replace(item, cells=lists.mend_cells(item)))
        elif item.words:
            mended.append(lists.mend_line(item))
        else:
            mended.append(item)
    return mended


@dataclass(slots=True)
class _OpenLists:
    """The lists that may go on: the last numeral of a group row in a table and of a heading, and
    the last counting letter at each indent, in steps of INDENT_STEP."""

    group: int = 0
    chapter: int = 0
    letters: dict[int, str] = field(default_factory=dict)

    def mend_line(self, line: Line) -> Line:
        """A line with its mark; the lists go on."""
        line, self.chapter = _with_roman(_with_dash(line), self.chapter)
        mark = line.words[0].text
        count = _COUNT.fullmatch(mark)
        if count is None:
            if _SECTION_NUMBER.fullmatch(mark):
                self.letters.clear()  # a new number above: letters begin again
            return line
        indent = round(line.words[0].box.x0 / INDENT_STEP)
        letter = _counted(count[1], self._letter_before(indent))
        if letter and count[1].isdigit() and self._is_number(line.words[0], indent):
            letter = None
        self.letters[indent] = letter or count[1]
        return line if letter is None else _with_first_word(line, f"{letter})")

    def _is_number(self, mark: Word, indent: int) -> bool:
        """Does a figure that was surely read count by numbers? No list of letters is open there."""
        return mark.confidence >= SURE and self._letter_before(indent) is None

    def _letter_before(self, indent: int) -> str | None:
        for near in (indent, indent - 1, indent + 1):
            if near in self.letters:
                return self.letters[near]
        return None

    def mend_cells(self, grid: Grid) -> tuple[Cell, ...]:
        """Cells with their dashes, and group rows (a number, one title and nothing else) with their
        Roman numerals."""
        filled_cells = Counter(cell.row for cell in grid.cells if cell.lines)
        counted = _counted_rows(grid, filled_cells)
        cells: list[Cell] = []
        for cell in grid.cells:
            lines = tuple(map(_with_dash, cell.lines))
            if cell.row in counted and cell.col == 0:
                lines = (_with_first_word(lines[0], counted[cell.row]),)
            opens_row = cell.col == 0 and cell.col_span == 1 and cell.row > 0
            if opens_row and filled_cells[cell.row] == GROUP_CELLS:
                lines = self._with_group_numeral(lines)
            cells.append(replace(cell, lines=lines))
        return tuple(cells)

    def _with_group_numeral(self, lines: tuple[Line, ...]) -> tuple[Line, ...]:
        """The lines of the first cell of a group row, as one where they are its number."""
        read = "".join(line.text for line in lines).replace(" ", "")
        if not _GROUP.fullmatch(read):
            return lines
        number = _group_number(read, min(line.confidence for line in lines), before=self.group)
        if not number:
            return lines
        self.group = number
        words = [word for line in lines for word in line.words]
        word = replace(
            words[0],
            text=read,
            box=box_of(words),
            confidence=confidence_of(words),
        )
        numeral = _with_text(word, NUMERALS[number])
        return (_with_words(lines[0], (numeral,)),)


def _counted_rows(grid: Grid, filled: Mapping[int, int]) -> dict[int, str]:
    """The numbers of rows that were misread, by row: of rows that hold more than a title, counted
    by one word each."""
    cells = [
        cell
        for cell in grid.cells
        if cell.col == 0 and cell.col_span == 1 and cell.row and filled[cell.row] > GROUP_CELLS
    ]
    opens = [cell for cell in cells if len(cell.lines) == 1 and len(cell.lines[0].words) == 1]
    words = [cell.lines[0].words[0] for cell in opens]
    sure = [word.confidence >= SURE for word in words]
    found = counted_rows([word.text for word in words], sure)
    return {opens[place].row: text for place, text in found.items()}


def _group_number(read: str, confidence: float, before: int) -> int:
    """The number of a group row after the one with number `before`, whose numeral may be misread,
    or broken over two lines of a narrow cell; 0 when nobody can tell."""
    numeral = roman(read)
    number = _number_of(numeral, unknown=0)
    is_followed = 0 < before < len(NUMERALS) - 1
    following = before + 1 if is_followed else 0
    is_doubtful = numeral != read or confidence < SURE
    if not number or (number == before and is_doubtful):
        return following
    return number


def _number_of(numeral: str | None, *, unknown: int) -> int:
    """The number of a numeral up to XII; `unknown` for others."""
    if numeral is None or numeral not in NUMERALS:
        return unknown
    return NUMERALS.index(numeral)


def _counted(read: str, before: str | None) -> str | None:
    """The counting letter that was printed when `read` follows `before`; None when it is right or
    nobody can tell."""
    if before is None:
        expected = ALPHABET[0]
    elif before and before in ALPHABET:
        index = ALPHABET.index(before)
        expected = ALPHABET[index + 1 : index + 2]
    else:
        return None
    if not expected or read == expected:
        return None
    return expected if all(sign in _LOOK_ALIKE[expected] for sign in read) else None


def _with_roman(line: Line, before: int) -> tuple[Line, int]:
    """A Roman numeral before a heading in capitals, and its value, when the last one was `before`.
    One stroke more or less is the commonest slip ("IL" for "I"): a doubtful numeral that repeats or
    leaps goes to its place in the count."""
    if not _opens_heading(line):
        return line, before
    first = line.words[0]
    mark = _ROMAN_LIKE.fullmatch(first.text)
    numeral = roman(mark[1]) if mark else None
    if mark is None or numeral is None:
        return line, before
    if mark[1].isdigit() and first.confidence >= SURE_OF_STROKES:
        return line, before  # papers count headings in capitals by numbers, too
    last = len(NUMERALS) - 1
    expected = NUMERALS[before + 1] if before < last else numeral
    is_repeated = numeral == NUMERALS[min(before, last)]
    is_doubtful = numeral != mark[1] or (is_repeated and first.confidence < SURE_OF_STROKES)
    if is_doubtful and numeral.rstrip("I") == expected.rstrip("I"):
        numeral = expected
    number = _number_of(numeral, unknown=before)
    if first.text == f"{numeral}.":
        return line, number
    return _with_first_word(line, f"{numeral}."), number


def _opens_heading(line: Line) -> bool:
    """Is the second word of a line one in capitals?"""
    if len(line.words) < 2:
        return False
    second = line.words[1].text
    return second.isupper() and len(second) > 1


def _with_dash(line: Line) -> Line:
    """A dash before a point often comes out as another short stroke."""
    line = _with_quarter(line)
    first = line.words[0]
    if len(line.words) == 1 or first.text not in _DASHES:
        return line
    if first.text == _PLUS and first.confidence >= SURE:
        return line
    return _with_first_word(line, "-")


def _with_quarter(line: Line) -> Line:
    """A year has the quarters I to IV: "Quý HI" is "Quý III", and "Quý Inăm" lost a blank."""
    for index, (before, word) in enumerate(pairwise(line.words), 1):
        if before.text.casefold() != "quý":
            continue
        glued = _GLUED_YEAR.fullmatch(word.text)
        if glued:
            word, year = _parted(word, len(glued[1]))
            line = _with_word_replaced(line, index, word, year)
        found = _QUARTER.fullmatch(word.text)
        if found is None:
            continue
        numeral = roman(found[1])
        if numeral in {"II", "III"} and numeral != found[1]:
            quarter = _with_text(word, numeral + found[2])
            return _with_word_replaced(line, index, quarter)
    return line


def _parted(word: Word, letters: int) -> tuple[Word, Word]:
    """A word that was two, cut after so many letters; the boxes in proportion to the letters, with
    white between."""
    box = word.box
    cut = box.x0 + box.width * letters / len(word.text)
    white = GLUE * word.size
    doubted = replace(word, confidence=min(word.confidence, MENDED), again="", rivals=())
    before = replace(box, x1=cut - white)
    after = replace(box, x0=cut + white)
    first = replace(doubted, text=word.text[:letters], box=before)
    second = replace(doubted, text=word.text[letters:], box=after)
    return first, second


def _with_first_word(line: Line, text: str) -> Line:
    """The line with another first word."""
    return _with_word_replaced(line, 0, _with_text(line.words[0], text))


def _with_word_replaced(line: Line, index: int, *words: Word) -> Line:
    """The line with other words in the place of one."""
    before = line.words[:index]
    after = line.words[index + 1 :]
    return _with_words(line, (*before, *words, *after))


def _with_text(word: Word, text: str) -> Word:
    """Another text in the place of what was read: nobody can be very sure of it. What was read so
    stays as sure."""
    if word.text == text:
        return word
    return replace(word, text=text, confidence=min(word.confidence, MENDED), again="", rivals=())


def _with_words(line: Line, words: tuple[Word, ...]) -> Line:
    """The line with other words, and what follows from them."""
    return replace(line, text=text_of(words), words=words, confidence=confidence_of(words))
