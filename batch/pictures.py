"""Pictures for the report, made where the paper is read."""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from PIL import Image

from kehoach.batch.inputs import fetched, fetched_parts
from kehoach.batch.model import PageOrder, PictureOrder
from kehoach.emit.places import PageArea
from kehoach.errors import NoPagesError
from kehoach.ingest.model import Box, Page
from kehoach.ingest.options import MAX_PAGES
from kehoach.ingest.parcels.unpack import PARCELS
from kehoach.ingest.render.crop import cut as cut_places
from kehoach.ingest.render.whole import page_png
from kehoach.schema.models import Source, SourcePage

COLOURS = 128
"""Of the picture of a whole page."""


def cut(paths: Sequence[Path], media_type: str, areas: Sequence[PageArea]) -> list[bytes | None]:
    """Pictures of places in a paper, JPEG; None for a place that cannot be shown. `paths`: its
    file, or those of its pages in order. Raises the exceptions of `errors`."""
    if len(paths) == 1:
        places = [(_page(area), Box(*area.box)) for area in areas]
        return cut_places(paths[0], media_type, places=places)
    from kehoach.ingest.ocr.pictures import pages_of_pictures

    pages = pages_of_pictures(paths, MAX_PAGES)
    pictures: list[bytes | None] = [None] * len(areas)
    for file, path in enumerate(paths):
        here = [n for n, area in enumerate(areas) if pages[area.page - 1].file == file]
        places = []
        for index in here:
            number = pages[areas[index].page - 1].number
            page = replace(_page(areas[index]), number=number)
            places.append((page, Box(*areas[index].box)))
        for index, picture in zip(here, cut_places(path, media_type, places=places), strict=True):
            pictures[index] = picture
    return pictures


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
    if order.parts:
        with fetched_parts(order.folder, order.parts) as paths:
            return cut(paths, order.media_type, areas=order.areas)
    with fetched(order.folder, order.name) as path:
        return cut([path], order.media_type, areas=order.areas)


def has_pictures(source: Source) -> bool:
    """Does a paper have pages that can be drawn?"""
    drawable = source.media_type == "application/pdf" or source.media_type.startswith("image/")
    return drawable and source.parcel is None and source.media_type not in PARCELS


def whole_page(page: SourcePage) -> PageArea:
    """A page as a place in its paper."""
    return PageArea(
        page=page.number,
        box=(0.0, 0.0, page.width, page.height),
        width=page.width,
        height=page.height,
        method=page.method,
        rotation=page.rotation,
    )


def page_ordered(order: PageOrder) -> bytes:
    """A whole page as PNG. Raises the exceptions of `errors`, NoPagesError among them where the
    pictures have no such page."""
    if not order.parts:
        with fetched(order.folder, order.name) as path:
            return lean(page_png(path, order.media_type, page=_page(order.page), dpi=order.dpi))
    from kehoach.ingest.ocr.pictures import pages_of_pictures

    with fetched_parts(order.folder, order.parts) as paths:
        pages = pages_of_pictures(paths, MAX_PAGES)
        if order.page.page > len(pages):
            raise NoPagesError
        found = pages[order.page.page - 1]
        page = replace(_page(order.page), number=found.number)
        return lean(page_png(paths[found.file], order.media_type, page=page, dpi=order.dpi))


def lean(png: bytes) -> bytes:
    """A page in few colours: letters, rulings and seals look the same, with a third of the
    bytes."""
    with Image.open(io.BytesIO(png)) as picture:
        few = picture.convert("RGB").quantize(
            COLOURS, Image.Quantize.FASTOCTREE, dither=Image.Dither.NONE
        )
    told = io.BytesIO()
    few.save(told, "PNG")
    return min(told.getvalue(), png, key=len)
