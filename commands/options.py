"""The options that commands share: pages, resolution, time, memory; and the progress bar. Nothing
heavy is imported at start."""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeAlias

import click

from kehoach.commands.messages import Lang, MisusedError, Say
from kehoach.commands.terminal import safe
from kehoach.errors import KehoachError
from kehoach.ingest.options import (
    HIGHEST_DPI,
    LOWEST_DPI,
    OWN_READER,
    PAGE_TIMEOUT,
    SCAN_READERS,
    ReadOptions,
    cores,
    default_cache,
)
from kehoach.provenance import PACKAGE, VOCABULARY

if TYPE_CHECKING:
    from kehoach.batch.isolation.bounds import Bounds
    from kehoach.batch.model import BatchOptions

Pages: TypeAlias = tuple[tuple[int, int], ...]

_RANGE = re.compile(r"(\d{1,5})(?:-(\d{1,5}))?")


def files_argument() -> click.Argument:
    """FILE..."""
    return click.Argument(
        ["files"],
        nargs=-1,
        required=True,
        metavar="FILE...",
        type=click.Path(path_type=Path, allow_dash=True, readable=False),
    )


class PageRanges(click.ParamType[Any]):
    """Page numbers as a reader writes them: "3", "1-5", "1-3,8"."""

    name = "pages"

    def __init__(self, say: Say) -> None:
        self._say = say

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        if isinstance(value, tuple):
            return value
        ranges = []
        for part in str(value).split(","):
            match = _RANGE.fullmatch(part.strip())
            first = int(match[1]) if match else 0
            last = int(match[2]) if match and match[2] else first
            if not 1 <= first <= last:
                raise MisusedError(self._say("usage.pages"), ctx)
            ranges.append((first, last))
        return tuple(ranges)


def scan_options(say: Say) -> list[click.Parameter]:
    """The options of every command that reads papers."""
    return [
        click.Option(
            ["--pages"], type=PageRanges(say), default=(), help=say("option.pages"), metavar="1-5"
        ),
        click.Option(
            ["--jobs"], type=click.IntRange(0, 64), default=0, help=say("option.jobs"), metavar="N"
        ),
        *page_options(say),
        *bound_options(say, has_jobs=True),
    ]


def bound_options(say: Say, *, has_jobs: bool = False) -> list[click.Parameter]:
    """What one paper may cost, alone or in a folder. `has_jobs`: the command takes `--jobs`, on
    which the memory depends."""
    from kehoach.batch.isolation.bounds import PAGES, TIMEOUT

    return [
        click.Option(
            ["--timeout"],
            type=click.FloatRange(0.1),
            default=TIMEOUT,
            help=say("option.timeout"),
            metavar="S",
        ),
        click.Option(
            ["--max-memory"],
            type=click.IntRange(256),
            help=say("option.max_memory_jobs" if has_jobs else "option.max_memory"),
            metavar="MB",
        ),
        click.Option(
            ["--max-pages"],
            type=click.IntRange(1),
            default=PAGES,
            help=say("option.max_pages"),
            metavar="N",
        ),
        sandbox_option(say),
    ]


def sandbox_option(say: Say) -> click.Option:
    """Whether the process that reads a paper is walled in: in this process and in those that it
    starts."""

    def use(ctx: click.Context, param: click.Parameter, is_off: bool) -> None:
        from kehoach.batch.isolation.bounds import SANDBOX

        if is_off:
            os.environ[SANDBOX] = "no"

    return click.Option(
        ["--no-sandbox"],
        is_flag=True,
        expose_value=False,
        callback=use,
        help=say("option.no_sandbox"),
    )


def page_options(say: Say) -> list[click.Parameter]:
    """How each scanned page is read, of one paper or of a folder."""
    return [
        click.Option(
            ["--dpi"],
            type=click.IntRange(LOWEST_DPI, HIGHEST_DPI),
            help=say("option.dpi"),
            metavar="DPI",
        ),
        click.Option(
            ["--page-timeout"],
            type=click.FloatRange(1, 3600),
            default=PAGE_TIMEOUT,
            help=say("option.page_timeout"),
            metavar="S",
        ),
        click.Option(
            ["--reader"],
            type=click.Choice(SCAN_READERS),
            default=OWN_READER,
            help=say("option.reader"),
        ),
        click.Option(["--no-cache"], is_flag=True, help=say("option.no_cache")),
        vocabulary_option(say),
    ]


def vocabulary_option(say: Say) -> click.Option:
    """Words of the user's own beside ours."""

    def use(ctx: click.Context, param: click.Parameter, given: tuple[Path, ...]) -> None:
        try:
            use_vocabulary(given)
        except KehoachError as error:
            lang: Lang = "vi" if say("lang") == "vi" else "en"
            raise MisusedError(safe(error.message(lang)), ctx) from error

    return click.Option(
        ["--vocabulary"],
        type=click.Path(path_type=Path, exists=True, file_okay=False),
        multiple=True,
        expose_value=False,
        callback=use,
        envvar=VOCABULARY,
        help=say("option.vocabulary"),
        metavar="DIR",
    )


def use_vocabulary(given: Sequence[Path]) -> None:
    """From now on papers are read with the words of these folders, too, and of the user's own
    (`$XDG_CONFIG_HOME/kehoach`): in this process, before any vocabulary was read, and in those that
    it starts. Raises VocabularyError."""
    home = Path(os.environ.get("XDG_CONFIG_HOME") or Path("~/.config").expanduser(), PACKAGE)
    folders = [folder.absolute() for folder in (home, *given) if folder.is_dir()]
    os.environ[VOCABULARY] = os.pathsep.join(dict.fromkeys(map(str, folders)))
    if folders:
        from kehoach.normalize.own_vocabulary import check_own

        check_own()


def sources_option(say: Say) -> click.Option:
    """Whether a plan tells where each of its values stands."""
    return click.Option(["--no-sources"], is_flag=True, help=say("option.no_sources"))


def doubt_option(say: Say) -> click.Option:
    """Below which probability a value is told as doubtful."""
    return click.Option(
        ["--doubt"], type=click.FloatRange(0, 1), help=say("option.doubt"), metavar="0.8"
    )


def read_options(say: Say, pages: Pages = (), **scan: Any) -> ReadOptions:
    """The options of the command line as the reader takes them; those of `bounds_of` are passed
    over."""
    return ReadOptions(
        pages=pages,
        dpi=scan["dpi"],
        jobs=scan["jobs"],
        page_timeout=scan["page_timeout"],
        reader=scan["reader"],
        cache=None if scan["no_cache"] else default_cache(),
        progress=Bar(say),
        max_pages=scan["max_pages"],
        sources=not scan.get("no_sources", False),
        doubt=scan.get("doubt"),
    )


def bounds_of(jobs: int, timeout: float, max_memory: int | None, **_: Any) -> Bounds:
    """What one paper may cost. More pages at once need more memory, so that by default the bound
    grows with `jobs`."""
    from kehoach.batch.isolation.bounds import MEMORY, MEMORY_PER_JOB, Bounds

    megabytes = max_memory or max(MEMORY, MEMORY_PER_JOB * (jobs or cores()))
    return Bounds(timeout, megabytes * 2**20)


def engine_options(say: Say) -> list[click.Option]:
    """Who reads many papers: processes of this machine, or a cluster."""
    return [
        click.Option(
            ["--engine"],
            type=click.Choice(["local", "dask"]),
            default="local",
            help=say("option.engine"),
        ),
        click.Option(["--scheduler"], metavar="ADDRESS", help=say("option.scheduler")),
    ]


def paper_options(**options: Any) -> BatchOptions:
    """How each of many papers is to be read, as batches and the desk take it; what else is among
    the options is passed over."""
    from kehoach.batch.isolation.bounds import MEMORY
    from kehoach.batch.model import BatchOptions

    return BatchOptions(
        timeout=options["timeout"],
        memory=(options["max_memory"] or MEMORY) * 2**20,
        max_pages=options["max_pages"],
        dpi=options["dpi"],
        page_timeout=options["page_timeout"],
        reader=options["reader"],
        cached=not options["no_cache"],
        sources=not options.get("no_sources", False),
        doubt=options.get("doubt"),
    )


class Bar:
    """Pages done and left, on a terminal only."""

    def __init__(self, say: Say) -> None:
        self._say = say
        self._bar: Any = None
        self._done = 0

    def __call__(self, done: int, total: int) -> None:
        if not (sys.stderr and sys.stderr.isatty()):
            return
        if self._bar is None:
            self._done = 0
            self._bar = click.progressbar(
                length=total,
                label=self._say("progress"),
                file=sys.stderr,
                show_pos=True,
                show_eta=True,
            )
        self._bar.update(done - self._done)
        self._done = done
        if done >= total:
            self._bar.render_finish()
            self._bar = None
