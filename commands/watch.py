"""The command `watch`: papers are read as they come into a folder. Nothing heavy is imported at
start."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from kehoach.commands.batch import JsonLog, Watcher, batch_of, not_written
from kehoach.commands.messages import MisusedError, Say
from kehoach.commands.options import bound_options, doubt_option, page_options, sources_option
from kehoach.commands.session import Session, quiet_libraries
from kehoach.commands.terminal import safe
from kehoach.errors import ExitCode

if TYPE_CHECKING:
    from kehoach.batch.model import Outcome

SETTLE = 2.0


def watch_parameters(say: Say) -> list[click.Parameter]:
    """What the command takes."""
    return [
        click.Argument(["folder"], metavar="FOLDER"),
        click.Option(["-o", "--out"], required=True, metavar="OUT", help=say("option.batch_out")),
        click.Option(
            ["--settle"],
            type=click.FloatRange(0.1, 3600),
            default=SETTLE,
            help=say("option.settle"),
            metavar="S",
        ),
        click.Option(
            ["--workers"], type=click.IntRange(1), help=say("option.workers"), metavar="N"
        ),
        *bound_options(say),
        *page_options(say),
        sources_option(say),
        doubt_option(say),
        click.Option(["--quiet"], is_flag=True, help=say("option.quiet")),
        click.Option(["--json-log"], is_flag=True, help=say("option.json_log")),
    ]


def watch(session: Session, folder: str, out: str, settle: float, **options: Any) -> None:
    """Read every paper that is in a folder, and each that comes, until somebody ends it."""
    from kehoach.batch.store import is_url
    from kehoach.batch.watching import watch_folder

    if is_url(folder):
        raise MisusedError(session.say("usage.watch_url"), click.get_current_context())
    if not session.verbose:
        quiet_libraries()
    log = JsonLog(session) if options["json_log"] else _Log(session, folder, quiet=options["quiet"])
    task = batch_of(folder, out, engine="local", scheduler=None, no_resume=False, **options)
    try:
        watch_folder(task, log, settle=settle)
    except KeyboardInterrupt:
        log.close()
        session.tell(session.say("watch.stopped"))
        session.reach(ExitCode.INTERRUPTED)
    except OSError as error:
        log.close()
        raise not_written(error, out) from error


class _Log(Watcher):
    """For people: a line for each paper that was read, or could not be."""

    def __init__(self, session: Session, folder: str, quiet: bool) -> None:
        super().__init__(session, quiet=True)
        self._folder = folder
        self._speaks = not quiet
        self._unopened: set[str] = set()

    def _on_watching(self) -> None:
        if self._speaks:
            told = self._session.say("watch.watching", folder=safe(self._folder))
            self._session.tell(told)

    def _on_paper(self, outcome: Outcome) -> None:
        """What cannot be opened comes again in every round, and is told once."""
        if not outcome.sha256:
            if outcome.input in self._unopened:
                return
            self._unopened.add(outcome.input)
        super()._on_paper(outcome)
        if self._speaks and outcome.status != "failed":
            reason = ""
            if outcome.error is not None:
                reason = outcome.error.vi if self._session.lang == "vi" else outcome.error.en
            told = self._session.say(
                f"watch.{outcome.status}",
                name=safe(outcome.input),
                tasks=outcome.tasks,
                output=safe(outcome.output or ""),
                reason=safe(reason),
            )
            self._session.tell(told)
