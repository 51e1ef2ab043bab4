"""Lines of a flattened table -> atoms: the smallest pieces that a cell may begin with.

An atom is a line, or a part of one where the extraction may have put two cells side by side ("Bộ
phận Văn phòng Các bộ phận"). Atoms know where a page began: no cell and no row goes on over that
place by itself.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cache
from itertools import pairwise

import regex

from kehoach.ingest.model import Line
from kehoach.normalize.ngrams.flow import between
from kehoach.normalize.offices.directory import pairs_over_dash
from kehoach.normalize.text import strip_diacritics
from kehoach.parsers.tables.openings import opening_pattern
from kehoach.parsers.words import raw_phrases

SIGNS = 16
"""How many ways there are in which a line may be set off."""
LOOSE_LINES = 2
LOOSE_WORDS = 14
"""So many lines at the top of a page may hold several cells' ends side by side, when they have no
more words."""
TOP_LINES, TOP_WORDS = 14, 8
"""On so many more, cells' ends may stand side by side where the words do not go together."""

LONGEST_LINE = 600
"""Letters; a longer line was never printed in a table, and the patterns below take time by the
square of it."""

_INDEX = regex.compile(r"(?:[IVXL]{1,5}|\d{1,3}|[A-H])[.)/]?(?=\s)")
_NUMBERED = regex.compile(r"(?<=\s)\d{1,2}\.\d{1,2}\.?(?:\s+|-\s*)(?=\p{Lu})")
_TWO_NUMBERS = regex.compile(r"^\d{1,2}\.\d{1,2}\s+(?=\d{1,2}\.\d{1,2}\.?\s)")
_DECIMAL_INDEX = regex.compile(r"\d{1,2}\.\d{1,2}(?=\s)")
_NUMBER = regex.compile(r"\d{1,2}\.\d{1,2}\.?")
_AFTER_DATE = regex.compile(r"^(?:\d{1,2}[/-])?(?:\d{1,2}[/-])?20\d\d\.?\s+(?=\p{Lu})")
_CAPITAL = regex.compile(r"(?<=([\p{L}\p{N}]+)[.;]?\s+)\p{Lu}\p{L}*")
_WORD = regex.compile(r"(?<=(\p{L}+)[.;]?\s+)\p{L}+")
_DASHED = regex.compile(r"(\p{L}+)[.;]?\s+([-–+])\s*(\p{Lu}\p{L}*)")
STRANGERS = -0.5
"""Neighbours in a line that go together worse than this, the second with a capital, may stand in
two cells."""
_TAIL_ZERO = regex.compile(r"(?<=\S\s)0$")


@dataclass(frozen=True, slots=True)
class Atom:
    """A piece of a line: its text, the line's index, where in the line it begins, whether it opens
    a page, whether its line stands at the top of a page and is short: there the ends of several
    broken cells may share a line; how its line is set off from the one above (`set_off`)."""

    text: str
    line: int
    begin: int
    opens_page: bool = False
    loose: bool = False
    sign: int = 0

    @property
    def opens_line(self) -> bool:
        """Is this the first piece of its line?"""
        return self.begin == 0


def to_atoms(lines: Sequence[Line], page_starts: set[int]) -> list[Atom]:
    """Lines (header repetitions already out) -> atoms in order. `page_starts` are indexes of lines
    that open a page."""
    atoms: list[Atom] = []
    decimal = (
        sum(_DECIMAL_INDEX.fullmatch(line.text) is not None for line in lines) > 1
    )  # "2.1" alone: an index
    loose = -TOP_LINES
    for number, line in enumerate(lines):
        if number in page_starts:
            loose = LOOSE_LINES
        broken = loose > 0 and len(line.text.split()) <= LOOSE_WORDS
        cuts = _cuts(line.text, broken, decimal, top=loose > -TOP_LINES)
        loose -= 1
        for begin, end in pairwise([0, *cuts, len(line.text)]):
            if piece := line.text[begin:end].strip():
                opens = number in page_starts and begin == 0
                sign = set_off(line, lines[number - 1]) if number and begin == 0 else 0
                atoms.append(Atom(piece, number, begin, opens, broken, sign))
    return atoms


def set_off(line: Line, above: Line) -> int:
    """How a line is set off from the one above, as a number below SIGNS: blank lines between (3
    stands for more), more than one space after the line above, spaces before this one. An
    extraction leaves such traces of empty cells and of paragraphs' ends; what they mean in a table,
    the table tells (`flat_adapt.own_breaks`)."""
    return min(int(line.gap or 0), 3) + 4 * (above.trail > 1) + 8 * (line.indent > 0)


def _cuts(text: str, loose: bool, decimal: bool, top: bool = False) -> list[int]:
    """Places inside a line where a cell may begin; `top`: on a page's first lines."""
    if len(text) > LONGEST_LINE:
        return []
    if loose:
        return [
            m.end() for m in regex.finditer(r"(?<!\d\.)\s+", text) if m.end() < len(text)
        ]  # "1.6." stays
    cuts = {m.start() for m in opening_pattern().finditer(text)}
    cuts |= {m.start() for m in _NUMBERED.finditer(text)}
    cuts |= {m.start() for m in _TAIL_ZERO.finditer(text)}
    pattern = _WORD if top and len(text.split()) <= TOP_WORDS else _CAPITAL
    cuts |= {m.start() for m in pattern.finditer(text) if between(m[1], m[0]) < STRANGERS}
    cuts |= {
        m.start(2)
        for m in _DASHED.finditer(text)
        if (strip_diacritics(m[1]), strip_diacritics(m[3])) not in pairs_over_dash()
    }
    if match := _INDEX.match(text) or (decimal and _DECIMAL_INDEX.match(text)):
        cuts.add(match.end())
    if match := _AFTER_DATE.match(text):
        cuts.add(match.end())
    allowed = {
        cut
        for cut in cuts
        if 0 < cut < len(text) and not _holds_on(text[:cut], text[cut:], decimal)
    }
    if match := _TWO_NUMBERS.match(text):
        allowed.add(match.end())
    return sorted(allowed)


def _holds_on(before: str, after: str, decimal: bool) -> bool:
    """Does what stands before want the next word: a bullet alone, a preposition, "Văn phòng" before
    "UBND"; "2.4.", unless such numbers stand alone in this table?"""
    words = before.split()
    if words and not decimal and _NUMBER.fullmatch(words[-1]):
        return True
    if not regex.search(r"[\p{L}\p{N}]", before) or words[-1] in ("-", "–", "+"):
        return True
    last = words[-1].lower()
    return last in _listed("holds_on") or (
        last in _listed("holds_name") and not after.startswith(tuple(_listed("opens_list")))
    )


@cache
def _listed(key: str) -> frozenset[str]:
    return frozenset(raw_phrases(key, "flattened/flattened.yaml"))


def line_of(atom: Atom, lines: Sequence[Line]) -> Line:
    """The atom as a line of its own, standing where its line stands."""
    source = lines[atom.line]
    return source if source.text == atom.text else replace(source, text=atom.text)
