"""What words of a paper take back or change of works it lists, or of another paper's: a remark that
a work is no longer done or has another time ("Đã bãi bỏ", "Gia hạn đến 30/9"), a point that amends
("Bãi bỏ nhiệm vụ số 5", "Sửa đổi thời hạn tại mục 3 thành …")."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from typing import Literal, TypeAlias

import regex

from kehoach.normalize.alternatives import any_of
from kehoach.patterns import compile_regex
from kehoach.schema.rules.vocabulary import words

Change: TypeAlias = Literal["taken_back", "later", "replaced", "added"]
"""Of a work: it is not done, it has another time, other words or another doer, it is new."""

MOST_LETTERS = 200
"""Of a remark."""


def change_in_remark(remark: str | None) -> Change | None:
    """What a remark beside a work says of the work itself.

    >>> change_in_remark("Đã bãi bỏ theo QĐ 15"), change_in_remark("Gia hạn đến 30/9")
    ('taken_back', 'later')
    >>> change_in_remark("Bỏ phiếu kín"), change_in_remark("Gia hạn hợp đồng đến 30/9")
    (None, None)
    """
    if not remark:
        return None
    for clause in _CLAUSES.split(remark[:MOST_LETTERS]):
        words_told = clause.rpartition(": ")[2].strip(" .-–(*)")
        for change, pattern in _remarks().items():
            if pattern.match(words_told):
                return change
    return None


_CLAUSES = compile_regex(r"\s*[;\n]\s*|\.\s+(?=\p{Lu})|,\s+(?=[Đđ]ã\s)")


@cache
def _remarks() -> dict[Change, regex.Pattern[str]]:
    said = words("changes_in_remarks")
    behind = any_of(said["behind_taken_back"])
    times = rf"(?: (?: {any_of(said['times'])} ) (?!\p{{L}}) | \d )"
    done_by = any_of(said["given_on"])
    return {
        "taken_back": _pattern(
            rf"(?: {any_of(said['taken_back'])} ) (?!\p{{L}}) \s*"
            rf"(?: $ | [,.(] | (?: {behind} ) (?!\p{{L}}) (?! \s+ (?: quy | luật ) (?!\p{{L}}) ) )"
        ),
        "later": _pattern(
            rf"(?: {any_of(said['later'])} ) (?!\p{{L}}) \s+ (?: [\p{{L}},]+ \s+ ){{0,3}}? {times}"
        ),
        "replaced": _pattern(
            rf"(?: {any_of(said['replaced'])} ) (?!\p{{L}})"
            rf"| (?: {any_of(said['moved'])} ) \s+ (?-i:\p{{Lu}}) [^;]* "
            rf"  \s (?: {done_by} ) (?!\p{{L}})"
        ),
    }


def change_in_point(text: str, *, among_others: bool = False) -> Change | None:
    """What a point that opens so changes of the works of another paper, or of another place of its
    own; `among_others`: of a paper that does so elsewhere, too.

    >>> change_in_point("Bãi bỏ nhiệm vụ số 5."), change_in_point("Bãi bỏ các rào chắn cũ.")
    ('taken_back', None)
    >>> change_in_point("Sửa đổi thời hạn tại mục 3 thành “trước 30/6”."), change_in_point(
    ...     "Sửa đổi Quy chế làm việc trước 30/6."
    ... )
    ('replaced', None)
    """
    opening = text[:MOST_LETTERS]
    if _other_papers().search(opening):
        return None
    for change, pattern in _points().items():
        if pattern.match(opening):
            return change
    if among_others:
        for change, pattern in _further_points().items():
            if pattern.match(opening):
                return change
    return None


def amends(title: str | None, points: Iterable[str]) -> bool:
    """Does a paper change another one, by its title or by one of its points?"""
    is_titled = title is not None and _title().search(title) is not None
    return is_titled or any(change_in_point(text) is not None for text in points)


def new_time(text: str) -> str:
    """The words of the time that holds now, where a point says from when to when it was moved ("từ
    ngày 15/6 thành | ngày 15/8"); "" for none."""
    found = _moved_time().search(text)
    return found["now"].strip(" .") if found is not None else ""


def in_quotes(value: str, text: str) -> bool:
    """Do words stand in quotation marks of a text?"""
    return any(value in quoted for quoted in _QUOTED.findall(text))


_QUOTED = compile_regex(r"[“\"”«][^“”\"«»]*[”\"“»]")


@cache
def _points() -> dict[Change, regex.Pattern[str]]:
    said = words("changes_in_points")
    place = (
        rf"(?: {any_of(said['places'])} ) \s+ (?: số \s+ )?"
        r"(?: [“\"«] | \d | (?-i:[IVX]+\b) | \p{L} (?![\p{L}]) )"
    )
    ahead = r"(?: [^\s.;:]+ \s+ ){0,10}?"
    becomes = rf"(?: {any_of(said['becomes'])} ) (?!\p{{L}})"
    return {
        "taken_back": _pattern(rf"(?: {any_of(said['taken_back'])} ) \s+ {ahead} {place}"),
        "added": _pattern(rf"(?: {any_of(said['added'])} ) \s+ (?: thêm \s+ )? {place}"),
        "replaced": _pattern(
            rf"(?: {any_of(said['replaced'])} ) (?!\p{{L}}) "
            rf"(?: (?= .*? [\s,(] {place} ) .*? \s {becomes}"
            rf"  | \s+ (?: {any_of(said['wordings'])} ) (?!\p{{L}})"
            rf"  | \s+ [“\"«] .*? \s {becomes}"
            rf"  | \s+ (?: {any_of(said['terms'])} ) (?!\p{{L}}) .*? {_MOVED} )"
        ),
    }


@cache
def _further_points() -> dict[Change, regex.Pattern[str]]:
    """What else changes works, in a paper that says elsewhere that it does."""
    said = words("changes_in_points")
    becomes = any_of(said["becomes"])
    works = any_of(said["works"])
    return {
        "taken_back": _pattern(
            rf"(?: {any_of(said['taken_back'])} ) \s+ (?: {works} ) (?!\p{{L}})"
        ),
        "replaced": _pattern(
            rf"(?: {any_of(said['handed_on'])} ) \s .*? \s (?: {becomes} ) (?!\p{{L}})"
        ),
    }


_DAY = r"(?: ngày \s+ | tháng \s+ | quý \s+ )? [\dIVX]{1,2} (?: [/.] \d{1,4} ){0,2}"
_MOVED = rf"từ \s+ {_DAY} \s+ (?: thành | sang | đến ) \s+ (?: hết \s+ | trước \s+ )? {_DAY}"


@cache
def _moved_time() -> regex.Pattern[str]:
    return _pattern(
        rf"(?<!\p{{L}}) từ \s+ {_DAY} \s+ (?: thành | sang ) \s+ "
        rf"(?P<now> (?: hết \s+ | trước \s+ )? {_DAY} ) (?![\d/])"
    )


@cache
def _other_papers() -> regex.Pattern[str]:
    return _pattern(
        rf"(?<!\p{{L}}) (?: {any_of(words('changes_in_points')['of_law'])} ) (?!\p{{L}})"
    )


@cache
def _title() -> regex.Pattern[str]:
    opens = any_of(words("changes_in_points")["titles"])
    about = r"(?: (?: về | v/v ) \s+ (?: việc \s+ )? )?"
    return _pattern(rf"^ \W* {about} (?: {opens} ) (?!\p{{L}})")


def _pattern(text: str) -> regex.Pattern[str]:
    return compile_regex(text, regex.IGNORECASE | regex.VERBOSE | regex.DOTALL)
