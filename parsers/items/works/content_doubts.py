"""The doubt that a chapter sets tasks, where only its content tells it."""

from __future__ import annotations

from collections.abc import Sequence

from kehoach.ingest.model import Note
from kehoach.parsers.layout.outline import Node
from kehoach.schema import models

BY_CONTENT = "tasks_by_content"


def told_by_content(chapter: Node) -> Note:
    """That no title says that a chapter sets tasks."""
    leaves = chapter.leaves()
    spans = chapter.spans or (leaves[0].spans if leaves else ())
    title = _title(chapter.number, chapter.title)
    return Note(BY_CONTENT, title or leaves[0].text, span=spans[0] if spans else None)


def is_needless(note: Note, tasks: Sequence[models.Task]) -> bool:
    """Does a note doubt that a chapter sets tasks, each of which says who does it, or when?"""
    if note.code != BY_CONTENT:
        return False
    groups = ((task, task.group) for task in tasks)
    own = [task for task, of in groups if of and _title(of.number, of.title) == note.evidence]
    return bool(own) and all(task.lead or task.deadline for task in own)


def _title(number: str | None, title: str) -> str:
    return f"{number or ''} {title}".strip()
