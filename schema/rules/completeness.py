"""Rules on what tasks lack: owners, deadlines, products."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from functools import cache, partial

from kehoach.normalize.text import comparison_key, small
from kehoach.normalize.times.deadline import parse_deadline
from kehoach.schema.kinds import gives_orders, is_calendar
from kehoach.schema.models import OF_WHOLE_PLAN, Deadline, Finding, Task
from kehoach.schema.rules.base import Draft, InBoth, finding, once_a_draft, rule
from kehoach.schema.rules.citations import impossible_dates
from kehoach.schema.rules.doers import names_doer, opens_with_known_body, sends_to_table
from kehoach.schema.rules.empty_cells import is_blank_time
from kehoach.schema.rules.gap_evidence import (
    FEW,
    FEWEST_POINTS,
    HALF,
    asks_for_all,
    is_defect,
    is_left_out,
    is_worth_a_note,
    keeps_merged_cells,
)
from kehoach.schema.rules.impossible_days import typed_days
from kehoach.schema.rules.kin import FIELDS, Lacks
from kehoach.schema.rules.products import names_its_product
from kehoach.schema.rules.row_words import row_words
from kehoach.schema.rules.said_beside import LinesBeside
from kehoach.schema.rules.said_open import told_open
from kehoach.schema.rules.told_times import tells_time
from kehoach.schema.rules.torn import heading_rows, sharing_rows, torn_rows
from kehoach.schema.rules.vocabulary import alternation, holds, words
from kehoach.schema.walk import Place, position_of

MANY = 0.1
"""A larger part of the rows."""
MOST_LINES, MOST_WORDS_OF_TIME = 4, 12
"""Of a chapter that says when, where and with whom."""
_GIVEN_OTHERWISE: dict[str, Lacks] = {
    "owner": lambda task: task.inferred_lead is not None,
    "deliverable": names_its_product,
}
"""Whether the words of a task, or the duties of a body, tell what its field does not."""
MANY_BESIDE = 4
"""Among so many works with products the only one without shows a gap, also a service."""
_NEVER_DONE = ("continuous", "recurring")
"""Kinds of times of services: what is done all the time ("Thường xuyên") is its own product."""


@once_a_draft
def lacking(draft: Draft, field: str) -> list[Place[Task]]:
    """The tasks of which nothing tells the field. Among tasks most of which have it, an empty one
    is a defect whatever its words say. How a work is done ("IV. HÌNH THỨC GIÁM SÁT") needs no time
    and no product of its own: the work has them."""
    if is_calendar(draft.plan.document.type, draft.plan.document.title):
        return _lacking_of_calendar(draft, field)
    is_given = _GIVEN_OTHERWISE.get(field, _never)
    found: list[Place[Task]] = []
    torn = torn_rows(draft.rows) | sharing_rows(draft.rows, field) | heading_rows(draft.rows)
    beside = LinesBeside.of(draft)
    is_owed_by_rows = _is_told_of_orders(draft, field)
    is_owed_by_rows |= field == "deadline" and tells_time_of_all(draft)
    for kin in _kin(draft):
        if is_owed_by_rows and kin[0].part.origin == "body":
            continue
        without = [task for task in kin if FIELDS[field](task.part)]
        is_told = _is_done_by_somebody if field == "owner" else partial(_tells_way, draft)
        if field == "deadline":
            without = [task for task in without if not tells_time(task.part)]
            without = [task for task in without if not _announces_dated(draft, task)]
        without = [task for task in without if not _leads_in(draft, task)]
        without = [task for task in without if not _heads_next(draft, task)]
        without = [task for task in without if task.pointer not in torn and not is_told(task)]
        without = [task for task in without if not beside.tell(task, field)]
        if field == "owner":
            without = [task for task in without if not _opens_with_lead_of(kin, task)]
        is_only_gap = len(without) == 1 and len(kin) >= MANY_BESIDE
        if field == "deliverable" and not is_only_gap:
            without = [task for task in without if not _is_service(task.part)]
        is_rare = 2 * len(without) < len(kin)
        found.extend(task for task in without if is_rare or not is_given(task.part))
    is_open = told_open(draft, field)
    return [task for task in found if task.pointer not in is_open]


def _is_service(task: Task) -> bool:
    return task.deadline is not None and task.deadline.kind in _NEVER_DONE


def _is_told_of_orders(draft: Draft, field: str) -> bool:
    """Is it a directive or a letter? Its sentences say when something is due where that matters,
    and name no products."""
    gives = gives_orders(draft.plan.document.type)
    return gives and not asks_for_all(draft) and field != "owner"


def _lacking_of_calendar(draft: Draft, field: str) -> list[Place[Task]]:
    """The entries of a work calendar that name nobody; they have no products, and those who come
    to a meeting of another's do not lead it."""
    if field != "owner":
        return []
    return [task for task in draft.tasks if not (task.part.lead or task.part.coordinating)]


def tells_time_of_all(draft: Draft) -> bool:
    """Does a chapter of few lines say when everything is done ("III. THỜI GIAN THỰC HIỆN: Từ ngày
    01/9/2031 đến ngày 30/11/2031.")?"""
    for chapter in draft.whole.children("sections"):
        title = small(chapter.part.title)
        blocks = [block.text for block in chapter.part.blocks]
        is_of_time = title.startswith(tuple(words("chapters_of_time")))
        if is_of_time and len(blocks) <= MOST_LINES and not chapter.part.sections:
            return any(map(_is_time, (chapter.part.title, *blocks)))
    return False


def _is_time(text: str) -> bool:
    """Does a line, or what stands behind its label "Thời gian:", say from when to when, or by
    when?"""
    label, colon, behind = text.partition(": ")
    if colon and not small(label).startswith(tuple(words("chapters_of_time"))):
        return False
    value = parse_deadline((behind or text).strip(" .;"))
    if value is None or value.kind not in ("by", "within", "several"):
        return False
    return any(one.start or one.end for one in (value, *value.parts))


def _tells_way(draft: Draft, task: Place[Task]) -> bool:
    """Does a point stand in a chapter on how a work is done?"""
    group = task.part.group
    if task.part.origin == "table" or group is None:
        return False
    place = draft.kin.chapter_of(task.part).rpartition("/")[2]
    chapter = draft.plan.sections[int(place)].title if place else ""
    titles = (small(group.title), small(chapter))
    return any(title.startswith(tuple(words("ways_of_work"))) for title in titles)


def _is_done_by_somebody(task: Place[Task]) -> bool:
    """Does a sentence name a body (which our reader did not take for its lead, as that of a row
    whose cell for it is empty), or does it only encourage, or stop something for all?"""
    text = task.part.task
    if task.part.origin != "body":
        return opens_with_known_body(text)
    is_no_order = small(text).startswith((*words("no_orders"), *words("halts")))
    if holds(text, "assessments") and not holds(text, "orders_given"):
        return True  # "Phường đang xếp thứ 9, đây là kết quả đáng khích lệ"
    return is_no_order or names_doer(text) or opens_with_known_body(text)


def _opens_with_lead_of(kin: Sequence[Place[Task]], task: Place[Task]) -> bool:
    """Do the words of a row open with who leads another one ("Thí sinh | xác nhận nhập học")?"""
    key = comparison_key(task.part.task)
    leads = (other.part.lead for other in kin if other.part.origin == "table")
    units = (unit for lead in leads if lead is not None for unit in lead.units)
    return any(key.startswith(f"{comparison_key(unit)} ") for unit in units)


def _leads_in(draft: Draft, task: Place[Task]) -> bool:
    """Does a point of the body only say how all others are done: the sentence that asks for "rõ
    người, rõ việc", one that sends to the table for the rest, a paragraph without a number over
    the numbered points of its heading?"""
    if task.part.origin != "body":
        return False
    if draft.rows and sends_to_table(task.part.task):
        return True
    if any(phrase in small(task.part.task) for phrase in words("asking_for_all")):
        return True
    beside = draft.kin.under_heading(task.part)
    return task.part.number is None and beside.numbered == beside.count - 1 >= FEWEST_POINTS - 1


def _heads_next(draft: Draft, task: Place[Task]) -> bool:
    """Is a point the heading of those behind it, by their number ("2. Hoàn thiện pháp luật" over
    "2.1. …"), which say what it does not?"""
    if task.part.origin != "body" or not task.part.number:
        return False
    behind = position_of(task.pointer, draft.tasks) + 1
    groups = [own.part.group for own in draft.tasks[behind : behind + 1]]
    begins = f"{task.part.number.rstrip('.')}."
    return any(one is not None and (one.number or "").startswith(begins) for one in groups)


def _announces_dated(draft: Draft, task: Place[Task]) -> bool:
    """Do the points that a sentence announces say when ("Dạy 35 tuần, cụ thể:" over "- Học kỳ I:
    từ ngày 06/9/2031 …")?"""
    if task.part.origin != "body" or not task.part.task.rstrip().endswith(":"):
        return False
    behind = position_of(task.pointer, draft.tasks) + 1
    announced = [own.part for own in draft.tasks[behind : behind + 1]]
    return any(own.number is None and own.deadline is not None for own in announced)


def _never(_: Task) -> bool:
    return False


def _kin(draft: Draft) -> list[list[Place[Task]]]:
    """The tasks that were written alike: the points of the body, the rows of each table."""
    kin: dict[tuple[str, int | None], list[Place[Task]]] = {}
    for task in draft.tasks:
        kin.setdefault((task.part.origin, task.part.table), []).append(task)
    return list(kin.values())


def _without(draft: Draft, field: str) -> list[Place[Task]]:
    return [task for task in draft.tasks if FIELDS[field](task.part)]


def summed_up(draft: Draft, field: str) -> list[Place[Task]]:
    """The tasks without the field that one finding tells together: all of a plan in prose, most
    sentences of which never have it; else those of the body, or of the tables, where none or only
    the smaller part has it (a body before a table that names the owners)."""
    if draft.narrative:
        return [task for task in lacking(draft, field) if not is_left_out(draft, task, field)]
    lacks = FIELDS[field]
    counts = Counter(task.part.origin for task in draft.tasks)
    without = Counter(task.part.origin for task in draft.tasks if lacks(task.part))
    together = {origin for origin, count in counts.items() if count > FEW}
    for origin in list(together):
        is_most = without[origin] > 0 and 2 * without[origin] > counts[origin]
        is_all = without[origin] == counts[origin]
        if not is_all and (draft.rebuilt or not is_most):
            together.remove(origin)
    return [task for task in lacking(draft, field) if task.part.origin in together]


def is_nowhere(draft: Draft, field: str) -> bool:
    """Does no task of the paper have the field, so that the paper does not work with it?"""
    return len(draft.tasks) > FEW and len(_without(draft, field)) == len(draft.tasks)


def _sum_name(draft: Draft, field: str, together: Sequence[Place[Task]]) -> str:
    """How loudly a sum is told: as a defect where cells of a column are empty, or the paper itself
    asks for the field ("rõ người, rõ việc, rõ thời gian"); as a warning where a table has no such
    column, was surely read, and nothing beside it says it for all; quietly
    otherwise: points of prose name their owners and times in many ways."""
    rows = [task for task in together if task.part.origin == "table"]
    are_guessed = all(draft.is_doubtful(task) for task in rows)
    if keeps_merged_cells(draft) and any(is_defect(draft, task, field=field) for task in rows):
        return f"no_{field}s"
    if asks_for_all(draft):
        return f"asked_{field}s"
    if not is_nowhere(draft, field):
        return f"few_{field}s"
    is_told_elsewhere = (
        bool(draft.plan.assignments) or _is_dated_list(draft)
        if field == "owner"
        else _has_line_of_time(draft)
    )
    if rows and not is_told_elsewhere and not draft.rebuilt and not are_guessed:
        return f"nowhere_{field}s"
    return f"unsaid_{field}s"


def _is_dated_list(draft: Draft) -> bool:
    """Was a list of things with their times read as tasks, rows of which nobody need lead?"""
    return any(note.code == "list_read" for note in draft.notes)


def _missing(draft: Draft, field: str) -> Iterator[Finding]:
    """One finding per task that lacks the field; one for all that are summed up (each of them is
    told as well, at the end, where others have the field: gaps.py). Where a table was put together
    from loose lines and MANY rows lack it, it was a merged cell, printed once: a doubt of the
    reader, no defect of the paper; so may be a single field that was not surely read, which is a
    note. A row of such a table that has no field at all is told once, not field by field. A paper
    that names no products anywhere works without them, unless it asks for them."""
    if field == "deliverable" and is_nowhere(draft, field) and not asks_for_all(draft):
        return
    together = summed_up(draft, field)
    pointers = {task.pointer for task in together}
    if _is_manner_of_prose(draft, field) or _is_told_of_all(draft, field):
        together = [task for task in together if task.part.origin == "table"]
    together = [task for task in together if _has_column(draft, task, field)]
    all_tasks = draft.whole.child("tasks")
    if len(together) > 1:
        example = row_words(draft, together[0])
        name = _sum_name(draft, field, together=together)
        yield finding(name, on=all_tasks, evidence=example, count=len(together))
    alone = [task for task in lacking(draft, field) if task.pointer not in pointers]
    if draft.rebuilt:
        bare = [task for task in alone if _is_bare(task)]
        alone = [task for task in alone if task not in bare]
        if bare and field == "owner":
            example = row_words(draft, bare[0])
            yield finding("bare_rows", on=all_tasks, evidence=example, count=len(bare))
    if draft.rebuilt and len(alone) > MANY * len(draft.tasks):
        yield finding(
            "rows_in_doubt",
            on=all_tasks,
            evidence=row_words(draft, alone[0]),
            count=len(alone),
            what=InBoth(*words("field_names")[field]),
        )
        return
    for task in alone:
        if is_defect(draft, task, field=field):
            yield finding(f"missing_{field}", on=task, evidence=row_words(draft, task))
        elif is_worth_a_note(draft, task, field=field):
            yield finding(f"{field}_gap", on=task, evidence=row_words(draft, task))


def _is_bare(task: Place[Task]) -> bool:
    """Has a row nothing but its words? It may head those below it."""
    own = task.part
    is_row = own.origin == "table"
    return is_row and own.coordinating is None and all(lacks(own) for lacks in FIELDS.values())


def _has_column(draft: Draft, task: Place[Task], field: str) -> bool:
    """Is the field empty, and not the column absent: does the table of a row have it in other rows?
    Where no task of the paper has the field, every table lacks the column."""
    if task.part.origin != "table" or is_nowhere(draft, field):
        return True
    return draft.kin.rows(task.part).share_with(field) > 0


def _is_manner_of_prose(draft: Draft, field: str) -> bool:
    """Do most points of the body lack the field, in a paper that does not ask for it? Prose says
    what is done; who does it, until when and with which product stands where it matters, and that
    the rest lacks it is the manner of the paper, no defect, as it is where there are few (of 44
    such sums on 28 papers that the program had never met strangers found none true). A plan none of
    whose tasks has an owner, or a time, is told so once; prose before a table that has them is not,
    nor is guidance or a directive."""
    points = [task for task in draft.tasks if task.part.origin == "body"]
    if not points or asks_for_all(draft):
        return False
    with_field = sum(not FIELDS[field](task.part) for task in points)
    is_told = field != "deliverable" and is_nowhere(draft, field) and _is_plan(draft)
    is_rare = with_field < HALF * len(points) or len(points) < FEWEST_POINTS
    return is_rare and not is_told


def _is_told_of_all(draft: Draft, field: str) -> bool:
    """Does a paper in prose say elsewhere for its points together what they lack one by one: who
    carries it out, in its chapter on duties (whatever it asks for), or until when, by its own
    period or a line on time? (Of 13 such sums on papers that the program had never met strangers
    found 3 true; docs/measured.md.)"""
    if field == "owner":
        return bool(draft.plan.assignments)
    if field != "deadline" or asks_for_all(draft):
        return False
    return draft.plan.document.period is not None or _has_line_of_time(draft)


def _is_plan(draft: Draft) -> bool:
    """Does the paper say who does what by when, by its kind?"""
    kind = draft.plan.document.type
    return kind is None or kind.startswith(tuple(words("plans")))


def _has_line_of_time(draft: Draft) -> bool:
    """Does a heading or a point say when the work is done ("3. Thời gian tổ chức phong trào: từ
    tháng 10 …"), in whatever words?"""
    kinds = ("heading", "item", "bullet", "paragraph")
    lines = [small(told.text) for told in draft.wordings if told.kind in kinds]
    if any(line.startswith(tuple(words("chapters_of_time"))) for line in lines):
        return True
    labels = [f" {phrase}: " for phrase in words("chapters_of_time")]
    if any(label in line for line in lines for label in labels):
        return True
    return any(line.endswith(":") and _dues().search(line) for line in lines)


@cache
def _dues() -> re.Pattern[str]:
    """ "… hoàn thành trước ngày 30/6/2031:", over the works that are due then."""
    return re.compile(rf"\b(?:{alternation('before_terms')}) (?:ngày |tháng |quý )?[\divx]")


@rule("missing_owner")
def missing_owner(draft: Draft) -> Iterator[Finding]:
    """A task for which nobody answers. Where the duties of a body speak of a row of a table, that
    body is told: the paper should say so in the row. Of a point in prose they say enough. Who
    writes a plan for himself ("Tôi là …") does all of it."""
    if any(phrase in draft.small_wordings for phrase in words("first_person")):
        return
    yield from _missing(draft, "owner")
    if draft.rebuilt:
        return
    of_plan: list[Place[Task]] = []
    for task in _without(draft, "owner"):
        likely = task.part.inferred_lead
        if likely is None:
            continue
        if likely.confidence <= OF_WHOLE_PLAN:
            of_plan.append(task)
            continue
        if task.part.origin == "body":
            continue
        units = "; ".join(likely.units)
        yield finding("inferred_owner", on=task, evidence=row_words(draft, task), units=units)
    yield from _led_with_plan(draft, of_plan)


def _led_with_plan(draft: Draft, tasks: Sequence[Place[Task]]) -> Iterator[Finding]:
    """Tasks that name nobody, in a paper that says who leads the work on all of it: told once."""
    if not tasks or tasks[0].part.inferred_lead is None:
        return
    units = "; ".join(tasks[0].part.inferred_lead.units)
    evidence = tasks[0].part.inferred_lead.evidence
    on = draft.whole.child("tasks")
    yield finding("owner_of_plan", on=on, evidence=evidence, units=units, count=len(tasks))


@rule("missing_deadline")
def missing_deadline(draft: Draft) -> Iterator[Finding]:
    """A task that is never due. "Thường xuyên" (continuous) is a time."""
    yield from _missing(draft, "deadline")


@rule("missing_deliverable")
def missing_deliverable(draft: Draft) -> Iterator[Finding]:
    """A task of which nobody can say whether it is done, for nothing has to come out of it. One
    that orders a document by its kind ("Ban hành kế hoạch kiểm tra") has named it."""
    yield from _missing(draft, "deliverable")


@rule("unclear_deadline")
def unclear_deadline(draft: Draft) -> Iterator[Finding]:
    """A deadline that was printed but not understood ("Khi thuận tiện"), unless its date is the
    trouble: that is told already; or it says how long the work takes ("02 giờ"). A column most of
    whose cells are no times ("Tiến độ": "Đã trình", "Chưa trình") holds something else: told once,
    as a note."""
    told = [note.evidence for note in draft.notes if note.code == "invalid_date"]
    told += [date.evidence for date in impossible_dates(draft)]
    told += [day for _, day in typed_days(draft)]
    timed = [task for task in draft.sure_tasks if task.part.deadline is not None]
    unclear = [task for task in timed if _is_unclear(task.part.deadline, told)]
    cells = Counter(task.part.table for task in timed if task.part.origin == "table")
    strange = Counter(task.part.table for task in unclear if task.part.origin == "table")
    seen: set[int | None] = set()
    for task in unclear:
        table, place = task.part.table, task.child("deadline")
        count = strange[table] if task.part.origin == "table" else 0
        is_of_paper = not draft.rebuilt or _speaks_of_time(place.text)
        if draft.rebuilt and " " not in place.text.strip():
            continue  # "Trước" is what the reader left of a cell
        if is_of_paper and (count <= FEW or 2 * count <= cells[table]):
            name = "unread_deadline" if _names_time(place.text) else "unclear_deadline"
            yield finding(name, on=place)
        elif table not in seen:
            seen.add(table)
            yield finding("column_without_times", on=place, count=count)


def _is_unclear(deadline: Deadline | None, told: Sequence[str]) -> bool:
    """Is it no time that is understood, no duration, nor one of the dates that were told?"""
    if deadline is None or deadline.kind is not None or _is_duration(deadline.raw):
        return False
    if is_blank_time(deadline.raw):
        return False
    if _DAY_OF_WEEK.search(small(deadline.raw)) or _tells_hours_alone(deadline.raw):
        return False
    return not any(evidence in deadline.raw for evidence in told)


def _tells_hours_alone(raw: str) -> bool:
    """ "Buổi sáng từ 7h30 - 11h30; buổi chiều từ 14h00 - 18h00": the hours of each day, and no
    other figure: a reader understands them."""
    return _HOUR.search(raw) is not None and not any(map(str.isdigit, _HOUR.sub("", raw)))


_HOUR = re.compile(r"\b\d{1,2}\s*(?:(?:h|g|giờ)\s*\d{0,2}|:\d{2})\b", re.IGNORECASE)
_DAY_OF_WEEK = re.compile(
    r"\b(?:hai|ba|tư|năm|sáu|bảy|chủ nhật|cn)\s*[(,]?\s*(?:ngày\s+)?\d{1,2}/\d{1,2}(?![/\d])"
)
"""A day of a calendar without its year: "HAI 30/10 SÁNG"."""


def _speaks_of_time(text: str) -> bool:
    """Is there a word of time in few words, or a figure that may be of a date? What was put
    together from loose lines may belong to another column."""
    if len(text.split()) > MOST_WORDS_OF_TIME:
        return False
    return re.search(r"\d[/.]\d|20\d\d", text) is not None or any(
        f" {word} " in f" {small(text)} " for word in words("time_words")
    )


def _names_time(text: str) -> bool:
    """Do few words name a unit of time ("thứ Bảy tuần cuối tháng")? A reader understands them, and
    that we do not is no defect of the paper."""
    key = f" {small(text)} "
    few = len(text.split()) <= MOST_WORDS_OF_TIME
    return few and any(f" {word} " in key for word in words("units_named"))


def _is_duration(text: str) -> bool:
    """A number and a unit of time, for each of what it may say ("01 ngày/hội nghị"), and nothing
    else."""
    units = "|".join(map(re.escape, words("units_of_time")))
    counted = rf"\d{{1,3}} (?:{units})(?: ?/ ?[^\W\d]+(?: [^\W\d]+)?)?"
    return re.fullmatch(counted, small(text).strip(" .,;")) is not None
