"""Whom a letter is written to: "Kính gửi: …", on one line or as a list below it; whom a telegram
is sent to: "CHỦ TỊCH ỦY BAN NHÂN DÂN TỈNH … ĐIỆN: …"."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache

import regex

from kehoach.normalize.text import clean
from kehoach.parsers.layout.paragraphs import Paragraph
from kehoach.parsers.words import alternation, behind_phrase, opens_with
from kehoach.patterns import compile_regex

_PARTS = compile_regex(r"\s*;\s*(?:[-–+]\s*)?|\s+[-–+]\s+(?=\p{Lu})")


def read_addressees(preamble: Sequence[Paragraph]) -> tuple[str, ...]:
    """The paragraphs above a body -> those a letter is written to, as listed. A list ends with the
    first paragraph without a mark."""
    found: list[str] = []
    is_open = False
    for paragraph in preamble:
        behind = behind_opening(paragraph.text)
        if opens_with(paragraph.text, "also_sent") is not None:
            is_open = False
        elif behind is not None:
            found += _listed(behind)
            is_open = True
        elif is_open and paragraph.mark is not None:
            found += _listed(paragraph.words)
        else:
            is_open = False
    return tuple(found)


def behind_opening(text: str) -> str | None:
    """What stands behind the words that open a list of addressees; None where none open one.

    >>> behind_opening("Kính gửi: Các xóm"), behind_opening("CHỦ TỊCH XÃ TÂN KHÊ ĐIỆN:")
    ('Các xóm', ':')
    """
    opening = opens_with(text, "addressee_openings")
    if opening is not None:
        return behind_phrase(text, opening)
    sent = _sender().match(text)
    return text[sent.end() - 1 :] if sent else None


@cache
def _sender() -> regex.Pattern[str]:
    """Who sends a telegram, in few words that begin with a capital, and that it is sent."""
    verbs = alternation("sending")
    return compile_regex(rf"\p{{Lu}}[^.:;]{{3,100}}?\s(?i:{verbs})\s*:")


@cache
def _also_sent() -> regex.Pattern[str]:
    return compile_regex(rf"(?<!\p{{L}})(?i:{alternation('also_sent')})(?!\p{{L}})")


def _listed(words: str) -> list[str]:
    """Those that a line lists, without those that only get the paper, too ("Đồng kính gửi: …")."""
    words = _also_sent().split(words)[0]
    parts = (clean(part).strip(" .:;,-–+") for part in _PARTS.split(words))
    return [part for part in parts if part]
