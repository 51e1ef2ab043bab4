"""Captions over tables that name the body whose works the table lists ("Phụ lục 2: Phòng Kinh tế",
"Các nhiệm vụ do Công an xã chủ trì"): its rows stand in that group, as under a numbered heading."""

from __future__ import annotations

from collections.abc import Sequence

from kehoach.normalize.line_ends import announces
from kehoach.parsers.items.ground.context import Context
from kehoach.parsers.items.owners.heading_owners import gives_to_body, leader_in_title
from kehoach.parsers.words import numbered_caption
from kehoach.schema import models


def group_of_caption(above: Sequence[str], context: Context) -> models.Group | None:
    """The wordings right above a table, the last one next to it -> the group of its rows: the body
    that the caption names, in its line ("Phụ lục 2: Phòng Kinh tế"), in the line below, or, without
    a number, by what it has to do ("Nhiệm vụ giao Phòng Kinh tế"). None where the last wording
    names no body outright."""
    if not above:
        return None
    caption = numbered_caption(above[-1])
    if caption is not None and caption.title:
        return _group(caption.number, caption.title, context=context)
    over = numbered_caption(above[-2]) if len(above) > 1 else None
    title = above[-1].strip(" :.")
    if over is not None and not over.title:
        return _group(over.number, title, context=context)
    is_title = len(title.split()) <= MAX_WORDS and not announces(above[-1])
    is_alone = is_title and gives_to_body(title, context)
    return models.Group(number=None, title=title) if is_alone else None


MAX_WORDS = 20
"""A caption without a number; what is longer is a sentence."""


def _group(number: str, title: str, context: Context) -> models.Group | None:
    if leader_in_title(title, context) is None:
        return None
    return models.Group(number=number, title=title)
