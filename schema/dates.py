"""Days as a plan writes them (ISO 8601), such as a calendar has."""

from __future__ import annotations

from datetime import date
from typing import Annotated

from pydantic import AfterValidator, Field
from pydantic_core import PydanticCustomError

IMPOSSIBLE_DATE = "impossible_date"
"""The type of the error that a day which no calendar has makes."""
_FIRST = "2031-01-01"
"""What completes a month or a year to a day; of it only the end is used."""


def _in_calendar(text: str) -> str:
    """A day, month or year as it is. Raises an error of the type IMPOSSIBLE_DATE for one that no
    calendar has ("2031-02-30")."""
    try:
        date.fromisoformat(text + _FIRST[len(text) :])
    except ValueError:
        raise PydanticCustomError(IMPOSSIBLE_DATE, "{day}", {"day": text}) from None
    return text


PartialDate = Annotated[
    str, Field(pattern=r"^\d{4}(-\d{2}(-\d{2})?)?$"), AfterValidator(_in_calendar)
]
IsoDate = Annotated[
    str,
    Field(pattern=r"^\d{4}-\d{2}-\d{2}$", json_schema_extra={"format": "date"}),
    AfterValidator(_in_calendar),
]
