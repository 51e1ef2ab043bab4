"""Columns of what was before a change ("Thời hạn cũ" beside "Thời hạn mới", "Thời hạn theo Kế hoạch
05" beside "Thời hạn điều chỉnh"): they hold no role, and their cells stand in the remarks of a
work."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

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
    if not _holds(heading, listed["beside_new"]) or _holds(heading, listed["new"]):
        return False
    matter = _matter(heading)
    return any(_holds(other, listed["new"]) and _matter(other) == matter for other in beside)


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
