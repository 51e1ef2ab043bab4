"""A letter by electronic mail that holds a paper as text: what the mail says of itself ("Từ: …",
"Tiêu đề: …"), what somebody writes over the paper that they send on, and their farewell below it
are no part of the paper."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import takewhile

from kehoach.ingest.model import FlowItem, Line
from kehoach.parsers.words import is_one_of, raw_phrases

FEWEST_LABELS = 3
"""Of the mail; one alone ("Ngày: …") may be a line of a form."""
MAX_NOTE = 40
"""Items that stand over what is sent on."""
MAX_FAREWELL = 10
"""Items from the farewell on."""


def first_behind_mail(flow: Sequence[FlowItem]) -> int:
    """Where the paper begins that a mail holds: behind the line that says that something is sent
    on, and the labels of its own; without one behind the labels of the mail; 0 where the text is
    no mail."""
    labels = _labels_at(flow, 0)
    if labels < FEWEST_LABELS:
        return 0
    sent = (n for n, item in enumerate(flow[:MAX_NOTE]) if _says_sent_on(item))
    start = next((n + 1 for n in sent), labels)
    return start + _labels_at(flow, start)


def farewell_at(flow: Sequence[FlowItem], start: int) -> int | None:
    """Where, from `start` on, whoever sent the mail says farewell; None where nobody does, or where
    more follows than such a farewell holds."""
    for index in range(max(start, len(flow) - MAX_FAREWELL), len(flow)):
        item = flow[index]
        if isinstance(item, Line) and is_one_of(item.text, "farewells_of_mail"):
            return index
    return None


def _labels_at(flow: Sequence[FlowItem], start: int) -> int:
    return sum(1 for _ in takewhile(_is_label, flow[start:]))


def _is_label(item: FlowItem) -> bool:
    if not isinstance(item, Line):
        return False
    label, colon, _ = item.text.partition(":")
    return bool(colon) and is_one_of(label, "labels_of_mail")


def _says_sent_on(item: FlowItem) -> bool:
    if not isinstance(item, Line):
        return False
    words = item.text.strip("-_=* :").casefold()
    return words in raw_phrases("sent_on")
