"""Columns of what was before a change ("Thời hạn cũ" beside "Thời hạn mới", "Thời hạn theo Kế hoạch
05" beside "Thời hạn điều chỉnh"): they hold no role, and their cells stand in the remarks of a
work."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from kehoach.normalize.text import strip_diacritics
from kehoach.parsers.words import phrases_by, starts

OF_TIMES = "when"
"""The matter of headings that speak of when."""


def is_superseded(heading: str, beside: Iterable[str] = ()) -> bool:
    """Does a heading, in small letters without marks, say at its end that it holds what was before
    a change, or name another paper `beside` a heading of the same matter that holds the change?

    >>> is_superseded("thoi han cu"), is_superseded("can cu"), is_superseded("nhiem vu cu the")
    (True, False, False)
    >>> old = "thoi han theo ke hoach 05"
    >>> is_superseded(old), is_superseded(old, ["thoi han dieu chinh"])
    (False, True)
    """
    listed = phrases_by("tables/columns.yaml", "superseded")
    if any(f" {heading}".endswith(f" {phrase}") for phrase in listed["before"]):
        return True
    if heading in listed["bare"]:
        news = (other for other in beside if starts(other, listed["of_times"]) is not None)
        return any(_holds(other, listed["new"]) for other in news)
    if not _holds(heading, listed["beside_new"]) or _holds(heading, listed["new"]):
        return False
    matter = _matter(heading)
    return any(_holds(other, listed["new"]) and _matter(other) == matter for other in beside)


def places_before(titles: Sequence[str], roles: Sequence[str | None]) -> dict[str, int]:
    """By role the column that holds what was before a change of it: one without a role, of the same
    matter as the one that holds the change.

    >>> places_before(["TT", "Hạn cũ", "Hạn mới"], ["index", None, "deadline"])
    {'deadline': 1}
    """
    folded = [strip_diacritics(title) for title in titles]
    found: dict[str, int] = {}
    for place, heading in enumerate(folded):
        if roles[place] is not None or not is_superseded(heading, folded):
            continue
        role = _role_of_new(_matter(heading), folded, roles=roles)
        if role:
            found.setdefault(role, place)
    return found


def _role_of_new(matter: str, folded: Sequence[str], *, roles: Sequence[str | None]) -> str:
    """The role of the one column of a matter that holds the change; "" for none, or several."""
    new = phrases_by("tables/columns.yaml", "superseded")["new"]
    alike = [
        (role, heading)
        for role, heading in zip(roles, folded, strict=True)
        if role is not None and _matter(heading) == matter
    ]
    told = [role for role, heading in alike if _holds(heading, new)]
    told = told or [role for role, _ in alike]
    return told[0] if len(told) == 1 else ""


def says_kept(text: str) -> bool:
    """Does a cell of what holds now say that what was before does ("Giữ nguyên")?

    >>> says_kept("Giữ nguyên."), says_kept("Giữ nguyên hiện trạng bến")
    (True, False)
    """
    kept = phrases_by("tables/columns.yaml", "superseded")["kept"]
    return strip_diacritics(text).strip(" .-–()*") in kept


def _matter(heading: str) -> str:
    """What a heading speaks of: when, or what its first two words name ("nội dung"); "" where it
    only tells whether it holds the change ("Theo Kế hoạch 05 | Điều chỉnh", under "Thời hạn")."""
    listed = phrases_by("tables/columns.yaml", "superseded")
    if _holds(heading, listed["of_times"]):
        return OF_TIMES
    if starts(heading, (*listed["beside_new"], *listed["new"])) is not None:
        return ""
    return " ".join(heading.split()[:2])


def _holds(heading: str, listed: Sequence[str]) -> bool:
    return any(f" {phrase} " in f" {heading} " for phrase in listed)
