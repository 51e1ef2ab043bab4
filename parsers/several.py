"""Several papers in one file (letters scanned one after the other): each is read by itself.

A paper begins at a letterhead that is its own: with the motto and another number than the paper
before, right behind that one's signature, and dated. The letterhead of a plan that a decision
carries, of an appendix, and of a form to be filled in begin none.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from kehoach.ingest.model import Document, FlowItem, Grid, Line, lines_of
from kehoach.normalize.text import strip_diacritics
from kehoach.parsers.frames import open_frames
from kehoach.parsers.issuer import opens_like_body
from kehoach.parsers.layout.paragraphs import ATTACHED
from kehoach.parsers.letterhead import read_head
from kehoach.parsers.parts import columns_of
from kehoach.parsers.words import contains, is_caption, is_signer_line, opens_with, says_number
from kehoach.schema.models import Finding, FurtherDocument, LegalReference, Plan, Span, Spans
from kehoach.schema.rules.base import Draft, finding
from kehoach.schema.walk import Place

LETTERHEAD = 12
"""Lines of a letterhead down to the title."""
LINES_ABOVE_MOTTO = 4
"""Lines of bodies and number that may stand over the motto, column after column."""
MONTH = len("2031-05")


def split_documents(document: Document) -> list[Document]:
    """A file as read -> the papers in it, each with its part of the flow; the notes on the file
    stay with the first."""
    flow = document.flow
    starts = [0]
    for index, item in enumerate(flow):
        if index == 0 or not _has_motto(item):
            continue
        start = _first_of_letterhead(flow, index)
        if start > starts[-1] and _begins_paper(flow[starts[-1] : start], flow[start:]):
            starts.append(start)
    if len(starts) == 1:
        return [document]
    ends = [*starts[1:], len(flow)]
    return [
        replace(document, flow=tuple(flow[start:end]), notes=document.notes if not start else ())
        for start, end in zip(starts, ends, strict=True)
    ]


def _has_motto(item: FlowItem) -> bool:
    if isinstance(item, Grid) and item.ruled:
        return False
    return any(_is_motto(line) for line in lines_of([item]))


def _is_motto(line: Line) -> bool:
    return opens_with(line.text, "motto") is not None or contains(line.text, "motto") is not None


def _first_of_letterhead(flow: Sequence[FlowItem], motto: int) -> int:
    """Where the letterhead begins whose motto stands at `motto`: at the bodies above it."""
    start = motto
    for index in range(motto - 1, max(motto - 1 - LINES_ABOVE_MOTTO, -1), -1):
        item = flow[index]
        if isinstance(item, Grid) or not (item.text.isupper() or says_number(item.text)):
            break
        if is_signer_line(item.text):
            break
        if opens_like_body(item.text):
            start = index
    return start


def _begins_paper(before: Sequence[FlowItem], rest: Sequence[FlowItem]) -> bool:
    """Does a paper of its own begin at `rest`, behind the paper `before`?"""
    if not _ends_signed(before):
        return False
    head = _head_of(rest)
    if any(ATTACHED.match(line.text) for line in lines_of(rest[:LETTERHEAD])):
        return False
    own, _ = read_head(columns_of(head), None, ())
    first, _ = read_head(columns_of(_head_of(before)), None, ())
    if own.symbol is None or (own.number, own.symbol) == (first.number, first.symbol):
        return False
    return own.number is not None or len(own.issued_on or "") >= MONTH


def _head_of(flow: Sequence[FlowItem]) -> list[FlowItem]:
    """The items of a letterhead at the head of a flow."""
    head: list[FlowItem] = []
    for item in open_frames(flow[:LETTERHEAD]):
        if isinstance(item, Line) and (
            is_caption(item.text) or opens_with(item.text, "addressee_openings")
        ):
            break
        head.append(item)
    return head


def _ends_signed(flow: Sequence[FlowItem]) -> bool:
    """Does a flow end with a signature: who signs, then nothing but the closing?"""
    lines = list(lines_of(flow))
    signed = [index for index, line in enumerate(lines) if is_signer_line(line.text)]
    if not signed:
        return False
    behind = lines[signed[-1] + 1 :]
    return len(behind) <= LETTERHEAD and not any(_leaves_closing(line) for line in behind)


def _leaves_closing(line: Line) -> bool:
    """Is it a caption, or a sentence, behind a signature?"""
    return is_caption(line.text) or len(strip_diacritics(line.text).split()) > LETTERHEAD


# --- what is told of the others -------------------------------------------------------------------


def telling_of(main: Draft, others: Sequence[Draft]) -> Draft:
    """The draft of the plan, which tells of the other papers in its file."""
    if not others:
        return main
    spans = [span for draft in others for span in _spans(draft.plan)]
    named = "; ".join(filter(None, map(_named, others)))
    told = finding(
        "several_documents",
        on=Place(None, "", tuple(spans)),
        evidence=named,
        count=len(others) + 1,
    )
    return replace(main, notes=(*main.notes, told))


def _named(draft: Draft) -> str:
    info = draft.plan.document
    return " ".join(filter(None, (info.type, info.number or info.symbol, info.issuer)))


def further_document(
    draft: Draft, references: tuple[LegalReference, ...], findings: tuple[Finding, ...]
) -> FurtherDocument:
    """A paper beside the plan, as its JSON tells it."""
    plan = draft.plan
    shared = FurtherDocument.model_fields.keys() & Plan.model_fields.keys()
    fields = {name: getattr(plan, name) for name in shared}
    fields |= {"references": references, "findings": findings, "spans": _spans(plan)}
    return FurtherDocument(**fields)


def _spans(plan: Plan) -> Spans:
    """Where a paper stands: the first and the last place of its text, or its pages."""
    spans = [span for block in (*plan.preamble, *plan.loose) for span in block.spans]
    spans += [span for section in plan.sections for span in section.spans]
    pages = sorted({span.page for span in spans if span.page is not None})
    if pages:
        return tuple(Span(page=page) for page in pages)
    return tuple(spans[:1])
