"""What a cell or a sentence counts: a figure with its unit, money in đồng."""

from __future__ import annotations

from functools import cache
from typing import NamedTuple

import regex

from kehoach.normalize.text import small
from kehoach.patterns import compile_regex
from kehoach.schema.rules.vocabulary import alternation, words

MONEY = "đồng"
FIGURE = r"\d{1,3}(?:\.\d{3})+(?:,\d+)?|\d+(?:,\d+)?"
"""As papers print them: a point for thousands, a comma for parts."""


class Amount(NamedTuple):
    """A figure and its unit: `MONEY`, the word that stands behind it, "" for none."""

    value: float
    unit: str


def figure_of(text: str) -> float:
    """A printed figure.

    >>> figure_of("1.250"), figure_of("7,5")
    (1250.0, 7.5)
    """
    return float(text.replace(".", "").replace(",", "."))


def amount_of(text: str) -> Amount | None:
    """A cell that holds nothing but an amount; None where it says something else. An empty one, a
    dash, and what costs nothing ("Lồng ghép") is none in number.

    >>> amount_of("12 triệu đồng"), amount_of("03 hộ")
    (Amount(value=12000000.0, unit='đồng'), Amount(value=3.0, unit='hộ'))
    >>> amount_of("Lồng ghép"), amount_of("Theo dự toán"), amount_of("12 - 15")
    (Amount(value=0.0, unit=''), None, None)
    """
    cell = small(text).strip(" .;")
    if cell.strip("-–") == "" or cell in words("costs_nothing"):
        return Amount(0.0, "")
    match = _amount().fullmatch(cell)
    if match is None:
        return None
    figure = figure_of(match["figure"])
    if match["money"]:
        return Amount(round(figure * in_dong(match["money"]), 3), MONEY)
    return Amount(figure, match["unit"] or "")


@cache
def _amount() -> regex.Pattern[str]:
    money = alternation("units_of_money")
    return compile_regex(
        rf"(?P<figure>{FIGURE})\s*(?:(?P<money>{money})(?!\p{{L}})|(?P<unit>\p{{L}}+(?:\s\p{{L}}+)?)?)",
        regex.IGNORECASE,
    )


def in_dong(unit: str) -> float:
    """What a unit of money is in đồng.

    >>> in_dong("Triệu  đồng")
    1000000.0
    """
    return float(words("units_of_money")[" ".join(small(unit).split())])


def printed(number: float) -> str:
    """A figure as papers print it.

    >>> printed(1250000.0), printed(7.5)
    ('1.250.000', '7,5')
    """
    return f"{number:,.10g}".replace(",", " ").replace(".", ",").replace(" ", ".")
