"""The paragraphs between the title and the first heading: addressees, grounds, the sentence that
announces the rest."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import TypeAlias

from kehoach.ingest.model import Grid
from kehoach.parsers.addressees import behind_opening, with_letter_apart
from kehoach.parsers.layout.bare_chapters import MIN_CHAPTERS_BY_NAME
from kehoach.parsers.layout.called_headings import rank_of_called, ranks_of_levels
from kehoach.parsers.layout.fields import names_circumstance
from kehoach.parsers.layout.marks import Rank, is_bullet
from kehoach.parsers.layout.paragraphs import Paragraph
from kehoach.parsers.told_notices import teller_in
from kehoach.parsers.words import (
    contains,
    is_chapter_title,
    names_chapter,
    numbered_caption,
    opens_with,
)

Item: TypeAlias = Paragraph | Grid
MAX_BEFORE_SENTENCE = 30
"""Addressees of a letter, and lines of a stamp below them."""
SENTENCE_WORDS = 8
"""Of the first sentence of a letter; fewer are the rest of an address or of a stamp."""


def split_preamble(items: list[Item]) -> tuple[list[Paragraph], list[Item]]:
    """Paragraphs before the first heading are the preamble; so are, where there is no heading, the
    addressees, the grounds and the sentence that announces the rest."""
    items = list(with_letter_apart(items))
    stamped = _stamped(items)
    if stamped:
        preamble, body = split_preamble(items[stamped:])
        return [item for item in items[:stamped] if isinstance(item, Paragraph)] + preamble, body
    ranks = ranks_of_levels(items)
    opens = (
        n
        for n, item in enumerate(items)
        if _opens_sections(items, n) or rank_of_called(item, ranks) is not None
    )
    cut = next(opens, None)
    named = [n for n, item in enumerate(items) if _names_chapter(item)]
    if len(named) >= MIN_CHAPTERS_BY_NAME and (cut is None or named[0] < cut):
        cut = named[0]
    if cut is None:
        capitals = (n for n, item in enumerate(items) if _is_in_capitals(item))
        cut = next(capitals, None)
        if cut is None or _is_who_decides(items, cut):
            cut = _preamble_of_prose(items)
    announced = _announced_in_capitals(items[:cut])
    cut = cut if announced is None else announced
    cut = _behind_teller(items[:cut])
    cut -= _ends_in_title(items[:cut]) or _ends_in_label(items[:cut])
    before = [item for item in items[:cut] if isinstance(item, Paragraph)]
    return before, items[cut:]


def _behind_teller(before: Sequence[Item]) -> int:
    """Where the points begin right behind the sentence by which an office tells a notice ("UBND xã
    … xin báo để bà con rõ:" / "- Lịch tiêm cho từng thôn:"); behind the last of these items where
    none do."""
    for index, (told, point) in enumerate(pairwise(before)):
        if not (isinstance(told, Paragraph) and isinstance(point, Paragraph)):
            continue
        if told.mark is None and teller_in(told.text) and is_bullet(point.mark):
            return index + 1
    return len(before)


def _stamped(items: Sequence[Item]) -> int:
    """In a letter, whose addressees open these items: where its first sentence begins, if a line in
    capitals stands before that, as the stamp of the office that got it does ("SỞ NỘI VỤ" / "ĐẾN" /
    "Ngày 29/4/2031"); else 0. It is no heading, nor what is printed around it."""
    if not items or not isinstance(items[0], Paragraph) or behind_opening(items[0].text) is None:
        return 0
    in_capitals = False
    for index, item in enumerate(items[1 : 1 + MAX_BEFORE_SENTENCE], start=1):
        if not isinstance(item, Paragraph) or (item.mark is not None and _is_heading(item)):
            return 0
        is_plain = item.mark is None
        if is_plain and not item.text.isupper() and len(item.text.split()) >= SENTENCE_WORDS:
            return index if in_capitals else 0
        in_capitals = in_capitals or (is_plain and item.text.isupper())
    return 0


def _announced_in_capitals(before: Sequence[Item]) -> int | None:
    """Where, right behind the sentence that announces the rest, a line in capitals without a mark
    stands over points ("… chương trình công tác quý IV như sau:" / "THÁNG 10" / "- …")."""
    for index, (announcing, title, point) in enumerate(
        zip(before, before[1:], before[2:], strict=False)
    ):
        if not (isinstance(title, Paragraph) and isinstance(point, Paragraph)):
            continue
        is_title = title.mark is None and title.text.isupper()
        if is_title and point.mark is not None and _announces(announcing):
            return index + 1
    return None


def _announces(item: Item) -> bool:
    """ "… thực hiện các nội dung sau:"."""
    if not isinstance(item, Paragraph) or not item.text.endswith(":"):
        return False
    return contains(item.text, "announcing") is not None


def _ends_in_title(before: Sequence[Item]) -> bool:
    """Is the last of these, behind the sentence that announces the rest, the title of what follows
    ("… thực hiện các nội dung sau:" / "Đối với Trung tâm Y tế" over its points)? It has no mark and
    ends as no sentence does."""
    if len(before) < 2:
        return False
    announcing, title = before[-2:]
    if not (isinstance(announcing, Paragraph) and isinstance(title, Paragraph)):
        return False
    is_plain = title.mark is None and opens_with(title.text, "matter_openings") is not None
    return _announces(announcing) and is_plain and not title.text.endswith((".", ";", ","))


def _ends_in_label(before: Sequence[Item]) -> bool:
    """Is the last of these the label of what stands below it ("Thành phần:" over those who are
    invited)?"""
    last = before[-1] if before else None
    is_alone = isinstance(last, Paragraph) and last.text.endswith(":")
    return is_alone and isinstance(last, Paragraph) and names_circumstance(last.text)


def _opens_sections(items: Sequence[Item], index: int) -> bool:
    """Does the body begin here: with a table or its caption, a heading, or the articles of a
    decision whose list numbers stand under them?"""
    item = items[index]
    if isinstance(item, Grid) or _is_heading(item):
        return True
    below = items[index + 1 : index + 2]
    if numbered_caption(item.text) is not None and any(isinstance(one, Grid) for one in below):
        return True
    if is_chapter_title(item.text):
        return not _is_who_decides(items, index)
    if item.mark is None or item.mark.rank != Rank.ARTICLE:
        return False
    behind = (other for other in items[index:] if isinstance(other, Grid) or _is_heading(other))
    first = next(behind, None)
    if first is None or isinstance(first, Grid):
        return first is None
    return first.mark is not None and first.mark.rank >= Rank.DECIMAL


def _names_chapter(item: Item) -> bool:
    return isinstance(item, Paragraph) and item.mark is None and names_chapter(item.text)


def _is_in_capitals(item: Item) -> bool:
    return isinstance(item, Paragraph) and item.text.isupper()


def _is_who_decides(items: Sequence[Item], index: int) -> bool:
    """Do grounds follow the line in capitals: does it tell who decides?"""
    behind = items[index + 1 : index + 2]
    return any(isinstance(item, Paragraph) and opens_with(item.text, "grounds") for item in behind)


def _preamble_of_prose(items: Sequence[Item]) -> int:
    """How many paragraphs of a paper without headings are addressees, grounds, and the sentence
    that announces what follows ("… như sau:")."""
    addressed = False
    for index, item in enumerate(items):
        if not isinstance(item, Paragraph):
            return index
        if behind_opening(item.text) is not None:
            addressed = True
            continue
        is_addressee = addressed and item.mark is not None
        addressed = is_addressee
        if is_addressee:
            continue
        if _announces(item):
            return index + 1
        if not (opens_with(item.text, "grounds") and item.text.endswith((";", ","))):
            return index
    return 0


def _is_heading(paragraph: Paragraph) -> bool:
    mark = paragraph.mark
    return mark is not None and mark.rank not in (Rank.ARTICLE, Rank.BULLET)
