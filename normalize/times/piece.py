"""One piece of a deadline ("trước ngày 15/7", "hằng quý"): its cues and times as one value."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cache

import regex

from kehoach.normalize.times.counts import any_weekday
from kehoach.normalize.times.cues import Token, drop_fillers, has_bare_day
from kehoach.normalize.times.timespan import Dates, Time, day_after, day_before
from kehoach.normalize.times.values import (
    OFTEN,
    RECURRENCES,
    SEASONS,
    DeadlineKind,
    DeadlineValue,
    Recurrence,
    finest,
)
from kehoach.patterns import compile_regex

EDGES = " \t-–—+*•.…;,:/&()_"
"""Marks that say nothing at the ends of a piece."""
_BLOT = "#"
_COUNT_BEFORE = compile_regex(r"[-(]\s*\d{1,3}\s+(?:ngay|gio|thang|tuan)\s+$")
_WHOLE_YEAR = "ca nam"
_SINCE_PAPER = frozenset(("since_issue", "since_now"))
_SINCE = "ke tu"
"""Of the cues of the list `after` the one that means the day itself, too."""
_BEGUN = ("bat dau", "bat dau tu")
_RANGE = compile_regex(r"-|\b(?:den|toi)\b")
_REACH_OF_BEFORE, _REACH_OF_UNTIL = 22, 8
"""So many characters may stand between a cue and its time: "trước 17 giờ 00 ngày 20/12"."""
BROKEN = 0.4
_UNDATED, _VAGUE, _SURE = 0.6, 0.7, 1.0
"""Confidences: no calendar has the day; no year is known; nobody says how long; none of these."""


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of a clause between separators, `begin`:`stop` of its plain text, and the cues and
    times in it."""

    text: str
    begin: int
    stop: int
    tokens: Sequence[Token]

    @property
    def reports(self) -> tuple[Recurrence, ...]:
        """The periods that it names barely ("tháng", "quý"): they count beside a recurring cue."""
        return _reports(self.tokens)

    def leftover(self) -> str:
        """The words that no cue, time or filler accounts for."""
        return self._leftover(self.tokens, self.stop)

    def is_opened_by(self, token: Token) -> bool:
        """Whether only fillers stand before a token."""
        return not self._leftover((), token.begin)

    def _leftover(self, tokens: Sequence[Token], stop: int) -> str:
        rest = ""
        last = self.begin
        for token in sorted(tokens, key=lambda token: token.begin):
            rest += self.text[last : token.begin] + " "
            last = max(last, token.stop)
        rest += self.text[last:stop]
        return drop_fillers(rest).strip(EDGES + _BLOT)


@dataclass(frozen=True, slots=True)
class Reading:
    """A piece understood: the value, its place in the clause, and what merging needs to know.

    `is_only`: nothing but cues and times stands in it; `is_leading`: the cue opens the piece;
    `is_weak`: a condition that gives way to anything beside it; `is_dated`: it names its year
    itself; `is_whole_year`: it says "cả năm"; `is_expected`: "dự kiến"; `has_bare_day`: it says the
    day of a month that it does not name. `unit` of its time; `reports` as in `Piece`.
    """

    value: DeadlineValue
    begin: int
    stop: int
    is_only: bool
    is_leading: bool
    is_weak: bool = False
    unit: str | None = None
    is_dated: bool = False
    is_whole_year: bool = False
    is_expected: bool = False
    has_bare_day: bool = False
    reports: tuple[Recurrence, ...] = ()


@dataclass(frozen=True, slots=True)
class _Statement:
    """The tokens of a piece that make its deadline, and the cue ("theo", "khi") that rules the
    rest."""

    text: str
    tokens: Sequence[Token]
    ruling: Token | None

    @property
    def kinds(self) -> set[str]:
        return {token.kind for token in self.tokens}

    @property
    def time(self) -> Time | None:
        """The first time."""
        for token in self.tokens:
            if token.time:
                return token.time
        return None

    @property
    def cue(self) -> Token | None:
        """The cue right before the first time."""
        before = None
        for token in self.tokens:
            if token.time:
                return before
            before = token
        return None

    @property
    def has_open_end(self) -> bool:
        return bool(self.kinds & {"open_end", "goes_on"})

    @property
    def begins_with_paper(self) -> bool:
        """Whether it begins when the paper is issued ("từ nay đến …")."""
        return bool(self.kinds & _SINCE_PAPER)

    @property
    def goes_on(self) -> bool:
        """Whether it has no end ("và các năm tiếp theo")."""
        return "goes_on" in self.kinds

    def reaches_time(self) -> bool:
        """Whether the cue before the first time speaks of it."""
        cue = self.cue
        for token in self.tokens:
            if token.time:
                return cue is not None and _reaches(cue, token)
        return False


def read_piece(piece: Piece, year: int | None) -> Reading | None:
    """The one deadline that a piece names, None when it names none; `year` stands in where none is
    said."""
    statement = _statement_of(piece)
    kind = _kind_of(statement)
    if kind is None and _is_day_of_report(piece):
        kind = "recurring"
    if kind is None:
        return None
    value = _value_of(statement, kind, year=year)
    if statement.begins_with_paper and value.start is None:
        value = replace(value, since_issue=True)
    first = min(piece.tokens, key=lambda token: token.begin)
    time = statement.time
    words = piece.text[piece.begin : piece.stop]
    return Reading(
        value,
        piece.begin,
        stop=piece.stop,
        is_only=not piece.leftover(),
        is_leading=piece.is_opened_by(first),
        is_weak=_is_weak(statement, value),
        unit=_unit_of(statement),
        is_dated=time is not None and bool(time.year),
        is_whole_year=_WHOLE_YEAR in words,
        is_expected="expected" in statement.kinds,
        has_bare_day=has_bare_day(words),
        reports=piece.reports,
    )


def _is_day_of_report(piece: Piece) -> bool:
    """ "Tuần: thứ Sáu; tháng: ngày 20 | ; quý: ngày 15": the day of a rhythm that is only named."""
    if not piece.reports or any(token.time for token in piece.tokens):
        return False
    first = min(token.stop for token in piece.tokens)
    label = piece.text[first : piece.stop].lstrip()
    names_day = has_bare_day(label) or _weekday().search(label) is not None
    return label.startswith(":") and names_day and not piece.leftover()


@cache
def _weekday() -> regex.Pattern[str]:
    return compile_regex(rf"\b(?:{any_weekday()})\b")


def _statement_of(piece: Piece) -> _Statement:
    tokens = _with_endless_conditions(piece.tokens)
    ruling = _ruling_cue(tokens, text=piece.text)
    if ruling is None:
        return _Statement(piece.text, tokens, ruling=ruling)
    counted = [token for token in tokens if token.begin < ruling.begin]
    if ruling.kind == "according":
        behind = [token for token in tokens if token.begin > ruling.begin]
        counted += _revived(behind)
    return _Statement(piece.text, counted, ruling=ruling)


def _with_endless_conditions(tokens: Sequence[Token]) -> Sequence[Token]:
    """ "Từ ngày ban hành Kế hoạch", "từ nay": begins a time only where an end follows; without one
    it is a condition."""
    return [
        replace(token, kind="condition")
        if token.kind in _SINCE_PAPER and not _has_end(tokens[index + 1 :], token)
        else token
        for index, token in enumerate(tokens)
    ]


def _has_end(behind: Sequence[Token], since: Token) -> bool:
    """Does a day end what begins with the paper, or an event what begins on a day it tells?"""
    if any(token.kind == "year_end" for token in behind):
        return True
    if any(token.kind == "open_end" for token in behind):
        return since.kind == "since_issue"
    limits = (token.kind in ("until", "before") for token in behind)
    return any(limits) and any(token.time for token in behind)


def _ruling_cue(tokens: Sequence[Token], text: str) -> Token | None:
    """The "theo" or "khi" that rules what follows it."""
    for token in tokens:
        if token.kind == "according":
            return token
        if token.kind == "condition" and not _says_nothing(token, tokens, text=text):
            return token
    return None


def _says_nothing(condition: Token, tokens: Sequence[Token], text: str) -> bool:
    """Does a condition only end a range, or tell how a day was found ("10/12/2031 - 95 ngày | trước
    bầu cử")?"""
    is_counted = _COUNT_BEFORE.search(text, endpos=condition.begin) is not None
    is_behind_day = any(token.time and token.stop <= condition.begin for token in tokens)
    return (is_counted and is_behind_day) or _ends_range(condition, tokens)


def _ends_range(condition: Token, tokens: Sequence[Token]) -> bool:
    """Whether it is the "khi" of "đến khi", which only ends a range."""
    return any(
        token.kind in ("open_end", "goes_on") and token.begin <= condition.begin <= token.stop
        for token in tokens
    )


def _revived(tokens: list[Token]) -> list[Token]:
    """After "theo …" only a plain "trước ngày …" still is a deadline."""
    for index, token in enumerate(tokens[:-1]):
        following = tokens[index + 1]
        is_limit = token.kind in ("before", "until") and following.time is not None
        if is_limit and _reaches(token, following):
            return tokens[index:]
    return []


def _reaches(cue: Token, time: Token) -> bool:
    """Whether the cue speaks of that time: hardly anything stands between."""
    reach = _REACH_OF_BEFORE if cue.kind == "before" else _REACH_OF_UNTIL
    return 0 <= time.begin - cue.stop <= reach


def _kind_of(statement: _Statement) -> DeadlineKind | None:
    kinds = statement.kinds
    ruling = statement.ruling
    if "done" in kinds:
        return "done"
    if "continuous" in kinds:
        return "continuous"
    if kinds & {"periodic", *RECURRENCES}:
        return "recurring"
    if ruling is not None and ruling.kind == "condition":
        return "conditional"
    if "time" in kinds:
        if statement.goes_on:
            return "continuous"  # from then on, always
        return "by" if _is_limit(statement) else "within"
    if "year_end" in kinds and not statement.begins_with_paper:
        return "by"
    if statement.begins_with_paper or kinds & {"this_year", "this_period", "no_date"}:
        return "within"
    if ruling is not None or kinds & {"adhoc", "after", "open_end"}:
        return "conditional"  # "đến khi kết thúc"
    return None


def _is_limit(statement: _Statement) -> bool:
    """Whether the time is the last day: "trước tháng 7", or a day that begins no range."""
    cue = statement.cue
    cue_kind = cue.kind if cue else ""
    if cue_kind in ("from", "after") or statement.has_open_end or statement.begins_with_paper:
        return False
    if cue_kind in ("before", "until"):
        return True
    return statement.time is not None and statement.time.unit == "day"


def _value_of(statement: _Statement, kind: DeadlineKind, year: int | None) -> DeadlineValue:
    kinds = statement.kinds
    time = statement.time
    recurrence = _recurrence_of(statement, kind)
    is_season = recurrence in OFTEN and time is not None and time.unit in SEASONS
    if time and (is_season or not (kind == "recurring" and time.year is None)):
        start, end = _dates_of(statement, kind, time=time, year=year)
        confidence = _confidence_of(time, year)
        return DeadlineValue(
            "",
            kind,
            start=start,
            end=end,
            recurrence=recurrence,
            confidence=confidence,
        )
    if not kinds & {"this_year", "year_end"}:
        return DeadlineValue("", kind, recurrence=recurrence)
    if year is None:
        return DeadlineValue("", kind, recurrence=recurrence, confidence=_UNDATED)
    start = date(year, 1, 1) if "this_year" in kinds else None
    return DeadlineValue("", kind, start=start, end=date(year, 12, 31), recurrence=recurrence)


def _recurrence_of(statement: _Statement, kind: DeadlineKind) -> Recurrence | None:
    kinds = statement.kinds
    named = finest(recurrence for recurrence in RECURRENCES if recurrence in kinds)
    if kind == "recurring" and named is None and statement.time is None:
        return finest((named, *_reports(statement.tokens)))
    return named


def _reports(tokens: Sequence[Token]) -> tuple[Recurrence, ...]:
    kinds = {token.kind for token in tokens}
    return tuple(recurrence for recurrence in RECURRENCES if f"report_{recurrence}" in kinds)


def _confidence_of(time: Time, year: int | None) -> float:
    if time.broken():
        return BROKEN
    if time.dates(year) == (None, None):
        return _UNDATED
    return _VAGUE if time.vague else _SURE


def _dates_of(statement: _Statement, kind: DeadlineKind, time: Time, year: int | None) -> Dates:
    """First and last day of a deadline, by the cue before its time."""
    cue = statement.cue
    cue_kind = cue.kind if cue else ""
    start, end = time.dates(year)
    if cue and cue_kind == "after" and end and time.unit != "span":
        is_since = _SINCE in statement.text[cue.begin : cue.stop]
        return (start if is_since else day_after(end)), None
    if cue_kind in ("from", "after") and (time.unit != "span" or _only_begins(statement, time)):
        return start, None
    if statement.has_open_end:
        return start, None
    if cue_kind in ("before", "until") and statement.reaches_time():
        is_strict = cue_kind == "before" and time.unit != "day"
        return None, day_before(start) if is_strict and start else end
    if kind == "by" or (time.unit == "day" and kind in ("conditional", "done")):
        return None, end
    return start, end


def _only_begins(statement: _Statement, time: Time) -> bool:
    """ "Bắt đầu từ | tuần thứ hai của tháng 3": from that week on, and no range."""
    before = statement.text[: time.begin].rstrip()
    words = statement.text[time.begin : time.stop]
    return before.endswith(_BEGUN) and _RANGE.search(words) is None


def _is_weak(statement: _Statement, value: DeadlineValue) -> bool:
    """Whether it is a condition that gives way to anything beside it."""
    if value.kind != "conditional" or value.start is not None:
        return False
    return statement.ruling is None or statement.ruling.kind == "according"


def _unit_of(statement: _Statement) -> str | None:
    if statement.time is not None:
        return statement.time.unit
    return "year" if statement.kinds & {"this_year", "this_period"} else None
