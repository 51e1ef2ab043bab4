"""The time that words around a table give to its rows that have none: a sentence over it ("Các nội
dung dưới đây hoàn thành trước ngày 30/6:"), one under it that speaks of all above, the heading, the
chapter on the time, the head of the paper."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from kehoach.normalize.times.deadline import DeadlineValue
from kehoach.parsers.items.context import Context
from kehoach.parsers.items.list_deadlines import deadline_of_section, is_plans_own, time_of_list
from kehoach.parsers.items.section_times import told_of_head
from kehoach.parsers.items.stated_deadlines import stated_in
from kehoach.parsers.items.stated_words import ends_with_finishing, phrase_in
from kehoach.parsers.layout.outline import Leaf, Run
from kehoach.schema import models

SHARED = 0.8
"""How sure a row is whose time a sentence over its table tells."""
OVER = 0.7
"""How sure a row is whose time the chapter, or the head of the paper, tells."""
_KINDS = ("by", "within", "several")


@dataclass(frozen=True, slots=True)
class TimeOfRows:
    """A time, how sure it is that it holds for rows, and the sentence that says nothing else."""

    value: DeadlineValue
    confidence: float
    leaf: Leaf | None = None
    is_for_blanks: bool = True
    """Also where the table has a column of times, and a cell of it is empty?"""


def time_around(
    before: Run | None, table: Run, after: Run | None, context: Context
) -> TimeOfRows | None:
    """The nearest time that words around a table give to all its rows."""
    for run, place in ((before, -1), (after, 0)):
        if run is None or run.node is not table.node or not run.leaves:
            continue
        leaf = run.leaves[place]
        found = time_over(leaf.text, context) if place else _time_under(leaf.text, context)
        if found is not None:
            return replace(found, leaf=leaf)
    return _time_of_section(table, context)


def time_over(text: str, context: Context) -> TimeOfRows | None:
    """The time that a sentence right over a table gives to its rows."""
    stated = time_of_list(text, context) if _announces(text) else None
    value = stated.value if stated is not None else None
    if stated is None and phrase_in("tables_below", text):
        told = [one for one in stated_in(text, context) if not one.is_report]
        is_term = len(told) == 1 and ends_with_finishing().search(text[: told[0].begin].rstrip())
        stated = told[0] if is_term else None
        value = stated.value if stated is not None else None
    if stated is None or value is None or not _is_term(value, context):
        return None
    return TimeOfRows(replace(value, raw=stated.phrase), SHARED)


def _announces(text: str) -> bool:
    return text.rstrip().endswith((":", "."))


def _time_under(text: str, context: Context) -> TimeOfRows | None:
    """The time that a sentence right under a table gives to all above it."""
    if text.rstrip().endswith(":") or not phrase_in("whole_list", text):
        return None
    stated = time_of_list(text, context)
    if stated is None or not _is_term(stated.value, context):
        return None
    return TimeOfRows(replace(stated.value, raw=stated.phrase), SHARED)


def _time_of_section(table: Run, context: Context) -> TimeOfRows | None:
    """The span, or the last day, that the sections over a table, the chapter on the time or the
    head of the paper tell; one bare day may be that of an event which the rows prepare."""
    over = deadline_of_section(table.node, context)
    told = [value for _, value in told_of_head(context)]
    value = over[1] if over is not None else told[0] if len(told) == 1 else None
    if value is None or not _is_term(value, context, of_plan=True) or _is_one_day(value):
        return None
    return TimeOfRows(value, OVER, is_for_blanks=False)


def _is_term(value: DeadlineValue, context: Context, *, of_plan: bool = False) -> bool:
    has_days = any(part.start or part.end for part in (value, *value.parts))
    is_own = is_plans_own(value, context) and not of_plan
    return value.kind in _KINDS and has_days and not is_own


def _is_one_day(value: DeadlineValue) -> bool:
    return value.kind == "within" and value.start == value.end


def with_time(
    tasks: Sequence[models.Task],
    time: TimeOfRows | None,
    *,
    has_column: bool,
    context: Context,
) -> list[models.Task]:
    """The tasks of a table, those that have no time with that which is told around it."""
    if time is None or (has_column and not time.is_for_blanks):
        return list(tasks)
    deadline = context.deadline(time.value.raw.rstrip(" .;"), tells=False)
    return [
        task
        if task.deadline is not None or deadline is None
        else task.model_copy(
            update={
                "deadline": deadline,
                "confidence": min(task.confidence, time.confidence),
            }
        )
        for task in tasks
    ]
