"""Rules on figures: the appendix promises another one than the body."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from itertools import pairwise
from math import fsum, log, sqrt
from typing import Any

from kehoach.normalize.quantity import MetricValue, parse_metrics
from kehoach.normalize.text import comparison_key
from kehoach.schema.models import Finding, Metric
from kehoach.schema.rules.base import Draft, finding, rule
from kehoach.schema.rules.rates import parts_named, rates_told_twice
from kehoach.schema.rules.vocabulary import keys_of, spelt_out
from kehoach.schema.walk import Place

ALIKE = 0.45
"""Two commitments measure the same when so large a part of their telling words, weighted by how
rare they are in the paper, is common (cosine)."""
CLEAR = 0.08
"""… and no other commitment comes nearer than by this."""
FEWEST_WORDS, MOST = 4, 0.7
"""Of the words that tell the work of a row: so many, and so large a part of them in the target."""

_Numbers = tuple[float | None, float | None, float | None]
"""Value, minimum and maximum of a figure."""


@dataclass(frozen=True)
class _Figure:
    """One figure of a commitment: where the commitment stands, the figure, and the telling words of
    what it measures, `head` the first of them."""

    place: Place[Any]
    metric: Metric | MetricValue
    features: frozenset[str]
    head: str

    @cached_property
    def key(self) -> str:
        """The commitment's wording, for comparison."""
        return comparison_key(self.place.text)

    @property
    def numbers(self) -> _Numbers:
        """What is promised, whatever the words."""
        metric = self.metric
        return metric.value, metric.min, metric.max

    @property
    def printed(self) -> str:
        """What is promised, in the words of the paper."""
        metric = self.metric
        return metric.raw or f"{metric.value or ''} {metric.unit or ''}".strip()


@rule("target_conflict")
def target_conflict(draft: Draft) -> Iterator[Finding]:
    """The same indicator with another figure: measures that are each other's nearest, numbers of
    things, and rates in the words of the same work. Nobody knows which is to be reached."""
    found = [*_measure_conflicts(draft), *_product_conflicts(draft)]
    yield from found
    yield from rates_told_twice(draft, {own.where for own in found})


def _measure_conflicts(draft: Draft) -> Iterator[Finding]:
    """ "Số hóa 90% hồ sơ" in the body, "số hóa 85% hồ sơ" in a row: each figure of the tables
    against the one of the body that measures what it measures, if these two are each other's
    nearest, and neither is one of a part ("hồ sơ lĩnh vực hộ tịch")."""
    body = list(_figures_of_body(draft))
    table = list(_figures_of_tables(draft))
    weights = _weights([*body, *table])
    told: set[tuple[str, str]] = set()
    for own in table:
        other = _nearest(own, body, weights=weights)
        if other is None or parts_named(own.place.text) != parts_named(other.place.text):
            continue
        back = _nearest(other, table, weights=weights)
        if back is None or back.key != own.key or _agree(own, table, other=other, body=body):
            continue
        if (own.key, other.place.pointer) not in told:
            told.add((own.key, other.place.pointer))
            yield finding(
                "target_conflict",
                on=own.place,
                body=other.place.text,
                first=other.printed,
                second=own.printed,
            )


def _product_conflicts(draft: Draft) -> Iterator[Finding]:
    """The same of things that are counted: "50 cặp" is the product of a row whose work the body
    counts as "40 cặp". Only where one figure in the body and one product in the tables have that
    unit, and most words of the row are those of the target."""
    targets = list(_figures_of_body(draft))
    products = list(_figures_of_products(draft))
    units = Counter(one.metric.unit for one in targets)
    made = Counter(one.metric.unit for one in products)
    for product in products:
        unit = product.metric.unit
        same = [
            one for one in targets if one.metric.unit == unit and one.numbers != product.numbers
        ]
        if not same or units[unit] != 1 or made[unit] != 1 or not _is_of_target(product, same[0]):
            continue
        yield finding(
            "target_conflict",
            on=product.place,
            body=same[0].place.text,
            first=same[0].printed,
            second=product.printed,
        )


def _is_of_target(product: _Figure, target: _Figure) -> bool:
    """Are most words that tell the work of a row those of the target?"""
    words = {word for word in product.features if " " not in word}
    return len(words) >= FEWEST_WORDS and len(words & target.features) >= MOST * len(words)


# --- the commitments of a plan --------------------------------------------------------------------


def _figures_of_body(draft: Draft) -> Iterator[_Figure]:
    for target in draft.whole.children("targets"):
        if target.part.origin == "body":
            yield from _figures(target, target.part.metrics)


def _figures_of_tables(draft: Draft) -> Iterator[_Figure]:
    """Those of targets, and those of the objectives and tasks of rows; of a merged objective
    once."""
    for target in draft.whole.children("targets"):
        if target.part.origin == "table":
            yield from _figures(target, target.part.metrics)
    objective = ""
    for row in draft.rows:
        for name in ("objective", "task"):
            cell = row.child(name)
            if "%" not in cell.text or cell.text == objective:
                continue
            yield from _figures(cell, parse_metrics(cell.text))
            if name == "objective":
                objective = cell.text


def _figures_of_products(draft: Draft) -> Iterator[_Figure]:
    """The products of rows that are a number of things and nothing else, told by the work of their
    row."""
    for row in draft.rows:
        features, head = _features(row.part.task)
        for product in row.children("deliverables"):
            metrics = parse_metrics(product.text)
            if head and len(metrics) == 1 and metrics[0].unit not in (None, "%"):
                yield _Figure(product, metrics[0], features=features, head=head)


def _figures(place: Place[Any], metrics: Iterable[Metric | MetricValue]) -> Iterator[_Figure]:
    for metric in metrics:
        features, head = _features(metric.measure or place.text) if metric.unit else NOTHING
        if head:
            yield _Figure(place, metric, features=features, head=head)


NOTHING: tuple[frozenset[str], str] = frozenset(), ""


@lru_cache(maxsize=64)
def _features(text: str) -> tuple[frozenset[str], str]:
    """What a measure is told by, and the first word of that. Figures without a measure of their own
    all ask for the same text."""
    telling = _telling(text)
    pairs = {f"{word} {after}" for word, after in pairwise(telling)}
    return (frozenset(telling) | pairs, telling[0]) if telling else NOTHING


def _telling(text: str) -> list[str]:
    """The words that tell one measure from another, in order."""
    light = keys_of("light")
    for phrase in light:
        if " " in phrase:
            text = f" {comparison_key(text)} ".replace(f" {phrase} ", " ")
    return [word for word in spelt_out(text) if word not in light and word.isalpha()]


# --- which of them measure the same ---------------------------------------------------------------


def _weights(figures: Sequence[_Figure]) -> dict[str, float]:
    """How much a feature tells: the rarer, the more (inverse document frequency)."""
    counts: Counter[str] = Counter()
    for figure in figures:
        counts.update(figure.features)
    total = len(figures) + 1
    return {feature: log(total / count) for feature, count in counts.items()}


def _similarity(one: _Figure, other: _Figure, weights: dict[str, float]) -> float:
    """Cosine of the weighted features, 0 to 1."""
    return (
        _squared(one.features & other.features, weights)
        / _norm(one.features, weights)
        / _norm(other.features, weights)
    )


def _squared(features: frozenset[str], weights: dict[str, float]) -> float:
    return fsum(weights[feature] ** 2 for feature in features)


def _norm(features: frozenset[str], weights: dict[str, float]) -> float:
    return sqrt(_squared(features, weights)) or 1.0


def _nearest(own: _Figure, others: Sequence[_Figure], weights: dict[str, float]) -> _Figure | None:
    """The figure that measures the same in the same unit, None when none or two do. A wording that
    stands in several rows counts once."""
    ranked: dict[str, tuple[float, _Figure]] = {}
    for other in others:
        if other.metric.unit == own.metric.unit and _speak_of_one(own, other):
            score = _similarity(own, other, weights=weights)
            if other.key not in ranked or score > ranked[other.key][0]:
                ranked[other.key] = (score, other)
    best = sorted(ranked.values(), key=lambda entry: -entry[0])[:2]
    if not best or best[0][0] < ALIKE:
        return None
    if len(best) > 1 and best[0][0] - best[1][0] < CLEAR:
        return None
    return best[0][1]


def _speak_of_one(one: _Figure, other: _Figure) -> bool:
    """Does each say somewhere what the other begins with? "Mức hài lòng của người bệnh" and "nguy
    cơ ngã của người bệnh" are two measures of one thing."""
    return one.head in other.features and other.head in one.features


def _agree(own: _Figure, table: Sequence[_Figure], other: _Figure, body: Sequence[_Figure]) -> bool:
    """Does any figure of one wording stand in the other?"""
    in_table = _numbers_beside(own, table)
    in_body = _numbers_beside(other, body)
    return not in_table.isdisjoint(in_body)


def _numbers_beside(figure: _Figure, figures: Sequence[_Figure]) -> set[_Numbers]:
    """What the commitment of a figure promises in its unit."""
    found: set[_Numbers] = set()
    for other in figures:
        if other.place is figure.place and other.metric.unit == figure.metric.unit:
            found.add(other.numbers)
    return found
