"""What a copied text lacks, by its own lines: "(...)" for a passage, a last row without its end."""

from __future__ import annotations

from kehoach.ingest.left_out_passages import says_left_out


def take_left_out(raw: list[str]) -> list[int]:
    """Blank the raw lines that only say that something is left out; their numbers (from 0)."""
    numbers = [number for number, line in enumerate(raw) if says_left_out(line)]
    for number in numbers:
        raw[number] = ""
    return numbers


def is_cut_row(before: str, last: str) -> bool:
    """Is the last line of a text a row between bars whose end is missing, below a whole one?"""
    is_whole = before.strip().startswith("|") and before.rstrip().endswith("|")
    return is_whole and last.strip().startswith("|") and not last.rstrip().endswith("|")
