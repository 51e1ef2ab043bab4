"""Agreement with the truth files of ../shared, where they are at hand: the floor is what was
reached."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest
import regex
import yaml

from kehoach.normalize.offices.parse import parse_offices
from kehoach.normalize.quantity import parse_metrics
from kehoach.normalize.text import fold
from kehoach.normalize.times.deadline import DeadlineValue, Period, parse_deadline, parse_period

TRUTH = Path(__file__).parents[2] / "shared/truth"
FILES = sorted(TRUTH.glob("*.yaml"))
pytestmark = [
    pytest.mark.shared,
    pytest.mark.skipif(not FILES, reason="../shared/truth is not here"),
]


@pytest.fixture(scope="module")
def plans() -> list[dict[str, Any]]:
    return [yaml.load(path.read_text("utf-8"), Loader=yaml.CSafeLoader) for path in FILES]


def period_of(plan: dict[str, Any]) -> Period:
    told = plan["document"]["period"]
    start, end = (told[key] and date.fromisoformat(str(told[key])) for key in ("start", "end"))
    return Period(told["raw"], start, end)


def told(value: DeadlineValue) -> tuple[object, ...]:
    return (
        value.kind,
        value.start,
        value.end,
        value.recurrence,
        tuple((part.raw, *told(part)) for part in value.parts),
    )


def truth(deadline: dict[str, Any]) -> tuple[object, ...]:
    dates = (deadline[key] and date.fromisoformat(str(deadline[key])) for key in ("start", "end"))
    parts = tuple((part["raw"], *truth(part)) for part in deadline.get("parts") or ())
    return deadline["kind"], *dates, deadline["recurrence"], parts


def unit(name: str) -> str:
    """A body for comparing: without the level it belongs to."""
    name = fold(name).replace("hđnd ubnd", "hđnd và ubnd")
    return str(regex.sub(r"( thuộc)?( ubnd)? (phường|xã|huyện)$", "", name))


def share(pairs: list[tuple[object, object]]) -> float:
    assert pairs
    return sum(want == got for want, got in pairs) / len(pairs)


def test_deadlines(plans: list[dict[str, Any]]) -> None:
    pairs: list[tuple[object, object]] = []
    for plan in plans:
        for task in plan["tasks"]:
            if task["deadline"]:
                value = parse_deadline(task["deadline"]["raw"], period_of(plan))
                pairs.append((truth(task["deadline"]), value and told(value)))
    assert share(pairs) >= 1.0


@pytest.mark.parametrize("role", ["lead", "coordinating"])
def test_offices(plans: list[dict[str, Any]], role: str) -> None:
    pairs: list[tuple[object, object]] = []
    for plan in plans:
        for task in plan["tasks"]:
            if task[role]:
                value = parse_offices(task[role]["raw"], plan["document"]["unit"]["level"])
                pairs.append(
                    (sorted(map(unit, task[role]["units"])), sorted(map(unit, value.units)))
                )
    assert share(pairs) >= 1.0


def test_metrics(plans: list[dict[str, Any]]) -> None:
    keys = ("comparator", "value", "min", "max", "unit")
    pairs: list[tuple[object, object]] = []
    for plan in plans:
        for target in plan["targets"]:
            want = [tuple(metric.get(key) for key in keys) for metric in target["metrics"]]
            got = [
                tuple(getattr(metric, key) for key in keys)
                for metric in parse_metrics(target["text"])
            ]
            pairs.append((want, got))
    assert share(pairs) >= 1.0


def test_periods(plans: list[dict[str, Any]]) -> None:
    pairs: list[tuple[object, object]] = [
        (period_of(plan), parse_period(plan["document"]["title"])) for plan in plans
    ]
    assert share(pairs) >= 1.0
