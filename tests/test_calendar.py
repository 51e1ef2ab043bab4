"""What comes again, and calendars: rules give the days that the plan asks for (read back by
icalendar and recurring-ical-events), reminders come, an import done twice doubles nothing."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path
from typing import Any

import icalendar
import pytest
import recurring_ical_events
import yaml
from hypothesis import given
from hypothesis import strategies as st
from plan_maker import YEAR, deadline_of, plan_of, task_of

from kehoach.emit import ics
from kehoach.emit.origin import Origin
from kehoach.normalize.times.recurring import EVERY_MONTH, Rhythm
from kehoach.schema.models import AppliedCorrection, Deadline, DocumentInfo, Period, Plan
from kehoach.schema.occasions import Occasion, occasions

CASES = yaml.safe_load((Path(__file__).parent / "data" / "recurring.yaml").read_text("utf-8"))
ORIGIN = Origin("kh.pdf")
LONG_AGO, FAR_AWAY = date(2000, 1, 1), date(2060, 1, 1)


def days_of(raw: str, **document: Any) -> list[date]:
    facts = {"period": YEAR, "issued_on": "2025-02-10"} | document
    deadline = deadline_of(raw, facts["period"])
    found = occasions(deadline, DocumentInfo(**facts))
    return sorted(day for occasion in found for day in occasion.days())


@pytest.mark.parametrize("case", CASES, ids=[case["raw"] for case in CASES])
def test_the_days_of_a_deadline(case: dict[str, Any]) -> None:
    days = days_of(case["raw"])
    assert days[: len(case["days"])] == case["days"]
    assert len(days) == case["count"]


def test_nothing_is_due_where_nobody_says_how_long() -> None:
    assert days_of("Hằng quý", period=None) == []


def test_a_plan_of_several_years_goes_on_through_all() -> None:
    years = Period(raw="2025 - 2027", start="2025-01-01", end="2027-12-31")
    assert len(days_of("Hằng quý", period=years)) == 12
    assert days_of("Trước ngày 15/11 hằng năm", period=years)[-1] == date(2027, 11, 15)


# --- calendars ------------------------------------------------------------------------------------


def read(data: bytes) -> icalendar.Calendar:
    return icalendar.Calendar.from_ical(data)


def unfolded(data: bytes) -> list[tuple[date, str]]:
    found = recurring_ical_events.of(read(data)).between(LONG_AGO, FAR_AWAY)
    return sorted((event["dtstart"].dt, str(event["uid"])) for event in found)


@pytest.fixture(scope="module")
def plan() -> Plan:
    return plan_of(task_of(f"Việc số {n}", case["raw"]) for n, case in enumerate(CASES))


def test_a_calendar_has_the_days_of_the_plan(plan: Plan) -> None:
    wanted = sorted(
        day
        for task in plan.tasks
        for occasion in occasions(task.deadline, plan.document)
        for day in occasion.days()
    )
    assert [day for day, _ in unfolded(ics.to_ics(plan, ORIGIN))] == wanted
    assert len(wanted) > 350


MONTHS = st.lists(st.integers(1, 12), min_size=1, max_size=6, unique=True).map(sorted).map(tuple)
RHYTHMS = st.one_of(
    st.builds(Rhythm, st.just(EVERY_MONTH), st.integers(0, 31)),
    st.builds(Rhythm, st.sampled_from([(3, 6, 9, 12), (1, 4, 7, 10), (6, 12)]), st.integers(0, 31)),
    st.builds(Rhythm, MONTHS, st.integers(0, 28)),
    st.builds(lambda day: Rhythm(weekday=day), st.integers(0, 6)),
)


@given(RHYTHMS, st.dates(date(2020, 1, 1), date(2030, 1, 1)), st.integers(0, 1500))
def test_a_rule_gives_its_days(rhythm: Rhythm, first: date, length: int) -> None:
    days = list(rhythm.dates(first, first + timedelta(days=length)))
    if not days:
        return
    occasion = Occasion(1, Deadline(raw=""), day=days[0], last=days[-1], rhythm=rhythm)
    assert list(occasion.days()) == days
    rule = "".join(f"{line}\r\n" for line in ics._rule(occasion))
    when = f"UID:1\r\nDTSTAMP:20250101T000000Z\r\nDTSTART;VALUE=DATE:{days[0]:%Y%m%d}\r\n"
    data = ics.HEAD + f"BEGIN:VEVENT\r\n{when}{rule}END:VEVENT\r\n".encode() + ics.TAIL
    assert [day for day, _ in unfolded(data)] == days


def test_reminders_come_in_the_morning(plan: Plan) -> None:
    one = plan_of([task_of("Họp", "Trước 31/10/2025")])
    for remind, wanted in (
        ((3,), [timedelta(days=-3, hours=8)]),
        ((1, 7), [timedelta(days=-7, hours=8), timedelta(days=-1, hours=8)]),
        ((0,), [timedelta(hours=8)]),
        ((), []),
    ):
        data = (
            ics.HEAD + b"".join(ics.events(one, ORIGIN, calendar=ics.Calendar(remind))) + ics.TAIL
        )
        (event,) = read(data).walk("VEVENT")
        assert [alarm["trigger"].dt for alarm in event.walk("VALARM")] == wanted


def test_things_to_do(plan: Plan) -> None:
    calendar = ics.Calendar(todo=True)
    found = read(ics.HEAD + b"".join(ics.events(plan, ORIGIN, calendar=calendar)) + ics.TAIL)
    assert not found.walk("VEVENT")
    todos = found.walk("VTODO")
    assert all(("due" in todo) != ("rrule" in todo) for todo in todos)
    assert all("dtstart" in todo for todo in todos if "rrule" in todo)
    assert {str(todo["status"]) for todo in todos} == {"NEEDS-ACTION"}


def test_the_summary_names_ward_and_office() -> None:
    plan = plan_of([task_of("Rà soát thủ tục hành chính", "Trước 31/10/2025")])
    (event,) = read(ics.to_ics(plan, ORIGIN)).walk("VEVENT")
    assert str(event["summary"]) == (
        "xã Tân Khê · Văn phòng HĐND và UBND: Rà soát thủ tục hành chính"
    )


def test_a_day_that_the_paper_does_not_name_is_told() -> None:
    plan = plan_of([task_of("Báo cáo", "Hằng quý"), task_of("Họp", "Ngày 15 hằng tháng")])
    guessed, named = read(ics.to_ics(plan, ORIGIN)).walk("VEVENT")
    assert ics.LAST_DAY_TAKEN in str(guessed["description"])
    assert ics.LAST_DAY_TAKEN not in str(named["description"])


def imported(calendar: dict[str, Any], data: bytes) -> None:
    """What a calendar does with a file (RFC 5546): by UID, and the newer of two stays."""
    for event in read(data).walk("VEVENT"):
        uid = str(event["uid"])
        known = calendar.get(uid)
        if known is None or _age(event) >= _age(known):
            calendar[uid] = event


def _age(event: Any) -> tuple[int, Any]:
    return int(event["sequence"]), event["dtstamp"].dt


def test_a_second_import_doubles_nothing(plan: Plan) -> None:
    calendar: dict[str, Any] = {}
    data = ics.to_ics(plan, ORIGIN)
    imported(calendar, data)
    count = len(calendar)
    imported(calendar, data)
    assert len(calendar) == count == len(read(data).walk("VEVENT"))


def test_a_revision_moves_events_and_an_old_file_does_not_move_them_back() -> None:
    tasks = [task_of("Rà soát thủ tục hành chính của xã", "Trước 31/5/2025")]
    old = plan_of(tasks)
    moved = [task_of("Rà soát thủ tục hành chính của xã", "Trước 30/6/2025")]
    new = plan_of(moved, issued_on="2025-04-02", number="40/KH-UBND")
    calendar: dict[str, Any] = {}
    for one in (old, new, old):
        imported(calendar, ics.to_ics(one, ORIGIN))
    (event,) = calendar.values()
    assert event["dtstart"].dt == date(2025, 6, 30)


def test_a_correction_counts_as_newer() -> None:
    old = plan_of([task_of("Rà soát thủ tục", "Trước 31/5/2025")])
    done = AppliedCorrection(
        id="1", action="change", where="/tasks/0/deadline", at="2025-03-01T09:00:00+07:00"
    )
    task = old.tasks[0].model_copy(update={"deadline": deadline_of("Trước 15/6/2025")})
    new = old.model_copy(update={"tasks": (task,), "corrections": (done,)})
    calendar: dict[str, Any] = {}
    for one in (old, new, old):
        imported(calendar, ics.to_ics(one, ORIGIN))
    (event,) = calendar.values()
    assert event["dtstart"].dt == date(2025, 6, 15)
    assert event["dtstamp"].dt.isoformat() == "2025-03-01T02:00:00+00:00"


def test_only_what_is_wanted_keeps_its_uids(plan: Plan) -> None:
    whole = {uid for _, uid in unfolded(ics.to_ics(plan, ORIGIN))}
    wanted = {plan.tasks[2].id, plan.tasks[5].id}
    some = ics.events(plan, ORIGIN, calendar=ics.Calendar(only=wanted))
    uids = {uid for _, uid in unfolded(ics.HEAD + b"".join(some) + ics.TAIL)}
    assert len(uids) == 3
    assert uids < whole
