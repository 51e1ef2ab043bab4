"""Where in the paper something stands: for people, for programs, and for whoever draws it."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal, TypeAlias

from kehoach.schema.models import Finding, Plan, Section, Source, SourcePage, Span, Spans

Unit: TypeAlias = Literal["page", "line", "paragraph"]
_WORDS: dict[Unit, dict[str, str]] = {
    "page": {"vi": "trang", "en": "page"},
    "line": {"vi": "dòng", "en": "line"},
    "paragraph": {"vi": "đoạn", "en": "paragraph"},
}


@dataclass(frozen=True, slots=True)
class Place:
    """Pages, or lines, or paragraphs of a paper, from 1. `numbers`: each page; of lines and
    paragraphs the first and the last."""

    unit: Unit
    numbers: tuple[int, ...]

    def told(self, lang: str) -> str:
        """For a person, in Vietnamese or English.

        >>> Place("page", (2, 3, 4, 9)).told("en"), Place("line", (7, 7)).told("vi")
        ('page 2-4, 9', 'dòng 7')
        """
        is_of_pages = self.unit == "page"
        told = ranges(self.numbers) if is_of_pages else _run(self.numbers[0], self.numbers[-1])
        return f"{_WORDS[self.unit][lang]} {told}"

    def told_first(self, lang: str) -> str:
        """Where it begins.

        >>> Place("page", (2, 3)).told_first("vi")
        'trang 2'
        """
        return f"{_WORDS[self.unit][lang]} {self.numbers[0]}"


def beginnings(places: Iterable[Place], lang: str) -> str:
    """Where each of some places begins, each once.

    >>> beginnings([Place("line", (7, 9)), Place("line", (12, 12))], "vi")
    'dòng 7, 12'
    """
    numbers: dict[Unit, set[int]] = {}
    for place in places:
        numbers.setdefault(place.unit, set()).add(place.numbers[0])
    return "; ".join(f"{_WORDS[unit][lang]} {ranges(first)}" for unit, first in numbers.items())


def place_of(spans: Iterable[Span]) -> Place | None:
    """The pages of some spans where the paper has pages, else lines, else paragraphs; None where
    nothing is known.

    >>> place_of([Span(line_start=4, line_end=6), Span(line_start=2, line_end=2)])
    Place(unit='line', numbers=(2, 6))
    """
    spans = tuple(spans)
    if pages := pages_of(spans):
        return Place("page", tuple(pages))
    if lines := lines_of(spans):
        return Place("line", lines)
    paragraphs = [number for span in spans for number in (span.paragraph_start, span.paragraph_end)]
    if known := [number for number in paragraphs if number is not None]:
        return Place("paragraph", (min(known), max(known)))
    return None


def pages_of(spans: Iterable[Span]) -> list[int]:
    """The pages, each once, in order."""
    return sorted({span.page for span in spans if span.page is not None})


def page_of(spans: Iterable[Span]) -> int | None:
    """The first page."""
    return min((span.page for span in spans if span.page is not None), default=None)


def lines_of(spans: Iterable[Span]) -> tuple[int, int] | None:
    """The first and the last line of a text."""
    lines = [number for span in spans for number in (span.line_start, span.line_end)]
    known = [number for number in lines if number is not None]
    return (min(known), max(known)) if known else None


def _run(first: int, last: int) -> str:
    return str(first) if first == last else f"{first}-{last}"


def ranges(numbers: Iterable[int]) -> str:
    """Numbers as a reader writes them.

    >>> ranges([4, 2, 3, 9])
    '2-4, 9'
    """
    runs: list[tuple[int, int]] = []
    for number in sorted(set(numbers)):
        if runs and number == runs[-1][1] + 1:
            runs[-1] = (runs[-1][0], number)
        else:
            runs.append((number, number))
    return ", ".join(_run(first, last) for first, last in runs)


_POINTER = re.compile(
    r"^/(tasks|targets|assignments|obligations|appendices|tables|preamble|loose)/(\d+)"
)
_SECTION = re.compile(r"/(sections|blocks)/(\d+)")


def spans_of(plan: Plan, finding: Finding) -> Spans:
    """The spans of a finding, else of what its pointer leads to."""
    if finding.spans:
        return finding.spans
    found = _POINTER.match(finding.where)
    if found:
        items = getattr(plan, found[1])
        index = int(found[2])
        return items[index].spans if index < len(items) else ()
    if finding.where.startswith("/sections/"):
        return _spans_in_sections(plan, finding.where)
    return ()


def _spans_in_sections(plan: Plan, pointer: str) -> Spans:
    holder: Plan | Section = plan
    for part, number in _SECTION.findall(pointer):
        items = getattr(holder, part)
        index = int(number)
        if index >= len(items):
            return ()
        if part == "blocks":
            return tuple(items[index].spans)
        holder = items[index]
    return holder.spans if isinstance(holder, Section) else ()


@dataclass(frozen=True, slots=True)
class PageArea:
    """A place on a page that is to be drawn: `box` in points from the top left, and of the page
    what a drawing needs: its size in points, how it was read, its turn in degrees."""

    page: int
    box: tuple[float, float, float, float]
    width: float
    height: float
    method: Literal["text", "ocr", "none"]
    rotation: int


def files_of(source: Source) -> tuple[str, ...]:
    """The files that the pages of a paper came as, in order; none where it is one file."""
    return tuple(dict.fromkeys(page.file for page in source.pages if page.file is not None))


def area_of(plan: Plan, finding: Finding) -> PageArea | None:
    """Where the paper shows what a finding is about; None when it has no page that was read, or no
    box there."""
    pages = {page.number: page for page in plan.source.pages}
    for span in spans_of(plan, finding):
        page = pages.get(span.page or 0)
        if span.bbox is not None and page is not None and page.method != "none":
            return _area(page, span.bbox)
    return None


def _area(page: SourcePage, box: tuple[float, float, float, float]) -> PageArea:
    return PageArea(
        page=page.number,
        box=box,
        width=page.width,
        height=page.height,
        method=page.method,
        rotation=page.rotation,
    )
