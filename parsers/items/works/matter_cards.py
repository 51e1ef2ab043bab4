"""Works told one after the other as cards of labels, without a number or a title: "- Nội dung: Rà
soát hộ nghèo." / "- Ngày giao: 08/9/2031" / "- Đơn vị chủ trì: Phòng Kinh tế" / "- Hạn: …"."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import pairwise, takewhile

from kehoach.parsers.items.drafts.drafts import Draft, draft_of
from kehoach.parsers.items.words.beginnings import begins_duty
from kehoach.parsers.layout.fields import matter_label, read_fields
from kehoach.parsers.layout.marks import read_mark
from kehoach.parsers.layout.outline import Leaf, Node
from kehoach.parsers.layout.phase_titles import is_month_line
from kehoach.parsers.words import says_number

FEWEST = 2
MAX_LINES = 8
"""Of a card, as printed, in which its labels stand."""
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
    return range(_with_lines_over(leaves, opening[0]), ends[-1])


def opens_printed_card(lines: Sequence[str]) -> bool:
    """Does the first of these printed lines open a card: the label of a matter with words behind
    it, and below it labels of who and when, of no other matter?

    >>> opens_printed_card(["- Nội dung: Rà soát.", "- Đơn vị chủ trì: Công an xã", "- Hạn: 01/9"])
    True
    >>> opens_printed_card(["Nội dung: Rà soát.", "1. Công an xã", "2. Đoàn xã"])
    False
    """
    said = list(map(_without_mark, lines[:MAX_LINES]))
    if not said or not matter_label(said[0]):
        return False
    behind = list(takewhile(lambda line: not matter_label(line), said[1:]))
    roles = {one.role for line in behind for one in read_fields(line)}
    return roles.issuperset(("lead", "deadline"))


def _without_mark(line: str) -> str:
    mark = read_mark(line)
    return line if mark is None else mark.rest


def drafts_of_cards(leaves: Sequence[Leaf], node: Node) -> Iterator[Draft]:
    """The lines of cards -> a task each. What a line tells by another label ("Ngày giao: …", "Tình
    trạng: Hoàn thành") is no part of its wording; a line of a month titles the cards below it."""
    months: tuple[Leaf, ...] = ()
    begins_at = [index for index, leaf in enumerate(leaves) if _opens_card(leaf)]
    begins_at = [_with_lines_over(leaves, index) for index in begins_at]
    for begin, stop in pairwise([*begins_at, len(leaves)]):
        over = list(takewhile(lambda leaf: not _opens_card(leaf), leaves[begin:stop]))
        months = tuple(leaf for leaf in over if is_month_line(leaf.text)) or months
        opening, *below = leaves[begin + len(over) : stop]
        draft = replace(draft_of(opening, node), titles=months)
        draft.text = matter_label(opening.text) or opening.text
        for leaf in over:
            draft.cover(leaf)
        for leaf in below:
            _take_line(draft, leaf)
        yield draft


def _take_line(draft: Draft, leaf: Leaf) -> None:
    if labelled := read_fields(leaf.text):
        draft.take_fields(labelled, leaf)
    elif _is_told_besides(leaf):
        draft.cover(leaf)
    elif draft.expects_list:
        draft.extend_field(leaf)
    else:
        draft.take_activity(leaf)


def _with_lines_over(leaves: Sequence[Leaf], begin: int) -> int:
    """Where the lines begin that stand over the card at `begin`."""
    while begin and _stands_over_card(leaves[begin - 1]):
        begin -= 1
    return begin


def _stands_over_card(leaf: Leaf) -> bool:
    """Is it a line of its own, without a mark, that a card stands under: a month, or the number of
    the letter by which the work was given ("Số: 12/2031/TKBO")?"""
    if leaf.kind == "bullet" or read_fields(leaf.text):
        return False
    return is_month_line(leaf.text) or bool(says_number(leaf.text))


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
