"""The time that words around a table give to its rows that have none: a sentence over it ("Các nội
dung dưới đây hoàn thành trước ngày 30/6:"), one under it that speaks of all above, the heading, the
chapter on the time, the head of the paper."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cache

import regex

from kehoach.normalize.alternatives import any_of
from kehoach.normalize.times.deadline import DeadlineValue, parse_deadline
from kehoach.parsers.items.ground.context import Context
from kehoach.parsers.items.times.labelled_times import out_of_brackets
from kehoach.parsers.items.times.list_deadlines import deadline_of_section, time_of_list
from kehoach.parsers.items.times.plan_times import is_of_plan_or_before
from kehoach.parsers.items.times.section_times import is_of_all_work, told_of_head
from kehoach.parsers.items.times.stated_deadlines import stated_in
from kehoach.parsers.items.times.stated_words import ends_with_finishing, listed, phrase_in
from kehoach.parsers.layout.fields import read_field
from kehoach.parsers.layout.outline import Leaf, Run
from kehoach.patterns import compile_regex
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
        found = time_over(leaf.text, context) if place else time_under_table(leaf.text, context)
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


def time_under_table(text: str, context: Context) -> TimeOfRows | None:
    """The time that a sentence, or a label of when works are finished, right under a table gives to
    all above it ("Thời hạn hoàn thành: 30/6/2031")."""
    labelled = read_field(out_of_brackets(text))
    if labelled is not None and labelled.role == "deadline":
        is_of_all = is_of_all_work(labelled.label) and phrase_in("terms_of_all", labelled.label)
        value = parse_deadline(labelled.value, context.period) if is_of_all else None
        is_told = value is not None and value.is_alone and _is_term(value, context)
        return TimeOfRows(value, SHARED) if value is not None and is_told else None
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
    if over is None:
        return _time_of_head(context)
    _, value = over
    if not _is_term(value, context, of_plan=True) or _is_one_day(value):
        return None
    return TimeOfRows(value, OVER, is_for_blanks=False)


def _is_term(value: DeadlineValue, context: Context, *, of_plan: bool = False) -> bool:
    has_days = any(part.has_days for part in (value, *value.parts))
    is_own = is_of_plan_or_before(value, context) and not of_plan
    return value.kind in _KINDS and has_days and not is_own


def _is_one_day(value: DeadlineValue) -> bool:
    return value.kind == "within" and value.start == value.end


@dataclass(frozen=True, slots=True)
class TimeOfNamed:
    """The time that a sentence gives to the rows of some numbers, and that sentence."""

    numbers: frozenset[str]
    value: DeadlineValue
    leaf: Leaf


def times_of_named(table: Run, after: Run | None, context: Context) -> list[TimeOfNamed]:
    """The sentences right under a table that date single rows of it ("Riêng nhiệm vụ số 2 và 3 hoàn
    thành trước ngày 20/12.")."""
    found: list[TimeOfNamed] = []
    for leaf in remarks_below(table, after):
        named = _named_rows().match(leaf.text)
        stated = stated_in(leaf.text, context) if named is not None else []
        if named is None or len(stated) != 1 or not _is_term(stated[0].value, context):
            continue
        numbers = frozenset(_NUMBER.findall(named["numbers"]))
        found.append(TimeOfNamed(numbers, replace(stated[0].value, raw=stated[0].phrase), leaf))
    return found


def remarks_below(table: Run, after: Run | None) -> Sequence[Leaf]:
    """The first blocks right under a table."""
    return after.leaves[:MAX_SENTENCES] if after is not None and after.node is table.node else ()


MAX_SENTENCES = 4
_NUMBER = compile_regex(r"\d+")


@cache
def _named_rows() -> regex.Pattern[str]:
    """ "Riêng nhiệm vụ số 2, 3 | hoàn thành": rows by their numbers, then when they are done."""
    rows = any_of(listed("rows_by_number"))
    done = any_of(listed("finishing"))
    return compile_regex(
        rf"""
        (?: (?: {any_of(listed("exceptions"))} ) \s+ )? (?: các \s+ )? (?: {rows} ) \s+
        (?: số \s+ )?
        (?P<numbers> \d{{1,3}} (?: (?: \s*,\s* | \s+và\s+ ) (?: số \s+ )? \d{{1,3}} )* ) \s+
        (?: (?: phải | cần | sẽ ) \s+ )? (?: {done} ) (?!\p{{L}})
        """,
        regex.IGNORECASE | regex.VERBOSE,
    )


def with_times_of_named(
    tasks: Sequence[models.Task], named: Sequence[TimeOfNamed], context: Context
) -> list[models.Task]:
    """The tasks of a table, those that have no time with that of the sentence on their number."""
    dated = list(tasks)
    for time in named:
        for place, task in enumerate(dated):
            if task.number in time.numbers and task.deadline is None:
                due = context.deadline(time.value.raw, tells=False)
                sure = min(task.confidence, SHARED)
                dated[place] = task.model_copy(update={"deadline": due, "confidence": sure})
    return dated


def with_times_of_appendix(
    tasks: Sequence[models.Task], above: str, below: str, *, has_column: bool, context: Context
) -> list[models.Task]:
    """The tasks of a table of an appendix, with the time of the paragraphs around it or that of the
    paper's head."""
    time = time_over(above, context) or time_under_table(below, context) or _time_of_head(context)
    return with_time(tasks, time, has_column=has_column, context=context)


def _time_of_head(context: Context) -> TimeOfRows | None:
    told = [value for _, value in told_of_head(context)]
    value = told[0] if len(told) == 1 else None
    if value is None or not _is_term(value, context, of_plan=True) or _is_one_day(value):
        return None
    return TimeOfRows(value, OVER, is_for_blanks=False)


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
