"""The state's name and its motto over a paper, also where a seal spoiled them."""

from __future__ import annotations

from functools import lru_cache

import regex
from rapidfuzz import fuzz

from kehoach.patterns import compile_regex

WORN = 70.0
"""A seal or a pale print may spoil every third letter (0 to 100: likeness)."""
_MOTTO = compile_regex(
    r"""
    C[ỘO]NG\s+H[ÒOÀ][ÀA]?\s+X[ÃA]\s+H[ỘO]I\s+CH[ỦU]
        (?: \s+NGH[ĨI]A )? (?: \s+VI[ỆE]T )? (?: \s+NAM )?
    | ^\P{L}* (?: CH[ỦU]\s+ )? NGH[ĨI]A\s+VI[ỆE]T\s+NAM \s*$     # … of a motto over two lines
    | [ĐD][ộo]c\s+l[ậa]p \s*[-–]?\s* T[ựu]\s+do \s*[-–]?\s* H[ạa]nh\s+ph[úu]c
    | [ĐD][ẢA]NG\s+C[ỘO]NG\s+S[ẢA]N\s+VI[ỆE]T\s+NAM
    """,
    regex.IGNORECASE | regex.VERBOSE | regex.MULTILINE,
)
_WORN_MOTTO = ("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "Độc lập - Tự do - Hạnh phúc")


def spans_of_motto(text: str) -> list[tuple[int, int]]:
    """Where the state's name, and its motto, begin and end in a text."""
    return [match.span() for match in _MOTTO.finditer(text)]


@lru_cache(maxsize=1024)
def without_motto(text: str) -> str:
    """A letterhead without the state's name and motto, also where a seal spoiled them."""
    rest = _MOTTO.sub("\n", text)
    for words in _WORN_MOTTO:
        capitals = "".join(map(_capital, rest))
        found = fuzz.partial_ratio_alignment(words.upper(), capitals, score_cutoff=WORN)
        if found is not None and found.dest_end - found.dest_start >= 0.8 * len(words):
            rest = f"{rest[: found.dest_start]}\n{rest[found.dest_end :]}"
    return rest


def _capital(letter: str) -> str:
    """The capital of a letter, itself where that would be two ("ß"): places must stay."""
    capital = letter.upper()
    return capital if len(capital) == 1 else letter
