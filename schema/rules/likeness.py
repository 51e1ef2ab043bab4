"""Rules that compare tasks with each other and with the body: two tasks alike, an area that no task
serves."""

from __future__ import annotations

import re
from collections import Counter, deque
from collections.abc import Iterator, Sequence
from datetime import date
from difflib import SequenceMatcher
from functools import cache
from typing import Any

from kehoach.normalize.text import comparison_key, strip_diacritics
from kehoach.schema.models import Finding, Section, Task
from kehoach.schema.rules.base import Draft, finding, rule
from kehoach.schema.rules.vocabulary import alike, keys_of, spelt_out
from kehoach.schema.walk import Place

MIN_WORDS = 6
"""Shorter tasks ("Báo cáo kết quả") are alike by nature."""
SAME = 0.93
"""Two tasks so much `alike` are one."""
UNLIKE = 1 - SAME / (2 - SAME)
"""The share of a wording's words that may be missing in one alike: as many as when the other is as
short as can be."""
LONGER = 0.15
"""By so large a part two wordings alike may differ in length."""
_ROUNDING = 1e-6


@rule("duplicate_task")
def duplicate_task(draft: Draft) -> Iterator[Finding]:
    """Two rows that ask for the same: a row copied and left. Rows of one merged cell are one task;
    figures, years and quarters tell two tasks apart; in different groups they must also have the
    same owner, date and product: where nobody is named, the groups tell whom each is for. A table
    behind the prose says its points again."""
    if draft.narrative:
        return
    told: set[int] = set()
    keys = [comparison_key(_wording(task.part)) for task in draft.tasks]
    for earlier, later in _comparable(keys):
        first, second = draft.tasks[earlier].part, draft.tasks[later].part
        if later in told or first.origin != second.origin:
            continue
        if _are_one_cell(first, second) or _are_duties(first, second):
            continue
        if _are_told_apart(first, second):
            continue
        if alike(keys[earlier], keys[later]) < SAME or _differ(keys[earlier], keys[later]):
            continue
        named = first.lead is not None
        if first.group == second.group or (named and _have_same_fields(first, second)):
            told.add(later)
            place = draft.tasks[later]
            evidence = place.numbered_text
            yield finding(
                "duplicate_task", on=place, evidence=evidence, first=first.number or earlier + 1
            )


def _differ(first: str, second: str) -> bool:
    """Do two long wordings alike tell two tasks by the few words in which they differ ("… trường
    mầm non" and "… trường tiểu học")? Light words and slips of the pen tell nothing."""
    one, other = spelt_out(first), spelt_out(second)
    operations = SequenceMatcher(None, one, other, autojunk=False).get_opcodes()
    for kind, begin, end, other_begin, other_end in operations:
        if kind == "equal":
            continue
        gone = _telling(one[begin:end])
        instead = _telling(other[other_begin:other_end])
        if gone != instead and not _is_slip(gone, instead):
            return True
    return False


def _telling(words: Sequence[str]) -> list[str]:
    return [word for word in words if word not in _light_words()]


def _is_slip(gone: Sequence[str], instead: Sequence[str]) -> bool:
    """One word for one, a letter or a mark away."""
    from rapidfuzz.distance import Levenshtein

    if len(gone) != 1 or len(instead) != 1:
        return False
    return strip_diacritics(gone[0]) == strip_diacritics(instead[0]) or (
        len(gone[0]) > _SHORT and Levenshtein.distance(gone[0], instead[0]) == 1
    )


_SHORT = 3
"""Letters. Shorter words one letter apart are two words."""


def _wording(task: Task) -> str:
    return " ".join((task.task, *task.activities))


def _are_one_cell(first: Task, second: Task) -> bool:
    """Rows with the same number in the same group are one cell, printed over several rows."""
    if first.number != second.number or first.group != second.group:
        return False
    return first.task == second.task


def _are_told_apart(first: Task, second: Task) -> bool:
    """Does another column say what two rows of the same words differ in: whom or what they look at,
    where (columns without a role of their own are notes); of one merged cell any column?"""
    remarks = [comparison_key(task.note or "") for task in (first, second)]
    if all(remarks) and remarks[0] != remarks[1]:
        return True
    if _are_rounds(first, second):
        return True
    fields = [_owner_date_product(task) for task in (first, second)]
    return _share_cell(first, second) and (fields[0] != fields[1] or remarks[0] != remarks[1])


ROUND = 60
"""Days. A span so long, or so long a pause behind one, makes two times two rounds of a work; nearer
ones ("tháng 10", "tháng 11") contradict each other."""


def _are_rounds(first: Task, second: Task) -> bool:
    """Does one body do the work twice, in two parts of the year ("Quý II", "Quý IV")?"""
    if first.lead is None or second.lead is None or first.lead.units != second.lead.units:
        return False
    spans = sorted(span for task in (first, second) if (span := _span(task)))
    if len(spans) < 2 or spans[1][0] <= spans[0][1]:
        return False
    pause = (spans[1][0] - spans[0][1]).days
    return pause > ROUND or all((end - start).days > ROUND for start, end in spans)


def _span(task: Task) -> tuple[date, date] | None:
    """The days from which and up to which a task is to be done, where both are told whole."""
    deadline = task.deadline
    if deadline is None or not (deadline.start and deadline.end):
        return None
    try:
        return date.fromisoformat(deadline.start), date.fromisoformat(deadline.end)
    except ValueError:
        return None  # "2026-08": the day is blank


def _share_cell(first: Task, second: Task) -> bool:
    """Are the words of two tasks those of one printed cell?"""
    sources = (first.sources, second.sources)
    places = [own.task.spans for own in sources if own is not None and own.task is not None]
    return len(places) == len(sources) and bool(places[0]) and places[0] == places[1]


def _are_duties(first: Task, second: Task) -> bool:
    """Sentences of the body that name nobody are duties of those whose headings they stand under:
    two bodies may have the same."""
    return first.origin != "table" and not (first.lead and second.lead)


def _have_same_fields(first: Task, second: Task) -> bool:
    fields = _owner_date_product(first)
    return any(fields) and fields == _owner_date_product(second)


def _owner_date_product(task: Task) -> tuple[str, str, str]:
    lead = task.lead.raw if task.lead else ""
    deadline = task.deadline.raw if task.deadline else ""
    products = " ".join(task.deliverables)
    return (
        comparison_key(lead),
        comparison_key(deadline),
        comparison_key(products),
    )


# --- pairs that may be alike ----------------------------------------------------------------------

_FIGURES = re.compile(r"\d+|\b[ivx]+\b")
_Signature = tuple[tuple[str, ...], str]
"""What two wordings alike have in common: all their figures, and at least one of the words that are
rarest in each."""


def _comparable(keys: Sequence[str]) -> Iterator[tuple[int, int]]:
    """Pairs of wordings (numbers of their `comparison_key`s), in order, that may be alike: long
    enough, with the same figures, and with as many words in common order as `alike` asks for at
    least. `alike` itself would take minutes over every two of a thousand tasks."""
    from rapidfuzz.distance import Indel

    split = [key.split() for key in keys]
    for index, others in enumerate(_sharing(keys, split)):
        for other in others:
            difference = abs(len(keys[index]) - len(keys[other]))
            if difference > LONGER * len(keys[index]):
                continue
            similarity = Indel.normalized_similarity(split[index], split[other])
            if similarity >= SAME - _ROUNDING:
                yield index, other


def _sharing(keys: Sequence[str], split: Sequence[list[str]]) -> Iterator[list[int]]:
    """For each wording, those after it that have the same figures and share one of its rarest
    words: of so many of them that two wordings alike cannot miss (prefix filtering, Chaudhuri,
    Ganti & Kaushik 2006)."""
    counts = Counter(word for words in split for word in set(words))
    signatures = [
        _signatures(key, words, counts=counts) for key, words in zip(keys, split, strict=True)
    ]
    waiting: dict[_Signature, deque[int]] = {}
    for index, own in enumerate(signatures):
        for signature in own:
            waiting.setdefault(signature, deque()).append(index)
    for own in signatures:
        for signature in own:
            waiting[signature].popleft()  # this one; those after it stay
        yield sorted({other for signature in own for other in waiting[signature]})


def _signatures(key: str, words: Sequence[str], counts: Counter[str]) -> list[_Signature]:
    if len(words) < MIN_WORDS:
        return []
    figures = tuple(_FIGURES.findall(key))
    rarest_first = sorted(set(words), key=lambda word: (counts[word], word))
    needed = int(UNLIKE * len(words) + _ROUNDING) + 1
    return [(figures, word) for word in rarest_first[:needed]]


# --- areas of work --------------------------------------------------------------------------------

MIN_AREAS = 4
"""A body with fewer areas is not built by areas."""
NAMED = 0.5
"""So large a part of the words of an area's title must stand in one row or group …"""
SERVED = 0.34
"""… or so large a part of the words of its paragraphs in one row."""


@rule("unserved_area")
def unserved_area(draft: Draft) -> Iterator[Finding]:
    """An area of work that the body names (a numbered heading under the tasks) and that no row of
    the table serves, in a paper whose table holds owner and date of everything else."""
    if not draft.rows or len(draft.rows) < len(draft.tasks):
        return
    areas = list(_areas(draft.whole))
    if len(areas) < MIN_AREAS:
        return
    rows = _contents([row.part for row in draft.rows])
    unserved = [area for area in areas if not _is_served(area, rows)]
    if len(unserved) > max(1, len(areas) // MIN_AREAS):
        return  # body and table are built in different ways
    for area in unserved:
        yield finding("unserved_area", on=area)
        yield finding("unserved_area_date", on=area)


def _areas(around: Place[Any]) -> Iterator[Place[Any]]:
    """The numbered headings under a heading that speaks of tasks, and the points numbered like them
    ("2.7." after the heading "2.6")."""
    for section in around.children("sections"):
        if _speaks_of_tasks(section.part):
            numbered = [child for child in section.children("sections") if child.part.number]
            stems = {_stem(child.part.number) for child in numbered}
            for child in numbered:
                yield child
                yield from _points(child, stems)
            yield from _points(section, stems)
        yield from _areas(section)


def _speaks_of_tasks(section: Section) -> bool:
    title = comparison_key(section.title)
    return any(phrase in title for phrase in keys_of("task_headings"))


def _points(section: Place[Section], stems: set[str]) -> Iterator[Place[Any]]:
    for block in section.children("blocks"):
        stem = _stem(block.part.number or "")
        if block.part.kind == "item" and stem and stem in stems:
            yield block


def _stem(number: str) -> str:
    """A number without its last part ("2" of "2.7")."""
    return number.rpartition(".")[0]


def _contents(rows: Sequence[Task]) -> list[frozenset[str]]:
    """The telling words of each row, and of each group of rows."""
    wordings: list[str] = []
    for task in rows:
        wordings.append(f"{task.objective or ''} {_wording(task)}")
        if task.group is not None:
            wordings.append(task.group.title)
    return [_content(wording) for wording in dict.fromkeys(wordings)]


def _is_served(area: Place[Any], rows: Sequence[frozenset[str]]) -> bool:
    """Does a row or its group name the area, or do what its paragraphs say?"""
    title = _content(area.text)
    if len(title) < 2:
        return True
    if any(len(title & row) >= NAMED * len(title) for row in rows):
        return True
    paragraphs = area.part.blocks if isinstance(area.part, Section) else ()
    inside = _content(" ".join(block.text for block in paragraphs))
    if not inside:
        return False
    return any(len(inside & row) >= SERVED * min(len(inside), len(row) or 1) for row in rows)


@cache
def _light_words() -> frozenset[str]:
    return frozenset(word for phrase in keys_of("light") for word in phrase.split())


def _content(text: str) -> frozenset[str]:
    """The telling words of a wording."""
    telling = (word for word in spelt_out(text) if word not in _light_words())
    return frozenset(word for word in telling if len(word) > 1)
