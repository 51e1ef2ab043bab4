"""Blocks, sections and appendices of the plan, worded as the paper prints them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from kehoach.normalize.text import clean
from kehoach.parsers.items.ground.context import Context
from kehoach.parsers.layout.outline import Leaf, Node, to_leaf
from kehoach.parsers.layout.paragraphs import Paragraph
from kehoach.parsers.words import is_caption
from kehoach.schema import models


def printed_block(leaf: Leaf, context: Context) -> models.Block:
    return models.Block(
        kind=leaf.kind,
        number=leaf.number,
        text=leaf.text,
        spans=context.spans(leaf.spans),
        confidence=leaf.confidence,
    )


def printed_section(node: Node, context: Context) -> models.Section:
    return models.Section(
        number=node.number,
        title=node.title,
        level=node.level,
        blocks=tuple(printed_block(leaf, context) for leaf in node.leaves()),
        sections=tuple(printed_section(child, context) for child in node.nodes()),
        spans=context.spans(node.spans),
        confidence=node.confidence,
    )


def printed_appendices(
    paragraphs: Sequence[Paragraph], context: Context
) -> Iterator[models.Appendix]:
    """Paragraphs -> appendices: each begins with its caption."""
    groups: list[list[Paragraph]] = []
    for paragraph in paragraphs:
        if not groups or is_caption(paragraph.text):
            groups.append([])
        groups[-1].append(paragraph)
    for group in groups:
        head = [paragraph for paragraph in group[:3] if _is_head(paragraph)]
        rest = group[len(head) :]
        yield models.Appendix(
            title=joined(head),
            blocks=tuple(printed_block(to_leaf(paragraph), context) for paragraph in rest),
            spans=context.spans(span for paragraph in group for span in paragraph.spans),
        )


def _is_head(paragraph: Paragraph) -> bool:
    """A caption, or a line set off like one."""
    if is_caption(paragraph.text) or paragraph.text.isupper():
        return True
    return bool(paragraph.centered and paragraph.bold)


def joined(paragraphs: Sequence[Paragraph]) -> str | None:
    """The wording of paragraphs as one, None when there is none."""
    return clean(" ".join(paragraph.text for paragraph in paragraphs)) or None
