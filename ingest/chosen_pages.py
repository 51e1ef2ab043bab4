"""Which pages of a paper a user asked for, and what is said about the others."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby

from kehoach.errors import NoSuchPageError
from kehoach.ingest.model import Note
from kehoach.ingest.options import ReadOptions


def check_pages(options: ReadOptions, count: int) -> None:
    """Raise NoSuchPageError when a paper of `count` pages has none of those asked for."""
    if options.pages and not any(map(options.wants, range(1, count + 1))):
        asked = ", ".join(map(_range, options.pages))
        raise NoSuchPageError(asked=asked, count=count)


def left_out(options: ReadOptions, count: int) -> tuple[Note, ...]:
    """What is told when pages of a paper of `count` pages were not asked for.

    >>> from kehoach.ingest.options import ReadOptions
    >>> [note.evidence for note in left_out(ReadOptions(pages=((3, 4), (6, 7))), 7)]
    ['1-2, 5 / 7']
    >>> left_out(ReadOptions(), 7)
    ()
    """
    numbers = [number for number in range(1, count + 1) if not options.wants(number)]
    if not numbers:
        return ()
    return (Note("pages_left_out", f"{as_ranges(numbers)} / {count}"),)


def as_ranges(numbers: Sequence[int]) -> str:
    """Numbers of pages in their order, as people name them.

    >>> as_ranges([1, 2, 3, 7])
    '1-3, 7'
    """
    runs: list[tuple[int, int]] = []
    # Numbers that follow one another are as far from their places as the first of them.
    for _, group in groupby(enumerate(numbers), key=_distance):
        run = [number for _, number in group]
        runs.append((run[0], run[-1]))
    return ", ".join(map(_range, runs))


def _distance(numbered: tuple[int, int]) -> int:
    place, number = numbered
    return number - place


def _range(ends: tuple[int, int]) -> str:
    first, last = ends
    return str(first) if first == last else f"{first}-{last}"
