"""What is due in plans, files and folders: the whole way from places to a list."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from kehoach.follow.due import DueList, Wanted, due_of
from kehoach.follow.model import Filled
from kehoach.follow.placing import placed
from kehoach.follow.tasks import Followed, told_apart
from kehoach.normalize.offices.parse import parse_offices


def due_among(tasks: Sequence[Followed], filled: Filled, wanted: Wanted) -> DueList:
    """What of some tasks is due, minding what people filled. An office may be asked for by its
    short form ("VHXH")."""
    tasks = list(told_apart(tasks))
    now = placed(filled, tasks, today=wanted.today)
    rows = filled.model_copy(update={"rows": tuple(now.rows.values())})
    return due_of(tasks, rows, wanted=replace(wanted, offices=tuple(_full_names(wanted.offices))))


def _full_names(offices: Iterable[str]) -> list[str]:
    """Offices as people ask for them, and as our directory calls them."""
    names: list[str] = []
    for office in offices:
        names += [office, *parse_offices(office).units]
    return list(dict.fromkeys(names))
