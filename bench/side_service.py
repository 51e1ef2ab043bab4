"""`make bench`, service: a real `kehoach serve` on this machine, asked over loopback.

How long from the command to the first answer, from a paper sent to its plan in hand (beside the
same reading in a process of its own, as `kehoach extract` does it), and how many plans a second
clients get who ask without pausing. No peer does the same work: what is told is what the service
adds.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from http.client import HTTPConnection
from pathlib import Path
from statistics import median, quantiles

from bench.common import PLAN_20, ROOT, Figures, say, table
from bench.desk_server import PAPER, Server

CLIENTS = (1, 8)
SECONDS, SECONDS_QUICK = 8.0, 1.0
ROUNDS = 3


def measure(folder: Path, quick: bool) -> Figures:
    """{"start", "idle MB", "papers": {name: {"service", "command"}}, "asked": {clients: {"a
    second", "median ms", "95 % ms"}}, "MB after"}: seconds unless told."""
    del folder  # the server gets one of its own
    rounds = 1 if quick else ROUNDS
    with tempfile.TemporaryDirectory() as name:
        start = time.perf_counter()
        server = Server(Path(name) / "desk")
        try:
            server.client.get("/v1/papers").raise_for_status()
            figures: Figures = {"start": time.perf_counter() - start, "idle MB": _memory(server)}
            server.add()  # what a process pays once is not what a paper costs
            figures["papers"] = {
                paper.stem: _paper(server, paper, rounds) for paper in (PAPER, PLAN_20)
            }
            id = server.add(PAPER)
            seconds = SECONDS_QUICK if quick else SECONDS
            figures["asked"] = {
                str(count): _asked(server, f"/v1/papers/{id}/plan", clients=count, seconds=seconds)
                for count in CLIENTS
            }
            figures["MB after"] = _memory(server)
        finally:
            server.stop()
    return figures


def _memory(server: Server) -> float:
    """Memory that the server's process holds now, in MB (0 where /proc tells nothing)."""
    status = Path(f"/proc/{server.process.pid}/status")
    lines = status.read_text().splitlines() if status.exists() else []
    return next((int(line.split()[1]) / 1024 for line in lines if line.startswith("VmRSS")), 0.0)


def _paper(server: Server, paper: Path, rounds: int) -> Figures:
    """Seconds from a paper to its plan, medians of runs in turn."""
    by_service, by_command = [], []
    for number in range(rounds):
        say(f"  service: {paper.name}")
        # Another content each time: a paper that it knows is not read again.
        by_service.append(_timed(partial(_sent, server, paper, number)))
        by_command.append(_timed(partial(_extracted, paper)))
    return {"service": median(by_service), "command": median(by_command)}


def _timed(work: Callable[[], object]) -> float:
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def _sent(server: Server, paper: Path, number: int) -> None:
    data = paper.read_bytes() + b"\n%" + b"x" * number
    told = server.client.post("/v1/papers", files=[("files", (paper.name, data))])
    id = told.json()["papers"][0]["id"]
    server.read(id)
    server.plan(id)


def _extracted(paper: Path) -> None:
    with tempfile.TemporaryDirectory() as out:
        target = f"{out}/plan.json"
        command = [sys.executable, "-m", "kehoach", "extract", str(paper), "-o", target]
        subprocess.run(command, capture_output=True, cwd=ROOT, check=False)
        assert Path(target).exists(), f"kehoach extract wrote no plan of {paper.name}"


def _asked(server: Server, path: str, *, clients: int, seconds: float) -> Figures:
    """So many clients ask for one thing, again and again, without a pause."""
    say(f"  service: {clients} client(s)")
    end = time.monotonic() + seconds

    def work(_: int) -> list[float]:
        times = []
        client = HTTPConnection(server.address.removeprefix("http://"), timeout=60)
        while time.monotonic() < end:
            start = time.perf_counter()
            client.request("GET", path)
            told = client.getresponse()
            told.read()
            assert told.status == 200, told.status
            times.append(1000 * (time.perf_counter() - start))
        client.close()
        return times

    with ThreadPoolExecutor(clients) as pool:
        times = [one for own in pool.map(work, range(clients)) for one in own]
    return {
        "a second": len(times) / seconds,
        "median ms": median(times),
        "95 % ms": quantiles(times, n=20)[-1],
    }


def report(now: Figures, before: Figures) -> str:
    """The figures in two tables."""
    del before  # times of another day say little
    text = "## Service\n\nA real `kehoach serve`, asked over loopback from the same machine. "
    text += f"From the command to its first answer {now['start']:.2f} s; it holds "
    text += f"{now['idle MB']:.0f} MB then, {now['MB after']:.0f} MB after all this.\n\n"
    text += "From a paper to its plan: sent and asked for over REST, and by `kehoach extract`, "
    text += "start of the program included; seconds, medians of runs in turn.\n\n"
    rows = [
        [name, f"{own['service']:.2f}", f"{own['command']:.2f}"]
        for name, own in now["papers"].items()
    ]
    text += table(["paper", "service", "command"], rows)
    text += "\n\nClients who ask for a plan without pausing, on the cores that the server has, "
    text += "too:\n\n"
    asked = [
        [clients, own["a second"], own["median ms"], own["95 % ms"]]
        for clients, own in now["asked"].items()
    ]
    return text + table(["clients", "plans a second", "median ms", "95 % ms"], asked)
