"""Rules on what people corrected: where the paper, or the reading of it, changed under them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from kehoach.schema.models import AppliedCorrection, Finding
from kehoach.schema.rules.base import Draft, finding, rule
from kehoach.schema.walk import Place

NAMES = {
    "lost": "correction_lost",
    "invalid": "correction_invalid",
    "outdated": "correction_outdated",
}


@rule("corrections")
def corrections(draft: Draft) -> Iterator[Finding]:
    """Corrections that a person must look at again: nothing that people did is dropped silently."""
    for correction in draft.plan.corrections:
        name = NAMES.get(correction.state)
        if name is None:
            continue
        if correction.action == "confirm" and name == "correction_outdated":
            name = "confirmation_outdated"
        told = correction.machine if correction.state == "outdated" else correction.value
        yield finding(name, on=Place(None, correction.where), evidence=_words(told, correction))


def _words(value: Any, correction: AppliedCorrection) -> str:
    """A value in a few words."""
    match value:
        case str():
            return value
        case {"raw": str() as raw}:
            return raw
        case {"task": str() as text} | {"text": str() as text} | {"title": str() as text}:
            return text
        case list() | tuple() if value:
            return "; ".join(_words(one, correction) for one in value)
        case None | [] | ():
            return "–"
    return str(value)
