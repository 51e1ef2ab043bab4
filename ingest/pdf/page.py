"""pdfplumber's page, drawn more quickly: the same letters, lines and pictures, without what no
reader of plans needs.

For every letter pdfminer builds an object, and pdfplumber copies it, field by field, into a
dictionary of some thirty. Here a letter becomes at once the dictionary of the eleven that
pdfplumber's words are made of. Everything else (fonts, encodings, the geometry of tables and words)
stays theirs, and the figures come out equal to the last bit (`tests/test_pdf_page.py`).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Generator, Mapping, Sequence
from typing import Any

from pdfminer.converter import PDFPageAggregator
from pdfminer.layout import LTContainer, LTItem
from pdfminer.pdffont import PDFFont, PDFUnicodeNotDefined
from pdfminer.pdfinterp import PDFGraphicState, PDFPageInterpreter, PDFTextState
from pdfminer.pdftypes import PDFStream, resolve1, stream_value
from pdfminer.psparser import PSKeyword, keyword_name, literal_name
from pdfminer.utils import apply_matrix_rect, mult_matrix
from pdfplumber.page import Page, fix_fontname_bytes
from pdfplumber.utils.exceptions import PdfminerException

from kehoach.ingest.pdf.contents import content_streams
from kehoach.ingest.pdf.operators import objects

SLANTED, PALE, UNSEEN = "slanted", "pale", "unseen"
"""Marks of letters that may be no print of the page: set askew, in a light colour, without ink."""
_SLANT = 0.18
"""The tangent of ten degrees; a scan laid askew has less."""
_LIGHT, _WHITE = 0.55, 0.99
"""Luminance of what counts as pale: paler than any grey that people write in, but not white, which
stands on dark ground."""
_NO_INK = (3, 7)
"""Text rendering modes that draw nothing (ISO 32000-1, 9.3.6)."""

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
                # An array of contents may name streams by way of other arrays.
                self.page_obj.contents = content_streams(self.page_obj)
                _Interpreter(self.pdf.rsrcmgr, device).process_page(self.page_obj)
            except Exception as error:
                raise PdfminerException(error) from error  # as pdfplumber does
            self._layout = device.get_result()
            self._letter_marks, self._turned = device.marks, device.turned
        return self._layout

    @property
    def letter_marks(self) -> Mapping[int, str]:
        """The marks of letters that have one, by the identity of the letter."""
        _ = self.layout
        return self._letter_marks

    @property
    def turned(self) -> Mapping[int, int]:
        """How many letters stand turned: by the quarter turns clockwise that would right them."""
        _ = self.layout
        return self._turned

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
        self.marks: dict[int, str] = {}
        self.turned: Counter[int] = Counter()

    def render_string(
        self, textstate: PDFTextState, seq: Any, ncs: Any, graphicstate: PDFGraphicState
    ) -> None:
        """Letters of one look: is there ink, and is it pale?"""
        letters = self.cur_item._objs
        first = len(letters)
        super().render_string(textstate, seq, ncs, graphicstate)
        if textstate.render in _NO_INK:
            ink = UNSEEN
        else:
            alpha = getattr(graphicstate, "alpha", 1.0)
            ink = PALE if _is_pale(graphicstate.ncolor, alpha) else ""
        matrix = mult_matrix(textstate.matrix, self.ctm)
        is_level = matrix[1] == 0 and matrix[2] == 0 and matrix[0] > 0 and matrix[3] > 0
        if ink or not is_level:
            self._mark(letters[first:], matrix, ink=ink)

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

    def _mark(self, letters: Sequence[Any], matrix: Matrix, ink: str) -> None:
        """Remember letters that are not set level in full ink."""
        a, b, c, d = matrix[:4]
        across, along = abs(a) + abs(d), abs(b) + abs(c)
        is_askew = min(abs(a), abs(b)) > _SLANT * max(abs(a), abs(b))
        mark = SLANTED if is_askew else ink
        if mark:
            self.marks.update((id(letter), mark) for letter in letters)
        if along > across:
            self.turned[1 if b > 0 else 3] += len(letters)
        elif a < 0 and d < 0:
            self.turned[2] += len(letters)

    def _glyph(self, font: PDFFont, cid: int) -> tuple[str, float]:
        """The letter that a font shows for a code, and its width for a letter size of 1."""
        try:
            text = font.to_unichr(cid)
        except PDFUnicodeNotDefined:
            text = self.handle_undefined_char(font, cid)
        if not isinstance(text, str):
            raise TypeError(f"letter {cid} is no text")
        return text, font.char_width(cid)


def _is_pale(colour: Any, alpha: float = 1.0) -> bool:
    """Is a colour light on paper, but not white? One number is a grey, three are red, green and
    blue, four the inks of print; what is neither (a pattern) is taken for full ink.

    >>> [_is_pale(colour) for colour in (0, 0.75, 1, (0.8, 0.8, 0.8), (0, 0, 0, 0.2), None)]
    [False, True, False, True, True, False]
    >>> _is_pale((1, 0, 0), alpha=0.3)
    True
    """
    parts = colour if isinstance(colour, (tuple, list)) else (colour,)
    if not all(isinstance(part, (int, float)) for part in parts):
        return False
    if len(parts) == 1:
        light = parts[0]
    elif len(parts) == 3:
        light = 0.3 * parts[0] + 0.59 * parts[1] + 0.11 * parts[2]
    elif len(parts) == 4:
        inks = 0.3 * parts[0] + 0.59 * parts[1] + 0.11 * parts[2]
        light = (1 - min(inks, 1)) * (1 - parts[3])
    else:
        return False
    return bool(_LIGHT < 1 - (1 - light) * alpha < _WHITE)


class _Graphics(PDFGraphicState):
    """pdfminer's state of graphics, and how much of the ground shows through (`alpha`)."""

    def __init__(self) -> None:
        super().__init__()
        self.alpha = 1.0

    def copy(self) -> _Graphics:
        """The same for `q`."""
        made = _Graphics()
        vars(made).update(vars(self))
        return made


class _Interpreter(PDFPageInterpreter):
    """pdfminer's, with our tokens and with each operator looked up once."""

    def init_state(self, ctm: Matrix) -> None:
        """The state in which a page or a form begins."""
        super().init_state(ctm)
        self.graphicstate = _Graphics()

    def do_gs(self, name: Any) -> None:
        """Named parameters of graphics: of these only how much of the ground shows through letters
        (`ca`)."""
        named = resolve1(self.resources.get("ExtGState")) if self.resources else None
        chosen = resolve1(named.get(literal_name(name))) if isinstance(named, dict) else None
        alpha = resolve1(chosen.get("ca")) if isinstance(chosen, dict) else None
        if isinstance(alpha, (int, float)) and isinstance(self.graphicstate, _Graphics):
            self.graphicstate.alpha = min(max(float(alpha), 0.0), 1.0)

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
