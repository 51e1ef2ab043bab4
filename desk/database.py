"""The small database of a desk: papers and jobs. SQLite in WAL mode, each change safe on the disk
before it is confirmed. `shared_database` has the same in PostgreSQL: the SQL here is of both."""

from __future__ import annotations

import json
import sqlite3
import threading
from collections.abc import Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager, nullcontext
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Literal, TypeAlias

from kehoach.desk.failures import DatabaseFullError

JobState: TypeAlias = Literal["waiting", "running", "done", "failed", "cancelled"]
MARK = "desk.database"
"""The file in a folder that names the shared database to which it belongs."""
ACTIVE = ("waiting", "running")

_SCHEMA = """
CREATE TABLE IF NOT EXISTS papers (
    number INTEGER PRIMARY KEY AUTOINCREMENT,
    id TEXT NOT NULL UNIQUE,
    name TEXT NOT NULL,
    files TEXT NOT NULL,
    size INTEGER NOT NULL,
    added_at TEXT NOT NULL,
    summary TEXT
);
CREATE TABLE IF NOT EXISTS jobs (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    paper TEXT NOT NULL,
    state TEXT NOT NULL,
    stage TEXT NOT NULL DEFAULT '',
    tries INTEGER NOT NULL DEFAULT 0,
    created_at TEXT NOT NULL,
    started_at TEXT,
    ended_at TEXT,
    error TEXT
);
CREATE INDEX IF NOT EXISTS jobs_of_paper ON jobs (paper);
CREATE UNIQUE INDEX IF NOT EXISTS one_active_job ON jobs (paper)
    WHERE state IN ('waiting', 'running');
"""


PAPER_COLUMNS = "number, id, name, files, size, added_at, summary"
JOB_COLUMNS = "id, paper, state, stage, tries, created_at, started_at, ended_at, error"
_PAPERS = f"SELECT {PAPER_COLUMNS} FROM papers"  # noqa: S608 (names of columns alone)
_JOBS = f"SELECT {JOB_COLUMNS} FROM jobs"  # noqa: S608
FAILED_OFTEN = {
    "stage": "desk",
    "kind": "CrashError",
    "vi": "Dịch vụ bị dừng nhiều lần giữa lúc đọc văn bản này.",
    "en": "The service was ended several times while it read this paper.",
}


@dataclass(frozen=True, slots=True)
class PaperRow:
    """A paper. `id`: the hash of its bytes; `files`: the names of its files as they were sent, in
    order; `summary`: what its plan holds, None as long as there is none."""

    number: int
    id: str
    name: str
    files: tuple[str, ...]
    size: int
    added_at: str
    summary: dict[str, Any] | None


@dataclass(frozen=True, slots=True)
class JobRow:
    """A reading of a paper. `stage`: what it has come to; `error`: why there is no plan, as
    `batch.model.Failure`."""

    id: int
    paper: str
    state: JobState
    stage: str
    tries: int
    created_at: str
    started_at: str | None
    ended_at: str | None
    error: dict[str, str] | None


def now() -> str:
    """This moment, ISO 8601 in UTC."""
    return datetime.now(UTC).isoformat(timespec="seconds")


class Database:
    """All that is asked and told; one connection, one thread at a time. Whatever changes something
    raises DatabaseFullError where the disk is full: nothing of it is done then."""

    is_shared = False
    """Do other services use it, too?"""

    def __init__(self, path: Path) -> None:
        self._lock, self._path = threading.RLock(), path
        self._connection = sqlite3.connect(path, check_same_thread=False, isolation_level=None)
        try:
            self._connection.execute("PRAGMA journal_mode=WAL")
            self._connection.execute("PRAGMA synchronous=FULL")
            self._connection.executescript(_SCHEMA)
        except sqlite3.OperationalError as error:
            self._connection.close()
            if _is_full_disk(error):
                raise DatabaseFullError(path=path.name) from error
            raise

    def close(self) -> None:
        """Nothing is asked any more."""
        with self._lock:
            self._connection.close()

    # --- papers -----------------------------------------------------------------------------------

    def add_paper(self, *, id: str, name: str, files: Sequence[str], size: int) -> bool:
        """A paper and the job that reads it; False where it is there already."""
        with self._transaction() as do:
            made = do(
                "INSERT INTO papers (id, name, files, size, added_at) VALUES (?, ?, ?, ?, ?)"
                " ON CONFLICT (id) DO NOTHING",
                (id, name, json.dumps(list(files)), size, now()),
            )
            if not made.rowcount:
                return False
            do(
                "INSERT INTO jobs (paper, state, created_at) VALUES (?, 'waiting', ?)"
                " ON CONFLICT DO NOTHING",
                (id, now()),
            )
        return True

    def paper(self, id: str) -> PaperRow | None:
        """One paper."""
        rows = self._all(f"{_PAPERS} WHERE id = ?", (id,))
        return _paper(rows[0]) if rows else None

    def papers(self, *, before: int | None, limit: int) -> list[PaperRow]:
        """Papers, the latest first, older than the one with the number `before`."""
        rows = self._all(
            f"{_PAPERS} WHERE CAST(? AS BIGINT) IS NULL OR number < ? ORDER BY number DESC LIMIT ?",
            (before, before, limit),
        )
        return [_paper(row) for row in rows]

    def count(self) -> int:
        """How many papers there are."""
        return int(self._all("SELECT count(*) FROM papers", ())[0][0])

    def remove_paper(self, id: str) -> bool:
        """A paper and its jobs go; False where there is none."""
        with self._transaction() as do:
            do("DELETE FROM jobs WHERE paper = ?", (id,))
            return bool(do("DELETE FROM papers WHERE id = ?", (id,)).rowcount)

    # --- jobs -------------------------------------------------------------------------------------

    def add_job(self, paper: str) -> JobRow:
        """A new reading of a paper; the one that waits or runs, where there is one."""
        with self._transaction() as do:
            do(
                "INSERT INTO jobs (paper, state, created_at) VALUES (?, 'waiting', ?)"
                " ON CONFLICT DO NOTHING",
                (paper, now()),
            )
        return self.jobs(paper=paper, limit=1)[0]

    def job(self, id: int) -> JobRow | None:
        """One job."""
        rows = self._all(f"{_JOBS} WHERE id = ?", (id,))
        return _job(rows[0]) if rows else None

    def jobs(
        self, *, paper: str | None = None, limit: int, before: int | None = None
    ) -> list[JobRow]:
        """Jobs, the latest first."""
        rows = self._all(
            f"{_JOBS} WHERE (CAST(? AS TEXT) IS NULL OR paper = ?)"
            " AND (CAST(? AS BIGINT) IS NULL OR id < ?) ORDER BY id DESC LIMIT ?",
            (paper, paper, before, before, limit),
        )
        return [_job(row) for row in rows]

    def latest_jobs(self, papers: Sequence[str]) -> dict[str, JobRow]:
        """The last job of each paper."""
        if not papers:
            return {}
        marks = ",".join("?" * len(papers))
        latest = f"SELECT max(id) FROM jobs WHERE paper IN ({marks}) GROUP BY paper"  # noqa: S608
        rows = self._all(f"{_JOBS} WHERE id IN ({latest})", tuple(papers))
        return {row[1]: _job(row) for row in rows}

    def take_job(self, most: int) -> JobRow | None:
        """The job that waits longest, of those tried `most` times or less, is running now."""
        with self._transaction() as do:
            row = do(
                "SELECT id FROM jobs WHERE state = 'waiting' AND tries <= ? ORDER BY id LIMIT 1",
                (most,),
            ).fetchone()
            if row is None:
                return None
            do(
                "UPDATE jobs SET state = 'running', tries = tries + 1, started_at = ?, stage = ''"
                " WHERE id = ?",
                (now(), row[0]),
            )
        return self.job(row[0])

    def give_back(self, job: JobRow) -> None:
        """A job that was taken waits again, as if it had not been tried."""
        with self._transaction() as do:
            do(
                "UPDATE jobs SET state = 'waiting', stage = '', tries = tries - 1"
                " WHERE id = ? AND state = 'running'",
                (job.id,),
            )

    def release_jobs(self, most: int) -> None:
        """Jobs that ran when the program ended wait again; one that did so `most` times has
        failed."""
        with self._transaction() as do:
            do(
                "UPDATE jobs SET state = 'failed', ended_at = ?, error = ?"
                " WHERE state = 'running' AND tries >= ?",
                (now(), json.dumps(FAILED_OFTEN), most),
            )
            do("UPDATE jobs SET state = 'waiting', stage = '' WHERE state = 'running'")

    def release_orphans(self, most: int) -> None:
        """Likewise, at any time: jobs of services that are no more. Of one that has a database of
        its own there are none."""

    def lock(self, name: str) -> AbstractContextManager[None]:
        """What other services must not do at once. A database of one's own needs no such lock."""
        return nullcontext()

    def tell_stage(self, id: int, stage: str) -> None:
        """How far a running job has come."""
        with self._transaction() as do:
            do("UPDATE jobs SET stage = ? WHERE id = ? AND state = 'running'", (stage, id))

    def end_job(
        self,
        job: JobRow,
        *,
        error: dict[str, Any] | None = None,
        summary: dict[str, Any] | None = None,
    ) -> None:
        """A job is done (`summary` of the plan) or has failed (`error`)."""
        state = "done" if error is None else "failed"
        told = None if error is None else json.dumps(error)
        with self._transaction() as do:
            do(
                "UPDATE jobs SET state = ?, ended_at = ?, error = ?"
                " WHERE id = ? AND state = 'running'",
                (state, now(), told, job.id),
            )
            if summary is not None:
                do(
                    "UPDATE papers SET summary = ? WHERE id = ?",
                    (json.dumps(summary, ensure_ascii=False), job.paper),
                )

    def tell_doubts(self, id: str, doubts: int) -> None:
        """How many values of a paper's plan are doubtful by now; of a paper without a plan
        nothing."""
        with self._transaction() as do:
            row = do("SELECT summary FROM papers WHERE id = ?", (id,)).fetchone()
            if row is None or row[0] is None:
                return
            summary = {**json.loads(row[0]), "doubts": doubts}
            do(
                "UPDATE papers SET summary = ? WHERE id = ?",
                (json.dumps(summary, ensure_ascii=False), id),
            )

    def states(self) -> dict[str, int]:
        """How many jobs are in each state."""
        return dict(self._all("SELECT state, count(*) FROM jobs GROUP BY state", ()))

    # --- inside -----------------------------------------------------------------------------------

    def _all(self, query: str, values: tuple[Any, ...]) -> list[Any]:
        with self._lock:
            return self._connection.execute(query, values).fetchall()

    def _transaction(self) -> AbstractContextManager[Any]:
        """What asks, in a transaction: all of it is done, or nothing."""
        return self._changing()

    @contextmanager
    def _changing(self) -> Iterator[Any]:
        with self._lock:
            try:
                self._connection.execute("BEGIN IMMEDIATE")
                yield self._connection.execute
                self._connection.execute("COMMIT")
            except BaseException as error:
                if self._connection.in_transaction:  # a full disk ends it by itself
                    self._connection.execute("ROLLBACK")
                if _is_full_disk(error):
                    raise DatabaseFullError(path=self._path.name) from error
                raise


def _is_full_disk(error: BaseException) -> bool:
    return getattr(error, "sqlite_errorcode", None) == sqlite3.SQLITE_FULL


def _paper(row: Any) -> PaperRow:
    number, id, name, files, size, added_at, summary = row
    return PaperRow(
        number=number,
        id=id,
        name=name,
        files=tuple(json.loads(files)),
        size=size,
        added_at=added_at,
        summary=json.loads(summary) if summary else None,
    )


def _job(row: Any) -> JobRow:
    id, paper, state, stage, tries, created_at, started_at, ended_at, error = row
    return JobRow(
        id=id,
        paper=paper,
        state=state,
        stage=stage,
        tries=tries,
        created_at=created_at,
        started_at=started_at,
        ended_at=ended_at,
        error=json.loads(error) if error else None,
    )
