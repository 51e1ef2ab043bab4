"""The directory of bodies (offices.yaml, state.yaml), ready for comparing without diacritics and
punctuation."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from itertools import pairwise
from typing import Any

from rapidfuzz import fuzz, process

from kehoach.normalize.levels import administrative_levels
from kehoach.normalize.text import fold, strip_diacritics
from kehoach.normalize.vocabulary import read_own

Words = tuple[str, ...]
"""Words without diacritics, in small letters."""

SECTIONS = ("ward", "with_level", "other", "province", "central")
"""The sections of offices.yaml that list bodies: the kinds of a body."""
_PHRASE_LISTS = (
    "heads",
    "collective",
    "generic",
    "clause",
    "skip",
    "before_clause",
    "tails",
    "roles",
    "persons",
    "nobody",
    "gives",
    "unit_nouns",
    "after_unit_nouns",
    "branches",
    "nouns_with_branches",
    "counted",
    "schools",
    "nameable",
    "generic_capitals",
    "things",
    "before_plural",
    "takes_fields",
    "defines",
    "follows_short_form",
    "not_levels",
    "parts",
    "wholes",
    "not_wholes",
    "incomplete",
    "bodies_of_units",
    "run_on",
    "only_of_provinces",
)
_WITH_HAMLETS = ("unit_nouns", "counted", "generic")
"""The lists of phrases to which the kinds of hamlets belong."""
_WORD_LISTS = (
    "surnames",
    "and_or",
    "connectives",
    "belonging",
    "ends_name",
    "opens_owned",
    "plural",
    "from_place",
)
_LONGEST_PHRASE = 5
AND = "va"
"""The word that is left out of names for comparing: "và", "&"."""
_SHORTEST_FUZZY = 8
_FUZZY = 91.0
_FUZZY_FLOOR = 80.0
_MARGIN = 4.0


def words_of(text: str) -> Words:
    """The words of a text for comparing.

    >>> words_of("Phòng Văn hóa - Xã hội")
    ('phong', 'van', 'hoa', 'xa', 'hoi')
    """
    return tuple(strip_diacritics(text).split())


@dataclass(frozen=True, slots=True)
class Directory:
    """offices.yaml and words.yaml, ready for comparing.

    `names`: the words of a name (see `key_of`) -> the name. `kinds`: name -> its section.
    `short`: the words of a short form -> those it stands for. `phrases` and `toned`: the lists of
    phrases by their words, and as printed (`fold`); `phrase_openings`: their first words.
    `words`: lists of single words without diacritics.
    `spelt`: in a name as printed, what stands -> what is meant; `schools` and
    `short_heads` the same for kinds of schools, and for the kind of a body before initials;
    `unknown_heads` for what opens a name that is not listed.
    `own_parts`: how a name opens -> what goes on with it. `several`: names of which a unit has
    many. `openings`: words with which a name, or a short form in one, may begin, and those like
    them that open other names; `short_words`: those with which a short form begins.
    """

    names: Mapping[Words, str]
    kinds: Mapping[str, str]
    short: Mapping[Words, Words]
    phrases: Mapping[str, frozenset[Words]]
    phrase_openings: Mapping[str, frozenset[str]]
    toned: Mapping[str, frozenset[str]]
    words: Mapping[str, frozenset[str]]
    spelt: Mapping[str, str]
    short_heads: Mapping[str, str]
    unknown_heads: Mapping[str, str]
    schools: Mapping[str, str]
    own_parts: Mapping[Words, frozenset[Words]]
    own_parts_after_and: Mapping[Words, frozenset[Words]]
    several: frozenset[str]
    openings: frozenset[str]
    short_words: frozenset[str]

    def key_of(self, words: Words) -> Words:
        """The words of a name for comparing (see `key_of` below)."""
        if self.short_words.isdisjoint(words):
            return tuple(word for word in words if word != AND)  # most names hold no short form
        return key_of(words, self.short)

    def phrase_size(self, kind: str, words: Iterable[str]) -> int:
        """How many words of a phrase of the list `kind` stand at the beginning; 0 for none."""
        head = tuple(words)
        listed = self.phrases[kind]
        for size in range(min(_LONGEST_PHRASE, len(head)), 0, -1):
            if head[:size] in listed:
                return size
        return 0


@cache
def _file() -> Mapping[str, Any]:
    bodies = read_own("offices/offices.yaml")
    of_state = (
        f"{opening} {rest}"
        for opening, names in read_own("offices/state.yaml").items()
        for rest in names
    )
    central = {**dict.fromkeys(of_state, ()), **bodies["central"]}
    return {**bodies, **read_own("offices/words.yaml"), "central": central}


@cache
def directory_of_offices() -> Directory:
    """offices.yaml and words.yaml, read once."""
    data = _file()
    short = _short_forms(data["short"])
    names: dict[Words, str] = {}
    kinds: dict[str, str] = {}
    for kind in SECTIONS:
        for name, spellings in data[kind].items():
            kinds[name] = kind
            for spelling in (name, *spellings):
                names.setdefault(key_of(words_of(spelling), short), name)
    lists = _phrase_lists(data)
    phrases = {kind: frozenset(map(words_of, listed)) for kind, listed in lists.items()}
    first_words = {words[0] for words in (*names, *short) if words}
    first_words.update(map(strip_diacritics, data["other_openings"]))
    return Directory(
        names=names,
        kinds=kinds,
        short=short,
        phrases=phrases,
        phrase_openings={
            kind: frozenset(words[0] for words in listed if words)
            for kind, listed in phrases.items()
        },
        toned={kind: frozenset(map(fold, listed)) for kind, listed in lists.items()},
        words={kind: frozenset(map(strip_diacritics, data[kind])) for kind in _WORD_LISTS},
        spelt={**data["typos"], **data["spelt"]},
        short_heads=data["short_heads"],
        unknown_heads=data["unknown_heads"],
        schools=data["schools"],
        own_parts=_own_parts(data["own_parts"]),
        own_parts_after_and=_own_parts(data["own_parts_after_and"]),
        several=frozenset(data["several"]),
        openings=frozenset(first_words | {AND}),
        short_words=frozenset(form[0] for form in short if form),
    )


def _short_forms(listed: Mapping[str, str]) -> dict[Words, Words]:
    short: dict[Words, Words] = {}
    for form, meant in listed.items():
        short[key_of(words_of(form), {})] = key_of(words_of(meant), {})
    return short


def _own_parts(listed: Mapping[str, list[str]]) -> dict[Words, frozenset[Words]]:
    parts: dict[Words, frozenset[Words]] = {}
    for opening, own in listed.items():
        parts[words_of(opening)] = frozenset(map(words_of, own))
    return parts


def _phrase_lists(data: Mapping[str, Any]) -> dict[str, list[str]]:
    """The lists of phrases as printed; the levels are those of levels.yaml and what words.yaml
    adds, the kinds of hamlets those of levels.yaml."""
    levels = administrative_levels()
    lists: dict[str, list[str]] = {}
    for kind in _PHRASE_LISTS:
        lists[kind] = list(data[kind])
    lists["levels"] = [*levels.all, *data["more_levels"]]
    lists["own_levels"] = [*levels.lowest, *data["more_own_levels"]]
    for kind in _WITH_HAMLETS:
        lists[kind] += levels.hamlets
    lists["hamlets"] = [*levels.hamlets, *levels.hamlets_by_name]
    return lists


def listed_names() -> Iterator[str]:
    """All names of the directory and their other spellings, as printed."""
    data = _file()
    for kind in SECTIONS:
        for name, spellings in data[kind].items():
            yield name
            yield from spellings
    yield from data["short"]


@cache
def opening_words() -> tuple[str, ...]:
    """The words that names and short forms of the directory begin with, as printed ("Phòng",
    "KTHTĐT"), sorted."""
    found = set()
    for name in listed_names():
        word = name.split()[0].rstrip(".,")
        if len(word) > 1 and word[0].isupper():
            found.add(word)
    return tuple(sorted(found))


@cache
def pairs_over_dash() -> frozenset[tuple[str, str]]:
    """The words (without diacritics) that stand around a dash in names: "Văn hóa - Xã hội" has
    ("hoa", "xa")."""
    found: set[tuple[str, str]] = set()
    for name in listed_names():
        parts = [words_of(part) for part in name.replace("–", "-").split("-")]
        for before, after in pairwise(parts):
            if before and after:
                found.add((before[-1], after[0]))
    return frozenset(found)


def key_of(words: Words, short: Mapping[Words, Words]) -> Words:
    """The words of a name for comparing: short forms written out, "và" left out."""
    words = tuple(word for word in words if word != AND)
    key: list[str] = []
    index = 0
    while index < len(words):
        size = _short_form_size(words, index, short=short) if short else 0
        if size:
            key += short[words[index : index + size]]
            index += size
        else:
            key.append(words[index])
            index += 1
    return tuple(key)


def _short_form_size(words: Words, index: int, short: Mapping[Words, Words]) -> int:
    """How many words the longest short form at `index` has; 0 for none."""
    for size in range(min(_LONGEST_PHRASE, len(words) - index), 0, -1):
        if words[index : index + size] in short:
            return size
    return 0


@lru_cache(maxsize=4096)
def nearest_office(words: str) -> str | None:
    """The one name that differs from these words (without diacritics, a space between them) by a
    typing error; None when none or two do. Nearness is rapidfuzz's ratio, 0 to 100."""
    directory = directory_of_offices()
    key = " ".join(directory.key_of(tuple(words.split())))
    if len(key) < _SHORTEST_FUZZY:
        return None
    ranked = _ranked_names(key)
    if not ranked or ranked[0][1] < _FUZZY:
        return None
    name, score = ranked[0]
    opening = words.split(maxsplit=1)[0]
    if opening in directory.openings and opening != words_of(name)[0]:
        return None  # "Báo Nông nghiệp" is no "Bộ Nông nghiệp"
    if len(ranked) > 1 and score - ranked[1][1] < _MARGIN:
        return None
    return name


def _ranked_names(key: str) -> list[tuple[str, float]]:
    """The names whose keys are near, each once with its best score, the nearest first; the number
    in a name is no typing error ("Ban Chỉ đạo 57", "Ban Chỉ đạo 35")."""
    names = _names_by_key()
    scores: dict[str, float] = {}
    nearest = process.extract(
        key,
        names.keys(),
        scorer=fuzz.ratio,
        limit=6,
        score_cutoff=_FUZZY_FLOOR,
    )
    for candidate, score, _ in nearest:
        if _numbers_in(candidate) != _numbers_in(key):
            continue
        name = names[candidate]
        scores[name] = max(score, scores.get(name, 0.0))
    return sorted(scores.items(), key=lambda item: -item[1])


def _numbers_in(key: str) -> list[str]:
    return [word for word in key.split() if word.isdecimal()]


@cache
def _names_by_key() -> dict[str, str]:
    return {" ".join(words): name for words, name in directory_of_offices().names.items()}
