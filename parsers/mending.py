"""A document as read -> the same with its text mended (`normalize.mend`), and a list of what was
changed.

Lines keep their places; words of a page keep their boxes. What stood there before stays available.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from kehoach.ingest.model import Document, FlowItem, Line, Note, Span, Word, lines_of
from kehoach.normalize.changes import Mended, Step
from kehoach.normalize.repair.mend import mended
from kehoach.normalize.repair.touchup import Reading, touched_up
from kehoach.normalize.text import clean
from kehoach.parsers.items.context import Context
from kehoach.schema import models

LOW = 0.6
"""A mended line less sure than this is told as `low_confidence`."""
MOST_TOLD = 20
CHANGED = "restored_text"


@dataclass(frozen=True, slots=True)
class Repair:
    """A line that was changed: where it stands, and how it went from what was read to what is
    used."""

    span: Span
    mended: Mended


def mend(document: Document) -> tuple[Document, tuple[Repair, ...]]:
    """The document with its text mended; what was changed, in reading order. Changes are told as
    notes, too."""
    lines = list(lines_of(document.flow))
    scanned = {page.number for page in document.pages if page.method == "ocr"}
    results = _mended(lines, [line.span.page in scanned for line in lines])
    if not any(result.steps for result in results):
        return document, ()
    new = [_with(line, result) for line, result in zip(lines, results, strict=True)]
    repairs = tuple(
        Repair(line.span, result)
        for line, result in zip(lines, results, strict=True)
        if clean(result.original) != clean(result.text)
    )
    flow = tuple(_replaced(document.flow, iter(new)))
    told = [
        repair for repair in repairs if repair.span.page not in scanned
    ]  # of scans, Tesseract's doubts tell more
    return replace(document, flow=flow, notes=(*document.notes, *_notes(told))), repairs


def _mended(lines: Sequence[Line], scanned: Sequence[bool]) -> list[Mended]:
    """Each line mended for what may have befallen it: our OCR misreads a word, text layers and
    files lose more."""
    results = [Mended.of(line.text) for line in lines]
    at = [n for n, own in enumerate(scanned) if not own]
    for n, better in zip(at, mended([lines[n].text for n in at]), strict=True):
        results[n] = better
    at = [n for n, own in enumerate(scanned) if own]
    readings = [
        Reading(plain, _stretches(lines[n]))
        for n, plain in zip(at, mended([lines[n].text for n in at], "none"), strict=True)
    ]
    for n, better in zip(at, touched_up(readings) if readings else [], strict=True):
        results[n] = better
    return results


def _stretches(line: Line) -> tuple[tuple[int, int, float], ...]:
    """Where each word of a line stands in its text, and how sure it is."""
    return tuple((first, last, word.confidence) for word, first, last in _placed(line))


def _placed(line: Line) -> Iterator[tuple[Word, int, int]]:
    """The words of a line with their places in its text; a word that is not found there has
    none."""
    at = 0
    for word in line.words:
        first = line.text.find(word.text, at)
        if first < 0:
            yield word, 0, 0
        else:
            at = first + len(word.text)
            yield word, first, at


def repairs_of(repairs: Sequence[Repair], context: Context) -> tuple[models.Repair, ...]:
    """The repairs as the plan tells them."""
    return tuple(
        models.Repair(
            original=repair.mended.original,
            text=repair.mended.text,
            steps=tuple(_told(step) for step in repair.mended.steps),
            spans=context.spans([repair.span]),
            confidence=repair_confidence(repair.mended),
        )
        for repair in repairs
    )


def _told(step: Step) -> models.RepairStep:
    changes = tuple((edit.start, edit.before, edit.after, edit.confidence) for edit in step.edits)
    return models.RepairStep(name=step.name, changes=changes)


def _replaced(flow: Sequence[FlowItem], new: Iterator[Line]) -> Iterator[FlowItem]:
    """The flow with other lines, in the order of `lines_of`."""
    for item in flow:
        if isinstance(item, Line):
            yield next(new)
        else:
            cells = tuple(
                replace(cell, lines=tuple(next(new) for _ in cell.lines)) for cell in item.cells
            )
            yield replace(item, cells=cells)


def _notes(repairs: Sequence[Repair]) -> Iterator[Note]:
    if not repairs:
        return
    yield Note(CHANGED, str(len(repairs)), repairs[0].span)
    doubtful = sorted(
        (repair for repair in repairs if repair_confidence(repair.mended) < LOW),
        key=lambda r: repair_confidence(r.mended),
    )
    for repair in doubtful[:MOST_TOLD]:
        yield Note("low_confidence", repair.mended.text, repair.span)


def repair_confidence(result: Mended) -> float:
    """How sure a mended line is as a whole, from 0 to 1: the mean over its letters, those left
    alone being sure."""
    changed = [
        (len(edit.after) + 1, edit.confidence) for step in result.steps for edit in step.edits
    ]
    letters = max(len(result.text), sum(size for size, _ in changed), 1)
    return round(1.0 - sum(size * (1.0 - sure) for size, sure in changed) / letters, 3)


def _with(line: Line, result: Mended) -> Line:
    """The line with its mended text, and its words with theirs."""
    if not result.steps:
        return line
    words = tuple(_words(line, result)) if line.words else ()
    return replace(
        line,
        text=result.text,
        words=words,
        confidence=min(line.confidence, repair_confidence(result)),
    )


def _words(line: Line, result: Mended) -> Iterator[Word]:
    for word, start, end in _placed(line):
        first, last, sure = start, end, 1.0
        for step in result.steps:
            sure = min(
                [sure, *(edit.confidence for edit in step.edits if first <= edit.start < last)]
            )
            first, last = moved(step, first), moved(step, last)
        text = result.text[first:last].strip()
        yield replace(word, text=text, confidence=min(word.confidence, sure)) if text else word


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
