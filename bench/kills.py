"""`kill -9` while a child works: of the command, of its reader, of what the reader has started
(Tesseract, LibreOffice).

    python bench/kills.py [--kills 500] [--seed 1] [--longest SECONDS] [--only scan,rtf,...]
                          [--json FILE]

A command is started, a moment is waited for at which such a process is at work, and the victim is
killed. Then: no process of the command lives on (they are known by a variable of their environment,
whoever their parent is by now); what stands under the name of the result is whole, or nothing; a
command whose reader or helper was killed says so in a sentence, or gives the same plan as ever, and
leaves nothing in the temporary folder; and the same command, run again over all that was left, ends
as an undisturbed one does. Linux alone. All papers are fictional and made on the spot. Exit code 1
when there is any fault.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import shutil
import signal
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
HERE = str(Path(__file__).resolve().parent)  # its batch.py has the name of a package of ours
sys.path[:] = [str(ROOT), str(ROOT / "tests"), *(entry for entry in sys.path if entry != HERE)]

import parcel_maker as parcels  # type: ignore[import-not-found]  # noqa: E402
from batch_maker import outputs, short_paper  # type: ignore[import-not-found]  # noqa: E402
from scan_maker import Wear, save, scanned  # type: ignore[import-not-found]  # noqa: E402
from warm_program import Started, _server, started  # type: ignore[import-not-found]  # noqa: E402

MARK = "KEHOACH_BENCH_KILLS"
"""The variable by which the processes of the command are known."""
PATIENCE = 5.0
"""Seconds until all must be gone."""
LONGEST = 120.0
"""Seconds that a command may take, killed or not."""
IN_A_ROW = 5
"""Kills over whose rests the command is run to its end."""
HELPERS = ("tesseract", "soffice.bin", "oosplash", "pdftoppm")
GLANCE = 0.005


@dataclass(frozen=True, slots=True)
class Case:
    """A command: its words, and where its result stands (a file, or the folder of a batch)."""

    name: str
    words: tuple[str, ...]
    result: Path

    def state(self) -> object:
        """What the result holds; None where there is none."""
        if self.result.is_dir():
            return outputs(self.result)
        return self.result.read_bytes() if self.result.exists() else None

    def torn(self) -> list[str]:
        """Files that are neither whole nor absent."""
        plans = self.result / "plans"
        folder = plans if plans.is_dir() else self.result
        found = folder.rglob("*.json") if folder.is_dir() else [self.result]
        return [str(path) for path in found if path.is_file() and not _is_whole(path)]

    def clear(self) -> None:
        """Take the result away."""
        if self.result.is_dir():
            shutil.rmtree(self.result)
        self.result.unlink(missing_ok=True)


def _is_whole(path: Path) -> bool:
    from kehoach.emit.json import from_json

    try:
        from_json(path.read_bytes())
    except Exception:  # noqa: BLE001 (whatever it is: counted and told)
        return False
    return True


@dataclass(frozen=True, slots=True)
class Room:
    """The folders of one bench: temporary files, cache."""

    temporary: Path
    cache: Path

    def start(self, case: Case) -> Started:
        """The command under way, in a fork of a process that has loaded it."""
        own = {"TMPDIR": str(self.temporary), "XDG_CACHE_HOME": str(self.cache)}
        environment = {**os.environ, "PYTHONPATH": str(ROOT), **own}
        return started("--lang", "en", *case.words, env=environment)

    def left(self) -> list[Path]:
        """What lies in the temporary folder."""
        return sorted(self.temporary.iterdir())


@dataclass
class Tally:
    """What became of the kills of a case, by the kind of the victim."""

    kills: Counter[str] = field(default_factory=Counter)
    faults: list[str] = field(default_factory=list)
    codes: Counter[int] = field(default_factory=Counter)
    compared: int = 0
    left: int = 0


def processes() -> dict[int, str]:
    """The processes of the command that are alive: number -> kind."""
    wanted = f"{MARK}={os.environ[MARK]}".encode()
    found = {}
    for entry in Path("/proc").iterdir():
        if not entry.name.isdigit() or int(entry.name) == _server()._process.pid:
            continue
        try:
            if wanted not in (entry / "environ").read_bytes().split(b"\0"):
                continue
            state = (entry / "stat").read_text(encoding="utf-8", errors="replace")
            if state.rpartition(")")[2].split()[0] != "Z":
                found[int(entry.name)] = (entry / "comm").read_text().strip()
        except OSError:  # gone meanwhile
            continue
    return found


def victim(running: Started, wanted: str, *, pause: float, draw: float) -> int | None:
    """The process to kill, drawn (0 to 1) from those of the kind wanted, some moments (`pause`,
    seconds) after one was seen at work; None when there was none before the command ended."""
    seen = 0.0
    while running.poll() is None:
        others = {pid: kind for pid, kind in processes().items() if pid != running.pid}
        helpers = [pid for pid, kind in others.items() if kind in HELPERS]
        readers = [pid for pid in others if pid not in helpers]
        fitting = {"command": [running.pid] * bool(others), "reader": readers, "helper": helpers}
        if fitting[wanted] and not seen:
            seen = time.monotonic()
        if fitting[wanted] and time.monotonic() >= seen + pause:
            return int(fitting[wanted][int(draw * len(fitting[wanted]))])
        time.sleep(GLANCE)
    return None


def alive_after() -> dict[int, str]:
    """Who is still there when all had time to go."""
    until = time.monotonic() + PATIENCE
    while (alive := processes()) and time.monotonic() < until:
        time.sleep(0.02)
    return alive


class Bench:
    """One case, killed again and again. `clean`: what an undisturbed run gives."""

    def __init__(self, case: Case, room: Room, chance: random.Random) -> None:
        self.case, self.room, self.chance = case, room, chance
        self.tally = Tally()
        began = time.monotonic()
        self.code = self._run()
        self.seconds = time.monotonic() - began
        self.clean = case.state()
        assert self.clean is not None, f"{case.name}: exit code {self.code} and no result"
        self._start_anew()

    def _run(self) -> int:
        running = self.room.start(self.case)
        running.communicate(LONGEST)
        assert running.returncode is not None
        return int(running.returncode)

    def _start_anew(self) -> None:
        self.in_a_row = 0
        self.case.clear()
        shutil.rmtree(self.room.cache, ignore_errors=True)

    def kill_once(self, number: int, wanted: str) -> bool:
        """Kill once; whether there was anybody to kill. A run that nobody was killed in, and
        another after some that somebody was, must end as the undisturbed one."""
        mark = f"{self.case.name}-{number}"
        before = set(self.room.left())
        running = self.room.start(self.case)
        pause = self.chance.uniform(0.0, 0.8 * self.seconds) * self.chance.random()
        pid = victim(running, wanted, pause=pause, draw=self.chance.random())
        if pid is not None:
            try:
                os.kill(pid, signal.SIGKILL)
            except ProcessLookupError:
                pid = None
        _, told = running.communicate(LONGEST)
        place = f"{mark} ({wanted})"
        if pid is None:
            self._compare(place, running.returncode)
            return False
        self.tally.kills[wanted] += 1
        self.in_a_row += 1
        self._judge(place, running.returncode, told, alive=alive_after())
        left = set(self.room.left()) - before
        self.tally.left += len(left)
        if wanted != "command":
            self.tally.faults += [f"{place}: left {path}" for path in left]
        if self.in_a_row >= IN_A_ROW:
            self._compare(place, self._run())
        return True

    def _judge(self, place: str, code: int, told: str, *, alive: dict[int, str]) -> None:
        """What a kill must not leave; `code` is below 0 where the command itself was killed."""
        tally = self.tally
        tally.codes[code] += 1
        tally.faults += [f"{place}: lives on: {one}" for one in alive.items()]
        tally.faults += [f"{place}: torn: {path}" for path in self.case.torn()]
        if "Traceback" in told:
            tally.faults.append(f"{place}: {told[-600:]}")
        if code not in (self.code, -signal.SIGKILL) and (code < 0 or not told.strip()):
            tally.faults.append(f"{place}: ended with {code} and told {told!r}")

    def _compare(self, place: str, code: int) -> None:
        """After a run that came to its end over what the killed ones had left."""
        self.tally.compared += 1
        if code != self.code or self.case.state() != self.clean:
            self.tally.faults.append(f"{place}: run again, it ends otherwise ({code})")
        self._start_anew()


def cases(work: Path) -> dict[str, Callable[[], Case]]:
    """The commands that are killed, by name. All papers are short: a kill shall cost a second."""
    papers, several, out = work / "papers", work / "several", work / "out"
    papers.mkdir()
    several.mkdir()
    sample = ROOT / "samples/bang-6-cot"
    text = short_paper(1)
    (papers / "kh.txt").write_text(text, encoding="utf-8")
    (papers / "kh.rtf").write_text(_rtf(text), encoding="ascii")
    shutil.copy(sample / "bang-6-cot.pdf", papers / "kh.pdf")
    inner = {"a.txt": text.encode(), "b.rtf": _rtf(text).encode()}
    (papers / "kh.zip").write_bytes(parcels.zipped(inner))
    page = scanned(sample / "bang-6-cot.pdf", 1, 150, Wear(skew=0.4, noise=3))
    save(papers / "kh-scan.pdf", [page[: len(page) // 3]], 150)
    for name in ("kh.txt", "kh.rtf", "kh.pdf"):
        shutil.copy(papers / name, several / name)

    def extract(file: str, *more: str, result: str = "out.json") -> Callable[[], Case]:
        words = ("extract", str(papers / file), *more, "-o", f"{work}/{result}")
        return lambda: Case(file, words, work / result)

    batch = ("batch", str(several), "--workers", "2", "--quiet", "-o", str(out))
    return {
        "text": extract("kh.txt"),
        "pdf": extract("kh.pdf"),
        "rtf": extract("kh.rtf"),
        "scan": extract("kh-scan.pdf"),
        "tesseract": extract("kh-scan.pdf", "--reader", "tesseract"),
        "zip": extract("kh.zip", result="many/"),
        "batch": lambda: Case("batch", batch, out),
    }


def _rtf(text: str) -> str:
    body = "".join(
        "\\par\n" if letter == "\n" else letter if letter.isascii() else f"\\u{ord(letter)}?"
        for letter in text
    )
    return f"{{\\rtf1\\ansi\\uc1 {body}}}"


VICTIMS = {
    "text": ("command", "reader"),
    "pdf": ("command", "reader"),
    "rtf": ("command", "reader", "helper"),
    "scan": ("command", "reader"),
    "tesseract": ("command", "reader", "helper"),
    "zip": ("command", "reader", "helper"),
    "batch": ("helper", "command", "command", "reader"),
}


def main() -> int:
    """Print a table; exit code 1 when there is a fault."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--kills", type=int, default=500)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--longest", type=float, default=7200.0)
    parser.add_argument("--only", default=",".join(VICTIMS))
    parser.add_argument("--json", type=Path)
    options = parser.parse_args()
    names = options.only.split(",")
    chance = random.Random(options.seed)  # noqa: S311 (no secret)
    end = time.monotonic() + options.longest
    with tempfile.TemporaryDirectory(prefix="kehoach-bench-") as place:
        work = Path(place)
        os.environ[MARK] = place
        room = Room(work / "tmp", work / "cache")
        room.temporary.mkdir()
        made = cases(work)
        started("--version").communicate()  # it loads the program: no part of a command's time
        benches = {name: Bench(made[name](), room, chance) for name in names}
        for number in range(10 * options.kills):
            done = sum(bench.tally.kills.total() for bench in benches.values())
            if done >= options.kills or time.monotonic() > end:
                break
            name = names[number % len(names)]
            choices = VICTIMS[name]
            benches[name].kill_once(number, choices[number // len(names) % len(choices)])
    return _told({name: bench.tally for name, bench in benches.items()}, options.json)


def _told(tallies: dict[str, Tally], file: Path | None) -> int:
    heads = ["command", "command killed", "reader", "helper", "run to the end", "faults", "left"]
    print("| " + " | ".join(heads) + " |", "|" + "---|" * len(heads), sep="\n")
    for name, tally in tallies.items():
        kills = [tally.kills[kind] for kind in ("command", "reader", "helper")]
        cells = [name, *kills, tally.compared, len(tally.faults), tally.left]
        print("| " + " | ".join(map(str, cells)) + " |")
        for fault in tally.faults:
            print(f"{name}: {fault}", file=sys.stderr)
    if file is not None:
        file.write_text(json.dumps({n: vars(t) for n, t in tallies.items()}, indent=1) + "\n")
    return 1 if any(tally.faults for tally in tallies.values()) else 0


if __name__ == "__main__":
    sys.exit(main())
