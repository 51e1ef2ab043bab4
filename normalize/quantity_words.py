"""Numbers in words before a unit ("hai mươi hộ", "ít nhất một mô hình") as figures, and the pattern
of a list of phrases that quantities are read with."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cache, partial
from typing import Any

import regex

from kehoach.normalize.alternatives import Bounds, alternatives
from kehoach.normalize.vocabulary import read_own
from kehoach.patterns import compile_regex


def any_of(phrases: Iterable[str]) -> str:
    """A pattern for whole phrases, the longest first, spaces elastic."""
    in_small_letters = sorted({phrase.lower() for phrase in phrases})
    return alternatives(sorted(in_small_letters, key=len, reverse=True), _bounds)


def _bounds(phrase: str) -> Bounds:
    begin = r"(?<!\p{L})" if phrase[0].isalpha() else ""
    end = r"(?![\p{L}\p{N}])" if phrase[-1].isalnum() else ""
    return begin, end


def in_figures(lower: str) -> str:
    """Text in small letters with numbers in words as figures, filled up with blanks to the same
    length; what only repeats a number ("02 (hai) buổi") becomes blanks.

    >>> in_figures("tối thiểu hai mươi hộ")
    'tối thiểu 20       hộ'
    """
    return str(_numerals().sub(_figures, lower))


def _figures(match: regex.Match[str]) -> str:
    words = match["words"] or match["compared"]
    figures = str(_value(words.split())) if words else ""
    return figures.ljust(len(match[0]))


def _value(words: list[str]) -> int:
    """The number that words name: hai, mươi, lăm -> 25."""
    values: Mapping[str, int] = _data()["number_words"]
    total = 0
    for word in words:
        if word == "trăm":
            total *= 100
        elif word == "mươi":
            total += 9 * (total % 10)
        else:
            total += values.get(word, 0)
    return total


def as_one_amount(lower: str) -> str:
    """Text in small letters with amounts of money in two units as one, in the same length.

    >>> as_one_amount("thu 12 tỷ 500 triệu đồng")
    'thu 12,5         tỷ đồng'
    """
    for pattern, unit, share in _money():
        lower = pattern.sub(partial(_one_amount, unit=unit, share=share), lower)
    return lower


def _one_amount(match: regex.Match[str], unit: str, share: int) -> str:
    value = int(match["whole"]) + int(match["part"]) / share
    if int(match["part"]) >= share:
        return match[0]
    figures = f"{value:.6f}".rstrip("0").rstrip(".").replace(".", ",")
    return figures.ljust(len(match[0]) - len(unit)) + unit


@cache
def _money() -> tuple[tuple[regex.Pattern[str], str, int], ...]:
    """ "12 tỷ 500 triệu đồng": its pattern, the unit of the whole, how many parts one whole has."""
    found: list[tuple[regex.Pattern[str], str, int]] = []
    for first, second, unit, share in _data()["money_parts"]:
        pattern = (
            rf"(?<![\p{{N}}.,])(?P<whole>\d{{1,6}})\s+{first}\s+(?P<part>\d{{1,3}})\s+{second}"
        )
        found.append((compile_regex(pattern), unit, share))
    return tuple(found)


@cache
def _data() -> Any:
    return read_own("quantity.yaml")


@cache
def _numerals() -> regex.Pattern[str]:
    """A number in words before a unit; one that is another word, too, only behind a comparator."""
    data = _data()
    values: Mapping[str, int] = data["number_words"]
    word = "|".join(sorted(values, key=len, reverse=True))
    alone = "|".join(one for one in values if one not in data["not_alone"])
    ten = rf"(?:mười|(?:{word})\s+mươi)(?:\s+(?:{word}))?"
    hundred = rf"(?:{word})\s+trăm(?:\s+(?:linh|lẻ)\s+(?:{word})|\s+{ten})?"
    unit = rf"(?!\p{{L}})(?=\s+(?:{any_of((*data['units'], *data['weak_units']))}))"
    in_words = rf"(?P<words>{hundred}|{ten}|(?:{alone})){unit}"
    compared = rf"(?<=(?:{_comparators(data)})\s+)(?P<compared>{word}){unit}"
    repeated = rf"(?<=\d\s*)\((?:{hundred}|{ten}|{word})\)"
    return compile_regex(rf"(?<!\p{{L}})(?:{in_words}|{compared})|{repeated}")


def _comparators(data: Mapping[str, Any]) -> str:
    """The comparators of several words, which are nothing else."""
    phrases = [phrase for listed in data["comparators"].values() for phrase in listed]
    return "|".join(regex.escape(phrase) for phrase in phrases if " " in phrase)
