"""A duty that somebody wrote between the rows of a table, on a line of its own: it says who does it
and by when, as the rows around it do in their cells, so it is no title of theirs.

    | 1 | Phát tờ rơi | Công an xã    | Tháng 1/2031 |
    A. Hội Phụ nữ nấu cơm cho đội chữa cháy trước ngày 20/01/2031
    | 2 | Mua bình    | Phòng Kinh tế | Tháng 2/2031 |
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from kehoach.parsers.items.asides.plain_rules import states_rule
from kehoach.parsers.items.bodies.sentence_owners import owners_in
from kehoach.parsers.items.ground.context import Context
from kehoach.parsers.items.times.stated_deadlines import deadline_in, states_day
from kehoach.parsers.layout.fields import is_reminder_line
from kehoach.parsers.tables.cells import Slot
from kehoach.parsers.tables.columns import Columns
from kehoach.schema import models

FEWEST_OF_ROW = 2
"""Cells with words of a row that is no title."""


def duty_of(
    banner: models.Group,
    slots: Sequence[Slot],
    columns: Columns,
    *,
    below: Sequence[Slot] | None,
    context: Context,
) -> dict[str, Slot]:
    """The cells by role of the duty that a row between two rows states; none where it is the title
    of a group: it says neither who nor when, or the row below leaves that to it."""
    answers = columns.of_all(("lead", "deadline"))
    if len(answers) < 2 or _leaves_open(below, answers):
        return {}
    text = banner.title.capitalize() if banner.title.isupper() else banner.title
    lead = owners_in(text, context.level).lead
    due = deadline_in(text, context) if lead and states_day(text, context) else None
    if due is None:
        return {}
    title = next(slot for slot in slots if not slot.empty)
    said = {"task": text, "lead": lead, "deadline": due}
    return {role: _cell(title, _printed(words, text, banner.title)) for role, words in said.items()}


def _leaves_open(below: Sequence[Slot] | None, answers: Sequence[int]) -> bool:
    """Does a row below leave who or when to the title over it? Another title does not."""
    if below is None or len({slot for slot in below if not slot.empty}) < FEWEST_OF_ROW:
        return False
    return any(below[place].empty for place in answers)


def says_no_group(title: str, context: Context) -> bool:
    """Is a row across the table a word on its rows, and no title: a rule, a remark, a sentence on
    what bodies do?"""
    if title.startswith("(") and title.endswith(")"):
        return True
    if not title.endswith(".") or title.isupper():
        return False
    is_remark = states_rule(title) or is_reminder_line(title)
    return is_remark or bool(owners_in(title, context.level).lead)


def _printed(words: str, text: str, title: str) -> str:
    """Words found in a text as its title prints them, which may be in capitals."""
    place = text.find(words)
    return title[place : place + len(words)] if place >= 0 else words


def _cell(title: Slot, words: str) -> Slot:
    return Slot([replace(title.lines[0], text=words)], page=title.page, box=title.box)
