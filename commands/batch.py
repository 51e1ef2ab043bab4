"""The command `batch`: its options, and what it tells while it works. Nothing heavy is imported at
start."""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from kehoach.commands.dates import remind_option, today_option
from kehoach.commands.follow import tell as tell_followed
from kehoach.commands.messages import MisusedError, Say
from kehoach.commands.options import (
    bound_options,
    doubt_option,
    engine_options,
    page_options,
    paper_options,
    sources_option,
)
from kehoach.commands.session import Session, quiet_libraries
from kehoach.commands.terminal import safe
from kehoach.errors import ExitCode, OutputError

if TYPE_CHECKING:
    from kehoach.batch.combine import Differing
    from kehoach.batch.model import Batch, Outcome
    from kehoach.follow.building import Told
    from kehoach.schema.twins import Twin


def batch_parameters(say: Say) -> list[click.Parameter]:
    """The arguments and options of the command."""
    return [
        click.Argument(["folder"], metavar="FOLDER"),
        click.Option(["-o", "--out"], required=True, metavar="OUT", help=say("option.batch_out")),
        click.Option(
            ["--workers"], type=click.IntRange(1), help=say("option.workers"), metavar="N"
        ),
        *engine_options(say),
        click.Option(["--no-resume"], is_flag=True, help=say("option.no_resume")),
        click.Option(["--letters"], is_flag=True, help=say("option.letters")),
        *bound_options(say),
        *page_options(say),
        sources_option(say),
        doubt_option(say),
        today_option(say),
        remind_option(say),
        click.Option(["--quiet"], is_flag=True, help=say("option.quiet")),
        click.Option(["--json-log"], is_flag=True, help=say("option.json_log")),
    ]


def batch(session: Session, folder: str, out: str, **options: Any) -> None:
    """Every paper below a folder: one plan each, and the tables of all."""
    from kehoach.batch.run import run

    if options["scheduler"] and options["engine"] != "dask":
        raise MisusedError(session.say("usage.scheduler"), click.get_current_context())
    if not session.verbose:
        quiet_libraries()
    task = batch_of(folder, out, **options)
    watch = JsonLog(session) if options["json_log"] else Watcher(session, quiet=options["quiet"])
    try:
        statuses = run(task, watch)
    except KeyboardInterrupt:
        watch.close()
        session.tell(session.say("batch.stopped"))
        raise
    except OSError as error:
        watch.close()
        raise not_written(error, out) from error
    watch.close()
    if statuses.get("failed"):
        session.reach(ExitCode.UNREADABLE)
    if watch.missing:
        session.reach(ExitCode.MISSING_DEPENDENCY)
    if not any(statuses.values()) and not options["json_log"]:
        session.tell(session.say("batch.nothing", path=safe(folder)))
    watch.end(statuses, out)
    if options["letters"] and not (options["quiet"] or options["json_log"]):
        folder = safe(f"{out.rstrip('/')}/letters/")
        session.tell(session.say("batch.letters", path=folder))


def not_written(error: OSError, out: str) -> OutputError:
    """A full disk, where no file of a paper or table is at fault; `out`: the folder of results."""
    path = str(error.filename or out)
    return OutputError(path=path, reason=error.strerror or type(error).__name__)


def batch_of(
    folder: str,
    out: str,
    *,
    engine: str,
    scheduler: str | None,
    no_resume: bool,
    **options: Any,
) -> Batch:
    """The batch that the options of a command describe."""
    from kehoach.batch.model import Batch
    from kehoach.emit.ics import REMIND

    return Batch(
        folder,
        out,
        options=paper_options(**options),
        workers=options["workers"],
        engine=engine,
        scheduler=scheduler,
        resume=not no_resume,
        letters=options.get("letters", False),
        today=options.get("today"),
        remind=REMIND if options.get("remind") is None else options["remind"],
    )


MOST_TOLD = 20
"""Pairs of papers that are named one by one."""


class Watcher:
    """For people: a bar on a terminal, a line per failure, a summary. Quiet: failures only."""

    def __init__(self, session: Session, quiet: bool = False) -> None:
        self._session, self._quiet = session, quiet
        self._bar: Any = None
        self._reused = self._pages = self._failures = 0
        self._named: set[str] = set()
        self._start = time.monotonic()
        self.missing = False

    def __call__(self, event: str, **facts: Any) -> None:
        handler = getattr(self, f"_on_{event}", None)
        if handler is not None:
            handler(**facts)

    def close(self) -> None:
        """The bar ends."""
        if self._bar is not None:
            self._bar.render_finish()
            self._bar = None

    def end(self, statuses: dict[str, int], out: str) -> None:
        """The last lines: what became of all papers, and where the results are."""
        if self._quiet:
            return
        say = self._session.say
        parts = [
            say(f"batch.{name}", count=count)
            for name, count in sorted(statuses.items(), key=_by_status)
        ]
        seconds = time.monotonic() - self._start
        self._session.tell(
            say("batch.total", parts=", ".join(parts) or "0", seconds=f"{seconds:.1f}")
        )
        if self._reused:
            self._session.tell(say("batch.reused", count=self._reused))
        self._session.tell(say("batch.where", path=safe(f"{out.rstrip('/')}/report.html")))

    def _on_start(self, total: int, todo: int, unopened: int, **_: object) -> None:
        self._reused = total - todo - unopened
        self._begin(todo + unopened)

    def _begin(self, todo: int) -> None:
        if self._quiet or not todo or not (sys.stderr and sys.stderr.isatty()):
            return
        self._bar = click.progressbar(
            length=todo,
            label=self._session.say("batch.progress"),
            file=sys.stderr,
            show_pos=True,
            show_eta=True,
            item_show_func=lambda _: self._told(),
            width=20,
        )
        self._bar.render_progress()

    def _told(self) -> str:
        seconds = max(time.monotonic() - self._start, 1e-3)
        rate = f"{self._bar.pos / seconds:.1f}" if self._bar is not None else "0"
        return self._session.say(
            "batch.state", pages=self._pages, rate=rate, failures=self._failures
        )

    def _on_paper(self, outcome: Outcome) -> None:
        self._pages += outcome.pages
        is_failed = outcome.status == "failed"
        self._failures += is_failed
        self._note_missing(outcome)
        is_unopened = outcome.sha256 is None and not self._quiet
        if outcome.error is not None and (is_failed or is_unopened):
            if self._bar is not None:
                click.echo("\r\x1b[K", nl=False, err=True)  # the bar is drawn anew below
            self._tell_failure(outcome)
        if outcome.taken and not self._quiet:
            self._tell_taken(outcome)
        if self._bar is not None:
            self._bar.update(1, current_item=outcome)

    def _tell_failure(self, outcome: Outcome) -> None:
        """Which paper could not be read, and why; each once."""
        if outcome.error is None or outcome.input in self._named:
            return
        self._named.add(outcome.input)
        reason = safe(outcome.error.vi if self._session.lang == "vi" else outcome.error.en)
        told = self._session.say("failure", name=safe(_shown(outcome.input)), reason=reason)
        self._session.tell(told)

    def _on_unread(self, outcomes: Sequence[Outcome]) -> None:
        """Those that an earlier run could not read are named again: they are counted, too. Quiet,
        only what this run met is told."""
        if self._quiet:
            return
        self.close()
        for outcome in outcomes:
            self._tell_failure(outcome)

    def _tell_taken(self, outcome: Outcome) -> None:
        """What somebody had changed by hand in a plan is kept: where, and how much."""
        from kehoach.batch.touched import corrections_name

        path = safe(corrections_name(outcome.output or ""))
        if self._bar is not None:
            click.echo("\r\x1b[K", nl=False, err=True)
        self._session.tell(self._session.say("edits_kept", count=outcome.taken, path=path))

    def _note_missing(self, outcome: Outcome) -> None:
        self.missing = self.missing or (
            outcome.error is not None and outcome.error.kind == "MissingDependencyError"
        )

    def _on_left(self, names: list[str]) -> None:
        if names and not self._quiet:
            self.close()
            self._session.tell(self._session.say("batch.left", count=len(names)))

    def _on_twins(self, twins: dict[str, Twin]) -> None:
        if twins and not self._quiet:
            self._session.tell(self._session.say("batch.twins", count=len(twins)))

    def _on_differing(self, papers: Sequence[Differing]) -> None:
        """Two versions of a plan, one of which counts: a draft and its revision."""
        for one in () if self._quiet else papers[:MOST_TOLD]:
            names = {"name": safe(one.name), "counted": safe(one.counted)}
            self._session.tell(self._session.say("batch.differing", **names, count=one.count))
        if len(papers) > MOST_TOLD and not self._quiet:
            more = len(papers) - MOST_TOLD
            self._session.tell(self._session.say("batch.more_differing", count=more))

    def _on_combining(self) -> None:
        self.close()

    def _on_aside(self, name: str) -> None:
        self.close()
        self._session.tell(self._session.say("batch.aside", name=name))

    def _on_follow_aside(self, reason: str, name: str) -> None:
        self.close()
        self._session.tell(self._session.say(f"follow.aside_{reason}", path=name))

    def _on_follow_too_many(self, most: int) -> None:
        self._session.tell(self._session.say("follow.too_many", most=most))

    def _on_followed(self, told: Told) -> None:
        if not self._quiet:
            self.close()
            tell_followed(self._session, told)

    def _on_without(self, name: str, command: str) -> None:
        self._session.tell(self._session.say("batch.without", name=name, command=command))


class JsonLog(Watcher):
    """For programs: one JSON object per event, on standard error."""

    def __init__(self, session: Session) -> None:
        super().__init__(session, quiet=True)

    def __call__(self, event: str, **facts: Any) -> None:
        if event == "paper":
            outcome: Outcome = facts.pop("outcome")
            self._note_missing(outcome)
            keys = (
                "input",
                "sha256",
                "status",
                "pages",
                "tasks",
                "findings",
                "error",
                "seconds",
                "output",
            )
            data = outcome.as_json()
            facts = {key: data[key] for key in keys}
            facts["input"] = _shown(outcome.input)
        elif event == "start":
            self._start = time.monotonic()
        elif event == "twins":
            twins: dict[str, Twin] = facts["twins"]
            facts = {"twins": [_told(name, twin) for name, twin in sorted(twins.items())]}
        elif event == "differing":
            facts = {"papers": [asdict(one) for one in facts["papers"]]}
        elif event == "unread":
            facts = {"inputs": [_shown(outcome.input) for outcome in facts["outcomes"]]}
        elif event == "followed":
            facts = asdict(facts["told"])
        self._log(event, facts)

    def end(self, statuses: dict[str, int], out: str) -> None:
        told = {name: count for name, count in statuses.items() if name != "no_plan"}
        if statuses.get("no_plan"):  # as in the manifest
            told["partial"] = told.get("partial", 0) + statuses["no_plan"]
        self._log("end", {"statuses": told, "out": out})

    def _log(self, event: str, facts: dict[str, Any]) -> None:
        facts = {"event": event, "elapsed": round(time.monotonic() - self._start, 3), **facts}
        self._session.tell(json.dumps(facts, ensure_ascii=True))


def _told(name: str, twin: Twin) -> dict[str, object]:
    return {"input": _shown(name), "same_plan_as": _shown(twin.of), "likeness": twin.likeness}


def _by_status(item: tuple[str, int]) -> int:
    order = ("ok", "no_plan", "partial", "failed", "skipped")
    return order.index(item[0]) if item[0] in order else len(order)


def _shown(name: str) -> str:
    from kehoach.emit.files import shown

    return shown(Path(name))
