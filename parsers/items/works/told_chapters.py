"""What the context learns of chapters whose content tells that they set tasks, and what is told of
them."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from kehoach.ingest.model import Note
from kehoach.parsers.items.ground.context import Context
from kehoach.parsers.items.ground.sections import is_task_section
from kehoach.parsers.items.works.content_doubts import told_by_content
from kehoach.parsers.items.works.silent_chapters import (
    chapters_of_doers,
    loose_orders,
    say_who_or_when,
    sections_of,
    silent_chapters,
    telling_chapters,
    verb_chapters,
)
from kehoach.parsers.layout.outline import Node


def learn_verb_chapters(root: Node, context: Context) -> None:
    """The context learns which chapters say in their titles what is done, or share works out."""
    chapters = [one for one in verb_chapters(root, context) if not is_task_section(one)]
    sections = _told_sections(chapters, context)
    context.verbal = frozenset(id(one) for one in sections if not is_task_section(one))
    context.verbal |= context.shared.keys()


def _told_sections(chapters: Sequence[Node], context: Context) -> list[Node]:
    """The sections of chapters that their content tells; a note says so of each chapter."""
    context.notes.extend(map(told_by_content, chapters))
    return [section for chapter in chapters for section in sections_of(chapter, context)]


def are_told_by_content(read: Collection[int], root: Node, context: Context) -> bool:
    """Does the paper order things that no title announces? The context learns where."""
    loose = loose_orders(root, context)
    if loose and say_who_or_when(loose, context):
        context.silent = frozenset({id(root)})
        context.notes.append(told_by_content(root))
        return True
    if loose:
        context.notes.append(Note("loose_orders", str(len(loose)), span=loose[0].spans[0]))
    if read:
        return False
    chapters = silent_chapters(root, context)
    context.silent = frozenset(map(id, _told_sections(chapters, context)))
    return bool(chapters)


def are_further_told(read: Collection[int], root: Node, context: Context) -> bool:
    """Do chapters order things of which nothing was read, beside those whose titles announce it?
    The context learns where."""
    chapters = [
        chapter
        for chapter in telling_chapters(root, context)
        if not any(id(leaf) in read for leaf in chapter.all_leaves())
    ]
    context.silent |= frozenset(map(id, _told_sections(chapters, context)))
    return bool(chapters)


def are_told_by_doers(read: Collection[int], root: Node, context: Context) -> bool:
    """Do chapters say, point by point, who does what and when, and not all of it was read? The
    context learns where."""
    chapters = [
        chapter
        for chapter in chapters_of_doers(root, context)
        if any(id(leaf) not in read for leaf in chapter.all_points())
    ]
    context.verbal |= frozenset(map(id, _told_sections(chapters, context)))
    return bool(chapters)
