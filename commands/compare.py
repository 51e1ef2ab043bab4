"""The command `compare`: a superior's plan beside those below it. Nothing heavy is imported at
start."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from kehoach.commands.messages import MisusedError, Say
from kehoach.commands.options import bounds_of, read_options, scan_options
from kehoach.commands.papers import opened, plain
from kehoach.commands.plans import format_for, plan_of, refuse_over_input, with_folders, write_out
from kehoach.commands.session import Session
from kehoach.compare.writers import MATRIX_FORMATS, write_matrix

if TYPE_CHECKING:
    from kehoach.schema.models import Plan


def compare_parameters(say: Say) -> list[click.Parameter]:
    """What the command takes."""
    path = click.Path(path_type=Path)
    return [
        click.Argument(["assigned"], type=path, metavar="ASSIGNED"),
        click.Argument(["plans"], type=path, nargs=-1, required=True, metavar="PLANS..."),
        click.Option(
            ["--format"], type=click.Choice(MATRIX_FORMATS), help=say("option.compare_format")
        ),
        click.Option(["-o", "--out"], type=path, metavar="OUT", help=say("option.out_file")),
        *scan_options(say),
    ]


def compare(
    session: Session,
    assigned: Path,
    plans: tuple[Path, ...],
    format: str | None,
    out: Path | None,
    **scan: Any,
) -> None:
    """Who took up what of a superior's plan."""
    from kehoach.emit.files import distinct, shown

    form = format_for(format, out, known=MATRIX_FORMATS, say=session.say)
    given = with_folders(plans)
    inputs = distinct(list(given))
    refuse_over_input(out, (assigned, *inputs))
    if not inputs:
        raise MisusedError(session.say("usage.no_plans"), click.get_current_context())
    options, bounds = read_options(session.say, **scan), bounds_of(**scan)
    superior = plan_of(session, plain(assigned), options=options, bounds=bounds)
    if superior is None:
        return
    below: list[tuple[str, Plan]] = []
    with opened(session, inputs, bounds=bounds) as found:
        for paper in found.papers:
            plan = given.get(paper.path) or plan_of(session, paper, options=options, bounds=bounds)
            if plan is not None:
                below.append((shown(paper.shown), plan))
    if not below:  # each has been told; a table would say that nobody takes up anything
        return
    from kehoach.compare.assigned import compared

    told = compared(superior, below, assigned_name=shown(assigned))
    write_out(session, write_matrix(told, form, lang=session.lang), out=out, is_text=form == "text")
