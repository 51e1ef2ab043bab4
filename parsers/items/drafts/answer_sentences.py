"""Sentences behind a point that only say who does it, and when: "1. Đăng tải toàn văn Luật trên
cổng thông tin." / "Giao Sở Tư pháp thực hiện trong tháng 1/2031."."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from kehoach.normalize.text import strip_diacritics
from kehoach.parsers.items.bodies.further_owners import owners_said
from kehoach.parsers.items.drafts.drafts import Draft
from kehoach.parsers.items.drafts.joined_sentences import goes_on
from kehoach.parsers.items.ground.context import Context
from kehoach.parsers.items.times.stated_deadlines import stated_in
from kehoach.parsers.layout.fields import Field, read_field
from kehoach.parsers.layout.outline import Leaf
from kehoach.parsers.words import contains, phrases

MOST_WORDS = 60
"""Of such a sentence, helpers and all."""
_SIGNS = " .,;:()"


@dataclass(frozen=True, slots=True)
class Answer:
    """A sentence (`leaf`) on the block above it (`point`), and what it says as labels do."""

    leaf: Leaf
    point: Leaf
    fields: tuple[Field, ...]


def answers_in(leaves: Sequence[Leaf], context: Context) -> list[Answer]:
    """The blocks of a list -> its sentences that only say who does the point above them."""
    found: list[Answer] = []
    point: Leaf | None = None
    for leaf in leaves:
        if leaf.kind != "paragraph":
            point = leaf
            continue
        fields = answer_of(leaf.text, context) if point is not None else ()
        if fields and point is not None:
            found.append(Answer(leaf, point, fields))
        if not (fields or goes_on(leaf)):
            point = leaf if not leaf.text.endswith(":") else None
    return found


def answer_of(text: str, context: Context) -> tuple[Field, ...]:
    """Who does something and when, where a sentence says nothing else; () for another."""
    if len(text.split()) > MOST_WORDS or contains(text, "performing_verbs") is None:
        return ()
    if read_field(text) is not None:
        return ()
    said = owners_said(context.short_forms.written_out(text), context.level)
    if not said.lead:
        return ()
    times = [stated.phrase for stated in stated_in(text, context)]
    rest = text
    for phrase in (said.coordinating, said.lead, *times):
        if phrase and phrase not in rest:
            return ()
        rest = rest.replace(phrase, " ", 1) if phrase else rest
    if not _says_nothing_more(rest):
        return ()
    fields = [Field("lead", "", said.lead)]
    if said.coordinating:
        fields.append(Field("coordinating", "", said.coordinating))
    if times:
        fields.append(Field("deadline", "", times[0]))
    return tuple(fields)


def _says_nothing_more(rest: str) -> bool:
    """Are all words of a sentence, its bodies and times apart, words for doing what stands above
    it?"""
    plain = f" {' '.join(strip_diacritics(rest).translate(_NO_SIGNS).split())} "
    for phrase in phrases("words_of_answers"):
        while f" {phrase} " in plain:
            plain = plain.replace(f" {phrase} ", " ")
    return not plain.strip()


_NO_SIGNS = str.maketrans(dict.fromkeys(_SIGNS, " "))


def with_answers(
    drafts: Iterable[Draft], answers: Sequence[Answer], used: set[int]
) -> Iterator[Draft]:
    """Drafts, each with what the sentence behind it says; `used` learns the sentences (by `id`)
    that found their work."""
    told = {id(answer.point): answer for answer in reversed(answers)}
    for draft in drafts:
        answer = told.get(id(draft.leaves[0])) if draft.leaves else None
        if answer is not None and not any(one.role == "lead" for one in draft.fields):
            draft.take_fields(answer.fields, answer.leaf)
            used.add(id(answer.leaf))
        yield draft
