"""Pictures in a Word file that may hold a table: which they are, how large they are printed, and
what is read of them."""

from __future__ import annotations

import hashlib
import tempfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from lxml import etree

from kehoach.ingest.inlaid import Inlaid, may_hold_table, read_inlaid, unread
from kehoach.ingest.model import Cell, Grid, Line, Note, Span
from kehoach.ingest.options import ReadOptions
from kehoach.ingest.safety import Package
from kehoach.patterns import compile_regex

if TYPE_CHECKING:
    from kehoach.ingest.ocr.raster import Raster

MOST = 20
"""Pictures of a paper that are read."""
_EMU = 12700
"""Of a point."""
_POINTS = {"pt": 1.0, "in": 72.0, "cm": 72 / 2.54, "mm": 72 / 25.4, "px": 0.75, "": 0.75}
_R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
_BLIP = "{http://schemas.openxmlformats.org/drawingml/2006/main}blip"
_EXTENT = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}extent"
_SHAPE = "{urn:schemas-microsoft-com:vml}shape"
_IMAGE = "{urn:schemas-microsoft-com:vml}imagedata"
_DRAWINGS = (
    "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}drawing",
    "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}pict",
    "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}object",
)
_SIZE = compile_regex(r"(?:^|;)\s*(width|height)\s*:\s*([\d.]+)\s*(pt|in|cm|mm|px|)\s*(?=;|$)")


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture of a paragraph: by what the text refers to it, and its size in points."""

    identifier: str
    width: float
    height: float


def pictures_in(drawing: etree._Element) -> Iterator[Picture]:
    """The pictures of a drawing, or of an older shape, that may hold a table."""
    for blip in drawing.iter(_BLIP):
        extent = next(drawing.iter(_EXTENT), None)
        if extent is not None:
            size = (_number(extent.get("cx")) / _EMU, _number(extent.get("cy")) / _EMU)
            if may_hold_table(*size):
                yield Picture(blip.get(f"{_R}embed", ""), *size)
    for shape in drawing.iter(_SHAPE):
        image = next(shape.iter(_IMAGE), None)
        if image is not None:
            told = {name: (value, unit) for name, value, unit in _SIZE.findall(_style(shape))}
            width, height = (
                _number(value) * _POINTS[unit]
                for value, unit in (told.get(name, ("0", "")) for name in ("width", "height"))
            )
            if may_hold_table(width, height):
                yield Picture(image.get(f"{_R}id", ""), width, height)


def _style(shape: etree._Element) -> str:
    return shape.get("style", "").lower()


def _number(text: str | None) -> float:
    try:
        return float(text or 0)
    except ValueError:
        return 0.0


def pictures_of(
    package: Package, document: etree._Element, parts: Mapping[str, str]
) -> dict[str, bytes]:
    """The files of the pictures in a document that may hold a table, by what the text refers to
    them with; `parts`: the parts that it names."""
    wanted = [
        picture.identifier
        for element in document.iter(*_DRAWINGS)
        for picture in pictures_in(element)
    ]
    found: dict[str, bytes] = {}
    for identifier in dict.fromkeys(wanted):
        if parts.get(identifier) in package.names and len(found) < MOST:
            found[identifier] = package.read(parts[identifier])
    return found


class PictureReader:
    """Reads the pictures of a file; reads none where there are no options to read by."""

    def __init__(self, files: Mapping[str, bytes], options: ReadOptions | None) -> None:
        self._files, self._options = files, options

    def read(self, picture: Picture, span: Span) -> tuple[list[Grid], list[Note]]:
        """The tables of a picture, and what is to be told of it, in the place of its paragraph."""
        if self._options is None:
            return [], []
        data = self._files.get(picture.identifier)
        if data is None:  # it lies outside of the file, or is one of too many
            return [], [Note(*unread(picture.width, picture.height), span=span)]
        key = f"{hashlib.sha256(data).hexdigest()}@{picture.width:.0f}x{picture.height:.0f}"
        inlaid = Inlaid(
            key, picture.width, picture.height, load=partial(_pixels, data, picture.width)
        )
        grids, told = read_inlaid(inlaid, self._options)
        notes = [Note(*one, span=span) for one in told]
        return [_in_paragraph(grid, span) for grid in grids], notes


def _pixels(data: bytes, width: float, timeout: float) -> Raster:
    """The pixels of a picture file, at the resolution that they have as printed."""
    from kehoach.ingest.ocr.raster import Raster, image_page

    del timeout
    with tempfile.TemporaryDirectory(prefix="kehoach-") as folder:
        path = Path(folder) / "picture"
        path.write_bytes(data)
        raster = image_page(path, 1)
    return Raster(raster.pixels, raster.pixels.shape[1] / width * 72)


def _in_paragraph(grid: Grid, span: Span) -> Grid:
    """A table of a picture as one of a format without pages."""

    def line_of(line: Line) -> Line:
        return replace(line, span=span, words=(), row=None, page_break=False)

    def cell_of(cell: Cell) -> Cell:
        return replace(cell, lines=tuple(map(line_of, cell.lines)), box=None, page=None)

    return replace(grid, cells=tuple(map(cell_of, grid.cells)), span=span)
