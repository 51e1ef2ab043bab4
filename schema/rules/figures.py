"""Rules on figures: the appendix promises another one than the body."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import log, sqrt

from kehoach.normalize.text import comparison_key
from kehoach.schema.models import Metric, Plan
from kehoach.schema.rules.base import Hit, Observations, Promise, rule
from kehoach.schema.rules.vocabulary import words

ALIKE = 0.45
"""Two commitments measure the same when so large a part of their telling words, weighted by how
rare they are in the paper, is common (cosine)."""
CLEAR = 0.08
"""… and no other commitment comes nearer than by this."""


@dataclass(frozen=True, slots=True)
class _Figure:
    """One figure of a commitment and the telling words of what it measures."""

    promise: Promise
    metric: Metric
    features: Counter[str]


@rule("target_conflict")
def target_conflict(plan: Plan, seen: Observations) -> Iterator[Hit]:
    """The same indicator with another figure: each figure of the tables against the one of the body
    that measures what it measures, if these two are each other's nearest."""
    body = [
        figure for promise in seen.promises if _in_body(promise) for figure in _figures(promise)
    ]
    table = [
        figure for promise in seen.promises if not _in_body(promise) for figure in _figures(promise)
    ]
    weight = _weights([*body, *table])
    told: set[tuple[str, str]] = set()
    for own in table:
        other = _nearest(own, body, weight)
        if (
            other is None
            or _nearest(other, table, weight, among=own) is None
            or _agree(own, table, other, body)
        ):
            continue
        key = (comparison_key(own.promise.text), other.promise.where)
        if key not in told:
            told.add(key)
            details: dict[str, object] = {
                "body": other.promise.text,
                "first": _told(other.metric),
                "second": _told(own.metric),
            }
            yield Hit(
                "target_conflict", own.promise.where, own.promise.text, own.promise.spans, details
            )


def _in_body(promise: Promise) -> bool:
    return promise.where.startswith("/targets/body/")


def _figures(promise: Promise) -> Iterator[_Figure]:
    for metric in promise.metrics:
        if metric.unit and (features := _features(metric.measure or promise.text)):
            yield _Figure(promise, metric, features)


def _features(text: str) -> Counter[str]:
    """Telling words and their pairs."""
    light = {comparison_key(phrase) for phrase in words("light") if " " not in phrase}
    for phrase in words("light"):
        if " " in phrase:
            text = f" {comparison_key(text)} ".replace(f" {comparison_key(phrase)} ", " ")
    short = {
        comparison_key(key): comparison_key(value).split() for key, value in words("short").items()
    }
    telling = [
        part
        for word in comparison_key(text).split()
        for part in short.get(word, [word])
        if part not in light and part.isalpha()
    ]
    return Counter(set(telling) | {f"{a} {b}" for a, b in pairwise(telling)})


def _weights(figures: Sequence[_Figure]) -> dict[str, float]:
    seen = Counter(feature for figure in figures for feature in figure.features)
    return {feature: log((len(figures) + 1) / count) for feature, count in seen.items()}


def _alike(a: _Figure, b: _Figure, weight: dict[str, float]) -> float:
    def norm(figure: _Figure) -> float:
        return sqrt(sum(weight[feature] ** 2 for feature in figure.features)) or 1.0

    return sum(weight[feature] ** 2 for feature in a.features & b.features) / norm(a) / norm(b)


def _nearest(
    own: _Figure, others: Sequence[_Figure], weight: dict[str, float], among: _Figure | None = None
) -> _Figure | None:
    """The figure that measures the same in the same unit, None when none or two do; `among`: only
    if it is this one (a wording that stands in several rows counts once)."""
    ranked: dict[str, tuple[float, _Figure]] = {}
    for other in others:
        if other.metric.unit == own.metric.unit:
            score, key = _alike(own, other, weight), comparison_key(other.promise.text)
            if key not in ranked or score > ranked[key][0]:
                ranked[key] = (score, other)
    best = sorted(ranked.values(), key=lambda item: -item[0])[:2]
    if not best or best[0][0] < ALIKE or (len(best) > 1 and best[0][0] - best[1][0] < CLEAR):
        return None
    found = best[0][1]
    return (
        found
        if among is None or comparison_key(found.promise.text) == comparison_key(among.promise.text)
        else None
    )


def _agree(own: _Figure, table: Sequence[_Figure], other: _Figure, body: Sequence[_Figure]) -> bool:
    """Does any figure of one wording stand in the other?"""
    mine = {
        _numbers(f.metric)
        for f in table
        if f.promise == own.promise and f.metric.unit == own.metric.unit
    }
    theirs = {
        _numbers(f.metric)
        for f in body
        if f.promise == other.promise and f.metric.unit == own.metric.unit
    }
    return bool(mine & theirs)


def _numbers(metric: Metric) -> tuple[float | None, float | None, float | None]:
    return metric.value, metric.min, metric.max


def _told(metric: Metric) -> str:
    return metric.raw or f"{metric.value or ''} {metric.unit or ''}".strip()
