"""The names of the bodies that have duties: what a heading names, and the full name of what is
printed."""

from __future__ import annotations

from functools import cache

import regex

from kehoach.normalize.offices.parse import parse_offices
from kehoach.normalize.text import fold, words_in
from kehoach.parsers.items.duties.duties import names_bodies_alone
from kehoach.parsers.items.owners.heading_owners import heading_owner
from kehoach.parsers.items.words.beginnings import begins
from kehoach.parsers.words import alternation, raw_phrases
from kehoach.patterns import compile_regex

MAX_UNIT_WORDS = 32
_SEPARATORS = compile_regex(r"[,;:/&+–-]|\s(?:và|cùng|với)\s")
MAX_LETTERS_MORE = 8
"""So many letters more than the body's name its printed form may have."""


def unit_of(text: str, level: str | None) -> str | None:
    """The body that a heading names ("2.1. Phòng Văn hóa - Xã hội:"), or None."""
    if not 1 < len(text.split()) <= MAX_UNIT_WORDS:
        return None
    _, name = heading_owner(_in_charge().sub("", text.rstrip(" :.")), level)
    return without_members(canonical(name, level)) if name else None


def without_members(name: str) -> str:
    """A group within a body without those whom brackets say to be in it ("Tổ thư ký | (Văn phòng
    UBND xã)")."""
    group, bracket, inside = name.rstrip(" :").removesuffix(")").partition(" (")
    if not bracket or begins(group, "groups_within_bodies") is None:
        return name
    return group if names_bodies_alone(inside) else name


@cache
def _in_charge() -> regex.Pattern[str]:
    """ "Tiểu ban Hậu cần | do Văn phòng phụ trách", "Tiểu ban Lễ tân | phụ trách"."""
    words = alternation("in_charge")
    return compile_regex(rf"(?:\s*:\s*\S.*|\s+do\s.*)?\s+(?:{words})$", regex.IGNORECASE)


def canonical(name: str, level: str | None) -> str:
    """Printed bodies by their full names; as printed, where the names say less than the words, or
    it is many of one name ("Các Chi cục Thú y vùng")."""
    if begins(name, "list_words"):
        return name
    units = parse_offices(name, level).units
    if len(units) > 1 + len(_SEPARATORS.findall(name)):
        return name  # "Chủ tịch Ủy ban nhân dân các xã | từ Bến Than đến Sông Khê"
    names = "; ".join(units)
    return names if _is_as_long(names, name) and not _is_cut(names, name) else name


def _is_as_long(unit: str, opening: str) -> bool:
    """Is the body's name about as long as the words it was read from? Else words of the duty were
    taken along."""
    return len(fold(opening)) <= len(fold(unit)) + MAX_LETTERS_MORE


def _is_cut(unit: str, printed: str) -> bool:
    """Does the name only leave words of the printed one out: the place, or what kind it is ("Ban
    Quản lý Khu kinh tế | Đông Á")?"""
    kept, words = set(words_in(fold(unit))), set(words_in(fold(printed)))
    left_out = words - kept - set(map(fold, raw_phrases("joining_words")))
    return kept < words and bool(left_out)
