"""Column headings -> roles, in any order, by the vocabulary of columns.yaml."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal, TypeAlias

import regex

from kehoach.normalize.text import strip_diacritics
from kehoach.parsers.words import phrases_by

TableKind: TypeAlias = Literal["tasks", "targets", "other"]

_LEADING_NUMBER = regex.compile(r"^(?:\d{1,2}|[a-e])\s+(?=\p{L})")
_SPACED = regex.compile(r"^(?:s ?)?t ?t$")
_YEAR = regex.compile(r"\b20\d\d\b")
COARSER = {"task": "objective"}
FINER = {"task": "activity"}


@dataclass(frozen=True, slots=True)
class Columns:
    """What the columns of a table are: the kind of table, its headings, a role (or None) per
    column, and how sure (the share of headings that the vocabulary knows)."""

    kind: TableKind
    titles: tuple[str, ...]
    roles: tuple[str | None, ...]
    confidence: float

    def of(self, role: str) -> int | None:
        """The column that plays `role`."""
        return self.roles.index(role) if role in self.roles else None


def score(text: str, listed: Sequence[str]) -> int:
    """How well a bare heading matches a role's phrases: the longest phrase in it, a full match far
    above."""
    best = 0
    for phrase in listed:
        if text == phrase:
            best = max(best, 100 + len(phrase))
        elif f" {phrase} " in f" {text} ":
            best = max(best, len(phrase) + (5 if text.startswith(phrase) else 0))
    return best


def _assign(
    leaves: Sequence[str], fulls: Sequence[str], vocabulary: Mapping[str, Sequence[str]]
) -> list[str | None]:
    """Each heading its best role, each role once; the surest match first. The lowest heading of a
    column decides before the headings above it ("Phân công / Phối hợp" is the coordinating
    column)."""
    matches: list[tuple[int, int, str]] = []
    for column, (leaf, full) in enumerate(zip(leaves, fulls, strict=True)):
        for role, listed in vocabulary.items():
            points = score(leaf, listed) * 2 or score(full, listed)
            if points:
                matches.append((points, column, role))
    roles: list[str | None] = [None] * len(leaves)
    refused: dict[int, str] = {}
    for _, column, role in sorted(matches, key=lambda m: (-m[0], m[1], m[2])):
        if roles[column] is None and role not in roles:
            roles[column] = role
        elif roles[column] is None:
            refused.setdefault(column, role)
    for column, role in refused.items():
        if roles[column] is None and role in COARSER:
            other = COARSER[role] if column < roles.index(role) else FINER[role]
            roles[column] = other if other not in roles else None
    return roles


def read_columns(headings: Sequence[Sequence[str]]) -> Columns | None:
    """Headings of each column from top to bottom -> their roles; None when they are no header of
    ours.

    A table of tasks names a task (or objective, activity) and at least one of lead, deadline,
    deliverable; a table of targets names an indicator and a unit or a value.
    """
    cleaned = [
        [_LEADING_NUMBER.sub("", strip_diacritics(text)) for text in column if text]
        for column in headings
    ]
    cleaned = [
        [_SPACED.sub(lambda m: m[0].replace(" ", ""), text) for text in column]
        for column in cleaned
    ]
    leaves = [column[-1] if column else "" for column in cleaned]
    fulls = [" ".join(column) for column in cleaned]
    titles = tuple(" ".join(text for text in column if text) for column in headings)
    filled = sum(bool(text) for text in fulls) or 1
    roles = _assign(leaves, fulls, phrases_by("tables/columns.yaml", "roles"))
    named = set(roles)
    product = "deliverable" in named and _is_whole(
        leaves[roles.index("deliverable")], "deliverable"
    )
    if named & {"task", "objective", "activity"} and (named & {"lead", "deadline"} or product):
        if "task" not in named:
            stand_in = "activity" if "activity" in named else "objective"
            roles = ["task" if role == stand_in else role for role in roles]
        return Columns("tasks", titles, tuple(roles), sum(r is not None for r in roles) / filled)
    target_roles = _assign(leaves, fulls, phrases_by("tables/columns.yaml", "target_roles"))
    for column, full in enumerate(fulls):
        if target_roles[column] in (None, "unit") and _YEAR.search(full):
            target_roles[column] = "value"
    named = set(target_roles)
    if "indicator" in named and named & {"unit", "value"} and _speaks_of_targets(fulls):
        return Columns(
            "targets",
            titles,
            tuple(target_roles),
            sum(r is not None for r in target_roles) / filled,
        )
    return None


def _is_whole(text: str, role: str) -> bool:
    """Is the heading a phrase of the role as a whole ("Sản phẩm"), not only in part ("Kết quả năm
    2025")?"""
    return score(text, phrases_by("tables/columns.yaml", "roles")[role]) >= 100


def _speaks_of_targets(fulls: Sequence[str]) -> bool:
    """Do the headings speak of targets, or of a year's figures, and not of prices or people?"""
    words = phrases_by("tables/columns.yaml", "target_words")
    whole = f" {' | '.join(fulls)} "
    if any(f" {phrase} " in whole for phrase in words["never"]):
        return False
    return (
        any(f" {phrase} " in whole for phrase in words["strong"]) or _YEAR.search(whole) is not None
    )
