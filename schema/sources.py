"""Where each value of a plan stands in the paper: its words as printed, their place, how they came,
and how sure the reading of them is."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from pydantic import model_serializer

from kehoach.schema.base import Confidence, Model, Spans

How = Literal[
    "text",
    "ocr",
    "restored",
    "merged_cell",
    "inherited",
    "inferred",
    "generated",
    "corrected",
    "unlocated",
]
"""How a value came: from letters of the file (a text layer, Word, HTML, text), or from a picture of
them; its words were mended; its cell covers several rows; it stands elsewhere than its item (in a
heading, in the row above); the paper does not state it; the program that wrote the file prints it
(an automatic number); a person put it right; where it stands was not found."""


class ValueSource(Model):
    """The source of one value. `spans` hold its words and no others, one for each line, page or
    paragraph that they are broken over (fewer where whole lines stand together); `words` are the
    words as printed where they are others than the value's own. Of `how` and `confidence` the JSON
    tells what is not as usual: no `how` is letters of the file, no `confidence` a sure reading."""

    spans: Spans = ()
    words: str | None = None
    how: tuple[How, ...] = ("text",)
    confidence: Confidence = 1.0

    @model_serializer
    def _only_what_is_known(self) -> dict[str, object]:
        told: dict[str, object] = {"spans": [span.model_dump() for span in self.spans]}
        if self.words is not None:
            told["words"] = self.words
        if self.how != ("text",):
            told["how"] = list(self.how)
        if self.confidence != 1.0:
            told["confidence"] = self.confidence
        return told


ValueSources = tuple[ValueSource, ...]

Level = Literal["field", "item", "above", "paper", "none"]
"""How near to its item a value was found: in its own cell, label or line; among the words of the
item; in what stands before it (a heading, the row above); anywhere; nowhere."""


@dataclass(frozen=True, slots=True)
class Evidence:
    """What is known of how a value was read, for whoever judges how sure it is.

    `share`: of its letters, those that were found as they are; `least` and `mean`: the reading's
    confidence of its words (0 to 1), weighted by letters; `restored`: the share of letters in words
    that were mended; `count`: how often the same letters stand where it was looked for, 2 for more
    than once; `letters`: how many it has; `item`: the confidence of its item; `covered`: the share
    of the letters printed for its item that any of its values has; `figures`: the least confidence
    of its words with a figure; `torn`: a word of it that a picture shows may be another word as
    well; `white`: the widest white between two of its words on one line, in letter sizes.
    """

    level: Level
    how: tuple[How, ...]
    share: float = 0.0
    least: float = 0.0
    mean: float = 0.0
    restored: float = 0.0
    count: int = 0
    letters: int = 0
    item: float = 1.0
    covered: float = 1.0
    figures: float = 1.0
    torn: bool = False
    white: float = 0.0


class Sources(Model):
    """Base of the sources of an item: a name for each of its fields that has a value. Those of a
    list stand in the list's order."""

    @model_serializer
    def _only_what_is_known(self) -> dict[str, object]:
        return {
            name: _told(value) for name in type(self).model_fields if (value := getattr(self, name))
        }


def _told(value: object) -> object:
    if isinstance(value, Model):
        return value.model_dump()
    if isinstance(value, tuple):
        return [_told(element) for element in value]
    return value


class SignerSources(Sources):
    """Of who signed."""

    role: ValueSource | None = None
    name: ValueSource | None = None


class DocumentSources(Sources):
    """Of what the paper says of itself; the bases have their own."""

    type: ValueSource | None = None
    number: ValueSource | None = None
    issuer: ValueSource | None = None
    place: ValueSource | None = None
    issued_on: ValueSource | None = None
    title: ValueSource | None = None
    period: ValueSource | None = None
    signer: SignerSources | None = None
    recipients: ValueSources = ()


class BasisSources(Sources):
    """Of a legal basis: the whole of it, and its number and date."""

    raw: ValueSource | None = None
    number: ValueSource | None = None
    date_raw: ValueSource | None = None


class TargetSources(Sources):
    """Of a target; `metrics` in the order of its metrics, `lead` and `coordinating` as a
    task's."""

    number: ValueSource | None = None
    text: ValueSource | None = None
    metrics: ValueSources = ()
    group: ValueSource | None = None
    lead: ValueSources = ()
    coordinating: ValueSources = ()
    deadline: ValueSource | None = None
    note: ValueSource | None = None


class TaskSources(Sources):
    """Of a task. `lead` and `coordinating`: of each body, in the order of their `units`; of the
    printed words where they name none."""

    group: ValueSource | None = None
    subgroup: ValueSource | None = None
    number: ValueSource | None = None
    objective: ValueSource | None = None
    task: ValueSource | None = None
    activities: ValueSources = ()
    deliverables: ValueSources = ()
    lead: ValueSources = ()
    inferred_lead: ValueSource | None = None
    coordinating: ValueSources = ()
    deadline: ValueSource | None = None
    budget: ValueSource | None = None
    note: ValueSource | None = None


class DutySources(Sources):
    """Of what a duty names besides; `coordinating` as a task's."""

    coordinating: ValueSources = ()
    deadline: ValueSource | None = None


class AssignmentSources(Sources):
    """Of the duties of a body."""

    unit: ValueSource | None = None
    number: ValueSource | None = None
    group: ValueSource | None = None
    duties: ValueSources = ()


class ObligationSources(Sources):
    """Of a hard date; `who` as a task's lead."""

    text: ValueSource | None = None
    who: ValueSources = ()
    deadline: ValueSource | None = None
