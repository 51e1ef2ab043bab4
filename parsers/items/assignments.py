"""Duties per unit, from the section on how the plan is carried out (Tổ chức thực hiện)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cache

import regex

from kehoach.normalize.offices.parse import parse_offices
from kehoach.normalize.text import fold, strip_diacritics
from kehoach.parsers.items.context import Context
from kehoach.parsers.layout.fields import read_field
from kehoach.parsers.layout.outline import Leaf, Node
from kehoach.parsers.words import alternation, contains, opens_with, phrases, starts
from kehoach.schema import models

MAX_UNIT_WORDS = 32
MAX_KNOWN_UNIT_WORDS = 12
"""Of a body at the opening of a sentence that no colon or verb of duty ends."""
MAX_LETTERS_MORE = 8
"""So many letters more than the body's name its printed form may have."""


def read_assignments(root: Node, context: Context) -> list[models.Assignment]:
    """Sub-headings that name a unit with what stands under them, and sentences that begin with a
    unit's name."""
    return list(_assigned(root, context))


def _assigned(node: Node, context: Context) -> Iterator[models.Assignment]:
    if _in_assignments(node):
        if _unit_of_heading(node, context) is not None:
            yield from _from_headings(node, context)
            return
        for leaf in node.leaves():
            assignment = _from_sentence(leaf, context)
            if assignment is not None:
                yield assignment
    for child in node.nodes():
        yield from _assigned(child, context)


def _in_assignments(node: Node) -> bool:
    """Below the first level the heading must end with the words for it: "3.2. Tổ chức triển khai
    quy chế" is a task."""
    for section in node.titled_ancestors():
        if section.level == 1:
            if contains(section.title, "assignment_headings"):
                return True
        elif strip_diacritics(section.title).endswith(phrases("assignment_headings")):
            return True
    return False


def _unit_of_heading(node: Node, context: Context) -> str | None:
    """The unit that a sub-heading names, where anything stands under it."""
    if node.parent is None or not node.parent.title or not node.children:
        return None
    return unit_of(context.short_forms.written_out(node.title), context.level)


def unit_of(text: str, level: str | None) -> str | None:
    """The body that a heading names ("2.1. Phòng Văn hóa - Xã hội:"), or None."""
    name = _address().sub("", text.strip()).rstrip(" :.")
    words = name.split()
    if not 1 < len(words) <= MAX_UNIT_WORDS:
        return None
    offices = parse_offices(name, level)
    if not offices.units:
        return None
    for known, collective in zip(offices.known, offices.collective, strict=True):
        if not known and not collective:
            return None
    if offices.collective[0] and _begins_duty(words[2:5]):
        return None  # "Tổ chức triển khai …"
    return "; ".join(offices.units)


def _begins_duty(words: Sequence[str]) -> bool:
    return starts(strip_diacritics(" ".join(words)), phrases("duty_verbs")) is not None


# --- headings that name a unit --------------------------------------------------------------------


def _from_headings(node: Node, context: Context) -> Iterator[models.Assignment]:
    """The duties of the unit that a heading names, and of those that headings under it name."""
    for section in node.walk():
        unit = _unit_of_heading(section, context)
        if unit is not None:
            yield _from_heading(section, unit, context)


def _from_heading(node: Node, unit: str, context: Context) -> models.Assignment:
    duties: list[str] = []
    spans = list(node.spans)
    for leaf in _leaves(node, context):
        if not _is_apart(leaf):
            duties.append(leaf.text)
            spans.extend(leaf.spans)
    return models.Assignment(
        unit=unit,
        number=node.number,
        duties=tuple(duties),
        spans=context.spans(spans),
    )


def _leaves(node: Node, context: Context) -> Iterator[Leaf]:
    """The blocks of a unit's section, also of its sub-sections, but not of those that name a
    unit."""
    for child in node.children:
        if isinstance(child, Leaf):
            yield child
        elif isinstance(child, Node) and _unit_of_heading(child, context) is None:
            yield from _leaves(child, context)


def _is_apart(leaf: Leaf) -> bool:
    """Footnotes and the sentences that close a plan are nobody's duty."""
    if leaf.kind == "footnote" or opens_with(leaf.text, "farewell"):
        return True
    return leaf.kind == "paragraph" and opens_with(leaf.text, "closing_remarks") is not None


# --- sentences that open with a unit --------------------------------------------------------------


def _from_sentence(leaf: Leaf, context: Context) -> models.Assignment | None:
    """Such as "4. Phòng Kinh tế có trách nhiệm hướng dẫn …": the unit it opens with; the sentence
    is its duty."""
    if leaf.kind not in ("item", "bullet") or read_field(leaf.text) is not None:
        return None
    unit = _opening_unit(leaf.text, context.level)
    if unit is None:
        return None
    return models.Assignment(
        unit=unit,
        number=leaf.number,
        duties=(leaf.text,),
        spans=context.spans(leaf.spans),
    )


def _opening_unit(text: str, level: str | None) -> str | None:
    """The body a sentence opens with: the words before a colon, or before the first word that
    begins a verb phrase of duty; else the longest opening that is a known body by itself."""
    after_grounds = _grounds().sub("", text)
    words = _address().sub("", after_grounds).split()[:MAX_UNIT_WORDS]
    if not words:
        return None
    if after_grounds == text and not words[0][:1].isupper():
        return None
    return _unit_before_duty(words, level) or _known_opening(words, level)


def _unit_before_duty(words: Sequence[str], level: str | None) -> str | None:
    for count in range(2, len(words) + 1):
        if words[count - 1].endswith(":") or _begins_duty(words[count : count + 3]):
            return unit_of(" ".join(words[:count]), level)
    return None


def _known_opening(words: Sequence[str], level: str | None) -> str | None:
    for count in range(min(len(words), MAX_KNOWN_UNIT_WORDS), 1, -1):
        opening = " ".join(words[:count])
        if opening.endswith((".", ";", ",")):
            continue
        unit = unit_of(opening, level)
        if unit is not None and _is_as_long(unit, opening):
            return unit
    return None


def _is_as_long(unit: str, opening: str) -> bool:
    """Is the body's name about as long as the words it was read from? Else words of the duty were
    taken along."""
    return len(fold(opening)) <= len(fold(unit)) + MAX_LETTERS_MORE


@cache
def _address() -> regex.Pattern[str]:
    """ "Giao cho …", "Đề nghị …"."""
    addresses = alternation("duty_addresses")
    return regex.compile(rf"^(?:{addresses})\s+(?:cho\s+)?", regex.IGNORECASE)


@cache
def _grounds() -> regex.Pattern[str]:
    """What a duty rests on may stand before the unit: "Căn cứ kế hoạch này, …"."""
    grounds = alternation("duty_grounds")
    return regex.compile(rf"^(?:{grounds})\b[^,;.:]*,\s*", regex.IGNORECASE)
