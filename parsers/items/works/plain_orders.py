"""A plan without a list: its chapters, called as its own matter goes ("PHẦN LỄ", "PHẦN HỘI"), hold
paragraphs each of which says which body does what. Where nothing else of the paper gives work,
these are its tasks, and doubtful ones."""

from __future__ import annotations

from collections.abc import Iterator

from kehoach.ingest.model import Note
from kehoach.parsers.items.bodies.further_owners import owners_said
from kehoach.parsers.items.drafts.drafts import Draft, draft_of
from kehoach.parsers.items.ground.context import Context
from kehoach.parsers.items.ground.ids import TaskIds
from kehoach.parsers.items.targets.targets import is_target_section
from kehoach.parsers.items.times.phases import is_told
from kehoach.parsers.items.times.stated_deadlines import stated_in
from kehoach.parsers.items.works.body import BodyTasks
from kehoach.parsers.items.works.content_doubts import BY_CONTENT
from kehoach.parsers.items.works.draft_tasks import to_task
from kehoach.parsers.layout.outline import Leaf, Node
from kehoach.parsers.words import contains

FEWEST, MOST = 3, 0.5
"""So many paragraphs, and so large a part of those under headings, say who does something."""
DOUBTFUL = 0.6
PLAIN_ORDERS = "plain_orders"


def tasks_of_paragraphs(root: Node, context: Context) -> BodyTasks:
    """The paragraphs under the headings of a plan that say who does what, as tasks; none where few
    do."""
    tasks = BodyTasks()
    paragraphs = list(_paragraphs(root))
    candidates = [(leaf, node) for leaf, node in paragraphs if not _only_tells(leaf.text)]
    named = sum(_names_doer(leaf.text, context) for leaf, _ in candidates)
    if named < FEWEST or named < MOST * len(paragraphs):
        return tasks
    drafts = [_draft(leaf, node) for leaf, node in candidates if _is_order(leaf.text, context)]
    ids = TaskIds("t")
    for place, draft in enumerate(drafts):
        task = to_task(draft, ids.next(draft.section.path or "0"), context=context)
        tasks.placed.append((place, task))
    context.notes.append(Note(PLAIN_ORDERS, str(len(drafts)), span=drafts[0].spans[0]))
    return tasks


def with_tasks_of_paragraphs(found: BodyTasks, root: Node, context: Context) -> BodyTasks:
    """The tasks of a body, or, where nothing but the wording of some chapters told them, those of
    all paragraphs that say who does what, if these are more."""
    if any(task.confidence is None or task.confidence > DOUBTFUL for _, task in found.placed):
        return found
    notes = list(context.notes)
    others = tasks_of_paragraphs(root, context)
    if len(others.placed) <= len(found.placed):
        context.notes = notes
        return found
    context.notes = [note for note in context.notes if note.code != BY_CONTENT]
    return others


def _paragraphs(root: Node) -> Iterator[tuple[Leaf, Node]]:
    for node in root.walk():
        if node.parent is None or is_target_section(node) or _is_aim(node):
            continue
        yield from ((leaf, node) for leaf in node.leaves() if leaf.kind == "paragraph")


def _is_aim(node: Node) -> bool:
    titles = [section.title for section in node.titled_ancestors()]
    return any(contains(title, "purpose_headings") is not None for title in titles)


def _only_tells(text: str) -> bool:
    """Does a paragraph tell what was done, or lead to what stands below it?"""
    return is_told(text) or text.endswith(":")


def _names_doer(text: str, context: Context) -> bool:
    """Does a paragraph name a body that does something?"""
    return bool(owners_said(text, context.level).lead)


def _is_order(text: str, context: Context) -> bool:
    """Does it, or does it say when something is done?"""
    return _names_doer(text, context) or bool(stated_in(text, context))


def _draft(leaf: Leaf, node: Node) -> Draft:
    draft = draft_of(leaf, node)
    draft.confidence = min(draft.confidence, DOUBTFUL)
    return draft
