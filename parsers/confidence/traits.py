"""What is known of a value -> its traits: short names ("level=item", "short lead") that each speak
for or against it. A trait is a statement that holds or does not; figures are told in steps."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from kehoach.schema.sources import Evidence

STEPS: Mapping[str, Sequence[float]] = {
    "share": (0.8, 0.9, 0.97, 1.0),
    "least": (0.3, 0.5, 0.7, 0.85, 0.95, 0.99),
    "mean": (0.7, 0.85, 0.93, 0.97, 0.99),
    "restored": (0.001, 0.1, 0.3),
    "letters": (2, 4, 10, 25, 60, 150, 400),
    "item": (0.5, 0.7, 0.8, 0.9, 0.97),
}
"""The steps of each figure: a value below the first is of step 0, and so on."""
_ENDS = '.;:!?…)”"%'
_GOES_ON = (
    "và",
    "của",
    "các",
    "cho",
    "về",
    "với",
    "theo",
    "trong",
    "do",
    "từ",
    "hoặc",
    "để",
    "được",
)
"""Words after which a wording goes on: one that ends so was cut."""


@dataclass(frozen=True, slots=True)
class Form:
    """What is known of a whole paper. `form`: the kind of its file ("pdf", "scan", "word", "text");
    `rebuilt`, `mended`, `narrative` as of a `Draft`."""

    form: str
    rebuilt: bool = False
    mended: bool = False
    narrative: bool = False


def step(name: str, figure: float) -> int:
    """The step of a figure.

    >>> step("share", 0.85), step("share", 1.0)
    (1, 4)
    """
    return bisect_right(STEPS[name], figure)


def of_paper(form: Form) -> Iterator[str]:
    """Traits that every value of a paper has."""
    yield f"form={form.form}"
    if form.rebuilt:
        yield "rebuilt"
    if form.mended:
        yield "mended"
    if form.narrative:
        yield "narrative"


def ending(text: str) -> str:
    """How a wording ends: "ends", "open" (without a full stop), "cut", or it "goes on"."""
    last = text.rstrip()[-1:]
    if text.rsplit(maxsplit=1)[-1:] and text.rsplit(maxsplit=1)[-1].casefold() in _GOES_ON:
        return "goes on"
    if last in ",-–":
        return "cut"
    return "ends" if last in _ENDS else "open"


def beginning(text: str) -> str:
    """With what a wording begins: a "capital" letter, a "small" one, a "figure"."""
    first = text.lstrip("\"'“”([-–+* ")[:1]
    return "small" if first.islower() else "figure" if first.isdigit() else "capital"


def of_value(kind: str, evidence: Evidence, value: str) -> Iterator[str]:
    """Traits of a value itself; `kind` names its field ("tasks/lead")."""
    yield f"kind={kind}"
    yield f"level={evidence.level}"
    for way in evidence.how:
        yield f"how={way}"
    yield f"share={step('share', evidence.share)}"
    yield f"least={step('least', evidence.least)}"
    yield f"mean={step('mean', evidence.mean)}"
    yield f"restored={step('restored', evidence.restored)}"
    yield f"letters={step('letters', evidence.letters)}"
    yield f"item={step('item', evidence.item)}"
    yield f"count={evidence.count}"
    yield ending(value)
    yield f"begins {beginning(value)}"
