"""Words that stand over a page instead of in it: filled form fields, and the number and day that an
e-office system stamps in when the paper is signed (each the appearance of a signature field, as the
signing tools of Vietnamese offices do it under Decree 30/2020/NĐ-CP). Extractors of page content do
not see them; readers of the paper do.
"""

from __future__ import annotations

from typing import Any

import regex
from pdfminer.converter import PDFPageAggregator
from pdfminer.layout import LTChar, LTContainer, LTItem
from pdfminer.pdfinterp import PDFPageInterpreter, PDFResourceManager
from pdfminer.pdftypes import PDFStream, resolve1
from pdfminer.utils import decode_text

from kehoach.ingest.model import Box, Word

_STAMP = regex.compile(r"[\d./\-]{1,12}")
"""A stamp worth reading is a number or a date; longer ones are the certificate's own words ("Ký
bởi: …")."""


def stamped_words(page: Any, size: float) -> list[Word]:
    """pdfplumber page -> the words over it, in page points. `size` is the letter size assumed for
    form fields."""
    words: list[Word] = []
    for reference in resolve1(page.page_obj.annots) or []:
        widget = resolve1(reference)
        if not isinstance(widget, dict) or "Rect" not in widget:
            continue
        x0, bottom, x1, top = (float(resolve1(v)) for v in resolve1(widget["Rect"]))
        value = resolve1(widget.get("V", (resolve1(widget.get("Parent")) or {}).get("V")))
        if isinstance(value, (bytes, str)):
            text, height = (
                decode_text(
                    value if isinstance(value, bytes) else value.encode("latin-1", "replace")
                ),
                size,
            )
        else:
            text, height = _appearance(page, widget)
            text = text if _STAMP.fullmatch(text) else ""
        middle = float(page.height) - (bottom + top) / 2
        words += _laid_out(text, x0, x1, middle, height or size)
    return words


def _laid_out(text: str, x0: float, x1: float, middle: float, size: float) -> list[Word]:
    """The words of `text` set from `x0`, letters as wide as fit before `x1`."""
    step = min(size * 0.6, (x1 - x0) / max(len(text), 1))
    words = []
    at = x0
    for part in text.split():
        width = step * len(part)
        words.append(Word(part, Box(at, middle - size / 2, at + width, middle + size / 2), size))
        at += width + step
    return words


def _appearance(page: Any, widget: dict[str, Any]) -> tuple[str, float]:
    """The text that a widget's normal appearance draws, and its letter height in points."""
    stream = resolve1((resolve1(widget.get("AP")) or {}).get("N"))
    if not isinstance(stream, PDFStream):
        return "", 0.0
    manager = PDFResourceManager()
    device = PDFPageAggregator(manager, laparams=None)
    interpreter = PDFPageInterpreter(manager, device)
    identity = (1, 0, 0, 1, 0, 0)
    device.begin_page(page.page_obj, identity)
    interpreter.render_contents(resolve1(stream.get("Resources")) or {}, [stream], ctm=identity)
    device.end_page(page.page_obj)
    chars = _chars(device.get_result())
    chars.sort(key=lambda char: (-round(char.y0), char.x0))
    return "".join(char.get_text() for char in chars).strip(), max(
        (c.height for c in chars), default=0.0
    )


def _chars(item: LTItem) -> list[LTChar]:
    if isinstance(item, LTChar):
        return [item]
    if isinstance(item, LTContainer):
        return [char for child in item for char in _chars(child)]
    return []
