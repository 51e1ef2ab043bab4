"""The file of corrections beside a plan, `NAME.corrections.json`.

Each correction is a patch of one part of the plan (a task, a target, an assignment, an obligation,
or what the paper says of itself), after JSON Patch (RFC 6902): a `test` with the value before, then
the change. Its paths start at that part, which `anchor` names by what it is and not by where it
stands: rows come and go when a paper is read anew.
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from typing import Annotated, Literal

from pydantic import AwareDatetime, Field, JsonValue

from kehoach.schema.base import is_none
from kehoach.schema.corrected import (
    Anchor,
    CorrectionAction,
    Door,
    LenientModel,
    MadeCorrection,
    Operation,
    PaperAnchor,
    PartName,
)

__all__ = [
    "Anchor",
    "Correction",
    "Corrections",
    "Operation",
    "PaperAnchor",
    "PartName",
    "PlanName",
]

Author = Annotated[str, Field(max_length=200)]


class Correction(LenientModel):
    """What a person did to one part. `after`: behind which part an added or moved one stands (None:
    first). `other`: which part a merged one takes in. `by`: through which door it came.
    `undone_at`: it was taken back, and is kept."""

    id: str
    action: CorrectionAction
    anchor: Anchor
    after: Anchor | None = None
    other: Anchor | None = Field(default=None, exclude_if=is_none)
    patch: tuple[Operation, ...] = ()
    author: Author | None = None
    at: AwareDatetime
    by: Door = "library"
    undone_at: AwareDatetime | None = None

    @property
    def as_made(self) -> MadeCorrection:
        """How it was made, as a plan tells it."""
        return MadeCorrection(
            anchor=self.anchor, after=self.after, other=self.other, patch=self.patch, by=self.by
        )

    @property
    def field(self) -> str | None:
        """The field that is changed or confirmed; None for a whole part."""
        if self.action not in ("change", "confirm"):
            return None
        path = self.patch[0].path if self.patch else ""
        return path.removeprefix("/").split("/")[0] or None

    @property
    def changes(self) -> dict[str, JsonValue]:
        """The fields that get other values: one of a change, any of a split or a merge."""
        return {one.path.removeprefix("/"): one.value for one in self.patch if one.op == "replace"}

    @property
    def before(self) -> JsonValue:
        """What stood there when it was corrected."""
        return next((one.value for one in self.patch if one.op == "test"), None)

    @property
    def value(self) -> JsonValue:
        """What the person wants there; of a confirmation, what stood there."""
        written = [one.value for one in self.patch if one.op in ("replace", "add")]
        return written[-1] if written else (self.before if self.action == "confirm" else None)


class PlanName(LenientModel):
    """The paper that the corrections belong to."""

    name: str | None = None
    sha256: str | None = None


class Corrections(LenientModel):
    """A file of corrections, in the order in which they were made. `signed_off_at`,
    `signed_off_by`: a person has looked through the whole plan."""

    corrections_version: Literal["1.0"] = "1.0"
    plan: PlanName = PlanName()
    corrections: tuple[Correction, ...] = ()
    signed_off_at: AwareDatetime | None = None
    signed_off_by: Author | None = None

    @property
    def active(self) -> tuple[Correction, ...]:
        """Those that were not taken back."""
        return tuple(one for one in self.corrections if one.undone_at is None)

    def without(self, ids: Collection[str], at: datetime) -> Corrections:
        """These, some of them taken back: they count no more, and stay written down."""
        left = tuple(
            one.model_copy(update={"undone_at": at}) if one.id in ids else one
            for one in self.corrections
        )
        return self.model_copy(update={"corrections": left})

    def with_more(self, more: tuple[Correction, ...]) -> Corrections:
        """These, then others."""
        return self.model_copy(update={"corrections": (*self.corrections, *more)})
