"""The desk with its papers read by a cluster: a real scheduler, a real worker, on this machine."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import TypeAlias

import pytest
from extras import needs
from warm_program import Started, started

from bench.desk_server import PATIENCE, TEXT_PAPER, Server

needs("distributed", why="the extra `cluster` is not installed")
pytestmark = pytest.mark.slow
Options: TypeAlias = tuple[str, ...]
NOBODY: Options = ("--engine", "dask", "--scheduler", "tcp://127.0.0.1:9")
ENGINE_LACKS: Options = ("--scheduler", "tcp://127.0.0.1:9")


def start(store: Path, options: Options) -> Started:
    return started("--lang", "vi", "serve", store, "--port", "0", *options)


@pytest.fixture(scope="module", autouse=True)
def refused(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Mapping[Options, Started]]:
    """Services that will not start. They wait for a scheduler while the other test runs."""
    running = {
        options: start(tmp_path_factory.mktemp("none"), options)
        for options in (NOBODY, ENGINE_LACKS)
    }
    yield running
    for process in running.values():
        process.kill()
        process.communicate()


def test_papers_are_read_by_the_cluster(tmp_path: Path) -> None:
    server = Server(tmp_path, "--engine", "dask", "--workers", "1")
    try:
        id = server.add(TEXT_PAPER)
        plan, etag = server.plan(id)
        edit = {"action": "change", "where": "/tasks/0/note", "typed": "giữ lại"}
        assert server.edit(id, etag, edit).status_code == 201
        assert server.client.post(f"/v1/papers/{id}/jobs").status_code == 202
        assert server.read(id)["job"]["state"] == "done"
        again, _ = server.plan(id)
        assert len(again["tasks"]) == len(plan["tasks"])
        assert again["tasks"][0]["note"] == "giữ lại"
    finally:
        server.stop()


@pytest.mark.parametrize(
    ("asked", "says"), [(NOBODY, "Không có bộ lập lịch Dask"), (ENGINE_LACKS, "--engine dask")]
)
def test_a_cluster_that_is_none_is_told(
    refused: Mapping[Options, Started], asked: Options, says: str
) -> None:
    _, told = refused[asked].communicate(timeout=PATIENCE)
    assert refused[asked].returncode == 2, told
    assert says in told
    assert "Traceback" not in told
