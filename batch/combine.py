"""The tables of all papers, written from their plans one at a time: memory does not grow with their
number.

The order is that of the inputs' names, so that the same papers give the same bytes, whatever was
read first and however often the batch was interrupted. A paper that stands in the folder twice is
counted once.
"""

from __future__ import annotations

import base64
import contextlib
import hashlib
import json
import os
import tempfile
from collections import Counter
from collections.abc import Iterator, Sequence
from concurrent.futures import Future
from dataclasses import asdict
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any
from urllib.parse import quote

from kehoach import errors
from kehoach.batch.engines import Engine
from kehoach.batch.isolate import crops_isolated
from kehoach.batch.model import Outcome
from kehoach.batch.records import failure_of, program_version, read_record
from kehoach.batch.store import STATE, UNFINISHED, LocalStore, Store, is_url, local_path
from kehoach.emit import ics, parquet
from kehoach.emit.csv import csv_lines
from kehoach.emit.json import from_json
from kehoach.emit.report import Report, Shown, put_pictures
from kehoach.emit.rows import SEVERITIES, TASKS, Origin, Row, paper_row, task_rows, unread_row
from kehoach.emit.xlsx import Workbook, add_plan
from kehoach.schema.models import Plan

if TYPE_CHECKING:
    from kehoach.batch.run import Batch, Paper

MANIFEST = "manifest.jsonl"
PAPERS_SHEET = 3


class Combined:
    """The tables of a batch, written while its papers are read: each paper is added as soon as all
    before it are done.

    `done` tells of each paper whether it is; whoever reads keeps it. A `with` block, so that
    nothing unfinished stays.
    """

    def __init__(
        self, batch: Batch, store: Store, papers: Sequence[Paper], done: Sequence[bool]
    ) -> None:
        self._batch, self._store, self._papers, self._done = batch, store, papers, done
        self._next = 0
        self._folder = tempfile.TemporaryDirectory(prefix="kehoach-", dir=_scratch(store))
        self._tables = _Tables(Path(self._folder.name))

    def __enter__(self) -> Combined:
        return self

    def __exit__(self, *_: object) -> None:
        self._tables.abandon()
        self._folder.cleanup()

    def advance(self, at_most: int) -> None:
        """Add papers that are done, in order. Raises OutputError."""
        last = min(self._next + at_most, len(self._papers))
        while self._next < last and self._done[self._next]:
            self._add(self._papers[self._next])
            self._next += 1

    def finish(self, engine: Engine) -> dict[str, int]:
        """Add the rest and put the tables where they belong; returns how many papers ended in each
        status.

        Raises OutputError.
        """
        self.advance(len(self._papers))
        if self._next < len(self._papers):
            raise errors.OutputError(path=self._papers[self._next].target, reason=os.strerror(2))
        _add_pictures(engine, self._batch, self._store, self._tables.report)
        for path in self._tables.close():
            self._store.adopt(path, path.name)
        return dict(self._tables.statuses)

    def _add(self, paper: Paper) -> None:
        outcome = outcome_of(self._store, paper)
        if outcome is None:
            raise errors.OutputError(path=paper.target, reason=os.strerror(2))
        plan = _plan(self._store, outcome, paper)
        self._tables.add(paper, outcome, plan, _origin(self._batch, paper, outcome))


def write_manifest(store: Store, papers: Sequence[Paper]) -> None:
    """The manifest of what is done so far, for a batch that was stopped. Raises OutputError."""
    with tempfile.TemporaryDirectory(prefix="kehoach-", dir=_scratch(store)) as name:
        path = Path(name) / MANIFEST
        with path.open("wb") as file:
            for paper in papers:
                outcome = outcome_of(store, paper)
                if outcome is not None:
                    file.write(manifest_line(paper, outcome))
        store.adopt(path, MANIFEST)


class _Tables:
    """The files that grow as papers are added."""

    def __init__(self, folder: Path) -> None:
        self.statuses: Counter[str] = Counter()
        self.report = Report()
        self._folder = folder
        self._manifest: IO[bytes] = (folder / MANIFEST).open("wb")
        self._csv: IO[bytes] = (folder / "tasks.csv").open("wb")
        self._lines: IO[bytes] = (folder / "tasks.lines").open("wb")
        self._ics: IO[bytes] = (folder / "deadlines.ics").open("wb")
        (folder / "sheets").mkdir()
        self._book = Workbook(folder / "plans.xlsx", folder / "sheets")
        self._csv.write(csv_lines(TASKS, ()).encode())
        self._ics.write(ics.HEAD)

    def add(self, paper: Paper, outcome: Outcome, plan: Plan | None, origin: Origin) -> None:
        """One paper."""
        self.statuses[outcome.status] += 1
        self._manifest.write(manifest_line(paper, outcome))
        if plan is None:
            reason = outcome.error.vi if outcome.error else None
            row = unread_row(origin, outcome.status, reason, outcome.sha256, shown(paper.first))
            self._book.add(PAPERS_SHEET, [row])
            self.report.add_unread(row)
            return
        self._book.add(
            PAPERS_SHEET, [{**paper_row(plan, origin), "duplicate_of": shown(paper.first)}]
        )
        if paper.first is not None:
            self.report.duplicates += 1
            return
        rows: list[Row] = list(task_rows(plan, origin))
        self._csv.write(csv_lines(TASKS, rows, header=False).encode("utf-8", "replace"))
        parquet.write_lines(self._lines, rows)
        self._ics.write(b"".join(ics.events(plan, origin)))
        add_plan(self._book, plan, origin, rows)
        self.report.add(plan, origin, paper.source.name, rows)

    def abandon(self) -> None:
        """Let go of the files, finished or not."""
        for file in (self._manifest, self._csv, self._lines, self._ics):
            file.close()

    def close(self) -> Iterator[Path]:
        """The finished files; the manifest last."""
        self._ics.write(ics.TAIL)
        for file in (self._manifest, self._csv, self._lines, self._ics):
            file.close()
        self._book.close()
        if parquet.is_installed():
            parquet.apart(
                self._folder / "tasks.lines", self._folder / "tasks.parquet", self._folder
            )
            yield self._folder / "tasks.parquet"
        with (self._folder / "report.html").open("wb") as page:
            self.report.write(page)
        for name in (
            "tasks.csv",
            "plans.xlsx",
            "deadlines.ics",
            "report.html",
            MANIFEST,
        ):
            yield self._folder / name


def outcome_of(store: Store, paper: Paper) -> Outcome | None:
    """What became of an input: by its record, or at once when it is no paper. None when it is not
    done."""
    if paper.source.refusal is None:
        record = read_record(store, paper.target)
        return record if record is not None and record.input == paper.source.name else None
    error = getattr(errors, paper.source.refusal)()
    status = "failed" if isinstance(error, errors.PermissionDeniedError) else "skipped"
    return Outcome(paper.source.name, None, status, error=failure_of(error))  # type: ignore[arg-type]


def manifest_line(paper: Paper, outcome: Outcome) -> bytes:
    """A line of the manifest. `seconds` stands last: it alone differs between two runs."""
    error = outcome.error
    facts = {
        "input": shown(outcome.input),
        "sha256": outcome.sha256,
        "status": outcome.status,
        "output": outcome.output,
        "duplicate_of": shown(paper.first),
        "media_type": outcome.media_type,
        "pages": outcome.pages,
        "tasks": outcome.tasks,
        "targets": outcome.targets,
        "findings": {level: outcome.findings.get(level, 0) for level in SEVERITIES},
        "error": error
        and {"stage": error.stage, "kind": error.kind, "message": error.vi, "message_en": error.en},
        "seconds": outcome.seconds,
    }
    return json.dumps(facts, ensure_ascii=False).encode("utf-8", "replace") + b"\n"


def shown(name: str | None) -> str | None:
    """The name of an input as text; bytes that are no UTF-8 as `\\xe9`."""
    return None if name is None else os.fsencode(name).decode("utf-8", errors="backslashreplace")


def _plan(store: Store, outcome: Outcome, paper: Paper) -> Plan | None:
    if outcome.output is None:
        return None
    data = store.read(outcome.output)
    if data is None:
        raise errors.OutputError(path=paper.target, reason=os.strerror(2))
    return from_json(data)


def _origin(batch: Batch, paper: Paper, outcome: Outcome) -> Origin:
    """What a paper is called, and where it lies as seen from the tables."""
    link = None
    if not is_url(batch.folder) and not is_url(batch.out) and paper.source.refusal is None:
        path = Path(os.path.realpath(local_path(batch.folder))) / paper.source.name
        link = quote(os.fsencode(os.path.relpath(path, os.path.realpath(local_path(batch.out)))))
    return Origin(shown(paper.source.name) or "", link, outcome.output)


def _add_pictures(engine: Engine, batch: Batch, store: Store, report: Report) -> None:
    """Pictures of the places that the report shows, made paper by paper where papers are read, and
    kept: a batch with nothing new to read makes none."""
    wanted = report.wanted_pictures()
    by_paper: dict[str, list[Shown]] = {}
    for one in wanted:
        by_paper.setdefault(one.input, []).append(one)
    pictures: dict[int, bytes | None] = {}
    made: list[tuple[list[Shown], str, Future[Any]]] = []
    for name, own in by_paper.items():
        places = [asdict(one.place) for one in own if one.place is not None]
        kept_as = _pictures_name(own[0].sha256, places)
        kept = _kept_pictures(store, kept_as, len(own))
        if kept is not None:
            pictures.update(zip(map(id, own), kept, strict=True))
            continue
        future = engine.submit(
            crops_isolated, batch.folder, name, own[0].media_type, places, batch.asked
        )
        made.append((own, kept_as, future))
    for own, kept_as, future in made:
        cut = future.result()
        pictures.update(zip(map(id, own), cut, strict=True))
        told = [base64.b64encode(one).decode() if one else None for one in cut]
        if any(told):
            store.write(kept_as, json.dumps(told).encode(), durable=False)
    put_pictures(wanted, [pictures.get(id(one)) for one in wanted])


def _pictures_name(sha256: str, places: list[dict[str, Any]]) -> str:
    asked = json.dumps([program_version(), sha256, places], sort_keys=True)
    return f"{STATE}/pictures/{hashlib.sha256(asked.encode()).hexdigest()}.pictures"


def _kept_pictures(store: Store, name: str, count: int) -> list[bytes | None] | None:
    """Pictures that an earlier run has made; None when there are none, or a power cut tore them."""
    data = store.read(name)
    try:
        kept = (
            None
            if data is None
            else [base64.b64decode(one) if one else None for one in json.loads(data)]
        )
    except (ValueError, TypeError):
        return None
    return kept if kept is not None and len(kept) == count else None


def _scratch(store: Store) -> Path | None:
    """Where the files grow: beside where they will stand, so that they need only be renamed."""
    if not isinstance(store, LocalStore):
        return None
    folder = store.root / UNFINISHED
    with contextlib.suppress(OSError):
        folder.mkdir(parents=True, exist_ok=True)
    return folder
