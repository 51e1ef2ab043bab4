"""What stands on the disk where a plan is to be written: the plan before, the corrections beside it,
a workbook that somebody saved."""

from __future__ import annotations

import zipfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from kehoach.corrections.file import MAX_BYTES, corrections_bytes, corrections_path
from kehoach.corrections.settling import settled
from kehoach.errors import BrokenCorrectionsError, EditedPlanError
from kehoach.schema.models import Plan

_CORE = "docProps/core.xml"
_UNTOUCHED = b"2000-01-01T00:00:00Z"
"""When our workbooks say they were made and last saved; any program that saves one tells its own
day."""


@dataclass(frozen=True, slots=True)
class SettledFile:
    """A plan as it goes out, and the file of corrections where that is to be written anew."""

    plan: Plan
    file: tuple[Path, bytes] | None = None
    taken: int = 0


def settled_at(plan: Plan, targets: Sequence[Path]) -> SettledFile:
    """A plan with what people did to the files that it will replace. Raises as `settling.settled`,
    and EditedPlanError for a workbook that somebody saved."""
    for target in targets:
        if target.suffix.lower() == ".xlsx" and is_saved_by_hand(target):
            raise EditedPlanError(path=target.name)
    done = SettledFile(plan)
    for target in targets:
        beside = corrections_path(target)
        own = target.suffix.lower() == ".json"
        one = settled(
            plan,
            standing=_bytes(target) if own else None,
            beside=_bytes(beside),
            name=target.name,
        )
        if one.corrections is not None:
            return SettledFile(one.plan, (beside, corrections_bytes(one.corrections)), one.taken)
        if one.plan is not plan:
            done = SettledFile(one.plan)
    return done


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
        with zipfile.ZipFile(workbook) as archive:
            core = archive.read(_CORE)
    except (OSError, KeyError, zipfile.BadZipFile):
        return False
    return b"<dc:title>kehoach</dc:title>" in core and core.count(_UNTOUCHED) < 2
