"""Two wordings beside each other: do they say the same, how alike are they, where do they differ?

Compared are words spelt out (no case, no punctuation, tone marks in one place, short forms in
full). Of plans of two years a wording says the same where only the years moved with the plan.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import lru_cache
from typing import Literal

from rapidfuzz import fuzz

from kehoach.compare.slips import letters_of, parted, without_slips
from kehoach.compare.vocabulary import light_phrases, synonyms, turning_words
from kehoach.normalize.text import strip_diacritics
from kehoach.patterns import compile_regex
from kehoach.schema.rules.vocabulary import spelt_out

State = Literal["same", "gone", "new"]
Apart = Literal["nothing", "act", "object"]
APART: tuple[Apart, ...] = ("nothing", "act", "object")
ACT = 3
"""So many telling words at the beginning of a task say what is done."""
SHARED = 0.5
"""So large a part of their telling words have two wordings of one thing in common."""
LONGEST = 2_000
"""Letters. Of longer texts the beginning says how alike they are."""
MOST_WORDS = 2_000
"""Longer wordings are told whole, not word by word."""
SHORT = 3
"""Words. That a shorter text has no marks tells nothing."""
_YEAR = compile_regex(r"(?:19|20)\d\d")
_ANY_YEAR = "0000"


@dataclass(frozen=True, slots=True)
class Wording:
    """A text for comparing: its words spelt out, any year for every year where plans lie years
    apart; `key`, those with one phrase for all of a meaning; `telling` and `telling_key`, what is
    left of both without the phrases that tell no object."""

    words: tuple[str, ...]
    text: str
    key: str
    telling: tuple[str, ...]
    telling_key: tuple[str, ...]

    @property
    def lost_its_marks(self) -> bool:
        """Is it Vietnamese without diacritics?"""
        return self.text.isascii() and len(self.words) > SHORT


@lru_cache(maxsize=32_768)
def wording(text: str, years: int = 0) -> Wording:
    """A text as it is compared between plans that lie so many years apart.

    >>> wording("Rà soát TTHC").words == wording("rà soát thủ tục hành chính.").words
    True
    >>> wording("Đẩy mạnh tuyên truyền").key == wording("Tăng cường phổ biến").key
    True
    """
    words = tuple(spelt_out(text))
    spelt = " ".join(words)
    spelt = _YEAR.sub(_ANY_YEAR, spelt) if years else spelt
    pattern, meant = synonyms()
    key = pattern.sub(lambda match: meant[match[0]], spelt)
    telling, telling_key = (tuple(light_phrases().sub(" ", one).split()) for one in (spelt, key))
    return Wording(words, spelt, key=key, telling=telling, telling_key=telling_key)


def likeness(one: Wording, other: Wording) -> float:
    """How alike two wordings are, letter by letter, from 0 to 1; without what tells no object, or
    as they stand."""
    forms = [(one.text, other.text), (one.key, other.key)]
    forms += [
        (" ".join(mine), " ".join(theirs))
        for mine, theirs in ((one.telling, other.telling), (one.telling_key, other.telling_key))
        if mine and theirs
    ]
    if one.lost_its_marks or other.lost_its_marks:
        forms.append((strip_diacritics(one.text), strip_diacritics(other.text)))
    return max(fuzz.ratio(mine[:LONGEST], theirs[:LONGEST]) for mine, theirs in forms) / 100


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
        before == after or _is_moved(before, after, years=years)
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
    if old.lost_its_marks or new.lost_its_marks:
        return _apart(*(letters_of(text.text).split() for text in (old, new)), is_plain=True)
    old, new = with_spaces(old, new), with_spaces(new, old)
    plain = _apart(old.telling, new.telling)
    if plain == "nothing" or (old.key == old.text and new.key == new.text):
        return plain
    meant = _apart(old.telling_key, new.telling_key)
    return min(plain, meant, key=APART.index)


def is_other_wording(old: Wording, new: Wording) -> bool:
    """Are most of their telling words the same, and the others here and there? Then somebody may
    have said one thing in words of his own; where one place differs, he spoke of another.

    >>> one = wording("Hướng dẫn người dân nộp hồ sơ trực tuyến tại nhà văn hóa")
    >>> is_other_wording(one, wording("Giúp người dân nộp hồ sơ trực tuyến qua tổ công nghệ số"))
    True
    >>> is_other_wording(one, wording("Hướng dẫn người dân nộp thuế điện tử tại nhà văn hóa"))
    False
    """
    mine, theirs = list(old.telling_key), list(new.telling_key)
    differing = [one for one in _operations(*sorted((mine, theirs))) if one[0] != "equal"]
    shared = sum((Counter(mine) & Counter(theirs)).values())
    return len(differing) > 1 and 2 * shared >= SHARED * (len(mine) + len(theirs))


def with_spaces(text: Wording, model: Wording) -> Wording:
    """A wording with the spaces that it lost, as another has them.

    >>> model = wording("Quản lý đất đai")
    >>> with_spaces(wording("quản lýđất đai"), model) == model
    True
    """
    if set(text.words) <= set(model.words):
        return text
    there = {letters_of(word): word for word in model.words}
    spaced = " ".join(parted(word, there) for word in text.text.split())
    return wording(spaced) if spaced != text.text else text


def _apart(old: Sequence[str], new: Sequence[str], *, is_plain: bool = False) -> Apart:
    gone, more = without_slips(_only_in(old, new), _only_in(new, old))
    if is_plain:  # without marks no word is known to be light, or to turn a meaning
        return "object" if gone and more else "nothing"
    if not turning_words().isdisjoint((*gone, *more)):
        return "object"
    if not gone or not more:
        return "nothing"
    is_first = set(gone) <= set(old[:ACT]) and set(more) <= set(new[:ACT])
    is_act = is_first and not any(map(str.isdigit, (*gone, *more)))
    return "act" if is_act else "object"


def _only_in(one: Sequence[str], other: Sequence[str]) -> list[str]:
    """The words that one has, or has more often, in their order."""
    left = Counter(other)
    only: list[str] = []
    for word in one:
        if left[word]:
            left[word] -= 1
        else:
            only.append(word)
    return only


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
