"""Paragraphs -> the section tree: headings told from numbered sentences, nested by their marks.

A heading is a numbered paragraph that titles what follows. Where the layout tells (bold), it
decides; where it does not, a heading is short, ends no sentence, and something deeper follows it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Literal, TypeAlias

import regex

from kehoach.ingest.model import Grid, Span
from kehoach.parsers.layout.fields import read_field
from kehoach.parsers.layout.marks import Rank, follows
from kehoach.parsers.layout.paragraphs import Paragraph
from kehoach.parsers.words import document_type

_SENTENCE_END = regex.compile(r"[.;,]['\"”’)]*$|\./\.?$")
MAX_HEADING_WORDS = 40
BlockKind: TypeAlias = Literal["item", "bullet", "paragraph", "footnote"]


@dataclass(slots=True)
class Leaf:
    """A block of text under a heading."""

    kind: BlockKind
    number: str | None
    text: str
    spans: tuple[Span, ...]
    confidence: float = 1.0
    depth: int = 0
    """Of a list: 1 for "-", 2 for the marks that stand under it ("+"); 0 for what is no bullet."""


@dataclass(slots=True)
class Node:
    """A section: its heading and what stands under it, in order. The root has no title."""

    number: str | None
    title: str
    rank: float
    level: int
    spans: tuple[Span, ...] = ()
    confidence: float = 1.0
    parent: Node | None = None
    children: list[Node | Leaf | Grid] = field(default_factory=list)

    def leaves(self) -> list[Leaf]:
        """The blocks directly under the heading."""
        return [child for child in self.children if isinstance(child, Leaf)]

    def nodes(self) -> list[Node]:
        """The sub-sections."""
        return [child for child in self.children if isinstance(child, Node)]

    def walk(self) -> Iterator[Node]:
        """This section and all below it, in order."""
        yield self
        for child in self.nodes():
            yield from child.walk()

    @property
    def path(self) -> str | None:
        """The numbers from the outermost section down, a decimal number standing for those it
        repeats: "II.3"."""
        above = self.parent.path if self.parent else None
        if self.number is None:
            return above
        if self.parent and self.parent.number and self.number.startswith(f"{self.parent.number}."):
            return (
                f"{above.removesuffix(self.parent.number)}{self.number}" if above else self.number
            )
        return f"{above}.{self.number}" if above else self.number


def build_outline(items: Sequence[Paragraph | Grid]) -> Node:
    """Paragraphs and grids of a body in order -> the root of its section tree."""
    root = Node(None, "", -1.0, 0)
    judge = _Judge(items)
    current = root
    for at, item in enumerate(items):
        if isinstance(item, Grid):
            current.children.append(item)
            continue
        following = next(
            (x for x in items[at + 1 :] if isinstance(x, Grid) or not x.footnote), None
        )
        rank = judge.heading_rank(item, following)
        if rank is None:
            current = _reopened(current, item)
            current.children.append(to_leaf(item))
            continue
        while current.parent is not None and current.rank >= rank:
            current = current.parent
        node = Node(
            item.mark.number if item.mark else None,
            item.words.strip(),
            rank,
            current.level + 1,
            item.spans,
            item.confidence,
            current,
        )
        current.children.append(node)
        current = node
    return root


def _reopened(current: Node, p: Paragraph) -> Node:
    """The section a numbered sentence belongs to: where it goes on counting an open heading's
    numbers ("2.7. Duy trì" after heading 2.6), it stands beside that heading, not under it."""
    if p.mark is None or p.mark.number is None or p.footnote:
        return current
    node: Node | None = current
    while node is not None and node.parent is not None:
        if node.number and follows(node.number, p.mark.number):
            return node.parent
        node = node.parent
    return current


def to_leaf(paragraph: Paragraph) -> Leaf:
    """A paragraph that is no heading -> its block."""
    mark = paragraph.mark
    kind: BlockKind = "paragraph"
    if paragraph.footnote:
        kind = "footnote"
    elif mark is not None:
        kind = "bullet" if mark.rank >= Rank.BULLET else "item"
    number = mark.number if mark and kind == "item" else None
    if mark and mark.rank == Rank.ARTICLE:
        number = f"Điều {mark.number}"
    text = paragraph.text if kind in ("paragraph", "footnote") else paragraph.words
    depth = int(mark.rank) - Rank.BULLET + 1 if mark and kind == "bullet" else 0
    return Leaf(kind, number, text, paragraph.spans, paragraph.confidence, depth)


class _Judge:
    """Tells headings from numbered sentences, knowing how this paper sets its headings."""

    def __init__(self, items: Sequence[Paragraph | Grid]) -> None:
        marked = [p for p in items if isinstance(p, Paragraph) and p.mark]
        self.bold_ranks = {p.mark.rank for p in marked if p.mark and p.bold}
        first = {p.mark.rank: n for n, p in reversed(list(enumerate(marked))) if p.mark}
        inner_upper = first.get(Rank.ROMAN, 1 << 30) < first.get(Rank.UPPER, -1)
        self.upper_rank = Rank.ROMAN + 0.5 if inner_upper else float(Rank.UPPER)

    def heading_rank(self, p: Paragraph, following: Paragraph | Grid | None) -> float | None:
        """The rank of the heading, or None when the paragraph is a block."""
        if p.footnote or not p.words.strip():
            return None
        if p.mark is None:
            return self._unmarked(p)
        rank = p.mark.rank
        if rank == Rank.ARTICLE or rank >= Rank.BULLET:
            return None
        words = len(p.words.split())
        ends = _SENTENCE_END.search(p.words) is not None
        if rank <= Rank.ROMAN:
            heading = not (ends and words > 25)
        elif rank == Rank.LETTER:
            heading = self._letter(p, following, words, ends)
        else:
            heading = self._decimal(p, following, words, ends)
        if not heading:
            return None
        return self.upper_rank if rank == Rank.UPPER else float(rank)

    def _decimal(
        self, p: Paragraph, following: Paragraph | Grid | None, words: int, ends: bool
    ) -> bool:
        rank = p.mark.rank if p.mark else Rank.DECIMAL
        if p.bold:
            return words <= 60 and not (ends and words > 30)
        if ends or words > MAX_HEADING_WORDS or not _is_child(p, following):
            return False
        if p.words.endswith(":") and words > 12:
            return False
        if p.bold is False and rank in self.bold_ranks and not p.italic:
            return False
        return not (p.bold is False and self.bold_ranks and not p.italic and words > 20)

    def _letter(
        self, p: Paragraph, following: Paragraph | Grid | None, words: int, ends: bool
    ) -> bool:
        if ends or words > 30 or not _is_child(p, following):
            return False
        if isinstance(following, Paragraph) and read_field(following.words):
            return False
        return bool(p.bold or p.italic) or (p.bold is None and words <= 12)

    def _unmarked(self, p: Paragraph) -> float | None:
        """A line in capitals that stands for itself is a heading of the first level."""
        words = len(p.words.split())
        if words < 2 or words > 25 or not p.words.isupper() or document_type(p.words):
            return None
        if p.bold is False or _SENTENCE_END.search(p.words):
            return None
        return float(Rank.ROMAN)


def _is_child(p: Paragraph, following: Paragraph | Grid | None) -> bool:
    """Does what follows stand under `p`?"""
    if isinstance(following, Grid):
        return True
    if following is None or p.mark is None:
        return False
    if following.mark is None:
        return True
    if following.mark.rank == p.mark.rank:
        return False
    return following.mark.rank > p.mark.rank
