"""The level in the name of a body: "Công an xã" has one, "Phòng Kinh tế" needs none."""

from __future__ import annotations

from collections.abc import Sequence

from kehoach.normalize.offices.cell import Cell
from kehoach.normalize.offices.directory import words_of


def with_level(cell: Cell, name: str, level_at: tuple[int, int], *, of_plan: str | None) -> str:
    """The name with the level it wants: its own printed one (the words of the cell at `level_at`,
    first and stop), else that of the plan."""
    kind = cell.directory.kinds[name]
    if kind in ("province", "central"):
        return name
    printed = [index for index in range(*level_at) if not cell.is_one_of("belonging", index)]
    if printed:
        return _with_printed_level(cell, name, printed, of_plan)
    if kind == "with_level" and of_plan:
        return f"{name} {of_plan}"
    return name


def _with_printed_level(cell: Cell, name: str, printed: Sequence[int], of_plan: str | None) -> str:
    """The name with the level, and the place of another unit, that stand at the words
    `printed`."""
    directory = cell.directory
    unmarked = tuple(cell.words[index].unmarked for index in printed)
    size = directory.phrase_size("levels", unmarked)
    level = unmarked[:size]
    is_of_plan = level == words_of(of_plan or "")
    if not is_of_plan and level not in directory.phrases["own_levels"]:
        place = cell.printed(printed[0], printed[-1] + 1)
        return f"{name} {place}"
    if directory.kinds[name] not in ("with_level", "other"):
        return name
    if is_of_plan and of_plan:
        return f"{name} {of_plan}"
    own_level = cell.printed(printed[0], printed[size - 1] + 1)
    return f"{name} {own_level.lower()}"
