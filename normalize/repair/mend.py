"""Any damaged Vietnamese text as its paper has it: what is wrong is found out, and only that is
mended.

The order matters: an old encoding hides what its letters are, so it is undone first; then letters
that only look right; then lost diacritics, or what a foreign OCR made of them. Clean text goes
through unchanged.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import Literal

from kehoach.normalize.changes import Mended
from kehoach.normalize.repair.language import OWN_LETTERS
from kehoach.normalize.repair.legacy import decoded
from kehoach.normalize.repair.letters import with_true_letters
from kehoach.normalize.repair.lost_letters import with_marked_capitals
from kehoach.normalize.repair.lost_slashes import with_slashes
from kehoach.normalize.repair.names import with_one_spelling
from kehoach.normalize.repair.ocr_words import repaired
from kehoach.normalize.repair.restore import NOTHING, Marks, is_known, marks_of, restored
from kehoach.normalize.repair.torn import all_joined
from kehoach.patterns import compile_regex

Kind = Literal["auto", "marks", "ocr", "none"]

WINDOW = 60
"""Lines are judged in stretches of so many: a paper may be read in part by a foreign OCR."""
FEWEST = 12
"""A stretch with fewer words is judged with the one before."""
LONGEST, LONG = 7, 0.08
"""No Vietnamese syllable has more letters; a text in which more words than this share do is in
another language."""
OWN = 0.04
"""Vietnamese prose has letters of its own in over half of its words; a foreign OCR cannot write
them."""
UNKNOWN, PAPER = 0.06, 0.03
"""Stripped text has hardly a word that is none without its diacritics; a foreign OCR makes a tenth
of them so. The first share is that of a stretch, the second that of all stretches without
Vietnamese letters."""
_WORD = compile_regex(r"[^\W\d_]{2,}|\p{L}[\p{L}\p{N}¢€$|]+")


def mended(lines: Sequence[str], kind: Kind = "auto", before: Marks = NOTHING) -> list[Mended]:
    """Lines of one paper, in order -> the same, mended. `kind` says what was lost: all that can be
    seen ("auto"), only diacritics, only what OCR misread, or nothing but letters and encodings.
    `before`: what earlier lines counted."""
    plain = [with_true_letters(text) for text in decoded([Mended.of(line) for line in lines])]
    if kind == "none":
        return plain
    texts = plain
    if kind == "auto":
        texts = with_marked_capitals(with_slashes(all_joined(texts)))
    is_foreign = [kind == "ocr"] * len(texts)
    if kind == "auto":
        stretches = _stretches(texts)
        if _is_other_language(stretches):
            return texts
        verdicts = _foreign(stretches)
        is_foreign = [verdicts[line // WINDOW] for line in range(len(texts))]
    better = list(texts)
    for chosen, mender in ((True, _repaired_eng), (False, partial(restored, before=before))):
        numbers = [number for number, verdict in enumerate(is_foreign) if verdict is chosen]
        if not numbers:
            continue
        results = mender([texts[number] for number in numbers])
        for number, result in zip(numbers, results, strict=True):
            better[number] = result
    is_changed = any(new is not old for new, old in zip(better, plain, strict=True))
    return with_one_spelling(better) if is_changed else plain


def _stretches(texts: Sequence[Mended]) -> list[_Stretch]:
    stretches: list[_Stretch] = []
    for begin in range(0, len(texts), WINDOW):
        window = texts[begin : begin + WINDOW]
        stretches.append(_Stretch.of([mended.text for mended in window]))
    return stretches


class Mender:
    """`mended` for a text that comes piece by piece: what was seen before helps to judge what
    follows."""

    def __init__(self, kind: Kind = "auto") -> None:
        self.kind = kind
        self.counted = NOTHING

    def mend(self, lines: Sequence[str]) -> list[Mended]:
        """The next lines."""
        result = mended(lines, self.kind, before=self.counted)
        for line in lines:
            self.counted += marks_of(line)
        return result


def _repaired_eng(texts: Sequence[Mended]) -> list[Mended]:
    return repaired(texts, "eng")


def _is_other_language(stretches: Sequence[_Stretch]) -> bool:
    """Are too many words too long for Vietnamese, which writes its syllables apart? One letter of
    its own is enough."""
    if any(stretch.own for stretch in stretches):
        return False
    words = sum(stretch.words for stretch in stretches)
    long = sum(stretch.long for stretch in stretches)
    return long > max(2, LONG * words)


def _foreign(stretches: Sequence[_Stretch]) -> list[bool]:
    """Was each stretch read by an OCR that does not know Vietnamese?"""
    stripped = [stretch for stretch in stretches if stretch.is_stripped]
    words = sum(stretch.words for stretch in stripped)
    unknown = sum(stretch.unknown for stretch in stripped)
    if unknown <= PAPER * words:
        return [False] * len(stretches)
    judged: list[bool] = []
    for stretch in stretches:
        if stretch.words >= FEWEST or not judged:
            judged.append(stretch.is_foreign())
        else:
            judged.append(judged[-1])
    return judged


@dataclass(frozen=True, slots=True)
class _Stretch:
    """So many words, so many of them with a letter that only Vietnamese has (`own`), or longer than
    its syllables; `unknown`, counted where hardly one is `own`: so many are no word even without
    diacritics."""

    words: int
    own: int
    long: int
    unknown: int

    @property
    def is_stripped(self) -> bool:
        """Whether it has too few letters of Vietnamese to have kept its diacritics."""
        return self.own <= OWN * self.words

    def is_foreign(self) -> bool:
        """Whether an OCR read it that does not know Vietnamese."""
        return self.is_stripped and self.unknown > max(1, UNKNOWN * self.words)

    @classmethod
    def of(cls, lines: Sequence[str]) -> _Stretch:
        words: list[str] = []
        for line in lines:
            words += _WORD.findall(line)
        own = sum(OWN_LETTERS.search(word) is not None for word in words)
        long = sum(len(word) > LONGEST for word in words)
        counted = cls(len(words), own=own, long=long, unknown=0)
        if not counted.is_stripped:
            return counted
        unknown = sum(not is_known(word) for word in words)
        return replace(counted, unknown=unknown)
