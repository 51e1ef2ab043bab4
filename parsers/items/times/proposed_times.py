"""The time that the learned tagger sees in a sentence, where the rules see none, or less of it.

The rules (`stated_deadlines`) go by the words of the vocabulary; papers of other writers say times
in other words. What the tagger proposes counts only where `parse_deadline` can tell what it means,
and makes the task less sure.
"""

from __future__ import annotations

from itertools import dropwhile

import regex

from kehoach.normalize.text import fold
from kehoach.normalize.times.deadline import DeadlineValue, are_hours, parse_deadline
from kehoach.normalize.times.tagged import Tagged, is_word_of_time, tagged_times, words_of
from kehoach.parsers.items.ground.context import Context
from kehoach.parsers.items.times.masked_times import masked_times
from kehoach.parsers.items.times.stated_words import (
    listed,
    looked_ahead_to,
    not_before,
    openings,
    phrases_of,
)
from kehoach.parsers.items.times.times_of_stories import (
    is_of_parts,
    is_of_readiness,
    is_of_story,
    is_over_already,
)
from kehoach.parsers.items.times.times_of_topics import is_of_topic
from kehoach.parsers.items.times.words_beside_times import befalls
from kehoach.parsers.items.words.beginnings import begins, begins_duty
from kehoach.patterns import REACH, before_blanks, compile_regex, found_before

SURE_ALONE = 0.75
"""So sure must the tagger be of a time that no rule sees."""
SURE_AROUND = 0.5
"""And of a longer one around that which the rules see."""
SURE_OF_EVENT = 0.95
"""And of an event ("trước khi mở rộng") beside the day that stands over the list."""
MOST_WORDS = 16
"""Of a time with the words around it."""
PROPOSED = 0.85
"""How sure a task is at most whose time only the tagger saw."""
_PAIRS = ("()", "“”", "[]")
_LASTS = compile_regex(r"trong\s+\d+\s+(?:ngày|tuần|tháng|giờ)", regex.IGNORECASE)
_NEXT_SENTENCE = compile_regex(r"[.!?]\s+\p{Lu}")


def proposed_time(text: str, context: Context, bounds: DeadlineValue | None) -> str | None:
    """The words of the surest time that the tagger sees in a text; None where it sees none, or one
    that is over when the plan begins, or lies beyond the time over the whole list (`bounds`)."""
    is_dated = bounds is not None and bounds.end is not None
    if begins(text, "forbidding") is not None:
        return None  # "Nghiêm cấm đốt nương khi có gió to."
    readable = [
        one
        for one in tagged_times(text)
        if one.sure >= SURE_ALONE
        and not (_is_of_matter(one, text) or is_of_topic(one.words, text[: one.begin], context))
        and _may_be_due(one.words, context, bounds)
    ]
    if not readable:
        return None
    surest = max(readable, key=lambda one: one.sure)
    words, value = _without_link(_before_next_work(surest.words), context)
    is_event = value is not None and value.kind == "conditional"
    return None if is_event and is_dated and surest.sure < SURE_OF_EVENT else words


def with_words_around(stated: str, text: str, context: Context) -> str:
    """A time that the rules see, with the words around it that the tagger counts to it ("mỗi tuần |
    không dưới bốn đêm"); neither what is done nor where ("trước 16 giờ | về Trạm Y tế")."""
    begin = text.find(stated)
    known = parse_deadline(stated, context.period)
    if begin < 0 or known is None:
        return stated
    stop = begin + len(stated)
    for one in tagged_times(text):
        first, last = one.begin, one.begin + len(one.words)
        is_around = first <= begin and stop <= last and one.sure >= SURE_AROUND
        if not is_around or len(one.words.split()) > MOST_WORDS:
            continue
        if _names_document(text, first, begin):
            continue  # "Quyết định số 22/2030/QĐ-TTg | ngày 26/4/2030 của … | đến hết năm 2031"
        first = _first_of_time(text, first, begin)
        last = stop if _leaves_time(text, stop, last, context=context) else last
        words, value = _without_link(text[first:last].rstrip(" ,;"), context)
        if value is not None and len(words) > len(stated) and _still_ends(value, known):
            return words
    return stated


def _first_of_time(text: str, first: int, begin: int) -> int:
    """Where a time begins that the rules see from `begin` on, the tagger from `first` on: not at
    what is done, nor at a thing ("ưu tiên hàng đầu | trong các tháng cuối năm")."""
    words = text[first:begin]
    if begins_duty(words) or begins(words, "finishing_verbs"):
        return begin
    is_of_time = _opens_time(words) and not phrases_of("no_words_of_times").match(words)
    return _behind_work(text, first, begin) if is_of_time else begin


def _opens_time(words: str) -> bool:
    """Does the first of some words open a time, or tell a part of one ("trong", "tối", "06", "các
    buổi")?"""
    told = [*dropwhile(_is_plural, words_of(words)), ""]
    first = told[0]
    return not first or first[0].isdigit() or is_word_of_time(first)


def _is_plural(word: str) -> bool:
    return fold(word) in listed("plurals_of_times")


def _behind_work(text: str, first: int, begin: int) -> int:
    """Where the words before a time begin that say when, behind those that say what is brought
    about ("vào hoạt động bình thường | ngay sau Tết") or where to something goes ("trong những ngày
    Tết về Văn phòng xã | trước 14h00")."""
    if phrases_of("brought_about").search(text, first, begin) is not None:
        return begin
    places = [*phrases_of("where_it_goes").finditer(text, first, begin)]
    if not places:
        return first
    opening = openings().search(text, places[-1].end(), begin)
    return opening.start() if opening is not None else begin


def _names_document(text: str, begin: int, stop: int) -> bool:
    """Does a part of a text hold what only looks like a time?"""
    return masked_times(text)[begin:stop] != text[begin:stop]


def _leaves_time(text: str, stop: int, last: int, *, context: Context) -> bool:
    """Do the words behind a time, up to `last`, hand something in, say what it is for, or, where
    they tell no further time, say what is done or where?"""
    words = text[stop:last].lstrip(" ,;")
    if phrases_of("purposes_behind_times").match(words):
        return True
    if phrases_of("works_behind_times").match(words):
        return True  # "…; | báo cáo lần đầu trước ngày 20/6": a further work, whatever its time
    if not words or _meaning(words, context) is not None:
        return False
    does = text[stop:].lstrip(" ,;")  # not cut short: "định kỳ hằng quý | tổ" chức …
    return begins_duty(does) or phrases_of("never_in_times").match(words) is not None


def _is_of_matter(one: Tagged, text: str) -> bool:
    """ "tình hình | trước, trong và sau Tết", "(Kế hoạch số 15/KH-UBND, | ngày 02/01/2031)"; or how
    long something lasts ("công khai | trong 20 ngày"), which the rules know from a count."""
    if _LASTS.fullmatch(one.words):
        return True
    if _names_document(text, one.begin, one.begin + len(one.words)):
        return True
    if is_over_already(text, one.begin + len(one.words)) or _is_of_parts(one, text):
        return True
    if looked_ahead_to().search(text[max(0, one.begin - REACH) : one.begin]) is not None:
        return True  # "kịch bản tăng trưởng | từ nay đến hết năm 2031"
    if is_of_readiness(text[: one.begin]) or is_of_story(one.words, text[: one.begin]):
        return True
    stop = before_blanks(text, one.begin)
    if any(found_before(pattern, text, stop) for pattern in (befalls(), not_before())):
        return True  # "các vụ cháy xảy ra | trước ngày 01/5", "mục tiêu đề ra | trong năm 2031"
    matters = (*listed("not_around"), *listed("matters_before_days"))
    return fold(text[: one.begin]).rstrip().endswith(matters)


def _is_of_parts(one: Tagged, text: str) -> bool:
    """ "chi tiết | theo từng tuần, từng tháng"."""
    first = _EACH.search(one.words)
    return first is not None and is_of_parts(text[: one.begin + first.end()])


_EACH = compile_regex(r"từng\s+", regex.IGNORECASE)


def _before_next_work(words: str) -> str:
    """ "trước, trong và sau Tết | gửi UBND huyện"."""
    further = phrases_of("works_behind_times").search(words)
    return words[: further.start()].rstrip(" ,;") if further else words


def _without_link(words: str, context: Context) -> tuple[str, DeadlineValue | None]:
    """A time without the word that only links it ("vào | thứ Sáu hằng tuần"), if that leaves what
    it means: the rules do not take it along either; and what it means."""
    meant = _meaning(words, context)
    link = phrases_of("links_of_times").match(words)
    if link is None or meant is None:
        return words, meant
    rest = words[link.end() :].lstrip()
    value = _meaning(rest, context)
    is_same = value is not None and value.means_same(meant)
    return (rest, value) if is_same else (words, meant)


def _meaning(words: str, context: Context) -> DeadlineValue | None:
    """What a time means; None where it is not understood, goes beyond its sentence, or cuts through
    a bracket or a name."""
    if _NEXT_SENTENCE.search(words):
        return None
    if any(words.count(pair[0]) != words.count(pair[1]) for pair in _PAIRS):
        return None
    value = parse_deadline(words, context.period)
    return value if value is not None and value.kind is not None else None


def _still_ends(value: DeadlineValue, known: DeadlineValue) -> bool:
    """Has a longer time the end of the shorter one, alone or as that of one of its parts?"""
    ends = {value.end, *(part.end for part in value.parts)}
    return known.end is None or known.end in ends


def _may_be_due(words: str, context: Context, bounds: DeadlineValue | None) -> bool:
    value = _meaning(words, context)
    if value is None or are_hours(words) or phrases_of("manners_of_time").match(words) is not None:
        return False
    told = (value, *value.parts)
    days = [day for one in told for day in (one.start, one.end) if day is not None]
    period = context.period
    if period is not None and period.start is not None and days and max(days) < period.start:
        return False  # "chứng thực của các năm 2023, 2024"
    if bounds is None or bounds.start is None or bounds.end is None:
        return True
    return all(bounds.start <= day <= bounds.end for day in days)
