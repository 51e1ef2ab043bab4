"""A photograph -> where the sheet of paper lies in it: its four corners and the edges between them.

A scan is told from a photograph at a glance: its rim is paper. Where the rim is something else, the
sheet is what stands out from it: in brightness, in its palest channel, or in colour. What was found
counts only when the picture changes all along its edges.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

import cv2
import numpy as np
from numpy.typing import NDArray

from kehoach.ingest.ocr.deskew import shrunk
from kehoach.ingest.ocr.pixels import Pixels, as_pixels, kernel

Points = NDArray[np.float64]
"""Count x 2: x and y in pixels."""

GLANCE = 160
"""Pixels of the longer side of the copy that a scan is told by."""
LEAST_PIXELS = 200
"""Pixels of the shorter side: a smaller picture shows no sheet that could be read."""
SIGHT = 800
"""Pixels of the longer side of the copy that the sheet is sought on."""
RIM = 0.025
"""The rim that is looked at, as a share of the shorter side."""
PAPER, MOSTLY = 0.78, 0.7
"""As bright as this share of the paper is paper; a side of the rim that is paper for this share of
its length is the paper's own."""
LEAST_SHARE, MOST_SHARE = 0.2, 0.975
"""Of the picture that a sheet covers: less is a card or a note, more is a scan."""
LEAST_SUPPORT, LEAST_SIDE = 0.8, 0.55
"""The share of the whole outline, and of each side of it, where the picture must change."""
CHANGE = 14.0
"""By how much: the distance in Lab of what lies inside and outside."""
REACH = 5
"""Pixels of the copy that these lie from the edge."""
LARGEST_BEND = 0.12
"""How far an edge may stray from the straight line between its corners, as a share of it."""
STEPS = 65
"""Places that an edge is told by."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """A sheet in a picture, all in pixels of it: `corners` clockwise from the top left one; `edges`
    the top, right, bottom and left edge, each from left to right or from top to bottom by STEPS
    places that lie evenly on it."""

    corners: Points
    edges: tuple[Points, Points, Points, Points]


def is_framed(image: Pixels) -> bool:
    """Is the rim of a picture something else than the paper in its middle? So photographs of sheets
    are told from scans, in a millisecond."""
    height, width = image.shape[:2]
    if min(height, width) < LEAST_PIXELS:
        return False
    step = max(1, max(height, width) // GLANCE)
    first = step // 2
    glance = image[first::step, first::step]
    grey = glance if glance.ndim == 2 else glance.min(axis=2)  # paper is pale in every channel
    paper = float(np.percentile(_middle_of(grey, share=5), 75))
    sides_of_paper = 0
    for side in _rim_of(grey, share=RIM):
        pale = float((side > PAPER * paper).mean())
        if pale > MOSTLY:
            sides_of_paper += 1
    return sides_of_paper <= 1


def _middle_of(image: Pixels, *, share: int) -> Pixels:
    """An image without the outermost parts, each one of `share`."""
    height, width = image.shape[:2]
    down, across = height // share, width // share
    return image[down : height - down, across : width - across]


def _rim_of(image: Pixels, *, share: float) -> list[Pixels]:
    """The four sides of an image's rim, `share` of the shorter side wide."""
    wide = max(2, round(share * min(image.shape[:2])))
    return [image[:wide], image[-wide:], image[:, :wide], image[:, -wide:]]


def find_sheet(image: Pixels) -> Sheet | None:
    """The sheet in a photograph (RGB or grey); None in a scan, and where none stands out."""
    if not is_framed(image):
        return None
    scale = min(1.0, SIGHT / max(image.shape[:2]))
    small = shrunk(image, scale)
    if small.ndim == 2:
        small = as_pixels(cv2.cvtColor(small, cv2.COLOR_GRAY2RGB))
    calm = cv2.GaussianBlur(small, (0, 0), 1.0)
    lab = cv2.cvtColor(calm, cv2.COLOR_RGB2LAB).astype(np.float64)
    best: Sheet | None = None
    most = LEAST_SUPPORT
    for mask in _masks(small):
        sheet = _sheet_of(mask)
        if sheet is None:
            continue
        supports = [_support(lab, edge, sheet=sheet) for edge in sheet.edges]
        mean = sum(supports) / 4
        if min(supports) >= LEAST_SIDE and mean > most:
            best, most = sheet, mean
    return None if best is None else _enlarged(best, 1 / scale)


def _masks(small: Pixels) -> Iterator[Pixels]:
    """What may be the sheet, 255 there: what is pale, by Otsu's threshold, in one way of looking
    after the other; at last what the colours of the rim do not explain (GrabCut)."""
    hue_saturation_value = cv2.cvtColor(small, cv2.COLOR_RGB2HSV)
    looks = (
        small.min(axis=2),
        small.max(axis=2),
        255 - hue_saturation_value[..., 1],
    )
    for look in looks:
        pale = cv2.morphologyEx(as_pixels(look), cv2.MORPH_CLOSE, kernel(13, 13))
        pale = cv2.GaussianBlur(pale, (0, 0), 1.5)
        _, mask = cv2.threshold(pale, 0, 255, cv2.THRESH_BINARY + cv2.THRESH_OTSU)
        yield as_pixels(mask)
    yield _unlike_the_rim(small)


def _unlike_the_rim(small: Pixels) -> Pixels:
    """GrabCut: the rim is the table for sure, what is pale near the middle is likely paper."""
    tiny = shrunk(small, 240 / max(small.shape[:2]))
    tiny = as_pixels(cv2.morphologyEx(tiny, cv2.MORPH_CLOSE, kernel(5, 5)))
    marks = np.full(tiny.shape[:2], cv2.GC_PR_BGD, np.uint8)
    _middle_of(marks, share=6)[:] = cv2.GC_PR_FGD
    for side in _rim_of(marks, share=0.02):
        side[:] = cv2.GC_BGD
    table = np.zeros((1, 65))
    paper = np.zeros((1, 65))
    cv2.setRNGSeed(1)
    cv2.grabCut(tiny, marks, (0, 0, 1, 1), table, paper, 4, cv2.GC_INIT_WITH_MASK)
    is_paper = np.isin(marks, (cv2.GC_FGD, cv2.GC_PR_FGD))
    height, width = small.shape[:2]
    mask = cv2.resize(as_pixels(is_paper) * 255, (width, height), interpolation=cv2.INTER_LINEAR)
    _, sharp = cv2.threshold(mask, 127, 255, cv2.THRESH_BINARY)
    return as_pixels(sharp)


def _sheet_of(mask: Pixels) -> Sheet | None:
    """The sheet that a mask shows: its largest piece, when that has four corners and edges that are
    nearly straight between them."""
    whole = cv2.morphologyEx(mask, cv2.MORPH_OPEN, kernel(9, 9))
    whole = cv2.morphologyEx(whole, cv2.MORPH_CLOSE, kernel(9, 9))
    outlines, _ = cv2.findContours(whole, cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_NONE)
    if not outlines:
        return None
    outline = max(outlines, key=cv2.contourArea)
    area = float(cv2.contourArea(outline))
    share = area / mask.size
    if not LEAST_SHARE < share < MOST_SHARE:
        return None
    corners = _four_corners(np.asarray(outline, np.int32))
    if corners is None:
        return None
    quadrangle = float(cv2.contourArea(corners.astype(np.float32)))
    if not 0.85 < area / max(quadrangle, 1.0) < 1.15:
        return None
    edges = _edges_of(outline[:, 0].astype(np.float64), corners)
    return None if edges is None else Sheet(corners, edges)


def _four_corners(outline: NDArray[np.int32]) -> Points | None:
    """The corners of an outline, clockwise from the top left; None when it has not four."""
    hull = cv2.convexHull(outline)
    length = cv2.arcLength(hull, closed=True)
    for share in np.arange(0.012, 0.09, 0.004):
        corners = cv2.approxPolyDP(hull, float(share) * length, closed=True)
        if len(corners) == 4:
            return _clockwise(corners[:, 0].astype(np.float64))
        if len(corners) < 4:
            break
    return None


def _clockwise(corners: Points) -> Points:
    """Corners clockwise from the one at the top left."""
    across, down = (corners - corners.mean(axis=0)).T
    angles = np.arctan2(down, across)
    ordered = corners[np.argsort(angles)]
    first = int(np.argmin(ordered.sum(axis=1)))
    return np.asarray(np.roll(ordered, -first, axis=0))


def _edges_of(outline: Points, corners: Points) -> tuple[Points, Points, Points, Points] | None:
    """The parts of an outline between corners, smoothed; None when one strays too far."""
    nearest = [_nearest(outline, corner) for corner in corners]
    if _turn(outline) * _turn(corners) < 0:  # the outline runs the other way round
        outline = outline[::-1]
        nearest = [len(outline) - 1 - index for index in nearest]
    edges: list[Points] = []
    for start, end in pairwise([*nearest, nearest[0]]):
        count = (end - start) % len(outline)
        if count < STEPS // 4:
            return None
        indices = start + np.arange(count + 1)
        edge = _smooth(outline[indices % len(outline)])
        if edge is None:
            return None
        edges.append(edge)
    top, right, bottom, left = edges
    return top, right, bottom[::-1], left[::-1]


def _nearest(outline: Points, corner: Points) -> int:
    """The index of the place of an outline that is nearest to a corner."""
    squares = np.square(outline - corner)
    return int(np.argmin(squares.sum(axis=1)))


def _turn(points: Points) -> float:
    """The area that points go round, below 0 when they go the other way round."""
    return float(cv2.contourArea(points.astype(np.float32), oriented=True))


def _smooth(edge: Points) -> Points | None:
    """An edge by STEPS places that lie evenly on it: how far it strays from the straight line is a
    polynomial of the fifth degree, fitted to all but what lies apart (a clip, a thumb)."""
    chord = edge[-1] - edge[0]
    length = float(np.hypot(*chord))
    if not length:
        return None
    along = (edge - edge[0]) @ chord / length**2
    normal = np.array([-chord[1], chord[0]]) / length
    astray = (edge - edge[0]) @ normal
    if float(np.abs(astray).max()) > LARGEST_BEND * length:
        return None
    kept = np.ones(len(edge), bool)
    shape = np.zeros(6)
    for _ in range(3):
        shape = np.polyfit(along[kept], astray[kept], 5)
        off = np.abs(np.polyval(shape, along) - astray)
        kept = off <= max(1.5, 2.5 * float(np.median(off)))
    places = np.linspace(0, 1, STEPS)
    straight = edge[0] + np.outer(places, chord)
    return np.asarray(straight + np.outer(np.polyval(shape, places), normal))


def _support(lab: NDArray[np.float64], edge: Points, sheet: Sheet) -> float:
    """The share of an edge where the picture changes across it."""
    places = edge[3:-3]
    across, down = (edge[4:-2] - edge[2:-4]).T
    normals = np.stack([-down, across], axis=1)
    normals /= np.maximum(np.linalg.norm(normals, axis=1, keepdims=True), 1e-9)
    from_middle = places - sheet.corners.mean(axis=0)
    sides = np.sign((from_middle * normals).sum(axis=1, keepdims=True))
    outward = REACH * sides * normals
    inside = _colours(lab, places - outward)
    outside = _colours(lab, places + outward)
    change = np.linalg.norm(inside - outside, axis=1)
    is_paler = inside[:, 0] > outside[:, 0] - CHANGE / 2
    return float(((change > CHANGE) & is_paler).mean())


def _colours(lab: NDArray[np.float64], places: Points) -> NDArray[np.float64]:
    """The colours at some places; those beyond the picture are the nearest in it."""
    height, width = lab.shape[:2]
    columns, rows = np.round(places).astype(int).T
    columns = np.clip(columns, 0, width - 1)
    rows = np.clip(rows, 0, height - 1)
    return np.asarray(lab[rows, columns])


def _enlarged(sheet: Sheet, scale: float) -> Sheet:
    """The same sheet in a picture so many times as large; pixels are counted by their middles."""

    def larger(points: Points) -> Points:
        return np.asarray((points + 0.5) * scale - 0.5)

    top, right, bottom, left = map(larger, sheet.edges)
    return Sheet(larger(sheet.corners), (top, right, bottom, left))
