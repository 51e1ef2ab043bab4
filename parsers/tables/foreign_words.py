"""Words of one cell that stand in another, in a table whose cells only white keeps apart: told by
what the cells are with and without them.

    | lực lượng sự dân quân | Ban Chỉ huy Quân xã |  "sự" is the right one's: so it is a known body
    | …                     | Thường MTTQ xuyên   |  without "MTTQ" it is a time
    | …                     | Tháng 02/2031 Chí   |  behind the year of a time stands no name
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import combinations, pairwise

from kehoach.normalize.offices.parse import parse_offices
from kehoach.normalize.text import strip_diacritics
from kehoach.normalize.times.deadline import is_understood
from kehoach.parsers.tables.cells import Slot, cell_text
from kehoach.parsers.tables.columns import Columns
from kehoach.parsers.tables.content_roles import is_known_body, kind_of
from kehoach.parsers.tables.openings import openings_of
from kehoach.parsers.words import phrases, starts
from kehoach.patterns import compile_regex

OWNERS = ("lead", "coordinating")
MAX_WORDS = 12
"""Of a cell that is looked at."""
MOST_LINES = 6
"""Of a cell whose lines are tried in another."""
_FIGURE = compile_regex(r"\d|^[IVX]+\b")
_YEAR = compile_regex(r"(?:năm )?20\d\d")
_BEHIND_YEAR = compile_regex(r"\d\s?/\s?20\d\d\s+(?:\p{Lu}\p{L}*|\d{1,4})$")
_BEFORE_TIME = compile_regex(r"^\p{Ll}+\s+(?=\p{Lu})")


def holds_foreign_word(columns: Columns, row: Sequence[Slot]) -> bool:
    """Does a time or the name of a body in a row hold a word of another cell, or lack one that
    stands there?"""
    due = columns.of("deadline")
    if due is not None and _is_time_with_more(_lines(row[due])):
        return True
    money = columns.of("budget")
    if due is not None and money is not None and _YEAR.fullmatch(cell_text(row[money].lines)):
        return True
    places = columns.of_all(OWNERS)
    if any(_holds_time(_lines(row[place])) for place in places):
        return True
    if any(_lacks_word(_lines(row[place]), _beside(row, place)) for place in places):
        return True
    product = columns.of("deliverable")
    lacks_product = product is not None and row[product].empty
    if lacks_product and any(_holds_product(_lines(row[place])) for place in places):
        return True
    return len(places) == len(OWNERS) and _are_interwoven(*(_lines(row[own]) for own in places))


def _lines(slot: Slot) -> list[list[str]]:
    lines = [line.text.split() for line in slot.lines]
    return lines if sum(map(len, lines)) <= MAX_WORDS else []


def _is_time_with_more(lines: Sequence[Sequence[str]]) -> bool:
    text = " ".join(word for line in lines for word in line)
    if _BEHIND_YEAR.search(text):
        return True
    rest = _BEFORE_TIME.sub("", text)
    if rest != text and is_understood(rest):
        return True
    if len(lines) < 2 or is_understood(text):
        return False
    return any(is_understood(less) for less in _without_one(lines))


def _holds_time(lines: Sequence[Sequence[str]]) -> bool:
    """Does a time begin within the names of bodies ("Bí thư chi bộ, Quý trưởng các III/2031
    thôn")? Figures follow it."""
    words = [word for line in lines for word in line]
    for place, word in enumerate(words[1:], start=1):
        if word in openings_of("deadline") and any(map(_FIGURE.search, words[place + 1 :])):
            return True
    return False


def _without_one(lines: Sequence[Sequence[str]]) -> Iterator[str]:
    """The words of lines without one that begins or ends one of them."""
    for number, line in enumerate(lines):
        for own in (line[1:], line[:-1]):
            kept = [*lines[:number], own, *lines[number + 1 :]]
            yield " ".join(word for one in kept for word in one)


def _beside(row: Sequence[Slot], place: int) -> set[str]:
    """The words that begin or end a line of the cells on both sides."""
    sides = [row[other] for other in (place - 1, place + 1) if 0 <= other < len(row)]
    own = [line for slot in sides if slot is not row[place] for line in _lines_of_any(slot)]
    return {word for line in own for word in (line[0], line[-1])}


def _lines_of_any(slot: Slot) -> Iterator[list[str]]:
    return (words for line in slot.lines if (words := line.text.split()))


def _lacks_word(lines: Sequence[Sequence[str]], beside: Iterable[str]) -> bool:
    """Is the name of a body that nobody knows one that is known with a word of the next cell
    between two of its lines?"""
    text = " ".join(word for line in lines for word in line)
    if len(lines) < 2 or is_known_body(text) or _calls_person(text):
        return False
    joints = [number for number, _ in enumerate(pairwise(lines), start=1)]
    return any(
        _is_known_with(word, _joined(lines, number, word))
        for number in joints
        for word in sorted({*beside})
    )


def _calls_person(text: str) -> bool:
    """Does a cell open with the address of a person ("Đ/c Nguyễn Văn Bảy - Phó Chủ tịch"), whom no
    directory knows?"""
    return starts(strip_diacritics(text), phrases("person_openings")) is not None


def _is_known_with(word: str, text: str) -> bool:
    """Does a text name known bodies, a word of which is one of theirs, or may be a short form? What
    is behind the name of a body ("tháng") is left out of it, and makes none known."""
    value = parse_offices(text)
    if not value.are_known_singly:
        return False
    return word.isupper() or strip_diacritics(word) in strip_diacritics(" ".join(value.units))


def _holds_product(lines: Sequence[Sequence[str]]) -> bool:
    """Does a line of the name of a body that nobody knows end in a product ("Bí thư chi bộ, Clip" /
    "trưởng các thôn")?"""
    if len(lines) < 2 or is_known_body(" ".join(word for line in lines for word in line)):
        return False
    ends = (" ".join(line[-count:]) for line in lines[:-1] for count in (1, 2) if len(line) > count)
    return any(text[:1].isupper() and kind_of(text) == "product" for text in ends)


def _are_interwoven(lead: Sequence[Sequence[str]], others: Sequence[Sequence[str]]) -> bool:
    """Does a lead that nobody knows become a known body with some lines of those who help, and they
    without these ("Ban Chỉ huy" beside "Ủy ban" / "Quân sự xã" / "MTTQ Việt Nam xã")?"""
    said = [" ".join(line) for line in others]
    own = " ".join(word for line in lead for word in line)
    if not own or not 1 < len(said) <= MOST_LINES or is_known_body(own) or _calls_person(own):
        return False
    for count in range(1, len(said)):
        for taken in combinations(range(len(said)), count):
            moved = " ".join(said[place] for place in taken)
            left = " ".join(text for place, text in enumerate(said) if place not in taken)
            if is_known_body(f"{own} {moved}") and is_known_body(left):
                return True
    return False


def _joined(lines: Sequence[Sequence[str]], number: int, word: str) -> str:
    """The words of lines with one more before line `number`."""
    parts = [*lines[:number], [word], *lines[number:]]
    return " ".join(one for part in parts for one in part)
