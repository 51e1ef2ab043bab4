"""Measurable commitments: the items of the chỉ tiêu / mục tiêu sections, and the rows of a table of
targets."""

from __future__ import annotations

import regex

from kehoach.parsers.items.context import Context, metrics_of
from kehoach.parsers.layout.outline import Leaf, Node
from kehoach.parsers.tables.cells import Slot, cell_text
from kehoach.parsers.tables.tables import RoleTable
from kehoach.parsers.words import contains
from kehoach.schema import models

_COMMITMENT = regex.compile(r"(?:tối thiểu |ít nhất |trên |từ )?\d{1,3}(?:,\d+)?\s?%\s")


def body_targets(
    root: Node, tasks: tuple[models.Task, ...], context: Context
) -> list[models.Target]:
    """The items under headings of targets; and a task's product that is itself a figure ("100% văn
    bản … đúng …")."""
    found: list[models.Target] = []
    for node in root.walk():
        if not is_target_section(node):
            continue
        leaves = [
            leaf
            for leaf in node.leaves()
            if leaf.kind != "footnote" and not _introduces(leaf, node)
        ]
        for leaf in leaves:
            found.append(
                models.Target(
                    id=f"c.{node.path or 0}.{len(found) + 1}",
                    number=leaf.number,
                    section=node.path,
                    text=leaf.text,
                    metrics=metrics_of(leaf.text),
                    spans=context.spans(leaf.spans),
                    confidence=leaf.confidence,
                )
            )
    for task in tasks:
        found.extend(_products(task, root, len(found)))
    return found


def _introduces(leaf: Leaf, node: Node) -> bool:
    """A paragraph that only announces the commitments: a list under it ("… các chỉ tiêu sau:"), or
    an appendix."""
    if leaf.text.endswith(":") and len(node.children) > 1:
        return True
    return contains(leaf.text, "appendix_promises") is not None and not metrics_of(leaf.text)


def is_target_section(node: Node) -> bool:
    """Does the nearest heading that speaks of targets speak of nothing else? A mixed heading ("MỤC
    TIÊU, NHIỆM VỤ") leaves it to its sub-headings."""
    at: Node | None = node
    own = True
    while at is not None and at.title:
        mixed = contains(at.title, "target_headings_mixed") is not None
        if contains(at.title, "target_headings"):
            return not (mixed and not own) and not (mixed and node.nodes() != [])
        if mixed:
            return False
        own = False
        at = at.parent
    return False


def _products(task: models.Task, root: Node, count: int) -> list[models.Target]:
    if task.origin != "body":
        return []
    found: list[models.Target] = []
    section = next(
        (
            node.path
            for node in root.walk()
            if task.group and node.title == task.group.title and node.number == task.group.number
        ),
        None,
    )
    for product in task.deliverables:
        if _COMMITMENT.match(product.lower()) and (metrics := metrics_of(product)):
            found.append(
                models.Target(
                    id=f"c.{section or 0}.{count + len(found) + 1}",
                    section=section,
                    text=product,
                    metrics=metrics,
                    spans=task.spans,
                    confidence=task.confidence,
                )
            )
    return found


def table_targets(table: RoleTable, context: Context, number: int) -> list[models.Target]:
    """The rows of a table of targets: the indicator's wording with its unit and its figure of the
    plan's year."""
    columns = table.columns
    at = {role: columns.of(role) for role in ("index", "indicator", "unit")}
    values = _value_columns(table, context)
    found: list[models.Target] = []
    for slots in table.rows:
        text = _text(slots, at["indicator"])
        if not text or len({id(slot) for slot in slots}) < 2:
            continue
        unit = _text(slots, at["unit"])
        figures = [figure for column in values if (figure := _text(slots, column))]
        others = [
            slot
            for c, slot in enumerate(slots)
            if c not in (at["index"], at["indicator"]) and not slot.empty
        ]
        if not others:
            continue  # a group's title
        found.append(
            models.Target(
                id=f"cb{number}.{len(found) + 1}",
                number=_text(slots, at["index"]) or None,
                text=text,
                metrics=tuple(m for figure in figures for m in _figure(figure, unit)),
                origin="table",
                spans=context.spans(
                    line.span for slot in dict.fromkeys(slots) for line in slot.lines
                ),
                confidence=columns.confidence,
            )
        )
    return found


def _text(slots: list[Slot], column: int | None) -> str:
    return "" if column is None or slots[column].empty else cell_text(slots[column].lines)


def _value_columns(table: RoleTable, context: Context) -> list[int]:
    """The columns that hold the commitment: the one of the plan's year, else those called value."""
    year = str(context.period.start.year) if context.period and context.period.start else None
    titles = table.columns.titles
    dated = [i for i, title in enumerate(titles) if year and year in title]
    return dated[:1] or [i for i, role in enumerate(table.columns.roles) if role == "value"][:1]


def _figure(figure: str, unit: str) -> tuple[models.Metric, ...]:
    """A figure cell -> its metric, read with the unit of its row where it has none of its own: "Từ
    90 trở lên" and "%" are "Từ 90% trở lên"."""
    if not any(c.isdigit() for c in figure):
        return ()
    if unit and unit.lower() not in figure.lower():
        last = max(i for i, c in enumerate(figure) if c.isdigit()) + 1
        gap = "" if unit in "%‰" else " "
        figure = f"{figure[:last]}{gap}{unit}{figure[last:]}"
    return metrics_of(figure)
