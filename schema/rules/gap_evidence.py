"""When an empty field of a task is a defect of the paper. A clerk who reads a false alarm stops
reading: so a task is only said to lack what those beside it have."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from kehoach.normalize.text import comparison_key, small
from kehoach.schema.kinds import is_calendar
from kehoach.schema.models import Task
from kehoach.schema.rules import owed
from kehoach.schema.rules.base import Draft
from kehoach.schema.rules.kin import FIELDS, Kin
from kehoach.schema.rules.vocabulary import keys_of, words
from kehoach.schema.walk import Place, position_of

SHARED = frozenset({"inherited", "merged_cell"})
"""Ways in which several rows come to the same printed words."""
FEW = 2
"""So few tasks are told one by one."""
FEWEST_POINTS = 3
MANY_POINTS = 4
"""Of fewer points the others prove nothing."""
MOST_OF_CHAPTER, MOST_OF_GROUP, HALF, SOME = 0.8, 0.7, 0.5, 1e-9
"""Shares of the points that have a field, where one without it is a defect, or worth a note.
Measured on papers whose findings strangers had judged by eye (docs/measured.md): below them most
gaps were false, the term stood in a heading, in another chapter, or the point was no work."""


def is_defect(draft: Draft, task: Place[Task], field: str) -> bool:
    """Is a task without the field surely one for which the paper lacks it?

    A row of a table: where some of its rows have the field, so that the table has a column for it
    (that a table of two rows has none is its manner; its rows get a note). In copied text an empty
    cell may be one that the cell above covers: a note, unless it is the only one of its column, or
    one between full ones where cells are not merged: of products, or in a table that prints the
    same words in two neighbouring rows.
    A point of the body: where most points of its chapter have it, and most of those beside it under
    the same heading (of a point with fields of its own, most of the others). A point is a sentence,
    and sentences hide what they say. An entry of a calendar may name nobody.
    """
    if draft.is_doubtful(task) or is_calendar(draft.plan.document.type, draft.plan.document.title):
        return False
    if task.part.origin == "table":
        rows = draft.kin.rows(task.part)
        if keeps_merged_cells(draft):
            return rows.share_beside(field) >= _share_of_rows(draft, field)
        own = [row for row in draft.rows if row.part.table == task.part.table]
        is_never_merged = field == "deliverable" or _prints_words_again(own)
        fewest = MOST_OF_GROUP if is_never_merged else 1.0
        fewest = max(fewest, _share_of_rows(draft, field))
        are_full = rows.count > FEWEST_POINTS and rows.share_beside(field) >= fewest
        return are_full and _stands_between_full_cells(own, task, field)
    chapter, beside = draft.kin.in_chapter(task.part), draft.kin.under_heading(task.part)
    is_group_alike = beside.count == 1 or beside.share_with(field) >= MOST_OF_GROUP
    if is_group_alike and chapter.share_with(field) >= MOST_OF_CHAPTER:
        return True
    return _is_of_form(task.part, field) and _have_others(chapter, beside, field)


def _share_of_rows(draft: Draft, field: str) -> float:
    """Of how many other rows the cell must be filled, so that an empty one is a defect: one owner
    or time is enough; products are left out of what lasts and of what shows by itself, where a
    table leaves out more than a few."""
    is_product = field == "deliverable" and not asks_for_all(draft)
    return MOST_OF_CHAPTER if is_product else SOME


def _prints_words_again(rows: Sequence[Place[Task]]) -> bool:
    """Have two neighbouring rows of a table the same words for who does them, or for when, each in
    a cell of its own? Whoever made it merges no cells."""
    for above, row in pairwise(rows):
        sources = row.part.sources
        for name in ("lead", "deadline"):
            value, before = getattr(row.part, name), getattr(above.part, name)
            if value is None or before is None or value.raw != before.raw or sources is None:
                continue
            told = sources.lead if name == "lead" else (sources.deadline,)
            ways = [set(one.how) for one in told if one is not None]
            if ways and not any(way & SHARED for way in ways):
                return True
    return False


def _stands_between_full_cells(rows: Sequence[Place[Task]], task: Place[Task], field: str) -> bool:
    """Is a row of copied text that lacks a field the first of its table, or one between rows that
    have it? A merged cell would mostly leave more than one empty."""
    place = position_of(task.pointer, rows)
    around = [*rows[max(place - 1, 0) : place], *rows[place + 1 : place + 2]]
    return not any(FIELDS[field](row.part) for row in around)


def _is_of_form(task: Task, field: str) -> bool:
    """Is it one of points with labelled lines, no standing order that needs no day?"""
    return (
        task.sources is not None and _has_field_of_its_own(task) and not _is_standing(task, field)
    )


def _have_others(chapter: Kin, beside: Kin, field: str) -> bool:
    """Have most of the other points the field?"""
    is_beside = beside.count == 1 or beside.share_beside(field) >= MOST_OF_GROUP
    return (
        is_beside
        and chapter.count > FEWEST_POINTS
        and chapter.share_beside(field) >= MOST_OF_CHAPTER
    )


def is_left_out(draft: Draft, task: Place[Task], field: str) -> bool:
    """Is it a point of prose with fields of its own ("Chủ trì: Trạm Y tế."), which lacks one that
    nearly all beside it have, or the only one of a list that lacks it? The first was written by a
    form, whose line was forgotten. Of other sentences, which hide what they say, the sum speaks."""
    if task.part.origin != "body" or not is_defect(draft, task, field=field):
        return False
    beside = draft.kin.under_heading(task.part)
    is_only_one = beside.count > MANY_POINTS and beside.share_beside(field) == 1
    if field == "deadline" and (_is_standing(task.part, field) or _names_time(task.part)):
        is_only_one = False
    return _has_field_of_its_own(task.part) or is_only_one


def _names_time(task: Task) -> bool:
    """Does a sentence name a time in whatever words ("kết thúc trước giờ bỏ phiếu 24 giờ")?"""
    key = f" {comparison_key(task.task)} "
    return any(f" {word} " in key for word in (*keys_of("units_named"), *keys_of("time_words")))


def _has_field_of_its_own(task: Task) -> bool:
    """Do its lead or its deadline stand outside its sentence, and not in a heading over it?"""
    told = comparison_key(" ".join((task.task, *task.activities)))
    sources = task.sources
    leads = sources.lead if sources else ()
    times = (sources.deadline,) if sources and sources.deadline else ()
    return any(
        value is not None
        and comparison_key(value.raw) not in told
        and not any("inherited" in source.how for source in how)
        for value, how in ((task.lead, leads), (task.deadline, times))
    )


def is_worth_a_note(draft: Draft, task: Place[Task], field: str) -> bool:
    """Should a person be shown this empty field, though it may be no defect? A row of a table that
    has a column for it, or one of the few tasks of a paper: its cell is empty. A point of the body:
    where nearly all points beside it in its chapter have the field, and some of those under its
    heading (where none has, the heading said it for all); else the sum says all. Of 160
    such notes on 18 papers that the program had never met, judged by eye, 157 were false, of 10 on
    papers after these 9: the point was no work, or its heading or another chapter named it. Entries
    of a calendar that name nobody are told in one sum; a single one, where all others of its table
    have a lead. A numbered point that has neither owner nor time, where those beside it have both,
    is told whatever the sums say: other outputs list it, too (none of 78 real papers has one)."""
    if is_calendar(draft.plan.document.type, draft.plan.document.title):
        return _is_only_empty_cell(draft, task, field)
    if task.part.origin == "table":
        is_one_of_few = len(draft.tasks) <= FEW and field != "deliverable"
        return is_one_of_few or draft.kin.rows(task.part).share_with(field) > 0
    if field != "deliverable" and _is_bare_among_full(draft, task.part):
        return True
    beside = draft.kin.under_heading(task.part)
    if beside.count > 1 and beside.share_with(field) == 0:
        return False
    chapter = draft.kin.in_chapter(task.part)
    may_be_chance = field == "deadline" and not _stand_behind_labels(draft, task.part)
    if chapter.count < (MANY_POINTS if may_be_chance else FEWEST_POINTS):
        return False
    if field == "deadline" and _have_it_from_above(draft, task.part):
        return False
    if _is_standing(task.part, field):
        return chapter.share_with(field) >= MOST_OF_CHAPTER
    return chapter.share_beside(field) >= MOST_OF_CHAPTER


def _under_its_heading(draft: Draft, task: Task) -> list[Task]:
    """The tasks under the heading of one, with it."""
    return [own.part for own in draft.tasks if own.part.group == task.group]


def _stand_behind_labels(draft: Draft, task: Task) -> bool:
    """Have all other points under its heading a time of their own apart from their words ("- Thời
    gian: …")? A form of which one is left empty is a gap also among three."""
    beside = _under_its_heading(draft, task)
    dues = [(own.task, own.deadline.raw) for own in beside if own.deadline is not None]
    are_apart = all(raw not in words for words, raw in dues)
    return are_apart and len(dues) == len(beside) - 1


def _is_only_empty_cell(draft: Draft, task: Place[Task], field: str) -> bool:
    """Is a row the only one of its table, of many, whose cell for a field is empty?"""
    if task.part.origin != "table" or field != "owner":
        return False
    rows = draft.kin.rows(task.part)
    return rows.count > FEWEST_POINTS and rows.share_beside(field) == 1


def _have_it_from_above(draft: Draft, task: Task) -> bool:
    """Have all dated points under its heading their time from what stands over them? So has this
    one, or it needs none."""
    beside = _under_its_heading(draft, task)
    dated = [own.sources for own in beside if own.deadline is not None]
    return bool(dated) and all(
        own is not None and own.deadline is not None and "inherited" in own.deadline.how
        for own in dated
    )


def _is_bare_among_full(draft: Draft, task: Task) -> bool:
    """Has a numbered point neither owner nor time, where at least half of the numbered points under
    its heading, three of them, have both?"""
    if task.number is None or not all(FIELDS[field](task) for field in WHO_AND_WHEN):
        return False
    beside = [
        own.part
        for own in draft.tasks
        if own.part.origin == "body" and own.part.number and own.part.group == task.group
    ]
    full = sum(not any(FIELDS[field](own) for field in WHO_AND_WHEN) for own in beside)
    return full >= max(FEWEST_POINTS, HALF * len(beside))


WHO_AND_WHEN = ("owner", "deadline")


def asks_for_all(draft: Draft) -> bool:
    """Does a plan itself ask for owner, time and product? What orders in sentences (a directive, a
    conclusion, a resolution of a government) asks it of those it speaks to; of two such papers
    nobody wanted the sums of what it left open itself."""
    kind = draft.plan.document.type
    is_plan = kind is None or kind.startswith(tuple(words("plans")))
    if not is_plan and not draft.rows:
        return False
    return owed.asks_for_all(draft.small_wordings, (task.part.task for task in draft.tasks))


def _is_standing(task: Task, field: str) -> bool:
    """Is it a deadline that is missed, in a standing order ("Tiếp tục …", "Thường xuyên …"), which
    holds until the plan ends? Beside points nearly all of which have one, it is missed all the
    same."""
    return field == "deadline" and small(task.task).startswith(tuple(words("standing")))


def keeps_merged_cells(draft: Draft) -> bool:
    """Does the format of the paper say which rows a cell covers? Copied text has lost it: there an
    empty cell may be one that a cell above covers."""
    kind = draft.plan.source.media_type
    return not draft.rebuilt and (kind == "text/html" or not kind.startswith("text/"))
