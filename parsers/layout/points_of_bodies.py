"""Bullets that name a body alone and title the unmarked lines under them: "- Công an xã:" over
"Tuần tra ban đêm." and "Canh giữ các cống, đập."."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from kehoach.ingest.model import Grid
from kehoach.parsers.layout.bodies_over_duties import names_body_alone
from kehoach.parsers.layout.marks import Rank
from kehoach.parsers.layout.paragraphs import Paragraph

MIN_TITLES = 2
"""Of one list."""
MIN_LINES = 2
"""Under one of them: where each has one line, that is its duty."""


def bullets_over_lines(items: Sequence[Paragraph | Grid]) -> frozenset[int]:
    """The bullets (by `id`) that are such titles: all of their rank between two marks of a higher
    one, several lines under at least one of them, or no colon behind their names."""
    found: set[int] = set()
    for bullets in _lists(items):
        titles = [bullet for bullet, _ in bullets]
        if len(bullets) < MIN_TITLES or not all(_is_title(*one) for one in bullets):
            continue
        holds_lines = any(lines >= MIN_LINES for _, lines in bullets)
        if holds_lines or not any(title.words.endswith(":") for title in titles):
            found |= {id(title) for title in titles}
    return frozenset(found)


def _lists(items: Sequence[Paragraph | Grid]) -> Iterator[list[tuple[Paragraph, int]]]:
    """The lists of bullets between tables and higher marks, each bullet with the number of unmarked
    lines right under it."""
    bullets: list[tuple[Paragraph, int]] = []
    for item in items:
        if isinstance(item, Grid) or (item.mark is not None and item.mark.rank < Rank.BULLET):
            yield bullets
            bullets = []
        elif item.mark is not None:
            bullets.append((item, 0))
        elif bullets and not item.footnote:
            bullet, lines = bullets[-1]
            bullets[-1] = (bullet, lines + 1)
    yield bullets


def _is_title(bullet: Paragraph, lines: int) -> bool:
    is_plain = bullet.mark is not None and bullet.mark.rank == Rank.BULLET
    return is_plain and lines > 0 and names_body_alone(bullet.words.rstrip(" :"))
