"""The content stream of a PDF page -> its operands and operators: what `PDFContentParser` of
pdfminer gives, but with one regular expression a token instead of a walk through states, which took
a quarter of the time of a page.

Only what page content is made of is understood here (ISO 32000-1, 7.3 and 7.8.2). At anything else
(an inline image, a name with `#`, nested parentheses, an array that never ends) pdfminer's own
parser takes over from that object on, so that odd and broken streams are read as they always were.
`tests/test_pdf_operators.py` holds the two side by side.
"""

from __future__ import annotations

import re  # quicker than `regex` at matches of a few bytes
from collections.abc import Iterator, Sequence
from typing import Any

from pdfminer.pdfinterp import PDFContentParser
from pdfminer.pdftypes import PDFStream
from pdfminer.psparser import KWD, LIT, PSEOF, literal_name

_TOKEN = re.compile(
    rb"""[\s\0]*+(?:
      (<[0-9a-fA-F\s]*+>)
    | ([-+]?+[0-9]*+\.[0-9]*+)
    | ([-+]?+[0-9]++|[-+])
    | ([A-Za-z][^\#/%\[\]()<>{}\s]*+)
    | (\([^()\\]*+\))
    | (\[)
    | (\])
    | (/[^\#/%\[\]()<>{}\s]*+)(?!\#)
    | (<<)
    | (>>)
    | (\((?:[^()\\]++|\\[^0-7]|\\(?![4-7][0-7][0-7])[0-7])*+\))
    | (['"])
    | (%[^\r\n]*+)
    )""",
    re.VERBOSE | re.DOTALL,
)
(
    _HEX,
    _REAL,
    _INT,
    _WORD,
    _STRING,
    _OPEN,
    _CLOSE,
    _NAME,
    _BEGIN,
    _END,
    _ESCAPED,
    _QUOTE,
    _COMMENT,
) = range(1, 14)

_ESCAPE = re.compile(rb"\\(?:([0-7]{1,3})|\r\n|(.))", re.DOTALL)
_MEANT = {
    b"b": b"\b",
    b"t": b"\t",
    b"n": b"\n",
    b"f": b"\f",
    b"r": b"\r",
    b"(": b"(",
    b")": b")",
    b"\\": b"\\",
}
_WORDS: dict[bytes, object] = {b"true": True, b"false": False}
_INLINE = frozenset((b"BI", b"ID", b"EI"))
_WHITE = b" \t\r\n\f\v\0"


def objects(streams: Sequence[PDFStream]) -> Iterator[Any]:
    """Content streams of one page -> numbers, strings, names, lists, dictionaries and keywords, in
    their order.

    Raises what pdfminer raises where a stream cannot be decoded or read.
    """
    data = b"\n".join(stream.get_data() for stream in streams)
    safe = 0  # before this place everything has been given back
    outer: list[tuple[list[Any], int]] = []  # what is still open, and by which token
    inner: list[Any] = []  # the objects of the innermost list or dictionary
    end = 0
    for token in _TOKEN.finditer(data):
        kind = token.lastindex or 0
        raw = token[kind]
        if token.start() != end or (kind == _WORD and raw in _INLINE):
            break  # something that is no token stands in between, or an inline image begins
        end = token.end()
        value: Any
        if kind in (_OPEN, _BEGIN):
            outer.append((inner, kind))
            inner = []
            continue
        if kind in (_CLOSE, _END):
            if not _closes(kind, outer, inner=inner):
                break
            value = inner if kind == _CLOSE else _dictionary(inner)
            inner = outer.pop()[0]
        else:
            value = _plain(kind, raw)
        if value is not None and outer:
            inner.append(value)
        elif not outer:
            safe = end
            if value is not None:
                yield value
    if data[safe:].strip(_WHITE):
        yield from _by_pdfminer(data[safe:])


def _closes(kind: int, outer: list[tuple[list[Any], int]], inner: list[Any]) -> bool:
    """Does a bracket close what was opened last, and is a dictionary made of pairs?"""
    if not outer:
        return False
    _, opened_by = outer[-1]
    if kind == _CLOSE:
        return opened_by == _OPEN
    return opened_by == _BEGIN and len(inner) % 2 == 0


def _by_pdfminer(data: bytes) -> Iterator[Any]:
    try:
        parser = PDFContentParser([PDFStream({}, data)])
        while True:
            yield parser.nextobject()[1]
    except PSEOF:
        return


def _plain(kind: int, raw: bytes) -> Any:
    """A token that is an object by itself; None for one that says nothing (a comment, a sign
    without a number)."""
    if kind == _HEX:
        return _hex(raw)
    if kind in (_INT, _REAL):
        try:
            return int(raw) if kind == _INT else float(raw)
        except ValueError:
            return None  # as pdfminer does with a lone sign or point, and thousands of digits
    if kind == _WORD:
        return _WORDS[raw] if raw in _WORDS else KWD(raw)
    if kind == _STRING:
        return raw[1:-1]
    if kind == _NAME:
        return _name(raw[1:])
    if kind == _ESCAPED:
        return _ESCAPE.sub(_unescaped, raw[1:-1])
    return KWD(raw) if kind == _QUOTE else None


def _hex(raw: bytes) -> bytes:
    try:
        return bytes.fromhex(raw[1:-1].decode("ascii"))
    except ValueError:
        # White space inside a pair, or a single last digit, which pdfminer takes as it is.
        digits = b"".join(raw[1:-1].split())
        if len(digits) % 2:
            digits = digits[:-1] + b"0" + digits[-1:]
        return bytes.fromhex(digits.decode("ascii"))


def _name(raw: bytes) -> Any:
    try:
        return LIT(raw.decode("utf-8"))
    except UnicodeDecodeError:
        return LIT(raw)


def _unescaped(found: re.Match[bytes]) -> bytes:
    if found[1]:
        return bytes((int(found[1], 8),))
    return _MEANT.get(found[2], b"") if found[2] else b""


def _dictionary(flat: list[Any]) -> dict[str, Any]:
    pairs = zip(flat[::2], flat[1::2], strict=True)
    return {literal_name(key): value for key, value in pairs}
