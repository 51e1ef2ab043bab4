"""A page image as scanned -> the same page upright, level, evenly lit, in grey, without coloured
ink.

Everything is done on pixels (numpy arrays, 0 black to 255 white); the result has one resolution for
all later steps, so that lengths there can be told in points.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from kehoach.ingest.ocr.components import Components
from kehoach.ingest.ocr.pixels import Pixels, as_pixels, kernel

WORK_DPI = 225
"""Resolution of a deskewed page. Tesseract's network wants letters of some 30 pixels; finer
costs and gains nothing (bench/SCANS.md)."""
MAX_PIXELS = 60_000_000
"""Of one page: A3 at 500 dpi."""
MAX_SKEW = 7.0
DOUBT_ASIDE, DOUBT_HEADS = 1.3, 0.06
"""Within these, only reading tells how a page lies. On 60 pages of real and made scans: sideways
2.3 against at most 0.7 upright; heads up 0.08 to 0.47, on their heads the same below zero."""
_PROFILE_HEIGHT = 1100
"""Angles are measured on a copy this high (pixels): enough for a tenth of a degree."""
_TURNS = (-2.0, -1.0, 0.0, 1.0, 2.0)
"""Degrees: one of these sets the lines of a page nearly level, whichever way it lies."""
_LARGEST_LETTER = 60
"""Pixels of that copy."""


@dataclass(frozen=True, slots=True)
class Lean:
    """How the upright rulings of a page lean: their slopes (pixels to the right per pixel down) at
    its `left` and its `right` edge, and the `middle` row (pixels) about which they are turned."""

    left: float
    right: float
    middle: float

    @property
    def largest(self) -> float:
        """The larger slope, whichever way it goes."""
        return max(abs(self.left), abs(self.right))


@dataclass(frozen=True, slots=True)
class DeskewedPage:
    """A deskewed page: `grey` at `dpi`, turned by `rotation` (quarter turns, degrees clockwise)
    and `skew` (degrees). Darker than `level` is ink. `bend`: by how many pixels print lay too low
    at each place of a coarse grid before lines were straightened (`ocr.photo`), None where they
    were straight. `lean`: how its upright rulings leaned before, None where they stood upright."""

    grey: Pixels
    dpi: float
    rotation: int
    skew: float
    level: float = 150.0
    bend: NDArray[np.float64] | None = None
    lean: Lean | None = None

    @property
    def points(self) -> float:
        """Points per pixel."""
        return 72.0 / self.dpi


def lift_colour(image: Pixels) -> Pixels:
    """Colour (height x width x 3) or grey image -> grey, where coloured ink (seals, signatures in
    blue) is as pale as paper while black print under it stays black.

    Black has no bright channel and coloured ink has one, so the brightest channel shows the print
    alone; what is left of dark ink is lifted further by its own colourfulness.
    """
    if image.ndim == 2:
        return image
    red, green, blue = cv2.split(image)
    bright = cv2.max(cv2.max(red, green), blue)
    dull = cv2.min(cv2.min(red, green), blue)
    chroma = cv2.subtract(bright, dull)
    tint = int(np.median(chroma[::8, ::8]))  # paper and lamp have a colour of their own
    colourless = tint + 24
    most_colourful = int(chroma[::2, ::2].max())
    if most_colourful <= colourless:
        return as_pixels(bright)
    ground = np.full_like(chroma, min(colourless, 255))
    lift = cv2.subtract(chroma, ground)
    # Print under a seal takes on some of its colour, but not its light.
    lift = cv2.multiply(lift, bright, scale=1 / 200)
    return as_pixels(cv2.add(bright, lift))


def even_light(grey: Pixels) -> Pixels:
    """Grey image -> the same with a white ground: each pixel divided by the paper around it (shadow
    of a fold, yellowed paper, a lamp at one side). The paper is what remains when dark strokes are
    closed over, seen from far away."""
    height, width = grey.shape
    small = shrunk(grey, 400 / max(height, width))
    paper = cv2.morphologyEx(small, cv2.MORPH_CLOSE, kernel(15, 15))
    paper = cv2.GaussianBlur(paper, (0, 0), 9)
    ground = cv2.resize(paper, (width, height), interpolation=cv2.INTER_LINEAR)
    ground = np.maximum(ground, 40)
    return as_pixels(cv2.divide(grey, ground, scale=250))


def ink_level(grey: Pixels) -> float:
    """The grey level that parts ink from paper on an evenly lit page (Otsu's), kept within what
    paper and ink can be."""
    level, _ = cv2.threshold(grey, 0, 255, cv2.THRESH_BINARY + cv2.THRESH_OTSU)
    return float(min(max(level, 100), 190))


def ink_of(grey: Pixels, level: float | None = None) -> Pixels:
    """Evenly lit grey -> 255 where there is ink. `level` is that of the whole page: in a part
    without ink, Otsu's threshold would find some in the noise."""
    level = ink_level(grey) if level is None else level
    _, ink = cv2.threshold(grey, level, 255, cv2.THRESH_BINARY_INV)
    return as_pixels(ink)


def shrunk(image: Pixels, scale: float) -> Pixels:
    """The image `scale` times as large, which is at most 1."""
    resized = cv2.resize(image, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)
    return as_pixels(resized)


def _small_ink(grey: Pixels) -> Pixels:
    """The ink of a page on a copy as small as angles can be measured on, its edges left out."""
    scale = min(1.0, _PROFILE_HEIGHT / max(grey.shape))
    ink = ink_of(shrunk(grey, scale))
    # Scanners leave black edges, and a page's edge says nothing about its lines.
    rim = max(4, ink.shape[0] // 60)
    ink[:rim] = 0
    ink[-rim:] = 0
    ink[:, :rim] = 0
    ink[:, -rim:] = 0
    return ink


def _sharpness(ink: Pixels, angle: float) -> float:
    """How much the rows of ink differ from their neighbours when the image is turned by `angle`
    degrees: level lines alternate sharply with the white between them (Postl's projection
    profiles)."""
    profile = _row_profile(ink, angle)
    return float(np.square(np.diff(profile)).sum())


def _row_profile(ink: Pixels, angle: float) -> NDArray[np.float64]:
    """How much ink each row has when the image is turned by `angle` degrees."""
    height, width = ink.shape
    middle = (width / 2, height / 2)
    turn = cv2.getRotationMatrix2D(middle, angle, 1.0)
    turned = cv2.warpAffine(ink, turn, (width, height), flags=cv2.INTER_LINEAR)
    sums = cv2.reduce(turned, dim=1, rtype=cv2.REDUCE_SUM, dtype=cv2.CV_32S)
    return np.asarray(sums, np.float64).ravel()


def skew_of(ink: Pixels) -> float:
    """The angle in degrees by which the ink must be turned (counter-clockwise) to be level, 0
    within the noise."""
    coarse = shrunk(ink, 0.5)
    best = _sharpest(coarse, np.arange(-MAX_SKEW, MAX_SKEW + 0.1, 0.5))
    best = _sharpest(coarse, best + np.arange(-0.45, 0.5, 0.15))
    best = _sharpest(ink, best + np.arange(-0.1, 0.15, 0.1))
    best = _sharpest(ink, best + np.arange(-0.06, 0.07, 0.03))
    if abs(best) < 0.04:
        return 0.0
    gained = _sharpness(ink, best)
    if gained < 1.02 * _sharpness(ink, 0.0):
        return 0.0
    return best


def _sharpest(ink: Pixels, angles: NDArray[np.float64]) -> float:
    """The angle at which the rows of ink differ most, the first of equal ones."""
    best, sharpest = 0.0, -1.0
    for angle in map(float, angles):
        sharpness = _sharpness(ink, angle)
        if sharpness > sharpest:
            best, sharpest = angle, sharpness
    return best


def sideways_score(text_ink: Pixels) -> float:
    """How much more the columns of a page look like lines of text than its rows, by the ink of its
    letters: above 1, the page lies on its side; the further from 1, the surer."""
    ink = shrunk(text_ink, 0.6)
    upright = _nearly_level_sharpness(ink)
    aside = _nearly_level_sharpness(np.ascontiguousarray(np.rot90(ink)))
    return aside / max(upright, 1e-9)


def _nearly_level_sharpness(ink: Pixels) -> float:
    """The sharpness of the rows, per pixel of their length, at the angle that suits them best."""
    best = max(_sharpness(ink, angle) for angle in _TURNS)
    return float(best / max(ink.shape[1], 1))


def upright_score(text_ink: Pixels) -> float:
    """How surely the lines of a page, lying level, stand upright, by the ink of its letters: above
    0 they do, below they stand on their heads. Vietnamese letters carry their marks above: going
    down a page, ink sets in gradually and ends at the base line at once, so that the steps of the
    row profile lean to one side (their skewness)."""
    profile = _row_profile(text_ink, skew_of(text_ink))
    steps = np.diff(profile)
    cubes = steps**3
    spread = float(np.abs(cubes).sum())
    if not spread:
        return 0.0
    return -float(cubes.sum()) / spread


def likely_turns(grey: Pixels) -> list[int]:
    """The quarter turns (degrees clockwise) that may set an evenly lit page upright, likeliest
    first: one when the look of its lines leaves no doubt, more when only reading can tell."""
    ink = _text_ink(_small_ink(grey))
    score = sideways_score(ink)
    turns = _by_heads(grey, ink, aside=score >= 1)
    if 1 / DOUBT_ASIDE < score < DOUBT_ASIDE:
        turns += _by_heads(grey, ink, aside=score < 1)
    return turns


def _by_heads(grey: Pixels, text_ink: Pixels, *, aside: bool) -> list[int]:
    """The turns for a page that lies level, or on its side, likeliest first; one where there is no
    doubt. `text_ink`: of its letters, as it lies."""
    turns = [270, 90] if aside else [0, 180]
    if aside:
        text_ink = _text_ink(_small_ink(np.ascontiguousarray(np.rot90(grey))))
    score = upright_score(text_ink)
    if score < 0:
        turns.reverse()
    return turns if abs(score) < DOUBT_HEADS else turns[:1]


def _text_ink(ink: Pixels) -> Pixels:
    """Ink without rulings and blots: only pieces as large as letters, or the lines of a table would
    vote."""
    components = Components(ink)
    is_narrow = components.widths < _LARGEST_LETTER
    is_low = components.heights < _LARGEST_LETTER
    is_speck = components.areas <= 2
    return components.ink_of(is_narrow & is_low & ~is_speck)


def deskew(grey: Pixels, dpi: float, rotation: int, work_dpi: float = WORK_DPI) -> DeskewedPage:
    """Evenly lit grey page at `dpi` -> the page turned by `rotation` degrees clockwise (quarters),
    levelled and brought to `work_dpi`, or as much of it as MAX_PIXELS hold, in one interpolation,
    since each one blurs."""
    turned = np.ascontiguousarray(np.rot90(grey, -rotation // 90))
    skew = skew_of(_small_ink(turned))
    finest_dpi = dpi * math.sqrt(MAX_PIXELS / turned.size)
    work_dpi = min(work_dpi, finest_dpi)
    level_page = _levelled(turned, skew, scale=work_dpi / dpi)
    return DeskewedPage(
        grey=level_page,
        dpi=work_dpi,
        rotation=rotation,
        skew=round(skew, 2),
        level=ink_level(level_page),
    )


def deskewed_alike(image: Pixels, dpi: float, page: DeskewedPage) -> Pixels:
    """Another grey image of the same sheet, at `dpi`, laid as `page` was laid."""
    turned = np.ascontiguousarray(np.rot90(image, -page.rotation // 90))
    return _levelled(turned, page.skew, scale=page.dpi / dpi)


def _levelled(turned: Pixels, skew: float, *, scale: float) -> Pixels:
    """An image turned by `skew` degrees about its middle and made `scale` times as large."""
    height, width = turned.shape
    new_width, new_height = round(width * scale), round(height * scale)
    middle = (width / 2, height / 2)
    turn = cv2.getRotationMatrix2D(middle, skew, scale)
    turn[0, 2] += new_width / 2 - width / 2
    turn[1, 2] += new_height / 2 - height / 2
    if scale < 0.75:  # what a coarser grid cannot hold would become noise
        turned = as_pixels(cv2.GaussianBlur(turned, (0, 0), 0.4 / scale))
    unchanged = scale == 1 and abs(skew) < 0.01
    warped = cv2.warpAffine(
        turned,
        turn,
        dsize=(new_width, new_height),
        flags=cv2.INTER_LINEAR if unchanged else cv2.INTER_CUBIC,
        borderMode=cv2.BORDER_CONSTANT,
        borderValue=[255],
    )
    return as_pixels(warped)
