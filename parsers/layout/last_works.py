"""The work that ends a list, before a sentence of its own: "2. Khơi cống" / "3. Hội Phụ nữ trồng
hoa trước 30/3" / "Trên đây là Kế hoạch …". It is no heading, though something without a mark stands
under it."""

from __future__ import annotations

from collections.abc import Sequence

from kehoach.ingest.model import Grid
from kehoach.normalize.offices.cell import opens_as_body
from kehoach.parsers.layout.bodies_over_duties import names_body_over
from kehoach.parsers.layout.fields import read_field
from kehoach.parsers.layout.lists_of_parts import opens_order
from kehoach.parsers.layout.marks import Mark, follows
from kehoach.parsers.layout.paragraphs import Paragraph
from kehoach.parsers.words import opens_with
from kehoach.patterns import compile_regex

_DAY = compile_regex(r"\d{1,2}/\d{1,2}(?!\d)")
_CLOSINGS = ("farewell", "closing_remarks")
MIN_WORDS = 4
"""Of a work; fewer are a title ("2. Kiểm tra")."""


def is_last_work(items: Sequence[Paragraph | Grid], index: int, following: object) -> bool:
    """Is a point the last of its list, the one before it having nothing under it, and does what
    closes the paper follow, or says it what is done, while what follows is neither its label nor
    what the body does that it names?"""
    point = items[index]
    if isinstance(point, Grid) or point.mark is None or point.bold:
        return False
    if not isinstance(following, Paragraph) or following.mark is not None:
        return False
    if not _counts_on(items[index - 1] if index else None, point.mark):
        return False
    if point.words.endswith(":") or read_field(following.words) is not None:
        return False
    if any(opens_with(following.words, key) is not None for key in _CLOSINGS):
        return True
    return _is_work(point.words) and not names_body_over(point.words, following.words)


def _counts_on(before: Paragraph | Grid | None, mark: Mark) -> bool:
    """Does a point count on from the block right above it?"""
    if not isinstance(before, Paragraph) or before.mark is None or before.bold:
        return False
    number, own = before.mark.number or "", mark.number or ""
    return before.mark.rank == mark.rank and bool(number) and follows(number, own)


def _is_work(words: str) -> bool:
    """Is it a verb of doing and its matter, a body and what that does, or something with a day?"""
    if len(words.split()) < MIN_WORDS:
        return False
    return opens_order(words) or opens_as_body(words) or _DAY.search(words) is not None
