"""Run the service until somebody ends it."""

from __future__ import annotations

import errno
import os
import socket
import sys
from collections.abc import Callable

import uvicorn

from kehoach.batch.isolation.bounds import NICE
from kehoach.desk.app import create_app
from kehoach.desk.desk import Desk
from kehoach.desk.failures import PortTakenError, TokenNeededError
from kehoach.desk.settings import Settings
from kehoach.errors import KehoachError

BEHIND_PEOPLE = "5"
"""How far papers that are read stand back behind the pages that somebody looks at."""
LEAST_TOKEN = 16
"""Letters of a token."""


def serve(settings: Settings, tell: Callable[[str], None]) -> None:
    """Serve; `tell` gets the address once it is open.

    Raises TokenNeededError, PortTakenError, NoFolderError, BusyStoreError, MissingDependencyError,
    NoSchedulerError.
    """
    needs_token = not settings.is_loopback or settings.token
    if needs_token and len(settings.token) < LEAST_TOKEN:
        raise TokenNeededError(host=settings.host, least=LEAST_TOKEN)
    os.environ.setdefault(NICE, BEHIND_PEOPLE)
    with _opened(settings) as listening:
        desk = Desk(settings)
        try:
            desk.runner.connect()
        except KehoachError:
            desk.stop()
            raise
        host, port = listening.getsockname()[:2]
        shown = f"[{host}]" if ":" in host else host
        config = uvicorn.Config(
            create_app(desk),
            log_level="warning",
            access_log=False,
            server_header=False,
            proxy_headers=False,
            timeout_graceful_shutdown=3,
        )
        tell(f"http://{shown}:{port}/")
        uvicorn.Server(config).run(sockets=[listening])


def _opened(settings: Settings) -> socket.socket:
    family = socket.AF_INET6 if ":" in settings.host else socket.AF_INET
    listening = socket.socket(family, socket.SOCK_STREAM)
    if sys.platform != "win32":  # there the port would be shared with whoever has it
        listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listening.bind((settings.host, settings.port))
        listening.listen(128)
    except OSError as error:
        listening.close()
        reason = os.strerror(error.errno or errno.EINVAL)
        raise PortTakenError(host=settings.host, port=settings.port, reason=reason) from error
    return listening
