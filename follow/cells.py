"""Cells as people fill them: from what a reader of workbooks gives to a value that is kept, and
what two of them have in common."""

from __future__ import annotations

import re
from datetime import date, datetime, time, timedelta
from math import isfinite
from typing import Any

from kehoach.follow.model import MAX_TEXT, Value

_UNWRITABLE = re.compile("[\x00-\x08\x0b-\x1f\x7f\ud800-\udfff\ufffe\uffff]")


def value_of(cell: Any) -> Value | None:
    """What a cell holds; None for an empty one. Days become ISO 8601, whole numbers lose their
    point, blanks around a text do not count.

    >>> value_of(datetime(2025, 6, 30)), value_of(3.0), value_of("  "), value_of(True)
    ('2025-06-30', 3, None, True)
    """
    match cell:
        case str():
            return _text(cell)
        case None:
            return None
        case bool() | int():
            return cell
        case float():
            if not isfinite(cell):  # no workbook holds it, a damaged one may say so
                return str(cell)
            return int(cell) if cell.is_integer() and abs(cell) < 1e15 else cell
        case datetime() if cell.time() == time():
            return cell.date().isoformat()
        case datetime() | date() | time():
            return cell.isoformat()
        case timedelta():
            return str(cell)
    return _text(str(cell))


def _text(text: str) -> str | None:
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    return _UNWRITABLE.sub("", text)[:MAX_TEXT].strip() or None


def text_of(cell: Any) -> str:
    """A cell of the plan as text, "" for an empty one."""
    value = value_of(cell)
    return "" if value is None else str(value)


def same(one: Value | None, other: Value | None) -> bool:
    """Do two cells say the same? 1 and "1" do, True and 1 do not."""
    if isinstance(one, bool) or isinstance(other, bool):
        return one is other
    return str(one) == str(other)
