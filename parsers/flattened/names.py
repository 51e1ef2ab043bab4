"""Names of offices and deadlines among the atoms of a flattened table: neighbouring cells of owners
have no other boundary than where a name ends ("Phòng Văn hóa - Xã hội", "Công an phường"), and
"Năm" is no deadline where "Năm 2025" is one.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache, lru_cache

import numpy as np
from numpy.typing import NDArray

from kehoach.normalize.offices.directory import Words, directory_of_offices, key_of, words_of
from kehoach.normalize.times.cues import deadline_words
from kehoach.normalize.times.deadline import parse_deadline
from kehoach.normalize.times.timespan import plain
from kehoach.parsers.flattened.atoms import Atom

Floats = NDArray[np.float64]

MAX_WORDS = 12
DEADLINE_ATOMS = 8
SURE = 0.9
"""A deadline with words that its reader does not know is as sure as this."""


def office_marks(atoms: Sequence[Atom]) -> tuple[Floats, Floats, Floats, Floats, NDArray[np.int64]]:
    """Atoms -> 1 for those with which a name of the directory (or a phrase like "các phòng chuyên
    môn") begins, 1 for those with which one ends, its level ("phường") included, 1 for those after
    which one goes on, and 1 for those that are part of one. Names do not go on over a page, but one
    may begin before it. Last, for atoms with which a name begins, the last atom before that begins
    with the same (-1 for none)."""
    words = [words_of(atom.text) for atom in atoms]
    begins, ends, inside, held = (np.zeros(len(atoms)) for _ in range(4))
    twin = np.full(len(atoms), -1, dtype=np.int64)
    seen: dict[Words, int] = {}
    for k in range(len(atoms)):
        stream: list[str] = []
        at_end: dict[int, int] = {}
        capital: set[int] = set()
        for j in range(k, len(atoms)):
            if j > k and (atoms[j].opens_page or len(stream) >= MAX_WORDS):
                break
            if atoms[j].text[:1].isupper():
                capital.add(len(stream))
            stream += words[j]
            at_end[len(stream)] = j
        length = _name(tuple(stream[:MAX_WORDS]), capital)
        cut = k + len(at_end)
        if (
            cut < len(atoms)
            and atoms[cut].opens_page
            and length < len(stream)
            and _is_begun(tuple(stream))
        ):
            begins[k] = held[k:cut] = inside[k : cut - 1] = 1.0
        elif length:
            begins[k] = 1.0
            name = tuple(stream[:length])
            twin[k], seen[name] = seen.get(name, -1), k
            whole = [j for size, j in at_end.items() if size <= length]
            if length in at_end:
                ends[at_end[length]] = 1.0
            inside[k : max(whole, default=k)] = 1.0
            held[k : max(whole, default=k) + 1] = 1.0
    return begins, ends, inside, held, twin


def _name(words: Words, capital: set[int]) -> int:
    """How many of the words are a name of an office; 0 when they do not begin with one. `capital`:
    the words that an atom opens with a capital letter: there a name of many ("các phòng, đơn vị")
    does not go on."""
    known = directory_of_offices()
    if words[:1] not in _firsts():
        return 0
    for length in range(len(words), 0, -1):
        head = words[:length]
        if head in known.phrases["collective"] and not any(0 < at < length for at in capital):
            return _level(words, _collective(words, length, capital))
        if key_of(head, known.short) in known.names:
            return _level(words, length)
    return 0


def _is_begun(words: Words) -> bool:
    """Do names of offices begin with these words, two or more, and go on?"""
    return len(words) > 1 and words in _beginnings()


@cache
def _beginnings() -> frozenset[Words]:
    names = directory_of_offices().names
    return frozenset(name[:n] for name in names for n in range(2, len(name)))


def whole_deadlines(atoms: Sequence[Atom]) -> dict[int, list[int]]:
    """By atom, the ends (exclusive) of all runs of atoms from it on that are a deadline and nothing
    else."""
    words = [plain(atom.text).replace("/", " ").replace("-", " ").split() for atom in atoms]
    known = deadline_words()
    timely = [all(word in known or word[0].isdigit() for word in own) for own in words]
    found: dict[int, list[int]] = {}
    for k in range(len(atoms)):
        text = ""
        for j in range(k, min(k + DEADLINE_ATOMS, len(atoms))):
            if not timely[j] or (j > k and atoms[j].opens_page):
                break
            text = f"{text} {atoms[j].text}".strip()
            if _is_deadline(text):
                found.setdefault(k, []).append(j + 1)
    return found


@lru_cache(maxsize=4096)
def _is_deadline(text: str) -> bool:
    value = parse_deadline(text)
    return value is not None and value.kind is not None and value.confidence > SURE


@cache
def _firsts() -> frozenset[Words]:
    """The words with which a name of an office can begin."""
    known = directory_of_offices()
    return frozenset(
        own[:1] for own in (*known.names, *known.short, *known.phrases["collective"], ("va",))
    )


def _collective(words: Words, at: int, capital: set[int]) -> int:
    """Where a phrase of many bodies ends that goes on from word `at`."""
    phrases = directory_of_offices().phrases
    while at < len(words) and at not in capital:
        step = next(
            (n for n in (3, 2, 1) if words[at : at + n] in phrases["generic"] | phrases["tails"]), 0
        )
        if not step and words[at : at + 2] == ("lien", "quan"):
            step = 2
        if not step:
            break
        at += step
    return at


def _level(words: Words, at: int) -> int:
    """Where the level ends that follows a name: "phường", "UBND phường"."""
    levels = directory_of_offices().phrases["levels"]
    body = int(words[at : at + 1] == ("ubnd",))
    return next(
        (at + body + n for n in (3, 2, 1) if words[at + body : at + body + n] in levels), at
    )
