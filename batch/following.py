"""The follow-up workbook of a batch: the tasks of all papers that count, and what people filled in
the workbook of an earlier run."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from kehoach.batch.isolation.bounds import Bounds
from kehoach.batch.isolation.fork import forked
from kehoach.batch.isolation.sandbox.walls import Walls
from kehoach.batch.store import Store
from kehoach.batch.touched import free_name
from kehoach.emit.origin import Origin
from kehoach.emit.rows import Row
from kehoach.errors import OutputError
from kehoach.follow.building import MAX_TASKS, Standing, Told, build, taken
from kehoach.follow.file import BOOK, filled_bytes, filled_path
from kehoach.follow.model import Filled
from kehoach.follow.tasks import Followed, followed
from kehoach.schema.models import Plan

FILLED = filled_path(Path(BOOK)).name
"""Where it is kept what people filled."""


@dataclass(slots=True)
class Following:
    """The tasks that are followed, in the order of the papers; not held beyond `MAX_TASKS`."""

    tasks: list[Followed] = field(default_factory=list)
    is_too_much: bool = False

    def add(self, plan: Plan, origin: Origin, tasks: Iterable[Row]) -> None:
        """The tasks of a paper and of those behind it in its file, `tasks` being the rows of all of
        them."""
        if self.is_too_much:
            return
        self.tasks += followed(plan, origin, tasks=tasks)
        if len(self.tasks) > MAX_TASKS:
            self.is_too_much = True
            self.tasks.clear()

    @contextmanager
    def written(
        self, store: Store, folder: Path, *, today: date, watch: Callable[..., None]
    ) -> Iterator[None]:
        """While the block does something else, the workbook is written anew, by a file in `folder`;
        what people did to the one that stands there is taken over first. At the end of the block it
        is put in its place, and what cannot be taken over is set aside; `watch` is told. Raises
        OutputError, OSError, BrokenFilledError."""
        if self.is_too_much:
            watch("follow_too_many", most=MAX_TASKS)
            yield
            return
        standing = Standing(store.read(BOOK), store.read(FILLED), name=FILLED)
        path = folder / BOOK
        # In a process apart: a workbook that stands there is a stranger's archive, and the tables
        # of the batch are finished at the same time.
        with forked(
            lambda _: _build(self.tasks, standing, today=today, path=path),
            Bounds(),
            walls=Walls(writes=(str(folder),)),
        ) as built:
            yield
            filled, told = built()
        if told.aside and standing.book is not None:
            aside = free_name(store, BOOK)
            store.write(aside, standing.book)
            watch("follow_aside", reason=told.aside, name=aside)
        store.write(FILLED, filled_bytes(filled))
        store.adopt(path, BOOK)
        watch("followed", told=told)


def _build(
    tasks: list[Followed], standing: Standing, *, today: date, path: Path
) -> tuple[Filled, Told]:
    """As `build`. Raises OutputError for what the system refuses."""
    try:
        return build(tasks, taken(standing), today=today, path=path, scratch=path.parent)
    except OSError as error:
        raise OutputError(path=BOOK, reason=error.strerror or type(error).__name__) from error
