"""Short forms of bodies that a paper defines itself: "Ban Chỉ đạo phòng, chống dịch xã (sau đây gọi
tắt là Ban Chỉ đạo)"."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cache

import regex

from kehoach.normalize.offices.cell import Cell
from kehoach.parsers.items.sentence_owners import named_bodies
from kehoach.parsers.words import alternation

MAX_WORDS_OF_NAME = 24
_CLAUSE = regex.compile(r"[.;:,()]\s+(?=\p{Lu})|[.;:()]\s")


def read_short_forms(texts: Iterable[str]) -> dict[str, str]:
    """The paragraphs of a paper -> short forms it defines for bodies, each with the body's name as
    printed; the first definition counts.

    >>> read_short_forms(["Tổ công tác số 1 xã (viết tắt là TCT1) kiểm tra."])
    {'TCT1': 'Tổ công tác số 1 xã'}
    """
    forms: dict[str, str] = {}
    for text in texts:
        for match in _definition().finditer(text):
            short = match["short"].strip(" “”\"'.")
            name = _name_before(text[: match.start()])
            if name and short and len(short) < len(name):
                forms.setdefault(short, name)
    return forms


def _name_before(text: str) -> str:
    """The name of the body that a text ends with; "" when it ends with something else."""
    clause = _CLAUSE.split(text)[-1].strip()
    words = clause.split()[-MAX_WORDS_OF_NAME:]
    for start in range(len(words) - 1):
        name = " ".join(words[start:])
        if not name[:1].isupper() or not Cell(name).opens_body(0):
            continue
        if named_bodies(name, None) == name:
            return name
    return ""


def expanded(text: str, forms: Mapping[str, str]) -> str:
    """A text with the paper's short forms written out; where the name stands whole it stays."""
    for short, name in forms.items():
        if short in text and name not in text:
            text = regex.sub(rf"(?<![\p{{L}}\d]){regex.escape(short)}(?![\p{{L}}\d])", name, text)
    return text


def as_printed(text: str, forms: Mapping[str, str]) -> str:
    """Undo `expanded` in a part of the text."""
    for short, name in forms.items():
        text = text.replace(name, short)
    return text


@cache
def _definition() -> regex.Pattern[str]:
    return regex.compile(
        rf"""
        \s* \( \s*
        (?: {alternation("definitions")} ) (?: \s+ là )? \s* :? \s*
        (?P<short> [^()]{{2,60}}? )
        \s* \)
        """,
        regex.IGNORECASE | regex.VERBOSE,
    )
