"""Labels that stand right above a table of tasks ("Thời gian: Quý II/2026"): they hold for its rows
that name no owner, or no time, of their own."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from kehoach.normalize.times.deadline import parse_deadline
from kehoach.parsers.items.ground.context import Context
from kehoach.parsers.items.times.labelled_times import out_of_brackets
from kehoach.parsers.items.times.list_deadlines import time_of_heading
from kehoach.parsers.items.times.section_times import is_of_all_work
from kehoach.parsers.layout.fields import Field, read_fields
from kehoach.parsers.layout.outline import Leaf, Run
from kehoach.patterns import compile_regex
from kehoach.schema import models

ROLES = ("lead", "coordinating", "deadline")
MAX_LABELS = 5
MAX_TIME_LETTERS = 60
_EDGES = " .:;*"
_ANY_LABEL = compile_regex(
    r"(?:\[[ xX]\]\s*)?(?:\p{L}+\s+){1,4}?\p{L}+\s*:|(?:\[[ xX]\]\s*)?\p{L}+\s*:"
)
_TICK = compile_regex(r"\[[ xX]\]\s*")
"""The box of a markdown list of things to do."""


def labels_above(before: Run | None, table: Run, context: Context) -> tuple[Leaf, ...]:
    """The labelled blocks, and the time alone, that lead up to a table under the same heading: none
    where a point of a list stands before them, whose own they are."""
    if before is None or before.node is not table.node or not before.leaves:
        return ()
    leaves = [leaf for leaf in before.leaves if leaf.kind != "footnote"]
    start = _first_label([leaf.text for leaf in leaves], context)
    opener = leaves[start - 1] if start else None
    if opener is not None and opener.kind != "paragraph":
        return ()
    labels = tuple(leaves[start:])
    if len(labels) > MAX_LABELS or not any(_tells(leaf.text, context) for leaf in labels):
        return ()
    return labels


def _tells(text: str, context: Context) -> bool:
    """Does a labelled block tell an owner or a time, be it that of another thing?"""
    told = read_fields(_TICK.sub("", out_of_brackets(text), count=1))
    return any(one.role in ROLES and one.value for one in told) or _is_time(text, context)


def fields_above(texts: Sequence[str], context: Context) -> tuple[Field, ...]:
    """The owners and times of the labelled paragraphs, and of the time alone, that end the texts
    above a table of an appendix."""
    labels = texts[_first_label(texts, context) :]
    return fields_of(labels, context) if len(labels) <= MAX_LABELS else ()


def _first_label(texts: Sequence[str], context: Context) -> int:
    """Where the labelled texts at the end begin."""
    start = len(texts)
    while start and (_is_labelled(texts[start - 1]) or _is_time(texts[start - 1], context)):
        start -= 1
    return start


def _is_time(text: str, context: Context) -> bool:
    """Are the words a time and nothing else ("Tháng 3:")? The plan's own year is none."""
    words = text.strip(_EDGES)
    if len(words) > MAX_TIME_LETTERS:
        return False
    value = parse_deadline(words, context.period)
    if value is None or value.kind not in ("by", "within") or value.confidence < 1.0:
        return False
    return value.is_alone and time_of_heading(words, context) is not None


def _is_labelled(text: str) -> bool:
    return _ANY_LABEL.match(out_of_brackets(text)) is not None and not text.endswith(":")


def fields_of(texts: Iterable[str], context: Context) -> tuple[Field, ...]:
    """The owners and times that labelled blocks name, and those that are a time alone.

    >>> texts = ["Thời gian: Quý II.", "Địa điểm: Hội trường xã."]
    >>> [field.role for field in fields_of(texts, Context())]
    ['deadline']
    """
    fields: list[Field] = []
    for text in texts:
        said = read_fields(_TICK.sub("", out_of_brackets(text), count=1))
        fields.extend(one for one in said if _holds_for_rows(one))
        if not said and _is_time(text, context):
            fields.append(Field("deadline", label="", value=text.strip(_EDGES)))
    return tuple(fields)


def _holds_for_rows(labelled: Field) -> bool:
    """Is a label one of who does the rows, or when? "Thời hạn gửi báo cáo" is another thing's."""
    is_told = labelled.role in ROLES and bool(labelled.value)
    return is_told and (labelled.role != "deadline" or is_of_all_work(labelled.label))


def with_labels(
    tasks: Sequence[models.Task], fields: Sequence[Field], context: Context
) -> list[models.Task]:
    """The tasks of a table with what labels above it say, where their rows say nothing."""
    said = {labelled.role: labelled.value.rstrip(" ;.") for labelled in reversed(fields)}
    if not said:
        return list(tasks)
    lead, coordinating = context.owners(said.get("lead", ""), said.get("coordinating", ""))
    deadline = context.deadline(said.get("deadline", ""))
    completed: list[models.Task] = []
    for task in tasks:
        update = {
            "lead": task.lead or lead,
            "coordinating": task.coordinating or (coordinating if not task.lead else None),
            "deadline": task.deadline or deadline,
        }
        completed.append(task.model_copy(update=update))
    return completed
