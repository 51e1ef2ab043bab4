"""The duties of a body while they are being collected, and how they become an `Assignment`."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from kehoach.ingest.model import Span
from kehoach.normalize.offices.parse import parse_offices
from kehoach.normalize.text import strip_diacritics, words_in
from kehoach.parsers.items.bodies.further_owners import owners_said
from kehoach.parsers.items.drafts.drafts import group_of
from kehoach.parsers.items.ground.calls_for_works import calls_for_works_below
from kehoach.parsers.items.ground.context import Context, as_printed
from kehoach.parsers.items.times.stated_deadlines import deadline_in
from kehoach.parsers.layout.lists_of_parts import lists_parts
from kehoach.parsers.layout.outline import Leaf, Node
from kehoach.parsers.words import phrases, raw_phrases
from kehoach.patterns import compile_regex
from kehoach.schema import models

CLAUSES = compile_regex(r"[;.]\s")
"""Where a sentence says more than its first clause."""
MIN_WORDS_OF_ORDER = 15
"""Of what a sentence over points orders itself."""


@dataclass(slots=True)
class Duties:
    """The duties of a unit, being collected; `level` is that of the sentence that names it, which
    `announces` them where it says nothing else; `group` is the heading that they stand under."""

    unit: str
    number: str | None
    texts: list[str] = field(default_factory=list)
    spans: list[Span] = field(default_factory=list)
    level: int = 0
    announces: bool = False
    leaves: list[Leaf] = field(default_factory=list)
    group: models.Group | None = None

    def take(self, leaf: Leaf, text: str = "") -> None:
        """Take a block as a duty, or the part of its words that is one."""
        self.leaves.append(leaf)
        self.texts.append(text or leaf.text)
        self.spans.extend(leaf.spans)

    def whole(self, context: Context) -> models.Assignment:
        unit = self.unit
        if unit in raw_phrases("office_alone"):
            unit = context.short_forms.written_out(unit)
        return models.Assignment(
            unit=unit,
            number=self.number,
            group=self.group,
            duties=tuple(self.texts),
            details=details_of(self.texts, context),
            spans=context.spans(self.spans),
        )


def under(heading: Node | None, found: Iterable[Duties]) -> Iterator[Duties]:
    """Duties with the heading that they stand under, where they know none nearer."""
    for duties in found:
        if duties.group is None and heading is not None:
            duties.group = group_of(heading)
        yield duties


def details_of(duties: Iterable[str], context: Context) -> tuple[models.DutyDetail, ...]:
    """What duties name besides, of those that name anything."""
    found = (_detail_of(duty, context) for duty in dict.fromkeys(duties))
    return tuple(detail for detail in found if detail is not None)


def _detail_of(duty: str, context: Context) -> models.DutyDetail | None:
    """Whom a duty names as partners and when it is due, as its sentence says; None where it names
    neither."""
    said = owners_said(context.short_forms.written_out(duty), context.level)
    coordinating = context.offices(as_printed(said.coordinating, duty, context=context))
    deadline = context.deadline(deadline_in(duty, context) or "", tells=False)
    if coordinating is None and deadline is None:
        return None
    return models.DutyDetail(duty=duty, coordinating=coordinating, deadline=deadline)


def names_bodies_alone(text: str) -> bool:
    """Does a title or a sentence name bodies, and nothing that they do?

    >>> names_bodies_alone("Phòng Kinh tế; Công an xã:"), names_bodies_alone("Công an xã tuần tra")
    (True, False)
    """
    value = parse_offices(text.rstrip(" :."))
    named = " ".join(value.printed)
    is_whole = len(words_in(named)) >= len(words_in(text)) - value.raw.count(" và ")
    return is_whole and value.are_known


def orders_itself(text: str) -> bool:
    """Does a sentence over points say at length what is done, before it says what of it matters
    most ("Các thôn khắc phục hậu quả mưa lũ, …, | trong đó:")?"""
    order, sign, last = text.rpartition(",")
    is_of_parts = strip_diacritics(last.strip(" :")) in phrases("parts_of_order")
    return bool(sign) and is_of_parts and len(order.split()) >= MIN_WORDS_OF_ORDER


def without_announcement(duties: Duties) -> Duties:
    """A sentence that only announces the points under it is no duty beside them."""
    first = duties.texts[0]
    is_one = not CLAUSES.search(first) or names_bodies_alone(first) or calls_for_works_below(first)
    announces = first.endswith(":") and is_one and not orders_itself(first)
    is_of_parts = len(duties.texts) > 1 and lists_parts(first, duties.texts[1])
    if announces and len(duties.texts) > 1 and not is_of_parts:
        del duties.texts[0]
    return duties
