"""Times in a sentence that are not the task's: of a comparison, an event, a state, of what is
reported on; or beyond those of the heading over it."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache

import regex

from kehoach.normalize.alternatives import any_of
from kehoach.normalize.times.deadline import DeadlineValue
from kehoach.normalize.times.timespan import plain
from kehoach.parsers.items.times.joined_times import NEAR_WORDS, Stated
from kehoach.parsers.items.times.stated_words import (
    closing_words,
    listed,
    looked_ahead_to,
    not_before,
    paid,
    phrases_of,
    told_of_time,
)
from kehoach.parsers.items.times.times_of_stories import is_of_story
from kehoach.parsers.items.times.words_beside_times import limits_work
from kehoach.patterns import (
    REACH,
    before_blanks,
    compile_regex,
    found_before,
    near_before,
)

CLAUSE_BREAK = compile_regex(r"[;,.:()](?!\d)")
_BEFORE_DAY = compile_regex(r"trước(?:\s+ngày)?\s+\d", regex.IGNORECASE)
_NAMED_DAY = compile_regex(r"\bNgày\s+[^.;()]{5,}\($")
"""“Ngày Quốc tế xóa bỏ bạo lực” (ngày 25/11)."""
_DAY = compile_regex(r"\d\s?/\s?\d{1,2}(?!\d)")


def is_of_other(
    phrase: str,
    value: DeadlineValue,
    *,
    masked: str,
    rest: list[str],
    bounds: DeadlineValue | None,
) -> bool:
    """Is a time, behind the text `masked` and before the words `rest`, that of another thing than
    the task: of a comparison, an event, a state, a matter, or beyond the `bounds`?"""
    if _belongs_to_another(value, masked) or is_of_story(phrase, masked):
        return True
    if _tells_state(value, rest):
        return True  # "so với năm 2030", "trận lũ từ ngày 17 đến ngày 20/01"
    if _is_of_work(phrase, value, before=masked):
        return True
    return value.kind == "within" and (_is_of_thing(rest) or not _inside(phrase, value, bounds))


def _belongs_to_another(value: DeadlineValue, masked: str) -> bool:
    """Is it the time of a comparison or an event, or the rhythm in which a thing is paid, behind a
    text?"""
    stop = before_blanks(masked, len(masked))
    if limits_work(value.raw, masked[max(0, stop - REACH) : stop]):
        return False
    if value.kind == "recurring" and found_before(paid(), masked, stop):
        return True
    is_rhythm = value.kind == "recurring" and phrases_of("rhythms_with_count").match(value.raw)
    if is_rhythm:
        return False  # "phát bản tin bão | mỗi giờ một lần"
    if value.kind == "recurring" and found_before(_weather_told(), masked, stop):
        return False
    return any(found_before(pattern, masked, stop) for pattern in (not_before(), _NAMED_DAY))


def _tells_state(value: DeadlineValue, rest: list[str]) -> bool:
    """ "có tỷ lệ đến hết quý III | dưới 50%", "trước 01/01/2031 | là trạm thú y": how things
    were."""
    behind = " ".join(rest[:2])
    return value.kind == "by" and phrases_of("states_behind").match(behind) is not None


def _is_of_work(phrase: str, value: DeadlineValue, before: str) -> bool:
    """Is it a time that a report looks ahead to ("phương hướng | 6 tháng cuối năm"), or a bare
    month or quarter that tells of which time a work or a report is ("đánh giá tình hình sản xuất |
    quý IV")?"""
    if value.kind not in ("within", "several"):
        return False
    if looked_ahead_to().search(before[-REACH:]) is not None:
        return True
    is_bare = phrases_of("units_of_calendar").match(phrase) is not None
    return is_bare and told_of_time().search(before[-REACH:]) is not None


def _is_of_thing(rest: list[str]) -> bool:
    return bool(rest) and rest[0] in listed("possessives")


def _inside(phrase: str, value: DeadlineValue, bounds: DeadlineValue | None) -> bool:
    """Does the time lie within the bounds, or partly as a span of days does ("từ ngày 28/5 đến ngày
    25/7" in a month of action)? Without bounds every time does."""
    if bounds is None:
        return True
    if bounds.end is None or value.start is None or value.end is None:
        return False
    if bounds.start is None:  # a term: "10 ngày đầu tháng 6" under "trước ngày 15/12"
        return bounds.kind == "by" and value.end <= bounds.end
    if _DAY.search(phrase):
        return value.start <= bounds.end and bounds.start <= value.end
    return bounds.start <= value.start and value.end <= bounds.end


def is_of_part(text: str, stated: Stated) -> bool:
    """Is a time that of a part alone ("từ 01/3 đến 30/4, riêng thôn Tây xong | trước 20/3")?"""
    clause = near_before(text, stated.begin, CLAUSE_BREAK)
    return (
        stated.begin > len(clause) and phrases_of("exceptions").match(clause.lstrip()) is not None
    )


def is_duration(match: regex.Match[str], masked: str) -> bool:
    """ "Theo dõi trẻ | ít nhất 30 phút sau tiêm": so long at least; "hợp đồng quá | 10 năm trước
    ngày 30/11": how old a thing is, and by when something is done with it."""
    if match["counted"] and found_before(_exceeded(), masked, match.start()) is not None:
        return True
    if match["behind"]:
        return phrases_of("limits_before").match(match[0]) is None
    is_since = phrases_of("counted_since").match(masked, match.end()) is not None
    return (
        bool(match["counted"]) and is_since and phrases_of("at_least").match(match[0]) is not None
    )


@cache
def _weather_told() -> regex.Pattern[str]:
    """ "thông tin tình hình mưa bão | hằng ngày": how often it is told, not how often it comes."""
    news, weather = any_of(listed("news_told")), any_of(listed("weather_told"))
    return compile_regex(
        rf"(?<!\p{{L}}) (?:{news}) (?: ,?\s{{1,3}} (?:{weather}) ){{1,4}} \s{{0,3}} $",
        regex.IGNORECASE | regex.VERBOSE,
    )


@cache
def _exceeded() -> regex.Pattern[str]:
    """ "quá | 10 năm": what is measured by the count behind it."""
    return compile_regex(
        rf"(?<!\p{{L}}) (?<!không\s) (?: {any_of(listed('exceeded'))} ) \s{{1,3}} $",
        regex.IGNORECASE | regex.VERBOSE,
    )


def is_span_reported(match: regex.Match[str], masked: str) -> bool:
    """ "Sơ kết | 6 tháng | trước ngày 20/6": what is reported on, before its day."""
    is_span = phrases_of("spans_reported").fullmatch((match["counted"] or "").strip()) is not None
    return is_span and _BEFORE_DAY.match(masked, match.end()) is not None


def names_thing(words: Sequence[str]) -> bool:
    return names(words, "things")


def is_measured(words: Sequence[str]) -> bool:
    return names(words, "measured")


def names(words: Sequence[str], key: str) -> bool:
    near = f" {' '.join(words)} "
    return any(f" {plain(thing)} " in near for thing in listed(key))


def measures_thing(text: str) -> bool:
    """ "Tổ chức dạy học 2 buổi/ngày": does a count of times say how much of a thing there is?"""
    return any(
        is_measured(
            plain(text[max(0, match.start() - REACH) : match.start()]).split()[-NEAR_WORDS:]
        )
        for match in closing_words().finditer(text)
    )
