"""Runs of numbers: siblings in order, and what is told where one is left out or stands twice."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from kehoach.schema.models import Block, Finding, Section
from kehoach.schema.numerals import numeral, ordinal
from kehoach.schema.rules.base import finding
from kehoach.schema.walk import Place

WORDS_QUOTED = 12
"""Of a point that a finding names besides."""


@dataclass(frozen=True, slots=True)
class Numbered:
    """Something numbered: its number as printed, where it stands, and its words."""

    number: str
    place: Place[Any]
    evidence: str

    @classmethod
    def of(cls, place: Place[Any]) -> Numbered:
        """A part of the plan that has a number."""
        return cls(place.part.number or "", place, place.numbered_text)


@dataclass(frozen=True, slots=True)
class Gap:
    """What a run leaves out between two of its items (`before` None: at its beginning)."""

    before: Numbered | None
    after: Numbered
    missing: tuple[str, ...]
    headless: Numbered | None = None
    """The point that stands beside the headings between which one is left out: it stood under
    that."""


Excuse = Callable[[Gap], bool]
"""Whether what a run leaves out is no gap."""


def check_run(
    run: Iterable[Numbered],
    excuse: Excuse | None = None,
    *,
    around: Sequence[Numbered] = (),
    is_of_copy: Excuse | None = None,
) -> Iterator[Finding]:
    """Siblings in order -> gaps and repetitions. Each kind of number counts for itself; behind a
    number of another kind, or a line that opens a list, it may begin anew ("1: a; 2: a").
    A number that is left out right behind one that was told twice is the second of these: told
    already. A run that begins with no first number goes on with the list of a heading `around`
    it. Letters without "đ" are right (`excuse` says where they are not). A gap that a copy made
    (`is_of_copy`) is a note."""
    is_excused = excuse or is_only_d
    last: dict[str, tuple[Numbered, int]] = {}
    repeated: set[str] = set()
    newest = ""
    run = list(run)
    headless = _beside_headings(run)
    for item in run:
        place = ordinal(item.number)
        if place is None:
            newest = ""
            continue
        within, value = place
        before, value_before = last.get(within) or _outer(around, within, below=value)
        last[within] = (item, value)
        begins_anew, newest = value == 1 and newest != within, within
        if before is not None and value == value_before:
            if not begins_anew:
                repeated.add(within)
                yield told("duplicate_number", item)
            continue
        missing = tuple(numeral(within, left) for left in range(value_before + 1, value))
        if within in repeated and len(missing) == 1:
            repeated.discard(within)
            continue
        repeated.discard(within)
        gap = Gap(before, item, missing=missing, headless=headless.get(item.place.pointer))
        if missing and not is_excused(gap):
            yield _told_gap(gap, of_copy=is_of_copy is not None and is_of_copy(gap))


def _told_gap(gap: Gap, *, of_copy: bool) -> Finding:
    after = gap.after.number
    if of_copy:
        return told("gap_of_copy", gap.after, after=after)
    if gap.before is None:
        return told("number_start", gap.after, after=after)
    if gap.headless is not None and len(gap.missing) == 1:
        words = gap.headless.evidence.split()
        first = " ".join(words[:WORDS_QUOTED]) + (" …" if len(words) > WORDS_QUOTED else "")
        around = {"before": gap.before.number, "missing": gap.missing[0]}
        return told("lost_heading", gap.after, after=after, first=first, **around)
    return told("number_gap", gap.after, before=gap.before.number, after=after)


def _beside_headings(run: Sequence[Numbered]) -> dict[str, Numbered]:
    """The first letter between two headings of a run, which stands under neither, by the pointer of
    the second: a list whose heading is lost ("4. Phòng Kinh tế", "a)", "6. Trạm Y tế")."""
    found: dict[str, Numbered] = {}
    for (before, point), after in zip(pairwise(run), _headings_behind(run), strict=True):
        is_letter = isinstance(point.place.part, Block) and point.number[:1].isalpha()
        if after is not None and is_letter and isinstance(before.place.part, Section):
            found[after.place.pointer] = point
    return found


def _headings_behind(run: Sequence[Numbered]) -> list[Numbered | None]:
    """For each item but the first, the next heading behind it."""
    found: list[Numbered | None] = []
    heading: Numbered | None = None
    for item in reversed(run[1:]):
        found.append(heading)
        heading = item if isinstance(item.place.part, Section) else heading
    return found[::-1]


def _outer(around: Sequence[Numbered], within: str, below: int) -> tuple[Numbered | None, int]:
    """The innermost heading around a run whose number is below that with which the run begins, and
    its value."""
    for heading in reversed(around if below > 1 else ()):
        place = ordinal(heading.number)
        if place is not None and place[0] == within and place[1] < below:
            return heading, place[1]
    return None, 0


def is_only_d(gap: Gap) -> bool:
    """Is "đ" all that is left out between two letters?"""
    return gap.before is not None and gap.missing == ("đ",)


def told(name: str, item: Numbered, **details: str) -> Finding:
    """The finding `name` at a numbered part, in its words."""
    return finding(name, on=item.place, evidence=item.evidence, **details)
