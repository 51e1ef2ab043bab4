"""Tesseract behind one small door: its probe, its call for many images at once, its timeout.

By pytesseract, which starts the program `tesseract`. One start costs 0.3 s and a cell 0.03-0.06 s,
so all regions of a page go into one call, as a list file. `OMP_THREAD_LIMIT=1`: the pages run in
parallel, and Tesseract's own threads would only get in each other's way (seven times as slow).
"""

from __future__ import annotations

import hashlib
import os
import re
import subprocess
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

import pytesseract

from kehoach.errors import MissingDependencyError, PageTimeoutError, UnreadableFileError
from kehoach.ingest.ocr.pixels import PixelBox

if TYPE_CHECKING:
    from kehoach.ingest.ocr.pixels import Pixels

LANGUAGE = "vie"
PROBE_TIMEOUT = 30
"""Seconds for a question that Tesseract answers at once."""
WORD_LEVEL = 5
"""The level of Tesseract's table that words stand on."""
LINE_COLUMNS = ("page_num", "block_num", "par_num", "line_num")
"""What tells one line from another in that table."""
_DATA_FOLDER = re.compile(r'languages in "([^"]+)"')


@dataclass(frozen=True, slots=True)
class ReadingMode:
    """How an image is read: by which of Tesseract's page segmentation modes, and of which letters
    only, if any are given."""

    segmentation: int
    letters: str = ""


BLOCK = ReadingMode(6)
"""As one even block of text."""
WORD = ReadingMode(8)
"""As one word."""


@dataclass(frozen=True, slots=True)
class ReadWord:
    """A word as Tesseract saw it: box in pixels of its image, the number of its line there,
    confidence 0..1."""

    text: str
    box: PixelBox
    line: int
    confidence: float


@cache
def require_tesseract() -> str:
    """The version of Tesseract. Raises MissingDependencyError when it or its Vietnamese data is not
    installed."""
    os.environ["OMP_THREAD_LIMIT"] = "1"
    try:
        version = str(pytesseract.get_tesseract_version())
        languages = _listing().split()
    except (
        pytesseract.TesseractNotFoundError,
        OSError,
        SystemExit,
        subprocess.TimeoutExpired,
    ) as error:
        raise MissingDependencyError(
            program="Tesseract", command="sudo apt install tesseract-ocr tesseract-ocr-vie"
        ) from error
    if LANGUAGE not in languages:
        raise MissingDependencyError(
            program="Tesseract vie", command="sudo apt install tesseract-ocr-vie"
        )
    return version


@cache
def tesseract_identity() -> str:
    """What decides how Tesseract reads: its version and its Vietnamese data. Raises as
    `require_tesseract`."""
    digest = hashlib.sha256(require_tesseract().encode())
    if (data := _data_file()) is not None:
        digest.update(data.read_bytes())
    return digest.hexdigest()[:16]


def _data_file() -> Path | None:
    """The file of the Vietnamese data; Tesseract names its folder as it lists the languages."""
    folder = _DATA_FOLDER.search(_listing())
    data = Path(folder[1], f"{LANGUAGE}.traineddata") if folder else None
    return data if data is not None and data.is_file() else None


@cache
def _listing() -> str:
    command = [pytesseract.pytesseract.tesseract_cmd, "--list-langs"]
    listed = subprocess.run(  # noqa: S603
        command, capture_output=True, timeout=PROBE_TIMEOUT, check=False
    )
    return (listed.stdout + listed.stderr).decode("utf-8", "replace")


def read_images(
    images: Sequence[Pixels], mode: ReadingMode, *, dpi: float, timeout: float
) -> list[list[ReadWord]]:
    """Grey images at `dpi` -> the words of each, in Tesseract's reading order, in one call.

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
