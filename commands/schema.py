"""The command `schema`: the JSON Schema of a plan, and its reference for people."""

from __future__ import annotations

import click

from kehoach.commands.messages import Say
from kehoach.commands.session import Session

FORMATS = ("json", "html")


def schema_parameters(say: Say) -> list[click.Parameter]:
    """What the command takes."""
    return [
        click.Option(
            ["--format"],
            type=click.Choice(FORMATS),
            default=FORMATS[0],
            help=say("option.schema_format"),
        )
    ]


def schema(session: Session, format: str) -> None:
    """Print the schema (draft 2020-12), or a page that explains it in both languages."""
    import json

    from kehoach.emit.schema_html import reference
    from kehoach.schema.contract import json_schema

    del session
    if format == "html":
        click.echo(reference().encode(), nl=False)
        return
    click.echo(json.dumps(json_schema(), ensure_ascii=False, indent=2))
