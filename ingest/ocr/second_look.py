"""Words whose form cannot be (a 13th month, "Sh00", a figure within a document symbol) are read
again: the same line cut wider and narrower, larger in black and white, smoothed, stretched. What
two of these agree on, and can be, is offered beside the first reading; nothing is made up, and what
was read first stays to be told.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence

import cv2

from kehoach.ingest.ocr.pixels import Pixels, as_pixels
from kehoach.normalize.text import fold
from kehoach.patterns import compile_regex

_DATE = compile_regex(r"(\d{1,2})([/.-])(\d{1,2})\2(?:19|20)\d\d")
_TIME = compile_regex(r"(\S{1,2})[hg](\d\d)")
_SYMBOL = compile_regex(r"\d+/(?:\d{4}/)?(\p{Lu}[\p{Lu}\d]*(?:-\p{Lu}[\p{L}\d]*)+)")
_SEGMENT = compile_regex(r"\p{Lu}+[0158]\p{Lu}*")
_FIGURES = compile_regex(r"\d{1,2}")
_LIMITS = {"ngày": 31, "tháng": 12}
_AROUND = "()[]“”\"';,.:"
HOURS, MINUTES = 24, 59
AGREED = 2
"""So many further readings must agree."""
MOST_CHANGED = 2
"""So many letters of a word may be others in a second reading."""

Read = Callable[[Pixels], list[str]]
"""Reads the words of the picture of one line."""


def cannot_be(word: str, before: str = "") -> bool:
    """Is this a form that no paper has, after the word before?

    >>> cannot_be("45/12/2025"), cannot_be("15/13/2025"), cannot_be("15/12/2025")
    (True, True, False)
    >>> cannot_be("Sh00"), cannot_be("8h00"), cannot_be("25h30")
    (True, False, True)
    >>> cannot_be("13", "tháng"), cannot_be("13", "ngày"), cannot_be("12/Q0-UBND")
    (True, False, True)
    """
    text = word.strip(_AROUND)
    if found := _DATE.fullmatch(text):
        return not (1 <= int(found[1]) <= 31 and 1 <= int(found[3]) <= 12)
    if found := _TIME.fullmatch(text):
        hour = found[1]
        return not (hour.isdigit() and int(hour) <= HOURS and int(found[2]) <= MINUTES)
    if found := _SYMBOL.fullmatch(text):
        return any(_SEGMENT.fullmatch(segment) for segment in found[1].split("-"))
    limit = _LIMITS.get(fold(before))
    if limit is not None and _FIGURES.fullmatch(text):
        return not 1 <= int(text) <= limit
    return False


def read_again(words: Sequence[str], picture: Pixels, reader: Read) -> dict[int, str]:
    """The words of a line that cannot be -> by their places, what other readings agree on."""
    doubted = [
        index
        for index, (before, word) in enumerate(zip(["", *words], words, strict=False))
        if cannot_be(word, before)
    ]
    if not doubted:
        return {}
    readings = [reader(variant) for variant in _variants(picture)]
    found: dict[int, str] = {}
    for index in doubted:
        before = words[index - 1] if index else ""
        counts = Counter(
            reading[index]
            for reading in readings
            if len(reading) == len(words)
            and _may_be(reading[index], words[index])
            and not cannot_be(reading[index], before)
        )
        if counts and counts.most_common(1)[0][1] >= AGREED:
            found[index] = counts.most_common(1)[0][0]
    return found


def _may_be(other: str, word: str) -> bool:
    """Do two readings of a word differ in few letters, and in nothing else?"""
    if len(other) != len(word):
        return False
    changed = sum(one != two for one, two in zip(other, word, strict=True))
    return 0 < changed <= MOST_CHANGED


def _variants(picture: Pixels) -> Iterator[Pixels]:
    """The picture of a line as other cameras and eyes might show it."""
    height, width = picture.shape
    trim = max(1, round(0.05 * height))
    yield picture[trim : height - trim]
    yield as_pixels(cv2.copyMakeBorder(picture, trim, trim, 0, 0, cv2.BORDER_REPLICATE))
    large = as_pixels(cv2.resize(picture, (2 * width, 2 * height), interpolation=cv2.INTER_CUBIC))
    _, black = cv2.threshold(large, 0, 255, cv2.THRESH_BINARY + cv2.THRESH_OTSU)
    yield as_pixels(black)
    yield as_pixels(cv2.GaussianBlur(picture, (0, 0), 0.8))
    yield as_pixels(cv2.normalize(picture, picture.copy(), 0, 255, cv2.NORM_MINMAX))
    yield as_pixels(cv2.resize(picture, (round(1.1 * width), height)))


__all__ = ["cannot_be", "read_again"]
