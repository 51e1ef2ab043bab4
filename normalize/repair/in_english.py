"""Words of another language among Vietnamese ones: "men, women and children can come" bears no
marks, though "can" might be "cần"."""

from __future__ import annotations

from collections.abc import Sequence

from kehoach.normalize.changes import Edit
from kehoach.normalize.repair.language import OWN_LETTERS
from kehoach.normalize.syllables import is_syllable
from kehoach.patterns import compile_regex

_WORD = compile_regex(r"\p{L}+")
_BLANK_TO_BLANK = compile_regex(r"\S+")
_IN_ADDRESS = compile_regex(r"\w[.@/]\w")
"""Within what is an address of a page or a mailbox: no words of a sentence."""
_NUMBER = compile_regex(r"\bN[oO](?=\.\s*(?:\d|$))")
"""The English word before a number, or alone over a column of them; "nợ" is written small."""
MIN_OTHERS, SHARE_OF_OTHERS = 2, 0.3
"""So many words of a line, and so large a part, are of another language, or the line is none."""
LONGEST_RUN = 2
"""More changed words in a row are a passage in Vietnamese, whatever stands beside it."""


def without_english(text: str, edits: Sequence[Edit]) -> list[Edit]:
    """The edits of a line without those of single words that stand beside words of another
    language, where much of the line is of that.

    >>> without_english("Women and children can come.", [Edit(19, "can", "cần", 0.9)])
    []
    >>> without_english("No. 45/KH-UBND", [Edit(0, "No", "Nợ", 0.9)])
    []
    >>> len(without_english("Dang tren Zalo va website", [Edit(15, "va", "và", 0.9)]))
    1
    """
    numbered = {match.start() for match in _NUMBER.finditer(text)}
    edits = [edit for edit in edits if edit.start not in numbered]
    words = list(_WORD.finditer(text))
    in_address = _in_addresses(text)
    others = [_is_other(word[0]) and word.start() not in in_address for word in words]
    if sum(others) < max(MIN_OTHERS, SHARE_OF_OTHERS * len(words)):
        return list(edits)
    edited = {edit.start: edit for edit in edits}
    kept: list[Edit] = []
    index = 0
    while index < len(words):
        stop = index
        while stop < len(words) and words[stop].start() in edited:
            stop += 1
        beside = others[max(index - 1, 0) : index] + others[stop : stop + 1]
        if stop - index > LONGEST_RUN or not any(beside):
            kept += [edited.pop(word.start()) for word in words[index:stop]]
        else:
            for word in words[index:stop]:
                del edited[word.start()]
        index = max(stop, index + 1)
    return sorted([*kept, *edited.values()], key=lambda edit: edit.start)


def _in_addresses(text: str) -> set[int]:
    """The places of a text that stand in the address of a page or a mailbox.

    Blank to blank, not by one pattern that begins with "whatever": on a word of 20,000 letters that
    takes the square of its length.
    """
    runs = (run for run in _BLANK_TO_BLANK.finditer(text) if _IN_ADDRESS.search(run[0]))
    return {place for run in runs for place in range(*run.span())}


def _is_other(word: str) -> bool:
    """Is it no Vietnamese word, and no short form or name ("Facebook")?"""
    if len(word) < 2 or not word.islower() or OWN_LETTERS.search(word):
        return False
    return not is_syllable(word)
