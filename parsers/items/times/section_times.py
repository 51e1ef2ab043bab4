"""The time that a paper tells in a section or a point of its own, beside those that say what is
done: "1. Nội dung: …" / "2. Thời gian: Từ ngày 03/6 đến ngày 30/6/2031", "III. THỜI GIAN THỰC
HIỆN"."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from datetime import timedelta

import regex

from kehoach.ingest.model import Span
from kehoach.normalize.text import strip_diacritics
from kehoach.normalize.times.deadline import DeadlineValue, parse_deadline
from kehoach.normalize.times.period import A_YEAR
from kehoach.parsers.items.ground.context import Context, TimeTold
from kehoach.parsers.items.times.labelled_times import BRACKET, out_of_brackets
from kehoach.parsers.items.times.plan_times import is_before_plan, is_period_of_plan
from kehoach.parsers.items.times.stated_deadlines import stated_in
from kehoach.parsers.items.times.stated_words import (
    ends_with_finishing,
    openings,
    phrase_in,
    phrases_of,
)
from kehoach.parsers.items.words.sentence_breaks import clauses_in
from kehoach.parsers.layout.fields import read_field, role_of
from kehoach.parsers.layout.outline import Leaf, Node
from kehoach.parsers.words import contains, opens_with, phrases, phrases_by
from kehoach.patterns import compile_regex

_PARTS_OF_TITLE = compile_regex(r"\s*[,;&/]\s*|\s+và\s+|\s+[-–]\s+", regex.IGNORECASE)
OF_SECTION = ("by", "within", "recurring", "continuous", "several")
"""The kinds of times that hold for all that stands in a section."""
_SHORT = timedelta(days=120)
"""A time no longer is a term, also where the title of the plan tells it."""
_EDGES = " .:;"
_Told = tuple[tuple[Span, ...], DeadlineValue]


def time_beside(section: Node, context: Context) -> tuple[Node, DeadlineValue] | None:
    """The one time that is told beside a section which says what is done, its words as `raw`; the
    section stands where they do. None where there is none, or more than one."""
    if section.parent is None:
        return None
    if phrases_of("work_of_a_day").match(section.title):
        return _only_one(list(_hours_beside(section, context)), section)
    if not names_work(section.title):
        return None
    told = [
        (one.spans, one.value)
        for one in _table("beside", section.parent, context=context, tell=_told_beside)
        if one.teller is not section and _is_beside(one.teller, section)
    ]
    return _only_one(told, section)


def _hours_beside(section: Node, context: Context) -> Iterator[_Told]:
    """ "1. Thời gian: 14 giờ ngày 28/8." / "2. Phân công lao động": the work is all that the paper
    is on, and no preparation of an event; its time may tell the hour."""
    for child in _tellers(section.parent) if section.parent is not None else ():
        if child is section or not _is_beside(child, section):
            continue
        labelled = read_field(_words_of(child))
        if labelled is None or labelled.role != "deadline" or not labelled.value:
            continue
        raw = next(clauses_in(labelled.value)).strip(_EDGES)
        value = parse_deadline(raw, context.period)
        if value is not None and value.kind in OF_SECTION and value.end is not None:
            yield child.spans, replace(value, raw=raw)


def _table(
    kind: str,
    section: Node,
    *,
    context: Context,
    tell: Callable[[Node, Context], Iterator[TimeTold]],
) -> list[TimeTold]:
    """What stands under a section and tells a time. A section is gone through once for all tasks:
    there may be thousands."""
    known = context.told_times.get((kind, id(section)))
    if known is None:
        known = section, list(tell(section, context))
        context.told_times[kind, id(section)] = known
    return known[1]


def _told_beside(parent: Node, context: Context) -> Iterator[TimeTold]:
    for child in _tellers(parent):
        for spans, value in _told(child, context):
            yield TimeTold(child, child, spans=spans, value=value)


def _tellers(section: Node) -> Iterator[Leaf | Node]:
    return (child for child in section.children if isinstance(child, Leaf | Node))


def _only_one(told: Sequence[_Told], section: Node) -> tuple[Node, DeadlineValue] | None:
    """The time that all of what is told says, the section where its words are; None where they say
    none, or not the same."""
    values = {(value.kind, value.start, value.end, value.recurrence) for _, value in told}
    if len(values) != 1:
        return None
    spans, value = told[0]
    return replace(section, spans=spans), value


def time_under(section: Node, context: Context) -> tuple[Node, DeadlineValue] | None:
    """The time in the labelled lines that stand right under a heading, before what is to be done
    ("1. Tuyên truyền" / "Thời gian thực hiện: Quý I/2031" / "- Viết tin bài."); the section stands
    where the label does. None where there is none."""
    for child in section.children:
        if not isinstance(child, Leaf):
            return None
        labelled = read_field(child.text)
        if labelled is None or labelled.role in _WORK:
            return None
        if labelled.role == "deadline" and not is_of_all_work(labelled.label):
            continue
        for spans, value in _labelled(child, context):
            return replace(section, spans=spans), value
    return None


def time_of_plan(section: Node, context: Context) -> tuple[Node, DeadlineValue] | None:
    """The one time that a paper tells in a chapter or a numbered point of its own, apart from those
    over `section` ("II. ĐỐI TƯỢNG, THỜI GIAN" / "2. Thời gian thực hiện: Từ nay đến 31/12"): that
    of all its work. None where there is none, or more than one."""
    over = list(section.titled_ancestors())
    root = over[-1].parent if over else None
    if root is None:
        return _only_one(told_of_head(context), section)
    told = _table("chapters", root, context=context, tell=_told_of_chapters)
    for above in over[1:]:
        told = [*told, *_table("points", above, context=context, tell=_told_of_points)]
    elsewhere = [
        (one.spans, one.value)
        for one in told
        if not any(one.teller is above or one.chapter is above for above in over)
    ]
    return _only_one(elsewhere or told_of_head(context), section)


def told_of_head(context: Context) -> list[_Told]:
    """The times that labels in the head of a paper tell for all its work ("Hạn hoàn thành: chậm
    nhất 17/6" over the first chapter, or in brackets behind the title)."""
    title, *paragraphs = context.head or ("",)
    told: list[_Told] = []
    brackets = [bracket[1] for bracket in BRACKET.finditer(title)]
    for words in brackets:  # "(hoàn thành trước ngày 17/6/2031)"
        if phrases_of("finishing").match(words):
            told.extend(_time(words, (), context=context))
    for text in (*brackets, *paragraphs):
        labelled = read_field(out_of_brackets(text))
        if labelled is None or labelled.role != "deadline" or not labelled.value:
            continue
        if is_of_all_work(labelled.label):
            told.extend(_time(labelled.value, (), context=context))
    return told or _told_of_opening(paragraphs[-1:], context)


def _told_of_opening(last: Sequence[str], context: Context) -> list[_Told]:
    """The term in the sentence that opens the body ("… thực hiện các nội dung sau, hoàn thành |
    trước ngày 30/6 | :")."""
    told: list[_Told] = []
    for text in last:
        stated = [one for one in stated_in(text, context) if not one.is_report]
        is_term = len(stated) == 1 and ends_with_finishing().search(text[: stated[0].begin])
        if text.endswith(":") and is_term and _is_term(stated[0].value, text, context=context):
            told.append(((), replace(stated[0].value, raw=stated[0].phrase)))
    return told


def is_of_all_work(label: str) -> bool:
    """Does a label tell when works are done, and not when a report is due, an event is held, or
    something is paid ("Thời hạn gửi báo cáo", "Thời gian nghỉ lễ")?"""
    if phrase_in("reporting", label) or phrase_in("held", label):
        return False
    plain = strip_diacritics(label.strip(_EDGES))
    is_known = plain in phrases_by("words.yaml", "fields")["deadline"]
    return is_known or not _names_other_time(label)  # "Thực hiện trong quý III" is no "Thời gian …"


def _told_of_chapters(root: Node, context: Context) -> Iterator[TimeTold]:
    """What chapters that are none of work, and the points right under them, say of the time."""
    for chapter in root.nodes():
        if not _is_of_work(chapter):
            for spans, value in _told_of_work(chapter, context):
                yield TimeTold(chapter, chapter, spans=spans, value=value)
            for one in _table("points", chapter, context=context, tell=_told_of_points):
                yield replace(one, chapter=chapter)


def _told_of_points(section: Node, context: Context) -> Iterator[TimeTold]:
    for child in _tellers(section):
        if isinstance(child, Node) or child.kind == "item":
            for spans, value in _told_of_work(child, context):
                yield TimeTold(child, child, spans=spans, value=value)


def _told_of_work(child: Leaf | Node, context: Context) -> Iterator[_Told]:
    """The time of a point or a section that is about when the work is done, and nothing else: the
    words themselves, or the only time in their sentence ("Đợt thi đua được triển khai từ … đến
    …")."""
    title, _, text = _words_of(child).partition(":")
    if not names_time_of_work(title.removeprefix(child.number or "")):
        return
    spans = child.spans
    if not text.strip(_EDGES):
        below = child.leaves() if isinstance(child, Node) else []
        if not below or _tells_steps([leaf.text for leaf in below], context):
            return
        text, spans = below[0].text, below[0].spans
    told = list(_time(text, spans, context=context))
    yield from told or _stated(text, spans, context=context)


def _tells_steps(lines: Sequence[str], context: Context) -> bool:
    """Does a chapter on the time say what is done when ("- Từ 01/02 đến 15/02: | rà soát.",
    "- Tháng 12/2031: | Tổng kết.")? No step's time is that of all the work."""
    for line in lines:
        time, colon, act = line.partition(":")
        value = parse_deadline(time.strip(_EDGES), context.period) if colon else None
        if value is not None and value.is_alone and act.strip(_EDGES):
            return True
    return False


def _words_of(point: Leaf | Node) -> str:
    return point.text if isinstance(point, Leaf) else point.title


def names_time_of_work(title: str) -> bool:
    """Is a label, or a heading, about when the work is done ("Thời gian thực hiện")?"""
    plain = strip_diacritics(title.strip(_EDGES + ")"))
    if plain in phrases("times_of_work"):
        return True
    return opens_with(plain, "openings_of_times_of_work") is not None


def _names_other_time(title: str) -> bool:
    """Does a label name the time of a thing that is no work ("Thời gian hỗ trợ")?"""
    plain = strip_diacritics(title.strip(_EDGES))
    return opens_with(plain, "times_of_work") is not None and not names_time_of_work(title)


def _stated(text: str, spans: tuple[Span, ...], context: Context) -> Iterator[_Told]:
    """The only time that a sentence states; that of an event, with its hour, is none."""
    sentence = next(clauses_in(text))
    if _tells_hour(sentence):
        return
    stated = [one for one in stated_in(sentence, context) if not one.is_report]
    if len(stated) > 1:
        stated = [one for one in stated if one.value.kind != "conditional"]
    if len(stated) == 1 and _is_term(stated[0].value, stated[0].phrase, context=context):
        yield spans, replace(stated[0].value, raw=stated[0].phrase)


def _is_of_work(chapter: Node) -> bool:
    return contains(chapter.title, "task_headings") is not None


_WORK = ("activity", "objective")


def names_work(title: str) -> bool:
    """Does a heading only say that what stands under it is the work ("Nội dung, biện pháp")?"""
    plain = strip_diacritics(title).rstrip(_EDGES)
    return plain in phrases("titles_of_work") or opens_with(title, "openings_of_work") is not None


def _told(child: Leaf | Node, context: Context) -> Iterator[_Told]:
    """What a point or a section beside the work says of the time."""
    yield from _labelled(child, context)
    if isinstance(child, Node):
        parts = _PARTS_OF_TITLE.split(child.title.strip(_EDGES))
        if not any(role_of(strip_diacritics(part)) == "deadline" for part in parts):
            return
        for inner in child.children:
            if not isinstance(inner, Leaf | Node):
                continue
            label, _, _ = _words_of(inner).partition(":")
            if not _names_other_time(label.removeprefix(inner.number or "")):
                yield from _labelled(inner, context)
        if len(parts) == 1 and len(child.children) == 1 and child.leaves():
            only = child.leaves()[0]
            yield from _time(only.text, only.spans, context=context)
            yield from _told_elsewhere(only, context)


def _told_elsewhere(leaf: Leaf, context: Context) -> Iterator[_Told]:
    """ "Thực hiện | theo lộ trình tại phần II của Kế hoạch này.": a time that another part of the
    paper tells."""
    sent = phrases_of("told_elsewhere").search(leaf.text)
    if sent is None or not phrase_in("parts_of_paper", leaf.text[sent.end() :]):
        return
    raw = leaf.text[sent.start() :].strip(_EDGES)
    value = parse_deadline(raw, context.period)
    if value is not None and value.kind == "conditional":
        yield leaf.spans, replace(value, raw=raw)


def _is_beside(child: Leaf | Node, section: Node) -> bool:
    """Do both stand in one row of numbers or letters? A bullet is about the point over it."""
    if isinstance(child, Leaf) and child.kind != "item":
        return False
    if not child.number or not section.number:
        return child.number == section.number
    return child.number.isdecimal() == section.number.isdecimal()


def _labelled(point: Leaf | Node, context: Context) -> Iterator[_Told]:
    """ "2. Thời gian: Từ ngày 05/9/2031. Mỗi tuần ở một ấp.": the sentence behind the label."""
    labelled = read_field(_words_of(point))
    if labelled is not None and labelled.role == "deadline" and labelled.value:
        yield from _time(labelled.value, point.spans, context=context)


def _time(text: str, spans: tuple[Span, ...], context: Context) -> Iterator[_Told]:
    """A sentence that is a time with days; that of the whole plan, and one before it, is none."""
    raw = next(clauses_in(text)).strip(" :;")
    value = parse_deadline(raw, context.period)
    if value is None or (not value.is_alone and openings().match(raw) is None):
        return  # "Ngày bầu cử được ấn định vào ngày 14/9": a sentence on another matter
    if _is_term(value, raw, context=context):
        yield spans, replace(value, raw=raw)


def _is_term(value: DeadlineValue, raw: str, context: Context) -> bool:
    """Is it a time with days that is neither that of the whole plan nor one before it?"""
    if value.kind not in OF_SECTION or is_before_plan(value, context):
        return False
    told = (value, *value.parts)
    if not value.since_issue and not any(one.has_days or one.recurrence for one in told):
        return False
    if value.kind != "recurring" and _tells_hour(raw):
        return False
    start, end = value.start, value.end
    if start is not None and end is not None and end - start > A_YEAR:
        return False  # that of several plans
    if value.kind == "continuous":
        return True  # "thường xuyên, liên tục trong năm 2031" says more than the year
    is_short = start is not None and end is not None and end - start <= _SHORT
    return is_short or not is_period_of_plan(value, context)


def _tells_hour(text: str) -> bool:
    """Does a time say at which hour, or in which part of the day, an event is held?"""
    return phrase_in("clock_units", text) or phrase_in("halves_of_events", text)
