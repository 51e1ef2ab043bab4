"""Rules on sums: a total that is not the sum of its column, parts that are more than the whole."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cache
from itertools import accumulate
from math import isclose

import regex

from kehoach.normalize.text import small
from kehoach.patterns import compile_regex
from kehoach.schema.models import Finding
from kehoach.schema.rules.base import Draft, finding, rule
from kehoach.schema.rules.vocabulary import alternation, words

FEWEST = 2
"""Rows that are summed up."""
TOLERANCE = 0.011
"""Figures are rounded: by so much for each row."""

_Row = tuple[str, ...]


@rule("wrong_total")
def wrong_total(draft: Draft) -> Iterator[Finding]:
    """ "Tổng cộng" under a column whose figures make another sum. Only of a table all of whose rows
    are counted from 1 on, so that none is a part of another; averages and rates are no sums."""
    if draft.rebuilt or draft.mended:
        return
    for table in draft.whole.children("tables"):
        if draft.is_scanned(table.part.spans):
            continue
        rows, total = _rows_and_total(table.part.rows)
        if total is None or len(rows) < FEWEST or not _are_counted(rows):
            continue
        for column, heading in enumerate(table.part.columns):
            told, real = _sum(column, rows, total=total)
            if told is None or real is None or _is_no_sum(heading):
                continue
            if not isclose(told, real, abs_tol=TOLERANCE * len(rows), rel_tol=1e-9):
                yield finding(
                    "wrong_total",
                    on=table,
                    evidence=f"{heading}: {total[column].strip()}",
                    heading=heading,
                    told=total[column].strip(),
                    real=_printed(real),
                )


def _rows_and_total(rows: Sequence[_Row]) -> tuple[list[_Row], _Row | None]:
    """The rows of a table and the one that sums them up, first or last; None where there is none,
    or more than one."""
    totals = [row for row in rows if _is_total(row)]
    if len(totals) != 1 or totals[0] not in (rows[0], rows[-1]):
        return [], None
    return [row for row in rows if row is not totals[0]], totals[0]


def _is_total(row: _Row) -> bool:
    first = next((cell for cell in row if regex.search(r"\p{L}", cell)), "")
    return _total().match(small(first).strip()) is not None


@cache
def _total() -> regex.Pattern[str]:
    return compile_regex(rf"(?:{alternation('totals')})(?!\p{{L}})[\s:]*(?:\(.*\))?$")


def _are_counted(rows: Sequence[_Row]) -> bool:
    """Do the rows count 1, 2, 3 … in their first column?"""
    return [row[0].strip(" .)") for row in rows] == [str(n) for n in range(1, len(rows) + 1)] or [
        row[0].strip(" .)") for row in rows
    ] == [f"{n:02}" for n in range(1, len(rows) + 1)]


def _sum(column: int, rows: Sequence[_Row], total: _Row) -> tuple[float | None, float | None]:
    """What a total says, and the sum of its column; None where a cell is no figure."""
    if column == 0 or column >= len(total):
        return None, None
    said = _figure(total[column]) if total[column].strip(" -–") else None
    figures = [_figure(row[column]) if column < len(row) else None for row in rows]
    if said is None or any(figure is None for figure in figures):
        return said, None
    return said, sum(figure for figure in figures if figure is not None)


_FIGURE = compile_regex(r"\d{1,3}(?:\.\d{3})+(?:,\d+)?|\d+(?:,\d+)?")


def _figure(text: str) -> float | None:
    """A cell that is a figure; one that is empty, or a dash, is none in number.

    >>> _figure("1.250"), _figure("7,5"), _figure("-"), _figure("3 hộ")
    (1250.0, 7.5, 0.0, None)
    """
    cell = text.strip()
    if cell in ("", "-", "–", "0"):
        return 0.0
    match = _FIGURE.fullmatch(cell)
    return float(cell.replace(".", "").replace(",", ".")) if match else None


def _printed(number: float) -> str:
    """A figure as papers print it."""
    return f"{number:,.10g}".replace(",", " ").replace(".", ",").replace(" ", ".")


def _is_no_sum(heading: str) -> bool:
    key = f" {small(heading)} "
    return "%" in heading or any(f" {word} " in key for word in words("no_sums"))


# --- sums in sentences ----------------------------------------------------------------------------

_AMOUNT = (
    r"(?<![\d.,/])(?P<{0}>\d{{1,3}}(?:\.\d{{3}})+|\d+(?:,\d+)?)\s*"
    r"(?P<{1}>triệu\ đồng|tỷ\ đồng|nghìn\ đồng|đồng|ha|km)(?!\p{{L}})"
)


@cache
def _whole() -> regex.Pattern[str]:
    whole, behind = _AMOUNT.format("whole", "unit"), alternation("of_which")
    return compile_regex(
        rf"{whole}\s*[,(:.]?\s*\(?(?:{behind})(?!\p{{L}})\s*:?",
        regex.IGNORECASE,
    )


_PART = compile_regex(_AMOUNT.format("part", "unit"), regex.IGNORECASE)


@rule("parts_over_whole")
def parts_over_whole(draft: Draft) -> Iterator[Finding]:
    """ "120 triệu đồng, trong đó: huấn luyện 80 triệu đồng, tuyên truyền 50 triệu đồng": the parts
    are more than the whole. Fewer may be, for not all are named, unless all are announced
    ("gồm:")."""
    for wording in draft.sure_wordings:
        for match in _whole().finditer(wording.text):
            clause = regex.split(r"\.(?:\s|$)|;\s*(?=\p{Lu})", wording.text[match.end() :])[0]
            parts = [
                _figure(own["part"])
                for own in _PART.finditer(clause)
                if own["unit"].casefold() == match["unit"].casefold()
            ]
            whole, real = _figure(match["whole"]), sum(part or 0 for part in parts)
            is_nested = _whole().search(clause) is not None or _doubled().search(clause) is not None
            if not whole or len(parts) < FEWEST or is_nested or _adds_up(parts, whole):
                continue
            are_all = _all_parts().search(match[0]) is not None and len(parts) == _count(clause)
            if real > whole + TOLERANCE or (are_all and real < whole - TOLERANCE):
                yield finding(
                    "parts_over_whole",
                    on=wording,
                    evidence=f"{match[0]}{clause}",
                    whole=f"{match['whole']} {match['unit']}",
                    real=f"{_printed(real)} {match['unit']}",
                )


def _adds_up(parts: Sequence[float | None], whole: float) -> bool:
    """Do the first parts make the whole, so that what follows parts it in another way?"""
    return any(isclose(one, whole, abs_tol=TOLERANCE) for one in accumulate(p or 0 for p in parts))


_MONEY = compile_regex(r"\d\s*(?:triệu|tỷ|nghìn|đồng|ha|km)(?!\p{L})", regex.IGNORECASE)


def _count(clause: str) -> int:
    """How many amounts a clause names, in whatever unit."""
    return len(_MONEY.findall(clause))


@cache
def _all_parts() -> regex.Pattern[str]:
    """ "gồm:": all parts follow."""
    return compile_regex(rf"(?:{alternation('all_of_which')})\s*:$", regex.IGNORECASE)


@cache
def _doubled() -> regex.Pattern[str]:
    """A clause that goes on to take a part apart, or names a rate."""
    return compile_regex(
        rf"(?<!\p{{L}})(?:{alternation('of_which', 'rates')})(?!\p{{L}})|/", regex.IGNORECASE
    )
