"""Plans as commands are given them to compare: the JSON of plans, papers, folders of results; and
where what they find goes. Nothing heavy is imported at start."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from kehoach.commands.attempt import attempt
from kehoach.commands.formats import OTHER_FORMATS
from kehoach.commands.messages import MisusedError, Say
from kehoach.commands.papers import Paper, read_plan_or_paper
from kehoach.commands.session import Session, named
from kehoach.commands.terminal import safe
from kehoach.errors import ExitCode

if TYPE_CHECKING:
    from kehoach.batch.isolation.bounds import Bounds
    from kehoach.follow.plans import Found
    from kehoach.ingest.options import ReadOptions
    from kehoach.schema.models import Plan

_SUFFIXES = {"txt": "text", "htm": "html"}


def plan_of(session: Session, paper: Paper, options: ReadOptions, bounds: Bounds) -> Plan | None:
    """A plan out of its JSON, or read from a paper within bounds; None for one that could not be
    read, which is told."""
    from kehoach.corrections.standing import read_corrected
    from kehoach.ingest.safety import check_regular

    try:
        check_regular(paper.path)
        plan = read_corrected(paper.path)
    except Exception as error:  # noqa: BLE001 (no traceback reaches a user)
        session.fail(error, paper.shown)
        return None
    return (
        plan
        if plan is not None
        else attempt(session, paper, read=read_plan_or_paper, options=options, bounds=bounds)
    )


def with_folders(paths: Sequence[Path]) -> dict[Path, Plan | None]:
    """The files given, and the plans in the folders given and below, of a batch those that count:
    the plans that were read on the way; None for what is still to be read."""
    from kehoach.follow.plans import find_plans, is_of_ours

    given: dict[Path, Plan | None] = {}
    for path in paths:
        if is_of_ours(path.name):
            continue
        if not path.is_dir():
            given.setdefault(path, None)
            continue
        found = find_plans([path])
        by_paper: dict[str, tuple[Path, Plan]] = {}
        for file, (_, plan) in zip(found.paths, found.plans, strict=True):
            by_paper.setdefault(plan.source.sha256, (file, plan))
        inside: dict[Path, Plan | None] = dict(by_paper.values())
        # What cannot be read is told when its turn comes.
        inside |= dict.fromkeys(file for file, _ in found.failed)
        given |= {file: inside[file] for file in sorted(inside)}
    return given


def tell_unread(session: Session, found: Found, places: Sequence[Path]) -> None:
    """Say which plans could not be read; and where there are none at all, that nothing due in them
    is no good news; and which plans came more than once."""
    for path, other in sorted(found.twins.items()):
        session.tell(session.say("plans.twin", name=named(path), other=named(other)))
    for path, reason in found.failed:
        session.fail(reason, path)
    if not found.plans and not found.failed:
        session.reach(ExitCode.UNREADABLE)
        for place in places:
            session.tell(session.say("plans.none", place=named(place)))


def format_for(asked: str | None, out: Path | None, known: Sequence[str], *, say: Say) -> str:
    """The format that was asked for, else the one that the name of the file says, else text. Raises
    MisusedError for a name of another format, and for a workbook on a terminal."""
    suffix = out.suffix.lower().removeprefix(".") if out is not None else ""
    named = _SUFFIXES.get(suffix, suffix)
    context = click.get_current_context()
    if asked is None:
        if named not in known and (named in OTHER_FORMATS or suffix in OTHER_FORMATS):
            listed = ", ".join(known)
            told = say("usage.unknown_suffix", name=f".{suffix}", formats=listed)
            raise MisusedError(told, context)
        asked = named if named in known else "text"
    elif named in known and named != asked:
        raise MisusedError(say("usage.misnamed", name=f".{suffix}", format=asked), context)
    if asked == "xlsx" and out is None and sys.stdout is not None and sys.stdout.isatty():
        raise MisusedError(say("usage.binary"), context)
    return asked


def refuse_over_input(out: Path | None, inputs: Iterable[Path]) -> None:
    """Raise OverInputError before any work where OUT is one of the inputs."""
    from kehoach.emit.files import refuse_over_input as refuse

    if out is not None:
        refuse(out, inputs)


def write_out(session: Session, content: bytes, out: Path | None, *, is_text: bool) -> None:
    """What was found into its file, or to standard output; lines for people made harmless for a
    terminal."""
    from kehoach.emit.files import atomic_write
    from kehoach.errors import OutputError

    if is_text:
        lines = content.decode("utf-8").split("\n")
        content = "\n".join(map(safe, lines)).encode("utf-8")
    if out is None:
        click.echo(content, nl=False)
        return
    try:
        atomic_write(out, content)
    except OutputError as error:
        session.fail(error, out)
