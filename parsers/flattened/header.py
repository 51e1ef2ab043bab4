"""The header of a flattened table: its words, run together over short lines, parted into column
headings again.

"4- Kết / quả, sản / phẩm / 5- Chủ trì 6- Phối hợp" is one string of words; the best way to cut it
into phrases that the vocabulary of headings knows, each role once, is found by dynamic programming
over (word, roles used).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from typing import Literal, TypeAlias

import regex

from kehoach.ingest.model import Line
from kehoach.normalize.text import fold, strip_diacritics
from kehoach.parsers.flattened.atoms import LONGEST_LINE
from kehoach.parsers.tables.columns import Columns, read_columns
from kehoach.parsers.words import phrases_by, starts

MAX_LINES = 28
MAX_WORDS = 70
MAX_HEADING = 10
MIN_ROLES = 3
BEAM = 60
WITH_YEAR = 3.0
"""So much better is a heading together with its year ("Kế hoạch năm 2025") than the two apart."""

Kind: TypeAlias = Literal["tasks", "targets"]
VOCABULARY: dict[Kind, str] = {"tasks": "roles", "targets": "target_roles"}

_NUMBER = regex.compile(r"\(?\d{1,2}\s*[-–.)]?\)?[-–.]?")
_UNIT = regex.compile(r"\([^()\d]*\)|\([^()]{3,}\)")
_YEAR_LAST = regex.compile(r"\b20\d\d$")
_NUMBERED = regex.compile(r"\(?(\d{1,2})\s*[-–.)]")


@dataclass(frozen=True, slots=True)
class FlatHeader:
    """A header found in lines: `first`..`last` (exclusive) line indexes, its columns, and for each
    column the number printed before its heading ("2- Nhiệm vụ" -> 2)."""

    first: int
    last: int
    columns: Columns
    numbers: tuple[int | None, ...]
    words: tuple[str, ...]


def find_header(lines: Sequence[Line], start: int = 0, kind: Kind = "tasks") -> FlatHeader | None:
    """The first header of a table of this kind at or after line `start`; None when there is
    none."""
    for at in range(start, len(lines)):
        if _may_open(lines[at].text, kind):
            header = _header_at(lines, at, kind)
            if header is not None:
                return header
    return None


def _may_open(text: str, kind: Kind) -> bool:
    """Does the line begin as a heading of some column does (a whole phrase, or all of the line the
    start of one)?"""
    if len(text) > LONGEST_LINE:
        return False
    words = strip_diacritics(_NUMBERED.sub("", text, count=1)).split()
    if not words or len(words) > 40:
        return False
    whole, begun = _openings(kind)
    if len(words) <= 3 and " ".join(words) in begun:
        return True
    return any(" ".join(words[:n]) in whole for n in range(1, min(len(words), 6) + 1))


@cache
def _openings(kind: Kind) -> tuple[frozenset[str], frozenset[str]]:
    """The phrases of all headings, and what such phrases begin with."""
    listed = [
        phrase
        for own in phrases_by("tables/columns.yaml", VOCABULARY[kind]).values()
        for phrase in own
    ]
    begun = {" ".join(p.split()[:n]) for p in listed for n in range(1, len(p.split()) + 1)}
    return frozenset(listed), frozenset(begun)


def _header_at(lines: Sequence[Line], at: int, kind: Kind) -> FlatHeader | None:
    """The longest stretch of lines from `at` on that reads as headings."""
    words: list[str] = []
    opens_line: list[bool] = []
    ends: dict[int, int] = {}
    for number in range(at, min(at + MAX_LINES, len(lines))):
        own = lines[number].text.split()
        if len(words) + len(own) > MAX_WORDS or len(lines[number].text) > LONGEST_LINE:
            break
        words += own
        opens_line += [True] + [False] * (len(own) - 1)
        ends[len(words)] = number + 1
    found = _segment(words, opens_line, kind)
    best: tuple[float, int, list[int]] | None = None
    for end in sorted(ends):
        if end in found and (best is None or found[end][0] > best[0] + 1e-9):
            best = (found[end][0], end, found[end][1])
    if best is None:
        return None
    cuts = [0, *best[2]]
    if sum(words[cut - 1].endswith(",") and words[cut][:1].islower() for cut in cuts[1:-1]) >= 2:
        return None  # a sentence that lists them
    titles = _one_level([" ".join(words[a:b]) for a, b in pairwise(cuts)])
    columns = read_columns([[title] for title in titles])
    if columns is None or columns.kind != kind or columns.confidence < 0.7:
        return None
    if sum(role is not None for role in columns.roles) < MIN_ROLES:
        return None
    if columns.of("index") and kind == "targets":
        return None  # a title stands before
    numbers = tuple(int(m[1]) if (m := _NUMBERED.match(title)) else None for title in titles)
    return FlatHeader(
        at, ends[best[1]], columns, numbers, tuple(_words_of(" ".join(words[: best[1]])))
    )


def _one_level(titles: list[str]) -> list[str]:
    """Headings of two levels come out flattened level by level: what stands under "Phân công"
    follows all the others. Back to the order of the columns; the spanning heading itself is left
    out."""
    listed = phrases_by("tables/columns.yaml", "spanning")["span"]
    at = next((n for n, title in enumerate(titles) if _plain(title) in listed), None)
    if at is None or len(titles) - at < 3:
        return titles
    below = titles[-2:]
    columns = read_columns([[title] for title in below] + [["Nhiệm vụ"]])
    if columns is None or set(columns.roles[:2]) != {"lead", "coordinating"}:
        return titles
    return [*titles[:at], *below, *titles[at + 1 : -2]]


def _plain(title: str) -> str:
    return regex.sub(r"^\d{1,2} ", "", strip_diacritics(_UNIT.sub(" ", title)))


def _segment(
    words: Sequence[str], opens_line: Sequence[bool], kind: Kind
) -> dict[int, tuple[float, list[int]]]:
    """Best cutting of each prefix of the words: prefix length -> (score, ends of its headings)."""
    beams: list[dict[int, tuple[float, list[int]]]] = [{} for _ in range(len(words) + 1)]
    beams[0][0] = (0.0, [])
    for at in range(len(words)):
        states = sorted(beams[at].items(), key=lambda item: -item[1][0])[:BEAM]
        if not states:
            continue
        for end in range(at + 1, min(at + MAX_HEADING, len(words)) + 1):
            for role, points in _heading_scores(" ".join(words[at:end]), kind):
                points -= 0.0 if opens_line[at] else 0.4
                points -= 1.5 if words[end - 1][-1] in ",;." and end - at > 1 else 0.0
                points -= (
                    0.6
                    if end < len(words)
                    and not opens_line[end]
                    and _NUMBER.fullmatch(words[end - 1])
                    else 0.0
                )
                for used, (score, cuts) in states:
                    if role is not None and used >> role & 1:
                        continue
                    mask = used | (1 << role) if role is not None else used
                    if score + points > beams[end].get(mask, (-1e9, []))[0]:
                        beams[end][mask] = (score + points, [*cuts, end])
    return {
        end: max(states.values(), key=lambda s: s[0])
        for end, states in enumerate(beams)
        if end and states
    }


def _heading_scores(text: str, kind: Kind) -> list[tuple[int | None, float]]:
    """How well a phrase reads as the heading of each role; None is an unknown heading, or that of a
    year's figures, of which there may be several. A unit in brackets ("(triệu đồng)") says
    nothing."""
    roles = phrases_by("tables/columns.yaml", VOCABULARY[kind])
    if kind == "tasks":
        roles = {**roles, **phrases_by("tables/columns.yaml", "spanning")}
    bared = regex.sub(r"^\d{1,2} ", "", strip_diacritics(_UNIT.sub(" ", text)))
    words = bared.split()
    count = len(words)
    numbered = (0.5 if _NUMBERED.match(text) and bared else 0.0) + (
        0.1 if _UNIT.search(text) else 0.0
    )
    found: list[tuple[int | None, float]] = []
    for number, listed in enumerate(roles.values()):
        covered = _covered(words, listed)
        if covered == count and count:
            found.append((number, 2.0 + 0.35 * count + numbered))
        elif covered and count <= 8 and 1.0 + 0.35 * covered > 0.5 * (count - covered):
            found.append((number, 1.0 + 0.35 * covered - 0.5 * (count - covered) + numbered))
    if (
        kind == "targets"
        and count <= 6
        and _YEAR_LAST.search(bared)
        and starts(bared, _before_years())
    ):
        found.append((None, 2.0 + 0.35 * count + (WITH_YEAR if count > 2 else 0.0)))
    elif count <= 4:
        found.append((None, -0.7 * max(count, 1)))
    return found


@cache
def _before_years() -> tuple[str, ...]:
    """What headings of a year's figures begin with."""
    return phrases_by("tables/columns.yaml", "target_years")["begins"]


def _covered(words: Sequence[str], listed: Sequence[str]) -> int:
    """How many of the words stand in phrases of a role ("giải pháp hoạt động": two phrases, all
    three words… of it)."""
    held = [False] * len(words)
    padded = f" {' '.join(words)} "
    for phrase in listed:
        at = padded.find(f" {phrase} ")
        while at >= 0:
            first = padded[: at + 1].count(" ") - 1
            held[first : first + len(phrase.split())] = [True] * len(phrase.split())
            at = padded.find(f" {phrase} ", at + 1)
    return sum(held) + sum(
        word in ("va", "hoac")
        for word, own in zip(words, held, strict=True)
        if not own and any(held)
    )


def _words_of(text: str) -> list[str]:
    return fold(text).split()


def repetitions(lines: Sequence[Line], header: FlatHeader) -> list[tuple[int, int]]:
    """Where the header stands again (on each page), however its words are wrapped there: [first,
    last) line ranges."""
    found: list[tuple[int, int]] = []
    at = header.last
    while at < len(lines):
        end = _matches(lines, at, header.words)
        if end is None:
            at += 1
        else:
            found.append((at, end))
            at = end
    return found


def _matches(lines: Sequence[Line], at: int, words: tuple[str, ...]) -> int | None:
    """The line after the header that starts at line `at`, or None when no header starts there."""
    held: list[str] = []
    for number in range(at, min(at + MAX_LINES + 8, len(lines))):
        held += _words_of(lines[number].text)
        if len(held) >= len(words) or held != list(words[: len(held)]):
            return number + 1 if held == list(words) else None
    return None


def numbering_end(lines: Sequence[Line], at: int, width: int) -> int:
    """The line after a row that only numbers the columns ("(1) (2) (3) …"), or `at` when there is
    none."""
    seen: list[int] = []
    for number in range(at, min(at + width + 1, len(lines))):
        figures = regex.findall(r"\d+", lines[number].text)
        if regex.sub(r"[\d\s()=+\-]", "", lines[number].text) or not figures:
            break
        seen += [int(f) if len(f) < 4 else 0 for f in figures]
        counted = seen[0] <= 2 and seen == list(range(seen[0], seen[0] + len(seen)))
        if counted and (
            len(seen) >= width or (len(seen) == width - 1 and number + 1 >= len(lines))
        ):
            return number + 1
    return at
