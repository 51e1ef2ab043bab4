"""From the boxes of a page as it was read (points from the top left) to the space of the PDF
(points from the bottom left, before the page is turned)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from kehoach.schema.models import SourcePage

Point = tuple[float, float]
Box = tuple[float, float, float, float]

_LINE = 15.0
"""Points: about the height of a printed line."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """The sheet of a page in the space of the PDF, and by how many quarters it is turned clockwise
    to stand as it was read."""

    left: float
    bottom: float
    right: float
    top: float
    quarters: int


@dataclass(frozen=True, slots=True)
class Corners:
    """The corners of a box in the space of a PDF, in the order of QuadPoints: top left, top right,
    bottom left, bottom right, as the page is read."""

    points: tuple[Point, Point, Point, Point]

    @property
    def flat(self) -> tuple[float, ...]:
        """The numbers of the points in a row."""
        return tuple(number for point in self.points for number in point)

    @property
    def around(self) -> Box:
        """The upright rectangle around them."""
        across = [x for x, _ in self.points]
        up = [y for _, y in self.points]
        return min(across), min(up), max(across), max(up)


def sheet_of(page: Any, read: SourcePage, *, is_as_read: bool) -> Sheet:
    """Where a page (pypdf) was read: pdfplumber counts from the media box, and pages are read with
    their letters upright, whatever the file says. A page that lies in the copy as it was read is
    turned no more."""
    box = page.mediabox
    area = (float(box.left), float(box.bottom), float(box.right), float(box.top))
    return Sheet(*area, quarters=0 if is_as_read else read.rotation // 90 % 4)


def strips_of(box: Box) -> list[Box]:
    """A box as strips about as high as a line: viewers round the ends of a highlight by its height.

    >>> strips_of((0, 0, 50, 30))
    [(0, 0.0, 50, 15.0), (0, 15.0, 50, 30.0)]
    """
    x0, y0, x1, y1 = box
    count = max(1, round((y1 - y0) / _LINE))
    height = (y1 - y0) / count
    return [(x0, y0 + n * height, x1, y0 + (n + 1) * height) for n in range(count)]


def corners_of(box: Box, sheet: Sheet) -> Corners:
    """The corners of a box.

    >>> corners_of((10, 20, 30, 40), Sheet(0, 0, 100, 200, quarters=0)).around
    (10, 160, 30, 180)
    >>> corners_of((10, 20, 30, 40), Sheet(0, 0, 100, 200, quarters=1)).around
    (20, 10, 40, 30)
    """
    x0, y0, x1, y1 = box
    corners = ((x0, y0), (x1, y0), (x0, y1), (x1, y1))
    first, second, third, fourth = (_in_pdf(corner, sheet) for corner in corners)
    return Corners((first, second, third, fourth))


def _in_pdf(point: Point, sheet: Sheet) -> Point:
    x, y = point
    match sheet.quarters:
        case 1:
            return sheet.left + y, sheet.bottom + x
        case 2:
            return sheet.right - x, sheet.bottom + y
        case 3:
            return sheet.right - y, sheet.top - x
        case _:
            return sheet.left + x, sheet.top - y
