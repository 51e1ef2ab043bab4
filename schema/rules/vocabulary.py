"""words.yaml, and how alike two wordings are."""

from __future__ import annotations

from functools import cache, lru_cache
from pathlib import Path
from typing import Any

import yaml


@cache
def words(key: str) -> Any:
    """A list or table of words.yaml."""
    path = Path(__file__).with_name("words.yaml")
    loaded: dict[str, Any] = yaml.load(path.read_text(encoding="utf-8"), Loader=yaml.CSafeLoader)
    return loaded[key]


@lru_cache(maxsize=4096)
def alike(one: str, other: str) -> float:
    """How alike two wordings (their `comparison_key`s) are, 0 to 1: twice the length of the words in common order over
    all words."""
    from difflib import SequenceMatcher

    return SequenceMatcher(None, one.split(), other.split(), autojunk=False).ratio()
