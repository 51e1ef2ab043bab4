"""One paper within bounds: what hangs, eats memory or crashes is one sentence, and nothing of it is
left running."""

from __future__ import annotations

import ctypes
import faulthandler
import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from batch_maker import short_paper

from kehoach.batch.isolation.bounds import Bounds
from kehoach.batch.isolation.fork import run_in_fork
from kehoach.batch.isolation.sandbox.walls import Walls
from kehoach.errors import (
    CrashError,
    EmptyFileError,
    InternalError,
    PaperMemoryError,
    PaperTimeoutError,
)
from kehoach.ingest.options import Stage

SMALL = Bounds(seconds=60, memory=300 * 2**20)


def hang(tell: Stage) -> None:
    tell("parsers")
    time.sleep(60)


def busy(tell: Stage) -> None:
    tell("ingest")
    while True:
        pass


def eat(tell: Stage) -> None:
    tell("ingest")
    held = [bytearray(2**20) for _ in range(4000)]
    tell(str(len(held)))


def crash(tell: Stage) -> None:
    faulthandler.disable()  # pytest's
    tell("ingest")
    ctypes.string_at(0)


def refuse(_: Stage) -> None:
    raise EmptyFileError


def slip(_: Stage) -> None:
    raise ZeroDivisionError("ours")


@pytest.mark.parametrize(
    ("work", "bounds", "error", "told"),
    [
        (hang, Bounds(seconds=0.3), PaperTimeoutError, {"seconds": "0.3", "step": "parsers"}),
        (busy, Bounds(seconds=0.3), PaperTimeoutError, {"seconds": "0.3", "step": "ingest"}),
        (eat, SMALL, PaperMemoryError, {"megabytes": "300", "step": "ingest"}),
        (crash, SMALL, CrashError, {"how": "SIGSEGV", "step": "ingest"}),
        (refuse, SMALL, EmptyFileError, {}),
        (slip, SMALL, InternalError, {"kind": "ZeroDivisionError"}),
    ],
)
def test_what_goes_wrong(
    work: Callable[[Stage], None], bounds: Bounds, error: type[Exception], told: Any
) -> None:
    if work is eat and sys.platform != "linux":
        pytest.skip("memory is bounded on Linux only")
    with pytest.raises(error) as caught:
        run_in_fork(work, bounds)
    assert caught.value.details == told  # type: ignore[attr-defined]


def test_results_of_any_size_come_through() -> None:
    assert run_in_fork(lambda _: b"x" * 5_000_000, SMALL) == b"x" * 5_000_000
    assert run_in_fork(lambda _: "k\udce9", SMALL) == "k\udce9"


def test_what_it_prints_is_no_result(capfd: pytest.CaptureFixture[str]) -> None:
    assert run_in_fork(lambda _: os.write(1, b"noise"), SMALL) == 5
    assert capfd.readouterr().out == ""


def test_programs_that_it_started_end_with_it(tmp_path: Path) -> None:
    number = tmp_path / "pid"

    def start(_: Stage) -> None:
        program = subprocess.Popen(["sleep", "300"])
        number.write_text(str(program.pid))
        time.sleep(60)

    with pytest.raises(PaperTimeoutError):
        run_in_fork(start, Bounds(seconds=0.5), Walls(writes=(str(tmp_path),)))
    assert ended(int(number.read_text()))


@pytest.mark.parametrize("how", [signal.SIGKILL, signal.SIGTERM])
def test_it_ends_with_its_parent(tmp_path: Path, how: signal.Signals) -> None:
    program = (
        "import os, pathlib, time\n"
        "from kehoach.batch.isolation.bounds import Bounds\n"
        "from kehoach.batch.isolation.fork import run_in_fork\n"
        "def work(tell):\n"
        f"    pathlib.Path({str(tmp_path / 'pid')!r}).write_text(str(os.getpid()))\n"
        "    time.sleep(300)\n"
        "run_in_fork(work, Bounds(), None)"
    )
    with subprocess.Popen(
        [sys.executable, "-c", program], cwd=Path(__file__).parent.parent
    ) as process:
        until = time.monotonic() + 30
        while not (tmp_path / "pid").exists() or not (tmp_path / "pid").read_text():
            assert time.monotonic() < until
            time.sleep(0.02)
        process.send_signal(how)
    assert ended(int((tmp_path / "pid").read_text()))


def ended(pid: int) -> bool:
    """Is a process gone, or about to go (killed, not waited for yet by the system)?"""
    until = time.monotonic() + 10
    while time.monotonic() < until:
        try:
            os.kill(pid, 0)
            if (
                Path(f"/proc/{pid}/stat")
                .read_text(encoding="utf-8", errors="replace")
                .rpartition(")")[2]
                .split()[0]
                == "Z"
            ):
                return True
        except OSError:
            return True
        time.sleep(0.02)
    return False


def test_the_command_goes_on_with_the_next_paper(tmp_path: Path) -> None:
    slow, good = tmp_path / "slow.txt", tmp_path / "good.txt"
    slow.write_text(short_paper(1) * 3000, encoding="utf-8")
    good.write_text(short_paper(2), encoding="utf-8")
    command = [
        *(sys.executable, "-m", "kehoach", "--lang", "en", "extract", "--timeout", "10"),
        *(slow, good, "-o", tmp_path / "o/"),
    ]
    done = subprocess.run(
        command, capture_output=True, text=True, check=False, cwd=Path(__file__).parent.parent
    )
    assert done.returncode == 3
    reason = r"Reading took more than 10 seconds \(--timeout\) and was stopped"
    assert re.fullmatch(rf"{slow}: {reason} \(stage: (ingest|parsers)\)\.\n", done.stderr)
    assert [path.name for path in (tmp_path / "o").iterdir()] == ["good.json"]
