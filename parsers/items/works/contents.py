"""Orders that end with a colon over what they are about: "Giám sát việc lập danh sách cử tri. Cụ
thể:" over "- Cách tính tuổi;". Such points are part of the order above them, and no work of their
own; where the points order something ("Triển khai các việc sau:"), the sentence only announces
them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import takewhile, zip_longest

from kehoach.normalize.text import strip_diacritics
from kehoach.parsers.items.asides.plain_rules import is_act_of_meeting
from kehoach.parsers.items.bodies.sentence_owners import subject_of
from kehoach.parsers.items.drafts.drafts import Draft, draft_of, draft_of_heading
from kehoach.parsers.items.drafts.label_owners import are_beside
from kehoach.parsers.items.drafts.shared_labels import sharing_bullets
from kehoach.parsers.items.ground.context import Context
from kehoach.parsers.items.ground.sections import is_examined
from kehoach.parsers.items.times.phases import is_order, is_told
from kehoach.parsers.items.times.stated_deadlines import stated_in, states_day
from kehoach.parsers.items.words.beginnings import begins, begins_duty
from kehoach.parsers.layout.fields import read_field
from kehoach.parsers.layout.lists_of_parts import lists_parts
from kehoach.parsers.layout.outline import Leaf, Node, deeper_than
from kehoach.parsers.words import contains, opens_with, phrases
from kehoach.patterns import compile_regex

LAST_WORDS = 9
"""Of a sentence with a colon: they say what the points under it are."""
FIRST_WORDS = 12
"""Of such a sentence: among them stands what is done."""
MIN_BESIDE = 2
"""So many points of the opener's own level are what it is about; one may be the next work."""
MAX_WORDS_BESIDE_TIME = 1
"""Of a sentence that says who and when: "xong | trong tháng 6"."""
MIN_STEPS = 2
"""So many steps that a paragraph counts make it a task."""


@dataclass(slots=True)
class Contents:
    """What the orders of a list are about: `details` the points of each order (by its `id`), `told`
    the blocks (by `id`) that are read with others, or that tell how something goes on."""

    details: dict[int, Sequence[Leaf]] = field(default_factory=dict)
    told: set[int] = field(default_factory=set)

    def task_of(self, leaf: Leaf, node: Node, over: Leaf | None) -> Draft | None:
        """An order with its points; None for a block that has none."""
        if id(leaf) not in self.details:
            return None
        is_covered = over is not None and leaf.level > over.level
        draft = draft_of(leaf, node, over=over if is_covered else None)
        return take_contents(draft, self.details[id(leaf)])


def contents_in(leaves: Sequence[Leaf], context: Context, *, has_orders: bool = True) -> Contents:
    """The blocks of a list -> what its orders are about, and what tells how things go on; without
    the orders (`has_orders`) only this."""
    found = Contents()
    for index, leaf in enumerate(leaves):
        if id(leaf) in found.told:
            continue
        following = leaves[index + 1 :]
        ways = told_under(leaf, following, context)
        details = contents_of(leaf, following, context) if has_orders and not ways else ()
        if ways:
            found.told.add(id(leaf))
        elif details:
            found.details[id(leaf)] = details
        found.told.update(map(id, (*ways, *details)))
    return found


def contents_of(leaf: Leaf, following: Sequence[Leaf], context: Context) -> Sequence[Leaf]:
    """The points under an order that only say what it is about, in order: those that stand deeper,
    or, where none does, those of its own level that end the list. None where they are works
    themselves, or where the sentence only announces or tells something."""
    if not leaf.text.endswith(":"):
        return ()
    deeper = deeper_than(leaf, following)
    if _names_examples(leaf.text):
        return () if any(begins_duty(other.text) for other in deeper) else deeper
    if not _is_order_about(leaf.text, context):
        return ()
    members = list(takewhile(lambda other: _names_member(other.text), deeper))
    if members and len(members) < len(deeper):
        return members
    if deeper:
        return deeper if are_matters(deeper, context) else ()
    return _beside(leaf, following, context=context)


def told_under(leaf: Leaf, following: Sequence[Leaf], context: Context) -> Sequence[Leaf]:
    """The deeper points under a sentence that only tells in which ways something goes on ("Ban
    Thường trực giám sát trực tiếp thông qua:" over "- Việc tiếp công dân."); none where they order
    something."""
    if not leaf.text.endswith(":") or not _ends_with(leaf.text, "endings_of_manner"):
        return ()
    deeper = deeper_than(leaf, following)
    return deeper if are_matters(deeper, context) else ()


def _beside(leaf: Leaf, following: Sequence[Leaf], context: Context) -> Sequence[Leaf]:
    """ "- … việc hiệp thương. Cụ thể:" over "- Tiêu chuẩn của người ứng cử;" of the same level: all
    points behind it, none of which orders anything."""
    if leaf.kind != "bullet" or contains(_last_words(leaf.text), "list_openings") is None:
        return ()
    beside = list(takewhile(lambda other: other.level == leaf.level, following))
    if len(beside) < MIN_BESIDE or len(beside) < len(following):
        return ()
    return () if any(_orders(other, context) for other in beside) else beside


def _names_examples(text: str) -> bool:
    """Does an order name examples under it ("Triển khai các nền tảng như:")?"""
    ends = tuple(f" {phrase}" for phrase in phrases("example_openings"))
    is_open = strip_diacritics(text).rstrip(" :").endswith(ends)
    return is_open and begins_duty(text)


def _is_order_about(text: str, context: Context) -> bool:
    """Does a sentence order something whose details follow ("Tuyên truyền kỹ năng thoát nạn, gồm
    các nội dung:")? One that names works ("… các nhiệm vụ sau:"), turns to bodies, or says how
    something goes on anyway ("… giám sát trực tiếp thông qua:") does not."""
    if begins(text, "order_verbs") or is_told(text) or _says_who_alone(text, context):
        return False
    if not (is_order(text, context) or is_act_of_meeting(text)):
        return False
    last = _last_words(text)
    if contains(last, "announced_orders") or _ends_with(last, "endings_of_manner"):
        return False
    if contains(last, "announced_matters") is None:
        return True
    first = " ".join(text.split()[:FIRST_WORDS])
    return contains(first, "verbs_with_matters") is not None


def _says_who_alone(text: str, context: Context) -> bool:
    """Does a sentence say who does what stands under it, and when, and nothing else ("Đoàn Thanh
    niên xã thực hiện, từ tháng 3 đến tháng 6/2031:")?"""
    _, does = subject_of(text, context.level)
    verb = begins(does, "performing_verbs")
    if verb is None:
        return False
    for stated in stated_in(does, context):
        does = does.replace(stated.phrase, "")
    return len(does.split()) <= len(verb.split()) + MAX_WORDS_BESIDE_TIME


def _names_member(text: str) -> bool:
    """ "Trưởng đoàn: Chủ tịch Ủy ban MTTQ xã.": who belongs to a group, and as what."""
    label, colon, _ = text.partition(":")
    return bool(colon) and strip_diacritics(label) in phrases("member_labels")


def _ends_with(text: str, key: str) -> bool:
    plain = f" {strip_diacritics(text).rstrip(' :')}"
    return plain.endswith(tuple(f" {phrase}" for phrase in phrases(key)))


def _last_words(text: str) -> str:
    return " ".join(text.rstrip(" :").split()[-LAST_WORDS:])


def are_matters(points: Sequence[Leaf], context: Context) -> bool:
    """Do most of some points name things, and order nothing?"""
    orders = sum(_orders(point, context) for point in points)
    return bool(points) and 2 * orders < len(points)


def _orders(point: Leaf, context: Context) -> bool:
    """Does a point say what is done, by whom or by when? "Việc niêm yết danh sách", "Bảo đảm đúng
    quy định" do not."""
    if begins(point.text, "stating_verbs") or _names_member(point.text):
        return False
    if opens_with(point.text, "nouns_of_matters"):
        return False
    if read_field(point.text) is not None or begins_duty(point.text):
        return True
    if begins(point.text, "points_apart") or is_order(point.text, context):
        return True
    if states_day(point.text, context):
        return True
    lead, colon, act = point.text.partition(": ")
    return bool(colon) and bool(subject_of(f"{lead} {act}", context.level)[0])


# --- steps in one paragraph -----------------------------------------------------------------------


def with_counted_steps(draft: Draft) -> Draft | None:
    """A paragraph that counts steps in brackets ("Đối với thôn: (1) Họp thôn; (2) Lập danh sách.")
    as a task with these; None for one that does not count from one on."""
    counts = list(_COUNT.finditer(draft.text))
    numbers = [int(count["number"]) for count in counts]
    if len(numbers) < MIN_STEPS or numbers != list(range(1, len(numbers) + 1)):
        return None
    ends = [count.start() for count in counts[1:]]
    for count, end in zip_longest(counts, ends):
        draft.activities.append(draft.text[count.end() : end].strip(" ;"))
    return draft


_COUNT = compile_regex(r"(?:^|(?<=[:;.]\s))\((?P<number>\d{1,2})\)\s*")


# --- headings -------------------------------------------------------------------------------------


def heading_over_matters(leaves: Sequence[Leaf], node: Node, context: Context) -> Draft | None:
    """A heading that is the work itself, its points saying what it is about: in a chapter on what
    is examined ("7.1. Kiểm tra việc vận động" over "- Thành phần, số lượng cử tri."), or one with a
    colon ("2. Thành lập tổ, bảo đảm các điều kiện sau:"). None for another."""
    if not leaves or node.nodes() or is_told(node.title):
        return None
    points = [leaf for leaf in leaves if leaf.is_point]
    if len(points) == len(leaves) and begins_duty(node.title) and are_beside(points):
        return _over_circumstances(points, node)
    if len(points) < len(leaves) or any(leaf.text.endswith(":") for leaf in leaves):
        return None
    is_of_examination = is_examined(node) and begins(node.title, "examining_verbs") is not None
    is_open = node.title.endswith(":") and _is_order_about(node.title, context)
    if not (is_of_examination or is_open) or not are_matters(points, context):
        return None
    draft = draft_of_heading(node)
    if draft is not None:
        take_contents(draft, points)
    return draft


def _over_circumstances(points: Sequence[Leaf], node: Node) -> Draft | None:
    """ "3. Quyên góp sách" over "- Cách làm: …" and "- Hình thức: …"."""
    draft = draft_of_heading(node)
    if draft is not None:
        for point in points:
            draft.take_matter(point)
    return draft


def take_contents(draft: Draft, points: Sequence[Leaf]) -> Draft:
    """A task with what it is about, or where it is done; a point that says what is done, or what
    a thing of it consists of, is part of it."""
    are_parts = bool(points) and lists_parts(draft.text, points[0].text)
    for point in points:
        if are_parts or begins_duty(point.text):
            draft.take_activity(point)
        else:
            draft.take_matter(point)
    return draft


def works_before_labels(listed: Sequence[Leaf], node: Node, context: Context) -> Draft | None:
    """What labelled lines speak of that stand behind the bullets of a heading: the first bullet,
    where the others are what it is about, or each bullet of a chapter on what is examined, where
    each is an examination ("- Giám sát việc tiếp nhận đơn"). None for other bullets."""
    first, rest = listed[0], listed[1:]
    contents = contents_of(first, rest, context)
    if contents and len(contents) == len(rest):
        return take_contents(draft_of(first, node), contents)
    if len(listed) > 1 and is_examined(node) and all(_examines(leaf, first) for leaf in listed):
        return sharing_bullets(listed, first.depth, node=node)
    return None


def _examines(leaf: Leaf, first: Leaf) -> bool:
    return leaf.depth == first.depth and begins(leaf.text, "examining_verbs") is not None
