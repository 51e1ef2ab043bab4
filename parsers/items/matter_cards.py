"""Works told one after the other as cards of labels, without a number or a title: "- Nội dung: Rà
soát hộ nghèo." / "- Ngày giao: 08/9/2031" / "- Đơn vị chủ trì: Phòng Kinh tế" / "- Hạn: …"."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from kehoach.parsers.items.beginnings import begins_duty
from kehoach.parsers.items.drafts import Draft, draft_of
from kehoach.parsers.layout.fields import matter_label, read_fields
from kehoach.parsers.layout.outline import Leaf, Node

FEWEST = 2
MAX_LABEL, MAX_STATE = 4, 3
"""Words of a label that the vocabulary does not know; of what it says at least, to be an order."""
_TELLING = ("lead", "coordinating", "deadline")


def cards_in(leaves: Sequence[Leaf]) -> range | None:
    """From which to which line of a run cards stand: each opens with the label of a matter and
    words behind it, over labels of who or when. None where there are not several."""
    opening = [index for index, leaf in enumerate(leaves) if _opens_card(leaf)]
    if len(opening) < FEWEST:
        return None
    ends = [*opening[1:], _end_of_last(leaves, opening[-1])]
    for index, stop in zip(opening, ends, strict=True):
        if not any(map(_tells_who_or_when, leaves[index + 1 : stop])):
            return None
        if stop in opening and not _is_labelled(leaves[stop - 1]):
            return None  # "- Quy chế làm việc" titles the matter below it
    return range(opening[0], ends[-1])


def drafts_of_cards(leaves: Sequence[Leaf], node: Node) -> Iterator[Draft]:
    """The lines of cards -> a task each. What a line tells by another label ("Ngày giao: …", "Tình
    trạng: Hoàn thành") is no part of its wording."""
    draft: Draft | None = None
    for leaf in leaves:
        if draft is None or _opens_card(leaf):
            if draft is not None:
                yield draft
            draft = replace(draft_of(leaf, node), text=matter_label(leaf.text) or leaf.text)
        elif labelled := read_fields(leaf.text):
            draft.take_fields(labelled, leaf)
        elif _is_told_besides(leaf):
            draft.cover(leaf)
        elif draft.expects_list:
            draft.extend_field(leaf)
        else:
            draft.take_activity(leaf)
    if draft is not None:
        yield draft


def _end_of_last(leaves: Sequence[Leaf], opening: int) -> int:
    """Where the last card ends: before a point with a number, or a sentence, without a label."""
    for index in range(opening + 1, len(leaves)):
        leaf = leaves[index]
        if leaf.kind != "bullet" and not _is_labelled(leaf):
            return index
    return len(leaves)


def _opens_card(leaf: Leaf) -> bool:
    return leaf.kind != "item" and bool(matter_label(leaf.text))


def _tells_who_or_when(leaf: Leaf) -> bool:
    return any(one.role in _TELLING for one in read_fields(leaf.text))


def _is_labelled(leaf: Leaf) -> bool:
    return bool(read_fields(leaf.text)) or _is_told_besides(leaf)


def _is_told_besides(leaf: Leaf) -> bool:
    """Is it a line with a short label of its own, and no order behind it?"""
    label, colon, value = leaf.text.partition(":")
    is_label = bool(colon) and 0 < len(label.split()) <= MAX_LABEL
    return is_label and (len(value.split()) <= MAX_STATE or not begins_duty(value.strip()))
