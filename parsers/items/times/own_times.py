"""The day that a point states itself, beside a labelled time that is another thing's, or that of
more than the point: "- Kiểm tra nhà trọ trước ngày 20/4." over "Thời gian họp sơ kết: 25/6"."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from kehoach.normalize.text import fold, strip_diacritics
from kehoach.normalize.times.deadline import DeadlineValue, parse_deadline
from kehoach.parsers.items.ground.context import Context
from kehoach.parsers.items.times.joined_times import Stated
from kehoach.parsers.items.times.mentioned_events import is_of_mentioned_event
from kehoach.parsers.items.times.section_times import names_time_of_work
from kehoach.parsers.items.times.stated_deadlines import stated_in
from kehoach.parsers.items.times.stated_words import phrase_in
from kehoach.parsers.items.times.words_beside_times import lasts
from kehoach.parsers.layout.fields import CIRCUMSTANCE, OWNERS, Field
from kehoach.parsers.layout.outline import Leaf
from kehoach.parsers.words import opens_with, phrases_by
from kehoach.patterns import compile_regex

_CLAUSE_END = compile_regex(r"[,;]\s")
_WORD = compile_regex(r"[\p{L}\p{N}]+")
_IN_FIGURES = compile_regex(r"\d\s?[/.-]\s?\d|\bngày\s+\d")


def own_time_first(
    text: str, labelled: Sequence[Field], leaves: Sequence[Leaf], context: Context
) -> list[Field]:
    """The labels of a point, those of times that are not the time of its work told as circumstances
    where its wording `text` states a day. `leaves` are the blocks of the point."""
    labelled = [_as_length(one) for one in labelled]
    times = [one for one in labelled if one.role == "deadline"]
    if not times:
        return list(labelled)
    days = [
        one
        for one in stated_in(text, context)
        if _is_day(one) and not is_of_mentioned_event(text, one.phrase, one.begin)
    ]
    if not days:
        return list(labelled)
    is_free = _stands_free(leaves) and not any(one.role in OWNERS for one in labelled)
    told: list[Field] = []
    for one in labelled:
        is_other = _is_of_other_thing(one) or (is_free and _is_wider(one, days[-1], context))
        is_aside = (
            one.role == "deadline"
            and is_other
            and not _is_of_point(one, text, days=days, context=context)
        )
        told.append(replace(one, role=CIRCUMSTANCE) if is_aside else one)
    return told


def _as_length(labelled: Field) -> Field:
    """A label, that of a time told as a circumstance where it only says how long an event lasts
    ("Thời gian: 01 ngày/hội nghị")."""
    is_length = labelled.role == "deadline" and lasts().fullmatch(labelled.value.strip(" .;"))
    return replace(labelled, role=CIRCUMSTANCE) if is_length else labelled


def _is_of_point(labelled: Field, text: str, *, days: Sequence[Stated], context: Context) -> bool:
    """Is a label that of the work of a point in any case: its words are among the first of the
    point ("Đấu giá đất, đăng ký đến hết 10/6" / "Thời gian đấu giá"), the day of the point is that
    of what goes before the work, or the label tells the end of what begins that day?"""
    return (
        _names_work_of(labelled.label, text)
        or all(_goes_before(text[: one.begin]) for one in days)
        or _ends_what_begins(labelled, days[-1], context)
    )


def _names_work_of(label: str, text: str) -> bool:
    """Are the words of a label behind that for a time those of the work that a text opens with?"""
    opening = opens_with(label, "openings_of_times_of_work") or opens_with(label, "times_of_work")
    if opening is None:
        return False
    named = " ".join(_words(label)[len(opening.split()) :])
    first = " ".join(_words(_CLAUSE_END.split(text, maxsplit=1)[0]))
    if phrase_in("reporting", label):
        return bool(named) and f"{first} ".startswith(f"{named} ")
    return bool(named) and f" {named} " in f" {first} "


def _words(text: str) -> list[str]:
    return _WORD.findall(fold(text))


def _goes_before(text: str) -> bool:
    """Do the last words before a day tell what is done for a work before it, in a clause of their
    own ("Mở lớp bơi, | đăng ký")?"""
    clauses = _CLAUSE_END.split(text)
    return len(clauses) > 1 and opens_with(clauses[-1].strip(), "steps_before_work") is not None


def _ends_what_begins(labelled: Field, own: Stated, context: Context) -> bool:
    """Does a labelled time begin on the day from which the work of the point is done, which has no
    end ("từ ngày 05/11" / "05/11 đến 12/11")?"""
    if own.value.start is None or own.value.end is not None:
        return False
    value = parse_deadline(labelled.value, context.period)
    if value is None or value.start is None or value.end is None:
        return False
    return value.start >= own.value.start


def _is_day(stated: Stated) -> bool:
    """Is it a day, or a span of days, by which or on which the work itself is done?"""
    is_dated = stated.value.kind in ("by", "within") and _IN_FIGURES.search(stated.phrase)
    return bool(is_dated) and not stated.is_report


def _is_of_other_thing(labelled: Field) -> bool:
    """Does a label name the time of a meeting, of a report, of papers that are handed in ("Thời
    gian nộp hồ sơ"), and not when the work is done?"""
    if not labelled.label or names_time_of_work(labelled.label):
        return False
    is_known = strip_diacritics(labelled.label) in phrases_by("words.yaml", "fields")["deadline"]
    return not is_known or phrase_in("reporting", labelled.label)


def _stands_free(leaves: Sequence[Leaf]) -> bool:
    """Do the labels stand in paragraphs without a mark behind a point that has one? Their time may
    be that of all points before them."""
    point, *labels = leaves or (None,)
    is_marked = point is not None and point.is_point
    return is_marked and bool(labels) and all(leaf.kind == "paragraph" for leaf in labels)


def _is_wider(labelled: Field, own: Stated, context: Context) -> bool:
    """Does a labelled time hold the day of the point, and more?"""
    value = parse_deadline(labelled.value, context.period)
    if value is None or value.kind not in ("by", "within") or value.end is None:
        return False
    return not value.means_same(own.value) and _holds(value, own.value)


def _holds(wide: DeadlineValue, own: DeadlineValue) -> bool:
    first, last = own.start or own.end, own.end
    if first is None or last is None or wide.end is None:
        return False
    return last <= wide.end and (wide.start is None or wide.start <= first)
