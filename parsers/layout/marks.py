"""List marks and heading numbers: what stands before the words of a paragraph.

The ranks follow the outline that Decree 30/2020/NĐ-CP (annex I) prescribes for administrative
papers: Phần, Chương, Mục, I, 1, a; and what offices add to it: A, 1.1, bullets.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum
from functools import cache, lru_cache

import regex

from kehoach.normalize.text import BULLETS
from kehoach.parsers.words import alternation, raw_phrases
from kehoach.patterns import compile_regex
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
_PART = compile_regex(
    rf"""
    (?:Phần|PHẦN|Chương|CHƯƠNG) \s+    # "Phần thứ nhất: …", "CHƯƠNG II. …"
    (?! (?i: trình ) \b )    # "CHƯƠNG TRÌNH MỤC TIÊU …" is no chapter
    (?: (?:thứ|THỨ) \s+ )?
    ({_ORDINAL})
    \s* [.:]? \s*
    (.*)
    """,
    regex.DOTALL | regex.VERBOSE,
)
_DIVISION = compile_regex(r"(?:Mục|MỤC)\s+(\d{1,2})\s*[.:]\s+(\p{Lu}.*)", regex.DOTALL)
"""Below a chapter ("Mục 2. Công tác tuyên truyền")."""
_ARTICLE = compile_regex(r"(?:Điều|ĐIỀU)\s+(\d{1,3})\s*[.:]\s*(.*)", regex.DOTALL)
_ROMAN = compile_regex(
    r"""
    (?: (?:Mục|MỤC) \s+ (?=[IVXL]+\.\s+\p{Lu}) )?    # "Mục I. CÔNG TÁC TUYÊN TRUYỀN"
    ([IVXL]{1,6})
    (?! \s*/\s*\d | /[Vv]\b )    # no quarter: "II/2026"; no "V/V KIỂM TRA …"
    \s*
    (?: (?:[.):]|/[-–]?) (?: \s+ | (?=[\p{Lu}“"(]) )    # "I. Mục đích", "I/- Chỉ tiêu"
      | [-–] \s+ )    # "III - Tổ chức"
    (.+)
    """,
    regex.DOTALL | regex.VERBOSE,
)
_UPPER = compile_regex(r"([A-HĐ])\s*(?:[.)]|/(?=\s+\p{Lu}))\s+(.+)", regex.DOTALL)
_CHAPTERS = (
    (_DIVISION, Rank.ROMAN),
    (_ARTICLE, Rank.ARTICLE),
    (_ROMAN, Rank.ROMAN),
    (_UPPER, Rank.UPPER),
)
_DECIMAL = compile_regex(
    rf"""
    ( (?!19|20) [1-9]\d{{3}} (?=[.)]\s)    # the points after the 999th; a year is none
      | \d{{1,3}} (?:\.\d{{1,2}}){{0,5}} (?: \.[{LETTERS}] (?=[.)]\s) )? )    # "2.1", "2.1.a"
    (\s*(?:[.):]|/[-–]?) | \s*[-–](?=\s) |)
    (\s*)
    (.+)
    """,
    regex.DOTALL | regex.VERBOSE,
)
_UNDER_CHAPTER = compile_regex(
    r"((?:[IVXL]{1,5}|[A-HĐ])(?:\.\d{1,2}){1,3})(?:[.):]\s*|\s+)(?=\p{Lu})(.+)", regex.DOTALL
)
"""The points of a chapter counted with its number ("II.1. Công tác tuyên truyền")."""
_LIST_LETTERS = frozenset(f"{LETTERS}fjwz")
_LETTER = compile_regex(
    rf"([{LETTERS}fjwz])(?:\s?(?:\)\s*|\.\s+)|(?:/[-–]|[/–-])\s+(?=\p{{Lu}}))(.+)", regex.DOTALL
)
_BULLET = compile_regex(rf"([{BULLETS}])\s*(?=\S)(.+)", regex.DOTALL)
_ROUND = compile_regex(r"(o)\s+(?=\p{Lu})(.+)", regex.DOTALL)
"""The hollow bullet of Word's second level, copied as a letter."""
_BRACKETED = compile_regex(
    r"(?P<number>\((?:\d{1,2}|[ivx]{1,4})\))\s*(?P<words>(?:\p{Lu}|\d+(?:,\d+)?\s?%).+)",
    regex.DOTALL,
)
_STAR_AT_END = compile_regex(r"\s*\*\s*(:?)\s*$")
"""Of a title between stars, in a text that has no italics ("*Công tác tuyên truyền:*")."""
PICTURES = (
    r"(?:[\u203c\u2049\u2139\u231a-\u23ff\u2600-\u2604\u260e\u2611-\u2615\u2618-\u27bf\u2b05-\u2b55"
    r"\U0001f000-\U0001faff][\ufe0f\u200d\U0001f3fb-\U0001f3ff]*)"
)
"""A picture as posts set it before a line, or behind it (an emoji, with what varies it)."""
_KEYCAP = compile_regex(r"((?:\d\ufe0f?\u20e3)+)\s*(?=[\p{L}\d“\"(])(.+)", regex.DOTALL)
"""Number keys, as posts set them before a line."""
_NO_DIGIT = compile_regex(r"\D+")
_FIRST_PICTURE = "\u203c"
"""Of the signs that may be one."""
_PICTURED = compile_regex(
    rf"({PICTURES})(?:\s*{PICTURES})*\s*(?=[\p{{L}}\d“\"(])(.+)", regex.DOTALL
)
_SUB_BULLETS = "+*◦○o"
_OPENING_SIGNS = "“\"'("
MAX_PART_LETTERS = 200
"""A longer paragraph that opens with "Phần …" is a sentence."""


def is_bullet(mark: Mark | None) -> bool:
    """Is it a mark without a number?"""
    return mark is not None and mark.rank >= Rank.BULLET


def in_brackets(text: str) -> regex.Match[str] | None:
    """The `number` and `words` of a paragraph that a number in brackets opens ("(1) Hội nghị lần
    thứ nhất …"); such numbers also stand inside sentences, so no line of print begins a paragraph
    by one."""
    return _BRACKETED.fullmatch(text)


@lru_cache(maxsize=2048)
def read_mark(text: str) -> Mark | None:
    """The mark a paragraph opens with, or None. `text` is one cleaned paragraph or line, which is
    looked at many times.

    >>> read_mark("1.1. Mục đích").number
    '1.1'
    """
    return _mark_of(text) if _may_open(text) else None


def _mark_of(text: str) -> Mark | None:
    if match := _PART.fullmatch(text):
        if len(text) >= MAX_PART_LETTERS:
            return None
        return Mark(Rank.PART, match[1], rest=match[2])
    for pattern, rank in _CHAPTERS:
        if match := pattern.fullmatch(text):
            return Mark(rank, match[1], rest=match[2])
    if match := _KEYCAP.fullmatch(text):
        return Mark(Rank.DECIMAL, _NO_DIGIT.sub("", match[1]), rest=match[2])
    if match := _DECIMAL.fullmatch(text):
        return _decimal(match)
    if match := _UNDER_CHAPTER.fullmatch(text):
        return Mark(_under_chapter(match[1]), match[1], rest=match[2])
    if match := _named().fullmatch(text):  # "Hoạt động 1: …"
        return Mark(Rank.DECIMAL_4, match[1], rest=match[2])
    if match := _LETTER.fullmatch(text):
        return Mark(Rank.LETTER, match[1], rest=match[2])
    return _bullet_of(text)


def _bullet_of(text: str) -> Mark | None:
    if match := _PICTURED.fullmatch(text):
        return Mark(Rank.BULLET, None, rest=match[2])
    if match := _BULLET.fullmatch(text) or _ROUND.fullmatch(text):
        rank = Rank.SUB_BULLET if match[1] in _SUB_BULLETS else Rank.BULLET
        rest = match[2]
        is_framed = match[1] == "*" and _STAR_AT_END.search(rest) is not None
        return Mark(rank, None, rest=_STAR_AT_END.sub(r"\1", rest) if is_framed else rest)
    return None


@cache
def _named() -> regex.Pattern[str]:
    return compile_regex(
        rf"((?:{alternation('named_points')})\s+\d{{1,2}})\s*[:.]\s*(\p{{Lu}}.+)", regex.DOTALL
    )


@cache
def _named_number() -> regex.Pattern[str]:
    return compile_regex(rf"(?:{alternation('named_points')})\s+(\d{{1,2}})")


@cache
def _other_first() -> frozenset[str]:
    """What the other marks but the numbers begin with: a part or chapter, an article, a Roman
    number, a capital, a named point, a bullet."""
    return frozenset("PCMĐIVXLABCDEFGH" + BULLETS) | {
        name[0] for name in raw_phrases("named_points")
    }


def _may_open(text: str) -> bool:
    """The quick answer: does a paragraph begin with a letter or sign that some mark begins
    with? Most lines go on with a sentence."""
    first = text[:1]
    if first in _LIST_LETTERS:
        return not text[1:2].isalpha()
    return first in _other_first() or first.isdecimal() or first >= _FIRST_PICTURE


def _under_chapter(number: str) -> Rank:
    """How deep a point stands that is counted with the number of its chapter ("II.1" as "1")."""
    return Rank(min(Rank.DECIMAL + number.count(".") - 1, Rank.DECIMAL_4))


def _decimal(match: regex.Match[str]) -> Mark | None:
    """The mark of a decimal number, unless the number is an amount, a date, or a range."""
    number, closing, space, rest = match.groups()
    parts = number.split(".")
    if not _is_decimal_mark(number, closing.strip(), space=space, rest=rest):
        return None
    rank = Rank(min(Rank.DECIMAL + len(parts) - 1, Rank.DECIMAL_4))
    return Mark(rank, number, rest=rest)


def _is_decimal_mark(number: str, closing: str, space: str, rest: str) -> bool:
    """Is the number closed by a dot or bracket, or does it have parts with a space behind?"""
    has_parts = "." in number
    first = rest[:1]
    if len(number.partition(".")[0]) > 2:  # "100. Rà soát …", but no "120.000 đồng", "365/2031"
        return closing in (".", ")") and bool(space) and first.isupper()
    if not space and not first.isalpha() and first not in _OPENING_SIGNS:
        return False  # 99,9% · 2.000 đồng · 1/7
    if not closing:
        return has_parts and bool(space) and first.isupper()  # not "1.5 triệu"
    if closing[0] in "/:":
        return bool(space)
    if closing in ("-", "–"):
        return not first.isdigit()  # not "3 - 5 ngày"
    if closing == ")" and len(number) > 1 and not has_parts:
        return not first.islower()  # not "… ngày 10) của tháng" wrapped
    return True


def without_name(number: str | None) -> str | None:
    """The number of a task without the word that says it is one.

    >>> without_name("Hoạt động 1")
    '1'
    """
    match = _named_number().fullmatch(number or "")
    return match[1] if match is not None else number


LETTER_LEVEL = 6
"""How deep a lettered point stands in a list, counted from 1 for "1."."""


def level_of_number(number: str | None) -> int:
    """How deep a point of a list stands, by its number: 1 for "1", 2 for "1.1", more for "a"."""
    if number is None:
        return 0
    return number.count(".") + 1 if number[:1].isdecimal() else LETTER_LEVEL


def follows(before: str, after: str) -> bool:
    """Is `after` the next number of the same kind ("2.6" -> "2.7", "IV" -> "V", "d" -> "đ" or
    "e")?"""
    if _are_roman(before, after):
        return roman(after) == roman(before) + 1
    if len(before) == len(after) == 1:
        if before.isupper() and after.isupper():
            return ord(after) - ord(before) == 1
        if before in LETTERS and after in LETTERS:
            next_letter = LETTERS.index(after) - LETTERS.index(before) == 1
            return next_letter or (before, after) == ("d", "e")
    return _counts_on(before, after)


def _are_roman(before: str, after: str) -> bool:
    if not (before.isalpha() and before.isupper() and after.isupper()):
        return False
    return set(before + after) <= set("IVXL")


def _counts_on(before: str, after: str) -> bool:
    """Do two decimal numbers differ by one in their last part alone?"""
    head, _, last = before.rpartition(".")
    next_head, _, next_last = after.rpartition(".")
    if head != next_head:
        return False
    if last in LETTERS and next_last in LETTERS and head:
        return follows(last, next_last)
    if not (last.isdecimal() and next_last.isdecimal()):
        return False
    return int(next_last) == int(last) + 1
