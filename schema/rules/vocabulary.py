"""words.yaml, and how wordings are compared: small letters, no marks of punctuation."""

from __future__ import annotations

import re
import unicodedata
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

import yaml

_TONE = str.maketrans({"ỷ": "ỉ", "ỹ": "ĩ", "ý": "í", "ỳ": "ì", "ỵ": "ị"})


@cache
def words(key: str) -> Any:
    """A list or table of words.yaml."""
    path = Path(__file__).with_name("words.yaml")
    loaded: dict[str, Any] = yaml.load(path.read_text(encoding="utf-8"), Loader=yaml.CSafeLoader)
    return loaded[key]


@lru_cache(maxsize=8192)
def flat(text: str) -> str:
    """For comparison only: small letters, the tone mark after its letters, marks of punctuation as
    one space.

    >>> flat("Văn hoá - Xã hội") == flat("Văn hóa – xã  hội")
    True
    """
    parts = re.findall(r"[^\W_]+", unicodedata.normalize("NFC", text).lower().translate(_TONE))
    return " ".join(_tone_last(part) for part in parts)


def _tone_last(word: str) -> str:
    tone, out = "", ""
    for char in unicodedata.normalize("NFD", word):
        if char in "\u0300\u0301\u0309\u0303\u0323":
            tone = char
        else:
            out += char
    return unicodedata.normalize("NFC", out + tone) if tone else unicodedata.normalize("NFC", out)


@lru_cache(maxsize=4096)
def alike(one: str, other: str) -> float:
    """How alike two flat wordings are, 0 to 1: twice the length of the words in common order over
    all words."""
    from difflib import SequenceMatcher

    return SequenceMatcher(None, one.split(), other.split(), autojunk=False).ratio()
