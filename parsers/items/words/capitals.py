"""A point printed in capitals, read as if it were not: "CÔNG AN XÃ LẬP CHỐT TẠI NGẦM TRÀN."."""

from __future__ import annotations

from kehoach.normalize.offices.cell import Cell
from kehoach.patterns import compile_regex

_SENTENCE = compile_regex(r"(?:^|[.!?:]\s+)\W*\K\p{Ll}")


def recased(text: str) -> str:
    """A text in capitals -> the same letters small, but where a sentence or the name of a body of
    the directory begins; another text as it is, and one whose capitals have no small letters ("𝐀").
    No letter moves.

    >>> recased("GIAO CÔNG AN XÃ LẬP CHỐT."), recased("Công an xã lập chốt.")
    ('Giao Công an xã lập chốt.', 'Công an xã lập chốt.')
    """
    if not text.isupper():
        return text
    small = _SENTENCE.sub(lambda match: match[0].upper(), text.lower())
    if len(small) != len(text) or small.isupper():
        return text
    letters = list(small)
    cell = Cell(small)
    index = 0
    while index < cell.size:
        named = cell.longest_name(index)
        begin = cell.words[index].begin
        if named is not None:
            letters[begin] = letters[begin].upper()
        index = named[1] if named is not None else index + 1
    return "".join(letters)


def as_in(text: str, words: str) -> str:
    """Words of a recased text as the text itself prints them."""
    start = recased(text).find(words) if words and text.isupper() else -1
    return text[start : start + len(words)] if start >= 0 else words
