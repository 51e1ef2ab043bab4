"""A sentence that gives each of several bodies a work of its own behind a comma: "Công an xã phân
luồng xe, Văn phòng bố trí hội trường, các thôn dựng rạp."."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache

import regex

from kehoach.normalize.alternatives import any_of
from kehoach.normalize.levels import administrative_levels
from kehoach.normalize.offices.cell import Cell, opens_as_body
from kehoach.normalize.offices.clauses import HELPS, SUPPORTS, WATCHES, clauses_of
from kehoach.normalize.text import capitalised
from kehoach.parsers.items.bodies.sentence_owners import subject_of
from kehoach.parsers.items.ground.context import Context
from kehoach.parsers.items.times.stated_deadlines import ON_DAYS, stated_in
from kehoach.parsers.items.times.stated_words import phrases_of
from kehoach.parsers.items.words.beginnings import begins, begins_duty
from kehoach.parsers.words import alternation, contains, opens_with
from kehoach.patterns import compile_regex, is_in_brackets

_CLAUSE = compile_regex(r"[,;]\s+")
MIN_WORDS_OF_WORK, MIN_WORDS_OF_GIVEN = 2, 3
"""Of what a body does, and of what it is told to do: with fewer it says a part of a work."""
MAX_LETTERS = 600
"""A longer sentence is looked at as a whole."""


def given_in_turn(text: str, context: Context) -> list[str]:
    """The clauses of a sentence, each what one body does by itself; the sentence where one of them
    is no such clause.

    >>> given_in_turn("Công an xã phân luồng xe, Văn phòng Đảng ủy bố trí hội trường.", Context())
    ['Công an xã phân luồng xe,', 'Văn phòng Đảng ủy bố trí hội trường.']
    >>> given_in_turn("Đoàn xã vận động Hội Phụ nữ xã, các thôn dựng rạp.", Context())
    ['Đoàn xã vận động Hội Phụ nữ xã, các thôn dựng rạp.']
    """
    if len(text) > MAX_LETTERS:
        return [text]
    commas = [
        comma for comma in _commas().finditer(text) if not is_in_brackets(text, comma.start())
    ]
    begins_at = [0, *(comma.end() for comma in commas)]
    ends_at = [*(comma.start() for comma in commas), len(text)]
    clauses = [text[begin:end] for begin, end in zip(begins_at, ends_at, strict=True)]
    if len(clauses) < 2 or not all(_gives_own(clause, context) for clause in clauses):
        return [text]
    if any(map(_ends_with_body, clauses[:-1])):
        return [text]  # "hướng dẫn Đoàn xã, | Hội Phụ nữ xã": others go on behind its comma
    is_told = opens_with(text, "duty_addresses") is not None
    return clauses if is_told or not any(map(_directs, clauses[:-1])) else [text]


def times_in_turn(works: Sequence[str], context: Context) -> list[str]:
    """For each of the works of a block the time that closes its sentence in a clause of its own,
    where it is given in turn before that; "" where none does, or it has its own.

    >>> times_in_turn(["Công an xã chặn xe,", "Đoàn xã dựng rạp, xong trước 15/3."], Context())
    ['trước 15/3', '']
    >>> works = ["Công an xã chặn xe;", "Đoàn xã dựng rạp; tất cả xong trước 15/3."]
    >>> times_in_turn(works, Context())
    ['trước 15/3', '']
    """
    times: list[str] = []
    closing = ""
    of_all = time_of_all(works[-1], context)
    for work in reversed(works):
        if of_all and times:
            times.append("" if stated_in(work, context) else of_all)
        elif not work.endswith(","):
            closing = _closing_time(work, context)
            times.append("")
        else:
            times.append("" if stated_in(work, context) else closing)
    return times[::-1]


def _closing_time(work: str, context: Context) -> str:
    """The time in the last clause of a work, where that tells nothing else ("…, hoàn thành trước
    15/3.", "…; thời gian: từ 10/3 đến 15/3.")."""
    *_, clause = _CLAUSE.split(work)
    if clause == work or opens_with(clause.replace(":", " "), "openings_of_closing_times") is None:
        return ""
    stated = stated_in(clause, context)
    return stated[0].phrase if len(stated) == 1 else ""


def time_of_all(work: str, context: Context) -> str:
    """The time in the last clause of the last work, where that speaks of all works before it ("…;
    tất cả xong trước 15/3.")."""
    begin = 0
    for end in _SENTENCE_PART.finditer(work):
        begin = end.end()
    clause = work[begin:]
    if not begin or phrases_of("whole_list").search(clause[:MAX_OPENING]) is None:
        return ""
    stated = [one for one in stated_in(clause, context) if not one.is_report]
    return stated[0].phrase if len(stated) == 1 else ""


MAX_OPENING = 40
"""Letters at the head of such a clause, in which it says that it speaks of all."""
_SENTENCE_PART = compile_regex(r"[;,.]\s+(?!$)")


@cache
def _commas() -> regex.Pattern[str]:
    """Before a capital, before many of a kind ("các thôn"), or a hamlet by its number ("khu phố
    2")."""
    many = rf"(?:{alternation('list_words')})\s+(?:{alternation('many_bodies')})"
    numbered = rf"(?:{any_of(administrative_levels().hamlets)})\s\d"
    return compile_regex(rf"(?<=,)\s+(?=\p{{Lu}}|{numbered}|(?:{many})(?!\p{{L}}))")


def _gives_own(clause: str, context: Context) -> bool:
    """Does a clause open with a body of the directory, or several, and say what it does by
    itself?"""
    is_told = opens_with(clause, "duty_addresses") is not None
    words = context.short_forms.written_out(capitalised(clause))
    lead, does = subject_of(words, context.level)
    offices = context.offices(lead)
    fewest = MIN_WORDS_OF_GIVEN if is_told else MIN_WORDS_OF_WORK
    if (
        offices is None
        or not all(map(opens_as_body, offices.unknown))
        or len(does.split()) < fewest
    ):
        return False
    is_dated = begins(clause, "linking_words") is None and _ends_with_day(does, context)
    if not (begins_duty(does) or is_dated) or _only_takes_part(words):
        return False
    return begins(does, "helping_clauses") is None and not _only_leads(does)


def _ends_with_day(does: str, context: Context) -> bool:
    """ "Phòng Kinh tế | phân lô trước 10/3/2031,": a day behind what a body does tells a work,
    whatever its verb."""
    words = does.rstrip(" ,.;")
    stated = stated_in(words, context)[-1:]
    return does[:1].islower() and any(
        one.value.kind in ON_DAYS and one.begin > 0 and words.endswith(one.phrase) for one in stated
    )


def _only_leads(does: str) -> bool:
    """ "Công an xã | chủ trì,": is nothing said of what is led?"""
    verb = begins(does, "leading_verbs")
    return verb is not None and len(does.split()) - len(verb.split()) < MIN_WORDS_OF_WORK


def _only_takes_part(clause: str) -> bool:
    """ "Công an xã kiểm tra, giám sát": does a clause only tell which part its body takes in the
    work before it, and no day?"""
    if any(map(str.isdigit, clause)):
        return False
    words = clause.rstrip(" ,.;")
    return any(
        one.part in (HELPS, SUPPORTS) or (one.part == WATCHES and one.printed == words)
        for one in clauses_of(words)
    )


def _ends_with_body(clause: str) -> bool:
    """Are the last words of a clause the name of a body, which another may follow?"""
    cell = Cell(clause)
    for index in range(1, cell.size):
        found = cell.longest_name(index) if cell.words[index].is_capital else None
        if found is not None and cell.level_stop(found[1]) == cell.size:
            return True
    return False


def _directs(clause: str) -> bool:
    """Does a clause turn to others ("hướng dẫn các thôn")?"""
    return contains(clause, "verbs_upon_others") is not None
