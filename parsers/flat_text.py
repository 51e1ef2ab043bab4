"""A paper that a copy ran together in one line ("… như sau: I. MỤC ĐÍCH - Nâng cao … II. NHIỆM VỤ
1. Tuyên truyền - Mở …"): its chapters, points and bullets are parted again, by what counts on."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import cache

import regex

from kehoach.ingest.model import Line
from kehoach.parsers.items.words.beginnings import begins_duty
from kehoach.parsers.words import alternation
from kehoach.patterns import compile_regex
from kehoach.schema.numerals import to_roman

MIN_LETTERS = 160
"""Of such a line; a shorter one is a heading, or a point."""
MIN_COUNTED = 2
"""So many chapters or points that count on from the first are a list."""
MIN_RUN_ON = 3
"""So many points in the line of the first."""
_CHAPTER = compile_regex(r"(?<!\S)(?P<number>[IVX]{1,5}|[A-D])\s*[.)/]\s*(?=\p{Lu})")
_POINT = compile_regex(r"(?<!\S)(?P<number>\d{1,3})\s*[.)/]\s*(?=[\p{Lu}“\"])")
_BULLET = compile_regex(r"(?<=\S)\s+(?=[-–+•*]\s*[\p{Lu}“\"])")
_ENDS = tuple('.;:!…)”"')
NEAR = 6
"""So many letters before a mark tell how the clause before it ends."""
_CAPITALS = compile_regex(
    r"[IVX]{1,5}\s*[.)/]\s*(?:[\p{Lu}\d&(),/–-]+\s+){1,14}?(?:\p{Lu}{2,}|\p{Lu}+\d*)[.:]?\s+(?=[\p{Lu}“]\p{Ll})"
)


def part_flat_text(line: Line) -> list[Line]:
    """A line, its chapters, points and bullets apart where it holds several; else the line."""
    if line.words or line.footnote or len(line.text) < MIN_LETTERS:
        return [line]
    begins = [0, *_inner_marks(line.text)]
    if len(begins) == 1:
        return [line]
    ends = [*begins[1:], len(line.text)]
    return [
        replace(
            line,
            text=line.text[begin:end].strip(),
            offset=line.offset + begin,
            gap=line.gap if begin == 0 else 0.0,
        )
        for begin, end in zip(begins, ends, strict=True)
        if line.text[begin:end].strip()
    ]


def _inner_marks(text: str) -> list[int]:
    """Where chapters, points and bullets begin within a text, in order."""
    chapters = _counted(text, _places(text, "chapter"))
    pieces = [0, *chapters]
    found = set(chapters)
    for begin, end in zip(pieces, [*pieces[1:], len(text)], strict=True):
        found.update(begin + place for place in _within(text[begin:end], bool(chapters)))
    if found:
        found.update(match.end() for match in _farewell().finditer(text) if match.start())
    return sorted(found - {0})


@cache
def _farewell() -> regex.Pattern[str]:
    """The end of a sentence before "Trên đây là Kế hoạch …"."""
    return compile_regex(rf"(?<=[.;])\s+(?=(?:{alternation('farewell')})\s)", regex.IGNORECASE)


def _within(piece: str, in_chapter: bool) -> Iterator[int]:
    """Where the points and bullets of a chapter begin, or of a text without chapters behind a
    colon."""
    marks = _places(piece, "point")
    points = _counted(piece, marks)
    if points and not in_chapter and not piece[: points[0]].rstrip().endswith(":"):
        points = _run_on(piece, marks)
    heading = _CAPITALS.match(piece)
    if heading is not None:
        yield heading.end()
    yield from points
    parts = [0, *points]
    for begin, end in zip(parts, [*parts[1:], len(piece)], strict=True):
        for place in _bullets(piece[begin:end], sure=in_chapter or bool(points)):
            yield begin + place


def _bullets(part: str, sure: bool) -> list[int]:
    """Where bullets begin: each behind the end of a clause but the first, which may stand behind a
    heading; in a text that has nothing but bullets, the first behind a colon."""
    places = [match.end() for match in _BULLET.finditer(part)]
    ended = [place for place in places if _ends(part, place, _ENDS)]
    if not ended and not (sure and places):
        return []
    first = places[0]
    if not sure:
        behind = [place for place in ended if _ends(part, place, (":",))]
        return [place for place in ended if place >= behind[0]] if len(ended) > 1 and behind else []
    is_heading = not any(sign in part[:first].strip(" .")[4:] for sign in (". ", "; "))
    is_list = bool(ended) or begins_duty(part[first:].lstrip("-–+•* "))
    return sorted({*ended, *([first] if is_heading and is_list else [])})


def _ends(text: str, place: int, signs: tuple[str, ...]) -> bool:
    """Does the clause before a place of a text end with one of these signs?"""
    return text[max(0, place - NEAR) : place].rstrip().endswith(signs)


def _places(text: str, kind: str) -> list[tuple[str, int]]:
    pattern = _CHAPTER if kind == "chapter" else _POINT
    return [(match["number"], match.start()) for match in pattern.finditer(text)]


def _counted(text: str, marks: Sequence[tuple[str, int]]) -> list[int]:
    """The places of the marks that count on from the first; none where they are too few."""
    first = marks[0][0] if marks else ""
    name = str if first.isdigit() else _letter if first == "A" else to_roman
    places: list[int] = []
    for number, place in marks:
        if number == name(len(places) + 1):
            places.append(place)
    return places if len(places) >= MIN_COUNTED else []


def _run_on(text: str, marks: Sequence[tuple[str, int]]) -> list[int]:
    """The places of points that go on behind the first of a list in its line, each behind the end
    of a sentence ("1. Lắp đèn. 2. Sơn cột. 3. Thay dây."); none for fewer."""
    places = _counted(text, marks)
    if not places or places[0] or len(places) < MIN_RUN_ON:
        return []
    return places if all(_ends(text, place, (".", ";")) for place in places[1:]) else []


def _letter(place: int) -> str:
    return "ABCD"[place - 1 : place]
