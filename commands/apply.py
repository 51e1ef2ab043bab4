"""The command `apply`: what a person changed in a workbook, a CSV or a plan's JSON becomes
corrections of the plan. Nothing heavy is imported at start."""

from __future__ import annotations

import getpass
import os
from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from kehoach.commands.attempt import attempt
from kehoach.commands.messages import MisusedError, Say
from kehoach.commands.options import bounds_of, read_options, scan_options
from kehoach.commands.papers import plain, read_plan_or_paper
from kehoach.commands.session import Session, named
from kehoach.commands.terminal import safe
from kehoach.errors import ExitCode

if TYPE_CHECKING:
    from kehoach.corrections.making import Maker
    from kehoach.corrections.model import Correction
    from kehoach.corrections.rows import BadCell, EditedRow, RowsRead
    from kehoach.follow.reading import ReadBook
    from kehoach.schema.models import AppliedCorrection, Plan


MOST_TOLD = 20
"""Cells that are named one by one."""


def apply_parameters(say: Say) -> list[click.Parameter]:
    """What the command takes."""
    path = click.Path(path_type=Path)
    return [
        click.Argument(["edited"], type=path, metavar="EDITED"),
        click.Argument(["plan"], type=path, required=False, metavar="[PLAN]"),
        click.Option(["--author"], help=say("option.author"), metavar="NAME"),
        click.Option(["--remove-gone"], is_flag=True, help=say("option.remove_gone")),
        *scan_options(say),
    ]


def apply(
    session: Session,
    edited: Path,
    plan: Path | None,
    author: str | None,
    remove_gone: bool,
    **scan: Any,
) -> None:
    """What a person changed becomes corrections of the plan."""
    from kehoach.corrections.making import Maker
    from kehoach.emit.json import is_json
    from kehoach.ingest.safety import check_regular

    try:
        check_regular(edited)
        is_plan = is_json(edited)
        maker = Maker(author or _user(), by="json" if is_plan else _door(edited))
        if is_plan:
            _apply_plan(session, edited, original=plan, maker=maker, scan=scan)
        else:
            rows = _rows_of(session, edited, plan=plan, scan=scan)
            by_plan = _by_plan(rows, plan or edited.parent, edited=edited)
            if not by_plan and (plan is None or not plan.is_dir()):
                by_plan = _by_papers(session, edited, rows, paper=plan, scan=scan)
            _apply_rows(session, by_plan, maker=maker, remove_gone=remove_gone)
    except click.UsageError:
        raise
    except Exception as error:  # noqa: BLE001 (told in one sentence; nothing was written half)
        session.fail(error, edited)


def _door(edited: Path) -> Any:
    return "csv" if edited.suffix.lower() == ".csv" else "workbook"


def _user() -> str | None:
    """Who sits there; None where the system does not know."""
    try:
        return getpass.getuser()
    except (KeyError, OSError):
        return None


# --- a plan changed by hand ----------------------------------------------------------------------


def _apply_plan(
    session: Session, edited: Path, original: Path | None, *, maker: Maker, scan: dict[str, Any]
) -> None:
    """Corrections are what differs between the plan as it was, or the paper read anew, and the plan
    as a person left it. They are written beside that plan."""
    from kehoach.corrections.making import difference
    from kehoach.corrections.standing import corrected_at, refuse_edited
    from kehoach.emit.json import UNKNOWN_NAMES, is_json

    if original is None:
        raise MisusedError(session.say("usage.apply_plan"), click.get_current_context())
    options, bounds = read_options(session.say, **scan), bounds_of(**scan)
    read = partial(read_plan_or_paper, as_written=True)
    before = attempt(session, plain(original), read=read, options=options, bounds=bounds)
    after = attempt(session, plain(edited), read=read, options=options, bounds=bounds)
    if before is None or after is None:
        return
    is_plan = is_json(original)
    if is_plan:
        refuse_edited(original)
    target = original if is_plan else edited
    base = corrected_at(before, target, edited=after)
    found = difference(base, after, maker=maker)
    for told in after.findings:
        if told.code == UNKNOWN_NAMES:
            session.tell(told.message if session.lang == "vi" else told.message_en)
    for name in found.ignored:
        session.tell(session.say("apply.ignored", name=name))
    _keep(session, target, base=base, made=found.corrections)


def _keep(session: Session, target: Path, base: Plan, made: Sequence[Correction]) -> None:
    """Write the corrections, then the plan with them."""
    from kehoach.corrections.standing import add_corrections, unfit
    from kehoach.emit.locks import alone_in

    if bad := unfit(target, base, made) if made else {}:
        for where in bad.values():
            session.tell(session.say("apply.unfit", where=where))
        session.reach(ExitCode.USAGE)
        made = [one for one in made if one.id not in bad]
    if not made and bad:
        return
    if not made:
        session.tell(session.say("apply.nothing", name=named(target)))
        return
    with alone_in(target.parent):
        done = add_corrections(target, base, made=made)
    session.tell(session.say("apply.done", count=len(made), name=named(target)))
    for one in done.corrections:
        if one.state in ("lost", "invalid"):
            session.tell(session.say(f"apply.{one.state}", where=one.where))
    ids = {one.id for one in made}
    new = [one for one in done.corrections if one.id in ids]
    outdated = {one.where for one in new if one.state == "outdated" or one.replaces}
    for told in done.findings:
        if told.code == "correction_outdated" and told.where in outdated:
            session.tell(told.message if session.lang == "vi" else told.message_en)
    _tell_overruled(session, done, ids=ids)


def _tell_overruled(session: Session, done: Plan, ids: Collection[str]) -> None:
    """Say whose corrections the new ones (`ids`) replace: a table may be older than those."""
    from kehoach.schema.rules.corrected import correction_words

    latest: dict[str, AppliedCorrection] = {}
    for one in done.corrections:
        if one.action != "change":
            continue
        before = latest.get(one.where)
        latest[one.where] = one
        is_new = one.id in ids and one.state == "applied" and not one.replaces
        if not is_new or before is None or before.id in ids or before.author == one.author:
            continue
        words = correction_words(before.value, before)
        who = before.author or "?"
        session.tell(session.say("apply.over", where=one.where, who=who, words=words))


# --- a table -------------------------------------------------------------------------------------


def _rows_of(
    session: Session, edited: Path, plan: Path | None, *, scan: dict[str, Any]
) -> list[EditedRow]:
    """The rows of a table, read in a process apart: a workbook is a stranger's archive."""
    from kehoach.batch.isolation.fork import run_in_fork
    from kehoach.batch.isolation.sandbox.walls import Walls
    from kehoach.corrections.tables import read_table
    from kehoach.follow.edited import edited_rows, is_follow_book
    from kehoach.follow.reading import read_book

    walls = Walls(reads=(str(edited),))
    if is_follow_book(edited):
        book = run_in_fork(lambda _: read_book(edited), bounds_of(**scan), walls=walls)
        _take_filled(session, edited, folder=plan or edited.parent, book=book)
        return edited_rows(book)
    return run_in_fork(lambda _: read_table(edited), bounds_of(**scan), walls=walls)


def _take_filled(session: Session, edited: Path, folder: Path, book: ReadBook) -> None:
    """What people filled in a copy of the follow-up workbook of a folder is kept there, until the
    workbook is written anew."""
    from kehoach.emit.files import atomic_write, is_one_of
    from kehoach.follow.building import take_copy
    from kehoach.follow.file import BOOK, filled_bytes, filled_path
    from kehoach.follow.plans import standing_at

    own = folder / BOOK
    if not filled_path(own).is_file() or is_one_of(own, [edited]):
        return
    filled, count = take_copy(standing_at(own), book)
    atomic_write(filled_path(own), filled_bytes(filled))
    session.tell(session.say("follow.copy_taken", count=count, folder=named(folder)))


def _apply_rows(
    session: Session, by_plan: dict[Path, RowsOfPlan], *, maker: Maker, remove_gone: bool
) -> None:
    from kehoach.corrections.failures import NoPlanForRowsError
    from kehoach.corrections.rows import corrections_of_rows
    from kehoach.corrections.standing import refuse_edited, undone_at
    from kehoach.emit.json import read_plan

    made: list[tuple[Path, Plan, RowsRead]] = []
    for target, mine in by_plan.items():  # before anything is written
        if mine.plan is None:
            refuse_edited(target)
        before = mine.plan or read_plan(target)
        if before is not None:
            read = corrections_of_rows(
                before, mine.rows, maker=maker, undone=undone_at(target), remove_gone=remove_gone
            )
            made.append((target, before, read))
    if _tell_bad(session, [read for *_, read in made]):
        return
    for target, before, read in made:
        _keep(session, target, base=before, made=read.corrections)
        _tell_rows(session, target, read=read, removed=remove_gone)
    if not made and session.code == ExitCode.OK:  # a paper that was not read is told already
        raise NoPlanForRowsError


def _tell_bad(session: Session, read: Sequence[RowsRead]) -> bool:
    """Name the cells that cannot be understood; nothing of a table is taken up while it has some.
    Returns whether there are any."""
    bad = [cell for one in read for cell in one.bad]
    for cell in bad[:MOST_TOLD]:
        _tell_cell(session, cell)
    if bad:
        session.tell(session.say("apply.bad", count=len(bad)))
        session.reach(ExitCode.USAGE)
    return bool(bad)


def _tell_cell(session: Session, cell: BadCell) -> None:
    sheet = session.say("apply.sheet", sheet=safe(cell.sheet)) if cell.sheet else ""
    place = {"sheet": sheet, "row": cell.line, "column": cell.column}
    session.tell(session.say(f"apply.bad_{cell.why}", **place, text=safe(cell.text)))


def _tell_rows(session: Session, target: Path, read: Any, *, removed: bool) -> None:
    name = named(target)
    for kind in ("added", "split", "unknown", "older"):
        lines = getattr(read, kind)
        if lines:
            listed = ", ".join(map(str, lines))
            session.tell(session.say(f"apply.{kind}", name=name, rows=listed))
    for cell in read.unsure[:MOST_TOLD]:
        _tell_cell(session, cell)
    if read.gone:
        key = "apply.removed" if removed else "apply.gone"
        session.tell(session.say(key, name=name, count=len(read.gone)))


@dataclass(frozen=True, slots=True)
class RowsOfPlan:
    """The rows of a table that belong to one plan; `plan`: as it was read from its paper just now,
    None where it stands in its file."""

    rows: list[EditedRow]
    plan: Plan | None = None


def _by_plan(rows: Sequence[EditedRow], plan: Path, *, edited: Path) -> dict[Path, RowsOfPlan]:
    """The file of each plan that has rows in a table (`edited`), with these. `plan` is a file, or a
    folder of them; a paper has none."""
    from kehoach.emit.json import is_json

    if not plan.is_dir():
        return {plan: _of_plan(rows, plan, edited=edited)} if is_json(plan) else {}
    files = _files_by_paper(plan)
    return {
        files[sha256]: RowsOfPlan(mine)
        for sha256, mine in _sorted_by_paper(rows).items()
        if sha256 in files
    }


def _of_plan(rows: Sequence[EditedRow], file: Path, *, edited: Path) -> RowsOfPlan:
    """The rows of a table that are those of a plan's paper. Raises OtherTableError for a table that
    has none: what the machine reads otherwise in another paper nobody corrected."""
    from kehoach.corrections.failures import OtherTableError
    from kehoach.emit.json import read_plan

    plan = read_plan(file)
    own = plan.source.sha256 if plan is not None else ""
    by_paper = _sorted_by_paper(rows)
    if own not in by_paper and set(by_paper) - {""}:
        raise OtherTableError(path=named(edited), other=named(file))
    return RowsOfPlan([*by_paper.get("", []), *(by_paper.get(own, []) if own else [])])


def _sorted_by_paper(rows: Sequence[EditedRow]) -> dict[str, list[EditedRow]]:
    """The rows by the hash of their paper; those that people added belong to that of the row
    above."""
    mine: dict[str, list[EditedRow]] = defaultdict(list)
    above = ""
    for row in rows:
        above = row.sha256 or above
        mine[above].append(row)
    return mine


# --- a table whose plan nobody wrote as JSON ------------------------------------------------------


def _by_papers(
    session: Session,
    edited: Path,
    rows: Sequence[EditedRow],
    paper: Path | None,
    *,
    scan: dict[str, Any],
) -> dict[Path, RowsOfPlan]:
    """The rows of a table of one plan that has no JSON, with the plan read again: from the `paper`
    that was named, else from that which the table names, where it lies beside it. What is corrected
    stands beside the table, where `extract` looks for it. Raises what opening a paper raises."""
    from kehoach.corrections.failures import OtherPaperError, OtherTableError
    from kehoach.errors import for_shell
    from kehoach.ingest.safety import check_regular, sha256_of

    by_paper = _sorted_by_paper(rows)
    paper = paper or _paper_beside(edited, by_paper)
    if paper is None:
        return {}
    check_regular(paper)
    sha256 = sha256_of(paper)
    mine = list(rows) if set(by_paper) == {""} else by_paper.get(sha256, [])
    known = _files_by_paper(edited.parent)
    if mine and sha256 in known:
        return {known[sha256]: RowsOfPlan(mine)}
    name = named(edited)
    for other in by_paper:
        if other in known and not mine:
            plan_name = named(known[other])
            in_shell = for_shell(plan_name)
            raise OtherPaperError(
                path=name, plan=plan_name, paper=named(paper), plan_in_shell=in_shell
            )
    if not mine:
        raise OtherTableError(path=name, other=named(paper))
    plan = _read_again(session, paper, edited=edited, scan=scan)
    return {} if plan is None else {edited.with_suffix(".json"): RowsOfPlan(mine, plan)}


def _paper_beside(edited: Path, by_paper: dict[str, list[EditedRow]]) -> Path | None:
    """The paper of the only plan of a table: it lies beside it, under the name that the table
    tells, with the same bytes."""
    from kehoach.ingest.safety import sha256_of

    if len(by_paper) != 1:
        return None
    ((sha256, rows),) = by_paper.items()
    named_so = (row.cells.get("paper", "").strip() for row in rows)
    name = Path(next(filter(None, named_so), "")).name
    beside = edited.with_name(name) if name else edited
    is_it = beside != edited and beside.is_file() and sha256_of(beside) == sha256
    return beside if is_it else None


def _read_again(
    session: Session, paper: Path, *, edited: Path, scan: dict[str, Any]
) -> Plan | None:
    """The plan of a paper with the corrections beside a table; None for a paper that could not be
    read, which is told. A plan that stands under the name of its JSON, of the paper as it was, is
    read anew by that: what people corrected stands beside it. Raises NameTakenError where it is
    somebody else's file, EditedPlanError where somebody changed that plan by hand."""
    from kehoach.corrections.failures import NameTakenError
    from kehoach.corrections.standing import plan_beside, refuse_edited, settled_at

    target = edited.with_suffix(".json")
    stands = os.path.lexists(target)
    if stands:
        if target.is_symlink() or plan_beside(edited) is None:
            raise NameTakenError(plan=named(target))
        refuse_edited(target)
    options, bounds = read_options(session.say, **scan), bounds_of(**scan)
    plan = attempt(session, plain(paper), read=read_plan_or_paper, options=options, bounds=bounds)
    if plan is None:
        return None
    if stands:
        session.tell(session.say("apply.newer", name=named(target), paper=named(paper)))
    return settled_at(plan, [target]).plan


def _files_by_paper(folder: Path) -> dict[str, Path]:
    """The plans of a folder of results by the hash of their papers: told by its manifest, or by the
    plans themselves that stand there."""
    from kehoach.follow.file import MANIFEST
    from kehoach.follow.plans import manifest_lines

    manifest = folder / MANIFEST
    files: dict[str, Path] = {}
    if manifest.is_file():
        for told in manifest_lines(manifest):
            if told.get("output") and told.get("sha256"):
                files.setdefault(told["sha256"], folder / told["output"])
        return files
    from kehoach.corrections.standing import plans_beside

    return plans_beside(folder)
