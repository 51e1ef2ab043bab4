"""What a meeting or an office gives to bodies in running sentences, as news tells it: "Giao Công an
xã lập chốt trước ngày 20/3; Giao Trạm Y tế: Khám sơ tuyển. Lập danh sách. Các thôn cử người."."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from kehoach.normalize.text import capitalised
from kehoach.parsers.items.bodies.sentence_owners import given_to, subject_of
from kehoach.parsers.items.drafts.drafts import Draft, draft_of
from kehoach.parsers.items.duties.turned_to import turned_to
from kehoach.parsers.items.ground.context import Context
from kehoach.parsers.items.times.phases import is_told
from kehoach.parsers.items.words.beginnings import begins, begins_duty
from kehoach.parsers.items.words.sentence_breaks import orders_in
from kehoach.parsers.layout.fields import Field
from kehoach.parsers.layout.outline import Leaf, Node
from kehoach.parsers.words import contains

REPORTED = 0.6
"""How sure a work is that only news tells."""


@dataclass(slots=True)
class GivenOrders:
    """Reads the orders of paragraphs one after the other; `to` is the body behind whose colon the
    sentences stand that come next, in the paragraph `within`; `has_given`: something was given
    there."""

    root: Node
    context: Context
    to: str = ""
    within: Leaf | None = None
    has_given: bool = False

    def read(self, sentence: str, leaf: Leaf) -> Iterator[Draft]:
        """The orders of a sentence that gives work to somebody, or goes on with what is given."""
        if leaf is not self.within:
            self.to, self.within, self.has_given = "", leaf, False
        for order in orders_in(sentence):
            lead, does = self._given(order)
            if lead:
                is_opened = does.startswith(":")
                self.to = lead if is_opened else ""
                named = self.to if does else lead
                yield self._draft(does.lstrip(": ") if is_opened else order, leaf, named)
                self.has_given = True
            elif self.to and begins_duty(order) and not is_told(order):
                yield self._draft(order, leaf, self.to)
            elif self.has_given:
                yield from self.done_by(order, leaf)

    def done_by(self, sentence: str, leaf: Leaf) -> Iterator[Draft]:
        """What a body does that a sentence opens with ("Các thôn vận động Nhân dân …"), said among
        what others are given."""
        lead, does = subject_of(capitalised(sentence), self.context.level)
        if contains(sentence, "looks_back") is not None or is_told(sentence):
            return
        if (lead and begins_duty(does)) or turned_to(sentence, self.context):
            yield self._draft(sentence, leaf, "")

    def _given(self, order: str) -> tuple[str, str]:
        """To whom the order is given, and what they do."""
        if begins(order, "duty_addresses") is not None:
            return subject_of(capitalised(order), self.context.level)
        given = given_to(order, self.context.level)
        if given[0] or contains(order, "looks_back") is not None:
            return given
        return turned_to(order, self.context), ""  # "Chủ tịch xã Lê Văn Khê giao | Công an xã | …"

    def _draft(self, text: str, leaf: Leaf, lead: str) -> Draft:
        draft = draft_of(replace(leaf, text=text), self.root)
        if lead:
            draft.fields.append(Field("lead", "", value=lead))
        draft.confidence = min(draft.confidence, REPORTED)
        return draft
