"""What stands on the disk where a plan is to be written: the plan before, the corrections beside
it, a workbook that somebody saved."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from kehoach.corrections.applying import with_corrections
from kehoach.corrections.failures import UnknownTableError, UntakenTableError
from kehoach.corrections.file import (
    MAX_BYTES,
    corrections_bytes,
    corrections_from,
    read_corrections,
    write_corrections,
)
from kehoach.corrections.making import Maker
from kehoach.corrections.model import Correction, Corrections
from kehoach.corrections.naming import corrections_path, is_corrections
from kehoach.corrections.rebuilding import rebuilt
from kehoach.corrections.rows import EditedRow, corrections_of_rows
from kehoach.corrections.settling import as_seen, name_of, settled
from kehoach.corrections.tables import read_table
from kehoach.corrections.undoing import machine_plan
from kehoach.emit.files import atomic_write
from kehoach.emit.json import is_edited, is_json, read_plan, to_bytes
from kehoach.errors import (
    BrokenCorrectionsError,
    BrokenFileError,
    BrokenPlanFileError,
    EditedPlanError,
    NoRowsError,
    NotAPlanError,
    TooLargeError,
    for_shell,
)
from kehoach.schema.models import Plan

_CORE = "docProps/core.xml"
_OURS = re.compile(rb"<(?:\w+:)?title[^>]*>kehoach<")
_UNTOUCHED = re.compile(rb"<(?:\w+:)?modified[^>]*>2000-01-01T00:00:00Z<")
"""When our workbooks say they were last saved; any program that saves one tells its own day."""
MAX_CORE = 64 * 2**10


@dataclass(frozen=True, slots=True)
class SettledFile:
    """A plan as it goes out, and the file of corrections where that is to be written anew; `aside`:
    workbooks that somebody saved, with nothing in them that the plan lacks."""

    plan: Plan
    file: tuple[Path, bytes] | None = None
    taken: int = 0
    aside: tuple[Path, ...] = ()


def settled_at(plan: Plan, targets: Sequence[Path], *, origin: Path | None = None) -> SettledFile:
    """A plan with what people did to the files that it will replace, and to the JSON that it was
    read from (`origin`), whose corrections go with it to another folder or name. Raises as
    `settling.settled`, and as `_check_taken_up` for a workbook that somebody changed and nobody
    took up yet."""
    done = _settled(plan, targets, origin)
    saved = [one for one in targets if one.suffix.lower() == ".xlsx" and is_saved_by_hand(one)]
    for book in saved:
        _check_taken_up(book, done.plan)
    return replace(done, aside=tuple(saved))


def _check_taken_up(book: Path, plan: Plan) -> None:
    """Raise EditedPlanError, UntakenTableError or UnknownTableError for a workbook with what
    somebody typed and neither the plan has nor the one that stands beside it still: that of the
    paper before, if the paper changed since."""
    try:
        rows = read_table(book)
    except (NoRowsError, BrokenFileError, TooLargeError) as error:
        raise EditedPlanError(path=str(book)) from error
    papers = {row.sha256 for row in rows} - {""}
    beside = plan_beside(book)
    ours = [one for one in (plan, beside) if one and papers <= {one.source.sha256}]
    undone = undone_at(book)
    if any(_is_taken_up(rows, one, undone) for one in ours):
        return
    if plan in ours:
        raise EditedPlanError(path=str(book))
    if not ours:
        raise UnknownTableError(path=str(book))
    name = str(book.with_suffix(".json"))
    raise UntakenTableError(path=str(book), plan=name, plan_in_shell=for_shell(name))


def _is_taken_up(rows: Sequence[EditedRow], plan: Plan, undone: Sequence[Correction]) -> bool:
    """Does a plan have all that somebody typed into a workbook of it?"""
    read = corrections_of_rows(plan, rows, maker=Maker(by="workbook"), undone=undone)
    return not (read.corrections or read.unknown or read.bad)


def plan_beside(table: Path) -> Plan | None:
    """The plan of a table's name as JSON, corrected; None where there is none of ours."""
    try:
        return read_corrected(table.with_suffix(".json"))
    except (BrokenPlanFileError, NotAPlanError, TooLargeError, OSError):
        return None


def _settled(plan: Plan, targets: Sequence[Path], origin: Path | None) -> SettledFile:
    done = SettledFile(plan)
    for beside, target in _by_corrections(targets).items():
        own = target.suffix.lower() == ".json"
        standing = _bytes(beside)
        held = standing if origin is None else _with_those_of(origin, beside, standing, plan)
        one = settled(plan, standing=_bytes(target) if own else None, beside=held, name=target.name)
        if one.corrections is not None:
            return SettledFile(
                one.plan, (beside, corrections_bytes(one.corrections)), taken=one.taken
            )
        if held is not None and held != standing and own:
            return SettledFile(one.plan, (beside, held))
        if one.plan is not plan:
            done = SettledFile(one.plan)
    return done


def _with_those_of(origin: Path, beside: Path, standing: bytes | None, plan: Plan) -> bytes | None:
    """The file of corrections `beside` a target (`standing`: its bytes), with those that people
    made of the JSON that is written there (`plan`)."""
    source = corrections_path(origin)
    more = None if source == beside else read_corrections(source)
    if more is None and source != beside and standing is not None and plan.corrections:
        more = rebuilt(plan)
    if more is None:
        return standing
    if standing is None:
        return corrections_bytes(more)
    known = corrections_from(standing, beside.name)
    ids = {one.id for one in known.corrections}
    new = tuple(one for one in more.active if one.id not in ids)
    return corrections_bytes(known.with_more(new)) if new else standing


def _by_corrections(targets: Sequence[Path]) -> dict[Path, Path]:
    """One target for each file of corrections: that as JSON, which a person may have changed, where
    there is one among the formats of a plan."""
    found: dict[Path, Path] = {}
    for target in targets:
        beside = corrections_path(target)
        if beside not in found or target.suffix.lower() == ".json":
            found[beside] = target
    return found


def _bytes(path: Path) -> bytes | None:
    """A file's bytes; None where there is no file (a pipe or a device is none)."""
    if not path.is_file():
        return None
    try:
        with path.open("rb") as file:
            return file.read(2 * MAX_BYTES + 1)
    except OSError as error:
        raise BrokenCorrectionsError(path=path.name, reason=error.strerror) from error


def is_saved_by_hand(workbook: Path) -> bool:
    """Did another program save a workbook that we wrote? What is no workbook of ours is not asked
    about: it is written over, as ever."""
    if not workbook.is_file():
        return False
    try:
        with zipfile.ZipFile(workbook) as archive, archive.open(_CORE) as file:
            core = file.read(MAX_CORE)
    except (OSError, KeyError, zipfile.BadZipFile):
        return False
    return bool(_OURS.search(core)) and not _UNTOUCHED.search(core)


def refuse_edited(target: Path) -> None:
    """Raise EditedPlanError for a plan that somebody changed by hand: corrections of it would be
    written over that, as if the machine had read it. Raises as `from_json`, too."""
    if is_json(target) and is_edited(target.read_bytes()):
        raise EditedPlanError(path=target.name)


def corrections_at(target: Path, plan: Plan) -> Corrections:
    """The corrections beside a plan; where it was copied or renamed without them, those that it
    tells of itself. Raises as `read_corrections`."""
    return read_corrections(corrections_path(target)) or rebuilt(plan)


def corrected_at(plan: Plan, target: Path, edited: Plan) -> Plan:
    """A plan as the machine read it, with those of the corrections beside `target` that somebody
    saw who has changed it by hand since (`edited`)."""
    known = read_corrections(corrections_path(target))
    if known is None:
        known = rebuilt(plan) if plan.corrections else rebuilt(edited)
    return as_seen(machine_plan(plan), known, edited)


def undone_at(target: Path) -> tuple[Correction, ...]:
    """The corrections beside a plan that somebody took back."""
    known = read_corrections(corrections_path(target)) or Corrections()
    return tuple(one for one in known.corrections if one.undone_at is not None)


def unfit(target: Path, plan: Plan, made: Sequence[Correction]) -> dict[str, str]:
    """Of corrections that somebody wants to add those that the plan cannot take: their ids, each
    with the place that it is about. Written down, they would only be told each time. Raises as
    `read_corrections`."""
    known = corrections_at(target, plan)
    done = with_corrections(machine_plan(plan), known.with_more(tuple(made)).active)
    new = {one.id for one in made}
    return {
        one.id: one.where for one in done.corrections if one.id in new and one.state == "invalid"
    }


def add_corrections(target: Path, plan: Plan, made: Sequence[Correction]) -> Plan:
    """Write more corrections beside a plan, then the plan with all of them. `plan` is what stands
    in `target`, or what will. The caller is `alone_in` the folder. Returns the plan as written.
    Raises OutputError, BrokenCorrectionsError: then nothing was written, or the corrections alone,
    which the next run applies."""
    known = corrections_at(target, plan)
    return rewrite(target, plan, corrections=known.with_more(tuple(made)))


def rewrite(target: Path, plan: Plan, corrections: Corrections) -> Plan:
    """Write a plan with these corrections and no others, and the file of corrections before it."""
    machine = machine_plan(plan)
    whole = corrections.model_copy(update={"plan": name_of(machine)})
    done = with_corrections(machine, whole.active)
    write_corrections(corrections_path(target), whole)
    atomic_write(target, to_bytes(done))
    return done


def read_corrected(path: Path) -> Plan | None:
    """The plan in a file as people left it: with the corrections beside it, also where the file
    does not have them (that of a desk holds what the machine read). None for a file that is no
    JSON. Raises as `read_plan` and `read_corrections`."""
    plan = read_plan(path)
    held = read_corrections(corrections_path(path)) if plan is not None else None
    if plan is None or held is None:
        return plan
    if {one.id for one in held.active} == {one.id for one in plan.corrections}:
        return plan
    return with_corrections(machine_plan(plan), held.active)


def plans_beside(folder: Path) -> dict[str, Path]:
    """The plans in a folder, by the hash of their papers; files that are none are passed over."""
    found: dict[str, Path] = {}
    for path in sorted(folder.glob("*.json")):
        if is_corrections(path.name):
            continue
        try:
            plan = read_plan(path)
        except (BrokenPlanFileError, NotAPlanError, TooLargeError):
            continue  # somebody else's JSON
        if plan is not None:
            found.setdefault(plan.source.sha256, path)
    return found
