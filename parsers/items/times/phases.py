"""What a plan orders by phases, steps or days: "Bước 2. Từ 15/4 - 30/4: Khảo sát …", "Giai đoạn 1:
Trước khi bão đổ bộ 48 giờ", "a) Ngày 05/9/2031: tổ chức lễ ra quân …"."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, lru_cache

import regex

from kehoach.normalize.text import capitalised, fold
from kehoach.normalize.times.cues import deadline_words
from kehoach.normalize.times.deadline import parse_deadline
from kehoach.normalize.times.timespan import plain
from kehoach.parsers.items.bodies.behind_opening_times import time_before_lead
from kehoach.parsers.items.bodies.named_bodies import named_bodies
from kehoach.parsers.items.bodies.sentence_owners import subject_of
from kehoach.parsers.items.ground.closings import is_farewell
from kehoach.parsers.items.ground.context import Context
from kehoach.parsers.items.times.list_deadlines import time_of_heading
from kehoach.parsers.items.times.plan_times import is_before_plan
from kehoach.parsers.items.times.stated_deadlines import stated_in
from kehoach.parsers.items.times.stated_words import listed, phrases_of
from kehoach.parsers.items.times.times_of_things import measures_thing
from kehoach.parsers.items.words.beginnings import DOING, begins, begins_duty
from kehoach.parsers.items.words.sentence_breaks import orders_in
from kehoach.parsers.layout.fields import read_field
from kehoach.parsers.layout.outline import Node
from kehoach.parsers.layout.phase_titles import is_number_of_phase
from kehoach.parsers.words import alternation, contains, holds, opens_with
from kehoach.patterns import compile_regex

MAX_TIME_WORDS = 16
"""Of the words before the colon of a dated act."""
MAX_TIME_LETTERS = 160
"""A longer opening is no time; a line without blanks costs time by its length."""
MAX_CONDITION_WORDS = 14
MAX_WORDS_OF_DAY = 4
"""Of what a day is called ("Sau ngày | bầu cử")."""
_KINDS = ("by", "within", "recurring", "several")
_EDGES = " ,;:.–-"
_SEPARATOR = compile_regex(r"[:,]\s+|\s+[-–]\s+(?=\p{Lu})")


@dataclass(frozen=True, slots=True)
class Dated:
    """How a point opens that is dated: the words of its time ("" where only the phase is named),
    and what is done then ("" where the point only names the phase)."""

    time: str
    act: str
    is_phase: bool


def dated(text: str, context: Context) -> Dated | None:
    """A point -> its opening, None where it opens with no time and no phase."""
    label = _label().match(text) or _label_in_words().match(text)
    rest = text[label.end() :] if label else text
    found: Dated | None = None
    for time, act in _openings(rest, is_labelled=label is not None):
        words = _without_edges(time)
        is_time = _is_time(words, context) and not measures_thing(words)
        if is_time:
            time = _PHASE.sub("", words) if is_condition(words) else words
            found = Dated(time, act.strip(_EDGES), is_phase=label is not None)
        if found is not None and not (is_time and rest.startswith(",", len(time))):
            return found  # "Hằng tháng, chậm nhất ngày 25 | , gửi báo cáo" is longer
    if found is None:
        time, act = time_before_lead(rest, context.level)
        if time and _is_time(_REMARK.sub("", time), context):
            return Dated(time, act.strip(_EDGES), is_phase=label is not None)
    if label is None:
        return found
    return found or Dated("", rest.strip(_EDGES), is_phase=True)


def _without_edges(time: str) -> str:
    """Without the signs around it; a bracket that it opens stays closed ("Ngày bầu cử (15/3)")."""
    words = time.strip(_EDGES)
    is_open = words.count("(") > words.count(")")
    return f"{words})" if is_open and time.rstrip(" ,;:.").endswith(")") else words


def opens_phase(text: str) -> bool:
    """Does a line open with the name of a phase or step ("Bước 3: …")?"""
    label = _label().match(text)
    return label is not None and label[0].rstrip()[-1:] in (".", ":")


def dated_behind(text: str, context: Context) -> Dated | None:
    """A point that orders something and says behind its colon when ("Các thôn tự kiểm tra: Từ ngày
    06 - 15/4/2031 (có lịch kèm theo)."), None for others."""
    act, colon, behind = text.rpartition(": ")
    time = _REMARK.sub("", behind.rstrip(" .;")).strip(_EDGES)
    if not colon or not any(map(str.isdigit, time)) or read_field(text) is not None:
        return None
    if not _is_time(time, context) or is_event(time) or not is_order(act, context):
        return None
    return Dated(time, act.strip(_EDGES), is_phase=False)


def dated_sentence(text: str, context: Context) -> Dated | None:
    """The same of a sentence without a sign behind its time ("Trong tháng 5/2031 | tổ chức …")."""
    for stated in stated_in(text, context)[:1]:
        act = text[len(stated.phrase) :].strip(_EDGES)
        if stated.begin == 0 and stated.value.kind in _KINDS and is_order(act, context):
            return Dated(stated.phrase, act, is_phase=False)
    return None


def _openings(rest: str, *, is_labelled: bool) -> Iterator[tuple[str, str]]:
    """The words that may be the time of a point, and those behind them: a bracket, the whole point,
    what stands before each of its first signs."""
    bracket = _BRACKET.match(rest) if is_labelled else None
    if bracket is not None:
        yield bracket["time"], rest[bracket.end() :]
    yield rest, ""
    if len(rest) <= MAX_TIME_LETTERS:
        yield _REMARK.sub("", rest), ""
    for sign in _SEPARATOR.finditer(rest, 0, MAX_TIME_LETTERS):
        if len(rest[: sign.start()].split()) > MAX_TIME_WORDS:
            return
        yield rest[: sign.start()], rest[sign.end() :]


_PHASE = compile_regex(r"^giai đoạn\s+(?=\p{L}*\s*\d)", regex.IGNORECASE)
"""Before a count it is no part of the time: "Giai đoạn | sau 72 giờ"."""
_REMARK = compile_regex(r"\s*\([^()]*\)[\s:]*$")
_BRACKET = compile_regex(r"[^():;.]{0,40}\((?P<time>[^()]*)\)")
"""A time in brackets, a short title before it: "Chuẩn bị (từ ngày 01/3 đến 15/3): …"."""


def _is_time(words: str, context: Context) -> bool:
    """Are words a time and nothing else, or a count from an event, or an event?"""
    if not words or len(words) > MAX_TIME_LETTERS or len(words.split()) > MAX_TIME_WORDS:
        return False
    if is_condition(words):
        return True
    if not all(map(_is_of_time, _WORD.findall(words))):
        return False  # "Ký hợp đồng (thời gian: Quý I)"
    value = parse_deadline(words, context.period)
    if value is None or not value.is_alone:
        return False
    goes_on = value.kind == "continuous" and value.start is not None and value.end is None
    if value.kind not in _KINDS and not goes_on:  # "Từ năm 2034 trở đi"
        return False
    return not is_before_plan(value, context)


_WORD = compile_regex(r"\p{L}+")


def _is_of_time(word: str) -> bool:
    """May a word stand in a time ("ngày", "sáng", the "III" of a quarter, the "h" of an hour)?"""
    return plain(word) in deadline_words() or word.isupper() or fold(word) in listed("clock_words")


@lru_cache(maxsize=2048)
def is_condition(words: str) -> bool:
    """Is it an event that words open with ("Trong khi bão đổ bộ"), or a count from one?"""
    if len(words.split()) > MAX_CONDITION_WORDS or regex.search(r"[.;:]", words):
        return False
    if _turns_to_body(words):
        return False
    return is_event(words) or bool(_counted().match(words)) or _is_day_of_event(words)


def _turns_to_body(words: str) -> bool:
    """ "Trước khai giảng, | các trường hoàn thành các việc": somebody stands behind the event."""
    behind = capitalised(words.partition(", ")[2])
    return bool(behind) and bool(
        subject_of(behind, None)[0] or named_bodies(behind, None) == behind
    )


def _is_day_of_event(words: str) -> bool:
    """ "Sau ngày bầu cử", and no date or sentence behind it."""
    opening = phrases_of("openings_of_phase").match(words)
    named = words[opening.end() :].split() if opening is not None else []
    is_short = 0 < len(named) <= MAX_WORDS_OF_DAY and "," not in words
    return is_short and not any(char.isdigit() for char in words)


def is_event(words: str) -> bool:
    """Does a time open with what must happen first ("Sau khi bão tan")?"""
    return phrases_of("events").match(words) is not None


# --- orders ---------------------------------------------------------------------------------------


def is_order(text: str, context: Context) -> bool:
    """Does a point order something: does it open with a verb of doing, or with bodies and what
    they do? What was done orders nothing."""
    if is_told(text):
        return False
    return begins_duty(text) or bool(_subject(text, context))


def looks_back(text: str) -> bool:
    """Does a text open as headings on what was ("Hạn chế, tồn tại"), and bid nobody to do less of
    something ("Hạn chế tối đa …")?"""
    return opens_with(text, "told_headings") is not None and not begins(text, "limiting_verbs")


def is_told(text: str) -> bool:
    """Does a point tell what was, or close the paper?"""
    if looks_back(text) or is_farewell(text) or tells_news(text):
        return True
    text = _behind_event(text)
    beginning = " ".join(text.split()[: _OPENING_WORDS + _LONGEST_NOT_DONE])
    first_words = " ".join(phrases_of("not_done").sub("", beginning).split()[:_OPENING_WORDS])
    verb = begins(text, *DOING)
    if verb is not None:  # "Niêm yết danh sách hộ | được duyệt", not "Tuyên truyền được 5 buổi"
        first_words = _OF_THING.sub("", first_words[len(verb) + 1 :])
    return phrases_of("done_words").search(first_words) is not None


def _behind_event(text: str) -> str:
    """ "Sau khi danh mục được phê duyệt, | Ban Quản lý dự án lát vỉa …": what is done once that was
    done."""
    clause, comma, behind = text.partition(", ")
    return behind if comma and begins(clause, "duty_conditions") is not None else text


def tells_news(text: str) -> bool:
    """ "Báo Vĩnh Lạc ngày 11/6/2031 đăng bài …", "UBND xã nhận được Công văn số …": does a text
    tell what a paper wrote on a day, or which paper came, and order nothing behind it?"""
    return _opens_with_news(text) and behind_news(text) == ""


def behind_news(text: str) -> str:
    """What a text that opens with news goes on to order ("Báo … có bài …. | Giao Công an xã …"),
    all of it where the news says who is to do it; "" where it orders nothing, or opens with none.

    >>> behind_news("UBND xã nhận được Đơn số 5 của ông Ba; giao Công an xã trả lời.")
    'giao Công an xã trả lời.'
    """
    if not _opens_with_news(text):
        return ""
    parts = orders_in(text)
    for index, part in enumerate(parts):
        if index and subject_of(capitalised(part), None)[0]:
            return " ".join(parts[index:])
        if (index and begins_order(part)) or _orders_behind_news(part):
            return text  # whose order it is, the news says
    return ""


def begins_order(text: str) -> bool:
    """Does a text open with what is to be done, or by turning to somebody ("Giao …")?"""
    return begins_duty(text) or opens_with(text, "duty_addresses") is not None


def _orders_behind_news(clause: str) -> bool:
    """ "Các thôn nhận được Thông báo số 10 | niêm yết ngay", "…, | khẩn trương xử lý": does the
    clause with the news go on to do something about it?"""
    if contains(clause, "orders_behind_news") is not None:
        return True
    came = _received().match(clause[:MAX_LETTERS_OF_NEWS])
    behind = _NUMBER_OF_PAPER.sub("", clause[came.end() :]) if came is not None else ""
    return begins_duty(behind)


def _opens_with_news(text: str) -> bool:
    if _received().match(text[:MAX_LETTERS_OF_NEWS]) is not None:
        return True
    if begins(text, "news_media") is None:
        return False
    told = _news().search(text[:MAX_LETTERS_OF_NEWS])
    if told is None:
        return False
    # "Trang thông tin điện tử | xã | ngày 10/5 đăng tải …": the commune's own has work to do
    return not holds(text[: told.start()], "own_media")


MAX_LETTERS_OF_NEWS = 160
_NUMBER_OF_PAPER = compile_regex(r"^\s*\d\S*\s*")


@cache
def _received() -> regex.Pattern[str]:
    papers = alternation("papers_received")
    return compile_regex(
        rf"\p{{Lu}}[^,;:.]{{3,80}}?(?<!\skhi)\s(?:đã\s+|có\s+)?nhận\s+được\s+"
        rf"(?i:{papers})\s+(?:số(?=\s+\d)|của\b)"
    )


@cache
def _news() -> regex.Pattern[str]:
    day = r"(?:ngày|số)\s+\d[^,;:.]{0,40}"
    return compile_regex(
        rf"(?<!\p{{L}}){day}[,]?\s(?:{alternation('telling_verbs_of_news')})(?!\p{{L}})",
        regex.IGNORECASE,
    )


def _subject(text: str, context: Context) -> str:
    lead, does = subject_of(capitalised(text), context.level)
    return lead if any(map(str.isalpha, does)) and not does.startswith("(") else ""


_OPENING_WORDS = 12
_LONGEST_NOT_DONE = 4
"""Words of a phrase that only looks like one of what was done: it may end behind the opening."""
_OF_THING = compile_regex(r"(?<=\p{L}\s+)(?:được|đã)(?!\s+\d)")
"""Behind a noun it tells which thing is meant."""


# --- headings of phases ---------------------------------------------------------------------------


def phase_of(node: Node, context: Context) -> Node | None:
    """The heading over a block that is a phase ("2. Giai đoạn 2: Từ 24 giờ đến 06 giờ trước khi bão
    đổ bộ", "1. Tháng 3"), None where there is none, or a heading over it tells what was or what
    for."""
    if is_under_quiet(node):
        return None
    sections = node.titled_ancestors()
    return next((section for section in sections if _is_phase(section, context)), None)


def _is_phase(section: Node, context: Context) -> bool:
    return is_number_of_phase(section.number) or dated(section.title, context) is not None


def is_under_quiet(node: Node) -> bool:
    """Does a heading over a block, no step of the work, tell what was or what for?"""
    sections = node.titled_ancestors()
    return any(is_quiet(one.title) for one in sections if not is_number_of_phase(one.number))


_QUIET = ("told_headings", "report_headings", "heard_headings")


@lru_cache(maxsize=2048)
def is_quiet(title: str) -> bool:
    """Does a heading tell what was, or what for, how far a paper goes, or how it is reported, so
    that nothing under it is work to do?"""
    is_scope = opens_with(title, "scope_headings") is not None
    if is_scope and contains(title, "matters_beside_scopes") is None:
        return True
    if any(opens_with(title, key) for key in _QUIET):
        return True
    return phrases_of("past_headings").search(title) is not None


def time_of_phase(node: Node, context: Context) -> str:
    """The time of the phase a block stands in, where it is an event ("Trong khi bão đổ bộ"): "" for
    a phase with dates, which every heading may have, and for none."""
    for section in node.titled_ancestors():
        if time_of_heading(section.title, context) is not None:
            return ""
        opening = dated(section.title, context)
        if opening is not None and opening.time:
            return opening.time
        if opening is not None and opening.is_phase:
            return _event_at_end(opening.act)
    return ""


def _event_at_end(words: str) -> str:
    """ "Khắc phục hậu quả | sau khi bão tan"."""
    for match in phrases_of("events").finditer(words):
        event = words[match.start() :]
        if is_condition(event):
            return event
    return ""


@cache
def _label() -> regex.Pattern[str]:
    """ "Bước 1.", "Giai đoạn II:", "Đợt 1 ", "Giai đoạn chuẩn bị"."""
    phases = alternation("phases")
    numbers = alternation("phase_numbers")
    return compile_regex(
        rf"""
        (?:{phases}) \s+ (?:thứ\s+)?
        (?: \d{{1,2}} (?! \d | \s* (?: / | [-–]\s*\d | giờ | ngày | tuần | tháng | năm ) )
          | [IVX]+\b | (?:{numbers})\b )
        \s* [.:,–-]? \s*
        """,
        regex.IGNORECASE | regex.VERBOSE,
    )


@cache
def _label_in_words() -> regex.Pattern[str]:
    """ "Bước | lập danh sách (trước 28/8): …": a phase told by what is done in it, its time in
    brackets."""
    return compile_regex(
        rf"(?:{alternation('phases')})\s+(?=\p{{Ll}}[^():;.]{{2,38}}\([^()]*\d[^()]*\)\s*:)",
        regex.IGNORECASE,
    )


@cache
def _counted() -> regex.Pattern[str]:
    """A phase counted from an event: "Giai đoạn 0-48 giờ", "Từ 24 giờ đến 06 giờ …"."""
    return compile_regex(
        r"""
        (?: giai\ đoạn \s+ )? (?: (?:trong|từ|sau|trước|chậm\ nhất|muộn\ nhất) \s+ )?
        \d{1,3} (?: \s* (?:giờ|ngày|tuần) )? (?: \s* (?:[-–]|đến) \s* \d{1,3} )?
        \s* (?:giờ|ngày|tuần) (?!\p{L})
        (?: \s+ (?:đầu|tiếp\ theo|cuối) )?
        """,
        regex.IGNORECASE | regex.VERBOSE,
    )
