"""The command `extract`: one plan per file, in one or several formats."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from kehoach.commands.attempt import attempt
from kehoach.commands.formats import Targets, format_option, outputs_of, rendered
from kehoach.commands.messages import Say
from kehoach.commands.options import bounds_of, files_argument, read_options, scan_options
from kehoach.commands.session import Session, named
from kehoach.commands.standard_input import with_standard_input
from kehoach.commands.tables import summary
from kehoach.errors import ExitCode, OutputError, OverInputError
from kehoach.ingest.options import ReadOptions
from kehoach.ingest.page_order import in_order

if TYPE_CHECKING:
    from kehoach.schema.models import Plan


def extract_parameters(say: Say) -> list[click.Parameter]:
    """What the command takes."""
    out = click.Option(["-o", "--out"], metavar="OUT", help=say("option.out"))
    as_one = click.Option(["--as-one"], is_flag=True, help=say("option.as_one"))
    return [files_argument(), out, as_one, format_option(say), *scan_options(say)]


def extract(
    session: Session,
    files: tuple[Path, ...],
    out: str | None,
    format: tuple[str, ...],
    as_one: bool,
    **scan: Any,
) -> None:
    """One plan per file, or one of all files: to standard output, to a file, or into a folder."""
    from kehoach.emit.files import distinct

    options, bounds = read_options(session.say, **scan), bounds_of(**scan)
    with with_standard_input(distinct(files)) as inputs:
        papers = [in_order(inputs)] if as_one else [[path] for path in inputs]
        outputs = outputs_of([pages[0] for pages in papers], out, format, session.say)
        for pages in papers:
            path = pages[0]
            targets = outputs[path]
            _refuse_inputs(targets, pages)
            paper = _Paper(pages, as_one)

            def work(
                path: Path, options: ReadOptions, paper: _Paper = paper, targets: Targets = targets
            ) -> Extracted:
                del path  # the first page of the paper
                return _extracted(session, paper, options, targets)

            done = attempt(session, path, work, options, bounds)
            if done is not None:
                _deliver(session, path, done, targets)


@dataclass(frozen=True, slots=True)
class _Paper:
    """The file of a paper, or those of its pages in order when they are given `as_one`."""

    paths: list[Path]
    as_one: bool


def _refuse_inputs(targets: Targets, paths: Sequence[Path]) -> None:
    """Raise OverInputError when the plan would be written over a picture of its pages."""
    from kehoach.emit.files import is_one_of, shown

    for target in targets.values():
        if target is not None and is_one_of(target, paths):
            raise OverInputError(path=shown(target))


@dataclass(frozen=True, slots=True)
class Extracted:
    """A plan as it goes out: its status, one line about it, its bytes in each format."""

    status: str
    summary: str
    contents: list[bytes]


def _extracted(
    session: Session, paper: _Paper, options: ReadOptions, targets: Targets
) -> Extracted:
    path = paper.paths[0]
    plan = _read_as_one(paper, options) if paper.as_one else read_plan_or_paper(path, options)
    options.tell("emit")
    contents = [rendered(plan, name, paper.paths, target) for name, target in targets.items()]
    return Extracted(plan.status, summary(named(path), plan, session.lang), contents)


def _read_as_one(paper: _Paper, options: ReadOptions) -> Plan:
    """Pictures of the pages of one paper -> its plan. Raises the exceptions of
    `kehoach.errors`."""
    from kehoach import pipeline

    return pipeline.extract_as_one(paper.paths, options)


def _deliver(session: Session, path: Path, done: Extracted, targets: Targets) -> None:
    """Write what was extracted, and tell about it where somebody looks on."""
    from kehoach.emit.files import atomic_write

    line = done.summary
    try:
        for content, target in zip(done.contents, targets.values(), strict=True):
            if target is None:
                click.echo(content, nl=False)
            else:
                atomic_write(target, content)
                line = session.say("written", summary=line, path=named(target))
    except OutputError as error:
        session.fail(error, path)
        return
    someone_looks_on = session.verbose or (sys.stderr and sys.stderr.isatty())
    if someone_looks_on or done.status == "partial":
        session.tell(line)
    if done.status == "failed":
        session.reach(ExitCode.UNREADABLE)
        reason = session.say("failed_plan")
        session.tell(session.say("failure", name=named(path), reason=reason))


def read_paper(path: Path, options: ReadOptions) -> Plan:
    """A paper -> its plan. Raises the exceptions of `kehoach.errors`."""
    from kehoach import pipeline

    return pipeline.extract(path, options)


def read_plan_or_paper(path: Path, options: ReadOptions) -> Plan:
    """The JSON of a plan, or a paper -> the plan. Raises the exceptions of `kehoach.errors`."""
    from kehoach.emit.json import read_plan
    from kehoach.ingest.safety import check_regular

    check_regular(path)  # a pipe would hold us up
    return read_plan(path) or read_paper(path, options)
