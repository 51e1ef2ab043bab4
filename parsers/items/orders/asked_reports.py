"""A letter that asks for a report and lists what it is to hold, told from one whose points say what
is to be done."""

from __future__ import annotations

from kehoach.parsers.items.asides.plain_rules import forbids
from kehoach.parsers.items.bodies.conditions import clauses_behind_condition
from kehoach.parsers.items.duties.opened_duties import opened_by
from kehoach.parsers.items.duties.turned_to import concludes
from kehoach.parsers.items.ground.context import Context
from kehoach.parsers.items.words.beginnings import begins, begins_duty
from kehoach.parsers.layout.fields import names_circumstance, read_field
from kehoach.parsers.layout.outline import Leaf, Node
from kehoach.parsers.words import behind_phrase, contains

LEAST_DOING = 0.5
"""Where fewer of the announced points say what to do, they are what a report is to hold."""
MAX_MATTER = 8
"""Words for what an order is about, before its colon."""


def asks_for_report(sentence: Leaf, root: Node, context: Context) -> bool:
    """Does a sentence ask for a report, and do few points under it say what to do, or by whom? Then
    they are what the report is to hold ("- Khó khăn, vướng mắc;"). Who concludes behind reports
    ("Sau khi nghe các báo cáo, Chủ tịch UBND xã kết luận như sau:") asks for none."""
    if contains(sentence.text, "reporting") is None or concludes(sentence.text):
        return False
    points = root.all_points()
    if not points or root.nodes():
        return False
    doing = sum(
        says_what_to_do(leaf.text) or opened_by(leaf, context) is not None for leaf in points
    )
    return doing < LEAST_DOING * len(points)


def says_what_to_do(text: str) -> bool:
    """Does a paragraph open with what is done, or must not be ("Không thu tiền ngoài quy định."),
    or with a kind of body that does it ("Sau mỗi đợt, cơ sở đào tạo kiểm tra …"), behind the clause
    that says when, or the matter that it is about ("Hoa màu: Nhổ cỏ, bón lót.")?"""
    if _forbids_here(text) or _behind_matter(text):
        return True
    for clause in (text, *clauses_behind_condition(text)):
        kind = begins(clause, "many_bodies")
        does = behind_phrase(clause, kind) if kind is not None else clause
        if begins_duty(clause) or begins_duty(does):
            return True
    return False


def _forbids_here(text: str) -> bool:
    """ "Không dùng xe công đi lễ.": does a sentence forbid something of those whom it is for, and
    not list what the law forbids to all ("Nghiêm cấm các hành vi: …")?"""
    matter, colon, _ = text.partition(":")
    lists_offences = bool(colon) and contains(matter, "offences") is not None
    return forbids(text) and not text.endswith(":") and not lists_offences


def _behind_matter(text: str) -> bool:
    """ "Hoa màu: | Nhổ cỏ, bón lót.": an order in capital letters behind the few words for what it
    is about; no label of a work ("Hình thức: …"), no other thing that a plan tells."""
    matter, colon, behind = text.partition(": ")
    if not colon or len(matter.split()) > MAX_MATTER or not behind[:1].isupper():
        return False
    if read_field(text) is not None or names_circumstance(text) or begins(matter, "matters"):
        return False
    return begins_duty(behind)
