"""How well a phrase reads as the heading of a column of a flattened table."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cache, lru_cache
from typing import Literal, TypeAlias

from kehoach.normalize.text import strip_diacritics
from kehoach.parsers.words import phrases, phrases_by, starts
from kehoach.patterns import compile_regex

Kind: TypeAlias = Literal["tasks", "targets"]
VOCABULARY: dict[Kind, str] = {"tasks": "roles", "targets": "target_roles"}

WHOLE, PARTLY = 2.0, 1.0
"""What a heading is worth whose words all stand in the vocabulary, or some of them,"""
KNOWN_WORD, STRANGE_WORD, UNKNOWN_HEADING, FAINT = 0.35, 0.5, 0.5, 0.2
"""what each known and each strange word adds or takes, and each word of an unknown heading."""
MAX_PARTLY, MAX_UNKNOWN, MAX_YEAR = 8, 4, 6
"""Words of headings that are known in part, unknown, of a year's figures."""
NUMBERED, WITH_UNIT = 0.5, 0.1
"""What a number before a heading adds, and a unit in brackets."""
WITH_YEAR = 3.0
"""So much better is a heading together with its year ("Kế hoạch năm 2025") than the two apart."""
_UNIT = compile_regex(r"\([^()\d]*\)|\([^()]{3,}\)")
_YEAR_LAST = compile_regex(r"\b20\d\d$")
NUMBERED_HEADING = compile_regex(r"\(?(\d{1,2})\s*[-–.)]")
_NUMBER_BEFORE = compile_regex(r"^\d{1,2} ")


@cache
def openings(kind: Kind) -> tuple[frozenset[str], frozenset[str]]:
    """The phrases of all headings, and what such phrases begin with."""
    whole: set[str] = set()
    begun: set[str] = set()
    known = [*phrases_by("tables/columns.yaml", VOCABULARY[kind]).values()]
    if kind == "tasks":
        known += [*phrases_by("tables/columns.yaml", "whole").values(), phrases("columns_of_times")]
    for headings in known:
        whole.update(headings)
        for phrase in headings:
            words = phrase.split()
            begun.update(" ".join(words[:count]) for count in range(1, len(words) + 1))
    return frozenset(whole), frozenset(begun)


def plain_heading(title: str) -> str:
    """A heading without its unit and its number, in plain letters."""
    return _NUMBER_BEFORE.sub("", strip_diacritics(_UNIT.sub(" ", title)))


@lru_cache(maxsize=1 << 15)
def heading_scores(
    text: str, kind: Kind, *, is_first: bool = False
) -> tuple[tuple[int | None, float], ...]:
    """How well a phrase reads as the heading of each role; None is an unknown heading, or that of a
    year's figures, of which there may be several. A unit in brackets ("(triệu đồng)") says
    nothing."""
    plain = plain_heading(text)
    words = plain.split()
    count = len(words)
    extra = NUMBERED if plain and NUMBERED_HEADING.match(text) else 0.0
    extra += WITH_UNIT if _UNIT.search(text) else 0.0
    scores = list(_role_scores(words, extra, kind=kind))
    if kind == "tasks":
        scores += _scores_of_whole(text, plain, is_first=is_first)
    if kind == "targets" and count <= MAX_YEAR and _is_year_heading(plain):
        with_year = WITH_YEAR if count > 2 else 0.0
        scores.append((None, WHOLE + KNOWN_WORD * count + with_year))
    elif count <= MAX_UNKNOWN:
        scores.append((None, -UNKNOWN_HEADING * max(count, 1)))
    return tuple(scores)


def _role_scores(
    words: Sequence[str], extra: float, kind: Kind
) -> Iterator[tuple[int | None, float]]:
    """The roles of which the words may be the heading, each with its score; `extra` is added."""
    count = len(words)
    for role, known in _known_words(words, kind):
        strange = STRANGE_WORD * (count - known)
        if known == count:
            yield role, WHOLE + KNOWN_WORD * count + extra
        elif count <= MAX_PARTLY and PARTLY + KNOWN_WORD * known > strange:
            yield role, PARTLY + KNOWN_WORD * known - strange + extra


@cache
def _phrases_by_first_word(kind: Kind) -> dict[str, list[tuple[int, list[str]]]]:
    """The phrases of all roles' headings with their role, by their first word; of tasks also those
    of headings over several columns, and those of several words that tell a role by themselves."""
    roles = phrases_by("tables/columns.yaml", VOCABULARY[kind])
    if kind == "tasks":
        roles = {**roles, **phrases_by("tables/columns.yaml", "spanning")}
        for role, headings in phrases_by("tables/columns.yaml", "whole").items():
            longer = (heading for heading in headings if heading.count(" ") >= 2)
            roles[role] = (*roles[role], *longer)
    by_first: dict[str, list[tuple[int, list[str]]]] = {}
    for place, known in enumerate(roles.values()):
        for words in filter(None, map(str.split, known)):
            by_first.setdefault(words[0], []).append((place, words))
    return by_first


def _is_year_heading(plain: str) -> bool:
    """Is this the heading of a year's figures ("ke hoach nam 2026")?"""
    begins = phrases_by("tables/columns.yaml", "target_years")["begins"]
    return _YEAR_LAST.search(plain) is not None and starts(plain, begins) is not None


def phrases_in(words: Sequence[str], kind: Kind) -> Iterator[tuple[int, int, int]]:
    """The phrases of headings among words, in order: first word, the word behind the last, role."""
    by_first = _phrases_by_first_word(kind)
    for first, word in enumerate(words):
        for role, phrase in by_first.get(word, ()):
            last = first + len(phrase)
            if words[first:last] == phrase:
                yield first, last, role


def _known_words(words: Sequence[str], kind: Kind) -> Iterator[tuple[int, int]]:
    """The roles of whose phrases some stand in the words, and how many of the words these are
    ("giải pháp hoạt động": two phrases, all four words of it); "và" and "hoặc" between them count,
    too."""
    covered: dict[int, set[int]] = {}
    for first, last, role in phrases_in(words, kind):
        covered.setdefault(role, set()).update(range(first, last))
    if not covered:
        return
    joining = {place for place, word in enumerate(words) if word in joints()}
    for role in sorted(covered):
        yield role, len(covered[role] | joining)


def _scores_of_whole(
    text: str, plain: str, *, is_first: bool
) -> Iterator[tuple[int | None, float]]:
    """What a heading is worth that is known as a whole only: one that tells a role by itself
    ("Hạn"), one of a column without a role (of places), of persons in charge beside the body that
    leads, or of months, which come first: rows of tables begin with such words, too ("Tháng 1 …").
    Those that others begin with ("Cơ quan", "Nguồn") are worth little; one word of a title in
    capitals ("PHÒNG, CHỐNG HẠN") is none."""
    count = len(plain.split())
    faint = KNOWN_WORD * count - FAINT
    is_of_title = count == 1 and text.isupper()
    if plain in _whole_headings() and not is_of_title:
        yield _whole_headings()[plain], faint
    if plain in _persons():
        yield None, PARTLY + faint
    elif plain in _besides():
        yield None, faint
    elif is_first and strip_diacritics(text) in phrases("columns_of_times"):
        yield None, WHOLE + faint


@cache
def _besides() -> frozenset[str]:
    return frozenset(phrases_by("tables/columns.yaml", "besides")["headings"])


@cache
def _whole_headings() -> dict[str, int]:
    """Phrases that tell a role only where they are the whole heading, each with its role."""
    file = "tables/columns.yaml"
    roles = list(phrases_by(file, "roles"))
    return {
        heading: roles.index(role)
        for role, headings in phrases_by(file, "whole").items()
        for heading in headings
    }


@cache
def _persons() -> frozenset[str]:
    of_persons = phrases_by("tables/columns.yaml", "of_persons")["lead"]
    over_others = phrases_by("tables/columns.yaml", "over_others")["lead"]
    return frozenset((*of_persons, *over_others))


@cache
def joints() -> frozenset[str]:
    """The words that join the parts of one heading."""
    return frozenset(phrases_by("tables/columns.yaml", "joints")["words"])
