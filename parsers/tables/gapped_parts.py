"""The parts of a line between its gaps (tabs, runs of blanks, or signs between blanks), put
together until there are as many as columns."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import combinations, pairwise

from kehoach.ingest.model import Line
from kehoach.normalize.text import clean
from kehoach.parsers.tables.cell_lines import fit_of
from kehoach.parsers.tables.columns import Columns
from kehoach.patterns import ROW_NUMBER, compile_regex

MOST_BY_SIGN = 12
"""Parts of a line between signs."""
MOST_BLANKS = 160
"""No gap has more."""
_TAB = 8
_PART = compile_regex(r"\S+(?: \S+)*")
GAP = ""
BY_SIGN = {
    "-": compile_regex(r"(?:^\s*+|(?<!\s)\s++[-–—]\s++)\K\S(?:(?!\s++[-–—]\s)(?:\s++|\S))*+"),
    "/": compile_regex(r"(?:^\s*+|(?<!\s)\s++/\s++)\K\S(?:(?!\s++/\s)(?:\s++|\S))*+"),
    ";": compile_regex(r"(?:^\s*+|;\s++)\K[^;\s][^;]*+"),
}
_NUMBER_BEFORE = compile_regex(
    rf"(?P<number>{ROW_NUMBER}(?:\.\d{{1,3}})*[.)]?) (?P<rest>\p{{Lu}}.*)"
)


@dataclass(frozen=True, slots=True)
class Part:
    """A part of a line between two gaps: its words, where they begin in the line, the place on a
    line of letters of one width, and whether the gap before it is of blanks alone."""

    text: str
    begin: int
    place: int
    blanks: int


def printed(line: Line) -> str:
    """A line as it stands in the file; with its automatic number, if it has one."""
    raw = line.raw[line.offset :].split("\n", 1)[0].replace("\xa0", " ")
    return raw if clean(raw) == clean(line.text) else line.text


def parts_of(line: Line, sign: str = GAP) -> list[Part]:
    return list(_parts_in(printed(line), sign))


@lru_cache(maxsize=4096)
def _parts_in(text: str, sign: str) -> tuple[Part, ...]:
    """Asked of the same lines by reader after reader."""
    parts: list[Part] = []
    end = place = 0
    for match in (BY_SIGN[sign] if sign else _PART).finditer(text):
        gap = text[end : match.start()]
        blanks = 0 if "\t" in gap else len(gap)
        place = _place_behind(text[end : match.start()], place)
        parts.append(Part(match[0], match.start(), place, blanks=blanks))
        place = _place_behind(match[0], place)
        end = match.end()
    return tuple(parts)


def _place_behind(words: str, place: int) -> int:
    r"""The place on a line of letters of one width, behind words that begin at a place.

    >>> _place_behind("ab", 3), _place_behind("ab\tc", 3)
    (5, 9)
    """
    if "\t" not in words:
        return place + len(words)
    before = place % _TAB
    return place - before + len((" " * before + words).expandtabs(_TAB))


def merged(parts: Sequence[Part], width: int) -> list[Part]:
    """Parts of which the nearest are one, where only two blanks part them, until no more are left
    than columns."""
    merged = list(parts)
    while len(merged) > width:
        near = min(range(1, len(merged)), key=lambda place: merged[place].blanks or MOST_BLANKS)
        if merged[near].blanks != 2:
            return merged
        words = f"{merged[near - 1].text} {merged[near].text}"
        merged[near - 1 : near + 1] = [replace(merged[near - 1], text=words)]
    return merged


def fitting(parts: Sequence[Part], columns: Columns, sign: str) -> list[Part]:
    """Parts between signs of which neighbours are one, as names have the sign, too ("Phòng Văn hóa
    - Xã hội"): so that the columns fit best."""
    width = len(columns.roles)
    if not width < len(parts) <= MOST_BY_SIGN:
        return list(parts)
    ways: list[list[Part]] = []
    for cuts in combinations(range(2, len(parts)), width - 2):
        bounds = pairwise((0, 1, *cuts, len(parts)))
        ways.append([_as_one(parts[first:stop], sign) for first, stop in bounds])
    return max(ways, key=lambda way: _worth(way, columns))


def _as_one(parts: Sequence[Part], sign: str) -> Part:
    between = f"{sign} " if sign == ";" else f" {sign} "
    return replace(parts[0], text=between.join(part.text for part in parts))


def _worth(parts: Sequence[Part], columns: Columns) -> float:
    pairs = zip(parts, columns.roles, strict=True)
    return sum(fit_of(part.text, role) for part, role in pairs)


def number_apart(parts: Sequence[Part], width: int) -> list[Part]:
    """Parts of which the first is parted once more, behind the number of the row."""
    match = _NUMBER_BEFORE.fullmatch(parts[0].text) if len(parts) == width - 1 else None
    if match is None:
        return list(parts)
    number = replace(parts[0], text=match["number"])
    begin = parts[0].begin + match.start("rest")
    return [number, replace(parts[0], text=match["rest"], begin=begin, blanks=1), *parts[1:]]
