"""A sentence that goes through the hamlets of a commune one by one: "Khu phố 1 dọn kênh trước 10/3,
khu phố 2 nạo mương; khu phố 3: trữ nước." What stands behind each name is what that hamlet does,
whatever the verb: the names, in a row, tell where each work begins."""

from __future__ import annotations

from functools import cache

import regex

from kehoach.normalize.alternatives import any_of
from kehoach.normalize.levels import administrative_levels
from kehoach.normalize.text import fold
from kehoach.parsers.items.bodies.sentence_owners import without_opening_address
from kehoach.parsers.items.words.beginnings import begins
from kehoach.parsers.words import alternation
from kehoach.patterns import compile_regex, is_in_brackets

FEWEST = 2
MIN_WORDS = 2
"""Of what a hamlet does."""
_FURTHER = compile_regex(r";(?=\s*\S)|,(?=\s+\p{Lu}\p{Ll}+\s\p{Ll}+\s)")
_NO_WORK = ("told_of_things", "words_of_state", "no_verbs", "linking_words", "goes_on_with_names")
"""Behind the name of a hamlet these tell what or where it is ("khu phố 2 | có 12 hộ")."""


def works_of_hamlets(text: str) -> list[str]:
    """The clauses of such a sentence; none where one of them tells something else.

    >>> works_of_hamlets("Khu phố 1 dọn kênh trước 10/3, khu phố 2 nạo mương trước 12/3.")
    ['Khu phố 1 dọn kênh trước 10/3,', 'khu phố 2 nạo mương trước 12/3.']
    >>> works_of_hamlets("Khu phố 1, khu phố 2 dọn kênh.")
    []
    >>> works_of_hamlets("Thôn 1 có 9 hộ nghèo; thôn 2 có 5 hộ.")
    []
    >>> works_of_hamlets("Thôn 1 dọn chợ; thôn 2 sửa cầu; Hội Phụ nữ xã nấu cơm.")
    []
    >>> works_of_hamlets("Thôn 1 dọn chợ, thôn 2 sửa cầu, Công an xã tuần tra.")
    []
    """
    breaks = [one for one in _joints().finditer(text) if not is_in_brackets(text, one.start())]
    begins_at = [0, *(one.end() for one in breaks)]
    ends_at = [*(one.start() for one in breaks), len(text)]
    clauses = [text[begin:end] for begin, end in zip(begins_at, ends_at, strict=True)]
    if any(map(_goes_on, clauses)):
        return []
    names = [hamlet_at_head(clause) for clause in clauses]
    is_series = len(clauses) >= FEWEST and all(names) and len(set(map(fold, names))) == len(names)
    return clauses if is_series else []


def _goes_on(clause: str) -> bool:
    """Does something stand behind a semicolon, or a name behind a comma, that opens with no hamlet:
    perhaps another body and what it does?"""
    behind = (sign.start() for sign in _FURTHER.finditer(clause))
    return any(not is_in_brackets(clause, place) for place in behind)


def hamlet_at_head(clause: str) -> str:
    """The hamlet with whose name a clause opens that says what it does; "" for another.

    >>> hamlet_at_head("riêng khu phố 4 nạo mương."), hamlet_at_head("Thôn Cát: quét chợ.")
    ('khu phố 4', 'Thôn Cát')
    >>> hamlet_at_head("Thôn Cát 12 hộ."), hamlet_at_head("Tổ 3 người."), hamlet_at_head("Thôn 2.")
    ('', '', '')
    """
    turned = without_opening_address(clause)
    apart = begins(turned, "apart_openings", "further_work_openings")
    turned = turned[len(apart) :].lstrip(" ,") if apart else turned
    match = _at_head().match(turned)
    if match is None:
        return ""
    does = turned[match.end() :]
    is_work = len(does.split()) >= MIN_WORDS and begins(does, *_NO_WORK) is None
    return match["hamlet"] if is_work else ""


@cache
def _joints() -> regex.Pattern[str]:
    """A comma or a semicolon before the name of a hamlet, behind which a verb or a colon stands."""
    apart = rf"{alternation('apart_openings')}|{alternation('further_work_openings')}"
    return compile_regex(rf"(?<=[,;])\s+(?=(?:(?:{apart})\s)?{_hamlet()}(?::\s|\s)\p{{Ll}})")


@cache
def _at_head() -> regex.Pattern[str]:
    return compile_regex(rf"(?P<hamlet>{_hamlet()})(?::\s|\s)(?=\p{{Ll}})")


def _hamlet() -> str:
    levels = administrative_levels()
    named, numbered = any_of(levels.hamlets), any_of((*levels.hamlets, *levels.hamlets_by_name))
    name = r"\p{Lu}\p{Ll}*(?:\s\p{Lu}\p{Ll}*)*"
    return rf"(?:(?i:{numbered})\s(?:số\s)?\d{{1,2}}\p{{Lu}}?|(?i:{named})\s{name})"
