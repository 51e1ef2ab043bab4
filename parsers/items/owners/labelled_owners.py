"""Where the bodies behind a label of owners end: "Chủ trì: Phòng Kinh tế. Xong trong tháng 5."

A label in running text has no end of its own; the next sentence, or a time behind a comma, is no
name of a body.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from functools import cache

import regex

from kehoach.normalize.offices.cell import Cell
from kehoach.normalize.text import fold
from kehoach.normalize.times.deadline import parse_deadline
from kehoach.parsers.items.bodies.further_owners import owners_said
from kehoach.parsers.items.bodies.sentence_owners import Owners, subject_of
from kehoach.parsers.items.ground.context import Context
from kehoach.parsers.items.times.joined_times import Stated
from kehoach.parsers.items.times.stated_deadlines import stated_in, states_day
from kehoach.parsers.items.times.stated_words import listed
from kehoach.parsers.items.words.beginnings import begins, begins_duty
from kehoach.parsers.items.words.sentence_breaks import SENTENCE_END
from kehoach.parsers.layout.fields import OWNERS, Field
from kehoach.patterns import compile_regex

MAX_WORDS_BESIDE_TIME = 3
"""Of a sentence that says when and nothing else ("Dự kiến xong trong tháng 5")."""
_MARK_BEFORE = compile_regex(r"[,;(–-]\s*$")
_EDGES = " ,;:.()–-"


def owners_apart(fields: Iterable[Field], context: Context) -> tuple[list[Field], list[str]]:
    """Labelled values -> the same, owners cut where a time or a sentence begins, each time a field
    behind them; and the sentences that say something else than when.

    >>> [lead, time], _ = owners_apart(
    ...     [Field("lead", "Chủ trì", "Công an xã, xong trước ngày 30/6/2031.")], Context()
    ... )
    >>> lead.value, time.role, time.value
    ('Công an xã', 'deadline', 'trước ngày 30/6/2031')
    """
    kept: list[Field] = []
    others: list[str] = []
    for labelled in fields:
        owner, behind = labelled.value, ""
        if labelled.role in OWNERS and "\n" not in owner:
            owner, behind = _owner_end(labelled.value, context)
        kept.append(Field(labelled.role, labelled.label, value=owner))
        time = _time_alone(behind, context) if behind else None
        if time is not None:
            kept.append(Field("deadline", "", value=time))
        elif behind:
            others.append(behind)
    return kept, others


def times_apart(fields: Iterable[Field], context: Context) -> list[Field]:
    """Labelled lines -> the same, owners cut where a time begins; what says more than when stays
    with the owner that it is printed with."""
    kept: list[Field] = []
    for labelled in fields:
        if labelled.role == "deadline":
            time, owners = _time_and_owners(labelled.value, context)
            labelled = replace(labelled, value=_time_before_order(time, context))
            kept.extend(owners)
        cut, others = owners_apart([labelled], context)
        kept.extend([labelled] if others else cut)
    return kept


def _time_and_owners(value: str, context: Context) -> tuple[str, list[Field]]:
    """The first sentence of a labelled time, where the next one says who does the work ("Quý I. Ban
    Thường vụ chủ trì, Ủy ban Kiểm tra phối hợp."), and these."""
    time, _, behind = value.partition(". ")
    read = parse_deadline(time, context.period) if behind[:1].isupper() else None
    said = owners_said(behind, context.level) if read is not None and read.kind else Owners()
    does = behind.partition(said.lead)[2].strip(" ,") if said.lead else ""
    if not begins(does, "performing_verbs", "leading_verbs"):
        return value, []  # "Quý I. | Phòng Kinh tế hỗ trợ 5 triệu đồng."
    named = (("lead", said.lead), ("coordinating", said.coordinating))
    return time, [Field(role, "", value=bodies) for role, bodies in named if bodies]


def _time_before_order(value: str, context: Context) -> str:
    """The first sentence of a labelled time, where it says when and the next one orders something
    ("Thường xuyên trong mùa mưa. Đặc biệt, phân công cán bộ trực …")."""
    for sentence_end in SENTENCE_END.finditer(value):
        time, behind = value[: sentence_end.start()], value[sentence_end.end() :]
        read = parse_deadline(time, context.period)
        _, comma, act = behind.partition(", ")
        is_order = begins_duty(behind) or (comma and begins_duty(act))
        if states_day(behind, context):
            return value  # "Các thôn gửi trước 15/9. | Công an xã tổng hợp, báo cáo trước 30/9."
        return time if is_order and read is not None and read.kind is not None else value
    return value


def _owner_end(value: str, context: Context) -> tuple[str, str]:
    """The bodies that a labelled value opens with, and what stands behind them."""
    for sentence_end in SENTENCE_END.finditer(value):
        if _begins_sentence(sentence_end, value, context=context):
            owner, behind = value[: sentence_end.start() - 1], value[sentence_end.end() :]
            break
    else:
        owner, behind = value, ""
    time = next(
        (stated for stated in stated_in(owner, context) if _ends_owner(stated, owner)), None
    )
    if time is None:
        return owner.strip(), behind.strip()
    stop = _without_verb(owner[: time.begin])
    rest = f"{owner[len(stop) :].lstrip(_EDGES)} {behind}"
    return stop.rstrip(" ,;:(–-"), rest.strip()


def _begins_sentence(sentence_end: regex.Match[str], value: str, context: Context) -> bool:
    """Does a sentence of its own begin here? Not behind the dot of a short form, nor where only
    another body is named."""
    if len(sentence_end["word"]) == 1 or fold(sentence_end["word"]) in _dotted():
        return False
    behind = value[sentence_end.end() :]
    cell = Cell(behind)
    names_many = cell.opens_collective(0) and begins(behind, "word_of_each") is None
    if not (cell.opens_body(0) or names_many):
        return True
    lead, _ = subject_of(behind, context.level)
    return bool(lead)


def without_owner(text: str, owner: str) -> str:
    """ "Công an xã: Lập chốt tại ngầm tràn.": the owner before the colon is a label, where a
    sentence follows it.

    >>> without_owner("Công an xã: Lập chốt.", "Công an xã")
    'Lập chốt.'
    >>> without_owner("Công an xã lập chốt.", "Công an xã")
    'Công an xã lập chốt.'
    """
    opening, _, behind = text.partition(":")
    is_label = opening.strip() == owner.strip() and behind.strip()[:1].isupper()
    return behind.strip() if is_label else text


@cache
def _dotted() -> frozenset[str]:
    return frozenset(map(fold, listed("dotted_short_forms")))


def _ends_owner(time: Stated, owner: str) -> bool:
    """Does a time stand behind the owner, and not in the name of a body ("Ban Tổ chức Lễ hội tháng
    3")?"""
    before = owner[: time.begin]
    if not _without_verb(before).strip(_EDGES):
        return False
    if _MARK_BEFORE.search(before) or _without_verb(before) != before.rstrip():
        return True
    first_word = time.phrase.split()[0].lower()
    return first_word in listed("openings_behind_owners")


def _without_verb(text: str) -> str:
    """A text without the words at its end with which a time is introduced ("…, xong")."""
    words = text.rstrip()
    verbs = listed("before_openings")
    while True:
        verb = next((verb for verb in verbs if _ends_with(words, verb)), None)
        if verb is None:
            return words
        words = words[: len(words) - len(verb)].rstrip()


def _ends_with(text: str, phrase: str) -> bool:
    before, found = text[: -len(phrase)], text[-len(phrase) :]
    return found.lower() == phrase and not before[-1:].isalpha()


def _time_alone(text: str, context: Context) -> str | None:
    """The words of the time, where a text says when and nothing else."""
    stated = stated_in(text, context)
    if not stated:
        return None
    first, last = stated[0], stated[-1]
    stop = last.begin + len(last.phrase)
    beside = f"{_without_verb(text[: first.begin])} {text[stop:]}"
    if len(beside.strip(_EDGES).split()) > MAX_WORDS_BESIDE_TIME:
        return None
    return text[first.begin : stop]
