"""The directory of bodies (offices.yaml), ready for comparing without diacritics and
punctuation."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache, lru_cache
from itertools import pairwise
from typing import TypedDict

from rapidfuzz import fuzz, process

from kehoach.normalize.text import fold, strip_diacritics
from kehoach.normalize.vocabulary import read_own

_FUZZY = 91.0
_MARGIN = 4.0


class _File(TypedDict):
    short: dict[str, str]
    ward: dict[str, list[str]]
    with_level: dict[str, list[str]]
    other: dict[str, list[str]]
    province: dict[str, list[str]]
    central: dict[str, list[str]]
    levels: list[str]
    own_levels: list[str]
    heads: list[str]
    collective: list[str]
    generic: list[str]
    clause: list[str]
    skip: list[str]
    before_clause: list[str]
    tails: list[str]
    typos: dict[str, str]


Words = tuple[str, ...]


def words_of(text: str) -> Words:
    return tuple(strip_diacritics(text).split())


@dataclass(frozen=True, slots=True)
class Directory:
    """The file, ready for comparing: names by their words, phrases by their words."""

    names: dict[Words, str]
    kinds: dict[str, str]
    short: dict[Words, Words]
    phrases: dict[str, frozenset[Words]]
    toned: dict[str, frozenset[str]]
    typos: dict[str, str]
    openings: frozenset[str]
    """The words with which a name, or a short form in one, may begin."""

    def starts(self, kind: str, words: Iterable[str]) -> int:
        """How many words of a phrase of `kind` stand at the beginning; 0 for none."""
        head = tuple(words)
        return next(
            (n for n in range(min(5, len(head)), 0, -1) if head[:n] in self.phrases[kind]), 0
        )


@cache
def _file() -> _File:
    data: _File = read_own("offices/offices.yaml")
    return data


@cache
def directory_of_offices() -> Directory:
    data = _file()
    short = {
        key_of(words_of(key), {}): key_of(words_of(value), {})
        for key, value in data["short"].items()
    }
    names: dict[Words, str] = {}
    kinds: dict[str, str] = {}
    sections = (data["ward"], data["with_level"], data["other"], data["province"], data["central"])
    for kind, bodies in zip(
        ("ward", "with_level", "other", "province", "central"), sections, strict=True
    ):
        for name, spellings in bodies.items():
            kinds[name] = kind
            for spelling in (name, *spellings):
                names.setdefault(key_of(words_of(spelling), short), name)
    lists = (
        "levels",
        "own_levels",
        "heads",
        "collective",
        "generic",
        "clause",
        "skip",
        "before_clause",
        "tails",
    )
    phrases = {name: frozenset(map(words_of, data[name])) for name in lists}  # type: ignore[literal-required]
    toned = {name: frozenset(map(fold, data[name])) for name in lists}  # type: ignore[literal-required]
    openings = frozenset(words[0] for words in (*names, *short) if words) | {"va"}
    return Directory(names, kinds, short, phrases, toned, data["typos"], openings)


@cache
def _printed_names() -> tuple[str, ...]:
    """All names of the directory and their other spellings, as printed."""
    data = _file()
    sections = (data["ward"], data["with_level"], data["other"], data["province"], data["central"])
    names = [
        n for bodies in sections for name, spellings in bodies.items() for n in (name, *spellings)
    ]
    return (*names, *data["short"])


@cache
def opening_words() -> tuple[str, ...]:
    """The words that names and short forms of the directory begin with, as printed ("Phòng",
    "KTHTĐT"), sorted."""
    firsts = {name.split()[0].rstrip(".,") for name in _printed_names()}
    return tuple(sorted(first for first in firsts if len(first) > 1 and first[0].isupper()))


@cache
def pairs_over_dash() -> frozenset[tuple[str, str]]:
    """The words (without diacritics) that stand around a dash in names: "Văn hóa - Xã hội" has
    ("hoa", "xa")."""
    found: set[tuple[str, str]] = set()
    for name in _printed_names():
        parts = [words_of(part) for part in name.replace("–", "-").split("-")]
        found |= {(a[-1], b[0]) for a, b in pairwise(parts) if a and b}
    return frozenset(found)


def key_of(words: Words, short: dict[Words, Words]) -> Words:
    """The words of a name for comparing: short forms written out, "và" left out."""
    words = tuple(word for word in words if word != "va")
    out: list[str] = []
    i = 0
    while i < len(words):
        size = next(
            (n for n in range(min(5, len(words) - i), 0, -1) if words[i : i + n] in short), 0
        )
        out += short[words[i : i + size]] if size else words[i : i + 1]
        i += size or 1
    return tuple(out)


@lru_cache(maxsize=4096)
def nearest_office(words: str) -> str | None:
    """The one name that differs from these words by a typing error; None when none or two do."""
    directory = directory_of_offices()
    key = " ".join(key_of(tuple(words.split()), directory.short))
    if len(key) < 8:
        return None
    names = _fuzzy_names()
    best: dict[str, float] = {}
    for candidate, score, _ in process.extract(
        key, names.keys(), scorer=fuzz.ratio, limit=6, score_cutoff=80
    ):
        best[names[candidate]] = max(score, best.get(names[candidate], 0.0))
    ranked = sorted(best.items(), key=lambda item: -item[1])
    if not ranked or ranked[0][1] < _FUZZY:
        return None
    clear = len(ranked) == 1 or ranked[0][1] - ranked[1][1] >= _MARGIN
    return ranked[0][0] if clear else None


@cache
def _fuzzy_names() -> dict[str, str]:
    return {" ".join(words): name for words, name in directory_of_offices().names.items()}
