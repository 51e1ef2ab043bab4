"""How long a born-digital plan takes, beside pdfplumber alone; peak memory; how quickly the command
starts.

    .venv/bin/python bench/speed_pdf.py [--pdf FILE] [--runs 5] [--json bench/speed_pdf.json]

Exit code 1 when a bar is missed: ratio <= 1.5, start-up <= 0.5 s.
"""

from __future__ import annotations

import argparse
import json
import platform
import resource
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from statistics import median

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent
sys.path.insert(0, str(ROOT))

RATIO_BAR = 1.5
STARTUP_BAR = 0.5  # seconds


def pdfplumber_alone(pdf: Path) -> int:
    """What reading words and tables costs at least: (a) of the comparison. Returns the number of
    pages."""
    import pdfplumber

    with pdfplumber.open(pdf) as opened:
        for page in opened.pages:
            page.extract_words()
            page.extract_tables()
        return len(opened.pages)


def whole_pipeline(pdf: Path) -> int:
    """The main job, from the file to the plan with its findings: (b). Returns the number of
    tasks."""
    from kehoach.pipeline import extract

    return len(extract(pdf).tasks)


def seconds(work: Callable[[Path], int], pdf: Path) -> tuple[float, float]:
    """Time of one run: on the wall, and of the processor alone (what a busy machine disturbs
    less)."""
    wall, cpu = time.perf_counter(), time.process_time()
    work(pdf)
    return time.perf_counter() - wall, time.process_time() - cpu


def alternately(
    pdf: Path, runs: int
) -> tuple[list[tuple[float, float]], list[tuple[float, float]]]:
    """a, b, a, b, ... in one process, so that a machine that slows down slows both."""
    theirs: list[tuple[float, float]] = []
    ours: list[tuple[float, float]] = []
    for _ in range(runs):
        theirs.append(seconds(pdfplumber_alone, pdf))
        ours.append(seconds(whole_pipeline, pdf))
    return theirs, ours


def peak_megabytes(work: str, pdf: Path) -> float:
    """Peak memory of a process that does nothing else: one side never hides behind the other."""
    command = [sys.executable, __file__, "--only", work, "--pdf", str(pdf)]
    return float(subprocess.run(command, check=True, capture_output=True, text=True).stdout)


def print_own_peak(work: str, pdf: Path) -> None:
    """The child of `peak_megabytes`."""
    (pdfplumber_alone if work == "pdfplumber" else whole_pipeline)(pdf)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    print(peak / (1024 * 1024 if sys.platform == "darwin" else 1024))


def startup_seconds(runs: int = 7) -> float:
    """`kehoach --help` as a user starts it, from nothing to the prompt."""
    command = [str(Path(sys.executable).parent / "kehoach"), "--help"]
    times = []
    for _ in range(runs):
        start = time.perf_counter()
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
        times.append(time.perf_counter() - start)
    return median(times)


def measure(pdf: Path, runs: int) -> dict[str, object]:
    """Every number, as it is written to the JSON file."""
    # First, while this process is small: on Linux a child's peak counts its parent's memory at the
    # fork.
    peaks = {work: round(peak_megabytes(work, pdf), 1) for work in ("pdfplumber", "kehoach")}
    pages, tasks = pdfplumber_alone(pdf), whole_pipeline(pdf)  # the warm-up
    theirs, ours = alternately(pdf, runs)
    (their_wall, their_cpu), (our_wall, our_cpu) = (
        [median(clock) for clock in zip(*side, strict=True)] for side in (theirs, ours)
    )
    return {
        "pdf": pdf.name,
        "pages": pages,
        "tasks": tasks,
        "runs": runs,
        "pdfplumber_s": round(their_wall, 3),
        "kehoach_s": round(our_wall, 3),
        "ratio": round(our_wall / their_wall, 3),
        "ratio_cpu": round(our_cpu / their_cpu, 3),
        "pdfplumber_peak_mb": peaks["pdfplumber"],
        "kehoach_peak_mb": peaks["kehoach"],
        "startup_s": round(startup_seconds(), 3),
        "python": platform.python_version(),
        "machine": platform.machine(),
    }


def table(numbers: dict[str, object]) -> str:
    """The numbers for a person."""
    cpu = f"(processor time: {numbers['ratio_cpu']})"
    side = "{:34}{:>7} s{:>12} MB".format
    return "\n".join(
        [
            f"{numbers['pdf']}: {numbers['pages']} pages, {numbers['tasks']} tasks, "
            f"medians of {numbers['runs']} runs, alternately",
            f"{'':34}{'time':>9}{'peak memory':>15}",
            side(
                "pdfplumber words + tables alone",
                numbers["pdfplumber_s"],
                numbers["pdfplumber_peak_mb"],
            ),
            side("kehoach, file to plan", numbers["kehoach_s"], numbers["kehoach_peak_mb"]),
            f"{f'ratio (bar: {RATIO_BAR})':34}{numbers['ratio']:>7}   {cpu}",
            f"{f'kehoach --help (bar: {STARTUP_BAR} s)':34}{numbers['startup_s']:>7} s",
        ]
    )


def main() -> int:
    """Measure, print, save."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--pdf", type=Path, default=HERE / "plan-20-pages.pdf")
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument(
        "--json", type=Path, default=HERE / "speed_pdf.json", help="where the numbers go"
    )
    parser.add_argument("--only", choices=["pdfplumber", "kehoach"], help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.only:
        print_own_peak(options.only, options.pdf)
        return 0
    numbers = measure(options.pdf, options.runs)
    print(table(numbers))
    options.json.write_text(json.dumps(numbers, indent=2) + "\n", encoding="utf-8")
    print(f"-> {options.json}")
    missed = (
        float(str(numbers["ratio"])) > RATIO_BAR or float(str(numbers["startup_s"])) > STARTUP_BAR
    )
    return 1 if missed else 0


if __name__ == "__main__":
    sys.exit(main())
