"""Makes what becomes of sheets before and while they are scanned: rulings that a copier broke or
thinned, seals over text, light from one side, sheets laid crooked, in pairs or on their heads.

Lengths are points, so that wear is as large at 150 dpi as at 300.
"""

from __future__ import annotations

import io
from collections.abc import Callable, Sequence

import cv2
import numpy as np
from numpy.random import Generator
from numpy.typing import NDArray
from PIL import Image

Pixels = NDArray[np.uint8]
Wearing = Callable[[Pixels, float, Generator], Pixels]
"""(page in RGB, pixels a point, chance) -> the page after it."""

SHORTEST_RULING = 26.0
ROWS = 64
RED, COPIED = (214, 38, 52), (118, 118, 118)
"""The ink of a seal, and what a copier makes of it."""


def broken_rulings(page: Pixels, scale: float, chance: Generator) -> Pixels:
    """Lines with gaps of 2 to 22 points, a quarter of their length."""
    worn = page.copy()
    for lines, axis in zip(_rulings(page, scale), (1, 0), strict=True):
        gaps = np.zeros(lines.shape, np.bool_)
        turned = gaps if axis else gaps.T
        length = turned.shape[1]
        for row in range(0, turned.shape[0], max(1, round(3 * scale))):
            band = turned[row : row + max(1, round(3 * scale))]
            at = chance.uniform(0, 60) * scale
            while at < length:
                gap = chance.uniform(2, 22) * scale
                band[:, int(at) : int(at + gap)] = True
                at += gap + chance.uniform(10, 70) * scale
        worn[lines & gaps] = 255
    return worn


def faded_half(page: Pixels, scale: float, chance: Generator) -> Pixels:
    """A copier whose drum is worn on one side: rulings there nearly gone, letters pale."""
    across, down = _rulings(page, scale)
    width = page.shape[1]
    start = chance.uniform(0.35, 0.6)
    fade = np.clip((np.arange(width) / width - start) / 0.2, 0, 1)
    if chance.random() < 0.5:
        fade = fade[::-1]
    return _paler(page, np.where(across | down, 0.82, 0.35) * fade)


def thin_lines(page: Pixels, scale: float, chance: Generator) -> Pixels:
    """Rulings as a copier leaves hairlines: pale, here darker and there lighter, with holes."""
    across, down = _rulings(page, scale)
    height, width = page.shape[:2]
    step = max(1, round(4 * scale))
    coarse = chance.uniform(0.35, 0.85, (height // step + 1, width // step + 1))
    pale = cv2.resize(coarse, (width, height), interpolation=cv2.INTER_LINEAR)
    return _paler(page, np.where(across | down, pale, 0.0))


def _paler(page: Pixels, share: NDArray[np.float64]) -> Pixels:
    """Each pixel nearer to white by its share; made some rows at a time, which takes a third of the
    time of whole pages of floating numbers."""
    paler = np.empty_like(page)
    for top in range(0, len(page), ROWS):
        rows = page[top : top + ROWS]
        paler[top : top + ROWS] = rows + (255.0 - rows) * share[top : top + ROWS, :, None]
    return paler


def seals(page: Pixels, scale: float, chance: Generator, ink: tuple[int, int, int] = RED) -> Pixels:
    """Two round seals over whatever stands there, with a star and words along their rims."""
    height, width = page.shape[:2]
    stamped = np.full_like(page, 255)
    for _ in range(2):
        x = round(chance.uniform(0.2, 0.8) * width)
        y = round(chance.uniform(0.15, 0.85) * height)
        _seal(stamped, (x, y), scale, ink)
    rough = cv2.GaussianBlur(chance.normal(0, 1, (height, width)), (0, 0), 1.5 * scale)
    is_dry = rough > 0.6 * float(rough.std())
    stamped[is_dry] = 255 - ((255 - stamped[is_dry]) // 3)
    return np.minimum(page, stamped)


def copied_seals(page: Pixels, scale: float, chance: Generator) -> Pixels:
    """The same, seen by a copier: grey."""
    return seals(page, scale, chance, COPIED)


def uneven_light(page: Pixels, scale: float, chance: Generator) -> Pixels:
    """Eight bits of grey, darker to one corner and along the fold of a book, yellowed in spots."""
    del scale
    height, width = page.shape[:2]
    x, y = np.meshgrid(np.linspace(-1, 1, width), np.linspace(-1, 1, height))
    turn = chance.uniform(0, 2 * np.pi)
    light = 1 - 0.3 * (1 + x * np.cos(turn) + y * np.sin(turn)) / 2
    side = 1.0 if chance.random() < 0.5 else -1.0
    light *= 1 - 0.45 * np.exp(-(((x - side) / 0.12) ** 2))
    spots = cv2.resize(chance.uniform(0.88, 1.0, (7, 5)), (width, height))
    grey = cv2.cvtColor(page, cv2.COLOR_RGB2GRAY) * light * spots
    return _as_rgb(np.clip(grey + chance.normal(0, 4, grey.shape), 0, 255))


def crooked(page: Pixels, scale: float, chance: Generator) -> Pixels:
    """Laid crooked, by 1.5 to 3 degrees."""
    del scale
    angle = chance.uniform(1.5, 3.0) * (1 if chance.random() < 0.5 else -1)
    height, width = page.shape[:2]
    turn = cv2.getRotationMatrix2D((width / 2, height / 2), angle, 1)
    white = [255, 255, 255]
    return np.asarray(cv2.warpAffine(page, turn, (width, height), borderValue=white), np.uint8)


def poor_jpeg(page: Pixels, scale: float, chance: Generator) -> Pixels:
    """Packed twice, the second time hard."""
    del scale
    for quality in (60, int(chance.integers(18, 30))):
        packed = io.BytesIO()
        Image.fromarray(page).save(packed, "JPEG", quality=quality)
        page = np.asarray(Image.open(packed).convert("RGB"), np.uint8)
    return page


def bitonal(page: Pixels, scale: float, chance: Generator) -> Pixels:
    """A fax: black and white by a level of its own, edges frayed."""
    del scale
    grey = cv2.GaussianBlur(cv2.cvtColor(page, cv2.COLOR_RGB2GRAY), (0, 0), 0.7)
    rough = grey + chance.normal(0, 18, grey.shape)
    return _as_rgb(np.where(rough < chance.uniform(120, 165), 0, 255))


def on_its_head(page: Pixels, scale: float, chance: Generator) -> Pixels:
    """Every page, or each second one: what a feeder of two sides does."""
    del scale, chance
    return np.ascontiguousarray(page[::-1, ::-1])


def facing(pages: Sequence[Pixels], scale: float, chance: Generator) -> list[Pixels]:
    """Two upright pages that follow each other on one broad sheet, with the shadow of the fold
    between them; pages that lie broad stay by themselves."""
    sheets: list[Pixels] = []
    waiting: Pixels | None = None
    for page in pages:
        if page.shape[0] < page.shape[1]:
            sheets += [waiting] if waiting is not None else []
            sheets.append(page)
            waiting = None
        elif waiting is None:
            waiting = page
        else:
            sheets.append(_opened(waiting, page, scale, chance))
            waiting = None
    return sheets + ([waiting] if waiting is not None else [])


def _opened(left: Pixels, right: Pixels, scale: float, chance: Generator) -> Pixels:
    shift = round(chance.uniform(-6, 6) * scale)
    sheet = np.concatenate([left, np.roll(right, shift, axis=0)], axis=1)
    x = np.arange(sheet.shape[1]) - left.shape[1]
    shadow = 1 - 0.4 * np.exp(-((x / (9 * scale)) ** 2))
    return np.asarray(sheet * shadow[None, :, None], np.uint8)


def _rulings(page: Pixels, scale: float) -> tuple[NDArray[np.bool_], NDArray[np.bool_]]:
    """Where a clean page has lines across and down it."""
    dark = (cv2.cvtColor(page, cv2.COLOR_RGB2GRAY) < 200).astype(np.uint8)
    long = round(SHORTEST_RULING * scale)
    thick = round(2.5 * scale)
    found = []
    for size, wide in (((long, 1), (1, thick)), ((1, long), (thick, 1))):
        line = cv2.morphologyEx(dark, cv2.MORPH_OPEN, np.ones(size[::-1], np.uint8))
        solid = cv2.morphologyEx(line, cv2.MORPH_OPEN, np.ones(wide[::-1], np.uint8))
        found.append((line > 0) & (solid == 0))
    return found[0], found[1]


def _seal(page: Pixels, centre: tuple[int, int], scale: float, ink: tuple[int, int, int]) -> None:
    radius = 50 * scale
    for share, thick in ((1.0, 2.2), (0.93, 0.8), (0.6, 1.0)):
        cv2.circle(
            page, centre, round(share * radius), ink, max(1, round(thick * scale)), cv2.LINE_AA
        )
    turns = np.arange(10) * np.pi / 5 - np.pi / 2
    reach = np.where(np.arange(10) % 2 == 0, 0.38, 0.16) * radius
    star = np.stack([centre[0] + reach * np.cos(turns), centre[1] + reach * np.sin(turns)], axis=1)
    cv2.fillPoly(page, [star.astype(np.int32)], ink, cv2.LINE_AA)
    for number, letter in enumerate("U.B.N.D XA TAN KHE * T. BAC NINH * "):
        turn = 2 * np.pi * number / 35
        x = round(centre[0] + 0.76 * radius * np.sin(turn) - 3 * scale)
        y = round(centre[1] - 0.76 * radius * np.cos(turn) + 3 * scale)
        font, thick = cv2.FONT_HERSHEY_SIMPLEX, max(1, round(0.8 * scale))
        cv2.putText(page, letter, (x, y), font, 0.3 * scale, ink, thick, cv2.LINE_AA)


def _as_rgb(grey: NDArray[np.floating] | NDArray[np.integer]) -> Pixels:
    return np.repeat(grey.astype(np.uint8)[..., None], 3, axis=2)


KINDS: dict[str, Wearing] = {
    "broken rulings": broken_rulings,
    "faded half": faded_half,
    "thin lines": thin_lines,
    "seals": seals,
    "copied seals": copied_seals,
    "uneven light": uneven_light,
    "crooked": crooked,
    "poor JPEG": poor_jpeg,
    "bitonal": bitonal,
    "on its head": on_its_head,
}
FACING = "facing pages"


def worn_sheets(
    pages: Sequence[Pixels], dpi: float, kinds: Sequence[str], seed: int
) -> list[Pixels]:
    """Clean pages in RGB -> the sheets that a scanner sees; the same `seed` gives the same wear.

    >>> page = np.full((200, 140, 3), 255, np.uint8)
    >>> [sheet.shape for sheet in worn_sheets([page, page], 20, [FACING], 1)]
    [(200, 280, 3)]
    """
    scale = dpi / 72
    sheets = list(pages)
    for kind in kinds:
        chance = np.random.default_rng([seed, *kind.encode()])
        if kind == FACING:
            sheets = facing(sheets, scale, chance)
        else:
            sheets = [KINDS[kind](sheet, scale, chance) for sheet in sheets]
    return sheets
