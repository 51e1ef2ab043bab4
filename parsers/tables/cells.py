"""The text of one cell: its printed lines joined into paragraphs, list marks told from wrapped
dashes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

import regex

from kehoach.ingest.model import Box, Line
from kehoach.normalize.text import clean, join_lines
from kehoach.parsers.layout.marks import Rank, read_mark

_ENDS = regex.compile(r"[;.:]$")
_CUT_DATE = regex.compile(r"\d/\d{1,3}$")
_REST_OF_DATE = regex.compile(r"\d{1,3}(?![\d/.,])")
_EMPTY = regex.compile(r"[-–—_./\s…]*")
_WORDS = regex.compile(r"[\p{L}\p{N}]{2}")
_ITEM_END = regex.compile(r"[\s;.]+$")


@dataclass(slots=True, eq=False)
class Slot:
    """One printed cell: its lines, how many rows and columns it covers, and where it stands.
    Identity is the cell's: a merged cell is the same slot in each position."""

    lines: list[Line] = field(default_factory=list)
    row_span: int = 1
    col_span: int = 1
    page: int | None = None
    box: Box | None = None

    @property
    def empty(self) -> bool:
        """Does the cell hold no words (a dash or dots count as none)?"""
        if any(_WORDS.search(line.text) for line in self.lines):
            return False  # told at once: most cells are asked more than once
        return _EMPTY.fullmatch(cell_text(self.lines)) is not None


def confidence_of(lines: Sequence[Line]) -> float:
    """How sure the reading of a cell is, letter for letter on average; 1 for an empty one."""
    letters = sum(len(line.text) for line in lines)
    return (
        round(sum(line.confidence * len(line.text) for line in lines) / letters, 3)
        if letters
        else 1.0
    )


def paragraphs_of(lines: Sequence[Line]) -> list[str]:
    """Lines of a cell -> its paragraphs, marks still on.

    A dash opens a new paragraph when the cell's first line has one or the line before ends a
    sentence: a dash in "Văn hóa / - Xã hội" was wrapped there.
    """
    paragraphs: list[str] = []
    bulleted = bool(lines) and (m := read_mark(lines[0].text)) is not None and m.rank >= Rank.BULLET
    for line in lines:
        if not clean(line.text):
            continue
        if not paragraphs or _opens_paragraph(paragraphs[-1], line, bulleted):
            paragraphs.append(line.text)
        else:
            cut = _CUT_DATE.search(paragraphs[-1]) and _REST_OF_DATE.match(line.text)
            paragraphs[-1] = (
                paragraphs[-1] + line.text if cut else join_lines(paragraphs[-1], line.text)
            )
    return [clean(paragraph) for paragraph in paragraphs]


def _opens_paragraph(before: str, line: Line, bulleted: bool) -> bool:
    if line.complete:
        return True
    mark = read_mark(line.text)
    ended = _ENDS.search(before) is not None
    if mark is not None and mark.rank >= Rank.BULLET:
        above = read_mark(before)
        return bulleted or ended or (above is not None and above.rank >= Rank.BULLET)
    if mark is not None and mark.rank >= Rank.DECIMAL_2:
        return mark.rest[:1].isupper()
    if mark is not None:
        return ended and mark.rest[:1].isupper()
    return ended and line.text[:1].isupper() and not before.endswith(":")


def cell_text(lines: Sequence[Line]) -> str:
    """The whole text of a cell on one line, marks of bullets dropped."""
    return clean(" ".join(unmarked(p) for p in paragraphs_of(lines)))


def unmarked(paragraph: str) -> str:
    """A paragraph without its bullet; numbers stay, they are the paper's wording."""
    mark = read_mark(paragraph)
    return mark.rest if mark is not None and mark.rank >= Rank.BULLET else paragraph


def list_of(lines: Sequence[Line]) -> list[str]:
    """The paragraphs of a cell as a list, bullets dropped."""
    return [text for p in paragraphs_of(lines) if (text := unmarked(p).strip())]


def split_items(paragraphs: Sequence[str]) -> list[str]:
    """Products, one string each: paragraphs split at semicolons outside brackets, closing marks
    dropped.

    >>> split_items(["Kế hoạch của UBND phường; báo cáo kết quả (quý; năm)."])
    ['Kế hoạch của UBND phường', 'báo cáo kết quả (quý; năm)']
    """
    items: list[str] = []
    for paragraph in paragraphs:
        depth, current = 0, ""
        for char in paragraph:
            depth += (char == "(") - (char == ")")
            if char == ";" and depth <= 0:
                items.append(current)
                current = ""
            else:
                current += char
        items.append(current)
    return [text for item in items if (text := _ITEM_END.sub("", item).strip())]
