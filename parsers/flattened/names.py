"""Names of offices and deadlines among the atoms of a flattened table: neighbouring cells of owners
have no other boundary than where a name ends ("Phòng Văn hóa - Xã hội", "Công an phường"), and
"Năm" is no deadline where "Năm 2025" is one.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache, lru_cache

import numpy as np

from kehoach.normalize.offices.directory import Words, directory_of_offices, words_of
from kehoach.normalize.times.cues import deadline_words
from kehoach.normalize.times.deadline import parse_deadline
from kehoach.normalize.times.timespan import plain
from kehoach.parsers.flattened.atoms import Atom
from kehoach.parsers.flattened.segmentation import Floats, Ints

MAX_WORDS = 12
"""Words of the longest names."""
LONGEST_STEP = 3
"""Words of the longest tails of collective phrases and of the longest levels."""
DEADLINE_ATOMS = 8
SURE = 0.9
"""A deadline with words that its reader does not know is as sure as this."""


@dataclass(frozen=True, slots=True)
class OfficeMarks:
    """Names of the directory (or phrases like "các phòng chuyên môn") among atoms, one entry per
    atom: 1 where one begins; 1 where one ends, its level ("phường") included; 1 where one goes on
    with the next atom; 1 for all that are part of one (`held`). `twin`: the last atom before that
    begins with the same name, -1 for none. Names do not go on over a page, but one may begin before
    it."""

    begins: Floats
    ends: Floats
    inside: Floats
    held: Floats
    twin: Ints


@dataclass(frozen=True, slots=True)
class _Stretch:
    """The words from an atom on, to the end of the page or of the longest name: the words, by the
    number of words so far the atom that ends there, the words that an atom opens with a capital."""

    first: int
    words: Words
    ends: dict[int, int]
    capitals: frozenset[int]

    def last_within(self, length: int) -> int:
        """The last atom of those that end within the first `length` words, or the first of all."""
        last = self.first
        for size, atom in self.ends.items():
            if size <= length:
                last = max(last, atom)
        return last


def office_marks(atoms: Sequence[Atom]) -> OfficeMarks:
    """Where names of offices stand among atoms."""
    words = [words_of(atom.text) for atom in atoms]
    begins, ends, inside, held = np.zeros((4, len(atoms)))
    twin = np.full(len(atoms), -1, dtype=np.int64)
    seen: dict[Words, int] = {}
    for first in range(len(atoms)):
        stretch = _stretch(atoms, words, first=first)
        length = _name_length(stretch.words[:MAX_WORDS], stretch.capitals)
        end = first + len(stretch.ends)
        if length < len(stretch.words) and _cut_by_page(atoms, end, stretch=stretch):
            begins[first] = 1.0
            held[first:end] = 1.0
            inside[first : end - 1] = 1.0
        elif length:
            name = stretch.words[:length]
            last = stretch.last_within(length)
            begins[first] = 1.0
            twin[first] = seen.get(name, -1)
            seen[name] = first
            if length in stretch.ends:
                ends[last] = 1.0
            inside[first:last] = 1.0
            held[first : last + 1] = 1.0
    return OfficeMarks(begins, ends, inside=inside, held=held, twin=twin)


def _stretch(atoms: Sequence[Atom], words: Sequence[Sequence[str]], first: int) -> _Stretch:
    stream: list[str] = []
    ends: dict[int, int] = {}
    capitals: set[int] = set()
    for number in range(first, len(atoms)):
        if number > first and (atoms[number].opens_page or len(stream) >= MAX_WORDS):
            break
        if atoms[number].text[:1].isupper():
            capitals.add(len(stream))
        stream += words[number]
        ends[len(stream)] = number
    return _Stretch(first, tuple(stream), ends=ends, capitals=frozenset(capitals))


def _cut_by_page(atoms: Sequence[Atom], end: int, stretch: _Stretch) -> bool:
    """Does a page end before atom `end`, and a name with it that has begun, two words or more?"""
    at_page_end = end < len(atoms) and atoms[end].opens_page
    return at_page_end and len(stretch.words) > 1 and stretch.words in _beginnings()


def _name_length(words: Words, capitals: frozenset[int]) -> int:
    """How many of the words are a name of an office; 0 when they do not begin with one. `capitals`:
    the words that an atom opens with a capital letter: there a name of many ("các phòng, đơn vị")
    does not go on."""
    known = directory_of_offices()
    if words[:1] not in _first_words():
        return 0
    for length in range(len(words), 0, -1):
        head = words[:length]
        broken_by_capital = any(0 < place < length for place in capitals)
        if head in known.phrases["collective"] and not broken_by_capital:
            return _with_level(words, _collective_end(words, length, capitals=capitals))
        if known.key_of(head) in known.names:
            return _with_level(words, length)
    return 0


@cache
def _first_words() -> frozenset[Words]:
    """The words with which a name of an office can begin."""
    known = directory_of_offices()
    phrases = (*known.names, *known.short, *known.phrases["collective"], ("va",))
    return frozenset(phrase[:1] for phrase in phrases)


@cache
def _beginnings() -> frozenset[Words]:
    """Two words or more with which names of offices begin and go on."""
    names = directory_of_offices().names
    return frozenset(name[:count] for name in names for count in range(2, len(name)))


def _collective_end(words: Words, place: int, capitals: frozenset[int]) -> int:
    """Where a phrase of many bodies ends that goes on from word `place`."""
    phrases = directory_of_offices().phrases
    tails = phrases["generic"] | phrases["tails"]
    while place < len(words) and place not in capitals:
        step = _longest_of(tails, words, place=place)
        if not step and words[place : place + 2] == ("lien", "quan"):
            step = 2
        if not step:
            break
        place += step
    return place


def _with_level(words: Words, place: int) -> int:
    """Where the level ends that follows a name: "phường", "UBND phường"."""
    body = int(words[place : place + 1] == ("ubnd",))
    level = _longest_of(directory_of_offices().phrases["levels"], words, place=place + body)
    return place + body + level if level else place


def _longest_of(phrases: frozenset[Words], words: Words, place: int) -> int:
    """How many words from word `place` on are one of the phrases; 0 for none."""
    for count in range(LONGEST_STEP, 0, -1):
        if words[place : place + count] in phrases:
            return count
    return 0


def whole_deadlines(atoms: Sequence[Atom]) -> dict[int, list[int]]:
    """By atom, the ends (exclusive) of all runs of atoms from it on that are a deadline and nothing
    else."""
    known = deadline_words()
    timely = [_is_timely(atom.text, known) for atom in atoms]
    found: dict[int, list[int]] = {}
    for first in range(len(atoms)):
        text = ""
        for number in range(first, min(first + DEADLINE_ATOMS, len(atoms))):
            next_page = number > first and atoms[number].opens_page
            if next_page or not timely[number]:
                break
            text = f"{text} {atoms[number].text}".strip()
            if _is_deadline(text):
                found.setdefault(first, []).append(number + 1)
    return found


def _is_timely(text: str, known: frozenset[str]) -> bool:
    """Are all words figures or words of deadlines?"""
    words = plain(text).replace("/", " ").replace("-", " ").split()
    return all(word in known or word[0].isdigit() for word in words)


@lru_cache(maxsize=4096)
def _is_deadline(text: str) -> bool:
    value = parse_deadline(text)
    return value is not None and value.kind is not None and value.confidence > SURE
