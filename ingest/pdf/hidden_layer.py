"""Text that nobody sees: laid without ink over a scan, or drawn before the scan that covers it.

So programs make scans searchable (ISO 32000-1, 9.3.6: text rendering modes 3 and 7; or the text
first and the picture on top). It is what some OCR made of the picture, well or badly, and stands in
no relation to the tables there: the picture itself is read.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from pdfminer.layout import LTChar, LTContainer, LTImage

from kehoach.ingest.pdf.page import UNSEEN

SMALLEST = 0.01
"""Pictures of a smaller share of the page hide no text of weight: seals, signatures, lines."""
MOST_PICTURES = 200
"""So many pictures of a page are looked at; scans are one, or some strips."""
_SEE_THROUGH = ("SMask", "Mask", "ImageMask")
"""What a picture has that lets through what lies under it."""


def is_hidden(page: Any) -> bool:
    """pdfplumber's page, or ours -> does most of its text have no ink, or lie under pictures?"""
    marks: Mapping[int, str] = getattr(page, "letter_marks", {})
    unseen = hidden = 0
    above: list[tuple[float, float]] = []  # the middles of letters that no picture covers so far
    pictures = 0
    area = float(page.width * page.height) or 1.0
    for item in _drawn(page.layout):
        if isinstance(item, LTImage):
            pictures += 1
            if pictures > MOST_PICTURES or not _covers(item, area):
                continue
            seen = [middle for middle in above if not _is_inside(item, middle)]
            hidden += len(above) - len(seen)
            above = seen
        elif marks.get(id(item)) == UNSEEN:
            unseen += 1
        else:
            above.append(_middle(item, page))
    return unseen + hidden > len(above)


def _drawn(container: Any) -> Iterator[Any]:
    """Letters and pictures in the order in which they are drawn."""
    for item in container._objs:
        if isinstance(item, (LTImage, LTChar)) or (
            isinstance(item, dict) and item.get("object_type") == "char"
        ):
            yield item
        elif isinstance(item, LTContainer):
            yield from _drawn(item)


def _covers(picture: LTImage, area: float) -> bool:
    """Is a picture large enough to hide text, and opaque?"""
    if picture.width * picture.height < SMALLEST * area:
        return False
    return not any(name in picture.stream.attrs for name in _SEE_THROUGH)


def _middle(letter: Any, page: Any) -> tuple[float, float]:
    """The middle of a letter, as pdfminer measures: from the lower left corner."""
    if isinstance(letter, dict):
        left, top = page.mediabox[:2]
        x = (letter["x0"] + letter["x1"]) / 2 - left
        return x, float(page.height) + top - (letter["top"] + letter["bottom"]) / 2
    return (letter.x0 + letter.x1) / 2, (letter.y0 + letter.y1) / 2


def _is_inside(picture: LTImage, middle: tuple[float, float]) -> bool:
    x, y = middle
    return bool(picture.x0 <= x <= picture.x1 and picture.y0 <= y <= picture.y1)


__all__ = ["is_hidden"]
