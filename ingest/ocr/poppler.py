"""Pages of a PDF drawn by Poppler's pdftoppm: one process a page, which also bounds what a hostile
file can do."""

from __future__ import annotations

import math
import re
import subprocess
from pathlib import Path

import numpy as np

from kehoach.errors import BrokenFileError, MissingDependencyError, PageTimeoutError
from kehoach.ingest.ocr.pixels import Pixels

PROGRAM = "pdftoppm"
MOST_TOLD = 120
"""Letters of what the program says that an error quotes."""
_HEAD = re.compile(rb"P6\s(\d+)\s(\d+)\s255\s")
_NO_WINDOW = getattr(subprocess, "CREATE_NO_WINDOW", 0)
"""On Windows a console would flash up for every page."""


def draw_page(path: Path, number: int, dpi: int, timeout: float) -> Pixels:
    """A page of a PDF, from 1, as RGB pixels at `dpi`. `timeout` in seconds.

    Raises MissingDependencyError, PageTimeoutError, BrokenFileError.
    """
    wanted = ["-r", str(dpi), "-f", str(number), "-l", str(number)]
    try:
        done = subprocess.run(  # noqa: S603 (a fixed command, no shell)
            [PROGRAM, *wanted, str(path.absolute())],
            stdin=subprocess.DEVNULL,
            capture_output=True,
            timeout=max(1, math.ceil(timeout)),
            check=False,
            creationflags=_NO_WINDOW,
        )
    except FileNotFoundError as error:
        raise MissingDependencyError(
            program="Poppler (pdftoppm)", command="sudo apt install poppler-utils"
        ) from error
    except subprocess.TimeoutExpired as error:
        raise PageTimeoutError from error
    except (OSError, ValueError) as error:
        raise _broken(str(error)) from error
    pixels = pixels_of(done.stdout)
    if pixels is None:
        raise _broken(done.stderr.decode("utf-8", "replace") or f"{PROGRAM}: {number}")
    return pixels


def pixels_of(picture: bytes) -> Pixels | None:
    """A picture in the format PPM -> RGB pixels; None where it is none, or cut short.

    >>> pixels_of(b"P6 2 1 255 abcdef").tolist()
    [[[97, 98, 99], [100, 101, 102]]]
    >>> pixels_of(b"P6 2 2 255 abcdef"), pixels_of(b"")
    (None, None)
    """
    head = _HEAD.match(picture)
    if head is None:
        return None
    width, height = int(head[1]), int(head[2])
    if len(picture) - head.end() < 3 * width * height:
        return None
    levels = np.frombuffer(picture, np.uint8, count=3 * width * height, offset=head.end())
    return levels.reshape(height, width, 3).copy()


def _broken(reason: str) -> BrokenFileError:
    return BrokenFileError(media_type="PDF", reason=" ".join(reason.split())[:MOST_TOLD])


__all__ = ["draw_page", "pixels_of"]
