"""Which words begin what a body does, as the corpus tells (tools/train_verbs.py): "chạy xe" does,
"đô thị" goes on with a name. Used where no vocabulary knows the verb."""

from __future__ import annotations

import lzma
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from kehoach.normalize.text import fold
from kehoach.parsers.items.words.beginnings import DOING, begins, begins_duty
from kehoach.parsers.words import behind_phrase

SURELY_VERB = 0.6
"""So often must a word be a verb behind "không"."""
DOES = 0.8
"""And behind bodies that a number counts, or that stand behind a time."""
_FILE = Path(__file__).parent / "verbs_behind_bodies.tsv.xz"
_GLUED = "-"
UNSEEN = 0.3
"""Of a rare word ("tát nước"): enough behind a proper name only."""


@dataclass(frozen=True, slots=True)
class _Learned:
    """Of a word, or of two in a row, the share of places in which it was a verb; and pairs of
    syllables that are one word."""

    shares: dict[str, float]
    glued: frozenset[str]


@cache
def _learned() -> _Learned:
    shares: dict[str, float] = {}
    glued: list[str] = []
    for line in lzma.decompress(_FILE.read_bytes()).decode("utf-8").splitlines():
        words, _, share = line.partition("\t")
        if share == _GLUED:
            glued.append(words)
        else:
            shares[words] = int(share) / 100
    return _Learned(shares, frozenset(glued))


def verb_share(word: str, following: str = "") -> float:
    """How often a word, before the one that follows it, was a verb where one can tell; `UNSEEN` of
    one too rare to tell. Words are folded.

    >>> verb_share("chạy", "xe") > 0.8, verb_share("đô", "thị") < 0.2
    (True, True)
    """
    shares = _learned().shares
    return shares.get(f"{word} {following}", shares.get(word, UNSEEN))


def are_one_word(before: str, word: str) -> bool:
    """Are two syllables in a row, folded, mostly one word, in which no verb begins?

    >>> are_one_word("bàn", "giao"), are_one_word("xã", "giao")
    (True, False)
    """
    return f"{before} {word}" in _learned().glued


def share_of_opening(text: str) -> float:
    """How often the word with which a text opens was a verb, before the one behind it."""
    first, _, behind = text.partition(" ")
    return verb_share(fold(first), fold(behind.partition(" ")[0]))


def surely_does(text: str) -> bool:
    """Does a text open with a verb, of the vocabulary or, where that knows none, of the corpus?

    >>> surely_does("rà soát hộ nghèo"), surely_does("chạy xe gom rác"), surely_does("đô thị")
    (True, True, False)
    """
    is_known = begins(text, *DOING, "body_verbs") is not None
    return is_known or share_of_opening(text) >= DOES


def leaves_undone(text: str) -> bool:
    """Does a text begin with a verb that is denied: what somebody is not to do?

    >>> leaves_undone("không chúc Tết cấp trên"), leaves_undone("không khí vui tươi")
    (True, False)
    """
    denial = begins(text, "denials")
    behind = behind_phrase(text, denial) if denial is not None else ""
    if not behind.partition(" ")[0].islower():
        return False
    return share_of_opening(behind) >= SURELY_VERB or begins_duty(behind)
