"""Does a line of a text alone continue the one before? Told by blank lines, the lengths of lines,
marks and punctuation."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from kehoach.ingest.model import Line
from kehoach.normalize.line_ends import announces, ends_within
from kehoach.normalize.offices.cell import opens_as_body
from kehoach.parsers.layout.bodies_over_duties import is_body_over_duty, names_body_alone
from kehoach.parsers.layout.brackets import lines_inside
from kehoach.parsers.layout.fields import (
    behind_counted_label,
    behind_counted_target,
    opens_with_label,
)
from kehoach.parsers.layout.line_ends import (
    SENTENCE_END,
    breaks_off,
    cuts_label,
    cuts_name,
    is_open,
    is_open_text,
    lists_bodies,
    opens_commitment,
)
from kehoach.parsers.layout.marks import is_bullet, read_mark
from kehoach.parsers.layout.phase_titles import (
    is_month_line,
    opens_month_line,
    opens_phase_line,
    phase_title,
)
from kehoach.parsers.layout.title_lines import (
    SHORT,
    UPPER_ONLY,
    is_plain_heading,
    is_short_title,
)
from kehoach.parsers.words import opens_with
from kehoach.patterns import compile_regex

_CELLS = compile_regex(r"\S(?: {3,}|\t)\S")
"""Of a table that is laid out with blanks."""
_FIRST_POINT = compile_regex(r"\(1\)\s*[\p{Lu}\d]")
# Of lines without boxes, in letters or as a share of the usual full line:
PRINTED_WIDTH = 160
"""Where the usual long line is longer, each line is a paragraph."""
NARROWEST = 55
"""Where the usual long line is shorter, no margin broke it."""
SENTENCE_LETTERS = 60
"""Such a line goes on in the next when it is longer than this and breaks off."""
MIN_WORDS_OF_SENTENCE, MIN_WORDS_OF_TITLE = 4, 2
FEWEST_LINES, FEWEST_WHOLE = 4, 12
"""So many lines, none of which begins in the midst of a sentence, are not wrapped at a margin; of
so many that is sure."""
FEWEST_BY_LINE, MIN_UNMARKED, MOST_BY_LINE = 6, 2, 0.9
"""So many lines, so large a part of which end a clause where the next one has no mark: a sentence a
line."""
FULL, FULL_AFTER_SENTENCE, FULL_IN_PROSE, FULL_IN_CAPITALS = 0.86, 0.93, 0.65, 0.5


class TextJoiner:
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
        self.is_wrapped = len(lines) < FEWEST_LINES or any(map(_goes_on, lines))
        self.has_whole_lines = len(lines) >= FEWEST_WHOLE and not self.is_wrapped
        self.stands_by_line = len(lines) >= FEWEST_BY_LINE and _ends_by_line(lines)
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
        if opens_commitment(last, line, full=full) or self._is_parted(before, line):
            return False
        if self.one_per_paragraph:
            return broken_off and len(last.text) > SENTENCE_LETTERS
        if self.blank_parts[line.span.first] and not line.page_break:
            return not line.gap or (broken_off and self._is_full(before, line))
        if len(last.text) < self.width and _is_in_capitals(before):
            return self._heading_goes_on(before, line)
        return broken_off or self._is_cut(last, line) or self._is_full(before, line)

    def _is_cut(self, last: Line, line: Line) -> bool:
        """Does a line of a text that something wraps, however short it is, end where nothing ends:
        behind a preposition, within the name of a body ("… của Bộ | Tư pháp"), or behind a comma
        over a full line? Pages that were crawled wrap the first line of a paragraph early; short
        lines that all end with a comma are a list."""
        opens_letter = opens_with(line.text, "grounds") or opens_with(line.text, "letter_openings")
        if not self.is_wrapped or opens_letter:
            return False
        if last.text.rstrip().endswith(","):
            return len(line.text) >= FULL * self.width
        return ends_within(last.text) or cuts_name(last, line)

    def _is_parted(self, before: Sequence[Line], line: Line) -> bool:
        """Does a body open a sentence on a line of its own, or a capital any, in a text of several
        lines that nothing wraps; or any under a numbered heading?"""
        last = before[-1]
        if len(before) == 1 and (is_body_over_duty(last, line) or _is_body_over_lines(last, line)):
            return True
        if self._begins_anew(before, line):
            return True
        if self.is_wrapped or SENTENCE_END.search(last.text) is None:
            return False
        if self.stands_by_line and line.text[:1].isupper():
            return opens_with(line.text, "continued_openings") is None
        is_sentence = len(last.text.split()) >= MIN_WORDS_OF_SENTENCE
        return is_sentence and _opens_with_bodies(line.text)

    def _begins_anew(self, before: Sequence[Line], line: Line) -> bool:
        """Does a line open with a capital, in a text of many lines that nothing wraps, behind one
        that is not full and may end there, though it closes no sentence; or, in a text that is too
        narrow to be wrapped, behind any that may end?"""
        last = before[-1]
        is_plain = _CELLS.search(line.raw.strip()) is None and not line.text.endswith(":")
        is_narrow = self.width < NARROWEST and is_plain and not self.is_wrapped
        ends = is_narrow and SENTENCE_END.search(last.text) is not None
        if not (ends or (is_open(last) and _may_end(last))):
            return False
        opens = line.text[:1].isupper() and line.text[1:2].islower()
        return opens and (is_narrow or (self.has_whole_lines and not self._is_full(before, line)))

    def _heading_goes_on(self, before: list[Line], line: Line) -> bool:
        """Does a numbered heading in capitals go on in this line?"""
        if not _is_in_capitals([line]):
            return False
        if read_mark(before[0].text) is None:
            return False
        return self._is_full(before, line, share=FULL_IN_CAPITALS)

    def _is_full(self, before: Sequence[Line], line: Line, share: float = FULL) -> bool:
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


def _ends_by_line(lines: Sequence[Line]) -> bool:
    """Do nearly all lines but numbered headings end a sentence, or a label, before one without a
    mark?"""
    ends: list[bool] = []
    for above, below in pairwise(lines):
        is_end = SENTENCE_END.search(above.text) is not None or above.text.endswith(":")
        if read_mark(below.text) is None and (is_end or read_mark(above.text) is None):
            ends.append(is_end)
    return len(ends) >= MIN_UNMARKED and sum(ends) >= MOST_BY_LINE * len(ends)


def _goes_on(line: Line) -> bool:
    """Does a line go on in the midst of a sentence?"""
    return line.text[:1].islower() and read_mark(line.text) is None


def _may_end(last: Line) -> bool:
    """May a title or a point end with this line: is it cut neither in a list nor in a phrase?"""
    return not (last.text.rstrip().endswith(",") or ends_within(last.text))


def _opens_with_bodies(text: str) -> bool:
    """ "Trạm Y tế xã …", "Các thôn …": does a line begin with a body, or with many of a kind?"""
    opening, _, kind = text.partition(" ")
    are_many = opens_with(opening, "list_words") and opens_with(kind, "many_bodies")
    return bool(are_many) or opens_as_body(text)


def _stands_for_itself(before: list[Line], line: Line, width: int) -> bool:
    """Is the line labelled, or a sentence under a heading, or one behind a sentence whose line
    ended early; or the first point of a list that the line above announces ("(1) 100% thôn …")?"""
    last = before[-1].text
    if _is_announced(before, line):
        return True
    if not line.text[:1].isupper():
        return False
    if opens_phase_line(line.text) or opens_month_line(line.text):
        return True
    if opens_with_label(line.text, last) or _is_counted(line.text):
        return True
    is_below_phase = len(before) == 1 and phase_title(last) is not None
    is_short = len(last) < SHORT * width or last.endswith(")")
    if is_below_phase and is_short and is_open_text(last):
        return True
    if line.text[1:2].islower() and len(before) == 1 and is_plain_heading(last):
        return True
    if len(before) == 1 and names_body_alone(last) and not last.rstrip().endswith(","):
        return True
    is_apart = is_month_line(line.text) or names_body_alone(line.text) or _closes_paper(line.text)
    is_apart = is_apart or _is_title_in_capitals(before, line)
    if is_apart and SENTENCE_END.search(last):
        return True
    if len(before) == 1 and is_short_title(last, line, width=width):
        return True
    is_sentence = len(last.split()) >= MIN_WORDS_OF_SENTENCE and SENTENCE_END.search(last)
    return bool(is_sentence) and len(last) < SHORT * width


def _is_title_in_capitals(before: Sequence[Line], line: Line) -> bool:
    """ "CÔNG VIỆC THƯỜNG XUYÊN" behind a sentence: more than a short form of a name."""
    has_words = len(line.text.split()) >= MIN_WORDS_OF_TITLE
    return has_words and _is_in_capitals([line]) and not _is_in_capitals(before)


def _names_matter(before: Sequence[Line]) -> bool:
    """ "2. Về đề nghị hỗ trợ nhà văn hóa:" over a line of what is answered."""
    mark = read_mark(before[0].text)
    if mark is None or mark.number is None or not before[-1].text.rstrip().endswith(":"):
        return False
    return opens_with(mark.rest, "matters_by_word") is not None


def _is_announced(before: Sequence[Line], line: Line) -> bool:
    """Does a line begin what the one above announces: the first point of a list, or, behind "như
    sau:" or the name of a matter, a sentence (no heading of a column)?"""
    last = before[-1].text
    if line.text[:1].isupper() and _names_matter(before):
        return True
    if announces(last) and line.text[:1].isupper():
        is_long = len(line.text) >= SENTENCE_LETTERS
        return is_long or SENTENCE_END.search(line.text) is not None
    return last.endswith(":") and _FIRST_POINT.match(line.text) is not None


def _closes_paper(text: str) -> bool:
    """ "Yêu cầu các đơn vị nghiêm túc thực hiện./.": a line that ends a paper, or begins to."""
    is_order = opens_with(text, "farewell_orders") is not None and text.rstrip().endswith("./.")
    return is_order or opens_with(text, "on_receipt") is not None


def _is_counted(text: str) -> bool:
    """ "Chỉ tiêu 2: …", "Việc 3: …"."""
    return bool(behind_counted_target(text) or behind_counted_label(text))


def _is_body_over_lines(last: Line, line: Line) -> bool:
    """ "- Công an xã:" over "Tuần tra ban đêm.": is a point the name of a body before a colon, over
    a sentence of its own?"""
    mark = read_mark(last.text)
    if not is_bullet(mark) or mark is None or not mark.rest.endswith(":"):
        return False
    return line.text[:1].isupper() and names_body_alone(mark.rest.rstrip(" :"))


def _is_in_capitals(lines: Sequence[Line]) -> bool:
    return UPPER_ONLY.fullmatch("".join(line.text for line in lines)) is not None


def _is_prose(lines: Sequence[Line]) -> bool:
    return len(lines) > 1 or is_bullet(read_mark(lines[0].text))
