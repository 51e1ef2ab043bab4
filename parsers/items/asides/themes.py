"""What a campaign, propaganda or an inspection is about, and in which ways it goes: under "Nội dung
thi đua", "Nội dung tuyên truyền", "Hình thức tuyên truyền", "Các bước giám sát" stand themes and
means, also where they are worded as works; the works of such a paper are the duties that it shares
out by bodies.

Readers took the duties for the tasks of five such plans out of five, and none took the themes.
"""

from __future__ import annotations

import regex

from kehoach.normalize.text import fold
from kehoach.parsers.items.ground.sections import is_task_section, names_assignments
from kehoach.parsers.items.words.sentence_breaks import sentences_in
from kehoach.parsers.layout.outline import Node
from kehoach.parsers.words import contains, opens_with
from kehoach.patterns import compile_regex
from kehoach.schema import models

_PARTS = compile_regex(r"\s*[,;:&]\s*|\s+và\s+", regex.IGNORECASE)
DAYS = ("by", "within", "recurring", "several")
"""Kinds of times that tell when a work is done; "trong thời gian bầu cử" tells none."""


def is_about_themes(root: Node) -> bool:
    """Are the contents of a paper themes: has it a heading over them, and no chapter of works
    besides?"""
    has_themes = False
    for chapter in root.nodes():
        if not _speaks_of_themes(chapter.title) and is_task_section(chapter):
            return False
        has_themes = has_themes or any(map(opens_themes, _headings(chapter)))
    return has_themes


def _headings(section: Node) -> list[str]:
    return [section.title, *(title for child in section.nodes() for title in _headings(child))]


def opens_themes(title: str) -> bool:
    """Does a heading stand over themes, or over the means of propaganda or inspection, and over no
    works besides?

    >>> opens_themes("Nội dung thi đua"), opens_themes("Nội dung tuyên truyền và giải pháp")
    (True, False)
    >>> opens_themes("Nội dung thực hiện")
    False
    """
    if opens_with(title, "theme_headings") is None:
        return False
    _, *further = _PARTS.split(title)
    return not any(contains(part, "works_beside_themes") for part in further)


def _speaks_of_themes(title: str) -> bool:
    """ "II. LỘ TRÌNH VÀ | NỘI DUNG TUYÊN TRUYỀN": does a part of a title open so?"""
    parts = (title, *_PARTS.split(title))
    return any(opens_with(part, "theme_headings") is not None for part in parts)


def is_theme(task: models.Task, section: Node) -> bool:
    """Is a task of such a section a theme that says neither who does it, nor on which day?"""
    return _stands_under_themes(section) and not _tells_itself(task)


def _stands_under_themes(node: Node) -> bool:
    """The nearest heading decides that speaks of themes, of works or of duties."""
    for section in node.titled_ancestors():
        if opens_with(section.title, "theme_headings") is not None:
            return opens_themes(section.title)
        if contains(section.title, "task_headings") or names_assignments(section):
            return False
    return False


def _tells_itself(task: models.Task) -> bool:
    """Does the first sentence of a point say who does it, or on which day? The time of its heading
    or of the campaign is that of all themes."""
    first = fold(next(iter(sentences_in(task.task)), task.task))
    if task.lead is not None and fold(task.lead.raw) in first:
        return True
    due = task.deadline
    return due is not None and due.kind in DAYS and fold(due.raw) in first
