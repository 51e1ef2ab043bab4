"""The level in the name of a body: "Công an xã" has one, "Phòng Kinh tế" needs none."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from rapidfuzz import fuzz

from kehoach.normalize.offices.cell import Cell
from kehoach.normalize.offices.directory import words_of
from kehoach.normalize.text import strip_diacritics

SAME_PLACE = 75.0
"""Names of places that are so much alike (rapidfuzz's ratio, 0 to 100) are one, misspelt."""


class PlanUnit(NamedTuple):
    """Of the unit that issues a plan: its level ("xã") and its name ("Tân Khê"), where known."""

    level: str | None = None
    name: str | None = None


def with_level(cell: Cell, name: str, level_at: tuple[int, int], plan: PlanUnit) -> str:
    """The name with the level it wants: its own printed one (the words of the cell at `level_at`,
    first and stop), else that of the plan. A department says by its kind that it is of a province.
    Of a unit that is not the plan's own the place stays: without it nobody knows who has to act."""
    kind = cell.directory.kinds[name]
    only_of_province = cell.directory.phrase_size("only_of_provinces", words_of(name)) > 0
    if kind == "central" or only_of_province:
        return name
    printed = [index for index in range(*level_at) if not cell.is_one_of("belonging", index)]
    if printed:
        return _with_printed_level(cell, name, printed=printed, plan=plan)
    if kind == "with_level" and plan.level:
        return f"{name} {plan.level}"
    return name


def _with_printed_level(cell: Cell, name: str, printed: Sequence[int], plan: PlanUnit) -> str:
    """The name with the level, and the place of another unit, that stand at the words
    `printed`."""
    directory = cell.directory
    unmarked = tuple(cell.words[index].unmarked for index in printed)
    size = directory.phrase_size("levels", unmarked)
    level = unmarked[:size]
    is_of_plan = level == words_of(plan.level or "")
    is_own = is_of_plan or level in directory.phrases["own_levels"]
    if is_own and len(printed) > size:
        is_own = _is_own_place(cell, printed[size:], plan=plan, same_level=is_of_plan)
    if not is_own:
        place = cell.printed(printed[0], printed[-1] + 1)
        return f"{name} {place}"
    if directory.kinds[name] not in ("with_level", "other", "province"):
        return name
    if is_of_plan and plan.level:
        return f"{name} {plan.level}"
    own_level = cell.printed(printed[0], printed[size - 1] + 1)
    return f"{name} {own_level.lower()}"


def _is_own_place(cell: Cell, place: Sequence[int], plan: PlanUnit, *, same_level: bool) -> bool:
    """Is a printed place the plan's own? A province has many communes; of a commune's neighbours
    only the name tells, however it is misspelt."""
    if plan.level is None or not _is_name(cell, place[0]):
        return True
    if not same_level and words_of(plan.level) not in cell.directory.phrases["own_levels"]:
        return False
    if plan.name is None:
        return True
    printed = " ".join(cell.words[index].unmarked for index in place)
    return fuzz.ratio(printed, strip_diacritics(plan.name)) >= SAME_PLACE


def _is_name(cell: Cell, index: int) -> bool:
    """May the name of a place begin here? Not with a second level ("phường phường"), nor with what
    the body does ("xã Chủ trì")."""
    word = cell.words[index]
    if not (word.is_capital or word.unmarked.isdigit()):
        return False
    return not (cell.phrase_size("levels", index) or cell.phrase_size("skip", index))
