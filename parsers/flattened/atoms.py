"""Lines of a flattened table -> atoms: the smallest pieces that a cell may begin with.

An atom is a line, or a part of one where the extraction may have put two cells side by side ("Bộ
phận Văn phòng Các bộ phận"). Atoms know where a page began: no cell and no row goes on over that
place by itself.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
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
from kehoach.patterns import ROW_NUMBER, compile_regex

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

_INDEX = compile_regex(rf"(?:[IVXL]{{1,5}}|{ROW_NUMBER}|[A-H])[.)/]?(?=\s)")
_NUMBERED = compile_regex(r"(?<=\s)\d{1,2}\.\d{1,2}\.?(?:\s+|-\s*)(?=\p{Lu})")
_TWO_NUMBERS = compile_regex(r"^\d{1,2}\.\d{1,2}\s+(?=\d{1,2}\.\d{1,2}\.?\s)")
_DECIMAL_INDEX = compile_regex(r"\d{1,2}\.\d{1,2}(?=\s)")
_NUMBER = compile_regex(r"\d{1,2}\.\d{1,2}\.?")
_DATE = r"(?:\d{1,2}[/-])?\d{1,2}[/-](?:20\d\d|\d{1,2})"
_BESIDE_TIME = tuple(
    map(
        compile_regex,
        (
            r"^(?:\d{1,2}[/-]){0,2}20\d\d\.?\s+(?=\p{Lu})",
            rf"(?<![\d/.])(?:{_DATE})\.?\s+(?=\p{{Lu}}|{_DATE}(?!\S))",
            r"^(?:Tháng|Quý|Tuần)\s+(?:\d{1,2}|[IVX]{1,3})\s+(?=\p{Lu})",
            r"(?<![\d/.])(?:\d{1,2}/20\d\d|\b[IVX]{1,3}/20\d\d)\s+(?=[\d.,]+$)",
        ),
    )
)
"""A time with a capital, another day or a figure behind it, where a cell may begin: "15/3/2026 Hội
trường", "06/9 10/10", "Tháng 2 Nghỉ Tết", "Quý II/2026 690"."""
_BEFORE_DATE = compile_regex(
    rf"(?<![-–,(]\s)(?<!\b(?:ngày|trước|tháng|đến|từ|và|sau|lúc|hết|sáng|chiều|tối|giờ|là)\s)"
    rf"(?<=\s)(?:{_DATE})(?!\S)",
    regex.IGNORECASE,
)
"""A day that no word before it holds: "Trưởng bản 06/9"."""
_ROW_NUMBER_INSIDE = compile_regex(r"(?<=\d\s)\d{1,3}\s+(?=\p{Lu}\p{Ll})")
"""A number of a row behind the time of its group: "03/02/2026 5 Tổ chức …", "Tháng 1 1 Giao …"."""
_CAPITAL = compile_regex(r"(?<=([\p{L}\p{N}]+)[.;]?\s+)\p{Lu}\p{L}*")
_SPACE = compile_regex(r"(?<!\d\.)\s+")
"""Not after a number: "1.6. Tỷ" stays whole."""
_LETTER_OR_DIGIT = compile_regex(r"[\p{L}\p{N}]")
_WORD = compile_regex(r"(?<=(\p{L}+)[.;]?\s+)\p{L}+")
_DASHED = compile_regex(r"(\p{L}+)[.;]?\s+([-–+])\s*(\p{Lu}\p{L}*)")
STRANGERS = -0.5
"""Neighbours in a line that go together worse than this, the second with a capital, may stand in
two cells."""
_TAIL_ZERO = compile_regex(r"(?<=\S\s)0$")


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
    alone = [line for line in lines if _DECIMAL_INDEX.fullmatch(line.text)]
    decimal = len(alone) > 1  # "2.1" alone: an index
    loose_left = -TOP_LINES
    for number, line in enumerate(lines):
        opens_page = number in page_starts
        if opens_page:
            loose_left = LOOSE_LINES
        few_words = len(line.text.split()) <= LOOSE_WORDS
        loose = loose_left > 0 and few_words
        cuts = _cuts(line.text, loose=loose, decimal=decimal, top=loose_left > -TOP_LINES)
        loose_left -= 1
        sign = set_off(line, lines[number - 1]) if number else 0
        for begin, end in pairwise([0, *cuts, len(line.text)]):
            text = line.text[begin:end].strip()
            if not text:
                continue
            atom = Atom(text, number, begin=begin, loose=loose)
            if begin == 0:
                atom = replace(atom, opens_page=opens_page, sign=sign)
            atoms.append(atom)
    return atoms


def set_off(line: Line, above: Line) -> int:
    """How a line is set off from the one above, as a number below SIGNS: blank lines between (3
    stands for more), more than one space after the line above, spaces before this one. An
    extraction leaves such traces of empty cells and of paragraphs' ends; what they mean in a table,
    the table tells (`lines.own_breaks`)."""
    return min(int(line.gap or 0), 3) + 4 * (above.trail > 1) + 8 * (line.indent > 0)


def _cuts(text: str, *, loose: bool, decimal: bool, top: bool) -> list[int]:
    """Places inside a line where a cell may begin. `loose`: anywhere; `decimal`: "2.1" is an index
    in this table; `top`: on a page's first lines."""
    if len(text) > LONGEST_LINE:
        return []
    if loose:
        ends = [match.end() for match in _SPACE.finditer(text)]
        return [end for end in ends if end < len(text)]
    cuts: set[int] = set()
    for pattern in (opening_pattern(), _NUMBERED, _TAIL_ZERO):
        cuts.update(match.start() for match in pattern.finditer(text))
    cuts.update(_between_strangers(text, top))
    cuts.update(_before_dashes(text))
    index = _INDEX.match(text) or (decimal and _DECIMAL_INDEX.match(text))
    if index:
        cuts.add(index.end())
    for pattern in _BESIDE_TIME:
        cuts.update(match.end() for match in pattern.finditer(text))
    cuts.update(match.start() for match in _BEFORE_DATE.finditer(text))
    for match in _ROW_NUMBER_INSIDE.finditer(text):
        cuts.update((match.start(), match.end()))
    cuts -= {0, len(text)}
    allowed = {cut for cut in cuts if not _holds_on(text[:cut], text[cut:], decimal=decimal)}
    two_numbers = _TWO_NUMBERS.match(text)
    if two_numbers:
        allowed.add(two_numbers.end())
    return sorted(allowed)


def _between_strangers(text: str, top: bool) -> Iterator[int]:
    """Places between words that do not go together, the second with a capital (any two in a short
    line at the top of a page)."""
    short = len(text.split()) <= TOP_WORDS
    pattern = _WORD if top and short else _CAPITAL
    for match in pattern.finditer(text):
        if between(match[1], match[0]) < STRANGERS:
            yield match.start()


def _before_dashes(text: str) -> Iterator[int]:
    """Dashes that begin an item of a list, not those inside a name ("Văn hóa - Xã hội")."""
    for match in _DASHED.finditer(text):
        around = strip_diacritics(match[1]), strip_diacritics(match[3])
        if around not in pairs_over_dash():
            yield match.start(2)


def _holds_on(before: str, after: str, decimal: bool) -> bool:
    """Does what stands before want the next word: a bullet alone, a preposition, "Văn phòng" before
    "UBND"; "2.4.", unless such numbers stand alone in this table?"""
    if not _LETTER_OR_DIGIT.search(before):
        return True
    word = before.split()[-1]
    if word in ("-", "–", "+"):
        return True
    if not decimal and _NUMBER.fullmatch(word):
        return True
    if word.lower() in _listed("holds_on"):
        return True
    if word.lower() not in _listed("holds_name"):
        return False
    return not after.startswith(tuple(_listed("opens_list")))


@cache
def _listed(key: str) -> frozenset[str]:
    return frozenset(raw_phrases(key, "flattened/flattened.yaml"))


def line_of(atom: Atom, lines: Sequence[Line]) -> Line:
    """The atom as a line of its own, standing where its line stands."""
    source = lines[atom.line]
    return source if source.text == atom.text else replace(source, text=atom.text)
