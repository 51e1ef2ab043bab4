"""All that a service holds while it runs."""

from __future__ import annotations

import shutil
from collections.abc import Sequence
from contextlib import suppress
from importlib import import_module

from kehoach.desk.answers import Paper, paper_of
from kehoach.desk.comparing import Comparing
from kehoach.desk.database import MARK, Database
from kehoach.desk.doubts import count_doubts
from kehoach.desk.failures import (
    DatabaseGoneError,
    NoSuchThingError,
    OtherDatabaseError,
)
from kehoach.desk.gathering import Gathering
from kehoach.desk.jobs import Runner
from kehoach.desk.pages import Pages
from kehoach.desk.papers import Folders, Received, id_of
from kehoach.desk.parcels import Opener, Refused
from kehoach.desk.plans import Plans
from kehoach.desk.settings import Settings
from kehoach.errors import KehoachError, MissingDependencyError
from kehoach.explaining import install_command
from kehoach.ingest.page_order import natural_key
from kehoach.schema.models import Plan

MOST_LISTS = 64


def opened_database(settings: Settings) -> Database:
    """The database of a desk: the one in its folder, or PostgreSQL at `settings.database`. Raises
    MissingDependencyError, NoDatabaseError, OtherDatabaseError."""
    if not settings.database:
        if (settings.store / MARK).exists():
            raise OtherDatabaseError(path=MARK)
        return Database(settings.store / "desk.sqlite")
    try:
        from kehoach.desk.shared_database import SharedDatabase

        import_module("psycopg")
    except ModuleNotFoundError as error:
        command = install_command(error.name)
        raise MissingDependencyError(program=error.name, command=command) from error
    return SharedDatabase(settings.database, settings.store)


class Lists:
    """Lists of papers as they were told last; many look at one list while nothing changes. Where
    other services change them, too, none is kept."""

    def __init__(self, *, is_kept: bool) -> None:
        self._is_kept = is_kept
        self._told: tuple[int, dict[tuple[int, int | None], bytes]] = (0, {})

    def get(self, version: int, asked: tuple[int, int | None]) -> bytes | None:
        """What was told at that version of the store; None where nothing was."""
        at, told = self._told
        return told.get(asked) if at == version else None

    def keep(self, version: int, asked: tuple[int, int | None], data: bytes) -> None:
        """What is told at a version; all of another goes."""
        if not self._is_kept:
            return
        at, told = self._told
        kept = told if at == version and len(told) < MOST_LISTS else {}
        self._told = (version, {**kept, asked: data})


class Desk:
    """The store, the queue and the plans. Raises as `Folders` and `opened_database`."""

    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        self.folders = Folders(settings.store, is_shared=bool(settings.database))
        try:
            self.database = opened_database(settings)
            self._sweep()
            if self.database.is_shared:
                self.folders.share()
        except KehoachError:
            self.folders.close()
            raise
        self.plans = Plans(self.folders, self.database.lock)
        self.pages = Pages(settings, self.folders, plans=self.plans)
        self.parcels = Opener(
            self.folders, bounds=settings.options.bounds, thread=self.pages.thread
        )
        self.lists = Lists(is_kept=not self.database.is_shared)
        self.gathering = Gathering(self.database, self.plans)
        self.comparing = Comparing(self.database, self.plans, gathering=self.gathering)
        self.runner = Runner(settings, self.database, plans=self.plans, pages=self.pages)

    def start(self) -> None:
        """Papers are read from now on."""
        self.runner.start()

    def stop(self) -> None:
        """Everything ends."""
        self.runner.stop()
        self.pages.stop()
        self.database.close()
        self.folders.close()

    def _sweep(self) -> None:
        """Files of papers that a kill let come or go by half: the database does not know them. One
        that knows none at all was lost, and others may be at work: then everything stays."""
        if not self.folders.is_alone or not self.database.count():
            return
        for name in ("papers", "pages"):
            for folder in (self.settings.store / name).iterdir():
                if self.database.paper(folder.name) is None:
                    shutil.rmtree(folder, ignore_errors=True)

    def paper(self, id: str) -> Paper:
        """A paper as it is told. Raises NoSuchThingError."""
        row = self.database.paper(id)
        if row is None:
            raise NoSuchThingError(what="văn bản", thing="paper")
        return paper_of(row, self.database.latest_jobs([id]).get(id))

    def add(
        self, received: Sequence[Received], *, as_one: bool
    ) -> tuple[list[tuple[str, bool]], list[Refused]]:
        """Files that came become papers: each by itself, each of a parcel, or all of them the pages
        of one, ordered by their names. Gives the ids, and whether each is new; and what of parcels
        is not read."""
        papers, refused = self.parcels.opened(received)
        files = [file for paper in papers for file in paper]
        try:
            if as_one and len(papers) > 1:
                papers = [sorted(files, key=lambda one: natural_key(one.name))]
            return [self._add(paper) for paper in papers], refused
        finally:
            for file in files:
                file.path.unlink(missing_ok=True)

    def _add(self, received: Sequence[Received]) -> tuple[str, bool]:
        id = id_of(received)
        with self.plans.changing(id):
            self.folders.keep(id, received)
            is_new = self.database.add_paper(
                id=id,
                name=received[0].name,
                files=[one.name for one in received],
                size=sum(one.size for one in received),
            )
        if is_new:
            self.runner.tell()
        return id, is_new

    def count_again(self, id: str, plan: Plan) -> None:
        """A plan was corrected: lists tell how many of its values are doubtful by now. What a
        person did is on the disk already: where the database does not answer, lists are behind."""
        with suppress(DatabaseGoneError):
            self.database.tell_doubts(id, count_doubts(plan))
        self.runner.tell()

    def remove(self, id: str, *, corrections: bool) -> None:
        """A paper goes, with its plan; what people corrected stays unless that is said. Raises
        NoSuchThingError."""
        self.paper(id)
        with self.plans.changing(id):
            self.database.remove_paper(id)
            self.folders.remove(id, corrections=corrections)
            self.plans.forget(id)
        self.runner.tell()
