"""The commands `inspect` (a page as the program sees it) and `cache`."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import click

from kehoach.commands.attempt import reach
from kehoach.commands.messages import Say
from kehoach.commands.options import bounds_of, read_options, scan_options
from kehoach.commands.session import Session, named, quiet_libraries
from kehoach.commands.terminal import safe
from kehoach.ingest.options import default_cache


def inspect_parameters(say: Say) -> list[click.Parameter]:
    """What the command `inspect` takes."""
    return [
        click.Argument(["file"], metavar="FILE", type=click.Path(path_type=Path)),
        click.Option(
            ["--page"], type=click.IntRange(1), default=1, metavar="N", help=say("option.page")
        ),
        click.Option(
            ["-o", "--out"],
            required=True,
            metavar="PNG",
            help=say("option.png"),
        ),
        click.Option(["--words"], is_flag=True, help=say("option.words")),
        *(option for option in scan_options(say) if option.name != "pages"),
    ]


def cache_parameters() -> list[click.Parameter]:
    """What the command `cache` takes."""
    return [click.Argument(["action"], type=click.Choice(["clear"]))]


def inspect(
    session: Session, file: Path, page: int, out: str, words: bool = False, **scan: Any
) -> None:
    """A page as the program sees it, drawn into a PNG; its words on standard output if wanted."""
    from kehoach.batch.isolation.fork import run_in_fork
    from kehoach.emit.files import atomic_write, targets
    from kehoach.pipeline import inspect as draw

    png = targets([file], out, suffix=f"-{page}.png").get(file, Path(out))
    options = read_options(session.say, **scan)
    if not session.verbose:
        quiet_libraries()
    try:
        inspected = run_in_fork(
            lambda tell: draw(file, page, options=replace(options, stage=tell)),
            bounds_of(**scan),
            walls=reach((file,), options),
        )
        atomic_write(png, inspected.picture)
    except Exception as error:  # noqa: BLE001 (no traceback reaches a user)
        session.fail(error, file)
        return
    if words:
        for confidence, text in inspected.lines:
            click.echo(f"{confidence:.2f}  {safe(text)}")
    session.tell(session.say("drawn", name=named(file), page=page, path=named(png)))


def cache(session: Session, action: str) -> None:
    """Empty the cache of page readings."""
    from kehoach.ingest.ocr.cache import clear

    del action  # there is one so far
    folder = default_cache()
    session.tell(session.say("cleared", count=clear(folder), path=named(folder)))
