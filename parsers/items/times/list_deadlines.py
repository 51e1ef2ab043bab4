"""The time that a heading gives to all that stands under it, or a sentence to a whole list."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import cache

import regex

from kehoach.normalize.times.deadline import DeadlineValue, parse_deadline
from kehoach.normalize.times.documents import without_documents
from kehoach.normalize.times.timespan import plain
from kehoach.parsers.items.bodies.sentence_owners import subject_of
from kehoach.parsers.items.ground.calls_for_works import calls_for_works_below
from kehoach.parsers.items.ground.context import Context
from kehoach.parsers.items.times.joined_times import Stated
from kehoach.parsers.items.times.labelled_times import BRACKET, labelled_time
from kehoach.parsers.items.times.masked_times import without_years_of_plans
from kehoach.parsers.items.times.plan_times import is_of_plan_or_before
from kehoach.parsers.items.times.section_times import (
    OF_SECTION,
    is_of_all_work,
    time_beside,
    time_of_plan,
    time_under,
)
from kehoach.parsers.items.times.spoken_labels import time_on_the_way
from kehoach.parsers.items.times.stated_deadlines import (
    stated_in,
    weight,
)
from kehoach.parsers.items.times.stated_words import (
    heading_openings,
    openings,
    phrase_in,
    phrases_of,
)
from kehoach.parsers.items.times.times_of_things import measures_thing, names_thing
from kehoach.parsers.items.words.beginnings import begins_duty
from kehoach.parsers.layout.fields import read_field
from kehoach.parsers.layout.outline import Leaf, Node
from kehoach.parsers.words import alternation, contains
from kehoach.patterns import REACH, compile_regex

_EDGES = " ,;:.–-"
MAX_BEFORE_TIME = 16
"""Letters of the verb before the time of a heading ("hoàn thành xong | trong quý III")."""
MAX_WORDS_OF_EVENT = 20
"""Of such a span at the end of a heading."""
MAX_WORDS_OF_SPAN = 12
"""Of a span that ends with an event."""


def deadline_of_section(node: Node, context: Context) -> tuple[Node, DeadlineValue] | None:
    """The nearest heading over a task that gives a time ("1. Quý I năm 2026", "2. Giai đoạn 2 (từ
    tháng 6 đến tháng 8): …"), and that time, `raw` its words in the heading."""
    known = context.section_times.get(id(node))
    if known is None:
        known = context.section_times[id(node)] = (node, _time_over(node, context))
    return known[1]


def _time_over(node: Node, context: Context) -> tuple[Node, DeadlineValue] | None:
    for section in node.titled_ancestors():
        stated = time_of_heading(section.title, context)
        if stated is not None:
            return section, replace(stated.value, raw=stated.phrase)
        beside = time_under(section, context) or time_beside(section, context)
        beside = beside or time_on_the_way(section, context)
        if beside is not None:
            return beside
        opening = _time_of_opening(section, context)
        if opening is not None:
            return opening
    return time_of_plan(node, context)


def _time_of_opening(section: Node, context: Context) -> tuple[Node, DeadlineValue] | None:
    """The span that the sentence right under a heading gives to the sections that it announces
    ("Việc bầu cử được thực hiện từ ngày 04/02 đến ngày 08/02, gồm các bước sau:"); the section
    stands where the sentence does."""
    first = section.children[0] if section.children else None
    if not isinstance(first, Leaf) or first.kind != "paragraph" or not section.nodes():
        return None
    announces = bool(contains(first.text, "list_openings")) or _opens_with_works(first.text)
    is_open = first.text.endswith(":") and announces
    if not is_open and not _speaks_of_below(first.text):
        return None
    stated = [one for one in stated_in(first.text, context) if not one.is_report]
    if len(stated) != 1 or is_of_plan_or_before(stated[0].value, context):
        return None
    value = stated[0].value
    if value.kind not in ("by", "within") or value.end is None:
        return None
    return replace(section, spans=first.spans), replace(value, raw=stated[0].phrase)


def time_of_heading(title: str, context: Context) -> Stated | None:
    """The time that a heading gives to all that stands under it, None when it gives none: the whole
    title, a part of it behind a colon or in brackets, or its last words. The plan's own year is
    none, nor is the time in the name of a programme."""
    whole = title.strip(_EDGES)
    numbered = _numbered_phase().match(whole)
    whole = whole[numbered.end() :] if numbered is not None else whole
    if measures_thing(whole):
        return None
    labelled = _labelled_time(whole, context)
    if labelled is not None:
        return replace(labelled, begin=title.find(labelled.phrase))
    tail = _behind_dash(whole, context)
    is_one = "(" not in whole and ":" not in whole and not tail
    value = parse_deadline(whole, context.period) if is_one else None
    if value is not None and value.confidence == 1.0 and value.kind in OF_SECTION:
        if is_of_plan_or_before(value, context):
            return None
        return Stated(whole, value, begin=title.find(whole))
    if phrase_in("programmes", title) or without_documents(title) != title:
        return None
    candidates = [bracket[1] for bracket in BRACKET.finditer(title)]
    candidates.extend([*title.split(":")[1:], *filter(None, (tail,))])
    for candidate in candidates:
        words = _without_tail(candidate).strip(_EDGES)
        words = words if "(" in words else words.rstrip(")")  # "(thời gian: Quý II)"
        stated = _open_span(words, title, context=context) or _whole_time(
            words, title, context=context
        )
        if stated is not None:
            return stated
    return _last_words(title, context) or _span_to_event(title, context)


@cache
def _numbered_phase() -> regex.Pattern[str]:
    """ "Bước 1. | Từ ngày 22/3 đến ngày 31/3": the number of a phase is no word of its time."""
    return compile_regex(
        rf"(?:{alternation('phases')})\s+(?:\d{{1,2}}|[IVX]+)\s*[.:]\s+", regex.IGNORECASE
    )


def _labelled_time(title: str, context: Context) -> Stated | None:
    """The time of a heading that is a label ("1. Thời hạn: | 30/4/2031")."""
    labelled = read_field(title)
    if labelled is None or labelled.role != "deadline" or not is_of_all_work(labelled.label):
        return None
    value = parse_deadline(labelled.value, context.period)
    if value is None or not value.is_alone or value.kind not in OF_SECTION:
        return None
    return None if is_of_plan_or_before(value, context) else Stated(labelled.value, value, begin=0)


def _behind_dash(title: str, context: Context) -> str:
    """What stands behind the last dash of a heading, the words before it no time: "Giám sát dịch
    bệnh - | Thực hiện hằng ngày"; "" where there is none."""
    *before, last = _DASH.split(title)
    head = parse_deadline(" ".join(before), context.period) if before else None
    return last if before and (head is None or head.kind is None) else ""


def _whole_time(words: str, title: str, context: Context) -> Stated | None:
    """Words of a heading that are a time and nothing else, a verb before it apart."""
    stated = [one for one in stated_in(words, context) if one.value.kind in OF_SECTION]
    if len(stated) != 1 or is_of_plan_or_before(stated[0].value, context):
        return None
    if not words.endswith(stated[0].phrase) or stated[0].begin > MAX_BEFORE_TIME:
        return None
    return Stated(stated[0].phrase, stated[0].value, begin=title.find(stated[0].phrase))


def _without_tail(words: str) -> str:
    """The time of a phase without what only announces its list."""
    tail = phrases_of("tails_of_phase").search(words.strip())
    return words.strip()[: tail.start()] if tail else words


def _open_span(words: str, title: str, context: Context) -> Stated | None:
    """A span one end of which is an event, or a day that has a name: "Từ ngày 01/6/2031 đến ngày
    tổng kết", "Từ tháng 01 đến ngày bầu cử 15/3/2031", "Sau ngày ra quân 15/5/2031"."""
    if len(words.split()) > MAX_WORDS_OF_SPAN:
        return None
    if openings().match(words) is None and phrases_of("openings_of_phase").match(words) is None:
        return None
    value = parse_deadline(words, context.period)
    if value is None or value.kind != "within" or value.start is None:
        return None
    if value.end is not None and (not words[-1:].isdigit() or is_of_plan_or_before(value, context)):
        return None
    return Stated(words, value, begin=title.find(words))


def _span_to_event(title: str, context: Context) -> Stated | None:
    """The span up to an event with which a heading ends ("Nội dung xuyên suốt | từ nay đến khi kết
    thúc cuộc bầu cử")."""
    match = phrases_of("spans_to_events").search(title)
    if match is None:
        return None
    words = title[match.start() :].rstrip(_EDGES)
    value = parse_deadline(words, context.period)
    if value is None or value.kind not in ("conditional", "within"):
        return None
    if len(words.split()) > MAX_WORDS_OF_EVENT:
        return None
    return Stated(words, value, begin=match.start())


def _last_words(title: str, context: Context) -> Stated | None:
    """The time with which a heading ends: "Nhiệm vụ trọng tâm quý III/2031"."""
    text = without_years_of_plans(title.rstrip(_EDGES + ")"))
    for match in heading_openings().finditer(text, max(0, len(text) - REACH)):
        words = text[match.start() :]
        value = parse_deadline(words, context.period)
        if value is None or not value.is_alone or value.kind not in OF_SECTION:
            continue
        if context.gives_orders and _is_bare(words):
            return None  # the orders of a meeting on the second half of the year
        before = plain(text[: match.start()]).split()[-2:]
        if names_thing(before) or is_of_plan_or_before(value, context) or _is_horizon(value, words):
            return None
        return Stated(words, value, begin=match.start())
    return None


def _is_bare(words: str) -> bool:
    """ "06 tháng cuối năm 2031", "Quý III/2031": a time with no word such as "trong" before it."""
    return words[:1].isdigit() or phrases_of("units_of_calendar").match(words) is not None


def _is_horizon(value: DeadlineValue, words: str) -> bool:
    """Is it how far a chapter looks ahead ("… từ nay đến năm 2035"), and no term of each task?"""
    numbers = _NUMBER.findall(words)
    is_term = value.kind == "by" or value.since_issue
    return is_term and len(numbers) == 1 and len(numbers[0]) == len("2035")


_NUMBER = compile_regex(r"\d+")
_DASH = compile_regex(r"\s+[-–—]\s+")


def time_of_list(text: str, context: Context) -> Stated | None:
    """The time that a sentence gives to a whole list, None when it gives none.

    Such sentences end with a colon and open with a time ("Trong tháng 6/2031:"), or say that the
    works under them are done then ("Các nhiệm vụ sau đây hoàn thành trước ngày 30/9"); or they
    say that they speak of the list above ("… hoàn thành các nhiệm vụ trên trước ngày 30/6/2031.").
    For readers of bodies: such a sentence is no task; each task of that list without a time of its
    own takes `phrase` as its deadline.
    """
    if _opens_list(text):
        stated = stated_in(text, context)
        if calls_for_works_below(text):
            return stated[0] if len(stated) == 1 else None
        if _speaks_of_below(text):
            return stated[0] if len(stated) == 1 else None
        opens = bool(stated) and stated[0].begin == 0
        return stated[0] if opens else _term_of_list_below(text, stated, context=context)
    if not phrase_in("whole_list", text) or _closes_own_works(text):
        return None
    labelled = labelled_time(text, context)
    if labelled is not None:
        value = parse_deadline(labelled, context.period)
        return Stated(labelled, value, begin=text.find(labelled)) if value else None
    stated = [one for one in stated_in(text, context) if not one.is_report]
    return max(stated, key=weight) if stated else None


def _closes_own_works(text: str) -> bool:
    """ "Công an xã kiểm tra nhà trọ; Trạm Y tế phun thuốc; | tất cả xong trước ngày 15/11.": does a
    sentence speak of the works that it has told itself, and of no list above it?"""
    spoken = phrases_of("whole_list").search(text)
    breaks = list(_CLAUSE.finditer(text, 0, spoken.start())) if spoken is not None else []
    if not breaks:
        return False
    before = text[: breaks[-1].start()]
    return begins_duty(before) or begins_duty(subject_of(before, None)[1])


_CLAUSE = compile_regex(r"[;,.]\s")


def _term_of_list_below(text: str, stated: Sequence[Stated], context: Context) -> Stated | None:
    """The only time of a sentence that announces works, its last words, a word such as "hoàn thành"
    in it, or the works its subject ("Các nhiệm vụ dưới đây thực hiện trong tháng 3:")."""
    says_when = phrase_in("list_below", text) and phrase_in("finishing", text)
    is_of_works = _opens_with_works(text)
    if len(stated) != 1 or not (says_when or is_of_works):
        return None
    term = stated[0]
    behind = text[term.begin + len(term.phrase) :].strip(_EDGES)
    is_last = not behind or phrases_of("list_below").match(behind) is not None
    is_term = term.value.kind in ("by", "within")
    is_told = is_of_works or not is_of_plan_or_before(term.value, context)
    return term if is_last and is_term and is_told else None


def deadline_of_list(node: Node, text: str, context: Context) -> DeadlineValue | None:
    """The time that a sentence beside a paragraph `text` of a section gives to its list
    (`time_of_list`), `raw` its words: the sentence with a colon that opens the list it stands in,
    or the sentence behind it that speaks of all above."""
    known = context.list_times.get(id(node))
    if known is None:
        known = context.list_times[id(node)] = (node, _times_of_lists(node, context))
    return known[1].get(text)


def _times_of_lists(node: Node, context: Context) -> dict[str, DeadlineValue | None]:
    """The times of the lists of a section by its paragraphs; of two with the same words the first
    counts. Each sentence is looked at once: sections may have thousands."""
    leaves = node.leaves()
    stated = [time_of_list(leaf.text, context) for leaf in leaves]
    above = _openers(leaves)
    times: dict[str, DeadlineValue | None] = {}
    below: Stated | None = None  # of the sentence behind that speaks of all above
    for index in range(len(leaves) - 1, -1, -1):
        opener = above[index]
        found = below or (stated[opener] if opener is not None else None)
        value = replace(found.value, raw=found.phrase) if found is not None else None
        times[leaves[index].text] = value
        if not _opens_list(leaves[index].text):
            below = stated[index] or below
    return times


def _openers(leaves: Sequence[Leaf]) -> list[int | None]:
    """For each paragraph which one above opens its list with a colon; None where a paragraph of an
    outer level, or nothing, stands over it."""
    found: list[int | None] = []
    outer: list[int] = []  # over the next one: openers, and ever deeper ones that may hold it
    for index, leaf in enumerate(leaves):
        holder = _holder(leaves, outer, depth=leaf.depth)
        if holder is not None and leaf.level < leaves[holder + 1].level:
            outer.remove(holder)  # a number behind bullets counts another list
            holder = None
        opens = holder is not None and _opens_list(leaves[holder].text)
        found.append(holder if opens else None)
        if _opens_list(leaf.text):
            outer = [index]
            continue
        while outer and not _opens_list(leaves[outer[-1]].text):
            if leaves[outer[-1]].depth < leaf.depth:
                break
            outer.pop()
        outer.append(index)
    return found


def _holder(leaves: Sequence[Leaf], outer: Sequence[int], depth: int) -> int | None:
    """The nearest of some paragraphs that opens a list, or stands further out than `depth`."""
    for index in reversed(outer):
        if leaves[index].depth < depth or _opens_list(leaves[index].text):
            return index
    return None


def _opens_list(text: str) -> bool:
    return text.rstrip().endswith(":") or _speaks_of_below(text)


def _speaks_of_below(text: str) -> bool:
    """ "Các nội dung sau được thực hiện trong quý III.", "Tháng cao điểm từ 01/5 đến 31/5; các việc
    dưới đây làm trong thời gian này.": a sentence, no colon behind it, on the works under it."""
    if not text.endswith("."):
        return False
    return _opens_with_works(text) or phrase_in("works_right_below", text)


def _opens_with_works(text: str) -> bool:
    return phrases_of("works_below", "works_right_below").match(text) is not None


def is_about_list(text: str, context: Context) -> bool:
    """Whether a paragraph is a sentence that only dates the list above it, and no task."""
    if text.endswith(":"):
        return False
    first, _, _ = text.partition(". ")
    if not (_opens_list(text) or phrase_in("whole_list", first)):
        return False  # "Trạm Y tế khám cho học sinh. Tất cả xong trước ngày 30/11."
    if _closes_own_works(first):
        return False
    return time_of_list(text, context) is not None
