"""A corrected plan that was copied or renamed without its file of corrections -> that file: the
plan tells of each correction how it was made."""

from __future__ import annotations

from datetime import UTC, datetime

from kehoach.corrections.making import Maker, difference
from kehoach.corrections.model import Correction, Corrections, PlanName
from kehoach.corrections.undoing import machine_plan
from kehoach.schema.models import AppliedCorrection, Plan

UNDATED = datetime(2000, 1, 1, tzinfo=UTC)
"""When something was corrected of which the plan does not tell it."""


def rebuilt(plan: Plan) -> Corrections:
    """The corrections that a plan tells of, as the file beside it held them; none for a plan
    without corrections. Where an earlier version wrote the plan, which did not tell how they were
    made, one stands for each value that is another than the machine's."""
    if not plan.corrections:
        return Corrections()
    told = [_as_made(one) for one in plan.corrections]
    corrections = tuple(one for one in told if one is not None)
    if len(corrections) < len(told):
        maker = Maker(by="json", at=UNDATED)
        corrections = difference(machine_plan(plan), plan, maker=maker).corrections
    name = PlanName(name=plan.source.name, sha256=plan.source.sha256)
    return Corrections(plan=name, corrections=corrections)


def _as_made(told: AppliedCorrection) -> Correction | None:
    if told.made is None:
        return None
    at = datetime.fromisoformat(told.at) if told.at else UNDATED
    return Correction(
        id=told.id,
        action=told.action,
        anchor=told.made.anchor,
        after=told.made.after,
        other=told.made.other,
        patch=told.made.patch,
        author=told.author,
        at=at if at.tzinfo else at.replace(tzinfo=UTC),
        by=told.made.by,
    )
