"""Numbers of the points that stand under no heading, beside others that are headings themselves
("2. Công an xã tuần tra …", "3. Phòng Kinh tế:" over bullets): they count in one run."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from kehoach.schema.models import Finding
from kehoach.schema.rules.base import Draft, rule
from kehoach.schema.rules.elsewhere import cuts, is_excerpt, printed_elsewhere, reading_order
from kehoach.schema.rules.number_runs import Numbered, told
from kehoach.schema.rules.numbering import SURE
from kehoach.schema.walk import Place


@rule("outer_numbers")
def outer_numbers(draft: Draft) -> Iterator[Finding]:
    """A number used twice, or one left out, in such a run. Only where the numbers before and behind
    it count on, so that no other list, and no number that a reader lost, makes it look so."""
    run = _outer_run(draft)
    values = [int(place.part.number) for place in run]
    for place in range(2, len(run)):
        ahead, before, own = values[place - 2 : place + 1]
        behind = values[place + 1 : place + 2]
        if own == before == ahead + 2 and run[place].text != run[place - 1].text:
            yield told("duplicate_number", Numbered.of(run[place]))  # "2.", "4.", "4.": a slip
            continue
        if before != ahead + 1 or behind not in ([], [own + 1]):
            continue
        item = Numbered.of(run[place])
        if own == before and behind and run[place].text != run[place - 1].text:
            yield told("duplicate_number", item)
        elif own == before + 2 and _is_printed_gap(draft, run[place - 2 : place + 1], before + 1):
            yield told("number_gap", item, before=str(before), after=str(own))


def _outer_run(draft: Draft) -> Sequence[Place[Any]]:
    """The points without a heading and the headings beside them, in their order, where both have
    plain numbers; nothing where there are only some of one kind."""
    loose = [place for place in draft.whole.children("loose") if place.part.kind == "item"]
    sections = [place for place in draft.whole.children("sections") if place.part.number]
    run = [*loose, *sections]
    if not loose or not sections or not all(_is_plain(place) for place in run):
        return ()
    return sorted(run, key=lambda place: reading_order(place.spans))


def _is_plain(place: Place[Any]) -> bool:
    return (place.part.number or "").isdecimal()


def _is_printed_gap(draft: Draft, around: Sequence[Place[Any]], missing: int) -> bool:
    """Is a number left out nowhere else in the paper, and were those around it surely read?"""
    if draft.has_gaps or is_excerpt(draft) or cuts(draft):
        return False
    if str(missing) in printed_elsewhere(draft):
        return False
    is_scanned = any(draft.is_scanned(place.spans) for place in around)
    return not is_scanned or all(place.confidence >= SURE for place in around)
