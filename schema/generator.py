"""How a plan tells what read it."""

from __future__ import annotations

from kehoach.schema.base import Model


class GeneratorOptions(Model):
    """The options of the reading that may change its result."""

    reader: str
    dpi: int | None = None
    pages: tuple[tuple[int, int], ...] = ()


class Generator(Model):
    """What read a paper. `models`: the file of each model and the first digits of its SHA-256."""

    name: str
    version: str
    models: dict[str, str]
    options: GeneratorOptions
