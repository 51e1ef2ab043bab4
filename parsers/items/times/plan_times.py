"""A time beside that of the plan itself: its whole period is no term of a task, and what lies
before it is told, not ordered."""

from __future__ import annotations

from kehoach.normalize.times.deadline import DeadlineValue
from kehoach.normalize.times.period import A_YEAR
from kehoach.parsers.items.ground.context import Context


def is_period_of_plan(value: DeadlineValue, context: Context) -> bool:
    """Is it, to the day, the year or half that the whole plan is for?"""
    start, end = value.start, value.end
    if context.period is None or (start is not None and end is not None and end - start > A_YEAR):
        return False
    own = (context.period.start, context.period.end)
    return any(own) and (start, end) == own


def is_before_plan(value: DeadlineValue, context: Context) -> bool:
    """Whether the time lies before the plan's: what was then is told, not ordered, unless the plan
    is issued before its time begins, or tells no day of issue and is for years, or gives orders for
    a time to come: made ready then."""
    period = context.period
    last = value.end or value.start  # "công trình xây từ ngày 15/3/2024"
    if period is None or period.start is None or last is None:
        return False
    is_ahead_of_it = period.is_of_years or context.gives_orders
    ready = period.start - A_YEAR if is_ahead_of_it else period.start
    return last < min(period.start, context.issued_on or ready)


def is_of_plan_or_before(value: DeadlineValue, context: Context) -> bool:
    """Is it the time of the whole plan, or one before it: no term of its own for what stands under
    a heading or in a list?"""
    if context.period is None or value.kind != "within":
        return False
    return is_period_of_plan(value, context) or is_before_plan(value, context)
