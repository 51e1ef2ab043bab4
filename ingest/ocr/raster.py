"""Pages as pixels: PDF pages by pdf2image (Poppler's pdftoppm), image files by Pillow; one page in
memory at a time.

Files come from strangers: the number of pages and of pixels is bounded before anything is decoded.
"""

from __future__ import annotations

import math
import struct
import warnings
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pdf2image
from pdf2image.exceptions import (
    PDFInfoNotInstalledError,
    PDFPageCountError,
    PDFPopplerTimeoutError,
    PDFSyntaxError,
)
from PIL import Image, ImageOps

from kehoach.errors import (
    BrokenFileError,
    MissingDependencyError,
    NoPagesError,
    PageTimeoutError,
    TooLargeError,
)
from kehoach.ingest.ocr.deskew import MAX_PIXELS
from kehoach.ingest.ocr.photo.heic import open_heic
from kehoach.ingest.ocr.pixels import Pixels
from kehoach.ingest.options import HIGHEST_DPI, LOWEST_DPI

_FORMATS = ("PNG", "JPEG", "TIFF", "WEBP")
_FORMAT_NAMES = "PNG, JPEG, TIFF, WebP, HEIC"
A_HAIR_LESS = 1 - 1e-5
A4_WIDTH = 8.27
"""Inches; the width of a page whose image does not tell its resolution."""


_BROKEN = (
    OSError, ValueError, SyntaxError, EOFError, IndexError, KeyError, TypeError, AttributeError,
    ArithmeticError, struct.error, RuntimeError,
)  # fmt: skip
"""What Pillow lets out on broken files: besides its own errors, whatever a field that is missing or
odd did to it."""


@dataclass(frozen=True, slots=True)
class Raster:
    """One page as pixels (RGB or grey) at `dpi`."""

    pixels: Pixels
    dpi: float


def bounded_dpi(width: float, height: float, dpi: float) -> float:
    """`dpi`, or as much of it as a page of width x height points can have within MAX_PIXELS."""
    square_inches = (width / 72) * (height / 72)
    most = math.sqrt(MAX_PIXELS / max(square_inches, 1e-6))
    return min(dpi, most)


def pdf_page(path: Path, number: int, dpi: float, timeout: float) -> Raster:
    """A page of a PDF, from 1, drawn at `dpi`. `timeout` in seconds.

    Poppler draws a picture one pixel broader whose edge falls just on a pixel's: a scan drawn at
    its own resolution was smeared over its neighbours' pixels, most in the middle of the page. A
    hair less, and each pixel stays itself.

    Raises MissingDependencyError (Poppler), PageTimeoutError, BrokenFileError.
    """
    dpi = max(1.0, dpi)
    try:
        images = pdf2image.convert_from_path(
            path.absolute(),
            dpi=dpi * A_HAIR_LESS,  # type: ignore[arg-type]  # handed on as it is
            first_page=number,
            last_page=number,
            timeout=max(1, math.ceil(timeout)),
        )
    except PDFInfoNotInstalledError as error:
        raise MissingDependencyError(
            program="Poppler (pdftoppm)", command="sudo apt install poppler-utils"
        ) from error
    except PDFPopplerTimeoutError as error:
        raise PageTimeoutError from error
    except (PDFPageCountError, PDFSyntaxError, OSError, ValueError, SyntaxError) as error:
        raise BrokenFileError(
            media_type="PDF", reason=" ".join(str(error).split())[:120]
        ) from error
    if not images:
        raise BrokenFileError(media_type="PDF", reason=f"pdftoppm: {number}")
    return Raster(_pixels(images[0]), float(dpi))


def image_pages(path: Path, max_pages: int) -> list[tuple[float, float]]:
    """An image file (`_FORMAT_NAMES`) -> the size of each of its pages in points, by their headers
    alone.

    Raises BrokenFileError, NoPagesError, TooLargeError.
    """
    with _opened(path) as image:
        sizes: list[tuple[float, float]] = []
        while _seek(image, len(sizes)):  # counting the frames first would go through all of them
            if len(sizes) == max_pages:
                raise TooLargeError(reason=f"> {max_pages} pages (--max-pages)")
            dpi = _dpi(image)
            sizes.append((image.width * 72 / dpi, image.height * 72 / dpi))
            if image.format != "TIFF":
                break
    if not sizes:
        raise NoPagesError
    return sizes


def image_page(path: Path, number: int) -> Raster:
    """A page of an image file, from 1. Raises BrokenFileError, TooLargeError."""
    with _opened(path) as image:
        if not _seek(image, number - 1):
            raise NoPagesError
        dpi = _dpi(image)
        try:
            upright = ImageOps.exif_transpose(image)
            _check_pixels(upright)  # a HEIC file may turn out larger than it told
            return Raster(_pixels(upright), dpi)
        except _BROKEN as error:
            raise _broken(image, error) from error


def _opened(path: Path) -> Image.Image:
    try:
        with path.open("rb") as file:
            is_heic = file.read(8)[4:] == b"ftyp"
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # our own bound is told in _seek
            return open_heic(path) if is_heic else Image.open(path, formats=_FORMATS)
    except Image.DecompressionBombError as error:
        raise TooLargeError(reason=f"> {MAX_PIXELS} px") from error
    except _BROKEN as error:
        raise BrokenFileError(
            media_type=_FORMAT_NAMES, reason=" ".join(str(error).split())[-120:]
        ) from error


def _seek(image: Image.Image, frame: int) -> bool:
    """Go to a frame, from 0; is there one? Only TIFF has pages: of other files the main picture
    counts, which in HEIC need not be the first."""
    try:
        if image.format == "TIFF":
            image.seek(frame)
    except EOFError:
        return False
    except _BROKEN as error:
        raise _broken(image, error) from error
    _check_pixels(image)
    return True


def _check_pixels(image: Image.Image) -> None:
    """Raise TooLargeError when an image has more pixels than a page may have."""
    if image.width * image.height > MAX_PIXELS:
        raise TooLargeError(reason=f"{image.width} x {image.height} px > {MAX_PIXELS}")


def _broken(image: Image.Image, error: Exception) -> BrokenFileError:
    return BrokenFileError(
        media_type=image.format or _FORMAT_NAMES, reason=" ".join(str(error).split())[:120]
    )


def _dpi(image: Image.Image) -> float:
    """The resolution that the file tells when it makes sense, else that of a page of A4 width."""
    told = image.info.get("dpi")
    guessed = min(image.width, image.height) / A4_WIDTH
    try:
        dpi = float(told[0]) if told else 0.0
    except (TypeError, ValueError, ZeroDivisionError):
        dpi = 0.0
    # Cameras and screens write 72 or 96 whatever they took a picture of.
    if LOWEST_DPI < dpi <= 2 * HIGHEST_DPI and not (dpi < 100 and guessed > 1.5 * dpi):
        return dpi
    return max(guessed, 50.0)


def _pixels(image: Image.Image) -> Pixels:
    """Pillow's image -> RGB or grey pixels; what is transparent is paper."""
    if image.mode in ("RGBA", "LA", "PA") or "transparency" in image.info:
        image = image.convert("RGBA")
        ground = Image.new("RGBA", image.size, "white")
        image = Image.alpha_composite(ground, image)
    if image.mode.startswith("I;16") or image.mode in ("I", "F"):
        deep = np.asarray(image, np.float64)
        white = 65535.0 if deep.max(initial=0) > 255 else 255.0
        levels = np.clip(deep * (255.0 / white), 0, 255)
        return np.asarray(levels, np.uint8)
    mode = "L" if image.mode in ("1", "L") else "RGB"
    return np.array(image if image.mode == mode else image.convert(mode), np.uint8)


__all__ = ["MAX_PIXELS", "Raster", "bounded_dpi", "image_page", "image_pages", "pdf_page"]
