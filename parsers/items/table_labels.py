"""Labels that stand right above a table of tasks ("Thời gian: Quý II/2026"): they hold for its rows
that name no owner, or no time, of their own."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from kehoach.parsers.items.context import Context
from kehoach.parsers.layout.fields import Field, read_fields
from kehoach.parsers.layout.outline import Leaf, Run
from kehoach.patterns import compile_regex
from kehoach.schema import models

ROLES = ("lead", "coordinating", "deadline")
MAX_LABELS = 5
_ANY_LABEL = compile_regex(
    r"(?:\[[ xX]\]\s*)?(?:\p{L}+\s+){1,4}?\p{L}+\s*:|(?:\[[ xX]\]\s*)?\p{L}+\s*:"
)
_TICK = compile_regex(r"\[[ xX]\]\s*")
"""The box of a markdown list of things to do."""


def labels_above(before: Run | None, table: Run) -> tuple[Leaf, ...]:
    """The labelled blocks that lead up to a table under the same heading: none where a point of a
    list stands before them, whose own they are."""
    if before is None or before.node is not table.node or not before.leaves:
        return ()
    leaves = [leaf for leaf in before.leaves if leaf.kind != "footnote"]
    start = len(leaves)
    while start and _is_labelled(leaves[start - 1].text):
        start -= 1
    opener = leaves[start - 1] if start else None
    if opener is not None and opener.kind != "paragraph":
        return ()
    labels = tuple(leaves[start:])
    return labels if len(labels) <= MAX_LABELS and fields_of(leaf.text for leaf in labels) else ()


def _is_labelled(text: str) -> bool:
    return _ANY_LABEL.match(text) is not None and not text.endswith(":")


def fields_of(texts: Iterable[str]) -> tuple[Field, ...]:
    """The owners and times that labelled blocks name.

    >>> [field.role for field in fields_of(["Thời gian: Quý II.", "Địa điểm: Hội trường xã."])]
    ['deadline']
    """
    fields: list[Field] = []
    for text in texts:
        for labelled in read_fields(_TICK.sub("", text, count=1)):
            if labelled.role in ROLES and labelled.value:
                fields.append(labelled)
    return tuple(fields)


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
