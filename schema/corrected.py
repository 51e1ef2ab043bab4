"""How a person corrected one part of a plan: which part, and what was changed in it."""

from __future__ import annotations

from typing import Literal, TypeAlias

from pydantic import BaseModel, ConfigDict, Field, JsonValue

from kehoach.schema.base import is_none

PartName: TypeAlias = Literal["document", "tasks", "targets", "assignments", "obligations"]
CorrectionAction: TypeAlias = Literal[
    "change", "add", "remove", "move", "confirm", "split", "merge"
]
Door: TypeAlias = Literal["desk", "workbook", "csv", "json", "library"]


class LenientModel(BaseModel):
    """What files of another version may tell more of."""

    model_config = ConfigDict(frozen=True, extra="ignore")


class PaperAnchor(LenientModel):
    """Which further paper of a file is meant: its id, and its title when it was corrected."""

    id: str | None = None
    title: str | None = None


class Anchor(LenientModel):
    """Which part is meant: its id, its number, and its wording when it was corrected; `paper`: of
    which further paper of the file, None for the plan itself."""

    part: PartName
    paper: PaperAnchor | None = Field(default=None, exclude_if=is_none)
    id: str | None = None
    number: str | None = None
    text: str | None = None


class Operation(LenientModel):
    """One operation of RFC 6902 on the anchored part; `path` "" is the part itself."""

    op: Literal["test", "replace", "add", "remove"]
    path: str = ""
    value: JsonValue = None


class MadeCorrection(LenientModel):
    """A correction as the file beside a plan holds it. `after`: behind which part an added or moved
    one stands (None: first). `other`: which part a merged one takes in. `by`: through which door it
    came."""

    anchor: Anchor
    after: Anchor | None = Field(default=None, exclude_if=is_none)
    other: Anchor | None = Field(default=None, exclude_if=is_none)
    patch: tuple[Operation, ...] = ()
    by: Door = "library"
