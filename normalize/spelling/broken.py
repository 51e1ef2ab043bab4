"""Slips that the form of the words alone shows, whatever stands around them: letters that no
Vietnamese word has ("định kǶ"), a figure in a word, a syllable torn in two or run into the next, a
fixed phrase with one syllable wrong ("chuyển đối số"), a comma behind "của". Each function takes a
text and gives its slips in order."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from functools import cache

import regex

from kehoach.normalize.alternatives import any_of
from kehoach.normalize.spelling.misspelled import is_syllable, letters, near
from kehoach.normalize.spelling.wordcounts import UNKNOWN, Slip, counts, vocabulary
from kehoach.normalize.text import fold, strip_diacritics
from kehoach.patterns import compile_regex

_FOREIGN = r"[\u0180-\u019F\u01A2-\u01AE\u01B1-\u024F\u0250-\u02AF]"
"""Latin letters beyond those of the languages of Europe and of Vietnamese (ơ, ư)."""
_BROKEN = compile_regex(rf"(?<!\p{{L}})\p{{L}}{{0,12}}?{_FOREIGN}\p{{L}}{{0,12}}(?!\p{{L}})")
"""Bounded: of a word of 200,000 letters each would be a beginning."""
_FIGURE_INSIDE = compile_regex(
    r"(?<![\p{L}\p{N}@/._-]) \p{L}\p{Ll}+ \d \p{Ll}{2,} (?![\p{L}\p{N}@/_-]|\.\p{L})", regex.VERBOSE
)
_RARE = 0.02
"""A half that is seen less often than this part of the whole word is no word that was meant."""
_TORN_AHEAD = compile_regex(r"(?<![\p{L}\p{N}]) (\p{Ll}{1,3}) [ ] (\p{Ll}{1,4}) (?!\p{L})", regex.X)
_TORN_BEHIND = compile_regex(
    r"(?<![\p{L}\p{N}]) (\p{Ll}{2,4}) [ ] ([aăâeêioôơuưy]) [ ] (?=\p{Ll})", regex.VERBOSE
)
_OPENING = compile_regex(r"(?:đ|b|c|d|g|h|k|l|m|n|p|q|r|s|t|v|x|ngh?|gh|nh|kh|ph|th|tr|ch)")
_RUN_TOGETHER = compile_regex(r"(?<!\p{L})(\p{L}?\p{Ll}+)(\p{Lu}\p{Ll}+)(?!\p{L})")


def broken_words(text: str) -> Iterator[Slip]:
    """All slips of this module, those that lie in another left out."""
    taken: list[Slip] = []
    for find in (broken_letters, figures_inside, torn_words, run_together, fixed_phrases, commas):
        for slip in find(text):
            if not any(slip.start < other.end and other.start < slip.end for other in taken):
                taken.append(slip)
    taken.sort(key=lambda slip: slip.start)
    yield from taken


def broken_letters(text: str) -> Iterator[Slip]:
    """ "định kǶ", "đội ngǜ": a letter that a converter has put in place of another."""
    for match in _BROKEN.finditer(unicodedata.normalize("NFC", text)):
        if len(match[0]) > 1 and text[match.start() : match.end()] == match[0]:
            yield Slip("broken_letter", match.start(), end=match.end())


def figures_inside(text: str) -> Iterator[Slip]:
    """ "Xu6an": a figure typed for the mark of a letter. "covid19", "mp3" end with theirs."""
    for match in _FIGURE_INSIDE.finditer(text):
        whole = regex.sub(r"\d", "", fold(match[0]))
        if is_syllable(whole):
            yield Slip("broken_letter", match.start(), end=match.end())


def torn_words(text: str) -> Iterator[Slip]:
    """ "di đ ộng", "ph ù hợp", "the o yêu cầu": one of the halves is no word, both together are a
    common one. A letter that names a point ("điểm đ ở khoản 1") stands before a word."""
    for match in _TORN_AHEAD.finditer(text, overlapped=True):
        is_opening = _OPENING.fullmatch(match[1]) is not None
        whole = match[1] + match[2]
        is_sure = len(match[1]) > 1 or not is_a_word_alone(match[2], of=whole)
        if is_opening and is_sure and _is_word(whole):
            yield _joined(match)
    for match in _TORN_BEHIND.finditer(text):
        whole = match[1] + match[2]
        if _is_word(whole) and not is_a_word_alone(match[1], of=whole):
            yield _joined(match)


def _joined(match: regex.Match[str]) -> Slip:
    return Slip("spelling", match.start(1), end=match.end(2), suggestion=match[1] + match[2])


def is_a_word_alone(half: str, of: str) -> bool:
    """Is half of a word often enough a word itself?

    >>> is_a_word_alone("the", of="theo"), is_a_word_alone("ở", of="bở")
    (False, True)
    """
    return _seen(half) >= _RARE * _seen(of)


def run_together(text: str) -> Iterator[Slip]:
    """ "Bộ trưởngBộ Giáo dục": two Vietnamese syllables without their blank. Names of products
    ("eNetViet", "VneID") bear no marks."""
    for match in _RUN_TOGETHER.finditer(text):
        halves = (match[1], match[2])
        if all(not half.isascii() and is_syllable(fold(half)) for half in halves):
            whole = f"{match[1]} {match[2]}"
            yield Slip("run_together", match.start(), end=match.end(), suggestion=whole)


def fixed_phrases(text: str) -> Iterator[Slip]:
    """One syllable of a fixed phrase is a letter or a mark away from the right one: "chuyển đối
    số", "Hà Nôi". The phrases of wording.yaml; the syllable in brackets is the one that is judged,
    for which no other word may stand there."""
    for pattern, right in _fixed():
        for match in pattern.finditer(text):
            wrong = fold(match["judged"])
            if wrong != right and _is_a_slip(wrong, right) and not match["judged"].isupper():
                meant = right.capitalize() if match["judged"][0].isupper() else right
                yield Slip(
                    "spelling", match.start("judged"), end=match.end("judged"), suggestion=meant
                )


@cache
def _fixed() -> tuple[tuple[regex.Pattern[str], str], ...]:
    """A pattern for each phrase, any word in place of the judged one; and that word."""
    found: list[tuple[regex.Pattern[str], str]] = []
    for phrase in vocabulary()["fixed"]:
        before, right, after = regex.split(r"[\[\]]", phrase)
        blanks = [regex.sub(r"\s+", r"\\s+", regex.escape(part)) for part in (before, after)]
        ahead, behind = (regex.sub(r"\\\\s\+|\\ ", r"\\s+", blank) for blank in blanks)
        pattern = rf"(?<!\p{{L}}){ahead}(?P<judged>\p{{L}}++){behind}(?!\p{{L}})"
        found.append((compile_regex(pattern, regex.IGNORECASE), fold(right)))
    return tuple(found)


def _is_a_slip(wrong: str, right: str) -> bool:
    """Is a word the other with other marks, or a letter away from it, or its letters in another
    order?"""
    if strip_diacritics(wrong) == strip_diacritics(right) or wrong in near(right):
        return True
    return right in near(wrong) or sorted(letters(wrong)) == sorted(letters(right))


def commas(text: str) -> Iterator[Slip]:
    """ "Quốc hội và, Ủy ban", "ngày 15/11/2031 của, hoàn thành": a comma where the phrase must go
    on; the comma is too many, or words are lost."""
    for match in _comma().finditer(text):
        yield Slip("stray_comma", match.start(), end=match.end())


@cache
def _comma() -> regex.Pattern[str]:
    words, goods = any_of(vocabulary()["never_before_comma"]), any_of(vocabulary()["behind_goods"])
    return compile_regex(rf"(?<!\p{{L}})(?<!(?:{goods})\s)(?:{words})\s?,(?=\s)")


def _seen(word: str) -> float:
    return counts().one(counts().ids.get(fold(word), UNKNOWN))


_COMMON = 500
"""Two halves are told as one word where it is seen so often."""


def _is_word(word: str) -> bool:
    return is_syllable(fold(word)) and _seen(word) >= _COMMON
