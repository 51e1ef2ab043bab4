"""A PostgreSQL server of one's own for tests and measurements: made, started, stopped."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import tempfile
from pathlib import Path

FOLDERS = (*sorted(Path("/usr/lib/postgresql").glob("*/bin"), reverse=True), None)
INITDB = next((found for one in FOLDERS if (found := shutil.which("initdb", path=one))), None)
"""The program that makes a server; None: PostgreSQL is not installed."""


class Postgres:
    """A server over a folder of its own, at a port of this machine."""

    def __init__(self) -> None:
        assert INITDB is not None
        self._programs = Path(INITDB).parent
        self.folder = Path(tempfile.mkdtemp(prefix="kehoach-postgres-"))
        # The server will not run as root; Debian makes a user for it.
        self._as_user = ["runuser", "-u", "postgres", "--"] if os.geteuid() == 0 else []
        if self._as_user:
            shutil.chown(self.folder, "postgres")
        self._run("initdb", "-D", str(self.folder / "data"), "-U", "kehoach", "-A", "trust", "-N")
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = free.getsockname()[1]
        self.url = f"postgresql://kehoach@127.0.0.1:{self.port}/postgres"
        self.start()

    def _run(self, program: str, *options: str) -> None:
        command = [*self._as_user, str(self._programs / program), *options]
        subprocess.run(command, check=True, capture_output=True, cwd=self.folder)

    def start(self) -> None:
        told = f"-p {self.port} -c listen_addresses=127.0.0.1 -k {self.folder}"
        log = str(self.folder / "log")
        self._run("pg_ctl", "-D", str(self.folder / "data"), "-l", log, "-o", told, "-w", "start")

    def stop(self) -> None:
        self._run("pg_ctl", "-D", str(self.folder / "data"), "-m", "immediate", "-w", "stop")

    def database(self, name: str) -> str:
        """A database of its own: its URL."""
        options = ("-h", "127.0.0.1", "-p", str(self.port), "-U", "kehoach", name)
        self._run("createdb", *options)
        return self.url.replace("/postgres", f"/{name}")

    def remove(self) -> None:
        self.stop()
        shutil.rmtree(self.folder, ignore_errors=True)
