"""The bytes of an HTML page as text: byte order mark, declaration, then what the bytes themselves
tell."""

from __future__ import annotations

import codecs
import re

from kehoach.ingest.wide_text import wide_encoding

_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),  # before UTF-16: its mark starts with the same two bytes
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_DECLARED = re.compile(
    rb"""(?:charset|encoding)\s*=\s*["']?\s*([A-Za-z0-9_:.-]{1,40})""", re.IGNORECASE
)
_DECLARED_WITHIN = 4096  # bytes
# What browsers take these names for.
_MEANT = {
    "iso8859-1": "cp1252",
    "ascii": "cp1252",
    "utf-16": "utf-8",
    "utf-16-le": "utf-8",
    "utf-16-be": "utf-8",
}
_TEXT_ONLY = frozenset(
    {"utf-7", "idna", "punycode", "unicode_escape", "raw_unicode_escape", "undefined"}
)
# A vowel, then a tone mark of windows-1258; in windows-1252 these would be Ì Ò Þ ì ò after a vowel.
_TONE_1258 = re.compile(
    rb"[aeiouyAEIOUY\xc2\xca\xd4\xc3\xd5\xdd\xe2\xea\xf4\xe3\xf5\xfd][\xcc\xd2\xde\xec\xf2]"
)


def _declared(data: bytes) -> str | None:
    """The encoding a `meta` element or an XML declaration names, `None` for none or one we do not
    know."""
    match = _DECLARED.search(data[:_DECLARED_WITHIN])
    if match is None:
        return None
    try:
        found = codecs.lookup(match.group(1).decode("ascii"))
    except (LookupError, ValueError):
        return None
    if found.name in _TEXT_ONLY or not getattr(found, "_is_text_encoding", True):
        return None
    return _MEANT.get(found.name, found.name)


def _is_utf8(data: bytes) -> bool:
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


def decode(data: bytes) -> tuple[str, str]:
    """The text of an HTML page and the name of the encoding used; undecodable bytes become U+FFFD.

    Bytes that are valid UTF-8 are read as such even when the page claims a one-byte encoding: that
    does not happen by chance, wrong claims do. Raises nothing.
    """
    for bom, encoding in _BOMS:
        if data.startswith(bom):
            return data[len(bom) :].decode(encoding, errors="replace"), encoding
    wide = wide_encoding(data)
    if wide is not None:
        return data.decode(wide, errors="replace"), wide
    declared = _declared(data)
    if _is_utf8(data) and (declared is None or not data.isascii()):
        return data.decode("utf-8"), "utf-8"
    encoding = declared or ("cp1258" if _TONE_1258.search(data) else "cp1252")
    return data.decode(encoding, errors="replace"), encoding
