"""Who does the work of many points, as one sentence says it: the sentence that opens a chapter
("Ban Chỉ đạo xã tổ chức thực hiện các hình thức sau:"), or one that says whose kind of work it is
("Đối tượng kiểm tra: Ban Thường trực … tiến hành kiểm tra … đối với:")."""

from __future__ import annotations

from collections.abc import Iterator

from kehoach.normalize.text import capitalised, fold
from kehoach.parsers.items.bodies.further_owners import owners_said
from kehoach.parsers.items.bodies.remark_owners import (
    are_remarked,
    bodies_behind_colon,
    bodies_in_remark,
)
from kehoach.parsers.items.bodies.sentence_owners import Owners, subject_of
from kehoach.parsers.items.ground.calls_for_works import calls_for_works_below
from kehoach.parsers.items.ground.context import Context
from kehoach.parsers.items.ground.scopes import Scopes
from kehoach.parsers.items.ground.sections import is_assignment_section
from kehoach.parsers.items.times.phases import is_quiet
from kehoach.parsers.items.times.stated_words import phrases_of
from kehoach.parsers.items.words.beginnings import DOING, begins, begins_duty
from kehoach.parsers.layout.fields import names_circumstance, read_field
from kehoach.parsers.layout.outline import Leaf, Node
from kehoach.parsers.words import behind_phrase, contains, opens_with
from kehoach.patterns import compile_regex

MAX_TITLE_LETTERS = 400
"""Of a title before the sentence with which it goes on."""
MAX_LABEL_WORDS = 6
"""Before the colon of "Đối tượng kiểm tra: Ban Thường trực …"."""


def read_scopes(root: Node, context: Context) -> Scopes:
    """The sentences of a body that speak of many points -> what they say. Where two bodies do the
    same kind of work, it is nobody's."""
    found = Scopes()
    ordered: set[int] = set()
    said: dict[str, set[str]] = {}
    for node in root.walk():
        if is_assignment_section(node):
            continue
        opening = _opening_of_chapter(node)
        owner = _owner_of_chapter(opening.text, context) if opening is not None else ""
        owner = owner or _owner_in_title(node, context)
        if owner:
            found.chapters[id(node)] = owner
            ordered.update(id(leaf) for leaf in node.all_leaves() if leaf is not opening)
        for leaf in node.leaves():
            of_list = _owners_of_list(leaf, context)
            spoken_of = _points_spoken_of(leaf, node) if of_list.lead else None
            if spoken_of is not None:
                found.remarks |= dict.fromkeys(spoken_of, of_list.lead)
            elif of_list.lead:
                found.chapters.setdefault(id(node), of_list.lead)
                found.helpers.setdefault(id(node), of_list.coordinating)
                ordered.update(_points_of(node))
            owner, act = _whose_act(leaf, context)
            if not act and opens_with(node.title, "objects_of_work") is not None:
                owner, act = _whose_examination(leaf, context)
            if act:
                said.setdefault(act, set()).add(owner)
    for chapter in root.nodes():
        found.remarks |= remarks_of(chapter, context)
    found.ordered = frozenset(ordered)
    found.acts = {act: owners.pop() for act, owners in said.items() if len(owners) == 1}
    return found


def _points_of(node: Node) -> Iterator[int]:
    """The points (by `id`) right under a heading that one sentence gives to a body."""
    if _may_lead_in(node):
        yield from (id(leaf) for leaf in node.leaves() if leaf.is_point)


def remarks_of(chapter: Node, context: Context) -> dict[int, str]:
    """The orders of a chapter, or of a paper (by `id`), with the bodies in brackets behind them,
    where most have such ("- Phun hóa chất khử khuẩn (Trạm Y tế)."). Beside them a point that opens
    otherwise ("- Tối thứ Sáu hướng dẫn … (Đoàn xã).") is one, too."""
    named: dict[int, str] = {}
    orders = 0
    for leaf in chapter.all_leaves():
        is_order = begins_duty(leaf.text)
        bodies = bodies_in_remark(leaf.text, context.level) if is_order or leaf.is_point else ""
        orders += is_order or bool(bodies)
        if bodies:
            named[id(leaf)] = bodies
    found = named if are_remarked(len(named), orders) else {}
    for node in chapter.walk():
        found |= _behind_colons(node, context)
    return found


def _behind_colons(node: Node, context: Context) -> dict[int, str]:
    """The points of a section (by `id`) with the bodies that stand behind their colons, where most
    have such ("- Văn nghệ chào mừng: Trường THCS Tân Khê.")."""
    points = [leaf for leaf in node.leaves() if leaf.is_point]
    named: dict[int, str] = {}
    for leaf in points:
        bodies = bodies_behind_colon(leaf.text, context.level)
        if bodies and read_field(leaf.text) is None and not names_circumstance(leaf.text):
            named[id(leaf)] = bodies
    return named if are_remarked(len(named), len(points)) else {}


def owner_of_list(leaf: Leaf, context: Context) -> str:
    """Who does the whole list above a sentence that says so ("Giao Công an xã chủ trì thực hiện các
    nhiệm vụ trên."), or below it ("Ba cuộc dưới đây do Công an xã chủ trì."); "" where it says
    another thing."""
    return _owners_of_list(leaf, context).lead


def _owners_of_list(leaf: Leaf, context: Context) -> Owners:
    """Whom a sentence on a whole list says to do it; nobody where it says another thing of the list
    ("Danh mục dưới đây do Phòng Kinh tế tổng hợp")."""
    if leaf.kind != "paragraph":
        return Owners()
    for sentence in _clauses_on_list(leaf.text):
        said = owners_said(sentence, context.level)
        if not said.lead:
            continue
        _, _, does = sentence.partition(said.lead)
        does = does.strip(" ,.")
        together = begins(does, "doing_together")
        if begins(behind_phrase(does, together) if together else does, *_CARRY_OUT):
            return Owners(said.lead) if together else said  # "… | phối hợp | tổ chức"
    return Owners()


_CARRY_OUT = ("performing_verbs", "leading_verbs", "verbs_behind_do")


def _clauses_on_list(text: str) -> Iterator[str]:
    """What may say who does a list: a sentence that opens with its amount ("Toàn bộ khảo sát do Tổ
    Bảo vệ chủ trì."), the words behind those for the works, the whole sentence."""
    if opens_with(text, "amounts") is not None:
        yield text
    for key in ("whole_list", "works_named_below"):
        works = phrases_of(key).search(text)
        if works is not None:
            said = text[works.end() :].lstrip(" ,")
            passive = begins(said, "passive_words")  # "… dưới đây | được các thôn thực hiện:"
            yield capitalised(behind_phrase(said, passive) if passive else said)
            if key == "whole_list":
                yield text


def _points_spoken_of(leaf: Leaf, node: Node) -> list[int] | None:
    """The points (by `id`) of which a sentence on a list speaks, where it stands between points of
    a section: those above ("các việc trên"), or those below; None where it speaks of all."""
    leaves = node.leaves()
    place = next(index for index, own in enumerate(leaves) if own is leaf)
    above = [id(own) for own in leaves[:place] if own.is_point]
    below = [id(own) for own in leaves[place + 1 :] if own.is_point]
    if not above or not below:
        return None
    return above if phrases_of("whole_list").search(leaf.text) is not None else below


def _opening_of_chapter(node: Node) -> Leaf | None:
    """The sentence with a colon right under a heading that tells neither what was nor what for."""
    first = node.children[0] if node.children else None
    if not isinstance(first, Leaf) or first.kind != "paragraph" or not first.text.endswith(":"):
        return None
    return first if _may_lead_in(node) else None


def _may_lead_in(node: Node) -> bool:
    """May what stands under a heading be ordered: does no heading tell what was, or what for?"""
    titles = [section.title for section in node.titled_ancestors()]
    if not titles or any(is_quiet(title) for title in titles):
        return False
    return not any(opens_with(title, "not_task_headings") for title in titles)


def _owner_of_chapter(sentence: str, context: Context) -> str:
    behind = _behind_aims(sentence)
    lead, does = subject_of(capitalised(behind), context.level)
    if lead and calls_for_works_below(does):
        return behind[: len(lead)]  # "Các thôn | cần tập trung thực hiện các nhiệm vụ sau:"
    verb = begins(does, "performing_verbs", "heading_grounds") if lead else None
    if verb is None:
        return ""
    is_verb_alone = fold(does.rstrip(" :")) == verb  # "Tiểu ban tuyên truyền | phụ trách:"
    announces = contains(sentence, "list_openings") is not None
    return lead if announces or is_verb_alone else ""


def _behind_aims(sentence: str) -> str:
    """A sentence without the clauses before its subject that say what for, when, and beside what
    ("Nhằm đạt mục tiêu, trong thời gian tới, bên cạnh việc thường xuyên, | các Bộ … cần …")."""
    behind = sentence
    while opens_with(behind, "before_subjects") is not None and ", " in behind:
        behind = behind.partition(", ")[2]
    return behind


def _owner_in_title(node: Node, context: Context) -> str:
    """Who does the work, as the sentence says with which a title goes on ("2. Xử lý tin báo cháy
    Công an xã thực hiện như sau:")."""
    if not node.title.endswith(":") or not _may_lead_in(node):
        return ""
    for capital in _CAPITAL.finditer(node.title, 0, MAX_TITLE_LETTERS):
        owner = _owner_of_chapter(node.title[capital.start() :], context)
        if owner:
            return owner
    return ""


_CAPITAL = compile_regex(r"(?<=[\p{L}.:,;)]\s)\p{Lu}")


def _whose_examination(leaf: Leaf, context: Context) -> tuple[str, str]:
    """The body that a sentence on whom it looks at names, and the verb: "Ban Thường trực … giám sát
    công tác bầu cử đối với Ủy ban nhân dân xã."; ("", "") for another sentence."""
    lead, does = subject_of(leaf.text, context.level)
    act = begins(does, "examining_verbs") if lead else None
    if act is None or contains(does, "turned_upon") is None:
        return "", ""
    return lead, fold(act)


def _whose_act(leaf: Leaf, context: Context) -> tuple[str, str]:
    """The body and the verb of a sentence that ends with a colon and says who does such work;
    ("", "") where it says another thing."""
    if not leaf.text.endswith(":"):
        return "", ""
    label, colon, clause = leaf.text.partition(": ")
    is_labelled = bool(colon) and len(label.split()) <= MAX_LABEL_WORDS
    lead, does = subject_of(clause if is_labelled else leaf.text, context.level)
    performs = begins(does, "performing_verbs") if lead else None
    if performs is None:
        return "", ""
    act = begins(behind_phrase(does, performs), *DOING)
    return (lead, fold(act)) if act else ("", "")
