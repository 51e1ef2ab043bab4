"""Who leads the task of a row whose cell for that is empty, as its remark says ("Ghi chú": "Giao
Phòng Kinh tế chủ trì")."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import cache

import regex

from kehoach.ingest.model import Note, Span
from kehoach.normalize.text import strip_diacritics
from kehoach.parsers.items.bodies.remark_owners import are_named, leading_at_end, without_title
from kehoach.parsers.items.bodies.sentence_owners import address
from kehoach.parsers.items.ground.context import Context
from kehoach.parsers.words import alternation, phrases_by
from kehoach.patterns import compile_regex
from kehoach.schema import models

SURENESS = 0.7
"""How sure such an owner is: the paper left his place empty."""
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
    >>> leader_in_note("Phối hợp với Đoàn xã do huyện chủ trì", "xã")
    ''
    >>> leader_in_note("Chủ trì thẩm định năm 2030", "xã"), leader_in_note("Trạm Y tế", "xã")
    ('', '')
    """
    for part in _PARTS.split(note):
        words = part.strip(" .;")
        verb = leading_at_end().search(words)
        if verb is None:
            continue
        turned = address().match(words) or _by().match(words)
        begin = turned.end() if turned is not None else 0
        bodies = without_title(words[begin : verb.start()].strip(" ,"))
        if _are_bodies_alone(bodies, verb[0], level):
            return bodies
    return ""


@cache
def _by() -> regex.Pattern[str]:
    """ "Do | Công an xã chủ trì"."""
    return compile_regex(rf"(?:{alternation('words_before_doers')})\s+", regex.IGNORECASE)


def _are_bodies_alone(words: str, verb: str, level: str | None) -> bool:
    """Are words bodies, or short forms of such, and nothing else ("Phối hợp với Đoàn xã do huyện |
    chủ trì" is more; "Cơ quan | chủ trì" is a label)?"""
    is_label = strip_diacritics(words + verb) in phrases_by("words.yaml", "fields")["lead"]
    if is_label or _more_than_bodies().search(words) is not None:
        return False
    if all(one.isupper() and " " not in one for one in words.split(", ")):
        return True
    return are_named(words, level)


@cache
def _more_than_bodies() -> regex.Pattern[str]:
    words, helping = alternation("never_among_bodies"), alternation("helping_verbs")
    return compile_regex(
        rf"^(?:{helping})(?!\p{{L}})|(?<!\p{{L}})(?:{words})(?!\p{{L}})", regex.IGNORECASE
    )
