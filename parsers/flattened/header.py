"""The header of a flattened table: its words, run together over short lines, parted into column
headings again.

"4- Kết / quả, sản / phẩm / 5- Chủ trì 6- Phối hợp" is one string of words; the best way to cut it
into phrases that the vocabulary of headings knows, each role once, is found by dynamic programming
over (word, roles used).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise, takewhile
from typing import TypeAlias

import regex

from kehoach.ingest.model import Line
from kehoach.normalize.text import fold, strip_diacritics
from kehoach.parsers.flattened.atoms import LONGEST_LINE
from kehoach.parsers.flattened.heading_scores import (
    NUMBERED_HEADING,
    Kind,
    heading_scores,
    joints,
    openings,
    phrases_in,
    plain_heading,
)
from kehoach.parsers.layout.articles import stretches_of_articles
from kehoach.parsers.tables.columns import Columns, read_columns
from kehoach.parsers.words import phrases, phrases_by
from kehoach.patterns import compile_regex

MAX_LINES = 28
"""A header has so many lines at most,"""
MORE_LINES = 8
"""its repetitions so many more,"""
MAX_WORDS = 70
"""so many words,"""
MAX_HEADING = 10
"""each heading so many."""
MIN_ROLES = 3
"""So many columns must have a known heading."""
SURE_ENOUGH = 0.7
BEAM = 60
"""Ways to cut a header's words that are followed up from each word on."""

MAX_BETWEEN = 8
"""So many unknown words stand between two known headings at most."""
OPENING_WORDS = 6
"""A line opens a header with a heading of so many words at most,"""
OPENING_LINE_WORDS = 40
"""and has so many itself."""
BEGUN_WORDS = 3
"""A line of so many words may be the beginning of a longer heading."""

MID_LINE, ENDS_IN_MARK, NUMBER_LAST, AT_JOINT = 0.4, 1.5, 0.6, 3.0
"""What it costs that a heading begins in mid-line, ends with a comma or the like, ends with the
number of the next, begins or ends with a word that joins the parts of one."""
BEGINS_SMALL, ENDS_LONGER = 3.0, 3.0
"""What it costs that it begins with a small letter, others with a capital; that it is
the wrapped end of a longer one."""
EVEN = 1e-9

_NUMBER = compile_regex(r"\(?\d{1,2}\s*[-–.)]?\)?[-–.]?")
_ENDS_SENTENCE = compile_regex(r"\p{L}{2}[.;:]$")
_LETTER = compile_regex(r"\p{L}")
_NO_FIGURES = compile_regex(r"[\d\s()=+\-]")


@dataclass(frozen=True, slots=True)
class FlatHeader:
    """A header found in lines: `first`..`last` (exclusive) line indexes, its columns, and for each
    column the number printed before its heading ("2- Nhiệm vụ" -> 2)."""

    first: int
    last: int
    columns: Columns
    numbers: tuple[int | None, ...]
    words: tuple[str, ...]


def find_header(lines: Sequence[Line], start: int = 0, kind: Kind = "tasks") -> FlatHeader | None:
    """The first header of a table of this kind at or after line `start`; None when there is
    none."""
    for first in range(start, len(lines)):
        if _may_open(lines[first].text, kind):
            header = _header_at(lines, first, kind=kind)
            if header is not None:
                return _without_title(lines, header, kind=kind)
    return None


def _without_title(lines: Sequence[Line], header: FlatHeader, kind: Kind) -> FlatHeader:
    """A header without the title above it, whose words may be those of a heading ("DANH MỤC NHIỆM
    VỤ"): where the column of numbers does not come first, but does in a header that begins further
    down, the lines above that are a title. Times and owners may stand before the numbers."""
    columns = header.columns
    before = range(columns.of("index") or 0)
    if all(_comes_before_numbers(columns, place) for place in before):
        return header
    for first in range(header.first + 1, header.last):
        if not _may_open(lines[first].text, kind):
            continue
        lower = _header_at(lines, first, kind=kind)
        if lower is not None and lower.columns.of("index") == 0:
            return lower
    return header


def _comes_before_numbers(columns: Columns, place: int) -> bool:
    """Does a column hold times or owners, which may come before the numbers of the rows?"""
    return columns.roles[place] in ("deadline", "lead") or _heads_times(columns.titles[place])


def _heads_times(title: str) -> bool:
    """ "Tháng", "Đợt": does a heading stand over parts of the year or the like?"""
    return plain_heading(title) in phrases("columns_of_times")


def _may_open(text: str, kind: Kind) -> bool:
    """Does the line begin as a heading of some column does (a whole phrase, or all of the line the
    start of one)?"""
    if len(text) > LONGEST_LINE:
        return False
    words = strip_diacritics(NUMBERED_HEADING.sub("", text, count=1)).split()
    if not words or len(words) > OPENING_LINE_WORDS:
        return False
    whole, begun = openings(kind)
    if len(words) <= BEGUN_WORDS and " ".join(words) in begun:
        return True
    counts = range(1, min(len(words), OPENING_WORDS) + 1)
    return any(" ".join(words[:count]) in whole for count in counts)


@dataclass(slots=True)
class _Words:
    """The words of some lines: which of them open a line, and by number of words the index of the
    line after the one that ends there."""

    texts: list[str]
    opens_line: list[bool]
    line_ends: dict[int, int]

    @classmethod
    def of(cls, lines: Sequence[Line], first: int) -> _Words:
        """Those of as many lines from `first` on as a header can have."""
        words = cls([], [], {})
        for number in range(first, min(first + MAX_LINES, len(lines))):
            texts = lines[number].text.split()
            too_many = len(words.texts) + len(texts) > MAX_WORDS
            if too_many or len(lines[number].text) > LONGEST_LINE:
                break
            words.texts += texts
            words.opens_line += [True] + [False] * (len(texts) - 1)
            words.line_ends[len(words.texts)] = number + 1
        return words

    def begins_small(self, number: int) -> bool:
        """Does a word begin with a small letter, where the first of all begins with a capital?"""
        if not self.texts[number][0].islower():
            return False
        first = _LETTER.search(" ".join(self.texts))
        return first is not None and first[0].isupper()


def _header_at(lines: Sequence[Line], first: int, kind: Kind) -> FlatHeader | None:
    """The longest stretch of lines from `first` on that reads as headings."""
    words = _Words.of(lines, first)
    if not _names_roles(words.texts, kind):
        return None
    best = _best_cutting(_segment(words, kind), words.line_ends)
    if best is None:
        return None
    cuts = [0, *best.ends]
    if _lists_in_a_sentence(words.texts[: cuts[-1]], cuts[1:-1]):
        return None
    headings = [" ".join(words.texts[begin:end]) for begin, end in pairwise(cuts)]
    titles = _one_level(headings)
    columns = read_columns([[title] for title in titles])
    if columns is None or not _is_table(columns, kind):
        return None
    end = best.ends[-1]
    return FlatHeader(
        first=first,
        last=words.line_ends[end],
        columns=columns,
        numbers=tuple(map(_number_before, titles)),
        words=tuple(_words_of(" ".join(words.texts[:end]))),
    )


def _names_roles(texts: Sequence[str], kind: Kind) -> bool:
    """May the words begin with a header: do they name enough roles, with few words between, before
    a sentence ends? To cut them into headings takes far longer."""
    said = takewhile(lambda word: not _ENDS_SENTENCE.search(word), texts)
    words = strip_diacritics(" ".join(said)).split()
    named: set[int] = set()
    last = 0
    for begin, end, role in phrases_in(words, kind):
        if begin - last > MAX_BETWEEN:
            break
        named.add(role)
        last = max(last, end)
    return len(named) + 1 >= MIN_ROLES  # one may be told by its place


def _lists_in_a_sentence(words: Sequence[str], cuts: Sequence[int]) -> bool:
    """Are the headings those that a sentence lists: parted by commas, in small letters? Where the
    words end with a full stop, the commas within headings count, too."""
    commas = 0
    is_closed = words[-1].endswith(".")
    for cut in range(1, len(words)) if is_closed else cuts:
        if words[cut - 1].endswith(",") and words[cut][:1].islower():
            commas += 1
    return commas >= 2


def _is_table(columns: Columns, kind: Kind) -> bool:
    """Are these the columns of a table of this kind, beyond doubt?"""
    if columns.kind != kind or columns.confidence < SURE_ENOUGH:
        return False
    known = sum(role is not None for role in columns.roles)
    if known + _heads_times(columns.titles[0]) < MIN_ROLES:
        return False
    index = columns.of("index")
    title_before_index = index is not None and index > 0
    return not (title_before_index and kind == "targets")


def _number_before(title: str) -> int | None:
    match = NUMBERED_HEADING.match(title)
    return int(match[1]) if match else None


def _one_level(titles: list[str]) -> list[str]:
    """Headings of two levels come out flattened level by level: what stands under "Phân công"
    follows all the others. Back to the order of the columns; the spanning heading itself is left
    out."""
    spanning = phrases_by("tables/columns.yaml", "spanning")["span"]
    places = [place for place, title in enumerate(titles) if plain_heading(title) in spanning]
    if not places or len(titles) - places[0] < 3:
        return titles
    place = places[0]
    below = titles[-2:]
    columns = read_columns([*([title] for title in below), ["Nhiệm vụ"]])
    if columns is None or set(columns.roles[:2]) != {"lead", "coordinating"}:
        return titles
    return [*titles[:place], *below, *titles[place + 1 : -2]]


@dataclass(frozen=True, slots=True)
class _Cutting:
    """A way to cut the words, up to some place, into headings: its score, where they end."""

    score: float
    ends: tuple[int, ...]


Cuttings: TypeAlias = dict[int, _Cutting]
"""By the roles that have their heading already (a bit each)."""


def _segment(words: _Words, kind: Kind) -> dict[int, _Cutting]:
    """The best cutting of each prefix of the words, by the prefix's length."""
    count = len(words.texts)
    by_end: list[Cuttings] = [{} for _ in range(count + 1)]
    by_end[0][0] = _Cutting(0.0, ())
    for begin in range(count):
        states = sorted(by_end[begin].items(), key=lambda state: -state[1].score)
        if not states:
            continue
        states = states[:BEAM]
        for end in range(begin + 1, min(begin + MAX_HEADING, count) + 1):
            text = " ".join(words.texts[begin:end])
            scores = heading_scores(text, kind, is_first=begin == 0)
            penalties = _penalties(words, begin, end=end, kind=kind) if scores else []
            for role, points in scores:
                for penalty in penalties:
                    points -= penalty
                _extend(states, by_end[end], role=role, heading=_Cutting(points, (end,)))
    best: dict[int, _Cutting] = {}
    for end in range(1, count + 1):
        if by_end[end]:
            best[end] = max(by_end[end].values(), key=lambda cutting: cutting.score)
    return best


def _penalties(words: _Words, begin: int, end: int, kind: Kind) -> list[float]:
    """What is taken off the score of a heading for how it is printed."""
    penalties: list[float] = []
    last = words.texts[end - 1]
    if not words.opens_line[begin]:
        penalties.append(MID_LINE)
        if _ends_longer(words, begin, end=end, kind=kind):
            penalties.append(ENDS_LONGER)  # "ĐƠN VỊ CHỦ TRÌ PHỐI / HỢP" is one heading
    if words.begins_small(begin):
        penalties.append(BEGINS_SMALL)  # "Nội dung, hoạt động" is one heading
    if last[-1] in ",;." and end - begin > 1:
        penalties.append(ENDS_IN_MARK)
    edges = (words.texts[begin] if begin else "", last)
    if any(strip_diacritics(edge) in joints() for edge in edges):
        penalties.append(AT_JOINT)  # "NHIỆM VỤ | VÀ | GIẢI PHÁP" is one heading
    goes_on = end < len(words.texts) and not words.opens_line[end]
    if goes_on and _NUMBER.fullmatch(last):
        penalties.append(NUMBER_LAST)
    return penalties


def _ends_longer(words: _Words, begin: int, end: int, kind: Kind) -> bool:
    """Does a heading that begins in mid-line and goes on in the next end a listed one that begins
    before it in its line?"""
    if not any(words.opens_line[begin + 1 : end]):
        return False
    whole, _ = openings(kind)
    for first in range(begin - 1, -1, -1):
        if strip_diacritics(" ".join(words.texts[first:end])) in whole:
            return True
        if words.opens_line[first]:
            break
    return False


def _extend(
    before: Iterable[tuple[int, _Cutting]], after: Cuttings, role: int | None, heading: _Cutting
) -> None:
    """Cuttings before a heading of `role` (None: unknown) -> those after it, the best for the same
    roles."""
    bit = 0 if role is None else 1 << role
    for used, cutting in before:
        if used & bit:
            continue
        score = cutting.score + heading.score
        known = after.get(used | bit)
        if known is None or score > known.score:
            after[used | bit] = _Cutting(score, cutting.ends + heading.ends)


def _best_cutting(by_end: dict[int, _Cutting], line_ends: Iterable[int]) -> _Cutting | None:
    """The best cutting that ends with a line, the shortest of those that are as good."""
    best: _Cutting | None = None
    for end in sorted(line_ends):
        cutting = by_end.get(end)
        if cutting is not None and (best is None or cutting.score > best.score + EVEN):
            best = cutting
    return best


def _words_of(text: str) -> list[str]:
    return fold(text).split()


def repetitions(lines: Sequence[Line], header: FlatHeader) -> list[tuple[int, int]]:
    """Where the header stands again (on each page), however its words are wrapped there: [first,
    last) line ranges."""
    found: list[tuple[int, int]] = []
    number = header.last
    while number < len(lines):
        end = _repetition_end(lines, number, words=header.words)
        if end is None:
            number += 1
        else:
            found.append((number, end))
            number = end
    return found


def _repetition_end(lines: Sequence[Line], first: int, words: tuple[str, ...]) -> int | None:
    """The line after the header that starts at line `first`, or None when no header starts
    there."""
    wanted = list(words)
    read: list[str] = []
    for number in range(first, min(first + MAX_LINES + MORE_LINES, len(lines))):
        read += _words_of(lines[number].text)
        if read == wanted:
            return number + 1
        if len(read) >= len(wanted) or read != wanted[: len(read)]:
            return None
    return None


def numbering_end(lines: Sequence[Line], first: int, width: int) -> int:
    """The line after a row that only numbers the columns ("(1) (2) (3) …") and begins at line
    `first`, or `first` when there is none. `width`: how many columns there are."""
    seen: list[int] = []
    for number in range(first, min(first + width + 1, len(lines))):
        text = lines[number].text
        figures = regex.findall(r"\d+", text)
        if not figures or _NO_FIGURES.sub("", text):
            break
        seen += [int(figure) if len(figure) < 4 else 0 for figure in figures]
        counted = list(range(seen[0], seen[0] + len(seen)))
        if seen[0] > 2 or seen != counted:
            continue
        at_end = number + 1 >= len(lines)
        if len(seen) >= width or (at_end and len(seen) == width - 1):
            return number + 1
    return first


def loose_tasks(lines: Sequence[Line]) -> Line | None:
    """The first line of a header of a table of tasks among lines that no reader of tables took, or
    None."""
    header = find_header(lines)
    articles = stretches_of_articles(line.text for line in lines)
    if header is None or any(header.first in stretch for stretch in articles):
        return None
    return lines[header.first]
