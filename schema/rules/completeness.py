"""Rules on what is missing: owners, deadlines, products, number, date, appendix; and what readers
observed."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from kehoach.schema.models import Plan, Section, Spans, Task
from kehoach.schema.rules.base import Hit, Observations, rule, task_words

_PROMISE = re.compile(
    r"(?:(?:có|theo|tại|trong|các)\s+)?\b(?:phụ lục|phụ biểu|(?<!đại )biểu)"
    r"\s+(?:\S+\s+){0,2}?(?:kèm theo|đính kèm|gửi kèm)"
    r"|(?:tại|theo|trong)\s+(?:các\s+)?phụ lục",
    re.IGNORECASE,
)
_OF_ANOTHER = re.compile(
    r"\s*(?:(?:số\s+)?(?:[IVXL]+|\d{1,2})\b\s*)?(?:theo\s+)?(?:của\s+)?"
    r"(?:Quyết định|Nghị định|Thông tư|Nghị quyết|Công văn|Văn bản)\s+số"
)


MANY = 0.1
"""A larger part of the rows."""


def _missing(
    plan: Plan, seen: Observations, each: str, none: str, lacks: Callable[[Task], bool]
) -> Iterator[Hit]:
    """One finding per task that lacks the field; one for the whole plan when none has it, or when
    its tasks are sentences of prose, most of which never have it. Where a table was put together
    from loose lines and MANY rows lack it, it was a merged cell, printed once: a doubt of the
    reader, no defect of the paper."""
    lacking = [(at, task) for at, task in enumerate(plan.tasks) if lacks(task)]
    if lacking and (len(lacking) == len(plan.tasks) > 2 or seen.narrative):
        yield Hit(none, "/tasks", task_words(lacking[0][1]), details={"count": len(lacking)})
        return
    if seen.rebuilt and len(lacking) > MANY * len(plan.tasks):
        details: dict[str, object] = {"count": len(lacking), "what": each.removeprefix("missing_")}
        yield Hit("rows_in_doubt", "/tasks", task_words(lacking[0][1]), details=details)
        return
    for at, task in lacking:
        yield Hit(each, f"/tasks/{at}", task_words(task), task.spans)


@rule("missing_owner")
def missing_owner(plan: Plan, seen: Observations) -> Iterator[Hit]:
    yield from _missing(
        plan, seen, "missing_owner", "no_owners", lambda t: t.lead is None or t.lead.inferred
    )


@rule("missing_deadline")
def missing_deadline(plan: Plan, seen: Observations) -> Iterator[Hit]:
    yield from _missing(
        plan, seen, "missing_deadline", "no_deadlines", lambda t: t.deadline is None
    )


@rule("missing_deliverable")
def missing_deliverable(plan: Plan, seen: Observations) -> Iterator[Hit]:
    yield from _missing(
        plan, seen, "missing_deliverable", "no_deliverables", lambda t: not t.deliverables
    )


@rule("unclear_deadline")
def unclear_deadline(plan: Plan, seen: Observations) -> Iterator[Hit]:
    """A deadline that was printed but not understood, unless its date is the trouble: that is told
    already."""
    invalid = [note.evidence for note in seen.notes if note.code == "invalid_date"]
    for at, task in enumerate(plan.tasks):
        if task.deadline is not None and task.deadline.kind is None:
            if any(evidence in task.deadline.raw for evidence in invalid):
                continue
            yield Hit("unclear_deadline", f"/tasks/{at}/deadline", task.deadline.raw, task.spans)


@rule("missing_document_number")
def missing_document_number(plan: Plan, _: Observations) -> Iterator[Hit]:
    if plan.document.number is None:
        symbol = plan.document.symbol
        yield Hit("missing_document_number", "/document/number", f"Số: /{symbol}" if symbol else "")


@rule("missing_issue_date")
def missing_issue_date(plan: Plan, _: Observations) -> Iterator[Hit]:
    issued = plan.document.issued_on
    if issued is None or len(issued) < len("2025-01-01"):
        yield Hit("missing_issue_date", "/document/issued_on", issued or "")


@rule("missing_title")
def missing_title(plan: Plan, _: Observations) -> Iterator[Hit]:
    if plan.document.type is None:
        yield Hit("missing_title", "/document/type", "")


@rule("no_tasks")
def no_tasks(plan: Plan, _: Observations) -> Iterator[Hit]:
    if not plan.tasks:
        yield Hit("no_tasks", "/tasks", "")


@rule("missing_appendix")
def missing_appendix(plan: Plan, seen: Observations) -> Iterator[Hit]:
    """A promise in the body, and nothing behind the signature. An appendix of another document is
    no promise."""
    if seen.has_appendix:
        return
    for where, text, spans in _texts(plan):
        for match in _PROMISE.finditer(text):
            if not _OF_ANOTHER.match(text[match.end() :]):
                yield Hit(
                    "missing_appendix",
                    where,
                    text[max(0, match.start() - 60) : match.end() + 40],
                    spans,
                )
                return


def _texts(plan: Plan) -> Iterator[tuple[str, str, Spans]]:
    for at, block in enumerate(plan.preamble):
        yield f"/preamble/{at}", block.text, block.spans
    for at, section in enumerate(plan.sections):
        yield from _section_texts(section, f"/sections/{at}")


def _section_texts(section: Section, where: str) -> Iterator[tuple[str, str, Spans]]:
    for at, block in enumerate(section.blocks):
        yield f"{where}/blocks/{at}", block.text, block.spans
    for at, child in enumerate(section.sections):
        yield from _section_texts(child, f"{where}/sections/{at}")


@rule("invalid_date")
def invalid_date(plan: Plan, _: Observations) -> Iterator[Hit]:
    """A legal basis whose date was printed but is none."""
    for at, basis in enumerate(plan.document.legal_bases):
        if basis.date_raw and basis.date is None:
            yield Hit("invalid_date", f"/document/legal_bases/{at}", basis.date_raw, basis.spans)


@rule("observations")
def observations(plan: Plan, seen: Observations) -> Iterator[Hit]:
    """What readers told: pages without text, tables not read, doubtful rows, impossible dates in
    the body."""
    for note in seen.notes:
        yield Hit(
            note.code, note.where, note.evidence, note.spans, dict(note.details), note.suggestion
        )
