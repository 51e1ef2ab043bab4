"""Lines that stand inside a bracket: an earlier line opens it, this one or a later one closes it.

Where a page's edge broke "(Chủ trì: Phòng Kinh tế; / Thời gian: Quý I/2026)", the second line opens
with a label, and is none of its own.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import Protocol

from kehoach.parsers.layout.marks import is_bullet, read_mark
from kehoach.parsers.words import is_caption
from kehoach.patterns import compile_regex

_BRACKETS = compile_regex(r"[()]")
_LIST_MARK = compile_regex(r"\s*(?:\p{L}|\d{1,2}|[ivxIVX]{1,4})\)")
"""The bracket of "a)" closes nothing."""
_SENTENCE_END = compile_regex(r"[.!?…]['\"”’)]*$")
"""No semicolon and no colon: within a bracket they part what it lists."""
MAX_LINES = 8
"""A bracket is closed within so many lines, or it was never meant to be."""


class Printed(Protocol):
    """What is asked of a line: its text, and whether it is a whole paragraph."""

    @property
    def text(self) -> str: ...
    @property
    def complete(self) -> bool: ...


def lines_inside(lines: Sequence[Printed]) -> frozenset[int]:
    """Printed lines -> the `id` of each that begins inside a bracket. A bracket that nothing closes
    soon is a slip of the pen and holds no lines, nor does one over the end of a sentence or over a
    number that opens a paragraph.

    For lines of "a) Hiến đất (Chủ trì: A;", "Phối hợp: B).", "b) Đổ bê tông.": the second alone.
    """
    inside: list[int] = []
    index = 0
    while index < len(lines):
        closing = _closing_line(lines, index)
        inside.extend(id(line) for line in lines[index + 1 : closing + 1])
        index = max(closing, index + 1)
    return frozenset(inside)


def _closing_line(lines: Sequence[Printed], start: int) -> int:
    """The index of the line that closes the bracket which `start` leaves open; `start` where it
    leaves none open, or none closes it."""
    if lines[start].complete:
        return start
    depth = _depth_after(lines[start].text)
    if not depth:
        return start
    following = lines[start : start + MAX_LINES]
    for number, (before, line) in enumerate(pairwise(following), start=start + 1):
        if _parts(before, line):
            return start
        depth = _depth_after(line.text, depth)
        if not depth:
            return number
    return start


def _depth_after(text: str, depth: int = 0) -> int:
    """How many brackets are open behind the text, where `depth` were open before it."""
    listed = _LIST_MARK.match(text) if not depth else None
    for match in _BRACKETS.finditer(text, listed.end() if listed else 0):
        depth = depth + 1 if match[0] == "(" else max(0, depth - 1)
    return depth


def _parts(before: Printed, line: Printed) -> bool:
    """Does something new begin with the line, whatever is open?"""
    if line.complete or is_caption(line.text):
        return True
    mark = read_mark(line.text)
    if mark is not None and not is_bullet(mark):
        return True
    return _SENTENCE_END.search(before.text) is not None and line.text[:1].isupper()


def is_open(text: str) -> bool:
    """Is a bracket open at the end of the text?

    >>> is_open("a) Hiến đất (Chủ trì: Phòng Kinh tế;"), is_open("a) Hiến đất (xã Tân Khê)")
    (True, False)
    """
    return _depth_after(text) > 0
