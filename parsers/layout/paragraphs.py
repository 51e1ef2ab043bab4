"""Printed lines -> paragraphs: what the layout broke is joined again.

Three kinds of input, one question ("does this line continue the one before?"): lines that are
paragraphs by the format's own word (DOCX, HTML), lines with boxes (PDF), and bare lines of a text,
where only blank lines, line lengths, marks and punctuation speak.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import regex

from kehoach.ingest.model import Box, Grid, Line, Span
from kehoach.normalize.text import join_lines
from kehoach.parsers.layout.fields import read_field
from kehoach.parsers.layout.marks import Mark, Rank, read_mark
from kehoach.parsers.words import is_caption

_TERMINAL = regex.compile(r"[.;:!?…]['\"”’)]*$|/\.$|\.\/\.?$")
_SENTENCE_END = regex.compile(r"[.;!?…]['\"”’)]*$|\./\.?$")
_FOOTNOTE = regex.compile(r"(\d{1,2}|\[\d{1,2}\])\s+(?=\p{Lu}\p{Ll})")
ATTACHED = regex.compile(r"\(\s*(?:ban hành\s+)?kèm theo", regex.IGNORECASE)
"""The line under a title that says which document it belongs to: "(Kèm theo Quyết định số …)"."""
_UPPER_ONLY = regex.compile(r"[^\p{Ll}]*\p{Lu}[^\p{Ll}]*")


@dataclass(frozen=True, slots=True)
class Paragraph:
    """One paragraph: its text without layout, where it stands, the marks of its font, and its list
    mark."""

    text: str
    spans: tuple[Span, ...]
    mark: Mark | None = None
    bold: bool | None = None
    italic: bool | None = None
    centered: bool | None = None
    footnote: bool = False
    confidence: float = 1.0

    @property
    def words(self) -> str:
        """The text after the list mark."""
        return self.mark.rest if self.mark else self.text


def to_paragraphs(lines: Sequence[Line]) -> list[Paragraph]:
    """Lines of the body in order -> paragraphs in order. Footnotes come out after the paragraph
    they interrupt."""
    if not lines:
        return []
    if all(line.complete for line in lines):
        return [_paragraph([line]) for line in lines]
    joins = _BoxJoiner(lines) if lines[0].words else _TextJoiner(lines)
    body: list[list[Line]] = []
    notes: list[tuple[int, list[Line]]] = []
    in_note: list[Line] | None = None
    for line in lines:
        if in_note is not None and not _leaves_note(in_note[-1], line):
            in_note.append(line)
            continue
        if _opens_note(line, body[-1] if body else None, in_note):
            in_note = [line]
            notes.append((len(body), in_note))
            continue
        after_note, in_note = in_note is not None, None
        parted = body and (is_caption(body[-1][-1].text) or ATTACHED.match(line.text))
        if body and not parted and joins.continues(body[-1], line, after_note=after_note):
            body[-1].append(line)
        else:
            body.append([line])
    return _woven(body, notes)


def _woven(body: list[list[Line]], notes: list[tuple[int, list[Line]]]) -> list[Paragraph]:
    paragraphs: list[Paragraph] = []
    for index, group in enumerate([[], *body]):
        if group:
            paragraphs.append(_paragraph(group))
        paragraphs.extend(
            replace(_paragraph(own), footnote=True, mark=None)
            for place, own in notes
            if place == index
        )
    return paragraphs


def _opens_note(line: Line, before: list[Line] | None, note: list[Line] | None) -> bool:
    """Is this the first line of a footnote? Told by the format or the small print, or by a bare
    number before a capital where a sentence is broken off, or right after another footnote."""
    if line.footnote:
        return True
    if line.complete or not _FOOTNOTE.match(line.text) or before is None:
        return False
    return note is not None or not _TERMINAL.search(before[-1].text)


def _leaves_note(last: Line, line: Line) -> bool:
    """Does `line` stand after the footnote whose last line is `last`?"""
    if last.footnote or line.footnote:
        return not line.footnote or _FOOTNOTE.match(line.text) is not None
    if _FOOTNOTE.match(line.text) and _SENTENCE_END.search(last.text):
        return True
    return line.page_break or (
        _SENTENCE_END.search(last.text) is not None
        and (line.text[:1].islower() or read_mark(line.text) is not None)
    )


def _paragraph(lines: Sequence[Line]) -> Paragraph:
    text = ""
    for line in lines:
        text = join_lines(text, line.text)
    flags = [(line.bold, line.italic) for line in lines]
    return Paragraph(
        text=text,
        spans=merge_spans([line.span for line in lines]),
        mark=read_mark(text),
        bold=None if flags[0][0] is None else all(bold for bold, _ in flags),
        italic=None if flags[0][1] is None else all(italic for _, italic in flags),
        centered=lines[0].centered,
        footnote=all(line.footnote for line in lines),
        confidence=min(line.confidence for line in lines),
    )


def merge_spans(spans: Sequence[Span]) -> tuple[Span, ...]:
    """Spans of consecutive lines -> one span per page (its box the union), or one run of lines."""
    merged: list[Span] = []
    for span in spans:
        last = merged[-1] if merged else None
        if last is not None and last.page == span.page:
            box: Box | None = (
                last.box.union(span.box) if last.box and span.box else last.box or span.box
            )
            firsts = [v for v in (last.first, span.first) if v is not None]
            lasts = [v for v in (last.last, span.last) if v is not None]
            merged[-1] = Span(
                span.page, box, min(firsts) if firsts else None, max(lasts) if lasts else None
            )
        else:
            merged.append(span)
    return tuple(merged)


def unfold(grid: Grid) -> list[Line]:
    """An unruled grid that is no letterhead: its printed rows as lines again, left side then right
    side."""
    lines: list[Line] = []
    for row in range(grid.n_rows):
        own = [line for cell in grid.cells if cell.row == row for line in cell.lines]
        if not own:
            continue
        if any(line.complete for line in own):
            lines.extend(own)
            continue
        words = tuple(word for line in own for word in line.words)
        text = " ".join(line.text for line in own)
        lines.append(
            replace(
                own[0], text=text, span=merge_spans([line.span for line in own])[0], words=words
            )
        )
    return lines


class _BoxJoiner:
    """Joining by geometry: first-line indents, lines that end short, gaps, and font changes."""

    def __init__(self, lines: Sequence[Line]) -> None:
        boxes = [line.span.box for line in lines if line.span.box]
        lefts, rights = sorted(b.x0 for b in boxes), sorted(b.x1 for b in boxes)
        self.left, self.right = lefts[len(lefts) // 12], rights[-1 - len(rights) // 12]
        gaps = sorted(line.gap for line in lines if line.gap is not None)
        self.gap = gaps[len(gaps) // 4] if gaps else 0.0
        marked = [line for line in lines if (m := read_mark(line.text)) and m.rank >= Rank.BULLET]
        indented = sum(self._indent(line) > 8 for line in marked)
        self.marks_indented = indented > 0.8 * len(marked) if marked else True

    def _indent(self, line: Line) -> float:
        return line.span.box.x0 - self.left if line.span.box else 0.0

    def _x0(self, line: Line) -> float:
        return line.span.box.x0 if line.span.box else 0.0

    def continues(self, before: list[Line], line: Line, *, after_note: bool = False) -> bool:
        last = before[-1]
        mark = read_mark(line.text)
        full = self._is_full(last, line)
        if mark and not (self._indent(line) <= 4 and full and self._mark_is_wrapped(mark, last)):
            return False
        if line.centered and not last.centered:
            alike = (last.bold, last.italic, last.size) == (line.bold, line.italic, line.size)
            return full and alike and not _TERMINAL.search(last.text)
        if last.centered and not line.centered:
            return False
        if last.centered and line.centered:
            return last.bold == line.bold and last.size == line.size and self._near(line)
        if self._item_breaks_off(before, line) and not mark:
            return True
        if last.bold != line.bold and not mark:
            heading = read_mark(before[0].text) is not None and all(part.bold for part in before)
            return full and self._indent(line) <= 4 and not heading
        if not line.page_break and line.gap is not None and line.gap > self.gap + 1.2:
            return False
        if read_mark(last.text) and len(before) == 1 and self._x0(line) > self._x0(last) + 4:
            return full  # a hanging indent: the text stands deeper than its mark
        if self._indent(line) > 8 and not (self._indent(last) > 8 and len(before) > 1):
            return line.text[:1].islower() and full
        return full

    def _item_breaks_off(self, before: list[Line], line: Line) -> bool:
        """Does a list item go on in lower case, though its line ended early? Where it stands in a
        column of a table without borders, it was the column that was full."""
        mark = read_mark(before[0].text)
        alike = (before[-1].bold, before[-1].size) == (line.bold, line.size)
        return (
            mark is not None
            and mark.rank >= Rank.BULLET
            and alike
            and _broken_off(before[-1], line)
        )

    def _near(self, line: Line) -> bool:
        return line.gap is not None and line.gap < self.gap + 0.8

    def _is_full(self, last: Line, line: Line) -> bool:
        """Would the next line's first word not have fitted behind the last line?"""
        if not last.span.box or not line.words:
            return True
        first = line.words[0].box
        return last.span.box.x1 + (first.x1 - first.x0) + 0.3 * (line.size or 12) > self.right - 6

    def _mark_is_wrapped(self, mark: Mark, last: Line) -> bool:
        """A dash or number at the left margin that only looks like a mark: it was wrapped there."""
        if mark.rank >= Rank.BULLET:
            label = read_field(mark.rest)
            return label is None and (self.marks_indented or not _TERMINAL.search(last.text))
        return not _TERMINAL.search(last.text) and mark.rest[:1].islower()


def _broken_off(before: Line, line: Line) -> bool:
    """Does a sentence go on in lower case?"""
    return line.text[:1].islower() and not _TERMINAL.search(before.text)


class _TextJoiner:
    """Joining without geometry: blank lines where they mean something, line lengths, marks,
    punctuation.

    Extractions differ, and one file may change its manner (body and appendix): a blank line after
    every line says nothing, a blank line between groups of lines parts paragraphs, and a line much
    longer than a printed one is a paragraph. The manner is read from the neighbourhood of each
    line.
    """

    WINDOW = 15

    def __init__(self, lines: Sequence[Line]) -> None:
        lengths = sorted(len(line.text) for line in lines)
        self.width = lengths[int(0.9 * (len(lengths) - 1))]
        self.one_per_paragraph = self.width > 160
        self.blank_parts: dict[int | None, bool] = {}
        blanks = [bool(line.gap) for line in lines]
        for i, line in enumerate(lines):
            near = blanks[max(0, i - self.WINDOW) : i + self.WINDOW + 1]
            share = sum(near) / len(near)
            around = range(max(1, i - self.WINDOW), min(len(lines), i + self.WINDOW + 1))
            doubled = any(blanks[k] and _broken_off(lines[k - 1], lines[k]) for k in around)
            self.blank_parts[line.span.first] = share > 0.02 and (share <= 0.75 or not doubled)

    def continues(self, before: list[Line], line: Line, *, after_note: bool = False) -> bool:
        last = before[-1]
        mark = read_mark(line.text)
        open_end = not _TERMINAL.search(last.text)
        broken_off = open_end and line.text[:1].islower()
        if mark:
            return (
                mark.rank >= Rank.BULLET
                and mark.rest[:1].islower()
                and open_end
                and self._is_full(before, line)
            )
        if after_note:
            return broken_off
        if self.one_per_paragraph:
            return broken_off and len(last.text) > 60
        if self.blank_parts[line.span.first] and not line.page_break:
            return not line.gap or (broken_off and self._is_full(before, line))
        if (
            _UPPER_ONLY.fullmatch("".join(part.text for part in before))
            and len(last.text) < self.width
        ):
            return self._runs_on(before, line)
        return broken_off or self._is_full(before, line)

    def _runs_on(self, before: list[Line], line: Line) -> bool:
        """Does a numbered heading in capitals go on in this line?"""
        return (
            _UPPER_ONLY.fullmatch(line.text) is not None
            and read_mark(before[0].text) is not None
            and self._is_full(before, line, share=0.5)
        )

    def _is_full(self, before: list[Line], line: Line, share: float = 0.86) -> bool:
        """Was the last line as long as lines of this paper get? A line that ends a sentence must be
        fuller; one that breaks off in the middle of prose (more than one line, or a bullet) may be
        shorter."""
        last = before[-1]
        mark = read_mark(before[0].text)
        prose = len(before) > 1 or (mark is not None and mark.rank >= Rank.BULLET)
        if _SENTENCE_END.search(last.text) and line.text[:1].isupper():
            share = max(share, 0.93)
        elif prose and not _TERMINAL.search(last.text):
            share = min(share, 0.65)
        word = len(line.text.split(" ", 1)[0])
        return len(last.text) + 1 + word > share * self.width
