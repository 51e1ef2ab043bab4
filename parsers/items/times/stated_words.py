"""The words by which sentences and headings state a deadline (stated.yaml), as patterns."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import cache

import regex

from kehoach.normalize.alternatives import any_of
from kehoach.normalize.times.building import WORDS
from kehoach.normalize.times.counts import number_pattern
from kehoach.parsers.words import raw_phrases
from kehoach.patterns import compile_regex


@cache
def listed(key: str) -> tuple[str, ...]:
    return tuple(_spellings(raw_phrases(key, "items/stated.yaml")))


def _spellings(phrases: Iterable[str]) -> Iterator[str]:
    """Phrases, and those with "quý" as many spell it: "quí"."""
    for phrase in phrases:
        yield phrase
        if "quý" in phrase:
            yield phrase.replace("quý", "quí")


def _any(*keys: str) -> str:
    """A pattern for any phrase of these lists, the longest first, white space elastic."""
    return any_of(phrase for key in keys for phrase in listed(key))


def _pattern(pattern: str) -> regex.Pattern[str]:
    return compile_regex(pattern, regex.IGNORECASE | regex.VERBOSE)


@cache
def phrases_of(*keys: str) -> regex.Pattern[str]:
    """Whole phrases of these lists."""
    return _pattern(rf"(?<!\p{{L}})(?:{_any(*keys)})(?!\p{{L}})")


def phrase_in(key: str, text: str) -> bool:
    """Does a text contain a phrase of a list?"""
    return phrases_of(key).search(text) is not None


@cache
def openings() -> regex.Pattern[str]:
    """What may open a time; the number before "tháng" is part of it ("6 tháng cuối năm", "3
    tháng/lần"), and the colon behind a term ("hạn cuối: 25/02/2031")."""
    weak = _any("openings_of_clause")
    return _pattern(
        rf"""
        (?<![\p{{L}}\d/]) (?! (?<= (?: tuần | {_any("rounds")} ) \s ) thứ \s )
        (?! (?<= \d \s ) tháng \s* [,;.:)] )
        (?: (?: trong \s+ )? {_WEEK}? \d{{1,2}} \s+ (?={_BEHIND_NUMBER}) )?
        (?: (?<= (?: ^ | [;,.(–-] ) \s* ) (?: {_any("openings_with_colon")} ) \s* :
              (?= \s* \d )
          | ngày (?= \s+ \d{{1,2}} \s+ (?: {_any("rhythms_of_day")} ) (?!\p{{L}}) )
          | (?: {_any("each")} ) (?= \s+ {number_pattern(str)} \s+ (?: {_any("counted_in")} ) \s )
          | (?: {_any("openings_of_span")} ) (?= \s+ {_span_of_days()} )
          | (?: {_any("openings_of_goals")} ) (?= \s+ 20\d\d \s+ (?: {_any("reached")} ) \s+ \d )
          | (?: {_any("openings_of_day")} )
              (?= \s+ (?: {_DAY_OF_YEAR} | {_MONTH_OF_YEAR} | {_span_of_days()} ) )
          | tuần (?= \s+ (?: thứ \s+ )? (?: \d | {_any("counts_of_round")} ) \s+ {_OF_MONTH} )
          | (?: {_any("rhythms_with_day")} ) (?= ,? \s+ (?: {_any("days_of_rhythm")} ) \s )
          | (?: {_any("rhythms_with_count")} )
              (?= \s+ (?: (?: {_any("at_least")} ) \s+ )? {number_pattern(str)} \s+ lần \b )
          | (?: {_any("openings_of_years")} ) (?= \s* \(? (?: (?: từ \s+ )? năm \s+ )? 20\d\d )
          | (?: {_any("openings_of_beginning")} ) (?= \s+ {_day_at_end()} )
          | (?: {_any("occasions_with_day")} ) (?= \s+ {_day_in_words()} )
          | (?<= [,;(] \s* ) (?: {_any("finishing")} ) (?= \s+ {_day_at_end()} )
          | các \s+ (?: buổi \s+ )? (?: {_any("parts_of_day")} ) (?= \s+ (?: thứ \s | chủ\ nhật ) )
          | (?: {_any("parts_of_day")} )
              (?= \s+ (?: thứ \s | chủ\ nhật | {_DAY_OF_YEAR} | {_day_at_end()} ) )
          | (?: {_any("openings")} )
          | (?P<weak> {weak} | đến (?= \s+ {_DAY_OF_YEAR} ) ) )
        (?! [\p{{L}}\d] | (?<= tháng|quý ) \s+ (?: {_any("not_behind_months")} ) (?!\p{{L}})
          | (?<= (?: đầu | giữa | cuối ) \s năm ) \s+ học (?!\p{{L}}) )
        """
    )


_OF_MONTH = r"(?:của\s+)?(?:các\s+)?tháng\s+\d"
_WEEK = r"(?:tuần\s+(?:thứ\s+)?)"
_CLAUSE_ENDS = r"(?= \s* (?: [;,.:()] | $ ) )"
_BEHIND_NUMBER = r"""
    tháng (?: / | \s (?! \d{1,2} (?!\d|\s+lần) ) ) | năm\s+\d{1,2}\s+lần
    | ngày\s+(?:đầu|giữa|cuối)\s+(?:của\s+)?tháng\s
"""
"""What a number opens: "6 | tháng cuối năm", "10 | ngày đầu tháng 6"; "đợt 2 | tháng 9" counts."""
_MONTH_OF_YEAR = r"\d{1,2} \s? / \s? 20\d\d (?![\d/])"
_DAY_OF_YEAR = r"\d{1,2} \s? [/.-] \s? \d{1,2} \s? [/.-] \s? \d{4} (?!\d)"


def _span_of_days() -> str:
    """Two days in figures; without a year only where the clause ends or goes on with a word such as
    "tại": "từ 10/12 đến 11/12 tiêu chí" are shares."""
    first = r"\d{1,2} (?: \s? [/.] \s? \d{1,2} (?: \s? [/.] \s? \d{4} )? )?"
    last = rf"(?: {_DAY_OF_YEAR} | {_day_at_end()} )"
    return rf"{first} \s* (?: {_any('links_of_span')} ) \s* {last}"


def _day_at_end() -> str:
    """A day of this year in figures, and no share: the clause ends behind it, or goes on with a
    word such as "tại"."""
    return rf"\d{{1,2}} \s? [/.] \s? \d{{1,2}} (?= {_behind_day()} )"


def _day_in_words() -> str:
    """A day and its month in words: "19 tháng 12 năm 2031"."""
    return r"\d{1,2} \s+ tháng \s+ \d{1,2} (?! \d | \s+ (?: đến | tới ) \s )"


def _behind_day() -> str:
    """The end of a clause, a dash before words, or a word such as "tại"."""
    words = rf"(?: {_any('behind_span')} ) (?!\p{{L}})"
    return rf"\s* (?: [;,:()] | [-–—] \s+ \p{{L}} | \.(?!\d) | $ | {words} )"


@cache
def bare_day() -> regex.Pattern[str]:
    """ "ngày | 25/7", "ngày | 02, 03/7": the day or days behind the word, and the end of its
    clause."""
    first = r"\d{1,2} (?: \s? / \s? \d{1,2} )?"
    more = rf"(?: {first} \s* (?: , | và | [-–] ) \s* (?: ngày \s+ )? ){{0,4}}"
    return _pattern(rf"\s+ {more} (?: {_DAY_OF_YEAR} (?= {_behind_day()} ) | {_day_at_end()} )")


@cache
def heading_openings() -> regex.Pattern[str]:
    every = _any("openings", "openings_of_clause", "steady")
    return _pattern(
        rf"(?<![\p{{L}}\d/])(?:{_WEEK}?\d{{1,2}}\s+(?=tháng\s))?(?:{every})(?![\p{{L}}\d])"
    )


@cache
def condition_openings() -> regex.Pattern[str]:
    """A count with what it is counted from, before or behind it, or the opening of a condition."""
    return _pattern(
        rf"""
        (?<![\p{{L}}\d/])
        (?: (?P<counted> {_counted_from()} | {_counted_up_to()} )
          | (?P<event> {_counted_to()} )
          | (?P<since> {_any("since_paper")} ) (?= \s [^;:()]*? \b (?: {_any("up_to")} ) \s )
          | (?P<occasion> {_occasion()} (?: \s* (?: , | và ) \s+ {_occasion()} )* | {_around()} )
          | (?P<theirs> {_any("plans_of_others")} ) (?= \s [^;,.:()]* (?: [.;/] | $ ) )
          | (?P<spell> {any_of(WORDS["days_of_what_happens"])} )
              (?= \s+ (?: {any_of(WORDS["what_happens"])} ) (?!\p{{L}}) )
          | (?: {_any("conditions")} ) (?!\p{{L}})
          | (?: {_any("when_decided")} )
              (?= \s+ (?-i:\p{{Lu}}) [^;,.:()]* \s (?: {_any("decided")} ) \s* (?: [.;/] | $ ) )
          | (?: {_any("asked_at_end")} ) (?= \s* (?: [.;/] | $ ) ) )
        """
    )


def _counted_from() -> str:
    """ "Trong 48 giờ | sau khi nước rút": the count."""
    number = rf"(?: \d{{1,3}} \s*[-–]\s* )? {number_pattern(str)}"
    return rf"""
        (?: (?: {_any("counted_by")} ) \s+ {number} | \d{{1,3}} \s* (?: \([^()]*\) \s* )? )
        \s* (?: {_any("counted_in")} ) ,? \s+
        (?= {_any("counted_from")} | (?P<behind> (?: {_any("counted_behind")} ) \s+ \p{{L}} ) )
    """


def _counted_up_to() -> str:
    """ "Trước 15 ngày | tính đến ngày khám": the count."""
    return rf"""
        (?: {_any("limits_ahead")} ) \s+ {number_pattern(str)} \s* (?: {_any("counted_in")} ) \s+
        (?= (?: {_any("counted_up_to")} ) \s+ \p{{L}} )
    """


def _around() -> str:
    """ "trước, trong và sau Tết": all the time around what lasts, at the end of a clause."""
    name = rf"(?: {_any('names_of_occasions')} | (?-i:\p{{Lu}}\p{{Ll}}+) | 20\d\d )"
    return rf"""
        (?<! (?: {_any("not_around")} ) \s ) (?: {_any("around")} ) \s+
        (?: {_any("lasting_events")} ) (?: \s+ {name} (?![\p{{L}}\d]) ){{0,5}} {_CLAUSE_ENDS}
    """


def _counted_to() -> str:
    """ "Trước khi bão đổ bộ 06 giờ": the event, and how long before it."""
    word = rf"(?! (?: {_any('not_in_events')} ) \s ) [^;,.:()\d\s]+"
    count = rf"\d{{1,3}} \s* (?: {_any('counted_in')} ) {_CLAUSE_ENDS}"
    return rf"(?: {_any('counted_to')} ) (?: \s+ {word} ){{0,10}}? \s+ {count}"


def _occasion() -> str:
    """ "Dịp Tết Nguyên đán Tân Hợi 2031": an occasion, and what it is called besides."""
    name = rf"(?: {_any('names_of_occasions')} | (?-i:\p{{Lu}}\p{{Ll}}+) | 20\d\d )"
    of_years = r"\s+ 20\d\d \s* [-–]"
    occasion = rf"(?: {_any('occasions')} ) (?! \p{{L}} | {of_years} )"
    return rf"{occasion} (?: \s+ {name} (?![\p{{L}}\d]) ){{0,5}}"


@cache
def ends_of_event() -> regex.Pattern[str]:
    return _pattern(rf"(?<=\S)\s+(?:{_any('ends_of_event')})(?!\p{{L}})")


@cache
def events_at_once() -> regex.Pattern[str]:
    """An event that opens a sentence, and soon behind its comma a word for "at once"; or a step
    that comes before."""
    return _pattern(
        rf"""
        (?: ^ | (?<=[.;:]\s) )
        (?: (?P<event> (?: {_any("event_openings")} | (?<=^) (?: {_any("case_openings")} ) )
                \s+ [^,;.:()]+? ) \s* ,
              (?= (?: \s+ [^\s,;.:]+ ){{0,10}}? \s+ (?: {_any("at_once")} ) (?![\p{{L}}]) )
          | (?P<event> (?: {_any("steps_before")} ) \s+ [^,;.:()]+? ) \s* , )
        """
    )


@cache
def counts() -> regex.Pattern[str]:
    """A count of time by itself ("trong vòng 24 giờ"), also behind a bare "trong" (`weak`)."""
    return _pattern(
        rf"""
        (?<![\p{{L}}\d/])
        (?: (?: {_any("limits_of_count")} ) \s+ {number_pattern(str)} \s* (?: {_any("counted_in")} )
          | (?: {_any("around_the_clock")} )
              (?: {_CLAUSE_ENDS} | (?= \s+ (?: {_any("behind_around_the_clock")} ) (?!\p{{L}}) ) )
          | (?P<weak> trong ) \s+ \d{{1,3}} \s* (?: {_any("hours")} )
          | (?P<ahead> {_any("limits_ahead")} ) \s+ {number_pattern(str)} \s*
              (?: {_any("counted_ahead")} ) {_CLAUSE_ENDS}
          | (?<= (?: {_any("before_all_week")} ) \s ) (?: {_any("all_week")} ) {_CLAUSE_ENDS}
          | (?<= (?: {_any("finishing")} ) \s ) trong \s+ {number_pattern(str)} \s+
              (?: {_any("counted_in")} ) {_CLAUSE_ENDS}
          | (?P<settled> {_any("limits_of_settling")} ) \s+ {number_pattern(str)} \s*
              (?: {_any("counted_in")} ) {_CLAUSE_ENDS}
          )
        (?! \p{{L}} | \s+ (?: {_any("past_of_count")} ) (?!\p{{L}}) )
        """
    )


@cache
def money() -> regex.Pattern[str]:
    """The figure before a unit of money, and the dash before it."""
    return _pattern(
        rf"""
        (?<![\d/.,]) (?: [-–] \s* )? \d (?: [\d.,]{{0,19}} \d )?
        (?= \s* (?: {_any("units_of_money")} ) (?!\p{{L}}) )
        """
    )


@cache
def years_of_plan() -> regex.Pattern[str]:
    """ "kế hoạch tài chính | 03 năm 2027 - 2029": for how many years a plan is, and which; "trong 5
    năm 2026 - 2030" is a time."""
    return _pattern(
        rf"""
        (?<! (?: {_any("before_counted_years")} ) \s )
        (?<![\d/.,]) (?: {number_pattern(str)} ) \s+ năm \s+ (?: giai \s đoạn \s+ )?
        \(? (?:19|20)\d\d \s* [-–] \s* (?:19|20)\d\d (?!\d)
        """
    )


@cache
def steady() -> regex.Pattern[str]:
    return _pattern(rf"(?<!\p{{L}})(?:{_any('steady')})(?=\s+\p{{L}})")


@cache
def closing_words() -> regex.Pattern[str]:
    """Closing words with the number before them ("02 lần/năm")."""
    return _pattern(
        rf"""
        (?<![\p{{L}}\d/])
        (?: (?: \d{{1,2}} \s+ )? (?: {_any("closings")} ) {_CLAUSE_ENDS}
          | \d{{1,2}} \s+ (?: {_any("closings")} ) (?= \s+ (?: {_any("places_behind")} ) \s )
          | (?: {_any("closings")} ) (?= \s+ (?: {_any("list_links")} ) \s* : ) )
        """
    )


@cache
def not_before() -> regex.Pattern[str]:
    """What makes the time behind it another one, unless it ends a word for a duty ("gửi danh sách
    đăng ký | trước ngày 10/3"), or a watch by day and night ("trực 24/24 giờ | từ ngày 10/02")."""
    duties = _any("duties_like_documents")
    done = rf"đã (?: \s+ (?! (?: {_any('ends_of_past')} ) (?!\p{{L}}) ) \p{{L}}+ ){{1,3}}"
    return _pattern(
        rf"""
        (?<![\p{{L}}/])
        (?: {done} | (?: {_any("not_before")} ) (?<! (?<!\p{{L}}) (?<!đã\s) (?: {duties} ) ) ) $
        """
    )


@cache
def follows_according() -> regex.Pattern[str]:
    """ "kiểm tra theo | định kỳ hoặc đột xuất"."""
    return _pattern(rf"(?<!\p{{L}})(?:{_any('according')})$")


@cache
def paid() -> regex.Pattern[str]:
    """ "tiền trợ cấp | hằng tháng": what the rhythm behind it belongs to."""
    return _pattern(rf"(?<!\p{{L}})(?:{_any('paid_regularly')})$")


@cache
def round_counted() -> regex.Pattern[str]:
    """ "đợt 1: | trong tháng 4, và đợt 2 | trong tháng 9": which of several times a time is of."""
    return _pattern(
        rf"""
        (?<!\p{{L}}) (?: {_any("rounds")} ) \s+
        (?: \d{{1,2}} | [IVX]{{1,4}} | (?: thứ \s+ )? (?: {_any("counts_of_round")} ) )
        \s* :? \s*
        (?: (?: vào | {_any("finishing", "expected", "ways_of_holding")} ) \s+ )? $
        """
    )


@cache
def place_in_turn() -> regex.Pattern[str]:
    """ "thôn Đông ngày 12/4 | , thôn Tây | ngày 19/4": the next place at which a work is done."""
    name = r"(?-i:\p{Lu}|\d)[^\s.;:,()]*"
    return _pattern(
        rf"""
        \s* [,;] \s+ (?: (?: và | tại | ở ) \s+ ){{0,2}} (?: {_any("places_in_turn")} )
        \s+ {name} (?: \s+ {name} ){{0,3}} \s+ (?: vào \s+ )?
        """
    )


@cache
def rounds_announced() -> regex.Pattern[str]:
    """ "một năm hai kỳ, | kỳ đầu trong quý II": how many rounds there are, right before them."""
    return _pattern(
        rf"""
        (?<!\p{{L}}) (?: {_any("spans_of_rounds")} ) \s+ {number_pattern(str)} \s+
        (?: {_any("rounds")} ) \s* [,:] \s+ $
        """
    )


@cache
def how_often() -> regex.Pattern[str]:
    """ "mỗi quý | một lần": how often, behind the rhythm."""
    return _pattern(
        rf"""
        \s+ (?: (?: {_any("at_least")} ) \s+ )? (?: {number_pattern(str)} ) \s+
        (?: (?: {_any("times_counted")} ) (?! \p{{L}} | / )
          | (?: {_any("things_counted")} ) (?! \p{{L}} | / ) {_CLAUSE_ENDS} )
        """
    )


@cache
def takes_part() -> regex.Pattern[str]:
    """ "tham gia diễn tập …": takes part in what others hold, in one clause."""
    return _pattern(
        rf"""
        (?<!\p{{L}}) (?: {_any("taking_part")} ) \s [^;.:()]*?
        (?<!\p{{L}}) (?: {_any("held_by_others")} ) (?!\p{{L}}) [^;.:()]* $
        """
    )


@cache
def throughout() -> regex.Pattern[str]:
    return _pattern(rf"(?<!\p{{L}})(?:{_any('throughout')})$")


@cache
def opens_state() -> regex.Pattern[str]:
    """ "Bảo đảm dữ liệu được …": a sentence on the state of a thing."""
    return _pattern(rf"\s*(?:{_any('states')})\s+[^.;]*?(?<!\p{{L}})được(?!\p{{L}})")


@cache
def day_of_rhythm() -> regex.Pattern[str]:
    """ "hằng tuần | vào sáng Chủ nhật", "hằng ngày | trong thời gian ngập lụt": which day of a
    rhythm it is, or as long as it lasts."""
    day = r"thứ \s \p{L}+ | chủ \s nhật | ngày \s \d{1,2} (?![\d/])"
    return _pattern(
        rf"""
        \s+ (?: (?: lúc | vào ) \s+ (?: (?: {_any("parts_of_day")} ) \s+ )? (?: {day} )
          | (?: {_any("spells")} ) (?: \s+ [^\s;,.:()]+ ){{1,9}} {_CLAUSE_ENDS} )
        """
    )


@cache
def case_of_rhythm() -> regex.Pattern[str]:
    """ "hằng ngày trước 15 giờ | khi có bão, lũ": what must happen for a rhythm to go on."""
    happens = any_of(WORDS["what_happens"])
    listed_so = rf"(?:{happens}) (?: \s* (?: , | và | hoặc | hay ) \s+ (?:{happens}) ){{0,5}}"
    return _pattern(
        rf"""
        \s+ (?P<open> \( )? (?: {_any("cases_of_rhythm")} ) \s+ {listed_so}
        (?(open) \s* \) ) {_CLAUSE_ENDS}
        """
    )


@cache
def ends_before_event() -> regex.Pattern[str]:
    """ "từ ngày 25/9 đến khi |", "từ ngày 01/10 đến ngày |": the link to an event behind it."""
    return _pattern(rf"(?<!\p{{L}}) (?: {_any('up_to_events', 'up_to_days')} ) $")


@cache
def begins_rhythm() -> regex.Pattern[str]:
    """ "hằng tháng | , thực hiện từ kỳ đánh giá | tháng 3": between a rhythm and when it begins."""
    begun = _any("ways_of_holding", "beginnings_of_rhythm")
    return _pattern(rf"\s* ,? \s+ (?: {begun} ) \s+ (?: từ (?: \s+ [^\s;,.:()]+ ){{0,3}} \s+ )?")


@cache
def hands_in_rhythm() -> regex.Pattern[str]:
    """ "định kỳ hằng quý | , gửi | trước ngày 20 của tháng cuối quý": what is handed in then."""
    word = r"\s+ [^\s;,.:()]+"
    return _pattern(rf"\s* , \s+ (?: {_any('deliveries')} ) (?: {word} ){{0,4}} \s+")


@cache
def begins_course() -> regex.Pattern[str]:
    """ "khởi công | 10/4": that a work begins at the time behind it."""
    links = _any("links_of_stance")
    return _pattern(
        rf"(?<!\p{{L}}) (?: {_any('beginnings_of_course')} ) (?: \s (?:{links}) )? \s+ $"
    )


@cache
def ends_course() -> regex.Pattern[str]:
    """ "| , hoàn thành | 20/5": what stands before the time at which a work is over."""
    ends = _any("ends_of_course")
    return _pattern(rf"\s* [,;] \s+ (?:và\s+)? (?: {ends} ) (?: \s+ vào )? \s+")


@cache
def told_of_time() -> regex.Pattern[str]:
    """ "tình hình sản xuất | quý IV": the things, before a bare month or quarter, that are of
    it."""
    return _pattern(
        rf"""
        (?<!\p{{L}}) (?<! (?: {_any("in_meetings")} ) \s ) (?: {_any("works_of_times")} )
        (?: \s+ [\p{{L}}-]+ ){{0,8}} \s* $
        """
    )


@cache
def looked_ahead_to() -> regex.Pattern[str]:
    """ "phương hướng, nhiệm vụ | 6 tháng cuối năm": what a report says of a time to come."""
    on = _any("outlooks_on")
    return _pattern(rf"(?<!\p{{L}})(?:{_any('outlooks')})(?:[\s,]+(?:và\s+)?(?:{on})){{0,4}}\s*$")


@cache
def ends_with_finishing() -> regex.Pattern[str]:
    """ "…; hoàn thành | trong tháng 6/2031": a word that makes the time behind it a term."""
    return _pattern(rf"(?<!\p{{L}})(?:{_any('finishing')})\s*$")


@cache
def before_openings() -> regex.Pattern[str]:
    clock = rf"\d{{1,2}}\s?(?:{_any('clock_signs')})(?:\s?\d{{2}}(?:\s?{_any('minutes')})?)?,?"
    named = rf"(?<!(?:{_any('plans_of_times')})\s)"  # "Kế hoạch | thời gian | năm học 2030-2031"
    return _pattern(
        rf"(?<!\p{{L}}){named}(?:{_any('before_openings')}|(?<!\S)(?:\d{{1,2}}|{clock}))$"
    )
