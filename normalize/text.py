"""Small pure functions on text that every room uses. None of them changes wording.

The forms in which texts are compared, from the nearest to the print to the furthest from it:

| form | letters | tone marks | other marks | length |
|---|---|---|---|---|
| `small` | small | in one place | stay | as it was |
| `fold` | small | in one place | a space | |
| `comparison_key` | small, a toned y is an i | behind their letters | a space | |
| `strip_diacritics` | small, ASCII | none | a space | |
"""

from __future__ import annotations

import unicodedata
from collections.abc import Callable
from functools import lru_cache

import regex
from unidecode import unidecode

from kehoach.patterns import compile_regex

BULLETS = "-–—−•●▪■◦○·*+\uf0b7\uf02d➢➤►▶▸❖◆◇✓✔☑✦★§‣⁃▹"
"""Signs before the points of a list, as a set of a pattern has them; those of Wingdings, too, as
other programs write them."""
_BETWEEN_WORDS = compile_regex(r"[\W_]+")
_WORD_LETTERS = compile_regex(r"\p{L}+")
_IN_WORD = compile_regex(r"[\p{L}\p{N}]")
_PLAIN_SPACES = compile_regex(r"[ \t\f\v\r]+")
_INVISIBLE = compile_regex(
    r"[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff]|(?![\t\n\r])\p{Cc}|\p{Cs}"
)
_OLD_TONES = {
    "oà": "òa", "oá": "óa", "oả": "ỏa", "oã": "õa", "oạ": "ọa",
    "oè": "òe", "oé": "óe", "oẻ": "ỏe", "oẽ": "õe", "oẹ": "ọe",
    "uỳ": "ùy", "uý": "úy", "uỷ": "ủy", "uỹ": "ũy", "uỵ": "ụy",
}  # fmt: skip
_MOST_LETTERS = 4096
"""So many characters are remembered; a strange paper may have any of a million."""
_TONED_Y = compile_regex(r"(?<![aâuư])y$|(?<=^qu)y$")
_TONES = "\u0300\u0301\u0309\u0303\u0323"
_WORD = compile_regex(r"[\p{L}\p{M}\p{N}]+")
_OLD_TONE = compile_regex("(?<![qQ])(" + "|".join(_OLD_TONES) + r")(?!\p{L})", regex.IGNORECASE)


@lru_cache(maxsize=16384)
def clean(text: str) -> str:
    """NFC, invisible characters removed, every run of white space one space, ends stripped.

    >>> clean("Kế  hoạch\\u00a0năm 2025 ")
    'Kế hoạch năm 2025'
    """
    text = unicodedata.normalize("NFC", text)
    if not text.isprintable():  # nearly every text is: none of its characters is invisible
        text = _INVISIBLE.sub("", text)
    return " ".join(text.split())


def tidy(text: str) -> str:
    """Every run of plain white space one space, ends stripped; for text whose letters are still to
    be mended: in an old encoding a soft hyphen is "ư".

    >>> tidy(" Kế  hoạch ")
    'Kế hoạch'
    """
    return _PLAIN_SPACES.sub(" ", text).strip()


def join_lines(first: str, second: str) -> str:
    """Join two printed lines of one paragraph: one space, none after a hyphen that breaks a
    compound or symbol.

    >>> join_lines("Nghị quyết số 131/NQ-", "CP ngày 06/10/2022")
    'Nghị quyết số 131/NQ-CP ngày 06/10/2022'
    """
    first, second = first.rstrip(), second.lstrip()
    if not first or not second:
        return first or second
    if first[-1] in "-&" and _IN_WORD.match(first[-2:]) and _IN_WORD.match(second):
        return first + second
    return f"{first} {second}"


@lru_cache(maxsize=65536)
def fold(text: str) -> str:
    """For comparison only: lower case, tone marks in one place (hoà = hòa), white space and
    punctuation as one space.

    >>> fold("Văn hoá - Xã hội")
    'văn hóa xã hội'
    """
    text = unicodedata.normalize("NFC", text).lower()
    text = _OLD_TONE.sub(lambda m: _OLD_TONES[m.group(0).lower()], text)
    return _BETWEEN_WORDS.sub(" ", text).strip()


@lru_cache(maxsize=8192)
def comparison_key(text: str) -> str:
    """`fold` that does not mind how a word is spelt, either: the tone mark stands behind its
    letters, wherever it was printed, and a toned "y" that is the only vowel is an "i". No text to
    show.

    >>> comparison_key("Văn hoá - Xã hội") == comparison_key("Văn hóa – xã  hội")
    True
    >>> comparison_key("Kỹ năng") == comparison_key("kĩ năng")
    True
    >>> comparison_key("Ủy ban") == comparison_key("Uỷ ban")
    True
    """
    words = _WORD.findall(unicodedata.normalize("NFC", text).lower())
    return " ".join(_with_tone_last(word) for word in words)


@lru_cache(maxsize=16384)
def _with_tone_last(word: str) -> str:
    """A word with its tone mark, if it has one, behind all its letters."""
    letters = tone = ""
    for char in unicodedata.normalize("NFD", word):
        if char in _TONES:
            tone = char
        else:
            letters += char
    letters = unicodedata.normalize("NFC", letters)
    if tone:
        letters = _TONED_Y.sub("i", letters)
    return unicodedata.normalize("NFC", letters + tone)


def place_tones(text: str) -> str:
    """The same wording with its tone marks in one place, to show.

    >>> place_tones("Uỷ ban, văn HOÁ, quý")
    'Ủy ban, văn HÓA, quý'
    """
    return _OLD_TONE.sub(lambda match: _like(match[0], _OLD_TONES[match[0].lower()]), text)


def _like(printed: str, letters: str) -> str:
    """Letters, capital where those printed are."""
    pairs = zip(printed, letters, strict=True)
    return "".join(letter.upper() if old.isupper() else letter for old, letter in pairs)


class Letters(dict[int, str]):
    """What a function makes of each character that was asked for, to `str.translate` a text by:
    quicker than to go through it letter by letter."""

    def __init__(self, made_of: Callable[[str], str]) -> None:
        self._made_of = made_of

    def __missing__(self, code: int) -> str:
        made = self._made_of(chr(code))
        if len(self) < _MOST_LETTERS:
            self[code] = made
        return made


_ASCII = Letters(unidecode)


@lru_cache(maxsize=65536)
def strip_diacritics(text: str) -> str:
    """`fold` without diacritics, for text that may have lost them.

    >>> strip_diacritics("Cơ quan chủ trì:")
    'co quan chu tri'
    """
    plain = unicodedata.normalize("NFC", text).translate(_ASCII)
    return _BETWEEN_WORDS.sub(" ", plain.lower()).strip()


def words_in(text: str) -> list[str]:
    """The words of a text in small letters, without figures and marks of punctuation.

    >>> words_in("Số: 27/KH-UBND")
    ['số', 'kh', 'ubnd']
    """
    return _WORD_LETTERS.findall(unicodedata.normalize("NFC", text).lower())


@lru_cache(maxsize=8192)
def small(text: str) -> str:
    """Small letters with tone marks in one place; every character stays where it stands, for
    searching.

    >>> small("Văn HOÁ - xã hội")
    'văn hóa - xã hội'
    """
    lower = text.lower()
    if len(lower) != len(text):
        lower = "".join(char.lower() if len(char.lower()) == 1 else char for char in text)
    return _OLD_TONE.sub(lambda match: _OLD_TONES[match[0]], lower)


_ROUND = str.maketrans("[]", "()")


def capitalised(text: str) -> str:
    """A text with a capital at its beginning, the other letters as they are.

    >>> capitalised("thôn Đông Khê"), capitalised("")
    ('Thôn Đông Khê', '')
    """
    return text[:1].upper() + text[1:]


def with_round_brackets(text: str) -> str:
    """A text whose square brackets are round, each letter in its place: some clerks write "[Tổ Bảo
    vệ, tháng 3]" where others write "(Tổ Bảo vệ, tháng 3)"."""
    return text.translate(_ROUND)
