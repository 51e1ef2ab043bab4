"""Times that a sentence tells of what was, of things by which these are told apart, or of how ready
somebody is: none of them is when the work is due."""

from __future__ import annotations

from functools import cache

import regex

from kehoach.normalize.alternatives import any_of
from kehoach.parsers.items.times.mentioned_events import holds_itself
from kehoach.parsers.items.times.stated_words import listed, phrase_in, phrases_of
from kehoach.patterns import compile_regex, near_before

_SENTENCE = compile_regex(r"[;.:](?!\d)\s")
_FIGURE = compile_regex(r"\d")
_DATED = compile_regex(r"\(\s*(?:ngày\s+)?\d{1,2}\s?/\s?\d{1,2}(?:\s?/\s?\d{4})?\s*\)")
STORY = 400
"""So many letters of its sentence before a time are looked at."""


def is_of_story(phrase: str, before: str) -> bool:
    """Does a time belong to what a sentence tells besides, up to it (`before`): to works on a list,
    or by which these are called; to days that are kept each year; to how something came about?

    >>> is_of_story("vào năm 2031", "ưu tiên các dự án trong danh mục hoàn thành 50 km ")
    True
    >>> is_of_story("dịp 19/12/2031", "Các thôn đăng ký các công trình khánh thành, khởi công ")
    True
    >>> is_of_story("trong quý II", "Phòng Kinh tế rà soát các công trình, khởi công ")
    False
    """
    if phrases_of("surely_terms").match(phrase) is not None:
        return False  # "hoàn thành các công trình trong danh mục năm 2031 | trước ngày 20/12/2031"
    sentence = near_before(before, len(before), _SENTENCE, STORY)
    if phrases_of("years_called").search(phrase) is not None:
        return True  # "Năm 2031 là năm | bản lề"
    if is_of_counted_event(f"{sentence}{phrase}"):
        return True
    if _works_told_apart().search(sentence) is not None:
        return True
    is_bare = _FIGURE.search(phrase) is None
    if is_bare and phrases_of("ways_of_keeping_days").search(sentence) is not None:
        return phrases_of("days_kept").search(sentence) is not None
    return _result().match(sentence) is not None and not phrase_in("finishing", sentence)


def is_of_counted_event(text: str) -> bool:
    """Does a text end in the month or year of an event that is the so-and-so-manieth of its kind,
    and that is not what is to be held?

    >>> is_of_counted_event("Chuẩn bị cho Đại hội thi đua của xã lần thứ V vào năm 2032")
    True
    >>> is_of_counted_event("Tổ chức Đại hội thi đua của xã lần thứ V vào năm 2032")
    False
    """
    event = _counted_event().search(text)
    return event is not None and not holds_itself(text[: event.start()])


def is_of_readiness(before: str) -> bool:
    """Does a sentence tell, up to a condition, that somebody stands ready for it ("bố trí lực lượng
    sẵn sàng hỗ trợ | khi có yêu cầu")? That is so from now on."""
    return phrase_in("standing_ready", near_before(before, len(before), _SENTENCE, STORY))


def is_of_dated_list(before: str) -> bool:
    """Is a bracket behind a text one of several that tell the days of what is listed ("gồm: Ngày
    Môi trường thế giới (05/6), Tuần lễ Biển | (01 - 08/6)")?"""
    return _DATED.search(near_before(before, len(before), _SENTENCE, STORY)) is not None


def is_over_already(text: str, stop: int) -> bool:
    """Do the words behind a spell say that it has passed ("trong các đợt bão | , mưa lũ vừa qua")?

    >>> is_over_already("hư hỏng trong các đợt bão, mưa lũ vừa qua.", 25)
    True
    """
    return _over_already().match(text, stop) is not None


def is_of_parts(before: str) -> bool:
    """Does a text end before the unit of the parts that a plan is made for ("kịch bản chi tiết theo
    từng tuần, từng | tháng")? That is how fine it is."""
    return _parts_made_fine().search(before[-STORY:]) is not None


@cache
def _over_already() -> regex.Pattern[str]:
    return compile_regex(
        rf"(?: ,? \s+ \p{{L}}+ ){{0,6}}? \s+ (?: {any_of(listed('over_already'))} ) (?!\p{{L}})",
        regex.IGNORECASE | regex.VERBOSE,
    )


@cache
def _parts_made_fine() -> regex.Pattern[str]:
    return compile_regex(
        rf"""
        (?<!\p{{L}}) (?: {any_of(listed("made_fine"))} ) \s+
        (?: {any_of(listed("parts_made_fine"))} ) \s+
        (?: từng \s+ \p{{L}}+ (?: \s* , | \s+ và ) \s+ ){{0,4}} từng \s+ $
        """,
        regex.IGNORECASE | regex.VERBOSE,
    )


@cache
def _works_told_apart() -> regex.Pattern[str]:
    """ "dự án trong danh mục hoàn thành 50 km |", "đăng ký các công trình khởi công |": works on a
    list, or that somebody only names, up to the time that tells which they are."""
    stages = rf"(?: {any_of(listed('stages_of_works'))} )"
    return compile_regex(
        rf"""
        (?<!\p{{L}})
        (?: (?: {any_of(listed("on_lists"))} ) (?: \s+ [^\s,;:()]+ ){{0,10}}
          | (?: {any_of(listed("naming_works"))} ) \s [^;:]*?
            (?<!\p{{L}}) (?: {any_of(listed("works_named"))} ) (?: \s+ [^\s,;:()]+ ){{0,4}}?
            \s+ {stages} (?: (?: \s* , | \s+ và ) \s+ {stages} ){{0,2}}
        ) \s* $
        """,
        regex.IGNORECASE | regex.VERBOSE,
    )


@cache
def _counted_event() -> regex.Pattern[str]:
    """ "Đại hội thi đua của xã lần thứ V vào năm 2032"."""
    word = r"\s+ [^\s;.:()]+"
    return compile_regex(
        rf"""
        (?<!\p{{L}}) (?: {any_of(listed("events_mentioned"))} ) (?!\p{{L}}) (?: {word} ){{0,15}}?
        \s+ (?: {any_of(listed("counts_of_events"))} ) \s+ (?: [IVX]{{1,5}} | \d{{1,2}} )
        (?: \s+ (?: {any_of((*listed("links_before_times"), *listed("links_of_times")))} ) )?
        \s+ (?: (?: tháng | quý ) \s+ \S+ \s+ )? năm \s+ 20\d\d $
        """,
        regex.IGNORECASE | regex.VERBOSE,
    )


@cache
def _result() -> regex.Pattern[str]:
    """ "Kết quả đạt được … là nhờ …": a sentence on what was reached, and how it came."""
    opens = any_of(listed("openings_of_results"))
    comes = any_of(listed("how_results_came"))
    return compile_regex(
        rf"\s* (?: {opens} ) (?!\p{{L}}) [^;.]*? (?<!\p{{L}}) (?: {comes} ) (?!\p{{L}})",
        regex.IGNORECASE | regex.VERBOSE,
    )
