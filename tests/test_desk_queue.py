"""The queue of a desk: a job is neither lost nor blamed for what happened by chance."""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from kehoach.desk.database import Database, JobRow
from kehoach.desk.desk import Desk
from kehoach.desk.failures import DatabaseFullError
from kehoach.desk.jobs import TRIES, Runner, tries_allowed
from kehoach.desk.settings import Settings

PAPER, OTHER = "a" * 64, "b" * 64


@pytest.fixture
def database(tmp_path: Path) -> Database:
    """A database with a paper that waits to be read."""
    made = Database(tmp_path / "desk.sqlite")
    made.add_paper(id=PAPER, name="a.pdf", files=["a.pdf"], size=7)
    return made


def killed_while_it_read(database: Database, seconds: float) -> str | None:
    """The paper that a service took which lived for so long and was killed; None: it took none."""
    database.release_jobs(TRIES)
    job = database.take_job(tries_allowed(seconds))
    return None if job is None else job.paper


def test_a_service_killed_at_once_again_and_again_fails_no_paper(database: Database) -> None:
    taken = [killed_while_it_read(database, 0.5) for _ in range(10 * TRIES)]
    assert taken.count(PAPER) < TRIES
    assert database.states() == {"waiting": 1}
    assert killed_while_it_read(database, 60.0) == PAPER


def test_a_paper_that_kills_whatever_service_reads_it_is_left_alone(database: Database) -> None:
    taken = [killed_while_it_read(database, 3600.0) for _ in range(2 * TRIES)]
    assert taken.count(PAPER) == TRIES
    assert database.states() == {"failed": 1}
    (job,) = database.jobs(paper=PAPER, limit=1)
    assert job.error is not None
    assert "nhiều lần" in job.error["vi"]


def test_a_suspected_paper_lets_the_others_go_first(database: Database) -> None:
    while killed_while_it_read(database, 0.5) is not None:
        continue
    database.add_paper(id=OTHER, name="b.pdf", files=["b.pdf"], size=7)
    assert killed_while_it_read(database, 0.5) == OTHER


def test_a_service_that_ends_by_right_blames_no_paper(database: Database) -> None:
    for _ in range(2 * TRIES):
        database.release_jobs(TRIES)
        job = database.take_job(tries_allowed(0.0))
        assert job is not None
        database.give_back(job)
    assert database.states() == {"waiting": 1}
    database.give_back(job)  # it is nobody's: nothing changes
    (waiting,) = database.jobs(paper=PAPER, limit=1)
    assert waiting.tries == 0


# --- a full disk ----------------------------------------------------------------------------------


def room(database: Database, *, pages: int) -> None:
    """How far the file may grow: SQLite itself then says that the disk is full."""
    database._connection.execute(f"PRAGMA max_page_count = {pages}")


def add(database: Database, number: int) -> None:
    database.add_paper(id=f"{number:064x}", name="x" * 5000, files=["x.pdf"], size=7)


def add_until_full(database: Database) -> None:
    for number in range(100):
        add(database, number)


def test_a_full_disk_is_told_and_half_of_nothing_is_kept(database: Database) -> None:
    room(database, pages=1)  # no more than there are
    with pytest.raises(DatabaseFullError, match=r"desk\.sqlite"):
        add_until_full(database)
    before = sum(database.states().values())
    with pytest.raises(DatabaseFullError):
        add(database, 1000)
    assert sum(database.states().values()) == before == len(database.papers(before=None, limit=200))
    room(database, pages=10_000)
    add(database, 1000)
    assert sum(database.states().values()) == before + 1


def until(holds: Callable[[], bool]) -> None:
    end = time.monotonic() + 30
    while not holds() and time.monotonic() < end:
        time.sleep(0.02)
    assert holds()


class FullOnce(Database):
    """The disk is full when the first job ends."""

    is_full = True

    def end_job(self, job: JobRow, **told: Any) -> None:
        if self.is_full:
            self.is_full = False
            raise DatabaseFullError(path="desk.sqlite")
        super().end_job(job, **told)


def test_a_desk_reads_on_when_there_is_room_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("kehoach.desk.jobs.IDLE", 0.05)
    settings = Settings(store=tmp_path)
    desk, database = Desk(settings), FullOnce(tmp_path / "desk.sqlite")
    desk.runner = Runner(settings, database, plans=desk.plans, pages=desk.pages)
    database.add_paper(id=PAPER, name="a.txt", files=["a.txt"], size=7)  # its file is not there
    try:
        desk.start()
        until(lambda: database.states() == {"failed": 1})
        assert not database.is_full
    finally:
        desk.stop()
        database.close()
