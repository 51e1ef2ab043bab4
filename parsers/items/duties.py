"""The duties of a body while they are being collected, and how they become an `Assignment`."""

from __future__ import annotations

from dataclasses import dataclass, field

import regex

from kehoach.ingest.model import Span
from kehoach.parsers.items.context import Context
from kehoach.parsers.layout.outline import Leaf
from kehoach.schema import models

CLAUSES = regex.compile(r"[;.]\s")
"""Where a sentence says more than its first clause."""


@dataclass(slots=True)
class Duties:
    """The duties of a unit, being collected; `level` is that of the sentence that names it, which
    `announces` them where it says nothing else."""

    unit: str
    number: str | None
    texts: list[str] = field(default_factory=list)
    spans: list[Span] = field(default_factory=list)
    level: int = 0
    announces: bool = False
    leaves: list[Leaf] = field(default_factory=list)

    def take(self, leaf: Leaf, text: str = "") -> None:
        """Take a block as a duty, or the part of its words that is one."""
        self.leaves.append(leaf)
        self.texts.append(text or leaf.text)
        self.spans.extend(leaf.spans)

    def whole(self, context: Context) -> models.Assignment:
        return models.Assignment(
            unit=self.unit,
            number=self.number,
            duties=tuple(self.texts),
            spans=context.spans(self.spans),
        )


def without_announcement(duties: Duties) -> Duties:
    """A sentence that only announces the points under it is no duty beside them."""
    first = duties.texts[0]
    announces = first.endswith(":") and not CLAUSES.search(first)
    if announces and len(duties.texts) > 1:
        del duties.texts[0]
    return duties
