"""The queue of a desk: a job is neither lost nor blamed for what happened by chance."""

from __future__ import annotations

from pathlib import Path

import pytest

from kehoach.desk.database import Database
from kehoach.desk.jobs import TRIES, tries_allowed

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
