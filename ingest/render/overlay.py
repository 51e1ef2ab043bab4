"""A page as the program sees it: words, lines, grids and the roles of their columns drawn over its
image (PNG)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import cv2
from numpy.typing import NDArray

from kehoach.ingest.model import Box, Document, Grid, Line, lines_of
from kehoach.ingest.ocr.pixels import Pixels

Canvas = NDArray[Any]
_LINE, _CELL, _LOOSE, _LABEL = (200, 120, 0), (0, 140, 0), (160, 0, 160), (0, 0, 200)
"""Blue, green, violet, red, as OpenCV orders them (BGR)."""
MAX_SIDE = 2400
"""Pixels of the picture's longer side."""


def draw_page(
    image: Pixels, document: Document, number: int, roles: Mapping[int, tuple[str | None, ...]]
) -> bytes:
    """The image of page `number` (grey or RGB, the whole page upright), what was read there, and
    per grid of the page (in order) the roles of its columns -> a PNG.

    Words are shaded from green (sure) to red; lines are blue, cells green, layout tables violet.
    Raises ValueError when the document has no such page.
    """
    page = next((page for page in document.pages if page.number == number), None)
    if page is None:
        raise ValueError(f"no page {number}")
    canvas = cv2.cvtColor(image, cv2.COLOR_GRAY2BGR if image.ndim == 2 else cv2.COLOR_RGB2BGR)
    shrink = min(1.0, MAX_SIDE / max(canvas.shape[:2]))
    canvas = cv2.resize(canvas, None, fx=shrink, fy=shrink, interpolation=cv2.INTER_AREA)
    scale = canvas.shape[1] / page.width
    shade = canvas.copy()
    items = [item for item in document.flow if item.span.page == number]
    for line in lines_of(items):
        for word in line.words:
            sure = word.confidence
            colour = (60, int(90 + 165 * sure), int(255 - 195 * sure))
            _rectangle(shade, word.box, scale, colour, -1)
    canvas = cv2.addWeighted(shade, 0.35, canvas, 0.65, 0)
    grids = 0
    for item in items:
        if isinstance(item, Line):
            _draw_line(canvas, item, scale)
            continue
        _draw_grid(canvas, item, scale, roles.get(grids, ()))
        grids += 1
    told = f"page {number}  {page.method}  confidence {page.confidence:.2f}  turned {page.rotation}"
    cv2.putText(canvas, told, (12, 24), cv2.FONT_HERSHEY_SIMPLEX, 0.6, _LABEL, 2, cv2.LINE_AA)
    return cv2.imencode(".png", canvas)[1].tobytes()


def _rectangle(
    canvas: Canvas, box: Box, scale: float, colour: tuple[int, int, int], width: int
) -> None:
    corners = [
        (round(x * scale), round(y * scale)) for x, y in ((box.x0, box.y0), (box.x1, box.y1))
    ]
    cv2.rectangle(canvas, corners[0], corners[1], colour, width)


def _draw_line(canvas: Canvas, line: Line, scale: float) -> None:
    if line.span.box is None:
        return
    _rectangle(canvas, line.span.box, scale, _LINE, 2 if line.bold else 1)


def _draw_grid(canvas: Canvas, grid: Grid, scale: float, roles: tuple[str | None, ...]) -> None:
    for cell in grid.cells:
        if cell.box is not None:
            _rectangle(canvas, cell.box, scale, _CELL if grid.ruled else _LOOSE, 2)
        for line in cell.lines:
            _draw_line(canvas, line, scale)
    if grid.span.box is not None and not grid.ruled:
        _rectangle(canvas, grid.span.box, scale, _LOOSE, 1)
    for column, role in enumerate(roles):
        top = next(
            (cell.box for cell in grid.cells if cell.col == column and cell.box is not None), None
        )
        if role is not None and top is not None:
            at = (round(top.x0 * scale) + 4, round(top.y0 * scale) - 5)
            cv2.putText(canvas, role, at, cv2.FONT_HERSHEY_SIMPLEX, 0.55, _LABEL, 2, cv2.LINE_AA)
