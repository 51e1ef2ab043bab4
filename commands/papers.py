"""The papers that a command is given: each file, and each paper of a parcel (ZIP, mail, edXML).
Nothing heavy is imported at start."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from kehoach.commands.session import Session, load_readers, named
from kehoach.ingest.page_order import in_order

if TYPE_CHECKING:
    from kehoach.batch.isolation.bounds import Bounds
    from kehoach.ingest.options import ReadOptions
    from kehoach.ingest.parcels.model import Contained
    from kehoach.schema.models import Plan


@dataclass(frozen=True, slots=True)
class Paper:
    """A paper to be read. `shown`: what it is called; it names the outputs, too. `path`: the file
    with its bytes; `file`: the file that the user has, the parcel of one that came in a parcel.
    `pages`: the pictures of its pages, in order, where several files are one paper; `beside`:
    files that its reading looks at, too, where they are there."""

    shown: Path
    path: Path
    file: Path
    contained: Contained | None = None
    pages: tuple[Path, ...] = ()
    beside: tuple[Path, ...] = ()

    @property
    def name(self) -> str:
        """Its name as a plan tells it."""
        return self.shown.name if self.contained is None else self.contained.name


@dataclass(slots=True)
class Papers:
    """The papers in order, and how many parcels could not be opened."""

    papers: list[Paper] = field(default_factory=list)
    unopened: int = 0

    @property
    def shown(self) -> list[Path]:
        """What the papers are called, in order."""
        return [paper.shown for paper in self.papers]


def plain(path: Path) -> Paper:
    """A file that is itself a paper."""
    return Paper(path, path=path, file=path)


def joined(files: Sequence[Path]) -> Papers:
    """Pictures that are one paper, in the order of their names."""
    pages = in_order(files)
    first = pages[0]
    return Papers([Paper(first, path=first, file=first, pages=tuple(pages))])


@contextmanager
def opened(session: Session, files: Sequence[Path], bounds: Bounds) -> Iterator[Papers]:
    """The papers of some files; those of parcels lie in a folder that is gone afterwards. A parcel
    is opened in a process apart, within bounds; one that cannot be opened is told. Files that a
    system leaves beside papers are told and passed over."""
    from kehoach.ingest.parcels.detect import may_hold_papers
    from kehoach.ingest.parcels.names import is_system_file

    found = Papers()
    with TemporaryDirectory(prefix="kehoach-", ignore_cleanup_errors=True) as folder:
        for number, path in enumerate(files):
            if is_system_file(path.name):
                session.tell(session.say("system_file", name=named(path)))
            elif may_hold_papers(path):
                _open(session, path, folder=Path(folder, str(number)), bounds=bounds, found=found)
            else:
                found.papers.append(plain(path))
        yield found


def _open(session: Session, path: Path, folder: Path, bounds: Bounds, found: Papers) -> None:
    load_readers(session)
    from kehoach import pipeline
    from kehoach.batch.isolation.fork import run_in_fork
    from kehoach.batch.isolation.sandbox.walls import Walls

    folder.mkdir()
    try:
        held = run_in_fork(
            lambda _: pipeline.papers_in(path, folder),
            bounds,
            walls=Walls(reads=(str(path),), writes=(str(folder),)),
        )
    except Exception as error:  # noqa: BLE001 (no traceback reaches a user; one bad file must not stop the others)
        session.fail(error, path)
        found.unopened += 1
        return
    for one in held:
        shown = path.parent / one.name
        paper = Paper(shown, path=one.path, file=path, contained=one, pages=one.pages)
        found.papers.append(paper)


def read_plan_or_paper(paper: Paper, options: ReadOptions, *, as_written: bool = False) -> Plan:
    """The JSON of a plan (its findings made anew), or a paper -> the plan; with the corrections
    beside the JSON, but where it is wanted `as_written`. Raises the exceptions of
    `kehoach.errors`."""
    from kehoach import pipeline
    from kehoach.emit.json import is_json
    from kehoach.ingest.safety import check_regular
    from kehoach.schema.bare import without_sources
    from kehoach.schema.rules.judging import judged_again

    if paper.pages and paper.contained is None:
        return pipeline.extract_as_one(paper.pages, options)
    check_regular(paper.path)  # a pipe would hold us up
    plan = _plan_in(paper.path, as_written) if is_json(paper.path) else None
    if plan is not None:
        plan = judged_again(plan, options.doubt)
        return plan if options.sources else without_sources(plan)
    if paper.contained is not None:
        return pipeline.extract_contained(paper.contained, options)
    return pipeline.extract(paper.path, options)


def _plan_in(path: Path, as_written: bool) -> Plan | None:
    from kehoach.corrections.standing import read_corrected
    from kehoach.emit.json import read_plan

    return read_plan(path) if as_written else read_corrected(path)
