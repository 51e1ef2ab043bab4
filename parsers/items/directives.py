"""The orders of a directive, a notice or a letter: who has to do what, sentence by sentence.

Such a paper has no chapter on duties. Each numbered point is an order: to the body that it opens
with or turns to ("Giao Phòng Kinh tế …"), to the one that the heading or the sentence over it
names, or to those whom the whole paper turns to ("UBND xã yêu cầu các thôn:", "Kính gửi: …").
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import cache
from itertools import groupby

import regex

from kehoach.normalize.offices.cell import opens_as_body
from kehoach.normalize.offices.short_forms import called_together
from kehoach.normalize.text import strip_diacritics
from kehoach.parsers.items.assignments import (
    canonical,
    duties_of_sentences,
    is_in_series,
    opened_by,
    unit_of,
)
from kehoach.parsers.items.beginnings import DOING, begins
from kehoach.parsers.items.closings import (
    is_formal,
    is_polite_closing,
    summons_all,
    tells_contact,
)
from kehoach.parsers.items.conclusions import body_in_answer, body_in_need
from kehoach.parsers.items.conditions import clauses_behind_condition
from kehoach.parsers.items.context import Context
from kehoach.parsers.items.duties import Duties, under, without_announcement
from kehoach.parsers.items.further_owners import owners_said
from kehoach.parsers.items.heading_owners import (
    heading_owner,
    says_body,
    without_address,
    without_grounds_of_duty,
    without_remark,
)
from kehoach.parsers.items.sections import is_task_section
from kehoach.parsers.items.sentence_owners import (
    bodies_before_verb,
    bodies_end,
    named_bodies,
    names_many,
    subject_of,
    without_opening_address,
)
from kehoach.parsers.items.stated_deadlines import deadline_in
from kehoach.parsers.layout.fields import read_field
from kehoach.parsers.layout.outline import Leaf, Node
from kehoach.parsers.words import alternation, contains, opens_with, phrases
from kehoach.schema import models

_NAME = r"(?P<name>(?:\p{Lu}\p{L}*\s?){2,5})"
"""Of a person."""
MAX_MATTER = 14
"""Words before a colon that only name what a point is about."""


@dataclass(frozen=True, slots=True)
class Orders:
    """The orders given to somebody, those given to nobody by name, and the blocks of the former
    (by `id`)."""

    assignments: tuple[models.Assignment, ...] = ()
    unowned: frozenset[int] = frozenset()
    owned: frozenset[int] = frozenset()


def read_orders(
    root: Node, preamble: Sequence[Leaf], context: Context, *, addressees: Sequence[str] = ()
) -> Orders:
    """The orders of a paper whose `preamble` are the blocks before its first point, and which is
    written to `addressees`."""
    announced, addressed = _whom(preamble, root, context, addressees)
    asked = [leaf for leaf in preamble if _asked(leaf.text, context)]
    if not announced and addressees:
        leaves = [*asked, *(leaf for leaf in root.leaves() if leaf.kind == "paragraph")]
        addressed = next(filter(None, (_asked(leaf.text, context) for leaf in leaves)), "")
    reader = OrderReader(context, announced=announced)
    opening = Node(None, "", rank=root.rank, level=root.level)
    opening.children.extend(asked)
    found = [*reader.read(opening, ""), *reader.read(root, addressed)]
    owned = {id(leaf) for duties in found for leaf in duties.leaves}
    return Orders(
        tuple(duties.whole(context) for duties in found),
        unowned=frozenset(reader.unowned - owned),
        owned=frozenset(owned),
    )


@dataclass(slots=True)
class OrderReader:
    """Goes through a paper; `announced`: a sentence says that orders follow, so that points that
    name nobody are orders, too. `keeps_tasks`: a chapter of tasks that names nobody is left to
    those who read tasks, and noted (by `id`) in `left`."""

    context: Context
    announced: bool
    keeps_tasks: bool = False
    unowned: set[int] = field(default_factory=set)
    left: set[int] = field(default_factory=set)
    is_headed: bool = False
    """Does a heading name those whom the blocks being read are for, or what is ordered of them?"""

    def read(self, node: Node, unit: str) -> Iterator[Duties]:
        """The orders under a heading in order; `unit` are those whom it is for."""
        if opens_with(node.title, "told_headings") is not None:
            yield from under(node, self._behind_praise(node))
            return
        if self.keeps_tasks and opens_with(node.title, "setting_up") is not None:
            listed = (leaf for section in node.walk() for leaf in section.leaves())
            sentences = [leaf for leaf in listed if leaf.kind == "paragraph"]
            yield from under(node, self._of_leaves(sentences, ""))
            return
        named = self._named(node)
        unit = named or unit
        if self.keeps_tasks and not unit and is_task_section(node):
            self.left.add(id(node))
            return
        was_headed = self.is_headed
        is_matter = self.announced and bool(node.title)
        self.is_headed = was_headed or bool(named) or is_matter
        above = node.parent if named else node
        yield from under(above, self._of_children(node.children, unit))
        self.is_headed = was_headed

    def _behind_praise(self, node: Node) -> Iterator[Duties]:
        """The orders under a heading that only tells, behind the sentence that announces them."""
        for index, child in enumerate(node.children):
            unit = body_in_need(child.text, self.context) if isinstance(child, Leaf) else ""
            if unit:
                yield from self._of_children(node.children[index + 1 :], unit)
                return

    def _of_children(self, children: Sequence[object], unit: str) -> Iterator[Duties]:
        for _, group in groupby(children, key=type):
            leaves: list[Leaf] = []
            for child in group:
                if isinstance(child, Node):
                    yield from self.read(child, unit)
                elif isinstance(child, Leaf):
                    leaves.append(child)
            yield from self._of_leaves(leaves, unit)

    def _named(self, node: Node) -> str:
        """The bodies that a heading is for: "2. Phòng Kinh tế:", "3. Yêu cầu các thôn:", also such
        as only the headings beside it vouch for ("5. Các chủ rừng")."""
        title = node.title
        written = self.context.short_forms.written_out(title)
        _, name = heading_owner(written, self.context.level)
        unit = unit_of(written, self.context.level) if says_body(written, name) else None
        if unit is None and title.endswith(":"):
            lead, _ = subject_of(written, self.context.level)
            unit = canonical(lead, self.context.level) if lead else None
        unit = unit or _turned_to(written, self.context)
        if not unit and (is_in_series(node, self.context) or _looks_like_owner(node)):
            unit = without_grounds_of_duty(without_remark(without_address(title))).strip(" .:")
        return unit

    def _of_leaves(self, leaves: Sequence[Leaf], unit: str) -> Iterator[Duties]:
        """The blocks that follow each other, parted where one opens or ends an order."""
        leaves = [leaf for leaf in leaves if not _closes(leaf)]
        named = {
            id(duties.leaves[0]): duties for duties in duties_of_sentences(leaves, self.context)
        }
        taken = {id(leaf) for duties in named.values() for leaf in duties.leaves}
        general: Duties | None = None
        for leaf in leaves:
            duties = named.get(id(leaf))
            parted = self._parted(leaf, unit) if id(leaf) not in taken else []
            if parted:
                if general is not None:
                    yield without_announcement(general)
                general = None
                yield from parted
                continue
            if duties is None:
                owner = "" if id(leaf) in taken else self._owner(leaf, unit)
                if not owner:
                    continue
                if general is not None and _goes_with(general, owner, leaf):
                    general.take(leaf)
                    continue
            if general is not None:
                yield without_announcement(general)
            general = _opened_for(owner, leaf) if duties is None else None
            if duties is not None:
                yield from _one_by_one(duties, self.context)
        if general is not None:
            yield without_announcement(general)

    def _parted(self, leaf: Leaf, unit: str) -> list[Duties]:
        """A point that says what those do whom it is for, and then turns to others ("Cử 02 người
        trực. Yêu cầu các giáo viên gửi danh sách …"): each with its own; nothing for another."""
        if not unit or leaf.kind not in ("item", "bullet") or not begins(leaf.text, *DOING):
            return []
        sentences = [part for part in _sentences(leaf.text) if not is_formal(part)]
        parts = [Duties(unit, leaf.number, level=leaf.level)]
        parts[0].take(leaf, sentences[0] if sentences else "")
        for sentence in sentences[1:]:
            opened = opened_by(replace(leaf, text=sentence), self.context)
            if opened is not None and opened.unit != unit:
                opened.leaves = [leaf]
                parts.append(opened)
            elif not is_polite_closing(sentence):
                parts[-1].texts[-1] += f" {sentence}"
        return parts if len(parts) > 1 else []

    def _owner(self, leaf: Leaf, unit: str) -> str:
        """Whom a block gives an order to that opens with nobody; "" where it gives none. An order
        to nobody is noted."""
        if not self._is_order(leaf):
            return ""
        owner = _agent(leaf, self.context) or unit
        if not owner and self.announced and not leaf.text.endswith(":"):
            self.unowned.add(id(leaf))
        return owner

    def _is_order(self, leaf: Leaf) -> bool:
        """May a block be an order though it opens with nobody: a point, a paragraph that turns to
        somebody, or one that says what is to be done under the heading of those who do it?"""
        if leaf.kind == "footnote" or read_field(leaf.text) is not None or leaf.text.isupper():
            return False
        if opens_with(leaf.text, "told_headings") or opens_with(leaf.text, "farewell"):
            return False
        if _closes(leaf):
            return False
        if leaf.kind != "paragraph" or _agent(leaf, self.context):
            return True
        if contains(leaf.text, "handing_in") and is_dated(leaf.text, self.context):
            return True
        return self.is_headed and _says_what_to_do(leaf.text)


def is_dated(text: str, context: Context) -> bool:
    """Does a sentence say when something is due?"""
    return bool(deadline_in(text, context))


def _says_what_to_do(text: str) -> bool:
    """Does a paragraph open with what is done, or with a kind of body that does it ("Sau mỗi đợt,
    cơ sở đào tạo kiểm tra …"), behind the clause that says when?"""
    for clause in (text, *clauses_behind_condition(text)):
        kind = begins(clause, "many_bodies")
        does = " ".join(clause.split()[len(kind.split()) :]) if kind is not None else clause
        if begins(does, *DOING):
            return True
    return False


def _looks_like_owner(node: Node) -> bool:
    """Does a heading open as the name of a body, or a post, and do most points under it say what is
    done ("3. Vụ Tổ chức cán bộ" over "- Hướng dẫn …")?"""
    name = without_address(node.title)
    if begins(name, "never_bodies", "not_body_openings"):
        return False
    if strip_diacritics(name) in phrases("matters_like_bodies"):
        return False
    if not (opens_as_body(name) or begins(name, "body_openings", "name_openings", "posts")):
        return False
    leaves = [leaf for leaf in node.leaves() if leaf.kind != "footnote"]
    doing = sum(begins(leaf.text, *DOING) is not None for leaf in leaves)
    return bool(leaves) and not node.nodes() and 2 * doing >= len(leaves)


def _closes(leaf: Leaf) -> bool:
    """Is it a sentence that ends a paper, and no order of its own?"""
    if is_polite_closing(leaf.text) or is_formal(leaf.text) or tells_contact(leaf.text):
        return True
    if leaf.text.startswith("("):
        return True  # "(Đính kèm Kế hoạch số …)"
    return leaf.kind == "paragraph" and summons_all(leaf.text)


def _opened_for(owner: str, leaf: Leaf) -> Duties:
    """The duties that a point begins; points of a list go together."""
    is_listed = leaf.kind == "bullet"
    duties = Duties(owner, leaf.number, level=leaf.level - 1 if is_listed else leaf.level)
    duties.take(leaf)
    return duties


def _goes_with(duties: Duties, owner: str, leaf: Leaf) -> bool:
    """Does a block go on with the duties of the same body, deeper than what began them?"""
    return duties.unit == owner and leaf.level > duties.level


def _one_by_one(duties: Duties, context: Context) -> Iterator[Duties]:
    """A paragraph that turns to several bodies, sentence by sentence: each with its own."""
    if len(duties.leaves) != 1:
        yield duties
        return
    leaf = duties.leaves[0]
    parts: list[Duties] = []
    sentences = _sentences(leaf.text)
    orders = [sentence for sentence in sentences if not is_formal(sentence)]
    for sentence in orders:
        opened = opened_by(replace(leaf, text=sentence), context)
        if opened is not None and (not parts or opened.unit != parts[-1].unit):
            opened.leaves = [leaf]
            parts.append(opened)
        elif parts:
            parts[-1].texts[-1] += f" {sentence}"
    is_parted = len(parts) > 1 or (bool(parts) and len(orders) < len(sentences))
    yield from parts if is_parted else [duties]


def _sentences(text: str) -> list[str]:
    return _sentence_break().split(text)


@cache
def _sentence_break() -> regex.Pattern[str]:
    """Behind a sentence, or before a clause that turns to others ("…; yêu cầu các thôn …")."""
    addresses = alternation("duty_addresses")
    return regex.compile(rf"(?<=[.;])\s+(?=\p{{Lu}}|(?:{addresses})\b)")


# --- whom a text turns to -------------------------------------------------------------------------


def _agent(leaf: Leaf, context: Context) -> str:
    """The bodies that a block gives its duty to on the way ("Về quy hoạch: Giao Phòng …", "Thanh
    tra: Phòng … kiểm tra")."""
    text = context.short_forms.written_out(leaf.text)
    answering = body_in_answer(text, context)
    if answering:
        return answering
    addressed = _person(text) or _addressed(text) or _asked(text, context)
    if addressed:
        return addressed
    matter, _, behind = text.partition(": ")
    lead = ""
    if behind and len(matter.split()) <= MAX_MATTER:
        subjects = (subject_of(part, context.level)[0] for part in _sentences(behind))
        lead = next(filter(None, subjects), "")
    lead = lead or owners_said(text, context.level).lead
    return canonical(lead, context.level) if lead else ""


def _addressed(text: str) -> str:
    """The body that a sentence turns to in so many words, also one that no directory knows ("Đề
    nghị | Kiểm toán Nhà nước và các cơ quan chức năng | tạo điều kiện"); "" where it turns to
    nobody, or does not say what they do."""
    name = without_opening_address(text)
    end = bodies_end(name)
    if name == text or not name[:1].isupper() or begins(name, "never_bodies"):
        return ""
    does = begins(name[end:].lstrip(), *DOING)
    return name[:end].rstrip(" ,") if does and end else ""


def _whom(
    preamble: Sequence[Leaf], root: Node, context: Context, addressees: Sequence[str]
) -> tuple[bool, str]:
    """Does a sentence announce orders, and to whom: those it names; else those the paper is written
    to."""
    paragraphs = (leaf for leaf in root.leaves() if leaf.kind == "paragraph")
    texts = [leaf.text for leaf in (*preamble, *paragraphs)]
    announcing = [text for text in texts if text.endswith(":") and _announces().search(text)]
    for text in announcing:
        unit = _turned_to(text, context) or _turned_to(text, context, _announces())
        if unit:
            return True, unit
    return (True, "; ".join(addressees)) if announcing else (False, "")


def _person(text: str) -> str:
    """The person by name to whom a sentence gives something ("Phòng Kinh tế giao | đồng chí | Hạng
    A Chinh | , viên chức thú y, phụ trách …"); "" for none, and where the office is told, too."""
    match = _given_to_person().search(text) or _person_does().match(text)
    if match is None or begins(text[match.end() :].lstrip(" ,–-("), "offices_of_persons"):
        return ""
    is_subject = match.start() == 0 and begins(text, "person_openings") is not None
    if is_subject and not begins(text[match.end() :], *DOING):
        return ""
    return match["name"].strip()


@cache
def _person_does() -> regex.Pattern[str]:
    """ "Ông | Bế Văn Ngọ | có trách nhiệm bàn giao …"."""
    return regex.compile(rf"(?i:{alternation('person_openings')})\s+{_NAME}")


@cache
def _given_to_person() -> regex.Pattern[str]:
    verbs, titles = alternation("duty_addresses"), alternation("person_openings")
    return regex.compile(rf"(?<!\p{{L}})(?i:(?:{verbs})\s+(?:cho\s+)?(?:{titles}))\s+{_NAME}")


def _asked(text: str, context: Context) -> str:
    """The bodies that a whole sentence asks for something ("Thực hiện …, Sở Nội vụ đề nghị | các cơ
    quan, đơn vị | báo cáo …"); "" where it asks nobody, only announces, or ends the paper."""
    if text.endswith(":") or is_polite_closing(text) or summons_all(text):
        return ""
    for match in _asks().finditer(text):
        asks = text[: match.start()].rpartition(", ")[2].strip()
        if asks and named_bodies(asks, context.level) != asks:
            continue
        lead, _ = bodies_before_verb(text[match.end() :], context.level)
        if lead:
            return canonical(lead, context.level)
    return ""


def _turned_to(text: str, context: Context, verbs: regex.Pattern[str] | None = None) -> str:
    """The bodies behind the verb with which a sentence turns to them; "" for none."""
    for match in (verbs or _turns()).finditer(text):
        clause = text[match.end() :]
        together = called_together(clause)
        if names_many(together):
            return together
        lead, _ = bodies_before_verb(clause, context.level)
        if not lead and not begins(clause, *DOING):
            lead = named_bodies(clause[: bodies_end(clause)], context.level)
        if lead:
            return canonical(lead, context.level)
    return ""


@cache
def _turns() -> regex.Pattern[str]:
    return _verbs(alternation("order_verbs"))


@cache
def _asks() -> regex.Pattern[str]:
    return _verbs(alternation("asking_verbs"))


@cache
def _announces() -> regex.Pattern[str]:
    """… and where a sentence announces orders, also "hướng dẫn các trường … như sau:"."""
    return _verbs(f"{alternation('order_verbs')}|{alternation('guiding_verbs')}")


def _verbs(verbs: str) -> regex.Pattern[str]:
    return regex.compile(
        rf"(?<!\p{{L}})(?:{verbs})(?!\p{{L}})(?:\s+cho)?\s*:?\s*", regex.IGNORECASE
    )
