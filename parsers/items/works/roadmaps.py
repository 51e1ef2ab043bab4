"""A chapter that says when the work of the chapter before it is done: "III. LỘ TRÌNH THỰC HIỆN",
"- Khảo sát nhu cầu học nghề: trước ngày 30/4/2031; sản phẩm: …", "- Nhiệm vụ 2: Tháng 5/2031"."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from itertools import pairwise

import regex

from kehoach.normalize.text import strip_diacritics
from kehoach.parsers.items.drafts.drafts import SAID_ELSEWHERE, Draft
from kehoach.parsers.items.ground.context import Context
from kehoach.parsers.items.times.stated_deadlines import deadline_in
from kehoach.parsers.layout.fields import Field, with_labels_apart
from kehoach.parsers.layout.outline import Leaf, Node
from kehoach.parsers.words import alternation, opens_with, phrases
from kehoach.patterns import compile_regex

MIN_WORDS = 3
"""Of what names a task by its words."""
MOST = 0.7
"""Of these words that the task, or the heading over it, says, too."""
_NUMBER = compile_regex(r"(?:\d{1,2}(?:\.\d{1,2})*|[IVXL]+|[a-zđ])")


@dataclass(frozen=True, slots=True)
class RoadPoint:
    """A point of such a chapter: the number or the words by which it names tasks, their term and
    product ("" for none)."""

    number: str
    words: frozenset[str]
    deadline: str
    deliverable: str


@dataclass(slots=True)
class Roadmaps:
    """The points that speak of a chapter of tasks, by its `id`; the blocks (by `id`) that they
    stand in."""

    points: dict[int, list[RoadPoint]] = field(default_factory=dict)
    leaves: frozenset[int] = frozenset()

    def of(self, node: Node, number: str | None, text: str) -> RoadPoint | None:
        """The point that speaks of a task with this number and wording, under this heading."""
        titles = list(node.titled_ancestors())
        points = next((self.points[id(one)] for one in titles if id(one) in self.points), ())
        numbers = {number, *(section.number for section in titles[:1])}
        said = _content(" ".join((text, titles[0].title if titles else "")))
        for point in points:
            if point.number and point.number in numbers:
                return point
            if point.words and len(point.words & said) >= MOST * len(point.words):
                return point
        return None


def with_roadmap(draft: Draft, roadmaps: Roadmaps, context: Context) -> None:
    """Give a draft the term and the product that a chapter on the course says of it, where it says
    none itself."""
    point = roadmaps.of(draft.section, draft.number, draft.text) if roadmaps.points else None
    if point is None:
        return
    roles = {label.role for label in (*draft.fields, *draft.inline)}
    if "deadline" not in roles and deadline_in(draft.text, context) is None:
        draft.fields.append(Field("deadline", "", value=point.deadline))
        draft.confidence = min(draft.confidence, SAID_ELSEWHERE)
    if "deliverable" not in roles and point.deliverable:
        draft.fields.append(Field("deliverable", "", value=point.deliverable))


def read_roadmaps(root: Node, context: Context) -> Roadmaps:
    """The chapters of a body -> what those on its course say of the chapter before them. A point
    that names no task there is work of its own."""
    found = Roadmaps()
    leaves: set[int] = set()
    for chapter, before in _chapters(root):
        said = [(leaf, _point(leaf, context)) for leaf in chapter.leaves()]
        tasks = [
            (one.number, _content(one.text)) for node in before.walk() for one in node.leaves()
        ]
        tasks += [(node.number, _content(node.title)) for node in before.walk()]
        points = [(leaf, point) for leaf, point in said if point and _names(point, tasks)]
        if points:
            found.points[id(before)] = [point for _, point in points]
            leaves.update(id(leaf) for leaf, _ in points)
    found.leaves = frozenset(leaves)
    return found


def _chapters(root: Node) -> Iterator[tuple[Node, Node]]:
    """Each chapter on the course of the work, with the chapter before it."""
    for before, node in pairwise(root.nodes()):
        if opens_with(node.title, "roadmap_headings"):
            yield node, before


def _names(point: RoadPoint, tasks: list[tuple[str | None, frozenset[str]]]) -> bool:
    if point.number:
        return any(number == point.number for number, _ in tasks)
    return any(len(point.words & said) >= MOST * len(point.words) for _, said in tasks)


def _point(leaf: Leaf, context: Context) -> RoadPoint | None:
    """A block -> what it says of a task; None where it names none, or no time."""
    head, colon, printed = leaf.text.partition(":")
    behind, labels = with_labels_apart(printed, after_label=True)
    values: Mapping[str, str] = {label.role: label.value for label in labels}
    time = values.get("deadline") or deadline_in(behind, context) or _bare_time(behind, context)
    if not colon or not time:
        return None
    product = values.get("deliverable", "")
    named = _named().match(head)
    number = head[named.end() :].strip() if named else ""
    if number and _NUMBER.fullmatch(number):
        return RoadPoint(number, frozenset(), deadline=time, deliverable=product)
    words = _content(head)
    return (
        RoadPoint("", words, deadline=time, deliverable=product)
        if len(words) >= MIN_WORDS
        else None
    )


def _bare_time(text: str, context: Context) -> str:
    """ "Tháng 5/2031.": a time and nothing else."""
    words = text.strip(" .;")
    value = context.deadline(words)
    return words if value is not None and value.kind in ("by", "within", "recurring") else ""


def _content(text: str) -> frozenset[str]:
    """The words of a wording that tell what it is about."""
    return frozenset(strip_diacritics(text).split()) - frozenset(phrases("light_words"))


def _named() -> regex.Pattern[str]:
    return compile_regex(rf"(?:{alternation('task_nouns')})\s+(?=\S+$)", regex.IGNORECASE)
