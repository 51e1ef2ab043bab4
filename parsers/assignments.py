"""Duties per unit, from the section on how the plan is carried out (Tổ chức thực hiện)."""

from __future__ import annotations

import regex

from normalize.office import parse_offices
from normalize.text import bare, fold
from parsers.context import Context
from parsers.outline import Leaf, Node
from parsers.words import contains, opens_with, phrases, starts
from schema import models

_OPENING = regex.compile(r"^(?:giao|đề nghị|yêu cầu|phân công)\s+(?:cho\s+)?", regex.IGNORECASE)
MAX_UNIT_WORDS = 32


def read_assignments(root: Node, context: Context) -> list[models.Assignment]:
    """Sub-headings that name a unit with what stands under them, and sentences that begin with a unit's name."""
    found: list[models.Assignment] = []
    for node in root.walk():
        if not _in_assignments(node):
            continue
        unit = unit_of(node.title, context.level) if node.parent and node.parent.title else None
        if unit is not None and node.leaves():
            found.append(_from_heading(node, unit, context))
        else:
            found.extend(a for leaf in node.leaves() if (a := _from_sentence(leaf, context)) is not None)
    return found


def _in_assignments(node: Node) -> bool:
    at: Node | None = node
    while at is not None and at.title:
        if contains(at.title, "assignment_headings"):
            return True
        at = at.parent
    return False


def unit_of(text: str, level: str | None) -> str | None:
    """The body that a heading names ("2.1. Phòng Văn hóa - Xã hội:"), or None."""
    name = _OPENING.sub("", text.strip()).rstrip(" :.")
    if not 1 < len(name.split()) <= MAX_UNIT_WORDS:
        return None
    offices = parse_offices(name, level)
    if not offices.units or not all(k or c for k, c in zip(offices.known, offices.collective, strict=True)):
        return None
    return offices.units[0] if len(offices.units) == 1 else "; ".join(offices.units)


def _from_heading(node: Node, unit: str, context: Context) -> models.Assignment:
    leaves = [leaf for leaf in node.leaves() if leaf.kind != "footnote" and not opens_with(leaf.text, "farewell")]
    spans = [span for leaf in leaves for span in leaf.spans]
    return models.Assignment(
        unit=unit,
        number=node.number,
        duties=tuple(leaf.text for leaf in leaves),
        spans=context.spans([*node.spans, *spans]),
    )


def _from_sentence(leaf: Leaf, context: Context) -> models.Assignment | None:
    """Such as "4. Phòng Kinh tế có trách nhiệm hướng dẫn …": the unit it opens with; the sentence is its duty."""
    if leaf.kind not in ("item", "bullet"):
        return None
    unit = _opening_unit(leaf.text, context.level)
    if unit is None:
        return None
    return models.Assignment(unit=unit, number=leaf.number, duties=(leaf.text,), spans=context.spans(leaf.spans))


def _opening_unit(text: str, level: str | None) -> str | None:
    """The body a sentence opens with: the words before a colon, or before the first word that begins a verb phrase of
    duty; else the longest opening that is a known body by itself."""
    words = _OPENING.sub("", text).split()[:MAX_UNIT_WORDS]
    if not words or not words[0][:1].isupper():
        return None
    for end in range(2, len(words) + 1):
        ahead = bare(" ".join(words[end : end + 3]))
        if words[end - 1].endswith(":") or starts(ahead, phrases("duty_verbs")):
            if unit := unit_of(" ".join(words[:end]), level):
                return unit
            break
    for end in range(min(len(words), 12), 1, -1):
        opening = " ".join(words[:end])
        if opening[-1] not in ".;," and (unit := unit_of(opening, level)) and _as_long(unit, opening):
            return unit
    return None


def _as_long(unit: str, opening: str) -> bool:
    """Is the body's name about as long as the words it was read from? Else words of the duty were taken along."""
    return len(fold(opening)) <= len(fold(unit)) + 8
