"""How the papers of a made province are drawn: the plan of its own, and what each ward makes of it,
with the truth of what was taken up and of what slipped."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from random import Random
from typing import Any

from bench.province_model import (
    EVERY,
    Duty,
    Goal,
    Lapse,
    Paper,
    Record,
    Row,
    Time,
    in_print_order,
    words,
)
from bench.revisions import correction

SUPERIOR_ROWS, SUPERIOR_GOALS = 40, 14
TAKEN, KEPT_WORDING = 0.75, 0.45
"""How probably a ward takes up what it is assigned, and in the same words."""
LESS_OR_MORE = 0.3
"""How probably it takes it up with another date, or another figure."""
LAPSES = 0.03
"""How probably a row lacks a thing."""
CORRECTED = 0.35
"""How probably another wording is a correction of small things, or a slip."""
COPIES = 0.1
"""How probably a ward copies the plan of another."""
_TIMES = {
    **{"by": 4, "latest": 2, "month": 4, "quarter": 5, "half": 1, "year": 1},
    **{"monthly": 2, "quarterly": 2, "half-yearly": 1, "always": 3, "condition": 1},
}
_DAYS = (10, 15, 20, 28)
_LAST = {"month": 12, "quarter": 4, "half": 2}


@dataclass(frozen=True, slots=True)
class Taken:
    """What a ward made of a task or target that it was assigned. `own`: its key in the ward's plan,
    None where nobody took it up; `date`: same, earlier, later, rarer, oftener; `figure`: same,
    less, more. Lapses come after: a deadline may be lacking all the same."""

    part: str
    assigned: str
    own: str | None
    date: str = "same"
    figure: str = "same"
    is_verbatim: bool = True


def chance(*seed: object) -> Random:
    """A stream of chance of its own."""
    return Random("/".join(map(str, seed)))  # noqa: S311 - made plans, no secrets


def draw_time(random: Random, year: int) -> Time:
    """A deadline of any kind."""
    form = random.choices(list(_TIMES), list(_TIMES.values()))[0]
    if form in ("by", "latest"):
        return Time(form, year, random.randint(3, 12), random.choice(_DAYS))
    return Time(form, year, random.randint(1, _LAST.get(form, 1)))


def other_time(random: Random, time: Time | None, year: int) -> Time:
    """A deadline that is surely another."""
    while (drawn := draw_time(random, year)) == time or (
        time is not None and drawn.end is not None and drawn.end == time.end
    ):
        pass
    return drawn


def all_rows(random: Random, bodies: Record) -> list[Row]:
    """Every task that the vocabulary can say, in any order, without key or time."""
    made = [row for group, told in enumerate(words()["groups"]) for template in told["tasks"]
            for row in _rows_of(template, group, bodies)]  # fmt: skip
    random.shuffle(made)
    return made


def _rows_of(template: Record, group: int, bodies: Record) -> Iterator[Row]:
    for task in _filled(template["task"]):
        helpers = tuple(bodies[name] for name in template["with"])
        yield Row("", group, task, (template["product"],), bodies[template["lead"]], helpers)


def _filled(text: str) -> Iterator[str]:
    slots: dict[str, list[str]] = words()["slots"]
    names = [name for name in slots if f"{{{name}}}" in text]
    if not names:
        yield text
        return
    first, *rest = names
    assert len(rest) <= 1, "two slots at most"
    for place, value in enumerate(slots[first]):
        filled = text.replace(f"{{{first}}}", value)
        if rest:  # not all of two lists: one of the second for each of the first
            others = slots[rest[0]]
            filled = filled.replace(f"{{{rest[0]}}}", others[place % len(others)])
        yield filled


def _goals(random: Random) -> list[Goal]:
    made = []
    for template in words()["targets"]:
        comparator, low, high, step, *unit = template["figure"].split()
        figure = random.randrange(int(low), int(high) + 1, int(step))
        made.append(Goal("", template["text"], figure, comparator, " ".join(unit)))
    random.shuffle(made)
    return made


def _signer(random: Random) -> str:
    names: dict[str, list[str]] = words()["signers"]
    return " ".join(random.choice(names[part]) for part in ("family", "middle", "given"))


def _bases(random: Random) -> tuple[tuple[str, ...], ...]:
    known: list[list[str]] = words()["bases"]
    return tuple(tuple(one) for one in known[: random.randint(2, 3)])


def superior(random: Random, year: int) -> Paper:
    """The plan of the province, by which its wards get their tasks."""
    rows = in_print_order(all_rows(random, words()["departments"])[:SUPERIOR_ROWS])
    goals = _goals(random)[:SUPERIOR_GOALS]
    return Paper(
        name="ke-hoach-tinh",
        level="tỉnh",
        place=words()["province"],
        number=12,
        issued_on=date(year, 1, 6),
        year=year,
        signer=_signer(random),
        bases=_bases(random),
        purposes=tuple(words()["purposes"][:3]),
        goals=tuple(replace(goal, key=f"g{n}") for n, goal in enumerate(goals, start=1)),
        rows=tuple(
            replace(row, key=f"r{n}", time=draw_time(random, year))
            for n, row in enumerate(rows, start=1)
        ),
        duties=_duties(words()["departments"]),
        recipients=("Chính phủ (để b/c)", "Các sở, ban, ngành", "UBND các xã, phường"),
    )


def _duties(bodies: Record) -> tuple[Duty, ...]:
    told: list[list[str]] = words()["duties"]
    return tuple(Duty(f"d{n}", bodies[body], text) for n, (body, text) in enumerate(told, start=1))


def places(random: Random) -> list[str]:
    """The names of wards, in any order."""
    made = [f"{first} {last}" for first in words()["ward_first"] for last in words()["ward_last"]]
    random.shuffle(made)
    return made


def ward(
    random: Random, assigned: Paper, place: str, *, name: str
) -> tuple[Paper, tuple[Taken, ...]]:
    """The plan of a ward: what it takes up of its superior's, changed or not, and tasks and targets
    of its own."""
    bodies = words()["offices"]
    rows: list[Row] = []
    goals: list[Goal] = []
    taken: list[Taken] = []
    for row in assigned.rows:
        own, told = _taken_row(random, row, bodies)
        taken.append(told)
        rows += [own] if own is not None else []
    for goal in assigned.goals:
        figure, told = _taken_goal(random, goal)
        taken.append(told)
        goals += [figure] if figure is not None else []
    rows += _own_rows(random, assigned, bodies)
    goals += _own_goals(random, assigned)
    year = assigned.year
    subordinate = ("Kế hoạch", assigned.symbol, f"{assigned.issued_on:%d/%m/%Y}", assigned.body,
                   f"về cải cách hành chính năm {year}")  # fmt: skip
    paper = Paper(
        name=name,
        level="phường",
        place=place,
        number=random.randint(20, 199),
        issued_on=date(year, 1, 12) + timedelta(days=random.randint(0, 40)),
        year=year,
        signer=_signer(random),
        bases=(*_bases(random), subordinate),
        purposes=tuple(random.sample(words()["purposes"], random.randint(2, 4))),
        goals=tuple(goals),
        rows=in_print_order(rows),
        duties=_duties(bodies)[: random.randint(4, 6)],
        recipients=tuple(words()["recipients"]),
    )
    return paper, tuple(taken)


def _taken_row(random: Random, row: Row, bodies: Record) -> tuple[Row | None, Taken]:
    if random.random() > TAKEN:
        return None, Taken("tasks", row.key, None)
    time, told = row.time, "same"
    if time is not None and random.random() < LESS_OR_MORE:
        time, told = moved_time(random, time)
    text = row.task
    if random.random() > KEPT_WORDING:
        text = reworded(text, random)
    departments: Record = words()["departments"]
    local = {name: bodies[key] for key, name in departments.items()}
    own = replace(
        row,
        task=text,
        time=time,
        lead=local[row.lead] if row.lead else None,
        coordinating=tuple(local[one] for one in row.coordinating),
    )
    return own, Taken("tasks", row.key, row.key, date=told, is_verbatim=text == row.task)


def _taken_goal(random: Random, goal: Goal) -> tuple[Goal | None, Taken]:
    if random.random() > TAKEN:
        return None, Taken("targets", goal.key, None)
    own, told = goal, "same"
    if random.random() < LESS_OR_MORE:
        own, told = moved_figure(random, goal)
    return own, Taken("targets", goal.key, goal.key, figure=told)


def moved_time(random: Random, time: Time) -> tuple[Time, str]:
    """A deadline of the same form, before or after; the same where there is no other."""
    if time.form in EVERY:
        form = random.choice([one for one in EVERY if one != time.form])
        told = "rarer" if EVERY.index(form) > EVERY.index(time.form) else "oftener"
        return replace(time, form=form), told
    last = 12 if time.form in ("by", "latest") else _LAST.get(time.form, 1)
    others = [at for at in range(1, last + 1) if at != time.at]
    if not others or time.end is None:
        return time, "same"
    at = random.choice(others)
    return replace(time, at=at), "later" if at > time.at else "earlier"


def moved_figure(random: Random, goal: Goal) -> tuple[Goal, str]:
    """The same target, promising less or more: of a bound from above, more is less."""
    is_bound_above = goal.comparator in ("<", "<=")
    step = max(1, goal.figure // 10)
    lower, higher = goal.figure - step, goal.figure + step
    if goal.unit == "%":
        higher = min(higher, 100)
    figure = random.choice([one for one in (lower, higher) if one not in (goal.figure, 0)])
    is_less = (figure > goal.figure) == is_bound_above
    return replace(goal, figure=figure), "less" if is_less else "more"


def _own_rows(random: Random, assigned: Paper, bodies: Record) -> list[Row]:
    """Tasks of its own: none that its superior's plan has, many that look alike ("… hộ tịch" for
    "… đất đai")."""
    theirs = {row.task for row in assigned.rows}
    drawn = [row for row in all_rows(random, bodies) if row.task not in theirs]
    return [
        replace(row, key=f"o{n}", time=draw_time(random, assigned.year))
        for n, row in enumerate(drawn[: random.randint(3, 10)], start=1)
    ]


def _own_goals(random: Random, assigned: Paper) -> list[Goal]:
    theirs = {goal.pattern for goal in assigned.goals}
    drawn = [goal for goal in _goals(random) if goal.pattern not in theirs]
    return [replace(goal, key=f"og{n}") for n, goal in enumerate(drawn[:1], start=1)]


def reworded(text: str, random: Random) -> str:
    """A wording that means the same: a synonym, a short form, an addition at its end, or whatever
    clerks correct and spoil (`bench/revisions.py`)."""
    if random.random() < CORRECTED:
        return correction(text, random)
    pairs: list[list[str]] = words()["synonyms"]
    both = [*pairs, *([new, old] for old, new in pairs)]
    fitting = [(old, new) for old, new in both if old in text and new not in text]
    if fitting and random.random() < 0.7:
        old, new = random.choice(fitting)
        return text.replace(old, new, 1)
    tails = [tail for tail in words()["tails"] if tail not in text]
    return f"{text} {random.choice(tails)}"


def with_lapses(random: Random, paper: Paper, others: Sequence[str]) -> Paper:
    """A paper as its clerk left it: cells empty, a date that is none, a number twice, another
    ward's name."""
    rows = list(paper.rows)
    lapses: list[Lapse] = []
    for place, row in enumerate(rows):
        if random.random() > LAPSES * 4:
            continue
        code, change = random.choice(_lapses(row))
        if code == "duplicate_number" and (not place or row.group != rows[place - 1].group):
            continue
        if code == "foreign_unit_name":
            other = f"phường {random.choice([one for one in others if one != paper.place])}"
            change = {"task": f"{row.task} của {other}"}
            lapses.append(Lapse(code, row.key, other))
        else:
            lapses.append(Lapse(code, row.key))
        rows[place] = replace(row, **change)
    return replace(paper, rows=tuple(rows), lapses=tuple(lapses))


def _lapses(row: Row) -> list[tuple[str, dict[str, Any]]]:
    """What may slip in a row: the code of its finding, and what changes."""
    year = row.time.year if row.time is not None else 2031
    return [
        ("missing_owner", {"lead": None}),
        ("missing_deadline", {"time": None}),
        ("missing_deliverable", {"products": ()}),
        ("invalid_date", {"time": Time("impossible", year, 6, 31)}),
        ("duplicate_number", {}),
        ("foreign_unit_name", {}),
    ]


def copied(random: Random, paper: Paper, place: str, *, name: str) -> Paper:
    """The plan of one ward as that of another: name, number and signer are its own."""
    return replace(
        paper,
        name=name,
        place=place,
        number=random.randint(20, 199),
        signer=_signer(random),
        issued_on=paper.issued_on + timedelta(days=random.randint(1, 9)),
        copied_from=paper.name,
    )
