"""The command `serve`: papers read and plans corrected in a browser, and over REST. Nothing heavy
is imported at start."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import click

from kehoach.commands.messages import MisusedError, Say
from kehoach.commands.options import bound_options, engine_options, page_options, paper_options
from kehoach.commands.session import Session, named, quiet_libraries
from kehoach.errors import BadOptionError

HOST, PORT = "127.0.0.1", 8765
TOKEN = "KEHOACH_TOKEN"  # noqa: S105 (the name of a variable)
DATABASE = "KEHOACH_DATABASE"
MAX_UPLOAD = 256
"""MiB of one upload."""


def serve_parameters(say: Say) -> list[click.Parameter]:
    """What the command takes."""
    path = click.Path(path_type=Path)
    return [
        click.Argument(["store"], type=path, metavar="FOLDER"),
        click.Option(["--host"], default=HOST, help=say("option.host"), metavar="HOST"),
        click.Option(
            ["--port"],
            type=click.IntRange(0, 65535),
            default=PORT,
            help=say("option.port"),
            metavar="N",
        ),
        click.Option(["--token-file"], type=path, help=say("option.token_file"), metavar="FILE"),
        click.Option(
            ["--workers"],
            type=click.IntRange(1, 64),
            default=1,
            help=say("option.serve_workers"),
            metavar="N",
        ),
        click.Option(["--database"], help=say("option.database"), metavar="URL"),
        *engine_options(say),
        click.Option(
            ["--max-upload"],
            type=click.IntRange(1, 4096),
            default=MAX_UPLOAD,
            help=say("option.max_upload"),
            metavar="MB",
        ),
        *bound_options(say),
        *page_options(say),
    ]


def serve(session: Session, store: Path, **options: Any) -> None:
    """Serve the desk until somebody ends it."""
    try:
        _serve(session, store, **options)
    except click.UsageError:
        raise
    except Exception as error:  # noqa: BLE001 (no traceback reaches a user)
        session.fail(error)


def _serve(session: Session, store: Path, **options: Any) -> None:
    from kehoach.batch.nursing import fork_nursery
    from kehoach.desk.serving import serve as run
    from kehoach.desk.settings import Settings

    if options["scheduler"] and options["engine"] != "dask":
        raise MisusedError(session.say("usage.scheduler"), click.get_current_context())
    if not session.verbose:
        quiet_libraries()
    if not options["database"]:  # its address holds a password
        fork_nursery()
    settings = Settings(
        store=store,
        host=options["host"],
        port=options["port"],
        token=_token(options["token_file"]),
        workers=options["workers"],
        engine=options["engine"],
        scheduler=options["scheduler"],
        database=options["database"] or os.environ.get(DATABASE, ""),
        max_upload=options["max_upload"] * 2**20,
        options=paper_options(**options),
    )
    run(settings, lambda address: session.tell(session.say("serve.open", address=address)))


def _token(file: Path | None) -> str:
    """The token in a file, else in the environment; "" for none. Raises BadOptionError."""
    if file is None:
        return os.environ.get(TOKEN, "").strip()
    try:
        return file.read_text("utf-8").strip()
    except (OSError, ValueError) as error:  # no such file; no text
        raise BadOptionError(name="--token-file", value=named(file)) from error
