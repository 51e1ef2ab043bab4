"""Fuzzing: mutated inputs of every class through the whole program, with limits of time and memory
for each.

    python bench/fuzz.py [--inputs 20000] [--seed 1] [--only pdf,docx] [--seconds 60]
                         [--memory 1500] [--json FILE] [--keep FOLDER] [--again CLASS:NUMBER]
                         [--each-for 60]
    python bench/fuzz.py --files FOLDER... [--seconds 60] [--memory 1500] [--json FILE]

The same seed gives the same inputs. Each input is read (`pipeline.extract`) and what comes out is
written in every format; a worker process does that for many inputs, and is replaced when one costs
it its life. Outcomes: a plan (ok, partial), one of the exceptions of `errors` ("told"), the limit
of memory, a traceback (any other exception), a crash, a hang. Prints a Markdown table; the inputs
of tracebacks, crashes and hangs are kept in FOLDER. Exit code 1 when there is any. `--again` reads
one input in this process, for a debugger; `--each-for` ends each class after so many seconds, and
the table tells how many inputs there were time for; `--files` reads the files below folders as they
are (the collections of other projects).
"""

from __future__ import annotations

import argparse
import contextlib
import json
import math
import multiprocessing
import os
import resource
import sys
import tempfile
import time
import traceback
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from multiprocessing.connection import Connection
from pathlib import Path
from random import Random
from typing import TYPE_CHECKING, Any

ROOT = Path(__file__).resolve().parents[1]
HERE = str(Path(__file__).resolve().parent)  # its batch.py has the name of a package of ours
sys.path[:] = [str(ROOT), str(ROOT / "tests"), *(entry for entry in sys.path if entry != HERE)]

from bench import fuzz_mutate as mutate  # noqa: E402
from bench.fuzz_doors import DOOR_MUTATORS, DOORS, door_seeds  # noqa: E402
from bench.fuzz_outputs import written  # noqa: E402
from kehoach.batch.isolation.bounds import is_memory, limit_memory  # noqa: E402
from kehoach.errors import KehoachError  # noqa: E402

if TYPE_CHECKING:
    pass

MUTATORS: dict[str, mutate.Mutator] = {
    "pdf": mutate.pdf,
    "pdf packed": mutate.bytewise,
    "pdf of scans": mutate.pdf,
    "text": mutate.plain,
    "flattened": mutate.plain,
    "html": mutate.page,
    "docx": mutate.package,
    "image": mutate.image,
    **DOOR_MUTATORS,
}
SHARES = {
    "pdf": 36,
    "pdf packed": 4,
    "pdf of scans": 2,
    "text": 16,
    "flattened": 8,
    "html": 14,
    "docx": 16,
    "image": 4,
    **dict.fromkeys(DOOR_MUTATORS, 4),
}
"""Of a hundred inputs of papers; those of doors come beside them."""
PER_WORKER = 250
OCR_EVERY = 25
SELDOM_PICTURES = ("pdf", "pdf packed")
"""Of these classes only each so manieth input has its pictures read."""
BAD = ("traceback", "crash", "hang")
FILES = "files"
START_UP = 20
"""Seconds more for a worker's first input."""
SLOW = 10.0
"""Seconds: inputs that take longer are listed."""


@dataclass(frozen=True, slots=True)
class InputClass:
    """Where inputs come from: the kind, the seed of chance, and what is mutated; of the kind FILES
    `pool` holds the paths of files that are read as they are."""

    kind: str
    seed: int
    pool: list[bytes]

    def input(self, number: int) -> bytes:
        """The input of a number."""
        if self.kind == FILES:
            return Path(self.name(number)).read_bytes()
        random = Random(f"{self.seed}/{self.kind}/{number}")  # noqa: S311 (not for secrets)
        data = random.choice(self.pool)
        for _ in range(random.choice((1, 1, 1, 2, 3))):
            data = MUTATORS[self.kind](random, data, self.pool) or b" "
        return data

    def name(self, number: int) -> str:
        """The path of a file; "" of what is made."""
        return os.fsdecode(self.pool[number]) if self.kind == FILES else ""

    def wants_pictures(self, number: int) -> bool:
        """Whether the pictures of this input are read."""
        return self.kind not in SELDOM_PICTURES or number % OCR_EVERY == 0


def read_one(path: Path) -> str:
    """Read an input and write what comes out in every format: the plan's status."""
    from kehoach.ingest.options import ReadOptions
    from kehoach.pipeline import extract

    return written(extract(path, ReadOptions(jobs=1, page_timeout=20)), path.name)


@contextlib.contextmanager
def pictures_unread() -> Iterator[None]:
    """Leave Tesseract out: it takes a second, in which fifty text layers are read."""
    from kehoach.ingest.pdf import document as pdf

    read = pdf._read_pictures
    vars(pdf)["_read_pictures"] = lambda *_, **__: ()
    try:
        yield
    finally:
        vars(pdf)["_read_pictures"] = read


def outcome(path: Path, read: Callable[[Path], str]) -> tuple[str, str]:
    """What became of an input: outcome, and the class of the exception or where it came from."""
    try:
        return read(path), ""
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
    frames = traceback.extract_tb(error.__traceback__)
    ours = [frame for frame in frames if ".venv" not in frame.filename]
    place = f"{Path(ours[-1].filename).name}:{ours[-1].lineno}" if ours else "?"
    return f"{type(error).__name__} at {place}: {str(error)[:80]}"


def work(inputs: InputClass, numbers: list[int], memory: int, out: Connection) -> None:
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
            path.write_bytes(inputs.input(number))
            start = time.perf_counter()
            reads_all = inputs.wants_pictures(number)
            with contextlib.nullcontext() if reads_all else pictures_unread():
                result, detail = outcome(path, DOORS.get(inputs.kind, read_one))
            seconds = time.perf_counter() - start
            peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
            out.send(Result(number, result, detail=detail, seconds=seconds, peak=peak / 1024))


@dataclass(frozen=True, slots=True)
class Result:
    """What became of an input: the outcome, the class of an exception or where it came from,
    seconds, and the worker's peak of memory so far in MB."""

    number: int
    outcome: str
    detail: str = ""
    seconds: float = 0.0
    peak: float = 0.0


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
    bad: list[Result] = field(default_factory=list)
    slow: list[Result] = field(default_factory=list)

    def add(self, result: Result) -> None:
        self.tried += 1
        self.results[result.outcome] += 1
        if result.detail:
            self.details[f"{result.outcome}: {result.detail}"] += 1
        self.seconds += result.seconds
        self.peak = max(self.peak, result.peak)
        if result.seconds > self.slowest:
            self.slowest, self.slowest_number = result.seconds, result.number
        if result.seconds > SLOW:
            self.slow.append(result)
        if result.outcome in BAD:
            self.bad.append(result)


@dataclass(frozen=True, slots=True)
class Limits:
    """Of one input: seconds, and bytes of memory; of its class: seconds."""

    seconds: float
    memory: int
    each_for: float = math.inf


def run_class(inputs: InputClass, count: int, limits: Limits) -> Tally:
    """All inputs of a class, or as many as there is time for, in workers one after the other."""
    tally = Tally()
    end = time.monotonic() + limits.each_for
    context = multiprocessing.get_context("fork")
    pending = list(range(count))
    while pending and time.monotonic() < end:
        reader, writer = context.Pipe(duplex=False)
        numbers = pending[:PER_WORKER]
        worker = context.Process(target=work, args=(inputs, numbers, limits.memory, writer))
        worker.start()
        writer.close()
        watched = Watched(reader, worker, limits.seconds, end)
        done = _watched(watched, numbers, tally)
        pending = pending[done:]
        reader.close()
        progress = f"{inputs.kind}: {tally.tried} of {count}, {dict(tally.results)}"
        print(progress, file=sys.stderr, flush=True)
    return tally


@dataclass(frozen=True, slots=True)
class Watched:
    """A worker, what it tells by, the seconds it has for an input, and when its class must end (of
    the monotonic clock)."""

    reader: Connection
    worker: Any
    seconds: float
    end: float

    def kill(self) -> None:
        """End it, with what it started."""
        os.killpg(self.worker.pid, 9)
        self.worker.join()


def _watched(watched: Watched, numbers: list[int], tally: Tally) -> int:
    """Collect what a worker tells until it is done, dead or out of time; how many inputs are
    done."""
    worker = watched.worker
    for index, number in enumerate(numbers):
        if index and time.monotonic() > watched.end:
            watched.kill()
            return index
        try:
            if not watched.reader.poll(watched.seconds + (START_UP if index == 0 else 0)):
                watched.kill()
                tally.add(Result(number, "hang", seconds=watched.seconds))
                return index + 1
            tally.add(watched.reader.recv())
        except EOFError:
            worker.join()
            tally.add(Result(number, "crash", detail=f"exit {worker.exitcode}"))
            return index + 1
    worker.join()
    return len(numbers)


def table(tallies: dict[str, Tally]) -> str:
    """The figures as Markdown."""
    heads = ["class", "inputs", "plan", "in part", "told", "memory"]
    heads += ["tracebacks", "crashes", "hangs", "s each", "slowest", "MB"]
    lines = ["| " + " | ".join(heads) + " |", "|" + "---|" * len(heads)]
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
    slowest = max(tally.slowest for tally in tallies.values())
    peak = max(tally.peak for tally in tallies.values())
    seconds = sum(tally.seconds for tally in tallies.values()) / max(tried, 1)
    cells = ["**all**", tried, *total, f"{seconds:.2f}", f"{slowest:.1f}", f"{peak:.0f}"]
    return "\n".join([*lines, "| " + " | ".join(map(str, cells)) + " |"])


MODULES = (
    "kehoach.ingest.pdf.document",
    "kehoach.ingest.ocr.document",
    "kehoach.ingest.docx.document",
    "kehoach.ingest.html.document",
    "kehoach.pipeline",
    "kehoach.emit.report",
    "kehoach.emit.xlsx",
)
"""Loaded once, before the workers are forked."""


def options_of_command_line() -> argparse.Namespace:
    """What is wanted."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--inputs", type=int, default=20000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--only", default=",".join(SHARES))
    parser.add_argument("--seconds", type=float, default=60)
    parser.add_argument("--memory", type=int, default=1500)
    parser.add_argument("--json", type=Path)
    parser.add_argument("--keep", type=Path)
    parser.add_argument("--again")
    parser.add_argument("--each-for", type=float, default=math.inf)
    parser.add_argument("--files", type=Path, nargs="+", default=[])
    return parser.parse_args()


def classes(options: argparse.Namespace) -> dict[str, InputClass]:
    """The classes of inputs by their names; of files, that one alone."""
    from bench.fuzz_seeds import seeds

    folders = [sorted(folder.rglob("*")) for folder in options.files]
    files = sorted(path for paths in folders for path in paths if path.is_file())
    if files:
        return {FILES: InputClass(FILES, options.seed, [os.fsencode(path) for path in files])}
    pools = seeds()
    pools |= door_seeds(pools)
    return {kind: InputClass(kind, options.seed, pool) for kind, pool in pools.items()}


def tell(inputs: InputClass, tally: Tally) -> None:
    """Print what became of a class."""
    slowest = f"slowest {tally.slowest:.1f} s: {tally.slowest_number}"
    print(inputs.kind, dict(tally.results), slowest, flush=True)
    for detail, times in tally.details.most_common(40):
        print(f"    {times} x {detail}", flush=True)
    for slow in tally.slow:
        name = f"{slow.number} {inputs.name(slow.number)}"
        print(f"    {slow.seconds:.1f} s, {slow.peak:.0f} MB: {name}", flush=True)
    if inputs.kind == FILES:
        for bad in tally.bad:
            print(f"    {bad.outcome} {bad.detail}: {inputs.name(bad.number)}", flush=True)


def keep(inputs: InputClass, tally: Tally, folder: Path) -> None:
    """Write the inputs of tracebacks, crashes and hangs below a folder."""
    for bad in tally.bad:
        folder.mkdir(parents=True, exist_ok=True)
        path = folder / f"{inputs.kind}-{bad.number}-{bad.outcome}"
        path.write_bytes(inputs.input(bad.number))


def again(inputs: InputClass, number: int, folder: Path | None) -> None:
    """Read one input in this process."""
    with tempfile.TemporaryDirectory() as temporary:
        path = (folder or Path(temporary)) / "paper"
        path.write_bytes(inputs.input(number))
        print(DOORS.get(inputs.kind, read_one)(path))


def main() -> int:
    """Exit code 1 when there is a traceback, a crash or a hang."""
    options = options_of_command_line()
    by_kind = classes(options)
    if options.again:
        kind, _, number = options.again.partition(":")
        again(by_kind[kind], int(number), options.keep)
        return 0
    for name in MODULES:
        __import__(name)
    limits = Limits(options.seconds, options.memory * 2**20, options.each_for)
    tallies: dict[str, Tally] = {}
    for kind in list(by_kind) if options.files else options.only.split(","):
        inputs = by_kind[kind]
        count = len(inputs.pool) if options.files else options.inputs * SHARES[kind] // 100
        tallies[kind] = tally = run_class(inputs, count, limits)
        tell(inputs, tally)
        if options.keep and not options.files:
            keep(inputs, tally, options.keep)
    print(table(tallies))
    if options.json:
        facts = {kind: _facts(tally) for kind, tally in tallies.items()}
        text = json.dumps(facts, ensure_ascii=False, indent=1)
        options.json.write_text(f"{text}\n", encoding="utf-8")
    return 1 if any(tally.bad for tally in tallies.values()) else 0


def _facts(tally: Tally) -> dict[str, Any]:
    slow = [(round(one.seconds, 1), one.number, round(one.peak)) for one in tally.slow]
    return {**vars(tally), "bad": len(tally.bad), "slow": slow}


if __name__ == "__main__":
    sys.exit(main())
