"""Sections that only say who does, and by when, the work of the sections before them under the same
heading: "1.2. Cơ quan thực hiện" over "- Cơ quan chủ trì: …" and "- Cơ quan phối hợp: …", or "2. Cơ
quan chủ trì" over bodies."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from kehoach.parsers.items.bodies.named_bodies import named_bodies
from kehoach.parsers.items.drafts.drafts import Draft
from kehoach.parsers.items.ground.sections import is_assignment_section
from kehoach.parsers.items.times.section_times import names_work
from kehoach.parsers.items.words.beginnings import begins_duty
from kehoach.parsers.layout.fields import OWNERS, Field, read_field, read_fields
from kehoach.parsers.layout.outline import Leaf, Node

ROLES = (*OWNERS, "deadline")
MAX_WORDS_OF_BODIES = 25
"""In a bullet under the label of an owner."""


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
        if names_work(draft.section.title):
            draft.matter = draft.section.parent
        for leaf in self.leaves:
            draft.spans.extend(leaf.spans)


def label_sections(root: Node, level: str | None) -> Mapping[int, LabelSection]:
    """The sections (by `id`) of a body that are labels, each with what it says; `level` is that of
    the unit whose paper it is. One of which a part is none, is none."""
    found: dict[int, LabelSection] = {}
    for node in root.walk():
        for section in node.nodes()[1:]:
            labelled = _labels_of(section, level)
            if labelled is not None:
                found.update({id(part): labelled for part in section.walk()})
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


def _labels_of(section: Node, level: str | None) -> LabelSection | None:
    """What a section says whose title is the label of an owner and nothing more, and whose blocks
    are labels, or bodies, all of them."""
    title = read_field(f"{section.title.rstrip(' :')}:")
    if title is None or title.role not in OWNERS or title.value or is_assignment_section(section):
        return None
    blocks = section.leaves()
    told = [leaf for leaf in blocks if not _is_remark(leaf)]
    parts = section.nodes()
    if len(blocks) + len(parts) < len(section.children):
        return None  # a table is no label
    labels = [_labels_of(part, level) for part in parts]
    if told or not parts:
        fields = _fields_of(told, title, level=level)
        labels.append(LabelSection(fields, tuple(blocks)) if fields else None)
    return _joined(labels)


def _is_remark(leaf: Leaf) -> bool:
    """ "(Văn phòng Ban Chỉ đạo là đầu mối giúp việc.)" under a list of bodies."""
    return leaf.kind == "paragraph" and leaf.text.startswith("(")


def _fields_of(leaves: Sequence[Leaf], title: Field, level: str | None) -> tuple[Field, ...]:
    """The labels of a section's blocks; bodies that stand in bullets belong to the label over them,
    the first to the title. Nothing where a block is neither."""
    found: list[Field] = []
    named = False  # is one of them surely a body?
    for leaf in leaves:
        labelled = _labels(leaf)
        if labelled:
            found.extend(labelled)
            named = named or bool(labelled[0].value)
        elif _may_be_body(leaf):
            last = found.pop() if found else title
            found.append(replace(last, value=f"{last.value}\n{leaf.text}".strip()))
            named = named or _names_body(leaf, level)
        else:
            return ()
    return tuple(one for one in found if one.value) if named else ()


def _labels(leaf: Leaf) -> tuple[Field, ...]:
    """The labels of a block; a point that is a label and nothing more has no value yet."""
    bare = read_field(f"{leaf.text.rstrip(' :')}:") if leaf.kind == "item" else None
    labelled = read_fields(leaf.text) or ((bare,) if bare else ())
    return labelled if labelled and labelled[0].role in ROLES else ()


def _joined(parts: Sequence[LabelSection | None]) -> LabelSection | None:
    """Sections that are labels, all of them, as one."""
    told = [part for part in parts if part is not None]
    if len(told) < len(parts):
        return None
    fields = tuple(labelled for part in told for labelled in part.fields)
    return LabelSection(fields, tuple(leaf for part in told for leaf in part.leaves))


def _may_be_body(leaf: Leaf) -> bool:
    """Is it a short bullet that orders nothing?"""
    if leaf.kind != "bullet" or len(leaf.text.split()) > MAX_WORDS_OF_BODIES:
        return False
    return not begins_duty(leaf.text)


def _names_body(leaf: Leaf, level: str | None) -> bool:
    return bool(named_bodies(leaf.text, level, one_known=True))
