"""The agenda of a meeting: "- 07h30 - 08h00: Đón tiếp đại biểu", "- 08h00: Chào cờ, khai mạc",
"5. Giải lao (15 phút)". Its points tell the course of the event, and are work of nobody."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache

import regex

from kehoach.normalize.alternatives import any_of
from kehoach.parsers.layout.outline import Leaf, Node
from kehoach.parsers.words import contains, opens_with, raw_phrases
from kehoach.patterns import compile_regex

MIN_POINTS = 3
"""So many points with the time of a clock make an agenda …"""
MOST_LASTING = 0.6
"""Of the points of a list, so large a part of which say how many minutes they last."""
MIN_ACTS = 2
"""… where its heading, or so many of them, say that it is one."""


def agenda_of(leaves: Sequence[Leaf], node: Node) -> frozenset[int]:
    """The blocks (by `id`) of a section that are points of an agenda, with what stands deeper under
    them; all points under a heading for what a meeting is about."""
    if any(opens_with(section.title, "meeting_headings") for section in node.titled_ancestors()):
        return frozenset(id(leaf) for leaf in leaves if leaf.is_point)
    held = _done_by_meeting(leaves)
    if held:
        return held
    timed = [leaf for leaf in leaves if _clock().match(leaf.text)]
    if len(timed) < MIN_POINTS or not _says_agenda(timed, leaves, node=node):
        return _with_minutes(leaves)
    found: set[int] = set()
    over: Leaf | None = None
    for leaf in leaves:
        if _clock().match(leaf.text):
            over = leaf
        elif over is not None and leaf.level <= over.level:
            over = None
        if over is not None:
            found.add(id(leaf))
    return frozenset(found)


def _done_by_meeting(leaves: Sequence[Leaf]) -> frozenset[int]:
    """The points of a list (by `id`) most of which say what a meeting itself does ("2. Hội nghị
    thảo luận, lập danh sách …"), with what stands deeper under them; none for another list."""
    listed = [leaf for leaf in leaves if leaf.is_point]
    if not listed:
        return frozenset()
    top = min(leaf.level for leaf in listed)
    own = [leaf for leaf in listed if leaf.level == top]
    doing = [leaf for leaf in own if _meeting_does().match(leaf.text)]
    if len(doing) < MIN_POINTS or len(doing) < MOST_LASTING * len(own):
        return frozenset()
    return frozenset(id(leaf) for leaf in listed)


@cache
def _meeting_does() -> regex.Pattern[str]:
    """ "Hội nghị | thảo luận", "Hội nghị | thông qua": the meeting is who does it."""
    meetings, acts = (
        any_of(raw_phrases("meetings_that_do")),
        any_of(raw_phrases("acts_of_meetings")),
    )
    return compile_regex(rf"(?:{meetings})\s+(?:{acts})(?!\p{{L}})", regex.IGNORECASE)


def _with_minutes(leaves: Sequence[Leaf]) -> frozenset[int]:
    """The points of a list (by `id`) most of which say how many minutes they last ("Giải lao (15
    phút)."), with what stands deeper under them; none for another list."""
    listed = [leaf for leaf in leaves if leaf.is_point]
    lasting = [leaf for leaf in listed if _minutes().search(leaf.text)]
    if len(lasting) < MIN_POINTS:
        return frozenset()
    level = lasting[0].level
    of_level = [leaf for leaf in listed if leaf.level == level]
    if len(lasting) < MOST_LASTING * len(of_level):
        return frozenset()
    return frozenset(id(leaf) for leaf in listed if leaf.level >= level)


def _says_agenda(timed: Sequence[Leaf], leaves: Sequence[Leaf], node: Node) -> bool:
    titles = [section.title for section in node.titled_ancestors()]
    announcing = [leaf.text for leaf in leaves if leaf.text.endswith(":")]
    if any(contains(text, "agenda_words") for text in (*titles[:2], *announcing)):
        return True
    acts = [_clock().sub("", leaf.text).strip() for leaf in timed]
    return sum(opens_with(act, "agenda_acts") is not None for act in acts) >= MIN_ACTS


@cache
def _minutes() -> regex.Pattern[str]:
    """ "(30 phút)" at the end of a point."""
    minutes = any_of(raw_phrases("clock_minutes"))
    return compile_regex(rf"\(\s*(?:\p{{L}}+\s+)?\d{{1,3}}\s*(?:{minutes})\s*\)\s*[.;]*$")


@cache
def _clock() -> regex.Pattern[str]:
    """ "07h30 - 08h00:", "Từ 8 giờ 00 phút đến 8 giờ 15 phút,"."""
    hours, minutes, to, openings = (
        any_of(raw_phrases(key))
        for key in ("clock_hours", "clock_minutes", "clock_to", "clock_openings")
    )
    time = rf"\d{{1,2}}\s*(?:{hours})\s*(?:\d{{1,2}}\s*(?:{minutes})?)?"
    return compile_regex(
        rf"(?:(?:{openings})\s+)?{time}(?:\s*(?:{to})\s*{time})?\s*[:.,–-]?\s+", regex.IGNORECASE
    )
