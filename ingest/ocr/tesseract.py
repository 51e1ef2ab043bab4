"""Tesseract behind one small door: its call for many images at once, its timeout.

By pytesseract, which starts the program `tesseract`. One start costs 0.3 s and a cell 0.03-0.06 s,
so all regions of a page go into one call, as a list file. `OMP_THREAD_LIMIT=1`: the pages run in
parallel, and Tesseract's own threads would only get in each other's way (seven times as slow).
"""

from __future__ import annotations

import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import pytesseract

from kehoach.errors import CrashError, PageTimeoutError, UnreadableFileError
from kehoach.ingest.ocr.pixels import PixelBox
from kehoach.ingest.ocr.tesseract_program import LANGUAGE, require_tesseract
from kehoach.ingest.ocr.words import ReadWord

if TYPE_CHECKING:
    from kehoach.ingest.ocr.pixels import Pixels

WORD_LEVEL = 5
"""The level of Tesseract's table that words stand on."""
LINE_COLUMNS = ("page_num", "block_num", "par_num", "line_num")
"""What tells one line from another in that table."""


@dataclass(frozen=True, slots=True)
class ReadingMode:
    """How an image is read: by which of Tesseract's page segmentation modes, and of which letters
    only, if any are given."""

    segmentation: int
    letters: str = ""


_KILLED = -9
"""Exit code: somebody ended it (SIGKILL), mostly the system, where memory ran out."""
BLOCK = ReadingMode(6)
"""As one even block of text."""
WORD = ReadingMode(8)
"""As one word."""


def read_images(
    images: Sequence[Pixels], mode: ReadingMode, *, dpi: float, timeout: float
) -> list[list[ReadWord]]:
    """Grey images at `dpi` -> the words of each, in Tesseract's reading order, in one call.

    `timeout` in seconds for all of them. Raises MissingDependencyError, PageTimeoutError,
    UnreadableFileError (Tesseract gave up), CrashError (somebody killed it).
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
            _, encoded = cv2.imencode(".pgm", image)
            path.write_bytes(encoded.tobytes())
            paths.append(str(path))
        listing = Path(folder) / "regions.txt"
        listing.write_text("\n".join(paths) + "\n", encoding="utf-8")
        config = f"--psm {mode.segmentation} --dpi {round(dpi)} -c tessedit_do_invert=0"
        if mode.letters:
            config += f" -c tessedit_char_whitelist={mode.letters}"
        try:
            table = pytesseract.image_to_data(
                str(listing),
                lang=LANGUAGE,
                config=config,
                timeout=timeout,
                output_type=pytesseract.Output.DICT,
            )
        except pytesseract.TesseractError as error:
            if error.status == _KILLED:
                raise CrashError(how="Tesseract: SIGKILL", step="ingest") from error
            said = " ".join(str(error.message).split())[:120]
            raise UnreadableFileError(reason=f"Tesseract: {said}") from error
        except RuntimeError as error:  # pytesseract's way of saying that the time is over
            raise PageTimeoutError from error
    return _by_image(table, len(images))


def _by_image(table: Mapping[str, Sequence[str | int | float]], count: int) -> list[list[ReadWord]]:
    """Tesseract's table of all images -> the words of each; `page_num` counts the images from 1."""
    found: list[list[ReadWord]] = [[] for _ in range(count)]
    lines: dict[tuple[object, ...], int] = {}
    for values in zip(*table.values(), strict=True):
        row = dict(zip(table, values, strict=True))
        page = int(row["page_num"])
        is_word = row["level"] == WORD_LEVEL and str(row["text"]).strip()
        if not is_word or not 1 <= page <= count:
            continue
        place = tuple(row[column] for column in LINE_COLUMNS)
        line = lines.setdefault(place, len(lines))
        found[page - 1].append(_read_word(row, line))
    return found


def _read_word(row: Mapping[str, str | int | float], line: int) -> ReadWord:
    """A row of Tesseract's table as a word of the line with this number."""
    left = int(row["left"])
    top = int(row["top"])
    width = int(row["width"])
    height = int(row["height"])
    percent = float(row["conf"])
    confidence = max(0.0, min(1.0, percent / 100))
    return ReadWord(
        text=str(row["text"]).strip(),
        box=PixelBox(left, top, right=left + width, bottom=top + height),
        line=line,
        confidence=round(confidence, 3),
    )
