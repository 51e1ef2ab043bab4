"""Provinces named together, each by itself: "UBND các tỉnh, thành phố: Hà Nội, Sơn La" are two, and
what each is the gazetteer tells."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache, lru_cache

import regex

from kehoach.normalize.gazetteer import find_units
from kehoach.normalize.text import capitalised
from kehoach.normalize.vocabulary import read_own
from kehoach.patterns import compile_regex

MOST = 70
"""Provinces in a list."""
_NAME = r"\p{Lu}\p{Ll}+(?:\s+\p{Lu}\p{Ll}+){0,2}(?![\p{L}&])"


@lru_cache(maxsize=2048)
def provinces_apart(raw: str) -> str:
    """Words for bodies, each province of a list that says only once what they are, or that lists
    them by their levels, written out.

    >>> provinces_apart("UBND các tỉnh, thành phố: Sơn La, Hà Nội và Lai Châu")
    'UBND tỉnh Sơn La; UBND thành phố Hà Nội; UBND tỉnh Lai Châu'
    >>> provinces_apart("Thành phố Hà Nội, tỉnh Sơn La")
    'Thành phố Hà Nội; Tỉnh Sơn La'
    >>> provinces_apart("UBND các tỉnh, thành phố: Vĩnh Lạc, Sơn Khê")
    'UBND các tỉnh, thành phố: Vĩnh Lạc, Sơn Khê'
    >>> provinces_apart("Sở Y tế, các tỉnh Sơn La, Lai Châu")
    'Sở Y tế; các tỉnh Sơn La, Lai Châu'
    >>> provinces_apart("UBND các tỉnh (Sơn La, Lai Châu); các địa phương: Hà Nội, Sơn La")
    'UBND tỉnh Sơn La; UBND tỉnh Lai Châu; Thành phố Hà Nội; Tỉnh Sơn La'
    >>> provinces_apart("UBND tỉnh Sơn La, Lai Châu")
    'UBND tỉnh Sơn La; UBND tỉnh Lai Châu'
    >>> provinces_apart("Công an tỉnh Sơn La, Sở Y tế")
    'Công an tỉnh Sơn La, Sở Y tế'
    """
    raw = _list_behind_comma().sub("; ", _of_both_levels().sub(_level_by_name, raw))
    return _by_level().sub(_one_by_one, raw)


def lists_of_provinces(text: str) -> Iterator[regex.Match[str]]:
    """Where lists stand in a text that say only once what their provinces are."""
    return _of_both_levels().finditer(text)


def _level_by_name(match: regex.Match[str]) -> str:
    """Each name of a list with the level that it has, and without where that changed; the list as
    it is where a name is that of no province."""
    bodies: list[str] = []
    for name in match.captures("name"):
        levels = {unit.level for unit in find_units(name) if unit.is_province}
        if not levels:
            return str(match[0])
        level = f"{levels.pop()} " if len(levels) == 1 else ""
        body = f"{match['head'] or ''}{level}{name}"
        bodies.append(body if match["head"] else capitalised(body))
    return "; ".join(bodies)


def _one_by_one(match: regex.Match[str]) -> str:
    """Each province with its own level; of "các tỉnh" the level stands before each name."""
    bodies: list[str] = []
    for part in match.captures("part"):
        level, names = _level_and_names(part)
        bodies += [capitalised(f"{level} {name}") for name in names]
    return "; ".join(bodies)


def _level_and_names(part: str) -> tuple[str, list[str]]:
    found = _part().fullmatch(part)
    return (found["level"], found.captures("name")) if found is not None else (part, [])


@cache
def _levels() -> str:
    words = read_own("offices/words.yaml")["levels_of_provinces"]
    return "|".join(map(regex.escape, words))


@cache
def _of_both_levels() -> regex.Pattern[str]:
    """ "UBND | các tỉnh, thành phố: Sơn La, Hà Nội", "UBND | các tỉnh (Sơn La, Lai Châu)", "UBND |
    tỉnh Sơn La, Lai Châu"."""
    words = read_own("offices/words.yaml")
    heads, general = (
        "|".join(map(regex.escape, words[key])) for key in ("bodies_of_each_unit", "localities")
    )
    both = rf"(?:{_levels()})(?:\s*,\s*|\s+và\s+)(?:{_levels()})"
    return compile_regex(
        rf"""
        (?<= ^ | [;,]\s | \n )
        (?:
            (?P<head> (?: [\p{{L}}&]+ \s+ ){{1,6}}? )? [Cc]ác \s+
            (?: {both} \s*:? \s+
              | (?:{general}) \s*: \s+
              | (?: {both} | {_levels()} ) \s+ (?P<open> \( ) )
          | (?P<head> (?:{heads}) \s+ ) (?:{_levels()}) \s+
        )
        (?P<name> {_NAME} ) (?: (?: \s*,\s*(?:và\s+)? | \s+và\s+ ) (?P<name> {_NAME} ) )+
        (?(open) \) )
        (?= \s*[;.)\n] | \s*$ | \s+\p{{Ll}} )
        """,
        regex.VERBOSE,
    )


@cache
def _list_behind_comma() -> regex.Pattern[str]:
    """ "Sở Y tế | , | các tỉnh Sơn La, Lai Châu"."""
    return compile_regex(rf",\s+(?=[Cc]ác\s+(?:{_levels()})\s+{_NAME}\s*,)")


@cache
def _by_level() -> regex.Pattern[str]:
    """ "Thành phố Hà Nội | và các tỉnh Sơn La, Lai Châu": a province by its name, and others."""
    name = rf"(?!(?i:{_levels()})\s){_NAME}"  # each word is read in one way, also of a long line
    names = rf"{name}(?:\s*,\s*{name}){{0,{MOST}}}+(?:\s+và\s+{name})?+"
    part = rf"(?P<part>(?:[Cc]ác\s+)?(?i:{_levels()})\s+{names})"
    return compile_regex(
        rf"(?<=^|;\s|\n){part}(?:(?:\s*,\s*(?:và\s+)?|\s+và\s+){part}){{1,{MOST}}}+(?=\s*[;.)\n]|\s*$)"
    )


@cache
def _part() -> regex.Pattern[str]:
    return compile_regex(
        rf"(?:[Cc]ác\s+)?(?P<level>(?i:{_levels()}))\s+"
        rf"(?P<name>{_NAME})(?:(?:\s*,\s*|\s+và\s+)(?P<name>{_NAME}))*"
    )
