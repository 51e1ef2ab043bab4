"""Tables that share out targets: a row a village, a branch, a kind of revenue, and beside its name
nothing but figures ("Bản | Số hộ giảm | Tỷ lệ giảm"). No heading of theirs need speak of targets:
what stands above the table does ("CHỈ TIÊU GIAO CHO CÁC BẢN")."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from kehoach.normalize.text import strip_diacritics
from kehoach.parsers.items.targets.indicator_tables import FEWEST_ROWS, figure_columns
from kehoach.parsers.tables.cells import Slot, cell_text
from kehoach.parsers.tables.columns import Columns, is_of_another_kind, speaks_of_targets
from kehoach.parsers.tables.content_roles import MOSTLY, Content
from kehoach.parsers.tables.tables import RoleTable
from kehoach.parsers.words import phrases_by
from kehoach.patterns import compile_regex

FIGURES = 0.8
"""Of the filled cells of a column of figures so many at least are nothing else."""
SUREST = 0.8
"""The confidence of columns that are told by what they hold and by the title above them."""

_FIGURE = compile_regex(r"[≥≤<>=~]?\s*\d[\d.,]*\s*[%‰]?|-|–")
_NAME = compile_regex(r"\p{L}")


def of_allotted(table: RoleTable, above: str, title: str = "") -> RoleTable:
    """A table -> the same as one of targets, where the words `above` it speak of targets, or its
    `title` of what is to be reached at least, and its rows are names with figures; else
    unchanged."""
    columns = table.columns
    if columns.kind != "other":
        return table
    if not _says_targets(above) and not (_sets_bounds(title) and _counts_no_money(columns)):
        return table
    rows = [row for row in table.rows if not all(slot.empty for slot in row)]
    roles = _roles(columns, rows)
    if "indicator" not in roles:
        return table
    told = replace(
        columns,
        kind="targets",
        roles=tuple(roles),
        confidence=min(columns.confidence or SUREST, SUREST),
    )
    return replace(table, columns=told) if figure_columns(told) else table


def _says_targets(above: str) -> bool:
    """Do words above a table announce what is to be reached, not what was?"""
    folded = f" {strip_diacritics(above)} "
    return speaks_of_targets(above) and not _tells_of_before(folded)


def _sets_bounds(title: str) -> bool:
    """ "MỨC CẤP NƯỚC | TỐI THIỂU | Ở CÁC THÔN": does a title say that figures are to be kept?"""
    folded = f" {strip_diacritics(title)} "
    bounds = phrases_by("tables/columns.yaml", "target_words")["bounds"]
    return any(f" {phrase} " in folded for phrase in bounds) and not _tells_of_before(folded)


def _counts_no_money(columns: Columns) -> bool:
    """Does no heading speak of prices, sums or persons?"""
    never = phrases_by("tables/columns.yaml", "target_words")["never"]
    text = f" {' | '.join(map(strip_diacritics, columns.titles))} "
    return not is_of_another_kind(columns.titles) and not any(f" {one} " in text for one in never)


def _tells_of_before(folded: str) -> bool:
    before = phrases_by("tables/columns.yaml", "figures_before")["words"]
    return any(f" {phrase} " in folded for phrase in before)


def _roles(columns: Columns, rows: Sequence[Sequence[Slot]]) -> list[str | None]:
    """By column: its number, its name, its figures; no name where the table is of another kind."""
    none: list[str | None] = [None] * len(columns.titles)
    if len(rows) < FEWEST_ROWS:
        return none
    roles = list(none)
    for place in range(len(columns.titles)):
        texts = [cell_text(row[place].lines) for row in rows if not row[place].empty]
        is_of_figures = _are_figures(texts)
        if is_of_figures and "indicator" in roles:
            roles[place] = "value"
        elif place == 0 and Content.of(row[0] for row in rows).share("number") >= MOSTLY:
            roles[place] = "index"
        elif "indicator" not in roles and _are_names(texts, count=len(rows)):
            roles[place] = "indicator"
        elif "value" not in roles:
            return none
        else:
            roles[place] = "note"
    return roles if "value" in roles else none


def _are_figures(texts: Sequence[str]) -> bool:
    bare = [text for text in texts if _FIGURE.fullmatch(text.strip())]
    return bool(texts) and len(bare) >= FIGURES * len(texts)


def _are_names(texts: Sequence[str], count: int) -> bool:
    """Has every row a name of its own?"""
    return len(set(texts)) == count and all(_NAME.search(text) for text in texts)
