"""Makes photographs of papers, as a phone takes them: a sheet that lies on a table, seen aslant,
bent, shaded, blurred, noisy, packed as JPEG.

The sheet is a cylinder in space (`Pose.waves`), so that print on it is neither stretched nor torn;
a pinhole camera looks at it. The same seed gives the same picture.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray
from pdf2image import convert_from_path, pdfinfo_from_path
from PIL import Image

from kehoach.ingest.ocr.pixels import Pixels, as_pixels

Numbers = NDArray[np.float64]
SHORT, LONG = 2448, 3264
"""Pixels of a photograph of 8 megapixels; a page that lies broad is taken broad."""
FOCAL = 1.25
"""Focal length in units of the picture's shorter side: that of most phones."""
PAGE_DPI = 300
ORIENTATION = 0x0112
"""The EXIF tag that says how the phone was held."""


@dataclass(frozen=True, slots=True)
class Wave:
    """A bend of the sheet: `height` inches, `length` of a whole wave in inches, `start` of it in
    turns."""

    height: float
    length: float
    start: float = 0.0


@dataclass(frozen=True, slots=True)
class Pose:
    """How a sheet is photographed.

    `pitch`, `yaw`, `roll`: degrees that the camera is off. `margin`: table around the sheet, as a
    share of the picture. `waves` go across the sheet, their crests turned by `slant` degrees from
    upright. `shade`: how much of the light a shadow takes; `fall`: how much of it is lost toward
    one side. `noise`: standard deviation of the grey levels; `blur`: pixels. `table`: its colour.
    `held`: quarter turns of the phone, told in EXIF."""

    pitch: float = 0.0
    yaw: float = 0.0
    roll: float = 0.0
    margin: float = 0.04
    waves: tuple[Wave, ...] = ()
    slant: float = 0.0
    shade: float = 0.0
    fall: float = 0.1
    noise: float = 3.0
    blur: float = 0.6
    quality: int = 82
    table: tuple[int, int, int] = (96, 74, 58)
    held: int = 0


@dataclass(frozen=True, slots=True)
class _Camera:
    """Where the camera stands: world = `turn` · (camera − …); `away` inches from the sheet's
    middle, `middle` of the sheet in the picture (pixels)."""

    turn: Numbers
    away: float
    middle: tuple[float, float]
    focal: float = field(default=FOCAL * SHORT)


POSES: dict[str, Pose] = {
    "aslant": Pose(pitch=14, yaw=-9, roll=3),
    "shadow": Pose(pitch=-8, yaw=10, roll=-4, shade=0.45, fall=0.3, noise=5),
    "held": Pose(pitch=18, yaw=5, roll=-8, margin=0.08, held=1, table=(58, 66, 84), noise=5),
    "poor": Pose(pitch=12, yaw=12, roll=6, shade=0.35, fall=0.3, noise=8, blur=1.1, quality=60),
    "wavy": Pose(pitch=10, yaw=-4, roll=2, waves=(Wave(0.22, 9.0, 0.1),), shade=0.2),
    "book": Pose(pitch=16, yaw=3, roll=-3, waves=(Wave(0.35, 15.0, 0.0), Wave(0.08, 6.0, 0.3)),
                 slant=6, shade=0.25, fall=0.25),
}  # fmt: skip
"""The kinds of photographs that are measured; the last two are bent."""


def photographs(
    pdf: Path, folder: Path, pose: Pose, seed: int = 0, last: int | None = None
) -> list[Path]:
    """The pages of a PDF, up to the page `last`, photographed: files `trang 1.jpg`, `trang 2.jpg`,
    … in `folder`."""
    paths = []
    for number, page in enumerate(pages_of(pdf, last), 1):
        path = folder / f"trang {number}.jpg"
        save(path, photographed(page, varied(pose, seed + number), seed + number), pose)
        paths.append(path)
    return paths


def pages_of(pdf: Path, last: int | None = None) -> Iterator[Pixels]:
    """The pages of a PDF as drawn (RGB), up to the page `last`."""
    pages = int(pdfinfo_from_path(str(pdf))["Pages"])
    for image in convert_from_path(pdf, dpi=PAGE_DPI, last_page=min(last or pages, pages)):
        yield np.array(image.convert("RGB"), np.uint8)


def varied(pose: Pose, seed: int) -> Pose:
    """The same pose as another hand would take it: no two pages are photographed alike."""
    from dataclasses import replace

    chance = np.random.default_rng(seed)
    pitch, yaw, roll = (chance.uniform(0.7, 1.15) for _ in range(3))
    waves = tuple(
        Wave(wave.height * chance.uniform(0.7, 1.1), wave.length, wave.start + chance.uniform(0, 1))
        for wave in pose.waves
    )
    return replace(
        pose, pitch=pose.pitch * pitch, yaw=pose.yaw * yaw, roll=pose.roll * roll, waves=waves
    )


def save(path: Path, picture: Pixels, pose: Pose) -> None:
    """A photograph as a file of the type that its suffix says, EXIF and all."""
    exif = Image.Exif()
    exif[ORIENTATION] = {0: 1, 1: 6, 2: 3, 3: 8}[pose.held]
    held = np.ascontiguousarray(np.rot90(picture, pose.held))
    Image.fromarray(held).save(path, quality=pose.quality, exif=exif)


def photographed(page: Pixels, pose: Pose, seed: int) -> Pixels:
    """A page (RGB, PAGE_DPI) as a picture of SHORT × LONG pixels."""
    chance = np.random.default_rng(seed)
    width, height = frame = _frame(page)
    camera = _camera(page, pose)
    step = 4
    across, down = np.meshgrid(np.arange(0, width + step, step), np.arange(0, height + step, step))
    places = _places_on_sheet(across.astype(float), down.astype(float), page, pose, camera)
    size = (across.shape[1] * step, across.shape[0] * step)
    maps = [
        cv2.resize(one.astype(np.float32), size, interpolation=cv2.INTER_LINEAR)[:height, :width]
        for one in places
    ]
    ground = _table(pose, frame, chance)
    paper = np.ascontiguousarray(page)
    # Borders are drawn by the camera's own blur: what lies outside the page is the table.
    sheet = cv2.remap(
        cv2.GaussianBlur(paper, (0, 0), 0.5), maps[0], maps[1], interpolation=cv2.INTER_AREA,
        borderMode=cv2.BORDER_REPLICATE,
    )  # fmt: skip
    high, wide = page.shape[:2]
    inside = (maps[0] >= 0) & (maps[0] < wide) & (maps[1] >= 0) & (maps[1] < high)
    mask = cv2.GaussianBlur(inside.astype(np.float32), (0, 0), 1.0)[..., None]
    lit = (sheet * 0.94 * mask + ground * (1 - mask)) * _light(pose, places[2], frame, chance)
    lit = cv2.GaussianBlur(lit, (0, 0), pose.blur)
    lit = lit * np.array([1.0, 0.97, 0.9]) + chance.normal(0, pose.noise, (height, width, 3))
    return as_pixels(np.clip(lit, 0, 255).astype(np.uint8))


def _frame(page: Pixels) -> tuple[int, int]:
    """Width and height of the picture of a page."""
    return (SHORT, LONG) if page.shape[0] >= page.shape[1] else (LONG, SHORT)


def _camera(page: Pixels, pose: Pose) -> _Camera:
    pitch, yaw, roll = (math.radians(angle) for angle in (pose.pitch, pose.yaw, pose.roll))
    about_x = cv2.Rodrigues(np.array([pitch, 0.0, 0.0]))[0]
    about_y = cv2.Rodrigues(np.array([0.0, yaw, 0.0]))[0]
    about_z = cv2.Rodrigues(np.array([0.0, 0.0, roll]))[0]
    turn = about_z @ about_x @ about_y
    wide, high = (side / PAGE_DPI for side in (page.shape[1], page.shape[0]))
    corners = np.array([[x, y, 0.0] for x in (-wide / 2, wide / 2) for y in (-high / 2, high / 2)])
    seen = corners @ turn.T
    share = 1 - 2 * pose.margin
    width, height = _frame(page)
    focal = FOCAL * SHORT
    away = max(wide, high)
    while True:  # step back until the whole sheet is in the picture
        shown = focal * seen[:, :2] / (seen[:, 2:] + away)
        spans = shown.max(axis=0) - shown.min(axis=0)
        if spans[0] <= share * width and spans[1] <= share * height:
            break
        away *= 1.01
    low, up = shown.min(axis=0), shown.max(axis=0)
    middle = (width / 2 - (low[0] + up[0]) / 2, height / 2 - (low[1] + up[1]) / 2)
    return _Camera(turn, away, middle)


def _places_on_sheet(
    across: Any, down: Any, page: Pixels, pose: Pose, camera: _Camera
) -> tuple[Numbers, Numbers, Numbers]:
    """Where on the page (pixels) the rays through these pixels of the picture end, and how steep
    the sheet is there.

    A ray is cut with the plane at the sheet's height where it was cut last: after a few turns it
    stays where it is, as the sheet is nearly flat."""
    rays = np.stack(
        [(across - camera.middle[0]) / camera.focal, (down - camera.middle[1]) / camera.focal,
         np.ones_like(across)], axis=-1,
    )  # fmt: skip
    rays = rays @ camera.turn  # in the sheet's own axes
    eye = np.array([0.0, 0.0, -camera.away]) @ camera.turn
    slant = math.radians(pose.slant)
    lift = np.zeros(across.shape)
    for _ in range(12):
        reach = (lift - eye[2]) / rays[..., 2]
        x = eye[0] + reach * rays[..., 0]
        y = eye[1] + reach * rays[..., 1]
        along = x * math.cos(slant) + y * math.sin(slant)
        lift = -_height(along, pose)
    beside = -x * math.sin(slant) + y * math.cos(slant)
    run = np.linspace(-12, 12, 4801)
    slope = np.gradient(_height(run, pose), run)
    length = np.cumsum(np.sqrt(1 + slope**2)) * (run[1] - run[0])
    length -= np.interp(0.0, run, length)
    paper = np.interp(along, run, length)
    page_x = paper * math.cos(slant) - beside * math.sin(slant)
    page_y = paper * math.sin(slant) + beside * math.cos(slant)
    return (
        page_x * PAGE_DPI + page.shape[1] / 2,
        page_y * PAGE_DPI + page.shape[0] / 2,
        np.interp(along, run, slope),
    )


def _height(along: Any, pose: Pose) -> Any:
    """How high the sheet stands above the table, inches, at a way across it."""
    total = np.zeros_like(along)
    for wave in pose.waves:
        total = total + wave.height * np.sin(2 * np.pi * (along / wave.length + wave.start))
    return total


def _table(pose: Pose, frame: tuple[int, int], chance: np.random.Generator) -> Numbers:
    """The table: its colour, with the grain of wood."""
    width, height = frame
    coarse = chance.normal(0, 1, (height // 40 + 1, width // 4 + 1)).astype(np.float32)
    grain = cv2.resize(coarse, frame, interpolation=cv2.INTER_CUBIC)
    return np.array(pose.table, np.float64) + 9.0 * grain[..., None]


def _light(
    pose: Pose, slope: Numbers, frame: tuple[int, int], chance: np.random.Generator
) -> Numbers:
    """The share of the light that comes to each pixel: less to one side, on slopes that turn away,
    and in the shadow of a hand."""
    width, height = frame
    down, across = np.mgrid[0 : 1 : height // 4 * 1j, 0 : 1 : width // 4 * 1j]
    angle = chance.uniform(0, 2 * np.pi)
    toward = (across - 0.5) * np.cos(angle) + (down - 0.5) * np.sin(angle)
    light = 1 - pose.fall * (toward + 0.5)
    steep = cv2.resize(slope, (width // 4, height // 4))
    light *= 1 - 0.35 * np.clip(steep, -1, 1)
    if pose.shade:
        shadow = np.zeros(light.shape, np.float32)
        high, wide = light.shape
        spot = chance.uniform(0.2, 0.8, 2)
        outline = [
            (0.0, spot[1]), (spot[0], spot[1] - 0.15), (spot[0] + 0.25, spot[1] + 0.1),
            (spot[0], spot[1] + 0.2), (0.0, spot[1] + 0.45),
        ]  # fmt: skip
        points = np.array([(round(x * wide), round(y * high)) for x, y in outline], np.int32)
        cv2.fillPoly(shadow, [points], 1.0)
        light *= 1 - pose.shade * cv2.GaussianBlur(shadow, (0, 0), wide / 40)
    return np.asarray(cv2.resize(light, frame))[..., None]
