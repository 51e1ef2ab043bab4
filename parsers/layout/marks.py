"""List marks and heading numbers: what stands before the words of a paragraph.

The ranks follow the outline that Decree 30/2020/NĐ-CP (annex I) prescribes for administrative
papers: Phần, Chương, Mục, I, 1, a; and what offices add to it: A, 1.1, bullets.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum

import regex

from kehoach.schema.numerals import LETTERS, roman


class Rank(IntEnum):
    """How deep a mark stands in an outline, from the outermost."""

    PART = 0
    UPPER = 1
    ROMAN = 2
    ARTICLE = 3
    DECIMAL = 4
    DECIMAL_2 = 5
    DECIMAL_3 = 6
    DECIMAL_4 = 7
    LETTER = 8
    BULLET = 9
    SUB_BULLET = 10


@dataclass(frozen=True, slots=True)
class Mark:
    """A mark: its rank, its number as printed without the closing dot or bracket, and the text
    after it."""

    rank: Rank
    number: str | None
    rest: str


_ORDINAL = r"(?:(?<=[tT][hH][ứỨ]\s)\p{L}+|[IVXL]+|\d+|\p{Lu}[\p{L}]*)"
_PART = regex.compile(
    rf"(?:Phần|PHẦN|Chương|CHƯƠNG)\s+(?:(?:thứ|THỨ)\s+)?({_ORDINAL})\s*[.:]?\s*(.*)", regex.DOTALL
)
_ARTICLE = regex.compile(r"(?:Điều|ĐIỀU)\s+(\d{1,3})\s*[.:]\s*(.*)", regex.DOTALL)
_ROMAN = regex.compile(
    r"([IVXL]{1,6})(?!\s*/\s*\d)\s*(?:[.)/:](?:\s+|(?=[\p{Lu}“\"(]))|[-–]\s+)(.+)", regex.DOTALL
)
_UPPER = regex.compile(r"([A-HĐ])\s*[.)]\s+(.+)", regex.DOTALL)
_DECIMAL = regex.compile(
    r"(\d{1,2}(?:\.\d{1,2}){0,3})(\s*[.)/:]|\s*[-–](?=\s)|)(\s*)(.+)", regex.DOTALL
)
_LETTER = regex.compile(rf"([{LETTERS}fjwz])\s?(?:\)\s*|\.\s+)(.+)", regex.DOTALL)
_BULLET = regex.compile(r"([-–—−•●▪■◦○·*+\uf0b7\uf02d])\s*(?=\S)(.+)", regex.DOTALL)


def read_mark(text: str) -> Mark | None:
    """The mark a paragraph opens with, or None. `text` is one cleaned paragraph or line.

    >>> read_mark("1.1. Mục đích").number
    '1.1'
    """
    if match := _PART.fullmatch(text):
        return Mark(Rank.PART, match[1], match[2]) if len(text) < 200 else None
    if match := _ARTICLE.fullmatch(text):
        return Mark(Rank.ARTICLE, match[1], match[2])
    if match := _ROMAN.fullmatch(text):
        return Mark(Rank.ROMAN, match[1], match[2])
    if match := _UPPER.fullmatch(text):
        return Mark(Rank.UPPER, match[1], match[2])
    if match := _DECIMAL.fullmatch(text):
        return _decimal(match)
    if match := _LETTER.fullmatch(text):
        return Mark(Rank.LETTER, match[1], match[2])
    if match := _BULLET.fullmatch(text):
        return Mark(Rank.SUB_BULLET if match[1] in "+*◦○" else Rank.BULLET, None, match[2])
    return None


def _decimal(match: regex.Match[str]) -> Mark | None:
    """A decimal number is a mark when closed by a dot or bracket, or when it has parts and a space
    follows."""
    number, closing, space, rest = match[1], match[2].strip(), match[3], match[4]
    parts = number.split(".")
    if not closing and (len(parts) == 1 or not space):
        return None
    if not space and not rest[:1].isalpha() and rest[:1] not in "“\"'(":
        return None  # 99,9% · 2.000 đồng · 1/7
    if not closing and not rest[:1].isupper():
        return None  # "1.5 triệu"
    if closing in ("/", ":") and not space:
        return None
    if closing in ("-", "–") and rest[:1].isdigit():
        return None  # "3 - 5 ngày"
    if closing == ")" and len(number) > 1 and "." not in number and rest[:1].islower():
        return None  # "… ngày 10) của tháng" wrapped
    rank = Rank(min(Rank.DECIMAL + len(parts) - 1, Rank.DECIMAL_4))
    return Mark(rank, number, rest)


def follows(before: str, after: str) -> bool:
    """Is `after` the next number of the same kind ("2.6" -> "2.7", "IV" -> "V", "d" -> "đ" or
    "e")?"""
    if (
        before.isalpha()
        and before.isupper()
        and after.isupper()
        and set(before + after) <= set("IVXL")
    ):
        return roman(after) == roman(before) + 1
    if len(before) == len(after) == 1 and before.isupper() and after.isupper():
        return ord(after) - ord(before) == 1
    if len(before) == len(after) == 1 and before in LETTERS and after in LETTERS:
        return LETTERS.index(after) - LETTERS.index(before) == 1 or (before, after) == ("d", "e")
    head, _, last = before.rpartition(".")
    new_head, _, new_last = after.rpartition(".")
    return (
        head == new_head
        and last.isdecimal()
        and new_last.isdecimal()
        and int(new_last) == int(last) + 1
    )
