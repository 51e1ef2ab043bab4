"""Columns of what was before a change ("Thời hạn cũ" beside "Thời hạn mới"): they hold no role, and
their cells stand in the remarks of a work."""

from __future__ import annotations

from kehoach.parsers.words import phrases_by


def is_superseded(heading: str) -> bool:
    """Does a heading, in small letters without marks, name at its end what holds no more?

    >>> is_superseded("thoi han cu"), is_superseded("can cu"), is_superseded("nhiem vu cu the")
    (True, False, False)
    """
    said = f" {heading}"
    before = phrases_by("tables/columns.yaml", "superseded")["before"]
    return any(said.endswith(f" {phrase}") for phrase in before)
