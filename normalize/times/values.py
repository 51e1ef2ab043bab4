"""What a deadline may say: the values that `deadline.py` gives."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Literal

DeadlineKind = Literal["by", "within", "continuous", "recurring", "conditional", "done", "several"]
Recurrence = Literal["daily", "weekly", "monthly", "quarterly", "half-yearly", "yearly"]

RECURRENCES: tuple[Recurrence, ...] = (
    "daily",
    "weekly",
    "monthly",
    "quarterly",
    "half-yearly",
    "yearly",
)
"""The finest first."""
OFTEN: tuple[Recurrence, ...] = ("daily", "weekly", "monthly")
SEASONS = ("month", "quarter", "span")
"""What comes so often may last so long in a year: "hằng tuần, từ tháng 5 đến tháng 11"."""


@dataclass(frozen=True, slots=True)
class DeadlineValue:
    """What a deadline cell says. `kind` None: not understood. `parts` only for `several`. `raw` as
    given. `confidence` from 0 to 1. `is_alone`: no other words stand beside it. `since_issue`: it
    begins when the paper is issued ("từ nay đến …"), on whatever day that is."""

    raw: str
    kind: DeadlineKind | None
    start: date | None = None
    end: date | None = None
    recurrence: Recurrence | None = None
    parts: tuple[DeadlineValue, ...] = ()
    confidence: float = 1.0
    is_alone: bool = True
    since_issue: bool = False

    @property
    def has_days(self) -> bool:
        """Does it begin, or end, on a day that is told?"""
        return self.start is not None or self.end is not None

    def means_same(self, other: DeadlineValue) -> bool:
        """Is it the same time, whatever words tell it?"""
        if self.kind != other.kind or self.recurrence != other.recurrence:
            return False
        return self.start == other.start and self.end == other.end


def finest(recurrences: Iterable[Recurrence | None]) -> Recurrence | None:
    """The one that comes most often; None where there is none.

    >>> finest(["yearly", None, "quarterly"])
    'quarterly'
    """
    named = set(recurrences)
    for recurrence in RECURRENCES:
        if recurrence in named:
            return recurrence
    return None
