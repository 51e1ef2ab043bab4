"""Sections that only say who does, and by when, the work of the sections before them under the same
heading: "1.2. Cơ quan thực hiện" over "- Cơ quan chủ trì: …" and "- Cơ quan phối hợp: …"."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from kehoach.parsers.items.drafts import Draft
from kehoach.parsers.layout.fields import Field, read_field, read_fields
from kehoach.parsers.layout.outline import Leaf, Node

OWNERS = ("lead", "coordinating")
ROLES = (*OWNERS, "deadline")


@dataclass(frozen=True, slots=True)
class LabelSection:
    """The labels of such a section, and the blocks that they are."""

    fields: tuple[Field, ...]
    leaves: tuple[Leaf, ...]

    def give_to(self, draft: Draft) -> None:
        """Give a draft the labels whose kind it has none of."""
        own = {labelled.role for labelled in draft.fields}
        given = [labelled for labelled in self.fields if labelled.role not in own]
        if not given:
            return
        draft.fields.extend(given)
        draft.shares = True
        for leaf in self.leaves:
            draft.spans.extend(leaf.spans)


def label_sections(root: Node) -> Mapping[int, LabelSection]:
    """The sections (by `id`) of a body that are labels, each with what it says."""
    found: dict[int, LabelSection] = {}
    for node in root.walk():
        for section in node.nodes()[1:]:
            labelled = _labels_of(section)
            if labelled is not None:
                found[id(section)] = labelled
    return found


def sections_behind(node: Node, labelled: Mapping[int, LabelSection]) -> Iterator[LabelSection]:
    """The label sections that speak of the work of a section: those behind it, or behind one that
    it stands in, with no other section of work between."""
    section: Node = node
    while section.parent is not None:
        yield from _right_behind(section, section.parent.nodes(), labelled=labelled)
        section = section.parent


def _right_behind(
    section: Node, siblings: Sequence[Node], labelled: Mapping[int, LabelSection]
) -> Iterator[LabelSection]:
    place = next(index for index, one in enumerate(siblings) if one is section)
    reached = False
    for sibling in siblings[place + 1 :]:
        told = labelled.get(id(sibling))
        if told is None and reached:
            return
        if told is not None:
            reached = True
            yield told


def _labels_of(section: Node) -> LabelSection | None:
    """What a section says whose title is the label of an owner and nothing more, and whose blocks
    are labels, all of them."""
    title = read_field(f"{section.title.rstrip(' :')}:")
    if title is None or title.role not in OWNERS or title.value:
        return None
    leaves = section.leaves()
    if not leaves or len(leaves) < len(section.children):
        return None
    fields = [labelled for leaf in leaves for labelled in read_fields(leaf.text)]
    if not all(_is_label(leaf) for leaf in leaves):
        return None
    has_lead = any(labelled.role == "lead" and labelled.value for labelled in fields)
    return LabelSection(tuple(fields), tuple(leaves)) if has_lead else None


def _is_label(leaf: Leaf) -> bool:
    labelled = read_field(leaf.text)
    return labelled is not None and labelled.role in ROLES
