"""What remarks beside the works say: of one of them that it is another's, or due at another time
("Ghi chú: Riêng nhiệm vụ 3 xong trước 15/8"), or an order of their own ("(*) Giao Văn phòng mua sơn
trước ngày 30/6"), also behind the signature. Nothing of that may be lost without a word."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence, Set
from functools import cache
from itertools import islice

import regex

from kehoach.ingest.model import Note, Span
from kehoach.normalize.alternatives import any_of
from kehoach.normalize.text import capitalised
from kehoach.parsers.coverage import PlacedWork
from kehoach.parsers.items.bodies.sentence_owners import subject_of
from kehoach.parsers.items.ground.context import Context
from kehoach.parsers.items.times.stated_deadlines import states_day
from kehoach.parsers.items.times.stated_words import listed
from kehoach.parsers.items.words.beginnings import begins, begins_duty
from kehoach.parsers.layout.outline import Leaf, Node
from kehoach.patterns import compile_regex
from kehoach.schema import models

EXCEPTED = 0.6
"""How sure a task is of which a remark says that it is otherwise."""
MOST_TOLD = 3
_REMARKS = ("footnote", "paragraph", "bullet")
_MARK = compile_regex(r"^(?:\W*\d{0,2}\W*\s|\W+)")
_NUMBER = compile_regex(r"\d+(?:\.\d+)?")


def with_exceptions(
    tasks: Sequence[models.Task], root: Node, context: Context
) -> tuple[models.Task, ...]:
    """The tasks of a paper, those of which a remark beside them says by their number that they are
    otherwise less sure, with its words; the notes tell of it."""
    found = list(tasks)
    titles = {node.title for node in root.walk()}
    for node in root.walk():
        elsewhere = titles - {node.title}
        for leaf in node.leaves():
            if leaf.kind not in _REMARKS:
                continue
            for number, behind in _exceptions(leaf.text):
                place = _place(number, found, elsewhere)
                if place is None or _is_told_already(found[place], behind):
                    continue
                found[place] = _with_remark(found[place], leaf.text)
                context.notes.append(Note("work_excepted", leaf.text, span=leaf.spans[0]))
    return tuple(found)


def _exceptions(text: str) -> Iterator[tuple[str, str]]:
    """The numbers of the works that a text takes out of what it says of all, each with what it says
    of them."""
    found = list(_excepted().finditer(text))
    ends = [named.start() for named in found[1:]] + [len(text)]
    for named, end in zip(found, ends, strict=False):
        for number in _NUMBER.findall(named["numbers"]):
            yield number, text[named.end() : end]


def _place(number: str, tasks: Sequence[models.Task], elsewhere: Set[str]) -> int | None:
    """Which of the tasks a remark means: the one with its number that stands under none of the
    headings `elsewhere`."""
    places = [
        place
        for place, task in enumerate(tasks)
        if task.number == number and not _stands_under(task, elsewhere)
    ]
    return places[0] if len(places) == 1 else None


def _stands_under(task: models.Task, titles: Set[str]) -> bool:
    groups = (task.group, task.subgroup)
    return any(group is not None and group.title in titles for group in groups)


def _is_told_already(task: models.Task, behind: str) -> bool:
    """Has a task the time that the remark gives it, or is the remark its own?"""
    if any(behind.strip(" .;:,()") in words for words in (task.task, task.note or "")):
        return True
    return task.deadline is not None and task.deadline.raw in behind


def _with_remark(task: models.Task, remark: str) -> models.Task:
    note = f"{task.note}; {remark}" if task.note else remark
    return task.model_copy(update={"note": note, "confidence": min(task.confidence, EXCEPTED)})


@cache
def _excepted() -> regex.Pattern[str]:
    """ "riêng nhiệm vụ 3", "trừ mục 2 và 4": then what is otherwise."""
    opens, rows = any_of(listed("excepting")), any_of(listed("rows_by_number"))
    return compile_regex(
        rf"""
        (?<!\p{{L}}) (?: {opens} ) \s+ (?: các \s+ )? (?: {rows} ) \s+ (?: số \s+ )?
        (?P<numbers> \d{{1,3}} (?:\.\d{{1,2}})?
          (?: (?: \s*,\s* | \s+và\s+ ) (?: số \s+ )? \d{{1,3}} (?:\.\d{{1,2}})? )* ) (?![\d/])
        """,
        regex.IGNORECASE | regex.VERBOSE,
    )


def orders_in_remarks(root: Node, plan: models.Plan, context: Context) -> Iterator[Note]:
    """A note on each of the first remarks, and paragraphs behind the signature, by which somebody
    must do something by a day, and that stand in no task and no duty."""
    if not plan.tasks:
        return
    work = PlacedWork(plan.model_copy(update={"obligations": (), "targets": ()}))
    told = {note.span for note in context.notes if note.code == "work_excepted"}
    remarks = (
        (leaf.text, context.spans(leaf.spans), leaf.spans[0])
        for leaf in root.all_leaves()
        if _is_remark(leaf) and leaf.spans[0] not in told
    )
    behind = (
        (block.text, block.spans, _span(block.spans))
        for appendix in plan.appendices
        if appendix.title is None
        for block in appendix.blocks
    )
    yield from islice(_left([*remarks, *behind], work, context), MOST_TOLD)


def orders_unplaced(plan: models.Plan, context: Context) -> Iterator[Note]:
    """The same of what stands nowhere in the plan (`unplaced`), a remark at the foot of a page."""
    if plan.tasks:
        blocks = ((block.text, block.spans, _span(block.spans)) for block in plan.unplaced)
        yield from islice(_left(blocks, PlacedWork(plan), context), MOST_TOLD)


def _left(
    texts: Iterable[tuple[str, models.Spans, Span | None]], work: PlacedWork, context: Context
) -> Iterator[Note]:
    for text, spans, span in texts:
        if _orders(text, context) and not work.holds(text, spans):
            yield Note("order_in_remark", text, span=span)


def _is_remark(leaf: Leaf) -> bool:
    return leaf.kind == "footnote" or _STARRED.match(leaf.text) is not None


_STARRED = compile_regex(r"\(?\*+\)?\s|\[\^?\d+\]:?\s|\(\d\)\s")


def _orders(text: str, context: Context) -> bool:
    """Does a remark, or what it says behind a colon, turn to a body that must do something by a
    day?"""
    return states_day(text, context) and any(
        _turns_to_body(clause, context) for clause in _clauses(text)
    )


def _clauses(text: str) -> Iterator[str]:
    rest = text
    while rest:
        yield capitalised(_without_joint(_MARK.sub("", rest)))
        _, _, rest = rest.partition(": ")


def _without_joint(text: str) -> str:
    """A sentence without the word that joins it to what was said ("Ngoài ra, | Trạm Y tế …")."""
    joint = begins(text, "further_work_openings")
    return text[len(joint) :].lstrip(" ,") if joint else text


def _turns_to_body(clause: str, context: Context) -> bool:
    lead, does = subject_of(clause, context.level)
    is_turned_to = begins(clause, "duty_addresses") is not None
    return bool(lead) and (is_turned_to or begins_duty(does))


def _span(spans: models.Spans) -> Span | None:
    """The first place of a part of the plan as the readers tell it."""
    if not spans:
        return None
    one = spans[0]
    return Span(
        page=one.page,
        first=one.line_start or one.paragraph_start,
        last=one.line_end or one.paragraph_end,
    )
