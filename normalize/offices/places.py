"""Bodies of several places named together: "UBND các xã Tân Khê, Đồng Chừa" are two."""

from __future__ import annotations

from functools import cache
from itertools import takewhile

import regex

from kehoach.normalize.offices.cell import Cell
from kehoach.normalize.vocabulary import read_own
from kehoach.patterns import compile_regex

FEWEST = 2
"""Places in a list."""
_NAME = r"\p{Lu}\p{Ll}+(?:\s+\p{Lu}\p{Ll}+){0,2}(?![\p{L}&])"


def each_place(raw: str) -> str:
    """Words for bodies, each body of a list of places written out.

    >>> each_place("UBND các xã Tân Khê, Đồng Chừa; Phòng Kinh tế")
    'UBND xã Tân Khê; UBND xã Đồng Chừa; Phòng Kinh tế'
    >>> each_place("Các thôn Nà Lốc, Khe Dâu và Bãi Sậy")
    'Thôn Nà Lốc; Thôn Khe Dâu; Thôn Bãi Sậy'
    >>> each_place("UBND các xã Tân Khê, Công an xã")
    'UBND các xã Tân Khê, Công an xã'
    >>> each_place("UBND các xã Tân Khê, Đồng Chừa và Phòng Kinh tế")
    'UBND xã Tân Khê; UBND xã Đồng Chừa và Phòng Kinh tế'
    >>> each_place("UBND xã Tân Khê, xã Đồng Chừa và phường Sông Mây")
    'UBND xã Tân Khê; UBND xã Đồng Chừa; UBND phường Sông Mây'
    """
    return _units().sub(_unit_by_unit, _places().sub(_one_by_one, raw))


def _unit_by_unit(match: regex.Match[str]) -> str:
    return "; ".join(f"{match['head']} {unit}" for unit in match.captures("unit"))


def _one_by_one(match: regex.Match[str]) -> str:
    places = sorted(match.spans("name"))
    kept = list(takewhile(lambda place: not _opens_body(match.string[place[0] :]), places))
    if len(kept) < FEWEST:
        return str(match[0])
    names = [match.string[slice(*place)] for place in kept]
    behind = match.string[kept[-1][1] : match.end()]
    bodies = [f"{match['head'] or ''}{match['level']} {name}" for name in names]
    if not match["head"]:
        bodies = [body[:1].upper() + body[1:] for body in bodies]
    return "; ".join(bodies) + behind


def _opens_body(text: str) -> bool:
    cell = Cell(text)
    return cell.opens_body(0) or cell.longest_name(0) is not None


@cache
def _places() -> regex.Pattern[str]:
    levels = "|".join(map(regex.escape, read_own("offices/words.yaml")["levels_of_lists"]))
    return compile_regex(
        rf"""
        (?<= ^ | [;,]\s | \n )
        (?P<head> (?: [\p{{L}}&]+ \s+ ){{1,6}}? )? [Cc]ác \s+ (?P<level> {levels} ) \s* :? \s+
        (?P<name> {_NAME} )
        (?: \s*,\s* (?P<name> {_NAME} ) )*
        (?: \s* (?: ,\s* | \s )và\s+ (?P<name> {_NAME} ) | \s*,\s* (?P<name> {_NAME} ) )
        (?= \s*[;,.)\n] | \s*$ | \s+\p{{Ll}} )
        """,
        regex.VERBOSE,
    )


@cache
def _units() -> regex.Pattern[str]:
    """ "UBND | xã Tân Khê | , xã Đồng Chừa | và phường Sông Mây": each unit with its level."""
    words = read_own("offices/words.yaml")
    levels = "|".join(map(regex.escape, [*words["levels_of_lists"], *words["levels_above"]]))
    heads = "|".join(map(regex.escape, words["bodies_of_each_unit"]))
    return compile_regex(
        rf"""
        (?<! \p{{L}} ) (?P<head> {heads} ) \s+ (?P<unit> (?:{levels}) \s+ {_NAME} )
        (?: (?: \s*,\s* (?:và\s+)? | \s+và\s+ ) (?P<unit> (?:{levels}) \s+ {_NAME} ) )+
        """,
        regex.VERBOSE,
    )
