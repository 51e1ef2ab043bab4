"""Pictures for the report, made where the paper is read."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from kehoach.batch.inputs import fetched
from kehoach.batch.model import PictureOrder
from kehoach.emit.places import PageArea
from kehoach.ingest.model import Box, Page
from kehoach.ingest.render.crop import cut as cut_places


def cut(path: Path, media_type: str, areas: Sequence[PageArea]) -> list[bytes | None]:
    """Pictures of places in a paper, JPEG; None for a place that cannot be shown. Raises the
    exceptions of `errors`."""
    return cut_places(path, media_type, [(_page(area), Box(*area.box)) for area in areas])


def _page(area: PageArea) -> Page:
    return Page(
        number=area.page,
        width=area.width,
        height=area.height,
        method=area.method,
        rotation=area.rotation,
    )


def cut_ordered(order: PictureOrder) -> list[bytes | None]:
    """`cut`, of a paper that may lie far away."""
    with fetched(order.folder, order.name) as path:
        return cut(path, order.media_type, order.areas)
