"""An appendix that came as a file of its own, without the letterhead of the document it belongs to.

"PHỤ LỤC II | DANH MỤC NHIỆM VỤ … | (Kèm theo Nghị quyết số 21/NQ-HĐND ngày 15/01/2031 của HĐND tỉnh
…)": the line in brackets is the only one that says by whom, when and under which number.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import takewhile
from typing import NamedTuple

from kehoach.ingest.model import FlowItem, Grid, Line, lines_of
from kehoach.parsers.flattened.asked import split_regions
from kehoach.parsers.layout.marks import read_mark
from kehoach.parsers.layout.paragraphs import ATTACHED
from kehoach.parsers.title import MAX_TITLE_LINES, attached_lines, read_title
from kehoach.parsers.words import is_caption, opens_with

HEAD = 4
"""Lines among which the caption stands; above it a page number, a box."""
MAX_ABOVE = 8
"""Words of such a line."""


class Annex(NamedTuple):
    """The head of an appendix taken apart: the lines above its caption, the caption, the lines of
    its title, those of "(Kèm theo …)", and what follows."""

    above: tuple[Line, ...]
    caption: Line
    title: tuple[Line, ...]
    attached: tuple[Line, ...]
    rest: tuple[FlowItem, ...]

    @property
    def is_flattened(self) -> bool:
        """Is what follows the cells of a table that lost its grid?"""
        lines = [item for item in self.rest if isinstance(item, Line) and not item.complete]
        if len(lines) < len(self.rest) or any(line.words for line in lines):
            return False
        return any(region is not None for _, region in split_regions(lines))


def read_annex(flow: Sequence[FlowItem]) -> Annex | None:
    """The flow of a paper without type and letterhead -> its parts as an appendix; None where it
    does not begin with the caption of one."""
    index = next((index for index, item in enumerate(flow[:HEAD]) if _is_caption(item)), None)
    if index is None or any(map(_is_table, flow[:index])):
        return None
    above = tuple(lines_of(flow[:index]))
    if not all(map(_may_stand_above, above)):
        return None
    caption = flow[index]
    if not isinstance(caption, Line):
        return None
    first, last = _attached_at(flow, index + 1)
    left: Sequence[FlowItem] = ()
    if first == last:  # nothing ends the title but its print
        below = [*takewhile(_is_set_off, flow[index + 1 :])]
        title, taken = read_title(below, _lead(caption))
        first = last = index + 1 + taken
    else:
        title, taken = read_title(flow[index + 1 : first], _lead(caption))
        left = flow[index + 1 + taken : first]
    return Annex(
        above=above,
        caption=caption,
        title=tuple(title),
        attached=tuple(lines_of(flow[first:last])),
        rest=(*left, *flow[last:]),
    )


def _lead(caption: Line) -> list[Line]:
    """What the line of the caption says of the title ("PHỤ LỤC I: PHÂN CÔNG …")."""
    _, colon, words = caption.text.partition(":")
    return [replace(caption, text=words.strip())] if colon and words.strip() else []


def _is_table(item: FlowItem) -> bool:
    """A table above the caption is content of the paper, which the caption does not open."""
    return isinstance(item, Grid) and item.ruled


def _may_stand_above(line: Line) -> bool:
    """A page number, a box ("DỰ THẢO"), the name of who wrote it: no heading, no sentence."""
    if opens_with(line.text, "motto") or read_mark(line.text) is not None:
        return False
    return len(line.text.split()) <= MAX_ABOVE


def _is_set_off(item: FlowItem) -> bool:
    if isinstance(item, Grid):
        return False
    return item.text.isupper() or bool(item.bold or item.centered)


def _is_caption(item: FlowItem) -> bool:
    if not isinstance(item, Line) or opens_with(item.text, "annex_openings") is None:
        return False
    return is_caption(item.text) or item.text.isupper()


def _attached_at(flow: Sequence[FlowItem], start: int) -> tuple[int, int]:
    """The first line of "(Kèm theo …)" under a caption, and the one behind its last; `start` twice
    where it has none."""
    for index in range(start, min(start + MAX_TITLE_LINES, len(flow))):
        item = flow[index]
        if isinstance(item, Grid):
            break
        if ATTACHED.match(item.text):
            return index, index + attached_lines(flow[index:])
    return start, start
