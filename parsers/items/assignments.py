"""Duties per unit, from the section on how the plan is carried out (Tổ chức thực hiện)."""

from __future__ import annotations

from collections.abc import Iterator

import regex

from kehoach.normalize.offices.parse import parse_offices
from kehoach.normalize.text import fold, strip_diacritics
from kehoach.parsers.items.context import Context
from kehoach.parsers.layout.fields import read_field
from kehoach.parsers.layout.outline import Leaf, Node
from kehoach.parsers.words import contains, opens_with, phrases, starts
from kehoach.schema import models

_OPENING = regex.compile(r"^(?:giao|đề nghị|yêu cầu|phân công)\s+(?:cho\s+)?", regex.IGNORECASE)
_GROUNDS = regex.compile(r"^(?:căn cứ|trên cơ sở|theo|ngoài)\b[^,;.:]*,\s*", regex.IGNORECASE)
"""What a duty rests on may stand before the unit."""
MAX_UNIT_WORDS = 32


def read_assignments(root: Node, context: Context) -> list[models.Assignment]:
    """Sub-headings that name a unit with what stands under them, and sentences that begin with a
    unit's name."""
    return list(_assigned(root, context))


def _assigned(node: Node, context: Context) -> Iterator[models.Assignment]:
    if _in_assignments(node):
        unit = _unit_of_heading(node, context)
        if unit is not None:
            yield _from_heading(node, unit, context)
            for below in node.walk():
                if below is not node and (unit := _unit_of_heading(below, context)) is not None:
                    yield _from_heading(below, unit, context)
            return
        yield from (a for leaf in node.leaves() if (a := _from_sentence(leaf, context)) is not None)
    for child in node.nodes():
        yield from _assigned(child, context)


def _unit_of_heading(node: Node, context: Context) -> str | None:
    """The unit that a sub-heading names, where anything stands under it."""
    if node.parent is None or not node.parent.title or not node.children:
        return None
    return unit_of(node.title, context.level)


def _in_assignments(node: Node) -> bool:
    """Below the first level the heading must end with the words for it: "3.2. Tổ chức triển khai
    quy chế" is a task."""
    at: Node | None = node
    while at is not None and at.title:
        listed = phrases("assignment_headings")
        whole = strip_diacritics(at.title)
        if contains(at.title, "assignment_headings") if at.level == 1 else whole.endswith(listed):
            return True
        at = at.parent
    return False


def unit_of(text: str, level: str | None) -> str | None:
    """The body that a heading names ("2.1. Phòng Văn hóa - Xã hội:"), or None."""
    name = _OPENING.sub("", text.strip()).rstrip(" :.")
    if not 1 < len(name.split()) <= MAX_UNIT_WORDS:
        return None
    offices = parse_offices(name, level)
    if not offices.units or not all(
        k or c for k, c in zip(offices.known, offices.collective, strict=True)
    ):
        return None
    if offices.collective[0] and starts(
        strip_diacritics(" ".join(name.split()[2:5])), phrases("duty_verbs")
    ):
        return None  # "Tổ chức triển khai …"
    return offices.units[0] if len(offices.units) == 1 else "; ".join(offices.units)


def _from_heading(node: Node, unit: str, context: Context) -> models.Assignment:
    leaves = [leaf for leaf in _leaves(node, context) if not _is_apart(leaf)]
    spans = [span for leaf in leaves for span in leaf.spans]
    return models.Assignment(
        unit=unit,
        number=node.number,
        duties=tuple(leaf.text for leaf in leaves),
        spans=context.spans([*node.spans, *spans]),
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


def _from_sentence(leaf: Leaf, context: Context) -> models.Assignment | None:
    """Such as "4. Phòng Kinh tế có trách nhiệm hướng dẫn …": the unit it opens with; the sentence
    is its duty."""
    if leaf.kind not in ("item", "bullet") or read_field(leaf.text) is not None:
        return None
    unit = _opening_unit(leaf.text, context.level)
    if unit is None:
        return None
    return models.Assignment(
        unit=unit, number=leaf.number, duties=(leaf.text,), spans=context.spans(leaf.spans)
    )


def _opening_unit(text: str, level: str | None) -> str | None:
    """The body a sentence opens with: the words before a colon, or before the first word that
    begins a verb phrase of duty; else the longest opening that is a known body by itself."""
    told = _GROUNDS.sub("", text)
    words = _OPENING.sub("", told).split()[:MAX_UNIT_WORDS]
    if not words or not (words[0][:1].isupper() or told != text):
        return None
    for end in range(2, len(words) + 1):
        ahead = strip_diacritics(" ".join(words[end : end + 3]))
        if words[end - 1].endswith(":") or starts(ahead, phrases("duty_verbs")):
            if unit := unit_of(" ".join(words[:end]), level):
                return unit
            break
    for end in range(min(len(words), 12), 1, -1):
        opening = " ".join(words[:end])
        if (
            opening[-1] not in ".;,"
            and (unit := unit_of(opening, level))
            and _as_long(unit, opening)
        ):
            return unit
    return None


def _as_long(unit: str, opening: str) -> bool:
    """Is the body's name about as long as the words it was read from? Else words of the duty were
    taken along."""
    return len(fold(opening)) <= len(fold(unit)) + 8
