"""A folder that is watched: which of its papers are written whole, and a batch whenever there is
something new.

Nothing is remembered here: what was read stands in the records of the batch, so that a watch that
was killed goes on where it was. A change in the folder wakes us; besides, it is looked through now
and then, for a file system on another machine tells of no change.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from typing import TypeAlias

from kehoach.batch.inputs import find
from kehoach.batch.interrupt import Interrupt, obeyed_at_once
from kehoach.batch.model import Batch
from kehoach.batch.run import Watch, run
from kehoach.batch.store import local_path
from kehoach.errors import MissingDependencyError
from kehoach.explaining import install_command

SETTLE = 2.0
"""Seconds for which a file must not have changed: then it is written whole."""
LOOK_AGAIN = 60.0
"""Seconds after which the folder is looked through although nothing was told."""
LOOK_OFTEN = 5.0
"""The same, where the system tells of no change."""
UNFINISHED = (".part", ".partial", ".crdownload", ".download", ".tmp", ".filepart")
"""What programs name files that they are still fetching."""
_CHANGES = frozenset({"created", "modified", "moved", "deleted", "closed"})
Marks: TypeAlias = Mapping[str, str]
"""What changes with a file, by its name."""


@dataclass(slots=True)
class Settling:
    """Tells files that are written whole from those that still grow, by our own clock."""

    seconds: float = SETTLE
    _since: dict[str, tuple[str, float]] = field(default_factory=dict)

    def look(self, marks: Marks, now: float) -> tuple[dict[str, str], bool]:
        """The files that have not changed for so long, and whether others are on their way.

        >>> settling = Settling(seconds=2)
        >>> settling.look({"a": "10 B"}, now=0), settling.look({"a": "20 B"}, now=2)
        (({}, True), ({}, True))
        >>> settling.look({"a": "20 B"}, now=4)
        ({'a': '20 B'}, False)
        """
        since = {}
        for name, mark in marks.items():
            known, moment = self._since.get(name, (mark, now))
            since[name] = (mark, moment if known == mark else now)
        self._since = since
        whole = {
            name: mark for name, (mark, moment) in since.items() if now - moment >= self.seconds
        }
        return whole, len(whole) < len(since)


def marks_of(batch: Batch) -> dict[str, str]:
    """The papers below the folder, and what changes with each. Raises as `find`."""
    return {
        source.name: source.stamp or str(source.refusal)
        for source in find(batch.folder, batch.out, stamped=True)
        if not source.name.lower().endswith(UNFINISHED)
    }


def watch_folder(batch: Batch, watch: Watch, settle: float = SETTLE) -> None:
    """Read what is in a folder and what comes into it, until KeyboardInterrupt, which is obeyed
    between two papers and while nothing is done: raised anywhere else it could be swallowed, and
    the watch would go on. Raises the exceptions of `errors`."""
    with _changes(batch.folder) as (changed, patience), Interrupt() as interrupt:
        settling = Settling(settle)
        read: Marks | None = None
        marks_of(batch)  # that there is no such folder is said before that it is watched
        watch("watching")
        while True:
            interrupt.check()
            changed.clear()
            whole, is_more_coming = settling.look(marks_of(batch), time.monotonic())
            if whole != read and (whole or not is_more_coming):
                run(replace(batch, only=frozenset(whole)), watch)
                read = whole
                watch("waiting")
                continue
            with obeyed_at_once():
                if is_more_coming:
                    time.sleep(min(settle / 2, 1.0))
                else:
                    changed.wait(patience)


@contextmanager
def _changes(folder: str) -> Iterator[tuple[threading.Event, float]]:
    """An event that is set when something changes below a folder, and how many seconds to wait for
    it. Raises MissingDependencyError."""
    try:
        from watchdog.events import FileSystemEvent, FileSystemEventHandler
        from watchdog.observers import Observer
    except ImportError as error:
        command = install_command("watchdog")
        raise MissingDependencyError(program="watchdog", command=command) from error
    changed = threading.Event()

    class Wake(FileSystemEventHandler):
        """Wakes whoever waits when a file is written, not when one is only read."""

        def on_any_event(self, event: FileSystemEvent) -> None:
            if event.event_type in _CHANGES:
                changed.set()

    observer = Observer()
    try:
        observer.schedule(Wake(), str(local_path(folder)), recursive=True)
        observer.start()
    except OSError:  # no folder: `find` says so; or the system watches no more folders for us
        yield changed, LOOK_OFTEN
        return
    try:
        yield changed, LOOK_AGAIN
    finally:
        observer.stop()
        observer.join()
