"""The command `man`: the manual of all commands, from the words that `--help` prints."""

from __future__ import annotations

import click

from kehoach.commands.manual import Manual, manual_of
from kehoach.commands.manual_forms import markdown, roff, text
from kehoach.commands.messages import Say
from kehoach.commands.session import Session
from kehoach.commands.standard_output import write_out

FORMS = {"text": text, "man": roff, "markdown": markdown}


def man_parameters(say: Say) -> list[click.Parameter]:
    """What the command takes."""
    return [
        click.Option(
            ["--format"],
            type=click.Choice(tuple(FORMS)),
            default=next(iter(FORMS)),
            help=say("option.man_format"),
        )
    ]


def man(session: Session, format: str) -> None:
    """Print the manual; it is always the one of this version."""
    program = click.get_current_context().find_root().command
    manual: Manual = manual_of(program, session.say)
    write_out(FORMS[format](manual).encode())
