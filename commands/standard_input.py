"""The file `-`: what another program hands over, kept as a file while it is read. Nothing heavy is
imported at start."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

DASH = Path("-")
NAME = "stdin"
_PIECE = 1 << 20


@contextmanager
def with_standard_input(files: Sequence[Path]) -> Iterator[list[Path]]:
    """The files, `-` among them replaced by a file of its bytes that is gone afterwards. It is told
    as "stdin": the bytes have no other name.

    Raises TooLargeError when more comes than a paper may have.
    """
    if DASH not in files:
        yield list(files)
        return
    with TemporaryDirectory(prefix="kehoach-") as folder:
        kept = Path(folder) / NAME
        _keep(kept)
        yield [kept if path == DASH else path for path in files]


def _keep(target: Path) -> None:
    from kehoach.ingest.safety import check_size

    size = 0
    with target.open("wb") as file:
        while piece := sys.stdin.buffer.read(_PIECE):
            size += len(piece)
            check_size(size)
            file.write(piece)
