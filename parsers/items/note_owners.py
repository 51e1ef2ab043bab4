"""Who leads the task of a row whose cell for that is empty, as its remark says ("Ghi chú": "Giao
Phòng Kinh tế chủ trì")."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from kehoach.ingest.model import Note, Span
from kehoach.parsers.items.context import Context
from kehoach.parsers.items.remark_owners import leading_at_end, remark_owner
from kehoach.parsers.items.sentence_owners import address
from kehoach.patterns import compile_regex
from kehoach.schema import models

SURENESS = 0.7
"""How sure such an owner is: the paper left his place empty."""
MAX_WORDS = 12
"""Of bodies whom a remark bids lead, by whatever name."""
_PARTS = compile_regex(r"[;.]\s+")


def led_by_notes(
    tasks: Iterable[models.Task], context: Context, span: Span | None
) -> Iterator[models.Task]:
    """The tasks of a table; those that nobody leads with whom their remark bids do so, which is
    told."""
    for task in tasks:
        bodies = leader_in_note(task.note or "", context.level) if task.lead is None else ""
        lead = context.offices(bodies) if bodies else None
        if lead is None:
            yield task
            continue
        context.notes.append(Note("lead_in_remark", f"{task.task}: {bodies}", span=span))
        confidence = min(task.confidence or SURENESS, SURENESS)
        yield task.model_copy(update={"lead": lead, "confidence": confidence})


def leader_in_note(note: str, level: str | None) -> str:
    """The bodies of which a remark says that they lead; "" for none.

    >>> leader_in_note("Giao TNMT chủ trì", "xã"), leader_in_note("Trạm Y tế chủ trì", "xã")
    ('TNMT', 'Trạm Y tế')
    >>> leader_in_note("Chủ trì thẩm định năm 2030", "xã"), leader_in_note("Trạm Y tế", "xã")
    ('', '')
    """
    for part in _PARTS.split(note):
        words = part.strip(" .;")
        verb = leading_at_end().search(words)
        if verb is None:
            continue
        turned = address().match(words)
        bodies = words[turned.end() : verb.start()].strip(" ,") if turned is not None else ""
        if bodies[:1].isupper() and len(bodies.split()) <= MAX_WORDS:
            return bodies
        told = remark_owner(f"({words})", level)
        if told:
            return told
    return ""
