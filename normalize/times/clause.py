"""One clause of a deadline cell: its pieces, read one after the other and merged where they say one
thing."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date
from functools import cache
from itertools import accumulate

import regex

from kehoach.normalize.times.building import WORDS
from kehoach.normalize.times.cues import Token, tokens_of, without_alike
from kehoach.normalize.times.documents import without_documents
from kehoach.normalize.times.meetings import without_meeting
from kehoach.normalize.times.merge import made_exact, merge
from kehoach.normalize.times.piece import EDGES, Piece, Reading, read_piece
from kehoach.normalize.times.timespan import Point, any_plain, plain
from kehoach.normalize.times.values import RECURRENCES, DeadlineValue, Recurrence, finest
from kehoach.patterns import compile_regex

NOT_ALONE = 0.9
"""The confidence of a sure time that other words stand beside."""
_OR = "hoac"
LAST_DAY_OF_ANY = 31
_CUES_OF_TIMES = ("before", "until", "from")
"""Before no time these are other words: "trước mắt", "đến từng hộ"."""
_OUTER_EDGES = EDGES.replace("(", "").replace(")", "")


def read_clause(
    clause: str,
    year: int | None,
    over_new_year: date | None = None,
    *,
    in_school_year: bool = False,
) -> list[DeadlineValue]:
    """The deadlines of a clause in order; `year` stands in where none is said, or the twelve months
    from the day `over_new_year` on."""
    text = without_meeting(without_alike(plain(without_documents(clause)), clause))
    found = tokens_of(text, clause, in_school_year=in_school_year)
    tokens, text = _before_horizon(found, text)
    tokens = _in_next_year(tokens, text, year=year)
    if over_new_year is not None and not any(token.kind in RECURRENCES for token in tokens):
        tokens = [_in_months_from(token, over_new_year) for token in tokens]
    readings: list[Reading] = []
    early_reports: tuple[Recurrence, ...] = ()
    has_early_words = False
    for piece in _pieces(tokens, text):
        reading = read_piece(piece, year) if piece.tokens else None
        if reading is not None:
            reading = replace(
                reading,
                reports=(*early_reports, *reading.reports),
                is_only=reading.is_only and not has_early_words,
            )
            early_reports, has_early_words = (), False
            _add(readings, reading, text=text)
        elif readings:
            readings[-1] = _with_rest(_going_on(readings[-1], piece), piece)
        else:
            early_reports = (*early_reports, *piece.reports)
            has_idle_cue = any(token.kind in _CUES_OF_TIMES for token in piece.tokens)
            has_early_words = has_early_words or (has_idle_cue and bool(piece.leftover()))
    return [_finished(reading, clause) for reading in readings]


def _before_horizon(tokens: list[Token], text: str) -> tuple[list[Token], str]:
    """ "Giai đoạn 2031 - 2035 | , tầm nhìn đến năm 2045": how far a programme looks ahead is no
    time of the work."""
    for index, token in enumerate(tokens):
        if token.kind == "horizon" and any(before.time for before in tokens[:index]):
            return tokens[:index], text[: token.begin]
    return tokens, text


def _going_on(reading: Reading, piece: Piece) -> Reading:
    """ "Tháng 3/2031 và duy trì trong các năm tiếp theo": from then on, always."""
    goes_on = any(token.kind == "goes_on" for token in piece.tokens)
    if not goes_on or reading.value.kind != "within" or reading.value.start is None:
        return reading
    return replace(reading, value=replace(reading.value, kind="continuous", end=None))


def _pieces(tokens: list[Token], text: str) -> Iterator[Piece]:
    """The stretches between separators, each with its tokens; a second time begins one, too."""
    begin = 0
    collected: list[Token] = []
    for token in tokens:
        if token.kind in ("separator", "break"):
            yield Piece(text, begin, stop=token.begin, tokens=collected)
            begin, collected = token.stop, []
        elif token.time and any(other.time for other in collected):
            yield Piece(text, begin, stop=token.begin, tokens=collected)
            begin, collected = token.begin, [token]
        elif token.kind not in ("harmless", "dash", "horizon"):
            collected.append(token)
    yield Piece(text, begin, stop=len(text), tokens=collected)


def _add(readings: list[Reading], reading: Reading, text: str) -> None:
    """Add a piece, merged with the one before where both say one thing."""
    if not readings:
        readings.append(replace(reading, begin=0))
        return
    before = text[: reading.begin]
    is_condition = reading.value.kind == "conditional" and not reading.is_weak
    is_choice = before.endswith(_OR) and is_condition
    is_more_exact = before.rstrip().endswith("(")
    merged = made_exact(readings[-1], reading) if is_more_exact else None
    if merged is None and not is_choice and not _are_halves(readings[-1], reading):
        merged = merge(readings[-1], reading)
    if merged is None:
        readings.append(reading)
    else:
        readings[-1] = merged


def _are_halves(first: Reading, second: Reading) -> bool:
    """ "6 tháng đầu năm và cả năm", "6 tháng đầu năm và 6 tháng cuối năm": two times to report,
    although the one lies in the other, or ends where it begins."""
    if first.unit != "half" or first.value.kind != "within" or second.value.kind != "within":
        return False
    return second.unit == "half" or second.is_whole_year


def _with_rest(reading: Reading, piece: Piece) -> Reading:
    """A reading that goes on over a piece without a deadline."""
    reports = reading.reports
    if reading.value.kind == "recurring" and not piece.leftover():
        reports = (*reports, *piece.reports)  # not "(Tháng Chuyển đổi số)"
    is_only = reading.is_only and not piece.leftover()
    return replace(reading, stop=piece.stop, is_only=is_only, reports=reports)


@cache
def _of_next_year() -> regex.Pattern[str]:
    return compile_regex(rf"\s+(?:cua\s+)?(?:{any_plain(WORDS['of_next_year'])})\b(?!\s+hoc\b)")


def _in_next_year(tokens: list[Token], text: str, year: int | None) -> list[Token]:
    """Times with their years (`_with_years`), a quarter or half "năm sau" in the one behind that of
    the time before, or of the plan; a day or month so told comes every year ("trước ngày 31/01 năm
    sau")."""
    dated: list[Token] = []
    for token, before in zip(_with_years(tokens), tokens, strict=True):
        base = token.time.year or year if token.time else None
        if base and _is_of_next_year(before, text):
            token = _in_year(token, base + 1)
        dated.append(token)
    return dated


def _is_of_next_year(token: Token, text: str) -> bool:
    if token.time is None or token.time.year or token.time.unit not in ("quarter", "half"):
        return False
    words = text[token.begin : token.stop]
    begin = token.begin + len(words.removesuffix(" nam"))
    return _of_next_year().match(text, begin) is not None


def _with_years(tokens: list[Token]) -> list[Token]:
    """A time without a year takes the year of the next time of its clause, else of the one
    before."""
    if any(token.kind == "yearly" for token in tokens):
        return tokens
    years = [token.time.year if token.time else None for token in tokens]
    behind = [*accumulate(reversed(years), _latest)][::-1]
    before = accumulate(years, _latest)
    dated: list[Token] = []
    for token, year, following, last in zip(tokens, years, behind, before, strict=True):
        nearest = following or last
        is_undated = token.time is not None and year is None and nearest
        dated.append(_in_year(token, nearest) if is_undated and nearest else token)
    return dated


def _latest(known: int | None, year: int | None) -> int | None:
    return year or known


def _in_year(token: Token, year: int) -> Token:
    return _dated(token, lambda point: replace(point, year=year))


def _in_months_from(token: Token, start: date) -> Token:
    """A time without a year, in the first eleven months from a day on: in a school year that begins
    with September 2031 "05/9" is a day of 2031, "15/01" one of 2032; of August nobody can say."""

    def dated(point: Point) -> Point:
        is_before = (point.month, point.day or LAST_DAY_OF_ANY) < (start.month, start.day)
        return replace(point, year=start.year + is_before)

    if token.time is None or token.time.year is not None or token.time.first is None:
        return token
    is_month_before = (start.month - token.time.first.month) % 12 == 1
    return token if is_month_before else _dated(token, dated)


def _dated(token: Token, dated: Callable[[Point], Point]) -> Token:
    """A token both ends of whose time are given their years."""
    assert token.time is not None  # noqa: S101 - the caller looked
    first, last = (point and dated(point) for point in (token.time.first, token.time.last))
    return replace(token, time=replace(token.time, first=first, last=last))


def _finished(reading: Reading, clause: str) -> DeadlineValue:
    """The value of a piece, with its words and the recurrence that its reports tell."""
    value = reading.value
    raw = clause[reading.begin : reading.stop].strip(_OUTER_EDGES)
    if "(" not in raw:
        raw = raw.rstrip(" )")
    recurrence = value.recurrence
    if value.kind == "recurring" and (recurrence or len(set(reading.reports)) > 1):
        recurrence = finest((recurrence, *reading.reports))
    certainty = 1.0 if reading.is_only else NOT_ALONE
    confidence = min(value.confidence, certainty)
    return replace(
        value,
        raw=raw,
        recurrence=recurrence,
        confidence=confidence,
        is_alone=reading.is_only,
    )
