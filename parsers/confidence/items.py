"""What speaks for or against all values of an item: what it lacks, how it stands among its
neighbours, whether two of its fields hold the same words."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from functools import cache, lru_cache

from kehoach.normalize.offices.directory import opening_words
from kehoach.normalize.times.rules import find_times
from kehoach.normalize.times.timespan import plain
from kehoach.parsers.confidence.fields import in_brackets
from kehoach.parsers.confidence.neighbours import fields_of, traits_among
from kehoach.parsers.confidence.traits import beginning, ending, step
from kehoach.patterns import compile_regex
from kehoach.schema import models

MANY = 6
"""Activities of a task that perhaps took those of others."""
_CELLS = ("lead", "coordinating", "deliverables", "deadline")
_ODD = compile_regex(
    r"\p{Ll}\p{Lu}|[{}|~<>\\^_]|\p{Ll}\d|(?<![\d/.])\d\p{Ll}{2}|(?<!\S)[^\w\s\"“(%&+*–•-](?!\S)"
)
"""Letters that no clerk writes side by side: a capital inside a word, a figure in it, a sign by
itself."""


def item_traits(plan: models.Plan) -> Mapping[str, tuple[str, ...]]:
    """The traits of each item, by its JSON pointer."""
    found: dict[str, tuple[str, ...]] = {}
    own = [tuple(_of_task(task, plan.document)) for task in plan.tasks]
    for index, among in enumerate(traits_among(plan.tasks, own)):
        found[f"/tasks/{index}"] = (*own[index], *among)
    for index, target in enumerate(plan.targets):
        figures = "figures" if target.metrics else "no figures"
        odd = ("odd letters",) if _ODD.search(target.text) else ()
        begins = f"text begins {beginning(target.text)}"
        found[f"/targets/{index}"] = (f"target of {target.origin}", figures, begins, *odd)
    for index, assignment in enumerate(plan.assignments):
        found[f"/assignments/{index}"] = tuple(_of_assignment(assignment))
    return found


def understood(plan: models.Plan) -> Mapping[str, float]:
    """Shares that say how well a paper was understood: of its words those that have no place in the
    plan, of the times and bodies of its tasks those that are not known, of its tasks those that are
    words alone, and those without a number."""
    tasks = plan.tasks
    times = [task.deadline for task in tasks if task.deadline is not None]
    offices = [one for task in tasks for one in (task.lead, task.coordinating) if one is not None]
    coverage = plan.source.coverage
    return {
        "unplaced": coverage.shares.get("unplaced", 0.0) if coverage is not None else 0.0,
        "unknown times": _share(time.kind is None for time in times),
        "unknown bodies": _share(bool(one.unknown) for one in offices),
        "bare tasks": _share(fields_of(task) == "none" for task in tasks),
        "unnumbered tasks": _share(task.number is None for task in tasks),
    }


def _share(held: Iterable[bool]) -> float:
    """Of several, those of which something holds."""
    each = list(held)
    return sum(each) / len(each) if each else 0.0


def unknown_bodies(plan: models.Plan) -> Iterator[str]:
    """The bodies of tasks that our directory does not have."""
    for task in plan.tasks:
        for offices in (task.lead, task.coordinating):
            if offices is not None:
                yield from offices.unknown


def _of_task(task: models.Task, document: models.DocumentInfo) -> Iterator[str]:
    yield f"origin={task.origin}"
    yield f"has={fields_of(task)}"
    yield f"task {ending(task.task)}"
    yield f"task begins {beginning(task.task)}"
    yield f"task letters={step('letters', len(task.task))}"
    if task.number is None:
        yield "no number"
    if len(task.activities) > MANY:
        yield "many activities"
    if task.deadline is not None:
        yield f"time={task.deadline.kind or 'not understood'}"
        yield f"time {task.deadline.kind} of {_days_of(task.deadline)}"
        yield from _of_time(task.deadline, document)
        yield from _of_place(task.deadline.raw, task.task)
    elif _holds_day(task.task):
        yield "time in the words of the task alone"
    if _ODD.search(" ".join((task.task, *task.activities, *task.deliverables))):
        yield "odd letters"
    yield from _of_lead(task.lead, task.coordinating)
    yield from _of_words(task)
    if _same_place(task):
        yield "two fields in one place"


def _of_words(task: models.Task) -> Iterator[str]:
    """What the words of a task say of those of its fields."""
    if any(_names_body(text) for text in task.deliverables):
        yield "product names body"
    if _keeps_owner(task):
        yield "wording keeps its owner or time in brackets"
    yield from _owner_in_words(task)
    if any(len(text) > len(task.task) for text in task.deliverables):
        yield "product longer than its task"
    if task.group is not None and task.group.title.casefold() == task.task.casefold():
        yield "task is its group"
    if _same_words(task):
        yield "two fields of the same words"


def _owner_in_words(task: models.Task) -> Iterator[str]:
    """Whether the words of a task keep what its fields tell: in a sentence they may, at their end
    they were perhaps not cut off."""
    words = task.task.casefold().rstrip(" .;)]")
    for name in ("lead", "coordinating", "deadline"):
        field = getattr(task, name)
        raw = field.raw.casefold().strip(" .;)]") if field is not None else ""
        if raw and raw in words:
            yield f"task {'ends in' if words.endswith(raw) else 'holds'} its {name}"


def _of_lead(lead: models.Offices | None, helpers: models.Offices | None) -> Iterator[str]:
    """Who leads a task, beside those who help."""
    if lead is None:
        return
    if helpers is not None and set(lead.units) & set(helpers.units):
        yield "leads and helps"
    if any(":" in each.raw for each in (lead, helpers) if each is not None):
        yield "label among the bodies"
    if lead.unknown:
        yield "unknown lead"
    if len(lead.units) > 1:
        yield "many leads"


def _of_time(deadline: models.Deadline, document: models.DocumentInfo) -> Iterator[str]:
    """How a deadline stands to the days of its paper."""
    end, period = str(deadline.end or ""), document.period
    if not end:
        return
    if deadline.start is not None and str(deadline.start) > end:
        yield "time ends before it begins"
    if document.issued_on is not None and end < str(document.issued_on)[: len(end)]:
        yield "time before the paper"
    if period is not None and period.end is not None and end > str(period.end):
        yield "time behind the period"


def _days_of(deadline: models.Deadline) -> str:
    """Which of its days are known, and whether one is of another column: the words hold no span."""
    if not deadline.start or not deadline.end:
        return "end" if deadline.end else "start" if deadline.start else "no days"
    return "days" if deadline.start != deadline.end else "a day"


def _keeps_owner(task: models.Task) -> bool:
    """Does the wording of a task end in brackets that hold what its fields tell?"""
    held = in_brackets(task.task)
    told = [each.raw for each in (task.lead, task.deadline) if each is not None]
    return bool(held) and any(raw.strip(" .;") in held for raw in told)


def _of_place(raw: str, wording: str) -> Iterator[str]:
    """Where in the words of a task its time stands."""
    place = wording.find(raw)
    if place >= 0:
        behind = len(wording.rstrip(" .;)")) - place - len(raw)
        yield "time ends its sentence" if behind <= 0 else "time within its sentence"


@lru_cache(maxsize=4096)
def _holds_day(wording: str) -> bool:
    return any(char.isdigit() for char in wording) and bool(find_times(plain(wording)))


def _same_words(task: models.Task) -> bool:
    """Do two fields say the very same?"""
    said = [*task.activities[:1], *task.deliverables[:1], task.task]
    said += [offices.raw for offices in (task.lead, task.coordinating) if offices is not None]
    folded = [" ".join(one.casefold().split()) for one in said]
    return len(set(folded)) < len(folded)


def _names_body(text: str) -> bool:
    """Does a name of a body stand inside a wording, not only behind "của"?"""
    words = text.split()
    for index, word in enumerate(words[1:], start=1):
        if word in _openings() and words[index - 1].casefold() not in ("của", "do", "cho", "về"):
            return True
    return False


@cache
def _openings() -> frozenset[str]:
    return frozenset(word.split()[0].capitalize() for word in opening_words() if word)


def _same_place(task: models.Task) -> bool:
    """Do the words of two fields stand in the same place?"""
    if task.sources is None:
        return False
    seen: set[object] = set()
    for name in _CELLS:
        source = getattr(task.sources, name)
        each = source if isinstance(source, tuple) else (source,) if source else ()
        own = {span for one in each for span in _corners(one)}
        if own & seen:
            return True
        seen |= own
    return False


def _corners(source: object) -> Iterator[tuple[object, ...]]:
    for span in getattr(source, "spans", ()):
        yield (span.page, span.bbox, span.line_start, span.paragraph_start, span.char_start)


def _of_assignment(assignment: models.Assignment) -> Iterator[str]:
    yield "one duty" if len(assignment.duties) == 1 else "duties"
    yield "many bodies" if ";" in assignment.unit else "one body"
    if any(beginning(duty) == "small" for duty in assignment.duties):
        yield "duty begins small"
    if assignment.number is None:
        yield "no number"
