"""Two neighbouring pieces of a clause as one deadline, where they say one thing."""

from __future__ import annotations

from dataclasses import replace

from kehoach.normalize.times.piece import Reading
from kehoach.normalize.times.values import OFTEN, SEASONS, DeadlineValue, Recurrence, finest

_LONG_UNITS = ("year", "half", "span")
_DATES_OF_YEAR = ("day", "month", "quarter")
_TWICE_IN: dict[Recurrence | None, Recurrence] = {
    "yearly": "half-yearly",
}
"""What comes twice in each of these: "trước 30/6 và 15/12 hằng năm"."""


def merge(first: Reading, second: Reading) -> Reading | None:
    """Two neighbouring pieces as one deadline; None when they are two."""
    kinds = (first.value.kind, second.value.kind)
    if second.is_weak:
        return _joined(first, second, value=first.value)
    if first.is_weak and second.value.kind != "done":
        if _is_of_its_name(first, second):
            return _joined(first, second, value=first.value)
        return _joined(first, second, value=second.value)
    if "continuous" in kinds:
        return _with_continuous(first, second)
    if "conditional" in kinds:
        return _with_conditional(first, second)
    if "recurring" in kinds:
        return _with_recurring(first, second)
    if kinds == ("within", "within") and first.is_only and second.is_only:
        return _neighbouring_times(first, second)
    if first.is_expected and second.value.kind == "by" and not second.is_expected:
        return _joined(first, second, value=second.value)
    if kinds == ("within", "by"):
        return _begun_and_ended(first, second) or _day_within(first, second)
    return None


def _is_of_its_name(first: Reading, second: Reading) -> bool:
    """ "Theo kế hoạch tập huấn công chức, | viên chức hằng năm": is the rhythm behind the comma the
    end of the name of the plan by which a work goes, no more than in "theo kế hoạch hằng năm"?"""
    is_plan = first.value.kind == "conditional" and first.is_leading and not first.is_only
    return is_plan and second.value.kind == "recurring" and not second.is_leading


def made_exact(first: Reading, second: Reading) -> Reading | None:
    """ "Quý III (tháng 8)", "Đã thực hiện (tháng 01)": what a bracket behind a time says of it;
    None where it says something else."""
    if not (first.is_only and second.is_only) or second.value.kind != "within":
        return None
    if first.value.kind == "done" and first.value.end is None:
        start, end = second.value.start, second.value.end
        return _joined(first, second, value=replace(first.value, start=start, end=end))
    if first.value.kind != "within":
        return None
    if _holds(first.value, second.value):
        return _joined(first, second, value=second.value)
    return _joined(first, second, value=first.value) if _holds(second.value, first.value) else None


def _holds(long: DeadlineValue, short: DeadlineValue) -> bool:
    """Does one time lie in another, both with a beginning and an end?"""
    if long.start is None or long.end is None or short.start is None or short.end is None:
        return False
    return long.start <= short.start and short.end <= long.end


def _begun_and_ended(first: Reading, second: Reading) -> Reading | None:
    """ "Bắt đầu từ ngày 10/4/2031 và kết thúc trước ngày 30/10/2031": a time without an end, then
    the day on which it ends."""
    start, end = first.value.start, second.value.end
    is_open = start is not None and first.value.end is None
    if not is_open or not second.is_only or start is None or end is None or end <= start:
        return None
    return _joined(first, second, value=replace(first.value, end=end))


def _day_within(first: Reading, second: Reading) -> Reading | None:
    """ "Quý II/2031, trước ngày 15/6/2031": the day counts, the time around it only names which
    quarter or year."""
    start, end, day = first.value.start, first.value.end, second.value.end
    if start is None or end is None or day is None or not second.is_only:
        return None
    return _joined(first, second, value=second.value) if start <= day <= end else None


def _neighbouring_times(first: Reading, second: Reading) -> Reading | None:
    """ "tháng 7, tháng 8" is one time; "quý III, năm 2025" is a quarter of that year."""
    end, start = first.value.end, second.value.start
    if end is None or start is None:
        return None
    if (start - end).days == 1 and first.unit == second.unit:
        return _joined(first, second, value=replace(first.value, end=second.value.end))
    if second.unit == "year" and not first.is_dated:
        return _joined(first, second, value=first.value)
    return None


def _with_conditional(first: Reading, second: Reading) -> Reading | None:
    """A condition that opens its piece takes the dates beside it."""
    is_first = first.value.kind == "conditional"
    condition, other = (first, second) if is_first else (second, first)
    if not condition.is_leading:
        return None
    if other.value.kind in ("by", "within", "conditional"):
        dated = condition.value if condition.value.end else other.value
        value = replace(condition.value, start=dated.start, end=dated.end)
        return _joined(first, second, value=value)
    if other.value.kind == "recurring":
        return _joined(first, second, value=other.value)
    return None


def _with_continuous(first: Reading, second: Reading) -> Reading | None:
    """ "Thường xuyên" takes a recurrence, the dates of a long time, or the day from which it goes
    on ("Từ tháng 7/2026 (liên tục)"), that stand alone."""
    is_first = first.value.kind == "continuous"
    steady, other = (first, second) if is_first else (second, first)
    value, kind = steady.value, other.value.kind
    is_dated = bool(value.start or value.end)
    if not is_first and kind == "within" and _are_neighbours(other.value, value):
        return _joined(first, second, value=replace(value, start=other.value.start))
    if kind == "continuous":
        return _joined(first, second, value=value if is_dated else other.value)
    if kind == "conditional" and other.is_leading:
        return _joined(first, second, value=value)
    if not other.is_only or not (is_first or steady.is_only):
        return None  # "Tháng 11/2031 | và kiện toàn thường xuyên": two works
    if kind == "recurring":
        dated = value if value.start else other.value
        recurrence = other.value.recurrence
        value = replace(value, start=dated.start, end=dated.end, recurrence=recurrence)
        return _joined(first, second, value=value)
    has_no_end = other.value.start is not None and other.value.end is None
    if kind == "within" and (other.unit in _LONG_UNITS or has_no_end) and not is_dated:
        value = replace(value, start=other.value.start, end=other.value.end)
        return _joined(first, second, value=value)
    return None


def _are_neighbours(first: DeadlineValue, second: DeadlineValue) -> bool:
    """ "Năm 2031 | 2032 và các năm tiếp theo": does the one begin where the other ends?"""
    end, start = first.end, second.start
    return end is not None and start is not None and (start - end).days == 1


def _with_recurring(first: Reading, second: Reading) -> Reading | None:
    is_first = first.value.kind == "recurring"
    recurring, other = (first, second) if is_first else (second, first)
    if other.value.kind == "recurring":
        return _both_recurring(first, second)
    if other.value.kind not in ("within", "by") or not other.is_only:
        return None
    value = recurring.value
    is_season = value.recurrence in OFTEN and other.unit in SEASONS and other.value.end is not None
    if is_season or (other.unit in _LONG_UNITS and (other.is_dated or other.unit == "year")):
        value = replace(value, start=other.value.start, end=other.value.end)
        return _joined(first, second, value=value)
    if other.value.start is not None and other.value.end is None and value.start is None:
        # "hằng tháng, từ tháng 2/2031": the day from which it comes again
        return _joined(first, second, value=replace(value, start=other.value.start))
    if other.is_dated:
        return None
    is_second_date = recurring.unit in _DATES_OF_YEAR and other.unit == recurring.unit
    if is_second_date and value.recurrence in _TWICE_IN:
        value = replace(value, recurrence=_TWICE_IN[value.recurrence])
    return _joined(first, second, value=value)


def _both_recurring(first: Reading, second: Reading) -> Reading | None:
    """ "hằng tháng, quý": the finest counts; "hằng quý (trước ngày 20 tháng cuối quý)" is one."""
    is_same = first.value.recurrence == second.value.recurrence
    if first.has_bare_day and second.has_bare_day and not is_same:
        return None  # each rhythm has its own day
    if not is_same and not second.is_only and not (first.reports and second.reports):
        return None
    dated = first.value if first.value.start else second.value
    recurrence = finest((first.value.recurrence, second.value.recurrence))
    are_days = first.unit == second.unit == "day" and not (first.is_dated or second.is_dated)
    if are_days and first.value.recurrence is None:
        recurrence = _TWICE_IN.get(recurrence, recurrence)
    value = replace(
        first.value,
        recurrence=recurrence,
        start=dated.start,
        end=dated.end,
    )
    return _joined(first, second, value=value)


def _joined(first: Reading, second: Reading, value: DeadlineValue) -> Reading:
    """Both pieces with one value, no surer than the less sure of them."""
    timed = first if first.unit else second
    confidence = min(first.value.confidence, second.value.confidence)
    return Reading(
        replace(value, confidence=confidence),
        first.begin,
        stop=second.stop,
        is_only=first.is_only and second.is_only,
        is_leading=first.is_leading,
        is_weak=first.is_weak and second.is_weak,
        unit=timed.unit,
        is_dated=timed.is_dated,
        has_bare_day=first.has_bare_day or second.has_bare_day,
        reports=(*first.reports, *second.reports),
    )
