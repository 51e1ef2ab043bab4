"""By which words a reader finds the row of which something is told: its number, its own activity,
and where several rows have the same words what stands beside them."""

from __future__ import annotations

from collections.abc import Iterator

from kehoach.schema.models import Task
from kehoach.schema.rules.base import Draft
from kehoach.schema.walk import Place

HEAD = 90
"""Letters of the words that several rows share."""
MOST_BESIDE = 2
"""Cells that are named beside."""


def row_words(draft: Draft, task: Place[Task]) -> str:
    """The words of a task: "5. Chấn chỉnh kỷ luật: Dạy tiếng Anh" where its own activity tells it
    from the rows of the same cell, "2. Kiểm tra công tác Đảng | Chi bộ thôn Đông" where a remark or
    another cell does."""
    words = task.numbered_text
    if task.part.origin != "table":
        return words
    if task.part.activities:
        return f"{_shortened(words)}: {'; '.join(task.part.activities)}"
    is_alone = draft.counts_of_rows[task.part.task] < 2
    beside = [] if is_alone else list(_beside(task.part))[:MOST_BESIDE]
    return " | ".join((_shortened(words), *beside)) if beside else words


def _shortened(words: str) -> str:
    return words if len(words) <= HEAD else f"{words[:HEAD].rsplit(' ', 1)[0]} …"


def _beside(task: Task) -> Iterator[str]:
    """What the other cells of a row print: remarks and products tell rows apart best."""
    if task.note:
        yield task.note
    yield from task.deliverables[:1]
    if task.deadline is not None:
        yield task.deadline.raw
    for offices in (task.lead, task.coordinating):
        if offices is not None:
            yield offices.raw
