"""`Document` -> `Plan`: the parts read one after the other, each by its parser. Findings come
after, from the plan."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby

from kehoach.ingest.model import Document, FlowItem, Grid, Line, Note, lines_of
from kehoach.normalize.legal.references import Reference, find_bases
from kehoach.normalize.text import clean
from kehoach.normalize.times.period import Period, parse_period
from kehoach.parsers.flattened.table import (
    loose_targets,
    loose_tasks,
    read_flattened,
    split_regions,
)
from kehoach.parsers.items.assignments import read_assignments
from kehoach.parsers.items.body import group_of, labelled_tasks, narrative_tasks
from kehoach.parsers.items.context import Context, SpanUnit
from kehoach.parsers.items.inferred_leads import with_inferred_leads
from kehoach.parsers.items.rows import table_tasks
from kehoach.parsers.items.targets import body_targets, table_targets
from kehoach.parsers.layout.marks import Rank
from kehoach.parsers.layout.outline import Leaf, Node, build_outline, to_leaf
from kehoach.parsers.layout.paragraphs import ATTACHED, Paragraph, to_paragraphs
from kehoach.parsers.letterhead import from_attachment, read_closing, read_head
from kehoach.parsers.mending import CHANGED
from kehoach.parsers.parts import Parts, take_apart, to_items
from kehoach.parsers.tables.borderless import find_borderless
from kehoach.parsers.tables.cells import cell_text
from kehoach.parsers.tables.tables import Table, read_tables, with_headers
from kehoach.parsers.words import is_caption
from kehoach.schema import models
from kehoach.schema.rules.base import Draft, finding
from kehoach.schema.walk import Place


@dataclass(slots=True)
class _Found:
    """What tables gave: tasks, targets, and the tables that are neither."""

    tasks: list[models.Task]
    targets: list[models.Target]
    others: list[models.OtherTable]
    count: int = 0
    last: Table | None = None


def assemble(document: Document) -> Draft:
    """A document as read -> the plan without findings, and what the rules need to know besides
    it."""
    parts = take_apart(with_headers(document.flow))
    context = Context(unit=unit_of(document))
    text = [item.text for item in (*parts.preamble, *parts.body) if isinstance(item, Paragraph)]
    info = _identity(parts, text, context)
    root = build_outline(parts.body)
    found = _Found([], [], [])
    _tables_of_body(root, found, context)
    appendix = _read_appendix(parts.appendix, found, context)
    tasks = tuple(found.tasks) or tuple(labelled_tasks(root, context)) or ()
    if found.tasks:
        tasks = (*tasks, *labelled_tasks(root, context))
    narrative = not tasks
    if narrative:
        tasks = tuple(narrative_tasks(root, context))
    targets = (*body_targets(root, tasks, context), *found.targets)
    assignments = tuple(read_assignments(root, context))
    tasks = with_inferred_leads(tasks, assignments)
    plan = models.Plan(
        status="ok",
        source=_source(document),
        document=info,
        preamble=tuple(_block(to_leaf(p), context) for p in parts.preamble),
        sections=tuple(_section(node, context) for node in root.nodes()),
        loose=tuple(_block(leaf, context) for leaf in root.leaves()),
        targets=targets,
        tasks=tasks,
        assignments=assignments,
        appendices=tuple(appendix),
        tables=tuple(found.others),
    )
    return Draft(
        plan,
        notes=tuple(_told(note, context) for note in (*document.notes, *context.notes)),
        narrative=narrative,
        rebuilt=context.rebuilt,
        mended=any(note.code == CHANGED for note in document.notes),
        has_appendix=bool(parts.appendix) or found.count > 0,
    )


def _told(note: Note, context: Context) -> models.Finding:
    """A note of a reader as a finding; it belongs to no part of the plan."""
    spans = context.spans([note.span]) if note.span else ()
    return finding(note.code, on=Place(None, "", spans), evidence=note.evidence)


def unit_of(document: Document) -> SpanUnit:
    if document.pages:
        return "page"
    return "line" if document.media_type == "text/plain" else "paragraph"


def _source(document: Document) -> models.Source:
    pages = tuple(
        models.SourcePage(
            number=p.number, width=p.width, height=p.height, method=p.method, rotation=p.rotation,
            confidence=p.confidence,
        )
        for p in document.pages
    )  # fmt: skip
    return models.Source(
        name=document.name, sha256=document.sha256, media_type=document.media_type, pages=pages
    )


# --- who, when, on what ground --------------------------------------------------------------------


def _identity(parts: Parts, text: Sequence[str], context: Context) -> models.DocumentInfo:
    title = clean(" ".join(p.text for p in parts.title)) or None
    info, _ = read_head(parts.head, title, text)
    info = _completed(info, parts)
    period = _period(title, text)
    context.period = period
    context.level = info.unit.level if info.unit else None
    signer, recipients = read_closing(parts.closing)
    return info.model_copy(
        update={
            "type": parts.kind,
            "title": title,
            "about": clean(" ".join(p.text for p in parts.about)) or None,
            "period": _period_model(period),
            "signer": signer,
            "recipients": recipients,
            "legal_bases": _bases(parts.preamble, context),
        }
    )


def _completed(info: models.DocumentInfo, parts: Parts) -> models.DocumentInfo:
    """Number, symbol and date from the line under an appendix' title, where there is no letterhead
    to say them."""
    if info.symbol is not None or info.issued_on is not None:
        return info
    line = next((line for line in lines_of(parts.appendix) if ATTACHED.match(line.text)), None)
    if line is None:
        return info
    number, symbol, issued = from_attachment(line.text)
    whole = f"{number}/{symbol}" if number and symbol else None
    return info.model_copy(update={"number": whole, "symbol": symbol, "issued_on": issued})


def _period(title: str | None, text: Sequence[str]) -> Period | None:
    """The period the title names; else the one the preamble's last sentences name."""
    for candidate in (title, *text[:6]):
        if candidate and (period := parse_period(candidate)) is not None:
            return period
    return None


def _period_model(period: Period | None) -> models.Period | None:
    if period is None:
        return None
    return models.Period(
        raw=period.raw,
        start=period.start.isoformat() if period.start else None,
        end=period.end.isoformat() if period.end else None,
    )


def _bases(preamble: Sequence[Paragraph], context: Context) -> tuple[models.LegalBasis, ...]:
    paragraphs = [p for p in preamble if not p.footnote and not (p.mark and p.mark.number)]
    return tuple(
        _basis(ref, paragraphs[ref.paragraph], context)
        for ref in find_bases([p.text for p in paragraphs])
    )


def _basis(ref: Reference, paragraph: Paragraph, context: Context) -> models.LegalBasis:
    return models.LegalBasis(
        type=ref.type,
        number=ref.number,
        date=ref.date,
        date_raw=ref.date_raw,
        issuer=ref.issuer,
        subject=ref.subject,
        raw=ref.raw,
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


def _tables_of_body(root: Node, found: _Found, context: Context) -> None:
    for node in root.walk():
        for is_grid, run in groupby(node.children, key=lambda child: isinstance(child, Grid)):
            if is_grid:
                grids = [child for child in run if isinstance(child, Grid)]
                _take_tables(read_tables(grids, found.last), found, context, group_of(node))


def _take_tables(
    tables: Sequence[Table], found: _Found, context: Context, heading: models.Group | None
) -> None:
    for table in tables:
        found.count += 1
        found.last = table
        if table.columns.kind == "tasks":
            found.tasks.extend(table_tasks(table, context, found.count, heading))
            for at, sure in table.doubts.items():
                span = next((line.span for slot in table.rows[at] for line in slot.lines), None)
                words = clean(
                    " ".join(cell_text(slot.lines) for slot in dict.fromkeys(table.rows[at]))
                )
                context.notes.append(Note("low_confidence", f"{words[:120]} ({sure})", span))
        elif table.columns.kind == "targets":
            found.targets.extend(table_targets(table, context, found.count))
        else:
            found.others.append(_other(table, context))


def _other(table: Table, context: Context) -> models.OtherTable:
    return models.OtherTable(
        columns=table.columns.titles,
        rows=tuple(tuple(cell_text(slot.lines) for slot in row) for row in table.rows),
        spans=context.spans(table.span),
    )


def _read_appendix(
    flow: Sequence[FlowItem], found: _Found, context: Context
) -> list[models.Appendix]:
    """Appendices: captions and paragraphs kept as they stand, tables read, those that lost their
    grid rebuilt."""
    appendices: list[models.Appendix] = []
    heading: models.Group | None = None
    for is_lines, run in groupby(find_borderless(flow), key=_is_loose):
        piece = list(run)
        if not is_lines:
            unread = loose_tasks([item for item in piece if isinstance(item, Line)])
            if unread is not None:
                context.notes.append(Note("unread_table", unread.text, unread.span))
            for is_grid, items in groupby(to_items(piece), key=lambda item: isinstance(item, Grid)):
                if is_grid:
                    tables = read_tables([g for g in items if isinstance(g, Grid)], found.last)
                    _take_tables(tables, found, context, heading)
                else:
                    paragraphs = [p for p in items if isinstance(p, Paragraph)]
                    heading = _heading_above(paragraphs)
                    appendices.extend(_appendices(paragraphs, context))
            continue
        lines = [line for line in piece if isinstance(line, Line)]
        for plain, region in split_regions(lines):
            appendices.extend(_appendices(to_paragraphs(plain), context))
            if (unread := loose_targets(plain)) is not None:
                context.notes.append(Note("unread_table", unread.text, unread.span))
            if region is not None:
                context.rebuilt = True
                _take_tables([read_flattened(region)], found, context, None)
    return appendices


def _is_loose(item: FlowItem) -> bool:
    """A bare line of a text: such lines may be cells of a table that lost its grid."""
    return isinstance(item, Line) and not item.complete and not item.words


def _heading_above(paragraphs: Sequence[Paragraph]) -> models.Group | None:
    """The numbered line right above a table: the group of its rows."""
    last = next((p for p in reversed(paragraphs) if not p.footnote), None)
    if (
        last is None
        or last.mark is None
        or last.mark.rank > Rank.DECIMAL_2
        or len(last.words.split()) > 40
    ):
        return None
    return models.Group(number=last.mark.number, title=last.words.strip())


def _appendices(paragraphs: Sequence[Paragraph], context: Context) -> list[models.Appendix]:
    groups: list[list[Paragraph]] = []
    for p in paragraphs:
        if not groups or is_caption(p.text):
            groups.append([])
        groups[-1].append(p)
    found: list[models.Appendix] = []
    for group in groups:
        head = [
            p
            for p in group[:3]
            if is_caption(p.text) or p.text.isupper() or (p.centered and p.bold)
        ]
        title = clean(" ".join(p.text for p in head)) or None
        rest = group[len(head) :]
        found.append(
            models.Appendix(
                title=title,
                blocks=tuple(_block(to_leaf(p), context) for p in rest),
                spans=context.spans(span for p in group for span in p.spans),
            )
        )
    return found
