"""A real `kehoach serve` for tests and measurements: started, asked, killed, started again."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import httpx

SAMPLES = Path(__file__).parent.parent / "samples"
PAPER = SAMPLES / "bang-6-cot" / "bang-6-cot.pdf"
TEXT_PAPER = PAPER.with_suffix(".txt")
PATIENCE = 90.0
"""Seconds that a busy machine may take to start, or to read a small paper."""


class Server:
    """A server over a folder."""

    def __init__(self, store: Path, *options: str, token: str = "") -> None:
        self.store, self._options, self._token = store, options, token
        self.start()

    def start(self) -> None:
        environment = {**os.environ, "KEHOACH_TOKEN": self._token}
        words = ["--lang", "vi", "serve", str(self.store), "--port", "0", *self._options]
        self.process = self.launch(words, environment)
        assert self.process.stderr is not None
        line = self.process.stderr.readline()
        found = re.search(r"http://\S+", line)
        assert found, line + self.process.stderr.read()
        self.address = found[0].rstrip("/")
        headers = {"Authorization": f"Bearer {self._token}"} if self._token else {}
        self.client = httpx.Client(base_url=self.address, timeout=PATIENCE, headers=headers)

    @staticmethod
    def launch(words: list[str], environment: dict[str, str]) -> Any:
        """The process of the program with these words. Tests have a quicker way."""
        command = [sys.executable, "-m", "kehoach", *words]
        return subprocess.Popen(command, env=environment, stderr=subprocess.PIPE, text=True)

    def kill(self) -> None:
        """As a power cut does it."""
        self.client.close()
        self.process.send_signal(signal.SIGKILL)
        self._gone()

    def stop(self) -> None:
        self.client.close()
        self.process.terminate()
        self._gone()

    def _gone(self) -> None:
        self.process.wait(30)
        assert self.process.stderr is not None
        self.process.stderr.close()

    # --- what tests ask for -----------------------------------------------------------------------

    def upload(self, *papers: Path, **form: str) -> httpx.Response:
        files = [("files", (paper.name, paper.read_bytes())) for paper in papers]
        return self.client.post("/v1/papers", files=files, data=form)

    def read(self, id: str) -> dict[str, Any]:
        """Wait until a paper's job has ended."""
        end = time.monotonic() + PATIENCE
        while time.monotonic() < end:
            told: dict[str, Any] = self.client.get(f"/v1/papers/{id}").json()
            if told["job"]["state"] not in ("waiting", "running"):
                return told
            time.sleep(0.1)
        raise AssertionError(told)

    def add(self, paper: Path = PAPER) -> str:
        """A paper, read: its id."""
        id = str(self.upload(paper).json()["papers"][0]["id"])
        assert self.read(id)["job"]["state"] == "done"
        return id

    def plan(self, id: str, view: str = "corrected") -> tuple[dict[str, Any], str]:
        """A plan and its ETag."""
        told = self.client.get(f"/v1/papers/{id}/plan", params={"view": view})
        assert told.status_code == 200, told.text
        return told.json(), told.headers["etag"]

    def edit(self, id: str, etag: str | None, *edits: dict[str, Any]) -> httpx.Response:
        headers = {} if etag is None else {"If-Match": etag}
        return self.client.post(
            f"/v1/papers/{id}/corrections",
            json={"edits": list(edits)},
            headers=headers,
            params={"author": "Lê Thị Lan"},
        )
