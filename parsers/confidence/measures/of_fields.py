"""What all values of one field of a list are together: one column that was taken for another."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from kehoach.parsers.confidence.measures.figures import MISSING, grown, mean, median, spread
from kehoach.parsers.confidence.measures.lists import OwnList, Value
from kehoach.parsers.confidence.measures.words import of_words
from kehoach.schema.sources import Evidence


class OfField(NamedTuple):
    """Measures of a field: how many values it has, for one item, too; their lengths; how many are
    different, how many different first words there are; the shares that stand in a place of their
    own, or above the item, that were found as they are, that look so (`OfWords`)."""

    size: float = MISSING
    length: float = MISSING
    length_spread: float = MISSING
    different: float = MISSING
    openings: float = MISSING
    own_place: float = MISSING
    above: float = MISSING
    share: float = MISSING
    of_an_item: float = MISSING
    small_letters: float = MISSING
    figures: float = MISSING
    verbs: float = MISSING
    bodies: float = MISSING
    strange: float = MISSING
    stops: float = MISSING
    commas: float = MISSING


@dataclass(frozen=True, slots=True)
class Field:
    """All values of a field of a list: how many, how often each is said, the median of lengths."""

    measures: OfField
    size: int
    said: Counter[str]
    length: float


def fields_of(own: OwnList, evidence: Mapping[str, Evidence]) -> dict[str, Field]:
    """The fields of a list by their kind ("tasks/lead")."""
    held: dict[str, list[Value]] = {}
    for item in own.items:
        for value in item.values:
            held.setdefault(value.kind, []).append(value)
    return {kind: _field(values, evidence, len(own.items)) for kind, values in held.items()}


def _field(values: Sequence[Value], evidence: Mapping[str, Evidence], items: int) -> Field:
    size = len(values)
    said = Counter(value.words for value in values)
    known = [evidence[value.pointer] for value in values]
    levels = [each.level for each in known]
    looks = [of_words(value.words) for value in values]
    letters = [look.letters for look in looks]
    length = median(letters)
    measures = OfField(
        size=grown(size),
        length=grown(length),
        length_spread=spread(letters),
        different=len(said) / size,
        openings=len({value.words.partition(" ")[0] for value in values}) / size,
        own_place=levels.count("field") / size,
        above=(levels.count("above") + levels.count("paper")) / size,
        share=mean([each.share for each in known]),
        of_an_item=size / items,
        small_letters=mean([look.small_letter for look in looks]),
        figures=mean([look.figures for look in looks]),
        verbs=mean([look.verb for look in looks]),
        bodies=mean([look.body for look in looks]),
        strange=mean([look.strange for look in looks]),
        stops=mean([look.stop for look in looks]),
        commas=mean([look.commas > 0 for look in looks]),
    )
    return Field(measures, size, said, length)
