"""The file `-`: what another program hands over, kept as a file while it is read. Nothing heavy is
imported at start."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import BinaryIO

from kehoach.batch.interrupt import obeyed_at_once
from kehoach.errors import ClosedInputError, OutputError

DASH = Path("-")
NAME = "stdin"
_FOLDER = "kehoach-stdin-"
_PIECE = 1 << 20


@contextmanager
def with_standard_input(files: Sequence[Path]) -> Iterator[list[Path]]:
    """The files, `-` among them replaced by a file of its bytes that is gone afterwards. Plans
    and outputs call it "stdin" (the bytes have no other name), sentences what the user wrote, "-".

    Raises ClosedInputError when there is none, UnreadableFileError, OutputError (no room to keep
    it), TooLargeError when more comes than a paper may have.
    """
    if DASH not in files:
        yield list(files)
        return
    with TemporaryDirectory(prefix=_FOLDER) as folder:
        kept = Path(folder) / NAME
        _keep(kept)
        yield [kept if path == DASH else path for path in files]


def as_given(path: Path) -> Path:
    """A file by the name that the user knows: "-" where it is kept from standard input, and what is
    in a parcel that came there by its name in it.

    >>> [str(as_given(Path(name))) for name in ("a/b.pdf", "stdin")]
    ['a/b.pdf', 'stdin']
    """
    folder = next((one for one in path.parents if one.name.startswith(_FOLDER)), None)
    if folder is None:
        return path
    inside = path.relative_to(folder)
    return DASH if inside == Path(NAME) else inside


def standard_input() -> BinaryIO:
    """Standard input as bytes. Raises ClosedInputError when whoever started us has closed it."""
    if sys.stdin is None:
        raise ClosedInputError
    return sys.stdin.buffer


def _keep(target: Path) -> None:
    from kehoach.ingest.safety import check_size

    size = 0
    stream = standard_input()
    try:
        with target.open("wb") as file:
            while piece := _read(stream):
                size += len(piece)
                check_size(size)
                file.write(piece)
    except OSError as error:
        raise OutputError(path=NAME, reason=error.strerror or type(error).__name__) from error


def _read(stream: BinaryIO) -> bytes:
    from kehoach.ingest.safety import unreadable

    try:
        with obeyed_at_once():
            return stream.read(_PIECE)
    except OSError as error:  # a folder, a terminal that has gone
        raise unreadable(error) from error
