"""Pieces of the patterns by which times are found (rules.py): a year, a month, a quarter, each as
clerks write them in plain text."""

from __future__ import annotations

from collections.abc import Iterable

from kehoach.normalize.times.building import COUNT_WORDS, WORDS
from kehoach.normalize.times.timespan import plain

# "/2025", "-2025", " năm 2025", ", của năm 2025", " 2025"
YEAR = r"""
    (?: \s* (?: /+ | - | \. | ,?\s* (?: cua\s+ )? nam\b ) \s* | \s+ )
    (?P<year> (?: 19 | 20 ) \d\d ) (?! \d | \s*/\s*\d )
"""
# "7", "07", "12"; not the day of a date, not "3 lần"
MONTH = r"""
    (?: 1[0-2] | 0?[1-9] ) (?!\d) (?! \s*/\s*\d{1,2}(?!\d) ) (?! \s*lan\b )
"""
# "tháng", "T" before its number
MONTH_WORD = r"(?: thang \s* | th?\.? (?=\d) )"
# "III", "3"; OCR and old typewriters write l, 1 and | for I. "Quý vị" is no quarter,
# "Quý VI/2031" one that no year has
QUARTER = r"(?! vi\b (?! \s* / \s* \d ) ) (?: [ivl1|]{1,4} | [2-4] ) (?! [\da-z] | \s*lan\b )"
WEEK = r"(?: 0?\d (?!\d) | i{1,3} \b | iv )"
# "tuần 2 | tháng", "tuần 2/T", "trung tuần của tháng"
OF_MONTH = rf"\s* (?: [-/,] \s* | (?<=\s) cua\s+ )? {MONTH_WORD}"
NOT_TIMES = r"(?! \s*lan\b )"
# "Hằng tháng từ quý II" has no "tháng tư" in it, "mỗi tháng 01 phiên" no January
NO_RHYTHM = r"(?<! \b (?: hang | moi | tung )\  )"


# "T2, T4, T6 hằng tuần" are days of the week
NO_WEEKDAYS = r"(?! t[2-7] (?: [t2-7cn,;\s&+-] | va\b ){0,30} (?: hang | moi ) \s+ tuan\b )"


def any_of(words: Iterable[str]) -> str:
    """A verbose pattern for any of the words, the longest first."""
    longest_first = sorted(words, key=len, reverse=True)
    return " | ".join(word.replace(" ", r"\ ") for word in longest_first)


# "Trực 24/7" goes on always; "trước 24/7", "thứ Năm (24/7)" is a day of July
BEFORE_DAYS = any_of(sorted(map(plain, WORDS["before_days"])))
ALWAYS = rf"""
    (?<! (?: \b (?: {BEFORE_DAYS} ) | [^\s\w] | \d ) \s* ) 24 \s*/\s* 7 (?! \s*/ | \d )
"""
COUNT = " | ".join((*COUNT_WORDS, *map(plain, WORDS["vague_counts"])))


# "đầu", "cuối" before "năm học"; "học kỳ I", "HKII", "cuối học kỳ 2"
EDGE_OF_SCHOOL = r"dau | giua | cuoi | ket\s+thuc"
TERM = r"""
    (?: (?: dau | giua | cuoi | ket\s+thuc | het ) \s+ )?
    (?: hoc\ k[yi]\s+ | hk\s? ) (?P<term> ii? | [12] ) (?!\w)
"""
