"""What the readers of parcels hand to `unpack`: the parcel's own words, and its parts."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from kehoach.ingest.model import Envelope

MOST_PARTS = 1000
"""Parts of a mail, files of a message or a packet."""
MOST_PAPERS = 1000
"""Papers of a parcel, those of an archive inside a mail among them."""


@dataclass(frozen=True, slots=True)
class Part:
    """A file in a parcel. `name`: as the parcel tells it, never a path of this machine; `read`:
    gives its bytes; `refusal`: why it is not read (a class of `errors`); `is_body`: the text of a
    mail itself; `copy_of`: equal for files with the same bytes, "" where the parcel does not
    say."""

    name: str
    read: Callable[[], bytes]
    refusal: str | None = None
    is_body: bool = False
    copy_of: str = ""


@dataclass(frozen=True, slots=True)
class Opened:
    """A parcel as opened: what it says of itself, and its parts in their order."""

    envelope: Envelope
    parts: tuple[Part, ...]


@dataclass(frozen=True, slots=True)
class Contained:
    """A paper out of a parcel: `name` ("thư.eml/kế hoạch.pdf"), the file that holds its bytes now,
    and what the parcel says of it. `refusal` and `is_body` as in `Part`. `sha256`: of the parcel,
    where the paper is the parcel itself (a mail without attachments). `pages`: the pictures of its
    pages, in order, where several files of the parcel are one paper (`path` is the first), and
    `page_names`: what the parcel calls them."""

    name: str
    path: Path
    envelope: Envelope
    refusal: str | None = None
    is_body: bool = False
    sha256: str = ""
    pages: tuple[Path, ...] = ()
    page_names: tuple[str, ...] = ()
