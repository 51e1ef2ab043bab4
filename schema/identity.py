"""Ids that say what a thing is, not where it stands (docs/identity.md: the method, and what it
promises).

A paper is named by who issued it, for which time, and its title; a task by its paper and by the two
of its syllables that come first in an order which is the same everywhere (min-wise hashing, Broder
1997: two wordings that share most of their syllables most likely share the first two). Things of a
paper that agree in these are told apart by what they are otherwise, and last by their order.
"""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from itertools import count
from pathlib import Path
from typing import Any, Protocol, TypeVar

from kehoach.normalize.levels import administrative_levels
from kehoach.normalize.syllables import syllables
from kehoach.normalize.text import strip_diacritics
from kehoach.normalize.vocabulary import read_yaml
from kehoach.patterns import compile_regex
from kehoach.schema.models import (
    Assignment,
    DocumentInfo,
    FurtherDocument,
    Obligation,
    Offices,
    Plan,
    Target,
    Task,
    Unit,
)

FIRST = 2
"""Syllables that name a wording. One leaves half of a plan's tasks to be told apart otherwise;
three are lost one and a half times as often when a word is corrected."""
MORE = ((2, 4), (4, 8))
"""Places of the syllables that tell wordings apart which agree in the first ones."""
PAPER_LETTERS, PART_LETTERS = 10, 8
_ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz"  # Crockford's: no letter that looks like another
_BITS = 5
_SHORT_NUMBER = compile_regex(r"(?<![\d/.,-])\d{1,3}(?![\d/.,-]|%)")


class Paper(Protocol):
    """What a plan and a further document have in common."""

    @property
    def document(self) -> DocumentInfo: ...
    @property
    def targets(self) -> tuple[Target, ...]: ...
    @property
    def tasks(self) -> tuple[Task, ...]: ...
    @property
    def assignments(self) -> tuple[Assignment, ...]: ...
    @property
    def obligations(self) -> tuple[Obligation, ...]: ...


AnyPaper = TypeVar("AnyPaper", Plan, FurtherDocument)


@dataclass(frozen=True, slots=True)
class Traits:
    """What a thing is known by: `name`; what tells it from others of that name, the most lasting
    first (`apart`); and what tells it from those that say the same (`beside`): the entries of one
    task that differ in their owners, two lists of duties of one body."""

    name: str
    apart: tuple[str, ...] = ()
    beside: tuple[str, ...] = ()


def with_ids(plan: Plan) -> Plan:
    """The plan and every paper behind it with ids for themselves, their tasks, targets, assignments
    and obligations."""
    papers: list[Plan | FurtherDocument] = [plan, *plan.more_documents]
    ids = _ids("paper", [_of_paper(paper, plan.source.sha256) for paper in papers], within="")
    named = _with_own_ids(plan, ids[0])
    more = tuple(map(_with_own_ids, plan.more_documents, ids[1:]))
    return named.model_copy(update={"more_documents": more})


def _with_own_ids(paper: AnyPaper, paper_id: str) -> AnyPaper:
    kinds: dict[str, list[Traits]] = {
        "tasks": [_of_task(task) for task in paper.tasks],
        "targets": [_of_target(target) for target in paper.targets],
        "assignments": [_of_assignment(one) for one in paper.assignments],
        "obligations": [_of_obligation(one) for one in paper.obligations],
    }
    update: dict[str, Any] = {"id": paper_id}
    for kind, traits in kinds.items():
        ids = _ids(kind, traits, within=paper_id)
        parts = zip(getattr(paper, kind), ids, strict=True)
        update[kind] = tuple(part.model_copy(update={"id": own}) for part, own in parts)
    return paper.model_copy(update=update)


def _ids(kind: str, traits: Sequence[Traits], within: str) -> list[str]:
    """An id for each of the things of one kind in one paper, no two the same."""
    prefix = f"{within}-{_kinds()[kind]}-" if within else f"{_kinds()[kind]}-"
    letters = PART_LETTERS if within else PAPER_LETTERS
    return [prefix + _code((kind, *key), letters) for key in _keys(traits)]


# --- what things are known by ---------------------------------------------------------------------


def _of_task(task: Task) -> Traits:
    """Neither its number nor its place: an inserted row changes both. Its owner and its time only
    beside entries of the same wording: they are what a new version changes."""
    groups = [group.title if group is not None else "" for group in (task.group, task.subgroup)]
    parts = (task.objective or "", " ".join(task.activities), " ".join(task.deliverables))
    return Traits(
        _first(task.task),
        apart=(*_rest(task.task), *map(_first, parts), *map(_first, groups)),
        beside=(
            *_rest(" ".join(parts)),
            _bodies(task.lead),
            strip_diacritics(task.deadline.raw if task.deadline is not None else ""),
        ),
    )


def _of_target(target: Target) -> Traits:
    """Not by its figures, which a new version corrects, but beside one of the same wording."""
    return Traits(
        _first(target.text),
        apart=_rest(target.text),
        beside=(target.origin, strip_diacritics(target.text)),
    )


def _of_assignment(assignment: Assignment) -> Traits:
    """By the body, whose level may stand or not ("Phòng Kinh tế phường")."""
    levels = {part for level in administrative_levels().lowest for part in syllables(level)}
    body = [part for part in syllables(assignment.unit) if part not in levels]
    duties = " ".join(assignment.duties)
    return Traits(
        " ".join(body) or strip_diacritics(assignment.unit), beside=(_first(duties), *_rest(duties))
    )


def _of_obligation(obligation: Obligation) -> Traits:
    return Traits(
        _first(obligation.text),
        apart=_rest(obligation.text),
        beside=(_bodies(obligation.who), strip_diacritics(obligation.deadline.raw)),
    )


def _of_paper(paper: Plan | FurtherDocument, sha256: str) -> Traits:
    """Not its number, which is missing in a draft and often written by hand. What names no issuer
    or has no title is known by its content as well, what has no content by its bytes."""
    document = paper.document
    unit = document.unit or Unit()
    place = {*syllables(unit.name or ""), *syllables(unit.level or "")}
    issuer = [word for word in strip_diacritics(document.issuer or "").split() if word not in place]
    title = document.title or document.about or ""
    told = [
        strip_diacritics(document.type or ""),
        " ".join(issuer),
        strip_diacritics(" ".join((unit.level or "", unit.name or "", document.province or ""))),
        *_time(document),
        " ".join(sorted(set(syllables(title)) - place)),
        " ".join(_SHORT_NUMBER.findall(title)),
    ]
    content = _content(paper)
    is_known = title and (document.issuer or unit.name)
    if not is_known:
        told.append(content or sha256)
    return Traits("/".join(told), apart=(content,))


def _time(document: DocumentInfo) -> tuple[str, str]:
    period = document.period
    if period is not None and (period.start or period.end):
        return period.start or "", period.end or ""
    return (document.issued_on or "")[:4], ""


def _content(paper: Plan | FurtherDocument) -> str:
    """What a paper is about, in a form that most changes leave: of the names of its tasks, targets
    and obligations those that come first."""
    names = {_of_task(task).name for task in paper.tasks}
    names |= {_of_target(target).name for target in paper.targets}
    names |= {_of_obligation(one).name for one in paper.obligations}
    blocks = (block for section in paper.sections for block in section.blocks)
    names = names or {_first(block.text) for block in (*blocks, *paper.loose, *paper.preamble)}
    return "/".join(sorted(names - {""}, key=_rank)[:FIRST])


# --- how wordings are compared --------------------------------------------------------------------


def _first(text: str) -> str:
    return _some(text, 0, end=FIRST)


def _rest(text: str) -> tuple[str, ...]:
    """What tells apart wordings with the same `_first`, at last all of it."""
    return *(_some(text, start, end=end) for start, end in MORE), " ".join(
        sorted(set(syllables(text)))
    )


@lru_cache(maxsize=4096)
def _some(text: str, start: int, end: int) -> str:
    """The telling syllables of a text, each once, from one place of the common order to another.
    A text without syllables ("Bộ TTHC") is compared as it stands."""
    own = set(syllables(text))
    if not own:
        return strip_diacritics(text) if start == 0 else ""
    common = _common()
    telling = sorted(own, key=lambda syllable: (syllable in common, _rank(syllable)))
    return " ".join(sorted(telling[start:end]))


def _bodies(offices: Offices | None) -> str:
    return strip_diacritics("; ".join(offices.names)) if offices is not None else ""


@lru_cache(maxsize=16384)
def _rank(text: str) -> bytes:
    """The place of a text in an order that is the same everywhere and has no meaning."""
    return hashlib.blake2b(text.encode(), digest_size=8).digest()


@cache
def _vocabulary() -> dict[str, Any]:
    loaded: dict[str, Any] = read_yaml(Path(__file__).with_name("identity.yaml"))
    return loaded


@cache
def _common() -> frozenset[str]:
    return frozenset(_vocabulary()["common"].split())


def _kinds() -> dict[str, str]:
    kinds: dict[str, str] = _vocabulary()["kinds"]
    return kinds


# --- names that nothing else has ------------------------------------------------------------------


def _keys(traits: Sequence[Traits]) -> list[tuple[str, ...]]:
    """A key for each, no two the same."""
    keys: list[tuple[str, ...]] = [(one.name,) for one in traits]
    for alike in _grouped(range(len(traits)), by=[one.name for one in traits]):
        for same in _tell_apart(alike, traits, keys=keys):
            _tell_from_first(same, traits, keys=keys)
    return keys


def _tell_apart(
    alike: list[int], traits: Sequence[Traits], keys: list[tuple[str, ...]], level: int = 0
) -> Iterator[list[int]]:
    """Lengthen the keys of things of one name; yield those that say the same. All of one name get
    what tells them apart: none keeps the short key, which would come to mean another thing."""
    if len(alike) == 1 or level == len(traits[alike[0]].apart):
        yield alike
        return
    own = {index: traits[index].apart[level] for index in alike}
    groups = _grouped(alike, by=own)
    for group in groups:
        if len(groups) > 1:
            for index in group:
                keys[index] += (f"{level}:{own[index]}",)
        yield from _tell_apart(group, traits, keys=keys, level=level + 1)


def _tell_from_first(
    same: list[int], traits: Sequence[Traits], keys: list[tuple[str, ...]]
) -> None:
    """Things that say the same: the first keeps its key, so that an entry which a scan takes for
    two is still known; the others get what they have of their own, at last their order."""
    taken = {keys[same[0]]}
    orders: defaultdict[tuple[str, ...], Iterator[int]] = defaultdict(lambda: count(2))
    for index in same[1:]:
        own = tuple(f"+{value}" for value in traits[index].beside)
        key = whole = (*keys[index], *own)
        while key in taken:
            key = (*whole, str(next(orders[whole])))
        taken.add(key)
        keys[index] = key


def _grouped(indices: Iterable[int], by: Sequence[str] | Mapping[int, str]) -> list[list[int]]:
    """Numbers of things, those of one value together."""
    groups: defaultdict[str, list[int]] = defaultdict(list)
    for index in indices:
        groups[by[index]].append(index)
    return list(groups.values())


def _code(key: Iterable[str], letters: int) -> str:
    """A short name for a key.

    >>> _code(["tasks", "an toan"], 8) == _code(["tasks", "an toan"], 8)
    True
    """
    scheme: str = _vocabulary()["scheme"]
    text = "\x1f".join((scheme, *key))
    number = int.from_bytes(hashlib.blake2b(text.encode(), digest_size=8).digest())
    digits = (number >> (_BITS * place) & 31 for place in range(letters))
    return "".join(_ALPHABET[digit] for digit in digits)
