"""Bodies of several places named together: "UBND các xã Tân Khê, Đồng Chừa" are two."""

from __future__ import annotations

from functools import cache, lru_cache
from itertools import chain, takewhile

import regex

from kehoach.normalize.alternatives import any_of
from kehoach.normalize.levels import administrative_levels
from kehoach.normalize.offices.cell import Cell
from kehoach.normalize.offices.provinces import lists_of_provinces, provinces_apart
from kehoach.normalize.text import capitalised, strip_diacritics
from kehoach.normalize.vocabulary import read_own
from kehoach.patterns import compile_regex

FEWEST = 2
"""Places in a list."""
_NAME = r"\p{Lu}\p{Ll}+(?:\s+\p{Lu}\p{Ll}+){0,2}(?![\p{L}&])"


@lru_cache(maxsize=2048)
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
    >>> each_place("Tổ trưởng tổ dân phố số 3, số 8")
    'Tổ trưởng tổ dân phố số 3; Tổ trưởng tổ dân phố số 8'
    >>> each_place("Thành phố Hà Nội và các tỉnh Sơn La, Lai Châu")
    'Thành phố Hà Nội; Tỉnh Sơn La; Tỉnh Lai Châu'
    """
    raw = _name_by_name(raw) if ":" in raw else raw
    raw = provinces_apart(_in_brackets().sub(_named_in_brackets, raw))
    raw = _numbered().sub(_number_by_number, raw)
    return _units().sub(_unit_by_unit, _places().sub(_one_by_one, raw))


def _named_in_brackets(match: regex.Match[str]) -> str:
    """Who is meant by what somebody is in a matter: "Nhà đầu tư (Tập đoàn Sông Mây)"."""
    return match["name"] if _opens_body(match["name"]) else str(match[0])


def list_stop(text: str, colon: int) -> int:
    """Behind how many letters a list of names ends that stands behind the `colon`; 0 where none
    does.

    >>> text = "Các sở: Y tế, Tư pháp rà soát"
    >>> text[: list_stop(text, text.find(":"))]
    'Các sở: Y tế, Tư pháp'
    >>> list_stop("Các sở: Rà soát, báo cáo", len("Các sở"))
    0
    """
    for places in chain(_places().finditer(text), lists_of_provinces(text)):
        if places.start() <= colon < places.end():
            return places.end() if places.start("name") > colon else 0
    kind = _kind().search(text[: colon + 1])
    names = _names_of(kind["kind"], text[colon + 1 :]) if kind else []
    return colon + 1 + names[-1][1] if names else 0


def _names_of(kind: str, text: str) -> list[tuple[int, int]]:
    """Where the names begin and end that a text lists first, the kind of body thought before
    them."""
    cell = Cell(text)
    prefix = strip_diacritics(kind)
    names: list[tuple[int, int]] = []
    index = 0
    while found := cell.longest_name(index, prefix):
        names.append((cell.words[index].begin, cell.words[found[1] - 1].stop))
        index = cell.part_begin(found[1])
        if index >= cell.size or not (index > found[1] or cell.words[index].follows_comma):
            break
    return names if len(names) >= FEWEST else []


def _name_by_name(raw: str) -> str:
    """ "Bộ trưởng các Bộ: Y tế, Nội vụ" -> "Bộ trưởng Bộ Y tế; Bộ trưởng Bộ Nội vụ"."""
    for kind in reversed([*_kind().finditer(raw)]):
        behind = raw[kind.end() :]
        names = _names_of(kind["kind"], behind)
        if names:
            head = f"{kind['head']}{kind['kind']}"
            bodies = "; ".join(f"{head} {behind[slice(*name)]}" for name in names)
            raw = f"{raw[: kind.start()]}{bodies}{behind[names[-1][1] :]}"
    return raw


@cache
def _kind() -> regex.Pattern[str]:
    """ "Bộ trưởng các | Bộ" before a colon."""
    words = read_own("offices/words.yaml")
    roles, kinds = ("|".join(map(regex.escape, words[key])) for key in ("roles", "kinds_of_lists"))
    return compile_regex(
        rf"(?<!\p{{L}})(?P<head>(?:(?:{roles})\s+)?)các\s+(?P<kind>{kinds})\s*:", regex.IGNORECASE
    )


def _unit_by_unit(match: regex.Match[str]) -> str:
    return "; ".join(f"{match['head']} {unit}" for unit in match.captures("unit"))


def _number_by_number(match: regex.Match[str]) -> str:
    return "; ".join(f"{match['head']} {number}" for number in match.captures("number"))


def _one_by_one(match: regex.Match[str]) -> str:
    places = sorted(match.spans("name"))
    kept = list(takewhile(lambda place: not _opens_body(match.string[place[0] :]), places))
    if len(kept) < FEWEST:
        return str(match[0])
    names = [match.string[slice(*place)] for place in kept]
    behind = match.string[kept[-1][1] : match.end()]
    head = match["head"] or ""
    of_state = head.strip() if _is_of_state(head) else ""
    head = "" if of_state else head
    bodies = [f"{head}{match['level']} {name}" for name in names]
    if not head:
        bodies = [capitalised(body) for body in bodies]
    return "; ".join([*([of_state] if of_state else []), *bodies]) + behind


def _is_of_state(head: str) -> bool:
    """Is what stands before a list of places a body of the state, which no place has ("Bộ Quốc
    phòng | các tỉnh Sơn La, Lai Châu")?"""
    cell = Cell(head)
    found = cell.longest_name(0) if cell.size else None
    if found is None or found[1] < cell.size:
        return False
    return cell.directory.kinds[found[0]] == "central"


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
def _in_brackets() -> regex.Pattern[str]:
    """ "Nhà đầu tư ( | Tập đoàn Sông Mây | )"."""
    kinds = "|".join(map(regex.escape, read_own("offices/words.yaml")["named_in_brackets"]))
    return compile_regex(rf"(?<=^|[;,]\s|\n)(?i:{kinds})\s*\((?P<name>\p{{Lu}}[^();,:]{{3,80}})\)")


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


@cache
def _numbered() -> regex.Pattern[str]:
    """ "Tổ trưởng tổ dân phố | số 3 | , số 8": units that are told by their numbers, each."""
    levels = any_of((*administrative_levels().hamlets, *administrative_levels().hamlets_by_name))
    return compile_regex(
        rf"""
        (?<= ^ | [;,]\s | \n )
        (?! (?i:các)\s )  # "các tổ dân phố số 7, số 8" are many
        (?P<head> (?: \p{{L}}+ \s+ ){{0,4}}? (?i:{levels}) ) \s+ (?P<number> số\s+\d+ )
        (?: \s* (?: , | ,?\svà ) \s+ (?: (?i:{levels}) \s+ )? (?P<number> số\s+\d+ ) )+
        (?= \s*[;,.)\n] | \s*$ | \s+\p{{Ll}} )
        """,
        regex.VERBOSE,
    )
