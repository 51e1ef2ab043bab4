"""Is the text layer of a PDF page to be trusted, or must its picture be read? Decided page by
page."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import regex

from kehoach.ingest.model import Word
from kehoach.ingest.pdf.contents import content_streams
from kehoach.ingest.pdf.hidden_layer import is_hidden
from kehoach.normalize.repair.language import OWN_LETTERS
from kehoach.patterns import compile_regex

COVERING = 0.6
"""A picture over this share of the page is the page itself."""
COVERING_HIDDEN = 0.15
"""And over this share, where the text of the page cannot be seen: a scan of a smaller sheet."""
FEW_WORDS = 40
"""A signature stamped on a scan brings 5 to 25 words ("Ký bởi: …", the time, the office)."""
MIN_WORDS = 3
MANY_SHAPES = 60
"""Text drawn as outlines has hundreds of curves; a page with a border and some lines has not."""
MIN_MARKED = 0.25
"""Over half of the words of Vietnamese prose have a letter of their own; English OCR leaves a
tenth."""
SMALL_PICTURE = 36
"""Points: a picture with a shorter side is a seal or a signature, no scan of the page."""

_INVISIBLE = regex.compile(rb"(?<![\d.])3\s+Tr\b")
_LETTERS = compile_regex(r"\p{L}{2,}")


def must_read_picture(page: Any, words: Sequence[Word]) -> bool:
    """pdfplumber page and its words -> whether OCR reads it. Without a covering picture, text that
    is seen stays text, whatever it looks like; a page without text and pictures is empty."""
    if len(words) < MIN_WORDS:
        return bool(page.images) or len(page.curves) > MANY_SHAPES
    share = covered(page)
    if share < COVERING:
        return share > COVERING_HIDDEN and is_hidden(page)
    if len(words) < FEW_WORDS or not reads_vietnamese(words):
        return True
    return is_invisible(page) or is_hidden(page)


def covered(page: Any) -> float:
    """The share of the page under pictures (strips of one scan add up), from 0 to 1."""
    area = 0.0
    for image in page.images:
        width = min(image["x1"], page.width) - max(image["x0"], 0)
        height = min(image["bottom"], page.height) - max(image["top"], 0)
        area += max(width, 0) * max(height, 0)
    page_area = float(page.width * page.height)
    return min(area / max(page_area, 1.0), 1.0)


def reads_vietnamese(words: Sequence[Word]) -> bool:
    """Do the words have the marks of Vietnamese? Stripped text and text of a foreign OCR have
    not."""
    lettered = [word.text for word in words if _LETTERS.search(word.text)]
    if not lettered:
        return False
    marked = sum(OWN_LETTERS.search(text) is not None for text in lettered)
    return marked >= MIN_MARKED * len(lettered)


def is_invisible(page: Any) -> bool:
    """Is the text drawn without ink (text rendering mode 3, ISO 32000-1, 9.3.6)? So OCR programs
    lay it over a scan. Our own reading is preferred: it sees the tables too."""
    return any(_INVISIBLE.search(stream.get_data()) for stream in content_streams(page.page_obj))


def scan_dpi(page: Any, default: float) -> float:
    """The resolution of the largest picture of the page, so that it is drawn pixel by pixel;
    `default` without one."""
    best, largest = default, 0.0
    for image in page.images:
        width = float(image["x1"] - image["x0"])
        height = float(image["bottom"] - image["top"])
        is_large = width > SMALL_PICTURE and height > SMALL_PICTURE
        if is_large and width * height > largest:
            across, down = image.get("srcsize") or (0, 0)
            dpi = max(float(across) / width, float(down) / height) * 72
            if dpi > 0:
                best, largest = dpi, width * height
    return best
