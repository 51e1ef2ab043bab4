"""The command `due`: what is due in plans, what was missed first. Nothing heavy is imported at
start."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from kehoach.commands.dates import Day, remind_option, today_option
from kehoach.commands.follow import tell_misnamed
from kehoach.commands.messages import MisusedError, Say
from kehoach.commands.plans import refuse_over_input, tell_unread
from kehoach.commands.session import Session
from kehoach.commands.standard_output import write_out
from kehoach.commands.terminal import safe
from kehoach.errors import ExitCode

if TYPE_CHECKING:
    from kehoach.follow.due import DueList, Wanted
    from kehoach.follow.plans import Found
    from kehoach.follow.tasks import Followed

FORMATS = ("text", "json", "csv", "ics", "html")


def due_parameters(say: Say) -> list[click.Parameter]:
    """What the command takes."""
    path = click.Path(path_type=Path)
    return [
        click.Argument(["places"], type=path, nargs=-1, required=True, metavar="IN..."),
        click.Option(["--before"], type=Day(say), help=say("option.before"), metavar="DATE"),
        click.Option(["--after"], type=Day(say), help=say("option.after"), metavar="DATE"),
        today_option(say),
        click.Option(["--unit"], multiple=True, help=say("option.unit"), metavar="NAME"),
        click.Option(["--office"], multiple=True, help=say("option.office"), metavar="NAME"),
        click.Option(
            ["--follow"], type=path, multiple=True, help=say("option.follow"), metavar="XLSX"
        ),
        click.Option(["--format"], type=click.Choice(FORMATS), help=say("option.due_format")),
        click.Option(["-o", "--out"], type=path, metavar="OUT", help=say("option.out_file")),
        remind_option(say),
        click.Option(["--todo"], is_flag=True, help=say("option.todo")),
    ]


def due(
    session: Session,
    places: tuple[Path, ...],
    follow: tuple[Path, ...],
    format: str | None,
    out: Path | None,
    **asked: Any,
) -> None:
    """What is due."""
    from kehoach.follow.asking import due_among
    from kehoach.follow.plans import filled_of, find_plans

    wanted = _wanted(**asked)
    if wanted.after is not None and wanted.after > wanted.last:
        days = {"after": f"{wanted.after:%d/%m/%Y}", "before": f"{wanted.last:%d/%m/%Y}"}
        raise MisusedError(session.say("usage.days_turned", **days), click.get_current_context())
    try:
        found = find_plans(places)
        refuse_over_input(out, (*found.paths, *places, *follow))
        tasks = found.tasks()
        if not found.plans or not _are_known(session, tasks, wanted):
            tell_unread(session, found, places=places)
            return
        listed = due_among(tasks, filled_of(places, follow), wanted=wanted)
        asked["is_shown"] = _is_shown(out)
        content = _written(session, listed, found=found, format=_format(format, out), asked=asked)
    except Exception as error:  # noqa: BLE001 (no traceback reaches a user)
        session.fail(error)
        return
    tell_unread(session, found, places=places)
    tell_misnamed(session, listed.misnamed)
    _deliver(session, content, out=out)


def _are_known(session: Session, tasks: Sequence[Followed], wanted: Wanted) -> bool:
    """Are the units and offices there that are asked for? Those that are not are told; False where
    nothing is left to ask for."""
    from kehoach.follow.asking import unknown_names

    unknown = unknown_names(tasks, wanted) if tasks else []
    for one in unknown:
        names = "; ".join(safe(name) for name in one.nearest) or "–"
        key = f"due.unknown_{one.kind}"
        session.tell(session.say(key, asked=safe(one.asked), names=names))
    kinds = [one.kind for one in unknown]
    is_known = not (
        0 < len(wanted.units) == kinds.count("unit")
        or 0 < len(wanted.offices) == kinds.count("office")
    )
    if not is_known:
        session.reach(ExitCode.USAGE)
    return is_known


def _wanted(
    *,
    before: date | None,
    after: date | None,
    today: date | None,
    unit: tuple[str, ...],
    office: tuple[str, ...],
    **_: Any,
) -> Wanted:
    from kehoach.follow.due import Wanted

    day = today or date.today()
    return Wanted(day, before=before, after=after, units=unit, offices=office)


def _format(asked: str | None, out: Path | None) -> str:
    """The format that was asked for, else the one that the file's name says, else text."""
    named = out.suffix.lower().removeprefix(".") if out is not None else ""
    return asked or (named if named in FORMATS else "text")


def _written(
    session: Session, listed: DueList, found: Found, *, format: str, asked: dict[str, Any]
) -> bytes:
    from kehoach.commands.due_lines import WIDTH, due_lines, width_of_terminal
    from kehoach.emit.ics import REMIND
    from kehoach.follow.lists import to_csv, to_html, to_ics, to_json

    match format:
        case "json":
            text = to_json(listed)
        case "csv":
            text = to_csv(listed)
        case "html":
            text = to_html(listed, session.lang)
        case "ics":
            remind = REMIND if asked["remind"] is None else asked["remind"]
            return to_ics(listed, found.plans, remind=remind, todo=asked["todo"])
        case _:
            width = width_of_terminal() if asked["is_shown"] else WIDTH
            text = "\n".join(due_lines(listed, session.say, width)) + "\n"
    return text.encode("utf-8", "replace")


def _is_shown(out: Path | None) -> bool:
    """Does the list go to standard output?"""
    return out is None or str(out) == "-"


def _deliver(session: Session, content: bytes, out: Path | None) -> None:
    from kehoach.emit.files import atomic_write
    from kehoach.errors import OutputError

    if out is None or _is_shown(out):
        write_out(content)
        return
    try:
        atomic_write(out, content)
    except OutputError as error:
        session.fail(error, out)
