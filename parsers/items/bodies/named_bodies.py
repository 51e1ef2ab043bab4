"""Are words names of bodies and nothing else? Of the directory, of many of a kind ("Các thôn"), or
opened by a word for bodies ("Tổ kiểm kê")."""

from __future__ import annotations

from bisect import bisect
from collections.abc import Sequence
from functools import cache, lru_cache
from itertools import accumulate

import regex

from kehoach.normalize.offices.cell import Cell
from kehoach.normalize.offices.hamlets import is_hamlet
from kehoach.normalize.offices.parse import parse_offices
from kehoach.normalize.offices.places import each_place
from kehoach.normalize.offices.value import OfficesValue
from kehoach.normalize.text import fold, strip_diacritics
from kehoach.parsers.items.bodies.called_by_work import stop_at_level
from kehoach.parsers.items.bodies.learned_kinds import kinds
from kehoach.parsers.items.words.beginnings import begins, begins_duty
from kehoach.parsers.words import alternation, behind_phrase, phrases, raw_phrases
from kehoach.patterns import compile_regex

MAX_LETTERS_MORE = 13
"""So many letters more than its name the printed form of a body may have."""
MAX_WORDS_OF_NAME = 6
"""Of a body that only its neighbours in a list vouch for."""
MAX_WORDS_ONE_BY_ONE = 40
"""Of a text whose words are left off one by one until its names fill it."""
MIN_WORDS = 2
"""Of a body: "Tổ kiểm kê" is no "Tổ" that takes stock."""
NO_PLACE = "-"
"""The name of no unit: every body of a list of places belongs to another one."""
_REMARK = compile_regex(r"\([^()]*\)")
_DASHES = ("-", "–")
_NAME_END = compile_regex(r"\s*[,(–-]\s*")


@lru_cache(maxsize=4096)
def named_bodies(text: str, level: str | None, *, one_known: bool = False) -> str:
    """The words, if bodies and nothing else are named by them; the first of them that are, where
    words of the duty were taken along; else "". A person's name is none of them. `one_known`: in a
    list one body that is known vouches for those beside it."""
    if begins(text, "matter_openings") is not None:
        return ""  # "Về cải cách hành chính" is no "Vụ Cải cách hành chính"
    printed = _without_person(text.strip(" ,;:.-–")).split()
    while printed:
        raw = " ".join(printed).strip(" ,;:.")
        raw = raw if "(" in raw else raw.rstrip(").")  # the bracket around a whole remark
        if strip_diacritics(raw) in phrases("posts_alone"):
            return raw
        is_of_places = each_place(raw) != raw  # each keeps its place, whatever plan this is
        value = parse_offices(raw, level, place=NO_PLACE if is_of_places else None)
        if not _are_bodies(raw, value, level=level, one_known=one_known):
            return ""
        is_as_long = len(fold(_REMARK.sub("", raw))) <= _letters_of(value)
        if is_as_long and not _runs_into_verb(printed, value, level=level):
            return raw
        printed = printed[: _shorter(printed, value)]
    return ""


def _shorter(printed: Sequence[str], value: OfficesValue) -> int:
    """How many words are looked at next: one fewer, of very many what the names found may fill."""
    ends = list(accumulate(len(word) + 1 for word in printed))
    return min(len(ends) - 1, max(bisect(ends, _letters_of(value)), MAX_WORDS_ONE_BY_ONE))


def _runs_into_verb(printed: Sequence[str], value: OfficesValue, level: str | None) -> bool:
    """Is the last word, in small letters, no part of a name, since the directory knows the body
    without it, and not with it ("Phòng Kinh tế tổng | kiểm kê rừng")?"""
    last = printed[-1]
    if len(printed) <= MIN_WORDS or not last.islower() or value.known[-1]:
        return False
    if Cell(last).phrase_size("unit_nouns", 0) or begins(last, "issuers_with_own_bodies"):
        return False  # "Ban Công tác Mặt trận | thôn", "Công đoàn | trường"
    if printed[-3] in _DASHES and printed[-2].istitle():
        return False  # "Phòng Kế hoạch tổng hợp - Tài | chính"
    shorter = parse_offices(" ".join(printed[:-1]), level)
    same_others = shorter.units[:-1] == value.units[:-1]
    return same_others and shorter.known[-1:] == (True,)


def _without_person(text: str) -> str:
    """ "Đồng chí Nguyễn Văn A, Phó Chủ tịch UBND xã": the office alone; "" for the name alone."""
    opening = begins(text, "person_openings")
    if opening is None:
        return text
    behind = text.partition(" ")[2] if "/" in text.split()[0] else behind_phrase(text, opening)
    if begins(behind, "offices_of_persons"):
        return behind  # "đồng chí | Phó Chủ tịch UBND xã"
    _, _, office = _NAME_END.sub("\n", text, count=1).partition("\n")
    return office


def _are_bodies(raw: str, value: OfficesValue, level: str | None, *, one_known: bool) -> bool:
    """Is each name of the directory, a kind of many bodies, or opened by a word for bodies?"""
    if not value.units or begins(raw, "not_bodies") == fold(raw) or begins(raw, "objects_of_work"):
        return False
    if begins(raw, "nouns_in_lists") and not begins(raw, "nouns_like_verbs"):
        return len(value.units) == 1 and value.known[0] and not value.collective[0]
    first = value.units[0]
    if value.collective[0] and not _are_some_bodies(raw):
        return False
    if value.collective[0] and begins(first, "list_words"):
        helps = one_known and begins(first.partition(" ")[2], "kinds_that_help") is not None
        if not (helps or names_many(first)):
            return False  # "các giải pháp"
    first_known = value.known[0] or value.collective[0]
    for name, known, collective in zip(value.units, value.known, value.collective, strict=True):
        if known or collective or _says_itself(name, level) or _is_of_home(first, name):
            continue
        is_helper = begins(name, "kinds_that_help") or _may_stand_beside(name, value)
        if _shares_head(first, name) or (one_known and is_helper):
            continue
        if not first_known or not (_opens_body(name) or begins(name, "kinds_alone")):
            return False  # "các chủ đầu tư, | nhà thầu thi công"
    return True


def _shares_head(first: str, name: str) -> bool:
    """ "Các Viện Vệ sinh dịch tễ, | Pasteur": does a proper name stand behind many of which the
    noun is told once, before them all, with a capital?"""
    words = first.split()
    shares = len(words) > MIN_WORDS and words[1].istitle() and words[2][:1].isupper()
    return shares and begins(first, "list_words") is not None and _is_proper(name)


def _is_proper(name: str) -> bool:
    return name[:1].isupper() and not begins_duty(name)


def _is_of_home(first: str, name: str) -> bool:
    """ "Các đơn vị, | công ty thuộc Sở": further ones of a list of many, written small, by whose
    they are.

    >>> _is_of_home("Các đơn vị", "công ty thuộc Sở"), _is_of_home("Các đơn vị", "công ty mới")
    (True, False)
    """
    kind = begins(name, "many_bodies") if names_many(first) else None
    behind = behind_phrase(name, kind) if kind is not None else ""
    home = begins(behind, "openings_of_home")
    return home is not None and behind_phrase(behind, home)[:1].isupper()


def _says_itself(name: str, level: str | None) -> bool:
    """Does an unknown name say by itself that it is one of a body? A province is one in the paper
    of another body: in its own all that is planned is its work."""
    if opens_name(name) or is_hamlet(name):
        return True
    is_own = level in raw_phrases("provinces_by_name")
    return not is_own and _is_called(name, "provinces_by_name")


def _are_some_bodies(name: str) -> bool:
    """Is a name that an amount opens one of bodies or persons ("Từng thôn", but "Một số vấn đề"),
    to whom no number of things is given ("từng trường | một bảng hướng dẫn")?"""
    amount = begins(name, "words_of_amount")
    if amount is None:
        return True
    noun = behind_phrase(name, amount)
    is_of_bodies = begins(noun, "many_bodies", "acting_persons", "kinds_that_help", "posts")
    counts = _counted_things().search(noun.partition(",")[0])
    return is_of_bodies is not None and counts is None


@cache
def _counted_things() -> regex.Pattern[str]:
    numbers = alternation("counts_of_things")
    return compile_regex(rf"\s(?:\d+|{numbers})\s+\p{{Ll}}")


def _is_called(name: str, kinds: str) -> bool:
    """Is a name one of some `kinds` (a key), however that is written, and a proper name behind
    it: "Tỉnh Sơn La"?"""
    kind = begins(name, kinds)
    own = name[len(kind) :].split() if kind is not None else []
    return bool(own) and all(word[:1].isupper() for word in own)


def _may_stand_beside(name: str, value: OfficesValue) -> bool:
    """May it, beside known ones, be a body of which no directory knows ("Xã đội")?"""
    is_name = name[:1].isupper() and len(name.split()) <= MAX_WORDS_OF_NAME
    return is_name and any(value.known)


def _opens_body(name: str) -> bool:
    cell = Cell(name)
    return cell.size > 1 and name[:1].isupper() and cell.opens_body(0)


def names_many(name: str) -> bool:
    """ "Các doanh nghiệp đang hoạt động …", but not "Các hoạt động …"."""
    opening, _, noun = name.partition(" ")
    is_of_bodies = begins(noun, "many_bodies") and not begins(noun, "sets_of_things")
    is_of_bodies = is_of_bodies or fold(noun) in kinds()
    return bool(is_of_bodies) and begins(opening, "list_words") is not None


def opens_name(name: str) -> bool:
    """Is a name unknown to the directory opened by a word for bodies? Another capital behind it,
    or a number, shows that it is a name ("Hiệp hội Doanh nghiệp"), unless it is a small body ("Tổ
    kiểm kê")."""
    cell = Cell(name)
    if cell.size < 2 or not name[:1].isupper():
        return False
    if begins(name, "groups_by_field"):
        return cell.words[1].is_capital
    if begins(name, "never_bodies"):
        return False
    if begins(name, "bare_bodies") == fold(name) or _holds_office(name):
        return True
    if not cell.opens_body(0) and not begins(name, "name_openings"):
        return False
    names_it = any(word.is_capital or word.unmarked.isdecimal() for word in cell.words[1:])
    names_it = names_it or any(stop_at_level(cell, at) == cell.size for at in (1, 2))
    return names_it or begins(name, "small_bodies") is not None


def _holds_office(name: str) -> bool:
    """ "Phó Bí thư Thường trực Đảng ủy", "Trưởng phòng chuyên môn": an office that a person holds,
    with what it is of, whatever the directory knows."""
    office = begins(name, "offices_of_persons")
    more = len(name.split()) - len(office.split()) if office is not None else 0
    return 0 < more <= MAX_WORDS_OF_NAME


def _letters_of(value: OfficesValue) -> int:
    """So many letters the words may have from which these names were read."""
    names = zip(value.units, value.printed, strict=True)
    return sum(max(len(fold(name)) + MAX_LETTERS_MORE, len(fold(at))) for name, at in names)
