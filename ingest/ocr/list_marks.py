"""What Tesseract is known to misread, where the paper leaves no doubt: signs that Vietnamese does
not have, Roman numerals before a heading, and the letters that count a list.

Nothing here guesses at words; that is the work of restoration (normalize).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import regex

from kehoach.ingest.geometry import GLUE, box_of, confidence_of, text_of
from kehoach.ingest.model import Cell, FlowItem, Grid, Line, Word

_NEVER = str.maketrans(
    {"Ð": "Đ", "ð": "đ", "¡": "i", "ö": "õ", "Ö": "Õ", "ï": "ĩ", "—": "-", "¬": "-", "⁄": "/"}
)
"""Signs that no Vietnamese paper has, and what was printed there."""
_DASHES = frozenset("~¬_=«+")
_ROMAN_LIKE = regex.compile(r"([IVXHLl1Ị]{1,5})([.,])")
_QUARTER = regex.compile(r"([IVHLl]{1,3})([/,.;]?.*)")
_GLUED_YEAR = regex.compile(r"([IVHLl]{1,3})năm")
_GROUP = regex.compile(r"(?=.*\p{L})[\p{L}1]{1,5}")
_ROMAN = regex.compile(r"(?:X{0,2})(?:IX|IV|V?I{0,3})")
_COUNT = regex.compile(r"(.{1,2})\)")
NUMERALS = ("", "I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X", "XI", "XII")
SURE = 0.9
SURE_OF_STROKES = 0.95
"""A chapter that has the number of the one before was read so only where Tesseract is surer than
this."""
MENDED = 0.6
"""The confidence of a mark that was put in the place of what was read."""
ALPHABET = "abcdđeghiklmnopqrstuvxy"
"""The letters that count points of a paper: the Vietnamese alphabet without ă, â, ê, ô, ơ, ư."""
_LOOK_ALIKE = {
    "a": "àáả4", "b": "hþ6", "c": "eéèo€", "d": "đ", "đ": "dở", "e": "cềéèð", "g": "øq89ợgø", "h": "bn",
    "i": "¡1íìlịỉ!j", "k": "kx", "l": "1Iií|!", "m": "nrm", "n": "mr", "o": "0ơôó", "p": "ppọ", "q": "gq9", "r": "tn",
    "s": "5§", "t": "fr†", "u": "ưúv", "v": "yu", "x": "xk", "y": "ýv",
}  # fmt: skip


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
    plain = (
        text.replace("H", "II")
        .replace("L", "I")
        .replace("l", "I")
        .replace("1", "I")
        .replace("Ị", "I")
    )
    return plain if plain and _ROMAN.fullmatch(plain) else None


def repaired(flow: Sequence[FlowItem]) -> list[FlowItem]:
    """The flow of a scanned document with its list marks as they must have been printed."""
    mended: list[FlowItem] = []
    group = 0  # the last Roman numeral of a group row in a table
    chapter = 0  # the last Roman numeral before a heading
    last: dict[int, str] = {}  # the last counting letter at an indent, in steps of 9 points
    for item in flow:
        if isinstance(item, Grid):
            cells, group = _mended_cells(item, group)
            mended.append(replace(item, cells=cells))
            continue
        if not item.words:
            mended.append(item)
            continue
        line, chapter = _with_roman(_with_dash(item), chapter)
        count = _COUNT.fullmatch(line.words[0].text)
        indent = round(line.words[0].box.x0 / 9)
        if count is not None:
            before = next(
                (last[near] for near in (indent, indent - 1, indent + 1) if near in last), None
            )
            letter = _counted(count[1], before)
            line = line if letter is None else _first_word(line, f"{letter})")
            last[indent] = letter or count[1]
        elif regex.fullmatch(r"[\dIVX.]+\.", line.words[0].text):
            last.clear()  # a new number above: letters begin again
        mended.append(line)
    return mended


def _mended_cells(grid: Grid, before: int) -> tuple[tuple[Cell, ...], int]:
    """Cells with their dashes, and group rows (a number, one title and nothing else) with their
    Roman numerals; the last group's number was `before`."""
    filled: dict[int, int] = {}
    for cell in grid.cells:
        filled[cell.row] = filled.get(cell.row, 0) + bool(cell.lines)
    cells = []
    for cell in grid.cells:
        lines = tuple(_with_dash(line) for line in cell.lines)
        banner = cell.col == 0 and cell.col_span == 1 and filled[cell.row] == 2 and cell.row > 0
        numeral = "".join(line.text for line in lines).replace(" ", "")
        if banner and _GROUP.fullmatch(numeral):
            value = _group_number(numeral, min(line.confidence for line in lines), before)
            before = value or before
            if value:
                words = [word for line in lines for word in line.words]
                word = replace(
                    words[0], text=numeral, box=box_of(words), confidence=confidence_of(words)
                )
                lines = (_with_words(lines[0], (_mended(word, NUMERALS[value]),)),)
        cells.append(replace(cell, lines=lines))
    return tuple(cells), before


def _group_number(read: str, sure: float, before: int) -> int:
    """The number of a group row, whose numeral may be misread, or broken over two lines of a narrow
    cell; 0 when nobody can tell."""
    numeral = roman(read)
    value = NUMERALS.index(numeral) if numeral in NUMERALS else 0
    following = before + 1 if 0 < before < len(NUMERALS) - 1 else 0
    if not value or (value == before and (numeral != read or sure < SURE)):
        return following
    return value


def _counted(read: str, before: str | None) -> str | None:
    """The counting letter that was printed when `read` follows `before`; None when it is right or
    nobody can tell."""
    at = ALPHABET.find(before) if before else -1
    expected = ALPHABET[at + 1 : at + 2] if before is None or at >= 0 else ""
    if not expected or read == expected:
        return None
    return expected if all(sign in _LOOK_ALIKE[expected] for sign in read) else None


def _with_roman(line: Line, before: int) -> tuple[Line, int]:
    """A Roman numeral before a heading in capitals, and its value, when the last one was `before`.
    One stroke more or less is the commonest slip ("IL" for "I"): a doubtful numeral that repeats or
    leaps goes to its place in the count."""
    words = line.words
    if len(words) < 2 or not (words[1].text.isupper() and len(words[1].text) > 1):
        return line, before
    mark = _ROMAN_LIKE.fullmatch(words[0].text)
    numeral = roman(mark[1]) if mark else None
    if mark is None or numeral is None:
        return line, before
    expected = NUMERALS[before + 1] if before + 1 < len(NUMERALS) else numeral
    repeated = (
        numeral == NUMERALS[min(before, len(NUMERALS) - 1)]
        and words[0].confidence < SURE_OF_STROKES
    )
    if (numeral != mark[1] or repeated) and numeral.rstrip("I") == expected.rstrip("I"):
        numeral = expected
    value = NUMERALS.index(numeral) if numeral in NUMERALS else before
    return (line if words[0].text == f"{numeral}." else _first_word(line, f"{numeral}.")), value


def _with_dash(line: Line) -> Line:
    """A dash before a point often comes out as another short stroke."""
    line = _with_quarter(line)
    lone = len(line.words) > 1 and line.words[0].text in _DASHES
    return _first_word(line, "-") if lone else line


def _with_quarter(line: Line) -> Line:
    """A year has the quarters I to IV: "Quý HI" is "Quý III", and "Quý Inăm" lost a blank."""
    for n, (before, word) in enumerate(zip(line.words, line.words[1:], strict=False), 1):
        if before.text.casefold() == "quý" and (glued := _GLUED_YEAR.fullmatch(word.text)):
            line = _with_words(
                line, (*line.words[:n], *_parted(word, len(glued[1])), *line.words[n + 1 :])
            )
            word = line.words[n]
        found = _QUARTER.fullmatch(word.text)
        numeral = roman(found[1]) if found and before.text.casefold() == "quý" else None
        if found and numeral in {"II", "III"} and numeral != found[1]:
            return _with_words(
                line, (*line.words[:n], _mended(word, numeral + found[2]), *line.words[n + 1 :])
            )
    return line


def _parted(word: Word, at: int) -> tuple[Word, Word]:
    """A word that was two, cut before its letter `at`; the boxes in proportion to the letters, with
    white between."""
    box, cut = word.box, word.box.x0 + (word.box.x1 - word.box.x0) * at / len(word.text)
    white = GLUE * word.size
    sure = min(word.confidence, MENDED)
    first = replace(word, text=word.text[:at], box=replace(box, x1=cut - white), confidence=sure)
    return first, replace(
        word, text=word.text[at:], box=replace(box, x0=cut + white), confidence=sure
    )


def _first_word(line: Line, text: str) -> Line:
    """The line with another first word."""
    return _with_words(line, (_mended(line.words[0], text), *line.words[1:]))


def _mended(word: Word, text: str) -> Word:
    """Another text in the place of what was read: nobody can be very sure of it. What was read so
    stays as sure."""
    return (
        word
        if word.text == text
        else replace(word, text=text, confidence=min(word.confidence, MENDED))
    )


def _with_words(line: Line, words: tuple[Word, ...]) -> Line:
    """The line with other words, and what follows from them."""
    return replace(line, text=text_of(words), words=words, confidence=confidence_of(words))
