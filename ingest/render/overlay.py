"""A page as the program sees it: words, lines, grids and the roles of their columns drawn over its
image (PNG)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeAlias

import cv2
from numpy.typing import NDArray

from kehoach.ingest.model import Box, Document, FlowItem, Grid, Line, Page, lines_of
from kehoach.ingest.ocr.deskew import shrunk
from kehoach.ingest.ocr.pixels import Pixels, as_pixels

Colour: TypeAlias = tuple[int, int, int]
"""Blue, green, red, as OpenCV orders them."""
Roles: TypeAlias = tuple[str | None, ...]
"""The role of each column of a grid, None where it is not known."""
_LINE, _CELL, _LAYOUT, _LABEL = (200, 120, 0), (0, 140, 0), (160, 0, 160), (0, 0, 200)
"""Blue, green, violet, red."""
_VALUE = (0, 110, 230)
"""Orange."""
FILLED = -1
"""The stroke with which OpenCV fills a rectangle."""
MAX_SIDE = 2400
"""Pixels of the picture's longer side."""


def draw_page(
    image: Pixels,
    document: Document,
    number: int,
    roles: Mapping[int, Roles],
    *,
    values: Sequence[tuple[str, Box]] = (),
) -> bytes:
    """The image of page `number` (grey or RGB, the whole page upright), what was read there, per
    grid of the page (in order) the roles of its columns, and the places of `values` with the names
    of their fields -> a PNG.

    Words are shaded from green (sure) to red; lines are blue, cells green, layout tables violet,
    values orange.
    Raises ValueError when the document has no such page.
    """
    page = next((page for page in document.pages if page.number == number), None)
    if page is None:
        raise ValueError(f"no page {number}")
    items = [item for item in document.flow if item.span.page == number]
    canvas = _Canvas.of(image, page)
    canvas.shade_words(items)
    grids = 0
    for item in items:
        if isinstance(item, Line):
            _draw_line(canvas, item)
        else:
            _draw_grid(canvas, item, roles=roles.get(grids, ()))
            grids += 1
    for name, box in values:
        _draw_value(canvas, name, box=box)
    told = f"page {number}  {page.method}  confidence {page.confidence:.2f}  turned {page.rotation}"
    canvas.write(told, (12, 24), size=0.6)
    _, encoded = cv2.imencode(".png", canvas.pixels)
    return encoded.tobytes()


@dataclass(slots=True)
class _Canvas:
    """A picture in colour to draw on, `scale` pixels a point."""

    pixels: NDArray[Any]
    scale: float

    @classmethod
    def of(cls, image: Pixels, page: Page) -> _Canvas:
        """The image of a page (grey or RGB), its longer side at most MAX_SIDE."""
        how = cv2.COLOR_GRAY2BGR if image.ndim == 2 else cv2.COLOR_RGB2BGR
        pixels = cv2.cvtColor(image, how)
        longer_side = max(pixels.shape[:2])
        shrink = min(1.0, MAX_SIDE / longer_side)
        pixels = shrunk(as_pixels(pixels), shrink)
        width = pixels.shape[1]
        return cls(pixels, scale=width / page.width)

    def shade_words(self, items: Sequence[FlowItem]) -> None:
        """Lay a colour over each word that tells how surely it was read."""
        shade = _Canvas(self.pixels.copy(), self.scale)
        for line in lines_of(items):
            for word in line.words:
                green = int(90 + 165 * word.confidence)
                red = int(255 - 195 * word.confidence)
                shade.rectangle(word.box, (60, green, red), stroke=FILLED)
        self.pixels = cv2.addWeighted(
            src1=shade.pixels,
            alpha=0.35,
            src2=self.pixels,
            beta=0.65,
            gamma=0,
        )

    def rectangle(self, box: Box, colour: Colour, *, stroke: int) -> None:
        """The outline of a box (points), so many pixels thick."""
        cv2.rectangle(
            self.pixels,
            pt1=self.pixel_at(box.x0, box.y0),
            pt2=self.pixel_at(box.x1, box.y1),
            color=colour,
            thickness=stroke,
        )

    def write(self, text: str, place: tuple[int, int], *, size: float) -> None:
        """A label whose base line begins at a pixel (x, y)."""
        cv2.putText(
            self.pixels,
            text,
            org=place,
            fontFace=cv2.FONT_HERSHEY_SIMPLEX,
            fontScale=size,
            color=_LABEL,
            thickness=2,
            lineType=cv2.LINE_AA,
        )

    def pixel_at(self, x: float, y: float) -> tuple[int, int]:
        """The pixel at a place in points."""
        return round(x * self.scale), round(y * self.scale)


def _draw_line(canvas: _Canvas, line: Line) -> None:
    if line.span.box is not None:
        canvas.rectangle(line.span.box, _LINE, stroke=2 if line.bold else 1)


def _draw_value(canvas: _Canvas, name: str, box: Box) -> None:
    canvas.rectangle(box, _VALUE, stroke=2)
    left, top = canvas.pixel_at(box.x0, box.y0)
    canvas.write(name, (left, top - 2), size=0.35)


def _draw_grid(canvas: _Canvas, grid: Grid, roles: Roles) -> None:
    colour = _CELL if grid.ruled else _LAYOUT
    for cell in grid.cells:
        if cell.box is not None:
            canvas.rectangle(cell.box, colour, stroke=2)
        for line in cell.lines:
            _draw_line(canvas, line)
    if grid.span.box is not None and not grid.ruled:
        canvas.rectangle(grid.span.box, colour, stroke=1)
    for column, role in enumerate(roles):
        top = _first_box(grid, column)
        if role is None or top is None:
            continue
        left, upper = canvas.pixel_at(top.x0, top.y0)
        place = (left + 4, upper - 5)
        canvas.write(role, place, size=0.55)


def _first_box(grid: Grid, column: int) -> Box | None:
    """The box of the first cell that begins in a column."""
    for cell in grid.cells:
        if cell.col == column and cell.box is not None:
            return cell.box
    return None
