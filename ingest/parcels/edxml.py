"""Packets of the exchange between offices (edXML, QCVN 102:2016/BTTTT) as parcels.

The head says number, symbol, sender, days and what is asked; the papers stand behind it as base64,
each with the identity by which the body of the packet names it. Programs differ in where they put
namespaces and whether they pack a paper first, so that only the local names of elements count.
"""

from __future__ import annotations

import base64
import binascii
import re
from collections.abc import Iterator
from dataclasses import replace
from functools import partial

from lxml import etree

from kehoach.errors import BrokenFileError, BrokenXmlError, TooLargeError
from kehoach.ingest.model import Envelope
from kehoach.ingest.parcels.model import MOST_PARTS, Opened, Part
from kehoach.ingest.safety import Limits, parse_xml

_CONTENTS = ("ContentTransferEncoded", "Content", "AttachmentContent")
_NAMES = ("AttachmentName", "FileName")
_NOT_TOLD = frozenset({"", "n/a"})
_DAY = re.compile(r"(\d{4})[/-](\d{1,2})[/-](\d{1,2})\b.*")
_VIETNAMESE_DAY = re.compile(r"(\d{1,2})[/-](\d{1,2})[/-](\d{4})\b.*")


def open_packet(data: bytes, envelope: Envelope, limits: Limits) -> Opened:
    """The papers of a packet. Raises `BrokenXmlError`, `ForbiddenXmlError`, `TooDeepError`,
    `TooLargeError`; `BrokenFileError` when a paper is read whose base64 is broken."""
    root = parse_xml(data, "edXML", limits=limits, long_texts=True)
    head = _first(root, "MessageHeader")
    if head is None:
        raise BrokenXmlError(part="MessageHeader")
    told = replace(
        envelope,
        sender=_text(head, "From", "OrganName"),
        subject=_text(head, "Subject"),
        number=_text(head, "Code", "CodeNumber"),
        symbol=_text(head, "Code", "CodeNotation"),
        organ_code=_text(head, "From", "OrganId"),
        promulgated_on=_day(_text(head, "PromulgationInfo", "PromulgationDate")),
        due_on=_day(_text(head, "DueDate")),
        steering_type=_text(head, "SteeringType"),
    )
    parts = tuple(_parts(root))
    if len(parts) > MOST_PARTS:
        raise TooLargeError(reason=f"> {MOST_PARTS} parts")
    return Opened(told, parts)


def _first(root: etree._Element, name: str) -> etree._Element | None:
    return next(iter(root.iter(f"{{*}}{name}")), None)


def _text(element: etree._Element, *path: str) -> str | None:
    """The text at the end of a path of local names; None where it is missing or says nothing."""
    found = element.find("/".join(f"{{*}}{name}" for name in path))
    text = " ".join(found.text.split()) if found is not None and found.text else ""
    return None if text.lower() in _NOT_TOLD else text


def _day(text: str | None) -> str | None:
    """A day as ISO 8601; as it stands where it is none.

    >>> _day("2031/01/15"), _day("15/1/2031 08:00"), _day("ngay")
    ('2031-01-15', '2031-01-15', 'ngay')
    """
    if text is None:
        return None
    match = _DAY.fullmatch(text)
    if match is not None:
        return f"{match[1]}-{int(match[2]):02d}-{int(match[3]):02d}"
    match = _VIETNAMESE_DAY.fullmatch(text)
    return f"{match[3]}-{int(match[2]):02d}-{int(match[1]):02d}" if match else text


def _parts(root: etree._Element) -> Iterator[Part]:
    names = {
        _identity(reference): name
        for reference in root.iter("{*}Reference")
        if (name := _text(reference, "AttachmentName")) is not None
    }
    for number, attachment in enumerate(root.iter("{*}Attachment")):
        content = _content(attachment)
        if content is None:
            continue
        name = next(filter(None, (_text(attachment, name) for name in _NAMES)), None)
        name = name or names.get(_identity(attachment)) or str(number + 1)
        yield Part(name, read=partial(_decoded, content))


def _identity(element: etree._Element) -> str:
    told = _text(element, "ContentId") or ""
    return told.removeprefix("cid:")


def _content(attachment: etree._Element) -> str | None:
    for name in _CONTENTS:
        found = attachment.find(f"{{*}}{name}")
        if found is not None and (found.text or "").strip():
            return found.text
    return None


def _decoded(content: str) -> bytes:
    try:
        return base64.b64decode("".join(content.split()), validate=True)
    except (binascii.Error, ValueError) as error:
        raise BrokenFileError(media_type="edXML", reason="base64") from error
