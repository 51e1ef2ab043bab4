"""Appendices that say in points who does what ("PHỤ LỤC | PHÂN CÔNG NHIỆM VỤ | 1. Phòng Kinh tế: |
- Rà soát …"): what a chapter under the same title gives in the body of a plan, they give, too."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from kehoach.ingest.model import FlowItem, Grid, Note
from kehoach.parsers.items.duties.assignments import assigned_in
from kehoach.parsers.items.duties.obligations import read_obligations
from kehoach.parsers.items.duties.parted_duties import each_with_own
from kehoach.parsers.items.duties.shared_duties import with_shared_duties
from kehoach.parsers.items.ground.context import Context
from kehoach.parsers.items.ground.scopes import Scopes
from kehoach.parsers.items.ground.sections import is_assignment_section, is_task_section
from kehoach.parsers.items.targets.targets import body_targets
from kehoach.parsers.items.works.body import body_tasks
from kehoach.parsers.layout.marks import Rank, read_mark
from kehoach.parsers.layout.outline import Node, build_outline
from kehoach.parsers.layout.paragraphs import ATTACHED, Paragraph
from kehoach.parsers.parts import to_items
from kehoach.parsers.unread_points import unread_duties
from kehoach.parsers.words import document_type, is_plan_type
from kehoach.schema import models

MAX_HEAD = 8
"""Paragraphs of the head of an appendix: its caption, its title, "(Kèm theo …)"."""
CONFIDENCE = 0.8
"""How sure a task is that an appendix tells in prose."""
BLANKS = "....."
_NUMBERS = ("I", "Phần I")
"""Of the chapter as which an appendix is read; the second where it has chapters of its own."""


@dataclass(slots=True)
class InAnnexes:
    """What the prose of appendices gives; `chapters` are those which it was read as."""

    tasks: list[models.Task] = field(default_factory=list)
    targets: list[models.Target] = field(default_factory=list)
    assignments: list[models.Assignment] = field(default_factory=list)
    obligations: list[models.Obligation] = field(default_factory=list)
    chapters: list[Node] = field(default_factory=list)

    def unread(self, plan: models.Plan, context: Context) -> list[Note]:
        """A note on each of the first duties in them that were left."""
        return [note for chapter in self.chapters for note in unread_duties(chapter, plan, context)]


def assigning_chapter(annex: Sequence[FlowItem]) -> Node | None:
    """An appendix without tables whose title is that of a chapter of duties or tasks, as the root
    of such a chapter; None for any other."""
    if any(isinstance(item, Grid) for item in annex):
        return None
    paragraphs = [item for item in to_items(annex) if isinstance(item, Paragraph)]
    head = length_of_head(paragraphs)
    points = paragraphs[head:]
    title = title_of(paragraphs[:head])
    if not title or not any(one.mark is not None for one in points):
        return None
    has_chapters = any(one.mark is not None and one.mark.rank == Rank.ROMAN for one in points)
    words = f"{_NUMBERS[has_chapters]}. {title}"
    spans = tuple(span for one in paragraphs[:head] for span in one.spans)
    heading = Paragraph(words, spans, mark=read_mark(words), bold=True)
    root = build_outline([heading, *points])
    chapter = next(iter(root.nodes()), None)
    if chapter is None or chapter.title != title:
        return None
    chapter.number = None
    return root if is_assignment_section(chapter) or is_task_section(chapter) else None


def read_chapter(root: Node, found: InAnnexes, place: int, context: Context) -> None:
    """The duties, tasks and dates of such a chapter; `place` tells the ids of its tasks apart."""
    own = _by_itself(context)
    for chapter in root.nodes():
        duties = each_with_own(assigned_in(chapter, own), own)
        given = list(with_shared_duties(duties, chapter, own))
        own.assigned |= {id(leaf) for one in given for leaf in one.leaves}
        found.assignments += (one.whole(own) for one in given if one.unit)
    for _, task in body_tasks(root, own).placed:
        confidence = min(CONFIDENCE, task.confidence or CONFIDENCE)
        named = {"id": f"{task.id}.{place}", "confidence": confidence}
        found.tasks.append(task.model_copy(update=named))
    found.obligations += read_obligations(root, found.tasks, found.assignments, context=own)
    found.chapters.append(root)


def _by_itself(context: Context) -> Context:
    """What is known of the paper, without what its body told of the points of its own chapters."""
    return replace(context, scopes=Scopes(), silent=frozenset(), list_times={}, gives_orders=False)


def read_plan(root: Node, found: InAnnexes, place: int, context: Context) -> None:
    """The duties, tasks, dates and targets of such a plan."""
    before = len(found.tasks)
    read_chapter(root, found, place, context)
    own = _by_itself(context)
    for target in body_targets(root, tuple(found.tasks[before:]), context=own):
        found.targets.append(target.model_copy(update={"id": f"{target.id}.{place}"}))


def attached_plan(annex: Sequence[FlowItem]) -> Node | None:
    """The plan that a letter, a notice, or another paper with works of its own has behind its
    signature ("KẾ HOẠCH … | (Kèm theo Công văn số …)" over chapters, or points), as the root of its
    outline; None for an appendix of another kind, with tables, or to be filled in."""
    if any(isinstance(item, Grid) for item in annex):
        return None
    paragraphs = [item for item in to_items(annex) if isinstance(item, Paragraph)]
    first = next(iter(paragraphs), None)
    kind = document_type(first.text) if first is not None else None
    if not is_plan_type(kind) or not any(ATTACHED.match(one.text) for one in paragraphs[:MAX_HEAD]):
        return None
    if any(is_blank(one.text) for one in paragraphs):
        return None
    start = _first_chapter(paragraphs)
    return build_outline(paragraphs[start:]) if start is not None else None


def _first_chapter(paragraphs: Sequence[Paragraph]) -> int | None:
    """Where the first chapter of a plan stands, or its first numbered point where it has no
    chapters; None where it has neither."""
    ranks = [one.mark.rank if one.mark is not None else None for one in paragraphs]
    if Rank.ROMAN in ranks:
        return ranks.index(Rank.ROMAN)
    numbered = (n for n, rank in enumerate(ranks) if rank is not None and rank < Rank.BULLET)
    return next(numbered, None)


def is_blank(text: str) -> bool:
    """Are there dots to be filled in?"""
    return BLANKS in text or text.count("…") >= len(BLANKS)


def title_of(head: Sequence[Paragraph]) -> str:
    """The title in the head of an appendix, or its caption where nothing else stands there."""
    titles = [one.text for one in head if not ATTACHED.match(one.text)]
    return " ".join(titles[1:] or titles)


def length_of_head(paragraphs: Sequence[Paragraph]) -> int:
    """How many paragraphs the caption, the title and "(Kèm theo …)" are."""
    is_attached = False
    for index, paragraph in enumerate(paragraphs[:MAX_HEAD]):
        is_title = index == 0 or paragraph.text.isupper() or bool(paragraph.centered)
        is_attached = is_attached or ATTACHED.match(paragraph.text) is not None
        if not (is_title or is_attached):
            return index
        is_attached = is_attached and not paragraph.text.rstrip().endswith(")")
        if paragraph.mark is not None:
            return index
    return min(MAX_HEAD, len(paragraphs))
