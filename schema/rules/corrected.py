"""Rules on what people corrected: where the paper, or the reading of it, changed under them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
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
    told = draft.plan.corrections
    for number, correction in enumerate(told):
        name = NAMES.get(correction.state)
        place = Place(None, correction.where)
        other = _overruled(correction, earlier=told[:number])
        if other is not None and correction.state != "replaced":
            yield finding(
                "corrected_twice",
                on=place,
                evidence=correction_words(correction.value, correction),
                other=correction_words(other.value, other),
                who=other.author or "?",
            )
            continue
        if name is None:
            continue
        if correction.action == "confirm" and name == "correction_outdated":
            name = "confirmation_outdated"
        value = correction.machine if correction.state == "outdated" else correction.value
        yield finding(name, on=place, evidence=correction_words(value, correction))


def is_put_right(draft: Draft, printed: str) -> bool:
    """Did a person write something else where some words stood that no calendar has, so that no
    time of the plan holds them any more? The sentence may: it is as the paper has it."""
    if any(task.part.deadline and printed in task.part.deadline.raw for task in draft.tasks):
        return False
    return any(
        correction.state in HOLDING
        and correction.action != "confirm"
        and any(printed in text for text in _texts_in(correction.machine))
        and not any(printed in text for text in _texts_in(correction.value))
        for correction in draft.plan.corrections
    )


HOLDING = ("applied", "outdated", "replaced")
"""States of corrections by which something else stands in the plan than was read."""


def _texts_in(value: Any) -> Iterator[str]:
    """All words of a value of a correction."""
    match value:
        case str():
            yield value
        case dict():
            for held in value.values():
                yield from _texts_in(held)
        case list() | tuple():
            for held in value:
                yield from _texts_in(held)


def _overruled(
    correction: AppliedCorrection, earlier: Sequence[AppliedCorrection]
) -> AppliedCorrection | None:
    """The correction by which the field had the value that a later one found there: another
    person's, of which whoever made this one did not know. (Plans of before told the later one as
    outdated.)"""
    if correction.replaces:
        return next((one for one in earlier if one.id == correction.replaces), None)
    if correction.state != "outdated" or correction.action != "change":
        return None
    found = correction_words(correction.machine, correction)
    for other in reversed(earlier):
        is_of_field = other.action == "change" and other.where == correction.where
        if is_of_field and correction_words(other.value, other) == found:
            return other
    return None


def correction_words(value: Any, correction: AppliedCorrection) -> str:
    """A value of a correction in a few words."""
    match value:
        case str():
            return value
        case {"raw": str() as raw}:
            return raw
        case {"task": str() as text} | {"text": str() as text} | {"title": str() as text}:
            return text
        case list() | tuple() if value:
            return "; ".join(correction_words(one, correction) for one in value)
        case None | [] | ():
            return "–"
    return str(value)
