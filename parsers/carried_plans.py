"""Does a resolution only carry the plan behind its signature ("Điều 1. Ban hành kèm theo Nghị quyết
này Chương trình …"), or has it works of its own, so that both papers are to be read?"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from kehoach.ingest.model import FlowItem, Line, lines_of
from kehoach.parsers.layout.marks import Rank
from kehoach.parsers.layout.paragraphs import Paragraph, to_paragraphs
from kehoach.parsers.small_type import carried_type
from kehoach.parsers.words import contains, opens_with

MAX_TITLE_WORDS = 12
"""Of an article that is a chapter of works ("Điều 2. Nhiệm vụ, giải pháp")."""


def issues_plan(articles: Sequence[FlowItem]) -> bool:
    """Does an article issue a plan, as its first words say, and none tell works of the paper's
    own? What only bids somebody to make a plan ("1- Chi bộ ban hành chương trình …") issues
    none."""
    paragraphs = to_paragraphs(list(lines_of(articles)))
    if any(_tells_works(one, below) for one, below in pairwise(paragraphs)):
        return False
    return any(map(_issues, paragraphs))


def _issues(paragraph: Paragraph) -> bool:
    mark = paragraph.mark
    if mark is None or mark.rank != Rank.ARTICLE or not opens_with(mark.rest, "issuing"):
        return False
    return carried_type([Line(mark.rest, paragraph.spans[0])]) is not None


def _tells_works(article: Paragraph, below: Paragraph) -> bool:
    """Is an article the heading of works that stand below it, point by point?"""
    mark = article.mark
    if mark is None or mark.rank != Rank.ARTICLE or below.mark is None:
        return False
    if below.mark.rank <= Rank.ARTICLE or len(mark.rest.split()) > MAX_TITLE_WORDS:
        return False
    return contains(mark.rest, "task_headings") is not None and not _issues(article)
