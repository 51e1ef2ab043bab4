"""Which Tesseract is installed, asked of the program itself.

Apart from the door through which images are read (`tesseract`): a batch asks which Tesseract reads
its papers and never reads one itself, and pytesseract with NumPy and Pillow would be fifteen
megabytes of its memory.
"""

from __future__ import annotations

import hashlib
import os
import re
import subprocess
from functools import cache
from pathlib import Path

from kehoach.errors import MissingDependencyError

PROGRAM, LANGUAGE = "tesseract", "vie"
OLDEST = (3, 5)
"""What pytesseract asks for."""
PROBE_TIMEOUT = 30
"""Seconds for a question that Tesseract answers at once."""
_VERSION = re.compile(r"\d+(?:\.\d+)+")
_DATA_FOLDER = re.compile(r'languages in "([^"]+)"')


@cache
def require_tesseract() -> str:
    """The version of Tesseract. Raises MissingDependencyError when it or its Vietnamese data is not
    installed."""
    os.environ["OMP_THREAD_LIMIT"] = "1"
    try:
        version = _version_in(_answer("--version"))
        languages = _listing().split()
    except (OSError, ValueError, subprocess.SubprocessError) as error:
        raise MissingDependencyError(
            program="Tesseract", command="sudo apt install tesseract-ocr tesseract-ocr-vie"
        ) from error
    if LANGUAGE not in languages:
        raise MissingDependencyError(
            program="Tesseract vie", command="sudo apt install tesseract-ocr-vie"
        )
    return version


def _version_in(answer: str) -> str:
    r"""The version in what Tesseract says of itself. Raises ValueError where there is none, or one
    too old.

    >>> _version_in("tesseract 5.3.0-46-g1569\n leptonica-1.82.0\n")
    '5.3.0'
    """
    found = _VERSION.search(answer)
    if found is None:
        raise ValueError(answer)
    if tuple(int(part) for part in found[0].split(".")[:2]) < OLDEST:
        raise ValueError(answer)
    return found[0]


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
    return _answer("--list-langs")


def _answer(question: str) -> str:
    """What Tesseract says, on either stream."""
    done = subprocess.run(  # noqa: S603 (a program of ours, no shell)
        [PROGRAM, question],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        timeout=PROBE_TIMEOUT,
        check=False,
    )
    return done.stdout.decode("utf-8", "replace")
