"""The command `diff`: two versions, or two years, of one plan. Nothing heavy is imported at
start."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from kehoach.commands.messages import Say
from kehoach.commands.options import bounds_of, read_options, scan_options
from kehoach.commands.papers import plain
from kehoach.commands.plans import format_for, plan_of, refuse_over_input, write_out
from kehoach.commands.session import Session
from kehoach.compare.writers import DIFFERENCE_FORMATS, write_difference


def diff_parameters(say: Say) -> list[click.Parameter]:
    """What the command takes."""
    path = click.Path(path_type=Path)
    return [
        click.Argument(["old"], type=path, metavar="OLD"),
        click.Argument(["new"], type=path, metavar="NEW"),
        click.Option(
            ["--format"], type=click.Choice(DIFFERENCE_FORMATS), help=say("option.diff_format")
        ),
        click.Option(["-o", "--out"], type=path, metavar="OUT", help=say("option.out_file")),
        *scan_options(say),
    ]


def diff(
    session: Session, old: Path, new: Path, format: str | None, out: Path | None, **scan: Any
) -> None:
    """What a new version says otherwise than an old one."""
    form = format_for(format, out, known=DIFFERENCE_FORMATS, say=session.say)
    refuse_over_input(out, (old, new))
    options, bounds = read_options(session.say, **scan), bounds_of(**scan)
    before, after = (
        plan_of(session, plain(path), options=options, bounds=bounds) for path in (old, new)
    )
    if before is None or after is None:
        return
    from kehoach.compare.difference import difference
    from kehoach.emit.files import shown

    told = difference(before, after, old_name=shown(old), new_name=shown(new))
    content = write_difference(told, form, lang=session.lang)
    write_out(session, content, out=out, is_text=form == "text")
