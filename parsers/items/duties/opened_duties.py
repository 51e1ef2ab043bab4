"""Sentences and points that open with who does what: the duties that each begins."""

from __future__ import annotations

from collections.abc import Sequence

from kehoach.normalize.text import capitalised
from kehoach.parsers.items.bodies.conditions import clauses_behind_condition, opens_many
from kehoach.parsers.items.bodies.sentence_owners import given_to, subject_of, subject_of_whole
from kehoach.parsers.items.duties.duties import CLAUSES, Duties
from kehoach.parsers.items.duties.unit_names import canonical, unit_of
from kehoach.parsers.items.ground.closings import is_farewell, summons_all
from kehoach.parsers.items.ground.context import Context
from kehoach.parsers.items.ground.sections import opens_with_bodies
from kehoach.parsers.items.owners.heading_owners import without_address, without_remark
from kehoach.parsers.items.owners.labelled_owners import without_owner
from kehoach.parsers.items.words.beginnings import LONGEST_PHRASE, begins
from kehoach.parsers.items.words.capitals import as_in, recased
from kehoach.parsers.layout.fields import read_field
from kehoach.parsers.layout.money_labels import order_about_money, payer_in
from kehoach.parsers.layout.outline import Leaf
from kehoach.parsers.words import opens_with, raw_phrases

MAX_MEMBER_WORDS = 14
"""Of the members of a group before what they do."""
MAX_UNKNOWN_NAME = 8
"""Words of a body that no directory knows, over what it does."""


def opened_by(leaf: Leaf, context: Context, words: str = "") -> Duties | None:
    """The duties that a sentence begins, or None when it opens with no unit; `words` are those of
    the block without its count."""
    text = words or leaf.text
    if leaf.kind == "footnote" or read_field(text) is not None:
        return None
    is_closing = opens_with(leaf.text, "closing_remarks") or is_farewell(leaf.text)
    is_last = bool(is_closing) or summons_all(leaf.text)
    if is_last and leaf.kind == "paragraph" and not leaf.text.endswith(":"):
        return None
    money = order_about_money(text)
    written = context.short_forms.written_out(recased(money or text))
    lead, _ = subject_of_whole(written, context.level)
    if not lead:
        lead, _ = given_to(written, context.level)
    if not lead and money:
        lead = payer_in(written)
    if not lead and leaf.kind != "bullet":
        lead = _subject_behind_time(written, context)
    if not lead:
        return None
    full = context.short_forms.written_out(lead)  # "Ban QLDA | rà soát"
    unit = lead if money else canonical(full, context.level)
    duties = Duties(unit, leaf.number, level=leaf.level)
    duties.take(leaf, text if money else without_owner(text, as_in(text, lead)))
    duties.announces = leaf.text.endswith(":")
    return duties


def opened_by_name(leaf: Leaf, behind: Sequence[Leaf], context: Context) -> Duties | None:
    """The duties of the body that a point names and nothing else, over deeper points ("3.1. Phòng
    Kinh tế" over "- Thẩm định dự toán.") or a sentence, where no font makes it a heading; or that a
    line names over a sentence."""
    if leaf.text.endswith(".") or not behind or leaf.kind == "footnote":
        return None
    unit = unit_of(context.short_forms.written_out(without_address(leaf.text)), context.level)
    is_line = leaf.kind == "paragraph"
    is_over_sentence = unit is not None and behind[0].kind == "paragraph"
    is_name = len(leaf.text.split()) <= MAX_UNKNOWN_NAME and opens_with_bodies(leaf.text)
    if unit is None and is_name and not (is_line or CLAUSES.search(leaf.text)):
        unit = without_remark(leaf.text.rstrip(" :"))  # "3.2. Đơn vị số hóa"
    is_over_points = behind[0].is_point and behind[0].level > leaf.level
    is_over = is_line or is_over_points or is_over_sentence
    if unit is None or not is_over:
        return None
    duties = Duties(unit, leaf.number, level=-1 if is_line else leaf.level)
    duties.take(leaf, f"{leaf.text.rstrip(' :')}:")
    duties.announces = True
    return duties


def _subject_behind_time(text: str, context: Context) -> str:
    """The body that a sentence names behind when, or in which case, it acts ("Định kỳ, Phòng Kinh
    tế chủ trì …"); "" for none."""
    clauses = list(clauses_behind_condition(text))
    for opens_small in (_opens_small_body, opens_many):
        for clause in clauses:
            words = capitalised(clause) if opens_small(clause) else clause
            lead = subject_of(words, context.level)[0] or given_to(clause, context.level)[0]
            lead = _with_those_before(clause, lead, clauses, context) if lead else ""
            if lead and not _ends_with_aim(lead):
                is_small = clause[:1].islower() and capitalised(clause).startswith(lead)
                return f"{lead[:1].lower()}{lead[1:]}" if is_small else lead
    return ""


def _ends_with_aim(lead: str) -> bool:
    """ "gửi về Sở Tư pháp, | Văn phòng để | tổng hợp": whom something is sent to, and what for."""
    return lead.endswith(tuple(f" {word}" for word in raw_phrases("words_before_aims")))


def _with_those_before(clause: str, lead: str, clauses: Sequence[str], context: Context) -> str:
    """The bodies that a clause opens with, and those before them in the list that they go on with
    ("Để kiểm soát, | các sở, ngành, | UBND cấp xã rà soát …")."""
    for before in clauses[: clauses.index(clause)]:
        listed = subject_of(capitalised(before), context.level)[0] if opens_many(before) else ""
        if listed.endswith(lead):
            return before[: len(listed)]
    return lead


def _opens_small_body(clause: str) -> bool:
    return begins(clause, "small_bodies") is not None


def opened_by_members(leaf: Leaf) -> Duties | None:
    """ "5. Các thành viên khác trong Tiểu ban | căn cứ nhiệm vụ được giao chủ động phối hợp …": the
    duties of the members of a group; None for another point."""
    if not leaf.is_point or begins(leaf.text, "members_of_group") is None:
        return None
    words = leaf.text.split()
    for index in range(2, min(len(words), MAX_MEMBER_WORDS)):
        behind = " ".join(words[index : index + LONGEST_PHRASE])
        if begins(behind, "duty_verbs", "duty_adverbs"):
            name = " ".join(words[:index]).rstrip(" ,:")
            duties = Duties(name, leaf.number, level=leaf.level)
            duties.take(leaf, without_owner(leaf.text, name))
            return duties
    return None
