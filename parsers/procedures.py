"""Appendices that tell a procedure step by step ("PHỤ LỤC | CÁC BƯỚC TIẾN HÀNH | Bước 1: Họp thôn |
- Chủ trì: Trưởng thôn"): prose whose steps are tasks, and no table that lost its grid."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import groupby

from kehoach.ingest.model import FlowItem, Grid, Line
from kehoach.parsers.annexed_duties import (
    MAX_HEAD,
    InAnnexes,
    assigning_chapter,
    attached_plan,
    length_of_head,
    read_chapter,
    read_plan,
    title_of,
)
from kehoach.parsers.items.ground.context import Context
from kehoach.parsers.items.ground.scopes import Scopes
from kehoach.parsers.items.works.body import body_tasks
from kehoach.parsers.layout.outline import build_outline
from kehoach.parsers.layout.paragraphs import Paragraph
from kehoach.parsers.layout.phase_titles import opens_phase_line
from kehoach.parsers.parts import to_items
from kehoach.parsers.printed import printed_appendices
from kehoach.parsers.table_tasks import Found, read_appendix
from kehoach.parsers.words import contains, opens_with
from kehoach.schema import models

MIN_STEPS = 2
"""So many lines that open with a step make a procedure."""
CONFIDENCE = 0.8
"""How sure a task is that an appendix tells by its steps."""


def read_appendices(
    flow: Sequence[FlowItem], found: Found, context: Context
) -> tuple[list[models.Appendix], InAnnexes]:
    """The flow behind the signature -> its appendices, and what the prose of those that are
    procedures, or assign in points, gives; what the tables of the others give goes to `found`."""
    in_prose = InAnnexes()
    appendices: list[models.Appendix] = []
    for kind, group in groupby(_annexes(flow), key=_kind_of):
        annexes = list(group)
        for annex in annexes if kind else [[item for each in annexes for item in each]]:
            if kind == "procedure":
                paragraphs = [item for item in to_items(annex) if isinstance(item, Paragraph)]
                appendices.extend(printed_appendices(paragraphs, context))
                in_prose.tasks.extend(_tasks_of(paragraphs, context, place=len(appendices)))
                continue
            before = found.amount
            appendices.extend(read_appendix(annex, found, context=context))
            chapter = assigning_chapter(annex) if found.amount == before else None
            plan = attached_plan(annex) if found.amount == before and chapter is None else None
            if chapter is not None:
                read_chapter(chapter, in_prose, len(appendices), context=context)
            elif plan is not None:
                read_plan(plan, in_prose, len(appendices), context=context)
    return appendices, in_prose


def _kind_of(annex: Sequence[FlowItem]) -> str:
    """What sort of prose an appendix is; "" for tables, and for what is only kept."""
    if _is_procedure(annex):
        return "procedure"
    is_read = assigning_chapter(annex) is not None or attached_plan(annex) is not None
    return "assigning" if is_read else ""


def _annexes(flow: Sequence[FlowItem]) -> Iterator[list[FlowItem]]:
    """The flow, parted before each caption of an appendix."""
    annex: list[FlowItem] = []
    for item in flow:
        is_caption = isinstance(item, Line) and opens_with(item.text, "annex_openings") is not None
        if is_caption and annex and isinstance(item, Line) and item.text[:1].isupper():
            yield annex
            annex = []
        annex.append(item)
    if annex:
        yield annex


def _is_procedure(annex: Sequence[FlowItem]) -> bool:
    """Does an appendix without tables say in its title that it tells steps, and tell some?"""
    lines = [item for item in annex if isinstance(item, Line)]
    if len(lines) < len(annex) and any(isinstance(item, Grid) and item.ruled for item in annex):
        return False
    steps = sum(opens_phase_line(line.text) for line in lines)
    return steps >= MIN_STEPS and any(_tells_steps(line.text) for line in lines[:MAX_HEAD])


def _tells_steps(title: str) -> bool:
    if contains(title, "procedure_headings") is not None:
        return True
    return opens_with(title, "procedure_openings") is not None


def _tasks_of(
    paragraphs: Sequence[Paragraph], context: Context, place: int
) -> Iterator[models.Task]:
    """The tasks of a procedure, the appendix being the chapter over all of them."""
    head = length_of_head(paragraphs)
    root = build_outline(list(_with_titles(paragraphs[head:])))
    root.title = title_of(paragraphs[:head])
    own = replace(context, scopes=Scopes(), silent=frozenset(), list_times={})
    for _, task in body_tasks(root, own).placed:
        confidence = min(CONFIDENCE, task.confidence or CONFIDENCE)
        yield task.model_copy(update={"id": f"{task.id}.{place}", "confidence": confidence})


def _with_titles(paragraphs: Sequence[Paragraph]) -> Iterator[Paragraph]:
    """The paragraphs, a step that ends with a full stop ("Bước 1: Họp thôn.") made the title of its
    lines, and a number that stands alone ("Phần 2.") joined with the line under it."""
    number: Paragraph | None = None
    for paragraph in paragraphs:
        mark = number.mark if number is not None else None
        if number is not None and mark is not None and paragraph.mark is None:
            mark = replace(mark, rest=paragraph.text)
            spans = (*number.spans, *paragraph.spans)
            text = f"{number.text} {paragraph.text}"
            paragraph = replace(number, text=text, mark=mark, spans=spans)
        elif number is not None:
            yield number
        is_bare = paragraph.mark is not None and not paragraph.words.strip(" .")
        number = paragraph if is_bare else None
        if number is None:
            yield _as_title(paragraph)
    if number is not None:
        yield number


def _as_title(paragraph: Paragraph) -> Paragraph:
    if not opens_phase_line(paragraph.text) or not paragraph.text.endswith("."):
        return paragraph
    return replace(paragraph, text=paragraph.text.rstrip("."))
