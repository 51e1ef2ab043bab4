"""The order that stands in one point with a formula: "Công an xã lập chốt. Vướng mắc liên hệ …",
"Văn phòng bố trí xe; các phòng chịu trách nhiệm thi hành Quyết định này".

A formula (whom to ask, who carries the paper out, who pays, goodbye) gives nobody work of his own.
It is taken off sentence by sentence, and clause by clause at ";", so that it takes no order with
it.
"""

from __future__ import annotations

from collections.abc import Iterator

from kehoach.parsers.items.bodies.sentence_owners import subject_of
from kehoach.parsers.items.ground.closings import (
    bids_on_receipt,
    is_farewell,
    is_formal,
    is_polite_closing,
    summons_all,
    tells_contact,
    tells_of_trouble,
)
from kehoach.parsers.items.ground.context import Context
from kehoach.parsers.items.words.beginnings import begins_duty
from kehoach.parsers.items.words.sentence_breaks import sentences_in
from kehoach.parsers.layout.fields import read_field
from kehoach.parsers.words import contains, opens_with
from kehoach.patterns import compile_regex

_CLAUSE = compile_regex(r"(?<=;)\s+")
_END = "./."


def order_in_closing(text: str, context: Context) -> str:
    """A block that holds a formula -> its sentences and clauses that order something, without the
    formulas; "" where it orders nothing."""
    orders = [part for part in _parts(text) if _orders(part, context)]
    return " ".join(orders).rstrip("; ")


def order_behind_field(text: str, context: Context) -> str:
    """ "Kinh phí: từ ngân sách. Giao Phòng Kinh tế bố trí." -> the sentences behind the labelled
    one that turn to a body; "" for none, or where no label opens the text."""
    sentences = sentences_in(text)
    if len(sentences) < 2 or read_field(text) is None:
        return ""
    behind = (part for part in sentences[1:] if opens_with(part, "duty_addresses"))
    return " ".join(part for part in behind if _orders(part, context))


def _parts(text: str) -> Iterator[str]:
    """The sentences of a text; the clauses of one that holds a formula."""
    for sentence in sentences_in(text):
        if _is_formula(sentence):
            yield from _CLAUSE.split(sentence)
        else:
            yield sentence


def _is_formula(text: str) -> bool:
    if is_polite_closing(text) or is_formal(text) or bids_on_receipt(text):
        return True
    if tells_contact(text) or tells_of_trouble(text):
        return True
    return summons_all(text.rstrip(" ./;") + _END) or text.startswith("(")


def _orders(text: str, context: Context) -> bool:
    """Does a part say what somebody does, and is it no formula?"""
    if _is_formula(text) or opens_with(text, "closing_remarks") or is_farewell(text):
        return False
    if begins_duty(text) and opens_with(text, "duty_addresses") is None:
        return contains(text, "standing_phrases") is None
    _, does = subject_of(context.short_forms.written_out(text), context.level)
    return does[:1].islower() and len(does.split()) > 1
