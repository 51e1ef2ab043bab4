"""Slashes that a converter dropped from numbers and dates of papers: "09KH-UBND", "15012031".

They are put back only in a paper that has lost all of them, and only where one reading is left:
"1592031" is the 15th of September, since no month is the 59th.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import regex

from kehoach.normalize.changes import Edit, Mended
from kehoach.normalize.vocabulary import read_own
from kehoach.patterns import compile_regex

STEP = "lost_slashes"
SURE = 0.9
FEWEST = 2
"""One number without its slash is a slip of the clerk's, and his to mend."""
_LETTERS = r"(?:\p{Lu}{1,5}(?:-\p{Lu}[\p{Lu}\d.]*)+)"
_SYMBOL = compile_regex(rf"(?<![\p{{L}}\d/.-])(\d{{1,4}})({_LETTERS})(?![\p{{L}}\d/])")
_YEARED = compile_regex(
    rf"(?<![\p{{L}}\d/.-])(\d{{1,3}})((?:19|20)\d\d)({_LETTERS})(?![\p{{L}}\d/])"
)
_ROMAN_YEAR = compile_regex(r"(?<![\p{L}\d])(I{1,3}|IV)((?:19|20)\d\d)(?![\p{L}\d])")
_RUN = compile_regex(r"(?<![\p{L}\d/.,-])(\d{2,4})((?:19|20)\d\d)(?![\p{L}\d/])")


def with_slashes(texts: Sequence[Mended]) -> list[Mended]:
    """Lines of a paper -> the same with the slashes of its numbers and dates."""
    if any("/" in mended.text for mended in texts):
        return list(texts)
    found = [list(_edits(mended.text)) for mended in texts]
    if sum(map(len, found)) < FEWEST:
        return list(texts)
    return [mended.applied(STEP, edits) for mended, edits in zip(texts, found, strict=True)]


def _edits(text: str) -> Iterator[Edit]:
    """The numbers and dates of a line that have but one reading.

    >>> [edit.after for edit in _edits("Kế hoạch số 09KH-UBND ngày 15012031, Quý III2031")]
    ['09/KH-UBND', 'III/2031', '15/01/2031']
    >>> [edit.after for edit in _edits("trước ngày 1592031, ngày 1112031, số 302025NĐ-CP")]
    ['30/2025/NĐ-CP', '15/9/2031']
    """
    taken: list[tuple[int, int]] = []
    for pattern in (_YEARED, _SYMBOL, _ROMAN_YEAR):
        for number in pattern.finditer(text):
            if not any(begin <= number.start() < end for begin, end in taken):
                taken.append(number.span())
                yield Edit(
                    number.start(), number.group(), after="/".join(number.groups()), confidence=SURE
                )
    for run in _RUN.finditer(text):
        date = _date_of(text, run)
        if date:
            yield Edit(run.start(), run.group(), after=f"{date}/{run[2]}", confidence=SURE)


def _date_of(text: str, run: regex.Match[str]) -> str:
    """Day and month, or the month, of a run of digits before a year; "" where there are several
    readings, or none."""
    digits, before = run[1], text[: run.start()].casefold().rstrip()
    words = read_own("repair/lost_slashes.yaml")
    if before.endswith(tuple(words["month"])):
        return digits if len(digits) <= 2 and 1 <= int(digits) <= 12 else ""
    if not before.endswith(tuple(words["day"])):
        return ""
    readings: list[str] = []
    for cut in range(1, len(digits)):
        day, month = digits[:cut], digits[cut:]
        if len(day) <= 2 and len(month) <= 2 and 1 <= int(day) <= 31 and 1 <= int(month) <= 12:
            readings.append(f"{day}/{month}")
    return readings[0] if len(readings) == 1 else ""
