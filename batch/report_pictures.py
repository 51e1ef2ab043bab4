"""Pictures of the places that a batch's report and letters show, made paper by paper where
papers are read.

They are kept: a batch with nothing new to read makes none.
"""

from __future__ import annotations

import base64
import hashlib
import json
from collections.abc import Sequence
from concurrent.futures import Future
from dataclasses import asdict
from typing import Any, Protocol

from kehoach.batch.engines import Engine
from kehoach.batch.isolated import pictures_isolated
from kehoach.batch.model import Batch, PictureOrder
from kehoach.batch.records import program_version
from kehoach.batch.store import STATE, Store
from kehoach.emit.places import PageArea
from kehoach.emit.report import Report, put_pictures

Pictures = list[bytes | None]


class Placed(Protocol):
    """What wants a picture of a place in a paper."""

    @property
    def input(self) -> str:
        """The name of the input."""

    @property
    def sha256(self) -> str:
        """Of the input's bytes."""

    @property
    def media_type(self) -> str:
        """Of the input."""

    @property
    def area(self) -> PageArea | None:
        """The place."""

    @property
    def files(self) -> tuple[str, ...]:
        """Those that the paper's pages came as, none where it is one file."""


def add_pictures(engine: Engine, batch: Batch, store: Store, report: Report) -> None:
    """Give the report its pictures. Raises OutputError."""
    wanted = report.wanted_pictures()
    put_pictures(wanted, pictures_of(engine, batch, store=store, wanted=wanted))


def pictures_of(
    engine: Engine, batch: Batch, store: Store, wanted: Sequence[Placed]
) -> list[bytes | None]:
    """The pictures of some places, in order; None for a place that cannot be shown. Raises
    OutputError."""
    by_paper: dict[str, list[Placed]] = {}
    for one in wanted:
        by_paper.setdefault(one.input, []).append(one)
    kept: dict[str, Pictures] = {}
    futures: dict[str, Future[Any]] = {}
    names: dict[str, str] = {}
    for name, places in by_paper.items():
        order = _order(batch, places)
        names[name] = _file_name(places[0].sha256, order)
        pictures = _kept(store, names[name], count=len(places))
        if pictures is not None:
            kept[name] = pictures
        else:
            futures[name] = engine.submit(pictures_isolated, order, batch.options.memory)
    for name, future in futures.items():
        kept[name] = future.result()
        _keep(store, names[name], pictures=kept[name])
    in_order = {name: iter(pictures) for name, pictures in kept.items()}
    return [next(in_order[one.input]) for one in wanted]


def _order(batch: Batch, places: list[Placed]) -> PictureOrder:
    first = places[0]
    areas = tuple(one.area for one in places if one.area is not None)
    parts = tuple(f"{first.input}/{file}" for file in first.files)
    return PictureOrder(
        batch.folder, first.input, media_type=first.media_type, areas=areas, parts=parts
    )


def _file_name(sha256: str, order: PictureOrder) -> str:
    """Where the pictures of some places in a paper are kept."""
    areas = [asdict(area) for area in order.areas]
    key = json.dumps([program_version(), sha256, areas], sort_keys=True)
    return f"{STATE}/pictures/{hashlib.sha256(key.encode()).hexdigest()}.pictures"


def _keep(store: Store, name: str, pictures: Pictures) -> None:
    encoded = [base64.b64encode(picture).decode() if picture else None for picture in pictures]
    if any(encoded):
        store.write(name, json.dumps(encoded).encode(), durable=False)


def _kept(store: Store, name: str, count: int) -> Pictures | None:
    """Pictures that an earlier run has made; None when there are none, or a power cut tore them."""
    data = store.read(name)
    if data is None:
        return None
    try:
        encoded = json.loads(data)
        pictures = [base64.b64decode(one) if one else None for one in encoded]
    except (ValueError, TypeError):
        return None
    return pictures if len(pictures) == count else None
