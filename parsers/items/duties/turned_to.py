"""Whom a text turns to: the sentence that announces orders, one that asks for something, one that
gives work to a person by name."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

import regex

from kehoach.normalize.offices.parse import parse_offices
from kehoach.normalize.offices.short_forms import called_together
from kehoach.normalize.text import fold
from kehoach.parsers.items.bodies.acting_subjects import acting_subject
from kehoach.parsers.items.bodies.body_ends import bodies_end
from kehoach.parsers.items.bodies.further_owners import owners_said
from kehoach.parsers.items.bodies.lists_before_colons import whole_list
from kehoach.parsers.items.bodies.named_bodies import named_bodies, names_many
from kehoach.parsers.items.bodies.remark_owners import remark_owner
from kehoach.parsers.items.bodies.sentence_owners import (
    above_others,
    bodies_before_verb,
    subject_of,
    without_opening_address,
)
from kehoach.parsers.items.duties.conclusions import body_in_answer
from kehoach.parsers.items.duties.people import people_asked
from kehoach.parsers.items.duties.unit_names import canonical
from kehoach.parsers.items.ground.closings import is_polite_closing, summons_all
from kehoach.parsers.items.ground.context import Context
from kehoach.parsers.items.words.beginnings import begins, begins_duty
from kehoach.parsers.items.words.sentence_breaks import SENTENCE_END, cut_at_stops, orders_in
from kehoach.parsers.layout.outline import Leaf, Node
from kehoach.parsers.words import alternation
from kehoach.patterns import compile_regex

_NAME = r"(?P<name>(?:\p{Lu}\p{L}*\s?){2,5})"
"""Of a person."""
MAX_MATTER = 14
"""Words before a colon that only name what a point is about."""
LONGEST_END = 80
"""Letters of the words with which somebody's conclusions are announced."""


@dataclass(frozen=True, slots=True)
class Announcement:
    """The sentence that announces the orders of a paper, None for none, and whom it is for: those
    that it names, else those whom the paper is written to; "" for nobody."""

    sentence: Leaf | None = None
    unit: str = ""


def body_told(leaf: Leaf, context: Context) -> str:
    """The bodies that a block gives its duty to on the way ("Về quy hoạch: Giao Phòng …", "Thanh
    tra: Phòng … kiểm tra")."""
    text = context.short_forms.written_out(leaf.text)
    answering = body_in_answer(text, context)
    if answering:
        return answering
    addressed = _person(text) or _addressed(text) or body_asked(text, context)
    if addressed:
        return addressed
    matter, _, behind = text.partition(": ")
    lead = ""
    if behind and len(matter.split()) <= MAX_MATTER:
        subjects = (subject_of(part, context.level)[0] for part in orders_in(behind))
        lead = next(filter(None, subjects), "")
    lead = lead or owners_said(text, context.level).lead or remark_owner(text, context.level)
    if not lead and begins(text, "duty_addresses") is not None:
        lead = acting_subject(text)
    return canonical(lead, context.level) if lead else person_told(text) or people_asked(text)


def _addressed(text: str) -> str:
    """The body that a sentence turns to in so many words, also one that no directory knows ("Đề
    nghị | Kiểm toán Nhà nước và các cơ quan chức năng | tạo điều kiện"); "" where it turns to
    nobody, or does not say what they do."""
    name = without_opening_address(text)
    end = bodies_end(name)
    if name == text or not name[:1].isupper() or begins(name, "never_bodies"):
        return ""
    behind = name[end:].lstrip()
    does = begins_duty(behind) or begins(behind, "heading_grounds")
    return name[:end].rstrip(" ,") if does and end else ""


def announcement_of(
    preamble: Sequence[Leaf], root: Node, context: Context, addressees: Sequence[str]
) -> Announcement:
    """The sentence of a paper that announces orders and turns to somebody, or to those whom the
    paper is written to; these, too, where it names only all in general ("các cơ quan, đơn vị")."""
    paragraphs = [leaf for leaf in root.leaves() if leaf.kind == "paragraph"]
    opened = [node for node in root.nodes()[:1] if _is_label_of_text(node)]
    paragraphs += [leaf for node in opened for leaf in [*node.leaves()][:1]]
    announcing = [
        leaf
        for leaf in (*preamble, *paragraphs)
        if _ANNOUNCING_END.search(leaf.text) and _announces_orders(leaf.text)
    ]
    for leaf in announcing:
        said = _last_announcing(leaf.text)
        unit = turned_to(said, context) or turned_to(said, context, verbs=_announces())
        if unit:
            is_general = bool(addressees) and _in_general().fullmatch(unit) is not None
            unit = "; ".join(addressees) if is_general else whole_list(unit, leaf.text)
            return Announcement(leaf, unit)
    return Announcement(announcing[0], "; ".join(addressees)) if announcing else Announcement()


def _last_announcing(text: str) -> str:
    """The last sentence of a paragraph, where it announces the orders by itself: what others asked
    in those before it is their reason ("… đề nghị các xã hoàn chỉnh bộ thuế. | UBND xã yêu cầu như
    sau:")."""
    *_, last = SENTENCE_END.split(text)
    return last if _announces_orders(last) else text


def asked_over_headings(leaf: Leaf, context: Context) -> str:
    """The bodies whom a paragraph asks for all that the headings below it order ("Từ nay đến hết
    năm, yêu cầu các sở, ban, ngành:"); "" for another block."""
    if leaf.kind != "paragraph" or not leaf.text.endswith(":"):
        return ""
    return turned_to(context.short_forms.written_out(leaf.text), context)


def _announces_orders(text: str) -> bool:
    """Does a sentence turn to somebody, or say that what was concluded follows?"""
    at_colon = _orders_at_colon().search(text) is not None
    return at_colon or _announces().search(text) is not None or concludes(text)


@cache
def _orders_at_colon() -> regex.Pattern[str]:
    """ "Chủ tịch UBND xã | chỉ thị:"."""
    return compile_regex(rf"(?<!\p{{L}})(?:{alternation('orders_at_colon')})\s*:$")


@cache
def _in_general() -> regex.Pattern[str]:
    """ "các cơ quan, đơn vị, địa phương", and nothing that says which."""
    kinds, which = alternation("kinds_in_general"), alternation("told_above")
    openings = alternation("words_of_all_in_general")
    return compile_regex(
        rf"(?:{openings})\s+(?:{kinds})(?:(?:\s*,\s*|\s+và\s+|\s+)(?:{kinds}))*(?:\s+(?:{which}))?",
        regex.IGNORECASE,
    )


def _is_label_of_text(node: Node) -> bool:
    """ "NỘI DUNG:": the field of a site's card behind which the whole text of a letter stands."""
    return fold(node.title) == "nội dung"


_ANNOUNCING_END = compile_regex(
    r":$|(?<!\p{L})(?:nội dung|việc|nhiệm vụ|như|công việc) sau(?: đây)?\.$"
)
"""A colon, or a full stop in its place ("… triển khai các nội dung sau.")."""


def person_told(text: str) -> str:
    """The person by name to whom a sentence gives something, with an office or without."""
    return _person(text, with_office=True)


def _person(text: str, *, with_office: bool = False) -> str:
    """The person by name to whom a sentence gives something ("Phòng Kinh tế giao | đồng chí | Hạng
    A Chinh | , viên chức thú y, phụ trách …"); "" for none, and where the office is told, too,
    unless persons `with_office` are asked for."""
    match = _given_to_person().search(text) or _person_does().match(text)
    if match is None:
        return ""
    if not with_office and begins(text[match.end() :].lstrip(" ,–-("), "offices_of_persons"):
        return ""
    is_subject = match.start() == 0 and begins(text, "person_openings") is not None
    if is_subject and not begins_duty(text[match.end() :]):
        return ""
    return match["name"].strip()


@cache
def _person_does() -> regex.Pattern[str]:
    """ "Ông | Bế Văn Ngọ | có trách nhiệm bàn giao …"."""
    return compile_regex(rf"(?i:{alternation('person_openings')})\s+{_NAME}")


@cache
def _given_to_person() -> regex.Pattern[str]:
    verbs, titles = alternation("duty_addresses"), alternation("person_openings")
    return compile_regex(rf"(?<!\p{{L}})(?i:(?:{verbs})\s+(?:cho\s+)?(?:{titles}))\s+{_NAME}")


def body_asked(text: str, context: Context) -> str:
    """The bodies that a whole sentence asks for something ("Thực hiện …, Sở Nội vụ đề nghị | các cơ
    quan, đơn vị | báo cáo …"); "" where it asks nobody, only announces, or ends the paper."""
    if _ANNOUNCING_END.search(text) or is_polite_closing(text) or summons_all(text):
        return ""
    for match in _asks().finditer(text):
        before = cut_at_stops(text[: match.start()])[-1]
        asks = _polite().sub("", before.rpartition(", ")[2].strip())
        if not asks and _does_work(before, context):
            continue  # "Kiểm tra chợ, | yêu cầu các đơn vị khắc phục"
        if asks and named_bodies(asks, context.level) != asks:
            continue
        asked = text[match.end() :]
        lead, _ = bodies_before_verb(asked, context.level)
        lead = lead or above_others(asked, context.level)[0]
        if lead:
            return canonical(lead, context.level)
    return ""


@cache
def _polite() -> regex.Pattern[str]:
    """ "Sở Nội vụ | trân trọng", "Sở Tài chính | kính"."""
    return compile_regex(rf"\s+(?:{alternation('polite_adverbs')})$", regex.IGNORECASE)


def _does_work(clause: str, context: Context) -> bool:
    """Does a clause say what is done, and not on what grounds it is asked?"""
    if subject_of(clause, context.level)[0]:
        return True
    return begins_duty(clause) and begins(clause, "grounds") is None


def turned_to(text: str, context: Context, verbs: regex.Pattern[str] | None = None) -> str:
    """The bodies behind the verb with which a sentence turns to them; "" for none."""
    for match in (verbs or _turns()).finditer(text):
        clause = text[match.end() :]
        if concludes(clause):
            continue  # "…, Thủ tướng Chính phủ | kết luận như sau:"
        together = called_together(clause)
        if names_many(together):
            return together
        lead, _ = bodies_before_verb(clause, context.level)
        if not lead and not begins_duty(clause):
            lead = named_bodies(clause[: bodies_end(clause)], context.level)
        if lead:
            return _called(lead, context)
    return ""


def concludes(text: str) -> bool:
    """Do words close with what somebody says, and ask nobody: who concludes does not do it?"""
    return bool(_concluding_end().search(text[-LONGEST_END:])) and not _asks().search(text)


@cache
def _concluding_end() -> regex.Pattern[str]:
    return compile_regex(
        rf"(?<!\p{{L}})(?:{alternation('concluding_ends')})\s*:?\s*$", regex.IGNORECASE
    )


def _called(lead: str, context: Context) -> str:
    """Bodies by their full names; as printed, where there are several that the directory does not
    all know, or that are many of a kind."""
    value = parse_offices(lead, context.level)
    is_known = len(value.units) == 1 or value.are_known_singly
    return canonical(lead, context.level) if is_known else lead


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
    """One of the verbs, and no noun ("Thực hiện chỉ đạo của Ban Thường vụ …"), nor a part of the
    name of a body ("Ban Chỉ đạo"), nor what was done to somebody ("nhiệm vụ được giao, Phòng Kinh
    tế …")."""
    boards = alternation("named_by_verbs")
    return compile_regex(
        rf"(?<!\p{{L}}|\bđược\s|\b(?:{boards})\s)(?:{verbs})(?!\p{{L}}|\s+của\b)(?:\s+cho)?\s*:?\s*",
        regex.IGNORECASE,
    )
