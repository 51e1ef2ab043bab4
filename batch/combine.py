"""The tables of all papers, written from their plans one at a time: memory does not grow with their
number.

The order is that of the inputs' names, so that the same papers give the same bytes, whatever was
read first and however often the batch was interrupted. A paper that stands in the folder twice is
counted once, and so is a plan that stands there in two forms.
"""

from __future__ import annotations

import os
import tempfile
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import IO
from urllib.parse import quote

from kehoach.batch.differing import count_differing
from kehoach.batch.engines import Engine
from kehoach.batch.following import Following
from kehoach.batch.letters import Letters, Told, write_letters
from kehoach.batch.manifest import manifest_line, outcome_of, shown_name
from kehoach.batch.model import Batch, Outcome, Paper
from kehoach.batch.report_pictures import add_pictures
from kehoach.batch.store import Store, is_url, local_path, scratch_folder
from kehoach.batch.touched import note_written, set_aside
from kehoach.emit import ics, parquet
from kehoach.emit.csv import csv_lines
from kehoach.emit.ics import Calendar
from kehoach.emit.json import from_json
from kehoach.emit.origin import Origin
from kehoach.emit.report import Report
from kehoach.emit.rows import TASKS, Row, obligation_rows, paper_row, task_rows, unread_row
from kehoach.emit.xlsx import PAPERS_SHEET, Workbook, add_plan
from kehoach.errors import OutputError
from kehoach.follow.file import MANIFEST
from kehoach.schema.models import Plan
from kehoach.schema.papers import papers_of
from kehoach.schema.rules.judging import is_read_whole
from kehoach.schema.twins import Fingerprint, Twin, sorted_into_plans

FILES = ("tasks.csv", "plans.xlsx", "deadlines.ics", "report.html", MANIFEST)
"""What is written about all papers, beside tasks.parquet; the manifest last: where it is, all
is."""


class Combined:
    """The tables of a batch, written while its papers are read: each paper is added as soon as all
    before it are done.

    `done` tells of each paper whether it is; whoever reads keeps it. `known`: the fingerprints of
    plans that earlier runs gave. A `with` block, so that nothing unfinished stays.

    Which form of a plan counts is known for sure when all are read. Until then it is the first
    that was met; where that proves wrong the tables are written anew.
    """

    def __init__(
        self,
        batch: Batch,
        store: Store,
        papers: Sequence[Paper],
        done: Sequence[bool],
        known: Sequence[Fingerprint | None],
    ) -> None:
        self._batch = batch
        self._store = store
        self._papers = papers
        self._done = done
        self._by_name = {paper.source.name: paper for paper in papers}
        self._prints = {
            paper.source.name: one
            for paper, one in zip(papers, known, strict=True)
            if one is not None and paper.first is None
        }
        self._start()

    def _start(self) -> None:
        """Empty tables, and what is known of the papers so far."""
        self._next = 0
        self._sorted = sorted_into_plans(self._prints, order=os.fsencode)
        self._folder = tempfile.TemporaryDirectory(
            prefix="kehoach-", dir=scratch_folder(self._store)
        )
        self._tables = _Tables(Path(self._folder.name), Calendar(self._batch.remind))

    @property
    def unread(self) -> Sequence[Outcome]:
        """The papers that could not be read, in this run or an earlier one."""
        return self._tables.unread

    @property
    def differing(self) -> Sequence[Differing]:
        """Those of the papers that do not count which say something else than the one that does."""
        return self._tables.differing

    @property
    def twins(self) -> dict[str, Twin]:
        """The papers that are other forms of papers that count."""
        return self._sorted.twins

    def __enter__(self) -> Combined:
        return self

    def __exit__(self, *_: object) -> None:
        self._abandon()

    def _abandon(self) -> None:
        self._tables.abandon()
        self._folder.cleanup()

    def advance(self, at_most: int) -> None:
        """Add papers that are done, in order. Raises OutputError."""
        last = min(self._next + at_most, len(self._papers))
        with self._written():
            while self._next < last and self._done[self._next]:
                self._add(self._papers[self._next])
                self._next += 1

    def finish(self, engine: Engine, watch: Callable[..., None]) -> dict[str, int]:
        """Add the rest and put the tables where they belong; one that somebody changed is set
        aside, which `watch` is told. Returns how many papers ended in each status.

        Raises OutputError.
        """
        self._add_rest()
        if self._sorted.twins != sorted_into_plans(self._prints, order=os.fsencode).twins:
            self._abandon()
            self._start()
            self._add_rest()
        add_pictures(engine, self._batch, store=self._store, report=self._tables.report)
        following = self._tables.following.written(
            self._store,
            Path(self._folder.name),
            today=self._batch.today or date.today(),
            watch=watch,
        )
        with self._written(), following:
            finished = list(self._tables.close())
            names = tuple(path.name for path in finished)
            for name in set_aside(self._store, names):
                watch("aside", name=name)
            for path in finished:
                self._store.adopt(path, path.name)
            note_written(self._store, names)
            if self._batch.letters:
                self._write_letters(engine, watch)
        return dict(self._tables.statuses)

    def _write_letters(self, engine: Engine, watch: Callable[..., None]) -> None:
        """The sheets of all wards."""
        tables = self._tables
        aside = write_letters(
            engine,
            self._batch,
            store=self._store,
            letters=tables.letters,
            wards=tables.report.wards.met,
        )
        for name in aside:
            watch("aside", name=name)

    @contextmanager
    def _written(self) -> Iterator[None]:
        """A full disk, and what else a system refuses, are told of the folder of results."""
        try:
            yield
        except OSError as error:
            reason = error.strerror or type(error).__name__
            raise OutputError(path=self._batch.out, reason=reason) from error

    def _add_rest(self) -> None:
        self.advance(len(self._papers))
        if self._next < len(self._papers):
            raise OutputError(path=self._papers[self._next].target, reason=os.strerror(2))

    def _add(self, paper: Paper) -> None:
        outcome = outcome_of(self._store, paper)
        if outcome is None:
            raise OutputError(path=paper.target, reason=os.strerror(2))
        plan = _plan(self._store, outcome, paper=paper)
        origin = _origin(self._batch, paper, plan=outcome.output)
        form = self._form(paper, outcome, plan=plan)
        self._tables.add(paper, outcome, plan=plan, origin=origin, form=form)

    def _form(self, paper: Paper, outcome: Outcome, plan: Plan | None) -> Form | None:
        """What a paper is another form of; None for one that counts."""
        name, known = paper.source.name, outcome.fingerprint
        if paper.first is not None:
            return self._form_of(paper.first, None, plan=None)
        if known is not None and name not in self._prints:
            self._prints[name] = known
            self._sorted.add(name, known)
        twin = self._sorted.twins.get(name)
        return self._form_of(twin.of, twin, plan=plan) if twin is not None else None

    def _form_of(self, name: str, twin: Twin | None, plan: Plan | None) -> Form:
        counted = self._by_name[name]
        known = self._prints.get(name)
        origin = _origin(self._batch, counted, plan=counted.target)
        tasks = known.tasks if known is not None else None
        data = self._store.read(counted.target) if plan is not None else None
        differing = 0
        if plan is not None and data is not None:
            differing = count_differing(from_json(data), plan)
        return Form(origin, twin=twin, tasks=tasks, differing=differing)


@dataclass(frozen=True, slots=True)
class Form:
    """That a paper does not count: where the one stands that counts, and its tasks. `twin`: how
    alike they are; None for the same bytes. `differing`: how many tasks and targets say something
    else there."""

    counted: Origin
    twin: Twin | None
    tasks: int | None
    differing: int = 0


@dataclass(frozen=True, slots=True)
class Differing:
    """A paper that is another form of the one that counts, and differs from it in so many tasks
    and targets; both as people call them."""

    name: str
    counted: str
    count: int


class _Tables:
    """The files that grow as papers are added."""

    def __init__(self, folder: Path, calendar: Calendar) -> None:
        self._calendar = calendar
        self.following = Following()
        self.statuses: Counter[str] = Counter()
        self.unread: list[Outcome] = []
        self.differing: list[Differing] = []
        self.report = Report()
        self.letters = Letters()
        self._folder = folder
        self._manifest: IO[bytes] = (folder / MANIFEST).open("wb")
        self._csv: IO[bytes] = (folder / "tasks.csv").open("wb")
        self._lines: IO[bytes] = (folder / "tasks.lines").open("wb")
        self._ics: IO[bytes] = (folder / "deadlines.ics").open("wb")
        (folder / "sheets").mkdir()
        self._book = Workbook(folder / "plans.xlsx", folder / "sheets")
        self._uids: set[str] = set()
        self._csv.write(csv_lines(TASKS, ()).encode())
        self._ics.write(ics.HEAD)

    def add(
        self,
        paper: Paper,
        outcome: Outcome,
        plan: Plan | None,
        *,
        origin: Origin,
        form: Form | None,
    ) -> None:
        """One paper; `form`: why it does not count, None for one that does."""
        no_plan = plan is not None and is_read_whole(plan)
        self.statuses["no_plan" if no_plan else outcome.status] += 1
        if outcome.status == "failed":
            self.unread.append(outcome)
        self._manifest.write(manifest_line(paper, outcome, twin=form.twin if form else None))
        if plan is None:
            self._add_unread(outcome, origin, duplicate_of=shown_name(paper.first))
            return
        row = paper_row(plan, origin)
        if form is not None:
            row |= {"duplicate_of": form.counted.paper, "reason": _reason(form)}
            self._book.add(PAPERS_SHEET, [row])
            self.report.add_form(row, _counted_row(form))
            if form.differing:
                self.differing.append(Differing(origin.paper, form.counted.paper, form.differing))
            return
        rows: list[Row] = []
        for index, one in enumerate(papers_of(plan)):
            rows += self._add_rows(one, origin)
            if outcome.output is not None:
                told = Told(outcome.output, index, file=origin.paper, input=paper.source.name)
                self.letters.add(self.report.wards.of(one), told)
        self._ics.write(
            b"".join(ics.events(plan, origin, taken=self._uids, calendar=self._calendar))
        )
        self.following.add(plan, origin, tasks=rows)
        self.report.add(plan, origin, name=paper.source.name, tasks=rows)

    def _add_rows(self, plan: Plan, origin: Origin) -> list[Row]:
        """One of the papers of a file, in the tables; its tasks as rows."""
        rows: list[Row] = list(task_rows(plan, origin))
        dated = (*rows, *obligation_rows(plan, origin))
        self._csv.write(csv_lines(TASKS, dated, header=False).encode("utf-8", "replace"))
        parquet.write_lines(self._lines, rows)
        add_plan(self._book, plan, origin=origin, tasks=rows)
        self._book.add(PAPERS_SHEET, [paper_row(plan, origin)])
        return rows

    def _add_unread(self, outcome: Outcome, origin: Origin, duplicate_of: str | None) -> None:
        row = unread_row(
            origin,
            status=outcome.status,
            reason=outcome.error.vi if outcome.error else None,
            sha256=outcome.sha256,
            duplicate_of=duplicate_of,
        )
        self._book.add(PAPERS_SHEET, [row])
        self.report.add_unread(row)

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
            lines, table = self._folder / "tasks.lines", self._folder / "tasks.parquet"
            parquet.convert_apart(lines, table, folder=self._folder)
            yield table
        with (self._folder / "report.html").open("wb") as page:
            self.report.write(page)
        yield from (self._folder / name for name in FILES)


def _plan(store: Store, outcome: Outcome, paper: Paper) -> Plan | None:
    if outcome.output is None:
        return None
    data = store.read(outcome.output)
    if data is None:
        raise OutputError(path=paper.target, reason=os.strerror(2))
    return from_json(data)


def _reason(form: Form) -> str:
    """Why a paper does not count, for people."""
    if form.twin is None:
        return "cùng một tệp, chỉ tính một lần"
    told = f"cùng một kế hoạch (giống {percent(form.twin.likeness)}), chỉ tính một lần"
    return f"{told}; {_differs(form)}" if form.differing else told


def _differs(form: Form) -> str:
    """In how much it says something else."""
    return f"khác ở {form.differing} nhiệm vụ, chỉ tiêu"


def _counted_row(form: Form) -> Row:
    """The paper that counts instead, as the report shows it."""
    return {
        "paper": form.counted.paper,
        "paper_link": form.counted.link,
        "plan": form.counted.plan,
        "tasks": form.tasks,
        "likeness": _likeness(form),
    }


def _likeness(form: Form) -> str | None:
    """How alike they are, and in how much they differ."""
    if form.twin is None:
        return None
    told = percent(form.twin.likeness)
    return f"{told}; {_differs(form)}" if form.differing else told


def percent(share: float) -> str:
    """A share for people.

    >>> percent(0.97)
    '97 %'
    """
    return f"{100 * share:.0f} %"


def _origin(batch: Batch, paper: Paper, plan: str | None) -> Origin:
    """What a paper is called, and where it and its plan lie as seen from the tables."""
    name = shown_name(paper.source.name) or ""
    is_remote = is_url(batch.folder) or is_url(batch.out)
    if is_remote or paper.source.refusal is not None:
        return Origin(name, plan=plan)
    folder = Path(os.path.realpath(local_path(batch.folder)))
    out = os.path.realpath(local_path(batch.out))
    path = os.path.relpath(folder / paper.source.file, out)
    return Origin(name, link=quote(os.fsencode(path)), plan=plan)
