"""The made province of bench/: the same for the same seed, its Word files say what its plans say,
and its truths name what is there."""

from __future__ import annotations

from itertools import product
from pathlib import Path

import pytest

from bench.province import Made, Province, made_province
from bench.province_changes import Change
from bench.province_model import Time, words
from kehoach.emit.json import to_bytes
from kehoach.normalize.gazetteer import find_units
from kehoach.normalize.times.deadline import parse_deadline
from kehoach.pipeline import extract
from kehoach.schema.models import Plan


@pytest.fixture(scope="module")
def province() -> Province:
    return made_province(12, seed=3)


def test_the_same_seed_gives_the_same_bytes(province: Province) -> None:
    again = made_province(12, seed=3)
    for one, other in zip(province.wards, again.wards, strict=True):
        assert to_bytes(one.bare_plan) == to_bytes(other.bare_plan)
    one, other = (made.wards[0].revised(1) for made in (province, again))
    assert (one.paper, one.changes) == (other.paper, other.changes)
    assert province.wards[0].docx == again.wards[0].docx


def test_fewer_wards_are_the_first_of_more(province: Province) -> None:
    few = made_province(5, seed=3)
    assert [made.paper for made in few.wards] == [made.paper for made in province.wards[:5]]


def test_names_are_of_no_place() -> None:
    for first, last in product(words()["ward_first"], words()["ward_last"]):
        assert not find_units(f"{first} {last}"), (first, last)


@pytest.mark.parametrize("form", ["paper", "revision", "year after", "superior"])
def test_word_files_say_what_the_plans_say(province: Province, form: str, tmp_path: Path) -> None:
    ward = province.wards[1]
    made = {
        "paper": lambda: ward,
        "revision": lambda: ward.revised(4),
        "year after": lambda: ward.next_year(4),
        "superior": lambda: province.assigned,
    }[form]()
    path = tmp_path / "plan.docx"
    path.write_bytes(made.docx)
    read = extract(path)
    assert _told(read) == _told(made.plan)
    assert read.id == made.plan.id
    assert [task.id for task in read.tasks] == [task.id for task in made.plan.tasks]


def _told(plan: Plan) -> object:
    return (
        plan.status,
        plan.document.title,
        plan.document.number,
        plan.document.issued_on,
        [base.number for base in plan.document.legal_bases],
        [(task.number, task.task, task.deliverables, task.deadline) for task in plan.tasks],
        [(task.group, task.lead and task.lead.raw) for task in plan.tasks],
        [(target.text, [metric.value for metric in target.metrics]) for target in plan.targets],
        [assignment.duties for assignment in plan.assignments],
    )


@pytest.mark.parametrize(
    "form",
    ["by", "latest", "month", "quarter", "half", "year", "monthly", "quarterly", "half-yearly",
     "always", "condition", "impossible"],
)  # fmt: skip
def test_times_are_read_as_they_are_meant(form: str) -> None:
    time = Time(form, 2031, 2, 31 if form == "impossible" else 10)
    read = parse_deadline(time.raw)
    assert read is not None
    days = [str(day) if day else None for day in (read.start, read.end)]
    told = [read.kind, *days, read.recurrence]
    meant = [*(None if word == "-" else word for word in time.reading.split()), None, None, None]
    assert told == meant[:4]


def test_changes_name_what_changed(province: Province) -> None:
    for number, ward in enumerate(province.wards):
        new = ward.revised(number)
        for change in new.changes:
            _check(change, ward, new)


def _check(change: Change, old: Made, new: Made) -> None:
    if change.part != "tasks":
        return
    olds, news = ({row.key: row for row in made.paper.rows} for made in (old, new))
    assert (change.key in olds) == (change.kind != "added")
    assert (change.key in news) == (change.kind != "removed")
    if change.field == "deadline":
        one, other = olds[change.key].time, news[change.key].time
        assert [time.raw if time else None for time in (one, other)] == [
            change.before,
            change.after,
        ]
        assert change.before != change.after


def test_takers_have_what_they_took(province: Province) -> None:
    for ward in province.wards:
        own = {row.key for row in ward.paper.rows} | {goal.key for goal in ward.paper.goals}
        assert {one.own for one in ward.taken if one.own} <= own
        assert {one.assigned for one in ward.taken if one.own is None}.isdisjoint(own)


def test_two_hundred_wards_have_names_and_ids_of_their_own() -> None:
    province = made_province(200)
    assert len({made.paper.place for made in province.wards}) == 200
    assert any(made.paper.copied_from for made in province.wards)
    assert {lapse.code for made in province.wards for lapse in made.paper.lapses} >= {
        *("missing_owner", "missing_deadline", "missing_deliverable", "foreign_unit_name"),
    }
