"""`Document` -> `Plan`: the parts read one after the other, each by its parser. Findings come
after, from the plan."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import groupby
from operator import itemgetter

from kehoach.ingest.model import (
    COUNTED_BY_LINES,
    Document,
    FlowItem,
    Grid,
    Line,
    Note,
    lines_of,
)
from kehoach.normalize.legal.bases import find_bases
from kehoach.normalize.legal.references import Reference
from kehoach.normalize.offices.short_forms import short_forms_of
from kehoach.normalize.text import clean
from kehoach.parsers.addressees import read_addressees
from kehoach.parsers.attached import completed
from kehoach.parsers.calendars.calendar import calendar_rows, calendar_tasks
from kehoach.parsers.closing import read_closing
from kehoach.parsers.confidence.judging import with_confidences
from kehoach.parsers.coverage import Audit, Frame, with_coverage
from kehoach.parsers.cut_off import cut_off
from kehoach.parsers.flattened.headless import read_headless
from kehoach.parsers.flattened.table import (
    loose_targets,
    loose_tasks,
    read_flattened,
    split_regions,
)
from kehoach.parsers.items.body import BodyTasks, body_tasks
from kehoach.parsers.items.context import Context, SpanUnit
from kehoach.parsers.items.drafts import group_of
from kehoach.parsers.items.indicator_rows import table_targets, with_rows_of_annex
from kehoach.parsers.items.indicator_tables import of_indicators
from kehoach.parsers.items.inferred_leads import with_inferred_leads
from kehoach.parsers.items.obligations import read_obligations
from kehoach.parsers.items.paper_duties import read_duties
from kehoach.parsers.items.persons import assignments_of_persons
from kehoach.parsers.items.rows import table_tasks
from kehoach.parsers.items.scheduled import scheduled
from kehoach.parsers.items.sections import lies_ahead
from kehoach.parsers.items.table_labels import fields_of, labels_above, with_labels
from kehoach.parsers.items.targets import body_targets
from kehoach.parsers.layout.marks import Rank
from kehoach.parsers.layout.outline import (
    Leaf,
    Node,
    Run,
    build_outline,
    in_reading_order,
    to_leaf,
)
from kehoach.parsers.layout.paragraphs import Paragraph, to_paragraphs
from kehoach.parsers.letterhead import has_stamped_day, penned_lines, read_head
from kehoach.parsers.mending import CHANGED
from kehoach.parsers.own_office import with_own_office
from kehoach.parsers.paper_source import source_of
from kehoach.parsers.parts import Parts, take_apart, to_items
from kehoach.parsers.periods import day_of, period_model, period_of
from kehoach.parsers.reading_doubts import doubtful_words, doubts_of_table, lines_under_title
from kehoach.parsers.site_card import from_card
from kehoach.parsers.sources.locate import with_sources
from kehoach.parsers.tables.borderless import find_borderless
from kehoach.parsers.tables.cells import cell_text
from kehoach.parsers.tables.tables import RoleTable, read_tables, with_headers
from kehoach.parsers.tables.timetable import is_timetable
from kehoach.parsers.tables.totals import totals_of
from kehoach.parsers.words import is_caption, opens_with
from kehoach.schema import models
from kehoach.schema.kinds import is_calendar, is_no_plan, orders_nothing
from kehoach.schema.rules.base import Draft, finding
from kehoach.schema.walk import Place

MAX_GROUP = 40
"""Words of a numbered line above a table that is the title of its group."""
PENNED = "handwritten"
"""The finding on number or date of a scan that a pen wrote."""


@dataclass(slots=True)
class _Found:
    """What tables gave: tasks, targets, appointments, and the tables that are neither.

    `keeps_all`: every table is kept as printed, in a paper that orders nothing; `is_calendar`: it
    is one of days. `frames` are what
    the tables print besides their rows; `count` numbers the tables; `last` may go on in the next
    one; `labels` are the blocks above tables (by `id`) whose owners and times hold for rows.
    """

    keeps_all: bool = False
    is_calendar: bool = False
    tasks: list[models.Task] = field(default_factory=list)
    targets: list[models.Target] = field(default_factory=list)
    others: list[models.OtherTable] = field(default_factory=list)
    obligations: list[models.Obligation] = field(default_factory=list)
    frames: list[Frame] = field(default_factory=list)
    count: int = 0
    last: RoleTable | None = None
    labels: set[int] = field(default_factory=set)


def assemble(document: Document) -> Draft:
    """A document as read -> the plan without findings, and what the rules need to know besides
    it."""
    parts = take_apart(with_headers(document.flow))
    context = Context(unit=unit_of(document))
    paragraphs = [item for item in (*parts.preamble, *parts.body) if isinstance(item, Paragraph)]
    context.short_forms = short_forms_of(paragraph.text for paragraph in paragraphs)
    info = _identity(parts, [paragraph.text for paragraph in paragraphs], context=context)
    root = build_outline(parts.body)
    found = _Found(
        keeps_all=orders_nothing(info.type), is_calendar=is_calendar(info.type, info.title)
    )
    places = _tables_of_body(root, found, context=context)
    appendices = _read_appendix(parts.appendix, found, context=context)
    persons = () if found.keeps_all else assignments_of_persons(found.others, context)
    assignments = (*read_duties(root, parts.preamble, document=info, context=context), *persons)
    in_body = BodyTasks()
    if found.is_calendar:
        in_body = calendar_tasks(root, context)
        found.is_calendar = bool(in_body.placed or found.tasks)
    if found.is_calendar:
        assignments = ()
    elif not is_no_plan(info):
        in_body = body_tasks(root, context, in_tables=found.tasks, of_tables=found.labels)
    narrative = not found.tasks and not in_body.labelled and not is_no_plan(info)
    tasks = _in_order(in_body.placed, found.tasks, places=places)
    targets = with_rows_of_annex(body_targets(root, tasks, context=context), found.targets)
    outside: tuple[models.Obligation, ...] = ()
    if not found.is_calendar:  # its entries are all that it tells
        outside = tuple(read_obligations(root, tasks, assignments=assignments, context=context))
    plan = models.Plan(
        status="ok",
        source=source_of(document),
        document=info,
        preamble=tuple(_block(to_leaf(paragraph), context) for paragraph in parts.preamble),
        sections=tuple(_section(node, context) for node in root.nodes()),
        loose=tuple(_block(leaf, context) for leaf in root.leaves()),
        targets=targets,
        tasks=with_inferred_leads(tasks, assignments),
        assignments=assignments,
        obligations=(*outside, *found.obligations),
        appendices=tuple(appendices),
        tables=tuple(found.others),
    )
    context.notes += _doubts_of_paper(parts, plan, document=document)
    titles = (*parts.title, *parts.about, *parts.decider)
    title_spans = [span for part in titles for span in part.spans]
    audit = Audit(
        document.flow,
        head=parts.head,
        closing=parts.closing,
        title=title_spans,
        frames=found.frames,
        site=parts.site + parts.page_numbers,
        attached=parts.attached,
    )
    covered = with_coverage(plan, audit, context=context)
    plan, evidence = with_sources(covered, audit, context=context, pages=document.pages)
    draft = Draft(
        plan,
        notes=tuple(_told(note, context) for note in (*document.notes, *context.notes)),
        narrative=narrative,
        rebuilt=context.rebuilt,
        mended=any(note.code == CHANGED for note in document.notes),
        doubtful_words=doubtful_words(document),
        has_appendix=bool(parts.appendix) or found.count > 0,
        day_in_stamp=has_stamped_day(parts.head),
        attached=lines_under_title(document, parts),
        evidence=evidence,
    )
    return with_confidences(draft)


def _doubts_of_paper(parts: Parts, plan: models.Plan, document: Document) -> Iterator[Note]:
    """What is told of the whole paper: that its file breaks off, that it is a table alone."""
    broken = cut_off(parts)
    if broken is not None and not any(note.code == broken.code for note in document.notes):
        yield broken
    if parts.kind is None and not parts.head and not parts.closing and plan.tasks:
        first = next(lines_of(document.flow))
        yield Note("table_alone", clean(first.text), span=first.span)


def _told(note: Note, context: Context) -> models.Finding:
    """A note of a reader as a finding; it belongs to no part of the plan."""
    spans = context.spans([note.span]) if note.span else ()
    return finding(note.code, on=Place(None, "", spans=spans), evidence=note.evidence)


def unit_of(document: Document) -> SpanUnit:
    """In what the spans of a document are told: pages, lines or paragraphs."""
    if document.pages:
        return "page"
    return "line" if document.media_type in COUNTED_BY_LINES else "paragraph"


# --- who, when, on what ground --------------------------------------------------------------------


def _identity(parts: Parts, text: Sequence[str], context: Context) -> models.DocumentInfo:
    """What the paper says of itself; the context learns its period and level."""
    title = _joined(parts.title)
    about = _joined(parts.about)
    if title is None and about is not None:
        title = about
        context.notes.append(Note("title_of_decision", about, span=parts.about[0].spans[0]))
    # The bodies that the entries of a calendar name did not issue it.
    said = () if is_calendar(parts.kind, title) else text
    info, _ = read_head(parts.head, title, text=said)
    context.notes += [Note(PENNED, line.text, span=line.span) for line in penned_lines(parts.head)]
    info, attached = completed(info, parts, text=text)
    info, of_site = from_card(info, parts.site, text=text)
    context.notes += (*attached, *of_site)
    context.period = period_of(parts.kind, title, text=text)
    context.issued_on = day_of(info.issued_on)
    is_inner = info.issuer is not None and opens_with(info.issuer, "issuers_with_own_bodies")
    context.level = info.unit.level if info.unit and not is_inner else None
    context.place = info.unit.name if info.unit else None
    context.short_forms = with_own_office(context.short_forms, info, texts=text)
    closing = read_closing(parts.closing)
    return info.model_copy(
        update={
            "type": parts.kind,
            "title": title,
            "about": about,
            "decided_by": _joined(parts.decider),
            "period": period_model(context.period),
            "signer": closing.signer,
            "recipients": closing.recipients,
            "addressees": read_addressees(parts.preamble),
            "signed_for": closing.signed_for,
            "site": tuple(clean(line.text) for line in parts.site),
            "legal_bases": _bases(parts.preamble, context),
        }
    )


def _joined(paragraphs: Sequence[Paragraph]) -> str | None:
    """The wording of paragraphs as one, None when there is none."""
    return clean(" ".join(paragraph.text for paragraph in paragraphs)) or None


def _bases(preamble: Sequence[Paragraph], context: Context) -> tuple[models.LegalBasis, ...]:
    paragraphs = [paragraph for paragraph in preamble if _may_be_ground(paragraph)]
    references = find_bases([paragraph.text for paragraph in paragraphs])
    return tuple(
        _basis(reference, paragraphs[reference.paragraph], context=context)
        for reference in references
    )


def _may_be_ground(paragraph: Paragraph) -> bool:
    is_numbered = paragraph.mark is not None and bool(paragraph.mark.number)
    return not paragraph.footnote and not is_numbered


def _basis(reference: Reference, paragraph: Paragraph, context: Context) -> models.LegalBasis:
    return models.LegalBasis(
        type=reference.type,
        number=reference.number,
        date=reference.date,
        date_raw=reference.date_raw,
        issuer=reference.issuer,
        subject=reference.subject,
        raw=reference.raw,
        spans=context.spans(paragraph.spans),
    )


# --- sections -------------------------------------------------------------------------------------


def _block(leaf: Leaf, context: Context) -> models.Block:
    return models.Block(
        kind=leaf.kind,
        number=leaf.number,
        text=leaf.text,
        spans=context.spans(leaf.spans),
        confidence=leaf.confidence,
    )


def _section(node: Node, context: Context) -> models.Section:
    return models.Section(
        number=node.number,
        title=node.title,
        level=node.level,
        blocks=tuple(_block(leaf, context) for leaf in node.leaves()),
        sections=tuple(_section(child, context) for child in node.nodes()),
        spans=context.spans(node.spans),
        confidence=node.confidence,
    )


# --- tables ---------------------------------------------------------------------------------------


def _tables_of_body(root: Node, found: _Found, context: Context) -> list[int]:
    """Read the tables between the blocks; for each task found, the number of the run it stands in
    (see `in_reading_order`)."""
    places: list[int] = []
    before: Run | None = None
    for place, run in enumerate(in_reading_order(root)):
        if run.grids:
            _take_tables(
                read_tables(run.grids, found.last),
                found,
                context=context,
                heading=group_of(run.node),
            )
            labels = labels_above(before, run)
            first = len(places)
            if labels and len(found.tasks) > first:
                fields = fields_of(leaf.text for leaf in labels)
                found.tasks[first:] = with_labels(found.tasks[first:], fields, context=context)
                found.labels.update(map(id, labels))
            places.extend([place] * (len(found.tasks) - first))
        before = run
    return places


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


def _is_grid(item: object) -> bool:
    return isinstance(item, Grid)


def _grids(items: Iterable[object]) -> list[Grid]:
    return [item for item in items if isinstance(item, Grid)]


def _take_tables(
    tables: Sequence[RoleTable], found: _Found, context: Context, heading: models.Group | None
) -> None:
    for table in tables:
        found.count += 1
        found.last = table
        table = of_indicators(table, context.years)
        titles = list(table.columns.titles)
        entries = calendar_rows(table, context, number=found.count) if found.is_calendar else []
        if entries:
            found.tasks.extend(entries)
        elif (found.keeps_all and not lies_ahead(heading)) or is_timetable(table):
            found.others.append(_other(table, context))
        elif table.columns.kind == "tasks":
            tasks = table_tasks(table, context, number=found.count, heading=heading)
            found.tasks.extend(tasks)
            titles += (*_group_titles(tasks), *totals_of(table))
            context.notes.extend(doubts_of_table(table))
        elif table.columns.kind == "targets":
            targets = table_targets(table, context, number=found.count)
            found.targets.extend(targets)
            titles += (*_group_titles(targets), *totals_of(table))
        else:
            found.others.append(_other(table, context))
            found.obligations.extend(scheduled(table, context, heading=heading))
        found.frames.append(Frame(table.span, tuple(titles)))


def _group_titles(rows: Iterable[models.Task | models.Target]) -> list[str]:
    """The titles of groups, each once, that stand on rows of their own between those of tasks or
    targets."""
    titles: dict[str, None] = {}
    for row in rows:
        for group in (row.group, row.subgroup if isinstance(row, models.Task) else None):
            if group is not None:
                titles[f"{group.number or ''} {group.title}"] = None
    return list(titles)


def _other(table: RoleTable, context: Context) -> models.OtherTable:
    return models.OtherTable(
        columns=table.columns.titles,
        rows=tuple(tuple(cell_text(slot.lines) for slot in row) for row in table.rows),
        spans=context.spans(table.span),
    )


# --- appendices -----------------------------------------------------------------------------------


def _read_appendix(
    flow: Sequence[FlowItem], found: _Found, context: Context
) -> list[models.Appendix]:
    """Appendices: captions and paragraphs kept as they stand, tables read, those that lost their
    grid rebuilt."""
    appendices: list[models.Appendix] = []
    heading: models.Group | None = None
    for is_loose, run in groupby(find_borderless(flow), key=_is_loose):
        items = list(run)
        lines = [item for item in items if isinstance(item, Line)]
        if is_loose:
            appendices.extend(_read_loose_lines(lines, found, context=context))
            continue
        _note_unread(loose_tasks(lines), context)
        for is_grid, group in groupby(to_items(items), key=_is_grid):
            if is_grid:
                _take_tables(
                    read_tables(_grids(group), found.last), found, context=context, heading=heading
                )
            else:
                paragraphs = [item for item in group if isinstance(item, Paragraph)]
                heading = _heading_above(paragraphs)
                appendices.extend(_appendices(paragraphs, context))
    return appendices


def _read_loose_lines(
    lines: Sequence[Line], found: _Found, context: Context
) -> Iterator[models.Appendix]:
    """Bare lines of a text, among them tables that lost their grid."""
    for plain, region in split_regions(lines):
        headless = read_headless(plain) if region is None else None
        if headless is not None:
            context.rebuilt = True
            _take_tables([headless], found, context=context, heading=None)
            continue
        yield from _appendices(to_paragraphs(plain), context)
        _note_unread(loose_targets(plain), context)
        if region is not None:
            context.rebuilt = True
            _take_tables([read_flattened(region)], found, context=context, heading=None)


def _note_unread(line: Line | None, context: Context) -> None:
    """Tell of a table of which only loose lines are left that could not be rebuilt; `line` is its
    first."""
    if line is not None:
        context.notes.append(Note("unread_table", line.text, span=line.span))


def _is_loose(item: FlowItem) -> bool:
    """A bare line of a text: such lines may be cells of a table that lost its grid."""
    return isinstance(item, Line) and not item.complete and not item.words


def _heading_above(paragraphs: Sequence[Paragraph]) -> models.Group | None:
    """The numbered line right above a table: the group of its rows."""
    last = next((own for own in reversed(paragraphs) if not own.footnote), None)
    if last is None or last.mark is None or last.mark.rank > Rank.DECIMAL_2:
        return None
    if len(last.words.split()) > MAX_GROUP:
        return None
    return models.Group(number=last.mark.number, title=last.words.strip())


def _appendices(paragraphs: Sequence[Paragraph], context: Context) -> Iterator[models.Appendix]:
    """Paragraphs -> appendices: each begins with its caption."""
    groups: list[list[Paragraph]] = []
    for paragraph in paragraphs:
        if not groups or is_caption(paragraph.text):
            groups.append([])
        groups[-1].append(paragraph)
    for group in groups:
        head = [paragraph for paragraph in group[:3] if _is_head(paragraph)]
        rest = group[len(head) :]
        yield models.Appendix(
            title=_joined(head),
            blocks=tuple(_block(to_leaf(paragraph), context) for paragraph in rest),
            spans=context.spans(span for paragraph in group for span in paragraph.spans),
        )


def _is_head(paragraph: Paragraph) -> bool:
    """A caption, or a line set off like one."""
    if is_caption(paragraph.text) or paragraph.text.isupper():
        return True
    return bool(paragraph.centered and paragraph.bold)
