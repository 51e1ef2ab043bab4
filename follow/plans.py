"""The plans that somebody follows: files of JSON, folders of them, and what batches wrote, of which
only the papers that count are taken; with what people filled in the workbooks beside them."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from os.path import realpath
from pathlib import Path
from typing import Any

from kehoach.corrections.naming import is_corrections
from kehoach.corrections.standing import read_corrected
from kehoach.emit.origin import Origin
from kehoach.errors import (
    BrokenCorrectionsError,
    BrokenManifestError,
    BrokenPlanFileError,
    KehoachError,
    NotAFileError,
    NotAPlanError,
    TooLargeError,
)
from kehoach.follow.building import Standing, taken
from kehoach.follow.file import BOOK, MANIFEST, filled_path, is_filled
from kehoach.follow.model import Filled, FilledRow
from kehoach.follow.tasks import Followed, followed
from kehoach.schema.models import Plan
from kehoach.schema.twins import fingerprint, sorted_into_plans


@dataclass(slots=True)
class Found:
    """The plans that were found and count, each with what its paper is called; `paths`: their
    files; `failed`: what could not be read, with the reason; `twins`: files with a plan that is
    counted already, with the file that counts."""

    plans: list[tuple[Origin, Plan]] = field(default_factory=list)
    paths: list[Path] = field(default_factory=list)
    failed: list[tuple[Path, KehoachError]] = field(default_factory=list)
    twins: dict[Path, Path] = field(default_factory=dict)

    def tasks(self) -> list[Followed]:
        """All that is to be followed in them."""
        return [task for origin, plan in self.plans for task in followed(plan, origin)]


def find_plans(places: Iterable[Path]) -> Found:
    """The plans in files and folders: each file once, and each plan once, whatever forms it came
    in. One that cannot be read does not cost the others."""
    found = Found()
    seen: set[str] = set()
    for place in places:
        for path, name in _files(place):
            real = realpath(path)  # links in a ring are none to it
            if real in seen:
                continue
            seen.add(real)
            _read(path, name, found=found, is_asked_for=path == place)
    _leave_twins_out(found)
    return found


def _leave_twins_out(found: Found) -> None:
    """Of one plan in several files that counts which people corrected, or which came first; of its
    forms (Word, scan) that which `schema.twins` names."""
    plans = {path: plan for path, (_, plan) in zip(found.paths, found.plans, strict=True)}
    leading: dict[tuple[str, str | None], Path] = {}
    for path in sorted(found.paths, key=lambda one: not plans[one].corrections):
        first = leading.setdefault((plans[path].source.sha256, plans[path].id), path)
        if first != path:
            found.twins[path] = first
    prints = {path: fingerprint(plans[path]) for path in leading.values()}
    known = {str(path): one for path, one in prints.items() if one is not None}
    for name, twin in sorted_into_plans(known).twins.items():
        found.twins[Path(name)] = Path(twin.of)
    kept = [place for place, path in enumerate(found.paths) if path not in found.twins]
    found.plans = [found.plans[place] for place in kept]
    found.paths = [found.paths[place] for place in kept]


def _files(place: Path) -> Iterator[tuple[Path, str]]:
    """The files of plans at a place, each with the name of its paper ("": the plan tells it)."""
    if (place / MANIFEST).is_file():
        yield from _of_batch(place)
    elif place.is_dir():
        for path in sorted(place.rglob("*.json")):
            if not is_of_ours(path.name):
                yield path, ""
    elif not is_of_ours(place.name):
        yield place, ""


def is_of_ours(name: str) -> bool:
    """Is it a file that we write beside plans, as `*.json` finds it?"""
    return is_corrections(name) or is_filled(name)


def manifest_lines(manifest: Path) -> Iterator[dict[str, Any]]:
    """What the manifest of a batch tells of each paper. Raises BrokenManifestError."""
    for number, line in enumerate(manifest.read_bytes().splitlines(), 1):
        try:
            told = json.loads(line)
        except ValueError as error:
            raise BrokenManifestError(path=str(manifest), line=number) from error
        if not isinstance(told, dict) or not isinstance(told.get("input"), str):
            raise BrokenManifestError(path=str(manifest), line=number)
        yield told


def _of_batch(folder: Path) -> Iterator[tuple[Path, str]]:
    """The plans of a batch that count: not those that are there twice, or in another form."""
    for told in manifest_lines(folder / MANIFEST):
        counts = not told.get("duplicate_of") and not told.get("same_plan_as")
        if told.get("output") and counts:
            yield folder / told["output"], told["input"]


def _read(path: Path, name: str, found: Found, *, is_asked_for: bool) -> None:
    try:
        if not path.is_file():
            raise NotAFileError
        plan = read_corrected(path)
        if plan is None:
            raise NotAPlanError(where="/")
    except (
        NotAPlanError,
        BrokenPlanFileError,
        NotAFileError,
        TooLargeError,
        BrokenCorrectionsError,
    ) as error:
        if is_asked_for or not isinstance(error, NotAPlanError):  # else somebody else's JSON
            found.failed.append((path, error))
        return
    found.plans.append((Origin(name or plan.source.name), plan))
    found.paths.append(path)


def filled_of(places: Iterable[Path], books: Iterable[Path] = ()) -> Filled:
    """What people filled in the workbooks of some folders, and in others that are named. Raises
    BrokenFilledError, TooLargeError."""
    wanted = [place / BOOK for place in places if place.is_dir()] + list(books)
    rows: list[FilledRow] = []
    known: dict[str, str] = {}
    for book in dict.fromkeys(wanted):
        filled = taken(standing_at(book)).filled
        rows += filled.rows
        known |= filled.known
    return Filled(rows=tuple(rows), known=known)


def standing_at(book: Path) -> Standing:
    """The workbook and the file beside it, as far as they are there."""
    beside = filled_path(book)
    return Standing(_bytes(book), _bytes(beside), name=beside.name)


def _bytes(path: Path) -> bytes | None:
    return path.read_bytes() if path.is_file() else None
