"""quantity.yaml as patterns: what a figure with its unit looks like, and the words around it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any, Literal

import regex

from kehoach.normalize.numbers import DIGITS
from kehoach.normalize.quantity_words import any_of
from kehoach.normalize.vocabulary import read_own
from kehoach.patterns import compile_regex

Comparator = Literal["=", ">=", ">", "<=", "<", "range"]
Pattern = regex.Pattern[str]


@dataclass(frozen=True, slots=True)
class FigureWords:
    """quantity.yaml as patterns, for text in small letters.

    `figure` finds a number or range with its unit, `lead` the comparator and fillers that end right
    before it, `named` what makes it a name. `silent` and `joins`: words that say nothing of what is
    measured; `place`: those that say where or with whom, before a colon. `clause`: where another
    clause begins. `part`: what tells that "2/3" before it is a share.
    """

    figure: Pattern
    lead: Pattern
    named: Pattern
    raised: Pattern
    ownership: Pattern
    spent: Pattern
    times_over: Pattern
    part: Pattern
    silent: Pattern
    joins: Pattern
    place: Pattern
    clause: Pattern
    commits: Pattern
    index: Pattern
    indices: Mapping[str, str]
    comparators: Mapping[str, Comparator]
    after: Mapping[str, Comparator]
    weak: frozenset[str]
    units: Mapping[str, str]
    percent: frozenset[str]
    per_mille: frozenset[str]


_NUMBER = r"(?<![\p{L}\p{N}.,/:_])" + DIGITS


@cache
def figure_words() -> FigureWords:
    data: Mapping[str, Any] = read_own("quantity.yaml")
    units = {unit.lower(): unit for unit in (*data["units"], *data["weak_units"])}
    comparators = _by_phrase(data["comparators"])
    after = _by_phrase(data["after"])
    patterns = {
        "figure": _figure_pattern(data, units, after=after),
        "lead": _lead_pattern(data, comparators),
        "named": rf"(?<!{' |'.join(data['total'])} )(?:{any_of(data['before'])})\s*$",
        "raised": rf"\s*(?:lên|xuống)\s+(?:\d|(?:{'|'.join(data['raised_to'])})\b)",
        "ownership": rf"\s*(?:{any_of(data['ownership'])})",
        "times_over": rf"(?:{any_of(data['times_over'])})\s*$",
        "part": rf"\s*(?:{any_of([*data['of_number'], *units])})",
        "spent": rf"(?:{'|'.join(data['spent'])})\s*$",
        "commits": rf"(?:{any_of(data['commits'])})\s*$",
        "index": rf"(?:^|[.;:#])[^.;:#]*?(?P<index>{any_of(data['indices'])})[^.;:#]*$",
        "silent": rf"(?:{any_of(data['silent'])}|\W|\d)*",
        "joins": rf"(?:^|\s)(?:{'|'.join(data['joins'])})$",
        "place": rf"(?:{any_of(data['places'])})\s[^:]*",
        "clause": rf"[;\n]|\.(?=\s)|,(?=\s*(?:#|\d))|,?\s(?:{'|'.join(data['parts'])})\s",
    }
    return FigureWords(
        comparators=comparators,
        indices=data["indices"],
        after=after,
        weak=frozenset(unit.lower() for unit in data["weak_units"]),
        units=units,
        percent=frozenset(data["percent"]),
        per_mille=frozenset(data["per_mille"]),
        **{name: compile_regex(pattern) for name, pattern in patterns.items()},
    )


def _by_phrase(listed: Mapping[Comparator, list[str]]) -> dict[str, Comparator]:
    found: dict[str, Comparator] = {}
    for comparator, phrases in listed.items():
        for phrase in phrases:
            found[phrase.lower()] = comparator
    return found


def _figure_pattern(data: Mapping[str, Any], units: Iterable[str], after: Iterable[str]) -> str:
    """ "95%", "10 - 12 lớp/năm", "2.500 lượt người trở lên"; any noun may stand for the unit."""
    ratio = r"/\s?1(?:\.?0{3}|0\.?0{3}|00\.?0{3})(?!\d)|(?:/|\s+trong\s+)\d{1,2}(?![\d/.,])"
    unit = rf"(?P<unit>{any_of(units)}|{ratio})"
    noun = r"(?P<noun>\p{Ll}[\p{L}]*)"
    bare = rf"(?P<bare>(?=\s*(?:[.,;)]|$|{any_of(data['never'])}|{any_of(after)})))"
    counted = rf"(?:{unit}|(?!(?:{any_of(data['never'])})){noun}|{bare})"
    of_kind = rf"(?=\s+(?!{any_of(data['never_of_all'])})(?:{any_of(units)}))"
    of_all = rf"(?:/|\s+trong\s+)(?P<total>\d{{1,4}}){of_kind}"
    counted_per = rf"[\d.]+\s+(?:{any_of(data['per_units'])}|\p{{L}}+)"
    per = rf"(?P<per>(?:\s*/\s*(?:{counted_per}|{any_of(units)}|\p{{L}}+\d?))*)"
    link = r"\s*(?:-|–|đến|tới)\s*"
    unit_of_both = rf"\s*(?P<both>{any_of(units)})(?={link}{DIGITS}\s*(?P=both)(?!\p{{L}}))"
    second = rf"(?:\s*[%‰]|{unit_of_both})?{link}(?P<second>{DIGITS})"
    behind = rf"(?:(?:\s+\p{{Ll}}+){{0,2}}?\s*(?P<after>{any_of(after)}))?"
    return rf"(?P<first>{_NUMBER})(?:{of_all}|{second})?\s*{counted}{per}{behind}"


def _lead_pattern(data: Mapping[str, Any], comparators: Iterable[str]) -> str:
    """ "giảm tối thiểu", "đạt từ", "ít nhất có": up to two comparators among fillers."""
    cue = any_of(comparators)
    filler = rf"(?:(?:{any_of(data['fillers'])})\s*)"
    down = rf"(?P<down>{any_of(data['decrease'])})"
    cues = rf"(?P<cue>{cue})?\s*(?P<cue2>{cue})?"
    return rf"{down}?\s*{filler}{{0,2}}{cues}\s*{filler}{{0,3}}$"
