"""Numbers that stand where the run of their list does not look."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import chain
from typing import Any

from kehoach.normalize.text import small
from kehoach.schema.models import Span, Spans
from kehoach.schema.rules.base import Draft
from kehoach.schema.rules.vocabulary import words
from kehoach.schema.walk import Place, all_blocks, all_sections

_RUN_IN = re.compile(
    r"(?:^|[\n.;:]\s+|(?<=[^\W\d][.;:]))([IVXL]+|\d{1,3}(?:\.\d{1,3})*|[a-zđ])[.)]\s+\S"
    r"|(?<=\s)([a-zđ]|\d{1,2}(?:\.\d{1,2})+)[.)]\s+(?=[A-ZÀ-ỸĐ][^A-Z.)]*\s)"
)
"""Behind a mark, or, of a letter or a number of parts, wherever a capital follows."""


def printed_elsewhere(draft: Draft) -> dict[str, list[tuple[float, float]]]:
    """The numbers that open a sentence of a paragraph, or a point that is the first of its list
    though it is not number one, or a row that a person took out, or a chapter that the reader of
    loose lines took for a group of targets; and where."""
    found: dict[str, list[tuple[float, float]]] = {}
    for wording in chain(draft.wordings, draft.whole.children("unplaced")):
        for match in _RUN_IN.finditer(wording.text):
            found.setdefault(match[1] or match[2], []).append(reading_order(wording.spans))
    for block in _astray(draft):
        found.setdefault(block.part.number, []).append(reading_order(block.spans))
    for target in draft.plan.targets if draft.rebuilt else ():
        if target.group is not None and target.group.number:
            found.setdefault(target.group.number, []).append(reading_order(target.spans))
    for row in _taken_out(draft):
        spans = tuple(map(Span.model_validate, row.get("spans") or ()))
        found.setdefault(str(row.get("number")), []).append(reading_order(spans))
    return found


def _taken_out(draft: Draft) -> Iterator[dict[str, Any]]:
    """The rows that are in no list any more, since a person removed or merged them, as the machine
    read them."""
    for correction in draft.plan.corrections:
        if correction.action == "remove" and isinstance(correction.machine, dict):
            yield correction.machine
        elif correction.action == "merge" and isinstance(correction.machine, list):
            yield from (row for row in correction.machine[1:] if isinstance(row, dict))


def _astray(draft: Draft) -> Iterator[Place[Any]]:
    """Numbered blocks that stand in no list."""
    for part in ("preamble", "loose", "unplaced"):
        yield from (block for block in draft.whole.children(part) if block.part.number)
    for section in all_sections(draft.whole):
        first = next((block for block in section.children("blocks") if block.part.number), None)
        if first is not None:
            yield first


def numbered_parts(draft: Draft) -> list[Place[Any]]:
    """The numbered headings and points of the chapters, in reading order."""
    places = chain(all_sections(draft.whole), all_blocks(draft.whole))
    numbered = (place for place in places if place.part.number)
    return sorted(numbered, key=lambda place: reading_order(place.spans))


def reading_order(spans: Spans) -> tuple[float, float]:
    """Where something begins: its page and the top of it (points), or its line or paragraph."""
    if not spans:
        return (0.0, 0.0)
    first = spans[0]
    if first.page is not None:
        return (float(first.page), first.bbox[1] if first.bbox else 0.0)
    return (0.0, float(first.line_start or first.paragraph_start or 0))


def cuts(draft: Draft) -> list[tuple[float, float]]:
    """Where the copy of a paper says that it leaves something out, or breaks off."""
    told = (note for note in draft.notes if note.code == "truncated_text")
    places = [reading_order((span,)) for note in told for span in note.spans]
    return places + [reading_order(block.spans) for block in dotted_lines(draft)]


_DOTS = re.compile(r"[\s.…]{6,}")


def dotted_lines(draft: Draft) -> Iterator[Place[Any]]:
    """The lines of dots between the tables of an appendix."""
    for appendix in draft.whole.children("appendices") if draft.rows else ():
        yield from (own for own in appendix.children("blocks") if _DOTS.fullmatch(own.text))


OPENING_LINES = 4
"""Among which a paper says that it is an excerpt."""


def is_excerpt(draft: Draft) -> bool:
    """Is a paper the part of another, which begins at its own number: does it say so above its
    first chapter ("TRÍCH KẾ HOẠCH …", "(Trích)"), is its head cut away, or is it an appendix, not
    the first, in a file of its own, whose numbers may go on from the one before?"""
    document = draft.plan.document
    if not any((document.type, document.number, document.symbol, document.letterhead)):
        return True
    if document.type in words("annexes") and not _is_first(draft):
        return True
    opening = [document.title or "", *document.letterhead]
    opening += [
        block.text for block in (*draft.plan.preamble, *draft.plan.unplaced)[:OPENING_LINES]
    ]
    said = (small(text).strip(" (") for text in opening)
    return any(text.startswith(tuple(words("excerpts"))) for text in said)


def _is_first(draft: Draft) -> bool:
    """Is an appendix the first of its paper, by its own number ("PHỤ LỤC I")?"""
    captions = map(_CAPTION.match, draft.plan.document.letterhead)
    return any(match is not None and match["number"] in _FIRST for match in captions)


_CAPTION = re.compile(r"(?:phụ lục|phụ biểu|biểu)(?:\s+số)?\s*:?\s*(?P<number>\w+)", re.IGNORECASE)
_FIRST = ("I", "1", "01", "A")
