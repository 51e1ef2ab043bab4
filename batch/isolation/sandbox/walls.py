"""What a process that reads a paper is walled in with, and what this system offers for it."""

from __future__ import annotations

import contextlib
import logging
import os
from collections.abc import Callable, Set
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from kehoach.batch.isolation.bounds import SANDBOX
from kehoach.batch.isolation.sandbox import landlock, seccomp
from kehoach.batch.isolation.sandbox.places import places

_LOG = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Walls:
    """What a process may touch beside programs, libraries, fonts and vocabularies: `reads`, files
    and folders with all that is in them; `writes`, folders in which it may do as it likes;
    `network`: whether it may speak to others (papers or results that lie at a URL)."""

    reads: tuple[str, ...] = ()
    writes: tuple[str, ...] = ()
    network: bool = False

    def covers(self, other: Walls) -> bool:
        """Whether all that the other allows is allowed here. Both speak of real paths."""
        writable = set(self.writes)
        readable = writable.union(self.reads)
        return (
            (self.network or not other.network)
            and all(_lies_in(place, readable) for place in other.reads)
            and all(_lies_in(place, writable) for place in other.writes)
        )

    def with_all_of(self, other: Walls) -> Walls:
        """Walls within which both can work."""
        return Walls(
            reads=tuple(dict.fromkeys((*self.reads, *other.reads))),
            writes=tuple(dict.fromkeys((*self.writes, *other.writes))),
            network=self.network or other.network,
        )

    def with_writes(self, *folders: str | Path) -> Walls:
        """The same, with more folders in which it may do as it likes."""
        return replace(self, writes=(*self.writes, *map(str, folders)))


NOTHING_ELSE = Walls()
"""Of a process that was given all that it needs."""


def walls_from(data: dict[str, Any]) -> Walls:
    """The walls that `asdict` made a dictionary of."""
    return Walls(tuple(data["reads"]), tuple(data["writes"]), network=bool(data["network"]))


def _lies_in(place: str, folders: Set[str]) -> bool:
    path = Path(place)
    return any(str(folder) in folders for folder in (path, *path.parents))


@dataclass(frozen=True, slots=True)
class Offered:
    """What this system offers: the version of Landlock (0: none), whether it filters calls, and
    whether the user wants it at all."""

    landlock: int
    seccomp: bool
    wanted: bool


def offered() -> Offered:
    """What this system offers."""
    return Offered(
        landlock=version if (version := landlock.version()) >= landlock.OLDEST else 0,
        seccomp=seccomp.is_offered(),
        wanted=os.environ.get(SANDBOX, "").strip().lower() not in ("no", "0", "off", "false"),
    )


def wall_in(walls: Walls) -> None:
    """Wall this process in, as `walled_in`."""
    walled_in(walls)()


def walled_in(walls: Walls) -> Callable[[], None]:
    """What walls a process in, and what it starts, as far as the system can and the user wants;
    there is no way back. It is called where that process has one thread. What the system refuses is
    left out and logged: a paper is then read as it was before there were walls."""
    known = offered()
    if not known.wanted:
        return lambda: None
    for folder in walls.writes:
        with contextlib.suppress(OSError):  # told by whoever writes there
            Path(folder).mkdir(parents=True, exist_ok=True)  # a rule wants a folder that is there
    rules = [
        *places(),
        *((place, landlock.READ) for place in walls.reads),
        *((place, landlock.WRITE) for place in walls.writes),
    ]

    def wall_in() -> None:
        try:
            if known.landlock:
                landlock.restrict(rules, network=walls.network)
            if known.seccomp:
                seccomp.restrict(network=walls.network)
        except OSError as error:
            _LOG.warning("sandbox: %s", error)

    return wall_in
