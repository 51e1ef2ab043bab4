"""Which words of a sentence say when its work is due, as a small model learned it from sentences
whose deadline is known: a conditional random field (Lafferty, McCallum, Pereira 2001) over words,
their shapes, their neighbours and the clause they stand in.

The rules of the vocabulary (parsers/items/times/stated_deadlines) know what they were taught; this
knows what times look like ("trước 16 giờ mùng 5 tháng Giêng", "xong trước khi học sinh nghỉ hè").
It only proposes words: what they mean tells `parse_deadline`, and what that cannot read is no time.
Learned by tools/train_times.py, measured in docs/sentences.md.
"""

from __future__ import annotations

import threading
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

from kehoach.normalize.text import fold
from kehoach.normalize.vocabulary import read_own
from kehoach.patterns import compile_regex

MODEL = Path(__file__).parent / "models" / "times.crfsuite"
MOST_WORDS = 400
"""A longer text is no sentence; its first words are looked at."""
BEGINS, GOES_ON, OUTSIDE = "B", "I", "O"
_WORD = compile_regex(r"\d+(?:[./:]\d+)*|[^\W\d_]+(?:[-'][^\W\d_]+)*|[^\w\s]|\w+")
_STOPS = frozenset(',.;:()“”"')
_AROUND, _FIRST = 4, 4
"""So many words around one a unit is near; so many words of a sentence are told by their place."""
_NEAR, _FAR = 6, 8
"""Farther from the ends of its clause, and from what opens a time, all words are alike."""
_BEFORE, _BEHIND = "<s>", "</s>"
_models = threading.local()
"""A tagger holds the sentence that it was given last: each thread has its own."""


@dataclass(frozen=True, slots=True)
class Tagged:
    """Words of a text that say when: where they begin (in letters, from 0), and how sure the model
    is (0-1): the least sure of its words and of those beside them."""

    words: str
    begin: int
    sure: float


def tagged_times(text: str) -> list[Tagged]:
    """The times of a text, in order, as the model sees them.

    >>> [one.words for one in tagged_times("Công an xã sơ tán 230 hộ, xong trước 9 giờ ngày 23/9.")]
    ['trước 9 giờ ngày 23/9']
    """
    return list(_tagged_times(text))


@lru_cache(maxsize=1024)
def _tagged_times(text: str) -> tuple[Tagged, ...]:
    """Asked of the same points by rule after rule."""
    found = [*_WORD.finditer(text)][:MOST_WORDS]
    if not found:
        return ()
    tagger = _tagger()
    tagger.set(traits_of([word[0] for word in found]))
    tags: list[str] = tagger.tag()
    return tuple(
        Tagged(
            text[found[first].start() : found[stop - 1].end()],
            found[first].start(),
            sure=_sureness(tagger, tags, first, stop=stop),
        )
        for first, stop in _stretches(tags)
    )


def words_of(text: str) -> list[str]:
    """The words, figures and signs of a text as the model sees them."""
    return [word[0] for word in _WORD.finditer(text)]


def is_word_of_time(word: str) -> bool:
    """May a word open a time, or tell a part of one?

    >>> is_word_of_time("Trong"), is_word_of_time("tháng"), is_word_of_time("trường")
    (True, True, False)
    """
    said = _said(word)
    return said in _told("openers") or said in _told("units")


def _tagger() -> Any:
    tagger = getattr(_models, "tagger", None)
    if tagger is None:
        import pycrfsuite

        tagger = pycrfsuite.Tagger()
        tagger.open(str(MODEL))
        _models.tagger = tagger
    return tagger


def _stretches(tags: Sequence[str]) -> Iterator[tuple[int, int]]:
    """Where each time begins and ends (exclusive), in words."""
    first: int | None = None
    for place, tag in enumerate([*tags, OUTSIDE]):
        if first is not None and tag != GOES_ON:
            yield first, place
            first = None
        if first is None and tag != OUTSIDE:
            first = place


def _sureness(tagger: Any, tags: Sequence[str], first: int, *, stop: int) -> float:
    around = range(max(0, first - 1), min(len(tags), stop + 1))
    return min(float(tagger.marginal(tags[place], place)) for place in around)


# --- what the model sees of a word ----------------------------------------------------------------


def traits_of(words: Sequence[str]) -> list[list[str]]:
    """What the model sees of each word of a sentence; the same for learning and for reading."""
    said = [_said(word) for word in words]
    shapes = "".join(_shape(word) for word in words)
    return [_traits(said, shapes, place, clause) for place, clause in enumerate(_clauses(said))]


def _clauses(said: Sequence[str]) -> list[tuple[int, int]]:
    """The clause of each word: its first word, and the sign that ends it."""
    begins: list[int] = []
    begin = 0
    for place, word in enumerate(said):
        begins.append(begin)
        if word in _STOPS:
            begin = place + 1
    clauses: list[tuple[int, int]] = []
    end = len(said)
    for place in range(len(said) - 1, -1, -1):
        if said[place] in _STOPS:
            end = place
        clauses.append((begins[place], end))
    return clauses[::-1]


def _traits(said: Sequence[str], shapes: str, place: int, clause: tuple[int, int]) -> list[str]:
    begin, end = clause
    word = said[place]
    before, after = _at(said, place - 1), _at(said, place + 1)
    traits = ["b", f"w={word}", f"s={shapes[place]}"]
    traits += [f"w{step}={_at(said, place + step)}" for step in (-3, -2, -1, 1, 2, 3)]
    traits += [
        f"p1={before}|{word}",
        f"n1={word}|{after}",
        f"p2={_at(said, place - 2)}|{before}",
        f"n2={after}|{_at(said, place + 2)}",
        f"c={before}|{after}",
        f"ss={f'__{shapes}__'[place : place + 5]}",
        f"cs={_at(said, begin)}|{_at(said, begin + 1)}",
        f"cp={min(place - begin, _NEAR)}",
        f"ct={min(end - place, _NEAR)}",
        f"ce={_at(said, end)}",
    ]
    if place < _FIRST:
        traits.append(f"i={place}")
    return [*traits, *_openers(said, place, begin), *_units(said, place, clause)]


def _openers(said: Sequence[str], place: int, begin: int) -> Iterator[str]:
    """The nearest word before, in the clause, that may open a time; with that before it."""
    openers = _told("openers")
    for opener in range(place, begin - 1, -1):
        if said[opener] in openers:
            name = said[opener]
            if opener > begin and said[opener - 1] in openers:
                name = f"{said[opener - 1]}_{name}"
            yield f"lo={name}"
            yield f"lod={name}|{min(place - opener, _FAR)}"
            return


def _units(said: Sequence[str], place: int, clause: tuple[int, int]) -> Iterator[str]:
    """Does a unit of time stand here, or near, in the clause?"""
    begin, end = clause
    units = _told("units")
    if said[place] in units:
        yield "unit"
    if any(word in units for word in said[max(begin, place - _AROUND) : place]):
        yield "unitL"
    if any(word in units for word in said[place + 1 : min(end, place + _AROUND)]):
        yield "unitR"


@cache
def _told(kind: str) -> frozenset[str]:
    """The words of a kind, folded as they are said."""
    return frozenset(read_own("times/tagged.yaml")[kind])


def _at(said: Sequence[str], place: int) -> str:
    if place < 0:
        return _BEFORE
    return said[place] if place < len(said) else _BEHIND


@lru_cache(maxsize=16384)
def _said(word: str) -> str:
    """A word without its capitals; of a figure only how it is written."""
    if not word[0].isdigit():
        return fold(word)
    sign = next((sign for sign in "/:." if sign in word), "")
    return f"0{sign}" if sign else "0" * min(len(word), 4)


def _shape(word: str) -> str:
    if word[0].isdigit():
        return "D"
    if word.isupper() and len(word) > 1:
        return "A"
    if word[0].isupper():
        return "C"
    return "l" if word[0].isalpha() else "p"
