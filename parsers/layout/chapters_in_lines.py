"""Chapters that stand in one line each with all that they say ("1. Mục tiêu: …", "2. Nội dung: …"),
in a paper that leaves its work to an appendix.

Such lines may be the labels of one work as well, which the paper then tells in them. Where the
appendix tells it, they are not: what they say is of the whole paper.
"""

from __future__ import annotations

from collections.abc import Sequence

from kehoach.ingest.model import Grid
from kehoach.normalize.text import strip_diacritics
from kehoach.parsers.layout.marks import Rank
from kehoach.parsers.layout.paragraphs import Paragraph
from kehoach.parsers.layout.run_in import part_run_in
from kehoach.parsers.words import contains, phrases

MIN_CHAPTERS = 3


def chapters_in_lines(items: Sequence[Paragraph | Grid]) -> frozenset[int]:
    """The numbered paragraphs (by `id`) that are chapters so: all numbered points of the paper, the
    first at its beginning, each the name of a chapter and its sentence; one of them says what the
    appendix holds."""
    marked = [item for item in items if isinstance(item, Paragraph) and item.mark is not None]
    points = [own for own in marked if own.mark is not None and own.mark.rank <= Rank.DECIMAL]
    opens = bool(points) and items[0] is points[0]
    if len(points) < MIN_CHAPTERS or not opens or any(isinstance(own, Grid) for own in items):
        return frozenset()
    parted = [part_run_in(point.words, Rank.ROMAN) for point in points]
    are_chapters = all(_names_chapter(title) and sentence for title, sentence in parted)
    leaves_work = any(contains(sentence, "appendix_promises") for _, sentence in parted)
    return frozenset(map(id, points)) if are_chapters and leaves_work else frozenset()


def _names_chapter(title: str) -> bool:
    return strip_diacritics(title) in phrases("chapter_titles")
