"""What a user may ask of the reading: pages, resolution, workers, time, cache. Light: the command
line imports it."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TypeAlias

from kehoach.errors import BadOptionError

Progress: TypeAlias = Callable[[int, int], None]
"""Called with pages done and pages in all."""
Stage: TypeAlias = Callable[[str], None]
"""Called with the stage that begins."""

PAGE_TIMEOUT = 120.0
MAX_PAGES = 2000
OWN_READER = "lines"
SCAN_READERS = (OWN_READER, "tesseract", "both")
"""Who reads scanned pages: our own reader of lines, Tesseract, or ours with Tesseract's second
opinion where it is in doubt. The first is what was measured best."""
LOWEST_DPI, HIGHEST_DPI = 72, 600


def default_cache() -> Path:
    """`$KEHOACH_CACHE`, else `kehoach` in the user's cache folder (XDG Base Directory
    Specification)."""
    own = os.environ.get("KEHOACH_CACHE")
    if own:
        return Path(own)
    base = os.environ.get("XDG_CACHE_HOME")
    return (Path(base) if base else Path.home() / ".cache") / "kehoach"


def cores() -> int:
    """The cores this process may use."""
    if sys.platform == "linux":
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def _is_range(pages: object) -> bool:
    """Is something a range of page numbers, from 1, both ends in?"""
    if not isinstance(pages, tuple) or len(pages) != 2:
        return False
    first, last = pages
    return bool(1 <= first <= last)


def asks_tesseract(reader: str) -> bool:
    """Does a reader of scanned pages need Tesseract, and depend on which one is there?"""
    return reader != OWN_READER


@dataclass(frozen=True, slots=True)
class ReadOptions:
    """`pages`: ranges of page numbers, from 1, both ends in, empty for all. `reader`: who reads
    scanned pages, one of SCAN_READERS. `dpi`: resolution to
    rasterise PDF pages at, None for that of the scan itself. `jobs`: pages read at once, 0 for one
    per core. `page_timeout`: seconds for one page. `cache`: the folder of the reading cache, None
    for none. `max_pages`: a paper with more is not read. `sources`: whether the plan tells where
    each of its values stands. `doubt`: values with a smaller probability are told as doubtful, None
    for the usual one."""

    pages: tuple[tuple[int, int], ...] = ()
    dpi: int | None = None
    jobs: int = 0
    page_timeout: float = PAGE_TIMEOUT
    cache: Path | None = None
    progress: Progress | None = None
    max_pages: int = MAX_PAGES
    stage: Stage | None = None
    reader: str = OWN_READER
    sources: bool = True
    doubt: float | None = None

    def __post_init__(self) -> None:
        """Raise BadOptionError for a value that no reader can take."""
        holds = {
            "pages": isinstance(self.pages, tuple) and all(map(_is_range, self.pages)),
            "dpi": self.dpi is None or LOWEST_DPI <= self.dpi <= HIGHEST_DPI,
            "jobs": self.jobs >= 0,
            "page_timeout": self.page_timeout > 0,
            "max_pages": self.max_pages >= 1,
            "reader": self.reader in SCAN_READERS,
            "doubt": self.doubt is None or 0 <= self.doubt <= 1,
        }
        for name, does_hold in holds.items():
            if not does_hold:
                raise BadOptionError(name=name, value=getattr(self, name))

    def wants(self, number: int) -> bool:
        """Is this page asked for?"""
        return not self.pages or any(first <= number <= last for first, last in self.pages)

    def tell(self, stage: str) -> None:
        """Tell whoever watches which stage begins."""
        if self.stage is not None:
            self.stage(stage)

    @property
    def workers(self) -> int:
        """How many pages are read at once."""
        return self.jobs or cores()


DEFAULT_OPTIONS = ReadOptions()
