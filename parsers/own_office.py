"""Which office a paper calls by the word for offices alone: "Giao Văn phòng chủ trì"."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from kehoach.normalize.levels import administrative_levels
from kehoach.normalize.offices.cell import Cell
from kehoach.normalize.offices.short_forms import ShortForms
from kehoach.parsers.words import raw_phrases
from kehoach.schema import models

LONGEST_NAME = 60
"""Letters of a text in which the name of an office is looked for."""


def with_own_office(
    forms: ShortForms, info: models.DocumentInfo, texts: Iterable[str]
) -> ShortForms:
    """The short forms of a paper, with what its bare "Văn phòng" is: the one office that its
    `texts` name in full, else that of the committee of a commune that issued it. A paper that
    names several tells none."""
    short = raw_phrases("office_alone")[0]
    if short in forms.meant or not _is_of_committee(info):
        return forms
    named = {office for text in texts for office in _offices_in(text, short)}
    office = min(named) if len(named) == 1 else raw_phrases("offices_of_committees")[0]
    if len(named) > 1 and office not in named:
        return forms
    return ShortForms({**forms.meant, short: office})


def _is_of_committee(info: models.DocumentInfo) -> bool:
    """Did the committee of a commune itself issue the paper?"""
    if info.unit is None or info.unit.level not in administrative_levels().lowest:
        return False
    issuer = info.issuer or ""
    return issuer.startswith(raw_phrases("committees_of_communes"))


def _offices_in(text: str, short: str) -> Iterator[str]:
    """The offices of committees that a text names in full."""
    start = text.find(f"{short} ")
    while start >= 0:
        found = Cell(text[start : start + LONGEST_NAME]).longest_name(0)
        if found is not None and found[0] in raw_phrases("offices_of_committees"):
            yield found[0]
        start = text.find(f"{short} ", start + 1)
