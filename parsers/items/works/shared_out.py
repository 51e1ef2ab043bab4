"""Works that a plan shares out by bodies under a title nobody listed ("II. PHẦN VIỆC CỦA TỪNG CƠ
QUAN" over "1. Trạm Y tế" and its points): with no other works in the plan these are its tasks, and
no duties on how others are carried out."""

from __future__ import annotations

from kehoach.parsers.items.duties.assignments import is_series_of_units, unit_of_heading
from kehoach.parsers.items.ground.context import Context
from kehoach.parsers.items.ground.sections import (
    is_assignment_section,
    is_task_section,
    opens_criteria,
)
from kehoach.parsers.items.times.phases import is_quiet
from kehoach.parsers.items.times.stated_deadlines import stated_in
from kehoach.parsers.items.works.silent_chapters import chapters_of_doers
from kehoach.parsers.layout.outline import Node
from kehoach.parsers.words import contains, opens_with
from kehoach.schema import models

MIN_TIMED, MOST_TIMED = 3, 0.5
"""So many blocks, and so large a part, say when: they are works, and no standing duties."""
_OTHER_MATTERS = ("not_task_headings", "money_headings", "reward_headings", "report_headings")


def sections_shared_out(
    root: Node, document: models.DocumentInfo, context: Context
) -> dict[int, str]:
    """The sections (by `id`) of such chapters, each with the body it names, "" for a chapter; none
    in a paper that is no plan, or that has a chapter of tasks."""
    kind = document.type or ""
    if opens_with(kind, "plan_types") is None or opens_with(kind, "decisions") is not None:
        return {}
    if any(map(is_task_section, root.walk())) or chapters_of_doers(root, context):
        return {}
    found: dict[int, str] = {}
    for chapter in root.nodes():
        if _shares_out_works(chapter, context):
            found |= {id(one): unit_of_heading(one, context) or "" for one in chapter.walk()}
    return found


def _shares_out_works(chapter: Node, context: Context) -> bool:
    if not is_series_of_units(chapter, context) or is_assignment_section(chapter):
        return False
    title = chapter.title
    if is_quiet(title) or opens_criteria(title) or contains(title, "target_headings"):
        return False
    if any(opens_with(title, key) for key in _OTHER_MATTERS):
        return False
    works = [leaf for leaf in chapter.all_leaves() if leaf.kind != "footnote"]
    timed = sum(bool(stated_in(leaf.text, context)) for leaf in works)
    return timed >= MIN_TIMED and timed >= MOST_TIMED * len(works)
