"""Points of a list that name whom they are for before a colon: "2. Cơ sở khám bệnh: Cử người …"."""

from __future__ import annotations

from collections.abc import Sequence

from kehoach.normalize.offices.places import list_stop
from kehoach.parsers.items.bodies.named_bodies import names_many
from kehoach.parsers.items.bodies.sentence_owners import subject_of
from kehoach.parsers.items.duties.duties import Duties, names_bodies_alone
from kehoach.parsers.items.duties.people import is_given_them, people_in
from kehoach.parsers.items.duties.unit_names import canonical, unit_of
from kehoach.parsers.items.ground.context import Context
from kehoach.parsers.items.owners.heading_owners import (
    MAX_POST_WORDS,
    post_in,
    without_address,
    without_remark,
)
from kehoach.parsers.items.words.beginnings import DOING, begins, begins_duty
from kehoach.parsers.layout.fields import read_field
from kehoach.parsers.layout.outline import Leaf
from kehoach.patterns import compile_regex

_TWO_POSTS = compile_regex(r"\s[-–]\s(?=\p{Lu})")
"""“Đồng chí Trưởng Công an xã - Trưởng Tiểu ban”."""
_NAMED = compile_regex(r"\p{Lu}\p{L}+\s\p{Lu}\p{L}+$")
"""“Hiệu trưởng Bế Văn Ngọ”."""
MAX_LABEL_WORDS = 16
"""Of the name of a body before the colon behind which its duty stands."""
MOST_LABEL_WORDS = 2 * MAX_LABEL_WORDS
"""Of several of them, all known."""
MOST_NAMED = 0.5
"""Where so large a part of the names are known, the others are bodies, too."""


def run_in_units(leaves: Sequence[Leaf], context: Context) -> dict[int, Duties]:
    """The points of a list that name whom they are for before a colon ("2. Cơ sở khám bệnh: Cử
    người …"), by `id`: where most of the names are known bodies or posts, the others are some,
    too."""
    found: dict[int, Duties] = {}
    known = sentences = 0
    for leaf in leaves:
        opening, colon, behind = leaf.text.partition(":")
        duty = behind.strip()
        name = without_address(opening)
        if not colon or not leaf.is_point:
            continue
        is_sentence = duty[:1].islower() and _is_sentence(leaf, context)
        if is_sentence or (duty[:1].islower() and not _does(duty)):
            sentences += is_sentence
            continue
        if not duty and _says_who_leads(leaf, context):
            continue
        if list_stop(leaf.text, len(opening)):
            continue  # "Các phòng: Kinh tế, Nội vụ bố trí …"
        most_words = MAX_POST_WORDS if post_in(opening) else MAX_LABEL_WORDS
        is_long = len(name.split()) > most_words
        if not name[:1].isupper() or (is_long and not _is_list_of_bodies(name)):
            continue
        if people_in(name) and is_given_them(duty):
            continue
        if _is_field(leaf) or begins(name, *DOING, "matters", "run_in_labels"):
            continue
        unit = _unit_before_colon(leaf, opening, context=context)
        if unit is None and begins(name, "list_words") and not names_many(name):
            continue  # "Các cơ sở dữ liệu: Cập nhật …"
        is_group = begins(name, "groups_of_people") is not None and begins_duty(duty)
        known += unit is not None or bool(post_in(opening)) or is_group
        duties = Duties(unit or without_remark(name), leaf.number, level=leaf.level)
        duties.take(leaf, duty)
        duties.announces = not duty
        found[id(leaf)] = duties
    known += sentences
    listed = len(found) + sentences
    return found if listed > 1 and known >= MOST_NAMED * listed else {}


def _is_list_of_bodies(name: str) -> bool:
    """ "Ủy ban Mặt trận Tổ quốc Việt Nam tỉnh và các tổ chức chính trị - xã hội tỉnh": known bodies
    one behind the other, whose names are long."""
    return len(name.split()) <= MOST_LABEL_WORDS and names_bodies_alone(name)


def _is_sentence(leaf: Leaf, context: Context) -> bool:
    """ "Công an xã: giữ trật tự": is it a sentence that tells its body without those beside it?"""
    opening, _, _ = leaf.text.partition(":")
    if _names_two_posts(opening):
        return False
    return bool(subject_of(context.short_forms.written_out(leaf.text), context.level)[0])


def _says_who_leads(leaf: Leaf, context: Context) -> bool:
    """ "2. Công chức Địa chính chủ trì, phối hợp với Ban CHQS xã:" over its works: a sentence, and
    no name alone."""
    lead, does = subject_of(context.short_forms.written_out(leaf.text), context.level)
    return bool(lead) and begins(does, "leading_verbs") is not None


def _does(duty: str) -> bool:
    return begins(duty, *DOING, "body_verbs") is not None


def _is_field(leaf: Leaf) -> bool:
    """Is it a labelled line? "Cán bộ phụ trách thư viện: Lập sổ mượn sách." is the work of a
    post."""
    labelled = read_field(leaf.text)
    if labelled is None:
        return False
    return labelled.role not in ("lead", "coordinating") or not begins_duty(labelled.value)


def _unit_before_colon(leaf: Leaf, opening: str, context: Context) -> str | None:
    """The body that a point names before its colon, as a sentence or a heading would name it."""
    if _names_two_posts(opening):
        return without_remark(opening.strip())
    lead, _ = subject_of(context.short_forms.written_out(leaf.text), context.level)
    is_named = _NAMED.search(lead) is not None and opening.rstrip().endswith(f" {lead}")
    if is_named and begins(opening, "titles_of_teachers"):
        return opening.strip()  # "Thầy Phó Hiệu trưởng Bế Văn Ngọ"
    is_cut = bool(lead) and opening.startswith(lead) and lead != opening.strip()
    if lead and not is_cut:
        return canonical(lead, context.level)
    unit = unit_of(context.short_forms.written_out(opening), context.level)
    return without_remark(opening.strip()) if is_cut and unit is None else unit


def _names_two_posts(opening: str) -> bool:
    """ "Đồng chí Trưởng Công an xã - Trưởng Tiểu ban": a post, no name, and what it is besides."""
    title = begins(opening, "person_openings")
    if title is None or _TWO_POSTS.search(opening) is None:
        return False
    return begins(opening[len(title) :], "posts", "person_posts") is not None
