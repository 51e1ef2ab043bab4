"""A row of figures for each value of a plan."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from kehoach.parsers.confidence.measures.lists import list_pointer, lists_of, places_between
from kehoach.parsers.confidence.measures.of_fields import Field, OfField, fields_of
from kehoach.parsers.confidence.measures.of_items import OfItem, of_items
from kehoach.parsers.confidence.measures.of_lists import OfList, OfTasks, of_list, of_tasks
from kehoach.parsers.confidence.measures.of_values import OfValue, of_value
from kehoach.parsers.confidence.measures.words import OfWords, of_words
from kehoach.schema.models import Plan
from kehoach.schema.sources import Evidence

NAMES = (
    *(f"list {name}" for name in OfList._fields),
    *(f"tasks {name}" for name in OfTasks._fields),
    *(f"item {name}" for name in OfItem._fields),
    *(f"field {name}" for name in OfField._fields),
    *(f"value {name}" for name in OfValue._fields),
    *(f"words {name}" for name in OfWords._fields),
)
"""What the columns measure."""
Beside = tuple[tuple[float, ...], Mapping[str, Field]]
"""The measures of a list and an item, and the fields of the list."""
_ALONE: Beside = ((*OfList(), *OfTasks(), *OfItem()), {})
"""Of a value that stands in no list (a title)."""
_NO_FIELD = OfField()


def measured(
    plan: Plan, values: Sequence[tuple[str, str, str]], evidence: Mapping[str, Evidence]
) -> NDArray[np.float32]:
    """A row for each value (pointer of its source, kind, words), a column for each of NAMES.
    `evidence`: by the pointer of the source."""
    blocks, headings = places_between(plan)
    around: dict[str, Beside] = {}
    for own in lists_of(plan, values):
        of_all = (*of_list(own, evidence, blocks, headings), *of_tasks(own))
        fields = fields_of(own, evidence)
        for item, of_item in zip(own.items, of_items(own, blocks), strict=True):
            around[item.pointer] = ((*of_all, *of_item), fields)
    rows: list[tuple[float, ...]] = []
    for pointer, kind, words in values:
        beside, own_fields = around.get(list_pointer(pointer), _ALONE)
        field = own_fields.get(kind)
        of_field = field.measures if field is not None else _NO_FIELD
        of_own = of_value(words, evidence[pointer], field)
        rows.append((*beside, *of_field, *of_own, *of_words(words)))
    return np.array(rows, np.float32).reshape(len(rows), len(NAMES))
