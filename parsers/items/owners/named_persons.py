"""Persons who lead a work, called by their names where the paper gives both: "đồng chí Lò Văn Panh,
Phó Chủ tịch UBND xã", "ông Bế Văn Ngọ - Trưởng thôn Đông"; and by "đồng chí" where it says so."""

from __future__ import annotations

from functools import cache

import regex

from kehoach.parsers.items.bodies.subject_ends import named_person
from kehoach.parsers.words import alternation
from kehoach.patterns import compile_regex
from kehoach.schema import models


def with_person_as_printed(task: models.Task) -> models.Task:
    """A task whose lead is called with the person's name where its sentence, or the title over it,
    gives both: "đồng chí Lò Văn Panh, | Phó Chủ tịch UBND xã"; with "đồng chí" before a post."""
    if task.lead is None or not task.task:
        return task
    titles = [group.title for group in (task.subgroup, task.group) if group is not None]
    for text in (task.task, *titles):
        printed = _with_name(task.lead.raw, text) or _with_comrade(task.lead.raw, text)
        if printed:
            lead = task.lead.model_copy(update={"raw": printed})
            return task.model_copy(update={"lead": lead})
    return task


def _with_name(office: str, text: str) -> str:
    """An office with the name before it in a text; "" where none stands there."""
    for person in _person_before().finditer(text):
        if text.startswith(office, person.end()):
            return f"{person[0]}{office}"
    for person in _person_with_office().finditer(text):
        if person["office"] == office:
            return person[0]
    return ""


def _with_comrade(post: str, text: str) -> str:
    """A post with the word of address right before it ("Giao | đồng chí Trưởng Công an xã"); ""
    where none stands there."""
    found = (one for one in _comrade().finditer(text) if text.startswith(post, one.end()))
    one = next(found, None)
    return f"{one[0]}{post}" if one is not None else ""


@cache
def _comrade() -> regex.Pattern[str]:
    return compile_regex(rf"(?<!\p{{L}})(?:{alternation('comrades')})\s+", regex.IGNORECASE)


@cache
def _person_before() -> regex.Pattern[str]:
    return compile_regex(rf"(?<!\p{{L}}){named_person()}(?:,|\s[-–])\s+")


@cache
def _person_with_office() -> regex.Pattern[str]:
    """ "Đồng chí Cao Thị Nhàn (Văn phòng)"."""
    return compile_regex(rf"(?<!\p{{L}}){named_person()}\s\((?P<office>[^()]+)\)")
