"""`kehoach serve` killed (kill -9) in the midst of edits and jobs, and asked by many at once.

python bench/desk.py [--kills 500] [--seed 21] [--clients 50] [--seconds 60] [--longest S]

Either is left out by 0. 500 kills take half an hour; in pieces (`--longest`: seconds of one), give
each another seed.
"""

from __future__ import annotations

import argparse
import random
import statistics
import sys
import tempfile
import threading
import time
from http.client import HTTPConnection
from pathlib import Path
from typing import Any

import httpx

sys.path.insert(0, str(Path(__file__).parent.parent))

from bench.desk_server import Server


def kills(server: Server, id: str, count: int, *, seed: int, seconds: float) -> dict[str, Any]:
    """Kill the server at random moments while one client edits and another asks for readings ->
    how many confirmed edits there were, how many of them are lost, and what became of the jobs:
    how many were confirmed and are not there, ran twice at once, or failed, and why.
    Ends after `seconds`, however many kills that were."""
    chance = random.Random(seed)  # noqa: S311 (no secret)
    confirmed: list[str] = []
    asked: set[int] = set()
    doubled = done = 0
    end = time.monotonic() + seconds
    for number in range(count):
        if time.monotonic() > end:
            break
        ending = threading.Event()
        editor = threading.Thread(target=edit_until, args=(server, id, confirmed, ending))
        editor.start()
        if number % 10 == 0:
            asked |= ask_again(server, id)
        wait_for_more(confirmed)
        time.sleep(chance.uniform(0.0, 0.4))
        server.process.kill()
        ending.set()
        editor.join()
        server.kill()
        server.start()
        jobs = server.client.get("/v1/jobs", params={"paper": id, "limit": 200}).json()["items"]
        doubled += sum(job["state"] in ("waiting", "running") for job in jobs) > 1
        done += 1
    kept = server.client.get(f"/v1/papers/{id}/corrections").json()["corrections"]["corrections"]
    ids = [one["id"] for one in kept]
    ended = server.read(id)["job"]["state"]
    jobs = all_jobs(server, id)
    return {
        "kills": done,
        "confirmed": len(confirmed),
        "lost": len(set(confirmed) - set(ids)),
        "doubled edits": len(ids) - len(set(ids)),
        "jobs": len(jobs),
        "doubled jobs": doubled,
        "lost jobs": len(asked - jobs.keys()),
        "failed jobs": [job["error"]["en"] for job in jobs.values() if job["state"] == "failed"],
        "last job": ended,
    }


def wait_for_more(confirmed: list[str], seconds: float = 20.0) -> None:
    """Wait until another edit is confirmed: a server that has just started loads first."""
    before, end = len(confirmed), time.monotonic() + seconds
    while len(confirmed) == before and time.monotonic() < end:
        time.sleep(0.02)


def edit_until(server: Server, id: str, confirmed: list[str], ending: threading.Event) -> None:
    """Edit one note after the other; what was confirmed is noted."""
    with httpx.Client(base_url=server.address, timeout=30) as client:
        while not ending.is_set():
            try:
                etag = client.get(f"/v1/papers/{id}/corrections").headers["etag"]
                edit = {"action": "confirm", "where": f"/tasks/{len(confirmed) % 3}/note"}
                told = client.post(
                    f"/v1/papers/{id}/corrections",
                    json={"edits": [edit]},
                    headers={"If-Match": etag},
                )
            except httpx.HTTPError:
                return
            if told.status_code == 201:
                confirmed += told.json()["made"]


def ask_again(server: Server, id: str) -> set[int]:
    """Have the paper read anew; the number of the job, where that was confirmed."""
    try:
        told = server.client.post(f"/v1/papers/{id}/jobs")
    except httpx.HTTPError:
        return set()
    return {told.json()["id"]} if told.status_code == 202 else set()


def all_jobs(server: Server, id: str) -> dict[int, dict[str, Any]]:
    """All jobs of a paper by their numbers."""
    found: dict[int, dict[str, Any]] = {}
    asked: dict[str, Any] = {"paper": id, "limit": 200}
    while True:
        told = server.client.get("/v1/jobs", params=asked).json()
        found |= {job["id"]: job for job in told["items"]}
        if told["next"] is None:
            return found
        asked["before"] = told["next"]


def clients(server: Server, id: str, count: int, seconds: float) -> dict[str, Any]:
    """Many clients ask for a plan and a page at once -> errors, and the times of a page of the plan
    in milliseconds."""
    times: list[float] = []
    errors: list[str] = []
    end = time.monotonic() + seconds

    def work() -> None:
        # the plainest client there is: fifty of httpx would measure themselves
        client = HTTPConnection(server.address.removeprefix("http://"), timeout=60)
        while time.monotonic() < end:
            for path in (f"/v1/papers/{id}/pages/1.png", "/v1/papers", f"/v1/papers/{id}/plan"):
                start = time.perf_counter()
                client.request("GET", path)
                told = client.getresponse()
                told.read()
                if path.endswith(".png"):
                    times.append(1000 * (time.perf_counter() - start))
                if told.status != 200:
                    errors.append(f"{path}: {told.status}")
            time.sleep(1)  # a person looks at what came
        client.close()

    threads = [threading.Thread(target=work) for _ in range(count)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return {
        "clients": count,
        "pages": len(times),
        "errors": len(errors),
        "median ms": round(statistics.median(times)) if times else None,
        "95 % ms": round(statistics.quantiles(times, n=20)[-1]) if times[1:] else None,
    }


def main() -> None:
    """Print what was measured."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--kills", type=int, default=500)
    parser.add_argument("--seed", type=int, default=21)
    parser.add_argument("--longest", type=float, default=7200.0)
    parser.add_argument("--clients", type=int, default=50)
    parser.add_argument("--seconds", type=float, default=60.0)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        server = Server(Path(folder))
        try:
            id = server.add()
            if options.clients:
                print(clients(server, id, 1, seconds=min(10.0, options.seconds)))
                print(clients(server, id, options.clients, seconds=options.seconds))
            if options.kills:
                told = kills(server, id, options.kills, seed=options.seed, seconds=options.longest)
                print(told)
        finally:
            server.stop()


if __name__ == "__main__":
    main()
