"""A born-digital PDF -> pages and flow, by pdfplumber, one page in memory at a time.

A page whose text layer is missing is told as a note (`unreadable_page`) and gets method "none".
"""

from __future__ import annotations

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from statistics import mode
from typing import Any

import pdfplumber
import regex
from pdfminer.pdfdocument import PDFPasswordIncorrect
from pdfminer.pdfexceptions import PDFException
from pdfminer.psexceptions import PSException
from pdfplumber.utils.exceptions import MalformedPDFException, PdfminerException

from errors import BrokenFileError, EncryptedFileError, NoPagesError, TooLargeError
from ingest.geometry import lines_of, side_by_side
from ingest.grid import build_grid, edges_of
from ingest.model import Box, FlowItem, Grid, Line, Note, Page, Span, Word
from ingest.stamps import stamped_words

logging.getLogger("pdfminer").setLevel(logging.ERROR)  # its warnings about odd fonts are not for our users

MAX_PAGES = 2000
MIN_WORDS = 3
"""A page with fewer words than this and a picture on it is an image of a page, not text."""

_PDF = "PDF"
_BOLD = regex.compile(r"bold|black|heavy|demi", regex.IGNORECASE)
_ITALIC = regex.compile(r"italic|oblique", regex.IGNORECASE)
_PAGE_NUMBER = regex.compile(r"[-–—]?\s*(?:trang\s+)?\d{1,4}(?:\s*/\s*\d{1,4})?\s*[-–—]?", regex.IGNORECASE)
_FOOTNOTE = regex.compile(r"\d{1,2}\s*\p{L}")
_MALFORMED = (
    PdfminerException, MalformedPDFException, PDFException, PSException,
    ValueError, KeyError, TypeError, AttributeError, IndexError, AssertionError,
    RecursionError, OverflowError, ZeroDivisionError, NotImplementedError,
)  # fmt: skip
"""What pdfminer lets out on broken files: besides its own classes, whatever the broken object did to it."""


@contextmanager
def _told() -> Iterator[None]:
    """Turn pdfminer's ways of failing into ours."""
    try:
        yield
    except (PDFPasswordIncorrect, PdfminerException) as exc:
        cause: object = exc.args[0] if exc.args else exc
        if isinstance(exc, PDFPasswordIncorrect) or isinstance(cause, PDFPasswordIncorrect):
            raise EncryptedFileError from exc
        raise BrokenFileError(media_type=_PDF, reason=_reason(exc)) from exc
    except _MALFORMED as exc:
        raise BrokenFileError(media_type=_PDF, reason=_reason(exc)) from exc


def _reason(exc: BaseException) -> str:
    return " ".join(str(exc).split())[:120] or type(exc).__name__


def read_pdf(path: Path, max_pages: int = MAX_PAGES) -> tuple[tuple[Page, ...], tuple[FlowItem, ...], tuple[Note, ...]]:
    """PDF file -> (pages, flow in reading order, notes).

    Raises EncryptedFileError, BrokenFileError, NoPagesError, TooLargeError.
    """
    pages: list[Page] = []
    flow: list[FlowItem] = []
    notes: list[Note] = []
    with _told(), pdfplumber.open(path) as pdf:
        if not pdf.pages:
            raise NoPagesError
        if len(pdf.pages) > max_pages:
            raise TooLargeError(reason=f"{len(pdf.pages)} trang > {max_pages}")
        for source in pdf.pages:
            page, items = _read_page(source)
            pages.append(page)
            flow.extend(items)
            if page.method == "none":
                notes.append(Note("unreadable_page", str(page.number), Span(page=page.number)))
            source.close()  # drops the page's objects: memory stays flat instead of growing by 2-3 MB a page
    return tuple(pages), tuple(_drop_running_heads(flow, pages)), tuple(notes)


def _drop_running_heads(flow: list[FlowItem], pages: list[Page]) -> list[FlowItem]:
    """Leave out lines that stand at one height in the margin of most pages, figures apart: running heads."""
    height = {page.number: page.height for page in pages}
    seen: dict[tuple[str, int], set[int]] = {}
    keys: dict[int, tuple[str, int]] = {}
    for item in flow:
        if not isinstance(item, Line) or item.span.page is None or item.span.box is None:
            continue
        y, whole = item.span.box.y0, height[item.span.page]
        if 0.1 * whole < y < 0.9 * whole:
            continue
        key = (regex.sub(r"\d+", "#", item.text), round(y if y < whole / 2 else y - whole) // 4)
        seen.setdefault(key, set()).add(item.span.page)
        keys[id(item)] = key
    often = {key for key, own in seen.items() if len(own) >= 3 and len(own) > 0.4 * len(pages)}
    return [item for item in flow if keys.get(id(item)) not in often]


def _read_page(source: Any) -> tuple[Page, list[FlowItem]]:
    number = int(source.page_number)
    words = [_word(raw) for raw in source.extract_words(extra_attrs=["fontname", "size"])]
    words += stamped_words(source, mode([word.size for word in words]) if words else 12.0)
    grids = _grids(source, words, number)
    inside = {id(word) for _, own in grids for word in own}
    lines = lines_of([word for word in words if id(word) not in inside], number)
    lines = _mark_footnotes(_drop_page_number(lines, float(source.height)), float(source.height))
    lines = _centre(lines, float(source.width))
    flow: list[FlowItem] = []
    rest = lines
    for grid, _ in grids:
        top = grid.span.box.y0 if grid.span.box else 0.0
        above = [line for line in rest if _y(line) < top]
        rest = [line for line in rest if _y(line) >= top]
        flow.extend(side_by_side(above))
        flow.append(grid)
    flow.extend(side_by_side(rest))
    method = "none" if len(words) < MIN_WORDS and source.images else "text"
    page = Page(
        number, round(float(source.width), 1), round(float(source.height), 1),
        "none" if method == "none" else "text", int(source.rotation or 0),
    )  # fmt: skip
    return page, _first_of_page(flow if method == "text" else [])


def _y(line: Line) -> float:
    return line.span.box.y0 if line.span.box else 0.0


def _first_of_page(flow: list[FlowItem]) -> list[FlowItem]:
    if flow and isinstance(flow[0], Line):
        return [replace(flow[0], page_break=True), *flow[1:]]
    return flow


def _word(raw: dict[str, Any]) -> Word:
    font = str(raw["fontname"])
    return Word(
        text=str(raw["text"]),
        box=Box(round(raw["x0"], 2), round(raw["top"], 2), round(raw["x1"], 2), round(raw["bottom"], 2)),
        size=round(float(raw["size"]), 1),
        bold=bool(_BOLD.search(font)),
        italic=bool(_ITALIC.search(font)),
    )


def _grids(source: Any, words: list[Word], number: int) -> list[tuple[Grid, list[Word]]]:
    """The ruled tables of a page from top to bottom, each with the words it holds. A lone frame is not a table,
    and rows ruled without columns are left to whoever reads columns from the white between words."""
    if not (source.lines or source.rects or source.curves):
        return []
    found: list[tuple[Grid, list[Word]]] = []
    for table in source.find_tables():
        rects = [Box(*map(float, cell)) for cell in table.cells if cell]
        if len(rects) < 2 or len(edges_of([x for rect in rects for x in (rect.x0, rect.x1)])) < 3:
            continue
        x0, y0, x1, y1 = map(float, table.bbox)
        own = [w for w in words if x0 <= (w.box.x0 + w.box.x1) / 2 <= x1 and y0 <= (w.box.y0 + w.box.y1) / 2 <= y1]
        found.append((build_grid(rects, own, number), own))
    found.sort(key=lambda pair: pair[0].span.box.y0 if pair[0].span.box else 0.0)
    return found


def _drop_page_number(lines: list[Line], height: float) -> list[Line]:
    """Leave out a page number standing alone in the top or bottom tenth of the page."""
    return [
        line
        for line in lines
        if not (
            (_y(line) < 0.1 * height or _y(line) > 0.88 * height)
            and line in (lines[0], lines[-1])
            and _PAGE_NUMBER.fullmatch(line.text)
        )
    ]


def _mark_footnotes(lines: list[Line], height: float) -> list[Line]:
    """Mark the small print at the foot: from a line that opens with a raised number to the end of the page."""
    sizes = [line.size for line in lines if line.size]
    if not sizes:
        return lines
    body = mode(sizes)
    start = len(lines)
    for i in range(len(lines) - 1, -1, -1):
        line = lines[i]
        if (line.size or body) > body - 1 or _y(line) < 0.4 * height:
            break
        if _FOOTNOTE.match(line.text):
            start = i
    return [replace(line, footnote=True) if i >= start else line for i, line in enumerate(lines)]


def _centre(lines: list[Line], width: float) -> list[Line]:
    """Tell centred lines: equal white left and right, in the text block or on the page, and clearly indented; the less
    white, the more exactly, since a first line that happens to end short looks much the same."""
    boxes = [line.span.box for line in lines if line.span.box]
    if not boxes:
        return lines
    left, right = min(b.x0 for b in boxes), max(b.x1 for b in boxes)
    if right - left < width / 2:
        left, right = 0.1 * width, 0.9 * width
    marked = []
    for line in lines:
        box = line.span.box
        white = 0.0 if box is None else min(box.x0 - left, right - box.x1)
        middle = 0.0 if box is None else box.x0 + box.x1
        skew = min(abs(middle - left - right), abs(middle - width))
        common = box is not None and sum(abs(b.x0 - box.x0) < 1.5 for b in boxes) > 3
        marked.append(replace(line, centered=not common and white > 4 and skew < 4 + 0.12 * max(white - 40, 0)))
    return marked
