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
    is_signer_line,
    opens_with,
)

Item = Paragraph | Grid

MAX_HEAD = 60
"""A title stands among the first items of a paper, or it has none."""
MAX_TITLE_LETTERS = 400
MAX_TITLE_LINES = 4
MAX_UNMARKED_TITLE = 100
"""Letters of a line that is taken for a title although nothing is known of its print."""
AHEAD = 4
"""Lines in which the next recipient of a list, or the signer, must stand."""
MAX_CAPITALS = 4
"""Words of a line in capitals between the signer's capacity and name."""

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
    first_title = _title_at(flow[:MAX_HEAD])
    if first_title is None:
        return _untitled(flow)
    kind = document_type(_text(flow[first_title]))
    title_index = first_title
    decision: Sequence[FlowItem] = ()
    if kind == "Quyết định":
        plan_index = _plan_after(flow, first_title + 1)
        if plan_index is not None:
            decision = flow[first_title + 1 : plan_index]
            title_index = plan_index
    end = _closing_at(flow, title_index + 1)
    after = _closing_end(flow, end)
    closing = _columns(flow[end:after])
    before: list[Item] = []
    if decision:
        cut = _closing_at(decision, 0)
        cut_end = _closing_end(decision, cut)
        closing = _columns(decision[cut:cut_end]) + closing
        before = [*to_items(decision[:cut]), *_leftover(decision[cut_end:])]
    items = to_items(find_borderless(flow[title_index + 1 : end]))
    title, preamble, body = _split_body(flow[title_index], items)
    about, articles = _split_decision(before)
    return Parts(
        kind=kind,
        about=about,
        head=_columns(flow[:first_title]),
        title=title,
        preamble=(*articles, *preamble),
        body=(*(item for item in before if isinstance(item, Grid)), *body),
        closing=closing,
        appendix=tuple(flow[after:]),
    )


def _leftover(flow: Sequence[FlowItem]) -> list[Item]:
    """What stands between a decision's signature and its plan, the plan's own letterhead left
    out."""
    rest = [item for item in flow if not _is_of_letterhead(item)]
    return to_items(rest)


def _is_of_letterhead(item: FlowItem) -> bool:
    if isinstance(item, Grid):
        return not item.ruled
    return item.text.isupper() or opens_with(item.text, "motto") is not None


def _split_decision(items: Sequence[Item]) -> tuple[tuple[Paragraph, ...], tuple[Paragraph, ...]]:
    """What a decision says -> (its title and who decides, its grounds and articles). Its second
    "QUYẾT ĐỊNH:" is left out."""
    about: list[Paragraph] = []
    articles: list[Paragraph] = []
    for item in items:
        if not isinstance(item, Paragraph) or document_type(item.text.rstrip(":")):
            continue
        if articles or item.mark is not None or opens_with(item.text, "grounds"):
            articles.append(item)
        else:
            about.append(item)
    return tuple(about), tuple(articles)


def _text(item: FlowItem) -> str:
    return item.text if isinstance(item, Line) else ""


def _untitled(flow: Sequence[FlowItem]) -> Parts:
    """No title was found: the letterhead ends before the first paragraph of a preamble or the first
    heading."""
    cut = next((index for index, item in enumerate(flow[:MAX_HEAD]) if _opens_body(item)), 0)
    end = _closing_at(flow, cut)
    after = _closing_end(flow, end)
    preamble, body = _split_preamble(to_items(flow[cut:end]))
    return Parts(
        kind=None,
        about=(),
        head=_columns(flow[:cut]),
        title=(),
        preamble=tuple(preamble),
        body=tuple(body),
        closing=_columns(flow[end:after]),
        appendix=tuple(flow[after:]),
    )


def _opens_body(item: FlowItem) -> bool:
    if not isinstance(item, Line):
        return False
    if strip_diacritics(item.text).startswith("can cu "):
        return True
    mark = read_mark(item.text)
    return mark is not None and mark.rank <= Rank.DECIMAL


def _title_at(flow: Sequence[FlowItem]) -> int | None:
    """The line that names the type of document. Capitals that only begin like it ("KẾ HOẠCH TRIỂN
    KHAI…") count too."""
    for index, item in enumerate(flow):
        if document_type(_text(item)):
            return index
    return None


def _plan_after(flow: Sequence[FlowItem], first: int) -> int | None:
    """The title line of the plan that a decision carries."""
    for index in range(first, len(flow)):
        if document_type(_text(flow[index])) not in (None, "Quyết định"):
            return index
    return None


def _columns(items: Sequence[FlowItem]) -> tuple[Line, ...]:
    """Lines of a letterhead or closing; of two columns first the left, then the right."""
    lines: list[Line] = []
    for item in items:
        if isinstance(item, Line):
            lines.extend(split_wide(item))
            continue
        for column in range(item.n_cols):
            for cell in item.cells:
                if cell.col == column:
                    lines.extend(cell.lines)
    return tuple(lines)


def to_items(flow: Sequence[FlowItem]) -> list[Item]:
    """Flow -> paragraphs and ruled grids; unruled grids become lines again."""
    unfolded: list[Line | Grid] = []
    for item in flow:
        if isinstance(item, Grid) and not item.ruled:
            unfolded.extend(unfold(item))
        else:
            unfolded.append(item)
    items: list[Item] = []
    for is_grid, run in groupby(unfolded, key=lambda item: isinstance(item, Grid)):
        if is_grid:
            items.extend(item for item in run if isinstance(item, Grid))
        else:
            items.extend(to_paragraphs([item for item in run if isinstance(item, Line)]))
    return items


# --- the closing: recipients and signature --------------------------------------------------------


def _opens_closing(item: FlowItem) -> bool:
    if isinstance(item, Line):
        return _is_closing_line(item)
    if item.ruled:
        return False
    return any(_is_closing_line(line) for cell in item.cells for line in cell.lines)


def _is_closing_line(line: Line) -> bool:
    """Does it open the list of recipients, or tell who signs?"""
    return opens_with(line.text, "recipients") is not None or is_signer_line(line.text)


def _closing_at(flow: Sequence[FlowItem], first: int) -> int:
    """Where the closing of the part that begins at `first` begins; its end when there is none."""
    for index in range(first, len(flow)):
        item = flow[index]
        if _opens_closing(item) or (index > first and _opens_appendix(item)):
            return index
    return len(flow)


def _opens_appendix(item: FlowItem) -> bool:
    text = _text(item)
    return is_caption(text) and contains(text, "appendix") is not None


def _closing_end(flow: Sequence[FlowItem], start: int) -> int:
    """The first item after the closing that begins at `start`."""
    last = ""
    listing = False
    for index in range(start, len(flow)):
        item = flow[index]
        if isinstance(item, Grid):
            if item.ruled or _is_letterhead(item):
                return index
            last, listing = "", False
            continue
        goes_on = _belongs_to_closing(item, last, listing=listing)
        if not goes_on and not (listing and _list_goes_on(flow[index : index + AHEAD])):
            return index
        listing = _is_listed(item, listing)
        last = item.text
    return len(flow)


def _is_listed(line: Line, listing: bool) -> bool:
    """Are we in the list of recipients after this line?"""
    if opens_with(line.text, "recipients") or _is_bullet(line):
        return True
    return listing and not is_signer_line(line.text) and not _NAME.fullmatch(line.text)


def _is_bullet(line: Line) -> bool:
    mark = read_mark(line.text)
    return mark is not None and mark.rank >= Rank.BULLET


def _list_goes_on(ahead: Sequence[FlowItem]) -> bool:
    """Is this line inside the list of recipients: does another recipient, or the signer, follow
    within three lines?"""
    for item in ahead:
        if not isinstance(item, Line) or is_caption(item.text):
            return False
        if is_signer_line(item.text) or _is_bullet(item):
            return True
        if read_mark(item.text) is not None:
            return False
    return False


def _is_letterhead(grid: Grid) -> bool:
    return any(opens_with(line.text, "motto") for cell in grid.cells for line in cell.lines)


def _belongs_to_closing(line: Line, last: str, *, listing: bool) -> bool:
    """Is the line part of the closing, whose line before was `last`?"""
    text = line.text
    if is_caption(text) or opens_with(text, "motto"):
        return False
    if _is_closing_line(line) or _NAME.fullmatch(text):
        return True
    if read_mark(text) is not None:
        return _is_bullet(line)
    if text.isupper():
        return is_signer_line(last) and len(text.split()) <= MAX_CAPITALS
    if text.startswith("("):
        return True
    return listing and (text[:1].islower() or last[-1:] not in (";", "."))


# --- title, preamble, body ------------------------------------------------------------------------


def _split_body(
    title_line: FlowItem, items: list[Item]
) -> tuple[tuple[Paragraph, ...], list[Paragraph], list[Item]]:
    """What follows the title line -> (title paragraphs, preamble, body)."""
    title: list[Paragraph] = []
    if isinstance(title_line, Line) and (rest := after_type(title_line.text)):
        span = (title_line.span,)
        title.append(Paragraph(rest, span, bold=title_line.bold, centered=title_line.centered))
    index = 0
    for item in items:
        if not isinstance(item, Paragraph) or not _is_title(item, title):
            break
        if not ATTACHED.match(item.text):
            title.append(item)
        index += 1
    preamble, body = _split_preamble(items[index:])
    return tuple(title), preamble, body


def _is_title(paragraph: Paragraph, title: Sequence[Paragraph]) -> bool:
    """Does the paragraph go on with the title, or say what the paper is attached to?"""
    text = paragraph.text
    if ATTACHED.match(text) or not any(char.isalnum() for char in text):
        return True
    is_long = len(text) > MAX_TITLE_LETTERS or len(title) >= MAX_TITLE_LINES
    if paragraph.mark is not None or is_long:
        return False
    opens_preamble = opens_with(text, "preamble") is not None
    if paragraph.centered is not None:
        is_bold_title = bool(paragraph.bold) and (
            not opens_preamble or _is_title_of_kind(text, title)
        )
        return paragraph.centered or is_bold_title
    if paragraph.bold:
        return True
    if not title or (text.isupper() and title[-1].text.isupper()):
        return True
    return len(text) < MAX_UNMARKED_TITLE and text[-1] not in ".;:,/" and not opens_preamble


def _is_title_of_kind(text: str, title: Sequence[Paragraph]) -> bool:
    """Bold words right under the kind of document that cite nothing and end no sentence are its
    title, also when they open as a preamble does ("Thực hiện chương trình …")."""
    if title or text[-1] in ".;:,":
        return False
    return regex.search(r"\d/|/\p{Lu}", text) is None


def _split_preamble(items: list[Item]) -> tuple[list[Paragraph], list[Item]]:
    """Paragraphs before the first heading are the preamble."""
    for index, item in enumerate(items):
        if isinstance(item, Grid) or _is_heading(item):
            before = [own for own in items[:index] if isinstance(own, Paragraph)]
            return before, items[index:]
    paragraphs = [item for item in items if isinstance(item, Paragraph)]
    for index, paragraph in enumerate(paragraphs):
        if paragraph.text.isupper():
            return paragraphs[:index], list(paragraphs[index:])
    return [], list(items)


def _is_heading(paragraph: Paragraph) -> bool:
    mark = paragraph.mark
    return mark is not None and mark.rank not in (Rank.ARTICLE, Rank.BULLET)
