"""The words of an owner's cell, each with its forms and what stands before it."""

from __future__ import annotations

from functools import lru_cache
from typing import NamedTuple

from kehoach.normalize.text import fold, strip_diacritics
from kehoach.patterns import compile_regex

_WORD = compile_regex(r"[\p{L}\p{M}\p{N}]+")
_CUTS = compile_regex(r"[;\n\v+•·*:]")
_DASH = compile_regex(r"\s-\s")


class Word(NamedTuple):  # quicker to make than a dataclass, and there are many
    """A word of the cell: its forms, its place, and what separates it from the word before."""

    unmarked: str
    folded: str
    begin: int
    stop: int
    gap: str
    is_capital: bool

    @property
    def is_cut(self) -> bool:
        """Whether the words before end here for sure."""
        return self.gap != " " and _CUTS.search(self.gap) is not None

    @property
    def is_dashed(self) -> bool:
        """Whether a dash between spaces stands before it."""
        return "-" in self.gap and _DASH.search(self.gap) is not None

    @property
    def follows_comma(self) -> bool:
        """Whether a comma stands before it."""
        return "," in self.gap

    @property
    def follows_mark(self) -> bool:
        """Whether a mark before it may end a name: comma, slash, dot, or a dash between spaces."""
        if self.gap == " ":
            return False
        if "," in self.gap or "/" in self.gap or "." in self.gap:
            return True
        return " - " in f" {self.gap.strip(' ')} "


@lru_cache(maxsize=2048)
def split_words(text: str) -> tuple[Word, ...]:
    """The words of a cell in order; one sentence is asked about many times."""
    words: list[Word] = []
    last = 0
    for match in _WORD.finditer(text):
        parts = strip_diacritics(match[0]).split() or [match[0].lower()]
        words.append(
            Word(
                unmarked="".join(parts),
                folded=fold(match[0]),
                begin=match.start(),
                stop=match.end(),
                gap=text[last : match.start()],
                is_capital=match[0][0].isupper(),
            )
        )
        last = match.end()
    return tuple(words)
