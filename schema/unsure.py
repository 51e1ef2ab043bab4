"""Which values a person should look at: the mark of the desk, of the workbook, and of the browser
(`desk/web/values.js`)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from kehoach.schema.models import Target, Task
from kehoach.schema.sources import ValueSource

SURE = 0.7
"""Of papers by strangers half of what is told below it was wrong, and four fifths of what was wrong
was told below it (docs/confidence.md)."""
SURE_OF_PICTURES = 0.9
"""Of what was read from a picture: letters may be wrong, too."""
DOUBTED = frozenset({"restored", "inferred", "unlocated"})


def is_unsure(how: Iterable[str], confidence: float) -> bool:
    """Should a person look at a value that came so?

    >>> is_unsure(("text",), 0.8), is_unsure(("ocr",), 0.8), is_unsure(("inferred",), 1)
    (False, True, True)
    """
    ways = set(how)
    sure = SURE_OF_PICTURES if "ocr" in ways else SURE
    return confidence < sure or not DOUBTED.isdisjoint(ways)


def sources_by_field(part: Task | Target) -> Iterator[tuple[str, Sequence[ValueSource]]]:
    """The sources of each field that has some."""
    if part.sources is None:
        return
    for field in type(part.sources).model_fields:
        value: Any = getattr(part.sources, field)
        several = value if isinstance(value, tuple) else (value,)
        told = [one for one in several if isinstance(one, ValueSource)]
        if told:
            yield field, told


def least_sure(part: Task | Target, columns: Mapping[str, Sequence[str]]) -> float:
    """How sure the least sure value of a row is, of the fields that have columns; of one without
    sources how sure the row is."""
    told = [
        one.confidence
        for field, several in sources_by_field(part)
        if field in columns
        for one in several
    ]
    return min((part.confidence, *told))


def unsure_columns(part: Task | Target, columns: Mapping[str, Sequence[str]]) -> tuple[str, ...]:
    """The columns of the fields that a person should look at; `columns`: those of each field."""
    return tuple(
        column
        for field, several in sources_by_field(part)
        if any(is_unsure(one.how, one.confidence) for one in several)
        for column in columns.get(field, ())
    )
