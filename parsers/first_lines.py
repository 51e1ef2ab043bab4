"""Where the body of a paper without a title begins: before the sentence that announces its points,
or the first card of labels ("- Nội dung: …", "- Đơn vị chủ trì: …", "- Hạn: …")."""

from __future__ import annotations

from collections.abc import Sequence

from kehoach.ingest.model import FlowItem
from kehoach.parsers.closing import text_of
from kehoach.parsers.items.works.matter_cards import MAX_LINES, opens_printed_card
from kehoach.parsers.layout.marks import read_mark
from kehoach.parsers.layout.phase_titles import is_month_line
from kehoach.parsers.words import says_number

LINES_OVER_CARD = 2
"""The month and the number over a card of labels."""
MIN_WORDS_OF_ANNOUNCEMENT = 10


def first_card_at(head: Sequence[FlowItem], cut: int) -> int:
    """Where the first card of labels stands in the head of a paper, the lines over it with it,
    before `cut` (anywhere, where that is 0); else `cut`."""
    cards = (index for index in range(cut or len(head)) if _opens_card(head, index))
    return _with_lines_over(head, next(cards, cut))


def _opens_card(flow: Sequence[FlowItem], index: int) -> bool:
    return opens_printed_card([text_of(item) for item in flow[index : index + MAX_LINES]])


def _with_lines_over(flow: Sequence[FlowItem], cut: int) -> int:
    """Before the month, and the number, that stand over the first card of labels."""
    while cut and _opens_card_below(flow, cut):
        cut -= 1
    return cut


def _opens_card_below(flow: Sequence[FlowItem], cut: int) -> bool:
    is_over = is_month_line(text_of(flow[cut - 1])) or says_number(text_of(flow[cut - 1]))
    return is_over and any(
        _opens_card(flow, index) for index in range(cut, min(cut + LINES_OVER_CARD, len(flow)))
    )


def with_announcement(flow: Sequence[FlowItem], cut: int) -> int:
    """Before the sentence that announces the points from `cut` on ("… yêu cầu các thôn:")."""
    text = text_of(flow[cut - 1]).rstrip() if cut else ""
    announces = text.endswith(":") and len(text.split()) >= MIN_WORDS_OF_ANNOUNCEMENT
    return cut - 1 if announces and read_mark(text_of(flow[cut])) is not None else cut
