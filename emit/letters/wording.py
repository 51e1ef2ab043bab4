"""The words of a sheet (`words.yaml`)."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

from kehoach.emit.letters.model import Letter, Point
from kehoach.normalize.vocabulary import read_plain


@cache
def _words() -> Mapping[str, Any]:
    loaded: dict[str, Any] = read_plain(Path(__file__).parent / "words.yaml")
    return loaded


def say(key: str, **facts: object) -> str:
    """A sentence with its facts.

    >>> say("to", name="xã Tân Khê")
    'Kính gửi: UBND xã Tân Khê'
    """
    sentence: str = _words()[key]
    return sentence.format(**facts) if facts else sentence


def answer_lines() -> list[str]:
    """The lines at the end that a person fills in."""
    return list(_words()["answer_lines"])


def addressee(letter: Letter) -> str:
    """To whom a sheet goes; a body that is no ward is named as it stands."""
    if not letter.ward:
        return say("to_unknown")
    is_council = letter.ward.casefold().startswith(("ubnd", "ủy ban", "uỷ ban"))
    return f"Kính gửi: {letter.ward}" if is_council else say("to", name=letter.ward)


def thanks(letter: Letter) -> str:
    """The first sentence: what came, by its kind."""
    if letter.has_no_plan:
        return say("thanks_without_plan", told=" ".join(no_plans(letter)))
    is_plan = any(paper.is_plan for paper in letter.papers) or not letter.papers
    return say("thanks" if is_plan else "thanks_for_paper")


def no_plans(letter: Letter) -> list[str]:
    """Of each paper that is no plan what it is."""
    return [
        say("no_plan", file=paper.file, kind=paper.kind[:1].lower() + paper.kind[1:])
        if paper.kind
        else say("no_plan_of_no_kind", file=paper.file)
        for paper in letter.papers
        if paper.is_none
    ]


def answer_help(letter: Letter) -> str:
    """What the ward is asked for."""
    return say("answer_help_without_plan" if letter.has_no_plan else "answer_help")


def counts(letter: Letter) -> str:
    """How many tasks were read, and how many of them lack nothing that such papers owe."""
    if letter.has_no_plan:
        return ""
    if not letter.tasks:
        return say("no_tasks")
    key = "counts_of_orders" if letter.are_orders else "counts"
    told = say(key, tasks=letter.tasks, whole=letter.whole_tasks)
    return " ".join((told, *no_plans(letter)))


def praise(letter: Letter) -> str:
    """What a sheet without anything to mend says."""
    return say("whole_of_orders" if letter.are_orders else "whole")


def place_of_point(letter: Letter, point: Point) -> str:
    """Where a point stands: "trang 5", with the name of the paper where there are several."""
    several = len(letter.papers) > 1
    paper = say("in_paper", paper=letter.papers[point.paper].file) if several else ""
    return ", ".join(part for part in (point.place, paper) if part)
