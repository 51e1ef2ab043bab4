"""Printed lines -> paragraphs: what the layout broke is joined again.

Three kinds of input, one question ("does this line continue the one before?"): lines that are
paragraphs by the format's own word (DOCX, HTML), lines with boxes (PDF), and lines of a text alone,
where only blank lines, line lengths, marks and punctuation speak.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

import regex

from kehoach.ingest.model import Grid, Line, Span
from kehoach.normalize.text import join_lines
from kehoach.parsers.layout.bare_labels import with_colons
from kehoach.parsers.layout.bracket_points import lines_of_points
from kehoach.parsers.layout.brackets import lines_inside
from kehoach.parsers.layout.fields import opens_with_label, read_field
from kehoach.parsers.layout.line_ends import (
    SENTENCE_END,
    bids_farewell,
    breaks_off,
    counts_on,
    cuts_label,
    ends_addressees,
    is_open,
    is_open_text,
    lists_bodies,
    starts_lower,
    tails_joined,
)
from kehoach.parsers.layout.margins import margins_of
from kehoach.parsers.layout.marks import Mark, is_bullet, read_mark
from kehoach.parsers.layout.phase_titles import (
    opens_month_line,
    opens_phase_line,
    phase_title,
)
from kehoach.parsers.layout.spans import merge_spans
from kehoach.parsers.layout.title_lines import (
    SHORT,
    UPPER_ONLY,
    is_plain_heading,
    is_short_title,
)
from kehoach.parsers.layout.white import parting_white
from kehoach.parsers.words import is_caption, is_chapter_title, opens_with
from kehoach.patterns import compile_regex

_FOOTNOTE = compile_regex(r"(\d{1,2}|\[\d{1,2}\])\s+(?=\p{Lu}\p{Ll})")
ATTACHED = compile_regex(
    r"\(\s*(?:được\s+)?(?:ban\s+hành\s+)?(?:đính\s+)?kèm\s+theo", regex.IGNORECASE
)
"""The line under a title that says which document it belongs to: "(Kèm theo Quyết định số …)"."""
_FIRST_POINT = compile_regex(r"\(1\)\s*[\p{Lu}\d]")
_SHARE = compile_regex(r"\d{1,3}(?:,\d+)?\s?%\s")

# Of lines with boxes, in points from the left margin of the text:
MARGIN = 4.0
"""A line that starts nearer stands at the margin; one that starts so much deeper than the line
above hangs under it."""
INDENT = 8.0
"""A line that starts deeper is indented: the first line of a paragraph, or a list item."""
RIGHT_MARGIN = 6.0
"""A line that ends so near the right margin is full."""
SPACE = 0.3
"""Between two words, of the letter size."""
DEFAULT_SIZE = 12.0
NEAR_GAP = 0.8
"""Lines of a centred heading stand no further than the usual gap and this (heights of a line)."""
MOST = 0.8
"""Of the list marks of a paper: so many indented, and one at the margin was wrapped there."""

# Of lines without boxes, in letters or as a share of the usual full line:
PRINTED_WIDTH = 160
"""Where the usual long line is longer, each line is a paragraph."""
SENTENCE_LETTERS = 60
"""Such a line goes on in the next when it is longer than this and breaks off."""
MIN_WORDS_OF_SENTENCE = 4
FULL, FULL_AFTER_SENTENCE, FULL_IN_PROSE, FULL_IN_CAPITALS = 0.86, 0.93, 0.65, 0.5


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
    lines, labels = with_colons(lines)
    points = lines_of_points(lines)
    joiner = _BoxJoiner(lines) if lines[0].words else _TextJoiner(lines)
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
        is_told_to_open = id(line) in labels | points or (opens is not None and opens(line.text))
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
    return is_attached or bids_farewell(line) or ends_addressees(before, line)


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
    side."""
    lines: list[Line] = []
    for row in range(grid.n_rows):
        cells = [cell for cell in grid.cells if cell.row == row]
        parts = [line for cell in cells for line in cell.lines]
        if any(line.complete for line in parts):
            lines.extend(parts)
        elif parts:
            lines.append(_one_line(parts))
    return lines


def _one_line(parts: Sequence[Line]) -> Line:
    words = [word for line in parts for word in line.words]
    spans = merge_spans([line.span for line in parts])
    text = " ".join(line.text for line in parts)
    return replace(parts[0], text=text, span=spans[0], words=tuple(words))


def _opens_commitment(last: Line, line: Line, *, full: bool) -> bool:
    """Does the line open as commitments do ("100% hồ sơ …"; after a line that was not full also
    "Tỷ lệ …") behind one that ended a sentence? Then it stands for itself."""
    if not last.text.endswith("."):
        return False
    if _SHARE.match(line.text):
        return True
    if full or not line.text[:1].isupper():
        return False
    return opens_with(line.text, "commitment_openings") is not None


class _BoxJoiner:
    """Joining by geometry: first-line indents, lines that end short, gaps, and font changes. `gap`
    is the usual gap of lines of one paragraph (the lower quartile)."""

    def __init__(self, lines: Sequence[Line]) -> None:
        self.margins = margins_of(lines)
        gaps = sorted(line.gap for line in lines if line.gap is not None)
        self.gap = gaps[len(gaps) // 4] if gaps else 0.0
        listed = [line for line in lines if is_bullet(read_mark(line.text))]
        indented = sum(self._is_indented(line) for line in listed)
        self.marks_indented = not listed or indented > MOST * len(listed)
        self.wider = parting_white(lines, self.gap)
        self.inside = lines_inside(lines)

    def is_inside(self, line: Line) -> bool:
        """Does the line begin inside a bracket, no white before it that parts paragraphs?"""
        return id(line) in self.inside and not self._is_apart(line)

    def continues(self, before: list[Line], line: Line, *, after_note: bool = False) -> bool:
        """Is `line` the next line of the paragraph whose lines are `before`?"""
        last = before[-1]
        mark = read_mark(line.text)
        full = self._is_full(last, line)
        if _opens_commitment(last, line, full=self._reaches_margin(last)):
            return False
        is_wrapped = mark is not None and full and self._is_wrapped_mark(mark, last, line=line)
        if mark is not None and (not is_wrapped or self._is_apart(line)):
            return False
        if last.centered or line.centered:
            return self._continues_centered(last, line, full=full)
        if mark is None:
            return self._continues_unmarked(before, line, full=full)
        return self._continues_plain(before, line, full=full)

    def _continues_unmarked(self, before: list[Line], line: Line, *, full: bool) -> bool:
        """Does a line without a list mark go on with the paragraph?"""
        if self._item_breaks_off(before, line):
            return True
        if before[-1].bold != line.bold:
            return full and self._is_at_margin(line) and not _is_bold_heading(before)
        return self._continues_plain(before, line, full=full)

    def _continues_plain(self, before: list[Line], line: Line, *, full: bool) -> bool:
        """By the white around the line and the letters it begins with."""
        if self._is_apart(line):
            return False
        if self._hangs(before, line):
            return full
        if self._opens_paragraph(before, line):
            return full and starts_lower(line)
        return full

    def _continues_centered(self, last: Line, line: Line, full: bool) -> bool:
        if not line.centered:
            return False
        if last.bold != line.bold or last.size != line.size:
            return False
        if last.centered:
            return line.gap is not None and line.gap < self.gap + NEAR_GAP
        return full and last.italic == line.italic and is_open(last)

    def _item_breaks_off(self, before: list[Line], line: Line) -> bool:
        """Does a list item go on in lower case, though its line ended early? Where it stands in a
        column of a table without borders, it was the column that was full."""
        last = before[-1]
        if last.bold != line.bold or last.size != line.size:
            return False
        return breaks_off(last, line) and is_bullet(read_mark(before[0].text))

    def _is_apart(self, line: Line) -> bool:
        """Is the white above the line wider than between lines of a paragraph?"""
        if line.page_break or line.gap is None:
            return False
        return line.gap > self.gap + self.wider

    def _hangs(self, before: list[Line], line: Line) -> bool:
        """A hanging indent: the text stands deeper than the mark of its first line."""
        first = before[0]
        if len(before) > 1 or read_mark(first.text) is None:
            return False
        return _left_of(line) > _left_of(first) + MARGIN

    def _opens_paragraph(self, before: list[Line], line: Line) -> bool:
        """Is the line indented, and not as one of many lines of an indented paragraph?"""
        if not self._is_indented(line):
            return False
        return len(before) == 1 or not self._is_indented(before[-1])

    def _is_full(self, last: Line, line: Line) -> bool:
        """Would the next line's first word not have fitted behind the last line?"""
        if not last.span.box or not line.words:
            return True
        first_word = line.words[0].box
        width = first_word.x1 - first_word.x0
        space = SPACE * (line.size or DEFAULT_SIZE)
        end = last.span.box.x1 + width + space
        return end > self.margins.of(last).right - RIGHT_MARGIN

    def _reaches_margin(self, line: Line) -> bool:
        """Do the words of the line end at the right margin itself?"""
        box = line.span.box
        return box is None or box.x1 > self.margins.of(line).right - MARGIN

    def _is_wrapped_mark(self, mark: Mark, last: Line, line: Line) -> bool:
        """A dash or number at the left margin that only looks like a mark: it was wrapped there."""
        if not self._is_at_margin(line):
            return False
        if not is_bullet(mark):
            return is_open(last) and mark.rest[:1].islower()
        if read_field(mark.rest) is not None:
            return False
        return self.marks_indented or is_open(last)

    def _indent(self, line: Line) -> float:
        box = line.span.box
        return box.x0 - self.margins.of(line).left if box else 0.0

    def _is_indented(self, line: Line) -> bool:
        return self._indent(line) > INDENT

    def _is_at_margin(self, line: Line) -> bool:
        return self._indent(line) <= MARGIN


def _left_of(line: Line) -> float:
    return line.span.box.x0 if line.span.box else 0.0


def _is_bold_heading(lines: Sequence[Line]) -> bool:
    if not all(line.bold for line in lines):
        return False
    return read_mark(lines[0].text) is not None


class _TextJoiner:
    """Joining without geometry: blank lines where they mean something, line lengths, marks,
    punctuation.

    Extractions differ, and one file may change its manner (body and appendix): a blank line after
    every line says nothing, a blank line between groups of lines parts paragraphs, and a line much
    longer than a printed one is a paragraph. The manner is read from the neighbourhood of each
    line.
    """

    WINDOW = 15
    """Lines before and after a line that show how blank lines are used there."""
    FEWEST_BLANK, MOST_BLANK = 0.02, 0.75
    """Where fewer lines have a blank line above them, it means nothing; where more have, it means
    nothing as soon as one parts a sentence."""

    def __init__(self, lines: Sequence[Line]) -> None:
        lengths = sorted(len(line.text) for line in lines)
        self.width = lengths[int(0.9 * (len(lengths) - 1))]
        self.one_per_paragraph = self.width > PRINTED_WIDTH
        self.blank_parts = self._meaning_of_blanks(lines)
        self.inside = lines_inside(lines)

    def _meaning_of_blanks(self, lines: Sequence[Line]) -> dict[int | None, bool]:
        """By the line's number in the file: does a blank line part paragraphs there?"""
        blanks = [bool(line.gap) for line in lines]
        parts_sentence = [False]
        for before, line in pairwise(lines):
            parts_sentence.append(bool(line.gap) and breaks_off(before, line))
        meaning: dict[int | None, bool] = {}
        for index, line in enumerate(lines):
            start = max(0, index - self.WINDOW)
            stop = index + self.WINDOW + 1
            near = blanks[start:stop]
            share = sum(near) / len(near)
            sparse = share <= self.MOST_BLANK or not any(parts_sentence[start:stop])
            meaning[line.span.first] = sparse and share > self.FEWEST_BLANK
        return meaning

    def is_inside(self, line: Line) -> bool:
        """Does the line begin inside a bracket, no blank line before it that parts paragraphs?"""
        parted = bool(line.gap) and self.blank_parts[line.span.first] and not line.page_break
        return id(line) in self.inside and not parted

    def continues(self, before: list[Line], line: Line, *, after_note: bool = False) -> bool:
        """Is `line` the next line of the paragraph whose lines are `before`?"""
        last = before[-1]
        broken_off = breaks_off(last, line)
        mark = read_mark(line.text)
        if mark is not None:
            if not is_bullet(mark) or not mark.rest[:1].islower():
                return False
            return is_open(last) and self._is_full(before, line)
        if after_note:
            return broken_off
        if not line.gap and (cuts_label(before, line) or lists_bodies(before, line)):
            return True
        if _stands_for_itself(before, line, width=self.width):
            return False
        full = len(last.text) >= FULL_AFTER_SENTENCE * self.width
        if _opens_commitment(last, line, full=full):
            return False
        if self.one_per_paragraph:
            return broken_off and len(last.text) > SENTENCE_LETTERS
        if self.blank_parts[line.span.first] and not line.page_break:
            return not line.gap or (broken_off and self._is_full(before, line))
        if len(last.text) < self.width and _is_in_capitals(before):
            return self._heading_goes_on(before, line)
        return broken_off or self._is_full(before, line)

    def _heading_goes_on(self, before: list[Line], line: Line) -> bool:
        """Does a numbered heading in capitals go on in this line?"""
        if not _is_in_capitals([line]):
            return False
        if read_mark(before[0].text) is None:
            return False
        return self._is_full(before, line, share=FULL_IN_CAPITALS)

    def _is_full(self, before: list[Line], line: Line, share: float = FULL) -> bool:
        """Was the last line as long as lines of this paper get? A line that ends a sentence must be
        fuller; one that breaks off in the middle of prose (more than one line, or a bullet) may be
        shorter."""
        last = before[-1]
        if SENTENCE_END.search(last.text) and line.text[:1].isupper():
            share = max(share, FULL_AFTER_SENTENCE)
        elif is_open(last) and _is_prose(before):
            share = min(share, FULL_IN_PROSE)
        first_word, _, _ = line.text.partition(" ")
        needed = len(last.text) + 1 + len(first_word)
        return needed > share * self.width


def _stands_for_itself(before: list[Line], line: Line, width: int) -> bool:
    """Is the line labelled, or a sentence under a heading, or one behind a sentence whose line
    ended early; or the first point of a list that the line above announces ("(1) 100% thôn …")?"""
    last = before[-1].text
    if last.endswith(":") and _FIRST_POINT.match(line.text):
        return True
    if not line.text[:1].isupper():
        return False
    if opens_phase_line(line.text) or opens_month_line(line.text):
        return True
    if opens_with_label(line.text, last):
        return True
    is_below_phase = len(before) == 1 and phase_title(last) is not None
    is_short = len(last) < SHORT * width or last.endswith(")")
    if is_below_phase and is_short and is_open_text(last):
        return True
    if line.text[1:2].islower() and len(before) == 1 and is_plain_heading(last):
        return True
    if len(before) == 1 and is_short_title(last, line, width=width):
        return True
    is_sentence = len(last.split()) >= MIN_WORDS_OF_SENTENCE and SENTENCE_END.search(last)
    return bool(is_sentence) and len(last) < SHORT * width


def _is_in_capitals(lines: Sequence[Line]) -> bool:
    return UPPER_ONLY.fullmatch("".join(line.text for line in lines)) is not None


def _is_prose(lines: Sequence[Line]) -> bool:
    return len(lines) > 1 or is_bullet(read_mark(lines[0].text))
