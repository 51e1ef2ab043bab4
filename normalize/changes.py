"""What was changed in a text, step by step, so that each change can be told, and taken back.

A step is a function `str -> list of Edit`; `applied` carries the edits out and keeps them. Manner
of ftfy's `fix_and_explain`, with the places of each change.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Edit:
    """`before`, which begins at `start` of the text as it is, is to become `after`."""

    start: int
    before: str
    after: str
    confidence: float = 1.0


@dataclass(frozen=True, slots=True)
class Step:
    """One pass over a text: its name, and its edits in order, which do not overlap."""

    name: str
    edits: tuple[Edit, ...]


@dataclass(frozen=True, slots=True)
class Mended:
    """A text, and the steps that made it out of `original`. `original` is what came in, to the
    letter."""

    original: str
    text: str
    steps: tuple[Step, ...] = field(default=())

    @classmethod
    def of(cls, text: str) -> Mended:
        """A text to which nothing has happened yet."""
        return cls(text, text)

    def applied(self, name: str, edits: Iterable[Edit]) -> Mended:
        """The text after one more step; itself when the step has nothing to do. Raises ValueError
        on edits that overlap or do not fit the text.

        >>> Mended.of("Ke hoach").applied("marks", [Edit(0, "Ke", "Kế", 0.9)]).text
        'Kế hoach'
        """
        changing = [edit for edit in edits if edit.before != edit.after]
        if not changing:
            return self
        ordered = tuple(sorted(changing, key=lambda edit: edit.start))
        text = carried_out(self.text, ordered)
        return Mended(self.original, text, steps=(*self.steps, Step(name, ordered)))

    def undone(self) -> str:
        """`original` again, from `text` and the steps alone: no change is kept secret."""
        text = self.text
        for step in reversed(self.steps):
            text = taken_back(text, step.edits)
        return text

    @property
    def confidence(self) -> float:
        """Of the least sure change; 1 when nothing was changed."""
        edits = (edit for step in self.steps for edit in step.edits)
        return min((edit.confidence for edit in edits), default=1.0)


def carried_out(text: str, edits: Sequence[Edit]) -> str:
    """The text with its edits made. Raises ValueError when one does not fit."""
    parts: list[str] = []
    done = 0
    for edit in edits:
        end = edit.start + len(edit.before)
        if edit.start < done or text[edit.start : end] != edit.before:
            raise ValueError(f"edit does not fit: {edit}")
        parts.append(text[done : edit.start])
        parts.append(edit.after)
        done = end
    parts.append(text[done:])
    return "".join(parts)


def taken_back(text: str, edits: Sequence[Edit]) -> str:
    """The text as it was before the edits of one step."""
    shift = 0
    reverse = []
    for edit in edits:
        reverse.append(Edit(edit.start + shift, edit.after, after=edit.before))
        shift += len(edit.after) - len(edit.before)
    return carried_out(text, reverse)
