"""The administrative units of Viet Nam before and after 1 July 2025: spelling, provinces, mentions.

The data is `gazetteer.tsv.xz` (see GAZETTEER.md), read on first use. Names are compared by their
letters and tones, wherever the tone mark stands (Hoà = Hòa); a name that came without any
diacritics is compared without.
"""

from __future__ import annotations

import lzma
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files
from typing import Literal

import regex
from unidecode import unidecode

from kehoach.normalize.text import fold, strip_diacritics
from kehoach.normalize.vocabulary import read_own

Era = Literal["2025", "before"]


LEVELS = ("phường", "xã", "thị trấn", "đặc khu", "huyện", "quận", "thị xã", "thành phố", "tỉnh")
"""The levels of administrative units, from the lowest to the highest."""
LOWEST_LEVELS = LEVELS[:4]
"""Those of units that have no units below them."""


@dataclass(frozen=True, slots=True)
class UnitRecord:
    """A unit. Names stand without the word of their level; `district` only before July 2025."""

    code: str
    level: str
    name: str
    district: str | None
    province: str
    era: Era

    @property
    def is_province(self) -> bool:
        """Whether it is one of the provinces and cities under the central government."""
        return len(self.code) == 2


@dataclass(frozen=True, slots=True)
class Mention:
    """A unit named in a text at `start`:`end`, level word included. `known` when there is such a
    unit."""

    level: str
    name: str
    start: int
    end: int
    known: bool


def same_letters(words: str, model: str) -> str:
    """`words` with the capitals of `model`, which has the same length.

    >>> same_letters("HOÀ BÌNH", "Hòa Bình")
    'Hoà Bình'
    """
    pairs = zip(words, model, strict=True)
    return "".join(word.upper() if letter.isupper() else word.lower() for word, letter in pairs)


def key_of(name: str) -> str:
    """The key of a name in the data: no diacritics, no spaces.

    >>> key_of("M'Drắk")
    'mdrak'
    """
    return strip_diacritics(name).replace(" ", "")


@cache
def _index() -> Mapping[str, Sequence[str]]:
    """The lines of the data by key, not yet taken apart."""
    data = lzma.decompress(files("kehoach.normalize").joinpath("gazetteer.tsv.xz").read_bytes())
    index: dict[str, list[str]] = {}
    for line in data.decode("utf-8").splitlines():
        key, rest = line.split("\t", 1)
        index.setdefault(key, []).append(rest)
    return index


@lru_cache(maxsize=4096)
def _records(key: str) -> tuple[UnitRecord, ...]:
    found = []
    for line in _index().get(key, ()):
        code, level, name, district, province, era = line.split("\t")
        found.append(
            UnitRecord(
                code, level, name, district or None, province, "2025" if era == "2025" else "before"
            )
        )
    return tuple(found)


_HIGHLAND = regex.compile(r"\bđ[aăắ][kc](?!\p{L})")


@lru_cache(maxsize=16384)
def _sound(name: str) -> str:
    """A name for comparison: `fold`, Đăk and Đak as Đắk, no spaces, "Phường 07" as 7."""
    folded = _HIGHLAND.sub("đắk", fold(name)).replace(" ", "")
    return folded.lstrip("0") if folded.isdigit() else folded


def find_units(
    name: str, level: str | None = None, province: str | None = None
) -> tuple[UnitRecord, ...]:
    """The units of a name (without its level word), of one level and in one province if these are
    given.

    >>> [unit.province for unit in find_units("Nghĩa Lộ", "phường") if unit.era == "2025"]
    ['Lào Cai', 'Quảng Ngãi']
    """
    plain = key_of(name)
    found = _records(plain.lstrip("0") if plain.isdigit() else plain)
    if level is not None:
        found = tuple(unit for unit in found if _same(unit.level, level))
    exact = tuple(unit for unit in found if _sound(unit.name) == _sound(name))
    found = exact if exact or not _is_bare(name) else found
    if province is not None:
        found = tuple(unit for unit in found if _same(unit.province, province))
    return found


def _is_bare(name: str) -> bool:
    return name.isascii()


def _same(one: str, other: str) -> bool:
    """Whether two names are one, a name without any diacritics being compared without."""
    if _is_bare(one) or _is_bare(other):
        return key_of(one) == key_of(other)
    return _sound(one) == _sound(other)


_DASHES = {ord(dash): "-" for dash in "‐‑‒–—−"}
_LETTERS = regex.compile(r"\p{L}[\p{L}\p{M}]*")


def proper_name(name: str, level: str | None = None) -> str:
    """A unit's name with the capitals it is written with, from any; each syllable capital when not
    known.

    Tone marks stay where they stand; diacritics are added only to a name that has none and can only
    be one.

    >>> proper_name("NGHĨA LỘ", "phường"), proper_name("SAO MAI VÀNG", "xã"), proper_name("07", "phường")
    ('Nghĩa Lộ', 'Sao Mai Vàng', '7')
    """
    words = " ".join(name.translate(_DASHES).split())
    units = find_units(words, level) or find_units(words)
    spellings = Counter(unit.name for unit in units)
    if len({_sound(spelling) for spelling in spellings}) == 1:
        spelling = max(spellings, key=lambda name: (spellings[name], name))
        return (
            spelling
            if _is_bare(words) or len(words) != len(spelling)
            else same_letters(words, spelling)
        )
    return _LETTERS.sub(lambda match: match[0].capitalize(), words)


# --- mentions -------------------------------------------------------------------------------------

_SYLLABLE = r"\p{Lu}[\p{L}\p{M}]*(?:['’]\p{L}+)?"
_NUMBER = r"(?<=\s)\d{1,2}(?!\p{N}|[/.,]\p{N})"
_NAME = rf"(?P<name>(?:{_SYLLABLE}|{_NUMBER})(?:(?:\s{{1,3}}|\s?[\-–]\s?){_SYLLABLE}){{0,7}})"
_MAX_SYLLABLES = 4


@dataclass(frozen=True, slots=True)
class _Words:
    """gazetteer.yaml: the words for levels, the pattern of a level and a name, and what begins no
    name."""

    levels: Mapping[str, str]
    pattern: regex.Pattern[str]
    no_name: frozenset[str]


@cache
def _words(is_bare: bool) -> _Words:
    """The words for text with its diacritics, or without."""
    data = read_own("gazetteer.yaml")
    levels = {unidecode(word) if is_bare else word: level for word, level in data["levels"].items()}
    longest_first = sorted(levels, key=len, reverse=True)
    words = "|".join(regex.escape(word).replace(r"\ ", r"\s{1,3}") for word in longest_first)
    level = rf"(?<![\p{{L}}\p{{N}}])(?P<level>(?i:{words}))(?:(?<=\.)\s{{0,3}}|\s{{1,4}})"
    return _Words(levels, regex.compile(level + _NAME), frozenset(data["no_name"]))


def find_unit_names(text: str) -> tuple[Mention, ...]:
    """The units that a text names with their level, in order: "phường Ba Đình", "TP. Hải Phòng",
    "Phường 7".

    Of a run of capitals it takes the longest name the gazetteer knows; a name it does not know only
    when it stands alone. Text without diacritics gives known names only.

    >>> [(m.level, m.name, m.known) for m in find_unit_names("UBND xã Hợp Tiến, tỉnh Sơn Bình Hạ")]
    [('xã', 'Hợp Tiến', True), ('tỉnh', 'Sơn Bình Hạ', False)]
    """
    words = _words(text.isascii())
    found, position = [], 0
    while match := words.pattern.search(text, position):
        level = words.levels[" ".join(match["level"].lower().split())]
        mention = _mention(text, level, match, words.no_name)
        position = mention.end if mention else match.end("level")
        if mention and (mention.known or not text.isascii()):
            found.append(mention)
    return tuple(found)


def _mention(
    text: str, level: str, match: regex.Match[str], no_name: frozenset[str]
) -> Mention | None:
    """The mention that a level word and the run of capitals after it make, if any."""
    start, run = match.start("name"), match["name"]
    ends = _ends(run)
    for end in reversed(ends):
        if find_units(run[:end], level) and not _is_cut(run, end, ends, match["level"]):
            return Mention(level, proper_name(run[:end], level), match.start(), start + end, True)
    first, is_capitals, end = run[: ends[0]], match["level"].isupper(), match.end()
    if "\n" in run:
        run = run[: run.index("\n")].rstrip()
        ends, end = _ends(run), start + len(run)
    if not 2 <= len(ends) <= _MAX_SYLLABLES or first.lower() in no_name or first[0].isdigit():
        return None
    if is_capitals and text[end : end + 1].strip(" \t") not in ("", "\n", ",", ";", "."):
        return None
    return Mention(level, proper_name(run, level), match.start(), end, False)


def _ends(run: str) -> list[int]:
    """Where the syllables of a run of capitals end."""
    return [syllable.end() for syllable in regex.finditer(r"[\p{L}\p{M}'’]+|\d+", run)]


def _is_cut(run: str, end: int, ends: Sequence[int], level: str) -> bool:
    """Whether a known name is but the front of a longer one: one more syllable follows it, in small
    print."""
    return (
        ends[-1] != end
        and not level.isupper()
        and ends.index(end) == len(ends) - 2
        and run[end] == " "
    )


# --- provinces ------------------------------------------------------------------------------------

_PARTY = regex.compile(rf"(?<!\p{{L}})(?i:tỉnh|thành)\s+(?i:uỷ|ủy|đoàn)\s+{_NAME}")
_SAIGON = regex.compile(r"(?<!\p{L})TP\s?\.?\s?HCM\b")


def infer_province(
    level: str | None, name: str | None, mentions: Sequence[str], year: int | None = None
) -> str | None:
    """The province of a paper's unit, as far as one can tell; None when one cannot.

    `mentions` are the paragraphs of the paper. A province they name that has such a unit comes
    first; then the only province that has one (on the map of `year`; 2025 may be either); then the
    one named most often.
    """
    named = Counter(province for text in mentions for province in _provinces_in(text))
    units = [unit for unit in find_units(name, level) if _in_era(unit, year)] if name else []
    homes = {unit.province for unit in units}
    agreeing = Counter({home: count for home, count in named.items() if home in homes})
    for unit in units:
        if (
            unit.district
            and not agreeing
            and any(_names_district(text, unit.district) for text in mentions)
        ):
            agreeing[unit.province] += 1
    if agreeing:
        return agreeing.most_common(1)[0][0]
    now = {unit.province for unit in units if unit.era == "2025"}
    for only in (now, homes):
        if len(only) == 1:
            return next(iter(only))
    return named.most_common(1)[0][0] if named else None


def _in_era(unit: UnitRecord, year: int | None) -> bool:
    if year is None or year == 2025:
        return True
    return unit.era == ("before" if year < 2025 else "2025")


def _provinces_in(text: str) -> Iterator[str]:
    """The provinces that a text names, once for each time; unknown ones too ("tỉnh Sơn Hạ")."""
    for mention in find_unit_names(text):
        if province := _province_named(mention.name):
            if mention.level in ("tỉnh", "thành phố"):
                yield province
        elif mention.level == "tỉnh":
            yield mention.name
    for match in _PARTY.finditer(text):
        fronts = (match["name"][:end] for end in _ends(match["name"]))
        known = [province for front in fronts if (province := _province_named(front))]
        yield from known[-1:]
    for _ in _SAIGON.finditer(text):
        yield "Hồ Chí Minh"


def _province_named(name: str) -> str | None:
    """The province of a name, in the gazetteer's spelling."""
    return next((unit.name for unit in find_units(name) if unit.is_province), None)


def _names_district(text: str, district: str) -> bool:
    higher = ("quận", "huyện", "thị xã", "thành phố")
    return any(m.level in higher and _same(m.name, district) for m in find_unit_names(text))
