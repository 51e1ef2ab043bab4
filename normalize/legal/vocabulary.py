"""legal.yaml as patterns, and a text in the forms that they are searched in."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

import regex

from kehoach.normalize.times.timespan import plain
from kehoach.normalize.vocabulary import read_own
from kehoach.patterns import compile_regex

Pattern = regex.Pattern[str]

_WORD_BEGIN = r"(?<![\p{L}\p{N}])"
_WORD_END = r"(?![\p{L}\p{N}])"
_LIST_MARKS = r"[\s\-+*•]*"
_MARKED_SHARE = 20
"""Text with its diacritics has at least one letter outside ASCII among so many."""


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """legal.yaml as patterns.

    `types`: a kind of document in plain form -> its name; `by_symbol`: its sign -> its name. For
    flat text: `kind`, `law`, `trigger`, `heading`, and all from `next_document` on; the others for
    `cased` (see `Source`).
    """

    types: Mapping[str, str]
    by_symbol: Mapping[str, str]
    kind: Pattern
    law: Pattern
    trigger: Pattern
    heading: Pattern
    dropped: Pattern
    lead: Pattern
    issuer_end: Pattern
    actor: Pattern
    council: Pattern
    reason: Pattern
    next_document: Pattern
    no_title: Pattern
    called: Pattern
    as_follows: Pattern
    plan_follows: Pattern
    fillers: Pattern
    refers: Pattern
    in_passing: Pattern


@dataclass(frozen=True, slots=True)
class Source:
    """A text in the forms that it is searched in, all of one length.

    `flat` is lower case without diacritics; `cased` keeps capitals, and diacritics with the tone
    marks in one place. `words` have no diacritics when the text has lost its own ("tai" is then
    "tại" and "Tài").
    """

    text: str
    flat: str
    cased: str
    words: Vocabulary

    @classmethod
    def of(cls, text: str) -> Source:
        """The forms of `text`."""
        flat = plain(text)
        is_marked = _is_marked(text)
        cased = _one_tone(text) if is_marked else _capitals_of(text, flat)
        return cls(text, flat, cased, vocabulary(is_marked))


def _is_marked(text: str) -> bool:
    """Whether a text still has its diacritics."""
    letters = sum(map(str.isalpha, text))
    if letters == 0:
        return True
    marked = sum(char > "\x7f" and char.isalpha() for char in text)
    return _MARKED_SHARE * marked > letters


_TONES = {
    "oà": "òa",
    "oá": "óa",
    "oả": "ỏa",
    "oã": "õa",
    "oạ": "ọa",
    "uỷ": "ủy",
    "uỳ": "ùy",
    "uý": "úy",
    "Uỷ": "Ủy",
}
_OLD_TONE = compile_regex("(?<![qQ])(?:" + "|".join(_TONES) + r")(?!\p{L})")


def _one_tone(text: str) -> str:
    return _OLD_TONE.sub(lambda match: _TONES[match[0]], text)


def _capitals_of(text: str, flat: str) -> str:
    """Plain text with the capitals of the text it comes from."""
    cased = []
    for char, plain_char in zip(text, flat, strict=True):
        capital = plain_char.upper()
        is_capital = char.isupper() and len(capital) == 1
        cased.append(capital if is_capital else plain_char)
    return "".join(cased)


def _any_of(words: Iterable[str]) -> str:
    """A pattern for any of `words`, the longest first, spaces elastic."""
    longest_first = sorted(set(words), key=lambda word: (-len(word), word))
    elastic = (r"\s+".join(map(regex.escape, word.split())) for word in longest_first)
    return "(?:" + "|".join(elastic) + ")"


def _flat(words: Iterable[str]) -> str:
    """A pattern for any of `words` in flat text."""
    return _any_of(plain(word) for word in words)


def _flat_as_listed(words: Iterable[str]) -> str:
    """A pattern for any of `words` in flat text, in their order, with single spaces."""
    return "(?:" + "|".join(regex.escape(plain(word)) for word in words) + ")"


@cache
def _data() -> Mapping[str, Any]:
    data: Mapping[str, Any] = read_own("legal/legal.yaml")
    return data


@cache
def vocabulary(is_marked: bool = True) -> Vocabulary:
    """legal.yaml, read once, for text with its diacritics or without."""
    data = _data()
    types: Mapping[str, list[str]] = data["types"]
    laws, subject = data["laws"], data["subject"]

    def cased(words: Iterable[str]) -> str:
        forms = map(_one_tone, words)
        if is_marked:
            return _any_of(forms)
        return _any_of(_capitals_of(form, plain(form)) for form in forms)

    capitals = (word.capitalize() for word in subject["capital"])
    lead = cased([*subject["dropped"], *subject["kept"], *capitals])
    dropped = cased([*subject["dropped"], *subject["dropped_capital"]])
    does = rf"\b[^;:.,]{{0,120}}?\s{cased(data['acts'])}\b"
    number = rf"{cased(['số'])}(?=\s*:?\s*[\d.…/])"  # "chuyển đổi số" goes on
    numbered = _flat(set(types) - set(laws))
    patterns = {
        "kind": rf"{_WORD_BEGIN}(?P<kind>{numbered})(?=[\s:\d/])",
        "law": rf"{_WORD_BEGIN}(?P<kind>{_flat(laws)})(?=\s)",
        "trigger": rf"{_LIST_MARKS}(?:{_flat(data['triggers'])}|can\s+c[a-z]{{1,3}})\b",
        "heading": rf"{_LIST_MARKS}(?:[ivx\d]+[.)]\s*)?{_flat(data['headings'])}\s*:?\s*",
        "dropped": rf"[\s,]*{dropped}(?=\s|$)[\s:]*",
        "lead": rf"[\s,]*{lead}{_WORD_END}",
        "issuer_end": rf"\s+(?:{lead}|{cased(data['issuer_ends'])}|{number}){_WORD_END}",
        "actor": rf"[,;]\s*(?P<actor>{cased(data['actors'])}{does})",
        "council": rf"\s(?P<actor>{cased(data['councils'])}{does})",
        "reason": rf"\s*(?:[,;]|\b{cased(['và'])}\b)\s*{cased(data['reasons'])}\b",
        "next_document": rf"\s*(?:,|\bva\b)\s*{_flat(data['after_title'])}\b",
        "no_title": rf"{_flat_as_listed(data['no_title'])}\b",
        "called": rf"\s*\({_flat_as_listed(data['called'])}[^()]*\)?\s*$",
        "as_follows": rf"\b{_flat_as_listed(data['as_follows'])}\s*[:.,;]*\s*$",
        "plan_follows": rf"{_flat_as_listed(data['plan_follows'])}\s*[:.;,]*\s*$",
        "fillers": rf"\A(?:\s|,|va\b|{_flat_as_listed(data['fillers'])})+(?!\w)",
        "refers": rf"\b{_flat_as_listed(data['refers'])}(?:\s+{_flat(data['plurals'])})?\s*$",
        "in_passing": rf"\b{_flat_as_listed(data['in_passing'])}\b",
    }
    return Vocabulary(
        types={plain(name): name for name in types},
        by_symbol={plain(sign): name for name, signs in types.items() for sign in signs},
        **{name: compile_regex(pattern) for name, pattern in patterns.items()},
    )


def signs_of_kinds() -> Mapping[str, list[str]]:
    """The signs of each kind of document, as legal.yaml lists them."""
    signs: Mapping[str, list[str]] = _data()["types"]
    return signs


def borrowed_signs() -> Mapping[str, list[str]]:
    """The signs that a kind of document shares with the kind they are made for."""
    signs: Mapping[str, list[str]] = _data()["borrowed_signs"]
    return signs


def is_rule(kind: str) -> bool:
    """Does a kind of document set rules for all, so that no plan or letter is guided by it?

    >>> is_rule("Thông tư"), is_rule("Kế hoạch")
    (True, False)
    """
    return kind in _data()["ranks"]["rules"]


def is_circular(kind: str) -> bool:
    """Does a kind of document only carry out what others rule?"""
    return kind in _data()["ranks"]["circulars"]
