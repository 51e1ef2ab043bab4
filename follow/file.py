"""The file of what people filled, beside the workbook: read, written, not forgotten where it is
broken."""

from __future__ import annotations

from pathlib import Path

from pydantic import ValidationError

from kehoach.errors import BrokenFilledError, TooLargeError
from kehoach.follow.model import Filled

SUFFIX = ".filled.json"
MAX_BYTES = 64 * 2**20
BOOK = "follow.xlsx"
"""The workbook of a folder of results."""


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
    if len(data) > MAX_BYTES:
        raise TooLargeError(reason=f"{MAX_BYTES // 2**20} MiB")
    try:
        return Filled.model_validate_json(data)
    except ValidationError as error:
        first = error.errors(include_url=False, include_input=False)[0]
        place = "/" + "/".join(map(str, first["loc"]))
        raise BrokenFilledError(path=name, reason=f"{place} ({first['type']})") from error


def filled_bytes(filled: Filled) -> bytes:
    """The file: UTF-8, indented, a line feed at the end."""
    return (filled.model_dump_json(indent=1) + "\n").encode("utf-8", "replace")
