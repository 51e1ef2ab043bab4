"""A superior's plan beside those below it: who took up which of its tasks and targets, with which
date and figure; what nobody took up; who promises less."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Any

from rapidfuzz import fuzz

from kehoach.compare.matching import Pair, greedy, likenesses
from kehoach.compare.model import (
    Assigned,
    Cell,
    Matrix,
    PaperTold,
    Promise,
    Taker,
    paper_told,
)
from kehoach.compare.parts import (
    Placed,
    bare_item,
    papers_in,
    targets_of,
    tasks_of,
    texts_of,
    years_between,
)
from kehoach.compare.promise import of_dates, of_figures, summed_up
from kehoach.compare.wording import Wording, apart, is_other_wording, wording
from kehoach.emit.rows import metric_text
from kehoach.schema.kinds import sends_no_plan
from kehoach.schema.models import Plan, Target, Task

SURE, PERHAPS = 0.75, 0.6
"""Likeness of a wording that is surely what was assigned, if it speaks of the same; and of one that
perhaps is."""
OTHER_ACT, OTHER_OBJECT = 0.75, 0.9
"""A wording that does something else, or speaks of something else, must be so much alike to be told
at all."""
MENTIONED = 0.7
"""So nearly must a paragraph speak of what was assigned, with all its telling words."""
SHORTEST = 4
"""Telling words. Shorter wordings stand in many a paragraph by chance."""

Parts = Sequence[Placed[Any]]


def compared(
    assigned: Plan, plans: Sequence[tuple[str, Plan]], *, assigned_name: str = ""
) -> Matrix:
    """What each of some plans made of what a superior's plan assigns.

    Args:
        assigned: The superior's plan, with its tasks and targets.
        plans: The plans below it, each with what it is called.
        assigned_name: What the superior's plan is called; by default as its file was.

    Returns:
        Everything that was assigned, tasks first, and for each plan a cell for each of them. What
        is only like an assigned thing is told as `perhaps`, with its likeness, and counts nowhere
        as taken. Papers that are no plans (Giấy mời) are named, and have no cells.
    """
    things: Parts = [*tasks_of(assigned, 0), *targets_of(assigned, 0)]
    takers = [
        _taker(assigned, things, plan=plan, told=paper_told(plan, name))
        for name, plan in plans
        if not has_no_plan(plan)
    ]
    not_plans = tuple(paper_told(plan, name) for name, plan in plans if has_no_plan(plan))
    items = tuple(
        _item(placed, [taker.cells[place] for taker in takers])
        for place, placed in enumerate(things)
    )
    return Matrix(
        assigned=paper_told(assigned, assigned_name),
        items=items,
        takers=tuple(takers),
        not_plans=not_plans,
    )


def has_no_plan(plan: Plan) -> bool:
    """Is every paper of a file of a kind that sets no tasks?"""
    return all(sends_no_plan(paper) for _, paper in papers_in(plan))


def _item(placed: Placed[Any], cells: Sequence[Cell]) -> Assigned:
    part = placed.part
    is_task = isinstance(part, Task)
    taken = [cell for cell in cells if cell.state == "taken"]
    return Assigned(
        part="tasks" if is_task else "targets",
        where=placed.pointer,
        id=part.id,
        number=part.number,
        text=placed.text,
        lead=part.lead.raw if part.lead else None,
        deadline=_deadline(part),
        figures=_figures(part),
        taken=len(taken),
        less=sum(cell.promise == "less" for cell in taken),
        more=sum(cell.promise == "more" for cell in taken),
        perhaps=sum(cell.state == "perhaps" for cell in cells),
        mentioned=sum(cell.state == "mentioned" for cell in cells),
    )


def _taker(assigned: Plan, things: Parts, plan: Plan, *, told: PaperTold) -> Taker:
    years = years_between(assigned, plan)
    own: Parts = [*tasks_of(plan, 0), *targets_of(plan, 0)]
    pairs = {pair.old: pair for pair in _matched(things, own)}
    mentions = _Mentions(plan, own)
    cells: list[Cell] = []
    for place, placed in enumerate(things):
        pair = pairs.get(place)
        if pair is None:
            cells.append(mentions.cell(place, placed))
        else:
            cells.append(_cell(placed, own[pair.new], pair=pair, years=years))
    taken = [cell for cell in cells if cell.state == "taken"]
    return Taker(
        paper=told,
        taken=len(taken),
        less=sum(cell.promise == "less" for cell in taken),
        more=sum(cell.promise == "more" for cell in taken),
        perhaps=sum(cell.state == "perhaps" for cell in cells),
        absent=sum(cell.state in ("absent", "mentioned") for cell in cells),
        own=len(own) - len(pairs),
        cells=tuple(cells),
    )


def _cell(placed: Placed[Any], own: Placed[Any], *, pair: Pair, years: int) -> Cell:
    asked, given = placed.part, own.part
    date: Promise | None = None
    figure: Promise | None = None
    if isinstance(asked, Task) and asked.deadline is not None:
        date = of_dates(asked.deadline, given.deadline, years=years)
    if isinstance(asked, Target) and asked.metrics:
        figure = of_figures(asked.metrics, given.metrics)
    return Cell(
        item=pair.old,
        state="taken" if pair.is_sure else "perhaps",
        where=own.pointer,
        text=own.text,
        lead=given.lead.raw if given.lead else None,
        deadline=_deadline(given),
        figures=_figures(given),
        likeness=round(pair.likeness, 2),
        date=date,
        figure=figure,
        promise=summed_up(date, figure),
    )


def _deadline(part: Task | Target) -> str | None:
    return part.deadline.raw if isinstance(part, Task) and part.deadline else None


def _figures(part: Task | Target) -> tuple[str, ...]:
    return tuple(map(metric_text, part.metrics)) if isinstance(part, Target) else ()


# --- what was taken up ----------------------------------------------------------------------------


def _matched(things: Parts, own: Parts) -> list[Pair]:
    """Assigned things and own ones that are surely or perhaps one: tasks among tasks, targets among
    targets."""
    found: list[tuple[float, Pair]] = []
    asked, given = ([bare_item(placed) for placed in parts] for parts in (things, own))
    for kind in (Task, Target):
        olds = [place for place, placed in enumerate(things) if isinstance(placed.part, kind)]
        news = [place for place, placed in enumerate(own) if isinstance(placed.part, kind)]
        for first, second, alike in likenesses(
            [asked[place] for place in olds],
            [given[place] for place in news],
            least=PERHAPS,
        ):
            pair = Pair(olds[first], news[second], likeness=alike)
            found += _judged(pair, asked[pair.old].wording, given=given[pair.new].wording)
    return greedy(found)


def _judged(pair: Pair, asked: Wording, given: Wording) -> Iterator[tuple[float, Pair]]:
    """The pair with how good it is, what is sure before what is not; nothing for what is none."""
    differ = apart(asked, given)
    if differ == "nothing":
        is_sure = pair.likeness >= SURE
        yield pair.likeness + is_sure, replace(pair, is_sure=is_sure)
    elif pair.likeness >= (OTHER_ACT if differ == "act" else OTHER_OBJECT) or (
        pair.likeness >= PERHAPS and is_other_wording(asked, given)
    ):
        yield pair.likeness, replace(pair, is_sure=False)


class _Mentions:
    """The paragraphs of a plan that are no tasks or targets of it."""

    def __init__(self, plan: Plan, own: Parts) -> None:
        known = {placed.item.wording.words for placed in own}
        told = [(pointer, text, wording(text)) for pointer, text in texts_of(plan)]
        self._told = [one for one in told if one[2].words not in known]
        self._words = [frozenset(one[2].telling) for one in self._told]

    def cell(self, place: int, placed: Placed[Any]) -> Cell:
        """The cell of an assigned thing that no task or target is: the paragraph that holds all its
        telling words most nearly as it says them, if there is one."""
        asked = placed.item.wording
        words = frozenset(asked.telling)
        best: tuple[float, str, str] | None = None
        if len(words) >= SHORTEST:
            for (pointer, text, given), there in zip(self._told, self._words, strict=True):
                if not words <= there:
                    continue
                likeness = fuzz.partial_ratio(asked.key, given.key) / 100
                if likeness >= MENTIONED and (best is None or likeness > best[0]):
                    best = likeness, pointer, text
        if best is None:
            return Cell(item=place, state="absent")
        likeness, pointer, text = best
        return Cell(
            item=place, state="mentioned", where=pointer, text=text, likeness=round(likeness, 2)
        )
