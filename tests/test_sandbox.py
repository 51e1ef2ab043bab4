"""The walls around a process that reads a paper: what it tries beyond its paper is refused by the
system, and where a system has no walls, papers are read all the same."""

from __future__ import annotations

import ctypes
import datetime
import errno
import os
import pickle
import resource
import signal
import socket
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from batch_maker import short_paper

from kehoach.batch.isolation.bounds import SANDBOX, Bounds
from kehoach.batch.isolation.children import run_in_child, stop_children
from kehoach.batch.isolation.fork import run_in_fork
from kehoach.batch.isolation.receiving import packed, received
from kehoach.batch.isolation.sandbox import landlock, seccomp
from kehoach.batch.isolation.sandbox.walls import NOTHING_ELSE, Walls, offered
from kehoach.batch.reach import reach
from kehoach.errors import CrashError, PermissionDeniedError, TooLargeError
from kehoach.normalize.times.deadline import parse_deadline
from kehoach.pipeline import extract
from tests.test_bounds import ended
from tests.warm_program import ROOT, said

files_are_walled_off = pytest.mark.skipif(
    landlock.version() < landlock.OLDEST, reason="this kernel has no Landlock"
)
calls_are_filtered = pytest.mark.skipif(
    not seccomp.is_offered(), reason="this system has no seccomp, or no libseccomp"
)
BOUNDS = Bounds(seconds=30)


class Outside(NamedTuple):
    """What belongs to the user and is none of a paper's business."""

    secret: Path
    folder: Path
    port: int
    socket: str


@pytest.fixture
def outside(tmp_path: Path) -> Iterator[Outside]:
    folder = tmp_path / "home" / ".ssh"
    folder.mkdir(parents=True)
    secret = folder / "id_ed25519"
    secret.write_text("bí mật", encoding="utf-8")
    secret.chmod(0o600)
    with socket.create_server(("127.0.0.1", 0)) as server, socket.socket(socket.AF_UNIX) as local:
        local.bind(os.fspath(tmp_path / "socket"))
        local.listen()
        yield Outside(secret, folder, server.getsockname()[1], str(tmp_path / "socket"))


def tried(attempt: Callable[[], object], walls: Walls | None = NOTHING_ELSE) -> int:
    """The error number that an attempt ends with in a process that reads papers, 0 for none."""

    def work(_: object) -> int:
        try:
            attempt()
        except OSError as error:
            return error.errno or -1
        return 0

    return run_in_fork(work, BOUNDS, walls)


REFUSED = (errno.EACCES, errno.EPERM, errno.EXDEV, errno.EROFS)


@files_are_walled_off
@pytest.mark.parametrize(
    "attempt",
    [
        lambda place: place.secret.read_bytes(),
        lambda place: next(place.folder.iterdir()),
        lambda place: (place.folder / "authorized_keys").write_text("x"),
        lambda place: place.secret.write_text("x"),
        lambda place: os.open(place.secret, os.O_RDONLY | os.O_TRUNC),
        lambda place: os.truncate(place.secret, 0),
        lambda place: place.secret.unlink(),
        lambda place: place.secret.rename(place.folder / "y"),
        lambda place: (place.folder / "dir").mkdir(),
        lambda place: (place.folder / "link").symlink_to("/"),
        lambda place: (Path(os.environ["TMPDIR"]) / "link").symlink_to(place.folder),
        lambda place: os.link(place.secret, Path(os.environ["TMPDIR"]) / "hard"),
        lambda _: Path(f"/proc/{os.getppid()}/environ").read_bytes(),
    ],
)
def test_files_outside_are_out_of_reach(
    outside: Outside, attempt: Callable[[Outside], Any]
) -> None:
    assert tried(lambda: attempt(outside)) in REFUSED
    assert outside.secret.read_text(encoding="utf-8") == "bí mật"
    assert [*outside.folder.iterdir()] == [outside.secret]


@calls_are_filtered
@pytest.mark.parametrize(
    "attempt",
    [
        lambda place: socket.create_connection(("127.0.0.1", place.port), 5),
        lambda _: socket.create_server(("127.0.0.1", 0)),
        lambda _: socket.socket(socket.AF_INET6),
        lambda _: socket.socket(socket.AF_INET, socket.SOCK_DGRAM).sendto(b"x", ("127.0.0.1", 9)),
        lambda _: socket.socket(socket.AF_NETLINK, socket.SOCK_RAW),
        lambda place: socket.socket(socket.AF_UNIX).connect(place.socket),
        lambda _: socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM),
        lambda _: socket.socketpair(socket.AF_UNIX, socket.SOCK_DGRAM),
    ],
)
def test_there_is_no_network(outside: Outside, attempt: Callable[[Outside], Any]) -> None:
    assert tried(lambda: attempt(outside)) in REFUSED
    assert tried(lambda: attempt(outside), None) not in REFUSED  # it is the walls that refuse


@calls_are_filtered
def test_rights_of_files_stay_as_they_are(outside: Outside) -> None:
    assert tried(lambda: outside.secret.chmod(0o777)) == 0  # libraries do so, and are told "done"
    assert outside.secret.stat().st_mode & 0o777 == 0o600


@pytest.fixture
def stranger() -> Iterator[int]:
    """The number of another process of the user."""
    with subprocess.Popen(["sleep", "60"]) as process:
        yield process.pid
        process.kill()


@calls_are_filtered
@pytest.mark.parametrize(
    "attempt",
    [
        lambda pid: resource.prlimit(pid, resource.RLIMIT_NOFILE, (3, 3)),
        lambda pid: resource.prlimit(pid, resource.RLIMIT_CPU),
        lambda pid: os.sched_setaffinity(pid, {0}),
        lambda pid: os.sched_setscheduler(pid, os.SCHED_BATCH, os.sched_param(0)),
        lambda pid: os.sched_setparam(pid, os.sched_param(0)),
        lambda pid: os.setpriority(os.PRIO_PROCESS, pid, 0),
        lambda pid: os.setpriority(os.PRIO_PGRP, os.getpgid(pid), 0),
        lambda _: os.setpriority(os.PRIO_USER, 0, 0),
    ],
)
def test_limits_and_turns_of_others_stay(stranger: int, attempt: Callable[[int], Any]) -> None:
    assert tried(lambda: attempt(stranger)) == errno.EPERM
    assert tried(lambda: attempt(stranger), None) == 0  # it is the walls that refuse


def test_its_own_limits_and_turns_it_may_set() -> None:
    def attempt() -> None:
        limits = resource.getrlimit(resource.RLIMIT_NOFILE)
        resource.setrlimit(resource.RLIMIT_NOFILE, limits)
        resource.prlimit(0, resource.RLIMIT_NOFILE, limits)
        os.nice(1)
        os.sched_setaffinity(0, os.sched_getaffinity(0))

    assert tried(attempt) == 0


def called(name: str, *arguments: object) -> int:
    """What a function of the C library gives. Raises OSError where it fails."""
    result = int(getattr(ctypes.CDLL(None, use_errno=True), name)(*arguments))
    if result < 0:
        raise OSError(ctypes.get_errno(), name)
    return result


@calls_are_filtered
@pytest.mark.parametrize(
    "attempt",
    [
        lambda: called("shmget", 0, 4096, 0o600),
        lambda: called("shmat", 0, None, 0),
        lambda: called("semget", 0, 1, 0o600),
        lambda: called("msgget", 0, 0o600),
        lambda: called("mq_open", b"/kehoach", os.O_RDONLY),
        lambda: called("inotify_init"),
        lambda: called("inotify_init1", 0),
    ],
)
def test_what_programs_share_is_out_of_reach(attempt: Callable[[], int]) -> None:
    assert tried(attempt) == errno.EPERM


def test_it_holds_no_stream_of_ours(capfd: pytest.CaptureFixture[str]) -> None:
    """Nor the terminal that they are."""

    def work(_: object) -> list[str]:
        for stream in (1, 2):
            os.write(stream, b"\x1b]0;x\x07")
        return [str(Path(f"/proc/self/fd/{stream}").readlink()) for stream in range(3)]

    assert run_in_fork(work, BOUNDS, None) == [os.devnull] * 3
    assert capfd.readouterr() == ("", "")


@calls_are_filtered
@pytest.mark.parametrize("leave", [os.setsid, lambda: os.setpgid(0, 0)])
def test_nobody_leaves_the_group_that_ends_with_the_reader(leave: Callable[[], object]) -> None:
    """A process forked twice outlives neither its reader nor the walls."""

    def work(_: object) -> tuple[int, int]:
        reader, writer = os.pipe()
        if os.fork() == 0:
            number = 0
            try:
                leave()
            except OSError as error:
                number = error.errno or -1
            orphan = os.fork()
            if orphan == 0:
                time.sleep(60)
            os.write(writer, f"{number} {orphan}".encode())
            os._exit(0)
        number, orphan = map(int, os.read(reader, 100).split())
        return number, orphan

    number, orphan = run_in_fork(work, BOUNDS)
    assert number == errno.EPERM
    assert ended(orphan)


@files_are_walled_off
def test_programs_that_it_starts_stand_within_the_walls(outside: Outside) -> None:
    def work(_: object) -> tuple[int, str]:
        done = subprocess.run(["cat", outside.secret], capture_output=True, text=True, check=False)
        return done.returncode, done.stdout

    assert run_in_fork(work, BOUNDS) == (1, "")
    assert run_in_fork(work, BOUNDS, Walls(reads=(str(outside.folder),))) == (0, "bí mật")


@pytest.mark.skipif(landlock.version() < 6, reason="Linux before 6.12: signals go everywhere")
def test_it_signals_nobody_outside() -> None:
    parent = os.getpid()
    assert tried(lambda: os.kill(parent, signal.SIGCONT)) == errno.EPERM


def test_what_reading_needs_is_there(tmp_path: Path) -> None:
    """The paper, a folder of its own, a cache in SQLite, files that move to their place."""
    paper, kept = tmp_path / "kh.txt", tmp_path / "kept"
    paper.write_text(short_paper(1), encoding="utf-8")

    def work(_: object) -> int:
        with sqlite3.connect(kept / "x.sqlite") as cache:
            cache.execute("pragma journal_mode=wal")
            cache.execute("create table pages (key text)")
        (kept / "unfinished").mkdir()
        (kept / "plans").mkdir()
        (kept / "unfinished" / "1").write_text("x")
        (kept / "unfinished" / "1").replace(kept / "plans" / "kh.json")
        left, right = socket.socketpair()
        left.sendall(b"x")
        assert right.recv(1) == b"x"
        return len(extract(paper).tasks)

    walls = Walls(reads=(str(paper),), writes=(str(kept),))
    assert run_in_fork(work, BOUNDS, walls) == len(extract(paper).tasks) > 0
    assert (kept / "plans" / "kh.json").exists()


def test_it_can_be_turned_off(outside: Outside, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(SANDBOX, "no")
    assert not offered().wanted
    assert tried(lambda: outside.secret.read_bytes()) == 0
    assert "not walled in" in said("--lang", "en", "--version").stdout


def test_the_option_turns_it_off() -> None:
    assert "--no-sandbox" in said("--lang", "en", "extract", "--help").stdout
    script = (
        "from click.testing import CliRunner; from kehoach import cli, commands\n"
        "from kehoach.commands.session import Session; import os\n"
        "CliRunner().invoke(cli.build(Session('en')), ['check', '--no-sandbox', 'missing'])\n"
        "print(os.environ['KEHOACH_SANDBOX'])"
    )
    done = subprocess.run(
        [sys.executable, "-c", script], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert done.stdout == "no\n"


@calls_are_filtered
def test_a_kernel_without_landlock_reads_all_the_same(tmp_path: Path) -> None:
    """The calls of Landlock are answered as by an old kernel, or by the filter of a container."""
    (tmp_path / "kh.txt").write_text(short_paper(1), encoding="utf-8")
    script = (
        "import sys; from kehoach.batch.isolation.sandbox import seccomp\n"
        "seccomp.ABSENT += ('landlock_create_ruleset',)\n"
        "seccomp.ESCAPES = ()  # whoever starts readers is not walled in\n"
        "seccomp.restrict(network=True)\n"
        "from kehoach.cli import run\n"
        "sys.exit(run(['--lang', 'en', '--version']) or run(sys.argv[1:]))"
    )
    done = subprocess.run(
        [sys.executable, "-c", script, "extract", "kh.txt", "-o", "kh.json"],
        cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode, done.stderr) == (0, "")
    assert "are not walled off here (no Landlock), network none" in done.stdout
    assert (tmp_path / "kh.json").exists()


def test_without_the_library_calls_are_not_filtered(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(seccomp, "_LIBRARY", "libseccomp.so.nowhere")
    for known in (seccomp._library, seccomp.is_offered):
        known.cache_clear()
    try:
        assert not offered().seccomp
        assert tried(lambda: socket.socket(socket.AF_INET6)) == 0
    finally:
        for known in (seccomp._library, seccomp.is_offered):
            known.cache_clear()


# --- processes that read paper after paper -------------------------------------------------------


@files_are_walled_off
def test_a_child_of_a_batch_reads_its_folder_alone(tmp_path: Path) -> None:
    folder, other = tmp_path / "papers", tmp_path / "other"
    for place in (folder, other):
        place.mkdir()
        (place / "kh.txt").write_text(short_paper(1), encoding="utf-8")

    def unpack(place: Path) -> Any:
        request = {"path": str(place / "kh.txt"), "folder": str(tmp_path / "out"), "name": "kh"}
        walls = reach(str(folder), ("kh.txt",), out=str(tmp_path / "out"))
        return run_in_child({"unpack": request}, BOUNDS, walls=walls)

    try:
        assert unpack(folder) == []
        with pytest.raises(PermissionDeniedError):
            unpack(other)
    finally:
        stop_children()


def test_links_out_of_the_folder_are_within_reach(tmp_path: Path) -> None:
    folder, far = tmp_path / "papers", tmp_path / "far"
    folder.mkdir()
    far.mkdir()
    for name in ("1.txt", "2.txt"):
        (far / name).write_text(short_paper(1), encoding="utf-8")
        (folder / name).symlink_to(far / name)
    (folder / "0.txt").write_text(short_paper(2), encoding="utf-8")
    assert reach(str(folder), ("0.txt",)).reads == (str(folder),)
    walls = reach(str(folder), ("1.txt",))
    assert set(walls.reads) == {str(folder), str(far / "1.txt"), str(far / "2.txt")}
    done = said("--lang", "en", "batch", folder, "-o", tmp_path / "all", "--workers", 1)
    assert done.returncode == 0
    assert len(list((tmp_path / "all" / "plans").iterdir())) == 3


def test_a_link_in_a_circle_beside_a_link_out_of_the_folder(tmp_path: Path) -> None:
    folder, far = tmp_path / "papers", tmp_path / "far.txt"
    folder.mkdir()
    far.write_text(short_paper(1), encoding="utf-8")
    (folder / "1.txt").symlink_to(far)
    (folder / "loop").symlink_to("loop")
    done = said("--lang", "en", "batch", folder, "-o", tmp_path / "all", "--workers", 1)
    assert done.returncode == 0
    told = done.stderr + done.stdout
    assert "Papers: 1 read, 1 skipped" in told
    assert "loop: There is no such file, or it is not a regular file." in told


def test_walls_cover_what_lies_within() -> None:
    walls = Walls(reads=("/a", "/f.pdf"), writes=("/out",))
    assert walls.covers(Walls(reads=("/a/b.pdf", "/f.pdf", "/out/x"), writes=("/out/plans",)))
    assert not walls.covers(Walls(reads=("/ab",)))
    assert not walls.covers(Walls(writes=("/a",)))
    assert not walls.covers(Walls(network=True))
    assert walls.with_all_of(Walls(reads=("/b",), network=True)).covers(walls)


# --- what comes back -----------------------------------------------------------------------------


class Reduced:
    """What is pickled as a call."""

    def __init__(self, *call: object) -> None:
        self.call = call

    def __reduce__(self) -> Any:
        return self.call


@pytest.mark.parametrize(
    "sent",
    [
        pickle.dumps(Reduced(os.system, ("true",))),
        pickle.dumps(Reduced(getattr, (Bounds, "seconds"))),
        pickle.dumps(run_in_fork),
        pickle.dumps(said),
        pickle.dumps(Bounds(), protocol=2)[:-9],
        b"ckehoach.batch.isolation.fork\nsubprocess.run\n.",
        b"ckehoach.batch.isolation.children\nChild\n)\x81.",
        # The state of a class, not of an instance: {"seconds": 0} for all bounds from then on.
        b"\x80\x04ckehoach.batch.isolation.bounds\nBounds\nN}\x8c\x07secondsK\x00s\x86b.",
        b"",
    ],
)
def test_nothing_but_data_comes_back(sent: bytes) -> None:
    with pytest.raises(pickle.UnpicklingError):
        received(sent)
    assert Bounds().seconds > 0


def test_no_class_is_within_reach_of_what_comes_back() -> None:
    """The state of all paths from then on: {"name": 0}."""
    received(b"\x80\x04cpathlib\nPosixPath\nN}\x8c\x04nameK\x00s\x86b.")
    assert Path("/a/b").name == "b"


def test_data_comes_back_as_it_was(tmp_path: Path) -> None:
    (tmp_path / "kh.txt").write_text(short_paper(1), encoding="utf-8")
    plan = extract(tmp_path / "kh.txt")
    deadline = parse_deadline("trước ngày 15/6/2025")
    data = [plan, deadline, tmp_path, {1, 2}, datetime.date(2025, 6, 15), b"x" * 100]
    assert received(packed(data)) == data
    error = received(packed(TooLargeError(reason="x")))
    assert isinstance(error, TooLargeError)
    assert error.details == {"reason": "x"}


def test_a_process_that_sends_something_else_has_crashed() -> None:
    with pytest.raises(CrashError):
        run_in_fork(lambda _: Reduced(os.getpid, ()), BOUNDS)
