"""Words, years and short forms that the edge of a narrow column cut ("Thư / ờng xuyên", "Năm 202 /
5", "UBN / D")."""

from __future__ import annotations

import regex

from kehoach.normalize.repair.torn import are_halves
from kehoach.normalize.spelling.misspelled import is_syllable
from kehoach.normalize.spelling.wordcounts import short_forms
from kehoach.normalize.text import strip_diacritics
from kehoach.patterns import compile_regex

_CUT_DATE = compile_regex(r"[\dIVX]/\s?\d{1,3}$")
_OPEN_DATE = compile_regex(r"(?:(?<=\p{L} )[\dIVX]{1,4}|\d/\d{1,2})/$")
_FIGURES_OF_DATE = compile_regex(r"\d{1,4}(?![\d.,])")
_REST_OF_DATE = compile_regex(r"\d{1,3}(?![\d/.,])")
_CUT_YEAR = compile_regex(r"(?<![\d.,/])20\d?$")
_REST_OF_YEAR = compile_regex(r"\d{1,2}(?![\d/.,%])")
_OF_YEAR = compile_regex(r"(?:năm|[-–]|/)\s*20\d?$", regex.IGNORECASE)
_CUT_GROUPS = compile_regex(r"(?<![\d.,/])\d{1,3}((?:[.,])(?:\d{3}[.,])*)(\d{0,2})$")
_REST_OF_GROUPS = compile_regex(r"(\d{1,3})((?:[.,]\d{3})*)(?![\d/.,%])")
_CONSONANTS = compile_regex(r"(?:ch|nh|ng|[cghmnpt])(?!\p{L})")
_LAST_WORD = compile_regex(r"\p{L}+$")
_FIRST_WORD = compile_regex(r"\p{Ll}+")
_CAPITALS = compile_regex(r"\p{Lu}{1,4}(?!\p{L})")
_BEGUN_CAPITALS = compile_regex(r"(?<!\p{L})\p{Lu}{2,6}$")

END = 40
"""Letters: the end of a line that tells whether it was cut. A search for an end goes through all
that stands before it, once for each letter of a word that has no end."""


def is_cut(before: str, line: str) -> bool:
    """Does a line begin with the rest of the word, year or short form that the line before it
    ends with?

    >>> is_cut("Quý IV/20", "25"), is_cut("Năm 202", "5"), is_cut("Thư", "ờng xuyên")
    (True, True, True)
    >>> is_cut("Văn phòng UBN", "D xã"), is_cut("Năm 2025", "5 lớp"), is_cut("các thôn", "ấp")
    (True, False, False)
    >>> is_cut("12.500.0", "00 đồng"), is_cut("12.", "500.000 đồng"), is_cut("1.", "200 hộ")
    (True, True, False)
    """
    if not before or not line:
        return False
    before = before[-END:]
    if line[0].isdigit():
        return _is_cut_year(before, line) or _is_cut_figure(before, line)
    return _is_cut_word(before, line) or _is_cut_short_form(before, line)


def _is_cut_year(before: str, line: str) -> bool:
    if _CUT_DATE.search(before) and _REST_OF_DATE.match(line):
        return True
    if _OPEN_DATE.search(before) and _FIGURES_OF_DATE.match(line):
        return True
    begun, rest = _CUT_YEAR.search(before), _REST_OF_YEAR.match(line)
    if begun is None or rest is None or len(begun[0]) + len(rest[0]) != len("2025"):
        return False
    return _OF_YEAR.search(before) is not None


def _is_cut_figure(before: str, line: str) -> bool:
    """A figure whose thousands are parted by points or commas, cut in one of its groups, or behind
    the mark of one where more than one group tells that it is no number of a list."""
    begun, rest = _CUT_GROUPS.search(before), _REST_OF_GROUPS.match(line)
    if begun is None or rest is None or len(begun[2]) + len(rest[1]) != len("000"):
        return False
    marks = set(begun[1] + rest[2]).difference("0123456789")
    return len(marks) == 1 and (begun[2] != "" or len(begun[1]) > 1 or rest[2] != "")


def _is_cut_word(before: str, line: str) -> bool:
    """Consonants that are no word, or letters that are none beside the word that both make."""
    rest = _CONSONANTS.match(line)
    word = rest or _FIRST_WORD.match(line)
    if word is None or (rest is None and strip_diacritics(word[0])[:1] not in "aeiouy"):
        return False
    begun = _LAST_WORD.search(before)
    if begun is None:
        return False
    if rest is not None:
        return is_syllable((begun[0] + rest[0]).lower())
    return is_syllable((begun[0] + word[0]).lower()) and are_halves(begun[0], word[0])


def _is_cut_short_form(before: str, line: str) -> bool:
    """Capitals that are no word, and the known short form that both make."""
    rest = _CAPITALS.match(line)
    begun = _BEGUN_CAPITALS.search(before) if rest is not None else None
    if begun is None or rest is None or begun[0] in short_forms():
        return False
    return begun[0] + rest[0] in short_forms()
