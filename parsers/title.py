"""The lines under the word that names the type of document: which of them are its title.

A title ends where the grounds begin ("Căn cứ …", "Thực hiện Kế hoạch số …"), where the one who
decides is named, at the first list mark, or at the first sentence. Formats that tell what is bold
and centred say more; where they tell of neither, blank lines, capitals and punctuation speak.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import takewhile

import regex

from kehoach.ingest.model import FlowItem, Grid, Line
from kehoach.normalize.line_ends import breaks_off
from kehoach.normalize.text import fold, strip_diacritics
from kehoach.normalize.times.period import parse_period
from kehoach.parsers.addressees import behind_opening
from kehoach.parsers.layout.marks import is_bullet, read_mark
from kehoach.parsers.layout.paragraphs import ATTACHED, to_paragraphs
from kehoach.parsers.words import (
    names_chapter,
    numbered_caption,
    opens_with,
    phrases,
    says_number,
    starts,
)
from kehoach.patterns import compile_regex
from kehoach.schema.kinds import is_calendar

MAX_TITLE_LETTERS = 600
MAX_TITLE_LINES = 10
MAX_PLAIN_TITLE = 200
"""Letters of a title of one line that is neither bold nor centred."""
MAX_UNMARKED_TITLE = 100
"""Letters of a further line of a title of whose print nothing is known."""
MAX_SHORT_LINE = 60
"""Letters of a line in small letters that ends a title in capitals ("Năm 2031")."""
MAX_ATTACHED_LINES = 5
"""Printed lines of "(Ban hành kèm theo …)"."""
SHORT = 3
"""A line of fewer words may break off within a phrase."""
AHEAD = 3
"""Lines in which the grounds follow on who decides."""

_ENDS_WITH_YEAR = compile_regex(r"\b20\d\d\s*$")
_REST_OF_YEARS = compile_regex(r"\s*[-–]\s*20\d\d\b")
_CITES = compile_regex(r"\d\s?/|/\s?\p{Lu}|\bsố\s*:?\s*\d", regex.IGNORECASE)
_OF_BODY = compile_regex(r"CỦA\s+\p{Lu}[\p{Lu}\s,-]*$")
_ABOUT = compile_regex(r"về\s", regex.IGNORECASE)
_ENDS_SENTENCE = (".", ";", ":")
FEWEST_WORDS_AGAIN = 3
"""Of a line of a title that is printed a second time."""


def read_title(flow: Sequence[FlowItem], lead: Sequence[Line] = ()) -> tuple[list[Line], int]:
    """The flow behind the line that names the type, and what that line itself says of the title
    ("KẾ HOẠCH CẢI CÁCH …") -> the lines of the title, without "(Ban hành kèm theo …)" and rules of
    dashes, and how many items of the flow it took."""
    title = [line for line in lead if not _is_stamp(line)]
    index = 0
    while index < len(flow):
        line = flow[index]
        if isinstance(line, Grid):
            break
        if ATTACHED.match(line.text):
            index += attached_lines(flow[index:])
            continue
        if not title and (_is_stamp(line) or _names_whose_it_is(flow[index : index + 2])):
            index += 1
            continue
        if _is_printed_again(flow[index : index + 2], title):
            index += 1
            continue
        if any(map(str.isalnum, line.text)):
            if not _goes_on(line, title, following=flow[index + 1 : index + 1 + MAX_TITLE_LINES]):
                break
            title.append(line)
        index += 1
    return title, index


def _is_stamp(line: Line) -> bool:
    """ "HỎA TỐC" between the word for the type and the title, or behind that word."""
    return line.text.isupper() and strip_diacritics(line.text) in phrases("boxes")


def _is_printed_again(ahead: Sequence[FlowItem], title: Sequence[Line]) -> bool:
    """Is a line one of the title's, printed a second time, or the word for the type over such a
    line?"""
    said = {fold(line.text) for line in title if len(line.text.split()) >= FEWEST_WORDS_AGAIN}
    lines = [item for item in ahead if isinstance(item, Line)]
    if lines and fold(lines[0].text) in said:
        return True
    is_short = bool(lines) and lines[0].text.isupper() and len(lines[0].text.split()) <= SHORT
    is_type = is_short and read_mark(lines[0].text) is None  # "I. MỤC ĐÍCH" opens a chapter
    return is_type and len(lines) > 1 and fold(lines[1].text) in said


def _names_whose_it_is(ahead: Sequence[FlowItem]) -> bool:
    """ "CỦA BAN THƯỜNG VỤ ĐẢNG ỦY", between the word for the type and "về …": whose paper it is,
    and not what it is about."""
    lines = [item.text for item in ahead if isinstance(item, Line)]
    if len(lines) < 2:
        return False
    return _OF_BODY.match(lines[0]) is not None and _ABOUT.match(lines[1]) is not None


def read_decider(flow: Sequence[FlowItem]) -> list[Line]:
    """The lines behind a title that tell who decides ("CHỦ TỊCH | ỦY BAN NHÂN DÂN XÃ …")."""
    lines: list[Line] = []
    for index, item in enumerate(flow[:AHEAD]):
        if isinstance(item, Grid):
            break
        following = flow[index + 1 : index + 1 + AHEAD]
        if not names_who_decides(item, following):
            break
        lines.append(item)
    return lines


def attached_lines(flow: Sequence[FlowItem]) -> int:
    """How many printed lines "(Ban hành kèm theo …)" takes, with which `flow` begins; 1 where its
    bracket is never closed."""
    depth = 0
    for count, item in enumerate(flow[:MAX_ATTACHED_LINES], start=1):
        if isinstance(item, Grid):
            break
        depth += item.text.count("(") - item.text.count(")")
        if depth <= 0:
            return count
    return 1


def _goes_on(line: Line, title: Sequence[Line], following: Sequence[FlowItem]) -> bool:
    """Does the title go on (or begin) in this line?"""
    letters = sum(len(own.text) for own in title) + len(line.text)
    if letters > MAX_TITLE_LETTERS or len(title) >= MAX_TITLE_LINES:
        return False
    if _has_mark(line, title) or _is_heading_below(line, title):
        return False
    if title and (_is_no_more_of_it(line.text) or _tells_week(line.text, title[0].text)):
        return False
    is_cut = bool(title) and breaks_off(title[-1].text)  # "… CỦA | BỘ NỘI VỤ"
    if not is_cut and names_who_decides(line, following):
        return False
    if behind_opening(line.text) is not None:
        return False
    if title and _is_ground_in_capitals(line.text, following):
        return False
    if line.centered is None and line.bold is None:
        return _goes_on_in_text(line, title, following=following)
    if line.centered or line.bold:
        return _is_emphasised_title(line, title)
    if line.words and not title:
        return _is_plain_title_of_page(line, following)
    return _is_plain_title(line, title)


def _is_no_more_of_it(text: str) -> bool:
    """Is a line below a title a numbered caption, or what a site says of its page ("Ngày đăng
    …")?"""
    return numbered_caption(text) is not None or opens_with(text, "page_stamps") is not None


def _tells_week(text: str, title: str) -> bool:
    """Is a line in brackets, under the title of a calendar, only the time that it is of ("(Từ ngày
    03/6/2030 đến ngày 08/6/2030)")?"""
    is_apart = text.startswith("(") and text.endswith(")")
    return is_apart and is_calendar("", title) and parse_period(text) is not None


def _is_ground_in_capitals(text: str, following: Sequence[FlowItem]) -> bool:
    """Is it a ground of a paper typed in capitals throughout? Of one with "CĂN CỨ" it is enough
    that it says so; the others begin lines of titles, too."""
    if not text.isupper():
        return False
    if opens_with(text, "grounds_alone"):
        return True
    below = [item for item in following if isinstance(item, Line)]
    in_capitals = len(below) >= AHEAD and all(line.text.isupper() for line in below)
    return in_capitals and opens_with(text, "preamble") is not None and _is_sentence(text)


def _is_heading_below(line: Line, title: Sequence[Line]) -> bool:
    """Does the format call the line a heading, and no line of the title: deeper than that, in small
    letters below capitals, or what chapters are called? A title that is centred, or in capitals,
    goes on so."""
    if line.heading is None or not title or not line.text[:1].isupper():
        return False
    last = title[-1]
    if (line.centered and last.centered) or (line.text.isupper() and last.text.isupper()):
        return False
    is_deeper = last.heading is None or line.heading > last.heading
    return is_deeper or last.text.isupper() or names_chapter(line.text)


def _has_mark(line: Line, title: Sequence[Line]) -> bool:
    """A list mark, unless it is the dash of "… VĂN HÓA | - XÃ HỘI" or "giai đoạn 2026 | - 2030"."""
    mark = read_mark(line.text)
    if mark is None:
        return False
    if title and _ENDS_WITH_YEAR.search(title[-1].text) and _REST_OF_YEARS.match(line.text):
        return False
    goes_on_after_dash = bool(title) and line.text.isupper() and title[-1].text.isupper()
    return not (is_bullet(mark) and goes_on_after_dash)


def names_who_decides(line: Line, following: Sequence[FlowItem]) -> bool:
    """Is it the line in capitals that tells who decides ("CHỦ TỊCH ỦY BAN NHÂN DÂN XÃ …"), right
    above the grounds?"""
    if not line.text.isupper() or not _opens_like_a_decider(line.text):
        return False
    for index, item in enumerate(following[:AHEAD]):
        if isinstance(item, Grid):
            return False
        if not item.text.isupper():
            return opens_with(_with_next(item, following[index + 1 :]), "grounds") is not None
    return False


def _with_next(line: Line, following: Sequence[FlowItem]) -> str:
    """The words of a line; of a short one, which a narrow column broke ("Căn | cứ Luật …"), with
    those of the next."""
    if len(line.text.split()) >= SHORT or not following or isinstance(following[0], Grid):
        return line.text
    return f"{line.text} {following[0].text}"


def _opens_like_a_decider(text: str) -> bool:
    if says_number(text):  # "SỐ 09/QĐ-TTG" of a title is no "SỞ"
        return False
    words = strip_diacritics(text)
    if starts(words, phrases("not_body_openings")):
        return False
    return any(starts(words, phrases(key)) for key in ("body_openings", "signer_roles"))


def _opens_preamble(line: Line, following: Sequence[FlowItem] = ()) -> bool:
    """Does it open as grounds do, in a sentence's letters?"""
    text = _with_next(line, following)
    if text.isupper() or not text[:1].isupper():
        return False
    return opens_with(text, "preamble") is not None


def _is_sentence(text: str) -> bool:
    return _CITES.search(text) is not None or text.endswith((*_ENDS_SENTENCE, ","))


def _is_emphasised_title(line: Line, title: Sequence[Line]) -> bool:
    """Bold or centred words are of the title; where they open as grounds do, only if they cite
    nothing and end no sentence ("Thực hiện chương trình …")."""
    if not _opens_preamble(line):
        return True
    if _is_sentence(line.text):
        return False
    return bool(line.centered) or not title


def _is_plain_title(line: Line, title: Sequence[Line]) -> bool:
    """One line under the type of document that is set like the body: the title of a paper that lost
    its emphasis."""
    if _opens_preamble(line) and (title or not line.complete or _is_sentence(line.text)):
        return False
    text = line.text
    if line.words and text.isupper():
        return False  # what is set so on a page is centred, or is of the body
    if text.isupper() and (not title or title[-1].text.isupper()):
        return not text.endswith(_ENDS_SENTENCE)
    if title:
        last = title[-1]
        is_alike = not (last.bold or last.centered)
        goes_on = not text[:1].isupper() or breaks_off(last.text) or text.isupper()
        return is_alike and goes_on and not _is_sentence(text)
    return len(text) <= MAX_PLAIN_TITLE and not text.endswith((*_ENDS_SENTENCE, ","))


def _is_plain_title_of_page(line: Line, following: Sequence[FlowItem]) -> bool:
    """The same on a page, where titles are centred or bold: the paragraph under the type is one
    where it ends no sentence and grounds, or a chapter, stand below it."""
    if line.text.isupper() or _opens_preamble(line, following) or not line.text[:1].isupper():
        return False
    lines = [line, *takewhile(lambda item: isinstance(item, Line), following)]
    first, *others = to_paragraphs([item for item in lines if isinstance(item, Line)])
    if first.text.endswith((*_ENDS_SENTENCE, ",", "/")) or len(first.text) > MAX_PLAIN_TITLE:
        return False
    return bool(others) and opens_with(others[0].text, "preamble") is not None


def _goes_on_in_text(line: Line, title: Sequence[Line], following: Sequence[FlowItem]) -> bool:
    """The same where nothing is known of the print."""
    text = line.text
    if _opens_preamble(line, following):
        if title or opens_with(text, "citing") or _opens_sentence(line, following):
            return False
        return not _is_sentence(text) or _are_grounds_below(line, following)
    if not title:
        return len(text) <= MAX_UNMARKED_TITLE or not text.endswith(_ENDS_SENTENCE)
    last = title[-1].text
    is_apart = bool(line.gap)
    if text.isupper():
        return last.isupper() or not is_apart
    if last.isupper():
        return not is_apart and len(text) <= MAX_SHORT_LINE and not _is_sentence(text)
    if not text[:1].isupper():
        return not last.endswith(_ENDS_SENTENCE)
    if is_apart and not breaks_off(last):
        return False
    return len(text) < MAX_UNMARKED_TITLE and not _opens_sentence(line, following)


def _are_grounds_below(line: Line, following: Sequence[FlowItem]) -> bool:
    """Do the grounds begin in the paragraph below the one that the line opens? Then that, which
    cites a document, is no ground but the title ("Thực hiện Nghị quyết số …")."""
    lines = [line, *takewhile(lambda item: isinstance(item, Line), following)]
    paragraphs = to_paragraphs([item for item in lines if isinstance(item, Line)])
    return len(paragraphs) > 1 and opens_with(paragraphs[1].text, "grounds_alone") is not None


def _opens_sentence(line: Line, following: Sequence[FlowItem]) -> bool:
    """Does the paragraph that the line opens end as a sentence?"""
    lines = [line]
    for item in following:
        if isinstance(item, Grid):
            break
        lines.append(item)
    return to_paragraphs(lines)[0].text.endswith((*_ENDS_SENTENCE, ",", "/"))
