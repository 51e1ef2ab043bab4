"""Deadlines and periods: the phrase of a table cell or of a title -> kind and dates.

A cell is cut into clauses (lines, semicolons, bullets), a clause into pieces (commas, "và",
brackets). Each piece is read as cues and times (cues.py) and gives at most one deadline; pieces
that say the same thing twice are merged, the others become the parts of a `several`.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from typing import Literal

import regex

from kehoach.normalize.text import clean
from kehoach.normalize.times.cues import Token, drop_fillers, tokens_of
from kehoach.normalize.times.documents import without_documents
from kehoach.normalize.times.period import Period, parse_period
from kehoach.normalize.times.rules import find_times
from kehoach.normalize.times.timespan import day_after, day_before, plain

__all__ = [
    "DeadlineKind",
    "DeadlineValue",
    "Period",
    "Recurrence",
    "parse_deadline",
    "parse_period",
]

DeadlineKind = Literal["by", "within", "continuous", "recurring", "conditional", "done", "several"]
Recurrence = Literal["monthly", "quarterly", "half-yearly", "yearly"]

_FINEST: tuple[Recurrence, ...] = ("monthly", "quarterly", "half-yearly", "yearly")
_OFTENER: dict[Recurrence | None, Recurrence] = {
    "yearly": "half-yearly",
    "half-yearly": "quarterly",
}
_WHOLE = ("year", "half", "span")
NOT_ALONE = 0.9
"""The confidence of a sure time that other words stand beside."""
_EDGES = " \t-–—+*•.…;,:/&()_"


@dataclass(frozen=True, slots=True)
class DeadlineValue:
    """What a deadline cell says. `kind` None: not understood. `parts` only for `several`. `raw` as
    given."""

    raw: str
    kind: DeadlineKind | None
    start: date | None = None
    end: date | None = None
    recurrence: Recurrence | None = None
    parts: tuple[DeadlineValue, ...] = ()
    confidence: float = 1.0


@dataclass(frozen=True, slots=True)
class _Read:
    """One piece understood: the value and what merging needs to know about it."""

    value: DeadlineValue
    begin: int
    stop: int
    only: bool  # nothing but cues and times stands in it
    leading: bool  # the cue opens the piece
    weak: bool = False  # a condition that gives way to anything beside it
    unit: str | None = None
    dated: bool = False  # names its year itself
    reports: tuple[Recurrence, ...] = ()


def _pieces(tokens: list[Token], text: str) -> Iterator[tuple[int, int, list[Token]]]:
    """The stretches between separators, each with its tokens."""
    begin, held = 0, list[Token]()
    for token in tokens:
        if token.kind in ("separator", "break") or (
            token.kind == "time" and any(t.time for t in held)
        ):
            stop = token.begin
            yield begin, stop, held
            begin, held = (token.stop, []) if token.time is None else (token.begin, [token])
        elif token.kind not in ("harmless", "dash"):
            held.append(token)
    yield begin, len(text), held


def _read_piece(
    begin: int, stop: int, held: list[Token], text: str, year: int | None
) -> _Read | None:
    """The one deadline that a piece names, None when it names none."""
    cue = next(
        (t for t in held if t.kind in ("condition", "according") and _governs(t, held)), None
    )
    ruled = held if cue is None else [t for t in held if t.begin < cue.begin]
    if cue is not None and cue.kind == "according":
        ruled += _revived([t for t in held if t.begin > cue.begin], text)
    kinds = {token.kind for token in ruled}
    shape = _shape(kinds, cue, ruled)
    if shape is None:
        return None
    value = _value(shape, ruled, text, year, "")
    first = min(token.begin for token in held)
    left = _leftover(text, begin, stop, held)
    time = next((t.time for t in ruled if t.time), None)
    reports = tuple(r for r in _FINEST if f"report_{r}" in {t.kind for t in held})
    weak = (
        shape == "conditional" and (cue is None or cue.kind == "according") and value.start is None
    )
    leading = not _leftover(text, begin, first, [])
    unit = time.unit if time else ("year" if kinds & {"this_year", "this_period"} else None)
    return _Read(
        value, begin, stop, not left, leading, weak, unit, bool(time and time.year), reports
    )


def _governs(cue: Token, held: list[Token]) -> bool:
    """Whether "theo" or "khi" rules what follows it; the "khi" of "đến khi" only ends a range."""
    return cue.kind != "condition" or not any(
        t.kind == "open_end" and t.stop >= cue.begin for t in held
    )


def _revived(tokens: list[Token], text: str) -> list[Token]:
    """After "theo …" only a plain "trước ngày …" still is a deadline."""
    for i, token in enumerate(tokens[:-1]):
        if (
            token.kind in ("before", "until")
            and tokens[i + 1].time
            and _near(token, tokens[i + 1], text)
        ):
            return tokens[i:]
    return []


def _near(cue: Token, token: Token, text: str) -> bool:
    """Whether the cue speaks of that time: hardly anything between ("trước 17 giờ 00 ngày
    20/12")."""
    limit = 22 if cue.kind == "before" else 8
    return 0 <= token.begin - cue.stop <= limit


def _shape(kinds: set[str], cue: Token | None, ruled: list[Token]) -> DeadlineKind | None:
    if "done" in kinds:
        return "done"
    if "continuous" in kinds:
        return "continuous"
    if kinds & {"periodic", *_FINEST}:
        return "recurring"
    if cue is not None and cue.kind == "condition":
        return "conditional"
    if "time" in kinds:
        return "by" if _is_by(ruled) else "within"
    if kinds & {"this_year", "this_period", "no_date"}:
        return "within"
    if cue is not None or kinds & {"adhoc", "after"}:
        return "conditional"
    return None


def _is_by(ruled: list[Token]) -> bool:
    at = next(i for i, token in enumerate(ruled) if token.time)
    time, before = ruled[at].time, ruled[at - 1].kind if at else ""
    assert time is not None  # noqa: S101 - `at` found it
    if before in ("from", "after") or any(token.kind == "open_end" for token in ruled):
        return False
    return before in ("before", "until") or time.unit == "day"


def _value(
    kind: DeadlineKind, ruled: list[Token], text: str, year: int | None, raw: str
) -> DeadlineValue:
    times = [token for token in ruled if token.time]
    kinds = [token.kind for token in ruled]
    recurrence = next((r for r in _FINEST if r in kinds), None)
    reports = [r for r in _FINEST if f"report_{r}" in kinds]
    if kind == "recurring" and "periodic" in kinds and reports and len(times) == 0:
        recurrence = min([*reports, *([recurrence] if recurrence else [])], key=_FINEST.index)
    start = end = None
    confidence = 1.0
    if times and not (kind == "recurring" and times[0].time and times[0].time.year is None):
        start, end, confidence = _dates(kind, ruled, text, year)
    elif "this_year" in kinds and year is not None:
        start, end = date(year, 1, 1), date(year, 12, 31)
    elif kinds and "this_year" in kinds:
        confidence = 0.6
    return DeadlineValue(raw, kind, start, end, recurrence, (), confidence)


def _dates(
    kind: DeadlineKind, ruled: list[Token], text: str, year: int | None
) -> tuple[date | None, date | None, float]:
    at = next(i for i, token in enumerate(ruled) if token.time)
    time, cue = ruled[at].time, ruled[at - 1] if at else None
    assert time is not None  # noqa: S101 - `at` found it
    start, end = time.dates(year)
    confidence = (
        0.4
        if time.broken()
        else 0.6
        if start is None and end is None
        else 0.7
        if time.vague
        else 1.0
    )
    if cue is not None and cue.kind == "after" and end is not None and time.unit != "span":
        return (
            (start if "ke tu" in text[cue.begin : cue.stop] else day_after(end)),
            None,
            confidence,
        )
    if cue is not None and cue.kind in ("from", "after") and time.unit != "span":
        return start, None, confidence
    if any(token.kind == "open_end" for token in ruled):
        return start, None, confidence
    if cue is not None and cue.kind in ("before", "until") and _near(cue, ruled[at], text):
        strict = cue.kind == "before" and time.unit != "day"
        return None, day_before(start) if strict and start else end, confidence
    if kind == "by" or (time.unit == "day" and kind in ("conditional", "done")):
        return None, end, confidence
    return start, end, confidence


def _leftover(text: str, begin: int, stop: int, held: list[Token]) -> str:
    """The words of a piece that no cue, time or filler accounts for."""
    rest, last = "", begin
    for token in sorted(held, key=lambda t: t.begin):
        rest += text[last : token.begin] + " "
        last = max(last, token.stop)
    return drop_fillers(rest + text[last:stop]).strip(_EDGES + "#")


def _read_clause(clause: str, year: int | None) -> list[DeadlineValue]:
    text = plain(without_documents(clause))
    tokens = _with_years(tokens_of(text, clause))
    reads: list[_Read] = []
    early: tuple[Recurrence, ...] = ()
    for begin, stop, held in _pieces(tokens, text):
        read = _read_piece(begin, stop, held, text, year) if held else None
        if read is None:
            loose = tuple(r for r in _FINEST if f"report_{r}" in {t.kind for t in held})
            if not reads:
                early = (*early, *loose)
            else:
                last = reads[-1]
                reads[-1] = replace(
                    last, stop=stop, only=last.only and not _leftover(text, begin, stop, held)
                )
                if loose and last.value.kind == "recurring":
                    reads[-1] = replace(reads[-1], reports=(*last.reports, *loose))
            continue
        begin = begin if reads else 0
        either = read.value.kind == "conditional" and text[:begin].endswith("hoac")
        merged = _merge(reads[-1], read) if reads and not either else None
        if merged is not None:
            reads[-1] = merged
        else:
            reports = read.reports if reads else (*early, *read.reports)
            reads.append(replace(read, begin=begin, reports=reports))
    return [_finished(read, clause) for read in reads]


def _with_years(tokens: list[Token]) -> list[Token]:
    """A time without a year takes the year of the next time of its clause, else of the one
    before."""
    years = [token.time.year if token.time else None for token in tokens]
    out = []
    for i, token in enumerate(tokens):
        if token.time and years[i] is None:
            year = next((y for y in [*years[i + 1 :], *reversed(years[:i])] if y), None)
            if year and not any(t.kind in ("yearly",) for t in tokens):
                first, last = (
                    p and replace(p, year=year) for p in (token.time.first, token.time.last)
                )
                token = replace(token, time=replace(token.time, first=first, last=last))
        out.append(token)
    return out


def _finished(read: _Read, clause: str) -> DeadlineValue:
    value = read.value
    if value.kind == "recurring" and (
        len(set(read.reports)) > 1 or (read.reports and value.recurrence)
    ):
        named = [*read.reports, *([value.recurrence] if value.recurrence else [])]
        value = replace(value, recurrence=min(named, key=_FINEST.index))
    raw = clause[read.begin : read.stop].strip(_EDGES.replace("(", "").replace(")", ""))
    raw = raw.rstrip(" )") if "(" not in raw else raw
    confidence = min(value.confidence, 1.0 if read.only else NOT_ALONE)
    return replace(value, raw=raw, confidence=confidence)


def _merge(a: _Read, b: _Read) -> _Read | None:
    """Two neighbouring pieces of a clause as one deadline; None when they are two."""
    ka, kb = a.value.kind, b.value.kind
    if b.weak or (a.weak and kb != "done"):
        return _one(a, b, a.value if b.weak else b.value)
    if "continuous" in (ka, kb):
        return _merge_continuous(a, b)
    if "conditional" in (ka, kb):
        strong, other = (a, b) if ka == "conditional" else (b, a)
        if strong.leading and other.value.kind in ("by", "within", "conditional"):
            dates = strong.value if strong.value.end else other.value
            return _one(a, b, replace(strong.value, start=dates.start, end=dates.end))
        return (
            _one(a, b, other.value) if strong.leading and other.value.kind == "recurring" else None
        )
    if "recurring" in (ka, kb):
        return _merge_recurring(a, b)
    if ka == kb == "within" and a.only and b.only and a.value.end and b.value.start:
        if (b.value.start - a.value.end).days == 1 and a.unit == b.unit:
            return _one(a, b, replace(a.value, end=b.value.end))
        if b.unit == "year" and not a.dated:
            return _one(a, b, a.value)
    return None


def _merge_continuous(a: _Read, b: _Read) -> _Read | None:
    steady, other = (a, b) if a.value.kind == "continuous" else (b, a)
    kind, value = other.value.kind, steady.value
    if kind == "continuous":
        return _one(a, b, value if value.start or value.end else other.value)
    if kind == "conditional" and other.leading:
        return _one(a, b, value)
    if kind == "recurring" and other.only:
        start, end = (
            (value.start, value.end) if value.start else (other.value.start, other.value.end)
        )
        return _one(a, b, replace(value, start=start, end=end, recurrence=other.value.recurrence))
    if kind == "within" and other.only and other.unit in _WHOLE and not (value.start or value.end):
        return _one(a, b, replace(value, start=other.value.start, end=other.value.end))
    return None


def _merge_recurring(a: _Read, b: _Read) -> _Read | None:
    again, other = (a, b) if a.value.kind == "recurring" else (b, a)
    value = again.value
    if other.value.kind == "recurring":
        if not b.only and not (a.reports and b.reports):
            return None
        known = [r.value.recurrence for r in (a, b) if r.value.recurrence]
        finest = min(known, key=_FINEST.index) if known else None
        dates = a.value if a.value.start else b.value
        return _one(a, b, replace(value, recurrence=finest, start=dates.start, end=dates.end))
    if other.value.kind not in ("within", "by") or not other.only:
        return None
    if other.unit in _WHOLE and (other.dated or other.unit == "year"):
        return _one(a, b, replace(value, start=other.value.start, end=other.value.end))
    if other.dated:
        return None
    if value.recurrence in _OFTENER and again.unit in ("day", "month") and other.unit == again.unit:
        value = replace(
            value, recurrence=_OFTENER[value.recurrence]
        )  # "trước 30/6 và 15/12 hằng năm"
    return _one(a, b, value)


def _one(a: _Read, b: _Read, value: DeadlineValue) -> _Read:
    confidence = min(a.value.confidence, b.value.confidence)
    unit, dated = (a.unit, a.dated) if a.unit else (b.unit, b.dated)
    only, leading = a.only and b.only, a.leading
    weak = a.weak and b.weak
    value = replace(value, confidence=confidence)
    return _Read(value, a.begin, b.stop, only, leading, weak, unit, dated, (*a.reports, *b.reports))


_HARD = regex.compile(
    r"\s*(?:;|\n|\.(?=\s+\p{Lu}\p{Ll})|(?:(?<=^|\s)[-+•*](?=\s+\p{Lu}\p{Ll})))\s*"
)


_RANGE = regex.compile(r"\b((quý|quí|tháng)\s+[ivx\d]+)\s+[-–]\s+(?=\2\s)", regex.IGNORECASE)
"""A dash between two quarters or months is a range, not a list: "Quý II - Quý III/2026"."""


_MORE = regex.compile(
    r"(?<=\b(?:tháng|quý)[\s\div,;]*[\div])\s*;\s*(?=(?:\d{1,2}|[ivx]+)\s*(?:;|/\s*20\d\d))",
    regex.IGNORECASE,
)
"""Months told one by one: "Tháng 7; 8; 9/2025"."""


def _clauses(raw: str) -> list[str]:
    """Lines, bullets, sentences. A line that goes on in lower case is the same one."""
    text = regex.sub(r"[ \t]*\n\s*(?=\p{Ll}|\d{4}\b)", " ", raw)
    text = _MORE.sub(", ", "\n".join(clean(line) for line in text.split("\n")))
    bulleted = regex.match(r"\s*[-+•*]\s", text) is not None
    if not bulleted:
        text = _RANGE.sub(r"\1 đến ", text)
    pattern = (
        _HARD
        if bulleted
        else regex.compile(_HARD.pattern.replace("[-+•*]", "(?<![\\d]\\s*)[-+•*]"))
    )
    return [
        piece
        for piece in (part.strip(" -+•*\t") for part in pattern.split(text))
        if piece.strip(_EDGES)
    ]


def parse_deadline(raw: str, period: Period | None = None) -> DeadlineValue | None:
    """The text of a deadline cell -> its value; None for an empty cell; kind None when not
    understood.

    A time that names no year takes the year of `period` when that is one year.

    >>> parse_deadline("Trước 31/12/2025").end
    datetime.date(2025, 12, 31)
    """
    clauses = _clauses(raw)
    if not clauses:
        return None
    year = _default_year(" ".join(clauses), period)
    parts: list[DeadlineValue] = []
    for clause in clauses:
        parts += _read_clause(clause, year)
    if not parts:
        return DeadlineValue(raw, None, confidence=0.0)
    if len(parts) == 1:
        return replace(parts[0], raw=raw)
    if (
        len({(part.kind, part.start, part.end, part.recurrence) for part in parts}) == 1
        and parts[0].end
    ):
        return replace(parts[0], raw=raw)
    return DeadlineValue(
        raw, "several", None, None, None, tuple(parts), min(part.confidence for part in parts)
    )


def _default_year(text: str, period: Period | None) -> int | None:
    if period is not None and (period.start or period.end):
        years = {day.year for day in (period.start, period.end) if day is not None}
    else:
        years = {time.year for time in find_times(plain(without_documents(text))) if time.year}
    return years.pop() if len(years) == 1 else None
