"""Parcels in a batch: an input that holds papers becomes as many inputs, each named after the
parcel and its own name in it ("thư.eml/kế hoạch.pdf").

What a parcel holds is found out in a process apart, within the bounds of a paper. One that cannot
be opened stays as it is: whoever reads it says why.
"""

from __future__ import annotations

import os
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future
from dataclasses import asdict
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, TypeAlias

from kehoach.batch.inputs import PARCEL_SUFFIXES, fetched, last_part
from kehoach.batch.isolation.children import run_in_child
from kehoach.batch.model import Batch, Input
from kehoach.batch.reach import reach
from kehoach.batch.store import is_url, local_path
from kehoach.errors import KehoachError
from kehoach.ingest.model import Envelope
from kehoach.ingest.parcels.detect import may_hold_papers
from kehoach.ingest.parcels.model import Contained
from kehoach.ingest.safety import joined_sha256, sha256_of

CHUNK = 64
Pieces: TypeAlias = dict[str, list[Input]]
"""The papers of parcels, by the name of the parcel."""
Each: TypeAlias = Callable[
    [deque[Any], Callable[[Any], Future[Any]]], Iterator[tuple[Any, Future[Any]]]
]


def with_parcels_opened(
    batch: Batch, sources: Sequence[Input], submit: Callable[..., Future[Any]], each: Each
) -> list[Input]:
    """The inputs with those that hold papers replaced by these, in the order of names. `submit`
    starts work elsewhere, `each` hands out what is finished."""
    asked = [source for source in sources if source.refusal is None]
    chunks = deque(asked[start : start + CHUNK] for start in range(0, len(asked), CHUNK))
    opened: Pieces = {}
    for _, future in each(chunks, lambda chunk: submit(open_parcels, batch, chunk)):
        opened |= future.result()
    if not opened:
        return list(sources)
    found = [one for source in sources for one in opened.get(source.name, [source])]
    return sorted(found, key=lambda one: os.fsencode(one.name))


def open_parcels(batch: Batch, chunk: Sequence[Input]) -> Pieces:
    """The papers of those inputs that are parcels."""
    return {source.name: held for source in chunk if (held := _open(batch, source))}


def _open(batch: Batch, source: Input) -> list[Input]:
    """The papers of a parcel, none for what is not one, or is itself the one paper in it."""
    if source.parts:
        return []
    if is_url(batch.folder):
        if not source.name.lower().endswith(PARCEL_SUFFIXES):
            return []
    elif not may_hold_papers(local_path(batch.folder) / source.name):
        return []
    request = {"parcel": {"folder": batch.folder, "name": source.name}}
    # The child that opens it reads papers afterwards.
    walls = reach(batch.folder, (source.name,), out=batch.out, cached=batch.options.cached)
    try:
        held = run_in_child(request, batch.options.bounds, walls=walls)
    except KehoachError:  # told when it is read
        return []
    return [
        Input(f"{source.name}/{inner}", stamp=source.stamp, parcel=source.name, sha256=str(sha256))
        for inner, sha256 in held
        if inner
    ]


def papers_of(folder: str, name: str) -> list[tuple[str, str]]:
    """The papers of a parcel, by their names in it, with the hashes of their bytes. Raises the
    exceptions of `errors`."""
    from kehoach.pipeline import papers_in

    own = last_part(name)
    with fetched(folder, name) as path, TemporaryDirectory(prefix="kehoach-") as room:
        held = papers_in(path, Path(room), name=own)
        return [(one.name[len(own) + 1 :], _sha256_of(one)) for one in held]


def _sha256_of(contained: Contained) -> str:
    """The hash of a paper; of several files as of pictures that are one paper."""
    if not contained.pages:
        return sha256_of(contained.path)
    return joined_sha256(map(sha256_of, contained.pages))


def unpacked(path: str, folder: str, name: str) -> list[dict[str, Any]]:
    """The papers of a parcel, written into a folder, as JSON can hold them. Raises as
    `papers_of`."""
    from kehoach.pipeline import papers_in

    held = papers_in(Path(path), Path(folder), name=name)
    return [
        {**asdict(one), "path": str(one.path), "pages": [str(page) for page in one.pages]}
        for one in held
    ]


def contained_from(data: dict[str, Any]) -> Contained:
    """A paper out of a parcel, as `unpacked` told it."""
    told = {
        "path": Path(data["path"]),
        "envelope": Envelope(**data["envelope"]),
        "pages": tuple(map(Path, data["pages"])),
        "page_names": tuple(data["page_names"]),
    }
    return Contained(**{**data, **told})
