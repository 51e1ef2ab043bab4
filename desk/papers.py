"""The files of a desk: papers under the hash of their bytes, what the machine read in them, what
people corrected, pictures of pages.

    STORE/desk.sqlite                     papers and jobs
    STORE/papers/ID/0001.pdf              a file of a paper (several: pictures of its pages)
    STORE/plans/ID.json                   the plan as the machine read it
    STORE/plans/ID.corrections.json       what people corrected in it
    STORE/pages/ID/3.png                  a page, drawn when it was asked for
    STORE/reading/JOB/                    what a job has not finished
    STORE/coming/                         uploads that are not whole

Every path is made of hashes and numbers: nothing that was sent names a file.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
import re
import secrets
import shutil
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from kehoach.batch.isolation.sandbox.walls import Walls
from kehoach.corrections.naming import corrections_path
from kehoach.desk.failures import BusyStoreError, NoSuchThingError
from kehoach.emit.files import shown
from kehoach.emit.locks import lock_file, share_file
from kehoach.errors import NoFolderError, OutputError
from kehoach.ingest.options import default_cache

_ID = re.compile(r"[0-9a-f]{64}")
_SUFFIX = re.compile(r"\.[A-Za-z0-9]{1,8}")
_CHUNK = 1 << 20
MAX_NAME = 180
"""Letters of a name that is kept."""


@dataclass(frozen=True, slots=True)
class Received:
    """A file that has come whole: its name as sent, where it lies, its hash and size."""

    name: str
    path: Path
    sha256: str
    size: int


class Folders:
    """The folder of a desk; one program at a time has it, or those that share a database
    (`is_shared`). `is_alone`: no other had it when this one came. Raises NoFolderError,
    BusyStoreError."""

    def __init__(self, root: Path, *, is_shared: bool = False) -> None:
        self.root = root
        try:
            for name in ("papers", "plans", "pages", "reading", "coming"):
                (root / name).mkdir(parents=True, exist_ok=True, mode=0o700)
            self._lock = (root / "desk.lock").open("w")
        except OSError as error:
            raise NoFolderError(path=shown(root), reason=error.strerror or "?") from error
        try:
            self.is_alone = self._enter(is_shared)
        except OSError as error:
            self._lock.close()
            raise BusyStoreError(path=shown(root)) from error

    def _enter(self, is_shared: bool) -> bool:
        """Lock the folder; whoever is alone in it clears away what a kill has left. Raises
        OSError."""
        try:
            lock_file(self._lock.fileno())
        except OSError:
            if not is_shared:
                raise
            share_file(self._lock.fileno())
            return False
        for name in ("reading", "coming"):
            for leftover in (self.root / name).iterdir():
                _drop(leftover)
        return True

    def share(self) -> None:
        """Others may come in, too. Raises BusyStoreError: this machine has no such locks."""
        try:
            share_file(self._lock.fileno())
        except OSError as error:
            raise BusyStoreError(path=shown(self.root)) from error

    def close(self) -> None:
        """Another program may have it."""
        self._lock.close()

    def paper(self, id: str) -> Path:
        """The folder of a paper's files. Raises NoSuchThingError for what is no id."""
        return self.root / "papers" / checked(id)

    @property
    def plans(self) -> Path:
        """Where all plans lie."""
        return self.root / "plans"

    def plan(self, id: str) -> Path:
        """The plan as the machine read it. Raises as `paper`."""
        return self.plans / f"{checked(id)}.json"

    def corrections(self, id: str) -> Path:
        """What people corrected. Raises as `paper`."""
        return corrections_path(self.plan(id))

    def page(self, id: str, number: int) -> Path:
        """The picture of a page. Raises as `paper`."""
        return self.root / "pages" / checked(id) / f"{number}.png"

    def reach(self) -> Walls:
        """What whoever reads papers, opens parcels or draws pages for the desk may touch: neither
        plans, corrections, nor the database."""
        root = Path(os.path.realpath(self.root))
        rooms = tuple(str(root / name) for name in ("reading", "coming"))
        cache = str(Path(os.path.realpath(default_cache())))
        return Walls(reads=(str(root / "papers"),), writes=(*rooms, cache))

    def reading(self, job: int) -> Path:
        """What a job writes to as long as it runs."""
        return self.root / "reading" / str(job)

    def file_names(self, id: str) -> list[str]:
        """The files of a paper in order, below the store."""
        return sorted(f"papers/{id}/{path.name}" for path in self.paper(id).iterdir())

    @contextlib.contextmanager
    def room(self) -> Iterator[Path]:
        """A folder that is gone afterwards."""
        folder = self.root / "coming" / secrets.token_hex(8)
        folder.mkdir(mode=0o700)
        try:
            yield folder
        finally:
            _drop(folder)

    def receive(self, name: str, file: IO[bytes]) -> Received:
        """Keep a file that is being sent, under no name of its own. Raises OutputError."""
        path = self.root / "coming" / secrets.token_hex(8)
        digest, size = hashlib.sha256(), 0
        try:
            with path.open("xb") as kept:
                while chunk := file.read(_CHUNK):
                    digest.update(chunk)
                    size += len(chunk)
                    kept.write(chunk)
                kept.flush()
                os.fsync(kept.fileno())
        except OSError as error:
            path.unlink(missing_ok=True)
            raise OutputError(path=path.name, reason=error.strerror or "?") from error
        return Received(plain_name(name), path, sha256=digest.hexdigest(), size=size)

    def keep(self, id: str, received: Sequence[Received]) -> None:
        """Files that have come become those of a paper: all, or none. Raises OutputError."""
        target = self.paper(id)
        if target.is_dir():
            return
        folder = self.root / "coming" / secrets.token_hex(8)
        try:
            folder.mkdir(mode=0o700)
            for number, one in enumerate(received, 1):
                os.link(one.path, folder / f"{number:04}{suffix_of(one.name)}")
            with contextlib.suppress(OSError):  # the other was first; else the next line tells
                folder.rename(target)
            for place in (target, target.parent):
                _sync(place)
        except OSError as error:
            raise OutputError(path=id, reason=error.strerror or "?") from error
        finally:
            _drop(folder)

    def remove(self, id: str, *, corrections: bool) -> None:
        """The files of a paper go; what people corrected only where that is said."""
        _drop(self.paper(id))
        _drop(self.root / "pages" / id)
        self.plan(id).unlink(missing_ok=True)
        if corrections:
            self.corrections(id).unlink(missing_ok=True)


def checked(id: str) -> str:
    """The id of a paper, which may be part of a path. Raises NoSuchThingError for anything else."""
    if not _ID.fullmatch(id):
        raise NoSuchThingError(what="văn bản", thing="paper")
    return id


def id_of(received: Sequence[Received]) -> str:
    """What a paper is known by: the hash of its bytes; of several files, of their hashes in
    order."""
    if len(received) == 1:
        return received[0].sha256
    return hashlib.sha256("\n".join(one.sha256 for one in received).encode()).hexdigest()


def plain_name(name: str) -> str:
    r"""What people see a file called: its own name alone, without letters that command a terminal.

    >>> plain_name("..\\..\\C:/kế hoạch.pdf"), plain_name("\x1b[2J/"), plain_name("a\u202etxt.exe")
    ('kế hoạch.pdf', 'van-ban', 'atxt.exe')
    """
    own = re.split(r"[/\\]", name)[-1]
    printable = "".join(letter for letter in own if letter.isprintable()).strip()
    return printable[-MAX_NAME:] or "van-ban"


def suffix_of(name: str) -> str:
    """The suffix of a name, as far as it is one: "" for anything odd."""
    suffix = Path(name).suffix
    return suffix.lower() if _SUFFIX.fullmatch(suffix) else ""


def _drop(path: Path) -> None:
    if path.is_dir():
        shutil.rmtree(path, ignore_errors=True)
    else:
        path.unlink(missing_ok=True)


def _sync(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
