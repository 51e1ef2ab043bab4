"""Headings that the white of a page does not part, told by the vocabulary.

    Stt      Nội dung        Thời gian   Bộ phận phụ Cơ quan phối
                                            trách        hợp

"Bộ phận phụ Cơ quan phối / trách hợp" is no heading, "Bộ phận phụ trách" and "Cơ quan phối hợp" are
two. And white that parts "Số" from "TT" parts no columns.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import product

from kehoach.ingest.geometry import box_of, rows_of, text_of
from kehoach.ingest.model import Line, Word
from kehoach.normalize.text import strip_diacritics
from kehoach.parsers.tables.columns import known_headings, whole_headings
from kehoach.parsers.tables.white_columns import blocks_of, parted_by_white
from kehoach.parsers.words import phrases_by

MOST_ROWS, MOST_WORDS = 4, 12
"""Of a block that is parted; and words on a row of it."""
NEAR = 30.0
"""Points: so far apart may the places be at which the rows of a block are parted."""
WIDE = 7.0
"""Points: more white than between two words."""

Blocks = list[list[Word]]


def ways_of(blocks: Sequence[list[Word]]) -> tuple[Blocks, ...]:
    """The ways to part blocks by what they say and how they stand over each other."""
    return [*blocks], parted_under(blocks), parted_by_words(blocks)


def parted_by_words(blocks: Sequence[list[Word]]) -> Blocks:
    """The blocks, those apart that are known headings side by side."""
    parted: Blocks = []
    for block in blocks:
        parted += _known_in(rows_of(block)) or [block]
    return parted


def parted_by_white_of(blocks: Sequence[list[Word]], below: Sequence[Line]) -> Blocks:
    """The blocks, each parted where the white in it goes on through the lines `below`; one that is
    a heading word for word stays whole, unless each part of it is one, too: the blanks of two rows
    may stand under each other by chance ("Nội | dung công việc")."""
    parted: Blocks = []
    for block in blocks:
        parts = parted_by_white([block], below)
        is_heading = bool(whole_headings([_text([block])]))
        keeps = is_heading and not all(whole_headings([_text([part])]) for part in parts)
        parted += [block] if keeps else parts
    return parted


def parted_under(blocks: Sequence[list[Word]]) -> Blocks:
    """The blocks, each heading over several others replaced by these ("Phân công" by "Chủ trì" and
    "Phối hợp"); none where there is no such heading."""
    parted: Blocks = []
    for block in blocks:
        rows = rows_of(block)
        lower = [word for row in rows[1:] for word in row]
        own = blocks_of(lower)
        spans = len(own) > 1 and len(blocks_of(rows[0])) == 1
        parted += own if spans else [block]
    return parted if len(parted) > len(blocks) else []


def with_index_whole(blocks: Sequence[list[Word]]) -> Blocks:
    """The blocks, the first two one where only both together head the numbers ("Số" and "TT")."""
    if len(blocks) > 2:
        first = [*blocks[0], *blocks[1]]
        if _text([first]) in phrases_by("tables/columns.yaml", "roles")["index"]:
            return [first, *blocks[2:]]
    return [*blocks]


def without_heads(blocks: Sequence[list[Word]]) -> Blocks:
    """The blocks without those that stand over both their neighbours ("Phân công thực hiện" over
    the white between "Chủ trì" and "Phối hợp")."""
    boxes = [box_of(block) for block in blocks]
    kept: Blocks = []
    for place, block in enumerate(blocks):
        sides = (boxes[place - 1], boxes[place + 1]) if 0 < place < len(blocks) - 1 else ()
        if not sides or any(side.y0 < boxes[place].y1 for side in sides):
            kept.append(block)
    return kept


def _known_in(rows: Sequence[list[Word]]) -> Blocks | None:
    """The known headings that stand side by side in the rows of a block; None where none do, or it
    is one itself."""
    if (
        len(rows) > MOST_ROWS
        or any(len(row) > MOST_WORDS for row in rows)
        or _text(rows) in known_headings()
    ):
        return None
    for left, right in _ways(rows):
        if _text(left) not in known_headings():
            continue
        begin = [word for row in left for word in row]
        if _text(right) in known_headings():
            return [begin, [word for row in right for word in row]]
        more = _known_in([row for row in right if row])
        if more is not None:
            return [begin, *more]
    return None


def _ways(rows: Sequence[list[Word]]) -> Iterator[tuple[Blocks, Blocks]]:
    """The ways to part all rows at about one place."""
    for cuts in product(*(range(len(row) + 1) for row in rows)):
        left = [row[:cut] for row, cut in zip(rows, cuts, strict=True)]
        right = [row[cut:] for row, cut in zip(rows, cuts, strict=True)]
        if not any(left) or not any(right):
            continue
        ends = max(row[-1].box.x1 for row in left if row)
        begins = min(row[0].box.x0 for row in right if row)
        if ends - begins < NEAR and _are_apart(left, right):
            yield left, right


def _are_apart(left: Blocks, right: Blocks) -> bool:
    """Do both begin with a capital, and does wide white part them on one row?"""
    first = next(row[0] for row in right if row)
    if not first.text[:1].isupper():
        return False
    pairs = ((one[-1], other[0]) for one, other in zip(left, right, strict=True) if one and other)
    return any(after.box.x0 - before.box.x1 > WIDE for before, after in pairs)


def _text(rows: Sequence[Sequence[Word]]) -> str:
    return strip_diacritics(" ".join(text_of(row) for row in rows if row))
