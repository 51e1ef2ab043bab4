"""Papers that name their type in small letters alone, as a web page or a paste has it: in the title
("Kế hoạch thu gom rác thải năm 2031", "Chỉ thị về việc phòng cháy"), or in the sentence that opens
the plan ("UBND xã ban hành Kế hoạch thu gom rác thải năm 2031 như sau:")."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import cache

import regex

from kehoach.ingest.model import FlowItem, Line
from kehoach.normalize.alternatives import any_of
from kehoach.parsers.calendars.openings import read_opening
from kehoach.parsers.closing import text_of
from kehoach.parsers.layout.marks import Rank, read_mark
from kehoach.parsers.words import (
    DECISION,
    contains,
    document_type,
    is_plan_type,
    names_chapter,
    phrases_by,
    raw_phrases,
)
from kehoach.patterns import compile_regex
from kehoach.schema.kinds import gives_orders, is_calendar

MAX_TITLE = 200
"""Letters."""
MIN_TITLE_WORDS = 3
ENTRIES_OF_CALENDAR = 2
"""Lines under the first day, one of which tells what is held at which hour."""
_QUOTED = compile_regex(r"[“\"«](?P<title>[^”\"»]+)[”\"»]")
_NO_TITLE = compile_regex(r"[.;:,?!]$|\d\s?/(?!\s?\d)|\bsố\s*:?\s*\d", regex.IGNORECASE)


def with_small_title(flow: Sequence[FlowItem]) -> list[FlowItem] | None:
    """The head of a paper whose title names its type in small letters -> the same with the type, in
    capitals, on a line of its own; None where no title does, or nothing tells that the paper goes
    on as a plan, or gives orders."""
    ordering = _with_small_order(flow) or _with_type_and_number(flow) or _with_calendar(flow)
    if ordering is not None:
        return ordering
    announcing = _announcing(flow)
    if announcing is None and not any(map(_is_chapter, flow)):
        return None
    for index, item in enumerate(flow[:announcing]):
        if _is_chapter(item):
            break
        if isinstance(item, Line) and (kind := _titled(item)) is not None:
            title = item.text[len(kind) :].strip()
            below = [replace(item, text=title)] if title else []
            return [*flow[:index], replace(item, text=kind.upper()), *below, *flow[index + 1 :]]
    return None


def _with_calendar(flow: Sequence[FlowItem]) -> list[FlowItem] | None:
    """ "lịch công tác", a day right below it, and below that the hour of what is held."""
    for index, item in enumerate(flow[:-ENTRIES_OF_CALENDAR]):
        if not isinstance(item, Line) or len(item.text) > MAX_TITLE:
            continue
        if not is_calendar(document_type(item.text.upper()), None):
            continue
        day, *entries = [
            read_opening(text_of(one)) for one in flow[index + 1 :][: ENTRIES_OF_CALENDAR + 1]
        ]
        if day.day and not day.rest and any(entry.time and entry.rest for entry in entries):
            return [*flow[:index], replace(item, text=item.text.upper()), *flow[index + 1 :]]
    return None


def _is_point(item: FlowItem) -> bool:
    return isinstance(item, Line) and read_mark(item.text) is not None


def with_announced_type(flow: Sequence[FlowItem]) -> list[FlowItem] | None:
    """The head of a paper with a sentence that announces the plan -> the same with its type, in
    capitals, and its title on lines before it; None without such a sentence."""
    place = _announcing(flow)
    if place is None:
        return None
    kind, title = _announced(flow[place]) or ("", "")
    named = [Line(text, flow[place].span) for text in (kind.upper(), title) if text]
    return [*flow[:place], *named, *flow[place:]]


def carried_type(articles: Sequence[FlowItem]) -> str | None:
    """The type of what an article of a decision issues ("Ban hành kèm theo Quyết định này Kế hoạch
    …"), as printed; None where none names one."""
    for item in articles:
        found = _issued().search(item.text) if isinstance(item, Line) else None
        if found is not None:
            return found["kind"]
    return None


@cache
def _issued() -> regex.Pattern[str]:
    verbs = any_of(raw_phrases("issuing"))
    return compile_regex(
        rf"(?:{verbs})(?:\s+kèm\s+theo\s+[^.;:,]{{0,40}}?)?\s+(?P<kind>{_types()})(?!\p{{L}})",
        regex.IGNORECASE,
    )


def _with_small_order(flow: Sequence[FlowItem]) -> list[FlowItem] | None:
    """The head of a paper that opens with a title of orders in small letters ("Chỉ thị về việc …")
    -> the same with the type, in capitals, on a line of its own; None where it opens with another
    line, or below it no sentence announces orders and no point stands."""
    first = next((n for n, item in enumerate(flow) if any(map(str.isalpha, text_of(item)))), None)
    item = flow[first] if first is not None else None
    if first is None or not isinstance(item, Line) or len(item.text) > MAX_TITLE:
        return None
    found = _order_ahead().match(item.text)
    if found is None or item.text.rstrip().endswith((".", ":", ";")):
        return None
    if not any(_announces_orders(one) or _is_point(one) for one in flow[first + 1 :]):
        return None
    title = item.text[found.end("kind") :].strip()
    typed = [replace(item, text=found["kind"].upper()), replace(item, text=title)]
    return [*flow[:first], *typed, *flow[first + 1 :]]


def _with_type_and_number(flow: Sequence[FlowItem]) -> list[FlowItem] | None:
    """The head of a paper whose first line is its type and its number ("Nghị quyết số 57-NQ/TW"),
    as a site titles it -> the same with the number and the type, in capitals, on lines of their
    own; None for another, and where no chapter stands below."""
    first = next((n for n, item in enumerate(flow) if any(map(str.isalpha, text_of(item)))), None)
    item = flow[first] if first is not None else None
    if first is None or not isinstance(item, Line) or not any(map(_is_chapter, flow[first + 1 :])):
        return None
    found = _type_and_number().fullmatch(item.text.strip())
    if found is None:
        return None
    number = replace(item, text=f"Số: {found['number']}")
    named = replace(item, text=found["kind"].upper())
    return [*flow[:first], number, named, *flow[first + 1 :]]


@cache
def _type_and_number() -> regex.Pattern[str]:
    named = phrases_by("words.yaml", "document_types", bare_words=False)
    kinds = any_of(name for names in named.values() for name in names)
    return compile_regex(
        rf"(?P<kind>(?i:{kinds}))\s+(?i:số)\s*:?\s*(?P<number>\d+[\s/-]+\p{{Lu}}[\p{{Lu}}\d/-]+)"
    )


def _announces_orders(item: FlowItem) -> bool:
    """ "… Ủy ban nhân dân tỉnh yêu cầu các sở triển khai những nội dung sau:"."""
    if not isinstance(item, Line) or not item.text.rstrip().endswith(":"):
        return False
    return contains(item.text, "order_verbs") is not None


@cache
def _order_ahead() -> regex.Pattern[str]:
    """The word for a kind of paper that gives orders, and that it says what the paper is about."""
    named = phrases_by("words.yaml", "document_types", bare_words=False)
    kinds = any_of(name for kind, names in named.items() if gives_orders(kind) for name in names)
    subjects = any_of(raw_phrases("subjects_of_orders"))
    return compile_regex(rf"(?P<kind>{kinds})\s+(?:{subjects})\s", regex.IGNORECASE)


def _announcing(flow: Sequence[FlowItem]) -> int | None:
    """The item that announces a plan."""
    return next((index for index, item in enumerate(flow) if _announced(item) is not None), None)


def _is_chapter(item: FlowItem) -> bool:
    """Is it a chapter: by a roman number, or by what chapters of plans alone are called ("1. Mục
    đích, yêu cầu")?"""
    mark = read_mark(item.text) if isinstance(item, Line) else None
    return mark is not None and (mark.rank == Rank.ROMAN or names_chapter(mark.rest))


def _titled(line: Line) -> str | None:
    """The words at the head of a title in small letters that name its type."""
    if _NO_TITLE.search(line.text) or len(line.text) > MAX_TITLE:
        return None
    found = _type_ahead().match(line.text)
    return found[0] if found else None


def _announced(item: FlowItem) -> tuple[str, str] | None:
    """The type and the title of the plan that a sentence announces."""
    if not isinstance(item, Line) or not item.text.rstrip().endswith(":"):
        return None
    found = _announcement().match(item.text)
    if found is None:
        return None
    quoted = _QUOTED.search(found["title"])
    title = quoted["title"] if quoted else found["title"]
    return found["kind"], title.strip(' ,“”"') if len(title.split()) >= MIN_TITLE_WORDS else ""


@cache
def _types() -> str:
    """A pattern for the types that plan, without decisions, which sentences cite."""
    named = phrases_by("words.yaml", "document_types", bare_words=False)
    plans = [kind for kind in named if is_plan_type(kind) and kind != DECISION]
    return any_of(name for kind in plans for name in named[kind])


@cache
def _type_ahead() -> regex.Pattern[str]:
    return compile_regex(rf"(?:{_types()})(?!\p{{L}})", regex.IGNORECASE)


@cache
def _announcement() -> regex.Pattern[str]:
    verbs, endings = any_of(raw_phrases("issuing")), any_of(raw_phrases("announcing_endings"))
    return compile_regex(
        rf"^(?:.*[^\p{{L}}])?(?:{verbs})\s+(?:\p{{Ll}}+\s+)?(?P<kind>{_types()})(?!\p{{L}})"
        rf"(?P<title>.*?)[\s,]*(?:\([^()]*\)[\s,]*)?(?:{endings})\s*:\s*$",
        regex.IGNORECASE,
    )
