"""What a list is as a whole. A reader who mistakes what a list is has most of its values wrong."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Mapping, Sequence
from itertools import pairwise
from typing import NamedTuple

from kehoach.parsers.confidence.measures.figures import MISSING, grown, mean, median, spread
from kehoach.parsers.confidence.measures.lists import OwnItem, OwnList, Place
from kehoach.parsers.confidence.measures.words import of_words
from kehoach.schema import models
from kehoach.schema.sources import Evidence

SORTS = ("none", "table", "body", "targets", "assignments", "recipients", "bases")
READ_WHOLE = 0.9
"""The share of an item's letters that its values have, in one that was read whole."""
MANY_COMMAS = 3
ABOVE = ("above", "paper")
"""How near a value stands that its item does not have itself."""
FIELDS = (
    "lead",
    "deadline",
    "coordinating",
    "deliverables",
    "activities",
    "subgroup",
    "objective",
)


class OfList(NamedTuple):
    """Measures of a list. Shares are of its items (0 to 1), `evidence_…` of its values."""

    sort: float = 0.0
    size: float = MISSING
    length: float = MISSING
    length_spread: float = MISSING
    verbs: float = MISSING
    sure: float = MISSING
    numbered: float = MISSING
    grouped: float = MISSING
    said_again: float = MISSING
    small_letters: float = MISSING
    stops: float = MISSING
    colons: float = MISSING
    sentences: float = MISSING
    many_commas: float = MISSING
    values: float = MISSING
    evidence_covered: float = MISSING
    evidence_uncovered: float = MISSING
    evidence_share: float = MISSING
    evidence_above: float = MISSING
    evidence_item: float = MISSING
    text_between: float = MISSING
    headings_between: float = MISSING
    numbers_go_on: float = MISSING


class OfTasks(NamedTuple):
    """Measures of a list of tasks alone: the share that has each field, how many different groups,
    leads and times there are for one task, the share of leads that are not known."""

    with_lead: float = MISSING
    with_deadline: float = MISSING
    with_coordinating: float = MISSING
    with_deliverables: float = MISSING
    with_activities: float = MISSING
    with_subgroup: float = MISSING
    with_objective: float = MISSING
    groups: float = MISSING
    leads: float = MISSING
    deadlines: float = MISSING
    unknown_leads: float = MISSING


def of_list(
    own: OwnList,
    evidence: Mapping[str, Evidence],
    blocks: Sequence[Place],
    headings: Sequence[Place],
) -> OfList:
    """`blocks`, `headings`: where plain text and headings stand, in order."""
    places = [item.place for item in own.items if item.place is not None]
    size = len(own.items)
    numbers = [getattr(item.item, "number", None) for item in own.items]
    return OfList(
        **_of_words([item.words for item in own.items]),
        **_of_evidence(own.items, evidence),
        sort=float(SORTS.index(own.sort)),
        size=grown(size),
        sure=mean([getattr(item.item, "confidence", 1.0) for item in own.items]),
        numbered=(size - numbers.count(None)) / size,
        grouped=mean([getattr(item.item, "group", None) is not None for item in own.items]),
        values=mean([len(item.values) for item in own.items]),
        text_between=_between(blocks, places) / size if places else MISSING,
        headings_between=_between(headings, places) / size if places else MISSING,
        numbers_go_on=_going_on(numbers),
    )


def _of_words(wordings: Sequence[str]) -> dict[str, float]:
    """The measures that the main words of items tell."""
    looks = [of_words(words) for words in wordings]
    letters = [look.letters for look in looks]
    return {
        "length": grown(median(letters)),
        "length_spread": spread(letters),
        "verbs": mean([look.verb for look in looks]),
        "said_again": 1 - len(set(wordings)) / len(wordings),
        "small_letters": mean([look.small_letter for look in looks]),
        "stops": mean([look.stop for look in looks]),
        "colons": mean([look.colon for look in looks]),
        "sentences": mean([look.sentences > 0 for look in looks]),
        "many_commas": mean([look.commas > MANY_COMMAS for look in looks]),
    }


def of_tasks(own: OwnList) -> OfTasks:
    """Of a list of tasks; nothing of another."""
    tasks = [item.item for item in own.items if isinstance(item.item, models.Task)]
    if not tasks:
        return OfTasks()
    size = len(tasks)
    leads = [task.lead for task in tasks if task.lead is not None]
    times = {task.deadline.raw for task in tasks if task.deadline is not None}
    return OfTasks(
        **{f"with_{name}": mean([bool(getattr(task, name)) for task in tasks]) for name in FIELDS},
        groups=len({task.group.title for task in tasks if task.group is not None}) / size,
        leads=len({lead.raw for lead in leads}) / size,
        deadlines=len(times) / size,
        unknown_leads=mean([bool(lead.unknown) for lead in leads]),
    )


def _of_evidence(items: Iterable[OwnItem], evidence: Mapping[str, Evidence]) -> dict[str, float]:
    held = [evidence[value.pointer] for item in items for value in item.values]
    levels = [each.level for each in held]
    return {
        "evidence_covered": mean([each.covered for each in held]),
        "evidence_uncovered": mean([each.covered < READ_WHOLE for each in held]),
        "evidence_share": mean([each.share for each in held]),
        "evidence_above": mean([level in ABOVE for level in levels]),
        "evidence_item": mean([level == "item" for level in levels]),
    }


def _between(places: Sequence[Place], items: Sequence[Place]) -> int:
    """How many of these places, in order, lie between the first and the last item."""
    return max(0, bisect_left(places, max(items)) - bisect_right(places, min(items)))


def _going_on(numbers: Sequence[str | None]) -> float:
    """The share of numbers that follow on the one before, or begin anew.

    >>> _going_on(["1", "2", "1"]), _going_on(["a", "c"]), _going_on([None, "1"])
    (1.0, 0.0, -9.0)
    """
    follows = [
        _follows(before, number) for before, number in pairwise(numbers) if before and number
    ]
    told = [each for each in follows if each is not None]
    return mean(told) if told else MISSING


def _follows(before: str, number: str) -> bool | None:
    """Does a number follow on another; None where that cannot be told."""
    last, own = before.split(".")[-1], number.split(".")[-1]
    if last.isdecimal() and own.isdecimal():
        return int(own) in (int(last) + 1, 1)
    if len(before) == len(number) == 1:
        return ord(number) - ord(before) == 1 or number == "a"
    return None
