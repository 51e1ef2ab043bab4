"""Deadlines that a plan states outside any column, on the way in a sentence.

Words that open a time stand in stated.yaml; what a time means tells `parse_deadline`.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from functools import lru_cache
from itertools import takewhile
from typing import NamedTuple

import regex

from kehoach.normalize.text import fold, with_round_brackets
from kehoach.normalize.times.deadline import DeadlineValue, parse_deadline
from kehoach.normalize.times.period import Period
from kehoach.normalize.times.timespan import plain
from kehoach.parsers.items.ground.context import Context
from kehoach.parsers.items.times.behind_subjects import stands_behind_subject
from kehoach.parsers.items.times.bounds_of_works import bounds_of_works
from kehoach.parsers.items.times.bracketed_times import bracketed_events, bracketed_times
from kehoach.parsers.items.times.conditions import (
    conditions,
    events_first,
    is_report_clause,
    nearest,
)
from kehoach.parsers.items.times.event_days import holds_event, is_ahead
from kehoach.parsers.items.times.glosses import with_glosses
from kehoach.parsers.items.times.joined_times import (
    NEAR_WORDS,
    Stated,
    begin_of_course,
    both_rhythms,
    with_wholes,
)
from kehoach.parsers.items.times.labelled_times import BRACKET
from kehoach.parsers.items.times.longer_times import longer_times
from kehoach.parsers.items.times.lunar_days import lunar_days, on_lunar_calendar
from kehoach.parsers.items.times.marked_times import marked_times, whole_times
from kehoach.parsers.items.times.masked_times import masked_times
from kehoach.parsers.items.times.mentioned_events import is_of_mentioned_event
from kehoach.parsers.items.times.open_ends import ends_with, up_to_event
from kehoach.parsers.items.times.opening_times import as_printed, opening_time
from kehoach.parsers.items.times.opening_years import is_opening_year
from kehoach.parsers.items.times.plan_times import is_before_plan
from kehoach.parsers.items.times.stated_words import (
    bare_day,
    before_openings,
    case_of_rhythm,
    closing_words,
    condition_openings,
    counts,
    day_of_rhythm,
    ends_with_finishing,
    follows_according,
    how_often,
    listed,
    openings,
    opens_state,
    paid,
    phrase_in,
    phrases_of,
    round_counted,
    steady,
)
from kehoach.parsers.items.times.times_of_stories import is_of_parts
from kehoach.parsers.items.times.times_of_things import (
    is_measured,
    is_of_other,
    is_of_part,
    names,
    names_thing,
)
from kehoach.parsers.items.times.times_of_topics import is_of_topic
from kehoach.parsers.items.times.words_before_times import with_words_before
from kehoach.parsers.items.times.words_beside_times import besides_rhythm, kept_up, matter
from kehoach.parsers.items.words.sentence_breaks import last_clause
from kehoach.patterns import (
    before_blanks,
    compile_regex,
    found_before,
    near_after,
    near_before,
)

_CLAUSE_END = compile_regex(r"[;.:)](?!\d)|\(")
_AT_CLAUSE_END = compile_regex(r"\s*(?:[;,.:()](?!\d)|$|(?:và|khi)\b)")
_CLAUSE_BEGINS = compile_regex(r"(?:^|[;,.:(–-]|\bvà)\s*$")
_LINKED = compile_regex(r"\b(?:và|hoặc|đến)$")
_NAME_OF_DAY = compile_regex(r"ngày(?:\s+\p{L}\S*){3,}\s+\d", regex.IGNORECASE)
"""“Ngày toàn dân phòng, chống ma túy 26/6”."""
_YEAR, _FIGURE = "năm", compile_regex(r"\d")
_FIGURE_NEXT = compile_regex(r"\s*\d")
_DAY_OPENED = compile_regex(
    r"(?:(?<!\d\s)\bngày(?:\s+\d{1,2}(?:\s+tháng\s+\d{1,2})?)?|\bdịp\s+\d{1,2}(?:\s+tháng\s+\d{1,2})?)$",
    regex.IGNORECASE,
)
"""The number, the month, or the year of a day that stands behind it."""
ON_DAYS = ("by", "within", "several")
"""Kinds of times that have days."""
MAX_WORDS_OF_SPAN = 18
"""“trong khoảng thời gian từ ngày 25 tháng 4 năm 2031 đến ngày 10 tháng 5 năm 2031”."""
MAX_SETTLING_LETTERS = 60
"""So far before a limit the word stands that makes it one ("giải quyết đơn thư | không quá")."""


# --- in a sentence --------------------------------------------------------------------------------


def deadline_in(text: str, context: Context, bounds: DeadlineValue | None = None) -> str | None:
    """The words of the deadline that a paragraph states on the way ("…, hoàn thành trước ngày
    30/6/2026"), None when it states none.

    A time counts more than a condition ("sau khi có …"), that more than "thường xuyên"; of equals
    the last, but the day on which a report is due only where nothing else is. The date of a
    document is no deadline, nor is the time of a thing ("các ngày lễ trong năm 2026 của xã"), nor,
    under a heading that is a time itself (`bounds`), another span than a part of it.
    """
    stated = stated_in(text, context, bounds=bounds)
    stated = [one for one in stated if not is_of_topic(one.phrase, text[: one.begin], context)]
    if not stated:
        return None
    opening = matter().match(text)
    behind = [one for one in stated if opening is not None and one.begin >= opening.end()]
    stated = behind or stated  # "Về nguồn vốn năm 2031: …, báo cáo | trong quý I năm 2032"
    of_all = [one for one in stated if not is_of_part(text, one)] or stated
    own = [one for one in of_all if not is_of_mentioned_event(text, one.phrase, one.begin)]
    own = own or of_all
    if any(one.value.kind == "recurring" for one in own):
        own = [one for one in own if not is_opening_year(one.phrase)]
    return max(own, key=weight).phrase


def weight(stated: Stated) -> tuple[int, bool, int]:
    kind = stated.value.kind
    rank = {"conditional": 1, "continuous": 0}.get(kind or "", 2)
    if kind == "within" and not _FIGURE.search(stated.phrase) and not stated.value.has_days:
        rank = 1  # "hằng tháng …, số liệu trong tháng"
    return rank, not stated.is_report, stated.begin


def stated_in(text: str, context: Context, bounds: DeadlineValue | None = None) -> list[Stated]:
    """All deadlines that a paragraph states, in order."""
    if bounds is not None and not bounds.has_days:
        bounds = None  # a chapter of what is done "thường xuyên" may hold what is done once
    told = _Told(context.period, context.issued_on, context.gives_orders)
    return list(_stated_in(text, bounds, told))


class _Told(NamedTuple):  # all of the context that times depend on
    period: Period | None
    issued_on: date | None
    gives_orders: bool


@lru_cache(maxsize=8192)  # a sentence is asked by those who part works, date them, and look back
def _stated_in(text: str, bounds: DeadlineValue | None, told: _Told) -> tuple[Stated, ...]:
    context = Context(**told._asdict())
    text = with_round_brackets(text)
    masked = masked_times(text)
    found = [*conditions(masked, context), *events_first(masked, context)]
    times = [*_times(text, masked, context=context, bounds=bounds)]
    closings = _closings(text, masked, context=context)
    brackets = bracketed_times(text, masked, context)
    events = bracketed_events(text, masked, context)
    marked = marked_times(text, masked, context)
    whole = [*lunar_days(text, masked, context), *whole_times(text, masked, context)]
    whole += bounds_of_works(text, masked, context)
    longer = longer_times(masked, context)
    found = [one for one in found if not any(ends_with(time, one) for time in times)]
    taken = bytearray(len(masked))
    for stated in found:
        _take(taken, stated)
    counted = _counts(masked, context)
    for stated in (*longer, *whole, *times, *counted, *closings, *brackets, *events, *marked):
        if taken.find(1, stated.begin, stated.begin + len(stated.phrase)) < 0:
            _take(taken, stated)
            found.append(stated)
    found.sort(key=lambda stated: stated.begin)
    found = [_behind_bare_word(stated, context) for stated in found]
    found = [*on_lunar_calendar(found, text, context)]
    found = with_words_before(both_rhythms(found, text, context), text, context)
    return tuple(with_wholes([*with_glosses(found, text)], text, context))


def _behind_bare_word(stated: Stated, context: Context) -> Stated:
    """A time without a "trước" before a comma: before what, that does not say ("không báo trước, |
    mỗi quý 02 lượt")."""
    bare = _BARE_WORD.match(stated.phrase)
    phrase = stated.phrase[bare.end() :] if bare is not None else ""
    value = parse_deadline(phrase, context.period) if bare is not None else None
    if bare is None or value is None:
        return stated
    return replace(stated, phrase=phrase, value=value, begin=stated.begin + bare.end())


_BARE_WORD = compile_regex(r"trước\s*,\s+(?!trong\b)", regex.IGNORECASE)


def _take(taken: bytearray, stated: Stated) -> None:
    """Mark the letters of a time."""
    size = len(stated.phrase)
    taken[stated.begin : stated.begin + size] = b"\1" * size


def states_day(text: str, context: Context) -> bool:
    """Does a text state a day, or from when to when?"""
    return any(stated.value.kind in ON_DAYS for stated in stated_in(text, context))


def _times(
    text: str, masked: str, context: Context, *, bounds: DeadlineValue | None
) -> Iterator[Stated]:
    """The times that an opening begins."""
    read_to = 0
    for match in openings().finditer(masked):
        begin = match.start()
        if begin < read_to or not _may_open(match, masked, context):
            continue
        clause = f"{match[0]}{near_after(masked, match.end(), _CLAUSE_END)}".split()
        phrase, value = opening_time(clause[:MAX_WORDS_OF_SPAN], context)
        if value is not None and _is_vague(value):
            phrase = _firm_rhythm(phrase, masked, begin=begin)
        if value is None or not phrase or _NAME_OF_DAY.match(phrase):
            continue
        head = _time_of_object(phrase, value, context=context)
        course = begin_of_course(text, begin) if head else None
        if head and course is None:
            read_to = begin + len(head)
            continue
        phrase, rest = _with_figures(phrase, value, clause=clause)
        if course is not None:
            phrase, begin = f"{text[course:begin]}{phrase}", course
        if is_of_other(phrase, value, masked=masked[:begin], rest=rest, bounds=bounds):
            read_to = begin + len(phrase)  # nor is its end a day by itself
            continue
        if _needs_clause_end(phrase) and not _ends_clause(masked, begin + len(phrase)):
            continue  # "trong ngày hội"
        if is_before_plan(value, context) and not _is_ordered_by(masked, begin, value):
            continue
        printed = as_printed(text, begin, phrase=phrase.rstrip(" –—-"))
        phrase = up_to_event(printed, value, text=text, begin=begin)
        phrase, value = _with_bracket(text, begin, phrase=phrase, value=value, context=context)
        read_to = begin + len(phrase)
        yield Stated(
            phrase, value, begin=begin, is_report=is_report_clause(masked, begin, stop=read_to)
        )


def _is_ordered_by(masked: str, begin: int, value: DeadlineValue) -> bool:
    """Does a clause of its own order that a work is done by a day ("phun thuốc ở thôn Hạ, hoàn
    thành | trước 20/2"), whether or not that has passed?"""
    verb = found_before(ends_with_finishing(), masked, before_blanks(masked, begin))
    return value.kind == "by" and verb is not None and _begins_clause(masked, verb.start())


def _firm_rhythm(phrase: str, masked: str, begin: int) -> str:
    """A rhythm of which nobody says how often: it counts where it opens a clause, or as "định kỳ
    hoặc đột xuất"; "" for any other ("khám sức khỏe định kỳ")."""
    if _begins_clause(masked, begin):
        return phrase
    if found_before(follows_according(), masked, before_blanks(masked, begin)):
        return ""  # "thanh tra theo | định kỳ hoặc đột xuất": by which kind of checks
    firm = phrases_of("firm_rhythms").match(masked, begin)
    return firm[0] if firm else ""


def _may_open(match: regex.Match[str], masked: str, context: Context) -> bool:
    """Whether a time may begin here: with a weak opening only where a clause begins or behind a
    verb."""
    stop = before_blanks(masked, match.start())
    if found_before(_DAY_OPENED, masked, stop) or is_of_parts(masked[: match.start()]):
        return False  # "Hội nghị ngày | 07 tháng 11 năm 2030", "chi tiết theo từng | tháng"
    if match["weak"] is None:
        return True
    if masked.startswith("/", match.end()):
        return False  # "01 ngày/tháng"
    behind_figure = masked[:stop][-1:].isdigit()
    if behind_figure and fold(match[0]) == _YEAR and not _FIGURE_NEXT.match(masked, match.end()):
        return False  # "80 | năm Cách mạng Tháng Tám"
    is_day = fold(match[0]) in listed("counted_days")
    if is_day and behind_figure and not _FIGURE_NEXT.match(masked, match.end()):
        return False  # "huấn luyện 12 | ngày trong quý III"
    day = bare_day().match(masked, match.end()) if is_day else None
    before = nearest(masked, stop) if day is not None else ""
    if day is not None and (holds_event(before) or is_ahead(before, day[0], context)):
        return True
    if day is not None and round_counted().search(f"{before} ") is not None:
        return True  # "lần một | ngày 10/3"
    if _begins_clause(masked, stop) or found_before(before_openings(), masked, stop) is not None:
        return True
    is_rhythm = fold(match[0]) in listed("rhythms_behind_subjects")
    return is_rhythm and stands_behind_subject(masked, match.start(), match.end())


def _begins_clause(masked: str, place: int) -> bool:
    return found_before(_CLAUSE_BEGINS, masked, before_blanks(masked, place)) is not None


def _time_of_object(phrase: str, value: DeadlineValue, context: Context) -> str:
    """The span at the head of a phrase that belongs to the object, the day behind it being the
    deadline: "đợt 1 | năm 2031 | trước ngày 30/6/2031", "hộ nghèo | 6 tháng đầu năm, hoàn thành |
    trong quý II"; "" where there is none."""
    for match in openings().finditer(phrase, 1):
        head = phrase[: match.start()].rstrip()
        if match["weak"] is not None or not head[-1:].isalnum() or _LINKED.search(head):
            continue
        if "," in head and ends_with_finishing().search(head):
            return head
        if value.kind not in ("by", "several"):
            continue
        span = parse_deadline(head, context.period)
        day = parse_deadline(phrase[match.start() :], context.period)
        if span is not None and span.kind == "within" and day is not None and day.kind == "by":
            return head
    return ""


def _is_vague(value: DeadlineValue) -> bool:
    """Does it recur without saying how often?"""
    return value.kind == "recurring" and value.recurrence is None


def _with_figures(phrase: str, value: DeadlineValue, clause: list[str]) -> tuple[str, list[str]]:
    """The phrase, and the words of its clause after it. A span that was not understood keeps the
    figures behind it: "trong quý ll/2026"."""
    rest = clause[len(phrase.split()) :]
    if value.kind == "within" and not value.has_days:
        figures = list(takewhile(_FIGURE.search, rest))
        phrase = " ".join([phrase, *figures])
        rest = rest[len(figures) :]
    return phrase, rest


def _with_bracket(
    text: str, begin: int, phrase: str, *, value: DeadlineValue, context: Context
) -> tuple[str, DeadlineValue]:
    """A recurring time with the day that a bracket behind it names ("hằng năm (trước ngày 15/12)"),
    or how often ("mỗi quý | một lần")."""
    if value.kind != "recurring":
        return phrase, value
    besides = besides_rhythm().match(text, begin + len(phrase))
    if besides is not None:
        return phrase + besides[0], value
    often = how_often().match(text, begin + len(phrase))
    if often is not None:
        return phrase + often[0], value
    day = day_of_rhythm().match(text, begin + len(phrase))
    if day is not None:
        return phrase + day[0], value
    case = case_of_rhythm().match(text, begin + len(phrase))
    if case is not None:
        return phrase + case[0], value
    bracket = BRACKET.match(text, begin + len(phrase))
    whole = phrase + (bracket[0] if bracket is not None else "")
    joined = parse_deadline(whole, context.period)
    if joined is None or joined.kind != "recurring" or not joined.is_alone:
        return phrase, value  # "hằng tháng | (Trạm Y tế xã)"
    return whole, joined


def _needs_clause_end(phrase: str) -> bool:
    return fold(phrase) in listed("at_clause_end")


def _ends_clause(masked: str, stop: int) -> bool:
    return _AT_CLAUSE_END.match(masked, stop) is not None


# --- counts, and what goes on --------------------------------------------------------------------


def _counts(masked: str, context: Context) -> Iterator[Stated]:
    """ "trong vòng 24 giờ": a count, and nothing says from what; one that only "trong" opens where
    something is handed in, finished or settled in it ("báo cáo nhanh trong 12 giờ"); or day and
    night."""
    handed_in = phrases_of("deliveries").search(masked)
    for match in counts().finditer(masked):
        begin, stop = match.span()
        is_handed_in = handed_in is not None and handed_in.end() <= begin
        is_open = match["settled"] or (match["weak"] and not is_handed_in)
        if is_open and not _is_settled(masked, begin):
            continue
        value = parse_deadline(match[0], context.period)
        if value is not None and value.kind in ("conditional", "continuous"):
            is_report = is_report_clause(masked, begin, stop=stop)
            yield Stated(match[0], value, begin=begin, is_report=is_report)


def _is_settled(masked: str, begin: int) -> bool:
    """Is it about something to be settled, in the only time that is told ("Trong thời hạn 15 ngày
    …, nếu phức tạp thì giải quyết | không quá 45 ngày")?"""
    clause = near_before(masked, begin, _CLAUSE_END, MAX_SETTLING_LETTERS)
    return phrase_in("settling", clause) and condition_openings().search(masked, 0, begin) is None


def _closings(text: str, masked: str, context: Context) -> Iterator[Stated]:
    """What goes on: "Thường xuyên …" as the first word, or behind whoever does it, "… hằng năm" as
    the last of a clause."""
    first = steady().search(masked)
    if first is not None and _is_kept_up(masked, first.start(), stop=first.end()):
        value = parse_deadline(first[0], context.period)
        if value is not None:
            yield Stated(first[0], value, begin=first.start())
    for match in closing_words().finditer(masked):
        before = plain(nearest(masked, match.start())).split()[-NEAR_WORDS:]
        value = parse_deadline(match[0], context.period)
        is_counted = match[0][:1].isdigit()
        is_of_thing = names_thing(before) or names(before, "regular_works")
        if value is None or (is_of_thing and not is_counted) or is_measured(before):
            continue
        begin = match.start()
        if _is_manner(value, nearest(masked, begin)):
            continue
        phrase, value = _with_bracket(text, begin, phrase=match[0], value=value, context=context)
        is_report = is_report_clause(masked, begin, stop=begin + len(phrase))
        yield Stated(phrase, value, begin=begin, is_report=is_report)


def _is_kept_up(masked: str, begin: int, *, stop: int) -> bool:
    return begin == 0 or stands_behind_subject(masked, begin, stop)


def _is_manner(value: DeadlineValue, before: str) -> bool:
    """Does it tell how a thing is to be kept ("Bảo đảm dữ liệu được cập nhật | thường xuyên"), or
    in which rhythm it is paid?"""
    if value.kind == "recurring":
        return paid().search(before.rstrip()) is not None
    is_kept = found_before(kept_up(), before, before_blanks(before, len(before))) is not None
    return value.kind == "continuous" and (
        is_kept or bool(opens_state().match(last_clause(before)))
    )
