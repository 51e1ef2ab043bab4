"""The administrative units of Viet Nam before and after 1 July 2025: spelling, provinces, mentions.

The data is `gazetteer.tsv.xz` (see GAZETTEER.md), read on first use. Names are compared by their
letters and tones, wherever the tone mark stands (Hoà = Hòa); a name that came without any
diacritics is compared without.
"""

from __future__ import annotations

import hashlib
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path
from typing import Literal

import regex
from unidecode import unidecode

from kehoach.kept import kept
from kehoach.normalize.levels import PROVINCE, administrative_levels
from kehoach.normalize.text import fold, strip_diacritics
from kehoach.normalize.vocabulary import read_own
from kehoach.patterns import compile_regex

Era = Literal["2025", "before"]


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
    letters = []
    for letter, like in zip(words, model, strict=True):
        letters.append(letter.upper() if like.isupper() else letter.lower())
    return "".join(letters)


def key_of(name: str) -> str:
    """The key of a name in the data: no diacritics, no spaces.

    >>> key_of("M'Drắk")
    'mdrak'
    """
    return strip_diacritics(name).replace(" ", "")


@cache
def _lines() -> list[str]:
    """The lines of the data, sorted, not yet taken apart."""
    packed = Path(__file__).with_name("gazetteer.tsv.xz").read_bytes()
    digest = hashlib.sha256(packed).hexdigest()
    return kept(("gazetteer", digest), lambda: sorted(_unpacked(packed).splitlines()))


def _unpacked(packed: bytes) -> str:
    import lzma

    return lzma.decompress(packed).decode("utf-8")


@lru_cache(maxsize=4096)
def _records(key: str) -> tuple[UnitRecord, ...]:
    found = []
    opening = f"{key}\t"
    lines = _lines()
    for number in range(bisect_left(lines, opening), len(lines)):
        if not lines[number].startswith(opening):
            break
        _, code, level, name, district, province, era = lines[number].split("\t")
        found.append(
            UnitRecord(
                code,
                level,
                name=name,
                district=district or None,
                province=province,
                era="2025" if era == "2025" else "before",
            )
        )
    return tuple(found)


_HIGHLAND = compile_regex(r"\bđ[aăắ][kc](?!\p{L})")


@lru_cache(maxsize=16384)
def _sound(name: str) -> str:
    """A name for comparison: `fold`, Đăk and Đak as Đắk, no spaces, "Phường 07" as 7."""
    folded = _HIGHLAND.sub("đắk", fold(name))
    sound = folded.replace(" ", "")
    return sound.lstrip("0") if sound.isdigit() else sound


@lru_cache(maxsize=2048)
def find_units(
    name: str, level: str | None = None, province: str | None = None
) -> tuple[UnitRecord, ...]:
    """The units of a name (without its level word), of one level and in one province if these are
    given.

    >>> [unit.province for unit in find_units("Nghĩa Lộ", "phường") if unit.era == "2025"]
    ['Lào Cai', 'Quảng Ngãi']
    """
    key = key_of(name)
    found = _records(key.lstrip("0") if key.isdigit() else key)
    if level is not None:
        found = tuple(unit for unit in found if _are_one(unit.level, level))
    sound = _sound(name)
    exact = tuple(unit for unit in found if _sound(unit.name) == sound)
    if exact or _has_diacritics(name):
        found = exact
    if province is not None:
        found = tuple(unit for unit in found if _are_one(unit.province, province))
    return found


def _has_diacritics(name: str) -> bool:
    return not name.isascii()


def _are_one(name: str, other: str) -> bool:
    """Whether two names are one, a name without any diacritics being compared without."""
    if _has_diacritics(name) and _has_diacritics(other):
        return _sound(name) == _sound(other)
    return key_of(name) == key_of(other)


_DASHES = {ord(dash): "-" for dash in "‐‑‒–—−"}
_LETTERS = compile_regex(r"\p{L}[\p{L}\p{M}]*")


def proper_name(name: str, level: str | None = None) -> str:
    """A unit's name with the capitals it is written with, from any; each syllable capital when not
    known.

    Tone marks stay where they stand; diacritics are added only to a name that has none and can only
    be one.

    >>> proper_name("NGHĨA LỘ", "phường"), proper_name("SAO MAI VÀNG", "xã")
    ('Nghĩa Lộ', 'Sao Mai Vàng')
    >>> proper_name("07", "phường")
    '7'
    """
    words = " ".join(name.translate(_DASHES).split())
    units = find_units(words, level) or find_units(words)
    spellings = Counter(unit.name for unit in units)
    sounds = {_sound(spelling) for spelling in spellings}
    if len(sounds) != 1:
        return _LETTERS.sub(lambda syllable: syllable[0].capitalize(), words)
    spelling = max(spellings, key=lambda name: (spellings[name], name))
    if _has_diacritics(words) and len(words) == len(spelling):
        return same_letters(words, spelling)
    return spelling


# --- mentions -------------------------------------------------------------------------------------

_SYLLABLE = r"\p{Lu}[\p{L}\p{M}]*(?:['’]\p{L}+)?"
_NUMBER = r"(?<=\s)\d{1,2}(?!\p{N}|[/.,]\p{N})"
_NAME = rf"(?P<name>(?:{_SYLLABLE}|{_NUMBER})(?:(?:\s{{1,3}}|\s?[\-–]\s?){_SYLLABLE}){{0,7}})"
_MAX_SYLLABLES = 4
_SYLLABLE_OF_RUN = compile_regex(r"[\p{L}\p{M}'’]+|\d+")
_NAME_ENDS = ("", "\n", ",", ";", ".")
"""What follows a name that stands alone among capitals."""


@dataclass(frozen=True, slots=True)
class _Words:
    """The words for levels (small letters -> level), the pattern of such a word and a name, and
    the words that begin no name (gazetteer.yaml)."""

    levels: Mapping[str, str]
    pattern: regex.Pattern[str]
    no_name: frozenset[str]


@cache
def _words(is_marked: bool) -> _Words:
    """The words for text with its diacritics, or without."""
    known = administrative_levels()
    levels = {level: level for level in known.all}
    levels.update(known.spellings)
    if not is_marked:
        levels = {unidecode(word): level for word, level in levels.items()}
    longest_first = sorted(levels, key=len, reverse=True)
    words = "|".join(map(_elastic, longest_first))
    level = rf"(?<![\p{{L}}\p{{N}}])(?P<level>(?i:{words}))(?:(?<=\.)\s{{0,3}}|\s{{1,4}})"
    return _Words(
        levels=levels,
        pattern=compile_regex(level + _NAME),
        no_name=frozenset(read_own("gazetteer.yaml")["no_name"]),
    )


def _elastic(words: str) -> str:
    return regex.escape(words).replace(r"\ ", r"\s{1,3}")


@lru_cache(maxsize=4096)
def find_unit_names(text: str) -> tuple[Mention, ...]:
    """The units that a text names with their level, in order: "phường Ba Đình", "TP. Hải Phòng",
    "Phường 7".

    Of a run of capitals it takes the longest name the gazetteer knows; a name it does not know only
    when it stands alone. Text without diacritics gives known names only.

    >>> [(m.level, m.name, m.known) for m in find_unit_names("UBND xã Hợp Tiến, tỉnh Sơn Bình Hạ")]
    [('xã', 'Hợp Tiến', True), ('tỉnh', 'Sơn Bình Hạ', False)]
    """
    is_marked = _has_diacritics(text)
    words = _words(is_marked)
    found: list[Mention] = []
    position = 0
    while match := words.pattern.search(text, position):
        mention = _known_mention(words, match) or _unknown_mention(words, match)
        position = mention.end if mention else match.end("level")
        if mention and (mention.known or is_marked):
            found.append(mention)
    return tuple(found)


def _level_of(words: _Words, match: regex.Match[str]) -> str:
    single_spaced = " ".join(match["level"].lower().split())
    return words.levels[single_spaced]


def _known_mention(words: _Words, match: regex.Match[str]) -> Mention | None:
    """The longest known name that the capitals after a level word begin with."""
    level = _level_of(words, match)
    run = match["name"]
    ends = _ends(run)
    for end in reversed(ends):
        name = run[:end]
        if find_units(name, level) and not _is_cut(run, ends, end=end, level=match["level"]):
            return Mention(
                level,
                proper_name(name, level),
                start=match.start(),
                end=match.start("name") + end,
                known=True,
            )
    return None


def _unknown_mention(words: _Words, match: regex.Match[str]) -> Mention | None:
    """The capitals after a level word as a name that the gazetteer does not know; None where they
    are none."""
    run = match["name"].split("\n")[0].rstrip()
    syllables = _ends(run)
    if not 2 <= len(syllables) <= _MAX_SYLLABLES:
        return None
    first = run[: syllables[0]]
    if first.lower() in words.no_name or first[0].isdigit():
        return None
    end = match.start("name") + len(run)
    follows = match.string[end : end + 1].strip(" \t")
    if match["level"].isupper() and follows not in _NAME_ENDS:
        return None
    level = _level_of(words, match)
    return Mention(
        level,
        proper_name(run, level),
        start=match.start(),
        end=end,
        known=False,
    )


def _ends(run: str) -> list[int]:
    """Where the syllables of a run of capitals end."""
    return [syllable.end() for syllable in _SYLLABLE_OF_RUN.finditer(run)]


def _is_cut(run: str, ends: Sequence[int], *, end: int, level: str) -> bool:
    """Whether a known name is but the front of a longer one: one more syllable follows it, in small
    print."""
    if level.isupper():
        return False
    is_last_but_one = ends[-2:-1] == [end]
    return is_last_but_one and run[end] == " "


# --- provinces ------------------------------------------------------------------------------------

_PARTY = compile_regex(rf"(?<!\p{{L}})(?i:tỉnh|thành)\s+(?i:uỷ|ủy|đoàn)\s+{_NAME}")
_SAIGON = compile_regex(r"(?<!\p{L})TP\s?\.?\s?HCM\b")


def infer_province(
    level: str | None, name: str | None, mentions: Sequence[str], year: int | None = None
) -> str | None:
    """The province of a paper's unit, as far as one can tell; None when one cannot.

    `mentions` are the paragraphs of the paper. A province they name that has such a unit comes
    first; then the only province that has one (on the map of `year`; 2025 may be either); then the
    one named most often.
    """
    named: Counter[str] = Counter()
    for text in mentions:
        named.update(_provinces_in(text))
    units = _units_of(name, level, year=year) if name else []
    homes = {unit.province for unit in units}
    agreeing = Counter({home: count for home, count in named.items() if home in homes})
    if not agreeing:
        agreeing.update(_homes_by_district(units, mentions))
    if agreeing:
        return agreeing.most_common(1)[0][0]
    homes_now = {unit.province for unit in units if unit.era == "2025"}
    for candidates in (homes_now, homes):
        if len(candidates) == 1:
            return next(iter(candidates))
    return named.most_common(1)[0][0] if named else None


def _units_of(name: str, level: str | None, year: int | None) -> list[UnitRecord]:
    return [unit for unit in find_units(name, level) if _in_era(unit, year)]


def _homes_by_district(units: Sequence[UnitRecord], mentions: Sequence[str]) -> list[str]:
    """The province of the first unit whose district the paper names."""
    for unit in units:
        district = unit.district
        if district and any(_names_district(text, district) for text in mentions):
            return [unit.province]
    return []


def _in_era(unit: UnitRecord, year: int | None) -> bool:
    if year is None or year == 2025:
        return True
    return unit.era == ("before" if year < 2025 else "2025")


def _provinces_in(text: str) -> Iterator[str]:
    """The provinces that a text names, once for each time; unknown ones too ("tỉnh Sơn Hạ")."""
    for mention in find_unit_names(text):
        province = _province_named(mention.name)
        if province and mention.level in administrative_levels().province:
            yield province
        elif not province and mention.level == PROVINCE:
            yield mention.name  # only provinces have it: one that the gazetteer does not know, too
    for match in _PARTY.finditer(text):
        if province := _longest_province(match["name"]):
            yield province
    for _ in _SAIGON.finditer(text):
        yield "Hồ Chí Minh"


def _longest_province(run: str) -> str | None:
    """The province with the longest name that a run of capitals begins with."""
    for end in reversed(_ends(run)):
        if province := _province_named(run[:end]):
            return province
    return None


def _province_named(name: str) -> str | None:
    """The province of a name, in the gazetteer's spelling."""
    return next((unit.name for unit in find_units(name) if unit.is_province), None)


def _names_district(text: str, district: str) -> bool:
    """Whether a text names a district."""
    levels = administrative_levels().district
    for mention in find_unit_names(text):
        if mention.level in levels and _are_one(mention.name, district):
            return True
    return False
