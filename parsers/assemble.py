"""`Document` -> `Plan`: the parts read one after the other, each by its parser. Findings come
after, from the plan."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import chain, takewhile
from operator import itemgetter

from kehoach.ingest.model import (
    COUNTED_BY_LINES,
    PAGE_OF_SITE,
    Document,
    Grid,
    Note,
    Span,
    lines_of,
)
from kehoach.normalize.offices.short_forms import short_forms_of
from kehoach.normalize.text import clean
from kehoach.parsers.calendars.calendar import calendar_tasks
from kehoach.parsers.changed_works import with_changes
from kehoach.parsers.cited_self import shortened_title
from kehoach.parsers.confidence.judging import with_confidences
from kehoach.parsers.coverage import Audit, Frame, Framed, with_coverage
from kehoach.parsers.cut_off import cut_off
from kehoach.parsers.flattened.in_body import with_rebuilt_tables
from kehoach.parsers.identity import identity_of
from kehoach.parsers.items.duties.obligations import read_obligations
from kehoach.parsers.items.duties.persons import assignments_of_persons
from kehoach.parsers.items.ground.context import Context, SpanUnit
from kehoach.parsers.items.ground.sections import has_chapters_of_plan
from kehoach.parsers.items.orders.only_duties import with_duties_as_works
from kehoach.parsers.items.orders.ordered_tasks import with_orders
from kehoach.parsers.items.orders.paper_duties import read_duties
from kehoach.parsers.items.orders.run_in_orders import with_lists_apart, with_sentences_apart
from kehoach.parsers.items.owners.inferred_leads import with_inferred_leads
from kehoach.parsers.items.rows.lunar_rows import grouped_on_moon
from kehoach.parsers.items.targets.indicator_rows import with_rows_of_annex
from kehoach.parsers.items.targets.targets import body_targets
from kehoach.parsers.items.works.body import BodyTasks, body_tasks
from kehoach.parsers.items.works.plain_orders import with_tasks_of_paragraphs
from kehoach.parsers.items.works.reported_plans import tasks_of_news, told_orders
from kehoach.parsers.layout.fields import read_field
from kehoach.parsers.layout.outline import Leaf, Node, build_outline, to_leaf
from kehoach.parsers.layout.paragraphs import Paragraph
from kehoach.parsers.letterhead import has_stamped_day
from kehoach.parsers.loose_rows import loose_rows
from kehoach.parsers.mending import CHANGED
from kehoach.parsers.misread_tables import stray_cells
from kehoach.parsers.paper_source import source_of
from kehoach.parsers.parts import Parts, take_apart
from kehoach.parsers.periods import period_model, period_of_chapter
from kehoach.parsers.printed import printed_block, printed_section
from kehoach.parsers.procedures import read_appendices
from kehoach.parsers.reading_doubts import doubtful_words, lines_under_title, once_each
from kehoach.parsers.remarks_told import orders_in_remarks, orders_unplaced, with_exceptions
from kehoach.parsers.sources.locate import with_sources
from kehoach.parsers.table_tasks import Found, tables_of_body
from kehoach.parsers.tables.cell_lines import cells_by_column, heading_apart, headings_alone
from kehoach.parsers.tables.cells import cell_text
from kehoach.parsers.tables.in_text import with_tables_of_text
from kehoach.parsers.tables.white_grids import with_headers
from kehoach.parsers.unheaded import TOLD, less_sure, told_by_sentence
from kehoach.parsers.unread_dated import unread_dated
from kehoach.parsers.unread_orders import unread_orders
from kehoach.parsers.unread_points import duties_elsewhere, unread_duties, unread_points
from kehoach.parsers.unread_rest import unread_rest
from kehoach.parsers.unread_tables import tables_of_doers, unread_tables
from kehoach.parsers.wrecked_rows import wrecked_rows
from kehoach.schema import models
from kehoach.schema.kinds import is_calendar, is_no_plan, orders_nothing
from kehoach.schema.rules.base import Draft, finding
from kehoach.schema.walk import Place

LINES_TO_ROW = 40
"""Within so many lines behind the headings of a table its first row is read."""


def assemble(document: Document) -> Draft:
    """A document as read -> the plan without findings, and what the rules need to know besides
    it."""
    document, is_guessed = with_tables_of_text(document)
    document, is_rebuilt = with_rebuilt_tables(document)
    flow, rebuilt = with_headers(document.flow), is_guessed or is_rebuilt
    draft = _assembled(document, take_apart(flow), rebuilt=rebuilt)
    if not any(note.code == TOLD for note in draft.notes):
        return draft
    reported = _assembled(document, take_apart(flow, may_be_told=False), rebuilt=rebuilt)
    return draft if len(draft.plan.tasks) > len(reported.plan.tasks) else reported


def _assembled(document: Document, parts: Parts, *, rebuilt: bool) -> Draft:
    """The plan of a paper that was taken apart."""
    context = Context(unit=unit_of(document), rebuilt=rebuilt)
    paragraphs = [item for item in (*parts.preamble, *parts.body) if isinstance(item, Paragraph)]
    context.short_forms = short_forms_of(_texts_of(parts, paragraphs))
    info = identity_of(parts, [paragraph.text for paragraph in paragraphs], context=context)
    context.notes += told_by_sentence(parts)
    parts = replace(
        parts,
        preamble=tuple(with_lists_apart(parts.preamble, context.level)),
        body=tuple(with_sentences_apart(with_lists_apart(parts.body, context.level), context)),
    )
    root = build_outline(parts.body)
    if context.period is None and not is_calendar(info.type, info.title):
        context.period = period_of_chapter(root)
        info = info.model_copy(update={"period": period_model(context.period)})
    context.head = _head_of(info, parts, root)
    found = Found(
        keeps_all=orders_nothing(info.type),
        is_calendar=is_calendar(info.type, info.title),
        title="" if info.type else info.title or "",
    )
    places = tables_of_body(root, found, context=context)
    appendices, in_annex = read_appendices(parts.appendix, found, context=context)
    found.has_rows = bool(found.tasks or in_annex.tasks)
    in_body, of_body = _in_prose(parts, root, info=info, found=found, context=context)
    assignments = (*of_body, *in_annex.assignments)
    tasks = (*_in_order(in_body.placed, found.tasks, places=places), *in_annex.tasks)
    changed = with_exceptions(grouped_on_moon(tasks, context), root, context)
    changed = with_changes(changed, info.title, context)
    of_prose = [*body_targets(root, tasks, context=context), *in_annex.targets]
    targets = with_rows_of_annex(of_prose, found.targets)
    outside: tuple[models.Obligation, ...] = ()
    if not found.is_calendar:  # its entries are all that it tells
        outside = tuple(read_obligations(root, tasks, assignments=assignments, context=context))
    plan = models.Plan(
        status="ok",
        source=source_of(document),
        document=info,
        preamble=tuple(printed_block(to_leaf(paragraph), context) for paragraph in parts.preamble),
        sections=tuple(printed_section(node, context) for node in root.nodes()),
        loose=tuple(printed_block(leaf, context) for leaf in root.leaves()),
        targets=targets,
        tasks=less_sure(with_inferred_leads(changed, assignments), parts),
        assignments=assignments,
        obligations=(*outside, *in_annex.obligations, *found.obligations),
        appendices=tuple(appendices),
        tables=tuple(found.others),
    )
    elsewhere = [duties.whole(context) for duties in duties_elsewhere(root, plan, context)]
    if elsewhere and not found.is_calendar and not is_no_plan(info):
        plan = plan.model_copy(update={"assignments": (*plan.assignments, *elsewhere)})
    duties = list(unread_duties(root, plan, context))
    dated = [note for note in unread_dated(root, plan, context) if note not in duties]
    context.notes += [
        *_doubts_of_paper(parts, plan, document, frames=found.frames, context=context),
        *unread_points(root, plan, context),
        *duties,
        *dated,
        *unread_orders(root, plan, context),
        *unread_rest(root, plan, context, told=[*duties, *dated]),
        *in_annex.unread(plan, context),
        *unread_tables(plan),
        *tables_of_doers(plan),
        *orders_in_remarks(root, plan, context),
    ]
    context.notes += list(wrecked_rows(plan, context))
    lists = sum(note.code == "list_read" for note in context.notes)
    are_lists = bool(in_body.placed) and lists >= len({task.table for task in found.tasks})
    is_prose = not found.tasks or are_lists
    narrative = is_prose and not in_body.labelled and not is_no_plan(info)
    draft = _placed(plan, document, parts=parts, found=found, context=context)
    return with_confidences(replace(draft, narrative=narrative))


def _head_of(info: models.DocumentInfo, parts: Parts, root: Node) -> tuple[str, ...]:
    """The title, the preamble, and the labels and sentences that stand over the first point."""
    over_points = takewhile(_is_over_points, root.children)
    loose = (child.text for child in over_points if isinstance(child, Leaf))
    preamble = (own.text for own in parts.preamble if isinstance(own, Paragraph))
    return (info.title or "", *preamble, *loose)


def _is_over_points(child: object) -> bool:
    if not isinstance(child, Leaf) or child.kind != "paragraph":
        return False
    return child.text.endswith(":") or read_field(child.text) is not None


def _in_prose(
    parts: Parts, root: Node, info: models.DocumentInfo, found: Found, context: Context
) -> tuple[BodyTasks, tuple[models.Assignment, ...]]:
    """What the blocks promise: tasks, and what each office has to do. A calendar assigns nothing,
    it has entries; one in which no entry is found is read as any plan (`found` is told)."""
    persons = () if found.keeps_all else tuple(assignments_of_persons(found.others, context))
    given = read_duties(root, parts.preamble, info, context=context, has_rows=found.has_rows)
    whole = {id(duties): duties.whole(context) for duties in given if duties.unit}
    assignments = (*whole.values(), *persons)
    if found.is_calendar:
        entries = calendar_tasks(root, context)
        found.is_calendar = bool(entries.placed or found.tasks)
        if found.is_calendar:
            return entries, ()
    if is_no_plan(info) and not (info.type is None and has_chapters_of_plan(root)):
        head = [line.text for line in parts.head]
        if context.ordered:
            opening = [*head, *(paragraph.text for paragraph in parts.preamble)]
            return told_orders(root, context, head=opening), assignments
        is_news = info.type is None and not (assignments or found.tasks)
        return tasks_of_news(root, context, head=head) if is_news else BodyTasks(), assignments
    in_body = body_tasks(root, context, in_tables=found.tasks, of_tables=found.labels)
    if context.ordered:
        in_body.placed = with_orders(in_body.placed, context.ordered)
    if not found.has_rows:
        in_body, kept = with_duties_as_works(in_body, given, root, document=info, context=context)
        assignments = (*(whole[id(duties)] for duties in kept if duties.unit), *persons)
    if not (found.tasks or found.others or assignments or context.ordered):
        in_body = with_tasks_of_paragraphs(in_body, root, context)
        if not in_body.placed and info.type is None and info.number is None:
            in_body = tasks_of_news(root, context)
    return in_body, assignments


def _placed(
    plan: models.Plan, document: Document, parts: Parts, found: Found, context: Context
) -> Draft:
    """The plan with its coverage and the place of each value, and what the reading tells of it."""
    title = [span for part in (*parts.title, *parts.about, *parts.decider) for span in part.spans]
    audit = Audit(
        document.flow,
        head=parts.head,
        closing=parts.closing,
        title=title,
        frames=found.frames,
        site=parts.site + parts.page_numbers,
        attached=parts.attached + shortened_title(plan.document, parts),
    )
    covered = with_coverage(plan, audit, context=context)
    located, evidence = with_sources(covered, audit, context=context, pages=document.pages)
    notes = [*document.notes, *context.notes, *orders_unplaced(located, context)]
    if not (located.tables or any(task.origin == "table" for task in located.tasks)):
        notes = [note for note in notes if note.code != "guessed_row"]  # of a letterhead, a frame
    return Draft(
        located,
        notes=tuple(_told(note, context) for note in once_each(notes)),
        rebuilt=context.rebuilt,
        mended=any(note.code == CHANGED for note in document.notes),
        doubtful_words=doubtful_words(document),
        has_appendix=bool(parts.appendix) or (found.count > 0 and not parts.closing),
        day_in_stamp=has_stamped_day(parts.head),
        attached=lines_under_title(document, parts),
        totals=tuple(found.totals),
        evidence=evidence,
    )


def _texts_of(parts: Parts, paragraphs: Iterable[Paragraph]) -> Iterator[str]:
    """What a paper says in its paragraphs, and in the cells of its tables."""
    yield from (paragraph.text for paragraph in paragraphs)
    for item in (*parts.body, *parts.appendix):
        if isinstance(item, Grid):
            for cell in item.cells:
                yield cell_text(cell.lines)


def _doubts_of_paper(
    parts: Parts,
    plan: models.Plan,
    document: Document,
    *,
    frames: Sequence[Frame],
    context: Context,
) -> Iterator[Note]:
    """What is told of the whole paper: that its file breaks off, that it is a table alone."""
    broken = cut_off(parts, is_page=document.media_type == PAGE_OF_SITE)
    if broken is not None and not any(note.code == broken.code for note in document.notes):
        yield broken
    has_rows = any(task.origin == "table" for task in plan.tasks)
    if parts.kind is None and not parts.head and not parts.closing and has_rows:
        first = next(lines_of(document.flow))
        yield Note("table_alone", clean(first.text), span=first.span)
    column = cells_by_column(document.flow) or heading_apart(document.flow)
    if column is not None:
        yield Note("unread_table", column.text, span=column.span)
    apart = (*parts.head, *parts.closing, *parts.site, *parts.attached)
    titles = [title for frame in frames for title in frame.titles]
    for line in loose_rows(document.flow, Framed(frames, context), apart=apart):
        yield Note("unread_table", line.text, span=line.span)
    for line in stray_cells(document.flow, plan, apart=apart, titles=titles):
        yield Note("unread_table", line.text, span=line.span)
    rows = [span for task in plan.tasks if task.origin == "table" for span in task.spans]
    for heading in headings_alone(document.flow):
        if not any(_lies_below(span, heading.span.first or 0) for span in rows):
            yield Note("unread_table", heading.text, span=heading.span)


def _lies_below(row: models.Span, heading: int) -> bool:
    """Does a row stand near below the line of a heading, or go on there behind a repeated one?"""
    begin, end = row.line_start or 0, row.line_end or 0
    return begin <= heading + LINES_TO_ROW and end >= heading


def _told(note: Note, context: Context) -> models.Finding:
    """A note of a reader as a finding; it belongs to no part of the plan. Of its places those that
    follow each other are one; what lies between others is in order."""
    places = (note.span, *note.further) if note.span else ()
    spans = tuple(chain.from_iterable(map(context.spans, _runs(places))))
    return finding(note.code, on=Place(None, "", spans=spans), evidence=note.evidence)


def _runs(places: Sequence[Span]) -> list[list[Span]]:
    """Lines or paragraphs that follow each other together; those of pages all."""
    runs: list[list[Span]] = []
    for place in places:
        last = runs[-1][-1] if runs else None
        follows = last is not None and (place.first or 0) <= (last.last or 0) + 1
        if runs and (follows or place.page is not None):
            runs[-1].append(place)
        else:
            runs.append([place])
    return runs


def _in_order(
    in_body: Sequence[tuple[int, models.Task]],
    in_tables: Sequence[models.Task],
    places: Sequence[int],
) -> tuple[models.Task, ...]:
    """Tasks of blocks and of tables in the order of the paper: `places` are those of the tables of
    the body, tables of an appendix come last."""
    of_body = list(zip(places, in_tables, strict=False))
    placed = sorted([*in_body, *of_body], key=itemgetter(0))
    return (*(task for _, task in placed), *in_tables[len(places) :])


def unit_of(document: Document) -> SpanUnit:
    """In what the spans of a document are told: pages, lines or paragraphs."""
    if document.pages:
        return "page"
    return "line" if document.media_type in COUNTED_BY_LINES else "paragraph"
