"""Peak memory of a command with all its processes: what 100 scanned pages of 300 dpi cost.

    .venv/bin/python -m bench.memory [--pdf SCAN.pdf] [--pages 100]

The pages of a scan are repeated until there are enough, `kehoach extract` reads them, and ten times
a second the memory of all its processes is summed up (Linux only): resident, and with each shared
page counted once (PSS). Without `--pdf`: the 300 dpi scan of ../shared.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
SCAN = ROOT.parent / "shared" / "plans" / "ngoc-trao-2023.scan300-clean.pdf"
EVERY = 0.1
"""Seconds between two looks."""


def repeated(scan: Path, pages: int, out: Path) -> None:
    """The pages of a scan over and over, as many as are wanted."""
    import pypdfium2

    with pypdfium2.PdfDocument(scan) as source, pypdfium2.PdfDocument.new() as made:
        while len(made) < pages:
            made.import_pages(source, list(range(min(len(source), pages - len(made)))))
        made.save(out)


def family(pid: int) -> Iterator[int]:
    """A process and all below it."""
    yield pid
    for thread in Path(f"/proc/{pid}/task").glob("*/children"):
        for child in thread.read_text().split():
            yield from family(int(child))


def look(pid: int) -> tuple[float, float]:
    """Resident and proportional memory of a process and all below it, in MB; a process that ends
    meanwhile counts nothing."""
    total = {"Rss:": 0.0, "Pss:": 0.0}
    try:
        for member in list(family(pid)):
            for line in Path(f"/proc/{member}/smaps_rollup").read_text().splitlines()[1:]:
                kind, kilobytes, *_ = line.split()
                if kind in total:
                    total[kind] += int(kilobytes) / 1024
    except (FileNotFoundError, ProcessLookupError):
        return 0.0, 0.0
    return total["Rss:"], total["Pss:"]


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--pdf", type=Path, default=SCAN)
    parser.add_argument("--pages", type=int, default=100)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        paper = Path(folder) / "scan.pdf"
        repeated(options.pdf, options.pages, paper)
        command = [sys.executable, "-m", "kehoach", "extract", str(paper), "-o", f"{folder}/o.json"]
        begun = time.monotonic()
        with subprocess.Popen(command, cwd=ROOT) as program:
            looks = [(0.0, 0.0)]
            while program.poll() is None:
                looks.append(look(program.pid))
                time.sleep(EVERY)
        seconds = time.monotonic() - begun
    resident, proportional = (max(peaks) for peaks in zip(*looks, strict=True))
    print(
        f"{options.pages} pages, {seconds:.0f} s, exit {program.returncode}: peak of all processes"
        f" {resident:.0f} MB resident, {proportional:.0f} MB with shared pages counted once"
    )


if __name__ == "__main__":
    main()
