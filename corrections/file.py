"""The file of corrections beside a plan: read, written whole, not forgotten where it is broken."""

from __future__ import annotations

import json
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TypeVar

from pydantic import BaseModel, ValidationError

from kehoach.corrections.model import Corrections
from kehoach.emit.files import atomic_write
from kehoach.errors import BrokenCorrectionsError, KehoachError, TooLargeError

Kept = TypeVar("Kept", bound=BaseModel)

MAX_BYTES = 32 * 2**20


def read_corrections(path: Path) -> Corrections | None:
    """The corrections in a file; None where there is none. Raises BrokenCorrectionsError,
    TooLargeError: a file that cannot be read is no reason to forget what people did."""
    try:
        with path.open("rb") as file:
            data = file.read(MAX_BYTES + 1)
    except FileNotFoundError:
        return None
    except OSError as error:
        raise BrokenCorrectionsError(path=path.name, reason=error.strerror) from error
    return corrections_from(data, path.name)


def corrections_from(data: bytes, name: str) -> Corrections:
    """The corrections in the bytes of a file. Raises as `read_corrections`."""
    broken = partial(BrokenCorrectionsError, path=name)
    return kept_in(data, Corrections, most=MAX_BYTES, broken=broken)


def kept_in(
    data: bytes, kind: type[Kept], *, most: int, broken: Callable[..., KehoachError]
) -> Kept:
    """What the bytes of a file say in which the work of people is kept. Raises TooLargeError over
    `most` bytes, and what `broken` makes of a `reason`."""
    if len(data) > most:
        raise TooLargeError(reason=f"{most // 2**20} MiB")
    try:
        return kind.model_validate_json(data)
    except ValidationError as error:
        first = error.errors(include_url=False, include_input=False)[0]
        place = "/" + "/".join(map(str, first["loc"]))
        raise broken(reason=f"{place} ({first['type']})") from error


def corrections_bytes(corrections: Corrections) -> bytes:
    """The file: UTF-8, indented, a line feed at the end."""
    data = corrections.model_dump(mode="json")
    return (json.dumps(data, ensure_ascii=False, indent=1) + "\n").encode("utf-8", "replace")


def write_corrections(path: Path, corrections: Corrections) -> None:
    """Write the file whole or not at all. Raises OutputError."""
    atomic_write(path, corrections_bytes(corrections))
