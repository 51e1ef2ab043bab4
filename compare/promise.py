"""Does one deadline, or figure, promise less than another?"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from kehoach.compare.model import Promise
from kehoach.compare.vocabulary import shorter_is_better
from kehoach.emit.rows import dates_of
from kehoach.normalize.text import comparison_key
from kehoach.schema.models import Deadline, Metric

_OFTEN = ("daily", "weekly", "monthly", "quarterly", "half-yearly", "yearly")
_UPPER_BOUNDS = ("<", "<=")


def of_dates(asked: Deadline | None, given: Deadline | None, years: int = 0) -> Promise:
    """How a deadline stands to the one that was asked for; `years`: of those asked for, so many are
    added. One that is lacking promises less.

    >>> days = [Deadline(raw=f"30/{n}", kind="by", end=f"2031-0{n}-30") for n in (4, 6)]
    >>> april, june = days
    >>> of_dates(april, june), of_dates(june, april), of_dates(june, None), of_dates(None, june)
    ('less', 'more', 'less', 'more')
    """
    if asked is None or given is None:
        if asked is given:
            return "same"
        return "less" if given is None else "more"
    if comparison_key(asked.raw) == comparison_key(given.raw):
        return "same"
    if asked.recurrence or given.recurrence:
        return _of_recurrences(asked, given)
    asked_end, given_end = _end(asked, years), _end(given, 0)
    if asked_end is None or given_end is None:
        return "same" if asked.kind == given.kind == "continuous" else "other"
    if asked_end == given_end:
        return "same"
    return "less" if given_end > asked_end else "more"


def _of_recurrences(asked: Deadline, given: Deadline) -> Promise:
    if not asked.recurrence or not given.recurrence:
        return "other"
    before, after = _OFTEN.index(asked.recurrence), _OFTEN.index(given.recurrence)
    if before == after:
        return "same"
    return "less" if after > before else "more"


def _end(deadline: Deadline, years: int) -> date | None:
    _, last = dates_of(deadline)
    return later(last, years) if last else None


def later(day: str, years: int) -> date:
    """A day of the plan, so many years on; the last of February stays the last.

    >>> later("2032-02-29", 1)
    datetime.date(2033, 2, 28)
    """
    told = date.fromisoformat(day)
    try:
        return told.replace(year=told.year + years)
    except ValueError:  # 29 February
        return told.replace(year=told.year + years, day=28)


def of_figures(asked: Sequence[Metric], given: Sequence[Metric]) -> Promise:
    """How figures stand to those that were asked for, each beside that of its unit: less where one
    is, whatever the others are. Of an upper bound, and of times that people wait, more is less.

    >>> def at_least(value): return [Metric(comparator=">=", value=value, unit="%")]
    >>> of_figures(at_least(90), at_least(85)), of_figures(at_least(90), [])
    ('less', 'other')
    """
    if len(asked) != len(given):
        return "other" if asked or given else "same"
    units = [[_unit(metric) for metric in metrics] for metrics in (asked, given)]
    if units[0] != units[1]:
        return "other"
    told = {_of_figure(one, other) for one, other in zip(asked, given, strict=True)}
    return next((one for one in ("less", "other", "more") if one in told), "same")


def _of_figure(asked: Metric, given: Metric) -> Promise:
    before, after = _value(asked), _value(given)
    if before is None or after is None:
        return "same" if before == after else "other"
    if before == after:
        return "same"
    bounds = {metric.comparator in _UPPER_BOUNDS for metric in (asked, given)}
    if len(bounds) > 1:
        return "other"
    is_less_better = bounds == {True} or (
        asked.comparator == "=" and _unit(asked) in shorter_is_better()
    )
    return "less" if (after > before) == is_less_better else "more"


def _value(metric: Metric) -> float | None:
    return metric.min if metric.comparator == "range" else metric.value


def _unit(metric: Metric) -> str:
    return comparison_key(metric.unit or "")


def summed_up(*told: Promise | None) -> Promise:
    """One word for a date and a figure: less where either is."""
    return next((one for one in ("less", "other", "more") if one in told), "same")
