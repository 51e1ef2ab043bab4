"""A copy of a Word file with comments (ECMA-376, 17.13.4) at the places of the remarks."""

from __future__ import annotations

import io
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from kehoach.emit.annotated.empty_cells import EmptyCells
from kehoach.emit.annotated.remarks import AUTHOR, INITIALS, Remark
from kehoach.emit.annotated.word_text import holds, is_part, runs_of, spelled
from kehoach.errors import NotAnnotatedError
from kehoach.ingest.docx.document import paragraph_order
from kehoach.ingest.docx.xml import w
from kehoach.ingest.source import Source


def annotated_word(source: Source, remarks: Sequence[Remark]) -> bytes:
    """A DOCX and remarks -> the bytes of its copy with a comment for each.

    A comment stands at the words it is about, where they are found in the paragraphs of its place;
    at the empty cell where a task lacks an owner, a deadline or a product and its table has a
    column for it; else at the first paragraph with words of its place. What concerns the whole
    paper, or stands in a page header (where Word takes no comments), is said at the first words.
    Raises what `read_docx` raises, and NotAnnotatedError.
    """
    order = paragraph_order(source)
    document = _opened(source.path)
    elements = list(document.element.body.iter(w("p")))
    paragraphs = [None if place is None else elements[place] for place in order]
    empty_cells = EmptyCells(paragraphs)
    beginning = _first_with_words(elements) if elements else document.add_paragraph()._p
    for remark in remarks:
        place = empty_cells.of(remark)
        if place is None:
            place = _place(remark, paragraphs)
        _comment(document, beginning if place is None else place, remark=remark)
    copy = io.BytesIO()
    document.save(copy)
    return copy.getvalue()


def _opened(path: Path) -> Any:
    from docx import Document
    from docx.opc.exceptions import OpcError

    try:
        return Document(str(path))
    except (OpcError, ValueError, KeyError) as error:  # what is read, but is no plain document
        raise NotAnnotatedError from error


def _place(remark: Remark, paragraphs: Sequence[Any]) -> Any | None:
    """The paragraph of a remark; None where the paper has none for it."""
    inside = [paragraph for paragraph in _inside(remark, paragraphs) if paragraph is not None]
    if not inside:
        return None
    telling = (paragraph for paragraph in inside if holds(paragraph, remark.evidence))
    place = next(telling, None)
    if place is None:
        place = _most_of(inside, remark.evidence)
    return _first_with_words(inside) if place is None else place


def _most_of(paragraphs: Sequence[Any], words: str) -> Any | None:
    """The paragraph with the longest part of some words: those of a row stand in several cells."""
    parts = [paragraph for paragraph in paragraphs if is_part(paragraph, words)]
    return max(parts, key=lambda paragraph: len(spelled(paragraph)), default=None)


def _inside(remark: Remark, paragraphs: Sequence[Any]) -> list[Any]:
    """The paragraphs of the spans of a remark, in order."""
    found: list[Any] = []
    for span in remark.spans:
        if span.paragraph_start is not None:
            last = span.paragraph_end or span.paragraph_start
            found += paragraphs[span.paragraph_start - 1 : last]
    return found


def _first_with_words(paragraphs: Sequence[Any]) -> Any:
    with_words = (paragraph for paragraph in paragraphs if spelled(paragraph).strip())
    return next(with_words, paragraphs[0])


def _comment(document: Any, paragraph: Any, remark: Remark) -> None:
    """Write the comment at the words of its evidence, else at all of the paragraph."""
    from docx.text.paragraph import Paragraph
    from docx.text.run import Run

    shown = Paragraph(paragraph, document._body)
    runs = runs_of(paragraph, remark.evidence) or [shown.add_run("")._r]
    ends = [Run(runs[0], shown), Run(runs[-1], shown)]
    document.add_comment(ends, text=remark.text, author=AUTHOR, initials=INITIALS)
