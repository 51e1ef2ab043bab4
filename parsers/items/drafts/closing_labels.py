"""Labels that are points of their own and hold for all points before them: "a) Nhiệm vụ: …",
"b) Cơ quan thực hiện: …", "c) Thời gian thực hiện: …"."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from kehoach.parsers.items.drafts.drafts import Draft, draft_of, draft_of_heading
from kehoach.parsers.items.targets.targets import is_target_section
from kehoach.parsers.items.words.beginnings import begins_duty
from kehoach.parsers.layout.fields import (
    OWNERS,
    Field,
    matter_label,
    names_circumstance,
    read_field,
    read_fields,
)
from kehoach.parsers.layout.outline import Leaf, Run
from kehoach.parsers.words import opens_with

CLOSING_ROLES = ("lead", "coordinating", "deadline", "deliverable", "budget")
MIN_WORDS = 9
"""Of an unmarked paragraph that is a task."""


@dataclass(slots=True)
class Closed:
    """The tasks of a run whose labels are points, and its blocks (by `id`) that are read with
    them."""

    drafts: list[Draft] = field(default_factory=list)
    leaves: set[int] = field(default_factory=set)


@dataclass(slots=True)
class _Part:
    """Points, then the labels that close them."""

    points: list[Leaf] = field(default_factory=list)
    labels: list[Leaf] = field(default_factory=list)
    fields: list[Field] = field(default_factory=list)

    @property
    def is_closed(self) -> bool:
        """Do the labels say who leads, and have the points none of their own?"""
        if not any(labelled.role == "lead" and labelled.value for labelled in self.fields):
            return False
        return not any(_is_label_of_point(leaf) for leaf in self.points)


def closed_points(run: Run) -> Closed:
    """A run of blocks -> the tasks that labels in points of their own close. Where there are no
    points before the labels, the heading right over them is the task."""
    found = Closed()
    if is_target_section(run.node):
        return found
    blocks = [leaf for leaf in run.leaves if leaf.kind != "footnote"]
    if not any(_is_closing(leaf) for leaf in blocks):
        return found
    for number, part in enumerate(_parts(blocks)):
        part.points = _own_points(part)
        if not part.is_closed:
            continue
        drafts = list(_drafts(part, run))
        if not drafts and not part.points and number == 0 and run.opens:
            drafts = list(_heading(run))
        for draft in drafts:
            _close(draft, part, shares=len(drafts) > 1)
        if drafts:
            found.drafts.extend(drafts)
            found.leaves.update(map(id, (*part.points, *part.labels)))
    return found


def _own_points(part: _Part) -> list[Leaf]:
    """Of points that are numbered above their labels ("4. …", "5. …" over "a) Cơ quan chủ trì: …")
    the last alone, with what stands under it; else all."""
    level = part.labels[0].level
    over = [at for at, leaf in enumerate(part.points) if leaf.kind == "item" and leaf.level < level]
    return part.points[over[-1] :] if len(over) > 1 else part.points


def _parts(blocks: Sequence[Leaf]) -> Iterator[_Part]:
    """Blocks in order -> the parts that they fall into; what stands behind the last labels is no
    part."""
    part = _Part()
    for leaf in blocks:
        if _is_closing(leaf):
            part.labels.append(leaf)
            part.fields.extend(map(_innermost, read_fields(leaf.text)))
        elif part.labels and _goes_on_label(leaf, part):
            part.labels.append(leaf)
        elif part.labels:
            yield part
            part = _Part(points=[leaf])
        else:
            part.points.append(leaf)
    if part.labels:
        yield part


def _is_closing(leaf: Leaf) -> bool:
    """Is it a numbered point that is a label ("b) Đơn vị chủ trì: Công an xã.")? An order that
    opens like one ("Phối hợp kiểm tra: Cử người …") is none."""
    if leaf.kind != "item":
        return False
    labelled = read_field(leaf.text)
    if labelled is None or labelled.role not in CLOSING_ROLES:
        return False
    return labelled.role not in OWNERS or not begins_duty(labelled.value)


def _innermost(labelled: Field) -> Field:
    """What a label says behind which another stands: "Cơ quan thực hiện: | Đơn vị chủ trì: Công an
    xã."."""
    inner = read_field(labelled.value)
    return inner if inner is not None and inner.role in CLOSING_ROLES else labelled


def _is_label_of_point(leaf: Leaf) -> bool:
    labelled = read_field(leaf.text)
    return labelled is not None and labelled.role in ("lead", "deadline")


def _goes_on_label(leaf: Leaf, part: _Part) -> bool:
    """Is a bullet under a label one more label, or a body under a label that stands alone? It is
    taken into the fields of the part. A label may have lost its bullet."""
    labelled = read_fields(leaf.text) if leaf.kind in ("bullet", "paragraph") else ()
    if labelled and (leaf.kind == "bullet" or labelled[0].role in CLOSING_ROLES):
        part.fields.extend(map(_innermost, labelled))
        return True
    if leaf.kind != "bullet":
        return False
    last = part.fields[-1]
    if last.value and "\n" not in last.value and not last.value.endswith(":"):
        return False
    part.fields[-1] = Field(last.role, last.label, value=f"{last.value}\n{leaf.text}".strip())
    return True


def _drafts(part: _Part, run: Run) -> Iterator[Draft]:
    """The points of a part as tasks, what stands deeper as what they consist of."""
    draft: Draft | None = None
    level = 0
    for leaf in part.points:
        matter = matter_label(leaf.text) if leaf.kind != "bullet" else None
        if _is_beside(leaf) or (matter is not None and not matter):
            continue
        if draft is not None and leaf.level > level:
            draft.take_activity(leaf)
            continue
        if draft is not None:
            yield draft
        draft, level = draft_of(leaf, run.node), leaf.level
        if matter is not None:
            draft.number = None
    if draft is not None:
        yield draft


def _is_beside(leaf: Leaf) -> bool:
    """A remark, a circumstance, or a word on the points under it."""
    if leaf.text.startswith("(") or names_circumstance(leaf.text):
        return True
    if leaf.kind != "paragraph":
        return False
    is_short = len(leaf.text.split()) < MIN_WORDS or leaf.text.endswith(":")
    return is_short or opens_with(leaf.text, "lead_ins") is not None


def _heading(run: Run) -> Iterator[Draft]:
    is_matter = opens_with(run.node.title, "not_task_headings") is not None
    draft = None if is_matter else draft_of_heading(run.node)
    if draft is not None:
        yield draft


def _close(draft: Draft, part: _Part, *, shares: bool) -> None:
    """Give a draft the labels of its part; a day of its own counts more."""
    draft.fields.extend(part.fields)
    draft.shares = shares
    for leaf in part.labels:
        draft.spans.extend(leaf.spans)
