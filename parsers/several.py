"""Several papers in one file (letters scanned one after the other): each is read by itself.

A paper begins at a letterhead that is its own: with another number than the paper before, behind
that one's signature or dated itself; or, where numbers do not tell (drafts, a number given twice),
at the title of another plan that is signed as well. The letterhead of a plan that a decision
carries, of an appendix, and of a form to be filled in begin none.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from kehoach.ingest.model import Document, FlowItem, Grid, Line, lines_of
from kehoach.normalize.text import strip_diacritics
from kehoach.parsers.frames import columns_of, open_frames
from kehoach.parsers.issuer import opens_like_body
from kehoach.parsers.layout.marks import Rank, is_bullet, read_mark
from kehoach.parsers.layout.paragraphs import ATTACHED
from kehoach.parsers.letterhead import read_head
from kehoach.parsers.mail_frame import first_behind_mail
from kehoach.parsers.parts import LINES_ABOVE_MOTTO, MAX_HEAD
from kehoach.parsers.words import (
    contains,
    document_type,
    is_caption,
    is_person,
    is_plan_type,
    is_signer_line,
    opens_with,
    raw_phrases,
    says_number,
)
from kehoach.schema.models import (
    DocumentInfo,
    Finding,
    FurtherDocument,
    LegalReference,
    Plan,
    Span,
    Spans,
)
from kehoach.schema.papers import SHARED
from kehoach.schema.rules.base import Draft, finding
from kehoach.schema.walk import Place

LETTERHEAD = 12
"""Lines of a letterhead down to the title."""
MONTH = len("2031-05")
MAX_NUMBER = 8
"""Words of the line of a letterhead that tells the number."""
CAPTION_ABOVE = 3
"""Lines above a letterhead among which the caption of its form stands."""
MAX_CAPTION = 6
"""Words of such a caption."""
TITLE_LINES = 2
"""Lines of a title by which papers are told apart."""
SIGNATURE = 6
"""Lines below who signs ("KT. CHỦ TỊCH", "PHÓ CHỦ TỊCH", "(Đã ký)") down to the name."""


def split_documents(document: Document) -> list[Document]:
    """A file as read -> the papers in it, each with its part of the flow; the notes on the file
    stay with the first."""
    flow = document.flow
    mail = first_behind_mail(flow)
    starts = [0]
    for index in range(1, len(flow)):
        start = _may_begin_at(flow, index)
        if start is None or start <= starts[-1] or start <= mail:
            continue
        if _begins_paper(flow[starts[-1] : start], flow[start:]):
            starts.append(start)
    if len(starts) == 1:
        return [document]
    ends = [*starts[1:], len(flow)]
    return [
        replace(document, flow=tuple(flow[start:end]), notes=document.notes if not start else ())
        for start, end in zip(starts, ends, strict=True)
    ]


def _may_begin_at(flow: Sequence[FlowItem], index: int) -> int | None:
    """Where a paper would begin that shows itself at `index`: by the motto or the number of a
    letterhead, or, without one, by the word that names a plan. None where nothing shows one."""
    item = flow[index]
    if _has_motto(item) or _is_number_line(item):
        return _first_of_letterhead(flow, index)
    if isinstance(item, Line) and is_caption(item.text):
        return index if is_plan_type(document_type(item.text)) else None
    return None


def _has_motto(item: FlowItem) -> bool:
    if isinstance(item, Grid) and item.ruled:
        return False
    return any(_is_motto(line) for line in lines_of([item]))


def _is_motto(line: Line) -> bool:
    return opens_with(line.text, "motto") is not None or contains(line.text, "motto") is not None


def _is_number_line(item: FlowItem) -> bool:
    """Is it the line of a letterhead that tells the number, and nothing more?"""
    if not isinstance(item, Line) or len(item.text.split()) > MAX_NUMBER:
        return False
    return says_number(item.text) and "/" in item.text


def _first_of_letterhead(flow: Sequence[FlowItem], shown: int) -> int:
    """Where the letterhead begins whose motto or number stands at `shown`: at the bodies above
    it."""
    start = shown
    for index in range(shown - 1, max(shown - 1 - LINES_ABOVE_MOTTO, -1), -1):
        item = flow[index]
        if isinstance(item, Grid) or is_signer_line(item.text):
            break
        is_body = opens_like_body(item.text)
        if not (item.text.isupper() or says_number(item.text) or is_body):
            break
        if is_body or _is_motto(item):
            start = index
    return start


def _begins_paper(before: Sequence[FlowItem], rest: Sequence[FlowItem]) -> bool:
    """Does a paper of its own begin at `rest`, behind the paper `before`?

    With a number of its own it does behind a signature, and behind a paper nobody signed where it
    is dated. Without one (a draft, the same number by mistake) it must be a plan as whole as the
    one before: with another title, and signed.
    """
    if _opening_of(before) is None or _is_carried(before, rest):
        return False
    own, first = _identity_of(rest), _identity_of(before)
    is_dated = len(own.issued_on or "") >= MONTH
    is_signed = _ends_signed(before)
    has_own_number = own.symbol is not None and (own.number, own.symbol) != (
        first.number,
        first.symbol,
    )
    if has_own_number and own.number is not None:
        if is_signed:
            return True
        return is_dated and _opening_of(rest) is not None and _is_day(own.issued_on)
    if has_own_number and is_dated and is_signed:
        return True
    return _is_whole_plan(rest) and _is_signed_by_person(before) and _is_another(before, rest)


def _is_day(issued_on: str | None) -> bool:
    return len(issued_on or "") > MONTH


def _identity_of(flow: Sequence[FlowItem]) -> DocumentInfo:
    """What the letterhead at the head of a flow tells."""
    info, _ = read_head(columns_of(_head_of(flow)), None, text=())
    return info


def _is_carried(before: Sequence[FlowItem], rest: Sequence[FlowItem]) -> bool:
    """Does `rest` say that it belongs to the paper before: "(Kèm theo …)" under its title, the
    caption of an appendix or a form right above?"""
    if any(ATTACHED.match(line.text) for line in lines_of(rest[:LETTERHEAD])):
        return True
    above = list(lines_of(before[-CAPTION_ABOVE:]))[-CAPTION_ABOVE:]
    for line in reversed(above):
        if len(line.text.split()) > MAX_CAPTION:
            return False
        if opens_with(line.text, "form_captions"):  # "PHỤ LỤC II", "Mẫu số 01"
            return True
    return False


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


def _opening_of(flow: Sequence[FlowItem]) -> tuple[str, str] | None:
    """The type of the paper at the head of a flow and the first words of its title; of a letter
    how whom it is written to is addressed. None where no paper begins."""
    lines = list(lines_of(open_frames(flow[:MAX_HEAD])))
    for index, line in enumerate(lines):
        kind = document_type(line.text)
        if kind is None and opens_with(line.text, "addressee_openings"):
            kind = "letter"
        if kind is not None:
            title = " ".join(other.text for other in lines[index : index + 1 + TITLE_LINES])
            return kind, strip_diacritics(title)
    return None


def _is_another(before: Sequence[FlowItem], rest: Sequence[FlowItem]) -> bool:
    """Is the plan at `rest` another one than `before`, and none that a decision carries?"""
    first, own = _opening_of(before), _opening_of(rest)
    if first is None or own is None:
        return False
    return first != own and (first[0] == own[0] or first[0] not in raw_phrases("carriers"))


def _is_whole_plan(flow: Sequence[FlowItem]) -> bool:
    """Does a flow begin with the title of a plan, its grounds or its first part, and does somebody
    sign it by name? A form to be filled in has no name."""
    opening = _opening_of(flow)
    if opening is None or not is_plan_type(opening[0]):
        return False
    return any(map(_opens_prose, flow[: 2 * LETTERHEAD])) and _is_signed_by_person(flow)


def _opens_prose(item: FlowItem) -> bool:
    """Is it a ground, or the heading of a part: what a plan has and a table alone has not?"""
    if isinstance(item, Grid):
        return False
    mark = read_mark(item.text)
    is_part = mark is not None and mark.rank <= Rank.ROMAN
    return is_part or opens_with(item.text, "grounds") is not None


def _is_signed_by_person(flow: Sequence[FlowItem]) -> bool:
    """Does a name stand below a line that tells who signs?"""
    below = 0
    for line in lines_of(flow):
        if is_signer_line(line.text):
            below = SIGNATURE
        elif below:
            below -= 1
            if is_person(line.text):
                return True
    return False


def _ends_signed(flow: Sequence[FlowItem]) -> bool:
    """Does a flow end with a signature: who signs, then nothing but the closing? What was appended
    to a signed paper counts for it."""
    behind: list[Line] = []
    for line in _from_the_end(flow):
        if is_signer_line(line.text):
            break
        behind.append(line)
    else:
        return False
    behind.reverse()
    appendix = next((n for n, line in enumerate(behind) if _opens_appendix(line)), len(behind))
    behind = [line for line in behind[:appendix] if not is_bullet(read_mark(line.text))]
    return len(behind) <= LETTERHEAD and not any(_leaves_closing(line) for line in behind)


def _from_the_end(flow: Sequence[FlowItem]) -> Iterator[Line]:
    """The lines of a flow, the last one first: of a paper as long as a book only the end is looked
    at, each time that another may begin."""
    for item in reversed(flow):
        yield from reversed(list(lines_of([item])))


def _opens_appendix(line: Line) -> bool:
    return is_caption(line.text) and contains(line.text, "appendix") is not None


def _leaves_closing(line: Line) -> bool:
    """Is it a caption, or a sentence, behind a signature?"""
    return is_caption(line.text) or len(strip_diacritics(line.text).split()) > LETTERHEAD


# --- what is told of the others -------------------------------------------------------------------


def telling_of(main: Draft, others: Sequence[Draft]) -> Draft:
    """The draft of the plan, which tells of the other papers in its file; what is only the headline
    that a site put over the plan is none."""
    others = [draft for draft in others if not _is_headline(draft, main)]
    if not others:
        return main
    spans = [span for draft in others for span in _spans(draft.plan)]
    named = "; ".join(filter(None, map(_named, others)))
    told = finding(
        "several_documents",
        on=Place(None, "", spans=tuple(spans)),
        evidence=named,
        count=len(others) + 1,
    )
    return replace(main, notes=(*main.notes, told))


def _is_headline(other: Draft, main: Draft) -> bool:
    """Is another "paper" only the title of the plan, as the page on which it stands has it above
    ("KẾ HOẠCH MỞ HỘI LÀNG | Đăng lúc: 18/01/2028"): without number, signer, chapter or work?"""
    plan = other.plan
    info = plan.document
    if any((info.number, info.signer, plan.sections, plan.tasks, plan.assignments, plan.tables)):
        return False
    title = set(strip_diacritics(info.title or "").split())
    return bool(title) and title <= set(strip_diacritics(main.plan.document.title or "").split())


def _named(draft: Draft) -> str:
    info = draft.plan.document
    return " ".join(filter(None, (info.type, info.number or info.symbol, info.issuer)))


def further_document(
    draft: Draft, references: tuple[LegalReference, ...], findings: tuple[Finding, ...]
) -> FurtherDocument:
    """A paper beside the plan, as its JSON tells it."""
    plan = draft.plan
    fields = {name: getattr(plan, name) for name in SHARED}
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
