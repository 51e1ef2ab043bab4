"""What a work hangs on, in sentences: "sau khi có …", "trong 48 giờ sau khi …", "Khi có cây đổ, báo
ngay …"."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import regex

from kehoach.normalize.times.deadline import parse_deadline
from kehoach.parsers.items.ground.context import Context
from kehoach.parsers.items.times.joined_times import Stated
from kehoach.parsers.items.times.opening_times import opening_time
from kehoach.parsers.items.times.stated_words import (
    condition_openings,
    ends_of_event,
    events_at_once,
    looked_ahead_to,
    phrase_in,
    phrases_of,
    takes_part,
    throughout,
)
from kehoach.parsers.items.times.times_of_stories import is_of_readiness, is_over_already
from kehoach.parsers.items.times.times_of_things import (
    CLAUSE_BREAK,
    is_duration,
    is_span_reported,
)
from kehoach.parsers.items.times.words_beside_times import fits_as_told
from kehoach.parsers.items.words.beginnings import begins_duty
from kehoach.parsers.items.words.sentence_breaks import last_clause
from kehoach.patterns import (
    REACH,
    before_blanks,
    compile_regex,
    found_before,
    near_after,
    near_before,
)

_AND = compile_regex(r"\s+và\s+")
MAX_WORDS = 14
"""A time and what it hangs on are told in so many words, or it is the matter of the sentence, not
its deadline."""
MAX_CONDITION_WORDS = 24
"""Of a count and the event that it is counted from."""


def conditions(masked: str, context: Context) -> Iterator[Stated]:
    """ "sau khi có …", "trong 48 giờ sau khi …": the words up to the end of the clause."""
    read_to = 0
    for match in condition_openings().finditer(masked):
        begin = match.start()
        counted = match["counted"] or match["occasion"] or ""
        behind = near_after(masked, begin + len(counted), CLAUSE_BREAK)
        if begin < read_to or _is_none(match, masked):
            continue
        clause = counted + (_before_next_duty(behind) if counted else behind).rstrip()
        most_words = MAX_CONDITION_WORDS if counted or match["since"] else MAX_WORDS
        if len(clause.split()) > most_words:
            clause = ends_of_event().split(clause, maxsplit=1)[0]
        is_whole = match["occasion"] or len(clause.split()) > most_words
        told = [counted] if is_whole else [clause, counted]
        if match["since"]:
            told.insert(0, opening_time(clause.split(), context)[0])
        elif phrases_of("according").match(clause):
            told = [phrases_of("finishing").split(clause, maxsplit=1)[0]]
        for phrase in (words.rstrip(" ,") for words in told):
            value = parse_deadline(phrase, context.period) if phrase else None
            if value is None or not (value.kind in ("conditional", "by") or value.since_issue):
                continue
            read_to = begin + len(phrase)
            is_report = is_report_clause(masked, begin, stop=read_to)
            words = _without_verb(phrase)
            value = replace(value, raw=words)
            yield Stated(words, value, begin=read_to - len(words), is_report=is_report)
            break


def _without_verb(phrase: str) -> str:
    """ "hoàn thành | theo chỉ đạo tại công điện": the verb is no part of when."""
    verb = phrases_of("finishing").match(phrase)
    behind = phrase[verb.end() :].lstrip() if verb is not None else ""
    return behind if phrases_of("according").match(behind) else phrase


def _is_none(match: regex.Match[str], masked: str) -> bool:
    """Is a condition that opens here none: all the time around an event ("trước, trong và | sau khi
    kết thúc"), so long, what is reported on, of others, of who stands ready, or by steps that shall
    fit?"""
    begin = match.start()
    if found_before(throughout(), masked, before_blanks(masked, begin)) is not None:
        return True
    if is_duration(match, masked) or is_span_reported(match, masked):
        return True
    if _is_of_others(match, nearest(masked, begin)) or _is_of_readiness(masked, begin):
        return True
    if match["spell"] and is_over_already(masked, match.end()):
        return True
    if match["since"] and looked_ahead_to().search(nearest(masked, begin)):
        return True  # "kịch bản tăng trưởng | từ nay đến hết năm 2031"
    return fits_as_told().match(masked, begin) is not None


def _is_of_readiness(masked: str, begin: int) -> bool:
    """Does somebody only stand ready for it? What is finished so is a time, whoever stands ready
    before it ("sẵn sàng giúp dân …, | hoàn thành theo chỉ đạo …")."""
    is_end = phrases_of("finishing").match(masked, begin) is not None
    return not is_end and is_of_readiness(masked[:begin])


def _before_next_duty(words: str) -> str:
    """ "kể từ ngày nhận đơn | và lập sổ theo dõi": up to the next work."""
    links = (link for link in _AND.finditer(words) if begins_duty(words[link.end() :]))
    link = next(links, None)
    return words if link is None else words[: link.start()]


def _is_of_others(match: regex.Match[str], before: str) -> bool:
    """Is it the plan by which others give ("hỗ trợ giống | theo kế hoạch của xã"), or are these the
    days on which others shall not do a thing ("không thả rông trâu | trong những ngày rét")?"""
    if match["theirs"]:
        return takes_part().search(before) is None
    return bool(match["spell"]) and phrase_in("forbidden", last_clause(before))


def events_first(masked: str, context: Context) -> Iterator[Stated]:
    """ "Khi có cây đổ, báo ngay cho …": the event that opens a sentence, where something is told or
    done at once behind its comma."""
    for match in events_at_once().finditer(masked):
        words = match["event"]
        value = parse_deadline(words, context.period)
        if value is not None and value.kind == "conditional" and len(words.split()) <= MAX_WORDS:
            yield Stated(words, value, begin=match.start("event"))


def nearest(masked: str, stop: int) -> str:
    """What stands before a place and near it."""
    return masked[max(0, stop - REACH) : stop]


def is_report_clause(masked: str, begin: int, stop: int) -> bool:
    """Does the clause around a time speak of a report?"""
    before = near_before(masked, begin, CLAUSE_BREAK)
    behind = near_after(masked, stop, CLAUSE_BREAK)
    return phrase_in("reporting", f"{before}{masked[begin:stop]}{behind}")
