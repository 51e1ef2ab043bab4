"""The flow of a paper -> its parts: letterhead, title, preamble, body, closing, appendices.

A decision that carries a plan ("Điều 1. Ban hành kèm theo …", then KẾ HOẠCH) is one document: the
letterhead and the signature are the decision's, title and body the plan's.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby

import regex

from kehoach.ingest.geometry import split_wide
from kehoach.ingest.model import FlowItem, Grid, Line
from kehoach.normalize.text import strip_diacritics
from kehoach.parsers.layout.marks import Rank, read_mark
from kehoach.parsers.layout.paragraphs import ATTACHED, Paragraph, to_paragraphs, unfold
from kehoach.parsers.tables.borderless import find_borderless
from kehoach.parsers.words import (
    after_type,
    contains,
    document_type,
    is_caption,
    opens_with,
    phrases,
    starts,
)

Item = Paragraph | Grid

MAX_HEAD = 60
"""A title stands among the first items of a paper, or it has none."""

_NAME = regex.compile(r"(?:\p{Lu}\p{Ll}*\.?\s+){1,5}\p{Lu}\p{Ll}+")


@dataclass(frozen=True, slots=True)
class Parts:
    """A paper taken apart. `head` and `closing` are lines, column by column; `appendix` is the flow
    behind it; the rest paragraphs and grids. `about` holds what a decision that carries the plan
    says before its grounds: its own title and who decides."""

    kind: str | None
    about: tuple[Paragraph, ...]
    head: tuple[Line, ...]
    title: tuple[Paragraph, ...]
    preamble: tuple[Paragraph, ...]
    body: tuple[Item, ...]
    closing: tuple[Line, ...]
    appendix: tuple[FlowItem, ...]


def take_apart(flow: Sequence[FlowItem]) -> Parts:
    """The flow of a document -> its `Parts`. Nothing is dropped: every line is in exactly one part,
    save the word that names the type of document and the state's motto."""
    start = _title_at(flow, 0, min(len(flow), MAX_HEAD))
    if start is None:
        return _untitled(flow)
    kind = document_type(_text(flow[start]))
    plan = start
    decision: Sequence[FlowItem] = ()
    if kind == "Quyết định":
        inner = _plan_after(flow, start + 1)
        if inner is not None:
            decision, plan = flow[start + 1 : inner], inner
    head = _columns(flow[:start])
    end = _closing_at(flow, plan + 1)
    after = _closing_end(flow, end)
    closing = _columns(flow[end:after])
    before: list[Item] = []
    if decision:
        cut = _closing_at(decision, 0)
        cut_end = _closing_end(decision, cut)
        closing = _columns(decision[cut:cut_end]) + closing
        before = [*to_items(decision[:cut]), *_leftover(decision[cut_end:])]
    title, preamble, body = _split_body(flow[plan], to_items(find_borderless(flow[plan + 1 : end])))
    about, articles = _split_decision(before)
    rest = tuple(flow[after:])
    grids = [item for item in before if isinstance(item, Grid)]
    return Parts(kind, about, head, title, (*articles, *preamble), (*grids, *body), closing, rest)


def _leftover(flow: Sequence[FlowItem]) -> list[Item]:
    """What stands between a decision's signature and its plan, the plan's own letterhead left
    out."""
    kept = [
        item
        for item in flow
        if not (isinstance(item, Grid) and not item.ruled)
        and not (isinstance(item, Line) and (opens_with(item.text, "motto") or item.text.isupper()))
    ]
    return to_items(kept)


def _split_decision(items: Sequence[Item]) -> tuple[tuple[Paragraph, ...], tuple[Paragraph, ...]]:
    """What a decision says -> (its title and who decides, its grounds and articles). Its second
    "QUYẾT ĐỊNH:" is left out."""
    paragraphs = [
        p for p in items if isinstance(p, Paragraph) and not document_type(p.text.rstrip(":"))
    ]
    cut = next(
        (
            i
            for i, p in enumerate(paragraphs)
            if p.mark is not None or opens_with(p.text, "grounds")
        ),
        len(paragraphs),
    )
    return tuple(paragraphs[:cut]), tuple(paragraphs[cut:])


def _text(item: FlowItem) -> str:
    return item.text if isinstance(item, Line) else ""


def _untitled(flow: Sequence[FlowItem]) -> Parts:
    """No title was found: the letterhead ends before the first paragraph of a preamble or the first
    heading."""
    cut = next(
        (
            i
            for i, item in enumerate(flow[:MAX_HEAD])
            if isinstance(item, Line)
            and (
                strip_diacritics(item.text).startswith("can cu ")
                or ((m := read_mark(item.text)) is not None and m.rank <= Rank.DECIMAL)
            )
        ),
        0,
    )
    end = _closing_at(flow, cut)
    after = _closing_end(flow, end)
    body = to_items(flow[cut:end])
    opening, body = _split_preamble(body)
    return Parts(
        None, (), _columns(flow[:cut]), (), tuple(opening), tuple(body), _columns(flow[end:after]),
        tuple(flow[after:]),
    )  # fmt: skip


def _title_at(flow: Sequence[FlowItem], first: int, last: int) -> int | None:
    """The line that names the type of document. Capitals that only begin like it ("KẾ HOẠCH TRIỂN
    KHAI…") count too."""
    exact = (
        i
        for i in range(first, last)
        if isinstance(item := flow[i], Line) and document_type(item.text)
    )
    return next(exact, None)


def _plan_after(flow: Sequence[FlowItem], first: int) -> int | None:
    """The title line of the plan that a decision carries."""
    return next(
        (
            i
            for i in range(first, len(flow))
            if isinstance(item := flow[i], Line)
            and document_type(item.text) not in (None, "Quyết định")
        ),
        None,
    )


def _columns(items: Sequence[FlowItem]) -> tuple[Line, ...]:
    """Lines of a letterhead or closing; of two columns first the left, then the right."""
    lines: list[Line] = []
    for item in items:
        if isinstance(item, Line):
            lines.extend(split_wide(item))
        else:
            for col in range(item.n_cols):
                lines.extend(line for cell in item.cells if cell.col == col for line in cell.lines)
    return tuple(lines)


def to_items(flow: Sequence[FlowItem]) -> list[Item]:
    """Flow -> paragraphs and ruled grids; unruled grids become lines again."""
    items: list[Item] = []
    pieces: list[Line | Grid] = []
    for item in flow:
        pieces.extend(unfold(item) if isinstance(item, Grid) and not item.ruled else [item])
    for is_grid, group in groupby(pieces, key=lambda piece: isinstance(piece, Grid)):
        if is_grid:
            items.extend(piece for piece in group if isinstance(piece, Grid))
        else:
            items.extend(to_paragraphs([piece for piece in group if isinstance(piece, Line)]))
    return items


# --- the closing: recipients and signature --------------------------------------------------------


def is_signer_line(text: str) -> bool:
    """Is it "TM. ỦY BAN NHÂN DÂN", "KT. CHỦ TỊCH", "PHÓ CHỦ TỊCH": a line of capitals that tells
    who signs?"""
    if not text.isupper() or len(text.split()) > 8:
        return False
    bared = strip_diacritics(text)
    return bared in phrases("signer_roles") or starts(bared, phrases("signer_prefixes")) is not None


def _opens_closing(item: FlowItem) -> bool:
    if isinstance(item, Line):
        return opens_with(item.text, "recipients") is not None or is_signer_line(item.text)
    if item.ruled:
        return False
    return any(
        opens_with(line.text, "recipients") or is_signer_line(line.text)
        for cell in item.cells
        for line in cell.lines
    )


def _closing_at(flow: Sequence[FlowItem], first: int) -> int:
    """Where the closing of the part that begins at `first` begins; its end when there is none."""
    for i in range(first, len(flow)):
        item = flow[i]
        if _opens_closing(item):
            return i
        if (
            i > first
            and isinstance(item, Line)
            and is_caption(item.text)
            and contains(item.text, "appendix")
        ):
            return i
    return len(flow)


def _closing_end(flow: Sequence[FlowItem], start: int) -> int:
    """The first item after the closing that begins at `start`."""
    last = ""
    listing = False
    for i in range(start, len(flow)):
        item = flow[i]
        if isinstance(item, Grid):
            if item.ruled or _is_letterhead(item):
                return i
            last, listing = "", False
        elif _belongs_to_closing(item, last, listing) or (listing and _goes_on(flow[i : i + 4])):
            listing = _is_listed(item, listing)
            last = item.text
        else:
            return i
    return len(flow)


def _is_listed(line: Line, listing: bool) -> bool:
    """Are we in the list of recipients after this line?"""
    if opens_with(line.text, "recipients"):
        return True
    mark = read_mark(line.text)
    if mark is not None and mark.rank >= Rank.BULLET:
        return True
    return listing and not is_signer_line(line.text) and not _NAME.fullmatch(line.text)


def _goes_on(ahead: Sequence[FlowItem]) -> bool:
    """Is this line inside the list of recipients: does another recipient, or the signer, follow
    within three lines?"""
    for item in ahead:
        if not isinstance(item, Line) or is_caption(item.text):
            return False
        mark = read_mark(item.text)
        if is_signer_line(item.text) or (mark is not None and mark.rank >= Rank.BULLET):
            return True
        if mark is not None:
            return False
    return False


def _is_letterhead(grid: Grid) -> bool:
    return any(opens_with(line.text, "motto") for cell in grid.cells for line in cell.lines)


def _belongs_to_closing(line: Line, last: str, listing: bool) -> bool:
    if is_caption(line.text) or opens_with(line.text, "motto"):
        return False
    if (
        opens_with(line.text, "recipients")
        or is_signer_line(line.text)
        or _NAME.fullmatch(line.text)
    ):
        return True
    mark = read_mark(line.text)
    if mark is not None:
        return mark.rank >= Rank.BULLET
    if line.text.isupper():
        return is_signer_line(last) and len(line.text.split()) <= 4
    if line.text.startswith("("):
        return True
    return listing and (line.text[:1].islower() or last[-1:] not in (";", "."))


# --- title, preamble, body ------------------------------------------------------------------------


def _split_body(
    title_line: FlowItem, items: list[Item]
) -> tuple[tuple[Paragraph, ...], list[Paragraph], list[Item]]:
    """What follows the title line -> (title paragraphs, preamble, body)."""
    title: list[Paragraph] = []
    if isinstance(title_line, Line) and (rest := after_type(title_line.text)):
        title.append(
            Paragraph(rest, (title_line.span,), bold=title_line.bold, centered=title_line.centered)
        )
    at = 0
    while at < len(items) and isinstance(item := items[at], Paragraph) and _is_title(item, title):
        if not ATTACHED.match(item.text):
            title.append(item)
        at += 1
    preamble, body = _split_preamble(items[at:])
    return tuple(title), preamble, body


def _is_title(p: Paragraph, title: Sequence[Paragraph]) -> bool:
    if ATTACHED.match(p.text):
        return True
    if not any(c.isalnum() for c in p.text):
        return True
    if p.mark is not None or len(p.text) > 400 or len(title) >= 4:
        return False
    if p.centered is not None:
        return p.centered or (
            bool(p.bold) and (_titles(p, title) or opens_with(p.text, "preamble") is None)
        )
    if p.bold is not None:
        return p.bold
    if not title or (p.text.isupper() and title[-1].text.isupper()):
        return True
    return len(p.text) < 100 and p.text[-1] not in ".;:,/" and not opens_with(p.text, "preamble")


def _titles(p: Paragraph, title: Sequence[Paragraph]) -> bool:
    """Bold words right under the kind of document that cite nothing and end no sentence are its
    title, also when they open as a preamble does ("Thực hiện chương trình …")."""
    return not title and p.text[-1] not in ".;:," and regex.search(r"\d/|/\p{Lu}", p.text) is None


def _split_preamble(items: list[Item]) -> tuple[list[Paragraph], list[Item]]:
    """Paragraphs before the first heading are the preamble."""
    for i, item in enumerate(items):
        if isinstance(item, Grid) or (
            item.mark is not None and item.mark.rank not in (Rank.ARTICLE, Rank.BULLET)
        ):
            return [p for p in items[:i] if isinstance(p, Paragraph)], items[i:]
    paragraphs = [p for p in items if isinstance(p, Paragraph)]
    cut = next((i for i, p in enumerate(paragraphs) if p.text.isupper()), None)
    if cut is None:
        return [], list(items)
    return paragraphs[:cut], list(paragraphs[cut:])
