"""Titles without a number over points: "Tháng 3", "Quý II/2031:", "Công tác tuyên truyền", and
those that a star opens ("* Kiểm tra, xử lý vi phạm" over "- …")."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cache

import regex

from kehoach.ingest.model import Grid
from kehoach.normalize.line_ends import breaks_off
from kehoach.normalize.text import strip_diacritics
from kehoach.normalize.times.cues import deadline_words
from kehoach.normalize.times.deadline import is_understood
from kehoach.normalize.times.timespan import plain
from kehoach.parsers.layout.fields import (
    behind_counted_label,
    names_circumstance,
    read_field,
)
from kehoach.parsers.layout.marks import Rank, in_brackets
from kehoach.parsers.layout.notes import opens_note
from kehoach.parsers.layout.paragraphs import Paragraph
from kehoach.parsers.layout.phase_titles import BELOW, BELOW_PHASE, is_month_line
from kehoach.parsers.layout.run_in import ENDS_LIKE_SENTENCE
from kehoach.parsers.words import (
    alternation,
    is_chapter_title,
    is_signer_line,
    opens_with,
    phrases,
    says_number,
)
from kehoach.patterns import compile_regex

MAX_WORDS = 15
FEWEST_BESIDE_COLON = 2
"""Titles in a section beside which a line with a colon is one, too."""
FEWEST_TIMES_BESIDE = 1
_STAR = "*"
_INSIDE_SENTENCE = compile_regex(r"[.;:](?:\s|$)")
_WORD = compile_regex(r"\p{L}+")


def rank_of_plain_title(items: Sequence[Paragraph | Grid], index: int) -> float | None:
    """How far below the nearest heading the title at `index` stands, None where it is none: a
    month, a quarter or a phase as one; another title only where it is bold, or the section has
    more of its kind."""
    if _is_one_of_times(items, index):
        return BELOW
    title = _title_at(items, index)
    if title is None:
        return None
    if _names_time(title):
        return BELOW
    words = title.rstrip(" :")
    paragraph = items[index]
    if _INSIDE_SENTENCE.search(words) or _is_label(words, has_star=_is_marked(paragraph)):
        return None
    stands_out = isinstance(paragraph, Paragraph) and bool(paragraph.bold)
    fewest = 1 if words == title or _is_marked(paragraph) else FEWEST_BESIDE_COLON
    return BELOW_PHASE if stands_out or _equals(items, index) >= fewest else None


def _is_label(words: str, *, has_star: bool) -> bool:
    """Is it the label of a field? Behind a star "Các hoạt động tại cơ sở" is a title over them."""
    label = read_field(f"{words}:")
    return label is not None and not (has_star and label.role == "activity")


def _title_at(items: Sequence[Paragraph | Grid], index: int) -> str | None:
    """The words of a short line right over points, which are none of its own kind."""
    paragraph = items[index]
    following = items[index + 1] if index + 1 < len(items) else None
    if not isinstance(paragraph, Paragraph) or not isinstance(following, Paragraph):
        return None
    below = _rank_of_point(following)
    if below is None or not _may_stand_over(paragraph, following, below):
        return None
    words = paragraph.words.strip()
    if not 1 < len(words.split()) <= MAX_WORDS or paragraph.footnote:
        return None
    if _names_time(words):
        return words  # "6 tháng đầu năm", "Hằng quý"
    if not words[:1].isupper() or ENDS_LIKE_SENTENCE.search(words):
        return None
    if breaks_off(words) and not words.isupper():  # "HẠ TẦNG SỐ"
        return None
    if opens_note(f"{words.rstrip(' :')}:"):
        return None
    if names_circumstance(words) or is_signer_line(words) or is_chapter_title(words):
        return None
    if strip_diacritics(words) in phrases("plain_headings"):
        return None
    return None if opens_with(words, "recipients") else words


def _is_one_of_times(items: Sequence[Paragraph | Grid], index: int) -> bool:
    """Is a line over one without a mark a time, and are there more of them in the section, each
    over lines of its own ("Tuần 1 (02-07/11)" over "Nộp đề kiểm tra")?"""
    if not _names_time_over_line(items, index):
        return False
    places = _places_in_section(items, index)
    beside = sum(_names_time_over_line(items, place) for place in places)
    return beside >= FEWEST_TIMES_BESIDE


def _names_time_over_line(items: Sequence[Paragraph | Grid], index: int) -> bool:
    line, *following = items[index : index + 2]
    if not isinstance(line, Paragraph) or line.mark is not None or line.footnote:
        return False
    below = following[0] if following else None
    if not isinstance(below, Paragraph) or below.mark is not None or _names_time(below.words):
        return False
    return _names_time(line.words) and not says_number(below.words)  # over a card of labels


def _rank_of_point(paragraph: Paragraph) -> Rank | None:
    if paragraph.mark is not None:
        return paragraph.mark.rank
    if behind_counted_label(paragraph.text):
        return Rank.DECIMAL  # "Việc 1: …"
    return Rank.LETTER if in_brackets(paragraph.text) else None


def _may_stand_over(paragraph: Paragraph, following: Paragraph, below: Rank) -> bool:
    """May a line without a mark, or with a star, be the title of points of a rank?"""
    if paragraph.mark is None:
        return below >= (Rank.DECIMAL if _names_time(paragraph.words) else Rank.LETTER)
    if not paragraph.text.startswith(_STAR):
        return False
    if below == Rank.DECIMAL:
        return _names_time(paragraph.words)
    return below == Rank.BULLET or (below > Rank.BULLET and not following.text.startswith(_STAR))


def _equals(items: Sequence[Paragraph | Grid], index: int) -> int:
    """How many more such titles are there in the section, without a colon unless a star opens
    them?"""
    is_marked = _is_marked(items[index])
    titles = (
        _title_at(items, place)
        for place in _places_in_section(items, index)
        if _is_marked(items[place]) == is_marked
    )
    return sum(title is not None and _is_equal(title, has_star=is_marked) for title in titles)


def _is_equal(title: str, *, has_star: bool) -> bool:
    words = title.rstrip(" :") if has_star else title
    if _names_time(title) or _INSIDE_SENTENCE.search(words):
        return False
    return words == title or read_field(title) is None


def _places_in_section(items: Sequence[Paragraph | Grid], index: int) -> Iterator[int]:
    """The lines before and behind one up to a number or a table."""
    for places in (range(index - 1, -1, -1), range(index + 1, len(items))):
        for place in places:
            item = items[place]
            if isinstance(item, Grid):
                break
            if item.mark is not None and item.mark.rank < Rank.LETTER:
                break
            yield place


def _is_marked(item: Paragraph | Grid) -> bool:
    return isinstance(item, Paragraph) and item.mark is not None


def _names_time(title: str) -> bool:
    """Is it a month, a quarter, a half of a year or a phase with its time, and nothing else?"""
    said = title.rstrip(" :")
    if is_month_line(said):
        return True
    if _time_openings().match(said) is None:
        return False
    phase = _phase().match(said)
    if phase is not None:
        said = said[phase.end() :].strip(" ():.–-")
    if not all(plain(word) in deadline_words() or word.isupper() for word in _WORD.findall(said)):
        return False
    return is_understood(said)


@cache
def _time_openings() -> regex.Pattern[str]:
    openings = f"{alternation('time_titles')}|{alternation('phases')}"
    return compile_regex(rf"(?:{openings})\b", regex.IGNORECASE)


@cache
def _phase() -> regex.Pattern[str]:
    return compile_regex(
        rf"(?:{alternation('phases')})\s+(?:\d{{1,2}}|[IVX]+)\b(?!\s*/)", regex.IGNORECASE
    )
