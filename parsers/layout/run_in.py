"""Titles of chapters with the sentence that goes on in their line ("VI. Kinh phí: Từ ngân sách
xã.")."""

from __future__ import annotations

import regex

from kehoach.parsers.layout.marks import Rank
from kehoach.patterns import compile_regex

ENDS_LIKE_SENTENCE = compile_regex(r"(?<![.…])[.;,]['\"”’)]*$|\./\.?$")
"""Of a sentence. Two stops or three ("cây bóng mát, cây cảnh..") leave a list open: a title may end
so, too."""
_RUN_IN = compile_regex(r"(?P<title>[^:.;]{2,80}?)\s*[:.]\s+(?P<sentence>\p{Lu}.+)", regex.DOTALL)
"""A short title and the sentence behind it, in one line."""
MAX_TITLE_WORDS = 14
"""Before the sentence that goes on in its line."""
MAX_SHORT_WORDS = 12
"""Of what goes on so; a longer one is a sentence, however it ends."""


def part_run_in(words: str, rank: float) -> tuple[str, str]:
    """The words of a heading -> the title of a chapter and the sentence that goes on in its line;
    "" for none."""
    words = words.strip()
    match = _RUN_IN.fullmatch(words) if rank <= Rank.ROMAN + 0.5 else None
    if match is None or len(match["title"].split()) > MAX_TITLE_WORDS:
        return words, ""
    sentence = match["sentence"]
    is_long = len(sentence.split()) > MAX_SHORT_WORDS
    if sentence.isupper() or not (ENDS_LIKE_SENTENCE.search(sentence) or is_long):
        return words, ""
    return match["title"], sentence
