"""A batch on a cluster: a real scheduler, real workers, one of them killed on the way, and an S3
server. All of it on this machine, on the loopback address."""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from batch_maker import ROOT, batch, folder_of, outputs, short_paper
from extras import needs

from kehoach.errors import NoFolderError, NoSchedulerError

needs("distributed", "s3fs", why="the extra `cluster` is not installed")
pytestmark = pytest.mark.slow
BIN = Path(sys.executable).parent


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def wait_for(port: int, seconds: float = 60) -> None:
    until = time.monotonic() + seconds
    while True:
        try:
            socket.create_connection(("127.0.0.1", port), 1).close()
        except OSError:
            assert time.monotonic() < until, "the server does not answer"
            time.sleep(0.1)
        else:
            return


@pytest.fixture(scope="module")
def started(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    """Starts programs, each a process group of its own; all are gone at the end."""
    running: list[subprocess.Popen[bytes]] = []
    logs = tmp_path_factory.mktemp("logs")

    def start(*words: str | Path, env: dict[str, str] | None = None) -> subprocess.Popen[bytes]:
        log = (logs / f"{len(running)}").open("wb")
        running.append(
            subprocess.Popen(
                list(map(str, words)), stdout=log, stderr=log, env=env, start_new_session=True
            )
        )
        return running[-1]

    yield start
    for process in running:
        if process.poll() is None:
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()


@pytest.fixture(scope="module")
def environment() -> dict[str, str]:
    """For programs and workers alike: our modules, an S3 server that is ours, no proxy between."""
    own = {
        name: value
        for name, value in os.environ.items()
        if "proxy" not in name.lower() and "AWS" not in name
    }
    return {
        **own,
        "PYTHONPATH": str(ROOT),
        "PYTHONUTF8": "1",
        "LANG": "en_GB.UTF-8",
        "AWS_ACCESS_KEY_ID": "test",
        "AWS_SECRET_ACCESS_KEY": "test",
        "AWS_DEFAULT_REGION": "us-east-1",
        "NO_PROXY": "*",
        "DASK_DISTRIBUTED__WORKER__DAEMON": "true",
    }


@pytest.fixture(scope="module")
def bucket(started: Any, environment: dict[str, str]) -> Iterator[Any]:
    """An S3 server with an empty bucket "kho"; fsspec's view of it."""
    port = free_port()
    started(
        sys.executable, "-m", "moto.server", "-H", "127.0.0.1", "-p", str(port), env=environment
    )
    wait_for(port)
    environment["AWS_ENDPOINT_URL"] = f"http://127.0.0.1:{port}"
    import s3fs

    with pytest.MonkeyPatch.context() as patch:
        for name in [
            name for name in os.environ if "proxy" in name.lower() or name.startswith("AWS")
        ]:
            patch.delenv(name)
        for name, value in environment.items():
            if name.startswith("AWS") or name == "NO_PROXY":
                patch.setenv(name, value)
        system = s3fs.S3FileSystem(use_listings_cache=False)
        system.mkdir("kho")
        yield system


@pytest.fixture(scope="module")
def cluster(started: Any, environment: dict[str, str]) -> tuple[str, list[subprocess.Popen[bytes]]]:
    """A scheduler's address and two workers, without the nannies that would start them anew
    (`test_a_cluster_of_its_own` has those)."""
    port = free_port()
    started(
        BIN / "dask",
        "scheduler",
        "--host",
        "127.0.0.1",
        "--port",
        str(port),
        "--no-dashboard",
        env=environment,
    )
    wait_for(port)
    address = f"tcp://127.0.0.1:{port}"
    words = ("worker", address, "--nthreads", "1", "--no-dashboard", "--host", "127.0.0.1")
    words += ("--no-nanny",)
    return address, [started(BIN / "dask", *words, env=environment) for _ in range(2)]


def test_a_cluster_and_an_object_store(
    bucket: Any, cluster: Any, environment: dict[str, str], tmp_path: Path
) -> None:
    """The same batch as on one machine, with a worker killed while it reads: the same files, byte
    for byte."""
    address, workers = cluster
    folder = folder_of(tmp_path / "in", 6)
    (folder / "một.txt").write_text(short_paper(2), encoding="utf-8")
    for number in range(2):
        data = (ROOT / "samples" / "bang-8-cot" / "bang-8-cot.pdf").read_bytes()
        (folder / f"x {number}.pdf").write_bytes(data + b"\n%% " + str(number).encode())
    (folder / "trống.txt").touch()
    for path in folder.rglob("*"):
        if path.is_file():
            bucket.put_file(str(path), f"kho/vào/{path.relative_to(folder).as_posix()}")
    words = [
        sys.executable,
        "-m",
        "kehoach",
        "batch",
        "s3://kho/vào",
        "-o",
        "s3://kho/ra",
        "--json-log",
        "--no-cache",
    ]
    running = subprocess.Popen(
        [*words, "--engine", "dask", "--scheduler", address],
        env=environment,
        stderr=subprocess.PIPE,
        text=True,
    )
    assert running.stderr is not None
    events = []
    for line in running.stderr:
        events.append(json.loads(line))
        if events[-1]["event"] == "paper" and workers[0].poll() is None:
            os.killpg(workers[0].pid, signal.SIGKILL)
    assert running.wait(60) == 3, events[-3:]  # an empty paper
    assert workers[0].wait(10) == -signal.SIGKILL
    assert [event["statuses"] for event in events if event["event"] == "end"] == [
        {"ok": 9, "failed": 1}
    ]

    fetched, clean = tmp_path / "fetched", tmp_path / "clean"
    bucket.get("kho/ra/", f"{fetched}/", recursive=True)
    batch(folder, clean)
    ours, theirs = outputs(clean), outputs(fetched)
    linked = {"plans.xlsx", "report.html", "follow.xlsx", "follow.filled.json"}
    # links to papers: there are none to an object store
    assert ours.keys() == theirs.keys()
    assert {name for name in ours if ours[name] != theirs[name]} <= linked

    before = {
        name: facts["LastModified"]
        for name, facts in bucket.find("kho/ra/plans", detail=True).items()
    }
    bucket.pipe_file("kho/vào/một.txt", short_paper(77).encode())
    bucket.rm_file("kho/ra/plans/x 1.pdf.json")
    statuses, log = batch("s3://kho/vào", "s3://kho/ra")  # resumed on one machine
    assert log.read == ["một.txt", "phường 2/kh 00002.txt", "x 1.pdf"] or log.read == [
        "một.txt",
        "x 1.pdf",
    ]
    assert statuses == {"ok": 9, "failed": 1}
    after = bucket.find("kho/ra/plans", detail=True)
    assert after.keys() == before.keys()


def test_a_cluster_of_its_own(tmp_path: Path) -> None:
    """`--engine dask` without a scheduler: one on this machine, for the time of the batch."""
    folder = folder_of(tmp_path / "in", 3)
    assert batch(folder, tmp_path / "out", engine="dask", workers=1)[0] == {"ok": 3}
    batch(folder, tmp_path / "clean")
    assert outputs(tmp_path / "out") == outputs(tmp_path / "clean")


def test_no_scheduler_answers(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("kehoach.batch.engines.CONNECT", 1)
    folder = folder_of(tmp_path / "in", 1)
    with pytest.raises(NoSchedulerError, match=r"No Dask scheduler answers at tcp://127\.0\.0\.1"):
        batch(folder, tmp_path / "out", engine="dask", scheduler=f"tcp://127.0.0.1:{free_port()}")


@pytest.mark.usefixtures("bucket")
def test_a_bucket_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(NoFolderError, match="There is no folder s3://none/in"):
        batch("s3://none/in", tmp_path / "out")
