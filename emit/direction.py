"""Marks that turn the direction of a text. They belong to Arabic and Hebrew, can be seen nowhere,
and make a line read otherwise than it is written (CVE-2021-42574, "Trojan Source"): nothing that
people look at holds them. The JSON of a plan keeps the paper's letters, these as escapes."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

_MARKS = re.compile("[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")


def upright(text: str) -> str:
    r"""A text without them.

    >>> upright("K\u1ebf ho\u1ea1ch\u202e 2031")
    'Kế hoạch 2031'
    """
    return _MARKS.sub("", text)


def upright_row(row: Mapping[str, Any]) -> dict[str, Any]:
    """A row of a table whose texts, and lists of texts, hold none.

    >>> upright_row({"task": "a\\u202eb", "units": ["c\\u200f"], "page": 1})
    {'task': 'ab', 'units': ['c'], 'page': 1}
    """
    return {name: _upright_value(value) for name, value in row.items()}


def _upright_value(value: Any) -> Any:
    if isinstance(value, str):
        return upright(value)
    if isinstance(value, list):
        return [_upright_value(one) for one in value]
    return value
