"""The formats of what comparing finds, and how it becomes each. Nothing of them is imported before
it is asked for."""

from __future__ import annotations

from collections.abc import Callable
from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from kehoach.compare.model import Difference, Matrix

DIFFERENCE_FORMATS = ("text", "html", "json")
MATRIX_FORMATS = ("text", "html", "xlsx", "json")


def write_difference(told: Difference, format: str, lang: str) -> bytes:
    """Two versions of a plan in one of `DIFFERENCE_FORMATS`."""
    return _written(told, f"kehoach.compare.difference_{format}", format=format, lang=lang)


def write_matrix(told: Matrix, format: str, lang: str) -> bytes:
    """Who took up what in one of `MATRIX_FORMATS`."""
    return _written(told, f"kehoach.compare.matrix_{format}", format=format, lang=lang)


def _written(told: Difference | Matrix, module: str, format: str, *, lang: str) -> bytes:
    if format == "json":
        from kehoach.emit.json import data_to_json

        return data_to_json(told.model_dump(mode="json")).encode("utf-8")
    write: Callable[[Difference | Matrix, str], str | bytes]
    write = getattr(import_module(module), f"to_{format}")
    content = write(told, lang)
    return content if isinstance(content, bytes) else content.encode("utf-8", "replace")
