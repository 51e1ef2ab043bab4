"""What is due in plans, files and folders: the whole way from places to a list."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from rapidfuzz import fuzz

from kehoach.follow.due import DueList, Wanted, due_of, has_one_of, office_names
from kehoach.follow.model import Filled
from kehoach.follow.placing import placed
from kehoach.follow.tasks import Followed, told_apart
from kehoach.normalize.offices.parse import parse_offices
from kehoach.normalize.text import strip_diacritics


def due_among(tasks: Sequence[Followed], filled: Filled, wanted: Wanted) -> DueList:
    """What of some tasks is due, minding what people filled. An office may be asked for by its
    short form ("VHXH")."""
    tasks = list(told_apart(tasks))
    now = placed(filled, tasks, today=wanted.today)
    rows = filled.model_copy(update={"rows": tuple(now.rows.values())})
    return due_of(tasks, rows, wanted=replace(wanted, offices=tuple(_full_names(wanted.offices))))


@dataclass(frozen=True, slots=True)
class UnknownName:
    """A name that was asked for and that nothing of the plans bears; `nearest`: those there are
    that are most like it, the most alike first."""

    kind: Literal["unit", "office"]
    asked: str
    nearest: tuple[str, ...]


def unknown_names(tasks: Sequence[Followed], wanted: Wanted) -> list[UnknownName]:
    """Which units and offices that are asked for no task has, done or not."""
    units = {task.unit for task in tasks} - {""}
    offices = {name for task in tasks for name in office_names(task)} - {""}
    unknown: list[UnknownName] = []
    for asked in wanted.units:
        if not has_one_of(tuple(units), (asked,)):
            unknown.append(UnknownName("unit", asked, _nearest(asked, units)))
    for asked in wanted.offices:
        if not has_one_of(tuple(offices), _full_names((asked,))):
            full = {name for task in tasks for name in task.offices}
            unknown.append(UnknownName("office", asked, _nearest(asked, full or offices)))
    return unknown


NEAREST = 3


def _nearest(asked: str, names: Iterable[str]) -> tuple[str, ...]:
    """The names that are most like one, diacritics aside.

    >>> _nearest("Bình Min", ["xã Tân Khê", "xã Bình Minh"])[0]
    'xã Bình Minh'
    """
    plain = strip_diacritics(asked)
    short = plain.replace(" ", "")

    def rank(name: str) -> tuple[float, float, str]:
        words = strip_diacritics(name)
        initials = _initials(words)
        by_letters = max(fuzz.ratio(short, initials[start:]) for start in range(len(initials) or 1))
        is_short_form = _is_short(short) and by_letters >= SAME_LETTERS
        return -by_letters * is_short_form, -fuzz.partial_ratio(plain, words), name

    return tuple(sorted(names, key=rank)[:NEAREST])


MOST_LETTERS = 6
"""Of a word that people write for the initials of a name."""
SAME_LETTERS = 80


def _initials(words: str) -> str:
    """The first letters of a name: "phong van hoa xa hoi" -> "pvhxh"."""
    return "".join(word[0] for word in words.split())


def _is_short(asked: str) -> bool:
    return asked.isalpha() and len(asked) <= MOST_LETTERS


def _full_names(offices: Iterable[str]) -> list[str]:
    """Offices as people ask for them, and as our directory calls them."""
    names: list[str] = []
    for office in offices:
        names += [office, *parse_offices(office).units]
    return list(dict.fromkeys(names))
