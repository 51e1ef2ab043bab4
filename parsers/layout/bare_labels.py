"""Labels that lost their colon: a form copied as text has "Đơn vị phối hợp" on one line and who
that is on the next."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from functools import cache

from kehoach.ingest.model import Line
from kehoach.normalize.text import strip_diacritics
from kehoach.parsers.words import phrases_by

FEWEST = 2
"""A label stands so often at least: a form asks the same of each task."""
LONGEST = 40
"""Letters of a label."""
ROLES = ("lead", "coordinating", "deliverable", "deadline", "budget")


def with_colons(lines: Sequence[Line]) -> tuple[Sequence[Line], frozenset[int]]:
    """Printed lines -> the same, a colon behind each that is a label and nothing else, where the
    label comes again and a value stands below it; and these lines, by `id`."""
    labels = [_label_of(line) for line in lines]
    counts = Counter(filter(None, labels))
    if not any(count >= FEWEST for count in counts.values()):
        return lines, frozenset()
    found: list[Line] = []
    changed: set[int] = set()
    for number, (line, label) in enumerate(zip(lines, labels, strict=True)):
        has_value = number + 1 < len(lines) and not labels[number + 1]
        found.append(line)
        if label and counts[label] >= FEWEST and has_value:
            found[-1] = replace(line, text=f"{line.text}:")
            changed.add(id(found[-1]))
    return found, frozenset(changed)


def _label_of(line: Line) -> str:
    """The label that a line is, without case and diacritics; "" for another line."""
    if len(line.text) > LONGEST or not line.text[:1].isupper():
        return ""
    words = strip_diacritics(line.text)
    return words if words in _labels() else ""


@cache
def _labels() -> frozenset[str]:
    """Labels of several words: one word alone may be anything."""
    fields = phrases_by("words.yaml", "fields")
    return frozenset(label for role in ROLES for label in fields[role] if " " in label)
