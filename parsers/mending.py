"""A document as read -> the same with its text mended (`normalize.mend`), and a list of what was
changed.

Lines keep their places; words of a page keep their boxes. What stood there before stays available.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import compress

from kehoach.ingest.model import Document, FlowItem, Line, Note, Span, Word, lines_of
from kehoach.normalize.changes import Edit, Mended, Step
from kehoach.normalize.repair.doubtful import Words, doubtful_words
from kehoach.normalize.repair.foreign_lines import foreign_lines
from kehoach.normalize.repair.mend import mended
from kehoach.normalize.repair.said_elsewhere import as_said_elsewhere
from kehoach.normalize.repair.touchup import STEP, Reading, touched_up
from kehoach.normalize.text import clean
from kehoach.parsers.items.ground.context import Context
from kehoach.schema import models

SECOND_LOOK = 0.9
"""How sure it is what further readings agree on where a word cannot be as it was read."""
LOW = 0.6
"""A mended line less sure than this is told as `low_confidence`."""
MOST_TOLD = 20
MOST_SHOWN = 60
"""Lines in another language whose places are told."""
GLANCED = 200
"""So many lines, spread over a paper, tell whether it has lost letters."""
GARBLED, FEWEST_DOUBTED = 0.06, 5
"""A paper with a larger share of words that hardly are any has lost letters; sound ones have less
than a hundredth, and papers about foreign things two."""
CHANGED = "restored_text"


@dataclass(frozen=True, slots=True)
class Repair:
    """A line that was changed: where it stands, and how it went from what was read to what is
    used."""

    span: Span
    mended: Mended

    @property
    def confidence(self) -> float:
        """How sure the line is as a whole, from 0 to 1."""
        return repair_confidence(self.mended)


def mend(document: Document) -> tuple[Document, tuple[Repair, ...]]:
    """The document with its text mended; what was changed, in reading order. Changes are told as
    notes, too."""
    lines = list(lines_of(document.flow))
    scanned = {page.number for page in document.pages if page.method == "ocr"}
    is_scanned = [line.span.page in scanned for line in lines]
    is_foreign = foreign_lines([line.text for line in lines])
    results = _mended(lines, is_scanned, foreign=is_foreign)
    known = [any(own) for own in zip(is_scanned, is_foreign, strict=True)]
    found = (
        *_garbled(lines, results, left_out=known),
        *_foreign_passage(list(compress(lines, is_foreign))),
    )
    if not any(result.steps for result in results):
        return replace(document, notes=(*document.notes, *found)), ()
    mended_lines: list[Line] = []
    repairs: list[Repair] = []
    for line, result in zip(lines, results, strict=True):
        mended_lines.append(_with_mended_text(line, result))
        if clean(result.original) != clean(result.text):
            repairs.append(Repair(line.span, result))
    flow = tuple(_replaced(document.flow, iter(mended_lines)))
    # of scans, Tesseract's doubts tell more
    told = [repair for repair in repairs if repair.span.page not in scanned]
    notes = (*document.notes, *_notes(told), *found)
    return replace(document, flow=flow, notes=notes), tuple(repairs)


def _foreign_passage(lines: Sequence[Line]) -> Iterator[Note]:
    """One note on all lines in another language, however many there are: they are read as well as
    the others, and nobody has to look at each."""
    spans = tuple(line.span for line in lines[:MOST_SHOWN])
    if spans:
        yield Note("foreign_passage", clean(lines[0].text), span=spans[0], further=spans[1:])


def _garbled(
    lines: Sequence[Line], results: Sequence[Mended], left_out: Sequence[bool]
) -> Iterator[Note]:
    """Lines that lost letters for good, of a paper full of words that hardly are any: the worst.
    Nobody can put "hoch" right for sure; whoever reads the plan must know. Scans have doubts of
    their own, and lines in another language none of this kind."""
    read = [
        (result.text, line.span)
        for line, result, is_left_out in zip(lines, results, left_out, strict=True)
        if not is_left_out
    ]
    step = max(1, len(read) // GLANCED)
    if not _are_garbled([doubtful_words(text) for text, _ in read[::step]]):
        return
    judged = [(doubtful_words(text), text, span) for text, span in read]
    judged.sort(key=lambda each: -len(each[0].doubtful))
    for words, text, span in judged[:MOST_TOLD]:
        if words.doubtful:
            yield Note("low_confidence", text, span=span)


def _are_garbled(lines: Sequence[Words]) -> bool:
    """Are too many words of these lines hardly any?"""
    doubted = sum(len(words.doubtful) for words in lines)
    looked_at = sum(words.looked_at for words in lines)
    return doubted >= FEWEST_DOUBTED and doubted > GARBLED * looked_at


def _mended(
    lines: Sequence[Line], scanned: Sequence[bool], foreign: Sequence[bool]
) -> list[Mended]:
    """Each line mended for what may have befallen it: our OCR misreads a word, text layers and
    files lose more. A line in another language has lost no Vietnamese letter."""
    texts: list[str] = []
    scanned_lines: list[Line] = []
    for line, is_scanned, is_foreign in zip(lines, scanned, foreign, strict=True):
        if is_scanned and not is_foreign:
            scanned_lines.append(line)
        elif not is_foreign:
            texts.append(line.text)
    of_texts = iter(mended(texts))
    of_scans = iter(_mended_scan(scanned_lines))
    return [
        Mended.of(line.text) if is_foreign else next(of_scans if is_scanned else of_texts)
        for line, is_scanned, is_foreign in zip(lines, scanned, foreign, strict=True)
    ]


def _mended_scan(lines: Sequence[Line]) -> Sequence[Mended]:
    """Lines of scanned pages, their words weighed by how surely each was read."""
    if not lines:
        return ()
    plain = mended([line.text for line in lines], "none")
    plain = [_read_again(line, text) for line, text in zip(lines, plain, strict=True)]
    readings = [_reading(line, text) for line, text in zip(lines, plain, strict=True)]
    return touched_up(as_said_elsewhere(readings))


def _read_again(line: Line, text: Mended) -> Mended:
    """A line with the words that cannot be as they are in further readings."""
    edits = [
        Edit(first, word.text, after=word.again, confidence=SECOND_LOOK)
        for word, first, last in _placed(line)
        if word.again and text.text[first:last] == word.text
    ]
    return text.applied(STEP, edits)


def _reading(line: Line, text: Mended) -> Reading:
    """A line with the places of its words in the text, and how sure each of them is."""
    placed = list(_placed(line))
    words = [(first, last, word.confidence) for word, first, last in placed]
    rivals = {first: word.rivals for word, first, _ in placed if word.rivals}
    return Reading(text, tuple(words), rivals)


def _placed(line: Line) -> Iterator[tuple[Word, int, int]]:
    """The words of a line with their places in its text; a word that is not found there has
    none."""
    position = 0
    for word in line.words:
        first = line.text.find(word.text, position)
        if first < 0:
            yield word, 0, 0
        else:
            position = first + len(word.text)
            yield word, first, position


def repairs_of(repairs: Sequence[Repair], context: Context) -> tuple[models.Repair, ...]:
    """The repairs as the plan tells them."""
    return tuple(_repair_model(repair, context) for repair in repairs)


def _repair_model(repair: Repair, context: Context) -> models.Repair:
    return models.Repair(
        original=repair.mended.original,
        text=repair.mended.text,
        steps=tuple(map(_step_model, repair.mended.steps)),
        spans=context.spans([repair.span]),
        confidence=repair.confidence,
    )


def _step_model(step: Step) -> models.RepairStep:
    changes = [(edit.start, edit.before, edit.after, edit.confidence) for edit in step.edits]
    return models.RepairStep(name=step.name, changes=tuple(changes))


def _replaced(flow: Sequence[FlowItem], lines: Iterator[Line]) -> Iterator[FlowItem]:
    """The flow with other lines, in the order of `lines_of`."""
    for item in flow:
        if isinstance(item, Line):
            yield next(lines)
            continue
        cells = []
        for cell in item.cells:
            inside = tuple(next(lines) for _ in cell.lines)
            cells.append(replace(cell, lines=inside))
        yield replace(item, cells=tuple(cells))


def _notes(repairs: Sequence[Repair]) -> Iterator[Note]:
    """How many lines were changed, and the least sure of them."""
    if not repairs:
        return
    yield Note(CHANGED, str(len(repairs)), span=repairs[0].span)
    doubtful = [repair for repair in repairs if repair.confidence < LOW]
    doubtful.sort(key=lambda repair: repair.confidence)
    for repair in doubtful[:MOST_TOLD]:
        yield Note("low_confidence", repair.mended.text, span=repair.span)


def repair_confidence(result: Mended) -> float:
    """How sure a mended line is as a whole, from 0 to 1: the mean over its letters, those left
    alone being sure."""
    changed_letters = 0
    doubt = 0.0
    for step in result.steps:
        for edit in step.edits:
            letters = len(edit.after) + 1
            changed_letters += letters
            doubt += letters * (1.0 - edit.confidence)
    all_letters = max(len(result.text), changed_letters, 1)
    return round(1.0 - doubt / all_letters, 3)


def _with_mended_text(line: Line, result: Mended) -> Line:
    """The line with its mended text, and its words with theirs."""
    if not result.steps:
        return line
    return replace(
        line,
        text=result.text,
        words=tuple(_mended_words(line, result)),
        confidence=min(line.confidence, repair_confidence(result)),
        original=result.original,
    )


def _mended_words(line: Line, result: Mended) -> Iterator[Word]:
    """The words of the line as the mended text has them; one of which nothing is left stays."""
    for word, first, last in _placed(line):
        confidence = word.confidence
        for step in result.steps:
            inside = [edit.confidence for edit in step.edits if first <= edit.start < last]
            confidence = min(inside, default=confidence)  # what was read is weighed in it
            first, last = moved(step, first), moved(step, last)
        text = result.text[first:last].strip()
        if not text:
            yield word
            continue
        original = word.text if text != word.text else ""
        yield replace(word, text=text, confidence=confidence, original=original)


def moved(step: Step, place: int) -> int:
    """Where a place between two letters is after a step; inside of what was changed it goes to the
    end of that."""
    shift = 0
    for edit in step.edits:
        end = edit.start + len(edit.before)
        if place <= edit.start:
            break
        if place < end:
            return edit.start + shift + len(edit.after)
        shift += len(edit.after) - len(edit.before)
    return place + shift
