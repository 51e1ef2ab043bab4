"""What kinds of findings are called by people, and whom they concern (`finding_names.yaml`)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Any, Literal, TypeAlias

from kehoach.normalize.vocabulary import read_plain

Concern: TypeAlias = Literal["paper", "unread", "reading"]
"""paper: its ward mends it; unread: its ward may send it again; reading: for those who check."""


@dataclass(frozen=True, slots=True)
class FindingName:
    """A kind of finding in two languages."""

    vi: str
    en: str
    concern: Concern


@cache
def finding_names() -> Mapping[str, FindingName]:
    """All of them by code."""
    names: dict[str, list[Any]] = read_plain(Path(__file__).with_suffix(".yaml"))
    return MappingProxyType({code: FindingName(*one) for code, one in names.items()})


def name_of(code: str) -> FindingName:
    """The name of one code; a code that a later version brings is its own name.

    >>> name_of("missing_owner").vi, name_of("from_2031").en
    ('Thiếu cơ quan chủ trì', 'from_2031')
    """
    return finding_names().get(code) or FindingName(vi=code, en=code, concern="reading")
