"""What a shared database costs a desk: milliseconds of one core, of the service, that an edit and a
look at the list take (times that other programs on the machine do not change); and edits a second
of several people at once, each on a paper of their own. SQLite beside PostgreSQL.

    python -m bench.desk_shared
"""

from __future__ import annotations

import os
import tempfile
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import httpx

from bench.desk_postgres import Postgres
from bench.desk_server import PATIENCE, TEXT_PAPER, Server

PEOPLE = 4
EDITS, LISTS = 25, 200
_TICKS = os.sysconf("SC_CLK_TCK")


def main() -> None:
    """Measure, one after the other on the same machine; print a line for each."""
    postgres = Postgres()
    try:
        for name, options, count in (
            ("SQLite", (), 1),
            ("PostgreSQL", ("--database", postgres.database("one")), 1),
            ("PostgreSQL, two services", ("--database", postgres.database("two")), 2),
        ):
            with tempfile.TemporaryDirectory() as folder:
                _measure(name, Path(folder), options, count=count)
    finally:
        postgres.remove()


def _measure(name: str, folder: Path, options: Sequence[str], *, count: int) -> None:
    servers = [Server(folder / "store", *options) for _ in range(count)]
    try:
        first = servers[0]
        ids = _papers(first, folder)
        edit = _core_ms(first, lambda: _edit(first.address, ids[0])) / EDITS
        listed = _core_ms(first, lambda: _list(first.address)) / LISTS
        addresses = [servers[place % count].address for place in range(PEOPLE)]
        start = time.perf_counter()
        with ThreadPoolExecutor(PEOPLE) as people:
            list(people.map(_edit, addresses, ids))
        rate = PEOPLE * EDITS / (time.perf_counter() - start)
        print(f"{name}: edit {edit:.1f} ms, list {listed:.2f} ms, {rate:.1f} edits a second")
    finally:
        for one in servers:
            one.stop()


def _core_ms(server: Server, work: Callable[[], None]) -> float:
    """Milliseconds of one core that a service spends while something is asked of it."""
    before = _ticks(server.process.pid)
    work()
    return 1000 * (_ticks(server.process.pid) - before) / _TICKS


def _ticks(pid: int) -> int:
    fields = Path(f"/proc/{pid}/stat").read_text("utf-8").rpartition(")")[2].split()
    return int(fields[11]) + int(fields[12])  # user and system time (proc(5): 14, 15)


def _papers(server: Server, folder: Path) -> list[str]:
    """A paper for each of the people, read."""
    ids = []
    for number in range(PEOPLE):
        path = folder / f"{number}.txt"
        path.write_text(f"{TEXT_PAPER.read_text('utf-8')}\n\n{number}\n", "utf-8")
        ids.append(server.add(path))
    return ids


def _edit(address: str, id: str) -> None:
    """One field, changed anew each time."""
    with httpx.Client(base_url=address, timeout=PATIENCE) as client:
        etag = client.get(f"/v1/papers/{id}/plan").headers["etag"]
        for number in range(EDITS):
            edit = {"action": "change", "where": "/tasks/0/note", "typed": f"lần {number}"}
            headers = {"If-Match": etag}
            path = f"/v1/papers/{id}/corrections"
            told = client.post(path, json={"edits": [edit]}, headers=headers)
            told.raise_for_status()
            etag = told.headers["etag"]


def _list(address: str) -> None:
    with httpx.Client(base_url=address, timeout=PATIENCE) as client:
        for _ in range(LISTS):
            client.get("/v1/papers").raise_for_status()


if __name__ == "__main__":
    main()
