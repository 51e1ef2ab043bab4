"""Page geometry: words -> printed lines, and two columns standing side by side.

All coordinates are points, origin top left. The thresholds are multiples of the letter size where
that is what a reader's eye uses, so that a 9 pt table and a 14 pt body follow the same rule.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from statistics import median

import regex

from kehoach.ingest.model import Box, Cell, Grid, Line, Span, Word

GLUE = 0.12
"""Words nearer than this share of the letter size are one word set in two fonts (a footnote mark, a
symbol)."""

GUTTER = 18.0
"""White space, in points, that tells two columns from two words of a stretched line (1/4 inch)."""

_NUMBER = regex.compile(r"(?:[IVXL]+|\d{1,2}(?:\.\d{1,2})*|[a-zđ])[.)/]?")
"""A list number as a word of its own."""


def box_of(words: Iterable[Word]) -> Box:
    """The smallest box around the words. Raises ValueError when there are none."""
    boxes = [word.box for word in words]
    return Box(
        min(b.x0 for b in boxes),
        min(b.y0 for b in boxes),
        max(b.x1 for b in boxes),
        max(b.y1 for b in boxes),
    )


def rows_of(words: Iterable[Word]) -> list[list[Word]]:
    """Words -> rows of words from top to bottom, each from left to right.

    Two words stand on one row when their middles differ by less than half the larger one's height;
    a raised footnote mark so stays with its word.
    """
    rows: list[list[Word]] = []
    middle: list[float] = []
    for word in sorted(words, key=lambda w: ((w.box.y0 + w.box.y1) / 2, w.box.x0)):
        mid = (word.box.y0 + word.box.y1) / 2
        height = word.box.y1 - word.box.y0
        if rows and abs(mid - middle[-1]) < 0.5 * max(
            height, rows[-1][-1].box.y1 - rows[-1][-1].box.y0
        ):
            rows[-1].append(word)
            tallest = max(rows[-1], key=lambda w: w.size)
            middle[-1] = (tallest.box.y0 + tallest.box.y1) / 2
        else:
            rows.append([word])
            middle.append(mid)
    for row in rows:
        row.sort(key=lambda w: w.box.x0)
    return rows


def text_of(words: Sequence[Word]) -> str:
    """The text of one row: words joined by one space, glued where the page sets them without
    any."""
    parts: list[str] = []
    for before, word in zip([None, *words], words, strict=False):
        if before is not None and word.box.x0 - before.box.x1 > GLUE * min(before.size, word.size):
            parts.append(" ")
        parts.append(word.text)
    return "".join(parts)


def line_of(
    words: Sequence[Word], page: int, *, row: int | None = None, gap: float | None = None
) -> Line:
    """One row of words -> a `Line` with the marks that all its words share."""
    lettered = [w for w in words if any(c.isalnum() for c in w.text)] or list(words)
    if len(lettered) > 1 and _NUMBER.fullmatch(lettered[0].text):
        lettered = lettered[1:]  # an automatic number keeps the font of its paragraph mark
    usual = median(w.size for w in lettered)
    lettered = [
        w for w in lettered if w.size > 0.8 * usual or not w.text.isdigit()
    ] or lettered  # a note's raised number
    return Line(
        text=text_of(words),
        span=Span(page=page, box=box_of(words)),
        bold=all(w.bold for w in lettered),
        italic=all(w.italic for w in lettered),
        size=round(median(w.size for w in lettered), 1),
        row=row,
        gap=gap,
        words=tuple(words),
        confidence=confidence_of(words),
    )


def confidence_of(words: Sequence[Word]) -> float:
    """How sure the reading of some words is, letter for letter on average; 1 without words."""
    letters = sum(len(word.text) for word in words)
    return (
        round(sum(word.confidence * len(word.text) for word in words) / letters, 3)
        if letters
        else 1.0
    )


def lines_of(words: Iterable[Word], page: int) -> list[Line]:
    """Words of one column (or cell) -> its lines, `gap` in units of the line's height."""
    lines: list[Line] = []
    bottom: float | None = None
    for row, group in enumerate(rows_of(words)):
        box = box_of(group)
        height = max(box.y1 - box.y0, 1.0)
        gap = None if bottom is None else round((box.y0 - bottom) / height, 2)
        lines.append(line_of(group, page, row=row, gap=gap))
        bottom = box.y1
    return lines


def _widest_gap(line: Line) -> tuple[float, float] | None:
    """The widest white space between neighbouring words of the line, when it is at least a
    gutter."""
    best: tuple[float, float] | None = None
    for left, right in zip(line.words, line.words[1:], strict=False):
        width = right.box.x0 - left.box.x1
        if width >= GUTTER and (best is None or width > best[1] - best[0]):
            best = (left.box.x1, right.box.x0)
    return best


def split_wide(line: Line) -> list[Line]:
    """A line of a page whose words stand far apart (a signer beside the last recipient) -> its
    pieces, left to right; a line without words, as it is. Far is three letters and a gutter."""
    pieces: list[list[Word]] = []
    for word in line.words:
        far = max(2 * GUTTER, 3 * word.size)
        if pieces and word.box.x0 - pieces[-1][-1].box.x1 < far:
            pieces[-1].append(word)
        else:
            pieces.append([word])
    if len(pieces) < 2:
        return [line]
    return [line_of(piece, line.span.page or 0, row=line.row, gap=line.gap) for piece in pieces]


def _common_gutter(line: Line, gutter: tuple[float, float]) -> tuple[float, float] | None:
    """The part of `gutter` that `line` leaves white, or None when its words cross it."""
    x0, x1 = gutter
    for word in line.words:
        if word.box.x1 <= x0 or word.box.x0 >= x1:
            continue
        if word.box.x0 - x0 >= x1 - word.box.x1:
            x1 = word.box.x0
        else:
            x0 = word.box.x1
        if x1 - x0 < GUTTER / 2:
            return None
    return (x0, x1)


def side_by_side(lines: Sequence[Line]) -> list[Line | Grid]:
    """Lines of a page -> the same flow, where runs of two columns became an unruled grid of one row
    per printed row.

    A run starts at a row with a gutter and lasts while the rows leave one common gutter white: so
    stand the letterhead and the signature block of every paper (Decree 30/2020/NĐ-CP, annex I). A
    line centred on the page (the title) ends the run.
    """
    flow: list[Line | Grid] = []
    at = 0
    while at < len(lines):
        gutter = _widest_gap(lines[at])
        end = at
        both = 0
        while gutter is not None and end < len(lines):
            narrowed = _common_gutter(lines[end], gutter)
            if narrowed is None:
                break
            middle = (narrowed[0] + narrowed[1]) / 2
            two_sided = lines[end].words[0].box.x0 < middle < lines[end].words[-1].box.x1
            if lines[end].centered and not two_sided:
                break
            gutter = narrowed
            both += two_sided
            end += 1
        wide = gutter is not None and gutter[1] - gutter[0] > 60
        if gutter is not None and (end - at >= 2 or wide) and both >= 1:
            flow.append(_two_columns(lines[at:end], (gutter[0] + gutter[1]) / 2))
            at = end
        else:
            flow.append(lines[at])
            at += 1
    return flow


def _two_columns(lines: Sequence[Line], middle: float) -> Grid:
    cells: list[Cell] = []
    page = lines[0].span.page or 0
    for number, line in enumerate(lines):
        sides = (
            [w for w in line.words if w.box.x0 < middle],
            [w for w in line.words if w.box.x0 >= middle],
        )
        for col, words in enumerate(sides):
            own = (line_of(words, page, row=line.row, gap=line.gap),) if words else ()
            cells.append(Cell(number, col, lines=own, page=page))
    boxes = [line.span.box for line in lines if line.span.box]
    union = boxes[0]
    for box in boxes[1:]:
        union = union.union(box)
    return Grid(len(lines), 2, tuple(cells), Span(page=page, box=union), ruled=False)
