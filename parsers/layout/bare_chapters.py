"""Chapters whose titles have no mark: told by their names, or set in capitals."""

from __future__ import annotations

from collections.abc import Sequence

from kehoach.ingest.model import Grid
from kehoach.normalize.text import strip_diacritics
from kehoach.parsers.layout.marks import Rank
from kehoach.parsers.layout.paragraphs import Paragraph
from kehoach.parsers.layout.run_in import ENDS_LIKE_SENTENCE
from kehoach.parsers.words import document_type, is_chapter_title, names_chapter

MIN_CHAPTERS_BY_NAME = 3
MAX_CAPITALS_WORDS = 25


def has_chapters_by_name(items: Sequence[Paragraph | Grid]) -> bool:
    """Has a paper chapters that only their names tell, in small letters and without numbers
    ("Mục đích", "Nội dung thực hiện:", "Tổ chức thực hiện")?"""
    unmarked = (item for item in items if isinstance(item, Paragraph) and item.mark is None)
    names = {strip_diacritics(item.words) for item in unmarked if names_chapter(item.words)}
    return len(names) >= MIN_CHAPTERS_BY_NAME


def holds_romans(items: Sequence[Paragraph | Grid]) -> bool:
    """Do chapters without numbers hold those with Roman ones ("NHIỆM VỤ" over "I. TUYÊN TRUYỀN",
    "KINH PHÍ" beside it)?"""
    chapters = [
        index
        for index, item in enumerate(items)
        if isinstance(item, Paragraph) and item.mark is None and is_chapter_title(item.words)
    ]
    following = (items[index + 1] for index in chapters if index + 1 < len(items))
    firsts = (item for item in following if isinstance(item, Paragraph) and item.mark)
    opens = any(item.mark is not None and item.mark.rank == Rank.ROMAN for item in firsts)
    return opens and len(chapters) > 1


def is_heading_in_capitals(paragraph: Paragraph) -> bool:
    """A line in capitals that stands for itself is a heading of the first level."""
    words = paragraph.words
    if not 2 <= len(words.split()) <= MAX_CAPITALS_WORDS:
        return False
    is_title = document_type(words) is not None and not is_chapter_title(words)
    if not words.isupper() or is_title:
        return False
    return paragraph.bold is not False and not ENDS_LIKE_SENTENCE.search(words)
