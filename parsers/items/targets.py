"""Measurable commitments: the items of the chỉ tiêu / mục tiêu sections, and the rows of a table of
targets."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from itertools import takewhile

import regex

from kehoach.parsers.items.context import Context, metrics_of
from kehoach.parsers.items.stated_words import counts
from kehoach.parsers.layout.fields import read_field
from kehoach.parsers.layout.outline import Leaf, Node
from kehoach.parsers.tables.cells import Slot, cell_text
from kehoach.parsers.tables.tables import RoleTable
from kehoach.parsers.words import alternation, contains, opens_with
from kehoach.schema import models

MAX_TITLE_WORDS = 16
"""Of a lettered line that titles a part of the commitments."""

_SENTENCE_END = regex.compile(r"[.;,]['\"”’)]*$")

# --- in the body ----------------------------------------------------------------------------------


def body_targets(
    root: Node, tasks: tuple[models.Task, ...], context: Context
) -> list[models.Target]:
    """The commitments under headings of targets; figures that the plan promises elsewhere, where it
    has no such section; and a task's product that is itself a figure ("100% văn bản … đúng …")."""
    sections = [node for node in root.walk() if is_target_section(node)]
    has_figures = any(_is_about(node, "figure_headings") for node in sections)
    is_specific = any(not _is_general(node, has_figures=has_figures) for node in sections)
    told = _wordings(tasks)
    found: list[models.Target] = []
    for node in root.walk():
        leaves = [leaf for leaf in node.leaves() if leaf.kind != "footnote"]
        announced = announced_targets(leaves)
        for index, leaf in enumerate(leaves):
            if id(leaf) in announced:
                is_target = True
            elif node in sections:
                below = leaves[index + 1 :]
                is_target = _commits(leaf, node, following=below, has_figures=has_figures)
            else:
                is_target = _promises(leaf, node, is_specific) and not leaf.text.startswith(told)
            if is_target:
                found.append(_from_leaf(leaf, node, len(found) + 1, context))
    for task in tasks:
        found.extend(_products(task, root, len(found) + 1))
    return found


def announced_targets(leaves: Sequence[Leaf]) -> frozenset[int]:
    """The points (by `id`) with a figure of a list that a sentence announces as one of commitments
    ("… được cụ thể hóa bằng các chỉ tiêu như sau:"), whatever the heading over it speaks of."""
    found: set[int] = set()
    over: Leaf | None = None
    for leaf in leaves:
        if leaf.text.endswith(":") and _announces_targets(leaf.text):
            over = leaf
        elif over is not None and (leaf.kind == "paragraph" or leaf.level <= over.level):
            over = None
        elif over is not None and metrics_of(leaf.text):
            found.add(id(leaf))
    return frozenset(found)


def _announces_targets(text: str) -> bool:
    """Does the last clause of a sentence say that commitments follow?"""
    clause = _CLAUSE_BREAK.split(text)[-1]
    if not _speaks_of_targets(clause) or contains(clause, "list_openings") is None:
        return False
    return contains(clause, "target_headings_of_work") is None


_CLAUSE_BREAK = regex.compile(r"[;.]\s+")


def _wordings(tasks: Iterable[models.Task]) -> tuple[str, ...]:
    """What already stands in tasks, without the labels behind it."""
    return tuple(text.rstrip(" .;") for task in tasks for text in (task.task, *task.activities))


def _commits(leaf: Leaf, node: Node, *, following: Sequence[Leaf], has_figures: bool) -> bool:
    """Is a block under a heading of targets one: with a figure; or without one, where the heading
    is not of the general aim, and the block no label, time or announcement?"""
    if _introduces(leaf, node) or _titles_a_part(leaf, following):
        return False
    labelled = read_field(leaf.text)
    if labelled is not None and labelled.role not in _ROLES_OF_TARGETS:
        return False
    if metrics_of(leaf.text) or counts().search(leaf.text):
        return True  # a figure, or a limit of time ("được cấp cứu trong 24 giờ đầu")
    if _is_general(node, has_figures=has_figures) or leaf.text.endswith(":"):
        return False
    if _names_general_aim(leaf.text):
        return False
    return not _titles(leaf, following)


_ROLES_OF_TARGETS = ("objective", "activity", "deliverable")
MAX_TITLE = 10
"""Words of a line that only names the field of the commitments under it."""


def _titles(leaf: Leaf, following: Sequence[Leaf]) -> bool:
    """Is it a line that names the field of what follows ("- Thủy sản"), and is of another kind?"""
    if not following or leaf.text.endswith((".", ";", ",")):
        return False
    is_short = len(leaf.text.split()) <= MAX_TITLE
    return is_short and (following[0].kind, following[0].depth) != (leaf.kind, leaf.depth)


def _is_about(node: Node, key: str) -> bool:
    """Does the heading that makes a section one of targets contain a phrase of `key`?"""
    for section in node.titled_ancestors():
        if contains(section.title, "target_headings"):
            return contains(section.title, key) is not None
    return False


def _is_general(node: Node, *, has_figures: bool) -> bool:
    """Is it a section of the aim ("Mục tiêu chung"), whose sentences count only with a figure?
    Beside a section of figures ("Chỉ tiêu") every section of aims is."""
    if _is_about(node, "figure_headings"):
        return False
    return has_figures or _is_about(node, "general_headings")


def _names_general_aim(text: str) -> bool:
    """ "Mục tiêu chung, lâu dài: Khôi phục sản xuất.": a sentence behind its own title."""
    title, colon, _ = text.partition(": ")
    if not colon or opens_with(title, "target_headings") is None:
        return False
    return contains(title, "general_headings") is not None


def _promises(leaf: Leaf, node: Node, is_specific: bool) -> bool:
    """Does a block outside the sections of targets promise a share? In a plan with a section for
    them only what says so at its opening ("Phấn đấu 60% hồ sơ …")."""
    if not _may_name_share(leaf.text) or _is_told(node) or read_field(leaf.text) is not None:
        return False
    if not any((metric.unit or "").startswith("%") for metric in metrics_of(leaf.text)):
        return False
    if opens_with(leaf.text, "promise_openings"):
        return True
    is_aim = any(contains(section.title, "purpose_headings") for section in node.titled_ancestors())
    return not is_specific and (not is_aim or contains(leaf.text, "promises") is not None)


def _may_name_share(text: str) -> bool:
    """May a text name a share? Cheap, to be asked before the figures are read."""
    return "%" in text or contains(text, "shares") is not None


def _is_told(node: Node) -> bool:
    """Does a section tell what was, or who does what, instead of what is to be reached?"""
    return any(contains(section.title, "no_target_headings") for section in node.titled_ancestors())


def _from_leaf(leaf: Leaf, node: Node, number: int, context: Context) -> models.Target:
    return models.Target(
        id=f"c.{node.path or 0}.{number}",
        number=leaf.number,
        section=node.path,
        text=leaf.text,
        metrics=metrics_of(leaf.text),
        spans=context.spans(leaf.spans),
        confidence=leaf.confidence,
    )


def _introduces(leaf: Leaf, node: Node) -> bool:
    """A paragraph that only announces the commitments: a list under it ("… các chỉ tiêu sau:"), or
    an appendix."""
    if leaf.text.endswith(":") and len(node.children) > 1:
        return True
    if not contains(leaf.text, "appendix_promises"):
        return False
    return not metrics_of(leaf.text)


def _titles_a_part(leaf: Leaf, following: Sequence[Leaf]) -> bool:
    """A numbered line without a figure that ends no sentence ("b) Cải cách thủ tục hành chính")
    titles the plain lines under it, when these hold the figures."""
    if leaf.number is None or len(leaf.text.split()) > MAX_TITLE_WORDS:
        return False
    if _SENTENCE_END.search(leaf.text) or metrics_of(leaf.text):
        return False
    under = takewhile(lambda other: other.number is None, following)
    return any(metrics_of(other.text) for other in under)


def is_target_section(node: Node) -> bool:
    """Does the nearest heading that speaks of targets speak of nothing else? A mixed heading ("MỤC
    TIÊU, NHIỆM VỤ") leaves it to its sub-headings; one that only mentions them ("Đạt được mục tiêu
    …", a programme's name) is none."""
    for section in node.titled_ancestors():
        if contains(section.title, "assignment_headings"):
            return False
        is_mixed = contains(section.title, "target_headings_mixed") is not None
        if _speaks_of_targets(section.title):
            if not is_mixed:
                return True
            return section is node and not node.nodes()
        if is_mixed:
            return False
    return False


def _speaks_of_targets(title: str) -> bool:
    if not contains(title, "target_headings"):
        return False
    return contains(title, "target_mentions") is None


def _products(task: models.Task, root: Node, number: int) -> Iterator[models.Target]:
    """The products of a task of the body that are commitments, counted from `number` on."""
    if task.origin != "body":
        return
    section: str | None = None
    if task.group is not None:
        section = _path_of(task.group, root)
    for product in task.deliverables:
        metrics = metrics_of(product) if _is_commitment(product) else ()
        if not metrics:
            continue
        yield models.Target(
            id=f"c.{section or 0}.{number}",
            section=section,
            text=product,
            metrics=metrics,
            spans=task.spans,
            confidence=task.confidence,
        )
        number += 1


def _path_of(group: models.Group, root: Node) -> str | None:
    """The path of the first section with a group's title and number."""
    for node in root.walk():
        if node.title == group.title and node.number == group.number:
            return node.path
    return None


def _is_commitment(product: str) -> bool:
    return _share_first().match(product.lower()) is not None


@cache
def _share_first() -> regex.Pattern[str]:
    """A share at the beginning: "tối thiểu 95,5 % hồ sơ …"."""
    openings = alternation("share_openings")
    return regex.compile(rf"(?:(?:{openings}) )?\d{{1,3}}(?:,\d+)?\s?%\s")


# --- tables of targets ----------------------------------------------------------------------------


def table_targets(table: RoleTable, context: Context, number: int) -> list[models.Target]:
    """The rows of a table of targets: the indicator's wording with its unit and its figure of the
    plan's year. `number` is the table's ordinal in the paper (for ids)."""
    columns = table.columns
    index, indicator = columns.of("index"), columns.of("indicator")
    values = _value_columns(table, context)
    found: list[models.Target] = []
    for slots in table.rows:
        distinct = dict.fromkeys(slots)
        text = _text(slots, indicator)
        if not text or len(distinct) < 2:
            continue
        if not _has_more(slots, (index, indicator)):
            continue  # a group's title
        found.append(
            models.Target(
                id=f"cb{number}.{len(found) + 1}",
                number=_text(slots, index) or None,
                text=text,
                metrics=_metrics(slots, values, unit=_text(slots, columns.of("unit"))),
                origin="table",
                spans=context.spans(line.span for slot in distinct for line in slot.lines),
                confidence=columns.confidence,
            )
        )
    return found


def _text(slots: list[Slot], column: int | None) -> str:
    if column is None or slots[column].empty:
        return ""
    return cell_text(slots[column].lines)


def _has_more(slots: list[Slot], columns: tuple[int | None, ...]) -> bool:
    """Does a row have words outside these columns?"""
    others = [slot for column, slot in enumerate(slots) if column not in columns]
    return not all(slot.empty for slot in others)


def _value_columns(table: RoleTable, context: Context) -> list[int]:
    """The columns that hold the commitment: the one of the plan's year, else those called value."""
    if context.period and context.period.start:
        year = str(context.period.start.year)
        for column, title in enumerate(table.columns.titles):
            if year in title:
                return [column]
    return table.columns.of_all(["value"])


def _metrics(slots: list[Slot], values: list[int], unit: str) -> tuple[models.Metric, ...]:
    metrics: list[models.Metric] = []
    for column in values:
        figure = _text(slots, column)
        if figure:
            metrics.extend(_figure(figure, unit))
    return tuple(metrics)


def _figure(figure: str, unit: str) -> tuple[models.Metric, ...]:
    """A figure cell -> its metric, read with the unit of its row where it has none of its own: "Từ
    90 trở lên" and "%" are "Từ 90% trở lên"."""
    digits = [index for index, char in enumerate(figure) if char.isdigit()]
    if not digits:
        return ()
    if unit and unit.lower() not in figure.lower():
        stop = digits[-1] + 1
        space = "" if unit in "%‰" else " "
        figure = f"{figure[:stop]}{space}{unit}{figure[stop:]}"
    return metrics_of(figure)
