"""The sources of targets, duties and hard dates."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from kehoach.normalize.offices.parse import parse_offices
from kehoach.normalize.text import join_lines, strip_diacritics
from kehoach.parsers.items.ground.context import Context
from kehoach.parsers.sources.align import align, align_apart
from kehoach.parsers.sources.locator import Found, Locator, Scope, inside, leading, without_headings
from kehoach.parsers.sources.tasks import bodies_printed, group_source
from kehoach.schema import models
from kehoach.schema.base import Spans
from kehoach.schema.sources import (
    AssignmentSources,
    DutySources,
    How,
    ObligationSources,
    TargetSources,
    ValueSource,
    ValueSources,
)

LINES_ABOVE, LINES_OF_OPENING = 2, 4
"""Lines right above duties, and their first, where their body is named."""


def with_target_sources(
    targets: Sequence[models.Target], locator: Locator, context: Context
) -> tuple[models.Target, ...]:
    """Targets with the sources of their values."""
    located: list[models.Target] = []
    for index, target in enumerate(targets):
        scope = scope_of(target.spans, locator, confidence=target.confidence)
        pointer = f"/targets/{index}"
        text = found_in(target.text, scope, locator=locator)
        sources = TargetSources(
            number=number_source(
                target.number, scope, pointer=f"{pointer}/number", locator=locator
            ),
            text=locator.source(text, f"{pointer}/text", scope),
            metrics=_metrics(
                target, text, scope=scope, pointer=f"{pointer}/metrics", locator=locator
            ),
            group=group_source(target.group, scope, pointer=f"{pointer}/group", locator=locator),
            lead=_bodies(
                target.lead,
                scope,
                pointer=f"{pointer}/lead/units",
                locator=locator,
                context=context,
            ),
            coordinating=_bodies(
                target.coordinating,
                scope,
                pointer=f"{pointer}/coordinating/units",
                locator=locator,
                context=context,
            ),
            deadline=_time(
                target.deadline,
                scope,
                pointer=f"{pointer}/deadline",
                locator=locator,
                context=context,
            ),
            note=_note(target.note, scope, pointer=f"{pointer}/note", locator=locator),
        )
        located.append(target.model_copy(update={"sources": sources}))
    return tuple(located)


def _metrics(
    target: models.Target, text: Found, scope: Scope, pointer: str, locator: Locator
) -> ValueSources:
    """Of each figure, in order: among the words of the target, else in the rest of its row."""
    told: list[ValueSource] = []
    first = text.match.first if text.match is not None else 0
    for index, metric in enumerate(target.metrics):
        value = metric.raw or ""
        match = align(value, scope.region, first=first) or align(value, scope.region)
        if match is None and target.origin == "table":  # its unit has a column of its own
            match = align_apart(value, scope.region)
        found = Found(value, "item", region=scope.region, match=match) if match else Found(value)
        if match is not None:
            first = match.stop
        told.append(locator.source(found, f"{pointer}/{index}", scope))
    return tuple(told)


def _time(
    deadline: models.Deadline | None,
    scope: Scope,
    pointer: str,
    locator: Locator,
    context: Context,
) -> ValueSource | None:
    if deadline is None:
        return None
    found = found_in(deadline.raw, scope, locator=locator)
    return locator.source(found, pointer, scope, _how_of_time(deadline, context))


def _note(note: str | None, scope: Scope, pointer: str, locator: Locator) -> ValueSource | None:
    """Of the cells of a row that a note holds, each perhaps with its heading."""
    if note is None:
        return None
    found = locator.find(note, scope)
    if found.match is None:
        found = locator.find(without_headings(note), scope)
    return locator.source(found, pointer, scope, value=note)


def with_assignment_sources(
    assignments: Sequence[models.Assignment], locator: Locator, context: Context
) -> tuple[models.Assignment, ...]:
    """Duties with the sources of their values."""
    located: list[models.Assignment] = []
    for index, assignment in enumerate(assignments):
        scope = scope_of(assignment.spans, locator)
        pointer = f"/assignments/{index}"
        duties: list[ValueSource] = []
        first = 0
        for place, duty in enumerate(assignment.duties):
            match = align(duty, scope.region, first=first)
            found = found_in(duty, scope, locator=locator)
            if match is not None:
                first = match.stop
                found = Found(duty, "item", region=scope.region, match=match)
            duties.append(locator.source(found, f"{pointer}/duties/{place}", scope))
        unit = _body(assignment.unit, scope, locator=locator, context=context)
        sources = AssignmentSources(
            unit=locator.source(unit, f"{pointer}/unit", scope, value=assignment.unit),
            number=number_source(
                assignment.number, scope, pointer=f"{pointer}/number", locator=locator
            ),
            group=group_source(
                assignment.group, scope, pointer=f"{pointer}/group", locator=locator
            ),
            duties=tuple(duties),
        )
        details = tuple(
            _with_duty_sources(
                detail,
                scope,
                pointer=f"{pointer}/details/{place}",
                locator=locator,
                context=context,
            )
            for place, detail in enumerate(assignment.details)
        )
        located.append(assignment.model_copy(update={"sources": sources, "details": details}))
    return tuple(located)


def _with_duty_sources(
    detail: models.DutyDetail, scope: Scope, pointer: str, locator: Locator, context: Context
) -> models.DutyDetail:
    """What a duty names besides, with its sources, looked for among the words of the duty."""
    duty = found_in(detail.duty, scope, locator=locator)
    due = None
    if detail.deadline is not None:
        raw = detail.deadline.raw
        found = inside(raw, duty) or found_in(raw, scope, locator=locator)
        how = _how_of_time(detail.deadline, context)
        due = locator.source(found, f"{pointer}/deadline", scope, how)
    helpers = _bodies(
        detail.coordinating,
        scope,
        pointer=f"{pointer}/coordinating/units",
        locator=locator,
        context=context,
    )
    sources = DutySources(coordinating=helpers, deadline=due)
    return detail.model_copy(update={"sources": sources})


def _how_of_time(deadline: models.Deadline, context: Context) -> tuple[How, ...]:
    return ("inferred",) if context.infers_year(deadline) else ()


def _body(unit: str, scope: Scope, locator: Locator, context: Context) -> Found:
    """The words that name a body, or several ("A; B"): as the lines of its duties, or the heading
    over them, print it, else by its full name."""
    found = found_in(unit, scope, locator=locator)
    if found.match is not None and found.match.is_exact and found.level == "item":
        return found
    printed = _printed_names(scope, locator, context=context)
    names = [printed.get(strip_diacritics(part), part) for part in unit.split("; ")]
    named = locator.find_listed(";".join(names), scope)
    return named if named.match is not None else found


def _printed_names(scope: Scope, locator: Locator, context: Context) -> dict[str, str]:
    """How the first lines of an item, and those right above it, print the bodies they name: the
    words by the name."""
    whole = locator.paper.whole
    first = whole.line_at(max(scope.before - 1, 0)) if whole.lines else 0
    above = whole.lines[max(first + 1 - LINES_ABOVE, 0) : first + 1]
    lines = [*above, *scope.region.lines[:LINES_OF_OPENING]]
    found: dict[str, str] = {}
    for one, other in pairwise([*lines, None]):
        text = one.line.text if one is not None else ""
        joined = join_lines(text, other.line.text) if other is not None else text
        for words in dict.fromkeys((joined, text)):
            value = parse_offices(
                context.short_forms.written_out(words), context.level, place=context.place
            )
            for name, printed in zip(value.units, value.printed, strict=True):
                found.setdefault(strip_diacritics(name), printed)
    return found


def with_obligation_sources(
    obligations: Sequence[models.Obligation], locator: Locator, context: Context
) -> tuple[models.Obligation, ...]:
    """Hard dates with the sources of their values."""
    located: list[models.Obligation] = []
    for index, obligation in enumerate(obligations):
        scope = scope_of(obligation.spans, locator)
        pointer = f"/obligations/{index}"
        text = found_in(obligation.text, scope, locator=locator)
        if text.match is None:
            text = locator.find(without_headings(obligation.text), scope)
        due = inside(obligation.deadline.raw, text)
        due = due or found_in(obligation.deadline.raw, scope, locator=locator)
        how = _how_of_time(obligation.deadline, context)
        sources = ObligationSources(
            text=locator.source(text, f"{pointer}/text", scope, value=obligation.text),
            who=_bodies(
                obligation.who,
                scope,
                pointer=f"{pointer}/who/units",
                locator=locator,
                context=context,
            ),
            deadline=locator.source(due, f"{pointer}/deadline", scope, how),
        )
        located.append(obligation.model_copy(update={"sources": sources}))
    return tuple(located)


def _bodies(
    offices: models.Offices | None, scope: Scope, pointer: str, locator: Locator, context: Context
) -> ValueSources:
    if offices is None:
        return ()
    whole = found_in(offices.raw, scope, locator=locator)
    printed = bodies_printed(offices, context) or offices.units
    told: list[ValueSource] = []
    named = offices.names
    for index, (unit, words) in enumerate(zip(named, printed or named, strict=False)):
        found = inside(words, whole) or found_in(words, scope, locator=locator)
        told.append(locator.source(found, f"{pointer}/{index}", scope, value=unit))
    return tuple(told)


def scope_of(spans: Spans, locator: Locator, confidence: float = 1.0) -> Scope:
    """The scope of an item that stands in some spans."""
    return locator.scope(locator.paper.over(spans), confidence)


def found_in(value: str, scope: Scope, locator: Locator) -> Found:
    """A value among the lines of its item, else where it stands last above."""
    found = locator.find(value, scope)
    return found if found.match is not None else locator.find_above(value, scope)


def number_source(
    number: str | None, scope: Scope, pointer: str, locator: Locator
) -> ValueSource | None:
    """Of a number that opens a line of its item."""
    if not number:
        return None
    return locator.source(leading(number, scope), pointer, scope)
