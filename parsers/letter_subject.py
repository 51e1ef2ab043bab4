"""What a letter is about, among the lines of its letterhead: "V/v …", or the lines in small letters
right under its number."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from kehoach.ingest.model import FlowItem, Line, lines_of
from kehoach.normalize.text import fold
from kehoach.normalize.times.dates import parse_issue_line
from kehoach.parsers.words import is_signer_line, opens_with, says_number
from kehoach.patterns import compile_regex

MIN_WORDS_OF_SUBJECT = 4
_ISSUE_AT_END = compile_regex(
    r"(?<=\p{Ll})\s+(?P<place>\p{Lu}\p{L}*(?:\s\p{Lu}\p{L}*){0,4}),"
    r"\s+ngày\s+\d{1,2}\s+tháng\s+\d{1,2}\s+năm\s+\d{4}\s*$"
)


def part_subject(head: Sequence[Line]) -> tuple[list[Line], list[Line]]:
    """The lines of a letterhead -> (the others, those that say what the letter is about: from
    "V/v …" to the end of their column)."""
    others: list[Line] = []
    subject: list[Line] = []
    is_open = False
    for line in (part for whole in head for part in _issue_apart(whole, head)):
        if opens_with(line.text, "subject_openings") and not subject:
            is_open = True
        elif not any(map(str.isalnum, line.text)) or _is_of_head(line.text):
            is_open = False
        (subject if is_open else others).append(line)
    return (others, subject) if subject else _subject_under_number(others)


def _issue_apart(line: Line, head: Sequence[Line]) -> list[Line]:
    """A line with place and date put before what the letter is about, where two columns ran into it
    ("V/v tuyển sinh đầu cấp | Quảng Thanh, ngày 27 tháng 4 năm 2031") and the place is a name of
    the letterhead; any other line as it is."""
    found = _ISSUE_AT_END.search(line.text)
    if found is None or opens_with(line.text, "subject_openings") is None:
        return [line]
    names = fold(" ".join(other.text for other in head if other is not line))
    if fold(found["place"]) not in names:
        return [line]
    subject = line.text[: found.start()].rstrip()
    return [replace(line, text=found[0].strip()), replace(line, text=subject)]


def _subject_under_number(head: Sequence[Line]) -> tuple[list[Line], list[Line]]:
    """The same where nothing opens the subject ("Số 12-CV/ĐU | Chuẩn bị đại hội chi bộ"): the lines
    in small letters right under the number."""
    number = next((place for place, line in enumerate(head) if says_number(line.text)), None)
    if number is None:
        return list(head), []
    stop = number + 1
    while stop < len(head) and _may_be_subject(head[stop].text):
        stop += 1
    subject = list(head[number + 1 : stop])
    if sum(len(line.text.split()) for line in subject) < MIN_WORDS_OF_SUBJECT:
        return list(head), []
    return [*head[: number + 1], *head[stop:]], subject


def _may_be_subject(text: str) -> bool:
    return text[:1].isalpha() and not _is_of_head(text) and opens_with(text, "boxes") is None


def _is_of_head(text: str) -> bool:
    """Is it the motto, the line of place and date, or a body in capitals?"""
    if opens_with(text, "motto") or parse_issue_line(text) is not None:
        return True
    return text.isupper()


def is_addressed(item: FlowItem) -> bool:
    """Does a line open with whom a letter is written to ("Kính gửi: …")?"""
    return isinstance(item, Line) and opens_with(item.text, "addressee_openings") is not None


def stands_behind_letter(above: Sequence[FlowItem]) -> bool:
    """Is what stands above a title a whole letter, of which that is the plan it sends along:
    somebody it is written to, and then who signs?"""
    addressed = next((n for n, item in enumerate(above) if is_addressed(item)), None)
    if addressed is None:
        return False
    return any(is_signer_line(line.text) for line in lines_of(above[addressed:]))
