"""Streams that are closed, full or go away, and signals at any moment: a sentence, the exit code
that belongs to it, and nothing left behind. All for real: processes, pipes, signals."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from batch_maker import ROOT, short_paper

PROGRAM = (sys.executable, "-m", "kehoach", "--lang", "vi")
SLOW = ROOT / "samples" / "bang-6-cot" / "bang-6-cot.pdf"
STOPPED = "Đã dừng theo yêu cầu."


@pytest.fixture
def paper(tmp_path: Path) -> Path:
    path = tmp_path / "kh.txt"
    path.write_text(short_paper(1), encoding="utf-8")
    return path


def shell(line: str, *arguments: str | Path) -> subprocess.CompletedProcess[str]:
    """A line of the shell, the program as "$K", the arguments as "$1" and so on."""
    quoted = " ".join(f"'{word}'" for word in PROGRAM)
    command = ["/bin/bash", "-c", line.replace("$K", quoted), "sh", *map(str, arguments)]
    return subprocess.run(
        command, capture_output=True, text=True, check=False, cwd=ROOT, timeout=120
    )


@pytest.mark.parametrize("command", ["extract - <&-", "restore <&-", "restore - <&-"])
def test_closed_input(command: str) -> None:
    done = shell(f"$K {command}")
    assert done.returncode == 3
    assert "đầu vào chuẩn" in done.stderr
    assert "Error" not in done.stderr


@pytest.mark.parametrize("command", ['extract "$1"', 'restore "$1"'])
@pytest.mark.parametrize(
    ("away", "why", "code"),
    [
        (">&-", "đầu ra đã bị đóng", 3),
        (">/dev/full", "ổ đĩa đã đầy", 3),
        ("| true; exit ${PIPESTATUS[0]}", "đã đóng trước khi ghi hết", 130),
    ],
)
def test_output_that_takes_nothing(
    command: str, away: str, why: str, code: int, paper: Path
) -> None:
    if "/dev/full" in away and not Path("/dev/full").exists():
        pytest.skip("no /dev/full here")
    done = shell(f"$K {command} {away}", paper)
    assert done.returncode == code
    assert why in done.stderr
    assert "Traceback" not in done.stderr
    assert "Exception ignored" not in done.stderr


def heed_signals() -> None:
    """Undoes what `nohup` and `&` of a script hand down to whoever runs the tests there."""
    for one in (signal.SIGHUP, signal.SIGINT):
        signal.signal(one, signal.SIG_DFL)


def stopped(
    tmp_path: Path, by: signal.Signals, after: float, *arguments: str | Path
) -> tuple[int, str, list[str]]:
    """A command, its standard input an open pipe, ended by a signal: exit code, what it said, what
    is left of its temporary files."""
    room = tmp_path / "tmp"
    room.mkdir()
    process = subprocess.Popen(
        [*PROGRAM, *map(str, arguments)],
        stdin=subprocess.PIPE,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        env={**os.environ, "TMPDIR": str(room)},
        cwd=ROOT,
        preexec_fn=heed_signals,
    )
    deadline = time.monotonic() + 30
    while not any(room.iterdir()) and time.monotonic() < deadline:
        time.sleep(0.01)
    time.sleep(after)
    process.send_signal(by)
    assert process.stderr is not None
    try:
        code = process.wait(60)
    finally:
        process.kill()
    return code, process.stderr.read().decode(), [path.name for path in room.iterdir()]


@pytest.mark.parametrize("by", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
@pytest.mark.parametrize("after", [0.0, 0.4])
def test_stopped_while_a_paper_is_read(tmp_path: Path, by: signal.Signals, after: float) -> None:
    arguments = ("extract", SLOW, "--format", "html")
    assert stopped(tmp_path, by, after, *arguments) == (130, f"\n{STOPPED}\n", [])


@pytest.mark.parametrize("by", [signal.SIGINT, signal.SIGTERM])
def test_stopped_while_it_waits_for_input(tmp_path: Path, by: signal.Signals) -> None:
    code, said, left = stopped(tmp_path, by, 0.2, "extract", "-")
    assert (code, said.strip(), left) == (130, STOPPED, [])


def test_nohup_is_obeyed(tmp_path: Path, paper: Path) -> None:
    """A signal that whoever started us has switched off stays so."""
    out = tmp_path / "kh.json"
    done = shell(
        'trap "" HUP; $K extract "$1" -o "$2" & sleep 1; kill -HUP $!; wait $!', paper, out
    )
    assert done.returncode == 0
    assert out.exists()


def test_ctrl_c_while_the_program_is_loaded() -> None:
    """As soon as our own first line has run, it is noted and obeyed."""
    code = (
        "import kehoach.__main__ as start, os, signal, sys\n"
        "sys.argv = ['kehoach', '--lang', 'vi', 'schema']\n"
        "class Stop:\n"
        "    def find_spec(self, name, path=None, target=None):\n"
        "        if name == 'click':\n"
        "            os.kill(os.getpid(), signal.SIGINT)\n"
        "sys.meta_path.insert(0, Stop())\n"
        "start.main()\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", code],
        capture_output=True,
        text=True,
        check=False,
        cwd=ROOT,
        preexec_fn=heed_signals,
    )
    assert (done.returncode, done.stdout, done.stderr.strip()) == (130, "", STOPPED)


@pytest.mark.parametrize(
    ("words", "code", "told"),
    [
        ('extract "$1" -o "$2/x.json"', 0, ""),
        ('check "$1"', 0, ""),
        ('extract "$1" -o x.json', 2, "thư mục"),
        ("extract x.txt", 2, "thư mục"),
    ],
)
def test_a_working_folder_that_has_gone(
    tmp_path: Path, paper: Path, words: str, code: int, told: str
) -> None:
    gone = tmp_path / "đã xóa"
    gone.mkdir()
    done = shell(f'cd "$3" && rmdir "$3" && PYTHONPATH={ROOT} $K {words}', paper, tmp_path, gone)
    assert done.returncode == code, done.stderr
    assert told in done.stderr
    assert not any(word in done.stderr for word in ("Traceback", "Error", "stdout"))
    assert code or not done.stderr
