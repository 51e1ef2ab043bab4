"""The command `extract`: one plan per file, in one or several formats."""

from __future__ import annotations

import sys
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
from kehoach.errors import ExitCode, OutputError
from kehoach.ingest.options import ReadOptions

if TYPE_CHECKING:
    from kehoach.schema.models import Plan


def extract_parameters(say: Say) -> list[click.Parameter]:
    """What the command takes."""
    out = click.Option(["-o", "--out"], metavar="OUT", help=say("option.out"))
    return [files_argument(), out, format_option(say), *scan_options(say)]


def extract(
    session: Session,
    files: tuple[Path, ...],
    out: str | None,
    format: tuple[str, ...],
    **scan: Any,
) -> None:
    """One plan per file: to standard output, to a file, or into a folder."""
    from kehoach.emit.files import distinct

    options, bounds = read_options(session.say, **scan), bounds_of(**scan)
    with with_standard_input(distinct(files)) as inputs:
        outputs = outputs_of(inputs, out, format, session.say)
        for path in inputs:
            targets = outputs[path]

            def work(path: Path, options: ReadOptions, targets: Targets = targets) -> Extracted:
                return _extracted(session, path, options, targets)

            done = attempt(session, path, work, options, bounds)
            if done is not None:
                _deliver(session, path, done, targets)


@dataclass(frozen=True, slots=True)
class Extracted:
    """A plan as it goes out: its status, one line about it, its bytes in each format."""

    status: str
    summary: str
    contents: list[bytes]


def _extracted(session: Session, path: Path, options: ReadOptions, targets: Targets) -> Extracted:
    plan = read_plan_or_paper(path, options)
    options.tell("emit")
    contents = [rendered(plan, name, path, target) for name, target in targets.items()]
    return Extracted(plan.status, summary(named(path), plan, session.lang), contents)


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
