"""The day that a point states itself, beside a labelled time that is another thing's, or that of
more than the point: "- Kiểm tra nhà trọ trước ngày 20/4." over "Thời gian họp sơ kết: 25/6"."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from kehoach.normalize.text import strip_diacritics
from kehoach.normalize.times.deadline import DeadlineValue, parse_deadline
from kehoach.parsers.items.context import Context
from kehoach.parsers.items.joined_times import Stated
from kehoach.parsers.items.section_times import names_time_of_work
from kehoach.parsers.items.stated_deadlines import stated_in
from kehoach.parsers.items.stated_words import phrase_in
from kehoach.parsers.layout.fields import CIRCUMSTANCE, OWNERS, Field
from kehoach.parsers.layout.outline import Leaf
from kehoach.parsers.words import phrases_by
from kehoach.patterns import compile_regex

_IN_FIGURES = compile_regex(r"\d\s?[/.-]\s?\d|\bngày\s+\d")


def own_time_first(
    text: str, labelled: Sequence[Field], leaves: Sequence[Leaf], context: Context
) -> list[Field]:
    """The labels of a point, those of times that are not the time of its work told as circumstances
    where its wording `text` states a day. `leaves` are the blocks of the point."""
    times = [one for one in labelled if one.role == "deadline"]
    if not times:
        return list(labelled)
    days = [one for one in stated_in(text, context) if _is_day(one)]
    if not days:
        return list(labelled)
    is_free = _stands_free(leaves) and not any(one.role in OWNERS for one in labelled)
    return [
        replace(one, role=CIRCUMSTANCE)
        if one.role == "deadline"
        and (_is_of_other_thing(one) or (is_free and _is_wider(one, days[-1], context)))
        else one
        for one in labelled
    ]


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
