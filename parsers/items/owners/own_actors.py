"""Rows of a table without a column for who does it ("Thời gian | Nội dung công việc"), each a
sentence that opens with its actor: "Tổ chuyên môn xây dựng kế hoạch dạy học"; or all under titles
of groups that name a body: "1. Công an xã". There a column of leaders ("Lãnh đạo UBND phụ trách")
only tells who looks after it.
"""

from __future__ import annotations

from kehoach.parsers.items.bodies.body_ends import bodies_end
from kehoach.parsers.items.bodies.named_bodies import named_bodies
from kehoach.parsers.items.bodies.remark_owners import remark_helper, remark_owner
from kehoach.parsers.items.bodies.sentence_owners import Owners, owners_in
from kehoach.parsers.items.ground.context import Context
from kehoach.parsers.items.owners.heading_owners import leader_in_title
from kehoach.parsers.items.words.beginnings import begins
from kehoach.parsers.layout.fields import OWNERS
from kehoach.parsers.tables.columns import Columns
from kehoach.parsers.words import opens_with
from kehoach.schema import models

BY_GROUP = 0.8
"""How sure a task is whose lead stands in the title of its group."""
FEWEST_ROWS = 2
"""Of fewer rows none proves that the table is written so."""
FEWEST_SAID, MOST = 4, 0.7
"""So many rows, or all, and so large a part of them, open with who acts."""


def with_own_actors(
    tasks: list[models.Task], columns: Columns, context: Context
) -> list[models.Task]:
    """The tasks of a table without a column of who leads, led by the bodies that title their
    groups, where all do; or by whom their sentences open with, where most rows open with a body or
    with persons ("Học sinh lớp 9 thi thử"); or by whom remarks at their ends name."""
    place = columns.of("lead")
    leader = columns.titles[place] if place is not None else ""
    if place is not None and not _is_of_leaders(leader):
        return tasks
    if leader or not any(task.lead for task in tasks):
        led = [_led_by_group(task, context, leader=leader) for task in tasks]
        if all(led):
            return [task for task in led if task is not None]
    if len(tasks) < FEWEST_ROWS and not leader:
        return tasks
    if any(role in OWNERS for role in columns.roles):
        return tasks
    if any(task.lead or task.coordinating for task in tasks):
        return tasks
    said = [_actor_of(task.task, context) for task in tasks]
    found = sum(bool(own.lead) for own in said)
    if found < min(len(said), FEWEST_SAID) or found < MOST * len(said):
        return [_led_by_remark(task, context) for task in tasks]
    pairs = zip(tasks, said, strict=True)
    return [_led(task, own, context) if own.lead else task for task, own in pairs]


def _is_of_leaders(heading: str) -> bool:
    """Does a column tell which leader looks after a work ("Lãnh đạo UBND phụ trách")?"""
    return opens_with(heading, "leaders_columns") is not None


def _led_by_group(task: models.Task, context: Context, leader: str) -> models.Task | None:
    """A task led by the body that the title of its group names ("1. Công an xã"); None for a title
    that names none. Whom the column `leader` names is noted."""
    for group in (task.subgroup, task.group):
        lead = leader_in_title(group.title, context) if group is not None else None
        if lead is not None and not (leader and lead.collective):
            sure = min(task.confidence, BY_GROUP)
            named = f"{leader}: {task.lead.raw}" if leader and task.lead else None
            note = "; ".join(filter(None, (task.note, named))) or None
            return task.model_copy(update={"lead": lead, "note": note, "confidence": sure})
    return None


def _actor_of(text: str, context: Context) -> Owners:
    said = owners_in(text, context.level)
    persons = begins(text, "acting_persons")
    if said.lead:
        return said
    if persons is None:
        return _opening_body(text, context)
    return Owners(" ".join(text.split()[: len(persons.split())]))


def _opening_body(text: str, context: Context) -> Owners:
    """The body that opens a row among others that open with one, though no known verb stands behind
    it ("Trung tâm Văn hóa xã | phát 02 tin mỗi tuần")."""
    body = named_bodies(text[: bodies_end(text)], context.level)
    behind = text[len(body) :].lstrip() if body and text.startswith(body) else ""
    return Owners(body) if behind[:1].islower() else Owners()


def _led_by_remark(task: models.Task, context: Context) -> models.Task:
    """A task led by the bodies that a remark at its end names ("Phát màn (Hội Phụ nữ)")."""
    lead = remark_owner(task.task, context.level)
    helper = remark_helper(task.task, context.level)
    return _led(task, Owners(lead, helper), context) if lead else task


def _led(task: models.Task, own: Owners, context: Context) -> models.Task:
    lead, coordinating = context.owners(own.lead, own.coordinating)
    lead = lead or context.offices_or_words(own.lead)
    return task.model_copy(update={"lead": lead, "coordinating": coordinating})
