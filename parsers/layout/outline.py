"""Paragraphs -> the section tree, nested by the marks of its headings.

What is a heading: headings.py.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import groupby, takewhile
from typing import Literal, TypeAlias

from kehoach.ingest.model import Grid, Span
from kehoach.parsers.layout.articles import number_of
from kehoach.parsers.layout.headings import HeadingJudge
from kehoach.parsers.layout.lost_headings import (
    MOST_AHEAD,
    Standing,
    begins_lost_chapter,
    begins_lost_list_of_points,
    may_begin_lost_list,
    opens_lost_section,
    skips_heading,
)
from kehoach.parsers.layout.marks import (
    LETTER_LEVEL,
    Mark,
    Rank,
    follows,
    in_brackets,
    level_of_number,
)
from kehoach.parsers.layout.notes import notes_among
from kehoach.parsers.layout.paragraphs import Paragraph
from kehoach.parsers.layout.part_titles import with_titles_joined
from kehoach.parsers.layout.phase_titles import BELOW, BELOW_PHASE, phase_title, rank_of_phase
from kehoach.parsers.layout.run_in import part_run_in

MOST_SKIPPED = 1
"""So many numbers a paper leaves out by a slip."""

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
    headless: bool = False
    """Is the heading lost that it stood under?"""

    @property
    def is_point(self) -> bool:
        """Is it a point of a list?"""
        return self.kind in ("item", "bullet")

    @property
    def level(self) -> int:
        """How deep the block stands in a list, numbers, letters and bullets below each other; an
        unmarked paragraph stands over all lists."""
        if self.kind == "bullet":
            return LETTER_LEVEL + self.depth
        return level_of_number(self.number) if self.kind == "item" else 0


def run_of(child: object) -> tuple[type, bool]:
    """What of a section is read together with what stands beside it: blocks, and apart from them
    those under a heading that a copy lost, which are none of the point before them."""
    return type(child), isinstance(child, Leaf) and child.headless


def deeper_than(leaf: Leaf, following: Iterable[Leaf]) -> list[Leaf]:
    """The blocks that stand under another one in its list: those right behind it that are
    deeper, up to where a heading is lost."""
    below = takewhile(lambda other: other.level > leaf.level, following)
    return list(takewhile(lambda other: other.headless == leaf.headless, below))


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

    def first_leaf(self) -> Leaf | None:
        """The first of them."""
        return next((child for child in self.children if isinstance(child, Leaf)), None)

    def nodes(self) -> list[Node]:
        """The sub-sections."""
        return [child for child in self.children if isinstance(child, Node)]

    def walk(self) -> Iterator[Node]:
        """This section and all below it, in order."""
        yield self
        for child in self.nodes():
            yield from child.walk()

    def all_leaves(self) -> Iterator[Leaf]:
        """The blocks of this section and of all below it, in order of the sections."""
        return (leaf for section in self.walk() for leaf in section.leaves())

    def all_points(self) -> list[Leaf]:
        """Those of them that are points of a list."""
        return [leaf for leaf in self.all_leaves() if leaf.is_point]

    def titled_ancestors(self) -> Iterator[Node]:
        """This section and those it stands in, from the inside out, as long as they have a
        title."""
        node: Node | None = self
        while node is not None and node.title:
            yield node
            node = node.parent

    @property
    def path(self) -> str | None:
        """The numbers from the outermost section down, a decimal number standing for those it
        repeats: "II.3"."""
        above = self.parent.path if self.parent else None
        if self.number is None or above is None:
            return self.number or above
        repeated = self.parent.number if self.parent else None
        if repeated and self.number.startswith(f"{repeated}."):
            return f"{above.removesuffix(repeated)}{self.number}"
        return f"{above}.{self.number}"


@dataclass(frozen=True, slots=True)
class Run:
    """Blocks, or tables, that stand one after the other under a heading; `opens` tells that nothing
    stands between the heading and them."""

    node: Node
    items: tuple[Leaf | Grid, ...]
    opens: bool

    def without(self, blocks: Collection[int]) -> Run:
        """The run without some of its blocks (by `id`)."""
        if not any(id(item) in blocks for item in self.items):
            return self
        return replace(self, items=tuple(item for item in self.items if id(item) not in blocks))

    @property
    def leaves(self) -> tuple[Leaf, ...]:
        """The blocks of the run."""
        return tuple(item for item in self.items if isinstance(item, Leaf))

    @property
    def grids(self) -> tuple[Grid, ...]:
        """The tables of the run."""
        return tuple(item for item in self.items if isinstance(item, Grid))


def in_reading_order(node: Node) -> Iterator[Run]:
    """Everything under a heading as runs of blocks or of tables, in the order of the paper; a
    heading over nothing, or over sub-sections, begins with an empty run."""
    opens = True
    if not node.children or isinstance(node.children[0], Node):
        yield Run(node, (), opens=True)
        opens = False
    for _, group in groupby(node.children, key=type):
        items: list[Leaf | Grid] = []
        for child in group:
            if isinstance(child, Node):
                yield from in_reading_order(child)
            else:
                items.append(child)
        if items:
            yield Run(node, tuple(items), opens=opens)
        opens = False


def build_outline(items: Sequence[Paragraph | Grid]) -> Node:
    """Paragraphs and grids of a body in order -> the root of its section tree."""
    items = list(with_titles_joined(items))
    root = Node(None, "", rank=-1.0, level=0)
    judge = HeadingJudge(items)
    current = root
    lost: Rank | None = None
    for index, item in enumerate(items):
        if isinstance(item, Grid):
            current.children.append(item)
            continue
        rank = judge.heading_rank(index)
        lost = _rank_lost(lost, current, items, index) if rank is None else None
        current = _behind_lost_heading(current, items, index)
        if rank is None:
            current = _reopened(current, item, article_rank=judge.article_rank)
            current.children.append(replace(to_leaf(item), headless=lost is not None))
            continue
        is_plain = rank in (BELOW, BELOW_PHASE)
        phase = phase_title(item.words) if is_plain else None
        if is_plain:
            above = (one.rank for one in current.titled_ancestors())
            rank = rank_of_phase(above, rank)
        while current.parent is not None and current.rank >= rank:
            current = current.parent
        title, sentence = part_run_in(item.words, rank)
        if is_plain:
            title, sentence = phase.title if phase else item.words, ""
        node = _section(item, rank, title=title, parent=current)
        node.number = phase.number if phase else node.number
        current.children.append(node)
        current = node
        if sentence:
            leaf = Leaf(
                "paragraph", None, text=sentence, spans=item.spans, confidence=item.confidence
            )
            current.children.append(leaf)
    for node in root.walk():
        leaves = node.leaves()
        for place in list(notes_among(leaves)):
            leaves[place].kind = "footnote"
    return root


def _behind_lost_heading(current: Node, items: Sequence[Paragraph | Grid], index: int) -> Node:
    """The section that a paragraph stands in, where it opens one whose heading a copy lost: that
    over the open one it does not belong to."""
    paragraph = items[index]
    if isinstance(paragraph, Grid) or paragraph.mark is None:
        return current
    if _opens_lost_chapter(current, items, index) and current.parent is not None:
        return current.parent
    above = (one for one in current.titled_ancestors() if one.rank == Rank.DECIMAL)
    beside = next(above, None)
    if beside is None or beside.parent is None:
        return current
    marks = _marks_behind(items, index)
    if current is beside and _may_be_anew(beside, paragraph):
        return beside.parent if skips_heading(beside.number, marks) else current
    if not opens_lost_section(beside.number, paragraph.mark, marks):
        return current
    return beside.parent


def _rank_lost(
    lost: Rank | None, current: Node, items: Sequence[Paragraph | Grid], index: int
) -> Rank | None:
    """The rank of the heading that a copy lost over a block, None for none; `lost` is that over the
    block before it. A number of that rank which is printed opens no list of the lost one."""
    paragraph = items[index]
    if isinstance(paragraph, Grid) or paragraph.mark is None:
        return lost
    if _opens_lost_chapter(current, items, index):
        return Rank.ROMAN
    if _behind_lost_heading(current, items, index) is not current:
        return Rank.DECIMAL
    if _begins_lost_points(current, items, index):
        return Rank.DECIMAL
    return None if lost is not None and paragraph.mark.rank <= lost else lost


def _opens_lost_chapter(current: Node, items: Sequence[Paragraph | Grid], index: int) -> bool:
    """Does a numbered line begin a chapter whose heading is printed nowhere?"""
    paragraph = items[index]
    if isinstance(paragraph, Grid) or current.rank != Rank.ROMAN or current.number is None:
        return False
    if not all(isinstance(child, Leaf) for child in current.children):
        return False
    chapter = Standing(current.number, current.title)
    before = [Standing(leaf.number or "", leaf.text) for leaf in current.leaves()]
    return begins_lost_chapter(chapter, paragraph.mark, before, _marks_behind(items, index))


def _begins_lost_points(current: Node, items: Sequence[Paragraph | Grid], index: int) -> bool:
    """Does a lettered line begin the list of a numbered point that a copy lost?"""
    paragraph = items[index]
    if isinstance(paragraph, Grid) or paragraph.mark is None or paragraph.mark.number != "a":
        return False
    before = (one for one in current.children[-MOST_AHEAD:] if isinstance(one, Leaf))
    standing = [Standing(one.number or "", one.text) for one in before]
    return begins_lost_list_of_points(paragraph.mark, standing, _marks_behind(items, index))


def _marks_behind(items: Sequence[Paragraph | Grid], index: int) -> Iterator[Mark]:
    behind = (items[place] for place in range(index + 1, len(items)))
    return (one.mark for one in behind if isinstance(one, Paragraph) and one.mark is not None)


def _may_be_anew(section: Node, paragraph: Paragraph) -> bool:
    """May a paragraph begin another list than that of the section it would stand in?"""
    mark, last = paragraph.mark, section.children[-1:]
    if mark is None or mark.rank not in (Rank.LETTER, Rank.BULLET):
        return False
    is_behind_letter = any(isinstance(one, Leaf) and one.number for one in last)
    if mark.number != "a" if mark.rank == Rank.LETTER else not is_behind_letter:
        return False
    before = section.children[-MOST_AHEAD:]
    if not all(isinstance(one, Leaf) for one in before):
        return False
    standing = [Standing(one.number or "", one.text) for one in before if isinstance(one, Leaf)]
    return may_begin_lost_list(mark, standing)


def _section(heading: Paragraph, rank: float, *, title: str, parent: Node) -> Node:
    return Node(
        number=number_of(heading.mark) if heading.mark else None,
        title=title,
        rank=rank,
        level=parent.level + 1,
        spans=heading.spans,
        confidence=heading.confidence,
        parent=parent,
    )


def _reopened(current: Node, paragraph: Paragraph, article_rank: float) -> Node:
    """The section a numbered sentence belongs to: where it goes on counting an open heading's
    numbers ("2.7. Duy trì" after heading 2.6), or is an article, it stands beside that heading,
    not under it."""
    if paragraph.footnote or paragraph.mark is None or paragraph.mark.number is None:
        return current
    node = current
    is_point = paragraph.mark.rank >= Rank.DECIMAL
    if paragraph.mark.rank == Rank.ARTICLE:
        while node.parent is not None and node.rank >= article_rank:
            node = node.parent
        return node
    while node.parent is not None:
        if node is not current and _counts_on(node, paragraph.mark.number):
            return node  # "2." behind "1." and the lettered headings under it
        is_chapter = node.rank < Rank.DECIMAL  # "Mục 3", and no point before "4."
        if is_chapter and is_point:
            return current
        if node.number and follows(node.number, paragraph.mark.number):
            return node.parent
        if node is current and _stands_beside(node, paragraph):
            return node.parent
        node = node.parent
    return current


def _stands_beside(node: Node, paragraph: Paragraph) -> bool:
    """Does a point skip a number ("6." behind heading 4), so that it is none of those under the
    heading, which has no numbered ones?"""
    mark = paragraph.mark
    if mark is None or mark.rank != node.rank or mark.rank != Rank.DECIMAL:
        return False
    own, number = node.number or "", mark.number or ""
    if not own.isdecimal() or not number.isdecimal() or any(leaf.number for leaf in node.leaves()):
        return False
    return int(own) < int(number) <= int(own) + MOST_SKIPPED + 1


def _counts_on(node: Node, number: str) -> bool:
    """Does a number follow that of the last point of a section?"""
    numbers = [leaf.number for leaf in node.leaves() if leaf.number and not leaf.headless]
    return bool(numbers) and follows(numbers[-1], number)


def to_leaf(paragraph: Paragraph) -> Leaf:
    """A paragraph that is no heading -> its block."""
    mark = paragraph.mark
    leaf = Leaf(
        "footnote" if paragraph.footnote else "paragraph",
        number=None,
        text=paragraph.text,
        spans=paragraph.spans,
        confidence=paragraph.confidence,
    )
    if mark is None:
        return _in_brackets(leaf)
    if paragraph.footnote:
        return leaf
    leaf.text = paragraph.words
    if mark.rank >= Rank.BULLET:
        leaf.kind = "bullet"
        leaf.depth = mark.rank - Rank.BULLET + 1
        return leaf
    leaf.kind = "item"
    leaf.number = number_of(mark)
    return leaf


def _in_brackets(leaf: Leaf) -> Leaf:
    """A paragraph that a number in brackets opens is a point of a list."""
    match = in_brackets(leaf.text) if leaf.kind == "paragraph" else None
    if match is not None:
        leaf.kind, leaf.number, leaf.text = "item", match["number"], match["words"]
    return leaf
