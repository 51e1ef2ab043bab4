"""Makes dirt on scans: what lies on the glass, what the office did to the paper, what the back page
shows. Each kind is drawn by itself, so that a test can tell which one did harm.

Lengths are points, so that dirt is as large at 150 dpi as at 300.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

import cv2
import numpy as np
from numpy.random import Generator
from numpy.typing import NDArray

Pixels = NDArray[np.uint8]
Dirt = Callable[[Pixels, float, Generator], None]
"""(page in RGB, pixels a point, chance): draws on the page."""

BLACK, DARK = (25, 25, 25), (60, 60, 60)


def specks(page: Pixels, scale: float, chance: Generator) -> None:
    """Dust: dots and crumbs of 0.3 to 2.4 points, many in pairs, anywhere."""
    height, width = page.shape[:2]
    for _ in range(chance.integers(60, 120)):
        x, y = int(chance.integers(width)), int(chance.integers(height))
        _crumb(page, (x, y), chance.uniform(0.3, 1.2) * scale, chance)
        if chance.random() < 0.25:  # looks like a colon
            below = y + round(chance.uniform(3.5, 6) * scale)
            _crumb(page, (x, below), chance.uniform(0.5, 1.0) * scale, chance)


def margin_crumbs(page: Pixels, scale: float, chance: Generator) -> None:
    """Larger crumbs beside the text, at the height of its lines."""
    height, width = page.shape[:2]
    for _ in range(chance.integers(8, 16)):
        aside = chance.uniform(12, 60) * scale
        x = round(aside if chance.random() < 0.5 else width - aside)
        y = int(chance.integers(round(0.05 * height), round(0.95 * height)))
        for part in range(int(chance.integers(1, 4))):
            below = y + round(5 * part * scale)
            _crumb(page, (x, below), chance.uniform(0.8, 2.0) * scale, chance)


def punch_holes(page: Pixels, scale: float, chance: Generator) -> None:
    """Two holes of a hole punch at the long edge (5.5 mm, 80 mm apart), black or with a grey
    rim."""
    if page.shape[0] < page.shape[1]:  # filed with upright pages: on their left, its top
        page = page.transpose(1, 0, 2)
    upright = np.ascontiguousarray(page)
    _holes(upright, scale, chance)
    page[:] = upright


def _holes(page: Pixels, scale: float, chance: Generator) -> None:
    height, _ = page.shape[:2]
    x = round(34 * scale)
    is_filled = chance.random() < 0.6
    for y in (height / 2 - 113 * scale, height / 2 + 113 * scale):
        shift = round(float(chance.normal(0, 2)) * scale)
        centre = (x + shift, round(y))
        if is_filled:
            cv2.circle(page, centre, round(8 * scale), BLACK, -1, cv2.LINE_AA)
        else:
            thickness = max(1, round(1.2 * scale))
            cv2.circle(page, centre, round(8 * scale), DARK, thickness, cv2.LINE_AA)


def scanner_edges(page: Pixels, scale: float, chance: Generator) -> None:
    """The lid beside the paper: ragged black strips at one or two edges."""
    height, width = page.shape[:2]
    for side in chance.permutation(4)[: chance.integers(1, 3)]:
        length = height if side < 2 else width
        first = round(chance.uniform(0, 0.3) * length)
        last = round(chance.uniform(0.6, 1) * length)
        wide = chance.uniform(3, 14) * scale
        waves = wide * (1 + 0.3 * np.sin(np.arange(length) / (60 * scale)))
        rough = waves + chance.normal(0, 0.5, length) * scale
        for at in range(first, last):
            depth = max(int(rough[at]), 1)
            if side == 0:
                page[at, :depth] = BLACK
            elif side == 1:
                page[at, -depth:] = BLACK
            elif side == 2:
                page[:depth, at] = BLACK
            else:
                page[-depth:, at] = BLACK


def staple(page: Pixels, scale: float, chance: Generator) -> None:
    """A staple in the upper left corner with its shadow, and the marks where an older one was."""
    x, y = chance.uniform(18, 50) * scale, chance.uniform(16, 45) * scale
    angle = chance.uniform(-1.2, 1.2)
    step = np.array([np.cos(angle), np.sin(angle)]) * 17 * scale
    start = np.array([x, y])
    thick = max(1, round(1.3 * scale))
    for shift, ink in ((1.8 * scale, (170, 170, 170)), (0.0, DARK)):
        ends = [tuple(int(v) for v in start + shift), tuple(int(v) for v in start + step + shift)]
        cv2.line(page, ends[0], ends[1], ink, thick, cv2.LINE_AA)
    for place in (start + 8 * scale, start + step + 9 * scale):
        _crumb(page, (int(place[0]), int(place[1])), 0.9 * scale, chance)


def hairs(page: Pixels, scale: float, chance: Generator) -> None:
    """Hairs and fibres: thin curves of 10 to 50 points."""
    height, width = page.shape[:2]
    for _ in range(chance.integers(2, 6)):
        where = np.array([chance.uniform(0, width), chance.uniform(0, height)])
        turn = chance.uniform(0, 2 * np.pi)
        points = [where]
        for _ in range(int(chance.integers(8, 30))):
            turn += chance.normal(0, 0.35)
            where = where + np.array([np.cos(turn), np.sin(turn)]) * 1.8 * scale
            points.append(where)
        curve = np.array(points, np.int32).reshape(-1, 1, 2)
        cv2.polylines(page, [curve], False, (90, 90, 90), max(1, round(0.4 * scale)), cv2.LINE_AA)


def streak(page: Pixels, scale: float, chance: Generator) -> None:
    """A grey line down the whole page, from dust on the strip that the paper is drawn over."""
    width = page.shape[1]
    x = round(chance.uniform(0.02, 0.98) * width)
    wide = max(1, round(0.5 * scale))
    strip = page[:, x : x + wide].astype(np.int16) - int(chance.integers(40, 110))
    page[:, x : x + wide] = np.clip(strip, 0, 255).astype(np.uint8)


def fold(page: Pixels, scale: float, chance: Generator) -> None:
    """The fold of a letter: a grey line across the page, broken."""
    height, width = page.shape[:2]
    y = round(chance.uniform(0.3, 0.7) * height)
    wide = max(1, round(0.6 * scale))
    for x in range(0, width, max(1, round(3 * scale))):
        if chance.random() < 0.7:
            part = page[y : y + wide, x : x + round(3 * scale)].astype(np.int16)
            darker = np.clip(part - int(chance.integers(20, 90)), 0, 255)
            page[y : y + wide, x : x + round(3 * scale)] = darker.astype(np.uint8)


def shine_through(page: Pixels, scale: float, chance: Generator) -> None:
    """The print of the back of the sheet, mirrored, pale and blurred."""
    back = cv2.GaussianBlur(page[:, ::-1], (0, 0), 0.8 * scale)
    shift = round(float(chance.uniform(-20, 20)) * scale)
    back = np.roll(back, shift, axis=0)
    pale = 255 - (255 - back.astype(np.float64)) * chance.uniform(0.08, 0.2)
    page[:] = np.minimum(page, pale.astype(np.uint8))


def arrival_stamp(page: Pixels, scale: float, chance: Generator) -> None:
    """The frame of an office that got the letter, in the left margin below its head, in blue or
    red; crooked, half empty."""
    if page.shape[0] < page.shape[1]:
        return  # an appendix gets none
    x, y = round(chance.uniform(10, 25) * scale), round(chance.uniform(150, 250) * scale)
    ink = (60, 70, 190) if chance.random() < 0.5 else (200, 40, 50)
    thick = max(1, round(1.1 * scale))
    corner = (x + round(48 * scale), y + round(40 * scale))
    cv2.rectangle(page, (x, y), corner, ink, thick, cv2.LINE_AA)
    for row in (0.35, 0.7):
        at = y + round(40 * row * scale)
        cv2.line(page, (x, at), (corner[0], at), ink, thick, cv2.LINE_AA)
    where = (x + round(4 * scale), y + round(10 * scale))
    cv2.putText(page, "DEN", where, cv2.FONT_HERSHEY_SIMPLEX, 0.28 * scale, ink, thick, cv2.LINE_AA)


def _crumb(page: Pixels, at: tuple[int, int], radius: float, chance: Generator) -> None:
    """A spot that is not quite round."""
    ink = int(chance.integers(20, 120))
    axes = (max(1, round(radius * chance.uniform(0.7, 1.3))), max(1, round(radius)))
    turn = float(chance.uniform(0, 180))
    cv2.ellipse(page, at, axes, turn, 0, 360, (ink, ink, ink), -1, cv2.LINE_AA)


KINDS: dict[str, Dirt] = {
    "specks": specks,
    "margin crumbs": margin_crumbs,
    "punch holes": punch_holes,
    "scanner edges": scanner_edges,
    "staple": staple,
    "hairs": hairs,
    "streak": streak,
    "fold": fold,
    "shine-through": shine_through,
    "arrival stamp": arrival_stamp,
}
USUAL = ("specks", "margin crumbs", "punch holes", "scanner edges", "staple", "arrival stamp")
"""What most papers of an office have."""


def dirtied(page: Pixels, dpi: float, kinds: Sequence[str], seed: int) -> Pixels:
    """A page with dirt of some kinds; the same `seed` gives the same dirt.

    >>> blank = np.full((200, 140, 3), 255, np.uint8)
    >>> bool((dirtied(blank, 20, ["specks"], 1) == dirtied(blank, 20, ["specks"], 1)).all())
    True
    """
    dirty = page.copy()
    chance = np.random.default_rng(seed)
    for kind in kinds:
        KINDS[kind](dirty, dpi / 72, chance)
    return dirty
