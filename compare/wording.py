"""Two wordings beside each other: do they say the same, how alike are they, where do they differ?

Compared are words spelt out (no case, no punctuation, tone marks in one place, short forms in
full). Of plans of two years a wording says the same where only the years moved with the plan.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Literal

import regex
from rapidfuzz.distance import Levenshtein

from kehoach.compare.vocabulary import light_words, synonyms
from kehoach.normalize.text import strip_diacritics
from kehoach.schema.rules.vocabulary import spelt_out

State = Literal["same", "gone", "new"]
Apart = Literal["nothing", "act", "object"]
ACT = 4
"""So many words at the beginning of a task say what is done."""
MOST_WORDS = 2_000
"""Longer wordings are told whole, not word by word."""
SHORT = 3
"""Letters. Shorter words one letter apart are two words."""
_YEAR = regex.compile(r"(?:19|20)\d\d")
_ANY_YEAR = "0000"


@dataclass(frozen=True, slots=True)
class Wording:
    """A text for comparing: its words spelt out; `key`, those joined, is what likeness is counted
    on: with one phrase for all of a meaning, and any year for every year where `years` move."""

    words: tuple[str, ...]
    key: str


def wording(text: str, years: int = 0) -> Wording:
    """A text as it is compared between plans that lie so many years apart.

    >>> wording("Rà soát TTHC").words == wording("rà soát thủ tục hành chính.").words
    True
    >>> wording("Đẩy mạnh tuyên truyền").key == wording("Tăng cường phổ biến").key
    True
    """
    words = tuple(spelt_out(text))
    pattern, meant = synonyms()
    key = pattern.sub(lambda match: meant[match[0]], " ".join(words))
    return Wording(words, _YEAR.sub(_ANY_YEAR, key) if years else key)


def say_the_same(old: Wording, new: Wording, years: int = 0) -> bool:
    """Are they the same words, but that years may have moved by so many?

    >>> say_the_same(wording("trong năm 2031"), wording("Trong năm 2032;"), 1)
    True
    >>> say_the_same(wording("giai đoạn 2026-2030"), wording("giai đoạn 2026-2030"), 1)
    True
    """
    if old.words == new.words:
        return True
    if not years or len(old.words) != len(new.words):
        return False
    return all(
        before == after or _is_moved(before, after, years)
        for before, after in zip(old.words, new.words, strict=True)
    )


def _is_moved(old: str, new: str, years: int) -> bool:
    are_years = _YEAR.fullmatch(old) and _YEAR.fullmatch(new)
    return bool(are_years) and int(new) - int(old) == years


def apart(old: Wording, new: Wording) -> Apart:
    """By what two wordings tell two things: each has telling words that the other lacks ("… đất
    đai", "… hộ tịch"), of its object or only of what is done with it. Words more in only one of
    them, light words and slips of the pen tell nothing.

    >>> apart(wording("Kiểm tra lĩnh vực đất đai"), wording("Kiểm tra lĩnh vực y tế"))
    'object'
    >>> apart(wording("Kiểm tra sổ hộ tịch"), wording("Thanh lý sổ hộ tịch"))
    'act'
    >>> apart(wording("Kiểm tra đất đai"), wording("Kiểm tra đất đai tại các thôn"))
    'nothing'
    """
    one, other = _telling(old), _telling(new)
    gone, more = one.keys() - other.keys(), other.keys() - one.keys()
    for word in sorted(gone):
        slip = next((other for other in sorted(more) if _is_slip(word, other)), None)
        if slip is not None:
            gone, more = gone - {word}, more - {slip}
    if not gone or not more:
        return "nothing"
    is_act = max(one[word] for word in gone) < ACT and max(other[word] for word in more) < ACT
    return "act" if is_act else "object"


def _telling(text: Wording) -> dict[str, int]:
    """The words that tell an object, each with the place where it stands first."""
    light = light_words()
    places: dict[str, int] = {}
    for place, word in enumerate(text.key.split()):
        if word not in light:
            places.setdefault(word, place)
    return places


def _is_slip(word: str, other: str) -> bool:
    """One word for the other, a letter or its marks away."""
    if strip_diacritics(word) == strip_diacritics(other):
        return True
    return len(word) > SHORT and Levenshtein.distance(word, other, score_cutoff=1) == 1


def pieces(before: str, after: str) -> Iterator[tuple[State, str]]:
    """Two texts as one, word by word: what both have, what is gone, what is new.

    >>> list(pieces("Tháng 3 năm 2031", "Quý 3 năm 2031"))
    [('gone', 'Tháng'), ('new', 'Quý'), ('same', '3 năm 2031')]
    """
    old, new = before.split(), after.split()
    if max(len(old), len(new)) > MOST_WORDS:
        operations = [("replace", 0, len(old), 0, len(new))]
    elif new < old:  # the same whichever of the two is the newer
        operations = [
            (kind, begin, end, other_begin, other_end)
            for kind, other_begin, other_end, begin, end in _operations(new, old)
        ]
    else:
        operations = _operations(old, new)
    for kind, begin, end, other_begin, other_end in operations:
        if kind == "equal":
            yield from _told("same", old[begin:end])
        else:
            yield from _told("gone", old[begin:end])
            yield from _told("new", new[other_begin:other_end])


def _operations(one: list[str], other: list[str]) -> list[tuple[str, int, int, int, int]]:
    matcher = SequenceMatcher(None, one, other, autojunk=False)
    return [*matcher.get_opcodes()]


def _told(state: State, words: Sequence[str]) -> Iterator[tuple[State, str]]:
    if words:
        yield state, " ".join(words)
