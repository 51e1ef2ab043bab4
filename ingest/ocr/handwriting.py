"""Number and day that an office writes by hand into a printed letterhead ("Số: 146 /QĐ-TTg",
"ngày 28 tháng 01"): told from print by the pen and by the reader's doubt, and never guessed at.

The reader knows print alone. On hands it is unsure nearly always; where it is not, the stroke of a
pen or the height of its figures tells. What was written becomes "…", as in a form not filled in,
unless the reader of hands (`handwritten_digits`) is sure of it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from statistics import median

from kehoach.ingest.model import Box
from kehoach.ingest.ocr.components import Components
from kehoach.ingest.ocr.handwritten_digits import DARES, ReadNumber
from kehoach.ingest.ocr.pixels import Pixels
from kehoach.ingest.ocr.words import SeenWord
from kehoach.ingest.sureness import print_read_at_least
from kehoach.normalize.text import strip_diacritics
from kehoach.patterns import compile_regex

UNREAD = "…"
"""Stands for what was written by hand."""
UPPER_PART = 0.45
"""The share of a page within which a letterhead stands."""
UNBELIEVED = 0.5
"""Figures of less probability are not read, whoever wrote them."""
DOUBTED, WIDER = 0.985, 1.08
"""Of 117 printed numbers and dates on worn pages none was below the first (0.989), and no stroke
above the second (1.06 times that of the words beside it)."""
SURE = 0.995
"""Figures as sure as this are print, unless the stroke is a pen's."""
MUCH_WIDER = 1.6
"""A stroke so much wider than that of the words beside it is a pen's, however sure the reader is:
bold print comes to 1.45."""
TALL, LOW = 0.84, 0.3
"""Letter sizes: a printed figure is 0.68 high; what is lower than the second is a dot or a dash."""
FIELD = 70.0
"""Points within which what is written follows the word before it."""
NARROW = 7.0
"""Points: a narrower gap between two words holds no figure."""
DAYS, HIGHEST_NUMBER = 31, 99999
"""The highest day of a month, and what no office's number reaches in a year."""
LEAST_INK = 4.0
"""Square points of ink that make a figure."""

_TAIL = compile_regex(r"/\s*(\p{Lu}.*)$")
_GLUED_TAIL = compile_regex(r"\p{Lu}{2}-\p{Lu}.*$")
_GLUED_DAY = compile_regex(r"(ngày|tháng)(\P{L}+)|(\P{L}+)(tháng|năm)")
_YEAR = compile_regex(r"\d{4}[.,;]?")
_COLONS = ":;."
"""What the colon after "Số" is read as."""
_FIELDS = ("ngay", "thang", "nam")

NumberIn = Callable[[Box, float], ReadNumber | None]
"""The number that stands in a box of the page beside print of a size (points)."""
InkIn = Callable[[Box], Sequence[Box]]
"""The pieces of ink, black or coloured, in a box of the page (points)."""


@dataclass(frozen=True, slots=True)
class Field:
    """A field of a line: the numbers of its first word and of the one after its last; equal where
    it has no word."""

    first: int
    stop: int


@dataclass(frozen=True, slots=True)
class Written:
    """A field filled in by hand: what the reader of print made of it, where it stands, and the
    number, where the reader of hands is sure of it."""

    seen: SeenWord
    number: str | None = None


def without_handwriting(
    words: Sequence[SeenWord], ink_in: InkIn, number_in: NumberIn, *, page_height: float
) -> tuple[list[SeenWord], list[Written]]:
    """The words of a page's body -> the same with the number, or "…" where it is in doubt, in the
    place of what was written by hand into its letterhead; and what was written there."""
    kept: list[SeenWord] = []
    written: list[Written] = []
    ink_in = _beside(_surely_print(words), ink_in=ink_in)
    doubted = _doubted([word for word in words if word.box.y0 <= UPPER_PART * page_height])
    for line in _lines(words):
        if line[0].box.y0 > UPPER_PART * page_height:
            kept += line
            continue
        mended, found = _mended(line, ink_in, number_in=number_in, doubted=doubted)
        kept += mended if found else line
        written += found
    written.sort(key=lambda own: (own.seen.box.y0, own.seen.box.x0))
    return kept, written


def _doubted(words: Sequence[SeenWord]) -> float:
    """How surely figures must be read at least to be print, whatever their stroke, as the print
    beside them is read."""
    return print_read_at_least([word.confidence for word in words if _is_plain(word)], DOUBTED)


def _surely_print(words: Sequence[SeenWord]) -> list[Box]:
    """Where words of print stand that hold no figure: what else is there is no hand."""
    printed: list[Box] = []
    for word in words:
        has_figure = any(map(str.isdigit, word.text))
        if word.confidence > DOUBTED and _is_plain(word) and not has_figure:
            printed.append(word.box)
    return printed


def _beside(printed: Sequence[Box], ink_in: InkIn) -> InkIn:
    """Looks for ink that is no part of these words. The symbol of a number left blank for the pen
    ("Số:        /KH-UBND") stands so far away that it is read as a line of its own."""

    def look(box: Box) -> Sequence[Box]:
        return [ink for ink in ink_in(box) if not any(own.holds_middle_of(ink) for own in printed)]

    return look


def _mended(
    line: Sequence[SeenWord], ink_in: InkIn, number_in: NumberIn, *, doubted: float
) -> tuple[list[SeenWord], list[Written]]:
    """A line with the numbers that were written into it, or "…", and what was written."""
    mended = [part for word in line for part in _parted(word)]
    written: list[Written] = []
    for field in reversed(_fields(mended)):
        found = _written(mended, field, ink_in=ink_in, doubted=doubted)
        if found is not None:
            number = _number(mended, field, number_in=number_in)
            written.append(Written(found, number.digits if number else None))
            own = mended[field.first : field.stop]
            mended[field.first : field.stop] = _filled_in(found, own, number=number)
    return mended, written


def _lines(words: Sequence[SeenWord]) -> list[list[SeenWord]]:
    """Words by the line they were read in, each from left to right, in the order they came."""
    lines: dict[tuple[float, float, float], list[SeenWord]] = {}
    for word in words:
        lines.setdefault((word.box.y0, word.box.y1, word.size), []).append(word)
    return [sorted(line, key=lambda word: word.box.x0) for line in lines.values()]


def _parted(word: SeenWord) -> list[SeenWord]:
    """A word, or two where a figure written close to "ngày" was read together with it."""
    glued = _GLUED_DAY.fullmatch(word.text)
    if glued is None:
        return [word]
    first, second = (part for part in glued.groups() if part)
    cut = word.box.x0 + word.box.width * len(first) / len(word.text)
    before = replace(word, text=first, box=replace(word.box, x1=cut - 0.2 * word.size))
    return [before, replace(word, text=second, box=replace(word.box, x0=cut))]


def _fields(line: Sequence[SeenWord]) -> list[Field]:
    """Where a line of a letterhead has its number, day and month."""
    bare = [strip_diacritics(word.text) for word in line]
    fields: list[Field] = []
    for index, text in enumerate(bare):
        is_first = index == 0 or line[index].box.x0 - line[index - 1].box.x1 > FIELD / 2
        if text == "so" and line[index].text[-1] in _COLONS and is_first:
            fields.append(Field(index + 1, _end_of_number(line, index + 1)))
    places = [bare.index(name) if name in bare else -1 for name in _FIELDS]
    if min(places) < 0 or places != sorted(places) or not _ends_with_year(line, places[2]):
        return fields
    for before, after in pairwise(places):
        if after - before <= 4:
            fields.append(Field(before + 1, after))
    return sorted(fields, key=lambda field: field.first)


def _ends_with_year(line: Sequence[SeenWord], index: int) -> bool:
    """Does a line go on after "năm" with a year and nothing else? So ends a letterhead's date."""
    after = line[index + 1 :]
    return len(after) == 1 and _YEAR.fullmatch(after[0].text) is not None


def _end_of_number(line: Sequence[SeenWord], first: int) -> int:
    """The place after the last word of a document's number, its symbol included."""
    for index in range(first, min(first + 4, len(line))):
        if line[index].box.x0 - line[first - 1].box.x1 > FIELD:
            return index
        if _TAIL.search(line[index].text) or _GLUED_TAIL.search(line[index].text):
            return index + 1
    return min(first + 1, len(line))


def _written(
    line: Sequence[SeenWord], field: Field, ink_in: InkIn, *, doubted: float
) -> SeenWord | None:
    """What was written by hand in a field, as it was read; None where it is print, or empty."""
    words = line[field.first : field.stop]
    figures = [word for word in words if any(map(str.isdigit, _without_tail(word.text)))]
    plain = [word.stroke for word in line if word not in words and _is_plain(word)]
    if figures and plain and _is_pen(figures, median(plain), ink_in=ink_in, doubted=doubted):
        return _as_one(words)
    has_read = any(_without_tail(word.text).strip("….,:/-") for word in words)
    if figures or (has_read and min(word.confidence for word in words) > DOUBTED):
        return None
    return _unseen(line, field, ink_in=ink_in)


def _is_plain(word: SeenWord) -> bool:
    return sum(map(str.isalpha, word.text)) >= 2 and word.stroke > 0


def _is_pen(
    figures: Sequence[SeenWord], usual_stroke: float, ink_in: InkIn, *, doubted: float
) -> bool:
    """Were figures written by hand, beside print of this usual stroke? `doubted`: how surely print
    is read on the page at least."""
    confidence = min(map(_sureness, figures))
    wider = max(word.stroke for word in figures) / usual_stroke
    if confidence < UNBELIEVED or wider > MUCH_WIDER:
        return True
    is_unmeasured = min(word.stroke for word in figures) <= 0
    if confidence < doubted and (wider > WIDER or is_unmeasured):
        return True
    is_blurry = doubted < DOUBTED  # print itself is read no more surely there
    surely_print = doubted if is_blurry else SURE
    return confidence < surely_print and any(_is_tall(word, ink_in) for word in figures)


def _sureness(word: SeenWord) -> float:
    """How sure a word is beside what else the reader saw there: a figure that no print looks like
    is passed over surely ("2" for "92"), but not by all ways to read it."""
    beside_others = 1 / (1 + sum(odds for _, odds in word.rivals))
    return min(word.confidence, max(beside_others, UNBELIEVED))


def _is_tall(word: SeenWord, ink_in: InkIn) -> bool:
    """Is a figure of a word higher than print of its size?"""
    around = replace(word.box, y0=word.box.y0 - 0.4 * word.size, y1=word.box.y1 + 0.3 * word.size)
    highest = max((box.height for box in ink_in(around)), default=0.0)
    return highest > TALL * word.size


def _unseen(line: Sequence[SeenWord], field: Field, ink_in: InkIn) -> SeenWord | None:
    """Ink in the white of a field, where the reader saw no figure: a hand it could not read, or a
    coloured one that was lifted off."""
    before = line[field.first - 1]
    after = _first_print(line, field)
    end = after.box.x0 if after is not None else before.box.x1 + FIELD / 2
    gap = Box(before.box.x1 + 1, before.box.y0, x1=end - 1, y1=before.box.y1)
    if gap.width < NARROW:
        return None
    pieces = [box for box in ink_in(gap) if box.height >= LOW * before.size]
    pieces = [box for box in pieces if gap.holds_middle_of(box)]
    if sum(box.width * box.height for box in pieces) < LEAST_INK * LEAST_INK:
        return None
    words = line[field.first : field.stop]
    tail = "".join(word.text for word in words)
    stop = max((word.box.x1 for word in words), default=gap.x1)
    box = replace(gap, x1=max(stop, gap.x1))
    return replace(before, text=tail, box=box, confidence=0.0)


def _first_print(line: Sequence[SeenWord], field: Field) -> SeenWord | None:
    """The first word of a field, or after it, of two letters at least."""
    for word in line[field.first :]:
        if sum(map(str.isalpha, word.text)) >= 2:
            return word
    return None


def _as_one(words: Sequence[SeenWord]) -> SeenWord:
    """Words of one line as a single one."""
    box = words[0].box
    for word in words[1:]:
        box = box.union(word.box)
    text = "".join(word.text for word in words)
    return replace(words[0], text=text, box=box, confidence=min(w.confidence for w in words))


def _tail(text: str) -> str:
    """The symbol after a number, with its stroke; nothing where there is none.

    >>> _tail("/532/UBND-KSTTHC"), _tail("77KH-UBND"), _tail("28")
    ('/UBND-KSTTHC', '/KH-UBND', '')
    """
    found = _TAIL.search(text)
    if found:
        return f"/{found[1]}"
    glued = _GLUED_TAIL.search(text)
    return f"/{glued[0]}" if glued else ""


def _without_tail(text: str) -> str:
    """What stands before the symbol of a number.

    >>> _without_tail("12/KH-UBND"), _without_tail("28")
    ('12', '28')
    """
    found = _TAIL.search(text) or _GLUED_TAIL.search(text)
    return text[: found.start()] if found else text


def _filled_in(
    written: SeenWord, words: Sequence[SeenWord], number: ReadNumber | None
) -> list[SeenWord]:
    """The words to stand in a field that was written by hand: the number or "…", and what print
    follows."""
    shown = number.digits if number else UNREAD
    sure = number.probability if number else 1.0
    tail = _tail(written.text)
    if not tail:
        return [replace(written, text=shown, confidence=sure)]
    last = words[-1] if words else written
    confidence = last.confidence if last.text == tail else min(w.confidence for w in words)
    if number:
        confidence = max(confidence, sure)  # the tail's letters were seen together with a hand
    return [replace(written, text=f"{shown}{tail}", confidence=max(confidence, 0.0))]


def _number(line: Sequence[SeenWord], field: Field, number_in: NumberIn) -> ReadNumber | None:
    """What was written between the print on either side, where it is surely read and may stand
    there: a day or a month is no 0 and has no three digits."""
    before = line[field.first - 1]
    box = Box(
        before.box.x1 + 1,
        before.box.y0,
        x1=_right_of_figures(line, field),
        y1=before.box.y1,
    )
    if box.width < NARROW:
        return None
    found = number_in(box, before.size)
    if found is None or found.probability < DARES:
        return None
    most = DAYS if strip_diacritics(before.text) in _FIELDS else HIGHEST_NUMBER
    return found if 0 < int(found.digits) <= most else None


def _right_of_figures(line: Sequence[SeenWord], field: Field) -> float:
    """Where the print after the figures of a field begins: its symbol, or the next word."""
    for word in line[field.first : field.stop]:
        figures = _without_tail(word.text)
        if figures != word.text:
            return word.box.x0 + word.box.width * len(figures) / len(word.text)
    if field.stop < len(line):
        return line[field.stop].box.x0 - 1
    return line[field.first - 1].box.x1 + FIELD


def agreed(readings: Sequence[ReadNumber]) -> ReadNumber | None:
    """Readings of one number from crops of several heights -> the number that most of them give,
    with the highest of its probabilities.

    >>> agreed([ReadNumber("68", 0.9), ReadNumber("68", 0.97), ReadNumber("6", 0.99)])
    ReadNumber(digits='68', probability=0.97)
    >>> agreed([ReadNumber("68", 0.9), ReadNumber("63", 0.97), ReadNumber("6", 0.99)])
    """
    counts = Counter(reading.digits for reading in readings)
    digits, count = counts.most_common(1)[0]
    if not digits or 2 * count <= len(readings):
        return None
    same = [reading.probability for reading in readings if reading.digits == digits]
    return ReadNumber(digits, max(same))


def ink_finder(images: Sequence[tuple[Pixels, float]]) -> InkIn:
    """Looks for ink (not 0) on images of one page, each with its points a pixel."""

    def ink_in(box: Box) -> list[Box]:
        found: list[Box] = []
        for image, points in images:
            left, top = max(round(box.x0 / points), 0), max(round(box.y0 / points), 0)
            part = image[top : round(box.y1 / points), left : round(box.x1 / points)]
            if not part.size:
                continue
            ink = Components(part)
            for x, y, width, height in zip(
                ink.lefts[1:], ink.tops[1:], ink.widths[1:], ink.heights[1:], strict=True
            ):
                x0, y0 = (left + int(x)) * points, (top + int(y)) * points
                x1, y1 = x0 + int(width) * points, y0 + int(height) * points
                found.append(Box(x0, y0, x1=x1, y1=y1))
        return found

    return ink_in
