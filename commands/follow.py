"""The command `follow`: the follow-up workbook of plans, with what people filled in it. Nothing
heavy is imported at start."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

import click

from kehoach.commands.dates import today_option
from kehoach.commands.messages import MisusedError, Say
from kehoach.commands.plans import tell_unread
from kehoach.commands.session import Session, named
from kehoach.commands.terminal import safe, shorten

if TYPE_CHECKING:
    from kehoach.follow.building import Taken, Told
    from kehoach.follow.due import Misnamed
    from kehoach.follow.tasks import Followed


def follow_parameters(say: Say) -> list[click.Parameter]:
    """What the command takes."""
    path = click.Path(path_type=Path)
    return [
        click.Argument(["places"], type=path, nargs=-1, required=True, metavar="IN..."),
        click.Option(["-o", "--out"], type=path, metavar="XLSX", help=say("option.follow_out")),
        today_option(say),
    ]


def follow(
    session: Session, places: tuple[Path, ...], out: Path | None, today: date | None
) -> None:
    """The follow-up workbook, written anew."""
    from kehoach.follow.plans import find_plans

    target = _target(session, places, out=out)
    try:
        found = find_plans(places)
        if not found.plans:  # a workbook that people fill is not emptied for a wrong name
            tell_unread(session, found, places=places)
            return
        tasks = found.tasks()
        told = _renew(session, target, tasks=tasks, today=today or date.today())
    except Exception as error:  # noqa: BLE001 (no traceback reaches a user)
        session.fail(error, target)
        return
    tell_unread(session, found, places=places)
    session.tell(session.say("follow.written", path=named(target), count=len(tasks)))
    tell(session, told)


def _target(session: Session, places: tuple[Path, ...], out: Path | None) -> Path:
    """Where the workbook goes. Raises MisusedError where nobody says it."""
    from kehoach.follow.file import BOOK

    if out is None:
        if len(places) != 1 or not places[0].is_dir():
            raise MisusedError(session.say("usage.follow_out"), click.get_current_context())
        return places[0] / BOOK
    if out.suffix.lower() != ".xlsx":
        raise MisusedError(session.say("usage.follow_xlsx"), click.get_current_context())
    return out


def _renew(session: Session, target: Path, tasks: Sequence[Followed], *, today: date) -> Told:
    """The workbook that stands there is read in a process apart: it is a stranger's archive."""
    from kehoach.batch.isolation.bounds import Bounds
    from kehoach.batch.isolation.fork import run_in_fork
    from kehoach.emit.files import atomic_write, free_name
    from kehoach.errors import TooLargeError
    from kehoach.follow.building import MAX_TASKS, build, taken
    from kehoach.follow.file import filled_bytes, filled_path
    from kehoach.follow.plans import standing_at

    if len(tasks) > MAX_TASKS:
        raise TooLargeError(reason=f"{MAX_TASKS} việc")
    standing = standing_at(target)
    before: Taken = run_in_fork(lambda _: taken(standing), Bounds())
    with TemporaryDirectory(prefix="kehoach-") as folder:
        book = Path(folder, "book.xlsx")
        filled, told = build(tasks, before, today=today, path=book, scratch=Path(folder))
        if told.aside and standing.book is not None:
            aside = free_name(target)
            atomic_write(aside, standing.book)
            session.tell(session.say(f"follow.aside_{told.aside}", path=named(aside)))
        atomic_write(filled_path(target), filled_bytes(filled))
        atomic_write(target, book.read_bytes())
    return told


def tell(session: Session, told: Told) -> None:
    """What became of what people filled."""
    if told.filled:
        session.tell(session.say("follow.filled", count=told.filled, gone=told.gone))
    if told.own:
        session.tell(session.say("follow.own", count=told.own))
    if told.conflicts:
        session.tell(session.say("follow.conflicts", count=told.conflicts))
    tell_misnamed(session, told.misnamed)


def tell_misnamed(session: Session, misnamed: Sequence[Misnamed]) -> None:
    """Which statuses name a part that their task has not, which days of completion are none."""
    for one in misnamed:
        deadline = one.task.deadline
        words = {
            "task": shorten(safe(one.task.text)),
            "status": shorten(safe(one.status)),
            "deadline": shorten(safe(deadline.raw if deadline is not None else "–")),
        }
        kind = "unknown_status" if one.is_unknown else "misnamed"
        text = "follow.unread_day" if one.is_day else f"follow.{kind}"
        session.tell(session.say(text, **words))
