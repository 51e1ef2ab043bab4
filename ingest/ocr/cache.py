"""Page readings kept on disk, so that a scan is read once: by diskcache, in JSON, bounded in size,
oldest use out first.

The key is all that decides a reading: the file's SHA-256, the page, the resolution, Tesseract with
its Vietnamese data, and the code and the models that read. A cache that cannot be used (a full
disk, no permission) is told in the log and done without.
"""

from __future__ import annotations

import json
import logging
import sqlite3
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import diskcache

from kehoach.ingest.model import Box
from kehoach.ingest.ocr.handwriting import Written
from kehoach.ingest.ocr.page import SeenPage, SeenTable
from kehoach.ingest.ocr.tesseract_program import tesseract_identity
from kehoach.ingest.ocr.words import SeenWord
from kehoach.ingest.options import OWN_READER, asks_tesseract
from kehoach.provenance import digest_of_imports

SIZE_LIMIT = 256 * 1024 * 1024
"""Bytes on disk: some ten thousand pages."""
READER_OF_SCANS = "kehoach.ingest.ocr.document"
_FAILURES = (OSError, sqlite3.Error, diskcache.Timeout)
_LOG = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class PageKey:
    """A page of a file, the resolution it is read at (0: its own), and who reads it."""

    sha256: str
    page: int
    dpi: float
    reader: str = OWN_READER

    def __str__(self) -> str:
        """The key on disk: with what reads the page."""
        program = digest_of_imports(READER_OF_SCANS)
        if asks_tesseract(self.reader):
            program += f"/{tesseract_identity()}"
        return f"{self.reader}/{program}/{self.sha256}/{self.page}/{self.dpi:.0f}"


class PageCache:
    """Readings of pages in a folder; None as the folder keeps nothing."""

    def __init__(self, folder: Path | None) -> None:
        self._store: Any = None
        if folder is None:
            return
        digest_of_imports(READER_OF_SCANS)  # once, before the threads of pages ask for it
        try:
            self._store = diskcache.Cache(
                str(folder),
                size_limit=SIZE_LIMIT,
                eviction_policy="least-recently-used",
                disk=diskcache.JSONDisk,
            )
        except _FAILURES as error:
            _LOG.warning("cache %s: %s", folder, error)

    def get(self, key: PageKey) -> SeenPage | None:
        """The reading of a page, None when it is not kept (or not as it was written)."""
        if self._store is None:
            return None
        try:
            kept = self._store.get(str(key))
            return _from_json(kept) if kept is not None else None
        except (*_FAILURES, ValueError, KeyError, TypeError) as error:
            _LOG.warning("cache: %s", error)
            return None

    def put(self, key: PageKey, reading: SeenPage) -> None:
        """Keep a reading."""
        if self._store is None:
            return
        try:
            self._store.set(str(key), json.dumps(asdict(reading), ensure_ascii=False))
        except _FAILURES as error:
            _LOG.warning("cache: %s", error)

    def close(self) -> None:
        """Let go of the folder."""
        if self._store is not None:
            self._store.close()


def clear(folder: Path) -> int:
    """Forget all readings in the folder; returns how many there were. Raises OSError."""
    if not folder.is_dir():
        return 0
    with diskcache.Cache(str(folder), disk=diskcache.JSONDisk) as store:
        return int(store.clear())


def _from_json(text: str) -> SeenPage:
    kept: dict[str, Any] = json.loads(text)
    kept["body"] = tuple(_word(word) for word in kept["body"])
    kept["tables"] = tuple(_table(table) for table in kept["tables"])
    kept["handwritten"] = tuple(
        Written(_word(own["seen"]), own["number"]) for own in kept["handwritten"]
    )
    return SeenPage(**kept)


def _table(kept: dict[str, Any]) -> SeenTable:
    cells = tuple(Box(**cell) for cell in kept["cells"])
    return SeenTable(cells, words=tuple(_word(word) for word in kept["words"]))


def _word(kept: dict[str, Any]) -> SeenWord:
    kept["box"] = Box(**kept["box"])
    kept["rivals"] = tuple((text, odds) for text, odds in kept["rivals"])
    return SeenWord(**kept)
