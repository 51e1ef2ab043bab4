"""Makes scans: pages of a PDF as images, crooked, noisy, sealed, turned, as a scanner and a ward
would leave them."""

from __future__ import annotations

import io
from dataclasses import dataclass
from pathlib import Path

import cv2
import numpy as np
from numpy.typing import NDArray
from pdf2image import convert_from_path
from pdf_maker import assembled
from PIL import Image

Pixels = NDArray[np.uint8]
ROWS = 16


@dataclass(frozen=True, slots=True)
class Wear:
    """What happened to a page: `skew` degrees, `noise` (standard deviation of grey), `turn` quarter
    turns clockwise in degrees, `seal` red over the text, `shade` darker to one side by so many grey
    levels, `quality` of the JPEG."""

    skew: float = 0.0
    noise: float = 0.0
    turn: int = 0
    seal: bool = False
    shade: float = 0.0
    quality: int = 85


def scanned(pdf: Path, page: int, dpi: int, wear: Wear) -> Pixels:
    """Page `page` (from 1) of a PDF, scanned at `dpi` (RGB)."""
    (image,) = convert_from_path(pdf, dpi=dpi, first_page=page, last_page=page)
    return worn(np.array(image.convert("RGB"), np.uint8), wear)


def worn(pixels: Pixels, wear: Wear) -> Pixels:
    """A clean page as `wear` leaves it; the noise is the same every time."""
    height, width = pixels.shape[:2]
    if wear.seal:
        over = pixels.copy()
        centre, radius = (round(width * 0.7), round(height * 0.3)), width // 12
        cv2.circle(over, centre, radius, (215, 40, 50), max(2, width // 250))
        cv2.circle(over, centre, radius * 2 // 3, (215, 40, 50), max(1, width // 500))
        pixels = np.minimum(pixels, over)  # ink over ink: print stays dark under the seal
    if wear.skew:
        turn = cv2.getRotationMatrix2D((width / 2, height / 2), wear.skew, 1)
        pixels = np.asarray(
            cv2.warpAffine(pixels, turn, (width, height), borderValue=[255, 255, 255]), np.uint8
        )
    if wear.shade or wear.noise:
        pixels = _dulled(pixels, wear)
    return np.ascontiguousarray(np.rot90(pixels, -wear.turn // 90))


def _dulled(pixels: Pixels, wear: Wear) -> Pixels:
    """A page shaded and noisy, made some rows at a time: as whole pages of floating numbers it took
    six times as long."""
    height, width, colours = pixels.shape
    shade = np.repeat(np.linspace(0, wear.shade, width), colours)
    chance = np.random.default_rng(7)
    dulled = np.empty_like(pixels, order="C")
    for top in range(0, height, ROWS):
        rows = pixels[top : top + ROWS]
        grey = rows.reshape(len(rows), -1) - shade
        if wear.noise:
            grey += np.repeat(chance.normal(0, wear.noise, (len(rows), width)), colours, axis=1)
        dulled[top : top + ROWS] = np.clip(grey, 0, 255, out=grey).reshape(rows.shape)
    return dulled


def save(path: Path, pages: list[Pixels], dpi: int, quality: int = 85) -> Path:
    """Pages -> a file of the type its suffix says (.pdf, .tif with many pages; .png, .jpg with
    one)."""
    images = [Image.fromarray(page) for page in pages]
    options = (
        {"resolution": dpi, "quality": quality} if path.suffix == ".pdf" else {"dpi": (dpi, dpi)}
    )
    more = (
        {"save_all": True, "append_images": images[1:]} if path.suffix in (".pdf", ".tif") else {}
    )
    images[0].save(path, **options, **more)  # type: ignore[arg-type]
    return path


@dataclass(frozen=True, slots=True)
class Laid:
    """How a scan lies on its page: over the text layer or under it, `width` points wide, with
    `more` entries of its picture."""

    over: bool = False
    width: float = 595
    more: bytes = b""


def overlaid(
    scan: bytes, text: list[tuple[float, float, str]], *, invisible: bool, laid: Laid | None = None
) -> bytes:
    """A one-page PDF (A4) of a JPEG `scan` with a text layer: (x, y from the bottom, words) in
    points; over the scan unless `laid` otherwise."""
    laid = laid or Laid()
    image = Image.open(io.BytesIO(scan))
    mode = "3 Tr" if invisible else "0 Tr"
    layer = "".join(f"BT /F1 11 Tf {mode} {x} {y} Td ({words}) Tj ET\n" for x, y, words in text)
    picture = f"q {laid.width} 0 0 {842 * laid.width / 595} 0 0 cm /Im1 Do Q\n"
    content = (layer + picture if laid.over else picture + layer).encode("latin-1")
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R /Resources << "
        b"/Font << /F1 5 0 R >> "
        b"/XObject << /Im1 6 0 R >> >> >>",
        b"<< /Length %d >>\nstream\n%s\nendstream" % (len(content), content),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
        b"<< /Type /XObject /Subtype /Image /Width %d /Height %d /ColorSpace /DeviceRGB "
        b"/BitsPerComponent 8 "
        b"/Filter /DCTDecode %s /Length %d >>\nstream\n%s\nendstream"
        % (image.width, image.height, laid.more, len(scan), scan),
    ]
    return assembled(objects)
