"""Pages whose text layer is doubted or cannot be read at all, and what their pictures say instead.

Three cases that `text_layer` does not see, because no picture covers the page: pdfminer
stumbles over the page (Poppler forgives more); the fonts do not tell which letters they draw; they
tell, and it is nonsense.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path

from kehoach.ingest.model import FlowItem, Word, lines_of
from kehoach.normalize.changes import Mended
from kehoach.normalize.repair.language import is_foreign, is_vietnamese
from kehoach.normalize.repair.legacy import decoded
from kehoach.patterns import compile_regex

MIN_LETTERS = 40
"""Fewer letters on a page are too few to judge its language by."""
MAX_UNKNOWN = 0.2
"""Over so many letters without a meaning the layer is of no use."""
TRIED = 2
"""Pages of a paper that are read as pictures to learn whether its text layer is nonsense; a paper
in another language costs no more than these."""
INFO_TIMEOUT = 30
_UNKNOWN = compile_regex(r"\(cid:\d+\)|[\p{Co}\p{Cn}\p{Cc}\ufffd]")
_LETTER_OR_MARK = compile_regex(r"[\p{L}\p{P}]")
_SIZE_OF = re.compile(r"Page\s+\d+ size")
_SIZE = re.compile(r"([\d.]+) x ([\d.]+) pts")


def without_meaning(words: Sequence[Word]) -> bool:
    """Do the fonts not tell which letters they draw? pdfminer then gives "(cid:17)", private or
    control characters.

    >>> from kehoach.ingest.model import Box, Word
    >>> texts = ("(cid:17)(cid:4)", "Kế", "")
    >>> [without_meaning([Word(text, Box(0, 0, 1, 1), 1)]) for text in texts]
    [True, False, False]
    """
    text = "".join(word.text for word in words)
    unknown, rest = len(_UNKNOWN.findall(text)), len(_UNKNOWN.sub("", text))
    return unknown > MAX_UNKNOWN * (unknown + rest)


def reads_nonsense(words: Sequence[Word]) -> bool:
    """Is a page of letters no Vietnamese, neither as it stands nor in an old encoding, and no other
    language either?"""
    text = " ".join(word.text for word in words)
    if len(_LETTER_OR_MARK.findall(text)) < MIN_LETTERS:
        return False
    if is_vietnamese([text]) or is_foreign(text):
        return False
    return not is_vietnamese(mended.text for mended in decoded([Mended.of(text)]))


def is_better(flow: Iterable[FlowItem]) -> bool:
    """Did the picture of a doubted page turn out to be Vietnamese?"""
    return is_vietnamese(line.text for line in lines_of(list(flow)))


def settled(numbers: Sequence[int], better: Callable[[Sequence[int]], list[int]]) -> None:
    """Have the doubted pages of a paper read: some first (`better` reads pages and gives those that
    it believes), the others only when the pictures were right there."""
    if better(numbers[:TRIED]) and numbers[TRIED:]:
        better(numbers[TRIED:])


def sizes_by_poppler(path: Path, most: int) -> list[tuple[float, float]]:
    """The sizes (points) of the pages of a PDF as Poppler finds them; empty when it finds none
    either. Of more than `most` pages one more than that is told."""
    from pdf2image import exceptions, pdfinfo_from_path  # with Pillow; few papers need them

    unknown = (
        *(exceptions.PDFInfoNotInstalledError, exceptions.PDFPageCountError),
        *(exceptions.PDFPopplerTimeoutError, OSError, ValueError, KeyError, IndexError),
    )
    name = str(path.absolute())
    try:
        count = int(pdfinfo_from_path(name, timeout=INFO_TIMEOUT)["Pages"])
        if count < 1:
            return []
        last = min(count, most + 1)
        told = pdfinfo_from_path(name, timeout=INFO_TIMEOUT, first_page=1, last_page=last)
    except unknown:
        return []
    sizes: list[tuple[float, float]] = []
    for key, value in told.items():
        size = _SIZE.match(str(value)) if _SIZE_OF.fullmatch(key) else None
        if size:
            sizes.append((float(size[1]), float(size[2])))
    return sizes
