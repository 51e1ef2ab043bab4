"""Titles of chapters with the sentence that goes on in their line ("VI. Kinh phí: Từ ngân sách
xã.")."""

from __future__ import annotations

import regex

from kehoach.parsers.layout.fields import matter_label, names_circumstance, read_field
from kehoach.parsers.layout.marks import Rank
from kehoach.parsers.words import contains, opens_with
from kehoach.patterns import compile_regex

ENDS_LIKE_SENTENCE = compile_regex(r"(?<![.…])[.;,]['\"”’)]*$|\./\.?$")
"""Of a sentence. Two stops or three ("cây bóng mát, cây cảnh..") leave a list open: a title may end
so, too."""
_RUN_IN = compile_regex(r"(?P<title>[^:.;]{2,80}?)\s*[:.]\s+(?P<sentence>\p{Lu}.+)", regex.DOTALL)
"""A short title and the sentence behind it, in one line."""
MAX_TITLE_WORDS = 14
"""Before the sentence that goes on in its line."""
MIN_WORDS_OVER_LIST = 5
"""Of the sentence that opens a list."""
MAX_SHORT_WORDS = 12
"""Of what goes on so; a longer one is a sentence, however it ends."""


def _opens_list(sentence: str) -> bool:
    """Is it a sentence, and no title, that ends with the colon over a list ("UBND xã thực hiện các
    việc sau:")?"""
    is_sentence = len(sentence.split()) >= MIN_WORDS_OVER_LIST
    return is_sentence and contains(sentence, "list_openings") is not None


def _opens_like_label(words: str) -> bool:
    """Is what stands before the sentence a label, or how a phase is counted?"""
    if opens_with(words, "phases") is not None or names_circumstance(words):
        return True
    return read_field(words) is not None or matter_label(words) is not None


def part_run_in(words: str, rank: float) -> tuple[str, str]:
    """The words of a heading -> the title of a chapter and the sentence that goes on in its line;
    "" for none. Below chapters, such a sentence opens the list under it."""
    words = words.strip()
    is_chapter = rank <= Rank.ROMAN + 0.5
    match = _RUN_IN.fullmatch(words) if is_chapter or words.endswith(":") else None
    if match is None or len(match["title"].split()) > MAX_TITLE_WORDS:
        return words, ""
    sentence = match["sentence"]
    if not is_chapter:
        is_title = not _opens_like_label(words) and _opens_list(sentence)
        return (match["title"], sentence) if is_title else (words, "")
    is_long = len(sentence.split()) > MAX_SHORT_WORDS
    if sentence.isupper() or not (ENDS_LIKE_SENTENCE.search(sentence) or is_long):
        return words, ""
    return match["title"], sentence
