"""Who does a point of prose, or when, told by the lines beside it: the one above that hands several
points to a body, those below that say who does what, the part of the same sentence before it."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from dataclasses import dataclass
from functools import cache

import regex

from kehoach.patterns import compile_regex
from kehoach.schema.models import Task
from kehoach.schema.numerals import ordinal
from kehoach.schema.rules.base import Draft
from kehoach.schema.rules.doers import names_doer, opens_with_known_body
from kehoach.schema.rules.elsewhere import reading_order
from kehoach.schema.rules.vocabulary import alternation
from kehoach.schema.walk import Place, Wording, position_of

MOST_ABOVE = 30
"""Lines above a point among which the one stands that hands it over."""


@dataclass(frozen=True, slots=True)
class LinesBeside:
    """The lines of the text of a paper in reading order, `places` where each begins, and where its
    headings do: put in order once, and asked of many points."""

    draft: Draft
    lines: tuple[Wording, ...]
    places: tuple[tuple[float, float], ...]
    headings: tuple[tuple[float, float], ...]

    @classmethod
    def of(cls, draft: Draft) -> LinesBeside:
        """Those of a draft."""
        text = filter(_is_of_text, draft.wordings)
        lines = tuple(sorted(text, key=lambda own: reading_order(own.spans)))
        places = [reading_order(own.spans) for own in lines]
        headings = [
            place for own, place in zip(lines, places, strict=True) if own.kind == "heading"
        ]
        return cls(draft, lines, places=tuple(places), headings=tuple(headings))

    def tell(self, task: Place[Task], field: str) -> bool:
        """Do the lines beside a point of the body tell the field that it lacks?"""
        if task.part.origin != "body":
            return False
        if field == "owner":
            return _is_carried_on(self, task) or _is_handed_over(self, task)
        return field == "deadline" and _is_rest_of_point(self.draft, task)


def _is_carried_on(beside: LinesBeside, task: Place[Task]) -> bool:
    """Does a numbered point only name the matter of what stands right below it, without a number
    and with its own lead ("1.1. Tổ chức hội nghị …" over "Phòng Kinh tế có trách nhiệm …")?"""
    tasks = beside.draft.tasks
    behind = position_of(task.pointer, tasks) + 1
    if not task.part.number or behind >= len(tasks):
        return False
    below = tasks[behind]
    is_below = below.part.origin == "body" and not below.part.number
    if not is_below or below.part.lead is None or below.part.lead.inferred:
        return False
    if not (_is_under(below.part, task.part) or _duty().search(below.part.task)):
        return False
    first, last = reading_order(task.spans), reading_order(below.spans)
    return bisect_right(beside.headings, first) >= bisect_left(beside.headings, last)


def _is_under(below: Task, task: Task) -> bool:
    """Does a point stand under the same heading as another, or under that one itself?"""
    if below.group == task.group:
        return True
    number = (below.group.number if below.group else None) or ""
    return f"{number}.".startswith(f"{(task.number or '').rstrip('.')}.")


@cache
def _duty() -> regex.Pattern[str]:
    return compile_regex(rf"(?<!\p{{L}})(?:{alternation('duties')})(?!\p{{L}})", regex.IGNORECASE)


def _is_handed_over(beside: LinesBeside, task: Place[Task]) -> bool:
    """Does the line over a list of points turn to a body ("2. Giao UBND các xã An Bình, Đồng Lạc:"
    over "a) …", "b) …")? Lines between it and the point are of the same list."""
    stop = bisect_left(beside.places, reading_order(task.spans))
    for own in reversed(beside.lines[max(stop - MOST_ABOVE, 0) : stop]):
        if own.text.rstrip().endswith(":"):
            return _turns_to_body(own.text)
        if not _is_of_list(own, task.part):
            return False
    return False


def _is_of_text(own: Wording) -> bool:
    return own.is_of_body or own.kind == "heading"


def _is_of_list(own: Wording, task: Task) -> bool:
    """Does a line stand in the list of a point: is it numbered in the same way, or as little?"""
    if own.kind == "heading":
        return False
    number, of_task = own.part.number, task.number
    if not number or not of_task:
        return not number and not of_task
    place, place_of_task = ordinal(number), ordinal(of_task)
    return place is not None and place_of_task is not None and place[0] == place_of_task[0]


def _turns_to_body(line: str) -> bool:
    told = _handing().sub("", line)
    return names_doer(told) or opens_with_known_body(f"{told.rstrip(' :')} thực hiện")


@cache
def _handing() -> regex.Pattern[str]:
    """ "Giao | Công an xã:", "Đề nghị | các thôn:"."""
    return compile_regex(rf"^(?:{alternation('handing_over')})(?!\p{{L}})\s*", regex.IGNORECASE)


def _is_rest_of_point(draft: Draft, task: Place[Task]) -> bool:
    """Is it what a sentence adds behind the order before it, which has the time ("6. Trạm Y tế xã
    khám …, xong trong tháng 10/2031; | các trường bố trí địa điểm")?"""
    place = position_of(task.pointer, draft.tasks)
    if not place or not task.part.number or not task.part.task[:1].islower():
        return False
    before = draft.tasks[place - 1].part
    is_same = (before.number, before.group) == (task.part.number, task.part.group)
    return is_same and before.deadline is not None
