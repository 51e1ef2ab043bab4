"""Rules on what is missing: owners, deadlines, products, number, date, appendix; and what the
readers told."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from kehoach.normalize.text import small
from kehoach.normalize.times.dates import is_whole_day
from kehoach.normalize.times.deadline import parse_deadline
from kehoach.schema.kinds import is_calendar
from kehoach.schema.models import OF_WHOLE_PLAN, Deadline, Finding, Span, Task
from kehoach.schema.rules.base import Draft, InBoth, finding, rule
from kehoach.schema.rules.citations import impossible_dates, is_blank_day
from kehoach.schema.rules.gap_evidence import (
    FEW,
    FEWEST_POINTS,
    HALF,
    asks_for_all,
    is_defect,
    is_worth_a_note,
    keeps_merged_cells,
)
from kehoach.schema.rules.kin import FIELDS, Lacks
from kehoach.schema.rules.products import names_its_product
from kehoach.schema.rules.vocabulary import words
from kehoach.schema.walk import Place

MANY = 0.1
"""A larger part of the rows."""
MOST_LINES = 4
"""Of a chapter that says when, where and with whom."""
_GIVEN_OTHERWISE: dict[str, Lacks] = {
    "owner": lambda task: task.inferred_lead is not None,
    "deliverable": names_its_product,
}
"""Whether the words of a task, or the duties of a body, tell what its field does not."""


def lacking(draft: Draft, field: str) -> list[Place[Task]]:
    """The tasks of which nothing tells the field. Among tasks most of which have it, an empty one
    is a defect whatever its words say. How a work is done ("IV. HÌNH THỨC GIÁM SÁT") needs no time
    and no product of its own: the work has them."""
    if is_calendar(draft.plan.document.type, draft.plan.document.title):
        return _lacking_of_calendar(draft, field)
    is_given = _GIVEN_OTHERWISE.get(field, _never)
    found: list[Place[Task]] = []
    has_time = field == "deadline" and tells_time_of_all(draft)
    for kin in _kin(draft):
        if has_time and kin[0].part.origin == "body":
            continue
        without = [task for task in kin if FIELDS[field](task.part)]
        without = [task for task in without if field == "owner" or not _tells_way(draft, task)]
        is_rare = 2 * len(without) < len(kin)
        found.extend(task for task in without if is_rare or not is_given(task.part))
    return found


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


def _never(_: Task) -> bool:
    return False


def _kin(draft: Draft) -> list[list[Place[Task]]]:
    """The tasks that were written alike: the points of the body, the rows of each table."""
    kin: dict[tuple[str, int | None], list[Place[Task]]] = {}
    for task in draft.tasks:
        kin.setdefault((task.part.origin, task.part.table), []).append(task)
    return list(kin.values())


def _without(draft: Draft, field: str) -> list[Place[Task]]:
    lacks = FIELDS[field]
    return [task for task in draft.tasks if lacks(task.part)]


def summed_up(draft: Draft, field: str) -> list[Place[Task]]:
    """The tasks without the field that one finding tells together: all of a plan in prose, most
    sentences of which never have it; else those of the body, or of the tables, where none or only
    the smaller part has it (a body before a table that names the owners)."""
    if draft.narrative:
        return lacking(draft, field)
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
    column; quietly otherwise: points of prose name their owners and times in many ways."""
    rows = [task for task in together if task.part.origin == "table"]
    if keeps_merged_cells(draft) and any(is_defect(draft, task, field=field) for task in rows):
        return f"no_{field}s"
    if asks_for_all(draft):
        return f"asked_{field}s"
    if not is_nowhere(draft, field):
        return f"few_{field}s"
    is_told_elsewhere = field == "owner" and bool(draft.plan.assignments)
    if rows and not is_told_elsewhere:
        return f"nowhere_{field}s"
    return f"unsaid_{field}s"


def _missing(draft: Draft, field: str) -> Iterator[Finding]:
    """One finding per task that lacks the field; one for all that are summed up (each of them is
    told as well, at the end, where others have the field: gaps.py). Where a table was put together
    from loose lines and MANY rows lack it, it was a merged cell, printed once: a doubt of the
    reader, no defect of the paper; so may be a single field that was not surely read, which is a
    note. A paper that names no products anywhere works without them, unless it asks for them."""
    if field == "deliverable" and is_nowhere(draft, field) and not asks_for_all(draft):
        return
    together = summed_up(draft, field)
    pointers = {task.pointer for task in together}
    if _is_manner_of_prose(draft, field) or _is_told_of_all(draft, field):
        together = [task for task in together if task.part.origin == "table"]
    together = [task for task in together if _has_column(draft, task, field)]
    all_tasks = draft.whole.child("tasks")
    if len(together) > 1:
        example = together[0].numbered_text
        name = _sum_name(draft, field, together=together)
        yield finding(name, on=all_tasks, evidence=example, count=len(together))
    alone = [task for task in lacking(draft, field) if task.pointer not in pointers]
    if draft.rebuilt and len(alone) > MANY * len(draft.tasks):
        yield finding(
            "rows_in_doubt",
            on=all_tasks,
            evidence=alone[0].numbered_text,
            count=len(alone),
            what=InBoth(*words("field_names")[field]),
        )
        return
    for task in alone:
        if is_defect(draft, task, field=field):
            yield finding(f"missing_{field}", on=task, evidence=task.numbered_text)
        elif is_worth_a_note(draft, task, field=field):
            yield finding(f"{field}_gap", on=task, evidence=task.numbered_text)


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
    lines = (small(told.text) for told in draft.wordings if told.kind in kinds)
    return any(line.startswith(tuple(words("chapters_of_time"))) for line in lines)


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
        yield finding("inferred_owner", on=task, evidence=task.numbered_text, units=units)
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
    timed = [task for task in draft.sure_tasks if task.part.deadline is not None]
    unclear = [task for task in timed if _is_unclear(task.part.deadline, told)]
    cells = Counter(task.part.table for task in timed if task.part.origin == "table")
    strange = Counter(task.part.table for task in unclear if task.part.origin == "table")
    seen: set[int | None] = set()
    for task in unclear:
        table, place = task.part.table, task.child("deadline")
        count = strange[table] if task.part.origin == "table" else 0
        if count <= FEW or 2 * count <= cells[table]:
            yield finding("unclear_deadline", on=place)
        elif table not in seen:
            seen.add(table)
            yield finding("column_without_times", on=place, count=count)


def _is_unclear(deadline: Deadline | None, told: Sequence[str]) -> bool:
    """Is it no time that is understood, no duration, nor one of the dates that were told?"""
    if deadline is None or deadline.kind is not None or _is_duration(deadline.raw):
        return False
    return not any(evidence in deadline.raw for evidence in told)


def _is_duration(text: str) -> bool:
    """A number and a unit of time, for each of what it may say ("01 ngày/hội nghị"), and nothing
    else."""
    units = "|".join(map(re.escape, words("units_of_time")))
    return (
        re.fullmatch(
            rf"\d{{1,3}} (?:{units})(?: ?/ ?[^\W\d]+(?: [^\W\d]+)?)?", small(text).strip(" .,;")
        )
        is not None
    )


@rule("missing_document_number")
def missing_document_number(draft: Draft) -> Iterator[Finding]:
    """A paper without its number cannot be cited; it was left blank to be filled in by hand ("Số:
    /KH-UBND"). One of a form that our reader does not know ("Số: 31/PVHXH") is none."""
    letterhead = "\n".join(draft.plan.document.letterhead)
    if not _has_letterhead(draft) or _PRINTED_NUMBER.search(letterhead):
        return
    if draft.plan.document.number is None and not _is_penned(draft, _NUMBER_LINE):
        symbol = draft.plan.document.symbol
        printed = f"Số: /{symbol}" if symbol else ""
        yield finding(
            "missing_document_number", on=draft.document.child("number"), evidence=printed
        )


_PRINTED_NUMBER = re.compile(r"^\s*số\s*:?\s*\d+\s*[/-]", re.IGNORECASE | re.MULTILINE)


def _has_letterhead(draft: Draft) -> bool:
    """Whether a letterhead or a kind was read: an appendix that lies alone has left nothing blank,
    nor has a work calendar, which bears no number."""
    document = draft.plan.document
    if is_calendar(document.type, document.title):
        return any((document.symbol, document.number))
    return any((document.type, document.symbol, document.number, document.issued_on))


@rule("missing_issue_date")
def missing_issue_date(draft: Draft) -> Iterator[Finding]:
    """A paper of which nobody knows since when it holds: no date, or one without day or month
    ("ngày … tháng 01 năm 2026")."""
    if (
        is_whole_day(draft.plan.document.issued_on)
        or draft.day_in_stamp
        or not _has_letterhead(draft)
    ):
        return
    if not _is_penned(draft, _DAY_LINE):
        yield finding("missing_issue_date", on=draft.document.child("issued_on"))


@dataclass(frozen=True, slots=True)
class _FilledIn:
    """A line of the letterhead into which a pen writes: the word that tells it, and the half of
    the page where it stands (the number to the left, the day to the right)."""

    word: str
    is_left: bool


_NUMBER_LINE = _FilledIn("số", is_left=True)
_DAY_LINE = _FilledIn("ngày", is_left=False)
_PENNED = ("handwritten", "handwriting_read")


def _is_penned(draft: Draft, line: _FilledIn) -> bool:
    """Did a pen write it? Then the paper has it, and a note tells what was read of it."""
    notes = [note for note in draft.notes if note.code in _PENNED]
    if any(line.word in note.evidence.casefold() for note in notes):
        return True
    for note in notes:
        others = (_NUMBER_LINE.word, _DAY_LINE.word)
        names_a_line = any(word in note.evidence.casefold() for word in others)
        is_in_half = all(_is_left(draft, span) == line.is_left for span in note.spans)
        if is_in_half and not names_a_line:
            return True
    return False


def _is_left(draft: Draft, span: Span) -> bool:
    """Does it stand in the left half of its page?"""
    widths = {page.number: page.width for page in draft.plan.source.pages}
    width = widths.get(span.page or 0)
    if width is None or span.bbox is None:
        return False
    return span.bbox[0] + span.bbox[2] < width


@rule("missing_title")
def missing_title(draft: Draft) -> Iterator[Finding]:
    """No line names the type of the document (KẾ HOẠCH): a page is missing, or it is no plan. The
    appendix of a paper, in a file of its own, has none; of a table alone it was told already. A
    letter ("Kính gửi: …") bears none; where nothing of the letterhead was read the whole head is
    missing, which is a note: the file was cut, or a web page has it elsewhere."""
    document = draft.plan.document
    if document.type is not None or document.addressees or _is_table_alone(draft):
        return
    if not _is_appendix_alone(draft):
        name = "missing_title" if _is_headed(draft) else "missing_head"
        yield finding(name, on=draft.document.child("type"))


def _is_headed(draft: Draft) -> bool:
    """Was anything of the letterhead read?"""
    document = draft.plan.document
    return any((document.number, document.symbol, document.issued_on, document.letterhead))


def _is_table_alone(draft: Draft) -> bool:
    """Rows of tasks, and neither the head nor the end of a paper around them."""
    document = draft.plan.document
    is_bare = not (document.letterhead or document.signer or document.recipients)
    return is_bare and bool(draft.rows) and len(draft.rows) == len(draft.tasks)


_OPENING_LINES = 4
_APPENDIX_LINE = re.compile(r"^(?:phụ lục|phụ biểu|biểu số|biểu mẫu)\b", re.IGNORECASE)
_ATTACHED_LINE = re.compile(
    r"""
    ^ \( \s* (?: ban\ hành\s+ )? (?: kèm\ theo | đính\ kèm )   # "(Kèm theo Quyết định số …"
    """,
    re.IGNORECASE | re.VERBOSE,
)


def _is_appendix_alone(draft: Draft) -> bool:
    """Do the first lines say PHỤ LỤC, or with which paper the file goes?"""
    opening = [wording.text for wording in draft.wordings[:_OPENING_LINES]]
    opening += draft.plan.document.letterhead
    opening += [block.text for block in draft.plan.unplaced[:_OPENING_LINES]]
    opening += [appendix.title or "" for appendix in draft.plan.appendices[:1]]
    lines = [line.strip() for text in opening for line in text.split("\n")]
    return any(_APPENDIX_LINE.match(line) or _ATTACHED_LINE.match(line) for line in lines)


_PROMISE = re.compile(
    r"""
    \( \s* (?: có | theo ) \s+ (?: \S+ \s+ ){1,5}?  # "(có danh sách kèm theo)"
    (?: kèm\ theo | đính\ kèm ) \s* \)
    |
    \( \s* (?: gửi\s+ )? đính\ kèm \b     # "(đính kèm dự toán)"
    |
    \( \s* (?: có\s+ )? kèm \s+ (?: theo\s+ )? (?: các\s+ )?    # "(kèm Phụ lục)"
    (?: phụ\ lục | phụ\ biểu | biểu\ mẫu ) \b [^()]{0,20} \)
    |
    (?: (?:có|theo|tại|trong|các) \s+ )?        # "(có Phụ lục chi tiết đính kèm)"
    \b (?: phụ\ lục | phụ\ biểu | (?<!đại\ )biểu ) \s+
    (?: \S+ \s+ ){0,2}?
    (?: kèm\ theo | đính\ kèm | gửi\ kèm )
    |
    (?:tại|theo|trong) \s+ (?:các\s+)? phụ\ lục  # "tại Phụ lục II"
    """,
    re.IGNORECASE | re.VERBOSE,
)
_OF_ANOTHER = re.compile(
    r"""
    \s* (?: (?:số\s+)? (?: [IVXL]+ | \d{1,2} ) \b \s* )? ,? \s*
    (?:ban\ hành\s+)? (?:kèm\s+)? (?:theo\s+)? (?:của\s+)?
    (?P<kind> Quyết\ định | Nghị\ định | Thông\ tư | Nghị\ quyết | Công\ văn | Văn\ bản | Chỉ\ thị
      | Kế\ hoạch | Chương\ trình | Hướng\ dẫn | Thông\ báo | Luật | Đề\ án | Báo\ cáo | Quy\ định
      | Quy\ chế )
    (?P<number> \s+ (?: số\s | \d ) )?        # "… II của Nghị định số 61/2018/NĐ-CP"
    (?P<own> \s+ này )?                       # "… I ban hành kèm theo Quyết định này"
    """,
    re.VERBOSE,
)
_OWN_KINDS = ("Kế hoạch", "Quyết định", "Chương trình")
"""A plan calls itself so, or the decision that it comes with."""


def _is_of_another(behind: str) -> bool:
    """Does what stands behind a promise say that it is another paper's: by its number, or by a kind
    that the plan is not ("tại Phụ lục I ban hành kèm theo Thông tư")?"""
    match = _OF_ANOTHER.match(behind)
    if match is None or match["own"]:
        return False
    return bool(match["number"]) or match["kind"] not in _OWN_KINDS


_ASKED = re.compile(r"\b(?:gửi|nộp|lập|cung cấp|đề nghị)\b[^.;]*$", re.IGNORECASE)
"""Others have to hand it in."""
BEFORE, BEHIND = 60, 40
"""Letters of the sentence that are shown around a promise."""


@rule("missing_appendix")
def missing_appendix(draft: Draft) -> Iterator[Finding]:
    """A promise in the body ("theo phụ lục kèm theo"), and nothing behind the signature: who gets
    the paper does not get the tasks. An appendix of another document is no promise, unless a letter
    forwards that document itself. Told once."""
    if draft.has_appendix:
        return
    for wording in draft.wordings:
        if not (wording.is_block and wording.pointer.startswith(("/preamble", "/sections"))):
            continue
        for match in _PROMISE.finditer(wording.text):
            is_of_another = _is_of_another(wording.text[match.end() :])
            if is_of_another and not _forwards(draft, match[0]):
                continue
            if not _ASKED.search(wording.text[: match.start()]):
                around = wording.text[max(0, match.start() - BEFORE) : match.end() + BEHIND]
                yield finding("missing_appendix", on=wording, evidence=around)
                return


def _forwards(draft: Draft, promise: str) -> bool:
    """Does a letter enclose the paper that its promise names ("(Đính kèm Kế hoạch số …)")?"""
    is_enclosed = small(promise).strip("( ").startswith(tuple(words("enclosing")))
    return is_enclosed and draft.plan.document.type in words("letters")


_DOTS = re.compile(r"[\s.…]{6,}")


@rule("dotted_gap")
def dotted_gap(draft: Draft) -> Iterator[Finding]:
    """A line of dots between the tables of an appendix: whoever put the paper on the web left rows
    out, and nobody can see which."""
    if not draft.rows:
        return
    for appendix in draft.whole.children("appendices"):
        for block in appendix.children("blocks"):
            if _DOTS.fullmatch(block.text):
                yield finding("dotted_gap", on=block)


@rule("invalid_date")
def invalid_date(draft: Draft) -> Iterator[Finding]:
    """A legal basis whose date was printed but is none ("ngày 31/02/2025")."""
    for basis in draft.document.children("legal_bases"):
        printed = basis.part.date_raw
        if printed and basis.part.date is None and _tells_day(printed):
            yield finding("invalid_date", on=basis, evidence=printed)


def _tells_day(printed: str) -> bool:
    """Is a date printed to the day? "năm 2025" behind the name of a law is none that is wrong."""
    return not is_blank_day(printed) and _YEAR_ALONE.fullmatch(printed) is None


_YEAR_ALONE = re.compile(r"(?:năm\s+)?\d{4}")


@rule("reader_notes")
def reader_notes(draft: Draft) -> Iterator[Finding]:
    """What the readers told: pages without text, tables not read, doubtful rows, impossible dates
    of deadlines."""
    yield from draft.notes
