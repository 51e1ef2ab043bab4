"""Which lines of marked-up text are whole paragraphs, and which were wrapped.

What is made from web pages keeps one of two manners: a paragraph stands on one line; or it was
wrapped, and blank lines part the paragraphs. Papers that mix them are left to the parsers.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Literal, TypeAlias

from kehoach.ingest.model import Line, Span
from kehoach.normalize.bracket_lists import lines_of_points
from kehoach.normalize.line_ends import (
    announces,
    breaks_off,
    ends_clause,
    ends_in_cut_label,
    is_second_half,
)
from kehoach.normalize.text import BULLETS, join_lines
from kehoach.patterns import compile_regex

Manner: TypeAlias = Literal["whole", "wrapped", "unknown"]

MOST = 0.6
"""Of neighbouring lines: where so many break off a sentence, lines were wrapped."""
FEWEST_WHOLE = 3
"""Lines of which some are neighbours and none breaks off: each is a paragraph."""
SHORT = 40
"""Two lines of fewer letters that begin in capitals were hardly wrapped."""

_ITEM = compile_regex(
    rf"(?:[{BULLETS}]|o(?=\s)|\d{{1,2}}(?:\.\d{{1,2}})*[.)]|[a-zđ][.)]|[IVX]+[.)])\s*\S"
)

_CAPITAL_ITEM = compile_regex(rf"(?:[{BULLETS}]|[a-zđ][.)]|\d{{1,2}}[.)])\s*\p{{Lu}}")
"""A point that begins a sentence: behind a heading in bold it is no part of that."""

_DECIMAL_ITEM = compile_regex(r"\d{1,2}(?:\.\d{1,2})+\.\s*\p{Lu}\p{Ll}")
"""A point with a number of several parts, which no sentence goes on with ("2.1. Các Bộ …")."""
_TITLE = compile_regex(r"\d{1,2}(?:\.\d{1,2})*\.\s*\p{Lu}[^.;:,]{2,60}(?<![.;:,])")
_DASHED = compile_regex(r"[-–]\s*(\p{Lu}\p{Ll}.*)")
"""A numbered title of one line, and a point behind a dash that begins a sentence."""

_FIRST_ITEM = compile_regex(r"(?:a|1)[.)]\s*\p{Lu}")
"""The first point of a list, which opens one whatever is above it."""


@dataclass(frozen=True, slots=True)
class Printed:
    """A line of the flow, and what its marks tell: that one goes on over its end, that it has marks
    of its own."""

    line: Line
    goes_on: bool = False
    closed: bool = False


def manner_of(chunks: Sequence[Sequence[Printed]]) -> Manner:
    """How the lines of a paper were broken."""
    pairs = breaks = 0
    for chunk in chunks:
        for above, below in pairwise(chunk):
            if below.line.gap:
                continue
            pairs += 1
            breaks += above.goes_on or _breaks_off(above.line, below.line)
    lines = sum(map(len, chunks))
    if not breaks:
        return "whole" if lines >= FEWEST_WHOLE else "unknown"
    return "wrapped" if breaks >= MOST * pairs else "unknown"


def _breaks_off(above: Line, below: Line) -> bool:
    return not ends_clause(above.text) and below.text[:1].islower()


def to_paragraphs(chunk: Sequence[Printed], manner: Manner) -> list[Line]:
    """Lines -> the same as whole paragraphs, where the manner of the paper tells them."""
    if manner == "unknown":
        return [printed.line for printed in chunk]
    if manner == "whole":
        return [replace(printed.line, complete=True) for printed in chunk]
    points = lines_of_points([printed.line.text for printed in chunk])
    paragraphs: list[list[Printed]] = []
    for place, printed in enumerate(chunk):
        last = paragraphs[-1] if paragraphs else []
        is_apart = place in points or _opens_list(last, printed)
        if last and not is_apart and _goes_on(last[-1], printed):
            last.append(printed)
        else:
            paragraphs.append([printed])
    return [_joined([printed.line for printed in paragraph]) for paragraph in paragraphs]


def _opens_list(above: Sequence[Printed], below: Printed) -> bool:
    """Is `below` the first point under a title of one line ("3. Phòng Kinh tế | - Hướng dẫn …")?
    The rest of a name behind its dash ("2. Phòng Văn hóa | - Xã hội") is none."""
    if len(above) != 1 or not _TITLE.fullmatch(above[0].line.text):
        return False
    point = _DASHED.fullmatch(below.line.text)
    return point is not None and not is_second_half(point[1])


def _goes_on(above: Printed, below: Printed) -> bool:
    """Is `below` the next line of the paragraph of `above`?"""
    if below.line.gap or above.line.heading or below.line.heading:
        return False
    if above.goes_on:
        return True
    if above.closed and below.closed:
        return False
    ends = ends_clause(above.line.text)
    if _DECIMAL_ITEM.match(below.line.text):
        return False
    if (ends and _ITEM.match(below.line.text)) or _FIRST_ITEM.match(below.line.text):
        return False
    begins = below.line.text[:1].isupper()
    if begins and announces(above.line.text):
        return False
    opens = begins or _CAPITAL_ITEM.match(below.line.text) is not None
    if opens and above.line.bold and not below.line.bold:
        return False
    if begins and ":" not in below.line.text and ends_in_cut_label(above.line.text):
        return True
    if not begins or (breaks_off(above.line.text) and not above.line.text.isupper()):
        return True
    return not (_is_short(above.line) and _is_short(below.line))


def _is_short(line: Line) -> bool:
    return len(line.text) < SHORT


def _joined(lines: Sequence[Line]) -> Line:
    """The lines of a paragraph as one."""
    first, last = lines[0], lines[-1]
    text = ""
    outside: list[Line] = []  # of a remark in brackets that is printed in italics
    for line in lines:
        in_remark = line.italic and text.count("(") > text.count(")")
        if not in_remark:
            outside.append(line)
        text = join_lines(text, line.text)
    return replace(
        first,
        text=text,
        span=Span(first=first.span.first, last=last.span.last),
        complete=True,
        bold=_bold([line.bold for line in outside]),
        italic=None if first.italic is None else all(line.italic for line in lines),
        trail=last.trail,
        footnote=all(line.footnote for line in lines),
        raw=_raw(lines),
    )


def _raw(lines: Sequence[Line]) -> str:
    """The raw lines of a paragraph; "" where blank ones are between them."""
    first = lines[0].span.first or 0
    numbers = [line.span.first for line in lines]
    is_together = numbers == list(range(first, first + len(lines)))
    return "\n".join(line.raw for line in lines) if is_together else ""


def _bold(lines: Sequence[bool | None]) -> bool | None:
    """The print of a paragraph; that of its number alone tells nothing of its words."""
    if len(lines) > 1 and lines[0] is None:
        return True if all(lines[1:]) else None
    return None if None in lines else all(lines)
