"""Gives each value of a draft the probability that it is right.

A logistic model: each trait of a value (traits.py) has a weight in weights.yaml, in papers that
were read from a picture in weights_pictures.yaml, learned by `tools/train_confidence.py` from
papers whose truth is known; the probability is the logistic function of their sum.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from functools import cache
from math import exp
from pathlib import Path

from kehoach.normalize.vocabulary import read_yaml
from kehoach.parsers.confidence.blocks import block_traits
from kehoach.parsers.confidence.columns import Columns
from kehoach.parsers.confidence.fields import Odd, field_traits
from kehoach.parsers.confidence.items import item_traits, understood, unknown_bodies
from kehoach.parsers.confidence.lists import ListTraits
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
BASE = "base"
"""The weight that every value has."""
PICTURE = "form=scan"
"""The trait of a paper that was read from a picture (`kind_of_paper`)."""
COVERED = 0.9
"""The share of an item's letters that its values have, in one that was read whole."""
COLUMNS_APART = 3.0
"""Letter sizes of white in a value that words of two columns have between them: a line between
these was not seen, and other values of the row may stand in the wrong fields."""
LEAST, SUREST = 0.01, 0.99
SUREST_YEAR = 0.8
"""A time whose year the paper does not name (it is that of the issue) is not surer."""
SUREST_ORDER = 0.89
"""Nor is a value of an order of a letter or a directive: the weights were learned when these were
no tasks, and of those told as surer than this on 21 papers 83 % were right."""


@cache
def weights(*, pictures: bool = False) -> Mapping[str, float]:
    """What each trait weighs (natural logarithm of odds); in papers read from pictures a trait may
    say another thing."""
    name = "weights_pictures.yaml" if pictures else "weights.yaml"
    loaded: dict[str, float] = read_yaml(Path(__file__).parent / name)
    return loaded


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
    known = Known(draft)
    told = {
        pointer: known.probability(pointer, kind, value) for pointer, kind, value in known.values
    }
    return replace(draft, plan=with_told(draft.plan, told))


def by_source(evidence: Mapping[str, Evidence]) -> dict[str, Evidence]:
    """Evidence by the pointer of the source: that of a body stands right under its field."""
    return {pointer.replace("/units/", "/"): each for pointer, each in evidence.items()}


class Known:
    """The traits of the values of one paper."""

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
        self._around: dict[str, float] = {}
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

    def probability(self, pointer: str, kind: str, value: str) -> float:
        """How likely it is right, as `probability` of its traits: what its item and its paper say
        is weighed once for all of their values."""
        item = item_of(pointer)
        if item not in self._around:
            self._around[item] = odds((*self.of_items.get(item, ()), *self.of_paper))
        own = _weighed(self._own(pointer, kind, value=value), self._weights)
        found = _probability(self._around[item] + own)
        if self._gives_orders and self._origins.get(item) == "body":
            found = min(found, SUREST_ORDER)
        is_inferred = "inferred" in self.evidence[pointer].how
        return min(found, SUREST_YEAR) if is_inferred and kind.endswith("/deadline") else found

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


def odds(traits: Iterable[str]) -> float:
    """The logarithm of the odds that a value with such traits is right."""
    told = tuple(traits)
    known = weights(pictures=PICTURE in told)
    return known.get(BASE, 0.0) + _weighed(told, known)


def _weighed(traits: Iterable[str], known: Mapping[str, float]) -> float:
    return sum(known[trait] for trait in traits if trait in known)


def probability(traits: Iterable[str]) -> float:
    """How likely a value with such traits is right."""
    return _probability(odds(traits))


def _probability(of_odds: float) -> float:
    return round(min(max(1.0 / (1.0 + exp(-of_odds)), LEAST), SUREST), 2)
