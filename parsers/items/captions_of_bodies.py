"""Captions over tables that name the body whose works the table lists ("Phụ lục 2: Phòng Kinh tế"):
its rows stand in that group, as under a numbered heading."""

from __future__ import annotations

from collections.abc import Sequence

from kehoach.parsers.items.context import Context
from kehoach.parsers.items.heading_owners import owner_in_title
from kehoach.parsers.words import numbered_caption
from kehoach.schema import models


def group_of_caption(above: Sequence[str], context: Context) -> models.Group | None:
    """The wordings right above a table, the last one next to it -> the group of its rows: the body
    that the caption names, in its line ("Phụ lục 2: Phòng Kinh tế") or in the line below. None
    where the last wording names no body outright, or stands under no caption."""
    if not above:
        return None
    caption = numbered_caption(above[-1])
    if caption is not None and caption.title:
        return _group(caption.number, caption.title, context=context)
    over = numbered_caption(above[-2]) if len(above) > 1 else None
    if over is None or over.title:
        return None
    return _group(over.number, above[-1].strip(" :."), context=context)


def _group(number: str, title: str, context: Context) -> models.Group | None:
    if owner_in_title(title, context) is None:
        return None
    return models.Group(number=number, title=title)
