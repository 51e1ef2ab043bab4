"""Does a resolution only carry the plan behind its signature ("Điều 1. Ban hành kèm theo Nghị quyết
này Chương trình …"), or has it works of its own, so that both papers are to be read?"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from kehoach.ingest.model import FlowItem, Line, lines_of
from kehoach.parsers.closing import closing_at, closing_end, text_of
from kehoach.parsers.layout.marks import Rank, read_mark
from kehoach.parsers.layout.paragraphs import ATTACHED, Paragraph, to_paragraphs
from kehoach.parsers.small_type import carried_type, with_announced_type
from kehoach.parsers.words import contains, document_type, is_signer_line, opens_with

LINES_TO_CHAPTER = 8
"""Behind "(Ban hành kèm theo …)" of a plan."""
MAX_OPENING = 60
"""Lines behind a signature among which a sentence announces a plan."""
FEWEST_CHAPTERS = 2
"""Of a plan that lost its title."""
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


def with_lost_title(flow: list[FlowItem], first_title: int) -> list[FlowItem]:
    """A decision that carries a plan, the title of which lost the word for its type, or is lost
    itself -> the same with that word on a line."""
    flow = _with_title_dropped(_with_title_attached(flow, first_title), first_title)
    after = closing_end(flow, closing_at(flow, first_title + 1))
    return _with_plan_announced(flow, after)


def _with_plan_announced(flow: list[FlowItem], after: int) -> list[FlowItem]:
    """A decision behind whose signature a sentence announces the plan that it carries ("… ban hành
    Kế hoạch … như sau:"), the plan's own title being lost -> the same with the type on a line."""
    announced = with_announced_type(flow[after : after + MAX_OPENING])
    return flow if announced is None else [*flow[:after], *announced, *flow[after + MAX_OPENING :]]


def _with_title_attached(flow: list[FlowItem], first_title: int) -> list[FlowItem]:
    """A decision behind which the title of its plan stands in capitals over "(Ban hành kèm theo
    …)", without the word for its type -> the same with the type that an article issues."""
    behind = range(first_title + 1, len(flow))
    attached = next((n for n in behind if ATTACHED.match(text_of(flow[n]))), None)
    if attached is None or not any(map(_is_chapter, flow[attached : attached + LINES_TO_CHAPTER])):
        return flow
    begin = attached
    while begin > first_title + 1 and _is_title_in_capitals(flow[begin - 1]):
        begin -= 1
    kind = carried_type(flow[first_title + 1 : begin])
    title = flow[begin]
    if kind is None or begin == attached or not isinstance(title, Line):
        return flow
    return [*flow[:begin], replace(title, text=kind.upper()), *flow[begin:]]


def _is_title_in_capitals(item: FlowItem) -> bool:
    """Is it a line of a title in capitals, of nobody who signs?"""
    return isinstance(item, Line) and item.text.isupper() and not is_signer_line(item.text)


def _with_title_dropped(flow: list[FlowItem], first_title: int) -> list[FlowItem]:
    """A decision that issues a plan, whose chapters stand behind its signature under nothing but
    "(Kèm theo Quyết định số …)" -> the same with the type of the plan on a line before that."""
    end = closing_at(flow, first_title + 1)
    behind = range(end, min(end + MAX_OPENING, len(flow)))
    attached = next((n for n in behind if ATTACHED.match(text_of(flow[n]))), None)
    line = flow[attached] if attached is not None else None
    if attached is None or not isinstance(line, Line):
        return flow
    if not all(map(is_of_end, flow[closing_end(flow, end) : attached])):
        return flow
    if sum(map(_is_chapter, flow[attached:])) < FEWEST_CHAPTERS or _is_titled(flow[attached - 1]):
        return flow
    kind = carried_type(flow[first_title + 1 : attached])
    if kind is None:
        return flow
    return [*flow[:attached], replace(line, text=kind.upper()), *flow[attached:]]


def _is_titled(item: FlowItem) -> bool:
    """Does the title of an appendix stand there, or its caption?"""
    return _is_title_in_capitals(item) or _opens_annex(text_of(item))


def is_of_end(item: FlowItem) -> bool:
    """May a line stand among recipients and who signs: a short one, no point and no caption?"""
    text = text_of(item)
    if not isinstance(item, Line) or ATTACHED.match(text) is not None:
        return False
    is_mark = read_mark(text) is not None and not text.lstrip().startswith("-")
    return not is_mark and len(text.split()) <= MAX_TITLE_WORDS and not _opens_annex(text)


def _opens_annex(text: str) -> bool:
    return opens_with(text, "annex_openings") is not None or document_type(text) is not None


def _is_chapter(item: FlowItem) -> bool:
    mark = read_mark(text_of(item))
    return mark is not None and mark.rank == Rank.ROMAN
