"""The time that a line on how a work is done tells on the way: "- Điểm quan trắc: Thực hiện quan
trắc tại 03 cửa cống." / "- Các thông số: pH, độ mặn với tần suất 2 lần/tháng; | thời gian quan trắc
từ tháng 3 đến tháng 10 năm 2031"."""

from __future__ import annotations

from dataclasses import replace

from kehoach.normalize.text import strip_diacritics
from kehoach.normalize.times.deadline import DeadlineValue
from kehoach.parsers.items.ground.context import Context
from kehoach.parsers.items.times.stated_deadlines import stated_in
from kehoach.parsers.items.times.stated_words import phrases_of
from kehoach.parsers.items.words.sentence_breaks import clauses_in
from kehoach.parsers.layout.outline import Leaf, Node
from kehoach.parsers.words import phrases, starts

KINDS = ("by", "within", "several")
MOST_LETTERS = 40
"""Of "thời gian quan trắc", before its time."""


def time_on_the_way(section: Node, context: Context) -> tuple[Node, DeadlineValue] | None:
    """The first time that a line of circumstances right under a heading tells so; the section
    stands where the line does. None where there is none."""
    for leaf in section.children:
        if not isinstance(leaf, Leaf) or not _tells_circumstances(leaf.text):
            continue
        for clause in clauses_in(leaf.text):
            value = _time_of(clause, context)
            if value is not None:
                return replace(section, spans=leaf.spans), value
    return None


def _tells_circumstances(text: str) -> bool:
    label, colon, _ = text.partition(":")
    return bool(colon) and starts(strip_diacritics(label), phrases("circumstances")) is not None


def _time_of(clause: str, context: Context) -> DeadlineValue | None:
    """ "thời gian quan trắc | từ tháng 3 đến tháng 10": the time of such a clause."""
    if phrases_of("spoken_labels").match(clause) is None:
        return None
    for stated in stated_in(clause, context)[:1]:
        if stated.value.kind in KINDS and stated.begin <= MOST_LETTERS:
            return replace(stated.value, raw=stated.phrase)
    return None
