"""The command `extract`: one plan per file, in one or several formats."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator, Sequence
from contextlib import nullcontext
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from kehoach.commands.attempt import attempt
from kehoach.commands.formats import (
    Targets,
    check_several,
    check_targets,
    format_option,
    outputs_of,
    rendered,
)
from kehoach.commands.messages import Say
from kehoach.commands.options import (
    bounds_of,
    doubt_option,
    files_argument,
    read_options,
    scan_options,
    sources_option,
)
from kehoach.commands.papers import Paper, joined, opened, read_plan_or_paper
from kehoach.commands.session import Session, named
from kehoach.commands.standard_input import with_standard_input
from kehoach.commands.standard_output import write_out
from kehoach.commands.tables import summary
from kehoach.emit.formats import MAPPED
from kehoach.errors import ExitCode, OutputError
from kehoach.ingest.options import ReadOptions

if TYPE_CHECKING:
    from kehoach.schema.models import Plan
    from kehoach.schema.twins import Fingerprint


def extract_parameters(say: Say) -> list[click.Parameter]:
    """What the command takes."""
    out = click.Option(["-o", "--out"], metavar="OUT", help=say("option.out"))
    as_one = click.Option(["--as-one"], is_flag=True, help=say("option.as_one"))
    return [
        files_argument(),
        out,
        as_one,
        format_option(say),
        *scan_options(say),
        sources_option(say),
        doubt_option(say),
    ]


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
    with (
        with_standard_input(distinct(files)) as inputs,
        nullcontext(joined(inputs)) if as_one else opened(session, inputs, bounds=bounds) as found,
    ):
        if len(found.papers) > len(inputs):
            check_several(len(found.papers), out, say=session.say)
        outputs = outputs_of(found.shown, out, asked=format, say=session.say)
        known: dict[str, Fingerprint] = {}
        for paper in found.papers:
            targets = outputs[paper.shown]
            check_targets(targets, inputs)
            wanted = _Wanted(
                targets,
                is_alone=len(found.papers) == 1,
                stale=_stale_plan(paper, targets, inputs=inputs),
            )
            work = partial(_extracted, session, wanted)
            looking = replace(paper, beside=tuple(_looked_at(targets)))
            done = attempt(session, looking, read=work, options=options, bounds=bounds)
            if done is None:
                continue
            if options.pages and not done.has_pages:
                session.tell(session.say("pages.ignored", name=named(paper.shown)))
            _deliver(session, paper.shown, done=done, targets=targets)
            if done.fingerprint is not None:
                known[named(paper.shown)] = done.fingerprint
        if len(known) > 1:
            _tell_twins(session, known)


def _looked_at(targets: Targets) -> Iterator[Path]:
    """The files that extracting looks at beside a paper: what stands where the results go, what
    people corrected there, mappings of tables."""
    from kehoach.corrections.naming import corrections_path

    for one, target in targets.items():
        if one.startswith(MAPPED):
            yield Path(one.removeprefix(MAPPED))
        if target is not None:
            yield from (target, corrections_path(target))
            if target.suffix.lower() == ".xlsx":  # what it was corrected into
                yield target.with_suffix(".json")


def _stale_plan(paper: Paper, targets: Targets, *, inputs: Sequence[Path]) -> Path | None:
    """The plan that `apply` wrote beside a table of this paper that is written anew: it is read
    anew with it, or the table would belong to no plan. None where there is none, or where somebody
    changed it by hand."""
    from kehoach.corrections.naming import corrections_path
    from kehoach.corrections.standing import plan_beside
    from kehoach.emit.files import is_one_of
    from kehoach.emit.json import is_edited, is_json

    if "json" in targets or is_json(paper.path):
        return None
    for target in targets.values():
        if target is None or target.suffix.lower() not in (".xlsx", ".csv"):
            continue
        beside = target.with_suffix(".json")
        if not corrections_path(target).is_file() or is_one_of(beside, inputs):
            continue
        plan = plan_beside(target)
        is_ours = plan is not None and plan.source.name == paper.name
        if is_ours and not is_edited(beside.read_bytes()):
            return beside
    return None


def _tell_twins(session: Session, known: dict[str, Fingerprint]) -> None:
    """Say which of the papers are forms of one plan."""
    from kehoach.schema.twins import sorted_into_plans

    for name, twin in sorted(sorted_into_plans(known).twins.items()):
        percent = f"{100 * twin.likeness:.0f}"
        session.tell(session.say("extract.twins", name=name, other=twin.of, percent=percent))


@dataclass(frozen=True, slots=True)
class _Wanted:
    """Where a plan goes in each format; whether there is no other paper to compare it with; the
    plan that is to be read anew beside a table."""

    targets: Targets
    is_alone: bool
    stale: Path | None


@dataclass(frozen=True, slots=True)
class Extracted:
    """A plan as it goes out: its status, one line about it, its bytes in each format, what it is
    known by among others; the file of corrections where it is written anew, and how many a plan
    changed by hand gave; workbooks that somebody saved, which are kept under another name; whether
    the paper has pages; the plan that stands beside a table, read anew with it."""

    status: str
    summary: str
    contents: list[bytes]
    fingerprint: Fingerprint | None
    corrections: tuple[Path, bytes] | None = None
    taken: int = 0
    aside: tuple[Path, ...] = ()
    has_pages: bool = True
    plan_beside: tuple[Path, bytes] | None = None


def _extracted(session: Session, wanted: _Wanted, paper: Paper, options: ReadOptions) -> Extracted:
    targets, stale = wanted.targets, wanted.stale
    plan = read_plan_or_paper(paper, options)
    options.tell("emit")
    done = None
    if plan.corrections or any(map(os.path.lexists, _looked_at(targets))):
        from kehoach.corrections.standing import settled_at

        places = [target for target in targets.values() if target is not None]
        done = settled_at(plan, places, origin=paper.path if plan.corrections else None)
        plan = done.plan
    contents = [
        rendered(plan, name, paper=paper, target=target) for name, target in targets.items()
    ]
    beside = None if stale is None else (stale, rendered(plan, "json", paper=paper, target=stale))
    return Extracted(
        plan.status,
        summary(named(paper.shown), plan, session.lang),
        contents=contents,
        fingerprint=None if wanted.is_alone else _fingerprint(plan),
        corrections=done.file if done else None,
        taken=done.taken if done else 0,
        aside=done.aside if done else (),
        has_pages=bool(plan.source.pages),
        plan_beside=beside,
    )


def _standing(path: Path) -> bytes | None:
    return path.read_bytes() if path.is_file() else None


def _fingerprint(plan: Plan) -> Fingerprint | None:
    from kehoach.schema.twins import fingerprint

    return fingerprint(plan)


def _deliver(session: Session, path: Path, done: Extracted, targets: Targets) -> None:
    """Write what was extracted, and tell about it where somebody looks on."""
    from kehoach.emit.files import atomic_write, set_aside

    line = done.summary
    try:
        if done.corrections is not None:
            atomic_write(*done.corrections)
        if done.corrections is not None and done.taken:
            kept = session.say("edits_kept", count=done.taken, path=named(done.corrections[0]))
            session.tell(kept)
        for book in done.aside:
            kept_as = set_aside(book)
            session.tell(session.say("extract.aside", name=named(book), path=named(kept_as)))
        for content, target in zip(done.contents, targets.values(), strict=True):
            if target is None:
                write_out(content)
            else:
                atomic_write(target, content)
                line = session.say("written", summary=line, path=named(target))
        if done.plan_beside is not None and done.plan_beside[1] != _standing(done.plan_beside[0]):
            atomic_write(*done.plan_beside)
            beside = named(done.plan_beside[0])
            session.tell(session.say("extract.plan_too", path=beside))
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
