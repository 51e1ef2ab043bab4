"""One job in a process of its own, for `make bench`: times that no run before it has made too good.

    python bench/worker.py ROOT JOB FILE      JOB: pdfplumber, pypdfium2, extract, read, profile

ROOT is the checkout whose code runs. It first reads another, small paper (what a process pays once
is not what a page costs), then does the job once. Prints JSON: seconds on the wall, of the
processor, peak memory in MB, pages.
"""

from __future__ import annotations

import contextlib
import importlib
import json
import resource
import sys
import threading
import time
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from types import FrameType
from typing import Any

HERE = Path(__file__).resolve().parent
STEP = 0.004
"""Seconds between two looks of the profile."""


def pdfplumber_alone(path: Path) -> None:
    import pdfplumber

    with pdfplumber.open(path) as pdf:
        for page in pdf.pages:
            page.extract_words()
            page.extract_tables()


def bare_characters(path: Path) -> None:
    """Each character of each page with its box, by PDFium through its C functions: the least that
    a reader in Python can pay who wants to know where what stands."""
    import ctypes

    import pypdfium2
    from pypdfium2 import raw

    edges = [ctypes.c_double() for _ in range(4)]
    pointers = [ctypes.byref(edge) for edge in edges]
    pdf = pypdfium2.PdfDocument(path)
    for page in pdf:
        text = page.get_textpage()
        found = []
        for number in range(raw.FPDFText_CountChars(text)):
            letter = raw.FPDFText_GetUnicode(text, number)
            raw.FPDFText_GetCharBox(text, number, *pointers)
            found.append((letter, *(edge.value for edge in edges)))
        text.close()
        page.close()
    pdf.close()


def extract(path: Path) -> None:
    _module("pipeline").extract(path)


def read(path: Path) -> None:
    _module("ingest.read").read(path)


def _module(name: str) -> Any:
    """A module of the checkout that is measured. Before version 0.2 the rooms had no package above
    them; a `kehoach` that is installed must not be taken for it."""
    root = Path(sys.path[0])
    package = "kehoach." if (root / "kehoach" / "__init__.py").is_file() else ""
    module = importlib.import_module(f"{package}{name}")
    assert Path(str(module.__file__)).resolve().is_relative_to(root.resolve()), module.__file__
    return module


def profile(path: Path) -> Counter[str]:
    """Where the threads of an extraction are, looked at every few milliseconds (`looks` by place).

    A thread looks, not a signal: the timer that one would need is the reader's own
    (ingest.timeout).
    """
    looks: Counter[str] = Counter()
    done = threading.Event()

    def look() -> None:
        own = threading.get_ident()
        while not done.wait(STEP):
            for number, frame in sys._current_frames().items():
                if number != own and (place := _place(frame)):
                    looks[place] += 1

    sys.setswitchinterval(STEP / 4)
    watcher = threading.Thread(target=look, daemon=True)
    watcher.start()
    try:
        extract(path)
    finally:
        done.set()
        watcher.join()
    return looks


ROOMS = ("ingest", "normalize", "parsers", "schema", "emit")
PARSERS_OF_PDF = ("pdfplumber", "pdfminer")
WAITING = ("threading", "thread", "_base", "queue")


def _place(frame: FrameType | None) -> str | None:
    """`room/module` of the innermost code of ours, or the library for PDF that it called; None for
    a thread that only waits for others."""
    library = ""
    while frame is not None:
        path = Path(frame.f_code.co_filename)
        room = next((part for part in path.parts if part in ROOMS), None)
        if room is not None and "site-packages" not in path.parts:
            return f"{room}/{path.stem}" if library not in PARSERS_OF_PDF else library
        if not library:
            if path.stem in WAITING:
                return None
            if "site-packages" in path.parts:
                library = path.parts[path.parts.index("site-packages") + 1]
        frame = frame.f_back
    return None


def _forget_peak() -> None:
    """On Linux a child's peak counts its parent's memory at the fork: start anew."""
    with contextlib.suppress(OSError):
        Path("/proc/self/clear_refs").write_text("5")


def _peak() -> float:
    """Peak memory in MB."""
    with contextlib.suppress(OSError, StopIteration):
        lines = Path("/proc/self/status").read_text().splitlines()
        return int(next(line for line in lines if line.startswith("VmHWM")).split()[1]) / 1024
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return peak / (1024 * 1024 if sys.platform == "darwin" else 1024)


JOBS: dict[str, Callable[[Path], object]] = {
    "pdfplumber": pdfplumber_alone,
    "pypdfium2": bare_characters,
    "extract": extract,
    "read": read,
    "profile": profile,
}


def main() -> int:
    """Warm up, do the job, print the figures."""
    root, job, file = sys.argv[1:]
    sys.path[:] = [root, *(entry for entry in sys.path if entry != str(HERE))]
    work = JOBS[job]
    warm = HERE.parent / "samples" / "tuong-thuat" / "tuong-thuat.pdf"
    (work if job in ("pdfplumber", "pypdfium2") else extract)(warm)
    _forget_peak()
    wall, cpu = time.perf_counter(), time.process_time()
    told = work(Path(file))
    result: dict[str, object] = {
        "seconds": time.perf_counter() - wall,
        "cpu": time.process_time() - cpu,
    }
    result["peak"] = _peak()
    result["looks"] = told if isinstance(told, Counter) else {}
    print(json.dumps(result))
    return 0


if __name__ == "__main__":
    sys.exit(main())
