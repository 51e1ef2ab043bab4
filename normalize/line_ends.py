"""Where a printed line ends although its sentence, or the value behind its label, goes on."""

from __future__ import annotations

from functools import cache

import regex

from kehoach.normalize.vocabulary import read_own
from kehoach.patterns import compile_regex

_CLAUSE_END = compile_regex(r"[.;:!?…]['\"”’)]*$|\./\.?$")
_ANNOUNCED = compile_regex(r"(?<!\p{L})sau(?: đây)?\s*:$")
_CUT_LABEL = compile_regex(r"[^:]{2,60}:\s*(?:[^:]*[,;]\s*)?\p{Lu}\p{Ll}+")


def ends_in_cut_label(text: str) -> bool:
    """Does a line break off right behind the first word of a labelled value, or of its last
    element? One bare word names no body and no time.

    >>> ends_in_cut_label("Đơn vị chủ trì: Các"), ends_in_cut_label("Đơn vị chủ trì: Công an xã")
    (True, False)
    >>> ends_in_cut_label("Cơ quan chủ trì: Sở Nội vụ, Sở")
    True
    """
    return _CUT_LABEL.fullmatch(text.strip()) is not None


def ends_clause(text: str) -> bool:
    """Does a line end a sentence or a clause, or announce a list?

    >>> ends_clause("Tuần tra;"), ends_clause("vận động nhân")
    (True, False)
    """
    return _CLAUSE_END.search(text) is not None


def announces(text: str) -> bool:
    """Does a line end that says that something follows ("… như sau:")? Nothing goes on behind it.

    >>> announces("UBND xã yêu cầu thực hiện các nội dung sau:"), announces("Phòng Kinh tế:")
    (True, False)
    """
    return _ANNOUNCED.search(text) is not None


def breaks_off(text: str) -> bool:
    """Does `text` end where its sentence must go on: with a comma, an open bracket, a
    preposition?

    >>> breaks_off("Xây dựng Nghị định của"), breaks_off("Xây dựng Nghị định")
    (True, False)
    """
    return _going_on().search(text[-_longest_going_on() - 1 :]) is not None


def may_be_rest(words: str, above: str) -> bool:
    """May the words of a cell (never empty) be the rest of those in the cell above it: in small
    letters or figures, or under words that break off?

    >>> may_be_rest("tại trụ sở", "Niêm yết"), may_be_rest("Công an xã", "Phòng Kinh tế")
    (True, False)
    """
    return not words[0].isalpha() or words[0].islower() or breaks_off(above)


def is_second_half(point: str) -> bool:
    """Are the words behind a dash those with which the name of an office goes on?

    >>> is_second_half("Xã hội chủ trì"), is_second_half("Chỉ đạo các thôn")
    (True, False)
    """
    words = point.casefold().split()[:2]
    return " ".join(words).strip(" ,.;:") in _second_halves()


@cache
def _second_halves() -> frozenset[str]:
    return frozenset(read_own("line_ends.yaml")["second_halves"])


def ends_within(text: str) -> bool:
    """Is the last word of a whole wording one that never is, as its end was cut off?

    >>> ends_within("Rà soát hồ sơ của"), ends_within("Rà soát hằng năm")
    (True, False)
    """
    last = "".join(text.split()[-1:]).casefold()
    return last in _never_last()


def must_go_on(text: str) -> bool:
    """Do words break off where no work ends, not even with a time?

    >>> must_go_on("Thu quỹ tại"), must_go_on("Sơ kết 6 tháng đầu năm")
    (True, False)
    """
    last = "".join(text.split()[-1:]).casefold()
    return breaks_off(text) and not last.endswith(_may_end())


@cache
def _may_end() -> tuple[str, ...]:
    return tuple(read_own("line_ends.yaml")["may_end"])


@cache
def _never_last() -> frozenset[str]:
    return frozenset(read_own("line_ends.yaml")["never_last"])


@cache
def _longest_going_on() -> int:
    """The letters of the longest words at which no sentence ends: farther from its end nothing is
    looked for, as the cells of thousands of rows may be one text."""
    return max(map(len, read_own("line_ends.yaml")["going_on"]))


@cache
def _going_on() -> regex.Pattern[str]:
    words = "|".join(map(regex.escape, read_own("line_ends.yaml")["going_on"]))
    return compile_regex(rf"(?:[,\-–(/&]|\b(?:{words}))$", regex.IGNORECASE)
