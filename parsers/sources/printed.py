"""Printed lines as letters that can be searched, each letter knowing its line and its word.

Letters are compared without case, diacritics, punctuation and white space: what the layout breaks
or joins ("131/NQ-" over "CP", a word cut by the edge of a column, a bullet before a line) is no
difference to them.
"""

from __future__ import annotations

import unicodedata
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import cached_property
from itertools import accumulate, takewhile

from unidecode import unidecode

from kehoach.ingest.model import Line


class _Table(dict[int, str]):
    """`str.translate` table that learns: a character -> its letters for comparing, "" for what is
    no letter or figure."""

    def __missing__(self, code: int) -> str:
        char = chr(code)
        letters = unidecode(unicodedata.normalize("NFC", char)).lower() if char.isalnum() else ""
        self[code] = found = "".join(filter(str.isalnum, letters))
        return found


_TABLE = _Table()


def letters_of(text: str) -> str:
    """A text as its letters and figures alone, small and without diacritics.

    >>> letters_of("131/NQ-CP ngày 06/10"), letters_of("Phòng VH - XH;")
    ('131nqcpngay0610', 'phongvhxh')
    """
    return text.translate(_TABLE)


def starts_of(text: str) -> list[int]:
    """For each letter of `letters_of(text)`, where its character stands in the text."""
    places = [index for index, char in enumerate(text) if char.isalnum()]
    if len(places) == len(letters_of(text)):
        return places
    places.clear()  # a character of several letters ("ﬁ")
    for index, char in enumerate(text):
        places.extend([index] * len(_TABLE[ord(char)]))
    return places


@dataclass(slots=True, eq=False)
class PrintedLine:
    """A line with the letters that are searched, and where each of them stands in its text."""

    line: Line
    letters: str
    _places: list[int] | None = None
    _word_of: list[int] | None = None
    _characters: list[int] | None = None

    @classmethod
    def of(cls, line: Line) -> PrintedLine:
        """A line as it is searched."""
        return cls(line, letters_of(line.text))

    @property
    def places(self) -> list[int]:
        """For each letter the index of its character in the line's text."""
        if self._places is None:
            self._places = starts_of(self.line.text)
        return self._places

    @property
    def word_of(self) -> list[int]:
        """For each letter the index of its word among the words of the line."""
        if self._word_of is None:
            self._word_of = self._words_of_letters()
        return self._word_of

    def _words_of_letters(self) -> list[int]:
        """Words say where they stand, their text is that of the line: but for rare repairs letter
        for letter."""
        owners: list[int] = []
        spelt: list[str] = []
        for index, word in enumerate(self.line.words):
            letters = letters_of(word.text)
            spelt.append(letters)
            owners.extend([index] * len(letters))
        return _filled(_aligned(self.letters, "".join(spelt), values=owners))

    @property
    def characters(self) -> list[int]:
        """For each letter the place of its character in what the file prints (`line.raw`), -1 for
        one that does not stand there: it was added by the program that shows the file."""
        if self._characters is None:
            self._characters = self._characters_of_letters()
        return self._characters

    def _characters_of_letters(self) -> list[int]:
        line = self.line
        printed = line.raw[line.offset :]
        begin = line.offset + len(printed) - len(printed.lstrip())  # blanks open the cell of a row
        if not line.original and line.raw.startswith(line.text, begin):
            return [place + begin for place in self.places]
        places = [place + line.offset for place in starts_of(printed)]
        read = letters_of(line.original or line.text)
        found = _aligned(read, letters_of(printed), values=places)
        if read == self.letters:
            return found
        return _aligned(self.letters, read, values=found)

    def begins_word(self, index: int) -> bool:
        """Does no letter stand right before this one?"""
        if index == 0:
            return True
        place = self.places[index]
        return place == 0 or not self.line.text[place - 1].isalnum()

    def ends_word(self, index: int) -> bool:
        """Does no letter stand right behind this one?"""
        if index + 1 >= len(self.letters):
            return True
        place = self.places[index]
        return not self.line.text[place + 1 : place + 2].isalnum()


LONGEST = 4000
"""Letters of a line; no page has so many. Of a longer one only what is the same from its beginning
and from its end is found again: to compare all with all takes minutes."""


def _aligned(letters: str, others: str, values: list[int]) -> list[int]:
    """What each of the letters has in another spelling of them, of whose letters `values` are; -1
    for those that it lacks. Mostly they are the same, or only begin or end differently."""
    if others.startswith(letters):
        return values[: len(letters)]
    if letters.endswith(others):
        return [-1] * (len(letters) - len(others)) + values
    if len(letters) == len(others):
        return values
    found = [-1] * len(letters)
    if max(len(letters), len(others)) > LONGEST:
        same = _alike(letters, others)
        ends = _alike(letters[same:][::-1], others[same:][::-1])
        found[:same] = values[:same]
        if ends:
            found[-ends:] = values[-ends:]
        return found
    matcher = SequenceMatcher(a=letters, b=others, autojunk=False)
    for first, other, size in matcher.get_matching_blocks():
        found[first : first + size] = values[other : other + size]
    return found


def _alike(letters: str, others: str) -> int:
    """How many letters both begin with.

    >>> _alike("thon xom", "thon to")
    5
    """
    pairs = zip(letters, others, strict=False)
    return sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], pairs))


def _filled(owners: list[int]) -> list[int]:
    """Letters without a word belong to that of the letter before, else of the one behind."""
    last = next((owner for owner in owners if owner >= 0), 0)
    filled: list[int] = []
    for owner in owners:
        last = owner if owner >= 0 else last
        filled.append(last)
    return filled


@dataclass(frozen=True, slots=True)
class Piece:
    """Letters `first` to before `stop` of one line."""

    printed: PrintedLine
    first: int
    stop: int


@dataclass(eq=False)
class Region:
    """Lines in order, searched as one."""

    lines: Sequence[PrintedLine]

    @cached_property
    def letters(self) -> str:
        """The letters of all lines."""
        return "".join(printed.letters for printed in self.lines)

    @cached_property
    def starts(self) -> list[int]:
        """Where the letters of each line begin."""
        ends = accumulate(len(printed.letters) for printed in self.lines)
        return [0, *ends][: len(self.lines)]

    def find(self, letters: str, first: int = 0, stop: int | None = None) -> int:
        """Where letters stand that begin and end with whole words; -1 where they do not."""
        end = len(self.letters) if stop is None else stop
        at = self.letters.find(letters, first, end) if letters else -1
        while at >= 0 and not self._is_whole(at, at + len(letters)):
            at = self.letters.find(letters, at + 1, end)
        return at

    def find_last(self, letters: str, stop: int) -> int:
        """Where letters stand last before `stop`, whole words; -1 where they do not."""
        at = self.letters.rfind(letters, 0, stop) if letters else -1
        while at >= 0 and not self._is_whole(at, at + len(letters)):
            at = self.letters.rfind(letters, 0, at + len(letters) - 1)
        return at

    def reads(self, first: int, stop: int) -> str:
        """The text from one letter to before another, without white space."""
        texts: list[str] = []
        for piece in self.pieces(first, stop):
            places = piece.printed.places
            text = piece.printed.line.text[places[piece.first] : places[piece.stop - 1] + 1]
            texts.extend(text.split())
        return "".join(texts)

    def _is_whole(self, first: int, stop: int) -> bool:
        begin, last = self.line_at(first), self.line_at(stop - 1)
        return self.lines[begin].begins_word(first - self.starts[begin]) and self.lines[
            last
        ].ends_word(stop - 1 - self.starts[last])

    def line_at(self, index: int) -> int:
        """The line that holds a letter."""
        return bisect_right(self.starts, index) - 1

    def pieces(self, first: int, stop: int) -> list[Piece]:
        """Letters `first` to before `stop`, line by line."""
        found: list[Piece] = []
        index = self.line_at(first)
        while index < len(self.lines) and self.starts[index] < stop:
            printed, begin = self.lines[index], self.starts[index]
            last = min(stop - begin, len(printed.letters))
            if last > max(first - begin, 0):
                found.append(Piece(printed, max(first - begin, 0), stop=last))
            index += 1
        return found
