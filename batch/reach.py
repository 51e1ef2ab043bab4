"""How far the processes that read the papers of a batch may reach: the folder of the papers, that
of the results, and what papers that are links lead to.

A process reads paper after paper and cannot be let out once it is walled in. So it gets what its
batch needs, not what one paper needs; where a paper is a link that leads out of the folder, it gets
what the links beside that one lead to, too.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from kehoach.batch.isolation.sandbox.walls import Walls
from kehoach.batch.model import Job
from kehoach.batch.store import is_url, local_path
from kehoach.ingest.options import default_cache


def reach_of_job(job: Job) -> Walls:
    """What the reading of a paper needs."""
    names = job.source.parts or (job.source.file,)
    return reach(job.folder, names, out=job.out, cached=job.options.cached)


def reach(folder: str, names: Sequence[str], *, out: str = "", cached: bool = False) -> Walls:
    """What reading the files `names` below a folder needs, with results in `out` ("": none) and
    the readings of pages `cached`. Places at a URL need the network."""
    writes = [local_path(out)] if out and not is_url(out) else []
    if cached:
        writes.append(default_cache())
    near = not is_url(folder)
    network = not near or is_url(out)
    reads = [*_readable(local_path(folder), names)] if near else []
    if network:
        reads += _of_network()
    return Walls(tuple(reads), tuple(map(os.path.realpath, writes)), network=network)


_TRUST = ("SSL_CERT_FILE", "SSL_CERT_DIR", "REQUESTS_CA_BUNDLE", "CURL_CA_BUNDLE", "AWS_CA_BUNDLE")
_KEYS = (
    *("AWS_CONFIG_FILE", "AWS_SHARED_CREDENTIALS_FILE", "AWS_WEB_IDENTITY_TOKEN_FILE"),
    *("GOOGLE_APPLICATION_CREDENTIALS", "FSSPEC_CONFIG_DIR"),
)
_KEPT_AT_HOME = (".aws", ".config/gcloud", ".config/fsspec", ".azure")


def _of_network() -> Iterator[str]:
    """What whoever speaks to a store of objects opens: whom to trust and with which keys, where the
    environment or custom says that they lie."""
    named = (os.environ.get(name, "") for name in (*_TRUST, *_KEYS))
    yield from (os.path.realpath(place) for place in named if place)
    yield from (os.path.realpath(Path.home() / kept) for kept in _KEPT_AT_HOME)


def _readable(folder: Path, names: Iterable[str]) -> Iterator[str]:
    root = os.path.realpath(folder)
    yield root
    for name in names:
        path = folder / name
        if not Path(os.path.realpath(path)).is_relative_to(root):
            yield os.path.realpath(path)
            yield from _links_beside(path)


def _links_beside(path: Path) -> Iterator[str]:
    """What the links to files lead to that lie where a file lies."""
    with os.scandir(path.parent) as entries:
        for entry in entries:
            if entry.is_symlink() and _is_file(entry):
                yield os.path.realpath(entry.path)


def _is_file(entry: os.DirEntry[str]) -> bool:
    """Whether there is a file behind an entry: not behind a link that leads in a circle."""
    try:
        return entry.is_file()
    except OSError:
        return False
