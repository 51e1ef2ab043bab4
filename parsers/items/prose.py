"""Points of prose that are tasks: bullets, lettered and numbered points under headings of tasks."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from kehoach.parsers.items.context import Context
from kehoach.parsers.items.drafts import Draft, draft_of
from kehoach.parsers.items.sentence_owners import owners_in
from kehoach.parsers.items.stated_deadlines import deadline_in
from kehoach.parsers.layout.fields import read_field
from kehoach.parsers.layout.marks import LETTER_LEVEL, level_of_number
from kehoach.parsers.layout.outline import Leaf, Node
from kehoach.parsers.words import contains, opens_with

MIN_WORDS = 9
"""A shorter paragraph that is no item of a list is no task."""


def points(
    leaves: Sequence[Leaf], node: Node, context: Context, *, beside_table: bool
) -> Iterator[Draft]:
    """The tasks among blocks right under a heading. A sentence that ends with a colon only
    announces the points under it; what it says of owner and time holds for each of them."""
    if not is_task_section(node):
        return
    over: Leaf | None = None
    for index, leaf in enumerate(leaves):
        if _is_aside(leaf):
            continue
        if over is not None and _level(leaf) <= _level(over):
            over = None
        following = leaves[index + 1] if index + 1 < len(leaves) else None
        if leaf.text.endswith(":") and following is not None and _level(following) > _level(leaf):
            over = leaf
        elif _is_point(leaf):
            draft = draft_of(leaf, node, over=over)
            if not beside_table or _stands_alone(draft, context):
                yield draft


def _is_aside(leaf: Leaf) -> bool:
    """Footnotes, remarks in brackets, labelled lines of what stands before, and the sentence that
    closes a plan."""
    if leaf.kind == "footnote" or leaf.text.startswith("("):
        return True
    return opens_with(leaf.text, "farewell") is not None or read_field(leaf.text) is not None


def _level(leaf: Leaf) -> int:
    """How deep a block stands in a list; an unmarked paragraph stands over all lists."""
    if leaf.kind == "bullet":
        return LETTER_LEVEL + leaf.depth
    return level_of_number(leaf.number) if leaf.kind == "item" else 0


def _is_point(leaf: Leaf) -> bool:
    if leaf.kind == "paragraph":
        return len(leaf.text.split()) >= MIN_WORDS and not leaf.text.endswith(":")
    return leaf.kind in ("item", "bullet")


def is_task_section(node: Node) -> bool:
    """The nearest heading that speaks of tasks, targets or duties decides: only tasks count."""
    for section in node.titled_ancestors():
        title = section.title
        if contains(title, "assignment_headings") or opens_with(title, "not_task_headings"):
            return False
        if contains(title, "task_headings"):
            return True
        if contains(title, "target_headings"):
            return False
    return False


# --- prose beside a table of tasks ----------------------------------------------------------------


def _stands_alone(draft: Draft, context: Context) -> bool:
    """Is a point an order of its own though the paper has a table of tasks? One that can be cited
    by its number is, and one that says who or by when; others lead up to the table."""
    for section in draft.section.titled_ancestors():
        if contains(section.title, "general_headings"):
            return False
    if draft.number is not None or draft.inline:
        return True
    if owners_in(draft.text, context.level).lead:
        return True
    return deadline_in(draft.text, context) is not None


def names_tasks_elsewhere(root: Node) -> bool:
    """Does the paper say that who does what, and by when, stands in its appendix?"""
    for node in root.walk():
        for leaf in node.leaves():
            promised = contains(leaf.text, "appendix_promises") is not None
            if promised and contains(leaf.text, "detail_words"):
                return True
    return False
