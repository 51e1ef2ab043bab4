"""Where a plan stands, as its tables and pages tell it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeAlias

if TYPE_CHECKING:
    from kehoach.emit.places import PageArea

Cut: TypeAlias = "Callable[[str, Sequence[PageArea]], Sequence[bytes | None]]"
"""Makes pictures (JPEG) of places in a paper of some media type; None for one that it cannot
show."""


@dataclass(frozen=True, slots=True)
class Origin:
    """Where a plan stands: `paper` is what the input is called, `link` a relative URL to it (None:
    none), `plan` the name of its JSON. `cut` makes pictures of the paper (None: nothing does)."""

    paper: str
    link: str | None = None
    plan: str | None = None
    cut: Cut | None = None
