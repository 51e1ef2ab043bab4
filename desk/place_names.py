"""A place in a plan in words, where a person is told of it."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any, Literal

from kehoach.corrections.parts import split_pointer
from kehoach.normalize.vocabulary import read_yaml

Language = Literal["vi", "en"]


def place_words(where: str, language: Language) -> str:
    """What a JSON pointer means, in words; one that means nothing stays as it is.

    >>> place_words("/document/issued_on", "vi"), place_words("/tasks/1/deadline", "vi")
    ('Ngày ban hành (văn bản)', 'Hạn (nhiệm vụ, dòng 2)')
    >>> place_words("/targets/0", "en"), place_words("../passwd", "en")
    ('target, row 1', '../passwd')
    """
    _, inside = split_pointer(where)
    _, part, *rest = [*inside.split("/"), ""]
    names = _names()
    if part not in names["parts"]:
        return where
    told = _said(names["parts"][part], language)
    if rest and rest[0].isdecimal():
        row = {"vi": "dòng", "en": "row"}[language]
        told = f"{told}, {row} {int(rest[0]) + 1}"
        rest = rest[1:]
    field = rest[0] if rest else ""
    if field not in names["fields"]:
        return told
    return f"{_said(names['fields'][field], language)} ({told})"


def _said(pair: list[str], language: Language) -> str:
    return pair[0] if language == "vi" else pair[1]


@cache
def _names() -> dict[str, dict[str, list[str]]]:
    told: dict[str, Any] = read_yaml(Path(__file__).with_name("place_names.yaml"))
    return told
