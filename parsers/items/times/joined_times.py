"""Several times in a sentence that are one deadline: a beginning and its end, numbered rounds."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import partial

import regex

from kehoach.normalize.times.deadline import DeadlineValue, parse_deadline
from kehoach.parsers.items.ground.context import Context
from kehoach.parsers.items.times.opening_years import is_opening_year
from kehoach.parsers.items.times.stated_words import (
    begins_course,
    begins_rhythm,
    ends_course,
    hands_in_rhythm,
    phrase_in,
    phrases_of,
    place_in_turn,
    round_counted,
    rounds_announced,
)
from kehoach.parsers.items.words.beginnings import begins_duty
from kehoach.patterns import compile_regex, found_before

NEAR_WORDS = 4
"""So far before a closing word the thing may stand that it belongs to ("dự toán ngân sách | hằng
năm")."""

LONGEST_ROUNDS = 2_000
"""Letters of numbered rounds that are one deadline: some fifty rounds."""

_COUNTED_BEHIND = compile_regex(
    r"\s*\((?P<round>\p{L}+\s+\d{1,2}|\p{L}+\s+[IVX]{1,4})\)\s*(?:[,;]\s*)?(?:và\s+)?",
    regex.IGNORECASE,
)
_BETWEEN_ROUNDS = compile_regex(r"\s*[,;]?\s*(?:và\s+)?", regex.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Stated:
    """A deadline that a text states: its words, what they mean, and where in the text they begin.
    `is_report`: only the report on the work is due then."""

    phrase: str
    value: DeadlineValue
    begin: int
    is_report: bool = False


def _joined(
    found: Sequence[Stated], whole_of: Callable[[Stated, Stated], Stated | None]
) -> list[Stated]:
    """The times in order, each two neighbours that are one replaced by it."""
    joined: list[Stated] = []
    for stated in found:
        whole = whole_of(joined[-1], stated) if joined else None
        if whole is None:
            joined.append(stated)
        else:
            joined[-1] = whole
    return joined


def with_wholes(found: Sequence[Stated], text: str, context: Context) -> list[Stated]:
    """The times of a text in order, those that are one deadline as one."""
    joinings = (
        with_ends,
        with_terms,
        in_rounds,
        from_first_to_last,
        in_turn,
        begun_rhythms,
        always_and_then,
    )
    for joining in joinings:
        found = joining(found, text, context)
    return list(found)


def with_ends(found: Sequence[Stated], text: str, context: Context) -> list[Stated]:
    """A time that only begins, and the day right behind it on which it ends, as one: "bắt đầu từ
    ngày 01/3; kết thúc trước ngày 15/3/2031"."""
    return _joined(found, partial(_span_of, text=text, context=context))


def _span_of(first: Stated, second: Stated, *, text: str, context: Context) -> Stated | None:
    """Two times as one span; None where they are two."""
    goes_on = first.value.start is not None and first.value.end is None
    end = first.begin + len(first.phrase)
    between = text[end : second.begin]
    if not goes_on or second.value.end is None or len(between.split()) > NEAR_WORDS:
        return None
    phrase = text[first.begin : second.begin + len(second.phrase)]
    value = parse_deadline(phrase, context.period)
    if value is None or value.kind != "within" or value.end is None:
        return None
    return Stated(phrase, value, begin=first.begin, is_report=first.is_report)


def with_terms(found: Sequence[Stated], text: str, context: Context) -> list[Stated]:
    """A rhythm and, right behind it, up to which event it goes on, from when, or by which day of it
    something is handed in, as one: "mỗi ngày 02 lần từ nay đến khi kết thúc chiến dịch", "hằng
    tháng, thực hiện từ tháng 3", "hằng quý, gửi trước ngày 20 của tháng cuối quý"."""
    return _joined(found, partial(_term_of, text=text, context=context))


def _term_of(first: Stated, second: Stated, *, text: str, context: Context) -> Stated | None:
    """A rhythm and what stands behind it as one; None where that is another time."""
    if first.value.kind != "recurring" or first.value.start is not None:
        return None
    between = text[first.begin + len(first.phrase) : second.begin]
    goes_up_to = not between.strip(" ,") and phrases_of("up_to_events").search(second.phrase)
    is_begun = second.value.kind in ("within", "continuous") and begins_rhythm().fullmatch(between)
    is_day = second.value.kind == "recurring" and hands_in_rhythm().fullmatch(between)
    if not (goes_up_to or is_begun or is_day):
        return None
    start = first.begin
    stop = second.begin + len(second.phrase)
    value = parse_deadline(text[start:stop], context.period)
    if value is None or value.kind != "recurring":
        return None
    is_report = first.is_report and second.is_report
    return Stated(text[start:stop], value, begin=start, is_report=is_report)


def both_rhythms(found: Sequence[Stated], text: str, context: Context) -> list[Stated]:
    """Two rhythms with a link between them as one: "định kỳ 6 tháng (trước ngày 15/6) và hằng năm
    (trước ngày 15/12)"."""
    return _joined(found, partial(_rhythms_of, text=text, context=context))


def _rhythms_of(first: Stated, second: Stated, *, text: str, context: Context) -> Stated | None:
    """Two rhythms as one; None where each has its own meaning."""
    between = text[first.begin + len(first.phrase) : second.begin]
    if (first.value.kind, second.value.kind) != ("recurring", "recurring"):
        return None
    phrase = text[first.begin : second.begin + len(second.phrase)]
    value = parse_deadline(phrase, context.period) if _LINK.fullmatch(between) else None
    if value is None or value.kind != "recurring" or not value.is_alone:
        return None
    return Stated(phrase, value, begin=first.begin, is_report=first.is_report)


_LINK = compile_regex(r"\s*,?\s+và\s+")


def from_first_to_last(found: Sequence[Stated], text: str, context: Context) -> list[Stated]:
    """When a work begins and when it is over, as one time with the words that say so: "khởi công
    10/4, hoàn thành 20/5"."""
    return _joined(found, partial(_course_of, text=text, context=context))


def _course_of(first: Stated, second: Stated, *, text: str, context: Context) -> Stated | None:
    """Two times as one that is several, from the word that says that the work begins."""
    begin = begin_of_course(text, first.begin)
    stop = first.begin + len(first.phrase)
    over = ends_course().match(text, stop)
    if begin is None or over is None or over.end() < second.begin:
        return None
    phrase = text[begin : second.begin + len(second.phrase)]
    value = parse_deadline(phrase, context.period)
    if value is None or value.kind not in ("several", "within"):
        return None
    return Stated(phrase, value, begin=begin, is_report=first.is_report)


def begin_of_course(text: str, begin: int) -> int | None:
    """Where the word stands that says that a work begins at a time; None where none does."""
    begun = found_before(begins_course(), text, begin)
    return begun.start() if begun is not None else None


def in_turn(found: Sequence[Stated], text: str, context: Context) -> list[Stated]:
    """The times of works that a sentence tells one after the other, as one that is several: "công
    khai thu chi trước 25/01, quyết toán các khoản thu trước 30/5"."""
    return _joined(found, partial(_turns_of, text=text, context=context))


def _turns_of(first: Stated, second: Stated, *, text: str, context: Context) -> Stated | None:
    """Two times as one that is several where another work, of whoever did the first, stands between
    them; None where it is another's, or the second tells by when all is over."""
    between = text[first.begin + len(first.phrase) : second.begin]
    is_before_work = _opens_work(text, first) and _WORK_BETWEEN.fullmatch(between)
    goes_on_there = place_in_turn().fullmatch(between) is not None
    is_in_parts = is_before_work or goes_on_there or _SHARE.fullmatch(between)
    if is_in_parts and _has_both(first, second):
        return _whole_of(first, second, text=text, begin=first.begin, context=context)
    turned = _TURN.match(between)
    goes_on = bool(first.value.parts)  # "họp dân …, niêm yết …, | nộp danh sách …"
    if turned is None or not _has_both(first, second):
        return None
    work = turned["work"]
    is_told_of = first.is_report != second.is_report and phrase_in("reporting", work)
    if is_told_of and not goes_on:
        return None
    if not MIN_WORK_WORDS <= len(work.split()) <= MAX_WORK_WORDS or not begins_duty(work):
        return None
    if any(phrases_of("units_of_calendar").match(one.phrase) for one in (first, second)):
        return None  # "đánh giá công tác tháng 11, triển khai kế hoạch tháng 12"
    hands_in = phrases_of("deliveries").match(work) is not None and not goes_on
    if hands_in or phrases_of("finishing").match(work):
        return None  # "rà soát trong tháng 4, nộp kết quả trước 05/5"
    phrase = text[first.begin : second.begin + len(second.phrase)]
    value = parse_deadline(phrase, context.period)
    if value is None or len(value.parts) != max(1, len(first.value.parts)) + 1:
        return None
    return Stated(phrase, value, begin=first.begin, is_report=first.is_report)


def _has_both(first: Stated, second: Stated) -> bool:
    """Do two times have days of their own, the second none before the first? One that is over
    before the other begins is another work's, too: "treo cờ từ ngày 04/02 đến ngày 10/02, ký cam
    kết … trước ngày 20/01"."""
    firsts = first.value.parts or (first.value,)
    ends = [value.end for value in firsts]
    starts = [value.start or value.end for value in (firsts[-1], second.value)]
    if None in ends or None in starts or len(first.phrase) > LONGEST_ROUNDS:
        return False
    first_day, last_day = firsts[0].start, second.value.end
    is_before = first_day is not None and last_day is not None and last_day < first_day
    return is_before or bool(firsts[-1].end and starts[1] and firsts[-1].end < starts[1])


def _opens_work(text: str, first: Stated) -> bool:
    """Does a time stand before its work, at the head of the sentence?"""
    return first.begin == 0 or found_before(_SENTENCE_END, text, first.begin) is not None


_SENTENCE_END = compile_regex(r"[.:]\s{1,3}$")
_WORK_BETWEEN = compile_regex(
    r"\s*:?\s+(?:\p{L}[^\s.;:,()]*\s+){0,9}\p{L}[^\s.;:,()]*\s*[,;]\s+(?:và\s+)?"
)
"""“Quý I | thành lập tổ, | quý II tập huấn”."""
_SHARE = compile_regex(
    r"\s*[,;]\s+(?:(?:và|đạt|xong|hoàn thành)\s+)?\d[\d.,]*\s?%\s+(?:còn lại\s+)?"
)
"""“Làm sạch 70% trong tháng 6 | , 100% | trong tháng 9”."""
_TURN = compile_regex(
    r"\s*(?:[,;]\s+(?:và\s+)?|và\s+)(?P<work>[^.;:()]+(?:\([^()]*\)\s*)?)$", regex.IGNORECASE
)
MIN_WORK_WORDS = 2
MAX_WORK_WORDS = 12
"""Of a second work, up to its time: "nghiệm thu | trước 30/8" closes the first; more are another
sentence."""


def in_rounds(found: Sequence[Stated], text: str, context: Context) -> list[Stated]:
    """The times of numbered rounds as one: "đợt 1 | tháng 4, đợt 2 | tháng 9"."""
    return _joined(found, partial(_rounds_of, text=text, context=context))


def _rounds_of(first: Stated, second: Stated, *, text: str, context: Context) -> Stated | None:
    """Two times of rounds that follow each other as one that is several; None for others."""
    between = text[first.begin + len(first.phrase) : second.begin]
    behind = _COUNTED_BEHIND.fullmatch(between)
    if behind is not None and round_counted().search(behind["round"]):
        last = _COUNTED_BEHIND.match(text, second.begin + len(second.phrase))
        phrase = second.phrase + (last[0].rstrip(" ,;") if last is not None else "")
        second = replace(second, phrase=phrase)
        return _whole_of(first, second, text=text, begin=first.begin, context=context)
    counted = round_counted().search(between)
    if counted is None or len(first.phrase) > LONGEST_ROUNDS:
        return None
    if _BETWEEN_ROUNDS.fullmatch(between[: counted.start()]) is None:
        return None
    begin = first.begin
    opened = found_before(round_counted(), text, begin)
    if opened is not None:
        begin = opened.start()
    elif first.value.kind != "several":
        return None
    return _whole_of(first, second, text=text, begin=begin, context=context)


def _whole_of(
    first: Stated, second: Stated, *, text: str, begin: int, context: Context
) -> Stated | None:
    """The words from a place to the end of the second time as one that is several, with what says
    how many rounds there are."""
    stop = second.begin + len(second.phrase)
    value = parse_deadline(text[begin:stop], context.period)
    if value is None or value.kind != "several":
        return None
    announced = found_before(rounds_announced(), text, begin)
    if announced is not None:
        whole = parse_deadline(text[announced.start() : stop], context.period)
        is_same = whole is not None and len(whole.parts) == len(value.parts)
        begin = announced.start() if is_same else begin
    is_report = first.is_report and second.is_report
    return Stated(text[begin:stop], value, begin=begin, is_report=is_report)


def begun_rhythms(found: Sequence[Stated], text: str, context: Context) -> list[Stated]:
    """A rhythm, and the day from which it begins at the head of its sentence, as one: "Từ tháng
    5/2031, ra quân vào sáng thứ Bảy hằng tuần"."""
    return _joined(found, partial(_begun_rhythm, text=text, context=context))


def _begun_rhythm(first: Stated, second: Stated, *, text: str, context: Context) -> Stated | None:
    """A day that only begins and the rhythm in the rest of its sentence; None for others."""
    begins = first.value.kind in ("within", "continuous") and first.value.end is None
    is_rhythm = second.value.kind == "recurring" and second.value.start is None
    if not (begins and first.value.start and is_rhythm and _opens_work(text, first)):
        return None
    stop = second.begin + len(second.phrase)
    between = text[first.begin + len(first.phrase) : second.begin]
    if len(between.split()) > MAX_WORDS_OF_RHYTHM or _CLAUSE_END.search(between):
        return None
    if is_opening_year(first.phrase):
        return None  # the rhythm alone is the time
    value = parse_deadline(text[first.begin : stop], context.period)
    if value is None or value.kind != "recurring" or value.start != first.value.start:
        return None
    return Stated(text[first.begin : stop], value, begin=first.begin, is_report=second.is_report)


_CLAUSE_END = compile_regex(r"[;.:]\s")
MAX_WORDS_OF_RHYTHM = 20
"""Of the work between the day on which a rhythm begins, and the rhythm."""


def always_and_then(found: Sequence[Stated], text: str, context: Context) -> list[Stated]:
    """What goes on, and right behind it how soon it is done at the latest, as one: "thường xuyên;
    chậm nhất 24 giờ sau khi …"."""
    return _joined(found, partial(_always_then, text=text, context=context))


def _always_then(first: Stated, second: Stated, *, text: str, context: Context) -> Stated | None:
    """What goes on and a condition right behind it as one; None where they are two times."""
    if (first.value.kind, second.value.kind) != ("continuous", "conditional"):
        return None
    end = first.begin + len(first.phrase)
    between = text[end : second.begin].strip()
    if between not in (";", ",") or not phrases_of("surely_terms").match(second.phrase):
        return None
    phrase = text[first.begin : second.begin + len(second.phrase)]
    value = parse_deadline(phrase, context.period)
    if value is None or value.kind not in ("continuous", "several"):
        return None
    return Stated(phrase, value, begin=first.begin, is_report=second.is_report)
