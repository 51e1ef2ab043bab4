"""Tesseract behind one small door: its call for many images at once, its timeout.

By pytesseract, which starts the program `tesseract`. One start costs 0.3 s and a cell 0.03-0.06 s,
so all pieces of a page go into one call, as a list file. `OMP_THREAD_LIMIT=1`: the pages run in
parallel, and Tesseract's own threads would only get in each other's way (seven times as slow).
"""

from __future__ import annotations

import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import pytesseract

from kehoach.errors import PageTimeoutError, UnreadableFileError
from kehoach.ingest.ocr.tesseract_program import LANGUAGE, require_tesseract

if TYPE_CHECKING:
    from kehoach.ingest.ocr.deskew import Pixels

BLOCK, LINE, WORD = 6, 7, 8
"""Tesseract's page segmentation modes: one even block of text, one line, one word."""


@dataclass(frozen=True, slots=True)
class Read:
    """A word as Tesseract saw it: box in pixels of its image, the number of its line there,
    confidence 0..1."""

    text: str
    x0: int
    y0: int
    x1: int
    y1: int
    line: int
    confidence: float


def read_images(
    images: Sequence[Pixels], psm: int, dpi: float, timeout: float, letters: str = ""
) -> list[list[Read]]:
    """Grey images at `dpi` -> the words of each, in Tesseract's reading order, in one call; of
    `letters` only, if any.

    `timeout` in seconds for all of them. Raises MissingDependencyError, PageTimeoutError,
    UnreadableFileError (Tesseract gave up).
    """
    import cv2  # late: who only asks for the version needs no pictures

    require_tesseract()
    if not images:
        return []
    if timeout <= 0:
        raise PageTimeoutError
    with tempfile.TemporaryDirectory(prefix="kehoach-", ignore_cleanup_errors=True) as folder:
        paths = []
        for number, image in enumerate(images):
            path = Path(folder) / f"{number}.pgm"
            path.write_bytes(cv2.imencode(".pgm", image)[1].tobytes())
            paths.append(str(path))
        listing = Path(folder) / "pieces.txt"
        listing.write_text("\n".join(paths) + "\n", encoding="utf-8")
        config = f"--psm {psm} --dpi {round(dpi)} -c tessedit_do_invert=0"
        config += f" -c tessedit_char_whitelist={letters}" if letters else ""
        try:
            table = pytesseract.image_to_data(
                str(listing),
                lang=LANGUAGE,
                config=config,
                timeout=timeout,
                output_type=pytesseract.Output.DICT,
            )
        except pytesseract.TesseractError as error:
            raise UnreadableFileError(
                reason=f"Tesseract: {' '.join(str(error.message).split())[:120]}"
            ) from error
        except RuntimeError as error:  # pytesseract's way of saying that the time is over
            raise PageTimeoutError from error
    return _by_image(table, len(images))


def _by_image(table: Mapping[str, Sequence[str | int | float]], count: int) -> list[list[Read]]:
    """Tesseract's table of all images -> the words of each; `page_num` counts the images from 1."""
    found: list[list[Read]] = [[] for _ in range(count)]
    lines: dict[tuple[object, ...], int] = {}
    for n, text in enumerate(table["text"]):
        page = int(table["page_num"][n])
        if table["level"][n] != WORD_LEVEL or not str(text).strip() or not 1 <= page <= count:
            continue
        key = (page, table["block_num"][n], table["par_num"][n], table["line_num"][n])
        line = lines.setdefault(key, len(lines))
        x, y = int(table["left"][n]), int(table["top"][n])
        width, height = int(table["width"][n]), int(table["height"][n])
        sure = max(0.0, min(1.0, float(table["conf"][n]) / 100))
        found[page - 1].append(
            Read(str(text).strip(), x, y, x + width, y + height, line, round(sure, 3))
        )
    return found


WORD_LEVEL = 5
