"""Two forms of one plan that say different things: a draft and its revision. One of them counts;
who gave both has to know in how many tasks and targets they differ."""

from __future__ import annotations

from kehoach.compare.difference import difference
from kehoach.compare.model import Change
from kehoach.schema.models import Plan

_COUNTED = ("tasks", "targets", "obligations")


def count_differing(one: Plan, other: Plan) -> int:
    """How many tasks, targets and dates outside tasks stand in one of them alone, or have another
    deadline or figure in the other. What only words tell apart is none: one may be a scan."""
    return sum(map(_is_telling, difference(one, other).changes))


def _is_telling(change: Change) -> bool:
    if change.part not in _COUNTED:
        return False
    if change.state in ("added", "removed"):
        return True
    return any(field.promise not in (None, "same") for field in change.fields)
