"""Rules that compare tasks with each other and with the body: two tasks alike, an area that no task
serves."""

from __future__ import annotations

import re
from collections import Counter, deque
from collections.abc import Iterator, Sequence

from kehoach.normalize.text import comparison_key
from kehoach.schema.models import Plan, Section, Task
from kehoach.schema.rules.base import Hit, Observations, rule, task_words
from kehoach.schema.rules.vocabulary import alike, words

MIN_WORDS = 6
_FIGURES = re.compile(r"\d+|\b[ivx]+\b")
SAME = 0.93


@rule("duplicate_task")
def duplicate_task(plan: Plan, seen: Observations) -> Iterator[Hit]:
    """Two rows that ask for the same: a row copied and left. Rows of one merged cell are one task;
    figures, years and quarters tell two tasks apart; in different groups they must also have the
    same owner, date and product."""
    if seen.narrative:
        return
    told: set[int] = set()
    flats = [comparison_key(_wording(task)) for task in plan.tasks]
    for one, other in _comparable(flats):
        first, second = plan.tasks[one], plan.tasks[other]
        if other in told or (first.task, first.number, first.group) == (
            second.task,
            second.number,
            second.group,
        ):
            continue
        if alike(flats[one], flats[other]) < SAME:
            continue
        if first.group == second.group or _same_fields(first, second):
            told.add(other)
            details: dict[str, object] = {"first": first.number or one + 1}
            yield Hit(
                "duplicate_task", f"/tasks/{other}", task_words(second), second.spans, details
            )


def _wording(task: Task) -> str:
    return " ".join((task.task, *task.activities))


UNLIKE = 1 - SAME / (2 - SAME)
"""The share of a wording's words that may be missing in one alike: as many as when the other is as
short as can be."""


def _comparable(flats: Sequence[str]) -> Iterator[tuple[int, int]]:
    """Pairs of wordings, in order, that may be alike: long enough, with the same figures, and with
    as many words in common order as `alike` asks for at least. `alike` itself would take minutes
    over every two of a thousand tasks."""
    from rapidfuzz.distance import Indel

    split = [text.split() for text in flats]
    for at, others in enumerate(_sharing(flats, split)):
        for other in others:
            close = abs(len(flats[at]) - len(flats[other])) <= 0.15 * len(flats[at])
            if close and Indel.normalized_similarity(split[at], split[other]) >= SAME - 1e-6:
                yield at, other


def _sharing(flats: Sequence[str], split: Sequence[list[str]]) -> Iterator[list[int]]:
    """For each wording, those after it that have the same figures and share one of its rarest
    words: of so many of them that two wordings alike cannot miss (prefix filtering, Chaudhuri,
    Ganti & Kaushik 2006)."""
    count = Counter(word for own in split for word in set(own))
    keys: list[list[tuple[tuple[str, ...], str]]] = []
    held: dict[tuple[tuple[str, ...], str], deque[int]] = {}
    for at, own in enumerate(split):
        rarest = (
            sorted(set(own), key=lambda word: (count[word], word)) if len(own) >= MIN_WORDS else []
        )
        figures = tuple(_FIGURES.findall(flats[at])) if rarest else ()
        keys.append([(figures, word) for word in rarest[: int(UNLIKE * len(own) + 1e-6) + 1]])
        for key in keys[at]:
            held.setdefault(key, deque()).append(at)
    for own_keys in keys:
        for key in own_keys:
            held[key].popleft()  # this one; those after it stay
        yield sorted({other for key in own_keys for other in held[key]})


def _same_fields(a: Task, b: Task) -> bool:
    def told(task: Task) -> tuple[str, ...]:
        lead, deadline = (
            task.lead.raw if task.lead else "",
            task.deadline.raw if task.deadline else "",
        )
        return (
            comparison_key(lead),
            comparison_key(deadline),
            comparison_key(" ".join(task.deliverables)),
        )

    return told(a) == told(b) and any(told(a))


SERVED = 0.34
"""So large a part of the words of an area must stand in one task."""


@rule("unserved_area")
def unserved_area(plan: Plan, seen: Observations) -> Iterator[Hit]:
    """An area of work that the body names (a numbered heading under the tasks) and that no row of
    the table serves, in a paper whose table holds owner and date of everything else."""
    rows = [task for task in plan.tasks if task.origin == "table"]
    areas = list(_areas(plan.sections, "/sections"))
    if len(rows) < len(plan.tasks) or not rows or len(areas) < 4:
        return
    served = [(where, area, _is_served(area, rows)) for where, area in areas]
    missing = [(where, area) for where, area, is_served in served if not is_served]
    if len(missing) > max(1, len(areas) // 4):
        return  # body and table are built in different ways
    for where, area in missing:
        yield Hit("unserved_area", where, area.title, area.spans)
        yield Hit("unserved_area_date", where, area.title, area.spans)


def _areas(sections: tuple[Section, ...], where: str) -> Iterator[tuple[str, Section]]:
    """The numbered headings under a heading that speaks of tasks, and the points numbered like them
    ("2.7." after the heading "2.6")."""
    for at, section in enumerate(sections):
        own = f"{where}/{at}"
        if any(
            comparison_key(word) in comparison_key(section.title) for word in words("task_headings")
        ):
            stems = {
                (child.number or "").rpartition(".")[0]
                for child in section.sections
                if child.number
            }
            for n, child in enumerate(section.sections):
                if child.number:
                    yield f"{own}/sections/{n}", child
                    yield from _points(child, f"{own}/sections/{n}/blocks", stems)
            yield from _points(section, f"{own}/blocks", stems)
        yield from _areas(section.sections, f"{own}/sections")


def _points(area: Section, where: str, stems: set[str]) -> Iterator[tuple[str, Section]]:
    for n, block in enumerate(area.blocks):
        stem = (block.number or "").rpartition(".")[0]
        if block.kind == "item" and stem and stem in stems:
            yield (
                f"{where}/{n}",
                Section(number=block.number, title=block.text, level=area.level, spans=block.spans),
            )


def _is_served(area: Section, rows: list[Task]) -> bool:
    title = _content(area.title)
    if len(title) < 2:
        return True
    groups = {task.group.title for task in rows if task.group}
    wordings = [*groups, *(" ".join((task.objective or "", _wording(task))) for task in rows)]
    if any(len(title & _content(wording)) >= 0.5 * len(title) for wording in wordings):
        return True
    inside = " ".join(block.text for block in area.blocks)
    own = _content(inside)
    return bool(own) and any(
        len(own & _content(w)) >= SERVED * min(len(own), len(_content(w)) or 1) for w in wordings
    )


def _content(text: str) -> frozenset[str]:
    """The telling words of a wording."""
    light = {part for phrase in words("light") for part in comparison_key(phrase).split()}
    short = {
        comparison_key(key): comparison_key(value).split() for key, value in words("short").items()
    }
    return frozenset(
        part
        for word in comparison_key(text).split()
        for part in short.get(word, [word])
        if part not in light and len(part) > 1
    )
