"""A task of the body while it is being read (`draft_tasks` makes it a `Task`)."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace

from kehoach.ingest.model import Span
from kehoach.parsers.items.bodies.sentence_owners import subject_of
from kehoach.parsers.items.times.section_times import is_of_all_work
from kehoach.parsers.items.words.beginnings import begins, begins_duty
from kehoach.parsers.layout.fields import (
    CIRCUMSTANCE,
    Field,
    behind_counted_label,
    names_labels_alone,
    with_labels_apart,
    without_counted_label,
    without_run_in_label,
)
from kehoach.parsers.layout.marks import without_name
from kehoach.parsers.layout.outline import Leaf, Node
from kehoach.parsers.layout.phase_titles import is_number_of_phase
from kehoach.parsers.words import holds
from kehoach.schema import models

SAID_ELSEWHERE = 0.8
"""How sure a task is whose owner a sentence far from it names."""
MIN_WORDS_BEFORE_LABELS = 2
"""Of a paragraph that ends in labels; with fewer it is a label itself."""


@dataclass(slots=True)
class Draft:
    """A task being read: its wording, its number, the section it stands in, its labelled lines.

    `heading` is the heading that the task is, `act` what its wording says behind the time that it
    opens with, `over` the sentence that covers its list, `members` the points of a list whose
    labels stand behind it: each is a task with these labels, `details` (by `id` of the point) what
    stands deeper under it. `matters` are points that say what it is about. `below` are bullets
    under a paragraph that no label follows; `shares` tells that its labels are those of a point
    behind it. `matter` is the heading of its group, where that over it only says that this is the
    work ("1.1. Nội dung, biện pháp"). `titles` are the points that it stands under, the outermost
    first (list_titles.py). `is_called_work`: its own line opens with a label that counts works.
    """

    text: str
    number: str | None
    section: Node
    spans: list[Span]
    confidence: float
    heading: Node | None = None
    over: Leaf | None = None
    act: str = ""
    inline: tuple[Field, ...] = ()
    fields: list[Field] = field(default_factory=list)
    activities: list[str] = field(default_factory=list)
    matters: list[str] = field(default_factory=list)
    leaves: list[Leaf] = field(default_factory=list)
    members: list[Leaf] = field(default_factory=list)
    details: dict[int, list[Leaf]] = field(default_factory=dict)
    below: list[Leaf] = field(default_factory=list)
    shares: bool = False
    matter: Node | None = None
    titles: tuple[Leaf, ...] = ()
    is_called_work: bool = False

    def cover(self, leaf: Leaf) -> None:
        """Take a block's place and doubt for the task's own."""
        self.leaves.append(leaf)
        self.spans.extend(leaf.spans)
        self.confidence = min(self.confidence, leaf.confidence)

    def take_fields(self, labelled: tuple[Field, ...], leaf: Leaf) -> None:
        """Take a labelled line."""
        self.fields.extend(labelled)
        self.cover(leaf)

    def extend_field(self, leaf: Leaf) -> None:
        """Take a bullet as part of the last label's value."""
        last = self.fields[-1]
        self.fields[-1] = Field(last.role, last.label, value=f"{last.value}\n{leaf.text}")
        self.leaves.append(leaf)
        self.spans.extend(leaf.spans)

    def take_activity(self, leaf: Leaf) -> None:
        """Take a block as something the task consists of."""
        self.activities.append(leaf.text)
        self.cover(leaf)

    def take_matter(self, leaf: Leaf) -> None:
        """Take a block as something that the task is about."""
        self.matters.append(leaf.text)
        self.cover(leaf)

    def covers(self, leaf: Leaf) -> bool:
        """Does a bullet stand under the sentence or label over the list of the draft?"""
        return self.over is not None and leaf.depth > self.over.depth

    def take_member(self, leaf: Leaf) -> None:
        """Take a point of the list that shares the labels."""
        self.leaves.append(leaf)
        self.members.append(leaf)

    def share_labels(self, points: Iterable[Leaf], *, is_member: Callable[[Leaf], bool]) -> None:
        """Give the labels to each of these points that is a member; what stands between them is
        part of the one before it."""
        self.shares = True
        for leaf in points:
            if is_member(leaf):
                self.members.append(leaf)
            else:
                self.details.setdefault(id(self.members[-1]), []).append(leaf)

    @property
    def expects_list(self) -> bool:
        """Does the last label stand alone ("Sản phẩm:")? Then bullets under it are its value."""
        if not self.fields:
            return False
        value = self.fields[-1].value
        return value == "" or "\n" in value

    def one_by_one(self) -> Iterator[Draft]:
        """The tasks of a list that shares its labels; else the task itself."""
        if not self.members:
            yield from works_under_label(self)
        for leaf in self.members:
            own = draft_of(leaf, self.section, over=self.over)
            for detail in self.details.get(id(leaf), ()):
                own.take_activity(detail)
            own.shares, own.titles = self.shares, self.titles
            own.matter = self.matter
            own.confidence = min(own.confidence, self.confidence)
            yield replace(own, fields=[_as_shared(one) for one in self.fields])


def _as_shared(labelled: Field) -> Field:
    """A label behind several points; the time of another thing ("Thời hạn giải ngân kinh phí: …")
    is when none of them is done."""
    is_time = labelled.role == "deadline" and bool(labelled.label)
    is_aside = is_time and not is_of_all_work(labelled.label)
    return replace(labelled, role=CIRCUMSTANCE) if is_aside else labelled


def draft_of(leaf: Leaf, node: Node, over: Leaf | None = None) -> Draft:
    """A block of a section as a task; labels at its end are taken off."""
    text, inline = with_labels_apart(leaf.text)
    if len(text.split()) < MIN_WORDS_BEFORE_LABELS:
        text, inline = leaf.text, ()
    text = text if leaf.kind == "bullet" else without_run_in_label(text)
    return Draft(
        without_counted_label(text),
        leaf.number,
        section=node,
        spans=list(leaf.spans),
        confidence=leaf.confidence,
        over=over,
        inline=inline,
        leaves=[leaf],
        is_called_work=bool(behind_counted_label(text)),
    )


def works_under_label(draft: Draft) -> Iterator[Draft]:
    """A draft that only counts a work ("Hoạt động 1") -> a draft for each line of what it says is
    done ("- Nội dung: …"), with its labels, and for each order that stands among those who do it
    ("+ Sở Xây dựng đăng tải …"); another draft as it is."""
    matters = [line for line in _lines_of(draft.fields, "activity") if line]
    if behind_counted_label(draft.text) != "" or not matters:
        yield draft
        return
    if draft.heading is not None and draft.heading.parent is not None:
        draft = replace(draft, number=draft.heading.number, section=draft.heading.parent)
    orders = list(_orders_among_owners(draft.fields))
    fields = [_without_lines(each, orders) for each in draft.fields if each.role != "activity"]
    for text in matters:
        yield replace(draft, text=text, fields=fields, heading=None)
    times = [each for each in fields if each.role == "deadline"]
    for text in orders:
        yield replace(draft, text=text, fields=times, heading=None, activities=[])


def _lines_of(fields: Iterable[Field], role: str) -> Iterator[str]:
    for labelled in fields:
        if labelled.role == role:
            yield from labelled.value.split("\n")


def _orders_among_owners(fields: Iterable[Field]) -> Iterator[str]:
    """The lines of a list of owners, behind its first, that say what somebody does."""
    lines = [line for line in _lines_of(fields, "lead") if line]
    for line in lines[1:]:
        lead, said = subject_of(line, None)
        if lead and begins_duty(said) and not begins(said, "leading_verbs", "helping_verbs"):
            yield line


def _without_lines(labelled: Field, lines: Sequence[str]) -> Field:
    kept = [line for line in labelled.value.split("\n") if line not in lines]
    return replace(labelled, value="\n".join(kept))


def draft_of_heading(node: Node) -> Draft | None:
    """A heading as a task of the section above it; the root is none, nor is one that only says
    what is told under it ("Chủ đề, thời gian, phạm vi")."""
    if node.parent is None or names_labels_alone(node.title):
        return None
    return Draft(
        node.title,
        node.number,
        section=node.parent,
        spans=list(node.spans),
        confidence=node.confidence,
        heading=node,
    )


def is_counted_work(draft: Draft) -> bool:
    """Does the paper count the task, or the heading that it is, among its works ("Nhiệm vụ 3: Dự
    trữ gạo")? Then bullets under it are what it consists of."""
    number = draft.heading.number if draft.heading is not None else draft.number
    return draft.is_called_work or without_name(number) != number


def is_step(draft: Draft) -> bool:
    """Is the task the title of a step ("Bước 1: Họp thôn") of an appendix that tells a procedure
    (its outline has a title), its labelled lines under it?"""
    if draft.heading is None or not is_number_of_phase(draft.heading.number):
        return False
    *_, outermost = draft.heading.titled_ancestors()
    return outermost.parent is None


def group_of(node: Node) -> models.Group | None:
    """The section a task stands in, as its group: the heading above, where this one only says who
    does what stands under it, and with whom ("a) Cục Hóa chất phối hợp với Vụ Kế hoạch:")."""
    if not node.title:
        return None
    for section in node.titled_ancestors():
        if not hands_over_with_others(section.title):
            return models.Group(number=section.number, title=section.title)
    return models.Group(number=node.number, title=node.title)


def hands_over_with_others(title: str) -> bool:
    """Is a title a sentence on a body that does what follows together with others?

    >>> hands_over_with_others("Vụ Tài chính chủ trì, phối hợp với Văn phòng Bộ:")
    True
    >>> hands_over_with_others("Công an xã"), hands_over_with_others("Công tác phối hợp")
    (False, False)
    """
    _, does = subject_of(title, None)
    return holds(does, "helping_phrases")
