"""Names that a paper writes without a mark by right: "TỈNH LAM GIANG" over "Lam Giang, ngày …".
What lines say that lost nothing is no loss in the line above them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Set
from itertools import pairwise

from kehoach.normalize.changes import Edit
from kehoach.normalize.text import fold
from kehoach.patterns import compile_regex

Pair = tuple[str, str]
"""Two words of a name that stand beside each other, in small letters with their marks."""

_CAPITALISED = compile_regex(r"\p{Lu}\p{L}*")


def names_kept(lines: Iterable[str]) -> frozenset[Pair]:
    """The pairs of words with capitals in lines that lost nothing: some of their letters have
    marks."""
    marked = (line for line in lines if not line.isascii())
    return frozenset(pair for line in marked for pair, _, _ in _pairs(line))


def is_of_name(line: str, edit: Edit, names: Set[Pair]) -> bool:
    """Does an edit change a word of a name that other lines write so, without the marks?"""
    end = edit.start + len(edit.before)
    return any(
        pair in names for pair, first, last in _pairs(line) if first < end and edit.start < last
    )


def _pairs(line: str) -> Iterator[tuple[Pair, int, int]]:
    """The pairs of a line, each with where it begins and ends."""
    words = list(_CAPITALISED.finditer(line))
    for one, other in pairwise(words):
        if line[one.end() : other.start()] == " ":
            yield (fold(one[0]), fold(other[0])), one.start(), other.end()
