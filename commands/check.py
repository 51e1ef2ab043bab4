"""The command `check`: the findings of papers, grouped by what is wrong, as a table for a terminal,
or as JSON, SARIF or HTML for other programs. Nothing heavy is imported at start."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from functools import partial
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from kehoach.commands.annotating import copies_of, read_and_copied, write_copy
from kehoach.commands.attempt import attempt
from kehoach.commands.messages import Lang, Say, say
from kehoach.commands.options import (
    bounds_of,
    doubt_option,
    files_argument,
    read_options,
    scan_options,
)
from kehoach.commands.papers import opened
from kehoach.commands.plans import refuse_over_input
from kehoach.commands.session import Session, named
from kehoach.commands.standard_input import with_standard_input
from kehoach.commands.tables import (
    LEVELS,
    coloured,
    findings_table,
    kind,
    place,
    suggestion,
    summary,
    total,
)
from kehoach.commands.terminal import safe, wrap
from kehoach.emit.formats import FINDINGS_FORMATS, findings_writer
from kehoach.errors import ExitCode, OutputError

if TYPE_CHECKING:
    from kehoach.emit.cell_places import CellPlaces
    from kehoach.schema.models import Finding, Plan

FORMATS = ("table", *FINDINGS_FORMATS)


def check_parameters(say: Say) -> list[click.Parameter]:
    """What the command takes."""
    return [
        files_argument(),
        click.Option(
            ["--fail-on"],
            type=click.Choice(["error", "warning"]),
            default="error",
            help=say("option.fail_on"),
        ),
        click.Option(
            ["--format"],
            type=click.Choice(FORMATS),
            default="table",
            help=say("option.check_format"),
        ),
        click.Option(
            ["-o", "--out"],
            type=click.Path(path_type=Path),
            metavar="OUT",
            help=say("option.out_file"),
        ),
        click.Option(["--annotate"], metavar="OUT", help=say("option.annotate")),
        doubt_option(say),
        *scan_options(say),
    ]


def check(
    session: Session,
    files: tuple[Path, ...],
    fail_on: str,
    format: str,
    out: Path | None,
    **scan: Any,
) -> None:
    """The findings of papers, or of plans read before; copies of the papers with the findings in
    them where `scan` has a place for them (`annotate`)."""
    from kehoach.emit.files import distinct
    from kehoach.emit.findings import without_gaps
    from kehoach.schema.papers import told_findings

    refuse_over_input(out, files)
    options, bounds = read_options(session.say, **scan), bounds_of(**scan)
    plans: list[tuple[str, Plan]] = []
    severities: list[str] = []
    with (
        with_standard_input(distinct(files)) as inputs,
        opened(session, inputs, bounds=bounds) as found,
    ):
        annotate: str | None = scan["annotate"]
        copies = copies_of(found.shown, annotate)
        for paper in found.papers:
            work = partial(read_and_copied, session.lang, is_copied=annotate is not None)
            checked = attempt(session, paper, read=work, options=options, bounds=bounds)
            if checked is None:
                continue
            plan = checked.plan
            if options.pages and not plan.source.pages:
                session.tell(session.say("pages.ignored", name=named(paper.shown)))
            if checked.copy is not None:
                write_copy(
                    session, paper, copy=checked.copy, target=copies[paper.shown], inputs=inputs
                )
            plans.append((named(paper.shown), plan))
            severities += [finding.severity for finding in without_gaps(told_findings(plan))]
            if any(LEVELS.index(severity) <= LEVELS.index(fail_on) for severity in severities):
                session.reach(ExitCode.FINDINGS)
            if plan.status == "failed":
                session.reach(ExitCode.UNREADABLE)
            if format == "table" and out is None:
                click.echo(_told(named(paper.shown), plan, lang=session.lang) + "\n")
    if format == "table" and out is None:
        files_in_all = len(found.papers) + found.unopened
        unread = files_in_all - len(plans)
        click.echo(total(files_in_all, unread, severities=severities, lang=session.lang))
        return
    _write(session, written(plans, format, lang=session.lang), out=out)


def _write(session: Session, text: str, out: Path | None) -> None:
    from kehoach.emit.files import atomic_write

    if out is None:
        click.echo(text.encode("utf-8", "replace"), nl=False)
        return
    try:
        atomic_write(out, text.encode("utf-8", "replace"))
    except OutputError as error:
        session.fail(error, out)


def written(plans: Sequence[tuple[str, Plan]], format: str, lang: Lang) -> str:
    """The findings of all plans in one format."""
    from kehoach.emit.cell_places import cell_places
    from kehoach.schema.papers import told_findings

    if format == "table":
        parts = []
        for name, plan in plans:
            listed = findings_table(told_findings(plan), lang, cells=cell_places(plan))
            parts.append("\n".join([summary(name, plan, lang=lang), *listed]))
        return "\n\n".join(parts) + "\n"
    return findings_writer(format)(plans, lang)


# --- for a terminal -------------------------------------------------------------------------------


def _told(name: str, plan: Plan, lang: Lang) -> str:
    from kehoach.emit.cell_places import cell_places
    from kehoach.schema.papers import told_findings

    width = _terminal_width()
    lines = [summary(name, plan, lang=lang)]
    findings = told_findings(plan)
    if findings:
        cells = cell_places(plan)
        listed = (
            findings_table(findings, lang, cells=cells)
            if width is None
            else grouped(findings, lang, width=width, cells=cells)
        )
        lines += listed
    return "\n".join(coloured(line, lang) for line in lines)


def grouped(
    findings: Sequence[Finding], lang: Lang, width: int, *, cells: CellPlaces | None = None
) -> list[str]:
    """The findings, worst first, those of one kind under one heading; each with its place, its
    words and what to do, broken into lines no wider than the terminal's `width`. What one sums up
    is told by its places alone."""
    from kehoach.emit.findings import gaps_of, ordered, without_gaps

    lines: list[str] = []
    for (level, code), held in groupby(
        ordered(without_gaps(findings)), key=lambda finding: (finding.severity, finding.code)
    ):
        same = list(held)
        lines.append(f"  {say(f'severity.{level}', lang)} {kind(code, lang)} ({len(same)})")
        for finding in same:
            lines += _one(finding, lang, width=max(20, width - 1), cells=cells)
            gaps = gaps_of(finding, findings)
            lines += _gaps(gaps, lang, width=max(20, width - 1), cells=cells)
    return lines


def _gaps(
    gaps: Sequence[Finding], lang: Lang, *, width: int, cells: CellPlaces | None
) -> Iterator[str]:
    """Where the empty places are that a finding sums up."""
    from kehoach.emit.cell_places import CellPlaces
    from kehoach.emit.places import beginnings, place_of

    tables = cells or CellPlaces()
    in_tables = [tables.told(gap.spans, gap.where, lang) for gap in gaps]
    places = [
        known
        for gap, told in zip(gaps, in_tables, strict=True)
        if told is None and (known := place_of(gap.spans)) is not None
    ]
    told = dict.fromkeys(safe(one) for one in in_tables if one is not None)
    if listed := "; ".join(filter(None, (*told, beginnings(places, lang)))):
        for line in wrap(listed, width - 6):
            yield f"      {line}"


def _one(finding: Finding, lang: Lang, *, width: int, cells: CellPlaces | None) -> Iterator[str]:
    message = finding.message if lang == "vi" else finding.message_en
    where = place(finding, lang, cells=cells)
    yield from (f"    {line}" for line in wrap(f"{where}: {safe(message)}", width - 4))
    if finding.evidence and finding.evidence not in message:
        yield from (f"      > {line}" if n == 0 else f"        {line}"
                    for n, line in enumerate(wrap(safe(finding.evidence), width - 8)))  # fmt: skip
    advice = suggestion(finding, lang)
    if advice and advice not in message:
        yield from (f"      → {line}" if n == 0 else f"        {line}"
                    for n, line in enumerate(wrap(safe(advice), width - 8)))  # fmt: skip


def _terminal_width() -> int | None:
    if not (sys.stdout and sys.stdout.isatty()):
        return None
    import shutil

    return shutil.get_terminal_size().columns
