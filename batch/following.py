"""The follow-up workbook of a batch: the tasks of all papers that count, and what people filled in
the workbook of an earlier run."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from kehoach.batch.isolation.bounds import Bounds
from kehoach.batch.isolation.fork import run_in_fork
from kehoach.batch.store import Store
from kehoach.batch.touched import free_name
from kehoach.emit.rows import Origin
from kehoach.follow.building import MAX_TASKS, Standing, Taken, build, taken
from kehoach.follow.file import BOOK, filled_bytes, filled_path
from kehoach.follow.tasks import Followed, followed
from kehoach.schema.models import Plan

FILLED = filled_path(Path(BOOK)).name
"""Where it is kept what people filled."""


@dataclass(slots=True)
class Following:
    """The tasks that are followed, in the order of the papers; not held beyond `MAX_TASKS`."""

    tasks: list[Followed] = field(default_factory=list)
    is_too_much: bool = False

    def add(self, plan: Plan, origin: Origin) -> None:
        """The tasks of a paper and of those behind it in its file."""
        if self.is_too_much:
            return
        self.tasks += followed(plan, origin)
        if len(self.tasks) > MAX_TASKS:
            self.is_too_much = True
            self.tasks.clear()

    def write(self, store: Store, folder: Path, *, today: date, watch: Callable[..., None]) -> None:
        """Write the workbook anew, by a file in `folder`; what people did to the one that stands
        there is taken over first, and what cannot be is set aside. `watch` is told. Raises
        OutputError, OSError, BrokenFilledError."""
        if self.is_too_much:
            watch("follow_too_many", most=MAX_TASKS)
            return
        standing = Standing(store.read(BOOK), store.read(FILLED), name=FILLED)
        # A workbook is a stranger's archive: it is read in a process apart.
        before: Taken = run_in_fork(lambda _: taken(standing), Bounds())
        path = folder / BOOK
        filled, told = build(self.tasks, before, today=today, path=path, scratch=folder)
        if told.aside and standing.book is not None:
            aside = free_name(store, BOOK)
            store.write(aside, standing.book)
            watch("follow_aside", reason=told.aside, name=aside)
        store.write(FILLED, filled_bytes(filled))
        store.adopt(path, BOOK)
        watch("followed", told=told)
