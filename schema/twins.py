"""One plan that came more than once: the Word file and its PDF, a draft and the signed scan, a file
sent again. Told from near copies: plans of other wards are often the same to the letter.

Content alone tells nothing of that, so the issuer has to be the same, and number, date, period and
title must not speak against it. How much of the wording two papers share is estimated by bottom-k
sketches (E. Cohen, H. Kaplan, "Summarizing data using bottom-k sketches", PODC 2007) of the pairs
of neighbouring words, so that papers need not be kept to be compared.
"""

from __future__ import annotations

import hashlib
import re
import zlib
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any

from rapidfuzz import fuzz

from kehoach.normalize.text import comparison_key, strip_diacritics
from kehoach.schema.models import DocumentInfo, Plan
from kehoach.schema.walk import wordings

KEPT = 64
"""Values in a sketch: a likeness of 0.8 is then known to 0.05 (one standard deviation)."""
_HASH_DIGITS = 8
ENTRANCES = 8
"""Of these values, those by which papers find each other: at a likeness of 0.5, one in 250 pairs
would have none in common."""
FEWEST = 30
"""Pairs of words; a shorter paper says too little to be known by its content."""
MOST_COMPARED = 200
"""Papers of one body that a paper is compared with, the ones seen last."""

SURE, LIKELY, CLOSE = 0.5, 0.6, 0.8
"""Likeness that is asked for where number and date agree, where one does, where none does."""
TITLES_ALIKE = 88.0
NEARLY = 0.99
"""The likeness of two papers that are not the same word for word, but in every word of the
sketch."""


@dataclass(frozen=True, slots=True)
class Fingerprint:
    """What a plan is known by. `body`: who issued it, as a `comparison_key`, None where the paper
    does not say; `number`, `title`, `period`: likewise; `issued_on`: a day, or the part of one that
    is known. `scanned`: some of it was read from pictures, so letters of it may be wrong. `sketch`:
    the smallest hashes of its pairs of words, as hex digits; `content`: the hash of all its words.
    `tasks`, `is_whole`: what the plan has, and whether nothing was lost; `papers`: how many plans
    stand in the file; `is_corrected`: people did something to it."""

    body: str | None
    province: str | None
    number: str | None
    issued_on: str | None
    title: str | None
    period: str | None
    scanned: bool
    sketch: str
    content: str
    tasks: int
    is_whole: bool
    papers: int = 1
    is_corrected: bool = False

    @property
    def values(self) -> list[int]:
        """The numbers of the sketch, ascending."""
        digits = range(0, len(self.sketch), _HASH_DIGITS)
        return [int(self.sketch[start : start + _HASH_DIGITS], 16) for start in digits]

    @property
    def rank(self) -> tuple[object, ...]:
        """Of several forms of one plan the least counts: what was issued before drafts, what people
        corrected before others, whole ones before others, text before pictures, then the one with
        most tasks."""
        is_draft = self.number is None, self.issued_on is None
        return (*is_draft, not self.is_corrected, not self.is_whole, self.scanned, -self.tasks)


def fingerprint(plan: Plan) -> Fingerprint | None:
    """What a plan is known by; None for one that says too little."""
    texts = [strip_diacritics(one.text).replace("y", "i") for one in wordings(plan)]
    pairs = {pair for text in texts for pair in pairwise(text.split())}
    if len(pairs) < FEWEST:
        return None
    values = sorted({_hash(" ".join(pair)) for pair in pairs})[:KEPT]
    document = plan.document
    period = document.period
    return Fingerprint(
        body=_key(_body(document)),
        province=_key(document.province),
        number=_key(document.number),
        issued_on=document.issued_on,
        title=_key(document.title),
        period=f"{period.start}/{period.end}" if period and period.start else None,
        scanned=any(page.method == "ocr" for page in plan.source.pages),
        sketch="".join(f"{value:0{_HASH_DIGITS}x}" for value in values),
        content=hashlib.sha256("\n".join(texts).encode()).hexdigest()[:16],
        tasks=len(plan.tasks),
        is_whole=plan.status == "ok",
        papers=1 + len(plan.more_documents),
        is_corrected=bool(plan.corrections),
    )


def _body(document: DocumentInfo) -> str | None:
    """Who issued a paper: the body with its unit. Both, since "UBND" issues in every ward."""
    unit = document.unit
    place = " ".join(part for part in (unit.level, unit.name) if part) if unit else ""
    said = " ".join(part for part in (document.issuer, place) if part)
    return said or None


def _key(text: str | None) -> str | None:
    return (comparison_key(text) or None) if text else None


def _hash(text: str) -> int:
    """32 bits: a checksum, stirred, since over short texts it is not spread evenly (Knuth's
    multiplier, then its upper half into the lower one)."""
    stirred = zlib.crc32(text.encode()) * 2654435761 & 0xFFFFFFFF
    return stirred ^ stirred >> 15


def likeness(one: Fingerprint, other: Fingerprint) -> float:
    """The estimated share of pairs of words that two papers have in common, 0 to 1."""
    if one.content == other.content:
        return 1.0
    first, second = set(one.values), set(other.values)
    smallest = sorted(first | second)[:KEPT]
    common = sum(value in first and value in second for value in smallest)
    return min(common / len(smallest), NEARLY)


def are_one_plan(one: Fingerprint, other: Fingerprint) -> bool:
    """Are two papers forms of one plan? In doubt they are not; nor are they where more plans stand
    behind the one in its file, which would not be counted with it."""
    if one.papers != other.papers:
        return False
    scanned = one.scanned or other.scanned
    if not _may_share(one.province, other.province, scanned=scanned) or _differ(
        one.period, other.period
    ):
        return False
    if one.body is None or other.body is None:
        return one.content == other.content and _agree(one, other) == (True, True)
    if not _is_same(one.body, other.body, scanned=scanned):
        return False
    return likeness(one, other) >= _asked(one, other, scanned=scanned)


def _asked(one: Fingerprint, other: Fingerprint, scanned: bool) -> float:
    """How alike two papers of one body must be; above 1 where they cannot be one."""
    match _agree(one, other):
        case (True, True):
            return SURE
        case (True, None) | (None, True):
            return LIKELY if _titles_alike(one, other) else 2.0
        case (True, False) | (False, True):  # a figure misread on the scan
            return CLOSE if scanned and _titles_alike(one, other) else 2.0
        case (None, None):
            return CLOSE if _titles_alike(one, other) else 2.0
        case _:
            return 2.0


def _agree(one: Fingerprint, other: Fingerprint) -> tuple[bool | None, bool | None]:
    """Do the numbers agree, and the dates? None where a paper has none."""
    number = None if one.number is None or other.number is None else one.number == other.number
    if one.issued_on is None or other.issued_on is None:
        return number, None
    longer, shorter = sorted((one.issued_on, other.issued_on), key=len, reverse=True)
    if not longer.startswith(shorter):
        return number, False
    return number, True if len(shorter) == len(longer) else None


def _titles_alike(one: Fingerprint, other: Fingerprint) -> bool:
    """Are the titles the same, but for slips? Their figures (years, months, rounds) must be."""
    if one.title is None or other.title is None:
        return False
    if re.findall(r"\d+", one.title) != re.findall(r"\d+", other.title):
        return False
    return fuzz.ratio(strip_diacritics(one.title), strip_diacritics(other.title)) >= TITLES_ALIKE


def _is_same(one: str, other: str, scanned: bool) -> bool:
    """Is it one name? Marks may be lost on a scan; without one they tell two wards apart."""
    return one == other or (scanned and strip_diacritics(one) == strip_diacritics(other))


def _may_share(one: str | None, other: str | None, scanned: bool) -> bool:
    return one is None or other is None or _is_same(one, other, scanned=scanned)


def _differ(one: str | None, other: str | None) -> bool:
    return one is not None and other is not None and one != other


@dataclass(frozen=True, slots=True)
class Twin:
    """That a paper is another form of one that counts: its name, and how alike they are."""

    of: str
    likeness: float


@dataclass(slots=True)
class Twins:
    """Papers sorted into plans, by name. Of each plan the first that is added counts."""

    twins: dict[str, Twin] = field(default_factory=dict)
    _leading: dict[str, Fingerprint] = field(default_factory=dict)
    _doors: dict[tuple[str, object], list[str]] = field(default_factory=dict)

    def add(self, name: str, paper: Fingerprint) -> Twin | None:
        """The twin that a paper is; None when it counts."""
        for other in self._near(paper):
            leading = self._leading[other]
            if are_one_plan(leading, paper):
                twin = Twin(other, round(likeness(leading, paper), 2))
                self.twins[name] = twin
                return twin
        self._leading[name] = paper
        for door in _doors_of(paper):
            self._doors.setdefault(door, []).append(name)
        return None

    def _near(self, paper: Fingerprint) -> Iterator[str]:
        """Papers of the same body that share a number or some of the wording, each once."""
        seen: set[str] = set()
        for door in _doors_of(paper):
            for name in self._doors.get(door, ())[-MOST_COMPARED:]:
                if name not in seen:
                    seen.add(name)
                    yield name


def _doors_of(paper: Fingerprint) -> Iterable[tuple[str, object]]:
    body = strip_diacritics(paper.body or "")
    yield from ((body, value) for value in paper.values[:ENTRANCES])
    if paper.number is not None:
        yield (body, paper.number)


def sorted_into_plans(
    papers: Mapping[str, Fingerprint], order: Callable[[str], Any] = str
) -> Twins:
    """Papers by name, sorted into plans: of each the one of the least `rank` counts, among equals
    the first in `order`. The same papers give the same plans, in whatever order they come."""
    twins = Twins()
    for name in sorted(papers, key=lambda one: (papers[one].rank, order(one))):
        twins.add(name, papers[name])
    return twins
