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


@dataclass(slots=True)
class Found:
    """The plans that were found, each with what its paper is called; `paths`: their files;
    `failed`: what could not be read, with the reason."""

    plans: list[tuple[Origin, Plan]] = field(default_factory=list)
    paths: list[Path] = field(default_factory=list)
    failed: list[tuple[Path, KehoachError]] = field(default_factory=list)

    def tasks(self) -> list[Followed]:
        """All that is to be followed in them."""
        return [task for origin, plan in self.plans for task in followed(plan, origin)]


def find_plans(places: Iterable[Path]) -> Found:
    """The plans in files and folders, each file once. One that cannot be read does not cost the
    others."""
    found = Found()
    seen: set[str] = set()
    for place in places:
        for path, name in _files(place):
            real = realpath(path)  # links in a ring are none to it
            if real in seen:
                continue
            seen.add(real)
            _read(path, name, found=found, is_asked_for=path == place)
    return found


def _files(place: Path) -> Iterator[tuple[Path, str]]:
    """The files of plans at a place, each with the name of its paper ("": the plan tells it)."""
    if (place / MANIFEST).is_file():
        yield from _of_batch(place)
    elif place.is_dir():
        for path in sorted(place.rglob("*.json")):
            if not (is_corrections(path.name) or is_filled(path.name)):
                yield path, ""
    else:
        yield place, ""


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
