"""The command `mcp`: the tools of the program for assistants, over the Model Context Protocol.
Nothing heavy is imported at start."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from kehoach.commands.messages import Say
from kehoach.commands.options import bound_options, page_options, paper_options
from kehoach.commands.session import Session, quiet_libraries


def mcp_parameters(say: Say) -> list[click.Parameter]:
    """What the command takes."""
    folder = click.Path(path_type=Path, exists=True, file_okay=False)
    return [
        click.Argument(["folder"], type=folder, metavar="FOLDER"),
        click.Option(["--write"], is_flag=True, help=say("option.mcp_write")),
        *bound_options(say),
        *page_options(say),
    ]


def mcp(session: Session, folder: Path, write: bool, **options: Any) -> None:
    """Answer an assistant until it has gone."""
    try:
        from kehoach.protocol.server import serve

        quiet_libraries()
        serve(folder, paper_options(**options), lang=session.lang, may_write=write)
    except Exception as error:  # noqa: BLE001 (no traceback reaches a user)
        session.fail(error)
