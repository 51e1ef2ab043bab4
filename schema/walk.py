"""Where things stand in a plan: the walk over it that gives every part its JSON pointer, its place
in the paper and its wording."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from kehoach.patterns import compile_regex
from kehoach.schema.models import (
    Block,
    Deadline,
    Group,
    LegalBasis,
    Offices,
    Plan,
    Section,
    Spans,
    Target,
    Task,
)
from kehoach.schema.sources import ValueSource

Part = TypeVar("Part")

_OWN_NUMBER = compile_regex(r"(?:\d{1,2}(?:\.\d{1,2})+[.)]?|\d{1,2}[.)]|[a-zđ][.)])\s")
"""With which a wording opens that bears its number itself; "2.500 cây" is none."""

BLOCKS = ("item", "bullet", "paragraph", "footnote")
CELLS = (
    "objective",
    "task",
    "activities",
    "deliverables",
    "lead",
    "coordinating",
    "deadline",
    "budget",
    "note",
)
"""The fields of a task in the order in which they are read; its group stands before them."""


@dataclass(frozen=True, slots=True)
class Place(Generic[Part]):
    """A part of a plan, and where it stands: `pointer` is its JSON pointer (RFC 6901); `spans` and
    `confidence` are its own (of a field with a source: of its words), or those of the nearest part
    around it that has some."""

    part: Part
    pointer: str
    spans: Spans = ()
    confidence: float = 1.0

    def child(self, name: str) -> Place[Any]:
        """The place of a field."""
        spans = self._printed(name)
        return self._inside(getattr(self.part, name), f"{self.pointer}/{name}", spans=spans)

    def children(self, name: str) -> Iterator[Place[Any]]:
        """The place of each element of a field that is a list."""
        for index, part in enumerate(getattr(self.part, name)):
            spans = self._printed(name, index)
            yield self._inside(part, f"{self.pointer}/{name}/{index}", spans=spans)

    def _printed(self, name: str, index: int | None = None) -> Spans:
        """Where the words of a field, or of an element of it, stand, if its part tells; none
        else."""
        source = getattr(getattr(self.part, "sources", None), name, None)
        if isinstance(source, ValueSource):
            return source.spans
        if not isinstance(source, tuple):
            return ()
        chosen = source if index is None else source[index : index + 1]
        return tuple(dict.fromkeys(span for each in chosen for span in each.spans))

    def _inside(self, part: Any, pointer: str, spans: Spans = ()) -> Place[Any]:
        return Place(
            part,
            pointer,
            spans=spans or getattr(part, "spans", self.spans),
            confidence=getattr(part, "confidence", self.confidence),
        )

    @property
    def text(self) -> str:
        """Its wording, without its number; owners and times as printed."""
        match self.part:
            case str() as text:
                return text
            case Section() | Group() as headed:
                return headed.title
            case Block() | Target() as worded:
                return worded.text
            case Task() as task:
                return task.task
            case Offices() | Deadline() | LegalBasis() as printed:
                return printed.raw
        return ""

    @property
    def numbered_text(self) -> str:
        """Its wording with its number, if it has one: "1.2. Kiểm tra các chợ". Not twice: the words
        of a cell may open with a number of their own ("1.5. Hỗ trợ giống" in row 1)."""
        number = getattr(self.part, "number", None)
        is_numbered = not number or _OWN_NUMBER.match(self.text) is not None
        return self.text if is_numbered else f"{number}. {self.text}"


@dataclass(frozen=True, slots=True)
class Wording(Place[Any]):
    """A place whose wording is read by the rules on wording. `kind`: title, heading, target,
    caption, the kinds of blocks, and the fields of a task (task, objective, activities,
    deliverables, lead, coordinating, deadline, budget, note, group, subgroup); `headings`: those
    above it, the outermost first."""

    kind: str = ""
    headings: tuple[str, ...] = ()

    @property
    def in_table(self) -> bool:
        """Is it a cell of a table?"""
        return self.pointer.startswith(("/tasks/", "/targets/"))

    @property
    def is_block(self) -> bool:
        """Is it a paragraph, a point or a footnote?"""
        return self.kind in BLOCKS

    @property
    def is_of_body(self) -> bool:
        """Is it such a one of the paper itself, and of none of its appendices?"""
        return self.is_block and self.pointer.startswith(("/preamble", "/sections", "/loose"))


def _wording(place: Place[Any], kind: str, headings: tuple[str, ...] = ()) -> Wording:
    return Wording(
        place.part,
        place.pointer,
        spans=place.spans,
        confidence=place.confidence,
        kind=kind,
        headings=headings,
    )


def all_sections(around: Place[Any]) -> Iterator[Place[Section]]:
    """The sections of a plan or of a section, each before those inside it."""
    for section in around.children("sections"):
        yield section
        yield from all_sections(section)


def all_blocks(whole: Place[Any]) -> Iterator[Place[Any]]:
    """The blocks of all sections."""
    for section in all_sections(whole):
        yield from section.children("blocks")


def position_of(pointer: str, places: Sequence[Place[Any]]) -> int:
    """Which of some places a JSON pointer names; 0 where it names none of them."""
    return next((n for n, place in enumerate(places) if place.pointer == pointer), 0)


def wordings(plan: Plan) -> Iterator[Wording]:
    """The wordings of the title, the body, its tables and the appendices, in reading order. What
    stands twice in the JSON (the sentences of the body that are tasks, targets or duties too) comes
    once; a merged cell comes once."""
    whole = Place(plan, "")
    if plan.document.title:
        yield _wording(whole.child("document").child("title"), "title")
    yield from _blocks(whole, "preamble")
    for section in whole.children("sections"):
        yield from _section(section)
    yield from _blocks(whole, "loose")
    for target in whole.children("targets"):
        if target.part.origin == "table":
            yield from _wordings_of_target(target)
    yield from _cells(whole)
    for appendix in whole.children("appendices"):
        if appendix.part.title:
            yield _wording(appendix.child("title"), "caption")
        yield from _blocks(appendix, "blocks")


def _wordings_of_target(target: Place[Target]) -> Iterator[Wording]:
    yield _wording(target.child("text"), "target")
    for name in ("lead", "coordinating", "deadline"):
        cell = target.child(name)
        if cell.part is not None:
            yield _wording(cell.child("raw"), name)
    if target.part.note is not None:
        yield _wording(target.child("note"), "note")


def _blocks(around: Place[Any], name: str, headings: tuple[str, ...] = ()) -> Iterator[Wording]:
    for block in around.children(name):
        yield _wording(block, block.part.kind, headings=headings)


def _section(section: Place[Section], headings: tuple[str, ...] = ()) -> Iterator[Wording]:
    yield _wording(section.child("title"), "heading", headings=headings)
    inside = (*headings, section.part.title)
    yield from _blocks(section, "blocks", headings=inside)
    for child in section.children("sections"):
        yield from _section(child, inside)


def _cells(whole: Place[Plan]) -> Iterator[Wording]:
    """The cells of rows; the same words in the row above are the same cell, or were judged
    there."""
    above: dict[str, object] = {}
    for row in whole.children("tasks"):
        if row.part.origin != "table":
            continue
        for kind in ("group", "subgroup"):
            group = row.child(kind)
            if group.part is not None and group.part != above.get(kind):
                yield _wording(group.child("title"), kind)
            above[kind] = group.part
        for kind in CELLS:
            cell = row.child(kind)
            if cell.part != above.get(kind):
                yield from _cell(row, cell, kind=kind)
            above[kind] = cell.part


def _cell(row: Place[Task], cell: Place[Any], kind: str) -> Iterator[Wording]:
    if isinstance(cell.part, tuple):
        for paragraph in row.children(kind):
            yield _wording(paragraph, kind)
    elif isinstance(cell.part, str):
        yield _wording(cell, kind)
    elif cell.part is not None:
        yield _wording(cell.child("raw"), kind)
