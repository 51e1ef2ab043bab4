"""The command `schema`: the JSON Schema of a plan."""

from __future__ import annotations

import click

from kehoach.commands.session import Session


def schema(session: Session) -> None:
    """Print the schema (draft 2020-12)."""
    import json

    from kehoach.schema.models import json_schema

    del session
    click.echo(json.dumps(json_schema(), ensure_ascii=False, indent=2))
