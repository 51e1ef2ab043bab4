"""Sentences of one block that say what different bodies do: "Công an xã tuần tra. Trạm Y tế xã trực
cấp cứu." is the work of two."""

from __future__ import annotations

from kehoach.normalize.offices.parse import parse_offices
from kehoach.parsers.items.beginnings import begins
from kehoach.parsers.items.context import Context
from kehoach.parsers.items.sentence_breaks import orders_in
from kehoach.parsers.items.sentence_owners import subject_of


def by_owner(text: str, context: Context) -> list[str]:
    """The parts of a text, each what one body does, sentences that name none with the part before
    them; the text as it is where it does not open with a body, or speaks of one only."""
    parts: list[str] = []
    bodies: list[str] = []
    for sentence in orders_in(text):
        body = _body_of(sentence, context)
        if not parts and not body:
            return [text]
        if body and body not in bodies:
            bodies.append(body)
            parts.append(sentence)
        else:
            parts[-1] = f"{parts[-1]} {sentence}"
    return parts if len(parts) > 1 else [text]


def _body_of(sentence: str, context: Context) -> str:
    """The one body of the directory that a sentence opens with; "" for many, for none, and for one
    that only helps."""
    lead, does = subject_of(context.short_forms.written_out(sentence), context.level)
    helps = begins(does, "helping_clauses") is not None
    value = parse_offices(lead, context.level) if lead and not helps else None
    if value is None or value.known != (True,) or value.collective != (False,):
        return ""
    return value.units[0]
