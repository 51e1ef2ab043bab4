"""Paragraphs that give several works, each to its body: lists in them ("… một số nội dung: (1) Giao
Phòng Kinh tế …; (2) Giao Công an xã …"), and sentences of which each says who and when ("Tháng 02,
Công an xã rà soát … . Quý II, Phòng Kinh tế mua …")."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from typing import TypeVar

import regex

from kehoach.ingest.model import Grid
from kehoach.normalize.bracket_lists import number_in_brackets
from kehoach.normalize.text import capitalised
from kehoach.normalize.times.tagged import tagged_times
from kehoach.parsers.items.bodies.further_owners import owners_said
from kehoach.parsers.items.bodies.remark_owners import are_named
from kehoach.parsers.items.bodies.sentence_owners import address, subject_of
from kehoach.parsers.items.ground.context import Context
from kehoach.parsers.items.times.stated_deadlines import states_day
from kehoach.parsers.items.words.beginnings import begins, begins_duty
from kehoach.parsers.items.words.sentence_breaks import sentences_in
from kehoach.parsers.layout.marks import in_brackets
from kehoach.parsers.layout.paragraphs import Paragraph
from kehoach.parsers.words import behind_phrase
from kehoach.patterns import compile_regex

_SMALL_LETTER = compile_regex(r"(?<=^\([\divx]{1,4}\)\s*)\p{Ll}")
_INNER_NUMBER = compile_regex(r"[.;:]\s\d{1,2}\.$")
MOST = 0.5
"""A part of the sentences."""
FEWEST_BODIES = 2
"""Points that open with a body; where fewer do, the list is of one body's work."""

Item = TypeVar("Item", Paragraph, Paragraph | Grid)
_NUMBER = compile_regex(r"(?:^|(?<=[.;:,]))\s+(?=\((?:\d{1,2}|[ivx]{1,4})\)\s*\p{L})")


def with_lists_apart(items: Iterable[Item], level: str | None) -> list[Item]:
    """The paragraphs of a paper, those that hold such a list parted: what stands before it, and
    each of its points."""
    return [
        own
        for item in items
        for own in ([item] if isinstance(item, Grid) else _parted(item, level))
    ]


def with_sentences_apart(items: Iterable[Item], context: Context) -> list[Item]:
    """The paragraphs of a paper, those without a mark whose every sentence says when something is
    done, and most of them who does it, not all the same body, parted into these sentences."""
    found: list[Item] = []
    for item in items:
        if isinstance(item, Grid):
            found.append(item)
            continue
        sentences = _works(item, context)
        found.extend(replace(item, text=one) for one in sentences or (item.text,))
    return found


def _works(paragraph: Paragraph, context: Context) -> list[str]:
    """The sentences of such a paragraph; none of another."""
    if paragraph.mark is not None or paragraph.footnote or paragraph.bold:
        return []
    sentences = sentences_in(paragraph.text)
    if any(map(_INNER_NUMBER.search, sentences)):  # "… tháng 5. 2. | Kiểm tra: …" is a list
        return []
    if len(sentences) < FEWEST_BODIES or not all(states_day(one, context) for one in sentences):
        return []
    leads = [owners_said(one, context.level).lead for one in sentences]
    named = [lead for lead in leads if lead]
    is_shared_out = len(set(named)) >= FEWEST_BODIES and len(named) > MOST * len(sentences)
    return sentences if is_shared_out else []


def _parted(paragraph: Paragraph, level: str | None) -> Iterator[Paragraph]:
    opening, *points = _NUMBER.split(paragraph.words)
    points = [_SMALL_LETTER.sub(_in_capital, point, count=1) for point in points]
    if paragraph.footnote or not _are_orders(opening, points, level):
        yield paragraph
        return
    mark = paragraph.mark
    matter, colon, turning = opening.removesuffix(":").rpartition(": ")
    has_matter = bool(colon) and _turns_to_bodies(turning, level)
    if has_matter:  # "Về mặt bằng: | giao Phòng Kinh tế:"
        opening = f"{matter}:"
    head = paragraph.text.removesuffix(paragraph.words) + opening
    yield replace(paragraph, text=head, mark=replace(mark, rest=opening) if mark else None)
    if has_matter:
        yield replace(paragraph, text=f"{capitalised(turning)}:", mark=None, bold=None)
    for point in points:
        yield replace(paragraph, text=point, mark=None, bold=None)


def _in_capital(letter: regex.Match[str]) -> str:
    return letter[0].upper()


def _are_orders(opening: str, points: Sequence[str], level: str | None) -> bool:
    """Does a list count from 1 behind a colon, and are its points given to several bodies, or all
    of them, each an order and some of them dated, to those to whom the words before the colon
    turn?"""
    if not opening.endswith(":") or len(points) < FEWEST_BODIES:
        return False
    matches = [in_brackets(point) for point in points]
    numbers = [match["number"] for match in matches if match is not None]
    places = range(1, len(points) + 1)
    if numbers != [number_in_brackets(place, like=points[0]) for place in places]:
        return False
    words = [match["words"] for match in matches if match is not None]
    bodies = {_body_of(one, level) for one in words}
    if len(bodies - {""}) >= FEWEST_BODIES:
        return True
    if not any(map(tagged_times, words)):
        return False  # "Yêu cầu các thôn: (1) Rà soát; (2) Lập danh sách." is one work in steps
    ordering = sum(map(begins_duty, words))
    return ordering >= MOST * len(words) and _turns_to_bodies(opening.removesuffix(":"), level)


def _turns_to_bodies(opening: str, level: str | None) -> bool:
    """ "Về mặt bằng: giao Phòng Kinh tế"."""
    clause = opening.rpartition(": ")[2]
    turned = address().match(clause)
    return turned is not None and are_named(clause[turned.end() :], level)


def _body_of(point: str, level: str | None) -> str:
    """Whose work a point says, also where another directs them ("Chỉ đạo | Phòng Kinh tế | chủ trì
    lập phương án")."""
    directing = begins(point, "directing_verbs")
    words = behind_phrase(point, directing) if directing else point
    return subject_of(words, level)[0]
