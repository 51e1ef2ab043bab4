"""The papers that an assistant may ask for: those below one folder, each read in a process apart
and kept in memory as long as it does not change."""

from __future__ import annotations

import hashlib
import os
from collections import OrderedDict
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, TypeAlias

from kehoach.batch.isolated import page_isolated, read_isolated
from kehoach.batch.model import BatchOptions, Failure, Input, Job, PageOrder
from kehoach.batch.pictures import has_pictures, whole_page
from kehoach.batch.reach import reach
from kehoach.batch.records import program_version
from kehoach.corrections.naming import corrections_path, is_corrections
from kehoach.corrections.standing import read_corrected
from kehoach.emit.json import from_json, is_json
from kehoach.errors import KehoachError, NotAFileError, TooLargeError
from kehoach.follow.asking import due_among
from kehoach.follow.due import DueList, Wanted
from kehoach.follow.plans import filled_of, find_plans
from kehoach.ingest.safety import check_regular
from kehoach.schema.models import Plan

KEPT = 32
"""Plans in memory at once."""
DPI = 110.0
MOST_FILES = 5000
"""Files of one folder that are looked through."""


Sign: TypeAlias = tuple[int, int]
"""By which a file is known to be as it was."""


class OutsideError(KehoachError):
    vi = "“{path}” ở ngoài thư mục được phép đọc."
    en = "“{path}” is outside the folder that may be read."


class NoPictureError(KehoachError):
    vi = "Không vẽ được trang này: văn bản không có trang ấy, hoặc không phải PDF hay ảnh."
    en = "That page cannot be drawn: the paper has none such, or is neither PDF nor picture."


class UnreadPaperError(KehoachError):
    vi = "{why}"
    en = "{why}"


@dataclass(slots=True)
class Papers:
    """The papers below `folder`. `options`: how they are read."""

    folder: Path
    options: BatchOptions
    _room: TemporaryDirectory[str] = field(
        default_factory=partial(TemporaryDirectory, prefix="kehoach-")
    )
    _known: OrderedDict[tuple[str, Sign, Sign], Plan] = field(default_factory=OrderedDict)

    def plan(self, name: str) -> Plan:
        """The plan in a paper, or in the JSON of a plan. Raises OutsideError, NotAFileError, and
        what reading it raises."""
        path = self.inside(name)
        check_regular(path)
        key = (str(path), _sign_of(path), _sign_of(self.corrections(path)))
        if key not in self._known:
            self._known[key] = read_corrected(path) or self._read(path)
        self._known.move_to_end(key)
        while len(self._known) > KEPT:
            self._known.popitem(last=False)
        return self._known[key]

    def corrections(self, path: Path) -> Path:
        """Where the corrections of a plan stand, inside as the plan is. Raises OutsideError."""
        beside = corrections_path(path)
        return self.inside(self.shown(beside)) if os.path.lexists(beside) else beside

    def listed(self, name: str) -> list[dict[str, Any]]:
        """The papers, and plans as JSON, in a folder and below it, by their names. Raises
        OutsideError, NotAFileError, TooLargeError."""
        place = self.inside(name)
        found = sorted(path for path in place.rglob("*") if self._is_shown(path))
        if len(found) > MOST_FILES:
            raise TooLargeError(reason=f"> {MOST_FILES}")
        return [{"path": self.shown(one), "bytes": one.stat().st_size} for one in found]

    def _is_shown(self, path: Path) -> bool:
        """May an assistant ask for a file: one that stands inside, and is not for us alone?"""
        is_ours = is_corrections(path.name) or self._is_hidden(path)
        is_inside = Path(os.path.realpath(path)).is_relative_to(self.folder.resolve())
        return path.is_file() and is_inside and not is_ours

    def _is_hidden(self, path: Path) -> bool:
        """Has a path below the folder a name that begins with a dot?"""
        names = path.relative_to(self.folder.resolve()).parts
        return any(name.startswith(".") for name in names)

    def page(self, name: str, number: int) -> bytes:
        """A page of a paper as PNG. Raises OutsideError, NotAFileError, NoPictureError, and what
        reading or drawing raises."""
        path = self.inside(name)
        source = self.plan(name).source
        page = next((one for one in source.pages if one.number == number), None)
        if page is None or not has_pictures(source) or is_json(path):
            raise NoPictureError
        order = PageOrder(
            folder=str(self.folder),
            name=self.shown(path),
            media_type=source.media_type,
            page=whole_page(page),
            dpi=DPI,
        )
        walls = reach(str(self.folder), (self.shown(path),))
        return page_isolated(order, self.options.memory, walls=walls)

    def due(self, name: str, wanted: Wanted) -> DueList:
        """What is due in a plan as JSON, or in all plans of a folder, minding what people filled in
        the workbook beside them. Raises OutsideError, NotAFileError, TooLargeError, and what
        reading the workbook raises."""
        place = self.inside(name)
        if place.is_dir():
            self._check(place)
        found = find_plans([place])
        return due_among(found.tasks(), filled_of([place]), wanted=wanted)

    def _check(self, folder: Path) -> None:
        """Raise OutsideError where a link in a folder leads out of what may be read, TooLargeError
        where there is more than one question may cost."""
        files = [path for path in folder.rglob("*") if path.suffix in (".json", ".jsonl", ".xlsx")]
        if len(files) > MOST_FILES:
            raise TooLargeError(reason=f"> {MOST_FILES}")
        for path in files:
            if not Path(os.path.realpath(path)).is_relative_to(self.folder.resolve()):
                raise OutsideError(path=self.shown(path))

    def inside(self, name: str) -> Path:
        """A path below the folder, links followed, nothing hidden. Raises OutsideError,
        NotAFileError."""
        try:
            path = Path(os.path.realpath(self.folder / name))
            is_there = path.exists()
        except (OSError, ValueError) as error:  # too long, a NUL
            raise NotAFileError from error
        if not path.is_relative_to(self.folder.resolve()):
            raise OutsideError(path=name)
        if not is_there or self._is_hidden(path):
            raise NotAFileError
        return path

    def shown(self, path: Path) -> str:
        """A path as the assistant names it."""
        return path.relative_to(self.folder.resolve()).as_posix()

    def _read(self, path: Path) -> Plan:
        with path.open("rb") as file:
            sha256 = hashlib.file_digest(file, "sha256").hexdigest()
        walls = reach(
            str(self.folder),
            (self.shown(path),),
            out=self._room.name,
            cached=self.options.cached,
        )
        with TemporaryDirectory(prefix="kehoach-", dir=self._room.name) as out:
            outcome = read_isolated(
                Job(
                    folder=str(path.parent),
                    out=out,
                    source=Input(path.name),
                    sha256=sha256,
                    target="plan.json",
                    options=self.options,
                    program=program_version(),
                ),
                walls=walls,
            )
            if outcome.output is None:
                raise _unread(outcome.error)
            return from_json((Path(out) / outcome.output).read_bytes())


def _sign_of(path: Path) -> Sign:
    """What changes with a file; of none, nothing."""
    if not path.is_file():
        return 0, 0
    about = path.stat()
    return about.st_mtime_ns, about.st_size


def _unread(failure: Failure | None) -> KehoachError:
    if failure is None:
        return NotAFileError()
    return UnreadPaperError(why=failure.en, why_vi=failure.vi)
