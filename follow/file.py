"""The file of what people filled, beside the workbook: read, written, not forgotten where it is
broken."""

from __future__ import annotations

from functools import partial
from pathlib import Path

from kehoach.corrections.file import kept_in
from kehoach.errors import BrokenFilledError
from kehoach.follow.model import Filled

SUFFIX = ".filled.json"
MAX_BYTES = 64 * 2**20
BOOK, MANIFEST = "follow.xlsx", "manifest.jsonl"
"""The workbook of a folder of results, and what tells of each paper of a batch."""


def filled_path(book: Path) -> Path:
    """Where that stands which people filled in a workbook.

    >>> str(filled_path(Path("out/follow.xlsx")))
    'out/follow.filled.json'
    """
    return book.with_name(f"{book.stem}{SUFFIX}")


def is_filled(name: str) -> bool:
    """Is it the name of such a file?"""
    return name.endswith(SUFFIX)


def filled_from(data: bytes, name: str) -> Filled:
    """What the bytes of such a file say. Raises BrokenFilledError, TooLargeError: a file that
    cannot be read is no reason to forget what people did."""
    return kept_in(data, Filled, most=MAX_BYTES, broken=partial(BrokenFilledError, path=name))


def filled_bytes(filled: Filled) -> bytes:
    """The file: UTF-8, indented, a line feed at the end."""
    return (filled.model_dump_json(indent=1) + "\n").encode("utf-8", "replace")
