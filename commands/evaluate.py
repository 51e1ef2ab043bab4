"""The command `evaluate`: how good the machine was against what people corrected. Nothing heavy is
imported at start."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from kehoach.commands.messages import Say
from kehoach.commands.options import vocabulary_option
from kehoach.commands.session import Session, named
from kehoach.commands.terminal import safe
from kehoach.errors import OutputError

if TYPE_CHECKING:
    from kehoach.corrections.evaluating import Count, Evaluation
    from kehoach.corrections.model import Corrections
    from kehoach.schema.models import Plan

WIDTH, CELL = 32, 13
HEAD = ("stated", "wrong", "missed", "confirmed", "precision", "recall")


def evaluate_parameters(say: Say) -> list[click.Parameter]:
    """What the command takes."""
    return [
        click.Argument(
            ["folder"],
            type=click.Path(path_type=Path, exists=True, file_okay=False),
            metavar="FOLDER",
        ),
        click.Option(
            ["--format"],
            type=click.Choice(["table", "json"]),
            default="table",
            help=say("option.corrections_format"),
        ),
        click.Option(
            ["--propose"],
            type=click.Path(path_type=Path, file_okay=False),
            help=say("option.propose"),
            metavar="DIR",
        ),
        vocabulary_option(say),
    ]


def evaluate(session: Session, folder: Path, format: str, propose: Path | None) -> None:
    """How good the machine was, and which words it lacks."""
    from kehoach.corrections.evaluating import Evaluation
    from kehoach.corrections.proposing import Proposals

    found, proposals = Evaluation(), Proposals()
    try:
        for plan, held in _pairs(folder):
            found.add(plan, held)
            proposals.add(plan, held)
        files = proposals.files()
        if propose is not None:
            _write(session, propose, files=files)
    except Exception as error:  # noqa: BLE001 (no traceback reaches a user)
        session.fail(error, folder)
        return
    if format == "json":
        told = {**_data(found), "proposed": files}
        click.echo(json.dumps(told, ensure_ascii=False, indent=2))
    elif not found.plans:
        click.echo(session.say("evaluate.none"))
    else:
        click.echo("\n".join(_lines(session, found)))
        if propose is None:
            _tell(session, files)
    if propose is not None and not files:
        session.tell(session.say("evaluate.nothing_proposed"))


def _tell(session: Session, files: Mapping[str, str]) -> None:
    """The lines that are proposed, to be copied."""
    for name, text in files.items():
        click.echo("\n" + session.say("evaluate.proposed", name=name))
        click.echo("\n".join(map(safe, text.splitlines())))


def _write(session: Session, folder: Path, files: Mapping[str, str]) -> None:
    """Write the lines that are proposed; a file that is there already is somebody's. Raises
    OutputError."""
    from kehoach.emit.files import atomic_write

    for name in files:
        target = folder / name
        if target.exists():
            raise OutputError(path=named(target), reason=session.say("evaluate.exists"))
    for name, text in files.items():
        folder.mkdir(parents=True, exist_ok=True)
        atomic_write(folder / name, text.encode())
        session.tell(session.say("evaluate.written", path=named(folder / name)))


def _pairs(folder: Path) -> Iterator[tuple[Plan, Corrections]]:
    from kehoach.corrections.file import read_corrections
    from kehoach.corrections.naming import SUFFIX
    from kehoach.corrections.standing import read_corrected

    for path in sorted(folder.rglob(f"*{SUFFIX}")):
        target = path.with_name(f"{path.name.removesuffix(SUFFIX)}.json")
        held = read_corrections(path)
        plan = read_corrected(target) if target.is_file() else None
        if held is not None and plan is not None:
            yield plan, held


def _lines(session: Session, found: Evaluation) -> Iterator[str]:
    say = session.say
    yield say("evaluate.plans", count=found.plans)
    for title, counts in (
        ("all", {"*": found.in_all}),
        ("field", found.by_field),
        ("form", found.by_form),
        ("unit", found.by_unit),
    ):
        yield ""
        heads = "".join(f"{say(f'evaluate.{name}'):>{CELL}s}" for name in HEAD)
        yield f"{say(f'evaluate.{title}'):{WIDTH}s}{heads}"
        for name, count in sorted(counts.items()):
            cells = "".join(f"{_cell(count, key):>{CELL}s}" for key in HEAD)
            yield f"{safe(name)[:WIDTH]:{WIDTH}s}{cells}"


def _cell(count: Count, key: str) -> str:
    value = getattr(count, key)
    if value is None:
        return "–"
    return f"{100 * value:.1f} %" if isinstance(value, float) else str(value)


def _data(found: Evaluation) -> dict[str, Any]:
    return {
        "plans": found.plans,
        "all": _told(found.in_all),
        "by_field": _each(found.by_field),
        "by_form": _each(found.by_form),
        "by_unit": _each(found.by_unit),
    }


def _each(counts: Mapping[str, Count]) -> dict[str, Any]:
    return {name: _told(count) for name, count in sorted(counts.items())}


def _told(count: Count) -> dict[str, Any]:
    return {**asdict(count), "precision": count.precision, "recall": count.recall}
