"""Deadlines that a plan states outside any column or label: in a sentence, or as the heading of a
section."""

from __future__ import annotations

from functools import cache
from itertools import takewhile

import regex

from kehoach.normalize.times.cues import TIME_WORDS
from kehoach.normalize.times.deadline import NOT_ALONE, DeadlineValue, parse_deadline
from kehoach.normalize.times.timespan import plain
from kehoach.parsers.items.context import Context
from kehoach.parsers.layout.outline import Node
from kehoach.parsers.words import contains, raw_phrases

_CLAUSE_END = regex.compile(r"[;,.:()](?!\d)")
_CLAUSE_BEGINS = regex.compile(r"(?:^|[;,.:(–-]|\bvà)\s*$")
_STATED = ("by", "within", "recurring")
_FIGURE = regex.compile(r"\d")
MAX_WORDS = 14
"""A time and what it hangs on are told in so many words, or it is the matter of the sentence, not
its deadline."""


def deadline_in(text: str, context: Context, bounds: DeadlineValue | None = None) -> str | None:
    """The deadline a sentence states on the way ("…, hoàn thành trước ngày 30/6/2026"): the words
    from an opening to the end of the time, when they are understood as one; the last such counts.
    The date of a document ("Kế hoạch số … ngày …") is no deadline, nor is the time of a thing ("các
    ngày lễ trong năm 2026 của xã"), nor, under a heading that is a time itself (`bounds`), another
    span than a part of it."""
    found, read_to = None, 0
    for match in _openings().finditer(text):
        if match.start() < read_to:
            continue
        clause = _CLAUSE_END.split(text[match.start() :], maxsplit=1)[0].split()
        opening = parse_deadline(match[0], context.period)
        if opening is not None and opening.kind == "conditional" and len(clause) <= MAX_WORDS:
            found = " ".join(clause)
            continue
        phrase, value = _time_opening(clause[:MAX_WORDS], context)
        if value is None:
            continue
        vague = value.kind == "recurring" and value.recurrence is None
        if vague and not _CLAUSE_BEGINS.search(text[: match.start()]):
            continue  # "khám sức khỏe định kỳ"
        if (
            value.start is None and value.end is None and value.kind == "within"
        ):  # "trong quý ll/2026": its words stay
            phrase = " ".join((phrase, *takewhile(_FIGURE.search, clause[len(phrase.split()) :])))
        of_thing = clause[len(phrase.split()) :][:1] == ["của"]
        if value.kind == "within" and (of_thing or not _inside(value, bounds)):
            continue
        found, read_to = phrase, match.start() + len(phrase)
    return found


def _time_opening(words: list[str], context: Context) -> tuple[str, DeadlineValue | None]:
    """The longest run of first words that is a time and nothing else, and that time; ("", None) for
    none."""
    for count in range(len(words), 0, -1):
        phrase = " ".join(words[:count])
        value = parse_deadline(phrase, context.period)
        if value is not None and value.kind in _STATED and value.confidence != NOT_ALONE:
            return _trimmed(words[:count], value, context), value
    return "", None


def _trimmed(words: list[str], value: DeadlineValue, context: Context) -> str:
    """Without last words that say nothing about the time; figures stay, also where the paper's year
    is meant anyway."""
    while len(words) > 1 and words[-1].isalpha() and plain(words[-1]) not in TIME_WORDS:
        shorter = parse_deadline(" ".join(words[:-1]), context.period)
        if shorter is None or _said(shorter) != _said(value):
            break
        words = words[:-1]
    return " ".join(words)


def _said(value: DeadlineValue) -> tuple[object, ...]:
    return value.kind, value.start, value.end, value.recurrence


def _inside(value: DeadlineValue, bounds: DeadlineValue | None) -> bool:
    if bounds is None:
        return True
    if not (bounds.start and bounds.end and value.start and value.end):
        return False
    return bounds.start <= value.start and value.end <= bounds.end


def deadline_of_section(node: Node, context: Context) -> tuple[Node, DeadlineValue] | None:
    """The nearest heading over a task that is a time and nothing else ("1. Quý I năm 2026"), and
    that time; not where the heading speaks of tasks, too."""
    at: Node | None = node
    while at is not None and at.title:
        if contains(at.title, "task_headings"):
            return None
        value = parse_deadline(at.title, context.period)
        if (
            value is not None
            and value.kind in ("by", "within", "recurring", "continuous")
            and value.confidence == 1.0
        ):
            return at, value
        at = at.parent
    return None


@cache
def _openings() -> regex.Pattern[str]:
    """What may open a time; the number before "tháng" is part of it ("6 tháng cuối năm")."""
    listed = sorted(raw_phrases("deadline_openings"), key=len, reverse=True)
    opening = "|".join(map(regex.escape, listed))
    return regex.compile(
        rf"(?<![\p{{L}}\d/])(?:\d{{1,2}}\s+(?=tháng\s))?(?:{opening})(?![\p{{L}}\d])",
        regex.IGNORECASE,
    )
