"""The articles of a decision ("Điều 2. Tổ công tác có nhiệm vụ:"): which of them are headings."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from itertools import pairwise

from kehoach.ingest.model import Grid
from kehoach.parsers.layout.marks import Mark, Rank
from kehoach.parsers.layout.paragraphs import Paragraph
from kehoach.patterns import compile_regex

WORD = "Điều"
MAX_TITLE_WORDS = 20
"""Of the title of an article that ends with no sign; a longer one is a sentence, unless points
stand under it."""
MAX_WORDS_OF_SENTENCE = 10
"""Of a title over points that ends with a full stop."""


_OPENS = compile_regex(rf"(?:{WORD}|{WORD.upper()})\s+(\d{{1,3}})\s*(?:[.:]|$)")
FEWEST_ARTICLES = 3
"""That count on: a charter, a regulation, a decision."""


def stretches_of_articles(lines: Iterable[str]) -> list[range]:
    """The lines (by number) of articles that count on, the last as long as the longest before it:
    no table stands among them whose cells are bare lines.

    >>> stretches_of_articles(["Điều 1. Tên gọi", "…", "Điều 2", "…", "Điều 3.", "…", "Phụ lục"])
    [range(0, 6)]
    >>> stretches_of_articles(["Điều 5 của Luật", "Điều 6. Hiệu lực"])
    []
    """
    runs: list[list[int]] = []
    last = 0
    for place, line in enumerate(lines):
        match = _OPENS.match(line)
        if match is None:
            continue
        number = int(match[1])
        if not runs or number != last + 1:
            runs.append([])
        runs[-1].append(place)
        last = number
    counted = [run for run in runs if len(run) >= FEWEST_ARTICLES]
    return [range(run[0], run[-1] + _longest(run)) for run in counted]


def _longest(run: Sequence[int]) -> int:
    """How many lines the longest article has whose end is known."""
    return max(after - before for before, after in pairwise(run))


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
