"""Rules on sums: a total that is not the sum of its column, parts that are more than the whole."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cache
from itertools import accumulate
from math import isclose
from typing import Any, NamedTuple

import regex

from kehoach.normalize.text import small
from kehoach.patterns import compile_regex
from kehoach.schema.models import Finding, OtherTable, Spans
from kehoach.schema.rules.amounts import FIGURE, MONEY, amount_of, figure_of, in_dong, printed
from kehoach.schema.rules.base import Draft, PrintedTotal, finding, rule
from kehoach.schema.rules.vocabulary import alternation, holds, words
from kehoach.schema.walk import Place, Wording

FEWEST = 2
"""Rows that are summed up."""
TOLERANCE = 0.011
"""Figures are rounded: by so much for each row."""

_Row = tuple[str, ...]


@rule("wrong_total")
def wrong_total(draft: Draft) -> Iterator[Finding]:
    """ "Tổng cộng" under a column whose figures make another sum; averages and rates are no sums.
    Of tables that stand in the plan (`tables`), only where all rows count from 1 on, so that none
    is a part of another; of those whose rows became tasks where all rows of one kind of number
    ("1", "II") have a figure, or none. A table of targets may be both: it is told once."""
    if draft.rebuilt or draft.mended:
        return
    told: set[tuple[str, str, Spans]] = set()
    for table in draft.whole.children("tables"):
        for total in _totals_of(table.part):
            told.add((total.heading, total.told, total.spans))
            yield from _wrong(total, table)
    for total in draft.totals:  # of a table that is kept as printed, too, each once
        is_told = (total.heading, total.told, total.spans) in told
        if not is_told and not draft.is_scanned(total.spans):
            yield from _wrong(total, Place(None, "", spans=total.spans))


def _totals_of(table: OtherTable) -> Iterator[PrintedTotal]:
    rows, total = _rows_and_total(table.rows)
    if total is None or not _are_counted(rows):
        return
    for column, heading in enumerate(table.columns[1:], start=1):
        if column < len(total) and total[column].strip(" -–"):
            cells = tuple((row[0], row[column] if column < len(row) else "") for row in rows)
            yield PrintedTotal(heading, told=total[column].strip(), rows=cells, spans=table.spans)


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
    return [row[0].strip(" .)").lstrip("0") for row in rows] == [
        str(number) for number in range(1, len(rows) + 1)
    ]


def _wrong(total: PrintedTotal, place: Place[Any]) -> Iterator[Finding]:
    told = amount_of(total.told)
    sums = _sums(total)
    if told is None or sums is None or _is_no_sum(total.heading):
        return
    if told.unit != sums.unit or any(_is_near(told.value, real, total) for real in sums.values):
        return
    if len(sums.values) == 1:
        yield finding(
            "wrong_total",
            on=place,
            evidence=f"{total.heading}: {total.told}",
            heading=total.heading,
            told=total.told,
            real=printed(sums.values[0] / sums.scale),
        )


def _is_near(told: float, real: float, total: PrintedTotal) -> bool:
    """Figures are rounded: those of rows, each by a little, and a total to what it is told in (279,
    where the rows make 278,65)."""
    match = _scale().search(small(total.told))
    _, _, decimals = total.told.strip().partition(",")
    places = len("".join(letter for letter in decimals if letter.isdigit()))
    last_place = (in_dong(match[0]) if match else 1.0) * 10.0**-places
    is_rounded = any("," in cell for _, cell in total.rows) and abs(told - real) <= last_place / 2
    return is_rounded or isclose(told, real, abs_tol=TOLERANCE * len(total.rows), rel_tol=1e-9)


class _Sums(NamedTuple):
    """The sums that the rows of a column may make, one for each kind of row number; the unit of all
    figures, and what it is in the unit that the total is told in."""

    values: tuple[float, ...]
    unit: str
    scale: float


_KINDS = (
    compile_regex(r"\d+"),
    compile_regex(r"[IVX]+"),
    compile_regex(r"\p{L}"),
    compile_regex(r"\d+(?:\.\d+)+"),
)
"""Row numbers: 1; II; a, A; 1.1."""


def _sums(total: PrintedTotal) -> _Sums | None:
    """None where a cell says something else, bears another unit, or belongs to no numbered row."""
    by_kind: dict[int, list[float]] = {}
    units: set[str] = set()
    for number, cell in total.rows:
        amount = amount_of(cell)
        kind = _kind_of(number)
        if amount is None or (kind is None and amount.value):
            return None
        if amount.value:
            units.add(amount.unit)
        by_kind.setdefault(-1 if kind is None else kind, []).append(amount.value)
    filled = [figures for figures in by_kind.values() if any(figures)]
    if len(units) != 1 or any(len(figures) < FEWEST for figures in filled):
        return None
    told = _scale().search(small(total.told))
    scale = in_dong(told[0]) if told else 1.0
    return _Sums(tuple(map(sum, filled)), units.pop(), scale)


def _kind_of(number: str) -> int | None:
    bare = number.strip(" .)")
    return next((place for place, kind in enumerate(_KINDS) if kind.fullmatch(bare)), None)


@cache
def _scale() -> regex.Pattern[str]:
    return compile_regex(rf"(?:{alternation('units_of_money')})(?!\p{{L}})")


def _is_no_sum(heading: str) -> bool:
    key = f" {small(heading)} "
    return "%" in heading or any(f" {word} " in key for word in words("no_sums"))


# --- a total in a sentence, the figures in the rows ----------------------------------------------


@rule("other_total")
def other_total(draft: Draft) -> Iterator[Finding]:
    """ "Tổng kinh phí thực hiện Kế hoạch là 42 triệu đồng", where the budgets of all rows make 41.
    Rows whose figures bear no unit may be in thousands or in millions: whichever comes nearest."""
    if draft.rebuilt or draft.mended or draft.has_gaps:
        return
    tables = {row.part.table for row in draft.rows}
    real = _sum_of_budgets(draft) if len(tables) == 1 else None
    if real is None:
        return
    for wording in draft.sure_wordings:
        match = _whole_plan().search(wording.text) if wording.is_of_body else None
        if match is None:
            continue
        told = figure_of(match["figure"]) * in_dong(match["unit"])
        nearest = min((real * scale for scale in _SCALES), key=lambda one: abs(one - told))
        rounded = ROUGHLY if holds(match[0], "about_figures") else ROUNDED
        if LEAST_ALIKE < nearest / told < 1 / LEAST_ALIKE and not isclose(
            told, nearest, rel_tol=rounded
        ):
            unit = in_dong(match["unit"])
            yield finding(
                "other_total",
                on=wording,
                evidence=match[0],
                told=f"{match['figure']} {match['unit']}",
                real=f"{printed(nearest / unit)} {match['unit']}",
            )


LEAST_ALIKE = 0.5
"""Amounts further apart are not of the same things."""
ROUNDED, ROUGHLY = 1e-4, 0.1
_SCALES = (1.0, 1e3, 1e6)


def _sum_of_budgets(draft: Draft) -> float | None:
    """What the rows cost together; None where one does not say it, or two units are mixed. A cell
    that is merged over rows of one number counts once, so none may repeat the one above."""
    budgets = [amount_of(row.part.budget or "") for row in draft.rows]
    known = [amount for amount in budgets if amount is not None]
    costs = [amount for amount in known if amount.value]
    if len(known) < len(budgets) or len(costs) < FEWEST + 1:
        return None
    if len({amount.unit for amount in costs}) != 1 or costs[0].unit not in ("", MONEY):
        return None
    numbers = [row.part.number for row in draft.rows]
    return sum(amount.value for amount in costs) if len(set(numbers)) == len(numbers) else None


@cache
def _whole_plan() -> regex.Pattern[str]:
    """ "Tổng kinh phí thực hiện kế hoạch: 42 triệu đồng", "Kinh phí thực hiện kế hoạch này là 42
    triệu đồng"; without "tổng" another word between may make it a part."""
    whole, money = alternation("total_costs"), alternation("units_of_money")
    plan, links = alternation("costs_of_plan"), alternation("cost_links")
    return compile_regex(
        rf"(?<!\p{{L}})(?:(?:{whole})(?!\p{{L}})(?:[^.;:\d]|20\d\d){{0,60}}:?"
        rf"|(?:{plan})(?:\s+(?:này|năm\s+20\d\d))?(?:\s*(?::|(?:{links})(?!\p{{L}})))+)"
        rf"\s*(?P<figure>{FIGURE})\s*(?P<unit>{money})(?!\p{{L}})",
        regex.IGNORECASE,
    )


# --- sums in sentences ----------------------------------------------------------------------------


@cache
def _part() -> regex.Pattern[str]:
    return compile_regex(_amount(), regex.IGNORECASE)


def _amount() -> str:
    figure, units = r"\d{1,3}(?:\.\d{3})+|\d+(?:,\d+)?", alternation("units_of_sums")
    return rf"(?<![\d.,/])(?P<figure>{figure})\s*(?P<unit>{units})(?!\p{{L}})"


@cache
def _whole() -> regex.Pattern[str]:
    behind = alternation("of_which")
    return compile_regex(
        rf"{_amount()}\s*[,(:.]?\s*\(?(?:{behind})(?!\p{{L}})\s*:?",
        regex.IGNORECASE,
    )


@rule("parts_over_whole")
def parts_over_whole(draft: Draft) -> Iterator[Finding]:
    """ "120 triệu đồng, trong đó: huấn luyện 80 triệu đồng, tuyên truyền 50 triệu đồng": the parts
    are more than the whole. Fewer may be, for not all are named, unless all are announced
    ("gồm:")."""
    for wording in draft.sure_wordings:
        for match in _whole().finditer(wording.text):
            clause = _rest_of_clause(wording.text, match.end())
            parts = _figures_in(clause, match["unit"], _part())
            whole, real = figure_of(match["figure"]), sum(parts)
            is_nested = _whole().search(clause) is not None or _is_parted_again(
                clause, parts, whole
            )
            if not whole or len(parts) < FEWEST or is_nested:
                continue
            are_all = len(parts) == _count(clause) and (
                _all_parts().search(match[0]) is not None
                or _seem_all(parts, whole=whole, told=match[0], clause=clause)
            )
            if real > whole + TOLERANCE or (are_all and real < whole - TOLERANCE):
                yield _other_sum(wording, match, clause, real=real)


def _seem_all(parts: Sequence[float], whole: float, told: str, clause: str) -> bool:
    """Does "gồm" without a colon announce all parts? Three and more, together near the whole, and
    no further one behind the last figure ("… và đóng góp của nhân dân")."""
    is_near = abs(sum(parts) - whole) <= NEAR * whole
    last = max((own.end() for own in _part().finditer(clause)), default=0)
    are_closed = _behind_parts().match(clause, last) is not None
    is_announced = _announced_parts().search(told) is not None
    return is_announced and len(parts) > FEWEST and is_near and are_closed


def _rest_of_clause(text: str, begin: int) -> str:
    """A text from `begin` on, up to the end of the sentence or a semicolon before a new one."""
    return regex.split(r"\.(?:\s|$)|;\s*(?=\p{Lu})", text[begin:])[0]


NEAR = 0.2
"""By so large a part the parts of a count may miss the whole: further apart they are of others."""


@rule("parts_of_count")
def parts_of_count(draft: Draft) -> Iterator[Finding]:
    """ "1.284 hộ, gồm 703 hộ tại thôn Đông, 398 hộ tại thôn Tây, 193 hộ tại thôn Nam": 1.294. Only
    where all parts are announced: of those "among them" one may hold another."""
    for wording in draft.sure_wordings:
        for match in _counted().finditer(wording.text):
            clause = _rest_of_clause(wording.text, match.end())
            parts = _figures_in(clause, match["unit"], _counted_part())
            whole, real = figure_of(match["figure"]), sum(parts)
            is_parted_again = _is_parted_again(clause, parts, whole)
            if len(parts) >= FEWEST and not is_parted_again and abs(real - whole) <= NEAR * whole:
                yield _other_sum(wording, match, clause, real=real)


def _figures_in(clause: str, unit: str, part: regex.Pattern[str]) -> list[float]:
    """The figures of the parts that a clause names in the unit of the whole."""
    return [
        figure_of(own["figure"])
        for own in part.finditer(clause)
        if own["unit"].casefold() == unit.casefold()
    ]


def _is_parted_again(clause: str, parts: Sequence[float], whole: float) -> bool:
    """Does a clause take a part apart, or, where the first parts make the whole, the whole in
    another way?"""
    sums = accumulate(parts)
    is_whole = any(isclose(one, whole, abs_tol=TOLERANCE) for one in sums)
    return is_whole or _doubled().search(clause) is not None


def _other_sum(wording: Wording, match: regex.Match[str], clause: str, real: float) -> Finding:
    """The finding that parts make another sum than the whole before them."""
    return finding(
        "parts_over_whole",
        on=wording,
        evidence=f"{match[0]}{clause}",
        whole=f"{match['figure']} {match['unit']}",
        real=f"{printed(real)} {match['unit']}",
    )


@cache
def _counted_part() -> regex.Pattern[str]:
    return compile_regex(_count_of_things(), regex.IGNORECASE)


def _count_of_things() -> str:
    units = alternation("counted_units")
    return rf"(?<![\d.,/])(?P<figure>{FIGURE})\s+(?P<unit>{units})(?!\p{{L}})"


@cache
def _counted() -> regex.Pattern[str]:
    """ "1.284 hộ, gồm"."""
    behind = alternation("all_of_which")
    return compile_regex(
        rf"{_count_of_things()}"
        rf"[^.;:,(\d]{{0,40}}\s*[,(:]?\s*(?:{behind})(?!\p{{L}})\s*:?",
        regex.IGNORECASE,
    )


_MONEY = compile_regex(r"\d\s*(?:triệu|tỷ|nghìn|đồng|ha|km)(?!\p{L})", regex.IGNORECASE)


def _count(clause: str) -> int:
    """How many amounts a clause names, in whatever unit."""
    return len(_MONEY.findall(clause))


@cache
def _all_parts() -> regex.Pattern[str]:
    """ "gồm:": all parts follow."""
    return compile_regex(rf"(?:{alternation('all_of_which')})\s*:$", regex.IGNORECASE)


@cache
def _announced_parts() -> regex.Pattern[str]:
    return compile_regex(rf"(?:{alternation('all_of_which')})\s*:?$", regex.IGNORECASE)


@cache
def _behind_parts() -> regex.Pattern[str]:
    """The end of a clause behind the last part: nothing, or a mark that closes the list."""
    return compile_regex(r"\s*(?:[;.)]|$)")


@cache
def _doubled() -> regex.Pattern[str]:
    """A clause that goes on to take a part apart, or names a rate."""
    return compile_regex(
        rf"(?<!\p{{L}})(?:{alternation('of_which', 'rates')})(?!\p{{L}})|/", regex.IGNORECASE
    )
