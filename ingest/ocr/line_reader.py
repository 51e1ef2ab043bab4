"""Our own reader of printed lines: a convolutional and recurrent network with CTC (Graves and
others, 2006), run by onnxruntime on one thread. docs/line-reader.md tells how it was made."""

from __future__ import annotations

import json
import math
import time
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import Any

import cv2
import numpy as np

from kehoach.errors import PageTimeoutError
from kehoach.ingest.ocr.lines import Ink, PrintedLine, cut_line, find_lines
from kehoach.ingest.ocr.pixels import PixelBox, Pixels
from kehoach.ingest.ocr.readings import RegionReading, without_noise
from kehoach.ingest.ocr.regions import Region
from kehoach.ingest.ocr.rivals import Scores, figures_again, rivals_in
from kehoach.ingest.ocr.second_look import read_again
from kehoach.ingest.ocr.words import ReadWord
from kehoach.normalize.networks import open_network
from kehoach.patterns import compile_regex

MODELS = Path(__file__).parent / "models"
NARROWEST = 16
"""Pixels: the network takes no narrower picture."""
SMALLEST = 4
"""Pixels: a picture lower or narrower than this holds no letter."""
BLANK, SPACE = 0, " "
ENDS_OF_WORDS = frozenset(".,;:)0123456789")
OPENS_NO_LINE = frozenset(".,;:'·*^~°")
"""Marks that stand behind words, or nowhere, in papers of offices."""
LEAST_SPACE = 0.22
"""Letter sizes of white between such an end and the next letter that make a space: the network
sometimes reads ". C" or "6 n" together."""
ONE_WORD = compile_regex(r"[\p{P}]*\d{1,2}(?:[hg](?:\d{2})?|[A-LĐ]\d?)[\p{P}]*")
"""An hour of the day or the name of a class: no space parts its figure from its letter."""

FIRES_ASIDE = 0.35
"""Letter sizes by which the network may tell a letter beside its ink."""

ASIDE_COUNTS = 0.5
"""What a pixel aside of the middle between two letters counts against a pixel of white there."""

BARRED = {">": "≥", "≥": "≥", "<": "≤", "≤": "≤"}
"""Signs that differ in a bar below: the network, which saw few of them, takes one for the other."""
UNBARRED = {"≥": ">", "≤": "<"}
SURE_SIGN, BAR = 0.9, 0.75
"""Below this probability the ink decides: pieces so wide, in widths of the sign, one above the
other."""


@dataclass(frozen=True, slots=True)
class Letter:
    """A letter as it was read: at which x of the region, with which probability, and in which
    column of the scores."""

    text: str
    x: float
    probability: float
    column: int = 0


@dataclass(frozen=True, slots=True)
class LineModel:
    """The network: its session, its classes (0 is the blank of CTC), the height of its pictures."""

    session: Any
    classes: tuple[str, ...]
    height: int

    def scores(self, picture: Pixels) -> Scores:
        """A grey picture of one line, of any height -> the scores of its columns."""
        height, width = picture.shape
        columns = max(NARROWEST, round(width * self.height / height))
        how = cv2.INTER_AREA if height > self.height else cv2.INTER_LINEAR
        scaled = cv2.resize(picture, (columns, self.height), interpolation=how)
        line = scaled[None, None].astype(np.float32) / 255
        scores: Scores = self.session.run(None, {"lines": line})[0][0]
        return scores


@cache
def line_model() -> LineModel:
    """The network that comes with the program; one for all threads of a process."""
    facts = json.loads((MODELS / "line-reader.json").read_text(encoding="utf-8"))
    session = open_network(MODELS / "line-reader.onnx")
    return LineModel(session, tuple(facts["classes"]), height=facts["height"])


def read_by_lines(regions: Sequence[Region], dpi: float, end: float) -> list[RegionReading]:
    """Regions -> what stands in each (see `RegionsReader`). The resolution does not matter: lines
    are read at the size of their letters."""
    del dpi
    return [
        RegionReading(without_noise(_read_region(region, end)), scale=1.0) for region in regions
    ]


def _read_region(region: Region, end: float) -> list[ReadWord]:
    """The words of a region, line by line, boxes in its pixels."""
    ink = Ink(region)
    words: list[ReadWord] = []
    for number, line in enumerate(find_lines(ink)):
        if time.monotonic() > end:
            raise PageTimeoutError
        words += _read_line(region, ink, line=line, number=number)
    return words


def _read_line(region: Region, ink: Ink, *, line: PrintedLine, number: int) -> list[ReadWord]:
    picture, left = cut_line(region, ink, line=line)
    if min(picture.shape) < SMALLEST:
        return []
    model = line_model()
    scores = model.scores(picture)
    pixels_per_column = picture.shape[1] / len(scores)
    letters = letters_of(scores, model.classes, left=left, pixels_per_column=pixels_per_column)
    words_read = _without_dirt(_words(letters))
    runs = [part for run in words_read for part in _parted_at_ends(run, ink, line=line)]
    texts = ["".join(letter.text for letter in run) for run in runs]
    again = read_again(texts, picture, reader=_words_in)
    columns = _columns(runs, len(scores))
    rivals = rivals_in(scores, columns, model.classes)
    again |= figures_again(texts, [scores[own] for own, _ in columns], model.classes)
    words: list[ReadWord] = []
    for index, (run, (start, stop)) in enumerate(
        zip(runs, _edges(ink, line, runs=runs), strict=True)
    ):
        confidence = math.prod(letter.probability for letter in run)
        box = _word_box(ink, line, start=start, stop=stop)
        text, second = texts[index], again.get(index, "")
        if text in BARRED and confidence < SURE_SIGN:
            text = _sign_by_ink(text, ink, line=line, edges=(start, stop))
        others = rivals.get(index, ())
        word = ReadWord(text, box, line=number, confidence=confidence, again=second, rivals=others)
        words.append(word)
    return words


def _columns(runs: Sequence[Sequence[Letter]], count: int) -> list[tuple[slice, tuple[int, ...]]]:
    """The columns of each word, halfway to its neighbours, and in which of them its letters were
    told."""
    told = [tuple(letter.column for letter in run) for run in runs]
    starts = [(before[-1] + after[0] + 1) // 2 for before, after in pairwise(told)]
    edges = [0, *starts, count] if told else []
    return [(slice(*edge), own) for edge, own in zip(pairwise(edges), told, strict=True)]


def _sign_by_ink(text: str, ink: Ink, *, line: PrintedLine, edges: tuple[float, float]) -> str:
    """A lone sign of comparison with the bar that its ink has, or has not."""
    start, stop = edges
    middle = ink.middle[line.members]
    own = line.members[(middle >= start - 1) & (middle <= stop + 1)]
    if not own.size:
        return text
    widths = ink.right[own] - ink.left[own]
    pieces = int((widths >= BAR * widths.max()).sum())
    if pieces > 1:
        return BARRED[text]
    return UNBARRED.get(text, text)


def _words_in(picture: Pixels) -> list[str]:
    """The words of a line, by its picture alone."""
    model = line_model()
    letters = letters_of(model.scores(picture), model.classes)
    return ["".join(letter.text for letter in run) for run in _words(letters)]


def letters_of(
    scores: Scores, classes: Sequence[str], *, left: float = 0.0, pixels_per_column: float = 1.0
) -> list[Letter]:
    """The likeliest letters (greedy CTC): equal classes in a row are one letter, blanks part them.
    The probability of a letter is its highest.

    >>> import numpy as np
    >>> scores = np.log([[.2, .8], [.1, .9], [.9, .1], [.3, .7]], dtype=np.float32)
    >>> [(letter.text, letter.x) for letter in letters_of(scores, ["", "a"])]
    [('a', 1.5), ('a', 3.5)]
    """
    letters: list[Letter] = []
    before = BLANK
    for column, number in enumerate(scores.argmax(axis=1).tolist()):
        if number != BLANK:
            x = left + (column + 0.5) * pixels_per_column
            probability = float(np.exp(scores[column, number]))
            letter = Letter(classes[number], x, probability=probability, column=column)
            if number != before:
                letters.append(letter)
            elif letter.probability > letters[-1].probability:
                letters[-1] = letter
        before = number
    return letters


def _words(letters: Sequence[Letter]) -> list[list[Letter]]:
    """Letters parted at spaces."""
    runs: list[list[Letter]] = [[]]
    for letter in letters:
        if letter.text == SPACE:
            runs.append([])
        else:
            runs[-1].append(letter)
    return [run for run in runs if run]


def _without_dirt(runs: Sequence[list[Letter]]) -> list[list[Letter]]:
    """The words of a line without a lone mark before the first that opens no line: a crumb that
    touches it, or lies beside it.

    >>> read = [Letter("'", 1, 0.9), Letter("K", 2, 1.0)]
    >>> [letter.text for letter in _without_dirt([read])[0]]
    ['K']
    """
    if not runs or runs[0][0].text not in OPENS_NO_LINE:
        return list(runs)
    first, *others = runs
    if len(first) == 1 and others and others[0][0].text.isalnum():
        return others
    if len(first) > 1 and first[1].text.isalnum():
        return [first[1:], *others]
    return list(runs)


def _parted_at_ends(run: Sequence[Letter], ink: Ink, line: PrintedLine) -> list[list[Letter]]:
    """A word parted after a stop or a figure that white follows on the paper; not an hour or the
    name of a class ("8h30", "9A,"), whose letter a photograph shows a little aside."""
    if _is_one_word("".join(letter.text for letter in run)):
        return [list(run)]
    parts: list[list[Letter]] = [[]]
    for letter, after in zip(run, [*run[1:], None], strict=True):
        parts[-1].append(letter)
        if after is None or letter.text not in ENDS_OF_WORDS or not after.text.isalpha():
            continue
        start, stop = _widest_white(ink, line, start=letter.x, stop=after.x)
        if stop - start >= LEAST_SPACE * line.size:
            parts.append([])
    return parts


def _is_one_word(text: str) -> bool:
    """Is it an hour or the name of a class, whatever white stands in it?

    >>> [_is_one_word(text) for text in ("8h30", "17h,", "9A", "(7B),", "6năm", "5m", "2026A")]
    [True, True, True, True, False, False, False]
    """
    return ONE_WORD.fullmatch(text) is not None


def _edges(
    ink: Ink, line: PrintedLine, runs: Sequence[Sequence[Letter]]
) -> list[tuple[float, float]]:
    """Where each word begins and ends: at the widest white between the last letter of one and the
    first of the next."""
    if not runs:
        return []
    edges: list[float] = [line.left]
    for before, after in pairwise(runs):
        edges += _widest_white(ink, line, start=before[-1].x, stop=after[0].x, not_before=edges[-1])
    edges.append(line.right)
    return list(zip(edges[::2], edges[1::2], strict=True))


def _widest_white(
    ink: Ink, line: PrintedLine, *, start: float, stop: float, not_before: float = -math.inf
) -> tuple[float, float]:
    """Where the widest white of a line between two x begins and ends; the middle of them where
    there is none. The white that ends at `not_before` stands before the word, not behind it: the
    network tells a lone figure nearer to one side than to the other."""
    is_near = np.abs(ink.middle[line.members] - (start + stop) / 2) <= stop - start + 2 * line.size
    near = line.members[is_near]
    in_order = near[np.argsort(ink.left[near])]
    ends = np.maximum.accumulate(ink.right[in_order])[:-1]
    begins = ink.left[in_order][1:]
    middle = (ends + begins) / 2
    allowed = FIRES_ASIDE * line.size
    is_between = (middle >= start - allowed) & (middle <= stop + allowed) & (ends > not_before)
    widths = np.where(is_between, begins - ends, 0.0)
    if not widths.size or widths.max() <= 0:
        halfway = max((start + stop) / 2, not_before)
        return halfway, halfway
    aside = np.abs(middle - (start + stop) / 2)
    worth = np.where(widths > 0, widths - ASIDE_COUNTS * aside, -np.inf)
    widest = int(worth.argmax())
    return float(ends[widest]), float(begins[widest])


def _word_box(ink: Ink, line: PrintedLine, *, start: float, stop: float) -> PixelBox:
    """The box of the ink of a line between two x."""
    middle = ink.middle[line.members]
    inside = line.members[(middle >= start - 1) & (middle <= stop + 1)]
    left = round(start)
    right = max(round(stop), left + 1)
    if inside.size:
        ink_box = ink.box(inside)
        return PixelBox(left, ink_box.top, right=right, bottom=ink_box.bottom)
    base = round(line.base_at((start + stop) / 2))
    return PixelBox(left, max(base - round(line.size / 2), 0), right=right, bottom=max(base, 1))
