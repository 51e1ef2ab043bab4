"""What can be told of Windows from another system: the commands neither import nor ask for what
Unix alone has, and what Windows does instead works.

No test here runs on Windows. `mypy --platform win32 -p kehoach` finds names that are not there: all
that it tells of is `batch/isolation/fork.py`, `batch/isolation/nursery.py` and `batch/nursing.py`,
which Windows does not come to.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from test_project import ROOT, modules

from kehoach.batch.isolation.pipes import threaded
from kehoach.emit.locks import lock_file
from kehoach.errors import MissingDependencyError

PAPER = """\
ỦY BAN NHÂN DÂN
PHƯỜNG MÂY TRẮNG
Số: 27/KH-UBND
Mây Trắng, ngày 06 tháng 8 năm 2031
KẾ HOẠCH
Chuyển đổi số năm 2031
I. NHIỆM VỤ
1. Rà soát thiết bị tại bộ phận một cửa.
Cơ quan chủ trì: Phòng Văn hóa - Xã hội.
Thời hạn: trước ngày 30/9/2031.
"""
AS_ON_WINDOWS = """
import importlib, os, select, signal, sys
from pathlib import Path

import click, lxml.etree, multiprocessing.connection, pydantic, subprocess  # look by themselves

class Windows(type(sys)):
    platform = "win32"

    def __getattr__(self, name):
        return getattr(sys, name)

class NotOnWindows:
    gone = {"fcntl", "resource", "termios", "pwd", "grp", "pty", "tty"}

    def find_spec(self, name, path=None, target=None):
        if name in self.gone:
            raise ImportError(name)

for name in NotOnWindows.gone:
    sys.modules.pop(name, None)
sys.meta_path.insert(0, NotOnWindows())
msvcrt = sys.modules["msvcrt"] = type(sys)("msvcrt")
msvcrt.LK_NBLCK, msvcrt.locking = 2, lambda descriptor, mode, size: None
before, sys.platform = sys.platform, "win32"
import kehoach.emit.locks
sys.platform = before
for name in sys.argv[1].split():
    importlib.import_module(name).sys = Windows("sys")
for module, names in (
    (os, "fork killpg setpgid nice sched_getaffinity fchmod uname sysconf waitid"),
    (select, "poll"),
    (signal, "SIGHUP SIGALRM setitimer ITIMER_REAL"),
):
    for name in names.split():
        delattr(module, name)
from kehoach.cli import run
sys.exit(max(run(command.split("\\t")) for command in sys.argv[2:]))
"""


def who_asks_for_the_system() -> list[str]:
    """Our modules that do otherwise on Windows."""
    found = [path for path in modules() if "sys.platform" in path.read_text("utf-8")]
    names = (path.relative_to(ROOT).with_suffix("").parts for path in found)
    dotted = [".".join(parts) for parts in names]
    own = [name if name.startswith("kehoach.") else f"kehoach.{name}" for name in dotted]
    return [name for name in own if name not in ("kehoach.emit.locks", "kehoach.batch.child")]


def test_papers_are_read_without_what_unix_alone_has(tmp_path: Path) -> None:
    """By `extract` in this very process, by `batch` in a child that a thread listens to."""
    plan, results = tmp_path / "kế hoạch.json", tmp_path / "kết quả"
    papers = tmp_path / "văn bản"
    papers.mkdir()
    paper = papers / "kế hoạch.txt"
    paper.write_text(PAPER, encoding="utf-8")
    commands = [["extract", paper, "-o", plan], ["batch", papers, "-o", results, "--workers", "1"]]
    done = subprocess.run(
        [
            *(sys.executable, "-c", AS_ON_WINDOWS, " ".join(who_asks_for_the_system())),
            *("\t".join(map(str, command)) for command in commands),
        ],
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    (of_batch,) = (results / "plans").glob("*.json")
    tasks = [json.loads(path.read_text("utf-8"))["tasks"] for path in (plan, of_batch)]
    assert tasks[0][0]["deadline"]["end"] == "2031-09-30"
    assert tasks[0] == tasks[1]
    assert (results / "report.html").exists()


def test_a_thread_waits_for_a_pipe_as_the_system_does() -> None:
    out, into = os.pipe()
    with os.fdopen(out, "rb") as pipe:
        read = threaded(pipe)
        for word in (b"one", b"two"):
            with pytest.raises(TimeoutError):
                read(0.01)
            os.write(into, word)
            assert read(30.0) == word
        os.close(into)
        assert read(30.0) == b""


def test_a_locked_file_is_not_locked_again(tmp_path: Path) -> None:
    path = tmp_path / "khóa"
    with path.open("w") as first, path.open("w") as second:
        lock_file(first.fileno())
        with pytest.raises(BlockingIOError):
            lock_file(second.fileno())


def test_windows_is_told_no_command_of_debian(monkeypatch: pytest.MonkeyPatch) -> None:
    lacking = MissingDependencyError(program="Poppler", command="sudo apt install poppler-utils")
    extra = MissingDependencyError(program="FastAPI", command="pip install 'kehoach[serve]'")
    assert "sudo apt" in lacking.message("vi")
    monkeypatch.setattr(sys, "platform", "win32")
    assert "sudo" not in lacking.message("vi") + lacking.message("en")
    assert "docs/install.md" in lacking.message("vi")
    assert "pip install" in extra.message("vi")
