"""Whose work a clause is that opens with a person by title and name, where what the person is has
no office of the directory in it: "ông Mai Văn Bến, công chức địa chính, | tổng hợp …", "bà Lò Thị
Mận (kế toán) | lập dự toán"."""

from __future__ import annotations

from functools import cache

import regex

from kehoach.parsers.items.bodies.subject_ends import named_person
from kehoach.parsers.items.words.beginnings import DOING, begins, begins_duty
from kehoach.patterns import compile_regex

_BRACKET = compile_regex(r"\s\([^()]{2,80}\)")
_APART = compile_regex(r",\s+|\s[-–]\s+")
MAX_WORDS_OF_POST = 10


def acting_person(clause: str) -> str:
    """The person that a clause opens with, and what they are, as printed; "" for another opening, a
    name alone (it is no body), or where nothing is said that they do.

    >>> acting_person("ông Mai Văn Bến, công chức địa chính, tổng hợp, báo cáo tiến độ")
    'ông Mai Văn Bến, công chức địa chính'
    >>> acting_person("bà Lò Thị Mận (kế toán) lập dự toán"), acting_person("bà Lò Thị Mận lập quỹ")
    ('bà Lò Thị Mận (kế toán)', '')
    >>> acting_person("Đ/c Mai - công chức Tư pháp theo dõi việc cấp chữ ký số")
    'Đ/c Mai - công chức Tư pháp'
    >>> acting_person("Đ/c Khánh, đ/c Sơn (Tổ Thể dục): kẻ sân, chuẩn bị bao bố")
    'Đ/c Khánh, đ/c Sơn (Tổ Thể dục)'
    >>> acting_person("Ông Lê Văn Khê, sinh năm 1990, thường trú tại thôn Đông")
    ''
    """
    name = _name().match(clause)
    if name is None:
        return ""
    rest = clause[name.end() :]
    bracket = _BRACKET.match(rest)
    if bracket is not None:
        return f"{name[0]}{bracket[0]}" if _acts(rest[bracket.end() :]) else ""
    apart = _APART.match(rest)
    if apart is None:
        return ""
    post = _post_of(rest[apart.end() :])
    return f"{name[0]}{apart[0]}{post}" if post else ""


def _post_of(rest: str) -> str:
    """The post that words open with, before a colon, a comma, or what is done; "" for none."""
    if not _is_post(rest):
        return ""
    name, colon, _ = rest.partition(": ")
    if colon and "," not in name:
        return name if len(name.split()) <= MAX_WORDS_OF_POST else ""
    post, comma, does = rest.partition(", ")
    if comma and len(post.split()) <= MAX_WORDS_OF_POST and _acts(does):
        return post
    words = rest.split(" ")
    for count in range(1, min(len(words), MAX_WORDS_OF_POST)):
        if words[count][:1].islower() and _acts(" ".join(words[count:])):
            return " ".join(words[:count])
    return ""


def opens_with_person(clause: str) -> bool:
    """Does a clause open with a person by title and name, who then does something ("Đ/c Mận theo
    dõi việc cấp chữ ký số")?"""
    name = _name().match(clause)
    return name is not None and _acts(clause[name.end() :])


def with_bracket_whole(lead: str, clause: str) -> str:
    """A lead as it was found in a clause; one that begins inside a bracket with what stands before
    it there.

    >>> clause = "Ông Lê Văn Sậy (Tổ trưởng) — Tổ phó: Phụ trách chung."
    >>> with_bracket_whole("Tổ trưởng) — Tổ phó", clause)
    'Ông Lê Văn Sậy (Tổ trưởng) — Tổ phó'
    """
    if lead.count(")") <= lead.count("("):
        return lead
    before, found, _ = clause.partition(lead)
    return f"{before}{lead}" if found and before.count("(") > before.count(")") else lead


_POSTS = ("posts", "acting_persons", "offices_of_persons", "person_posts")


def _is_post(words: str) -> bool:
    return begins(words, *_POSTS) is not None


def _acts(words: str) -> bool:
    said = words.lstrip(" ,")
    return begins_duty(said) or begins(said, *DOING, "body_verbs") is not None


@cache
def _name() -> regex.Pattern[str]:
    return compile_regex(named_person() + r"(?=[\s,])")
