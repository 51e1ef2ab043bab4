"""Where the closing of a paper stands: the list of recipients and the signature."""

from __future__ import annotations

from collections.abc import Sequence

import regex

from kehoach.ingest.model import FlowItem, Grid, Line
from kehoach.parsers.flattened.headless import begins_headless
from kehoach.parsers.layout.marks import Rank, read_mark
from kehoach.parsers.words import contains, is_caption, is_signer_line, opens_with

AHEAD = 4
"""Lines in which the next recipient of a list, or the signer, must stand."""
MAX_CAPITALS = 4
"""Words of a line in capitals between the signer's capacity and name."""

_NAME = regex.compile(r"(?:\p{Lu}\p{Ll}*\.?\s+){1,5}\p{Lu}\p{Ll}+")


def text_of(item: FlowItem) -> str:
    """The words of a line; none of a grid."""
    return item.text if isinstance(item, Line) else ""


def _opens_closing(item: FlowItem) -> bool:
    if isinstance(item, Line):
        return _is_closing_line(item)
    if item.ruled:
        return False
    return any(_is_closing_line(line) for cell in item.cells for line in cell.lines)


def _is_closing_line(line: Line) -> bool:
    """Does it open the list of recipients, or tell who signs?"""
    return opens_with(line.text, "recipients") is not None or is_signer_line(line.text)


def closing_at(flow: Sequence[FlowItem], first: int) -> int:
    """Where the closing of the part that begins at `first` begins; its end when there is none."""
    for index in range(first, len(flow)):
        item = flow[index]
        if _opens_closing(item) or (index > first and opens_appendix(item)):
            return index
        if index > first and _is_end(flow[index - 1]) and _is_loose_table(flow[index:]):
            return index
    return len(flow)


def _is_end(item: FlowItem) -> bool:
    """Does the line end with the mark that ends an official text ("./.")?"""
    return text_of(item).rstrip().endswith("./.")


def _is_loose_table(flow: Sequence[FlowItem]) -> bool:
    """Are the lines behind the end the cells of a table without caption and header?"""
    lines = [item for item in flow if isinstance(item, Line) and not item.complete]
    return (
        len(lines) == len(flow)
        and not any(line.words for line in lines)
        and (begins_headless(lines))
    )


def opens_appendix(item: FlowItem) -> bool:
    text = text_of(item)
    return is_caption(text) and contains(text, "appendix") is not None


def closing_end(flow: Sequence[FlowItem], start: int) -> int:
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
