"""Pieces of printed lines -> the places of the contract, the words that stand there, and how surely
they were read."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from kehoach.ingest.model import Box, Line, Word
from kehoach.normalize.spelling.misspelled import is_syllable
from kehoach.normalize.text import clean, join_lines
from kehoach.parsers.sources.align import AROUND
from kehoach.parsers.sources.paper import Paper
from kehoach.parsers.sources.printed import Piece
from kehoach.schema.base import Span, Spans

TORN = 0.1
"""From this on, beside the word that was read, another one is near."""


@dataclass(slots=True)
class Reading:
    """What stands at a place. `least` and `mean` are confidences from 0 to 1, `restored` is the
    share of the letters in words that were mended; `figures`, `torn` and `white` as of `Evidence`;
    `scanned`: read from a picture; `generated`:
    none of it stands in the file, whose program prints it (an automatic number)."""

    spans: Spans = ()
    words: str = ""
    least: float = 1.0
    mean: float = 1.0
    restored: float = 0.0
    figures: float = 1.0
    torn: bool = False
    white: float = 0.0
    scanned: bool = False
    generated: bool = False


@dataclass(slots=True)
class _Part:
    """The words of a piece: on which page, the box around them, and their own."""

    page: int
    box: Box
    boxes: list[Box]


@dataclass(slots=True)
class _Sum:
    letters: int = 0
    sure: float = 0.0
    least: float = 1.0
    restored: int = 0
    figures: float = 1.0
    torn: bool = False
    white: float = 0.0
    generated: int = 0
    words: str = ""
    parts: list[_Part] = field(default_factory=list)
    spans: list[Span] = field(default_factory=list)

    def weigh(self, letters: int, confidence: float, *, restored: bool) -> None:
        """Take words of so many letters."""
        self.letters += letters
        self.sure += confidence * letters
        self.least = min(self.least, confidence)
        self.restored += letters if restored else 0


def reading_of(pieces: Sequence[Piece], paper: Paper) -> Reading:
    """Where pieces stand, and how they were read."""
    whole = _Sum()
    for piece in pieces:
        if piece.printed.line.words:
            _take_words(piece, whole)
        else:
            _take_characters(piece, whole, paper=paper)
    spans = [*_boxes(whole.parts, paper), *_runs(whole.spans, paper)]
    letters = max(whole.letters, 1)
    return Reading(
        spans=tuple(dict.fromkeys(spans)),
        words=clean(whole.words),
        least=round(whole.least, 3),
        mean=round(whole.sure / letters, 3) if whole.letters else 1.0,
        restored=round(whole.restored / letters, 3),
        figures=round(whole.figures, 3),
        torn=whole.torn,
        white=round(whole.white, 2),
        generated=whole.generated > 0 and whole.generated == whole.letters,
        scanned=any(piece.printed.line.span.page in paper.scanned for piece in pieces),
    )


def _take_words(piece: Piece, whole: _Sum) -> None:
    """The words that hold the letters of a piece."""
    line = piece.printed.line
    owners = piece.printed.word_of[piece.first : piece.stop]
    first, last = min(owners), max(owners)
    words = line.words[first : last + 1]
    for index, word in enumerate(words, start=first):
        whole.weigh(owners.count(index), word.confidence, restored=bool(word.original))
        if any(map(str.isdigit, word.text)):
            whole.figures = min(whole.figures, word.confidence)
        whole.torn = whole.torn or _is_torn(word)
    for before, after in pairwise(words):
        whole.white = max(whole.white, (after.box.x0 - before.box.x1) / max(after.size, 1.0))
    whole.words = join_lines(whole.words, " ".join(word.original or word.text for word in words))
    box = words[0].box
    for word in words[1:]:
        box = box.union(word.box)
    whole.parts.append(_Part(line.span.page or 0, box, boxes=[word.box for word in words]))


def _is_torn(word: Word) -> bool:
    """May a word that the reader saw be another one as well? One that was mended was weighed."""
    return not word.original and any(
        odds >= TORN and is_word(other) and other.casefold() != word.text.casefold()
        for other, odds in word.rivals
    )


def is_word(text: str) -> bool:
    """Is this a Vietnamese syllable, or a figure, whatever marks stand around it?

    >>> is_word("đảm;"), is_word("đẩm"), is_word("11/2026"), is_word("1l")
    (True, True, True, False)
    """
    core = text.strip(AROUND)
    return is_syllable(core.lower()) or (bool(core) and not any(map(str.isalpha, core)))


def _take_characters(piece: Piece, whole: _Sum, paper: Paper) -> None:
    """The characters of a piece of a line without boxes."""
    line = piece.printed.line
    places = piece.printed.places
    text = line.text[places[piece.first] : places[piece.stop - 1] + 1]
    characters = piece.printed.characters[piece.first : piece.stop] if line.raw else []
    known = [place for place in characters if place >= 0]
    if line.original and known:
        text = line.raw[min(known) : max(known) + 1]
    whole.weigh(piece.stop - piece.first, line.confidence, restored=bool(line.original))
    whole.words = join_lines(whole.words, text)
    if line.span.page is not None:
        box = line.span.box
        whole.spans.append(Span(page=line.span.page, bbox=box.rounded if box else None))
        return
    if characters and not known:
        whole.generated += piece.stop - piece.first
    if not known:
        whole.spans.append(_numbered(line.span.first, line.span.last, paper=paper))
    elif paper.unit == "line":
        whole.spans.extend(_columns(line, min(known), stop=max(known) + 1))
    else:
        first, last = line.span.first, line.span.last
        start, end = min(known), max(known) + 1
        whole.spans.append(
            Span(paragraph_start=first, paragraph_end=last, char_start=start, char_end=end)
        )


def _numbered(first: int | None, last: int | None, paper: Paper) -> Span:
    """Whole lines or paragraphs."""
    if paper.unit == "line":
        return Span(line_start=first, line_end=last)
    return Span(paragraph_start=first, paragraph_end=last)


def _columns(line: Line, first: int, stop: int) -> Iterator[Span]:
    """Characters `first` to before `stop` of what may be several lines of a text, one after the
    other."""
    number, begin = line.span.first or 1, 0
    for text in line.raw.split("\n"):
        end = begin + len(text)
        if begin < stop and first < end:
            yield Span(
                line_start=number,
                line_end=number,
                char_start=max(first, begin) - begin,
                char_end=min(stop, end) - begin,
            )
        number, begin = number + 1, end + 1


def _runs(spans: Sequence[Span], paper: Paper) -> list[Span]:
    """Characters of lines or paragraphs under each other as one run of them, nothing
    but white between."""
    merged: list[Span] = []
    for span in spans:
        last = merged[-1] if merged else None
        joined = _run_on(last, span, paper=paper) if last is not None else None
        if joined is None:
            merged.append(span)
        else:
            merged[-1] = joined
    return merged


def _run_on(one: Span, other: Span, paper: Paper) -> Span | None:
    end = one.line_end or one.paragraph_end or 0
    begin = other.line_start or other.paragraph_start or 0
    if one.char_end is None or other.char_start is None or end >= begin:
        return None
    if not paper.is_end_of_line(end, one.char_end) or other.char_start > paper.begin_of_line(begin):
        return None
    if not paper.only_blank_between(end, begin):
        return None
    return one.model_copy(
        update={
            "line_end": other.line_end,
            "paragraph_end": other.paragraph_end,
            "char_end": other.char_end,
        }
    )


def _boxes(parts: Sequence[_Part], paper: Paper) -> list[Span]:
    """A box for each line; one for lines that stand together with nothing else between them."""
    merged: list[_Part] = []
    for part in parts:
        last = merged[-1] if merged else None
        joined = _joined(last, part, paper=paper) if last is not None else None
        if joined is None:
            merged.append(part)
        else:
            merged[-1] = joined
    return [Span(page=part.page, bbox=part.box.rounded) for part in merged]


def _joined(one: _Part, other: _Part, paper: Paper) -> _Part | None:
    """Two parts as one, where no other word stands in the box around them."""
    if one.page != other.page:
        return None
    box = one.box.union(other.box)
    boxes = one.boxes + other.boxes
    if paper.foreign_words(one.page, box, boxes):
        return None
    return _Part(one.page, box, boxes=boxes)
