"""Packed streams of a PDF unpacked within bounds, for pdfminer, which has none of its own.

pdfminer unpacks whatever a stream holds: a kilobyte may become gigabytes. A damaged stream it
unpacks byte by byte, in time that grows with the square of its length, and gives nothing of it
without a word. Here unpacking stops at a limit, and a damaged stream is told, so that the page is
read in another way; and a reference that leads to itself leads to nothing. `install` puts these in
the place of pdfminer's; it is done once, when `ingest.pdf.document` is loaded.
"""

from __future__ import annotations

import zlib
from types import SimpleNamespace
from typing import Any

from pdfminer import pdftypes
from pdfminer.pdfexceptions import PDFObjectNotFound, PDFValueError

from kehoach.errors import TooLargeError
from kehoach.ingest.safety import MB

MAX_STREAM = 128 * MB
"""Bytes of one stream when unpacked. A page drawn by people has a thousandth."""


class DamagedStreamError(PDFValueError):
    """A packed stream that ends in its midst, or is none."""


def decompress(data: bytes) -> bytes:
    """A zlib stream unpacked. Raises zlib.error (damaged) and TooLargeError (over MAX_STREAM)."""
    unpacker = zlib.decompressobj()
    out = unpacker.decompress(data, MAX_STREAM)
    if unpacker.unconsumed_tail:
        raise TooLargeError(reason=f"PDF stream > {MAX_STREAM // MB} MB")
    if not unpacker.eof:
        raise zlib.error("incomplete or truncated stream")
    return out


def decompress_damaged(data: bytes) -> bytes:
    """A stream whose checksum is wrong or missing unpacked; what stands before it must be whole.

    Raises DamagedStreamError, TooLargeError.
    """
    # Two bytes of header are passed over, the checksum too.
    unpacker = zlib.decompressobj(wbits=-zlib.MAX_WBITS)
    try:
        out = unpacker.decompress(data[2:], MAX_STREAM)
    except zlib.error as error:
        raise DamagedStreamError("damaged stream") from error
    if unpacker.unconsumed_tail:
        raise TooLargeError(reason=f"PDF stream > {MAX_STREAM // MB} MB")
    if not unpacker.eof:
        raise DamagedStreamError("damaged stream")
    return out


def resolved(reference: Any, default: object = None) -> Any:
    """What a reference leads to, over further references; `default` where they go round in a
    circle, which pdfminer would follow for ever."""
    seen: set[int] = set()
    found: Any = reference
    while isinstance(found, pdftypes.PDFObjRef):
        if found.objid in seen:
            return default
        seen.add(found.objid)
        try:
            found = found.doc.getobj(found.objid) if found.doc is not None else default
        except PDFObjectNotFound:
            return default
    return found


def install() -> None:
    """Have pdfminer unpack and resolve so."""
    bounded = SimpleNamespace(
        decompress=decompress, error=zlib.error, decompressobj=zlib.decompressobj
    )
    vars(pdftypes).update(zlib=bounded, decompress_corrupted=decompress_damaged)
    vars(pdftypes)["PDFObjRef"].resolve = resolved
