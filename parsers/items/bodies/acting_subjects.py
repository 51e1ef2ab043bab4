"""Whose work a clause is that stands beside works of bodies, where it opens with people or a body
that no directory knows and that elsewhere would be too little to call them owners: "Thủ quỹ | chi
tiền", "hộ chăn nuôi | khai báo đàn", "Đề nghị | phụ huynh | đưa đón trẻ"."""

from __future__ import annotations

from kehoach.normalize.offices.cell import Cell
from kehoach.parsers.items.bodies.called_by_work import words_from
from kehoach.parsers.items.bodies.sentence_owners import honorific, without_opening_address
from kehoach.parsers.items.words.beginnings import DOING, begins, begins_duty
from kehoach.parsers.words import opens_with

MAX_LETTERS = 300
MAX_WORDS = 7
"""Of such a name behind the word that it opens with."""
_KINDS = (
    "acting_persons",
    "owners_beside_others",
    "posts_of_many",
    "offices_of_persons",
    "posts",
    "bare_bodies",
    "small_bodies",
    "kinds_that_help",
)
_NONE = ("never_bodies", "not_bodies", "venues", "names_of_work")


def acting_subject(text: str) -> str:
    """The words before the first verb of such a clause; "" for another.

    >>> acting_subject("Đề nghị phụ huynh đưa đón trẻ đúng giờ."), acting_subject("Lập sổ sách.")
    ('phụ huynh', '')
    >>> acting_subject("Giao công chức địa chính thuộc Phòng Kinh tế kiểm tra thửa đất.")
    'công chức địa chính thuộc Phòng Kinh tế'
    >>> acting_subject("12 chi hội tổ chức thi vòng cơ sở.")
    '12 chi hội'
    >>> acting_subject("Hai địa phương tổ chức đối thoại với các hộ.")
    'Hai địa phương'
    """
    turned = without_opening_address(text)
    turned = honorific().sub("", turned)
    opening = begins(turned, "person_openings")
    if opening is not None and begins(turned[len(opening) :].lstrip(), "offices_of_persons"):
        turned = turned[len(opening) :].lstrip()
    if begins(turned, *_NONE) or opens_with(turned, "grounds_alone"):
        return ""
    cell = Cell(turned[:MAX_LETTERS])
    first = _size_of_kind(cell, turned)
    is_verb = begins_duty(turned) and begins(turned, "posts", "acting_persons") is None
    if not first or is_verb:
        return ""
    if _acts_at_once(cell, first):
        return cell.printed(0, first)
    for index in range(first, min(first + 1 + MAX_WORDS, cell.size)):
        if _does(cell, index):
            return cell.printed(0, index)
        is_state = begins(words_from(cell, index), "words_of_state", "no_verbs") is not None
        if (is_state and not _is_of_body(cell, index)) or cell.words[index].gap.strip(" -–"):
            return ""
    return ""


def _is_of_body(cell: Cell, index: int) -> bool:
    """ "công chức địa chính | thuộc | Phòng Kinh tế": whose people they are."""
    is_of = begins(words_from(cell, index), "openings_of_home") is not None
    return is_of and index + 1 < cell.size and cell.words[index + 1].is_capital


def _acts_at_once(cell: Cell, first: int) -> bool:
    """Does whatever they do follow right behind those who surely act ("Nông dân | ngâm ủ giống",
    "Các trường | in, phát tài liệu")?"""
    opening = words_from(cell, 0)
    surely = begins(opening, "owners_beside_others") or ""
    if len(surely.split()) != first and begins(opening, "list_words") is None:
        return False
    if first + 1 >= cell.size or cell.words[first].is_capital or cell.words[first].gap != " ":
        return False
    following = words_from(cell, first)
    return begins(following, "no_verbs", "goes_on_with_names", "words_of_state", *_KINDS) is None


def _size_of_kind(cell: Cell, text: str) -> int:
    """How many words say what kind of people or body it is; 0 for none."""
    if not cell.size:
        return 0
    is_many = begins(text, "list_words", "each_of_many") is not None
    is_counted = cell.words[0].unmarked.isdecimal() or begins(text, "few_of_a_kind") is not None
    counted = int((is_many or is_counted) and cell.size > 1)
    if counted:
        kind = begins(words_from(cell, 1), "many_bodies", *_KINDS)
    else:
        kind = max((begins(text, key) or "" for key in _KINDS), key=len) or None
    if kind is None:
        return 1 if not counted and cell.opens_body(0) and cell.words[0].is_capital else 0
    return counted + len(kind.split())


def _does(cell: Cell, index: int) -> bool:
    """Does what they do begin at a word?"""
    word = cell.words[index]
    if word.is_capital or word.gap != " ":
        return False
    following = words_from(cell, index)
    behind = words_from(cell, index - 1)
    is_half = cell.words[index - 1].is_capital and begins(behind, "titles_like_verbs") is not None
    if is_half or begins(following, "nouns_like_verbs") or begins(behind, "nouns_like_verbs"):
        return False
    return begins(following, *DOING, "body_verbs", "verbs_beside_others") is not None
