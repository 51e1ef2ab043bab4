"""Fields of which the paper says that they are open ("Ai lo: chưa phân công"): defects, however
many of the other tasks have the field."""

from __future__ import annotations

from collections.abc import Iterator

from kehoach.normalize.text import small
from kehoach.schema.models import Finding, Span, Task
from kehoach.schema.rules.base import Draft, finding, rule
from kehoach.schema.rules.kin import FIELDS
from kehoach.schema.rules.vocabulary import words
from kehoach.schema.walk import Place, Wording


def told_open(draft: Draft, field: str) -> dict[str, tuple[Place[Task], str]]:
    """The tasks without the field ("owner" or "deadline") a line of which says that it is open, by
    their pointers, each with that line."""
    if field not in ("owner", "deadline"):
        return {}
    lines = [line for line in draft.wordings if _says_open(line, field)]
    found: dict[str, tuple[Place[Task], str]] = {}
    for task in draft.tasks if lines else ():
        own = next((line for line in lines if _is_of(task, line)), None)
        if own is not None and FIELDS[field](task.part):
            found[task.pointer] = (task, own.text)
    return found


def _says_open(line: Wording, field: str) -> bool:
    """ "Ai lo: chưa phân công.", "Phải xong: chưa định"."""
    if line.kind not in ("bullet", "paragraph", "item"):
        return False
    label, colon, value = small(line.text).partition(":")
    if not colon or value.strip(" .;()") not in words("said_open"):
        return False
    tells_time = any(phrase in label for phrase in words("labels_of_time"))
    return tells_time == (field == "deadline")


def _is_of(task: Place[Task], line: Wording) -> bool:
    """Does the line stand within the task?"""
    return any(_lies_in(own, span) for own in line.spans for span in task.part.spans)


def _lies_in(own: Span, whole: Span) -> bool:
    """Does a place lie within another: its lines, its paragraphs, its box on the page?"""
    if own.line_start is not None:
        return whole.line_start is not None and _is_between(
            own.line_start, whole.line_start, whole.line_end
        )
    if own.paragraph_start is not None:
        return whole.paragraph_start is not None and _is_between(
            own.paragraph_start, whole.paragraph_start, whole.paragraph_end
        )
    if own.page != whole.page or own.bbox is None or whole.bbox is None:
        return False
    left, top, right, bottom = whole.bbox
    across, down = (own.bbox[0] + own.bbox[2]) / 2, (own.bbox[1] + own.bbox[3]) / 2
    return left <= across <= right and top <= down <= bottom


def _is_between(number: int, first: int, last: int | None) -> bool:
    return first <= number <= (first if last is None else last)


@rule("open_owner")
def owner_said_open(draft: Draft) -> Iterator[Finding]:
    """A task of which the paper says that nobody has it yet."""
    for task, line in told_open(draft, "owner").values():
        yield finding("open_owner", on=task, evidence=line)


@rule("open_deadline")
def deadline_said_open(draft: Draft) -> Iterator[Finding]:
    """A task of which the paper says that its time is open."""
    for task, line in told_open(draft, "deadline").values():
        yield finding("open_deadline", on=task, evidence=line)
