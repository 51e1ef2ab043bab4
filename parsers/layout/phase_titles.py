"""The line that titles a phase or a step and is a heading, though no list mark opens it: "Bước 1:
Lập danh sách (trước ngày 05/10)"."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache

import regex

from kehoach.parsers.layout.run_in import SENTENCE_END
from kehoach.parsers.words import alternation

BELOW = 0.6
"""So much below the rank of the nearest heading such a title stands."""
MAX_WORDS = 30
_NUMBER = regex.compile(r"\p{L}{2,}.*\s\S+")


@dataclass(frozen=True, slots=True)
class PhaseTitle:
    """What a phase is called and counted by ("Bước 1"), and what it is about."""

    number: str
    title: str


def phase_title(text: str) -> PhaseTitle | None:
    """A short line that opens with the number of a phase or a step -> its parts; None for another,
    also for one that ends a sentence.

    >>> phase_title("Bước 1: Lập danh sách (trước ngày 05/10)")
    PhaseTitle(number='Bước 1', title='Lập danh sách (trước ngày 05/10)')
    >>> phase_title("Bước 2. Từ 15/4: Khảo sát các thôn.")
    """
    match = _phase().fullmatch(text)
    if match is None or SENTENCE_END.search(text) or len(text.split()) > MAX_WORDS:
        return None
    return PhaseTitle(match["number"], match["title"].strip())


def opens_phase_line(text: str) -> bool:
    """Does a printed line begin with the number of a phase or a step and a sign behind it?

    >>> opens_phase_line("Bước 2. Từ 15/4: Khảo sát các thôn."), opens_phase_line("bước 2 của quy")
    (True, False)
    """
    return _phase().match(text) is not None


def is_number_of_phase(number: str | None) -> bool:
    """Is it how a phase is counted ("Bước 1"), and no number or letter?"""
    return number is not None and _NUMBER.fullmatch(number) is not None


def rank_of_phase(open_headings: Iterable[tuple[str | None, float]]) -> float:
    """The rank of the title of a phase under the headings that are open, number and rank of each
    from the inside out: that of the phase before it, or right below the nearest heading."""
    for number, rank in open_headings:
        if is_number_of_phase(number):
            return rank
        if rank == int(rank):
            return rank + BELOW
    return BELOW


@cache
def _phase() -> regex.Pattern[str]:
    counted = f"{alternation('phases')}|{alternation('counted_parts')}"
    return regex.compile(
        rf"""
        (?P<number> (?i:{counted}) \s+ (?:thứ\s+)? (?: \d{{1,2}} | [IVX]+ ) )
        \s* [:.–-] \s*
        (?P<title> \p{{Lu}} .+ )
        """,
        regex.DOTALL | regex.VERBOSE,
    )
