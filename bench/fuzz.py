"""Fuzzing: mutated inputs of every class through the whole program, with limits of time and memory
for each.

    python bench/fuzz.py [--inputs 20000] [--seed 1] [--only pdf,docx] [--seconds 60] [--memory 1500] [--json FILE]
                         [--keep FOLDER] [--again CLASS:NUMBER]
    python bench/fuzz.py --files FOLDER... [--seconds 60] [--memory 1500] [--json FILE]

The same seed gives the same inputs. Each input is read (`pipeline.extract`) and what comes out is
written in every format; a worker process does that for many inputs, and is replaced when one costs
it its life. Outcomes: a plan (ok, partial), one of the exceptions of `errors` ("told"), the limit
of memory, a traceback (any other exception), a crash, a hang. Prints a Markdown table; the inputs
of tracebacks, crashes and hangs are kept in FOLDER. Exit code 1 when there is any. `--again` reads
one input in this process, for a debugger; `--files` reads the files below folders as they are (the
collections of other projects).
"""

from __future__ import annotations

import argparse
import contextlib
import json
import multiprocessing
import os
import resource
import sys
import tempfile
import time
import traceback
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from multiprocessing.connection import Connection
from pathlib import Path
from random import Random
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
HERE = str(Path(__file__).resolve().parent)  # its batch.py has the name of a package of ours
sys.path[:] = [str(ROOT), str(ROOT / "tests"), *(entry for entry in sys.path if entry != HERE)]

from bench import fuzz_mutate as mutate  # noqa: E402
from kehoach.batch.isolation.bounds import is_memory, limit_memory  # noqa: E402
from kehoach.errors import KehoachError  # noqa: E402

MUTATORS: dict[str, mutate.Mutator] = {
    "pdf": mutate.pdf, "pdf packed": mutate.bytewise, "pdf of scans": mutate.pdf, "text": mutate.plain,
    "flattened": mutate.plain, "html": mutate.page, "docx": mutate.package, "image": mutate.image,
}  # fmt: skip
SHARES = {
    "pdf": 36,
    "pdf packed": 4,
    "pdf of scans": 2,
    "text": 16,
    "flattened": 8,
    "html": 14,
    "docx": 16,
    "image": 4,
}
"""Of a hundred inputs."""
PER_WORKER = 250
OCR_EVERY = 25
"""Of the class "pdf" only each so manieth input has its pictures read."""
BAD = ("traceback", "crash", "hang")
FILES = "files"
SLOW = 10.0
"""Seconds: inputs that take longer are listed."""


def inputs_of(kind: str, number: int, seed: int, pool: list[bytes]) -> bytes:
    """Input `number` of a class."""
    random = Random(f"{seed}/{kind}/{number}")  # noqa: S311 (not for secrets)
    data = random.choice(pool)
    for _ in range(random.choice((1, 1, 1, 2, 3))):
        data = MUTATORS[kind](random, data, pool) or b" "
    return data


def as_it_is(kind: str, number: int, seed: int, pool: list[bytes]) -> bytes:
    """A file of a collection; `pool` holds the paths."""
    return Path(os.fsdecode(pool[number])).read_bytes()


def read_one(path: Path) -> str:
    """Read an input and write what comes out in every format: the plan's status."""
    from kehoach.emit.csv import to_csv
    from kehoach.emit.findings_html import to_html as findings_html
    from kehoach.emit.ics import to_ics
    from kehoach.emit.json import from_json, to_json
    from kehoach.emit.report import to_html
    from kehoach.emit.rows import Origin
    from kehoach.emit.sarif import to_sarif
    from kehoach.emit.xlsx import to_xlsx
    from kehoach.ingest.options import ReadOptions
    from kehoach.pipeline import extract

    plan = extract(path, ReadOptions(jobs=1, page_timeout=20))
    text = to_json(plan)
    text.encode("utf-8")
    assert to_json(from_json(text.encode())) == text
    origin = Origin(path.name)
    for made in (
        to_csv(plan, origin),
        to_ics(plan, origin),
        to_xlsx(plan, origin),
        to_html(plan, origin),
    ):
        assert made
    for told in (to_sarif([(path.name, plan)], "vi"), findings_html([(path.name, plan)], "en")):
        told.encode("utf-8")
    return str(plan.status)


@contextlib.contextmanager
def pictures_unread() -> Iterator[None]:
    """Leave Tesseract out: it takes a second, in which fifty text layers are read."""
    from kehoach.ingest.pdf import document as pdf

    read = pdf._read_pictures
    vars(pdf)["_read_pictures"] = lambda *_: ()
    try:
        yield
    finally:
        vars(pdf)["_read_pictures"] = read


def outcome(path: Path) -> tuple[str, str]:
    """What became of an input: outcome, and the class of the exception or where it came from."""
    try:
        return read_one(path), ""
    except KehoachError as error:
        if is_memory(error):
            return "memory", type(error).__name__
        return ("told", type(error).__name__ + _own(error))
    except Exception as error:  # noqa: BLE001 (that is what is looked for)
        if is_memory(error):
            return "memory", type(error).__name__
        return "traceback", _where(error)


def _own(error: BaseException) -> str:
    """The place when a mistake of our own code hides behind a broken file."""
    cause = error.__cause__
    if (
        cause is None
        or isinstance(cause, KehoachError | OSError)
        or type(cause).__module__ != "builtins"
    ):
        return ""
    last = traceback.extract_tb(cause.__traceback__)[-1]
    name = Path(last.filename)
    own = name.is_relative_to(ROOT) and ".venv" not in name.parts
    return f" [{type(cause).__name__} {name.name}:{last.lineno}]" if own else ""


def _where(error: BaseException) -> str:
    frames = [
        frame
        for frame in traceback.extract_tb(error.__traceback__)
        if ".venv" not in frame.filename
    ]
    at = f"{Path(frames[-1].filename).name}:{frames[-1].lineno}" if frames else "?"
    return f"{type(error).__name__} at {at}: {str(error)[:80]}"


def work(
    kind: str, pool: list[bytes], seed: int, numbers: list[int], memory: int, out: Connection
) -> None:
    """Read inputs one after the other; tell what became of each, and the peak of memory so far."""
    import warnings

    warnings.simplefilter("ignore")
    os.setpgid(0, 0)
    null = os.open(os.devnull, os.O_WRONLY)
    os.dup2(null, 2)
    limit_memory(memory)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "paper"
        for number in numbers:
            make = as_it_is if kind == FILES else inputs_of
            path.write_bytes(make(kind, number, seed, pool))
            start = time.perf_counter()
            with (
                pictures_unread()
                if kind == "pdf" and number % OCR_EVERY
                else contextlib.nullcontext()
            ):
                result, detail = outcome(path)
            peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
            out.send((number, result, detail, time.perf_counter() - start, peak / 1024))


@dataclass
class Tally:
    """What became of the inputs of a class."""

    tried: int = 0
    results: Counter[str] = field(default_factory=Counter)
    details: Counter[str] = field(default_factory=Counter)
    slowest: float = 0.0
    slowest_number: int = 0
    seconds: float = 0.0
    peak: float = 0.0
    bad: list[tuple[int, str, str]] = field(default_factory=list)
    slow: list[tuple[float, int, float]] = field(default_factory=list)

    def add(self, number: int, result: str, detail: str, seconds: float, peak: float = 0.0) -> None:
        self.tried += 1
        self.results[result] += 1
        if detail:
            self.details[f"{result}: {detail}"] += 1
        self.seconds += seconds
        self.peak = max(self.peak, peak)
        if seconds > self.slowest:
            self.slowest, self.slowest_number = seconds, number
        if seconds > SLOW:
            self.slow.append((round(seconds, 1), number, round(peak)))
        if result in BAD:
            self.bad.append((number, result, detail))


def run_class(
    kind: str, pool: list[bytes], seed: int, count: int, asked: argparse.Namespace
) -> Tally:
    """All inputs of a class, in workers one after the other."""
    tally = Tally()
    context = multiprocessing.get_context("fork")
    pending = list(range(count))
    while pending:
        ours, theirs = context.Pipe(duplex=False)
        memory = asked.memory * 2**20
        args = (kind, pool, seed, pending[:PER_WORKER], memory, theirs)
        worker = context.Process(target=work, args=args)
        worker.start()
        theirs.close()
        done = _watched(ours, worker, pending[:PER_WORKER], asked.seconds, tally)
        pending = pending[done:]
        ours.close()
        print(
            f"{kind}: {tally.tried} of {count}, {dict(tally.results)}", file=sys.stderr, flush=True
        )
    return tally


def _watched(
    ours: Connection, worker: Any, numbers: list[int], seconds: float, tally: Tally
) -> int:
    """Collect what a worker tells until it is done or dead; how many inputs are done."""
    for at, number in enumerate(numbers):
        try:
            if not ours.poll(seconds + (20 if at == 0 else 0)):
                os.killpg(worker.pid, 9)
                worker.join()
                tally.add(number, "hang", "", seconds)
                return at + 1
            tally.add(*ours.recv())
        except EOFError:
            worker.join()
            tally.add(number, "crash", f"exit {worker.exitcode}", 0.0)
            return at + 1
    worker.join()
    return len(numbers)


def table(tallies: dict[str, Tally]) -> str:
    """The figures as Markdown."""
    head = "| class | inputs | plan | in part | told | memory | tracebacks | crashes | hangs | s each | slowest | MB |"
    lines = [head, "|" + "---|" * 12]
    names = ("ok", "partial", "told", "memory", *BAD)
    for kind, tally in tallies.items():
        numbers = [tally.results[name] for name in names]
        mean = tally.seconds / max(tally.tried, 1)
        cells = [
            kind,
            tally.tried,
            *numbers,
            f"{mean:.2f}",
            f"{tally.slowest:.1f}",
            f"{tally.peak:.0f}",
        ]
        lines.append("| " + " | ".join(map(str, cells)) + " |")
    total = [sum(tally.results[name] for tally in tallies.values()) for name in names]
    tried = sum(tally.tried for tally in tallies.values())
    slowest, peak = max(t.slowest for t in tallies.values()), max(t.peak for t in tallies.values())
    seconds = sum(tally.seconds for tally in tallies.values()) / max(tried, 1)
    cells = ["**all**", tried, *total, f"{seconds:.2f}", f"{slowest:.1f}", f"{peak:.0f}"]
    return "\n".join([*lines, "| " + " | ".join(map(str, cells)) + " |"])


def main() -> int:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--inputs", type=int, default=20000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--only", default=",".join(SHARES))
    parser.add_argument("--seconds", type=float, default=60)
    parser.add_argument("--memory", type=int, default=1500)
    parser.add_argument("--json", type=Path)
    parser.add_argument("--keep", type=Path)
    parser.add_argument("--again")
    parser.add_argument("--files", type=Path, nargs="+", default=[])
    asked = parser.parse_args()
    from bench.fuzz_seeds import seeds

    found = sorted(path for folder in asked.files for path in folder.rglob("*") if path.is_file())
    pools = {FILES: [os.fsencode(path) for path in found]} if found else seeds()
    if found:
        asked.only = FILES
    if asked.again:
        kind, _, number = asked.again.partition(":")
        with tempfile.TemporaryDirectory() as folder:
            path = (asked.keep or Path(folder)) / "paper"
            path.write_bytes(inputs_of(kind, int(number), asked.seed, pools[kind]))
            print(read_one(path))
        return 0
    for name in (
        "kehoach.ingest.pdf.document",
        "kehoach.ingest.ocr.document",
        "kehoach.ingest.docx.document",
        "kehoach.ingest.html.document",
        "kehoach.pipeline",
        "kehoach.emit.report",
        "kehoach.emit.xlsx",
    ):
        __import__(name)  # once, before the workers are forked
    tallies: dict[str, Tally] = {}
    for kind in asked.only.split(","):
        count = len(found) or asked.inputs * SHARES[kind] // 100
        tallies[kind] = tally = run_class(kind, pools[kind], asked.seed, count, asked)
        print(
            kind,
            dict(tally.results),
            f"slowest {tally.slowest:.1f} s: {tally.slowest_number}",
            flush=True,
        )
        for told, times in tally.details.most_common(40):
            print(f"    {times} x {told}", flush=True)
        for seconds, number, peak in tally.slow:
            print(
                f"    {seconds} s, {peak} MB: {number} {os.fsdecode(pools[kind][number]) if found else ''}",
                flush=True,
            )
        for number, result, detail in tally.bad if found else ():
            print(f"    {result} {detail}: {os.fsdecode(pools[kind][number])}", flush=True)
        for number, result, _ in tally.bad if asked.keep and not found else ():
            asked.keep.mkdir(parents=True, exist_ok=True)
            kept = asked.keep / f"{kind}-{number}-{result}"
            kept.write_bytes(inputs_of(kind, number, asked.seed, pools[kind]))
    print(table(tallies))
    if asked.json:
        facts = {kind: {**vars(tally), "bad": len(tally.bad)} for kind, tally in tallies.items()}
        asked.json.write_text(
            json.dumps(facts, ensure_ascii=False, indent=1) + "\n", encoding="utf-8"
        )
    return 1 if any(tally.bad for tally in tallies.values()) else 0


if __name__ == "__main__":
    sys.exit(main())
