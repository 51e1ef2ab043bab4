"""The papers below a folder: found in one order, whatever the file system's; hostile names and odd
files are safe.

Links to files are followed, links to folders are not (they may lead in a circle), pipes, devices
and sockets are never opened. Nothing is left out silently: what is no paper comes back with the
reason. Only the files of systems and office programs (names that begin with "." or "~$",
`Thumbs.db`, `desktop.ini`, `__MACOSX`) are passed over.
"""

from __future__ import annotations

import contextlib
import os
import stat
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path, PurePosixPath

from kehoach.batch.model import Input
from kehoach.batch.names import readable
from kehoach.batch.picture_folders import with_picture_folders
from kehoach.batch.store import is_url, local_path, reason_of, remote
from kehoach.emit.files import shown
from kehoach.errors import (
    LinkedFolderError,
    MixedFoldersError,
    NoFolderError,
    NoPlaceError,
    NotAFileError,
    PermissionDeniedError,
    UnreadableFileError,
)
from kehoach.ingest.parcels.model import Contained
from kehoach.ingest.parcels.names import is_system_file
from kehoach.ingest.parcels.unpack import unpack

PARCEL_SUFFIXES = (".zip", ".eml", ".msg", ".mht", ".mhtml", ".edxml", ".xml")
"""What parcels far away are named: nothing is fetched twice to find out."""
LINKED, ODD, CLOSED = LinkedFolderError, NotAFileError, PermissionDeniedError
"""Why something is no paper: a link to a folder; a pipe, device, socket or a link to nothing; a
folder that may not be opened."""


def find(folder: str, out: str, *, stamped: bool = False) -> list[Input]:
    """Every file below `folder`, sorted by name; `out`, when it lies there, is passed over.
    A folder of numbered pictures is one paper. `stamped`: files of this machine are known by size
    and time, too, and need not be compared.

    Raises NoFolderError, MixedFoldersError, MissingDependencyError, NoPlaceError.
    """
    found = (
        _remote(folder, out)
        if is_url(folder)
        else _local(local_path(folder), None if is_url(out) else out, stamped=stamped)
    )
    return sorted(with_picture_folders(found), key=lambda one: os.fsencode(one.name))


def _local(folder: Path, out: str | None, *, stamped: bool) -> Iterator[Input]:
    if not folder.is_dir():
        raise NoFolderError(path=shown(folder), reason=os.strerror(20 if folder.exists() else 2))
    own = None if out is None else Path(os.path.realpath(local_path(out)))
    root = Path(os.path.realpath(folder))
    if own is not None and (own == root or root.is_relative_to(own / "plans")):
        raise MixedFoldersError(path=shown(folder))
    pending = [""]
    while pending:
        below = pending.pop()
        try:
            entries = list(os.scandir(root / below))
        except OSError as error:
            if not below:  # the folder that was named: nobody else is told of it
                reason = error.strerror or type(error).__name__
                raise NoPlaceError(path=shown(folder), reason=reason) from error
            yield Input(below, refusal=CLOSED.__name__)
            continue
        for entry in entries:
            if entry.name.startswith((".", "~$")) or _is_of_system(entry.name):
                continue
            name = f"{below}/{entry.name}" if below else entry.name
            if not entry.is_dir(follow_symlinks=False):
                refusal = _refusal(entry)
                stamp = _stamp(entry) if stamped and refusal is None else ""
                yield Input(name, stamp=stamp, refusal=refusal)
            elif own is None or Path(entry.path) != own:
                pending.append(name)


def _stamp(entry: os.DirEntry[str]) -> str:
    """What changes with a file of this machine; "" for one that is just gone."""
    try:
        status = entry.stat()
    except OSError:
        return ""
    return f"{status.st_size}|{status.st_mtime_ns}|{status.st_ctime_ns}|{status.st_ino}"


def _is_of_system(name: str) -> bool:
    """Is it a file, or a folder, that belongs to a system?"""
    return is_system_file(name) or is_system_file(f"{name}/")


def _refusal(entry: os.DirEntry[str]) -> str | None:
    """Why an entry is no paper."""
    try:
        mode = entry.stat().st_mode
    except OSError:  # a link to nothing, or in a circle; gone since
        return ODD.__name__
    if stat.S_ISREG(mode):
        return None
    return (LINKED if stat.S_ISDIR(mode) else ODD).__name__


def _remote(folder: str, out: str) -> Iterator[Input]:
    system, root = remote(folder)
    own = remote(out)[1] if is_url(out) and out.split("://")[0] == folder.split("://")[0] else None
    if own is not None and (own == root or f"{root}/".startswith(f"{own}/plans/")):
        raise MixedFoldersError(path=folder)
    try:
        listed = system.find(root, detail=True)
    except Exception as error:  # fsspec's systems raise what their libraries raise
        raise NoFolderError(path=folder, reason=reason_of(error)) from error
    if not listed and not system.exists(root):
        raise NoFolderError(path=folder, reason=os.strerror(2))
    for path, facts in listed.items():
        name = str(path).removeprefix(root).lstrip("/")
        hidden = any(part.startswith((".", "~$")) for part in name.split("/"))
        hidden = hidden or is_system_file(name)
        if (
            not name
            or hidden
            or facts.get("type") != "file"
            or (own and f"{path}".startswith(f"{own}/"))
        ):
            continue
        marks = [
            facts.get(key) for key in ("ETag", "etag", "md5Hash", "mtime", "LastModified", "size")
        ]
        yield Input(name, stamp="|".join(str(mark) for mark in marks if mark is not None))


@contextlib.contextmanager
def fetched(folder: str, name: str) -> Iterator[Path]:
    """The input as a file of this machine: itself, or a copy that goes away. Raises as
    `fetched_paper`."""
    with fetched_paper(folder, name) as found:
        yield found if isinstance(found, Path) else found.path


@contextlib.contextmanager
def fetched_parts(folder: str, parts: Sequence[str]) -> Iterator[list[Path]]:
    """The files of one input as files of this machine, under their own names. Raises
    UnreadableFileError."""
    if not is_url(folder):
        yield [local_path(folder) / part for part in parts]
        return
    with (
        contextlib.ExitStack() as stack,
        tempfile.TemporaryDirectory(prefix="kehoach-", ignore_cleanup_errors=True) as room,
    ):
        paths: list[Path] = []
        for part in parts:
            copy = stack.enter_context(_fetched_file(folder, part))
            paths.append(copy.rename(Path(room) / readable(last_part(part))))
        yield paths


@contextlib.contextmanager
def fetched_paper(folder: str, name: str) -> Iterator[Path | Contained]:
    """The input as a file of this machine, or as the paper of a parcel that it is. Raises
    UnreadableFileError, NotAFileError, and what opening the parcel raises."""
    parcel = _parcel_of(folder, name)
    if not parcel:
        with _fetched_file(folder, name) as path:
            yield path
        return
    own, inner = last_part(parcel), name[len(parcel) + 1 :]
    with (
        _fetched_file(folder, parcel) as path,
        tempfile.TemporaryDirectory(prefix="kehoach-", ignore_cleanup_errors=True) as room,
    ):
        held = unpack(path, Path(room), name=own, only=inner)
        found = next((one for one in held if one.name == f"{own}/{inner}"), None)
        if found is None:
            raise NotAFileError
        yield found


def _parcel_of(folder: str, name: str) -> str:
    """The parcel that an input came in, "" for one that is a file by itself."""
    parts = name.split("/")
    for count in range(1, len(parts)):
        above = "/".join(parts[:count])
        if is_url(folder):
            if above.lower().endswith(PARCEL_SUFFIXES):
                return above
        elif (local_path(folder) / above).is_file():
            return above
    return ""


@contextlib.contextmanager
def _fetched_file(folder: str, name: str) -> Iterator[Path]:
    if not is_url(folder):
        yield local_path(folder) / name
        return
    system, root = remote(folder)
    with tempfile.TemporaryDirectory(prefix="kehoach-", ignore_cleanup_errors=True) as own:
        path = Path(own) / "paper"
        try:
            system.get_file(f"{root}/{name}", str(path))
        except Exception as error:  # fsspec's systems raise what their libraries raise
            raise UnreadableFileError(reason=reason_of(error)) from error
        yield path


def last_part(name: str) -> str:
    """The file's own name, as a plan tells it.

    >>> last_part("xã/kh.pdf")
    'kh.pdf'
    """
    return PurePosixPath(name).name or name
