"""Lists typed with numbers in brackets, each point at the beginning of a printed line: "(1) Bám sát
nghị quyết …", "(2) Tập trung chỉ đạo …"; also "(i)", "(ii)".

Such numbers also stand inside sentences, where the edge of the page may bring one to the beginning
of a line; a list is told by its counting: from 1 on, no number inside a line, the first point below
words that go on or announce it, each other behind the end of a sentence or clause.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from kehoach.normalize.line_ends import ends_clause
from kehoach.patterns import compile_regex

FEWEST_POINTS = 2
_ROMANS = (
    "i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix", "x", "xi", "xii", "xiii", "xiv", "xv",
)  # fmt: skip
_POINT = compile_regex(r"\((\d{1,2}|[ivx]{1,4})\)\s*(?:\p{Lu}|\d+(?:,\d+)?\s?%)")
_ENDS_SENTENCE = compile_regex(r"[\p{Ll}\d)%][.!?]['\"”’)]*$|\./\.?$")
_MARKED = compile_regex(r"(?:\d{1,3}(?:\.\d{1,2}){0,8}[.)]|\p{L}[.)]|[IVX]+[.)])\s")


def number_in_brackets(place: int, *, like: str) -> str:
    """How the point at `place`, from 1, is counted in a list whose numbers are like `like`; "" for
    more than anybody counts so.

    >>> number_in_brackets(3, like="(i)"), number_in_brackets(3, like="(1)")
    ('(iii)', '(3)')
    """
    if like[1:2].isdecimal():
        return f"({place})"
    return f"({_ROMANS[place - 1]})" if place <= len(_ROMANS) else ""


def lines_of_points(lines: Sequence[str]) -> frozenset[int]:
    """The texts of printed lines in order -> the index of each that opens a point of such a list.

    >>> sorted(lines_of_points(["1. Công an xã:", "(1) Tuần tra.", "(2) Nhắc nhở.", "2. Kinh phí"]))
    [1, 2]
    """
    return frozenset(index for run in _runs(lines) for index in run)


def _runs(lines: Sequence[str]) -> Iterator[list[int]]:
    """The points that follow one another, of each list its own."""
    run: list[int] = []
    expected = ""
    for index, text in enumerate(lines):
        match = _POINT.match(text)
        number = f"({match[1]})" if match is not None else ""
        if number in ("(1)", "(i)"):
            yield from _whole(run)
            is_note = index > 0 and _ENDS_SENTENCE.search(lines[index - 1]) is not None
            run = [] if is_note else [index]  # "(1) Theo báo cáo của …" below the last point
            expected = number_in_brackets(2, like=number) if run else ""
        elif number and number == expected:
            goes_on = index > 0 and ends_clause(lines[index - 1])
            run = [*run, index] if goes_on else []
            expected = number_in_brackets(len(run) + 1, like=number) if goes_on else ""
        elif _MARKED.match(text):
            yield from _whole(run)
            run, expected = [], ""
        if expected and f" {expected}" in text:  # the list goes on inside a line
            run, expected = [], ""
    yield from _whole(run)


def _whole(run: list[int]) -> list[list[int]]:
    return [run] if len(run) >= FEWEST_POINTS else []
