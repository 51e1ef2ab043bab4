"""How lines end and begin, whatever the format: whether a sentence, or a label, goes on in the next
line."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from kehoach.ingest.model import Line
from kehoach.normalize.line_ends import ends_clause, ends_in_cut_label
from kehoach.normalize.offices.cell import Cell
from kehoach.normalize.offices.parse import parse_offices
from kehoach.parsers.layout.fields import read_field
from kehoach.parsers.layout.marks import is_bullet, read_mark
from kehoach.parsers.words import contains, is_one_of, opens_with
from kehoach.patterns import compile_regex

MAX_CUT = 6
"""Words before the end of a line in which a name may begin that goes on in the next."""
_FULL_STOP = compile_regex(r"[^\p{Lu}]\.\s*$")
"""No short form ("TP.") at the end of a line."""
_SHARE = compile_regex(r"\d{1,3}(?:,\d+)?\s?%\s")
SENTENCE_END = compile_regex(r"[.;!?…]['\"”’)]*$|\./\.?$")
"""As `ends_clause`, but no colon: a list belongs to the sentence that announces it."""


def is_open_text(text: str) -> bool:
    return not ends_clause(text)


def is_open(line: Line) -> bool:
    """Does the line end without closing a sentence or announcing a list?"""
    return is_open_text(line.text)


MAX_GOODBYE = 12
"""Words of a sentence that only takes leave."""
_DAY_AT_END = compile_regex(r"^\D{5,20}\d{1,2}[/.-]\d{1,2}[/.-]\d{4}\W*$")


def bids_farewell(before: Line, line: Line) -> bool:
    """Does the sentence that closes a body begin here, white above it or none; or, behind the end
    of another sentence, one that only informs ("Văn phòng thông báo để các thôn biết …")?"""
    if not line.text[:1].isupper():
        return False
    if opens_with(line.text, "farewell_openings") is not None:
        return True
    if any(map(_is_alone, (before.text, line.text))):
        return True
    informs = contains(line.text, "informing_verbs") and contains(line.text, "knowing_verbs")
    return bool(informs) and SENTENCE_END.search(before.text) is not None


def _is_alone(text: str) -> bool:
    """Does a line only take leave ("Trân trọng!"), or say when a site posted what stands above it
    ("Đăng ngày 05/10/2031")? What others wrote may follow."""
    if is_one_of(text.rstrip(" !./"), "goodbyes"):
        return True
    if opens_with(text, "goodbyes") and SENTENCE_END.search(text):
        return len(text.split()) <= MAX_GOODBYE  # "Xin cảm ơn bà con."
    return opens_with(text, "posted_on") is not None and _DAY_AT_END.search(text) is not None


def ends_addressees(before: Sequence[Line], line: Line) -> bool:
    """Does a line stand behind those whom a letter is written to: behind the full stop that ends
    them, as the sentence that announces what they do ("UBND phường yêu cầu:"), or with how a letter
    begins ("Thực hiện Nghị quyết số …")?"""
    if opens_with(before[0].text, "addressee_openings") is None or not line.text[:1].isupper():
        return False
    announces = line.text.endswith(":") and contains(line.text, "order_verbs") is not None
    begins_letter = opens_with(line.text, "grounds") or opens_with(line.text, "letter_openings")
    goes_on = before[-1].text.rstrip().endswith((",", ":"))
    if begins_letter is not None and not goes_on:
        return True
    return announces or _FULL_STOP.search(before[-1].text) is not None


def lists_bodies(before: Sequence[Line], line: Line) -> bool:
    """Does a point that has named nothing but bodies so far, each behind a semicolon, go on with
    another ("1. Phòng Kinh tế; | Công an xã kiểm tra …")?"""
    mark = read_mark(before[0].text)
    if mark is None or not before[-1].text.rstrip().endswith(";") or read_mark(line.text):
        return False
    named = " ".join((mark.rest, *(one.text for one in before[1:])))
    value = parse_offices(named.rstrip(" ;"))
    opens = Cell(line.text)
    is_body = bool(opens.size) and (opens.opens_body(0) or opens.longest_name(0) is not None)
    return is_body and value.are_known


def starts_lower(line: Line) -> bool:
    return line.text[:1].islower()


def breaks_off(before: Line, line: Line) -> bool:
    """Does a sentence go on in lower case?"""
    return starts_lower(line) and is_open(before)


def counts_on(before: Sequence[Line], line: Line) -> bool:
    """Does a line count on in words ("Thứ hai, …") from a paragraph that begins to ("Thứ nhất,
    …")?"""
    if opens_with(line.text, "counted_in_words") is None:
        return False
    if opens_with(before[0].text, "counted_in_words") is not None:
        return True
    return any(contains(one.text, "first_counts") is not None for one in before)


def cuts_label(before: list[Line], line: Line) -> bool:
    """Was a label cut behind the first word of its value ("Đơn vị chủ trì: Các | phòng, ban")?"""
    if ":" in line.text or not ends_in_cut_label(before[-1].text):
        return False
    return read_field(before[-1].text) is not None


def _cuts_body(before: Line, line: Line) -> bool:
    """Was a heading in bold cut inside the name of a body ("3. Đề nghị Hội Liên hiệp | Phụ nữ
    xã")?"""
    if not (before.bold and line.bold) or not is_open(before) or before.text.isupper():
        return False
    mark = read_mark(before.text)
    return mark is not None and not is_bullet(mark) and cuts_name(before, line)


def cuts_name(before: Line, line: Line) -> bool:
    """Does the name of a body of the directory go over the end of a line?"""
    cell = Cell(f"{before.text} {line.text}")
    count = Cell(before.text).size
    names = (cell.longest_name(index) for index in range(max(count - MAX_CUT, 0), count))
    return any(name is not None and name[1] > count for name in names)


def tails_joined(lines: Sequence[Line]) -> list[list[Line]]:
    """Whole paragraphs, each as its lines: one that ends a sentence in small letters, without a
    mark of its own, is the tail of the sentence broken off above it, unless more such lines make a
    list."""
    groups: list[list[Line]] = []
    tails = [breaks_off(before, line) for before, line in pairwise(lines)]
    for index, line in enumerate(lines):
        is_tail = index > 0 and tails[index - 1] and SENTENCE_END.search(line.text) is not None
        is_marked = read_mark(line.text) is not None or line.centered
        in_list = index < len(lines) - 1 and starts_lower(lines[index + 1])
        is_tail = is_tail and not in_list and not lines[index - 1].centered
        if not is_marked and (is_tail or (index > 0 and _cuts_body(lines[index - 1], line))):
            groups[-1].append(line)
        else:
            groups.append([line])
    return groups


def opens_commitment(last: Line, line: Line, *, full: bool) -> bool:
    """Does the line open as commitments do ("100% hồ sơ …"; after a line that was not full also
    "Tỷ lệ …") behind one that ended a sentence? Then it stands for itself."""
    if not last.text.endswith("."):
        return False
    if _SHARE.match(line.text):
        return True
    if full or not line.text[:1].isupper():
        return False
    return opens_with(line.text, "commitment_openings") is not None
