"""Messages of Outlook (`.msg`, MS-OXMSG) as parcels: attachments are parts, and so is the text."""

from __future__ import annotations

import struct
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from kehoach.errors import BrokenFileError, KehoachError, NestedParcelError, TooLargeError
from kehoach.ingest.model import Envelope
from kehoach.ingest.parcels.mail import decoded_text
from kehoach.ingest.parcels.model import MOST_PARTS, Opened, Part

if TYPE_CHECKING:
    import olefile

_SUBJECT, _SENDER, _ADDRESS, _SMTP = 0x0037, 0x0C1A, 0x0C1F, 0x5D01
_BODY, _HTML = 0x1000, 0x1013
_SENT, _DELIVERED = 0x0039, 0x0E06
_DATA, _LONG_NAME, _SHORT_NAME, _SHOWN_NAME = 0x3701, 0x3707, 0x3704, 0x3001
_ATTACHMENT = "__attach_version1.0_"
_PROPERTIES = "__properties_version1.0"
_HEAD, _ENTRY = 32, 16
_TIME = 0x0040
_SECTOR_SIZES = slice(30, 34)  # two numbers in the head of the file, as powers of two
_ALLOWED_SECTOR_SIZES = (b"\x09\x00\x06\x00", b"\x0c\x00\x06\x00")
_EPOCH = datetime(1601, 1, 1, tzinfo=UTC)


def open_message(path: Path, envelope: Envelope) -> Opened:
    """The parts of a message. Raises `BrokenFileError`, `TooLargeError`."""
    try:
        return _open(path, envelope)
    except KehoachError:
        raise
    except MemoryError:
        raise
    except Exception as error:  # olefile raises whatever a broken table leads it to
        raise BrokenFileError(media_type="Outlook (.msg)", reason=type(error).__name__) from error


def _open(path: Path, envelope: Envelope) -> Opened:
    import olefile

    _check_sectors(path)
    with olefile.OleFileIO(str(path)) as file:
        streams = _Streams(file, size=path.stat().st_size)
        told = Envelope(
            name=envelope.name,
            media_type=envelope.media_type,
            sender=_sender(streams),
            subject=streams.text(_SUBJECT),
            date=_date(streams.read(_PROPERTIES)),
        )
        return Opened(told, tuple(_parts(streams)))


def _check_sectors(path: Path) -> None:
    """Raises BrokenFileError where a sector would be of another size than [MS-CFB] 2.2 allows
    (2**9 or 2**12 bytes, small ones 2**6): olefile would ask for as much memory as it says."""
    with path.open("rb") as file:
        head = file.read(_SECTOR_SIZES.stop)
    if head[_SECTOR_SIZES] not in _ALLOWED_SECTOR_SIZES:
        raise BrokenFileError(media_type="Outlook (.msg)", reason="sector size")


class _Streams:
    """The streams of a message by the numbers of their properties."""

    def __init__(self, file: olefile.OleFileIO, size: int) -> None:
        self._file = file
        self._size = size
        self._left = size
        self.names = ["/".join(path) for path in file.listdir(streams=True, storages=True)]
        self._known = {name.lower(): name for name in self.names}

    def read(self, name: str) -> bytes | None:
        """A stream; None where there is none. All together may take no more than the file itself:
        a broken table may lead through the same sectors again and again. Raises TooLargeError."""
        found = self._known.get(name.lower())
        if found is None or self._file.get_type(found) != 2:
            return None
        self._left -= self._file.get_size(found)
        if self._left < 0:
            raise TooLargeError(reason=f"{name} > {self._size} B")
        data: bytes = self._file.openstream(found).read()
        return data

    def has(self, name: str) -> bool:
        """Is there a stream or storage of this name?"""
        return name.lower() in self._known

    def text(self, number: int, below: str = "") -> str | None:
        """A property that is a text; None where it is missing or empty."""
        wide = self.read(f"{below}__substg1.0_{number:04X}001F")
        if wide is not None:
            text = wide.decode("utf-16-le", "replace")
        else:
            narrow = self.read(f"{below}__substg1.0_{number:04X}001E")
            text = "" if narrow is None else decoded_text(narrow, None)
        return text.strip("\0 \r\n\t") or None

    def data(self, number: int, below: str = "") -> bytes | None:
        """A property that is bytes."""
        return self.read(f"{below}__substg1.0_{number:04X}0102")


def _sender(streams: _Streams) -> str | None:
    name = streams.text(_SENDER)
    address = streams.text(_SMTP) or streams.text(_ADDRESS)
    if address is None or "@" not in address or address == name:
        return name or address
    return f"{name} <{address}>" if name else address


def _date(properties: bytes | None) -> str | None:
    """When it was sent, else when it came, as ISO 8601."""
    times = dict(_times(properties or b""))
    for number in (_SENT, _DELIVERED):
        if number in times:
            try:
                return (_EPOCH + timedelta(microseconds=times[number] // 10)).isoformat()
            except OverflowError:
                continue
    return None


def _times(properties: bytes) -> Iterator[tuple[int, int]]:
    for place in range(_HEAD, len(properties) - _ENTRY + 1, _ENTRY):
        kind, number, _, value = struct.unpack_from("<HHIQ", properties, place)
        if kind == _TIME:
            yield number, value


def _parts(streams: _Streams) -> Iterator[Part]:
    folders = sorted(
        {name.split("/")[0] for name in streams.names if name.lower().startswith(_ATTACHMENT)}
    )
    if len(folders) > MOST_PARTS:
        raise TooLargeError(reason=f"> {MOST_PARTS} parts")
    for number, folder in enumerate(folders):
        below = f"{folder}/"
        name = streams.text(_LONG_NAME, below) or streams.text(_SHORT_NAME, below)
        name = name or streams.text(_SHOWN_NAME, below) or str(number + 1)
        data = streams.data(_DATA, below)
        if data is not None:
            yield Part(name, read=partial(bytes, data))
        elif streams.has(f"{below}__substg1.0_{_DATA:04X}000D"):
            whole = f"{folder} {name}".encode()
            yield Part(name, read=partial(bytes, whole), refusal=NestedParcelError.__name__)
    yield from _body(streams)


def _body(streams: _Streams) -> Iterator[Part]:
    """The text: as a page where there is one (a page keeps tables)."""
    page = streams.data(_HTML)
    text = streams.text(_HTML) if page is None else None
    if page is not None and page.strip(b"\0 \r\n\t"):
        yield Part("body.html", read=partial(bytes, page), is_body=True)
    elif text is not None:
        yield Part("body.html", read=partial(text.encode, "utf-8", "replace"), is_body=True)
    else:
        plain = streams.text(_BODY)
        if plain is not None:
            yield Part("body.txt", read=partial(plain.encode, "utf-8", "replace"), is_body=True)
