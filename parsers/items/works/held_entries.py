"""Points of a programme that say what is held on which day, and behind that who comes: "+ Thứ Sáu,
ngày 04/4, 8 giờ: Họp giao ban. Chủ tịch UBND xã chủ trì; Văn phòng chuẩn bị." is one work, not one
of each body: the first who is named leads, the others help. A calendar that is nothing else is
read elsewhere (calendars)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cache

import regex

from kehoach.normalize.alternatives import any_of
from kehoach.normalize.offices.cell import opens_as_body
from kehoach.normalize.text import capitalised
from kehoach.parsers.items.drafts.closing_labels import Closed
from kehoach.parsers.items.drafts.drafts import Draft, draft_of
from kehoach.parsers.items.ground.context import Context
from kehoach.parsers.items.targets.targets import is_target_section
from kehoach.parsers.items.times.phases import is_quiet, is_under_quiet
from kehoach.parsers.items.words.beginnings import begins
from kehoach.parsers.items.words.sentence_breaks import cut_at_stops
from kehoach.parsers.layout.fields import Field
from kehoach.parsers.layout.outline import Leaf, Run
from kehoach.parsers.words import alternation, listed_phrases
from kehoach.patterns import compile_regex

FEWEST_ENTRIES, MOST_ENTRIES = 3, 0.6
"""So many points, and so large a part of a list, that open with their day,"""
MOST_NAMING = 0.5
"""and so large a part of these that say who comes."""
MAX_WORDS_OF_NAME, MAX_WORDS_BEHIND = 14, 8
"""Of whom a clause names, and of what it says that they prepare."""


@dataclass(frozen=True, slots=True)
class _Entry:
    """A point: when, what is held, who leads and who helps ("" for nobody)."""

    day: str
    matter: str
    lead: str = ""
    helpers: str = ""


def held_entries(run: Run, context: Context) -> Closed:
    """A run of blocks -> the tasks of its list, if it is such a one."""
    found = Closed()
    if is_target_section(run.node) or is_quiet(run.node.title) or is_under_quiet(run.node):
        return found
    points = [leaf for leaf in run.leaves if leaf.is_point and id(leaf) not in context.assigned]
    entries = [(leaf, entry) for leaf in points if (entry := _entry_of(leaf.text)) is not None]
    naming = sum(bool(entry.lead) for _, entry in entries)
    if len(entries) < max(FEWEST_ENTRIES, MOST_ENTRIES * len(points)):
        return found
    if naming < MOST_NAMING * len(entries):
        return found
    found.drafts = [_draft(leaf, entry, run) for leaf, entry in entries]
    found.leaves = {id(leaf) for leaf, _ in entries}
    return found


def _draft(leaf: Leaf, entry: _Entry, run: Run) -> Draft:
    draft = draft_of(replace(leaf, text=entry.matter), run.node)
    fields = (("deadline", entry.day), ("lead", entry.lead), ("coordinating", entry.helpers))
    told = (Field(role, "", value) for role, value in fields if value)
    return replace(draft, text=entry.matter, inline=(*draft.inline, *told), leaves=[leaf])


def _entry_of(text: str) -> _Entry | None:
    """A point as an entry; None where it does not open with its day, or tells more behind whom it
    names."""
    opening = _opening().match(text)
    if opening is None:
        return None
    sentences = cut_at_stops(text[opening.end() :])
    named = [list(_named_in(sentence)) for sentence in sentences]
    first = next((place for place, who in enumerate(named) if place and who), len(sentences))
    if not all(named[first:]):
        return None
    who = [one for clauses in named[first:] for one in clauses]
    leads = [name for name, helps in who if not helps][:1]
    helpers = [name for name, _ in who if name not in leads]
    matter = " ".join(sentences[:first])
    return _Entry(opening["day"], matter, lead="".join(leads), helpers="; ".join(helpers))


def _named_in(sentence: str) -> Iterator[tuple[str, bool]]:
    """Whom each clause of a sentence names, and whether they help; nobody, where one does not only
    say that."""
    clauses = [clause.strip(" .;") for clause in sentence.split("; ")]
    named = [_named(clause) for clause in clauses]
    if all(name for name, _ in named):
        yield from named


def _named(clause: str) -> tuple[str, bool]:
    """ "Văn phòng | chuẩn bị", "Toàn thể lãnh đạo": who comes, and do they help?"""
    does = _does().search(clause)
    name = clause[: does.start()] if does is not None else clause
    behind = clause[does.end() :] if does is not None else ""
    if len(name.split()) > MAX_WORDS_OF_NAME or len(behind.split()) > MAX_WORDS_BEHIND:
        return "", False
    is_who = begins(name, "posts", "list_words", "many_bodies", "all_of_many") is not None
    is_who = is_who or opens_as_body(capitalised(name))
    return (name, bool(does and does["helps"])) if is_who else ("", False)


@cache
def _does() -> regex.Pattern[str]:
    """What is said of those who come."""
    leads, helps = alternation("verbs_of_holding"), alternation("verbs_of_attending")
    return compile_regex(rf"\s+(?:(?P<helps>{helps})|(?:{leads}))(?!\p{{L}})")


@cache
def _opening() -> regex.Pattern[str]:
    """ "Thứ Sáu, ngày 04/4 (07 tháng 3 âm lịch), 8 giờ: "."""
    weekdays = any_of(sum(listed_phrases("calendars/words.yaml", "weekdays"), ()))
    return compile_regex(
        rf"(?P<day>(?:{weekdays})\s*,?\s*\(?(?:ngày\s+)?\d{{1,2}}\s*[/.-]\s*\d{{1,2}}"
        rf"(?:[^:]|:(?=\d\d)){{0,60}}?)\s*:\s+",
        regex.IGNORECASE,
    )
