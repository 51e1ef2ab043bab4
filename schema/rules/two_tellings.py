"""Rules on works that a paper tells twice, in its body and in a table: another time, another body
that leads, another count. Nobody knows which of them holds."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, cached_property

import regex

from kehoach.normalize.offices.parse import parse_offices
from kehoach.normalize.text import comparison_key, small
from kehoach.normalize.times.deadline import parse_deadline
from kehoach.patterns import compile_regex
from kehoach.schema.models import Finding, Task
from kehoach.schema.rules.base import MIN_CONFIDENCE, Draft, finding, rule
from kehoach.schema.rules.vocabulary import alternation, keys_of, spelt_out
from kehoach.schema.walk import Place, Wording

FEWEST = 3
"""Telling words of a work; fewer ("Tổng kết năm") fit many sentences."""
COVERED = 0.85
"""So large a part of them stands in the sentence that tells the same work."""
CLEAR = 0.1
"""… and in no other so many, but for this much."""
MOST_ROWS = 200
SHOWN = 120


@dataclass(frozen=True)
class _Sentence:
    """A sentence of the body, with the words of its heading where it goes on from that."""

    wording: Wording

    @cached_property
    def words(self) -> frozenset[str]:
        """Its words, as they are compared."""
        return frozenset(_telling(self.wording.text))

    @property
    def shown(self) -> str:
        """So much of it as a finding shows."""
        text = self.wording.text
        return text if len(text) <= SHOWN else text[: SHOWN - 1] + "…"


@dataclass(frozen=True)
class _Twice:
    """A row of a table, and the sentence of the body that tells the same work."""

    row: Place[Task]
    body: _Sentence


def _telling(text: str) -> list[str]:
    light = keys_of("light")
    return [word for word in spelt_out(text) if word.isalpha() and word not in light]


@rule("two_tellings")
def two_tellings(draft: Draft) -> Iterator[Finding]:
    """ "hoàn thành trước ngày 15/5/2026" in the body, "15/6/2026" in the row of the appendix. The
    sentence must hold nearly all words of the row, and be the only one; only one time, or one body,
    in it can be meant."""
    if draft.rebuilt or draft.mended or draft.has_gaps:
        return
    for twice in _told_twice(draft):
        yield from _other_time(twice)
        yield from _other_lead(draft, twice)
        yield from _other_count(twice)


def _told_twice(draft: Draft) -> Iterator[_Twice]:
    rows = [row for row in draft.sure_tasks if row.part.origin == "table"][:MOST_ROWS]
    if not rows:
        return
    sentences = [
        _Sentence(own)
        for own in draft.wordings
        if own.is_of_body
        and own.pointer.startswith(("/sections", "/loose"))
        and own.confidence >= MIN_CONFIDENCE
        and not draft.is_scanned(own.spans)
    ]
    works = [frozenset(_telling(row.part.task)) for row in rows]
    for index, row in enumerate(rows):
        found = _telling_it(works[index], sentences)
        others = (*works[:index], *works[index + 1 :])
        if found is not None and not any(_is_told_by(other, found) for other in others):
            yield _Twice(row, found)


def _telling_it(work: frozenset[str], sentences: list[_Sentence]) -> _Sentence | None:
    """The one sentence that holds the words of a work."""
    if len(work) < FEWEST:
        return None
    ranked = sorted(
        ((len(work & own.words) / len(work), own) for own in sentences),
        key=lambda entry: -entry[0],
    )[:2]
    if not ranked or ranked[0][0] < COVERED:
        return None
    is_clear = len(ranked) == 1 or ranked[1][0] < ranked[0][0] - CLEAR
    return ranked[0][1] if is_clear or _has_more(ranked[0][1], ranked[1][1]) else None


def _has_more(one: _Sentence, other: _Sentence) -> bool:
    """Of a work in the objectives and in the orders, the order tells who and when."""
    return bool(_times(one.wording.text)) and not _times(other.wording.text)


def _is_told_by(work: frozenset[str], sentence: _Sentence) -> bool:
    """Do the words of a work stand in a sentence?"""
    return bool(work) and len(work & sentence.words) / len(work) >= COVERED


# --- when -----------------------------------------------------------------------------------------

_TIME = compile_regex(
    r"""
    (?<!\p{L}) (?: (?:trước|đến|hết|xong|chậm\snhất|muộn\snhất|vào) \s+ (?:hết\s+|là\s+)? )?
    (?: (?:ngày\s+)? (?<![\d/.])\d{1,2}/\d{1,2}/20\d\d (?![\d/])
      | (?: đầu\s | giữa\s | cuối\s )? tháng\s+(?:0?[1-9]|1[0-2])\s*/\s*20\d\d
      | quý\s+(?:IV|I{1,3}|[1-4])\s*/\s*20\d\d )
    """,
    regex.VERBOSE | regex.IGNORECASE,
)
_OF_PAPER = compile_regex(r"(?:số\s*)?\d+[/\w-]*/[\p{Lu}\p{L}-]+\s*,?\s*$")
_TIMED = ("by", "within")


def _times(text: str) -> list[str]:
    """The times of a sentence, those of papers that are cited left out."""
    return [own[0] for own in _TIME.finditer(text) if not _OF_PAPER.search(text[: own.start()])]


def _other_time(twice: _Twice) -> Iterator[Finding]:
    deadline, times = twice.row.part.deadline, _times(twice.body.wording.text)
    if deadline is None or deadline.parts or deadline.kind not in _TIMED or len(times) != 1:
        return
    value = parse_deadline(times[0])
    if value is None or value.kind not in _TIMED or not (value.end and deadline.end):
        return
    told = (value.start.isoformat() if value.start else None, value.end.isoformat())
    if _contradict(told, (deadline.start, deadline.end)):
        yield finding(
            "deadline_conflict",
            on=twice.row.child("deadline"),
            first=times[0].strip(),
            second=deadline.raw,
            body=twice.body.shown,
        )


_Span = tuple[str | None, str | None]


def _contradict(one: _Span, other: _Span) -> bool:
    """Can no day keep both? Two last days that differ contradict each other, too."""
    (first, last), (begin, end) = one, other
    if first is None and begin is None:
        return last != end
    return bool((first and end and first > end) or (begin and last and begin > last))


# --- who ------------------------------------------------------------------------------------------


@cache
def _leader() -> regex.Pattern[str]:
    """ "…: Phòng Kinh tế | chủ trì"."""
    return compile_regex(
        rf"(?:^|[:;.,]\s+|(?<!\p{{L}})(?:giao|do)\s+)(?P<who>[^:;.,]{{4,80}}?)\s+(?:{alternation('leads_it')})(?!\p{{L}})",
        regex.IGNORECASE,
    )


def _other_lead(draft: Draft, twice: _Twice) -> Iterator[Finding]:
    lead, matches = twice.row.part.lead, list(_leader().finditer(twice.body.wording.text))
    if lead is None or lead.inferred or lead.unknown or lead.collective or len(matches) != 1:
        return
    unit = draft.plan.document.unit
    level, place = (unit.level, unit.name) if unit else (None, None)
    told = parse_offices(matches[0]["who"].strip(), level, place)
    if not told.units or not all(told.known) or any(told.collective):
        return
    own = {comparison_key(name) for name in lead.units}
    if own and own.isdisjoint(comparison_key(name) for name in told.units):
        yield finding(
            "owner_conflict",
            on=twice.row.child("lead"),
            first="; ".join(told.units),
            second="; ".join(lead.units),
            body=twice.body.shown,
        )


# --- how many -------------------------------------------------------------------------------------

_COUNT = compile_regex(
    r"(?<![\d.,/])(?P<count>\d{1,3}(?:\.\d{3})+|\d+(?:,\d+)?)\s+(?P<what>\p{L}+\s\p{L}+)(?!\p{L})"
)


def _other_count(twice: _Twice) -> Iterator[Finding]:
    """A count of the same things, told once on each side. Fewer of them in a row that names a place
    of the unit ("Xóa 4 điểm rác | Ấp 4") are a part of all."""
    body = _counts(twice.body.wording.text)
    row = twice.row.part
    is_of_place = _place().search(f"{row.task} {row.note or ''}") is not None
    for what, told in _counts(row.task).items():
        other = body.get(what, [])
        if len(told) != 1 or len(other) != 1:
            continue
        is_part = is_of_place and _value(told[0]) < _value(other[0])
        if _value(told[0]) != _value(other[0]) and not is_part:
            yield finding(
                "count_conflict",
                on=twice.row.child("task"),
                first=f"{other[0]} {what}",
                second=f"{told[0]} {what}",
                body=twice.body.shown,
            )


@cache
def _place() -> regex.Pattern[str]:
    return compile_regex(
        rf"(?<!\p{{L}})(?:{alternation('parts_of_communes')})(?!\p{{L}})", regex.IGNORECASE
    )


def _counts(text: str) -> dict[str, list[str]]:
    """What is counted -> its figures."""
    found: dict[str, list[str]] = {}
    for match in _COUNT.finditer(text):
        found.setdefault(small(match["what"]), []).append(match["count"])
    return found


def _value(figure: str) -> float:
    """ "03" is 3."""
    return float(figure.replace(".", "").replace(",", "."))
