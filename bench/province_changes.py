"""How the made plans of a province change from version to version, and from year to year, with the
truth of each change."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from random import Random
from typing import Any

from bench.province_draw import all_rows, draw_time, moved_figure, other_time, reworded
from bench.province_model import Duty, Goal, Paper, Row, in_print_order, later_year, words

FAR = 3
"""Rows that one is moved past within its group, at least."""


@dataclass(frozen=True, slots=True)
class Change:
    """One thing that a new version changed. `kind`: added, removed, moved, changed; `part`: tasks,
    targets, legal_bases, assignments, document; `key`: of the row, the number of the base, the body
    of the duty; `field` of what was changed, `before` and `after` it."""

    kind: str
    part: str
    key: str
    field: str | None = None
    before: str | None = None
    after: str | None = None


Step = Callable[[Paper, Random, set[str]], tuple[Paper, list[Change]]]


def revised(paper: Paper, random: Random, steps: int = 8) -> tuple[Paper, tuple[Change, ...]]:
    """A paper issued anew: some rows inserted, gone, moved, changed; its number and day of issue
    others. No part is changed twice, so that each change is seen."""
    weights = dict(_STEPS)
    changes: list[Change] = []
    touched: set[str] = set()
    before = paper
    for step in random.choices(list(weights), list(weights.values()), k=steps):
        paper, told = step(paper, random, touched)
        changes += told
    paper = replace(
        paper,
        number=before.number + random.randint(1, 40),
        issued_on=before.issued_on + timedelta(days=random.randint(5, 25)),
        lapses=tuple(one for one in paper.lapses if one.code != "duplicate_number"),
    )
    paper = replace(paper, rows=in_print_order(paper.rows))
    return paper, (*changes, *_issued_again(before, paper))


def next_year(paper: Paper, random: Random, steps: int = 8) -> tuple[Paper, tuple[Change, ...]]:
    """The plan of the year after: every date a year on, and changes besides."""
    changed, changes = revised(paper, random, steps)
    later = later_year(changed)
    told = [one for one in changes if one.field not in ("number", "issued_on")]
    return later, (*told, *_issued_again(paper, later))


def _issued_again(before: Paper, after: Paper) -> list[Change]:
    told = [
        ("number", before.symbol, after.symbol),
        ("issued_on", before.issued_on.isoformat(), after.issued_on.isoformat()),
    ]
    return [Change("changed", "document", "", *one) for one in told if one[1] != one[2]]


# --- rows -----------------------------------------------------------------------------------------


def _inserted(paper: Paper, random: Random, touched: set[str]) -> tuple[Paper, list[Change]]:
    there = {row.task for row in paper.rows}
    rows = all_rows(random, words()["offices"])
    drawn = [row for row in rows if row.task not in there and f"gone {row.task}" not in touched]
    key = f"n{paper.number}-{len(touched)}-{random.randint(1000, 9999)}"
    row = replace(drawn[0], key=key, time=draw_time(random, paper.year))
    touched.add(key)
    place = random.randint(0, len(paper.rows))
    kept = in_print_order((*paper.rows[:place], row, *paper.rows[place:]))
    return replace(paper, rows=kept), [Change("added", "tasks", key, after=row.task)]


def _gone(paper: Paper, random: Random, touched: set[str]) -> tuple[Paper, list[Change]]:
    row = _untouched(paper.rows, random, touched)
    if row is None or len(paper.rows) < 8:
        return paper, []
    touched.add(f"gone {row.task}")  # put back, it would only have moved
    rows = tuple(one for one in paper.rows if one.key != row.key)
    return replace(paper, rows=rows), [Change("removed", "tasks", row.key, before=row.task)]


def _moved(paper: Paper, random: Random, touched: set[str]) -> tuple[Paper, list[Change]]:
    """A row put into another group, or far off in its own."""
    row = _untouched(paper.rows, random, touched)
    if row is None:
        return paper, []
    rest = [one for one in paper.rows if one.key != row.key]
    mates = [place for place, one in enumerate(rest) if one.group == row.group]
    here = paper.rows.index(row)
    far = [place for place in mates if abs(place - here) >= FAR]
    own = f"group {row.group}"
    if far and own not in touched and random.random() < 0.5:
        touched.add(own)  # of two moves in one group nobody could tell which rows were moved
        rest.insert(random.choice(far), row)
    else:
        groups = sorted({one.group for one in rest if one.group != row.group})
        group = random.choice(groups)
        rest.append(replace(row, group=group))
    return replace(paper, rows=in_print_order(rest)), [Change("moved", "tasks", row.key)]


def _row_changed(paper: Paper, random: Random, touched: set[str]) -> tuple[Paper, list[Change]]:
    """A row with another wording, deadline, owner, helpers or product."""
    row = _untouched(paper.rows, random, touched)
    if row is None:
        return paper, []
    change, change_told = random.choice(_ROW_CHANGES)(row, random, paper)
    new = replace(row, **change)
    rows = tuple(new if one.key == row.key else one for one in paper.rows)
    told = Change("changed", "tasks", row.key, *change_told)
    return replace(paper, rows=rows), [told]


RowChange = Callable[
    [Row, Random, Paper], tuple[dict[str, Any], tuple[str, str | None, str | None]]
]


def _wording(row: Row, random: Random, paper: Paper) -> Any:
    text = reworded(row.task, random)
    return {"task": text}, ("task", row.task, text)


def _deadline(row: Row, random: Random, paper: Paper) -> Any:
    time = other_time(random, row.time, paper.year)
    return {"time": time}, ("deadline", row.time.raw if row.time else None, time.raw)


def _lead(row: Row, random: Random, paper: Paper) -> Any:
    taken = (row.lead, *row.coordinating)
    lead = random.choice([one for one in words()["offices"].values() if one not in taken])
    return {"lead": lead}, ("lead", row.lead, lead)


def _helpers(row: Row, random: Random, paper: Paper) -> Any:
    taken = (row.lead, *row.coordinating)
    more = random.choice([one for one in words()["offices"].values() if one not in taken])
    new = (*row.coordinating, more)
    return {"coordinating": new}, (
        "coordinating",
        "; ".join(row.coordinating) or None,
        "; ".join(new),
    )


def _product(row: Row, random: Random, paper: Paper) -> Any:
    new = (random.choice([one for one in words()["products"] if one not in row.products]),)
    return {"products": new}, ("deliverables", "; ".join(row.products) or None, new[0])


_ROW_CHANGES: tuple[RowChange, ...] = (_wording, _deadline, _deadline, _lead, _helpers, _product)


def _untouched(rows: Sequence[Row], random: Random, touched: set[str]) -> Row | None:
    free = [row for row in rows if row.key not in touched]
    if not free:
        return None
    row = random.choice(free)
    touched.add(row.key)
    return row


# --- what else a plan holds -----------------------------------------------------------------------


def _goal_changed(paper: Paper, random: Random, touched: set[str]) -> tuple[Paper, list[Change]]:
    goal = _untouched_goal(paper, random, touched)
    if goal is None:
        return paper, []
    new, _ = moved_figure(random, goal)
    goals = tuple(new if one.key == goal.key else one for one in paper.goals)
    told = Change("changed", "targets", goal.key, "metrics", goal.metric, new.metric)
    return replace(paper, goals=goals), [told]


def _goal_gone(paper: Paper, random: Random, touched: set[str]) -> tuple[Paper, list[Change]]:
    goal = _untouched_goal(paper, random, touched)
    if goal is None or len(paper.goals) < 4:
        return paper, []
    goals = tuple(one for one in paper.goals if one.key != goal.key)
    return replace(paper, goals=goals), [Change("removed", "targets", goal.key, before=goal.text)]


def _untouched_goal(paper: Paper, random: Random, touched: set[str]) -> Goal | None:
    free = [goal for goal in paper.goals if goal.key not in touched]
    if not free:
        return None
    goal = random.choice(free)
    touched.add(goal.key)
    return goal


def _base_added(paper: Paper, random: Random, touched: set[str]) -> tuple[Paper, list[Change]]:
    there = {base[1] for base in paper.bases}
    known = [tuple(one) for one in words()["bases"] if one[1] not in there | touched]
    if not known:
        return paper, []
    base = random.choice(known)
    touched.add(base[1])
    bases = (*paper.bases[:-1], base, *paper.bases[-1:])
    return replace(paper, bases=bases), [Change("added", "legal_bases", base[1])]


def _base_gone(paper: Paper, random: Random, touched: set[str]) -> tuple[Paper, list[Change]]:
    free = [base for base in paper.bases if base[1] not in touched]
    if len(paper.bases) < 2 or not free:
        return paper, []
    base = random.choice(free)
    touched.add(base[1])
    bases = tuple(one for one in paper.bases if one != base)
    return replace(paper, bases=bases), [Change("removed", "legal_bases", base[1])]


def _duty_changed(paper: Paper, random: Random, touched: set[str]) -> tuple[Paper, list[Change]]:
    free = [duty for duty in paper.duties if f"duty {duty.key}" not in touched]
    if not free:
        return paper, []
    duty = random.choice(free)
    touched.add(f"duty {duty.key}")
    more = random.choice(words()["more_duties"])
    if more in duty.text:
        return paper, []
    new = Duty(duty.key, duty.unit, f"{duty.text.rstrip('.')}; {more}.")
    duties = tuple(new if one.key == duty.key else one for one in paper.duties)
    told = Change("changed", "assignments", duty.unit, "duties", duty.text, new.text)
    return replace(paper, duties=duties), [told]


def _signer_changed(paper: Paper, random: Random, touched: set[str]) -> tuple[Paper, list[Change]]:
    if "signer" in touched:
        return paper, []
    touched.add("signer")
    family, *rest = paper.signer.split()
    others = [one for one in words()["signers"]["family"] if one != family]
    signer = " ".join((random.choice(others), *rest))
    told = Change("changed", "document", "", "signer", paper.signer, signer)
    return replace(paper, signer=signer), [told]


def _recipient_added(paper: Paper, random: Random, touched: set[str]) -> tuple[Paper, list[Change]]:
    free = [one for one in words()["added_recipients"] if one not in paper.recipients]
    if "recipients" in touched or not free:
        return paper, []
    touched.add("recipients")
    added = random.choice(free)
    told = Change("changed", "document", "", "recipients", None, added)
    return replace(paper, recipients=(*paper.recipients, added)), [told]


_STEPS: tuple[tuple[Step, int], ...] = (
    (_inserted, 4),
    (_gone, 3),
    (_moved, 2),
    (_row_changed, 10),
    (_goal_changed, 3),
    (_goal_gone, 1),
    (_base_added, 1),
    (_base_gone, 1),
    (_duty_changed, 1),
    (_signer_changed, 1),
    (_recipient_added, 1),
)
