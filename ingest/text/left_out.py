"""What a copied text lacks, by its own lines: "(...)" for a passage, a last row without its end."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from kehoach.ingest.model import Note, Span
from kehoach.patterns import compile_regex

_LEFT_OUT = compile_regex(r"\W*[(\[]\s*(?:\.{2,}|…+)\s*[)\]]\W*")


def take_left_out(raw: list[str]) -> list[int]:
    """Blank the raw lines that only say that something is left out; their numbers (from 0)."""
    numbers = [number for number, line in enumerate(raw) if _LEFT_OUT.fullmatch(line)]
    for number in numbers:
        raw[number] = ""
    return numbers


def told_left_out(numbers: Sequence[int]) -> Iterator[Note]:
    """One note on all these lines (numbers from 0); none where there is none."""
    spans = [Span(first=number + 1, last=number + 1) for number in numbers]
    if spans:
        yield Note("passages_omitted", str(len(spans)), span=spans[0], further=tuple(spans[1:]))


def is_cut_row(before: str, last: str) -> bool:
    """Is the last line of a text a row between bars whose end is missing, below a whole one?"""
    is_whole = before.strip().startswith("|") and before.rstrip().endswith("|")
    return is_whole and last.strip().startswith("|") and not last.rstrip().endswith("|")
