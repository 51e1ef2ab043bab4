"""A paragraph in which one body is given several works, each with its own day: "Công an xã lập danh
sách trước ngày 15/11/2031. Niêm yết tại trụ sở chậm nhất ngày 30/11/2031." A task has one deadline;
read as one, the paragraph would lose all days but one."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

import regex

from kehoach.normalize.text import capitalised
from kehoach.parsers.items.asides.opinions import only_judges
from kehoach.parsers.items.bodies.conditions import clauses_behind_condition, without_condition
from kehoach.parsers.items.bodies.further_owners import owners_said
from kehoach.parsers.items.bodies.sentence_owners import Owners, subject_of
from kehoach.parsers.items.drafts.drafts import Draft
from kehoach.parsers.items.duties.turned_to import body_asked, turned_to
from kehoach.parsers.items.ground.context import Context
from kehoach.parsers.items.times.joined_times import Stated
from kehoach.parsers.items.times.phases import dated_sentence, is_told
from kehoach.parsers.items.times.stated_deadlines import stated_in
from kehoach.parsers.items.words.beginnings import begins, begins_duty
from kehoach.parsers.items.words.sentence_breaks import works_in_turn
from kehoach.parsers.items.works.behind_days import (
    bids_passively,
    hands_in,
    is_case_of_thing,
    is_rest_of_work,
    lasts,
    lays_before,
    parted_behind_days,
    recurs,
)
from kehoach.parsers.items.works.draft_parts import is_block, part_of
from kehoach.parsers.items.works.timed_works import closes_with_event, completes_other, has_own_time
from kehoach.parsers.layout.fields import Field
from kehoach.parsers.words import behind_phrase, opens_with
from kehoach.patterns import compile_regex

KINDS = ("by", "within", "several", "recurring")
"""Times that close a work."""
LONGEST_WORK, NEAR_END = 1500, 300
"""Letters of a work up to which all of it is asked for its day, and of the end of a longer one."""


def each_with_its_day(drafts: Iterable[Draft], context: Context) -> Iterator[Draft]:
    """Drafts in order, those of one sentence after the other that each has its day parted; each
    part has the number and the section of the whole."""
    for draft in drafts:
        yield from _parts(draft, context)


def each_with_day_and_owner(drafts: Iterable[Draft], context: Context) -> Iterator[Draft]:
    """The same, where a part that names nobody is the work of those whom the first part of its
    draft names; who helps with it, it says itself."""
    for draft in drafts:
        first, *others = _parts(draft, context)
        yield first
        yield from (_owned_as(first, other, context=context) for other in others)


def _parts(draft: Draft, context: Context) -> list[Draft]:
    if not is_block(draft) or draft.inline:
        return [draft]
    works = works_by_day(draft.text, context)
    orders = [text for text in works if not only_judges(text)] if context.gives_orders else works
    if len(works) < 2 or not orders:
        return [draft]
    return [part_of(draft, text, context) for text in orders]  # "đồng ý …; | giao các thôn …"


def _owned_as(first: Draft, draft: Draft, context: Context) -> Draft:
    if any(one.role == "lead" for one in draft.inline):
        return draft
    own = _owners_of(draft, context)
    said = _owners_of(first, context)
    if own.lead or not said.lead:
        return draft
    fields = [Field("lead", "", said.lead)]
    fields += [Field("coordinating", "", own.coordinating)] if own.coordinating else []
    return replace(draft, inline=(*draft.inline, *fields))


def _owners_of(draft: Draft, context: Context) -> Owners:
    return owners_said(context.short_forms.written_out(draft.text), context.level)


def works_by_day(text: str, context: Context) -> list[str]:
    """The works of a text, parted behind the day of each; the text as it is where it tells fewer
    than two days, or where what follows a day only says when the work is reported.

    >>> works_by_day("Lập danh sách trước ngày 5/8/2031. Cấp thẻ trước ngày 9/9/2031.", Context())
    ['Lập danh sách trước ngày 5/8/2031.', 'Cấp thẻ trước ngày 9/9/2031.']
    >>> works_by_day("Rà soát hộ nghèo; báo cáo trước ngày 5/8/2031.", Context())
    ['Rà soát hộ nghèo; báo cáo trước ngày 5/8/2031.']
    >>> works_by_day("Phát quà trước 5/8/2031; báo cáo trước 9/8/2031.", Context())
    ['Phát quà trước 5/8/2031; báo cáo trước 9/8/2031.']
    >>> works_by_day("Phát quà trước 5/8/2031; báo cáo hằng tuần.", Context())
    ['Phát quà trước 5/8/2031;', 'báo cáo hằng tuần.']
    """
    works: list[str] = []
    is_parted = False
    for work in _whole_works(text, context):
        before = _near_end(works[-1]) if works else ""
        has_own = bool(works) and has_own_time(work, before, context)
        is_parted = is_parted or has_own
        if works and not (has_own or _is_apart(before, work, context=context)):
            works[-1] += f" {work}"
        else:
            works.append(work)
    days = [_times_in(work, context) for work in works]
    hands_over = context.gives_orders and any(map(hands_in, works[1:]))
    is_parted = is_parted or len(set(filter(None, days))) > 1 or hands_over
    return works if is_parted and len(works) > 1 else [text]


def _near_end(work: str) -> str:
    """A work, or the last letters of one that is too long to be read anew for each clause behind
    it."""
    return work if len(work) <= LONGEST_WORK else work[-NEAR_END:]


def _whole_works(text: str, context: Context) -> Iterator[str]:
    """The clauses of a text, each with those behind it that only say more of it ("…; hoàn thành
    trước ngày 5/8")."""
    parts: list[str] = []
    for clause in works_in_turn(text):
        # A plan tells the times of one work so ("phát động trong tháng 3, tổng kết trong tháng 6").
        own, *further = parted_behind_days(clause, context) if context.gives_orders else [clause]
        is_bidden = bool(parts) and parts[-1].endswith(".") and bids_passively(own)
        if any(parts) and (is_bidden or _opens_work(own, context)):
            yield " ".join(parts).lstrip()
            parts = []
        parts.append(own)
        for part in further:
            yield " ".join(parts).lstrip()
            parts = [part]
    yield " ".join(parts).lstrip()


def _is_apart(before: str, work: str, context: Context) -> bool:
    """Does a work stand apart from that before it, which is closed by its day? A report on that
    does only where it comes again."""
    if hands_in(work):
        return context.gives_orders and _is_dated(work, context)
    if _reports(work):
        return _is_report_apart(before, work, context)
    if _is_dated(before, context):
        is_case = any(clauses_behind_condition(work))  # "Đối với hồ sơ chậm, phải xin lỗi."
        return _is_dated(work, context) or not is_case
    return before.endswith(".") and _is_dated(work, context)


def _is_report_apart(before: str, work: str, context: Context) -> bool:
    """Does a report come again behind a work that is done once, or is something else laid before
    somebody who decides on it?"""
    if not _is_dated(before, context):
        return False
    if context.gives_orders and lays_before(work, context):
        return True
    return not _reports(before) and recurs(work, context)


def _opens_work(clause: str, context: Context) -> bool:
    """Does a clause say what is done: at once, behind a time or a condition, or behind who does
    it?"""
    words = capitalised(_without_joining(clause))
    written = context.short_forms.written_out(words)
    if _asks_at_last(written, context):
        return True
    if hands_in(words) or is_rest_of_work(words):
        return True
    if context.gives_orders and completes_other(words, context):
        return True
    if begins(words, "ends_of_work", "aims") is not None or is_told(words):
        return False
    if begins_duty(words) or begins(words, "ways_of_reporting") is not None:
        return True
    if dated_sentence(words, context) is not None or begins_duty(without_condition(words)):
        return True
    if body_asked(written, context):
        return True
    is_case = is_case_of_thing(words) or begins(words, "apart_openings") is not None
    if context.gives_orders and is_case and _is_dated(words, context):
        return True  # "riêng Nghị định về xử phạt trình trước ngày 15/6"
    if any(clauses_behind_condition(words)):
        return bool(owners_said(written, context.level).lead)
    _, does = subject_of(written, context.level)
    return begins_duty(does) and begins(does, "answering_for") is None


def _asks_at_last(sentence: str, context: Context) -> bool:
    """ "Trên đây là …, đề nghị | các phòng | báo cáo trước ngày 5/8." closes the paper."""
    is_last = opens_with(sentence, "farewell_openings") is not None
    return is_last and bool(turned_to(sentence, context))


def _reports(clause: str) -> bool:
    """Does a clause only say how a work is told of ("báo cáo kết quả …")?"""
    return begins(_without_joining(clause), "ways_of_reporting") is not None


def _without_joining(clause: str) -> str:
    """A clause without the word by which it goes on with the one before ("đồng thời | cấp
    thẻ")."""
    joining = begins(clause, "further_work_openings")
    return behind_phrase(clause, joining).lstrip(" ,:") if joining else clause


def _is_dated(words: str, context: Context) -> bool:
    return bool(_days_in(words, context))


def _days_in(words: str, context: Context) -> tuple[str, ...]:
    """By when, or in how many days from something ("chậm nhất 05 ngày sau …"), a work is done, as
    its words say it."""
    return tuple(stated.phrase for stated in stated_in(words, context) if _closes_work(stated))


def _times_in(words: str, context: Context) -> tuple[str, ...]:
    """The same, and in a paper of orders as long as what a work goes on with ("trực trạm bơm suốt
    thời gian lấy nước")."""
    stated = stated_in(words, context) if context.gives_orders else ()
    lasting = [one.phrase for one in stated if lasts(one, words)]
    if context.gives_orders and closes_with_event(words, context):
        lasting.append(words)
    return tuple(dict.fromkeys([*_days_in(words, context), *lasting]))


def _closes_work(stated: Stated) -> bool:
    is_counted = stated.value.kind == "conditional" and _DAYS.search(stated.phrase) is not None
    is_ahead = _AHEAD.match(stated.phrase) is not None
    return stated.value.kind in KINDS or (is_counted and not is_ahead)


_DAYS = compile_regex(r"\d+\s+(?!giờ|phút)\p{L}", regex.IGNORECASE)
"""So many days or months; hours say how fast each case is settled ("trong 24 giờ kể từ khi …")."""
_AHEAD = compile_regex(r"trước\s+\d+\s\p{Ll}+$", regex.IGNORECASE)
"""So long before the work that is told next ("gửi giấy mời | trước 03 ngày")."""
