"""The whole story on one screen: a file -> a `Plan`."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import NamedTuple

from kehoach.errors import (
    KehoachError,
    NoPagesError,
    NoPictureOfParcelError,
    NotVietnameseError,
)
from kehoach.generator import generator_of
from kehoach.ingest.model import Box, Document, Grid, lines_of
from kehoach.ingest.options import DEFAULT_OPTIONS, ReadOptions
from kehoach.ingest.page_order import in_order
from kehoach.ingest.parcels.model import Contained
from kehoach.ingest.parcels.unpack import PARCELS, unpack
from kehoach.ingest.read import read, read_as_one, read_contained
from kehoach.ingest.safety import DEFAULT_LIMITS, Limits
from kehoach.ingest.sniff import sniff
from kehoach.normalize.repair.language import require_vietnamese
from kehoach.parsers.assemble import assemble, unit_of
from kehoach.parsers.items.ground.context import Context
from kehoach.parsers.mending import mend, repairs_of
from kehoach.parsers.several import further_document, split_documents, telling_of
from kehoach.parsers.tables.header_rows import find_header
from kehoach.parsers.tables.tables import to_matrix
from kehoach.schema.bare import without_sources
from kehoach.schema.identity import with_ids
from kehoach.schema.located import located
from kehoach.schema.models import Plan
from kehoach.schema.rules.base import Draft
from kehoach.schema.rules.find import findings_of, references_of
from kehoach.schema.rules.judging import is_loss, judged, reading_of, with_reading


def extract(path: Path, options: ReadOptions = DEFAULT_OPTIONS) -> Plan:
    """Read one paper; `options` say how scans are read. Raises the exceptions of `errors`; writes
    nothing but the cache that the options name."""
    options.tell("ingest")
    document = read(path, options=options, choose=without_cover_note)
    return plan_of(document, options)


def extract_contained(contained: Contained, options: ReadOptions = DEFAULT_OPTIONS) -> Plan:
    """Read one paper out of a parcel. Raises the exceptions of `errors`."""
    options.tell("ingest")
    document = read_contained(contained, options=options)
    return plan_of(document, options)


def extract_as_one(paths: Sequence[Path], options: ReadOptions = DEFAULT_OPTIONS) -> Plan:
    """Read pictures of the pages of one paper, ordered by their names (2 before 10). Raises as
    `extract`, and NotAPictureError."""
    options.tell("ingest")
    document = read_as_one(in_order(paths), options=options)
    return plan_of(document, options)


def papers_in(
    path: Path, folder: Path, name: str = "", limits: Limits = DEFAULT_LIMITS
) -> list[Contained]:
    """The papers of a parcel, written into `folder`; none for a file that is no parcel. Raises the
    exceptions of `errors`."""
    if sniff(path, limits) not in PARCELS:
        return []
    return without_cover_note(unpack(path, folder, name=name, limits=limits))


def without_cover_note(held: list[Contained]) -> list[Contained]:
    """The papers of a parcel. The text of a mail that has attachments is one where it is a plan;
    else it only says what is attached."""
    if len(held) == 1:
        return held
    return [one for one in held if not one.is_body or _is_plan(one)]


def _is_plan(contained: Contained) -> bool:
    """Does the text of a mail order anything?"""
    try:
        plan = extract_contained(contained)
    except KehoachError:  # asked only what it is: no text, or none in Vietnamese
        return False
    return bool(plan.tasks) and not any(map(is_loss, plan.findings))


class Inspected(NamedTuple):
    """A page as PNG, and the lines that were read on it, each with how sure it is (0 to 1)."""

    picture: bytes
    lines: tuple[tuple[float, str], ...]


def inspect(path: Path, number: int, options: ReadOptions = DEFAULT_OPTIONS) -> Inspected:
    """A page of a paper as the program sees it: words, lines, grids with the roles of their
    columns, and the values that the page says by itself. Raises the exceptions of `errors`,
    NoPagesError among them when there is no such page."""
    if sniff(path) in PARCELS:
        raise NoPictureOfParcelError
    from kehoach.ingest.render.overlay import draw_page
    from kehoach.ingest.render.page import page_view

    document = read(path, options=replace(options, pages=((number, number),)))
    page = next((page for page in document.pages if page.number == number), None)
    if page is None:
        raise NoPagesError
    grids = [item for item in document.flow if isinstance(item, Grid) and item.span.page == number]
    headers = [find_header(to_matrix(grid), grid.header_rows)[1] for grid in grids]
    roles = {n: columns.roles for n, columns in enumerate(headers) if columns is not None}
    view = page_view(path, document.media_type, page=page)
    picture = draw_page(
        view, document, number=number, roles=roles, values=_values_on(document, number)
    )
    lines = [(line.confidence, line.text) for line in lines_of(document.flow)]
    return Inspected(picture, tuple(lines))


def _values_on(document: Document, number: int) -> list[tuple[str, Box]]:
    """The fields of the values that a page says, each with a box of its words; none where the page
    is in no language that is read."""
    try:
        plan = to_plan(document)
    except NotVietnameseError:
        return []
    values: list[tuple[str, Box]] = []
    for pointer, source in located(plan):
        field = next(name for name in reversed(pointer.split("/")) if not name.isdigit())
        boxes = [span.bbox for span in source.spans if span.bbox and span.page == number]
        values += [(field, Box(*box)) for box in boxes]
    return list(dict.fromkeys(values))


def plan_of(document: Document, options: ReadOptions) -> Plan:
    """The plan of a document as the options want it told; it says what made it."""
    options.tell("parsers")
    plan = to_plan(document, options.doubt).model_copy(update={"generator": generator_of(options)})
    return plan if options.sources else without_sources(plan)


def to_plan(document: Document, doubt: float | None = None) -> Plan:
    """A document as read -> the plan it holds, with its findings and its status. Where a file holds
    several papers, it is the first with tasks (else the first); the others stand behind it. Values
    that are right with a smaller probability than `doubt` are told as doubtful."""
    document, repairs = mend(document)
    main, others = drafts_of(document)
    if doubt is not None:
        main = replace(main, doubt=doubt)
        others = tuple(replace(other, doubt=doubt) for other in others)
    main = telling_of(main, others)
    more = tuple(
        further_document(with_reading(draft), references_of(draft), findings=findings_of(draft))
        for draft in others
    )
    plan = main.plan.model_copy(
        update={
            "repairs": repairs_of(repairs, Context(unit=unit_of(document))),
            "more_documents": more,
            "reading": reading_of(main),
        }
    )
    return with_ids(judged(replace(main, plan=plan)))


def drafts_of(document: Document) -> tuple[Draft, tuple[Draft, ...]]:
    """A mended document -> the draft of its plan, and those of the papers beside it."""
    require_vietnamese(line.text for line in lines_of(document.flow))
    drafts = [assemble(paper) for paper in split_documents(document)]
    main = next((draft for draft in drafts if draft.plan.tasks), drafts[0])
    return main, tuple(draft for draft in drafts if draft is not main)
