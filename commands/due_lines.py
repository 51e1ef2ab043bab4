"""What is due as lines of a terminal: the missed first, by day, of each day by who leads, in two
columns that keep to the width of the terminal."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Iterator, Sequence
from itertools import groupby, zip_longest
from typing import TYPE_CHECKING

from kehoach.commands.messages import Say
from kehoach.commands.terminal import display_width, safe, shorten, wrap

if TYPE_CHECKING:
    from kehoach.follow.due import Due, DueList

WIDTH, NARROWEST = 100, 40
"""Of lines that go to a file, and of the narrowest terminal."""
WORDS, OF_DAY = 200, 40
"""Letters of a task, and of the words of its day."""
_INDENT, _GAP = "    ", "  "


def width_of_terminal() -> int:
    """How wide lines may be."""
    if not (sys.stdout and sys.stdout.isatty()):
        return WIDTH
    return max(NARROWEST, shutil.get_terminal_size().columns)


def due_lines(listed: DueList, say: Say, width: int = WIDTH) -> Iterator[str]:
    """The list for people: the missed, then what is due, and how much is in neither."""
    wanted = listed.wanted
    missed = [item for item in listed.items if item.is_missed]
    soon = [item for item in listed.items if not item.is_missed]
    has_units = len({item.task.unit for item in listed.items}) > 1
    day = f"{wanted.today:%d/%m/%Y}"
    yield say("due.missed", count=len(missed), day=day)
    yield from _by_day(missed, say, width=width, has_units=has_units)
    yield say("due.soon", count=len(soon), day=f"{wanted.last:%d/%m/%Y}")
    yield from _by_day(soon, say, width=width, has_units=has_units)
    if listed.without_day or listed.done:
        yield from wrap(
            say("due.rest", without_day=listed.without_day, done=listed.done), width=width
        )


def _by_day(items: Sequence[Due], say: Say, *, width: int, has_units: bool) -> Iterator[str]:
    """A line for each day, and under it each body with what it leads."""
    bodies = [_body(item, has_units=has_units) for item in items]
    widest = max(map(display_width, bodies), default=0)
    left = min(widest, (width - len(_INDENT)) // 3)
    right = width - len(_INDENT) - left - len(_GAP)
    for day, of_day in groupby(items, key=lambda item: item.day):
        group = sorted(of_day, key=lambda item: _body(item, has_units=has_units))
        yield f"  {day:%d/%m/%Y}: {_distance(group[0], say)}"
        for body, of_body in groupby(group, key=lambda item: _body(item, has_units=has_units)):
            tasks = [line for item in of_body for line in wrap(_words(item), right)]
            for name, words in zip_longest(wrap(body, left), tasks, fillvalue=""):
                padding = " " * (left - display_width(name))
                yield f"{_INDENT}{name}{padding}{_GAP}{words}".rstrip()


def _distance(item: Due, say: Say) -> str:
    """How far its day is from today."""
    if item.days == 0:
        return say("due.today")
    return say("due.over" if item.is_missed else "due.left", days=abs(item.days))


def _body(item: Due, *, has_units: bool) -> str:
    """Who leads a task; of which unit, where there are several."""
    offices = safe("; ".join(item.task.offices) or "–")
    return f"{safe(item.task.unit)}: {offices}" if has_units and item.task.unit else offices


def _words(item: Due) -> str:
    """A task with its number, the words of its day where it has several, and its status."""
    task = item.task
    status = item.filled.values.get("progress") if item.filled is not None else None
    number = f"{task.number}. " if task.number else "- "
    several = task.deadline is not None and bool(task.deadline.parts)
    told = [shorten(safe(f"{number}{task.text}"), WORDS)]
    told += [f"[{shorten(safe(item.words), OF_DAY)}]"] if several else []
    told += [f"({safe(str(status))})"] if status else []
    return " ".join(told)
