"""The desk with its papers read by a cluster: a real scheduler, a real worker, on this machine."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from bench.desk_server import Server

pytest.importorskip("distributed", reason="the extra `cluster` is not installed")
pytestmark = pytest.mark.slow


def test_papers_are_read_by_the_cluster(tmp_path: Path) -> None:
    server = Server(tmp_path, "--engine", "dask", "--workers", "1")
    try:
        id = server.add()
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
    ("options", "code", "says"),
    [
        (["--engine", "dask", "--scheduler", "tcp://127.0.0.1:9"], 2, "Không có bộ lập lịch Dask"),
        (["--scheduler", "tcp://127.0.0.1:9"], 2, "--engine dask"),
    ],
)
def test_a_cluster_that_is_none_is_told(
    tmp_path: Path, options: list[str], code: int, says: str
) -> None:
    command = [sys.executable, "-m", "kehoach", "--lang", "vi", "serve", str(tmp_path)]
    told = subprocess.run(
        [*command, "--port", "0", *options], capture_output=True, text=True, check=False
    )
    assert told.returncode == code, told.stderr
    assert says in told.stderr
    assert "Traceback" not in told.stderr
