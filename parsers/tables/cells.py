"""The text of one cell: its printed lines joined into paragraphs, list marks told from wrapped
dashes."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import NamedTuple

from kehoach.ingest.geometry import confidence_of
from kehoach.ingest.model import Box, Line
from kehoach.normalize.text import clean, join_lines
from kehoach.parsers.layout.brackets import lines_inside
from kehoach.parsers.layout.marks import Rank, is_bullet, read_mark
from kehoach.parsers.tables.cut_words import is_cut
from kehoach.parsers.tables.repeats import is_bare_sign, is_repeat_mark
from kehoach.patterns import compile_regex

_ENDS = compile_regex(r"[;.:]$")
_EMPTY = compile_regex(r"[-–—_./\s…]*")
_WORDS = compile_regex(r"[\p{L}\p{N}]{2}")
SURE_SIGN = 0.9
"""A sign without letters that is read with less confidence may be dirt."""
_ITEM_END = compile_regex(r"[\s;.]+$")


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
        """Does the cell hold no words (dashes and dots are none, a mark for "as above" is one)?"""
        if any(_WORDS.search(line.text) for line in self.lines):
            return False  # the quick answer: most cells are looked at more than once
        text = cell_text(self.lines)
        return _EMPTY.fullmatch(text) is not None and not is_repeat_mark(text)

    @property
    def repeats(self) -> bool:
        """Does the cell say that it holds what the cell above it holds?"""
        if not self.lines:
            return False
        text = cell_text(self.lines)
        if not is_repeat_mark(text):
            return False
        return not is_bare_sign(text) or confidence_of(self.lines) >= SURE_SIGN


def paragraphs_of(lines: Sequence[Line]) -> list[str]:
    """Lines of a cell -> its paragraphs, marks still on.

    A dash opens a new paragraph when the cell's first line has one or the line before ends a
    sentence: a dash in "Văn hóa / - Xã hội" was wrapped there. Inside a bracket nothing opens.
    """
    return list(_paragraphs(_printed(lines)))


class _Printed(NamedTuple):
    """A line of a cell as far as its paragraphs depend on it."""

    text: str
    complete: bool


def _printed(lines: Sequence[Line]) -> tuple[_Printed, ...]:
    return tuple(_Printed(line.text, line.complete) for line in lines)


@lru_cache(maxsize=2048)
def _paragraphs(lines: tuple[_Printed, ...]) -> tuple[str, ...]:
    """What `paragraphs_of` says of a cell, which is looked at many times."""
    paragraphs: list[str] = []
    inside = lines_inside(lines) if len(lines) > 1 else frozenset()
    bulleted = bool(lines) and is_bullet(read_mark(lines[0].text))
    for line in lines:
        if not clean(line.text):
            continue
        goes_on = bool(paragraphs) and id(line) in inside
        if not goes_on and (
            not paragraphs or _opens_paragraph(paragraphs[-1], line, bulleted=bulleted)
        ):
            paragraphs.append(line.text)
        else:
            paragraphs[-1] = join_printed(paragraphs[-1], line.text)
    return tuple(clean(paragraph) for paragraph in paragraphs)


def join_printed(paragraph: str, line: str) -> str:
    """A paragraph with its next line; a date or a word cut by the edge of a narrow column
    ("30/6/20 / 25", "Thườn / g xuyên") is whole again.

    >>> join_printed("Quý IV/20", "25"), join_printed("Thườn", "g xuyên")
    ('Quý IV/2025', 'Thường xuyên')
    """
    if is_cut(paragraph, line):
        return paragraph + line
    return join_lines(paragraph, line)


def _opens_paragraph(before: str, line: _Printed, bulleted: bool) -> bool:
    if line.complete:
        return True
    mark = read_mark(line.text)
    if mark is None:
        if before.endswith(":") or not _ENDS.search(before):
            return False
        return line.text[:1].isupper()
    if mark.rank >= Rank.BULLET:
        if bulleted or _ENDS.search(before):
            return True
        return is_bullet(read_mark(before))
    if mark.rank < Rank.DECIMAL_2 and not _ENDS.search(before):
        return False
    return mark.rest[:1].isupper()


def cell_text(lines: Sequence[Line]) -> str:
    """The whole text of a cell on one line, marks of bullets dropped."""
    return _text(_printed(lines))


@lru_cache(maxsize=2048)
def _text(lines: tuple[_Printed, ...]) -> str:
    return clean(" ".join(map(unmarked, _paragraphs(lines))))


def unmarked(paragraph: str) -> str:
    """A paragraph without its bullet; numbers stay, they are the paper's wording."""
    mark = read_mark(paragraph)
    if mark is None or mark.rank < Rank.BULLET:
        return paragraph
    return mark.rest


def list_of(lines: Sequence[Line]) -> list[str]:
    """The paragraphs of a cell as a list, bullets dropped."""
    texts = [unmarked(paragraph).strip() for paragraph in paragraphs_of(lines)]
    return [text for text in texts if text]


def split_items(paragraphs: Sequence[str]) -> list[str]:
    """Products, one string each: paragraphs split at semicolons outside brackets, closing marks
    dropped.

    >>> split_items(["Kế hoạch của UBND phường; báo cáo kết quả (quý; năm)."])
    ['Kế hoạch của UBND phường', 'báo cáo kết quả (quý; năm)']
    """
    items: list[str] = []
    for paragraph in paragraphs:
        items.extend(_between_semicolons(paragraph))
    trimmed = [_ITEM_END.sub("", item).strip() for item in items]
    return [item for item in trimmed if item]


def _between_semicolons(paragraph: str) -> Iterator[str]:
    depth = start = 0
    for index, char in enumerate(paragraph):
        if char == "(":
            depth += 1
        elif char == ")":
            depth -= 1
        elif char == ";" and depth <= 0:
            yield paragraph[start:index]
            start = index + 1
    yield paragraph[start:]
