"""The letters of a page that are its print: none twice, no watermark, none that nobody sees.

A page holds more than its text. False bold and shadows draw a letter again a hair beside itself;
watermarks ("DỰ THẢO", who printed the paper and when) lie slanted or pale over the lines, and their
letters would fall between those of the text; OCR programs lay unseen letters under a picture.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from statistics import median
from typing import Any, TypeAlias

from pdfplumber.utils.text import extract_words

from kehoach.ingest.pdf.page import PALE, SLANTED, UNSEEN, QuickPage

Letter: TypeAlias = Mapping[str, Any]
"""A letter of pdfplumber: text, box, font, size."""

DOUBLE = 0.12
"""A letter drawn again within this share of its size is the same one; the narrowest letters are
twice as wide."""
TURNED = 0.8
"""A page has been turned when this share of its letters stands another way."""
FEW_LETTERS = 40
"""Fewer letters say nothing about how a page lies."""
LARGE = 1.8
"""Pale letters so many times larger than the others are a watermark."""
MINORITY = 0.3
"""Pale print is a watermark only beside other print; a page all in grey is grey."""
GAP, WIDEST_GAP = 0.2, 3.0
"""White between letters that parts words: a share of their size, and points. The blank of the usual
types is a quarter of the size, set tight a little less."""
SAMPLE = 200
THIN = 0.05
"""Points; no letter is so narrow."""
_UNKNOWN = "(cid:"
"""How pdfminer begins the text of a glyph that stands for no letter it knows."""
_MOST_TOLD = 160


@dataclass(frozen=True, slots=True)
class Print:
    """The letters of a page that are read, and those that lie over it, as text."""

    letters: list[dict[str, Any]]
    pale: list[dict[str, Any]]
    watermark: str = ""


def quarter_turns(page: QuickPage) -> int:
    """By how many quarter turns clockwise a page must be turned to be read; 0 for nearly all.

    Programs that print to PDF turn landscape pages by the matrix of their content and leave
    `/Rotate` at 0.
    """
    for turns, turned in page.turned.items():
        if turned >= FEW_LETTERS and turned > TURNED * len(page.chars):
            return turns
    return 0


def print_of(page: QuickPage) -> Print:
    """A page -> the letters to read."""
    letters = with_known_text(page.chars)
    marks = page.letter_marks
    over: list[dict[str, Any]] = []
    pale: list[dict[str, Any]] = []
    if marks:
        letters, over, pale = _sorted_out(letters, marks)
    return Print(undoubled(letters), undoubled(pale), watermark=_text(undoubled(over)))


def _sorted_out(
    letters: Sequence[dict[str, Any]], marks: Mapping[int, str]
) -> tuple[list[dict[str, Any]], list[dict[str, Any]], list[dict[str, Any]]]:
    """Letters that are read; those that lie slanted over them or are pale and large; those that are
    pale only."""
    kinds: dict[str, list[dict[str, Any]]] = {"": [], SLANTED: [], PALE: [], UNSEEN: []}
    for letter in letters:
        kinds[marks.get(id(letter), "")].append(letter)
    plain, slanted, pale = kinds[""], kinds[SLANTED], kinds[PALE]
    unseen = kinds[UNSEEN]
    if len(unseen) > len(plain):  # a layer of OCR: the page has no other text
        plain = [letter for letter in letters if marks.get(id(letter), "") in ("", UNSEEN)]
    if len(slanted) > len(plain) + len(pale):  # a page that lies askew
        return list(letters), [], []
    if len(pale) > MINORITY * len(plain):
        read = {id(letter) for letter in (*plain, *pale)}
        return [letter for letter in letters if id(letter) in read], slanted, []
    if not pale:
        return plain, slanted, []
    usual = median(letter["size"] for letter in plain)
    large = [letter for letter in pale if letter["size"] > LARGE * usual]
    small = [letter for letter in pale if letter["size"] <= LARGE * usual]
    return plain, [*slanted, *large], small


def with_known_text(letters: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Letters without the glyphs that have no width and no text of their own.

    Some programs draw "Ế" as two glyphs where a font lacks it: the first stands for the whole
    letter, the mark after it for nothing; pdfminer names it by its number.

    >>> base = {"text": "Ế", "x0": 10.0, "x1": 16.0}
    >>> mark = {"text": "(cid:5)", "x0": 14.5, "x1": 14.5}
    >>> unknown = {"text": "(cid:5)", "x0": 16.0, "x1": 21.0}
    >>> [letter["text"] for letter in with_known_text([base, mark, unknown])]
    ['Ế', '(cid:5)']
    """
    if not any(letter["text"].startswith(_UNKNOWN) for letter in letters):
        return letters
    return [letter for letter in letters if not _is_bare_mark(letter)]


def _is_bare_mark(letter: Letter) -> bool:
    width = float(letter["x1"]) - float(letter["x0"])
    return width < THIN and str(letter["text"]).startswith(_UNKNOWN)


def undoubled(letters: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Letters without those drawn again in the same place (false bold, shadows).

    >>> letter = {"text": "K", "x0": 10.0, "top": 20.0, "size": 12.0}
    >>> again = letter | {"x0": 10.3}
    >>> other = letter | {"x0": 18.0}
    >>> [kept["x0"] for kept in undoubled([letter, again, other])]
    [10.0, 18.0]
    """
    # Nearly all pages have none: a glance that costs little looks for the first. Letters drawn
    # again across the edge of a square of 2 points escape it, but never all of a line.
    seen = {(each["text"], int(each["x0"]) >> 1, int(each["top"]) >> 1) for each in letters}
    if len(seen) == len(letters):
        return letters
    kept: list[dict[str, Any]] = []
    places: dict[tuple[str, int, int], list[Letter]] = {}
    for letter in letters:
        column, row = int(letter["x0"]) >> 1, int(letter["top"]) >> 1
        near = (
            places.get((letter["text"], x, y), ())
            for x in (column - 1, column, column + 1)
            for y in (row - 1, row, row + 1)
        )
        if any(_is_same(letter, other) for others in near for other in others):
            continue
        kept.append(letter)
        places.setdefault((letter["text"], column, row), []).append(letter)
    return kept


def _is_same(one: Letter, other: Letter) -> bool:
    near = DOUBLE * min(one["size"], other["size"])
    return bool(abs(one["x0"] - other["x0"]) < near and abs(one["top"] - other["top"]) < near)


def _text(letters: Iterable[Letter]) -> str:
    """What letters say, in the order in which they were drawn, each saying once; shortened."""
    text = "".join(letter["text"] for letter in letters)
    return " ".join(text.split())[:_MOST_TOLD]


def words_of(letters: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """pdfplumber's words of these letters, with font and size.

    A space that is not written but left is a fifth of the letters' size at least: in small print,
    less than the three points of larger one.
    """
    if not letters:
        return []
    size = median(letter["size"] for letter in letters[:: max(1, len(letters) // SAMPLE)])
    gap = min(WIDEST_GAP, GAP * size) or WIDEST_GAP
    return extract_words(letters, x_tolerance=gap, extra_attrs=["fontname", "size"])
