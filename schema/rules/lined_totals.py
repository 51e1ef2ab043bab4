"""A total under lines of names and figures that once were the rows of a table: "Cụm Đông 5 412"
over "Tổng cộng 15 1.240". One column that adds up proves that the lines are summed up; told is
another one that does not."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from kehoach.normalize.text import small
from kehoach.patterns import compile_regex
from kehoach.schema.models import Finding
from kehoach.schema.rules.amounts import figure_of, printed
from kehoach.schema.rules.base import Draft, finding, rule
from kehoach.schema.rules.totals import TOLERANCE
from kehoach.schema.rules.vocabulary import alternation
from kehoach.schema.walk import Wording

FEWEST = 2
"""Rows that are summed up, and columns of which one vouches for the other."""
_FIGURE = r"\d{1,3}(?:\.\d{3})+|\d+(?:,\d+)?"
_ROW = compile_regex(
    rf"(?P<name>(?:\d{{1,2}}[.)]?\s+)?\p{{L}}.*?)\s+(?P<figures>(?:{_FIGURE})(?:\s+(?:{_FIGURE}))+)"
)
MOST_WORDS = 12
"""Of the name of a row."""


@rule("lined_total")
def lined_total(draft: Draft) -> Iterator[Finding]:
    """The last of such lines sums up those above it, in all columns but one."""
    if draft.mended:
        return
    rows: list[list[float]] = []
    for wording in draft.sure_wordings:
        name, figures = _row_of(wording)
        if not figures:
            rows = []
        elif _is_total(name):
            yield from _wrong(rows, figures, wording)
            rows = []
        else:
            rows.append(figures)


def _row_of(wording: Wording) -> tuple[str, list[float]]:
    """The name and the figures of a line; none for another line."""
    match = _ROW.fullmatch(wording.text.strip()) if wording.is_of_body else None
    if match is None or len(match["name"].split()) > MOST_WORDS:
        return "", []
    return match["name"], [figure_of(figure) for figure in match["figures"].split()]


def _is_total(name: str) -> bool:
    pattern = compile_regex(rf"(?:{alternation('totals')})[\s:]*")
    return pattern.fullmatch(small(name)) is not None


def _wrong(
    rows: Sequence[Sequence[float]], total: Sequence[float], wording: Wording
) -> Iterator[Finding]:
    """The one column of a total that is not the sum of its rows. A row may have a number more: that
    of its name ("Thôn 2 | 5 | 365")."""
    count = len(total)
    if len(rows) < FEWEST or any(len(row) < count for row in rows):
        return
    columns = zip(*(row[-count:] for row in rows), strict=True)
    sums = [sum(column) for column in columns]
    wrong = [place for place in range(count) if abs(sums[place] - total[place]) > TOLERANCE]
    if len(wrong) == 1 and count >= FEWEST:
        told, real = total[wrong[0]], sums[wrong[0]]
        yield finding(
            "lined_total", on=wording, evidence=wording.text, told=printed(told), real=printed(real)
        )
