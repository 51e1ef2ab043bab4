"""Where within a sentence a further work of the same body begins: behind the day of the one before
it ("phê duyệt trước ngày 25/5, | chi trả xong trước ngày 05/6", "… và | cấm biển từ ngày 22/9"),
with what is left of it ("các nhóm còn lại hoàn thành …"), with what is handed in, or as a thing
that must be done."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache

import regex

from kehoach.parsers.items.ground.context import Context
from kehoach.parsers.items.times.joined_times import Stated
from kehoach.parsers.items.times.stated_deadlines import stated_in
from kehoach.parsers.items.times.stated_words import phrases_of
from kehoach.parsers.items.words.beginnings import begins, begins_duty
from kehoach.parsers.items.works.timed_works import closes_with_event, comes_again, completes_other
from kehoach.parsers.words import alternation
from kehoach.patterns import compile_regex, found_before, is_in_brackets

KINDS = ("by", "within", "several")
"""Times of works that are done once."""
MOST_WORDS_OF_REST, MOST_WORDS_OF_THING = 6, 12
"""Of what is left of a work; of the things that are handed in, or must be done."""
REACH = 400
"""Letters before and behind a joint that are asked: in a long sentence of many works no joint reads
all of it anew."""
FEWEST_WORDS_OF_MATTER = 2
"""Of what somebody decides on: "phê duyệt | ngay" names nothing."""


def parted_behind_days(clause: str, context: Context) -> list[str]:
    """The works of one clause, parted behind the day of each.

    >>> parted_behind_days("Duyệt giá trước ngày 5/8/2031, chi trả trước ngày 9/8/2031.", Context())
    ['Duyệt giá trước ngày 5/8/2031,', 'chi trả trước ngày 9/8/2031.']
    >>> parted_behind_days("Thu gom rác từ ngày 5/8/2031, xong trước ngày 9/8/2031.", Context())
    ['Thu gom rác từ ngày 5/8/2031, xong trước ngày 9/8/2031.']
    >>> parted_behind_days("Đếm trâu đến hết ngày 5/8/2031, niêm yết trước 9/8/2031.", Context())
    ['Đếm trâu đến hết ngày 5/8/2031, niêm yết trước 9/8/2031.']
    """
    works: list[str] = []
    begin = 0
    for joint in _joint().finditer(clause):
        if is_in_brackets(clause, joint.start()):
            continue
        before = clause[max(begin, joint.start() - REACH) : joint.start()]
        behind = clause[joint.end() : joint.end() + REACH]
        if _is_further(before, behind, joint[0], context=context):
            works.append(clause[begin : joint.start()] + joint[0].partition(",")[1])
            begin = joint.end()
    return [*works, clause[begin:]]


@cache
def _joint() -> regex.Pattern[str]:
    """A comma behind a figure or a remark, "và", or a comma before what comes again; the "và"
    belongs to neither work."""
    rhythms = alternation("openings_of_rhythms")
    return compile_regex(
        r"(?<=[\d)]),\s+(?:và\s+)?(?=\p{Ll})|(?<=[\p{L}\d)])\s+và\s+(?=\p{Ll})"
        rf"|(?<=\p{{L}}),\s+(?:và\s+(?=\p{{Ll}})|(?=(?:{rhythms})\s))"
    )


def _is_further(before: str, behind: str, joint: str, *, context: Context) -> bool:
    """Do words behind a joint say a further work? What comes again needs no time before it."""
    is_joined = "và" in joint
    if joint.startswith(",") and comes_again(behind, context):
        return is_joined or begins(behind, "openings_of_rhythms") is not None
    if not _begins_further(behind, context):
        return False
    is_closed = _ends_with_day(before, context)
    is_closed = is_closed or (is_joined and closes_with_event(before, context))
    return is_closed and _is_due(behind, context, is_joined=is_joined)


_REMARK = compile_regex(r"\s*\([^()]*\)$")


def _begins_further(words: str, context: Context) -> bool:
    """Do words say what is done next, and not how it ends, is told or reported? A report that comes
    again is a work of its own."""
    if is_rest_of_work(words) or completes_other(words, context):
        return True
    if begins(words, "ends_of_work", "aims", "ways_of_telling") is not None:
        return False
    if begins(words, "ways_of_reporting") is not None:
        return recurs(words, context)
    return begins_duty(words) or _DONE.match(words) is not None


_DONE = compile_regex(r"(?:[^\s;.:()]+\s){1,8}xong\s(?=trước\s|trong\s|vào\s|chậm\s|ngày\s)")
"""Only what is done is "xong": "tuyển, điều động | xong | trước ngày 25/8"."""


def recurs(words: str, context: Context) -> bool:
    """Is something due again and again, or on each of several days ("các ngày 28/01 và 02/02")?"""
    return any(_recurs(one) for one in stated_in(words, context))


def _recurs(stated: Stated) -> bool:
    is_on_days = stated.value.kind == "several" and phrases_of("several_days").search(stated.phrase)
    return stated.value.kind == "recurring" or bool(is_on_days)


def _ends_with_day(words: str, context: Context) -> bool:
    """Do words end with the day of a work? "Lễ kết nạp ngày 26/3" names an event, "tính đến hết
    ngày 31/10" up to when a thing is counted."""
    words = _REMARK.sub("", words)
    return any(
        words.endswith(stated.phrase) and _is_own(stated)
        for stated in stated_in(words, context)[-1:]
    )


def _is_due(words: str, context: Context, *, is_joined: bool) -> bool:
    """Do words say by when, and not only when it is reported? Behind "và", which joins works and
    not their steps, as long as something lasts or from when it holds are such times, too."""
    stated = [one for one in stated_in(words, context) if not is_in_brackets(words, one.begin)]
    is_again = begins(words, "ways_of_reporting") is not None  # see `_begins_further`
    is_again = is_again or comes_again(words, context)
    if is_again or any(_is_own(one) or _IN.search(words, 0, _behind_link(one)) for one in stated):
        return True
    return is_joined and any(lasts(one, words) for one in stated)


_IN = compile_regex(r"(?<!\p{L})vào\s+$", regex.IGNORECASE)
"""Before a time that is that of a work ("tổ chức đêm văn nghệ vào | tối ngày 30/4")."""


def _behind_link(stated: Stated) -> int:
    """Where a time begins behind the "vào" with which it is told."""
    link = _LINK.match(stated.phrase)
    return stated.begin + (link.end() if link is not None else 0)


_LINK = compile_regex(r"vào\s+", regex.IGNORECASE)


def lasts(stated: Stated, words: str) -> bool:
    """ "trực trạm bơm | suốt thời gian lấy nước", "cấm biển từ | 12 giờ ngày 22/9", "tựu
    trường vào | ngày 25/8"."""
    if stated.value.kind == "conditional":
        if any(map(str.isdigit, stated.phrase)):
            return False  # "trong thời gian không quá 24 giờ"
        return phrases_of("lasting_spells", "spells").match(stated.phrase) is not None
    return (
        stated.value.kind in KINDS
        and found_before(_OPENED, words, _behind_link(stated)) is not None
    )


_OPENED = compile_regex(
    r"(?<!\p{L})(?:vào|(?:từ|kể từ)\s+\d{1,2}\s*(?:giờ|h)(?:\s*\d{1,2})?(?:\s+phút)?)\s+$",
    regex.IGNORECASE,
)
"""What of a time stands before the words that are read as such."""


def _is_own(stated: Stated) -> bool:
    """Is a time that of a work, and not of an event?"""
    is_day = stated.value.kind in KINDS
    return is_day and begins(stated.phrase, "openings_of_own_days") is not None


def is_rest_of_work(words: str) -> bool:
    """ "các nhóm còn lại hoàn thành trước …": what is left of the work before?

    >>> is_rest_of_work("các nhóm còn lại hoàn thành trước ngày 15/11.")
    True
    >>> is_rest_of_work("các xã còn lại gửi báo cáo.")
    False
    """
    return _rest_of_work().match(words) is not None


@cache
def _rest_of_work() -> regex.Pattern[str]:
    rests, ends = alternation("rests_of_work"), alternation("ends_of_rests")
    return compile_regex(
        rf"(?:[^\s,;.:]+\s){{1,{MOST_WORDS_OF_REST}}}(?:{rests})\s(?:{ends})(?!\p{{L}})",
        regex.IGNORECASE,
    )


def hands_in(words: str) -> bool:
    """ "danh sách, số điện thoại gửi về Sở Y tế trước …": a thing that is handed in somewhere?

    >>> hands_in("danh sách, số điện thoại gửi về Sở Y tế."), hands_in("gửi danh sách về Sở.")
    (True, False)
    """
    if begins(words, "things_handed_in") is None:
        return False
    return _handing_in().match(words) is not None


@cache
def _handing_in() -> regex.Pattern[str]:
    verbs = alternation("verbs_of_handing_in")
    return compile_regex(
        rf"(?:[^\s;.:]+\s){{1,{MOST_WORDS_OF_THING}}}(?:{verbs})(?!\p{{L}})", regex.IGNORECASE
    )


def bids_passively(sentence: str) -> bool:
    """ "Từ ngày 01/4, việc chấm công phải được thực hiện bằng máy.": a thing that must be done?

    >>> bids_passively("Sổ hộ tịch phải được quét xong."), bids_passively("Phải được dân tin.")
    (True, False)
    """
    return any(_bids_passively().match(part) for part in _behind_time(sentence))


def _behind_time(sentence: str) -> Iterator[str]:
    yield sentence
    time, comma, behind = sentence.partition(", ")
    if comma and begins(time, "time_openings") is not None:
        yield behind


@cache
def _bids_passively() -> regex.Pattern[str]:
    verbs = alternation("passive_bids")
    return compile_regex(
        rf"(?:[^\s;.:]+\s){{1,{MOST_WORDS_OF_THING}}}(?:{verbs})\s\p{{L}}", regex.IGNORECASE
    )


def is_case_of_thing(words: str) -> bool:
    """ "công trình nào dưới 30% | phải giải trình …": what must be done with each thing or by each
    body of which something is so?

    >>> is_case_of_thing("hộ nào chưa ký thì lập biên bản."), is_case_of_thing("hộ nào chưa ký.")
    (True, False)
    """
    case = _case_of_thing().match(words)
    does = words[case.end() :] if case is not None else ""
    return begins_duty(does) and begins(does, "ways_of_reporting") is None


@cache
def _case_of_thing() -> regex.Pattern[str]:
    things, bids = alternation("words_of_cases"), alternation("bids_in_cases")
    return compile_regex(
        rf"(?:[^\s,;.:]+\s){{1,{MOST_WORDS_OF_REST}}}(?:{things})\s"
        rf"(?:[^\s;.:]+\s){{1,{MOST_WORDS_OF_THING}}}?(?:{bids})\s(?=\p{{L}})",
        regex.IGNORECASE,
    )


def lays_before(words: str, context: Context) -> bool:
    """ "trình UBND tỉnh | phê duyệt | giá đất trước ngày 15/7": is a thing named that is laid
    before those who decide on it, and by when? "Trình UBND tỉnh phê duyệt trước ngày 15/7" hands
    in what the work before it made."""
    laid = _lays_before().match(words)
    stated = [one for one in stated_in(words, context) if _is_own(one)]
    if laid is None or not stated:
        return False
    matter = words[laid.end() : stated[0].begin]
    if phrases_of("places_behind").match(matter):
        return False  # "thông qua | tại kỳ họp …"
    return len(matter.split()) >= FEWEST_WORDS_OF_MATTER


@cache
def _lays_before() -> regex.Pattern[str]:
    laying, deciding = alternation("verbs_of_laying"), alternation("verbs_of_deciding")
    return compile_regex(
        rf"(?:{laying})\s(?:[^\s,;.:]+\s){{1,{MOST_WORDS_OF_REST}}}"
        rf"(?:(?:{deciding})(?:,\s|\s))+(?=\p{{L}})",
        regex.IGNORECASE,
    )
