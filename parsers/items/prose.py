"""Points of prose that are tasks: bullets, lettered and numbered points under headings of tasks."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise

from kehoach.normalize.text import fold
from kehoach.parsers.items.context import Context
from kehoach.parsers.items.drafts import Draft, draft_of
from kehoach.parsers.items.sections import is_task_section
from kehoach.parsers.items.sentence_owners import begins, subject_of
from kehoach.parsers.items.stated_deadlines import is_about_list
from kehoach.parsers.layout.fields import read_field
from kehoach.parsers.layout.outline import Leaf, Node
from kehoach.parsers.words import contains, opens_with
from kehoach.schema import models

MIN_WORDS = 9
"""A shorter paragraph that is no item of a list is no task."""
ALIKE, MIN_REPEATED = 0.7, 0.5
"""So large a part of a row's pairs of words a point of prose has that the row repeats; so many of
the rows must."""


def points(
    leaves: Sequence[Leaf], node: Node, context: Context, *, to_table: bool
) -> Iterator[Draft]:
    """The tasks among blocks right under a heading. A sentence that ends with a colon only
    announces the points under it; what it says of owner and time holds for each of them. Prose that
    leads up `to_table` is no list of tasks, but for what it gives to somebody by name."""
    if not is_task_section(node):
        return
    over: Leaf | None = None
    depth = 0  # of the list that it covers
    for index, leaf in enumerate(leaves):
        if _is_aside(leaf) or is_about_list(leaf.text, context):
            continue
        if over is not None and (leaf.level <= over.level or leaf.level < depth):
            over = None
        following = leaves[index + 1] if index + 1 < len(leaves) else None
        if leaf.text.endswith(":") and following is not None and following.level > leaf.level:
            over, depth = leaf, following.level
        elif _is_point(leaf):
            draft = draft_of(leaf, node, over=over)
            if not to_table or _is_given(draft, context):
                yield draft


def _is_aside(leaf: Leaf) -> bool:
    """Footnotes, remarks in brackets, labelled lines of what stands before, and the sentence that
    closes a plan."""
    if leaf.kind == "footnote" or leaf.text.startswith("("):
        return True
    return opens_with(leaf.text, "farewell") is not None or read_field(leaf.text) is not None


def _is_point(leaf: Leaf) -> bool:
    if leaf.kind == "paragraph":
        return len(leaf.text.split()) >= MIN_WORDS and not leaf.text.endswith(":")
    return leaf.kind in ("item", "bullet")


# --- prose beside a table of tasks ----------------------------------------------------------------


def leads_up_to(in_tables: Sequence[models.Task], root: Node) -> bool:
    """Does the prose only lead up to a table of tasks? Where the table repeats points of it, the
    prose is the list of tasks and the table says more of some; else, and where the paper says that
    who does what stands in its appendix, the table is the list."""
    if not in_tables:
        return False
    told: list[frozenset[str]] = []
    for node in root.walk():
        leaves = node.leaves()
        if any(_names_table(leaf.text) for leaf in leaves):
            return True
        if is_task_section(node):
            told.extend(_pairs(leaf.text) for leaf in leaves)
    repeated = sum(_repeats(task.task, told) for task in in_tables)
    return repeated < MIN_REPEATED * len(in_tables)


def _names_table(text: str) -> bool:
    """Does a sentence say that an appendix tells who does what, and by when?"""
    if contains(text, "appendix_promises") is None:
        return False
    return contains(text, "detail_words") is not None


def _repeats(text: str, told: Sequence[frozenset[str]]) -> bool:
    wanted = _pairs(text)
    return any(len(wanted & pairs) >= ALIKE * len(wanted) for pairs in told) if wanted else False


def _pairs(text: str) -> frozenset[str]:
    """The pairs of neighbouring words of a wording."""
    return frozenset(f"{first} {second}" for first, second in pairwise(fold(text).split()))


def _is_given(draft: Draft, context: Context) -> bool:
    """Is a duty given to somebody by name, so that it is an order though the paper has a table?"""
    if draft.inline:
        return True
    lead, does = subject_of(draft.text, context.level)
    if not lead:
        return False
    return bool(begins(does, "giving_words") or opens_with(draft.text, "duty_givings"))
