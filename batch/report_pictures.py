"""Pictures of the places that a batch's report shows, made paper by paper where papers are read.

They are kept: a batch with nothing new to read makes none.
"""

from __future__ import annotations

import base64
import hashlib
import json
from concurrent.futures import Future
from dataclasses import asdict
from typing import Any

from kehoach.batch.engines import Engine
from kehoach.batch.isolated import pictures_isolated
from kehoach.batch.model import Batch, PictureOrder
from kehoach.batch.records import program_version
from kehoach.batch.store import STATE, Store
from kehoach.emit.report import Report, ReportedFinding, put_pictures

Pictures = list[bytes | None]


def add_pictures(engine: Engine, batch: Batch, store: Store, report: Report) -> None:
    """Give the report its pictures. Raises OutputError."""
    wanted = report.wanted_pictures()
    by_paper: dict[str, list[ReportedFinding]] = {}
    for finding in wanted:
        by_paper.setdefault(finding.input, []).append(finding)
    kept: dict[str, Pictures] = {}
    futures: dict[str, Future[Any]] = {}
    names: dict[str, str] = {}
    for name, findings in by_paper.items():
        order = _order(batch, findings)
        names[name] = _file_name(findings[0].sha256, order)
        pictures = _kept(store, names[name], count=len(findings))
        if pictures is not None:
            kept[name] = pictures
        else:
            futures[name] = engine.submit(pictures_isolated, order, batch.options.memory)
    for name, future in futures.items():
        kept[name] = future.result()
        _keep(store, names[name], kept[name])
    in_order = {name: iter(pictures) for name, pictures in kept.items()}
    put_pictures(wanted, [next(in_order[finding.input]) for finding in wanted])


def _order(batch: Batch, findings: list[ReportedFinding]) -> PictureOrder:
    first = findings[0]
    areas = tuple(finding.area for finding in findings if finding.area is not None)
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
