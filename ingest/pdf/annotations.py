"""Words that stand over a page instead of in it: filled form fields, and the number and day that an
e-office system stamps in when the paper is signed (each the appearance of a signature field, as the
signing tools of Vietnamese offices do it under Decree 30/2020/NĐ-CP). Extractors of page content do
not see them; readers of the paper do.
"""

from __future__ import annotations

from math import isfinite
from typing import Any, TypeAlias

from pdfminer.converter import PDFPageAggregator
from pdfminer.layout import LTChar, LTContainer, LTItem
from pdfminer.pdfinterp import PDFPageInterpreter, PDFResourceManager
from pdfminer.pdftypes import PDFStream, resolve1
from pdfminer.utils import decode_text

from kehoach.ingest.model import Box, Word
from kehoach.patterns import compile_regex

Widget: TypeAlias = dict[str, Any]
"""An annotation of a page, as pdfminer gives it."""
SIDES = 4
_IDENTITY = (1, 0, 0, 1, 0, 0)
_STAMP = compile_regex(r"[\d./\-]{1,12}")
"""A stamp worth reading is a number or a date; longer ones are the certificate's own words ("Ký
bởi: …")."""


def words_of_annotations(page: Any, size: float) -> list[Word]:
    """pdfplumber page -> the words over it, in page points. `size` is the letter size assumed for
    form fields."""
    words: list[Word] = []
    for reference in resolve1(page.page_obj.annots) or []:
        widget = resolve1(reference)
        rectangle = _rectangle(widget) if isinstance(widget, dict) else None
        if rectangle is not None:
            words += _words_of_widget(page, widget, rectangle=rectangle, size=size)
    return words


def _rectangle(widget: Widget) -> tuple[float, float, float, float] | None:
    """Left, bottom, right and top of an annotation; None where they are not four numbers: no viewer
    shows such a one."""
    sides = resolve1(widget.get("Rect"))
    if not isinstance(sides, list | tuple) or len(sides) != SIDES:
        return None
    try:
        left, bottom, right, top = (float(resolve1(side)) for side in sides)
    except (TypeError, ValueError, OverflowError):
        return None
    return (left, bottom, right, top) if all(map(isfinite, (left, bottom, right, top))) else None


def _words_of_widget(
    page: Any, widget: Widget, *, rectangle: tuple[float, float, float, float], size: float
) -> list[Word]:
    left, bottom, right, top = rectangle
    text, height = _field_value(widget), size
    if text is None:
        text, height = _appearance(page, widget)
        text = text if _STAMP.fullmatch(text) else ""
    middle = float(page.height) - (bottom + top) / 2
    letter = height or size
    line = Box(x0=left, y0=middle - letter / 2, x1=right, y1=middle + letter / 2)
    return _set_in_line(text, line, size=letter)


def _field_value(widget: Widget) -> str | None:
    """What was filled into a form field; None for what is none."""
    parent = resolve1(widget.get("Parent")) or {}
    value = resolve1(widget.get("V", parent.get("V")))
    if isinstance(value, str):
        value = value.encode("latin-1", "replace")
    return decode_text(value) if isinstance(value, bytes) else None


def _set_in_line(text: str, line: Box, *, size: float) -> list[Word]:
    """The words of `text` set in a line from its left side, letters as wide as fit into it."""
    step = min(size * 0.6, line.width / max(len(text), 1))
    words: list[Word] = []
    left = line.x0
    for part in text.split():
        width = step * len(part)
        words.append(Word(part, Box(left, line.y0, x1=left + width, y1=line.y1), size=size))
        left += width + step
    return words


def _appearance(page: Any, widget: Widget) -> tuple[str, float]:
    """The text that a widget's normal appearance draws, and its letter height in points."""
    appearances = resolve1(widget.get("AP")) or {}
    stream = resolve1(appearances.get("N"))
    if not isinstance(stream, PDFStream):
        return "", 0.0
    manager = PDFResourceManager()
    device = PDFPageAggregator(manager, laparams=None)
    interpreter = PDFPageInterpreter(manager, device)
    device.begin_page(page.page_obj, _IDENTITY)
    resources = resolve1(stream.get("Resources")) or {}
    interpreter.render_contents(resources, [stream], ctm=_IDENTITY)
    device.end_page(page.page_obj)
    letters = _letters(device.get_result())
    letters.sort(key=lambda letter: (-round(letter.y0), letter.x0))
    text = "".join(letter.get_text() for letter in letters).strip()
    return text, max((letter.height for letter in letters), default=0.0)


def _letters(item: LTItem) -> list[LTChar]:
    if isinstance(item, LTChar):
        return [item]
    if isinstance(item, LTContainer):
        return [letter for child in item for letter in _letters(child)]
    return []
