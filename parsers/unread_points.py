"""Points of the chapters on the work that became nothing: a plan most of whose points are neither
tasks nor anything else was not understood, however well each of its lines is kept; and a sentence
that gives a body a duty belongs to it."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice

from kehoach.ingest.model import Note
from kehoach.normalize.offices.cell import opens_as_body
from kehoach.normalize.times.dates import whole_days
from kehoach.parsers.coverage import PlacedWork
from kehoach.parsers.items.asides.asides import is_aside, only_tells
from kehoach.parsers.items.asides.past_paragraphs import tells_what_was
from kehoach.parsers.items.asides.plain_rules import states_rule, tells_liability
from kehoach.parsers.items.bodies.further_owners import owners_said
from kehoach.parsers.items.bodies.sentence_owners import subject_of
from kehoach.parsers.items.duties.duties import Duties, under
from kehoach.parsers.items.duties.opened_duties import opened_by
from kehoach.parsers.items.ground.calls_for_works import calls_for_works_below
from kehoach.parsers.items.ground.closings import (
    is_formal,
    is_polite_closing,
    summons_all,
    tells_contact,
    tells_of_trouble,
    without_bids,
)
from kehoach.parsers.items.ground.context import Context
from kehoach.parsers.items.ground.sections import (
    is_assignment_section,
    is_task_section,
    opens_criteria,
)
from kehoach.parsers.items.times.phases import behind_news, is_quiet, is_told
from kehoach.parsers.items.times.stated_deadlines import deadline_in
from kehoach.parsers.items.words.beginnings import begins, begins_duty
from kehoach.parsers.items.words.sentence_breaks import sentences_in
from kehoach.parsers.layout.fields import names_circumstance, read_field
from kehoach.parsers.layout.notes import opens_note
from kehoach.parsers.layout.outline import Leaf, Node
from kehoach.parsers.tables.content_roles import is_known_body
from kehoach.parsers.words import contains, is_signer_line, opens_with
from kehoach.schema import models
from kehoach.schema.kinds import gives_orders, is_no_plan

MIN_POINTS, MOST_LEFT = 8, 0.65
"""So many points of chapters on the work, and so large a part of them left, make a paper that was
not understood."""
MOST_TOLD = 3
"""Of the duties that were left."""
OPENING_WORDS = 24
"""Of a sentence, among which it names the body and says that it is to act."""
MIN_WORDS_OF_SENTENCE = 8
"""Of a point that opens with a body: fewer only name one."""
MOST_WORDS_OF_MATTER = 4
MIN_WORDS = 5
"""Of a point: fewer name a thing ("Hộ nghèo;")."""
OF_NO_WORK = (
    "not_task_headings",
    "told_headings",
    "report_headings",
    "meeting_headings",
    "event_openings",
    "proposal_headings",
    "examined_headings",
    "theme_headings",
)
"""Headings of chapters that hold no work."""


def unread_points(root: Node, plan: models.Plan, context: Context) -> Iterator[Note]:
    """The outline and the finished plan -> a note where most points of its chapters on the work
    were left, with how many of how many. A plan with a table of tasks is told by that."""
    if gives_orders(plan.document.type) or not plan.tasks:
        return
    if any(task.origin == "table" for task in plan.tasks) or plan.tables:
        return
    points = [leaf for node in _chapters(root) for leaf in _points(node)]
    points = [leaf for leaf in points if id(leaf) not in context.ruled]
    told = context.agenda.keys() | context.beside_duties
    points = [leaf for leaf in points if id(leaf) not in told]
    placed = PlacedWork(plan)
    left = [leaf for leaf in points if not placed.holds(leaf.text, context.spans(leaf.spans))]
    if len(points) >= MIN_POINTS and len(left) > MOST_LEFT * len(points):
        evidence = f"{len(left)}/{len(points)}"
        yield Note("points_left", evidence, span=left[0].spans[0])


def unread_duties(root: Node, plan: models.Plan, context: Context) -> Iterator[Note]:
    """A note on each of the first sentences that give a duty and were left: in a chapter on who
    does what, or wherever one turns to a body or says what a body does by when. None where the
    paper is told to be no plan: all of it was left then."""
    if is_no_plan(plan.document) and not (plan.tasks or plan.assignments):
        return
    found = (leaf for node, leaf in _left(root, plan, context) if _is_duty(leaf, node, context))
    found = (leaf for leaf in found if not (context.gives_orders and tells_what_was(leaf, context)))
    for leaf in islice(found, MOST_TOLD):
        yield Note("duty_left", leaf.text, span=leaf.spans[0])


def duties_elsewhere(root: Node, plan: models.Plan, context: Context) -> Iterator[Duties]:
    """The duties that a sentence outside all chapters of tasks and duties gives to one body by name
    ("Giao Văn phòng HĐND và UBND theo dõi, đôn đốc …"), and in a chapter on money also without that
    ("Phòng Kinh tế thẩm định dự toán, trình UBND xã …")."""
    for node, leaf in _left(root, plan, context):
        on_money = _is_on_money(node) and _is_duty_on_money(leaf, context)
        is_given = begins(leaf.text, "duty_givings") is not None and not _is_of_other_matter(node)
        if not (is_given or on_money):
            continue
        given = opened_by(leaf, context)
        bodies = context.offices(given.unit) if given is not None else None
        if given is not None and bodies is not None and bodies.units and not bodies.collective:
            yield from under(node, [given])


def _is_on_money(node: Node) -> bool:
    return any(opens_with(one.title, "money_headings") for one in node.titled_ancestors())


def _is_duty_on_money(leaf: Leaf, context: Context) -> bool:
    """Does a block open with a body, or turn to it, and say what it does? What is paid, and out of
    what, is nobody's work, nor is a sentence behind that on how it is paid."""
    lead, does = subject_of(context.short_forms.written_out(leaf.text), context.level)
    return bool(lead) and begins_duty(does) and not is_told(leaf.text)


def _left(root: Node, plan: models.Plan, context: Context) -> Iterator[tuple[Node, Leaf]]:
    """The blocks that became no work, each with its section; those without that announce one."""
    placed = PlacedWork(plan)
    for node in root.walk():
        leaves = [
            leaf for leaf in node.leaves() if leaf.kind != "footnote" or opens_note(leaf.text)
        ]
        is_placed = [placed.holds(_ordering(leaf), context.spans(leaf.spans)) for leaf in leaves]
        for index, leaf in enumerate(leaves):
            is_told_by_points = leaf.text.endswith(":") and any(is_placed[index + 1 : index + 2])
            if not (is_placed[index] or is_told_by_points):
                yield node, leaf


def _ordering(leaf: Leaf) -> str:
    """The words of a block without its news and its sentences on whom to tell of trouble, which no
    order holds; all of them where nothing else is said."""
    said = behind_news(leaf.text) or leaf.text
    others = (one for one in sentences_in(said) if not tells_of_trouble(one))
    return " ".join(others) or leaf.text


def _is_duty(leaf: Leaf, node: Node, context: Context) -> bool:
    """Does a block that was left give a duty, as its section and its words tell?"""
    if tells_liability(leaf.text) or calls_for_works_below(leaf.text):
        return False
    if is_signer_line(leaf.text.rpartition("; ")[2].strip()):
        return False  # "Sở Y tế tỉnh; | TM. ỦY BAN NHÂN DÂN": two columns at the paper's foot
    return _is_duty_of_section(leaf, node, context)


def _is_duty_of_section(leaf: Leaf, node: Node, context: Context) -> bool:
    """Under a heading on who does what also a sentence of nobody known; elsewhere one of a body
    that turns to it, or says by when."""
    if is_assignment_section(node) and (_gives_duty(leaf) or _is_plain_order(leaf)):
        return True
    if leaf.kind == "footnote":
        _, _, said = leaf.text.partition(":")
        return bool(subject_of(said.strip(), context.level)[0]) and bool(deadline_in(said, context))
    if is_aside(leaf) or only_tells(leaf, context) or is_formula(leaf.text):
        return False
    if is_assignment_section(node):
        if leaf.is_point and begins(leaf.text, "list_words", "duty_addresses"):
            return len(leaf.text.split()) >= MIN_WORDS_OF_SENTENCE
        return bool(owners_said(leaf.text, context.level).lead)
    if _is_of_other_matter(node):
        return False
    said = context.short_forms.written_out(_behind_matter(leaf.text))
    if not subject_of(said, context.level)[0]:
        return False
    if begins(leaf.text, "duty_addresses") is not None:
        return True
    return deadline_in(leaf.text, context) is not None and not tells_of_done(leaf.text, context)


def _behind_matter(text: str) -> str:
    """ "Tuyên truyền: | Đài truyền thanh xã phát tin …": a sentence without the matter before it,
    and any other whole."""
    matter, colon, said = text.partition(": ")
    is_matter = bool(colon) and len(matter.split()) <= MOST_WORDS_OF_MATTER
    return said if is_matter and said[:1].isupper() and read_field(text) is None else text


def tells_of_done(text: str, context: Context) -> bool:
    """Does a sentence tell what was done, with no day but those before the paper ("ngày 16/8/2030
    Sở | đã có | công văn gửi …")? Of a paper without its day any may be."""
    days = list(whole_days(text))
    if not days or (context.issued_on is not None and max(days) >= context.issued_on):
        return False
    return contains(text, "looks_back") is not None


def _is_of_other_matter(node: Node) -> bool:
    """Does a block stand under aims, money, what was, or in a chapter of tasks or duties?"""
    if is_task_section(node) or is_assignment_section(node):
        return True
    return any(map(_is_of_no_work, node.titled_ancestors()))


def is_formula(text: str) -> bool:
    """Does a sentence only ground, or close, the paper?"""
    if begins(text, "grounds", "closing_remarks", "paying") or is_told(text):
        return True
    if is_polite_closing(text):
        return True
    if not without_bids(text):
        return True
    if begins(text, "duty_addresses") is None and contains(text, "penalties_suffered"):
        return True  # a rule, with what comes of it
    return is_formal(text) or summons_all(f"{text.rstrip(' ./;')}./.") or tells_contact(text)


def _gives_duty(leaf: Leaf) -> bool:
    """Does a point say in so many words who is to do it ("Định kỳ, Phòng Kinh tế chủ trì, …"), or
    open with the name of a body?"""
    if leaf.kind not in ("item", "bullet") or read_field(leaf.text) is not None:
        return False
    if is_formal(leaf.text) or is_known_body(leaf.text.rstrip(" ;.")):
        return False  # a line of the recipients
    is_sentence = len(leaf.text.split()) >= MIN_WORDS_OF_SENTENCE
    if is_sentence and opens_as_body(leaf.text) and not begins_duty(leaf.text):
        return not (states_rule(leaf.text) or leaf.text.endswith((":", "!")))
    opening = " ".join(leaf.text.split()[:OPENING_WORDS])
    if contains(opening, "duties_by_word") is None or contains(leaf.text, "giving_effect"):
        return False
    return not states_rule(leaf.text)


def _is_plain_order(leaf: Leaf) -> bool:
    """Does an unmarked line open with what is done ("Lập danh sách hộ thiếu nước."), and close no
    chapter?"""
    if leaf.kind != "paragraph" or len(leaf.text.split()) < MIN_WORDS:
        return False
    if leaf.text.endswith((":", "!")) or read_field(leaf.text) is not None:
        return False
    return begins_duty(leaf.text) and not (is_formula(leaf.text) or states_rule(leaf.text))


def _chapters(root: Node) -> Iterator[Node]:
    """The sections on the work, in order; what stands above the first chapter, too."""
    for node in root.walk():
        if not any(map(_is_of_no_work, node.titled_ancestors())):
            yield node


def _is_of_no_work(section: Node) -> bool:
    """Does a heading speak of aims, targets, duties, money, or of what was or is looked at?"""
    title = section.title
    if is_quiet(title) or is_assignment_section(section):
        return True
    if contains(title, "target_headings") is not None:
        return True
    return opens_criteria(title) or any(opens_with(title, key) is not None for key in OF_NO_WORK)


def _points(node: Node) -> Iterator[Leaf]:
    """The points of a section that may be work: no labelled line, rule or slogan."""
    for leaf in node.leaves():
        if not leaf.is_point or len(leaf.text.split()) < MIN_WORDS:
            continue
        if read_field(leaf.text) is not None or names_circumstance(leaf.text):
            continue
        if not (states_rule(leaf.text) or leaf.text.endswith(("!", ":"))):
            yield leaf
