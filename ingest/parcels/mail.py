"""Mails (`.eml`, and web archives, which are built alike) as parcels: attachments are parts, and so
is the text.

The parser of Python's library is asked only after a look at the raw bytes: it takes its time for
thousands of parts and goes a step deeper with each level of nesting.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC
from email import message_from_bytes
from email.errors import HeaderParseError
from email.header import decode_header
from email.message import Message
from email.utils import parsedate_to_datetime
from functools import partial
from typing import Any

from kehoach.errors import (
    BrokenFileError,
    EncryptedFileError,
    NestedParcelError,
    TooDeepError,
    TooLargeError,
)
from kehoach.ingest.model import Envelope
from kehoach.ingest.parcels.model import MOST_PARTS, Opened, Part

DEEPEST = 40
"""Parts that hold parts, in a whole mail: forwarded again and again it has some ten."""
LOGO = 64 * 1024
"""A picture inside the text of fewer bytes is a logo, no page."""
LONGEST_HEADER = 20_000
_PART = re.compile(rb"^content-type\s*:", re.IGNORECASE | re.MULTILINE)
_HOLDER = re.compile(rb"^content-type\s*:\s*(?:multipart|message)/", re.IGNORECASE | re.MULTILINE)
_CONTENT_ID = re.compile(r"cid:([^\s\"'>)]{1,200})", re.IGNORECASE)
_NO_PAPERS = frozenset({
    "application/pkcs7-signature", "application/x-pkcs7-signature", "application/pgp-signature",
    "message/delivery-status", "text/calendar", "application/ics", "text/vcard", "text/x-vcard",
    "text/rfc822-headers", "text/css", "application/javascript",
})  # fmt: skip
_LOCKED = frozenset({"application/pkcs7-mime", "application/x-pkcs7-mime", "multipart/encrypted"})


def open_mail(data: bytes, envelope: Envelope) -> Opened:
    """The parts of a mail. Raises `TooDeepError`, `TooLargeError`, `BrokenFileError`."""
    _check(data)
    try:
        mail = message_from_bytes(data)
        parts = tuple(_parts(mail))
        told = _told(mail, envelope)
    except RecursionError as error:
        raise TooDeepError(limit=DEEPEST) from error
    except (ValueError, LookupError, AttributeError, TypeError) as error:  # of email, on odd heads
        raise BrokenFileError(media_type="mail", reason=type(error).__name__) from error
    return Opened(told, parts)


def _check(data: bytes) -> None:
    if sum(1 for _ in _PART.finditer(data)) > MOST_PARTS:
        raise TooLargeError(reason=f"> {MOST_PARTS} parts")
    if sum(1 for _ in _HOLDER.finditer(data)) > DEEPEST:
        raise TooDeepError(limit=DEEPEST)


def _told(mail: Message, envelope: Envelope) -> Envelope:
    return Envelope(
        name=envelope.name,
        media_type=envelope.media_type,
        sender=header_text(mail["From"]),
        subject=header_text(mail["Subject"]),
        date=_moment(mail["Date"]),
    )


def header_text(value: Any) -> str | None:
    """A header as text, its encoded words decoded; None for an empty one.

    >>> header_text("=?utf-8?B?S+G6vyBob+G6oWNo?= =?utf-8?Q?_n=C4=83m?= 2031")
    'Kế hoạch năm 2031'
    """
    if value is None:
        return None
    pieces = []
    try:
        decoded = decode_header(str(value)[:LONGEST_HEADER])
    except (HeaderParseError, ValueError):
        decoded = [(str(value)[:LONGEST_HEADER], None)]
    for piece, charset in decoded:
        pieces.append(piece if isinstance(piece, str) else decoded_text(piece, charset))
    return " ".join("".join(pieces).split()) or None


def decoded_text(data: bytes, charset: str | None) -> str:
    """Bytes as text: in the character set that is told, else in UTF-8, else in the Vietnamese one
    of Windows."""
    for encoding in (charset or "utf-8", "utf-8"):
        try:
            return data.decode(encoding)
        except (LookupError, UnicodeError, ValueError):
            continue
    return data.decode("cp1258", "replace")


def _moment(value: Any) -> str | None:
    """A date of a mail (RFC 5322) as ISO 8601; as it stands where it is none."""
    text = header_text(value)
    try:
        moment = parsedate_to_datetime(text or "")
    except (ValueError, TypeError, IndexError, OverflowError):
        return text
    return (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).isoformat()


def _parts(mail: Message) -> Iterator[Part]:
    leaves = list(_leaves(mail))
    body = _body(leaves)
    shown = set(_CONTENT_ID.findall(_text(body))) if _type(body) == "text/html" else set()
    for number, leaf in enumerate(leaves):
        if leaf is body or _is_other_body(leaf) or _type(leaf) in _NO_PAPERS:
            continue
        if _is_logo(leaf, shown):
            continue
        yield Part(
            _name(leaf) or f"{number + 1}{_suffix(leaf)}",
            read=partial(_bytes, leaf),
            refusal=_refusal(leaf),
        )
    if body is not None and _text(body).strip():
        suffix = ".html" if _type(body) == "text/html" else ".txt"
        yield Part(f"body{suffix}", read=partial(_body_bytes, body), is_body=True)


def _leaves(mail: Message) -> Iterator[Message]:
    """The parts that hold no parts; a mail in a mail counts as one."""
    waiting = [mail]
    while waiting:
        part = waiting.pop()
        held = part.get_payload()
        is_mail = part.get_content_maintype() == "message" and part is not mail
        if part.is_multipart() and isinstance(held, list) and not is_mail:
            if _type(part) in _LOCKED:
                yield part
                continue
            waiting += reversed([one for one in held if isinstance(one, Message)])
        else:
            yield part


def _type(part: Message | None) -> str:
    return "" if part is None else part.get_content_type()


def _is_attached(part: Message) -> bool:
    return part.get_content_disposition() == "attachment" or _name(part) is not None


def _body(leaves: list[Message]) -> Message | None:
    """The text of the mail: as a page where there is one (a page keeps tables)."""
    texts = [leaf for leaf in leaves if not _is_attached(leaf)]
    for kind in ("text/html", "text/plain"):
        for leaf in texts:
            if _type(leaf) == kind and _text(leaf).strip():
                return leaf
    return None


def _is_other_body(part: Message) -> bool:
    """The same text once more in another form, a footer of a mailing list."""
    return _type(part) in {"text/plain", "text/html"} and not _is_attached(part)


def _is_logo(part: Message, shown: set[str]) -> bool:
    identity = str(part["Content-ID"] or part["Content-Location"] or "").strip("<> ")
    if part.get_content_maintype() != "image" or not identity:
        return False
    return identity in shown and len(_bytes(part)) < LOGO


def _name(part: Message) -> str | None:
    try:
        return header_text(part.get_filename())
    except (ValueError, LookupError, TypeError):  # a broken parameter of RFC 2231
        return None


def _suffix(part: Message) -> str:
    kind = part.get_content_subtype()
    return f".{kind}" if re.fullmatch(r"[a-z0-9]{2,5}", kind) else ""


def _refusal(part: Message) -> str | None:
    if _type(part) in _LOCKED:
        return EncryptedFileError.__name__
    return NestedParcelError.__name__ if part.get_content_maintype() == "message" else None


def _bytes(part: Message) -> bytes:
    data = part.get_payload(decode=True)
    return data if isinstance(data, bytes) else part.as_bytes()


def _text(part: Message | None) -> str:
    if part is None:
        return ""
    charset = part.get_content_charset()
    return decoded_text(_bytes(part), charset)


def _body_bytes(part: Message) -> bytes:
    """The text in UTF-8, marked as such: a page may name another encoding."""
    return b"\xef\xbb\xbf" + _text(part).encode("utf-8", "replace")
