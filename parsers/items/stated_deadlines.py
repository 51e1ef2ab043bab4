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
from kehoach.parsers.words import alternation, contains, raw_phrases

_CLAUSE_END = regex.compile(r"[;,.:()](?!\d)")
_CLAUSE_BEGINS = regex.compile(r"(?:^|[;,.:(–-]|\bvà)\s*$")
_STATED = ("by", "within", "recurring")
_OF_SECTION = (*_STATED, "continuous")
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
    found: str | None = None
    read_to = 0
    for match in _openings().finditer(text):
        start = match.start()
        if start < read_to:
            continue
        clause = _CLAUSE_END.split(text[start:], maxsplit=1)[0].split()
        if len(clause) <= MAX_WORDS and _opens_condition(match[0], context):
            found = " ".join(clause)
            continue
        phrase, value = _opening_time(clause[:MAX_WORDS], context)
        if value is None:
            continue
        if _is_vague(value) and not _CLAUSE_BEGINS.search(text[:start]):
            continue  # "khám sức khỏe định kỳ"
        phrase, rest = _with_figures(phrase, value, clause)
        if value.kind == "within" and (_is_of_thing(rest) or not _inside(value, bounds)):
            continue
        found, read_to = phrase, start + len(phrase)
    return found


def _opens_condition(opening: str, context: Context) -> bool:
    """ "sau khi có", "ngay sau khi": what follows is an event, not a time."""
    value = parse_deadline(opening, context.period)
    return value is not None and value.kind == "conditional"


def _opening_time(words: list[str], context: Context) -> tuple[str, DeadlineValue | None]:
    """The longest run of first words that is a time and nothing else, and that time; ("", None) for
    none."""
    for count in range(len(words), 0, -1):
        value = parse_deadline(" ".join(words[:count]), context.period)
        if value is None or value.kind not in _STATED:
            continue
        if value.confidence != NOT_ALONE:
            return _trimmed(words[:count], value, context), value
    return "", None


def _trimmed(words: list[str], value: DeadlineValue, context: Context) -> str:
    """Without last words that say nothing about the time; figures stay, also where the paper's year
    is meant anyway."""
    while len(words) > 1 and _is_idle(words[-1]):
        shorter = parse_deadline(" ".join(words[:-1]), context.period)
        if shorter is None or not _means_same(shorter, value):
            break
        words = words[:-1]
    return " ".join(words)


def _is_idle(word: str) -> bool:
    return word.isalpha() and plain(word) not in TIME_WORDS


def _means_same(one: DeadlineValue, other: DeadlineValue) -> bool:
    if one.kind != other.kind or one.recurrence != other.recurrence:
        return False
    return one.start == other.start and one.end == other.end


def _is_vague(value: DeadlineValue) -> bool:
    """Does it recur without saying how often?"""
    return value.kind == "recurring" and value.recurrence is None


def _with_figures(phrase: str, value: DeadlineValue, clause: list[str]) -> tuple[str, list[str]]:
    """The phrase, and the words of its clause after it. A span that was not understood keeps the
    figures behind it: "trong quý ll/2026"."""
    rest = clause[len(phrase.split()) :]
    if value.kind == "within" and value.start is None and value.end is None:
        figures = list(takewhile(_FIGURE.search, rest))
        phrase = " ".join([phrase, *figures])
        rest = rest[len(figures) :]
    return phrase, rest


def _is_of_thing(rest: list[str]) -> bool:
    return bool(rest) and rest[0] in raw_phrases("possessives")


def _inside(value: DeadlineValue, bounds: DeadlineValue | None) -> bool:
    """Does the time lie within the bounds? Without bounds every time does."""
    if bounds is None:
        return True
    if bounds.start is None or bounds.end is None:
        return False
    if value.start is None or value.end is None:
        return False
    return bounds.start <= value.start and value.end <= bounds.end


def deadline_of_section(node: Node, context: Context) -> tuple[Node, DeadlineValue] | None:
    """The nearest heading over a task that is a time and nothing else ("1. Quý I năm 2026"), and
    that time; not where the heading speaks of tasks, too."""
    for section in node.titled_ancestors():
        if contains(section.title, "task_headings"):
            return None
        value = parse_deadline(section.title, context.period)
        if value is None or value.confidence != 1.0:
            continue
        if value.kind in _OF_SECTION:
            return section, value
    return None


@cache
def _openings() -> regex.Pattern[str]:
    """What may open a time; the number before "tháng" is part of it ("6 tháng cuối năm")."""
    return regex.compile(
        rf"""
        (?<![\p{{L}}\d/])
        (?: \d{{1,2}} \s+ (?=tháng\s) )?
        (?: {alternation("deadline_openings")} )
        (?![\p{{L}}\d])
        """,
        regex.IGNORECASE | regex.VERBOSE,
    )
