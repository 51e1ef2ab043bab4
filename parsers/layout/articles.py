"""The articles of a decision ("Điều 2. Tổ công tác có nhiệm vụ:"): which of them are headings."""

from __future__ import annotations

from collections.abc import Collection

from kehoach.ingest.model import Grid
from kehoach.parsers.layout.marks import Mark, Rank
from kehoach.parsers.layout.paragraphs import Paragraph

WORD = "Điều"
MAX_TITLE_WORDS = 20
"""Of the title of an article that ends with no sign; a longer one is a sentence, unless points
stand under it."""
MAX_WORDS_OF_SENTENCE = 10
"""Of a title over points that ends with a full stop."""


def number_of(mark: Mark) -> str | None:
    """A mark -> the number of its block: "Điều 2" for an article, else as printed."""
    return f"{WORD} {mark.number}" if mark.rank == Rank.ARTICLE else mark.number


def is_article(number: str | None) -> bool:
    """Is it the number of an article?

    >>> is_article("Điều 2"), is_article("2"), is_article(None)
    (True, False, False)
    """
    return number is not None and number.startswith(f"{WORD} ")


def rank_of_articles(ranks: Collection[Rank]) -> float:
    """How deep the articles of a paper stand, by the ranks of all its marks: a chapter ("I. …") of
    the plan that an article approves stands beside the articles."""
    return float(Rank.ROMAN if Rank.ROMAN in ranks else Rank.ARTICLE)


def is_article_heading(paragraph: Paragraph, following: Paragraph | Grid | None) -> bool:
    """Does an article title what follows, or is it a sentence of its own ("Điều 3. Quyết định này
    có hiệu lực kể từ ngày ký.")?"""
    if isinstance(following, Grid):
        return paragraph.words.endswith(":")
    if following is None or following.footnote:
        return False
    rank = following.mark.rank if following.mark is not None else None
    if rank is not None and rank <= Rank.ARTICLE:
        return False
    words = len(paragraph.words.split())
    has_points = rank is not None
    if paragraph.words.endswith(":"):
        return True
    if paragraph.words.endswith((".", ";", ",", "/")):
        return has_points and words <= MAX_WORDS_OF_SENTENCE
    return has_points or words <= MAX_TITLE_WORDS
