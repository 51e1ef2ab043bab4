"""The words of a paragraph of a Word file, and the runs that hold them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from kehoach.ingest.docx.xml import w

_GONE = frozenset((w("del"), w("moveFrom")))
"""What a tracked change has taken away."""


def spelled(paragraph: Any) -> str:
    """The text of a `w:p`, without that of text boxes in it."""
    return "".join(_text(run) for run in _runs(paragraph))


def holds(paragraph: Any, words: str) -> bool:
    """Whether a `w:p` says some words, blanks apart."""
    wanted = _pressed(words)
    return bool(wanted) and wanted in _pressed(spelled(paragraph))


def is_part(paragraph: Any, words: str) -> bool:
    """Whether some words hold all that a `w:p` says, blanks apart."""
    said = _pressed(spelled(paragraph))
    return bool(said) and said in _pressed(words)


def runs_of(paragraph: Any, words: str) -> list[Any]:
    """The `w:r` that hold some words; all where they are not found, none where there is none.

    Blanks do not count: a paper's words as data have lost its line breaks and doubled blanks.
    """
    runs = list(_runs(paragraph))
    wanted = _pressed(words)
    start = _pressed("".join(map(_text, runs))).find(wanted)
    if not wanted or start < 0:
        return runs
    end = start + len(wanted)
    chosen: list[Any] = []
    reached = 0
    for run in runs:
        begins, reached = reached, reached + len(_pressed(_text(run)))
        if begins < end and reached > start:
            chosen.append(run)
    return chosen


def _runs(element: Any) -> Iterator[Any]:
    """The runs of a paragraph in order, those inside links and insertions among them."""
    for child in element:
        if child.tag == w("r"):
            yield child
        elif isinstance(child.tag, str) and child.tag not in _GONE:
            yield from _runs(child)


def _text(run: Any) -> str:
    return "".join(child.text or "" for child in run if child.tag == w("t"))


def _pressed(text: str) -> str:
    return "".join(text.split())
