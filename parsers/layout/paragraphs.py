"""Printed lines -> paragraphs: what the layout broke is joined again.

Three kinds of input, one question ("does this line continue the one before?"): lines that are
paragraphs by the format's own word (DOCX, HTML), lines with boxes (PDF), and lines of a text alone,
where only blank lines, line lengths, marks and punctuation speak.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

import regex

from kehoach.ingest.model import Grid, Line, Span
from kehoach.normalize.bracket_lists import lines_of_points
from kehoach.normalize.text import join_lines
from kehoach.parsers.layout.bare_labels import with_colons
from kehoach.parsers.layout.box_joiner import BoxJoiner
from kehoach.parsers.layout.line_ends import (
    SENTENCE_END,
    bids_farewell,
    counts_on,
    ends_addressees,
    is_open,
    starts_lower,
    tails_joined,
)
from kehoach.parsers.layout.marks import Mark, read_mark
from kehoach.parsers.layout.notes import lines_of_notes, opens_note
from kehoach.parsers.layout.spans import merge_spans
from kehoach.parsers.layout.text_joiner import TextJoiner
from kehoach.parsers.layout.title_lines import bodies_over_points
from kehoach.parsers.words import is_caption, is_chapter_title, opens_with
from kehoach.patterns import compile_regex

_FOOTNOTE = compile_regex(r"(\d{1,2}|\[\d{1,2}\])\s+(?=\p{Lu}\p{Ll})")
ATTACHED = compile_regex(
    r"\(\s*(?:được\s+)?(?:ban\s+hành\s+)?(?:đính\s+)?kèm\s+theo", regex.IGNORECASE
)
"""The line under a title that says which document it belongs to: "(Kèm theo Quyết định số …)"."""


@dataclass(frozen=True, slots=True)
class Paragraph:
    """One paragraph: its text without layout, where it stands, the marks of its font, its list
    mark, and how deep the format calls it a heading."""

    text: str
    spans: tuple[Span, ...]
    mark: Mark | None = None
    bold: bool | None = None
    italic: bool | None = None
    centered: bool | None = None
    footnote: bool = False
    heading: int | None = None
    confidence: float = 1.0

    @property
    def words(self) -> str:
        """The text after the list mark."""
        return self.mark.rest if self.mark else self.text


def to_paragraphs(
    lines: Sequence[Line], opens: Callable[[str], bool] | None = None
) -> list[Paragraph]:
    """Lines of the body in order -> paragraphs in order, footnotes after the paragraph that they
    interrupt. `opens` tells of a line's words that a paragraph begins there whatever the layout."""
    if all(line.complete for line in lines):
        return [_paragraph(group) for group in tails_joined(lines)]
    notes_below = set(lines_of_notes([line.text for line in lines]))
    lines, labels = with_colons(
        [
            replace(line, footnote=True) if place in notes_below else line
            for place, line in enumerate(lines)
        ]
    )
    points = {id(lines[place]) for place in lines_of_points([line.text for line in lines])}
    points |= frozenset() if lines[0].words else bodies_over_points(lines)
    joiner = BoxJoiner(lines) if lines[0].words else TextJoiner(lines)
    body: list[list[Line]] = []
    notes: list[tuple[int, list[Line]]] = []  # each with the number of paragraphs before it
    note: list[Line] | None = None
    for line in lines:
        if note is not None and not _leaves_note(note[-1], line):
            note.append(line)
            continue
        before = body[-1] if body else None
        if not joiner.is_inside(line) and _opens_note(line, before, note=note):
            note = [line]
            notes.append((len(body), note))
            continue
        after_note = note is not None
        note = None
        is_told_to_open = (
            _are_cells(before, line)
            or id(line) in labels | points
            or (opens is not None and opens(line.text))
        )
        if before is None or is_told_to_open or _stands_apart(before, line):
            body.append([line])
        elif (
            id(before[-1]) in labels
            or joiner.is_inside(line)
            or joiner.continues(before, line, after_note=after_note)
        ):
            before.append(line)
        else:
            body.append([line])
    return _with_notes(body, notes)


def _are_cells(before: Sequence[Line] | None, line: Line) -> bool:
    """Has a line of a text a tab between its words, and the one above it, too? So the cells of
    tables and signatures are kept apart."""
    return bool(before) and all("\t" in one.raw.strip() for one in (*(before or ())[-1:], line))


def _stands_apart(before: Sequence[Line], line: Line) -> bool:
    """Is a line, or the one above, part of a title block, where each stands for itself; does it end
    the addressees, or the body, speak of the whole list above it, or count on in words?"""
    is_new = opens_with(line.text, "words_on_list") or counts_on(before, line)
    if (
        (is_new and SENTENCE_END.search(before[-1].text))
        or _are_title_and_text(before[-1], line)
        or is_caption(before[-1].text)
    ):
        return True
    is_attached = ATTACHED.match(line.text) is not None
    is_apart = is_attached or opens_note(line.text) or bids_farewell(before[-1], line)
    return is_apart or ends_addressees(before, line)


def _are_title_and_text(last: Line, line: Line) -> bool:
    """Is one of two lines the title of a chapter, in capitals, and the other not ("NHIỆM VỤ" over
    "Không để xảy ra cháy lớn.")? Of two in capitals the second may go on with the first."""
    if last.text.isupper() == line.text.isupper():
        return False
    return is_chapter_title(last.text) or is_chapter_title(line.text)


def _with_notes(body: list[list[Line]], notes: list[tuple[int, list[Line]]]) -> list[Paragraph]:
    paragraphs: list[Paragraph] = []
    for index, group in enumerate([[], *body]):
        if group:
            paragraphs.append(_paragraph(group))
        for place, note in notes:
            if place == index:
                paragraphs.append(replace(_paragraph(note), footnote=True, mark=None))
    return paragraphs


def _opens_note(line: Line, before: list[Line] | None, note: list[Line] | None) -> bool:
    """Is this the first line of a footnote? Told by the format or the small print, or by a lone
    number before a capital where a sentence is broken off, or right after another footnote."""
    if line.footnote:
        return True
    if line.complete or before is None or not _FOOTNOTE.match(line.text):
        return False
    return note is not None or is_open(before[-1])


def _leaves_note(last: Line, line: Line) -> bool:
    """Does `line` stand after the footnote whose last line is `last`?"""
    opens_another = _FOOTNOTE.match(line.text) is not None
    if last.footnote or line.footnote:
        return opens_another or not line.footnote
    if line.page_break:
        return True
    if not SENTENCE_END.search(last.text):
        return False
    return opens_another or starts_lower(line) or read_mark(line.text) is not None


def _paragraph(lines: Sequence[Line]) -> Paragraph:
    text = ""
    for line in lines:
        text = join_lines(text, line.text)
    first = lines[0]
    return Paragraph(
        text=text,
        spans=merge_spans([line.span for line in lines]),
        mark=read_mark(text),
        bold=None if first.bold is None else all(line.bold for line in lines),
        italic=None if first.italic is None else all(line.italic for line in lines),
        centered=first.centered,
        footnote=all(line.footnote for line in lines),
        heading=first.heading,
        confidence=min(line.confidence for line in lines),
    )


def unfold(grid: Grid) -> list[Line]:
    """An unruled grid that is no letterhead: its printed rows as lines again, left side then right
    side. A row between the bars of a text is never the rest of the row above it."""
    lines: list[Line] = []
    is_of_text = not any(line.words for cell in grid.cells for line in cell.lines)
    for row in range(grid.n_rows):
        cells = [cell for cell in grid.cells if cell.row == row]
        parts = [line for cell in cells for line in cell.lines]
        if any(line.complete for line in parts):
            lines.extend(parts)
        elif parts:
            line = _one_line(parts)
            lines.append(replace(line, gap=max(line.gap or 0.0, 1.0)) if is_of_text else line)
    return lines


def _one_line(parts: Sequence[Line]) -> Line:
    words = [word for line in parts for word in line.words]
    spans = merge_spans([line.span for line in parts])
    text = " ".join(line.text for line in parts)
    return replace(parts[0], text=text, span=spans[0], words=tuple(words))
