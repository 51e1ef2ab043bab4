"""How a plan tells what read it."""

from __future__ import annotations

from operator import not_

from pydantic import Field

from kehoach.schema.base import Model


class GeneratorOptions(Model):
    """The options of the reading that may change its result."""

    reader: str
    dpi: int | None = None
    pages: tuple[tuple[int, int], ...] = ()


class Generator(Model):
    """What read a paper. `models`: the file of each model and the first digits of its SHA-256;
    `vocabulary`: the same of the user's own vocabulary files."""

    name: str
    version: str
    models: dict[str, str]
    vocabulary: dict[str, str] = Field(default_factory=dict, exclude_if=not_)
    options: GeneratorOptions
