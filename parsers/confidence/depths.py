"""How the numbers and headings of a list of tasks stand to each other: where a heading was lost,
the chapter above it takes its points, its number is missing among the headings, and it stands among
the points itself, over deeper ones. One heading misread has the group of all its points wrong."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from itertools import groupby

from kehoach.parsers.items.words.beginnings import begins_duty
from kehoach.patterns import compile_regex
from kehoach.schema import models

DEEP: Mapping[str, int] = {
    "chapter": 0,
    "label": 0,
    "figure": 1,
    "figures": 2,
    "letter": 3,
    "bracket": 3,
    "none": 4,
}
"""How deep in an outline a number of each kind mostly stands."""
RARE = 0.25
"""The share of a list's tasks below which a kind of number is unlike the others."""
SOME = 4
"""Tasks of which one may be unlike the others."""
_KINDS = (
    ("bracket", compile_regex(r"\(")),
    ("chapter", compile_regex(r"[IVXLC]+[ .)]*$")),
    ("figures", compile_regex(r"\d+(?:\.\d+)+[ .)]*$")),
    ("figure", compile_regex(r"\d+[ .)]*$")),
    ("letter", compile_regex(r"(?i)[a-zđ]{1,2}[ .)]*$")),
)
_SENTENCES = compile_regex(r"[\p{Ll}\d)]\.\s+\p{Lu}")
_PASSED_ON = frozenset(
    {
        "group above others",
        "group of another kind",
        "group again",
        "groups skip a number",
        "group of sentences",
    }
)
"""What of a group speaks of the other fields of its tasks, too."""
Heading = tuple[str | None, str]


@lru_cache(maxsize=1024)
def kind_of_number(number: str | None) -> str:
    """What a number is, by which its depth is told.

    >>> [kind_of_number(each) for each in ("III", "2", "2.1", "đ", "(1)", "Bước 1", None)]
    ['chapter', 'figure', 'figures', 'letter', 'bracket', 'label', 'none']
    """
    if not number:
        return "none"
    for name, pattern in _KINDS:
        if pattern.match(number):
            return name
    return "label"


def has_sentences(text: str) -> bool:
    """Does a wording hold more than one sentence?"""
    return _SENTENCES.search(text) is not None


def is_bare(task: models.Task) -> bool:
    """Does a task name nobody, no time and no product?"""
    return not (task.lead or task.deadline or task.deliverables)


@dataclass(frozen=True)
class Depths:
    """The tasks of one list, in order."""

    tasks: Sequence[models.Task]

    @cached_property
    def runs(self) -> list[tuple[Heading | None, list[models.Task]]]:
        """Tasks under the same heading, one behind the other."""
        return [(heading, list(own)) for heading, own in groupby(self.tasks, key=_heading_of)]

    def traits(self) -> Iterator[tuple[list[str], list[str]]]:
        """Of each task those that all of its values have, and those of its group alone."""
        for place, (heading, own) in enumerate(self.runs):
            of_group = list(self._of_heading(heading, place)) if heading is not None else []
            passed_on = [f"in {trait}" for trait in of_group if trait in _PASSED_ON]
            for of_all, further in self._of_run(heading, own):
                yield [*passed_on, *of_all], [*of_group, *further]

    @cached_property
    def _kinds(self) -> Counter[str]:
        """How many tasks stand under headings of each kind of number."""
        return Counter(
            kind_of_number(heading[0])
            for heading, own in self.runs
            if heading is not None
            for _ in own
        )

    @cached_property
    def _again(self) -> Counter[Heading | None]:
        return Counter(heading for heading, _ in self.runs)

    @cached_property
    def _numbers(self) -> Counter[str]:
        return Counter(kind_of_number(task.number) for task in self.tasks)

    @cached_property
    def _figures(self) -> list[int | None]:
        """The number of each run's heading, where it is a figure."""
        return [
            int(heading[0].strip(" .)"))
            if heading is not None
            and heading[0] is not None
            and kind_of_number(heading[0]) == "figure"
            else None
            for heading, _ in self.runs
        ]

    def _of_heading(self, heading: Heading, place: int) -> Iterator[str]:
        kind = kind_of_number(heading[0])
        if len(self._kinds) > 1:
            if DEEP[kind] == 0 and (self._kinds["figure"] or self._kinds["figures"]):
                yield "group above others"
            elif kind != self._kinds.most_common(1)[0][0]:
                yield "group of another kind"
            else:
                yield "group among other kinds"
        if self._again[heading] > 1:
            yield "group again"
        if DEEP[kind] in (2, 3):
            yield "group of a point"
        elif kind == "none":
            yield "group without number"
        if len(self.runs) == 1 and len(self.tasks) > SOME:
            yield "group of all"
        elif len(self.runs[place][1]) == 1 and len(self.runs) > 2:
            yield "group of one"
        if self._skips(place):
            yield "groups skip a number"
        yield from _of_title(heading[1])

    def _skips(self, place: int) -> bool:
        """Is a number missing between the headings beside this one, or between them and it?"""
        figures = self._figures
        before = next((one for one in reversed(figures[:place]) if one is not None), None)
        after = next((one for one in figures[place + 1 :] if one is not None), None)
        own = figures[place]
        if own is None:
            return before is not None and after is not None and after - before > 1
        return (before is not None and own - before > 1) or (after is not None and after - own > 1)

    def _of_run(
        self, heading: Heading | None, own: Sequence[models.Task]
    ) -> Iterator[tuple[list[str], list[str]]]:
        """Of the tasks under one heading."""
        said = Counter(task.number for task in own if task.number)
        depths = [DEEP[kind_of_number(task.number)] for task in own]
        is_mixed = len({kind_of_number(task.number) for task in own}) > 1
        highest = DEEP["none"]
        for place, (task, depth) in enumerate(zip(own, depths, strict=True)):
            of_all, of_group = list(self._of_number(task.number)), []
            if task.number and said[task.number] > 1:
                of_all.append("number again in its group")
                of_group.append("numbers again in the group")
            if _is_of_another(task.number, heading):
                of_group.append("group not of the number")
            is_over = place + 1 < len(own) and depths[place + 1] > depth
            is_under = place > 0 and depth > highest
            highest = min(highest, depth)
            if is_over:
                of_all.append("over deeper ones")
                if is_bare(task):
                    of_all.append("bare over deeper ones")
            if is_under:
                of_all.append("under another")
            if is_mixed and not is_over and not is_under:
                of_all.append("beside deeper ones")
            yield of_all, of_group

    def _of_number(self, number: str | None) -> Iterator[str]:
        kind = kind_of_number(number)
        if len(self.tasks) >= SOME and self._numbers[kind] < RARE * len(self.tasks):
            yield "number unlike others"
        if kind == "bracket":
            yield "number in brackets"


def _heading_of(task: models.Task) -> Heading | None:
    return (task.group.number, task.group.title) if task.group is not None else None


def _of_title(title: str) -> Iterator[str]:
    if title.rstrip().endswith(":"):
        yield "group ends in a colon"
    if has_sentences(title):
        yield "group of sentences"
    if begins_duty(title):
        yield "group is a verb"


def _is_of_another(number: str | None, heading: Heading | None) -> bool:
    """Does the number of a task name another heading than the one it stands under ("2.1" in II)?"""
    if number is None or heading is None or kind_of_number(number) != "figures":
        return False
    return number.split(".")[0] != (heading[0] or "").strip(" .)")
