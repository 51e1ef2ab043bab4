"""What news tells of a plan, sentence by sentence and without points: "Theo đó, trước ngày 15/2, Sở
Tư pháp hoàn thành tài liệu hướng dẫn. Tháng 3, các xã rà soát văn bản." Only what stands behind
words that say that the plan itself is told ("Theo đó", "Theo kế hoạch") is read, and told as
doubtful: the paper is no plan."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import cache

import regex

from kehoach.ingest.model import Note
from kehoach.normalize.legal.references import called_by_number
from kehoach.normalize.text import capitalised
from kehoach.parsers.items.bodies.further_owners import owners_said
from kehoach.parsers.items.bodies.sentence_owners import given_to, subject_of
from kehoach.parsers.items.drafts.drafts import Draft, draft_of
from kehoach.parsers.items.duties.turned_to import turned_to
from kehoach.parsers.items.ground.context import Context
from kehoach.parsers.items.ground.ids import TaskIds
from kehoach.parsers.items.times.phases import dated, is_order, is_told
from kehoach.parsers.items.times.stated_deadlines import stated_in
from kehoach.parsers.items.words.beginnings import begins, begins_duty
from kehoach.parsers.items.words.sentence_breaks import cut_at_stops, orders_in
from kehoach.parsers.items.works.body import BodyTasks
from kehoach.parsers.items.works.draft_tasks import to_task
from kehoach.parsers.items.works.given_orders import REPORTED, GivenOrders
from kehoach.parsers.items.works.unmarked_points import lists_with_sentences
from kehoach.parsers.layout.fields import Field, read_field
from kehoach.parsers.layout.outline import Leaf, Node
from kehoach.parsers.words import alternation, behind_phrase, contains
from kehoach.patterns import compile_regex

FEWEST = 2
"""Works that are told so, one of them at least firmly; one alone may be anything, unless it is
given to somebody by a day."""
REPORTED_PLAN = "reported_plan"
NUMBERED_PAPER = "numbered_in_text"
_EDGES = " ,:.;"
_IS = compile_regex(r"\slà\s")
OPENING = 4
"""Among so many first paragraphs a text without a letterhead names its paper."""


def tasks_of_news(root: Node, context: Context, *, head: Sequence[str] = ()) -> BodyTasks:
    """The works that the paragraphs right under the root tell of a plan; none where few do. `head`:
    the lines above them, which are no letterhead."""
    context.period = None  # a time in its sentences is that of a work
    drafts = _works(root, context)
    tasks = BodyTasks()
    number = ""
    fewest = 1 if any(_is_given_by_day(draft.text, context) for draft in drafts) else FEWEST
    if len(drafts) < fewest or not any(_is_firm(draft, context) for draft in drafts):
        number = _own_number(root, head)
        above = head[-1] if number and head else ""
        drafts = _announced_works(root, context, above=above, is_numbered=bool(number))
    if not drafts:
        return tasks
    ids = TaskIds("t")
    tasks.placed = [(0, to_task(one, ids.next("0"), context=context)) for one in drafts]
    context.notes.append(replace(_told_of(number, len(drafts)), span=drafts[0].spans[0]))
    return tasks


def told_orders(root: Node, context: Context, head: Sequence[str] = ()) -> BodyTasks:
    """The orders of a telegram or a directive that a text tells of and is none itself; `head` as
    of `tasks_of_news`."""
    context.notes.append(_told_of(_own_number(root, head), len(context.ordered)))
    return BodyTasks(placed=list(context.ordered))


def _is_given_by_day(act: str, context: Context) -> bool:
    """ "UBND xã giao Công an xã lập danh sách trước ngày 20/3."."""
    return bool(turned_to(act, context) and stated_in(act, context))


def _own_number(root: Node, head: Sequence[str]) -> str:
    """The number by which the first paragraphs of a text call a paper, no plan or other basis that
    it rests on; "" where there is none."""
    for text in (*head, *(leaf.text for leaf in root.leaves()[:OPENING])):
        number = called_by_number(text)
        if number is not None and begins(text, "grounds") is None:
            return number
    return ""


def _told_of(number: str, works: int) -> Note:
    """What a text is that is no paper itself: it tells of a paper by number, or of so many works
    of a plan."""
    return Note(NUMBERED_PAPER, number) if number else Note(REPORTED_PLAN, str(works))


def _announced_works(root: Node, context: Context, *, above: str, is_numbered: bool) -> list[Draft]:
    """The points under a sentence that says that an office gives work ("Thực hiện Kế hoạch số 70/
    KH-UBND, phường tập trung vào các nội dung sau:"), most of which say what is done. In a text
    that names its paper by number (`is_numbered`) a sentence that turns to others is enough, also
    the one `above` the first list."""
    drafts: list[Draft] = []
    for over, points in lists_with_sentences(root.leaves()):
        is_first = over is None and points and points[0] is root.leaves()[0]
        works = sum(is_order(leaf.text, context) for leaf in points)
        is_given = over is None and all(
            leaf.is_point and _names_doer(leaf.text, context) for leaf in points
        )
        sentence = over.text if over is not None else (above if is_first else "")
        is_announced = bool(sentence) and _gives_work(sentence, is_numbered=is_numbered)
        if not (is_given or is_announced) or works < FEWEST or 2 * works < len(points):
            continue
        for leaf in points:
            if not is_told(leaf.text) and not leaf.text.endswith(":"):
                draft = draft_of(leaf, root)
                draft.confidence = min(draft.confidence, REPORTED)
                drafts.append(draft)
    return drafts


def _names_doer(text: str, context: Context) -> bool:
    """ "Giao Công an xã kiểm tra …", "Trạm Y tế tổ chức …": a list of such points needs no head."""
    if _is_given(text, context):
        return True
    lead, does = subject_of(capitalised(text), context.level)
    return bool(lead) and begins_duty(does)


def _gives_work(sentence: str, *, is_numbered: bool) -> bool:
    """Does the sentence over a list say that an office gives this work, or concludes so?"""
    if is_numbered and contains(sentence, "turning_to_others") is not None:
        return True
    if contains(sentence, "orders_in_news") is not None:
        return True
    is_of_office = contains(sentence, "announcers_in_news") is not None
    return is_of_office and contains(sentence, "announced_work") is not None


def _is_firm(draft: Draft, context: Context) -> bool:
    """Is it said when a work is done, or in so many words whom it is given to?"""
    is_labelled = any(labelled.role == "deadline" for labelled in draft.fields)
    does = subject_of(capitalised(draft.text), context.level)[1]
    is_ordered = bool(does) and begins(does, "words_of_orders") is not None
    is_dated = is_labelled or bool(stated_in(draft.text, context))
    return is_dated or is_ordered or _is_given(draft.text, context)


def _is_given(act: str, context: Context) -> bool:
    """ "Giao Sở Y tế …", "UBND tỉnh giao Sở Y tế …"."""
    return begins(act, "duty_addresses") is not None or bool(given_to(act, context.level)[0])


def _works(root: Node, context: Context) -> list[Draft]:
    """In order, each with the labels that stand behind it."""
    drafts: list[Draft] = []
    is_told_of = are_ordered = False
    given = GivenOrders(root, context)
    for leaf in root.leaves():
        for sentence in cut_at_stops(leaf.text) if leaf.kind == "paragraph" else ():
            opening = begins(sentence, "plan_reported")
            is_told_of = is_told_of or opening is not None
            are_ordered = are_ordered or contains(sentence, "conclusions_reported") is not None
            opening = opening or begins(sentence, "report_goes_on")
            words = behind_phrase(sentence, opening).lstrip(_EDGES) if opening else sentence
            if are_ordered:
                orders = list(given.read(_behind_announcement(words), leaf))
                drafts.extend(orders or _ordered_in(words, leaf, root=root, context=context))
                continue
            if not is_told_of or _take_label(words, drafts):
                continue
            goes_on = opening is None and drafts and drafts[-1].leaves[0].spans == leaf.spans
            if goes_on and begins_duty(words) and not stated_in(words, context):
                drafts[-1].text += f" {words}"  # "Kịp thời xử lý …"
                continue
            for order in orders_in(words):
                found = list(_drafts_of(order, leaf, root=root, context=context))
                if not found and (drafts or turned_to(order, context)):
                    found = list(given.done_by(order, leaf))
                drafts.extend(found)
    return drafts


def _behind_announcement(sentence: str) -> str:
    """ "Chủ tịch UBND xã kết luận như sau: | Giao Công an xã …"."""
    announcing, colon, behind = sentence.partition(": ")
    is_announced = colon and contains(announcing, "conclusions_reported") is not None
    return behind if is_announced else sentence


def _ordered_in(sentence: str, leaf: Leaf, *, root: Node, context: Context) -> Iterator[Draft]:
    """What somebody orders of others in the report of a meeting ("Chủ tịch nêu rõ, | Sở Y tế chỉ
    đạo rà soát …"): what the body that a sentence opens with does."""
    act = _said_before().sub("", sentence)
    lead, does = subject_of(capitalised(act), context.level)
    is_to_do = bool(lead) and begins(does, "words_of_orders") is not None
    if is_to_do and contains(act, "looks_back") is None:
        draft = draft_of(replace(leaf, text=act), root)
        draft.confidence = min(draft.confidence, REPORTED)
        yield draft


@cache
def _said_before() -> regex.Pattern[str]:
    """ "Đối với các thành viên, Tổng Bí thư yêu cầu: | …"."""
    return compile_regex(
        rf"^[^:;]{{3,160}}?(?<!\p{{L}})(?:{alternation('words_of_speakers')})\s*[,:]\s+",
        regex.IGNORECASE,
    )


def _take_label(sentence: str, drafts: Sequence[Draft]) -> bool:
    """ "Đơn vị thực hiện là Sở Tư pháp.": does a sentence only say who does the work before it, or
    when, or that of all the works above ("Thời gian thực hiện các nội dung trên là cả năm.")?"""
    labelled = read_field(_IS.sub(": ", sentence, count=1)) or read_field(sentence)
    if labelled is None or labelled.role not in ("lead", "coordinating", "deadline"):
        return False
    of_all = contains(labelled.label, "works_above") is not None
    value = labelled.value.strip(_EDGES)
    for draft in drafts if of_all else drafts[-1:]:
        if all(one.role != labelled.role for one in draft.fields):
            draft.fields.append(Field(labelled.role, labelled.label, value=value))
    return True


def _drafts_of(order: str, leaf: Leaf, *, root: Node, context: Context) -> Iterator[Draft]:
    """A sentence, or the part that turns to others, as works: each time behind a comma opens one
    ("Tháng 5, các xã rà soát, | tháng 6, gửi báo cáo")."""
    for part in _by_times(order, context):
        time, act = _time_and_act(part, context)
        if not _is_work(time, act, context):
            continue
        draft = draft_of(replace(leaf, text=act), root)
        draft.act = capitalised(act)
        if time:
            draft.fields.append(Field("deadline", "", value=time))
        draft.confidence = min(draft.confidence, REPORTED)
        yield draft


def _by_times(order: str, context: Context) -> list[str]:
    """A sentence cut before each time that opens a clause of its own."""
    cuts = [0]
    for stated in stated_in(order, context)[1:]:
        opens = order[: stated.begin].rstrip().endswith(",")
        if opens and order[stated.begin + len(stated.phrase) :].startswith((", ", ": ")):
            cuts.append(stated.begin)
    ends = [*cuts[1:], len(order)]
    return [order[begin:end].strip(" ,") for begin, end in zip(cuts, ends, strict=True)]


def _time_and_act(part: str, context: Context) -> tuple[str, str]:
    """The time that a clause opens with, or that stands before its colon, and what is done."""
    opening = dated(part, context)
    if opening is not None and opening.time and opening.act:
        return opening.time, part[part.find(opening.act) :]
    before, colon, behind = part.partition(": ")
    stated = stated_in(before, context) if colon and begins_duty(behind) else []
    return (stated[-1].phrase, behind.strip()) if stated else ("", part)


def _is_work(time: str, act: str, context: Context) -> bool:
    """Does a clause say what somebody will do, or what is done at its time; not what was done
    ("Trước đó, UBND xã đã họp …"), nor what all this is for?"""
    if contains(act, "looks_back"):
        return False
    if contains(act, "held_events") is not None and (time or stated_in(act, context)):
        return True
    if is_told(act) and not begins_duty(act):
        return False
    if begins_duty(act):
        return True
    is_to_come = contains(act, "works_to_come") is not None
    place = begins(act, "places_that_act")
    if place is not None:  # "TP tổ chức …"
        does = behind_phrase(act, place)
        return begins_duty(does) or begins(does, "works_to_come") is not None
    is_dated = bool(time or stated_in(act, context))
    if owners_said(capitalised(act), context.level).lead:
        return is_dated or is_to_come or _is_given(act, context)
    return is_dated and is_to_come
