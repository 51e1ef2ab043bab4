"""What all models of a plan share: the base class, confidences, and places in the paper."""

from __future__ import annotations

from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, model_serializer

Confidence = Annotated[float, Field(ge=0, le=1)]


class Model(BaseModel):
    """Base: frozen, no unknown fields."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Sparse(Model):
    """Base: what is not known is left out of the JSON."""

    @model_serializer
    def _only_what_is_known(self) -> dict[str, object]:
        return {
            name: value
            for name in type(self).model_fields
            if (value := getattr(self, name)) is not None
        }


class Span(Sparse):
    """Where it stands in the paper: `page` and `bbox` (points, origin top left) for pages;
    `line_start`..`line_end` (from 1) for text; `paragraph_start`..`paragraph_end` (from 1, in
    document order) for DOCX and HTML. `char_start` is a character (from 0) of the first line or
    paragraph, `char_end` the one behind the last of it in the last line or paragraph; tabs and
    breaks count as one, automatic numbers are none."""

    page: int | None = None
    bbox: tuple[float, float, float, float] | None = None
    line_start: int | None = None
    line_end: int | None = None
    paragraph_start: int | None = None
    paragraph_end: int | None = None
    char_start: int | None = None
    char_end: int | None = None


Spans = tuple[Span, ...]


def is_none(value: object) -> bool:
    """Is there no value? Fields that say so are left out of the JSON."""
    return value is None
