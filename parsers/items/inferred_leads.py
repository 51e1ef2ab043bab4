"""Who probably leads a task for which the paper names nobody: the body whose duties speak of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

from kehoach.normalize.offices.parse import parse_offices
from kehoach.normalize.text import fold
from kehoach.parsers.words import phrases_by
from kehoach.schema import models

MIN_SHARE = 0.5
"""So large a part of the task's telling words must stand in a duty."""
CLEAR = 1.25
"""… and so many times more than in the duties of any other body."""
MIN_WORDS = 3


AREA_SURE = 0.6
"""How sure a lead is that follows from the area a body is given."""
NEAR = 0.5
"""A body whose duties speak of so large a part of an area has a claim to it, too."""
_WORK = "công tác "


def with_inferred_leads(
    tasks: Sequence[models.Task], assignments: Sequence[models.Assignment]
) -> tuple[models.Task, ...]:
    """Tasks without a lead get `inferred_lead` where the duties of one body, and no other, speak of
    them or of the area they stand under; the rest stay. What is stated is never touched."""
    duties = [
        _Duty(held.unit, duty, f"/assignments/{at}/duties/{n}")
        for at, held in enumerate(assignments)
        if _is_named(held.unit)
        for n, duty in enumerate(held.duties)
        if _leads(duty)
    ]
    return tuple(
        _with_inferred(task, duties) if task.lead is None and duties else task for task in tasks
    )


def _is_named(unit: str) -> bool:
    """Bodies of the directory; no collective leads anything."""
    offices = parse_offices(unit)
    return bool(offices.units) and all(offices.known) and not any(offices.collective)


@dataclass(frozen=True, slots=True)
class _Duty:
    """A duty that a unit leads."""

    unit: str
    text: str
    where: str


def _with_inferred(task: models.Task, duties: Sequence[_Duty]) -> models.Task:
    found = _by_words(task, duties) or _by_area(task, duties)
    if found is None:
        return task
    duty, sure = found
    lead = models.InferredLead(
        units=tuple(duty.unit.split("; ")),
        evidence=duty.text,
        where=duty.where,
        confidence=round(sure, 2),
    )
    return task.model_copy(update={"inferred_lead": lead})


def _by_words(task: models.Task, duties: Sequence[_Duty]) -> tuple[_Duty, float] | None:
    """The duty that shares most words with the task, if it shares enough and no other unit's comes
    near."""
    wanted = _telling(task.task)
    if len(wanted) < MIN_WORDS:
        return None
    best: dict[str, tuple[float, _Duty]] = {}
    for duty in duties:
        share = len(wanted & _telling(duty.text)) / len(wanted)
        if share > best.get(duty.unit, (0.0, duty))[0]:
            best[duty.unit] = (share, duty)
    ranked = sorted(best.values(), key=lambda item: -item[0])
    if (
        not ranked
        or ranked[0][0] < MIN_SHARE
        or (len(ranked) > 1 and ranked[0][0] < CLEAR * ranked[1][0])
    ):
        return None
    return ranked[0][1], min(0.9, ranked[0][0])


def _by_area(task: models.Task, duties: Sequence[_Duty]) -> tuple[_Duty, float] | None:
    """The one unit that leads the area ("cải cách tài chính công") under which the task stands."""
    area = fold(task.group.title).removeprefix(_WORK) if task.group else ""
    if len(area.split()) < 3:
        return None
    naming = [duty for duty in duties if area in fold(duty.text)]
    if len({duty.unit for duty in naming}) != 1:
        return None
    wanted = _telling(area)
    near = {
        duty.unit
        for duty in duties
        if wanted and len(wanted & _telling(duty.text)) >= NEAR * len(wanted)
    }
    return (naming[0], AREA_SURE) if near <= {naming[0].unit} else None


def _leads(duty: str) -> bool:
    """Does its unit lead this duty? One that only helps with it does not lead the task."""
    opening = " ".join(fold(duty).split()[:14])
    words = phrases_by("words.yaml", "duty_roles", bare_words=False)
    helps = min(
        (opening.find(fold(word)) for word in words["helping"] if fold(word) in opening), default=-1
    )
    leads = min(
        (opening.find(fold(word)) for word in words["leading"] if fold(word) in opening), default=-1
    )
    return helps < 0 or 0 <= leads <= helps


@lru_cache(maxsize=4096)
def _telling(text: str) -> frozenset[str]:
    """The pairs of neighbouring words of a wording that say what it is about."""
    light = {
        fold(word) for word in phrases_by("words.yaml", "duty_roles", bare_words=False)["light"]
    }
    words = [word for word in fold(text).split() if word not in light and word.isalpha()]
    return frozenset(f"{a} {b}" for a, b in pairwise(words))
