"""pdfplumber's page, drawn more quickly: the same letters, lines and pictures, without what no
reader of plans needs.

For every letter pdfminer builds an object, and pdfplumber copies it, field by field, into a
dictionary of some thirty. Here a letter becomes at once the dictionary of the eleven that
pdfplumber's words are made of. Everything else (fonts, encodings, the geometry of tables and words)
stays theirs, and the figures come out equal to the last bit (`tests/test_pdf_page.py`).
"""

from __future__ import annotations

from collections.abc import Callable, Generator, Sequence
from typing import Any

from pdfminer.converter import PDFPageAggregator
from pdfminer.layout import LTContainer, LTItem
from pdfminer.pdffont import PDFFont, PDFUnicodeNotDefined
from pdfminer.pdfinterp import PDFPageInterpreter
from pdfminer.pdftypes import PDFStream, stream_value
from pdfminer.psparser import PSKeyword, keyword_name
from pdfminer.utils import apply_matrix_rect
from pdfplumber.page import Page, fix_fontname_bytes
from pdfplumber.utils.exceptions import PdfminerException

from kehoach.ingest.pdf.operators import objects

Matrix = tuple[float, float, float, float, float, float]
Point = tuple[float, float]


def quick(page: Page) -> QuickPage:
    """A page of pdfplumber, not yet read -> the same page that reads itself quickly."""
    return QuickPage(page.pdf, page.page_obj, page.page_number, page.initial_doctop)


class QuickPage(Page):
    """pdfplumber's page whose `chars` have what words are made of: text, box, font, size,
    direction."""

    @property
    def layout(self) -> Any:
        """What pdfminer draws of the page, letters as dictionaries. Raises PdfminerException."""
        if not hasattr(self, "_layout"):
            device = _Device(self)
            try:
                _Interpreter(self.pdf.rsrcmgr, device).process_page(self.page_obj)
            except Exception as error:
                raise PdfminerException(error) from error  # as pdfplumber does
            self._layout = device.get_result()
        return self._layout

    def iter_layout_objects(
        self, layout_objects: Sequence[LTItem | dict[str, Any]]
    ) -> Generator[dict[str, Any], None, None]:
        """Letters as they are, all else as pdfplumber makes it."""
        for item in layout_objects:
            if isinstance(item, dict):
                yield item
            elif isinstance(item, LTContainer):
                yield from self.iter_layout_objects(item._objs)
            else:
                yield self.process_object(item)


class _Device(PDFPageAggregator):
    """Takes letters as dictionaries in the page's own measure: points from its top left corner."""

    def __init__(self, page: QuickPage) -> None:
        super().__init__(page.pdf.rsrcmgr, pageno=page.page_number, laparams=None)
        self._height = page.height
        self._left, self._top = page.mediabox[:2]
        self._doctop = page.initial_doctop
        self._number = page.page_number
        self._known: dict[PDFFont, dict[int, tuple[str, float]]] = {}

    # The signature is pdfminer's; `seq` holds strings of letters (bytes) and steps between them.
    def render_string_horizontal(  # noqa: PLR0913, PLR0917
        self,
        seq: Any,
        matrix: Matrix,
        pos: Point,
        font: PDFFont,
        fontsize: float,
        scaling: float,
        charspace: float,
        wordspace: float,
        rise: float,
        dxscale: float,
        ncs: Any,
        graphicstate: Any,
    ) -> Point:
        """One string of letters; returns where the next one begins. The arithmetic is that of
        `PDFTextDevice`, `LTChar` and `Page.process_object`, in their order: another order would
        differ in the last bit. Everything stands in one loop: it runs for every letter."""
        a, b, c, d, e, f = matrix
        x, y = pos
        known = self._known.setdefault(font, {})
        low = font.get_descent() * fontsize + rise
        high = low + fontsize
        level = b == 0 and c == 0 and a > 0 and d > 0 and high >= low
        upright = a * d * scaling > 0 and b * c <= 0
        name = font.fontname
        if isinstance(name, bytes):
            name = fix_fontname_bytes(name)
        add: Callable[[Any], None] = self.cur_item._objs.append
        height, top, left, doctop, number = (
            self._height,
            self._top,
            self._left,
            self._doctop,
            self._number,
        )
        spaced = False
        for part in seq:
            if isinstance(part, (int, float)):
                x -= part * dxscale
                spaced = True
                continue
            if not isinstance(part, bytes):
                continue
            for cid in font.decode(part):
                if spaced:
                    x += charspace
                if cid in known:
                    text, width = known[cid]
                else:
                    text, width = known[cid] = self._glyph(font, cid)
                advance = width * fontsize * scaling
                right, up = x * a + y * c + e, x * b + y * d + f
                if level and advance >= 0:
                    x0, y0, x1, y1 = right, d * low + up, a * advance + right, d * high + up
                else:
                    x0, y0, x1, y1 = apply_matrix_rect(
                        (a, b, c, d, right, up), (0, low, advance, high)
                    )
                upper = (height - y1) + top
                letter = {
                    "fontname": name,
                    "size": y1 - y0,
                    "upright": upright,
                    "x0": x0 + left,
                    "x1": x1 + left,
                    "top": upper,
                    "bottom": (height - y0) + top,
                    "doctop": doctop + upper,
                    "text": text,
                    "object_type": "char",
                    "page_number": number,
                }
                add(letter)
                x += advance
                if cid == 32 and wordspace:
                    x += wordspace
                spaced = True
        return (x, y)

    def _glyph(self, font: PDFFont, cid: int) -> tuple[str, float]:
        """The letter that a font shows for a code, and its width for a letter size of 1."""
        try:
            text = font.to_unichr(cid)
        except PDFUnicodeNotDefined:
            text = self.handle_undefined_char(font, cid)
        if not isinstance(text, str):
            raise TypeError(f"letter {cid} is no text")
        return text, font.char_width(cid)


class _Interpreter(PDFPageInterpreter):
    """pdfminer's, with our tokens and with each operator looked up once."""

    def execute(self, streams: Sequence[object]) -> None:
        """Run the streams of a page or of a form; one that runs already, higher up, is left out
        (CWE-835)."""
        self.stream_ids.clear()
        sound: list[PDFStream] = []
        for stream in map(stream_value, streams):
            if stream.objid is not None and stream.objid not in self.parent_stream_ids:
                sound.append(stream)
                self.stream_ids.add(stream.objid)
        known: dict[PSKeyword, tuple[Callable[..., None] | None, int]] = {}
        for item in objects(sound):
            if not isinstance(item, PSKeyword):
                self.argstack.append(item)
                continue
            if item not in known:
                known[item] = self._operator(item)
            operator, count = known[item]
            if operator is None:
                continue
            if not count:
                operator()
                continue
            operands = self.argstack[-count:]
            del self.argstack[-count:]
            if len(operands) == count:
                operator(*operands)

    def _operator(self, keyword: PSKeyword) -> tuple[Callable[..., None] | None, int]:
        """What does an operator, and how many operands it takes."""
        name = keyword_name(keyword).replace("*", "_a").replace('"', "_w").replace("'", "_q")
        method = getattr(self, f"do_{name}", None)
        return method, method.__code__.co_argcount - 1 if method else 0
