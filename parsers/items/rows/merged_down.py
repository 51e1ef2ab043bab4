"""Cells that cover others: rows of a text's table whose first cells are empty, as the cells above
them were merged downwards before the table became text; and cells over columns of two roles:

    | 1 | Rà soát hồ sơ | Văn phòng  | Quý I  |
    |   |               | Công an xã | Quý II |        the same task, another body and time
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from kehoach.parsers.layout.fields import OWNERS
from kehoach.parsers.tables.cells import Slot, cell_text
from kehoach.parsers.tables.columns import Columns
from kehoach.parsers.tables.content_roles import is_known_body
from kehoach.parsers.tables.merged import ANSWERS
from kehoach.parsers.tables.page_breaks import HIERARCHY

BEFORE_TASKS = ("objective", "lead", "deadline")
"""Columns that part the work into stretches, where they stand before the tasks."""


def cells_from_above(
    by_role: Mapping[str, Slot],
    above: Mapping[str, Slot],
    is_time: Callable[[str], bool],
    *,
    in_text: bool,
) -> dict[str, Slot]:
    """The cells by role that a row takes from the row above; none where it is no further row of
    the task above (one with an activity of its own, or with its own time), nor, in a text, one of
    its number that says its work alone: other formats tell which cells are merged."""
    if _says(by_role, "index") or not _says(above, "task"):
        return {}
    if _says(by_role, "task"):
        if not (in_text and _says_work_alone(by_role, above)):
            return {}
    elif _says(by_role, "activity"):
        if not _says(above, "activity") or not _says(above, "index"):
            return {}
    elif not _has_time(by_role, is_time) or not _has_time(above, is_time):
        return {}
    silent = (role for role in (*HIERARCHY, *ANSWERS) if not _says(by_role, role))
    return {
        role: above[role]
        for role in silent
        if role in above and above[role] is not by_role.get(role)
    }


def cells_left_empty(
    by_role: Mapping[str, Slot], above: Mapping[str, Slot], columns: Columns
) -> dict[str, Slot]:
    """The cells by role that a row with its own task takes from the row above, in a text, or where
    it has no number though others do: those of columns before the tasks that part the work ("Tháng
    1" | 1 | Phát tờ rơi, "" | 2 | Treo băng rôn), or name who does it ("Công an xã" | Kiểm tra tạm
    trú, "" | Tuần tra), be they numbered or not. An empty cell of owners behind the tasks is a
    lack."""
    if not _says(by_role, "task") or not _says(above, "task"):
        return {}
    before = [role for role in BEFORE_TASKS if role in columns.roles[: columns.of("task")]]
    return {role: above[role] for role in before if _says(above, role) and not _says(by_role, role)}


def in_one_role(by_role: Mapping[str, Slot], is_time: Callable[[str], bool]) -> dict[str, Slot]:
    """The cells of a row by role, one that covers the columns of owners and of times only in those
    roles that it speaks of: a body is no time, a time no body."""
    due = by_role.get("deadline")
    covered = [role for role in OWNERS if role in by_role and by_role[role] is due]
    if due is None or due.empty or not covered:
        return dict(by_role)
    text = cell_text(due.lines)
    foreign: Sequence[str] = ()
    if is_time(text):
        foreign = covered
    elif is_known_body(text):
        foreign = ("deadline",)
    return {role: slot for role, slot in by_role.items() if role not in foreign}


def _says_work_alone(by_role: Mapping[str, Slot], above: Mapping[str, Slot]) -> bool:
    """Has a row without a number no word on who and when, where the row above has all of it?"""
    answers = [role for role in ("lead", "deadline") if role in by_role]
    if len(answers) < 2 or any(_says(by_role, role) for role in ANSWERS):
        return False
    begins_anew = cell_text(by_role["task"].lines)[:1].isupper()
    return begins_anew and all(_says(above, role) for role in ("index", *answers))


def _says(by_role: Mapping[str, Slot], role: str) -> bool:
    return role in by_role and not by_role[role].empty


def _has_time(by_role: Mapping[str, Slot], is_time: Callable[[str], bool]) -> bool:
    return _says(by_role, "deadline") and is_time(cell_text(by_role["deadline"].lines))
