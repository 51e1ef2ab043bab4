"""Whether a sentence names who does it, though our readers took nobody from it: then the paper does
not lack an owner, whatever we failed to see."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache, lru_cache

import regex

from kehoach.normalize.alternatives import any_of
from kehoach.normalize.levels import administrative_levels
from kehoach.normalize.offices.cell import Cell
from kehoach.normalize.text import small
from kehoach.patterns import compile_regex
from kehoach.schema.rules.vocabulary import words

OPENING = 120
"""Letters of a sentence in which it names its subject."""
SUBJECT = 8
"""Words among which it says that something is done to that."""


def names_doer(text: str) -> bool:
    """Does a sentence open with a body, or with those to whom it gives the work, or does it say on
    the way by whom it is done?

    >>> names_doer("Phòng Khảo cổ khai quật gò Đông"), names_doer("Tổ chức Hội thi nấu ăn")
    (True, False)
    >>> names_doer("các khoa rà soát thiết bị"), names_doer("các trường hợp khó khăn được giúp")
    (True, False)
    >>> names_doer("Đảng viên viết cam kết"), names_doer("Đảng viên mới được bồi dưỡng")
    (True, False)
    >>> names_doer("Dọn chợ; chủ hộ phải ký"), names_doer("Giúp già; hội viên nghèo")
    (True, False)
    >>> names_doer("Riêng thôn Cát phải sửa đập"), names_doer("Riêng việc mua sắm theo quy định")
    (True, False)
    >>> names_doer("Việc lợp mái do thợ trong xóm đảm nhiệm"), names_doer("Mở lớp do nhu cầu tăng")
    (True, False)
    """
    text = _ALONE.sub("", text)
    opening = small(text[:OPENING])
    if opening.startswith(tuple(words("no_actors"))):
        return False
    if opening.startswith(tuple(words("openings_of_bodies"))):
        return not _suffers(opening)
    if _part_of_commune().match(text):
        is_to_act = _duty().search(" ".join(opening.split()[: 2 * SUBJECT])) is not None
        return is_to_act and not _suffers(opening)
    if _opens_as_name(Cell(text[:OPENING])) or _done_by().search(small(text)) is not None:
        return True
    return any(map(_has_duty, _later_clauses(small(text))))


_ALONE = compile_regex(r"^riêng\s+(?=\p{L})", regex.IGNORECASE)
"""What sets a body apart from those before it: "Riêng | thôn Cát phải …"."""


@cache
def _part_of_commune() -> regex.Pattern[str]:
    """ "Thôn | Cát", "tổ dân phố | 5"."""
    parts = any_of(administrative_levels().hamlets)
    return compile_regex(rf"(?:(?i:{parts}))\s+(?=[\p{{Lu}}\d])")


def sends_to_table(text: str) -> bool:
    """Does a sentence only lead up to a table that says who does what and when?

    >>> sends_to_table("Các đơn vị thực hiện 5 nhóm việc. Phân công cụ thể tại Phụ lục kèm theo.")
    True
    >>> sends_to_table("Các đơn vị báo cáo theo mẫu tại Phụ lục II")
    False
    """
    return _sent_to().search(small(text)) is not None


@cache
def _sent_to() -> regex.Pattern[str]:
    what, where = any_of(words("sent_for")), any_of(words("sent_to"))
    return compile_regex(
        rf"(?<!\p{{L}})(?:{what})(?!\p{{L}})[^.;]{{0,60}}?\s"
        rf"(?:tại|theo|trong|ở)\s[^.;]{{0,20}}?(?:{where})(?!\p{{L}})"
    )


def _later_clauses(text: str) -> Iterator[str]:
    """What stands behind a semicolon or a full stop, and behind the place or case that opens the
    sentence."""
    clauses = _CLAUSE_BREAK.split(text)
    yield from clauses[1:]
    cases = tuple(f"{case} " for case in words("cases"))
    for clause in clauses:
        if clause.startswith(cases):
            yield from clause.split(", ")[1:]


_CLAUSE_BREAK = compile_regex(r"[;.]\s+")


def _has_duty(clause: str) -> bool:
    """Does a clause open with a body that has to do what it says?"""
    opening = clause[:OPENING]
    if not opening.startswith((*words("openings_of_bodies"), *words("later_bodies"))):
        return False
    return _duty().search(" ".join(opening.split()[: 2 * SUBJECT])) is not None


@cache
def _duty() -> regex.Pattern[str]:
    return compile_regex(rf"\s(?:{any_of(words('duties'))})(?!\p{{L}})")


@lru_cache(maxsize=2048)
def opens_with_known_body(text: str) -> bool:
    """Does the cell of a row open with a body of the directory, and go on with what it does?

    >>> opens_with_known_body("Công an xã tuần tra"), opens_with_known_body("Công an xã được khen")
    (True, False)
    >>> opens_with_known_body("Công an xã"), opens_with_known_body("Trạm Y tế, trường học mở cửa")
    (False, False)
    """
    cell = Cell(text[:OPENING])
    found = cell.longest_name(0) if cell.size and cell.words[0].is_capital else None
    if found is None or cell.opens_collective(0) or _is_other_word(cell):
        return False
    stop = cell.level_stop(found[1])
    if not 1 < stop < cell.size or cell.words[stop].is_capital or cell.words[stop].gap != " ":
        return False
    return cell.words[stop].folded not in words("no_verbs")


def _suffers(opening: str) -> bool:
    """Is something done to whom a sentence opens with?"""
    first = " ".join(opening.split()[:SUBJECT])
    begun = " ".join(opening.split()[: SUBJECT + 2])
    is_given = any(phrase in begun for phrase in words("given"))
    return not is_given and any(phrase in f"{first} " for phrase in words("passive"))


def _opens_as_name(cell: Cell) -> bool:
    """Does it open with a word for bodies, and go on with a capital ("Phòng | Khảo cổ", "Tổ 5")?"""
    size = cell.phrase_size("heads", 0) if cell.size else 0
    if not 0 < size < cell.size or _is_other_word(cell):
        return False
    following = cell.words[size]
    return following.is_capital or following.unmarked.isdecimal()


def _is_other_word(cell: Cell) -> bool:
    """Does it open with what only looks like a word for bodies ("Tổ chức | Hội thi")?"""
    opening = small(cell.text)
    return bool(cell.nobody_stop(0)) or opening.startswith(tuple(words("verbs_like_bodies")))


@cache
def _done_by() -> regex.Pattern[str]:
    return compile_regex(
        rf"(?<!\p{{L}})do\s(?:[^\s,.;:]+\s){{1,14}}?(?:{any_of(words('done_by'))})(?!\p{{L}})"
    )
