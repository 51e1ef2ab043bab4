"""Titles over numbered points that are no numbers themselves, or are written otherwise: lettered
ones ("a) Y tế dự phòng" / "1. Phun hóa chất …" / "b) …"; the decree has letters under numbers),
bare lines ("Y tế dự phòng" / "1. …"), numbers with another sign ("1. Trạm Y tế" / "1) Phun hóa
chất …" / "2. …"), or with the same ("2. Nhiệm vụ cụ thể" / "1. …" / "2. …" / "3. …"). Told by the
numbers, which begin anew under each of them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise, takewhile

from kehoach.ingest.model import Grid
from kehoach.normalize.line_ends import breaks_off
from kehoach.normalize.times.deadline import is_understood
from kehoach.parsers.layout.fields import names_circumstance, read_field
from kehoach.parsers.layout.marks import Rank, follows
from kehoach.parsers.layout.notes import opens_note
from kehoach.parsers.layout.paragraphs import Paragraph
from kehoach.parsers.layout.run_in import ENDS_LIKE_SENTENCE
from kehoach.parsers.words import is_signer_line, opens_with
from kehoach.patterns import compile_regex

MIN_TITLES = 2
MIN_WORDS, MAX_WORDS = 2, 15
"""Of such a title."""
RANK_OVER_NUMBERS = Rank.DECIMAL - 0.5


def titles_over_numbers(items: Sequence[Paragraph | Grid]) -> frozenset[int]:
    """The paragraphs (by `id`) that are such titles: all letters of a series from "a" on, or two
    bare lines or numbers of a chapter at least, with "1" right under each; numbers among which one
    has "1" right under it."""
    found: set[int] = {*_numbers_of_another_sign(items), *_numbers_begun_anew(items)}
    for series in (*_series_of_letters(items), *_series_of_lines(items)):
        if len(series) >= MIN_TITLES and all(_is_over_numbers(*titled) for titled in series):
            found |= {id(title) for title, _ in series}
    return frozenset(found)


_Titled = tuple[Paragraph, Paragraph | None]
"""What may be a title, and the next numbered paragraph."""


def _series_of_letters(items: Sequence[Paragraph | Grid]) -> Iterator[list[_Titled]]:
    """The letters from each "a" on, as long as nothing above both letters and numbers comes."""
    numbered = [item for item in items if isinstance(item, Paragraph) and _is_numbered(item)]
    series: list[_Titled] = []
    for index, item in enumerate(numbered):
        rank = _rank(item)
        if rank < Rank.DECIMAL or (rank == Rank.LETTER and _number(item) == "a"):
            yield series
            series = []
        if rank == Rank.LETTER and (series or _number(item) == "a"):
            series.append((item, numbered[index + 1] if index + 1 < len(numbered) else None))
    yield series


def _series_of_lines(items: Sequence[Paragraph | Grid]) -> Iterator[list[_Titled]]:
    """The bare lines right over "1" between two paragraphs that stand above numbers."""
    series: list[_Titled] = []
    for place, item in enumerate(items):
        following = items[place + 1] if place + 1 < len(items) else None
        before = items[place - 1] if place else None
        if not isinstance(item, Paragraph):
            continue
        if item.mark is not None and item.mark.rank < Rank.DECIMAL:
            yield series
            series = []
        may_be_title = _may_be_title(item) or (_is_label_of_time(item) and _opens(series, before))
        if item.mark is None and isinstance(following, Paragraph) and may_be_title:
            series += [(item, following)] if _is_over_numbers(item, following) else []
    yield series


def _is_label_of_time(line: Paragraph) -> bool:
    """ "Mốc: Trước 30/4/2031": a time behind its label, and nothing else."""
    labelled = read_field(line.words)
    return labelled is not None and labelled.role == "deadline" and is_understood(labelled.value)


def _opens(series: list[_Titled], before: Paragraph | Grid | None) -> bool:
    """Does a label of a time stand over its list? The first one behind no point does, and so do
    those behind it; one behind a point tells when that is due."""
    if series:
        return _is_label_of_time(series[0][0])
    if not isinstance(before, Paragraph) or before.mark is None:
        return not isinstance(before, Paragraph) or read_field(before.words) is None
    return before.mark.rank < Rank.DECIMAL


def _numbers_of_another_sign(items: Sequence[Paragraph | Grid]) -> Iterator[int]:
    """The numbers (by `id`) of each chapter right over "1" with another sign, where the first of
    them is "1" and at least two are so, and all with their sign are short titles."""
    for chapter in filter(None, _chapters(items)):
        over = [pair for pair in pairwise(chapter) if _changes_sign(*pair)]
        signs = {_sign(item) for item, _ in over}
        under = {_sign(below) for _, below in over}
        titles = [item for item in chapter if _sign(item) in signs]
        if len(over) < MIN_TITLES or len(signs) > 1 or signs & under or _number(titles[0]) != "1":
            continue
        if all(_is_short(title) for title in titles):
            yield from map(id, titles)


def _numbers_begun_anew(items: Sequence[Paragraph | Grid]) -> Iterator[int]:
    """The numbers (by `id`) of a chapter in which "1" stands right under a higher one, a short
    title: that one, those before it, and those behind that go on with their count and not with the
    one begun anew."""
    below = {id(one): other for one, other in pairwise(items)}
    for chapter in filter(None, _chapters(items)):
        over = [
            place
            for place, (title, first) in enumerate(pairwise(chapter))
            if below.get(id(title)) is first and _begins_anew(title, first)
        ]
        if not over:
            continue
        before, behind = chapter[: over[0] + 1], chapter[over[0] + 1 :]
        short = [*takewhile(_is_short, reversed(before))]
        titles = [*reversed(short), *_going_on(before[-1], behind)]
        numbers = [_number(title) or "" for title in titles]
        are_counted = all(follows(*pair) for pair in pairwise(numbers))
        if are_counted and all(map(_is_short, titles)):
            yield from map(id, titles)


def _begins_anew(title: Paragraph, first: Paragraph) -> bool:
    return _is_over_numbers(title, first) and _number(title) != "1" and not first.words.isupper()


def _going_on(title: Paragraph, behind: Sequence[Paragraph]) -> Iterator[Paragraph]:
    """Those of the numbers behind a title that follow it, and not the number before them."""
    outer, inner = _number(title) or "", ""
    for item in behind:
        number = _number(item) or ""
        if follows(outer, number) and not follows(inner, number):
            yield item
            outer, inner = number, ""
        else:
            inner = number


def _changes_sign(title: Paragraph, below: Paragraph) -> bool:
    return _is_over_numbers(title, below) and _sign(title) != _sign(below)


def _chapters(items: Sequence[Paragraph | Grid]) -> Iterator[list[Paragraph]]:
    """The numbers between two paragraphs that stand above numbers."""
    numbers: list[Paragraph] = []
    for item in items:
        if not isinstance(item, Paragraph) or not _is_numbered(item):
            continue
        if _rank(item) < Rank.DECIMAL:
            yield numbers
            numbers = []
        elif _rank(item) == Rank.DECIMAL:
            numbers.append(item)
    yield numbers


def _sign(number: Paragraph) -> str:
    """How a number is closed: "." or ")" or "/"."""
    match = _NUMBER_WITH_SIGN.match(number.text)
    return match["sign"] if match else ""


_NUMBER_WITH_SIGN = compile_regex(r"\W*\d{1,3}\s*(?P<sign>[.)/:–-]*)")


def _may_be_title(line: Paragraph) -> bool:
    words = line.words.strip()
    if line.footnote or not words[:1].isupper() or len(words.split()) < MIN_WORDS:
        return False
    if breaks_off(words) and not words.isupper():
        return False
    if read_field(f"{words.rstrip(' :')}:") is not None or names_circumstance(words):
        return False
    if opens_note(f"{words.rstrip(' :')}:") or is_signer_line(words):
        return False
    return opens_with(words, "recipients") is None


def _is_over_numbers(title: Paragraph, below: Paragraph | None) -> bool:
    if below is not None and title.mark is None and _is_label_of_time(title):
        is_bullet = below.mark is not None and below.mark.rank >= Rank.BULLET
        return is_bullet or _number(below) == "1"
    if below is None or _rank(below) != Rank.DECIMAL or _number(below) != "1":
        return False
    return _is_short(title)


def _is_short(title: Paragraph) -> bool:
    is_open = ENDS_LIKE_SENTENCE.search(title.words) is None or title.words.endswith(":")
    return is_open and len(title.words.split()) <= MAX_WORDS


def _is_numbered(item: Paragraph) -> bool:
    return item.mark is not None and item.mark.rank < Rank.BULLET and not item.footnote


def _rank(item: Paragraph) -> Rank:
    return item.mark.rank if item.mark is not None else Rank.BULLET


def _number(item: Paragraph) -> str | None:
    return item.mark.number if item.mark is not None else None
