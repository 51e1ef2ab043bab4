"""Children of batches that are born in a nursery: theirs is what a child that started anew has, and
whatever dies, nothing is left behind."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import textwrap
import time
from collections.abc import Callable, Iterator
from dataclasses import asdict
from pathlib import Path

import pytest
from warm_program import ROOT

from kehoach.batch.isolation import nursery as nurseries
from kehoach.batch.isolation.bounds import RESERVE
from kehoach.batch.isolation.nursery import nursery
from kehoach.batch.isolation.processes import Process, how, start
from kehoach.batch.isolation.sandbox.walls import NOTHING_ELSE

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="looks for processes in /proc")
MEMORY = 2**30
Bear = Callable[[], Process]


@pytest.fixture
def bear(tmp_path: Path) -> Iterator[Bear]:
    """Starts children; they are ended with the test."""
    born: list[Process] = []

    def one() -> Process:
        child = start(MEMORY, str(tmp_path))
        child.orders.write(json.dumps(asdict(NOTHING_ELSE)).encode() + b"\n")
        assert child.replies.readline() == b'{"ready": true}\n'
        born.append(child)
        return child

    yield one
    for child in born:
        child.end()


def pid_of(child: Process) -> int:
    return int(child._pid)  # type: ignore[attr-defined] # one that started anew has none


def is_there(pid: int) -> bool:
    """Does a process run? One that is dead and not waited for does not."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False


def gone(*pids: int) -> bool:
    """Are they, within a while?"""
    deadline = time.monotonic() + 30
    while any(map(is_there, pids)) and time.monotonic() < deadline:
        time.sleep(0.02)
    return not any(map(is_there, pids))


def test_a_child_has_what_one_that_started_anew_has(
    bear: Bear, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("HOME", "/nhà/của/ai")
    process = Path(f"/proc/{pid_of(bear())}")
    assert os.getsid(int(process.name)) == os.getpgid(int(process.name)) == int(process.name)
    assert process.joinpath("cwd").readlink() == tmp_path
    open_files = {str(link.readlink()) for link in process.joinpath("fd").iterdir()}
    open_files -= {name for name in open_files if name.endswith(".npy")}  # mapped, for all to read
    assert {name.partition(":")[0] for name in open_files} == {os.devnull, "pipe"}
    assert len([name for name in open_files if name.startswith("pipe")]) == 2
    limits = process.joinpath("limits").read_text()
    (data,) = (line for line in limits.splitlines() if line.startswith("Max data size"))
    assert data.split()[3:5] == [str(MEMORY), str(MEMORY + RESERVE)]


def test_how_a_child_ended_is_told_and_its_siblings_live(bear: Bear) -> None:
    first, second = bear(), bear()
    assert (first.ended(), second.ended()) == ("", "")
    os.kill(pid_of(first), signal.SIGSEGV)
    assert how(first) == "SIGSEGV"
    first.end()
    assert first.ended() == "gone"
    assert (second.ended(), is_there(pid_of(second))) == ("", True)


def test_a_nursery_that_dies_is_replaced_and_leaves_no_child(bear: Bear) -> None:
    orphan, before = bear(), nursery()
    before.close()
    assert is_there(pid_of(orphan))
    assert is_there(pid_of(bear()))
    assert nursery() is not before
    orphan.end()
    assert gone(pid_of(orphan))


def test_without_a_nursery_a_child_starts_anew(bear: Bear, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse() -> None:
        raise OSError

    monkeypatch.setattr(nurseries, "_nursery", None)
    monkeypatch.setattr(nurseries, "_started", refuse)
    child = bear()
    assert not hasattr(child, "_pid")
    assert child.ended() == ""
    child.end()
    assert child.ended() == "gone"


@pytest.mark.parametrize("forks", [True, False])
def test_when_a_batch_is_killed_all_are_gone(forks: bool, tmp_path: Path) -> None:
    """The nursery that the batch forked, or started, its child, and what holds its files."""
    script = """
        import os, sys
        from pathlib import Path
        from kehoach.batch.isolation.nursery import has_nursery, nursery
        from kehoach.batch.isolation.processes import start
        from kehoach.batch.nursing import fork_nursery
        held = open(sys.argv[1], "w")
        if len(sys.argv) > 2:
            fork_nursery()
            assert has_nursery()
        child = start(2**30, ".")
        child.orders.write(b'{"reads": [], "writes": [], "network": false}\\n')
        child.replies.readline()
        nurse = nursery()._process
        pid = getattr(nurse, "pid", None) or nurse._pid
        print(pid, child._pid, flush=True)
        input()
    """
    words = [sys.executable, "-c", textwrap.dedent(script), str(tmp_path / "giữ")]
    with subprocess.Popen(
        words + ["fork"] * forks,
        env={**os.environ, "PYTHONPATH": str(ROOT), "OPENBLAS_NUM_THREADS": "1"},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as batch:
        assert batch.stdout is not None
        pids = [int(word) for word in batch.stdout.readline().split()]
        held = [str(link.readlink()) for link in Path(f"/proc/{pids[0]}/fd").iterdir()]
        assert str(tmp_path / "giữ") not in held
        batch.kill()
    assert len(pids) == 2
    assert gone(*pids)
