"""Pictures that stand within a paper of text. A table that somebody pasted as a picture is read as
those of scans are; lines of words besides are told. Logos, seals, signatures, photographs and what
has only labels hold neither.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import TYPE_CHECKING, NamedTuple

from kehoach.errors import KehoachError
from kehoach.ingest.model import Grid, Line
from kehoach.ingest.options import ReadOptions

if TYPE_CHECKING:
    from kehoach.ingest.ocr.raster import Raster

LEAST_WIDTH, LEAST_HEIGHT = 200.0, 60.0
"""Points; a smaller picture holds no table that anybody could read."""
READ_AT, TAKEN_FOR = 300.0, 200.0
"""The resolution at which a part of a page is read as a picture, and the finest that one is taken
for: who pastes a table makes it smaller than it was printed."""
MARGIN = 60
"""Pixels of white that are put around: the frame of a table is sought within a page."""
FEWEST_ROWS, FEWEST_COLUMNS, FEWEST_FILLED = 2, 2, 4
"""Of a table, and its cells with words."""
FEWEST_LINES, FEWEST_WORDS, SURE = 3, 4, 0.6
"""Lines besides, the words of each, and how sure they are: less is a label, or no writing."""
MOST_EVIDENCE = 120


@dataclass(frozen=True, slots=True)
class Inlaid:
    """A picture: by what its reading is known, its size in points as it is printed, and what
    fetches its pixels."""

    key: str
    width: float
    height: float
    load: Callable[[float], Raster]


class Told(NamedTuple):
    """What is to be told of a picture: code and evidence of a note."""

    code: str
    evidence: str


def may_hold_table(width: float, height: float) -> bool:
    """Is a picture of this size (points) large enough for one?"""
    return width >= LEAST_WIDTH and height >= LEAST_HEIGHT


def read_inlaid(picture: Inlaid, options: ReadOptions) -> tuple[list[Grid], list[Told]]:
    """The tables of a picture (its boxes count from the corner of its white margin), and what is to
    be told: that they were read so; which words were left; that it could not be read."""
    # OpenCV and the readers only where there is something to see.
    from kehoach.ingest.ocr.document import PageSource, read_sources

    load = partial(_on_white, picture.load)
    size = (picture.width, picture.height)
    source = PageSource(picture.key, 1, width=size[0], height=size[1], dpi=0.0, load=load)
    try:
        scanned = read_sources([source], replace(options, progress=None))
        failed = bool(scanned.failures)
    except KehoachError:
        failed = True
    if failed:
        return [], [unread(picture.width, picture.height)]
    flow = scanned.flows[1]
    grids = [item for item in flow if isinstance(item, Grid) and _is_table(item)]
    told = [Told("picture_read", _words_of(grids))] if grids else []
    left = [item.text for item in flow if isinstance(item, Line) and _is_left(item)]
    if len(left) >= FEWEST_LINES:
        told.append(Told("picture_left", " ".join(left)[:MOST_EVIDENCE]))
    return grids, told


def _on_white(load: Callable[[float], Raster], timeout: float) -> Raster:
    """The pixels of a picture with a white margin."""
    import numpy as np

    from kehoach.ingest.ocr.pixels import as_pixels
    from kehoach.ingest.ocr.raster import Raster

    raster = load(timeout)
    sides = [(MARGIN, MARGIN)] * 2 + [(0, 0)] * (raster.pixels.ndim - 2)
    padded = np.pad(raster.pixels, sides, constant_values=255)
    return Raster(as_pixels(padded), min(raster.dpi, TAKEN_FOR))


def unread(width: float, height: float) -> Told:
    """That a picture of this size (points) could not be read."""
    return Told("picture_unread", f"{width / 72 * 2.54:.0f} x {height / 72 * 2.54:.0f} cm")


def _is_table(grid: Grid) -> bool:
    filled = sum(any(line.text.strip() for line in cell.lines) for cell in grid.cells)
    return grid.n_rows >= FEWEST_ROWS and grid.n_cols >= FEWEST_COLUMNS and filled >= FEWEST_FILLED


def _words_of(grids: Sequence[Grid]) -> str:
    lines = (line.text for grid in grids for cell in grid.cells for line in cell.lines)
    return " | ".join(lines)[:MOST_EVIDENCE]


def _is_left(line: Line) -> bool:
    """Is a line outside of tables one of words, surely read?"""
    if len(line.text.split()) < FEWEST_WORDS:
        return False
    sure = [word.confidence for word in line.words]
    return not sure or sum(sure) >= SURE * len(sure)
