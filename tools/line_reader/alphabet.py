"""The classes that the reader tells apart: the CTC blank, the space and the letters, digits and
signs of print.

>>> len(CLASSES), CLASSES[BLANK], CLASSES[SPACE]
(256, '', ' ')
>>> text_of([*codes_of("Kế hoạch")])
'Kế hoạch'
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

_VOWELS = "aăâeêioôơuưy"
_TONED = "àáảãạằắẳẵặầấẩẫậèéẻẽẹềếểễệìíỉĩịòóỏõọồốổỗộờớởỡợùúủũụừứửữựỳýỷỹỵ"
_SMALL = {*(chr(code) for code in range(ord("a"), ord("z") + 1)), *_VOWELS, "đ", *_TONED}
_ASCII = {chr(code) for code in range(33, 127)}
_SIGNS = set("–—“”‘’…•°²³½×÷±≥≤§")
RAISED = "¹⁴⁵⁶⁷⁸⁹⁰"
"""Figures of footnotes; ² and ³ stand among the signs. The first weights did not have them: they
come last."""
RAISED_DIGITS = dict(zip("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹", strict=True))

LETTERS = sorted(_SMALL | {letter.upper() for letter in _SMALL} | _ASCII | _SIGNS) + list(RAISED)
CLASSES = ["", " ", *LETTERS]
BLANK, SPACE = 0, 1
HEIGHT = 40
"""Pixels of a line's picture, as the reader gets it."""
COLUMN = 4
"""Pixels of width for one column of scores."""
_CODE = {letter: code for code, letter in enumerate(CLASSES) if code}


def codes_of(text: str) -> Iterator[int]:
    """The classes of a text's letters. Raises KeyError for a letter that the reader does not
    know."""
    return (_CODE[letter] for letter in text)


def text_of(codes: Iterable[int]) -> str:
    """Classes without blanks and repetitions -> text."""
    return "".join(CLASSES[code] for code in codes)


def readable(text: str) -> str:
    """A text without the letters that have no class."""
    return "".join(letter for letter in text if letter in _CODE)


def greedy(columns: Iterable[int]) -> str:
    """The best class of each column -> text: repetitions count once, blanks part them (CTC).

    >>> greedy([*codes_of("aa"), BLANK, *codes_of("ab")])
    'aab'
    """
    letters, before = [], BLANK
    for code in columns:
        if code not in (BLANK, before):
            letters.append(CLASSES[code])
        before = code
    return "".join(letters)
