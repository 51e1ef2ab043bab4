"""The papers below a folder: found in one order, whatever the file system's; hostile names and odd
files are safe.

Links to files are followed, links to folders are not (they may lead in a circle), pipes, devices
and sockets are never opened. Nothing is left out silently: what is no paper comes back with the
reason. Only names that begin with "." or "~$" (the system's and the word processor's own files) are
passed over.
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
    NotAFileError,
    PermissionDeniedError,
    UnreadableFileError,
)

LINKED, ODD, CLOSED = LinkedFolderError, NotAFileError, PermissionDeniedError
"""Why something is no paper: a link to a folder; a pipe, device, socket or a link to nothing; a
folder that may not be opened."""


def find(folder: str, out: str) -> list[Input]:
    """Every file below `folder`, sorted by name; `out`, when it lies there, is passed over. A
    folder of numbered pictures is one paper.

    Raises NoFolderError, MixedFoldersError, MissingDependencyError, NoPlaceError.
    """
    found = (
        _remote(folder, out)
        if is_url(folder)
        else _local(local_path(folder), None if is_url(out) else out)
    )
    return sorted(with_picture_folders(found), key=lambda one: os.fsencode(one.name))


def _local(folder: Path, out: str | None) -> Iterator[Input]:
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
        except OSError:
            yield Input(below, refusal=CLOSED.__name__)
            continue
        for entry in entries:
            if entry.name.startswith((".", "~$")):
                continue
            name = f"{below}/{entry.name}" if below else entry.name
            if not entry.is_dir(follow_symlinks=False):
                yield Input(name, refusal=_refusal(entry))
            elif own is None or Path(entry.path) != own:
                pending.append(name)


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
def fetched(folder: str, name: str, parts: Sequence[str] = ()) -> Iterator[list[Path]]:
    """The input as a file of this machine, or as those of its `parts`: themselves, or copies that
    go away. Raises UnreadableFileError."""
    if not is_url(folder):
        yield [local_path(folder) / one for one in parts or (name,)]
        return
    system, root = remote(folder)
    with tempfile.TemporaryDirectory(prefix="kehoach-", ignore_cleanup_errors=True) as own:
        paths: list[Path] = []
        for one in parts or (name,):
            # The name of a page's file is told in the plan; that of a paper is known otherwise.
            path = Path(own) / (readable(last_part(one)) if parts else "paper")
            try:
                system.get_file(f"{root}/{one}", str(path))
            except Exception as error:  # fsspec's systems raise what their libraries raise
                raise UnreadableFileError(reason=reason_of(error)) from error
            paths.append(path)
        yield paths


def last_part(name: str) -> str:
    """The file's own name, as a plan tells it.

    >>> last_part("xã/kh.pdf")
    'kh.pdf'
    """
    return PurePosixPath(name).name or name
