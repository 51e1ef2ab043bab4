"""Block by block through the body of a paper that orders: whose each order is, which blocks order
nothing (`directives` and `articles` begin it)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import groupby, pairwise, takewhile

from kehoach.normalize.offices.cell import opens_as_body
from kehoach.normalize.text import strip_diacritics
from kehoach.parsers.items.asides.agendas import agenda_of
from kehoach.parsers.items.asides.opinions import orders_behind_opinion
from kehoach.parsers.items.asides.plain_rules import (
    cites_rule,
    forbids,
    leaves_to_rules,
    tells_liability,
    titles_matter,
)
from kehoach.parsers.items.asides.shares import shares_in
from kehoach.parsers.items.asides.telling_sentences import only_tells_what_is
from kehoach.parsers.items.bodies.sentence_owners import (
    subject_of,
)
from kehoach.parsers.items.duties.assignments import duties_of_sentences, is_in_series
from kehoach.parsers.items.duties.conclusions import body_in_need
from kehoach.parsers.items.duties.duties import Duties, under, without_announcement
from kehoach.parsers.items.duties.opened_duties import opened_by
from kehoach.parsers.items.duties.parted_duties import one_by_one, whole_orders
from kehoach.parsers.items.duties.turned_to import (
    asked_over_headings,
    body_told,
    person_told,
    turned_to,
)
from kehoach.parsers.items.duties.unit_names import canonical, unit_of
from kehoach.parsers.items.ground.closings import (
    bids_all,
    holds_date,
    is_farewell,
    is_polite_closing,
    summons_all,
    tells_contact,
    without_formal,
)
from kehoach.parsers.items.ground.context import Context
from kehoach.parsers.items.ground.sections import is_task_section
from kehoach.parsers.items.orders.asked_reports import says_what_to_do
from kehoach.parsers.items.orders.attendees_orders import orders_among_attendees
from kehoach.parsers.items.orders.behind_reasons import (
    reasons_in,
    tells_how_things_stand,
    without_reason,
)
from kehoach.parsers.items.orders.beside_orders import (
    closes,
    lists_papers,
    settles,
    without_formulas,
)
from kehoach.parsers.items.orders.handed_over import handed_to
from kehoach.parsers.items.orders.needing_points import with_those_in_need
from kehoach.parsers.items.orders.rulings import rulings_in
from kehoach.parsers.items.owners.heading_owners import (
    heading_owner,
    says_body,
    without_address,
    without_grounds_of_duty,
    without_list_word,
    without_remark,
)
from kehoach.parsers.items.targets.targets import is_target_section
from kehoach.parsers.items.times.phases import begins_order, is_told, looks_back
from kehoach.parsers.items.times.stated_deadlines import deadline_in
from kehoach.parsers.items.words.beginnings import begins, begins_duty, run_in_matter
from kehoach.parsers.items.words.sentence_breaks import sentences_in
from kehoach.parsers.items.works.silent_chapters import is_dated_list
from kehoach.parsers.layout.fields import read_field
from kehoach.parsers.layout.outline import Leaf, Node, run_of
from kehoach.parsers.words import contains, opens_with, phrases

FEWEST_SHARES = 2
"""Bodies among which an article shares out its tasks."""


@dataclass(slots=True)
class OrderReader:
    """Goes through a paper; `announced`: a sentence says that orders follow, so that points that
    name nobody are orders, too; else only those that say what to do. `keeps_tasks`: a chapter of
    tasks that names nobody is left to those who read tasks, and noted (by `id`) in `left`.
    `everyone` are those who carry out the whole paper, by its closing: what it stops or forbids
    ("Dừng các lễ hội …") holds for them. `behind` are the unmarked paragraphs (by `id`) that stand
    behind the sentence that announces orders. `contents` are points (by `id`) of what a report is
    to hold, or of an agenda; `opening` the first blocks under headings that name those who do
    them."""

    context: Context
    announced: bool
    keeps_tasks: bool = False
    everyone: str = ""
    unowned: set[int] = field(default_factory=set)
    left: set[int] = field(default_factory=set)
    settled: set[int] = field(default_factory=set)
    ruled: set[int] = field(default_factory=set)
    contents: frozenset[int] = frozenset()
    behind: frozenset[int] = frozenset()
    opening: set[int] = field(default_factory=set)
    announcing: Leaf | None = None
    given: Mapping[str, str] = field(default_factory=dict)
    """Who carries out the matter of a number, by a sentence elsewhere."""
    remarked: Mapping[int, str] = field(default_factory=dict)
    """Who does a block (by `id`), by the brackets with which most of them end."""
    is_headed: bool = False
    """Does a heading name those whom the blocks being read are for, or what is ordered of them?"""

    def read(self, node: Node, unit: str) -> Iterator[Duties]:
        """The orders under a heading in order; `unit` are those whom it is for."""
        if opens_with(node.title, "told_headings") is not None:
            yield from under(node, self._behind_praise(node))
            return
        if self._holds_principles(node):
            self.settled.update(id(leaf) for leaf in node.all_leaves())
            return
        if self.keeps_tasks and opens_with(node.title, "setting_up") is not None:
            sentences = [leaf for leaf in node.all_leaves() if leaf.kind == "paragraph"]
            yield from under(node, self._of_leaves(sentences, ""))
            return
        self._note_agenda(node)
        self._note_offences(node)
        named = self._named(node)
        unit = named or self.given.get((node.number or "").strip(" ."), "") or unit
        is_left = self.keeps_tasks and not unit and _is_for_others(node, self.context)
        if is_left and not self._shares_out(node):
            self.left.add(id(node))
            return
        if named and node.children:
            self.opening.add(id(node.children[0]))
        was_headed = self.is_headed
        is_matter = self.announced and bool(node.title)
        self.is_headed = was_headed or bool(named) or is_matter
        above = node.parent if named else node
        yield from under(above, self._of_children(node.children, unit))
        self.is_headed = was_headed

    def _holds_principles(self, node: Node) -> bool:
        """Does a heading stand over how the work is to be ("1. Nguyên tắc"), and nothing under it
        turn to anybody or say when it is due?"""
        is_told = opens_with(node.title, "headings_of_principles") is not None
        if self.keeps_tasks or not (is_told or _is_behind_aims(node)):
            return False
        texts = [leaf.text for leaf in node.all_leaves()]
        turns = any(
            opens_with(text, "duty_addresses") is not None
            and begins(text, "addresses_like_duties") is None
            for text in texts
        )
        return not turns and not any(map(holds_date, texts))

    def _shares_out(self, node: Node) -> bool:
        """Do most of several headings, or of points with a colon, right under a heading name bodies
        ("1. Sở Tài chính:" under "Điều 11. Cơ quan thực hiện nhiệm vụ kiểm tra")?"""
        heads = [one.title for one in node.nodes()]
        heads += [leaf.text for leaf in node.leaves() if leaf.is_point and leaf.text.endswith(":")]
        named = sum(unit_of(head, self.context.level) is not None for head in heads)
        return named >= FEWEST_SHARES and 2 * named > len(heads)

    def _note_agenda(self, node: Node) -> None:
        """Note the points of a section that tell the course of an event; they order nothing."""
        leaves = list(node.leaves())
        agenda = agenda_of(leaves, node)
        self.contents |= agenda
        self.context.agenda |= {id(leaf): leaf for leaf in leaves if id(leaf) in agenda}

    def _note_offences(self, node: Node) -> None:
        """Note the points under a sentence that tells what is punished, or the papers of a dossier
        ("Hồ sơ đề nghị gồm:"); nobody is to do that."""
        leaves = node.leaves()
        for index, leaf in enumerate(leaves):
            if lists_papers(leaf.text):
                below = takewhile(lambda one: one.is_point, leaves[index + 1 :])
                self.contents |= {id(leaf), *map(id, below)}
                self.settled |= self.contents
            if leaf.text.endswith(":") and contains(leaf.text, "offences") is not None:
                below = takewhile(lambda one: one.is_point, leaves[index + 1 :])
                offences = {id(one) for one in below if begins(one.text, "denials") is not None}
                self.contents |= offences
                self.settled |= offences

    def _behind_praise(self, node: Node) -> Iterator[Duties]:
        """The orders under a heading that only tells, behind the sentence that announces them, and
        those that a point gives behind what is agreed to in it, or among those who take part."""
        yield from self._of_leaves(orders_among_attendees(node, self.context), "")
        for index, child in enumerate(node.children):
            unit = body_in_need(child.text, self.context) if isinstance(child, Leaf) else ""
            if unit:
                yield from self._of_children(node.children[index + 1 :], unit)
                return
            if isinstance(child, Leaf) and child.is_point and begins(child.text, "agreements"):
                yield from self._parted(child, "")

    def _of_children(self, children: Sequence[object], unit: str) -> Iterator[Duties]:
        asked = ""
        for (_, is_lost), group in groupby(children, key=run_of):
            leaves: list[Leaf] = []
            for child in group:
                if isinstance(child, Node):
                    yield from self.read(child, asked or unit)
                elif isinstance(child, Leaf):
                    leaves.append(child)
            asked = asked_over_headings(leaves[-1], self.context) if leaves else asked
            yield from self._of_leaves(leaves, "" if is_lost else unit)

    def _named(self, node: Node) -> str:
        """The bodies that a heading is for: "2. Phòng Kinh tế:", "3. Yêu cầu các thôn:", also such
        as only the headings beside it vouch for ("5. Các chủ rừng")."""
        title = without_list_word(node.title)
        written = self.context.short_forms.written_out(title)
        _, name = heading_owner(written, self.context.level)
        unit = unit_of(written, self.context.level) if says_body(written, name) else None
        if unit is None and title.endswith(":"):
            lead, _ = subject_of(written, self.context.level)
            unit = canonical(lead, self.context.level) if lead else None
        unit = unit or turned_to(written, self.context) or body_in_need(title, self.context)
        if not unit and (is_in_series(node, self.context) or _looks_like_owner(node)):
            unit = without_grounds_of_duty(without_remark(without_address(title))).strip(" .:")
        return unit

    def _of_leaves(self, leaves: Sequence[Leaf], unit: str) -> Iterator[Duties]:
        """The blocks that follow each other, without the formulas, reasons and shares in them."""
        self.settled.update(id(leaf) for leaf in leaves if settles(leaf.text) or closes(leaf))
        self.settled.update(id(leaf) for leaf in leaves if leaf is self.announcing)
        shares = shares_in(leaves)
        self.settled |= shares
        self.ruled.update(rulings_in(leaves) if self.keeps_tasks else ())
        reasons = reasons_in(leaves) if not self.keeps_tasks else frozenset()
        self.settled |= reasons
        apart = self.ruled | reasons | shares
        told = [one for one in leaves if one is not self.announcing and id(one) not in apart]
        orders = [
            (leaf, without_formulas(self._behind_reasons(leaf), self.context)) for leaf in told
        ]
        printed = {id(order): leaf for leaf, order in orders if order is not None}
        for duties in self._of_orders([order for _, order in orders if order is not None], unit):
            duties.leaves = [printed.get(id(leaf), leaf) for leaf in duties.leaves]
            yield duties
        self.unowned = {id(printed[block]) if block in printed else block for block in self.unowned}

    def _behind_reasons(self, leaf: Leaf) -> Leaf:
        """An unmarked paragraph without the sentences that only tell why, before the first one that
        orders something ("Chợ đã xuống cấp. | Đề nghị các tiểu thương di dời …"); a point without
        those that tell how things stand."""
        sentences = sentences_in(leaf.text)
        standing = sum(1 for _ in takewhile(tells_how_things_stand, sentences))
        if leaf.kind != "paragraph" and not standing:
            return self._turning_at_once(leaf)
        for index, sentence in enumerate(sentences[standing:], standing):
            order = without_reason(sentence)
            if self._gives_order(replace(leaf, text=order)):
                text = " ".join([order, *sentences[index + 1 :]])
                return leaf if text == leaf.text else replace(leaf, text=text)
        return leaf

    def _turning_at_once(self, leaf: Leaf) -> Leaf:
        """A point that opens with its matter, without the sentences behind that which order
        nothing, before one that turns to somebody ("Về chợ: | Tiến độ còn chậm. | Giao …")."""
        matter = run_in_matter(leaf.text) if leaf.kind == "item" else ""
        sentences = sentences_in(leaf.text.removeprefix(matter)) if matter else []
        for index, sentence in enumerate(sentences):
            if opens_with(sentence, "duty_addresses") is not None:
                text = matter + " ".join(sentences[index:])
                return replace(leaf, text=text) if index else leaf
            if opens_with(sentence, "agreements") is not None:
                break
            is_opinion = opens_with(sentence, "opinions") is not None
            if not is_opinion and self._gives_order(replace(leaf, text=sentence)):
                break
        return leaf

    def _gives_order(self, leaf: Leaf) -> bool:
        """Does a sentence say what is to be done, or turn to somebody?"""
        if is_told(leaf.text) or only_tells_what_is(leaf.text):
            return False
        return begins_order(leaf.text) or bool(body_told(leaf, self.context))

    def _of_orders(self, leaves: Sequence[Leaf], unit: str) -> Iterator[Duties]:
        """The same, parted where one opens or ends an order."""
        named = {
            id(duties.leaves[0]): duties for duties in duties_of_sentences(leaves, self.context)
        }
        taken = {id(leaf) for duties in named.values() for leaf in duties.leaves}
        general: Duties | None = None
        for leaf, whom in with_those_in_need(leaves, unit, named, self.context):
            self._note_need(leaf, whom, unit=unit)
            duties = _of_those_helped(named.get(id(leaf)), leaf, whom=whom)
            parted = self._parted(leaf, whom) if id(leaf) not in taken else []
            if parted:
                if general is not None:
                    yield without_announcement(general)
                general = None
                yield from parted
                continue
            if duties is None:
                owner = "" if id(leaf) in taken else self._owner(leaf, whom)
                if not owner:
                    continue
                if general is not None and _goes_with(general, owner, leaf=leaf):
                    general.take(leaf)
                    continue
            if general is not None:
                yield without_announcement(general)
            general = _opened_for(owner, leaf) if duties is None else None
            if duties is not None:
                yield from one_by_one(duties, self.context)
        if general is not None:
            yield without_announcement(general)

    def _note_need(self, leaf: Leaf, whom: str, unit: str) -> None:
        """Note a block for whom a sentence of its own announces works: it is behind that."""
        if whom != unit:
            self.behind |= {id(leaf)}

    def _parted(self, leaf: Leaf, unit: str) -> list[Duties]:
        """A point that says what those do whom it is for, or whom its first sentence names, and
        then turns to others ("Cử 02 người trực. Yêu cầu các giáo viên gửi danh sách …"): each with
        its own; nothing for another. So a paragraph whose later sentences all turn to somebody."""
        sentences = list(whole_orders(without_formal(leaf.text)))
        turns = [opens_with(one, "duty_addresses") is not None for one in sentences[1:]]
        if len(sentences) < 2 or not (leaf.is_point or (leaf.kind == "paragraph" and all(turns))):
            return []
        told = opens_with(leaf.text, "told_headings") is not None or bids_all(sentences[0])
        handed = next(filter(None, (handed_to(one, self.context) for one in sentences[1:])), "")
        told = told or (not begins_order(sentences[0]) and self._was_done(sentences[0]))
        unit = handed or unit
        unit = "" if told else self._first_told(replace(leaf, text=sentences[0]), unit)
        if not unit and not told:
            return []
        parts: list[Duties] = []
        if unit:
            parts.append(Duties(unit, leaf.number, level=leaf.level))
            parts[0].take(leaf, sentences[0])
        for sentence in sentences[1:]:
            is_formula = _is_beside(sentence) or handed_to(sentence, self.context)
            opened = None if is_formula else self._opened(replace(leaf, text=sentence))
            if opened is not None and (not parts or opened.unit != parts[-1].unit):
                opened.leaves = [leaf]
                parts.append(opened)
            elif parts and not _is_beside(sentence):
                parts[-1].texts[-1] += f" {sentence}"
        return parts if len(parts) > 1 or told or handed else []

    def _was_done(self, sentence: str) -> bool:
        """Does the first sentence of a point tell what was, and give nobody work?"""
        return is_told(sentence) and not subject_of(sentence, self.context.level)[0]

    def _opened(self, leaf: Leaf) -> Duties | None:
        """The duties that a later sentence of a point begins: of the body that it opens with, or of
        a person by name."""
        opened = opened_by(leaf, self.context)
        if opened is not None:
            return opened
        person = person_told(leaf.text)
        return _opened_for(person, leaf) if person else None

    def _first_told(self, leaf: Leaf, unit: str) -> str:
        """Whom the first sentence of a point gives work to; "" for nobody."""
        if begins_duty(leaf.text) and unit:
            return unit
        return body_told(leaf, self.context) if self._is_order(leaf) else ""

    def _owner(self, leaf: Leaf, unit: str) -> str:
        """Whom a block gives an order to that opens with nobody; "" where it gives none. An order
        to nobody is noted."""
        if not self._is_order(leaf):
            return ""
        shares_out = leaf.is_point and begins(leaf.text, "addresses_like_duties") is not None
        told = "" if unit and shares_out else body_told(leaf, self.context)
        owner = told or self.remarked.get(id(leaf), "") or unit
        if not owner and begins(leaf.text, "halts"):
            owner = self.everyone
        if not owner and self.announced and not leaf.text.endswith(":"):
            self.unowned.add(id(leaf))
        return owner

    def _only_tells(self, leaf: Leaf) -> bool:
        """Does a block look back? What a point under those who do it says to be done ("Đánh giá nhu
        cầu sử dụng đất …") does not."""
        if not looks_back(leaf.text) or orders_behind_opinion(leaf.text, self.context):
            return False
        is_work = begins_duty(leaf.text) and not opens_with(leaf.text, "opinions")
        return not (self.is_headed and is_work and leaf.is_point)

    def _is_told(self, leaf: Leaf) -> bool:
        """Does a point only say what was done, by which rules a thing goes, or name what is counted
        ("(1) Số hộ có nhà sập")?"""
        if cites_rule(leaf.text) or titles_matter(leaf.text):
            return True
        if begins(leaf.text, "things_labelled") is not None or leaves_to_rules(leaf.text):
            return True  # "Loại vắc xin: …", "Tiền công: …", "Việc nhập học theo quy định …"
        if begins_duty(leaf.text) or forbids(leaf.text) or body_told(leaf, self.context):
            return False  # "Nghiêm cấm mở cống ngoài lịch | đã công bố"
        if orders_behind_opinion(leaf.text, self.context):
            return False
        if is_told(leaf.text):
            return True
        return begins(leaf.text, "counted_things") is not None

    def _is_order(self, leaf: Leaf) -> bool:
        """May a block be an order though it opens with nobody: a point, a paragraph that turns to
        somebody, or one that says what is to be done under the heading of those who do it?"""
        if leaf.kind == "footnote" or read_field(leaf.text) is not None or leaf.text.isupper():
            return False
        if not any(map(str.isalpha, leaf.text)):
            return False  # a day, the number of a page
        if self._only_tells(leaf) or is_farewell(leaf.text):
            return False
        if closes(leaf) or id(leaf) in self.contents or self._is_told(leaf):
            return False
        if body_told(leaf, self.context):
            return True
        if leaf.kind != "paragraph":
            is_headed = self.announced or self.is_headed
            is_headed |= bool(self.everyone) and begins(leaf.text, "halts") is not None
            return is_headed or says_what_to_do(leaf.text)
        if contains(leaf.text, "handing_in") and _is_dated(leaf.text, self.context):
            return True
        is_first = self.announced and id(leaf) in self.opening and not leaf.text.endswith(":")
        may_order = self.is_headed or id(leaf) in self.behind
        return is_first or (may_order and says_what_to_do(leaf.text))


def _of_those_helped(duties: Duties | None, leaf: Leaf, *, whom: str) -> Duties | None:
    """The duties that a block opens, those of the body over it where the block only names who helps
    ("Phối hợp Công an xã, Đoàn xã:")."""
    if duties is not None and whom and begins(leaf.text, "helping_verbs") is not None:
        duties.unit = whom
    return duties


def _is_behind_aims(node: Node) -> bool:
    """ "2. Yêu cầu" behind "1. Mục đích", be that heading lost: how the work is to be."""
    if strip_diacritics(node.title).strip(" :.") not in phrases("headings_behind_aims"):
        return False
    beside = node.parent.nodes() if node.parent is not None else ()
    before = next((one for one, next_one in pairwise(beside) if next_one is node), None)
    if before is None:
        return (node.number or "").strip(" .") == "2"
    return opens_with(before.title, "headings_of_aims") is not None


def _is_beside(sentence: str) -> bool:
    """Does a sentence only close a paper, or say what comes of it if somebody does not obey, or
    whom to call?"""
    if tells_liability(sentence) or tells_contact(sentence):
        return True
    return is_polite_closing(sentence) or summons_all(sentence)


def _is_dated(text: str, context: Context) -> bool:
    """Does a sentence say when something is due?"""
    return bool(deadline_in(text, context))


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
    doing = sum(begins_duty(leaf.text) for leaf in leaves)
    return bool(leaves) and not node.nodes() and 2 * doing >= len(leaves)


def _opened_for(owner: str, leaf: Leaf) -> Duties:
    """The duties that a point begins; points of a list go together."""
    level = leaf.level - 1 if leaf.kind == "bullet" else leaf.level
    duties = Duties(owner, leaf.number, level=level)
    duties.take(leaf)
    return duties


def _goes_with(duties: Duties, owner: str, leaf: Leaf) -> bool:
    """Does a block go on with the duties of the same body, deeper than what began them?"""
    return duties.unit == owner and leaf.level > duties.level


def _is_for_others(node: Node, context: Context) -> bool:
    """Is it for those who read tasks or targets: a section of such, a list of what is done on which
    day?"""
    if is_task_section(node) or is_target_section(node):
        return True
    if opens_with(node.title, "headings_of_carrying_out") is not None:
        return False  # "Điều 2. Tổ chức thực hiện" over "2. Giao các xã:", however many have a day
    return bool(node.title) and is_dated_list(node, context)
