"""Where results go: a folder of this machine, or any place that fsspec reaches
(`s3://bucket/folder`).

One door for both, so that nothing else need know. A file appears whole or not at all: on a file
system by a temporary file, fsync and rename; in an object store a put is whole by itself.
"""

from __future__ import annotations

import contextlib
import os
import re
import secrets
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Protocol
from urllib.parse import unquote, urlsplit

from kehoach.emit.files import refuse_link_out, shown
from kehoach.errors import MissingDependencyError, NoPlaceError, OutputError

STATE = ".kehoach"
UNFINISHED = f"{STATE}/unfinished"
"""The folder, inside the output folder, of what the program itself needs to go on later."""
CLUSTER = "pip install 'kehoach[cluster]'"
"""What installs the packages that a cluster needs (also: `make setup`, which installs all)."""
_URL = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*://")


class Store(Protocol):
    """A folder to write results to. Names are relative, "/" between folders. All raise
    OutputError."""

    def read(self, name: str) -> bytes | None:
        """The bytes of a file, None when there is none."""

    def write(self, name: str, data: bytes, durable: bool = True) -> None:
        """A file, whole or not at all; `durable`: also after a power cut."""

    def adopt(self, path: Path, name: str) -> None:
        """A finished file of this machine becomes `name`; it is moved or copied."""

    def remove(self, name: str) -> None:
        """A file goes, if it is there."""

    def names(self, folder: str) -> Iterator[str]:
        """The names of all files below a folder, in no order."""


def is_url(place: str) -> bool:
    """Whether a place is for fsspec: `s3://...`, but not `file://...` nor a path.

    >>> [is_url(place) for place in ("s3://b/x", "file:///tmp/x", "a/b", "C:/x")]
    [True, False, False, False]
    """
    return bool(_URL.match(place)) and not place.lower().startswith("file://")


def local_path(place: str) -> Path:
    """The path of a folder of this machine, given as a path or as a `file://` URL.

    >>> str(local_path("file:///tmp/k%E1%BA%BF")), str(local_path("a/b"))
    ('/tmp/kế', 'a/b')
    """
    if place.lower().startswith("file://"):
        return Path(unquote(urlsplit(place).path))
    return Path(place)


def open_store(place: str) -> Store:
    """The store at a path or URL. Raises MissingDependencyError, NoPlaceError."""
    return RemoteStore(place) if is_url(place) else LocalStore(local_path(place))


def remote(place: str) -> tuple[Any, str]:
    """fsspec's file system for a URL and the path in it. Raises MissingDependencyError,
    NoPlaceError."""
    try:
        import fsspec
    except ModuleNotFoundError as error:
        raise MissingDependencyError(program="fsspec", command=CLUSTER) from error
    try:
        system, path = fsspec.url_to_fs(place, use_listings_cache=False)
    except ImportError as error:  # fsspec knows the scheme, its package is not there
        raise MissingDependencyError(program=place.split("://")[0], command=CLUSTER) from error
    except (ValueError, OSError) as error:
        raise NoPlaceError(path=place, reason=str(error)) from error
    return system, str(path).rstrip("/")


class LocalStore:
    """A folder of this machine. Temporary files lie in its state folder, so that a kill leaves no
    litter elsewhere."""

    def __init__(self, root: Path) -> None:
        self.root = root

    def read(self, name: str) -> bytes | None:
        try:
            return (self.root / name).read_bytes()
        except (FileNotFoundError, NotADirectoryError):
            return None
        except OSError as error:
            raise self._failed(name, error) from error

    def write(self, name: str, data: bytes, durable: bool = True) -> None:
        self.check(name)
        try:
            with self._temporary() as temporary:
                with temporary.open("xb") as file:
                    file.write(data)
                    file.flush()
                    if durable:
                        os.fsync(file.fileno())
                self._rename(temporary, name)
        except OSError as error:
            raise self._failed(name, error) from error

    def adopt(self, path: Path, name: str) -> None:
        self.check(name)
        try:
            with self._temporary() as temporary:
                if path.stat().st_dev == self.root.stat().st_dev:
                    path.replace(temporary)
                else:
                    shutil.copyfile(path, temporary)
                with temporary.open("rb+") as file:
                    os.fsync(file.fileno())
                self._rename(temporary, name)
        except OSError as error:
            raise self._failed(name, error) from error

    def remove(self, name: str) -> None:
        self.check(name)
        try:
            (self.root / name).unlink(missing_ok=True)
        except NotADirectoryError:
            return
        except OSError as error:
            raise self._failed(name, error) from error

    def names(self, folder: str) -> Iterator[str]:
        for below, _, files in os.walk(self.root / folder):
            for file in files:
                yield Path(below, file).relative_to(self.root).as_posix()

    def check(self, name: str) -> None:
        """Raise LinkOutError where a folder on the way to a file is a link that leads out. (A file
        that is a link is replaced, and what it leads to stays.)"""
        refuse_link_out((self.root / name).parent, self.root)

    @contextlib.contextmanager
    def _temporary(self) -> Iterator[Path]:
        folder = self.root / UNFINISHED
        if not folder.is_dir():
            folder.mkdir(parents=True, exist_ok=True)
        path = folder / secrets.token_hex(8)
        try:
            yield path
        finally:
            path.unlink(missing_ok=True)

    def _rename(self, temporary: Path, name: str) -> None:
        target = self.root / name
        try:
            temporary.replace(target)
        except FileNotFoundError:
            target.parent.mkdir(parents=True, exist_ok=True)
            temporary.replace(target)

    def _failed(self, name: str, error: OSError) -> OutputError:
        return OutputError(
            path=shown(self.root / name), reason=error.strerror or type(error).__name__
        )


class RemoteStore:
    """A place that fsspec reaches."""

    def __init__(self, url: str) -> None:
        self._url = url.rstrip("/")
        self._system, self._root = remote(url)

    def read(self, name: str) -> bytes | None:
        with self._told(name):
            try:
                return bytes(self._system.cat_file(f"{self._root}/{name}"))
            except FileNotFoundError:
                return None

    def write(self, name: str, data: bytes, durable: bool = True) -> None:
        with self._told(name):
            self._system.pipe_file(f"{self._root}/{name}", data)

    def adopt(self, path: Path, name: str) -> None:
        with self._told(name):
            self._system.put_file(str(path), f"{self._root}/{name}")

    def remove(self, name: str) -> None:
        with self._told(name), contextlib.suppress(FileNotFoundError):
            self._system.rm_file(f"{self._root}/{name}")

    def names(self, folder: str) -> Iterator[str]:
        with self._told(folder):
            for name in self._system.find(f"{self._root}/{folder}"):
                yield str(name).removeprefix(f"{self._root}/")

    @contextlib.contextmanager
    def _told(self, name: str) -> Iterator[None]:
        try:
            yield
        except Exception as error:  # fsspec's systems raise what their libraries raise
            raise OutputError(path=f"{self._url}/{name}", reason=reason_of(error)) from error


def scratch_folder(store: Store) -> Path | None:
    """Where files grow: beside where they will stand, so that they need only be renamed; None for
    the system's own place."""
    if not isinstance(store, LocalStore):
        return None
    folder = store.root / UNFINISHED
    with contextlib.suppress(OSError):
        folder.mkdir(parents=True, exist_ok=True)
    return folder


def reason_of(error: Exception) -> str:
    """One line about a failure of a library."""
    return " ".join(str(error).split())[:200] or type(error).__name__
