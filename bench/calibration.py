"""How far confidences are to be believed: figures of values that are right or wrong."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from itertools import pairwise

from bench.common import Figures, table
from bench.confidences import FORGETFUL, Value

STEPS = (0.0, 0.3, 0.5, 0.7, 0.8, 0.9, 0.95, 0.97, 1.01)
SURE = 0.9
LEAST_SURE = 0.1
"""The share of the values that a person who checks would look at first."""


def group_of(form: str) -> str:
    """The forms that are told together."""
    if form.startswith(FORGETFUL):
        return FORGETFUL
    if form.startswith("layout"):
        return form.rsplit(" ", 1)[1]
    return "html, md" if form in ("html", "md") else form.split(" ")[0]


def figures(known: Sequence[Value]) -> Figures:
    """`sure`: the share told with 0.9 or more, and `right` of these, percent; `brier`: the mean
    square of what confidences are off (Brier 1950); `found`: the share of all wrong values that are
    among the least sure tenth."""
    sure = [value for value in known if value.told >= SURE]
    ranked = sorted(known, key=lambda value: value.told)
    wrong = sum(not value.right for value in known)
    least = ranked[: max(round(LEAST_SURE * len(known)), 1)]
    caught = sum(not value.right for value in least)
    return {
        "values": len(known),
        "wrong": wrong,
        "sure": 100.0 * len(sure) / len(known),
        "right": 100.0 * sum(value.right for value in sure) / max(len(sure), 1),
        "brier": sum((value.told - value.right) ** 2 for value in known) / len(known),
        "found": 100.0 * caught / wrong if wrong else 100.0,
        "most": 100.0 * min(len(least) / wrong, 1.0) if wrong else 100.0,
    }


def by_group(known: Iterable[Value], name_of: Callable[[Value], str]) -> dict[str, list[Value]]:
    """Values by name, in the order of names."""
    found: dict[str, list[Value]] = {}
    for value in known:
        found.setdefault(name_of(value), []).append(value)
    return dict(sorted(found.items()))


def reliability(known: Sequence[Value]) -> list[list[object]]:
    """For each step of confidence: values, how sure they were told, how many are right."""
    rows: list[list[object]] = []
    for low, high in pairwise(STEPS):
        own = [value for value in known if low <= value.told < high]
        if own:
            told = 100.0 * sum(value.told for value in own) / len(own)
            right = 100.0 * sum(value.right for value in own) / len(own)
            rows.append([f"{low:.2f} to {min(high, 1.0):.2f}", len(own), told, right])
    return rows


HEADS = (
    "form",
    "values",
    "wrong",
    "told ≥ 0.9",
    "of them right",
    "Brier",
    "wrong ones in the least sure tenth",
    "possible",
)


def row_of(name: str, told: Figures) -> list[object]:
    """A row under HEADS."""
    shown = [told[key] for key in ("values", "wrong", "sure", "right")]
    return [name, *shown, f"{told['brier']:.4f}", told["found"], told["most"]]


def report(known: Sequence[Value]) -> str:
    """All tables, as Markdown."""
    groups = {**by_group(known, lambda value: group_of(value.form)), "all": list(known)}
    rows = [row_of(name, figures(own)) for name, own in groups.items()]
    text = table(HEADS, rows) + "\n\n"
    return text + table(["confidence", "values", "told %", "right %"], reliability(known))
