"""Whether a file may be a parcel, at the cost of a look: thousands of files are asked."""

from __future__ import annotations

import re
from pathlib import Path

from kehoach.errors import KehoachError
from kehoach.ingest.parcels.unpack import PARCELS
from kehoach.ingest.safety import OLE, check_regular
from kehoach.ingest.sniff import sniff, text_type

_HEAD = 4096
_NAME_AT = 30
"""Where the name of the first file of an archive stands."""
_OFFICE = re.compile(rb"\[Content_Types\]\.xml|mimetype|_rels/")
"""What the packages of office programs begin with."""
_NEVER = (b"%PDF", b"\x89PNG", b"\xff\xd8\xff", b"II*\x00", b"MM\x00*", b"{\\rtf")


def may_hold_papers(path: Path) -> bool:
    """Is a file a parcel, as far as a look at it tells? One that cannot be looked at is none:
    whoever reads it says why."""
    try:
        check_regular(path)
        with path.open("rb") as file:
            head = file.read(_HEAD)
    except (OSError, KehoachError):
        return False
    if not head or head.startswith(_NEVER):
        return False
    if head.startswith(b"PK"):
        return not _OFFICE.match(head[_NAME_AT:]) and _is_parcel(path)
    if head.startswith(OLE):
        return _is_parcel(path)
    return text_type(head) in PARCELS


def _is_parcel(path: Path) -> bool:
    try:
        return sniff(path) in PARCELS
    except KehoachError:
        return False
