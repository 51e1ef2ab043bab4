"""Bodies that a number in words counts: "Ba đơn vị họp giao ban", "Hai thôn Đông, Đoài rà soát hộ
nghèo". Digits are read with the lists of hamlets (normalize/offices)."""

from __future__ import annotations

from functools import cache

import regex

from kehoach.normalize.alternatives import any_of
from kehoach.normalize.levels import administrative_levels
from kehoach.parsers.items.bodies.learned_verbs import surely_does
from kehoach.parsers.items.words.beginnings import begins
from kehoach.parsers.words import alternation
from kehoach.patterns import compile_regex

MAX_LETTERS = 160


def counted_subject(text: str) -> tuple[str, str]:
    """The bodies with which a clause opens that a number counts, and what they do; ("", "") for
    none.

    >>> counted_subject("Ba đơn vị họp giao ban mỗi quý một lần.")
    ('Ba đơn vị', 'họp giao ban mỗi quý một lần.')
    >>> counted_subject("Hai thôn Đông, Đoài rà soát hộ nghèo.")[0]
    'Hai thôn Đông, Đoài'
    >>> counted_subject("Ba hộ nghèo được hỗ trợ nhà."), counted_subject("Hai đơn vị máu.")
    (('', ''), ('', ''))
    """
    match = _counted().match(text[:MAX_LETTERS])
    if match is None:
        return "", ""
    rest = text[match.end() :]
    suffers = begins(rest, "told_of_things", "words_of_state") is not None
    return (match[1], rest) if surely_does(rest) and not suffers else ("", "")


@cache
def _counted() -> regex.Pattern[str]:
    name = r"\p{Lu}\p{L}*(?:\s\p{Lu}\p{L}*)*"
    names = rf"(?:\s{name}(?:,\s{name})*(?:\svà\s{name})?)?"
    kinds = rf"{any_of(administrative_levels().hamlets)}|{alternation('many_bodies')}"
    which = alternation("which_of_them")
    counts = alternation("counts_of_bodies")
    return compile_regex(rf"((?i:{counts})\s(?:{kinds})(?:\s(?:{which})|{names}))\s+(?=\p{{Ll}})")
