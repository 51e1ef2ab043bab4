"""Batches: throughput of two workers against one, memory of the parent, cost per paper beyond its
reading, kill -9.

    python bench/batch.py [--only scans,memory,overhead,kills] [--rounds 3] [--kills 500]
                          [--many 2000]

Prints a Markdown table per part, with its bar. All papers are fictional and made on the spot
(tests/batch_maker.py, samples/). Runs that are compared alternate, so that a busy machine slows
both; the spread tells how busy it was.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
HERE = str(Path(__file__).resolve().parent)  # this file has the name of a package of ours
sys.path[:] = [str(ROOT), str(ROOT / "tests"), *(entry for entry in sys.path if entry != HERE)]

from batch_maker import (  # type: ignore[import-not-found]  # noqa: E402
    folder_of,
    long_paper,
    outputs,
    short_paper,
)
from scan_maker import Wear, save, scanned  # type: ignore[import-not-found]  # noqa: E402

from kehoach.emit.json import from_json  # noqa: E402

_ONE_RUN = """
import json, resource, sys, time
from kehoach.batch.model import Batch, BatchOptions
from kehoach.batch.run import run
folder, out, workers = sys.argv[1], sys.argv[2], int(sys.argv[3])
times, seconds, pages = {}, 0.0, 0
def watch(event, **facts):
    global seconds, pages
    times.setdefault(event, time.perf_counter())
    if event == "paper":
        seconds += facts["outcome"].seconds
        pages += facts["outcome"].pages
run(Batch(folder, out, BatchOptions(cached=False), workers), watch)
end = time.perf_counter()
peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
print(json.dumps({
    "reading": times["combining"] - times["start"],
    "combining": end - times["combining"],
    "whole": end - times["finding"],
    "seconds": seconds,
    "pages": pages,
    "peak": peak,
}))
"""


def one_run(folder: Path, out: Path, workers: int) -> dict[str, float]:
    """A batch in a process of its own -> its times (seconds), pages, and its peak of memory (MB,
    children apart)."""
    shutil.rmtree(out, ignore_errors=True)
    words = [sys.executable, "-c", _ONE_RUN, str(folder), str(out), str(workers)]
    done = subprocess.run(words, cwd=ROOT, check=True, capture_output=True, text=True)
    return dict(json.loads(done.stdout.splitlines()[-1]))


def scans(work: Path, rounds: int, papers: int = 12) -> bool:
    """Two workers against one, on scans."""
    folder = work / "scans"
    folder.mkdir()
    names = ("bang-6-cot", "bang-8-cot", "quyet-dinh", "nhiem-vu-chu-cai")
    for number in range(papers):
        sample = ROOT / "samples" / names[number % 4] / f"{names[number % 4]}.pdf"
        wear = Wear(skew=0.2 * (number % 5) - 0.4, noise=3 + number % 4)
        save(
            folder / f"{number:02d}.pdf", [scanned(sample, page, 200, wear) for page in (1, 2)], 200
        )
    took: dict[int, list[dict[str, float]]] = {1: [], 2: []}
    for _ in range(rounds):
        for workers in took:
            took[workers].append(one_run(folder, work / "out", workers))
    print(f"\n### {papers} scans of 2 pages\n")
    print("| workers | pages/s, reading | pages/s, whole command | spread |\n|---|---|---|---|")
    speeds: dict[str, dict[int, float]] = {"reading": {}, "whole": {}}
    for workers, runs in took.items():
        for key, own in speeds.items():
            own[workers] = statistics.median(run["pages"] / run[key] for run in runs)
        times = [run["reading"] for run in runs]
        spread = (max(times) - min(times)) / statistics.median(times)
        reading, whole = speeds["reading"][workers], speeds["whole"][workers]
        print(f"| {workers} | {reading:.2f} | {whole:.2f} | {spread:.0%} |")
    pairs = [one["reading"] / two["reading"] for one, two in zip(took[1], took[2], strict=True)]
    ratio = statistics.median(pairs)
    told = ", ".join(f"{pair:.2f}" for pair in pairs)
    print(f"\n2 workers / 1 worker: **{ratio:.2f}** (pairs: {told}; bar: 1.70)", flush=True)
    return ratio >= 1.7


def memory(work: Path, many: int) -> bool:
    """The parent's peak, from ten papers to many."""
    print("\n### Memory of the parent\n")
    print(
        "| text plans | peak, MB | papers/s, reading | combining, ms a paper |\n|---|---|---|---|"
    )
    peaks = []
    for count in (10, many // 10, many):
        folder = folder_of(work / f"texts-{count}", count, long_paper)
        run = one_run(folder, work / "out", 2)
        peaks.append(run["peak"])
        rate, each = count / run["reading"], 1000 * run["combining"] / count
        print(f"| {count:,} | {run['peak']:.0f} | {rate:.1f} | {each:.1f} |", flush=True)
    print(f"\n{many:,} against 10: **{peaks[-1] / peaks[0]:.2f}** times (bar: 1.25)")
    return peaks[-1] <= 1.25 * peaks[0]


def overhead(work: Path, rounds: int) -> bool:
    """What a paper costs beyond its reading: the slope between few papers and many, so that what
    every batch pays once (start of the child, empty workbook) does not count."""
    few, many = 50, 350
    small, large = (folder_of(work / f"few-{count}", count, long_paper) for count in (few, many))
    found = []
    parts: dict[str, list[float]] = {"reading": [], "combining": []}
    for _ in range(rounds):
        one, other = one_run(small, work / "out", 1), one_run(large, work / "out", 1)
        beyond = {
            "reading": (other["reading"] - other["seconds"]) - (one["reading"] - one["seconds"]),
            "combining": other["combining"] - one["combining"],
        }
        for key, value in beyond.items():
            parts[key].append(1000 * value / (many - few))
        found.append(1000 * sum(beyond.values()) / (many - few))
    print("\n### Cost of a paper beyond its reading, one worker\n")
    print("| part | ms a paper (median) | all rounds |\n|---|---|---|")
    for key, values in parts.items():
        rounded = ", ".join(f"{value:.1f}" for value in values)
        print(f"| {key} | {statistics.median(values):.1f} | {rounded} |")
    cost = statistics.median(found)
    print(f"\nTogether: **{cost:.1f} ms** (bar: 10)", flush=True)
    return cost <= 10


def kills(work: Path, rounds: int) -> bool:
    """SIGKILL at any moment of a small batch, over and over; each time a run comes through, its
    files must be those of an undisturbed one, and whatever lies there at any moment must be
    whole."""
    folder = folder_of(work / "small", 8, short_paper)
    (folder / "copy.txt").write_text(short_paper(3), encoding="utf-8")
    shutil.copy(ROOT / "samples/tuong-thuat/tuong-thuat.docx", folder / "a.docx")
    words = [
        *(sys.executable, "-m", "kehoach", "batch", str(folder)),
        *("--workers", "2", "--no-cache", "--quiet", "-o"),
    ]
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}

    def start(out: Path) -> subprocess.Popen[bytes]:
        return subprocess.Popen([*words, str(out)], env=environment, cwd=ROOT)

    began = time.perf_counter()
    assert start(work / "clean").wait() == 0
    whole, wanted = time.perf_counter() - began, outputs(work / "clean")
    chance, done, finished, torn, differing = random.Random(1), 0, 0, 0, 0  # noqa: S311 (no secret)
    out = work / "killed"
    while done < rounds:
        running = start(out)
        try:
            running.wait(chance.uniform(0.2, 1.1 * whole))
        except subprocess.TimeoutExpired:
            running.kill()
            running.wait()
            done += 1
            torn += _torn(out)
            continue
        finished += 1
        differing += outputs(out) != wanted or running.returncode != 0
        differing += any(path.is_file() for path in (out / ".kehoach/unfinished").rglob("*"))
        shutil.rmtree(out)
    print("\n### kill -9\n\n| kills | batches finished | torn files | finished with other files |")
    print(f"|---|---|---|---|\n| {done} | {finished} | {torn} | {differing} |", flush=True)
    return torn == differing == 0 and finished > 0


def _torn(out: Path) -> int:
    """How many files of a batch that was killed are not whole."""
    torn = 0
    for path in (out / "plans").rglob("*"):
        if path.is_file():
            try:
                from_json(path.read_bytes())
            except Exception as error:  # noqa: BLE001 (counted and told)
                print(f"{path}: {error}", file=sys.stderr)
                torn += 1
    lines = (
        (out / "manifest.jsonl").read_bytes().splitlines()
        if (out / "manifest.jsonl").exists()
        else []
    )
    for line in lines:
        torn += not line.startswith(b"{") or not line.endswith(b"}")
    return torn


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--only", default="scans,memory,overhead,kills")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--kills", type=int, default=500)
    parser.add_argument("--many", type=int, default=2000)
    options = parser.parse_args()
    parts: dict[str, Callable[[Path], Any]] = {
        "scans": lambda work: scans(work, options.rounds),
        "memory": lambda work: memory(work, options.many),
        "overhead": lambda work: overhead(work, options.rounds),
        "kills": lambda work: kills(work, options.kills),
    }
    missed = []
    for name in options.only.split(","):
        with tempfile.TemporaryDirectory(prefix="kehoach-bench-") as work:
            if not parts[name](Path(work)):
                missed.append(name)
    if missed:
        sys.exit(f"missed: {', '.join(missed)}")


if __name__ == "__main__":
    main()
