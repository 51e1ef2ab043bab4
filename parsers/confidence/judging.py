"""Gives each value of a draft the probability that it is right.

A logistic model: each trait of a value (traits.py) has a weight in weights.yaml, learned by
`tools/train_confidence.py` from papers whose truth is known; the probability is the logistic
function of their sum.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from functools import cache
from itertools import chain
from math import exp
from pathlib import Path

from kehoach.normalize.vocabulary import read_yaml
from kehoach.parsers.confidence.items import item_traits
from kehoach.parsers.confidence.traits import Form, of_paper, of_value
from kehoach.parsers.confidence.values import judged_values
from kehoach.schema.models import Plan
from kehoach.schema.rules.base import Draft
from kehoach.schema.sources import Evidence

BASE = "base"
"""The weight that every value has."""
LEAST, SUREST = 0.01, 0.99


@cache
def weights() -> Mapping[str, float]:
    """What each trait weighs (natural logarithm of odds)."""
    loaded: dict[str, float] = read_yaml(Path(__file__).parent / "weights.yaml")
    return loaded


def form_of(draft: Draft) -> Form:
    """What is known of a paper as a whole."""
    plan = draft.plan
    return Form(
        kind_of_paper(plan),
        rebuilt=draft.rebuilt,
        mended=draft.mended,
        narrative=draft.narrative,
    )


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

    def judge(pointer: str, kind: str, value: str) -> float:
        return probability(known.traits(pointer, kind, value))

    return replace(draft, plan=judged_values(draft.plan, judge))


def by_source(evidence: Mapping[str, Evidence]) -> dict[str, Evidence]:
    """Evidence by the pointer of the source: that of a body stands right under its field."""
    return {pointer.replace("/units/", "/"): each for pointer, each in evidence.items()}


class Known:
    """The traits of the values of one paper."""

    def __init__(self, draft: Draft) -> None:
        self.evidence = by_source(draft.evidence)
        self.of_paper = tuple(of_paper(form_of(draft)))
        self.of_items = item_traits(draft.plan)

    def traits(self, pointer: str, kind: str, value: str) -> Iterator[str]:
        """Of the value that a source's pointer names."""
        item = "/".join(pointer.split("/", 3)[:3])
        around = (*self.of_items.get(item, ()), *self.of_paper)
        return chain(of_value(kind, self.evidence[pointer], value), around)


def odds(traits: Iterable[str]) -> float:
    """The logarithm of the odds that a value with such traits is right."""
    known = weights()
    return known.get(BASE, 0.0) + sum(known.get(trait, 0.0) for trait in traits)


def probability(traits: Iterable[str]) -> float:
    """How likely a value with such traits is right."""
    return round(min(max(1.0 / (1.0 + exp(-odds(traits))), LEAST), SUREST), 2)
