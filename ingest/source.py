"""What a reader is given: a file, with what is known of it before it is read."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TypeAlias

from kehoach.errors import ChangedFileError, KehoachError
from kehoach.ingest.options import ReadOptions
from kehoach.ingest.safety import DEFAULT_LIMITS, Limits, check_regular, sha256_of, unreadable

Stamp: TypeAlias = tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Source:
    """A file to be read: its path, its media type (told from its content, by `ingest.sniff`), the
    SHA-256 of its bytes (64 hexadecimal digits), and how much it may ask for; `stamp`: what the
    system told of it before it was looked at (`stamp_of`)."""

    path: Path
    media_type: str
    sha256: str
    limits: Limits = DEFAULT_LIMITS
    stamp: Stamp = ()

    def read_bytes(self) -> bytes:
        """The whole file, within `limits`.

        Raises NotAFileError, TooLargeError, PermissionDeniedError, UnreadableFileError.
        """
        size = check_regular(self.path, self.limits)
        try:
            with self.path.open("rb") as file:
                return file.read(size)  # asked for more, Python would set aside room for all of it
        except OSError as error:
            raise unreadable(error) from error

    def most_pages(self, options: ReadOptions) -> int:
        """With more pages than this the file is not read."""
        return min(self.limits.max_pages, options.max_pages)


def source_of(path: Path, media_type: str, limits: Limits) -> Source:
    """A file, with its hash. Raises NotAFileError, TooLargeError, PermissionDeniedError,
    UnreadableFileError."""
    stamp = stamp_of(path)
    return Source(path, media_type, sha256=sha256_of(path), limits=limits, stamp=stamp)


def stamp_of(path: Path) -> Stamp:
    """What changes with a file: number, size, time; () where there is none."""
    try:
        status = path.stat()
    except (OSError, ValueError):
        return ()
    return (status.st_dev, status.st_ino, status.st_size, status.st_mtime_ns)


@contextlib.contextmanager
def unchanged(sources: Sequence[Source]) -> Iterator[None]:
    """What the block reads must be what was hashed: half of an old paper and half of a new one are
    none. Raises ChangedFileError where a file is another one afterwards, also in place of what
    reading such a file raises."""
    try:
        yield
    except KehoachError as error:
        if any(map(_is_another, sources)):
            raise ChangedFileError from error
        raise
    if any(map(_is_another, sources)):
        raise ChangedFileError


def _is_another(source: Source) -> bool:
    """Has the file changed since it was looked at? One that was only touched, or is gone, has
    not."""
    stamp = stamp_of(source.path)
    return stamp not in ((), source.stamp) and sha256_of(source.path) != source.sha256
