"""How words that somebody has begun to type may end: as other rows of the plan name their bodies or
times, as the directory names bodies, as times are usually written."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path

from kehoach.corrections.parts import split_pointer
from kehoach.corrections.suggesting import MOST, Label, Suggestion, current_words, label_of
from kehoach.normalize.text import fold, strip_diacritics
from kehoach.normalize.vocabulary import read_own, read_yaml
from kehoach.patterns import compile_regex
from kehoach.schema.models import Plan
from kehoach.schema.papers import papers_of

LEAST = 2
"""Letters by which words can be told."""
_POINTER = compile_regex(
    r"/(?P<part>tasks|targets|assignments|obligations)/\d{1,6}/(?P<field>[a-z_]+)"
)
_FIELDS: dict[Label, tuple[str, ...]] = {
    "OFFICE": ("lead", "coordinating", "who", "unit"),
    "TIME": ("deadline",),
}
_SECTIONS = ("ward", "with_level", "other", "province", "central")
"""Of the directory of bodies, the nearest to a ward first."""


def completions(plan: Plan, where: str, typed: str) -> tuple[Suggestion, ...]:
    """Ways to end what was typed into the field at `where` (a JSON pointer), of several bodies
    (parted by ";" or lines) the last. None for fields that are neither bodies nor times."""
    begun = fold(last_piece(typed))
    number, inside = split_pointer(where)
    papers = papers_of(plan)
    match = _POINTER.fullmatch(inside)
    if match is None or number + 1 >= len(papers) or len(begun) < LEAST:
        return ()
    label = label_of(match["part"], match["field"])
    if label is None:
        return ()
    paper = papers[number + 1]
    own = [Suggestion(words, "paper") for words in _of_rows(paper, label)]
    usual = _times(_year(paper)) if label == "TIME" else _bodies(_level(paper))
    found = [*own, *(Suggestion(words, "directory") for words in usual)]
    return tuple(_distinct(_ordered(found, begun), without=begun))[:MOST]


def last_piece(typed: str) -> str:
    """What is being typed: of several bodies the last.

    >>> last_piece("Công an xã; Phòng v")
    'Phòng v'
    """
    return typed.replace("\n", ";").rpartition(";")[2].strip()


def _ordered(found: Iterable[Suggestion], begun: str) -> Iterator[Suggestion]:
    """Those that begin so, then those of which a word does. Who types without diacritics finds
    words with them."""
    bare = strip_diacritics(begun) == begun
    keyed = [
        (f" {strip_diacritics(fold(one.words)) if bare else fold(one.words)}", one) for one in found
    ]
    yield from (one for key, one in keyed if key.startswith(f" {begun}"))
    yield from (one for key, one in keyed if f" {begun}" in key)


def _distinct(found: Iterable[Suggestion], without: str) -> Iterator[Suggestion]:
    seen = {without}
    for one in found:
        key = fold(one.words)
        if key not in seen:
            seen.add(key)
            yield one


def _of_rows(paper: Plan, label: Label) -> list[str]:
    """What the rows of a paper name, the most frequent first."""
    counts: Counter[str] = Counter()
    for row in (*paper.tasks, *paper.targets, *paper.assignments, *paper.obligations):
        for field in _FIELDS[label]:
            counts.update(_pieces(current_words(row, field)))
    return [words for words, _ in counts.most_common()]


def _pieces(words: str) -> list[str]:
    pieces = (piece.strip() for piece in words.replace("\n", ";").split(";"))
    return [piece for piece in pieces if piece]


def _year(paper: Plan) -> str:
    """The year that a plan is for, "" where it tells none."""
    period, issued = paper.document.period, paper.document.issued_on
    told = (period.end or period.start) if period is not None else None
    return str(told or issued or "")[:4]


def _level(paper: Plan) -> str:
    unit = paper.document.unit
    return (unit.level or "") if unit is not None else ""


@cache
def _times(year: str) -> tuple[str, ...]:
    listed: list[str] = read_yaml(Path(__file__).with_name("completions.yaml"))["times"]
    return tuple(words.replace("{year}", year).rstrip("/ ") for words in listed)


@cache
def _bodies(level: str) -> tuple[str, ...]:
    """The bodies of the directory, as a ward of this level names them."""
    directory = read_own("offices/offices.yaml")
    names = ((section, name) for section in _SECTIONS for name in directory[section])
    return tuple(
        f"{name} {level}".strip() if section == "with_level" else name for section, name in names
    )
