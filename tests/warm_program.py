"""The program in a process of its own that has loaded it already: what a command does, without the
second and a half that Python takes to load it.

A server (this file, run) loads the program once and forks for each command: own arguments, folder,
environment, streams and exit code, and an end like any other. How the program is loaded, and what
it does with streams that are closed and signals, is no matter of this: tests of those start it anew
(test_streams, test_cli, test_installed).
"""

from __future__ import annotations

import atexit
import contextlib
import gc
import importlib
import json
import os
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any, NoReturn

ROOT = Path(__file__).resolve().parent.parent
LONGEST = 2**20
"""Bytes of an order: arguments, folder, environment."""
LOADED = (
    "kehoach.cli",
    "kehoach.batch.child",
    "kehoach.batch.combine",
    "kehoach.batch.isolation.fork",
    "kehoach.batch.run",
    "kehoach.corrections.evaluating",
    "kehoach.emit.findings",
    "kehoach.emit.report",
    "kehoach.emit.templates",
    "kehoach.emit.xlsx",
    "kehoach.follow.workbook",
    "kehoach.ingest.docx.document",
    "kehoach.ingest.html.document",
    "kehoach.ingest.ocr.document",
    "kehoach.ingest.pdf.document",
    "kehoach.ingest.text.document",
    "kehoach.pipeline",
    "openpyxl",
)
PAPERS = (
    ROOT / "samples" / "nhiem-vu-chu-cai" / "nhiem-vu-chu-cai.txt",
    ROOT / "samples" / "bang-6-cot" / "bang-6-cot.docx",
)


def kehoach(
    *arguments: object,
    cwd: Path = ROOT,
    env: Mapping[str, str] | None = None,
    data: bytes = b"",
    stdout: int | None = None,
    timeout: float = 120,
) -> subprocess.CompletedProcess[bytes]:
    """`kehoach` with these arguments, `data` on its standard input; `env`: its whole environment,
    None for ours with the place of the program; `stdout`: where it writes, None to be told. Raises
    subprocess.TimeoutExpired."""
    order = _order(arguments, cwd, env)
    with contextlib.ExitStack() as stack:
        given, out, err = (stack.enter_context(tempfile.TemporaryFile()) for _ in range(3))
        given.write(data)
        given.seek(0)
        streams = [given.fileno(), out.fileno() if stdout is None else stdout, err.fileno()]
        code = _server().run(order, streams, timeout)
        written = []
        for stream in (out, err):
            stream.seek(0)
            written.append(stream.read())
    return subprocess.CompletedProcess(["kehoach", *order["words"]], code, *written)


def said(*arguments: object, **keywords: Any) -> subprocess.CompletedProcess[str]:
    """As `kehoach`, what it writes as text."""
    done = kehoach(*arguments, **keywords)
    written = (stream.decode("utf-8") for stream in (done.stdout, done.stderr))
    return subprocess.CompletedProcess(done.args, done.returncode, *written)


class Started:
    """A command that runs, used as `subprocess.Popen` is: its number, its error output, its end."""

    def __init__(self, pid: int, stderr: int) -> None:
        self.pid = pid
        self.stderr = open(stderr, encoding="utf-8")  # noqa: SIM115 (the test closes it)
        self.returncode: int | None = None

    def poll(self) -> int | None:
        """Its exit code, None while it runs."""
        if self.returncode is None:
            self.returncode = _server().ask({"look": self.pid})
        return self.returncode

    def wait(self, timeout: float | None = None) -> int:
        """Its exit code, once it has one. Raises subprocess.TimeoutExpired."""
        deadline = time.monotonic() + (120 if timeout is None else timeout)
        while (code := self.poll()) is None:
            if time.monotonic() >= deadline:
                raise subprocess.TimeoutExpired("kehoach", timeout or 120)
            time.sleep(0.01)
        return code

    def communicate(self, timeout: float | None = None) -> tuple[None, str]:
        """What it says until its end."""
        said = self.stderr.read()
        self.wait(timeout)
        return None, said

    def send_signal(self, number: int) -> None:
        """A signal, unless it has ended."""
        if self.poll() is None:
            os.kill(self.pid, number)

    def terminate(self) -> None:
        """SIGTERM."""
        self.send_signal(signal.SIGTERM)

    def kill(self) -> None:
        """SIGKILL."""
        self.send_signal(signal.SIGKILL)


def started(
    *arguments: object, env: Mapping[str, str] | None = None, also: Sequence[str] = ()
) -> Started:
    """`kehoach` with these arguments, begun: its error output is read from a pipe. `also`: what the
    program loads for them beyond what it has loaded."""
    order = _order(arguments, ROOT, env)
    read, write = os.pipe()
    nowhere = os.open(os.devnull, os.O_RDWR)
    try:
        pid = _server().ask({**order, "also": list(also)}, [nowhere, nowhere, write])
    finally:
        os.close(nowhere)
        os.close(write)
    assert pid is not None
    return Started(pid, read)


def _order(
    arguments: Sequence[object], folder: Path, env: Mapping[str, str] | None
) -> dict[str, Any]:
    words = [os.fsdecode(word) if isinstance(word, bytes) else str(word) for word in arguments]
    environment = {**os.environ, "PYTHONPATH": str(ROOT)} if env is None else dict(env)
    return {"words": words, "folder": os.fspath(folder), "environment": environment}


class _Server:
    """The process that has loaded the program, and the socket that joins it to us; it ends with
    us."""

    def __init__(self) -> None:
        self._socket, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        self._socket.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, LONGEST)
        self._process = subprocess.Popen(
            [sys.executable, __file__, str(theirs.fileno())],
            pass_fds=[theirs.fileno()],
            env={**os.environ, "PYTHONPATH": str(ROOT)},
            stdin=subprocess.DEVNULL,
        )
        theirs.close()
        atexit.register(self.end)

    def end(self) -> None:
        """Let the server go, and see it gone."""
        self._socket.close()
        self._process.wait()

    def run(self, order: dict[str, Any], streams: list[int], timeout: float) -> int:
        """The exit code of a command, negative for the signal that ended it. `streams`: input,
        output, error output. Raises subprocess.TimeoutExpired."""
        pid = self.ask(order, streams)
        try:
            code = self.ask({"await": pid}, timeout=timeout)
        except TimeoutError:
            self._process.kill()
            _server.cache_clear()
            raise subprocess.TimeoutExpired(order["words"], timeout) from None
        assert code is not None
        return code

    def ask(
        self, order: dict[str, Any], streams: Sequence[int] = (), timeout: float = 120
    ) -> int | None:
        """The number of a command that is begun, or how one has ended, None while it runs. Raises
        TimeoutError."""
        self._socket.settimeout(timeout)
        socket.send_fds(self._socket, [json.dumps(order).encode()], list(streams))
        answer: int | None = json.loads(self._socket.recv(LONGEST))
        return answer


@cache
def _server() -> _Server:
    return _Server()


def _serve(orders: socket.socket) -> None:
    """Begin command after command, and tell how they end, until whoever gives the orders is
    gone."""
    _load()
    while True:
        data, streams, _, _ = socket.recv_fds(orders, LONGEST, 3)
        if not data:
            return
        orders.send(json.dumps(_answer(json.loads(data), streams, orders)).encode())


def _answer(order: dict[str, Any], streams: list[int], orders: socket.socket) -> int | None:
    if "words" not in order:
        flag = os.WNOHANG if "look" in order else 0
        ended, status = os.waitpid(order["look" if flag else "await"], flag)
        return os.waitstatus_to_exitcode(status) if ended else None
    for name in order.get("also", ()):
        importlib.import_module(name)
    child = os.fork()
    if child == 0:
        orders.close()
        _become(streams, order["words"], order["folder"], order["environment"])
    for stream in streams:
        os.close(stream)
    return child


def _load() -> None:
    """Load the program, by reading two papers the vocabularies that every paper needs, and what the
    processes of a batch ask for."""
    from kehoach.process import quicken_patterns, settle

    settle()
    quicken_patterns()
    for name in LOADED:
        importlib.import_module(name)
    from kehoach.batch.child import load
    from kehoach.emit.json import to_json
    from kehoach.pipeline import extract
    from kehoach.provenance import digest_of_package

    for paper in PAPERS:
        to_json(extract(paper))
    load()
    digest_of_package()
    gc.freeze()


def _become(
    streams: list[int], words: list[str], folder: str, environment: dict[str, str]
) -> NoReturn:
    """Be the program, from its first line to its end, which is that of this process."""
    for number, stream in enumerate(streams):
        os.dup2(stream, number)
        os.close(stream)
    os.chdir(folder)
    os.environ.clear()
    os.environ.update(environment)
    sys.argv = ["kehoach", *words]
    sys.path[0] = folder
    options: dict[str, Any] = {"encoding": "utf-8", "errors": "surrogateescape"}
    sys.stdin = open(0, **options)  # noqa: SIM115 (it lives as long as the process)
    sys.stdout = open(1, "w", **options)  # noqa: SIM115
    sys.stderr = open(2, "w", encoding="utf-8", errors="backslashreplace", buffering=1)  # noqa: SIM115
    from kehoach.__main__ import main

    try:
        main()
    except SystemExit as ending:
        _end(ending.code)


def _end(code: object) -> NoReturn:
    """End as Python does, but for the memory that it would set free piece by piece: this process
    shares it with the server, and each piece would first become a copy of its own."""
    threading._shutdown()  # type: ignore[attr-defined] # waits for those that are no daemons
    atexit._run_exitfuncs()
    for stream in (sys.stdout, sys.stderr):
        stream.flush()
    os._exit(code if isinstance(code, int) else int(code is not None))


if __name__ == "__main__":
    _serve(socket.socket(fileno=int(sys.argv[1])))
