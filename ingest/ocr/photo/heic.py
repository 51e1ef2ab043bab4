"""Photographs of iPhones (HEIC): opened by pi-heif, the part of pillow-heif that only reads."""

from __future__ import annotations

from pathlib import Path

from PIL import Image

from kehoach.errors import MissingDependencyError
from kehoach.explaining import install_command


def open_heic(path: Path) -> Image.Image:
    """The main picture of a HEIC file, not yet decoded, upright once it is. No thumbnails, depth
    maps or other pictures of the file are looked at, and no threads are started.

    Raises MissingDependencyError (the extra `heic` is not installed), and what Pillow raises on
    broken files.
    """
    try:
        from pi_heif import HeifImageFile, options
    except ModuleNotFoundError as error:
        raise MissingDependencyError(
            program="pi-heif", command=install_command("pi_heif")
        ) from error
    options.THUMBNAILS = options.DEPTH_IMAGES = options.AUX_IMAGES = False
    options.DECODE_THREADS = 1
    image: Image.Image = HeifImageFile(str(path))
    return image
