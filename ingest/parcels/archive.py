"""Archives (`.zip`) as parcels. Nothing is unpacked to where its name says; links are not
followed."""

from __future__ import annotations

import stat
import zipfile
from contextlib import ExitStack
from functools import partial
from pathlib import Path

from kehoach.errors import LinkInParcelError
from kehoach.ingest.model import Envelope
from kehoach.ingest.parcels.model import Opened, Part
from kehoach.ingest.safety import Limits, Package

_UTF_8 = 0x800
_FALLBACK = "cp1258"


def open_archive(path: Path, envelope: Envelope, limits: Limits, held: ExitStack) -> Opened:
    """The files of an archive, which is open as long as it is `held`. Raises what `Package` raises,
    when it is opened or a part is read."""
    package = held.enter_context(Package(path, limits))
    parts = []
    for entry in package.entries:
        if entry.filename.endswith("/"):
            continue
        part = Part(
            name_of(entry),
            read=partial(package.read_entry, entry),
            refusal=LinkInParcelError.__name__ if _is_link(entry) else None,
            copy_of=f"{entry.file_size} {entry.CRC:08x}",
        )
        parts.append(part)
    return Opened(envelope, tuple(parts))


def _is_link(entry: zipfile.ZipInfo) -> bool:
    mode = entry.external_attr >> 16
    return stat.S_ISLNK(mode) or (stat.S_IFMT(mode) not in {0, stat.S_IFREG})


def name_of(entry: zipfile.ZipInfo) -> str:
    """The name of an entry. Programs of old write the bytes of their own code page and do not say
    so; most are UTF-8 all the same.

    >>> entry = zipfile.ZipInfo("kế hoạch.pdf".encode().decode("cp437"))
    >>> name_of(entry)
    'kế hoạch.pdf'
    """
    if entry.flag_bits & _UTF_8:
        return entry.filename
    try:
        raw = entry.filename.encode("cp437")
    except UnicodeEncodeError:  # an extra field told the name in Unicode
        return entry.filename
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError:
        return raw.decode(_FALLBACK, "replace")
