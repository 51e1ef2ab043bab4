"""Paragraphs that a converter wrote a line each, an empty one as a blank line: what they are, and
how well they stand as cells in the columns of a table."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from kehoach.ingest.model import Line
from kehoach.normalize.text import strip_diacritics
from kehoach.normalize.times.deadline import is_understood
from kehoach.parsers.tables.content_roles import Kind, is_known_body, kind_of
from kehoach.parsers.tables.second_row import whole_headings
from kehoach.parsers.words import phrases
from kehoach.patterns import compile_regex

MAX_HEADING = 12
"""Words of a column's heading."""
SPACED = 0.9
"""So many lines stand two apart, or four, six … in a text that sets a blank line between
paragraphs."""
LONG, LONGEST_TIME, LONGEST_UNIT, LONGEST_FIGURE = 12, 8, 4, 7
"""Words of a cell that names no body, of a time in other words, of a unit of measure, of a figure
with its words."""
NEVER, STRANGE = -4.0, -2.0
"""What it costs that a paragraph stands in a column where none like it does, or hardly one."""

HAS_DIGIT = compile_regex(r"\d")
_CLOCK = compile_regex(r"\d{1,2}\s?(?:h|g|giờ|:)\s?(?:\d\d)?\b")


@dataclass(frozen=True, slots=True)
class Piece:
    """A paragraph: its lines, none of an empty one, its text, and what it is as a cell."""

    lines: tuple[Line, ...]
    text: str
    kind: Kind | None

    @property
    def is_heading(self) -> bool:
        """Is it a heading of a column that the vocabulary knows, and nothing else?"""
        return len(self.lines) == 1 and is_heading(self.lines[0])

    @property
    def is_bare_figure(self) -> bool:
        """Is it a number or a time, and no body?"""
        return self.kind in ("number", "time") or self.is_hour

    @property
    def is_hour(self) -> bool:
        """Is it an hour, and nothing else?"""
        return _CLOCK.fullmatch(self.text) is not None

    @classmethod
    def of(cls, lines: Sequence[Line]) -> Piece:
        text = " ".join(line.text for line in lines)
        return cls(tuple(lines), text, kind_of(text))


EMPTY = Piece((), "", None)


def is_heading(line: Line) -> bool:
    """Is a line a heading of a column that the vocabulary knows, and nothing else?"""
    if len(line.text.split()) > MAX_HEADING or not line.text[:1].isupper():
        return False
    plain = strip_diacritics(line.text)
    return plain in whole_headings() or plain in phrases("columns_of_times")


def pieces_of(lines: Sequence[Line]) -> tuple[list[Piece], list[int]]:
    """Lines as paragraphs, with the empty ones between them; and of each, and of the end, the
    place of the line with which it begins, or which comes next."""
    steps = [_step(above, below) for above, below in pairwise(lines)]
    apart = sum(step > 1 and step % 2 == 0 for step in steps)
    is_spaced = apart >= SPACED * len(steps)
    pieces: list[Piece] = []
    places: list[int] = []
    begin = 0
    for stop, step in enumerate([*steps, 1], start=1):
        if is_spaced and step == 1 and stop < len(lines):
            continue  # a break of the line within a paragraph
        empty = max(0, (step - 2) // 2 if is_spaced else step - 1)
        pieces += [Piece.of(lines[begin:stop]), *[EMPTY] * empty]
        places += [begin, *[stop] * empty]
        begin = stop
    return pieces, [*places, len(lines)]


def _step(above: Line, below: Line) -> int:
    """How many lines of the file one line stands below another."""
    return (below.span.first or 0) - (above.span.last or above.span.first or 0)


def fit_of(text: str, kind: Kind | None, role: str | None) -> float:
    """How well a paragraph of a kind, None for an empty one, opens a cell of the column of a
    role."""
    like = _LIKE.get(role or "", role or "")
    if kind is None:
        return _BLANK.get(role or "", 0.0)
    words = len(text.split())
    if like == "value":
        is_figure = HAS_DIGIT.search(text) is not None and words <= LONGEST_FIGURE
        return 1.0 if is_figure else STRANGE
    if like == "unit":
        return 0.5 if words <= LONGEST_UNIT else STRANGE
    if like == "deadline" and kind in ("prose", "other"):
        if _CLOCK.match(text):
            return 2.0
        return 1.0 if _may_be_time(text) else STRANGE
    if like == "lead" and words > LONG and not is_known_body(text):
        return STRANGE if kind != "owner" or text.endswith(".") else 0.0
    return _FITS.get(like, {}).get(kind, 0.0)


def _may_be_time(text: str) -> bool:
    """May words that do not open like a time be one ("Sau khi có quyết định")?"""
    return len(text.split()) <= LONGEST_TIME and is_understood(text)


_LIKE = {
    "objective": "task",
    "activity": "task",
    "indicator": "task",
    "coordinating": "lead",
    "start": "deadline",
}
"""Roles whose cells are like those of another."""
_BLANK = {"task": NEVER, "indicator": NEVER, "index": -0.5}
"""What an empty paragraph is worth in the column of a role."""
_FITS: dict[str, dict[Kind, float]] = {
    "index": {
        "number": 3.0,
        "time": NEVER,
        "owner": NEVER,
        "product": NEVER,
        "money": NEVER,
        "prose": NEVER,
        "other": NEVER,
    },
    "task": {
        "number": NEVER,
        "time": -3.0,
        "owner": -1.0,
        "product": 0.5,
        "money": -3.0,
        "prose": 1.0,
        "other": 0.0,
    },
    "lead": {"number": NEVER, "time": NEVER, "owner": 2.0, "money": NEVER},
    "deadline": {"number": STRANGE, "time": 2.0, "owner": STRANGE, "prose": STRANGE},
    "deliverable": {"number": STRANGE, "time": STRANGE, "owner": -1.0, "product": 1.0},
    "budget": {"number": 0.5, "money": 1.0, "time": -1.0, "owner": -1.0, "prose": -1.0},
}
"""What a paragraph of a kind is worth in the column of a role; nothing where it is not told."""
