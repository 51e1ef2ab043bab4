"""What one value is: how its words were found, how they look, beside the others of its field."""

from __future__ import annotations

from typing import NamedTuple

from kehoach.parsers.confidence.measures.figures import MISSING, grown
from kehoach.parsers.confidence.measures.of_fields import Field
from kehoach.parsers.confidence.measures.words import of_words
from kehoach.schema.sources import Evidence

LEVELS = {level: float(place) for place, level in enumerate(("field", "item", "above", "paper"))}
NOWHERE = float(len(LEVELS))


class OfValue(NamedTuple):
    """Measures of a value: what is known of its reading (`Evidence`; `times`: its count), how often
    its words are said in its field (a share), and how long they are beside the median of it; its
    own words follow (`OfWords`)."""

    share: float
    covered: float
    times: float
    item: float
    level: float
    least: float
    mean: float
    said: float = MISSING
    relative_length: float = MISSING


def of_value(words: str, evidence: Evidence, field: Field | None) -> OfValue:
    """`field`: that of its list, where it is in one."""
    said = relative_length = MISSING
    if field is not None:
        said = field.said[words] / field.size
        relative_length = of_words(words).length - grown(field.length)
    return OfValue(
        evidence.share,
        evidence.covered,
        float(evidence.count),
        evidence.item,
        LEVELS.get(evidence.level, NOWHERE),
        evidence.least,
        evidence.mean,
        said,
        relative_length,
    )
