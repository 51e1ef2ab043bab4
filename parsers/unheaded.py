"""What is told of a notice that came without its letterhead, of which one sentence says which
office it is of: that this is all that is known of it, and that its tasks are less sure."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from kehoach.ingest.model import Note
from kehoach.normalize.text import clean
from kehoach.parsers.layout.paragraphs import Paragraph
from kehoach.parsers.parts import Parts
from kehoach.parsers.told_notices import teller_in
from kehoach.schema import models

TOLD = "told_notice"
CONFIDENCE = 0.7
"""How sure a task is of which only a sentence says that an office orders it."""


def told_by_sentence(parts: Parts) -> Iterator[Note]:
    """The note on such a paper, with the office as its sentence names it; none on others."""
    if not parts.is_told:
        return
    paragraphs = [
        own for own in (*parts.title, *parts.preamble, *parts.body) if isinstance(own, Paragraph)
    ]
    telling = next((own for own in paragraphs if teller_in(own.text)), None)
    if telling is None:
        yield Note(TOLD, "")
    else:
        yield Note(TOLD, clean(teller_in(telling.text)), span=telling.spans[0])


def less_sure(tasks: Sequence[models.Task], parts: Parts) -> tuple[models.Task, ...]:
    """The tasks of such a paper less sure; those of others as they are."""
    if not parts.is_told:
        return tuple(tasks)
    return tuple(
        task.model_copy(update={"confidence": min(CONFIDENCE, task.confidence or CONFIDENCE)})
        for task in tasks
    )
