"""The time that the learned tagger sees in a sentence, where the rules see none, or less of it.

The rules (`stated_deadlines`) go by the words of the vocabulary; papers of other writers say times
in other words. What the tagger proposes counts only where `parse_deadline` can tell what it means,
and makes the task less sure.
"""

from __future__ import annotations

from kehoach.normalize.times.deadline import DeadlineValue, parse_deadline
from kehoach.normalize.times.tagged import Tagged, tagged_times
from kehoach.parsers.items.context import Context

SURE_ALONE = 0.7
"""So sure must the tagger be of a time that no rule sees."""
SURE_AROUND = 0.5
"""And of a longer one around that which the rules see."""
PROPOSED = 0.85
"""How sure a task is at most whose time only the tagger saw."""


def proposed_time(text: str, context: Context, bounds: DeadlineValue | None) -> str | None:
    """The words of the surest time that the tagger sees in a text; None where it sees none, or one
    that lies beyond the time over the whole list (`bounds`)."""
    readable = [
        one
        for one in tagged_times(text)
        if one.sure >= SURE_ALONE and _is_within(one, context, bounds)
    ]
    return max(readable, key=lambda one: one.sure).words if readable else None


def with_words_around(stated: str, text: str, context: Context) -> str:
    """A time that the rules see, with the words around it that the tagger counts to it ("mỗi tuần |
    không dưới bốn đêm")."""
    begin = text.find(stated)
    if begin < 0:
        return stated
    for one in tagged_times(text):
        is_around = one.begin <= begin and begin + len(stated) <= one.begin + len(one.words)
        is_longer = len(one.words) > len(stated)
        if is_around and is_longer and one.sure >= SURE_AROUND and _is_readable(one, context):
            return one.words
    return stated


def _is_readable(one: Tagged, context: Context) -> bool:
    value = parse_deadline(one.words, context.period)
    return value is not None and value.kind is not None


def _is_within(one: Tagged, context: Context, bounds: DeadlineValue | None) -> bool:
    value = parse_deadline(one.words, context.period)
    if value is None or value.kind is None:
        return False
    if bounds is None or bounds.start is None or bounds.end is None:
        return True
    days = [day for day in (value.start, value.end) if day is not None]
    return all(bounds.start <= day <= bounds.end for day in days)
