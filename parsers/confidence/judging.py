"""Gives each value of a draft the probability that it is right.

Two judges tell odds: weights of its traits (traits.py), and a forest of trees over traits and
measures of the value and its list (forest.py). How both are mixed, and how sure a value may be at
most, stands in odds.py.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from kehoach.parsers.confidence.blocks import block_traits
from kehoach.parsers.confidence.columns import Columns
from kehoach.parsers.confidence.fields import Odd, field_traits
from kehoach.parsers.confidence.forest import Forest, forest
from kehoach.parsers.confidence.items import item_traits, understood, unknown_bodies
from kehoach.parsers.confidence.lists import ListTraits
from kehoach.parsers.confidence.measures.table import measured
from kehoach.parsers.confidence.odds import (
    AT_MOST,
    PICTURE,
    SUREST,
    Doubt,
    mixed,
    odds,
    told_of,
    weighed,
    weights,
)
from kehoach.parsers.confidence.shapes import shape_traits
from kehoach.parsers.confidence.traits import Form, of_paper, of_value
from kehoach.parsers.confidence.values import values_of, with_told
from kehoach.parsers.confidence.wordings import Wordings
from kehoach.parsers.sources.locator import item_of
from kehoach.schema.kinds import gives_orders
from kehoach.schema.models import Plan
from kehoach.schema.rules.base import Draft
from kehoach.schema.sources import Evidence

BODIES = frozenset({"tasks/lead", "tasks/coordinating"})
COVERED = 0.9
"""The share of an item's letters that its values have, in one that was read whole."""
COLUMNS_APART = 3.0
"""Letter sizes of white in a value that words of two columns have between them: a line between
these was not seen, and other values of the row may stand in the wrong fields."""


def form_of(draft: Draft) -> Form:
    """What is known of a paper as a whole."""
    plan = draft.plan
    return Form(
        kind_of_paper(plan),
        rebuilt=draft.rebuilt,
        mended=draft.mended,
        narrative=draft.narrative,
        shares={**understood(plan), "uncovered": _uncovered(draft), "tasks": len(plan.tasks)},
        notes=frozenset(note.code for note in draft.notes),
    )


def _uncovered(draft: Draft) -> float:
    """The share of the tasks of whose words some have no place in them."""
    covered = [
        each.covered for pointer, each in draft.evidence.items() if pointer.endswith("/task")
    ]
    return sum(share < COVERED for share in covered) / len(covered) if covered else 0.0


def kind_of_paper(plan: Plan) -> str:
    """The form of a paper: "scan" where any page was read from a picture."""
    if any(page.method == "ocr" for page in plan.source.pages):
        return "scan"
    if plan.source.pages:
        return "pdf"
    return "text" if plan.source.media_type.startswith("text/plain") else "word"


def with_confidences(draft: Draft) -> Draft:
    """The draft with the confidence of each value that has a source."""
    return replace(draft, plan=with_told(draft.plan, Known(draft).told))


def by_source(evidence: Mapping[str, Evidence]) -> dict[str, Evidence]:
    """Evidence by the pointer of the source: that of a body stands right under its field."""
    return {pointer.replace("/units/", "/"): each for pointer, each in evidence.items()}


class Known:
    """What is known of the values of one paper: traits, measures, how sure they are."""

    def __init__(self, draft: Draft) -> None:
        self.evidence = by_source(draft.evidence)
        self.of_paper = tuple(of_paper(form_of(draft)))
        self._weights = weights(pictures=PICTURE in self.of_paper)
        of_blocks, of_items = block_traits(draft.plan), item_traits(draft.plan)
        self.of_items = {
            item: (*traits, *of_blocks.get(item, ())) for item, traits in of_items.items()
        }
        self.values = tuple(values_of(draft.plan))
        self.wordings = Wordings((kind, value) for _, kind, value in self.values)
        self.unknown_bodies = frozenset(unknown_bodies(draft.plan))
        self._plan = draft.plan
        self._of_item: dict[str, tuple[float, list[int]]] = {}
        self._torn_rows = frozenset(
            item_of(pointer)
            for pointer, each in self.evidence.items()
            if each.white > COLUMNS_APART and "ocr" in each.how
        )
        self._gives_orders = gives_orders(draft.plan.document.type)
        self._odd = Odd(self.values)
        self._columns = Columns((kind, value) for _, kind, value in self.values)
        self._origins = {
            f"/{name}/{index}": item.origin
            for name in ("tasks", "targets")
            for index, item in enumerate(getattr(draft.plan, name))
        }
        self._lists = ListTraits.of(draft.plan, self.evidence)

    def traits(self, pointer: str, kind: str, value: str) -> Iterator[str]:
        """Of the value that a source's pointer names."""
        yield from self._own(pointer, kind, value=value)
        yield from self.of_items.get(item_of(pointer), ())
        yield from self.of_paper

    @cached_property
    def measures(self) -> NDArray[np.float32]:
        """A row for each of `values`, a column for each of `measures.table.NAMES`."""
        return measured(self._plan, self.values, self.evidence)

    @cached_property
    def told(self) -> dict[str, float]:
        """How likely each value is right, by the pointer of its source."""
        own = [tuple(self._own(pointer, kind, value=value)) for pointer, kind, value in self.values]
        of_weights = [
            self._around(item_of(pointer))[0] + weighed(traits, self._weights)
            for (pointer, _, _), traits in zip(self.values, own, strict=True)
        ]
        both = zip(self.values, of_weights, self._by_trees(own), strict=True)
        return {
            pointer: told_of(mixed(by_weights, by_trees), at_most=self._surest(pointer, kind))
            for (pointer, kind, _), by_weights, by_trees in both
        }

    @cached_property
    def _trees(self) -> Forest:
        return forest(pictures=PICTURE in self.of_paper)

    def _by_trees(self, own: Sequence[tuple[str, ...]]) -> list[float]:
        """The odds of each value as the trees tell them; `own`: its traits but for those of its
        item and paper."""
        trees = self._trees
        places = [
            [*self._around(item_of(pointer))[1], *trees.places(traits)]
            for (pointer, _, _), traits in zip(self.values, own, strict=True)
        ]
        kinds = [kind for _, kind, _ in self.values]
        found: list[float] = trees.odds(trees.rows(kinds, self.measures, places)).tolist()
        return found

    def _around(self, item: str) -> tuple[float, list[int]]:
        """What an item and its paper say is weighed once for all of its values: the odds, and the
        places of its traits in the forest."""
        if item not in self._of_item:
            traits = (*self.of_items.get(item, ()), *self.of_paper)
            self._of_item[item] = odds(traits), self._trees.places(traits)
        return self._of_item[item]

    def _surest(self, pointer: str, kind: str) -> float:
        """How sure a value may be at most."""
        is_doubted: Mapping[Doubt, bool] = {
            "year": kind.endswith("/deadline") and "inferred" in self.evidence[pointer].how,
            "order": self._gives_orders and self._origins.get(item_of(pointer)) == "body",
        }
        return min(
            (AT_MOST[doubt] for doubt, is_such in is_doubted.items() if is_such), default=SUREST
        )

    def _own(self, pointer: str, kind: str, value: str) -> Iterator[str]:
        yield from of_value(kind, self.evidence[pointer], value=value)
        yield from field_traits(kind, value)
        yield from self._odd.traits(pointer)
        yield from self.wordings.traits(kind, value)
        yield from self._columns.traits(kind, value)
        yield from shape_traits(kind, value)
        yield from self._lists.traits(pointer, kind)
        yield from self._of_place(pointer, kind)
        if item_of(pointer) in self._torn_rows and not pointer.startswith("/document"):
            yield "picture row over columns"
        if "inherited" in self.evidence[pointer].how:
            yield f"inherited {kind.rpartition('/')[2]}"
        if kind == "tasks/deadline":
            of_item = self.of_items.get(item_of(pointer), ())
            yield from (f"own {trait}" for trait in of_item if trait.startswith("time"))
        elif kind in BODIES and value in self.unknown_bodies:
            yield "unknown body"

    def _of_place(self, pointer: str, kind: str) -> Iterator[str]:
        """The field, in a table or in the text, and where in its item it stands: a time in its own
        cell is another thing than one that a heading tells."""
        origin = self._origins.get(item_of(pointer))
        if origin is not None:
            yield f"{origin} {kind}"
            yield f"{origin} {kind} of {self.evidence[pointer].level}"
