"""How a desk is set up."""

from __future__ import annotations

import ipaddress
from dataclasses import dataclass, field
from pathlib import Path

from kehoach.batch.model import BatchOptions

HOST, PORT = "127.0.0.1", 8765
MAX_UPLOAD = 256 * 2**20
"""Bytes of one upload, all its files together."""
MAX_FILES = 200
"""Files of one upload."""
MAX_BODY = 8 * 2**20
"""Bytes of any other request."""


@dataclass(frozen=True, slots=True)
class Settings:
    """`store`: the folder of everything that is kept. `host`, `port`: where it listens. `token`:
    the secret that every request must bring; "" for none. `options`: how papers are read;
    `workers`: how many at once, by `engine` "local" or "dask" at a `scheduler`'s address (its
    workers find the store under the same path). `database`: the URL of the PostgreSQL that several
    services share; "" for the one in the store. `max_upload`: bytes of one upload."""

    store: Path
    host: str = HOST
    port: int = PORT
    token: str = ""
    options: BatchOptions = field(default_factory=BatchOptions)
    workers: int = 1
    engine: str = "local"
    scheduler: str | None = None
    database: str = ""
    max_upload: int = MAX_UPLOAD

    @property
    def is_loopback(self) -> bool:
        """Can only programs of this machine reach it?"""
        return is_loopback(self.host)


def is_loopback(host: str) -> bool:
    """Is a host this machine itself?

    >>> [is_loopback(host) for host in ("127.0.0.1", "::1", "localhost", "0.0.0.0", "10.0.0.1")]
    [True, True, True, False, False]
    """
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return False
