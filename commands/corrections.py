"""The command `corrections`: what people corrected in plans, listed or taken back. Nothing heavy is
imported at start."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from kehoach.commands.messages import Say
from kehoach.commands.session import Session, named
from kehoach.commands.terminal import safe
from kehoach.errors import ExitCode

if TYPE_CHECKING:
    from kehoach.corrections.model import Correction, Corrections

SHOWN = 60
"""Letters of a value on one line."""


def corrections_parameters(say: Say) -> list[click.Parameter]:
    """What the command takes."""
    return [
        click.Argument(["plan"], type=click.Path(path_type=Path), metavar="PLAN"),
        click.Option(["--undo"], multiple=True, help=say("option.undo"), metavar="ID"),
        click.Option(
            ["--format"],
            type=click.Choice(["table", "json"]),
            default="table",
            help=say("option.corrections_format"),
        ),
    ]


def corrections(session: Session, plan: Path, undo: tuple[str, ...], format: str) -> None:
    """Corrections, listed or taken back."""
    try:
        found = list(_files(plan))
        if undo:
            _undo(session, found, ids=set(undo))
        elif format == "json":
            told = {str(path): held.model_dump(mode="json") for path, held in found}
            click.echo(json.dumps(told, ensure_ascii=False, indent=2))
        else:
            _list(session, found)
    except Exception as error:  # noqa: BLE001 (no traceback reaches a user)
        session.fail(error, plan)


def _files(plan: Path) -> Iterator[tuple[Path, Corrections]]:
    """The files of corrections of a plan, or of all plans below a folder; of a plan that was copied
    or renamed without that file, what it tells of itself. Raises NotAFileError,
    BrokenCorrectionsError, and as `read_plan`."""
    from kehoach.corrections.naming import SUFFIX, corrections_path, is_corrections
    from kehoach.errors import NotAFileError

    if plan.is_dir():
        paths = {*plan.rglob(f"*{SUFFIX}"), *map(corrections_path, _telling(plan))}
    else:
        paths = {plan if is_corrections(plan.name) else corrections_path(plan)}
        if not plan.is_file() and not any(path.is_file() for path in paths):
            raise NotAFileError
    for path in sorted(paths):
        held = _held(path)
        if held is not None:
            yield path, held


def _telling(folder: Path) -> Iterator[Path]:
    """The plans below a folder that tell of corrections of which no file stands beside them."""
    from kehoach.corrections.naming import corrections_path, is_corrections
    from kehoach.corrections.settling import tells_corrections

    for path in folder.rglob("*.json"):
        alone = not is_corrections(path.name) and not corrections_path(path).is_file()
        if alone and path.is_file() and tells_corrections(path.read_bytes()):
            yield path


def _held(path: Path) -> Corrections | None:
    """The corrections in a file, else those that the plan tells of beside which it would stand."""
    from kehoach.corrections.file import read_corrections
    from kehoach.corrections.rebuilding import rebuilt
    from kehoach.corrections.settling import tells_corrections
    from kehoach.emit.json import is_json, read_plan

    held, target = read_corrections(path), _plan_of(path)
    if held is not None or not (target.is_file() and is_json(target)):
        return held
    plan = read_plan(target) if tells_corrections(target.read_bytes()) else None
    return None if plan is None else rebuilt(plan)


def _plan_of(path: Path) -> Path:
    """The plan beside which a file of corrections stands."""
    from kehoach.corrections.naming import SUFFIX

    return path.with_name(f"{path.name.removesuffix(SUFFIX)}.json")


def _list(session: Session, found: list[tuple[Path, Corrections]]) -> None:
    if not any(held.corrections for _, held in found):
        click.echo(session.say("corrections.none"))
        return
    for path, held in found:
        click.echo(named(path))
        for one in held.active:
            click.echo(f"  {_line(session, one)}")


def _line(session: Session, one: Correction) -> str:
    """One correction: id, day, who, what, from what to what."""
    place = "/".join(filter(None, (one.anchor.part, one.field)))
    words = _short(one.anchor.text or "")
    told = [one.id, f"{one.at:%Y-%m-%d %H:%M}", one.author or "–"]
    told += [session.say(f"action.{one.action}"), place]
    if words:
        told.append(f"“{words}”")
    if one.action == "change":
        before, after = _value(one.before), _value(one.value)
        if before == after:  # other days, or names, behind the same words
            before, after = _known(one.before), _known(one.value)
        told.append(f"{before} → {after}")
    return safe("  ".join(told))


def _value(value: Any) -> str:
    match value:
        case None | [] | "":
            return "–"
        case {"raw": str() as raw}:
            return _short(raw)
        case list():
            return _short("; ".join(map(_value, value)))
        case dict():
            return _known(value)
    return _short(str(value))


def _known(value: Any) -> str:
    """What is known of a value beside its words: days, full names."""
    if not isinstance(value, dict):
        return _value(value)
    return _short(", ".join(_value(held) for key, held in value.items() if held and key != "raw"))


def _short(text: str) -> str:
    return text if len(text) <= SHOWN else f"{text[: SHOWN - 1]}…"


def _undo(session: Session, found: list[tuple[Path, Corrections]], ids: set[str]) -> None:
    """Take corrections back; what was done stays written down, with the day it was undone."""
    known = {one.id for _, held in found for one in held.active}
    for unknown in sorted(ids - known):
        session.tell(session.say("corrections.unknown", id=safe(unknown)))
        session.reach(ExitCode.USAGE)
    for path, held in found:
        mine = {one.id for one in held.active if one.id in ids}
        if mine:
            _take_back(session, path, ids=mine)
            session.tell(session.say("corrections.undone", name=named(path), count=len(mine)))


def _take_back(session: Session, path: Path, ids: set[str]) -> None:
    """What others write at the same time stays: the file is read again once nobody else may."""
    from kehoach.emit.locks import alone_in

    with alone_in(path.parent):
        held = _held(path)
        if held is not None:
            _rewrite(session, path, held=held.without(ids, datetime.now(UTC)))


def _rewrite(session: Session, path: Path, held: Corrections) -> None:
    """Write the corrections, and the plan beside them as it now is."""
    from kehoach.corrections.file import write_corrections
    from kehoach.corrections.standing import refuse_edited, rewrite
    from kehoach.emit.json import read_plan

    target = _plan_of(path)
    plan = read_plan(target) if target.is_file() else None
    if plan is None:
        write_corrections(path, held)
        session.tell(session.say("corrections.no_plan", name=named(target)))
        return
    refuse_edited(target)
    rewrite(target, plan, corrections=held)
