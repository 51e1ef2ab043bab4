"""Headings that no number, capitals or name tell, but the format itself: a style of Word, `h2` of a
page, `##` of Markdown ("## Những việc trọng tâm").

Such styles also stand on lines of a letterhead, on grounds and on whole sentences, which were given
them for their looks; those are none.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from kehoach.ingest.model import Grid
from kehoach.parsers.layout.marks import Rank
from kehoach.parsers.layout.paragraphs import Paragraph
from kehoach.parsers.layout.run_in import ENDS_LIKE_SENTENCE
from kehoach.parsers.words import names_chapter, opens_with

MAX_WORDS = 25
FEWEST_HEADINGS, MOST_HEADINGS = 2, 0.75
"""A paper with fewer has none that tell its chapters, unless one is what chapters are called; where
they are a larger share of the paragraphs, they are the style of its text."""
OVER = 0.5
"""So much above the numbers under them such headings stand,"""
UNDER = 0.1
"""and so much below those of the level above."""

Item = Paragraph | Grid


def _is_called_heading(item: Item) -> bool:
    """Does the format call it a heading, and nothing else tell what it is?"""
    if isinstance(item, Grid) or item.heading is None or item.mark is not None or item.footnote:
        return False
    words = item.words.strip()
    if not 0 < len(words.split()) <= MAX_WORDS or ENDS_LIKE_SENTENCE.search(words):
        return False
    return words[:1].isupper() and opens_with(words, "preamble") is None


def rank_of_called(item: Item, ranks: Mapping[int, float]) -> float | None:
    """The rank of a heading that the format alone tells, by the paper's `ranks_of_levels`; None for
    what is none."""
    if isinstance(item, Grid) or not _is_called_heading(item):
        return None
    return ranks.get(item.heading or 0)


def ranks_of_levels(items: Sequence[Item]) -> dict[int, float]:
    """The blocks of a body -> by level of the format's headings, the rank where those of it stand
    that have no mark; {} where the paper has too few or too many to tell its chapters."""
    called = [item for item in items if isinstance(item, Paragraph) and _is_called_heading(item)]
    if _is_title(called):
        del called[0]
    is_sure = len(called) >= FEWEST_HEADINGS or any(names_chapter(item.words) for item in called)
    if not is_sure or len(called) > MOST_HEADINGS * len(items):
        return {}
    marked = _ranks_of_marks(items)
    ranks: dict[int, float] = {}
    above: float | None = None
    for level in sorted({*marked, *(item.heading for item in called if item.heading)}):
        if level in marked:
            above = marked[level]
        elif above is not None:
            above += UNDER
        else:
            above = min([float(Rank.ROMAN), *(rank - OVER for rank in marked.values())])
        ranks[level] = above
    return ranks


def _is_title(called: Sequence[Paragraph]) -> bool:
    """Is the first of the headings the title of the page: alone on its level, over all others?"""
    if len(called) < FEWEST_HEADINGS or names_chapter(called[0].words):
        return False
    title, *others = (item.heading or 0 for item in called)
    return title < min(others)


def _ranks_of_marks(items: Sequence[Item]) -> dict[int, float]:
    """The highest rank of the numbered headings of each level."""
    ranks: dict[int, float] = {}
    for item in items:
        if isinstance(item, Grid) or item.heading is None or item.mark is None:
            continue
        if item.mark.rank < Rank.BULLET:
            rank = float(item.mark.rank)
            ranks[item.heading] = min(rank, ranks.get(item.heading, rank))
    return ranks
