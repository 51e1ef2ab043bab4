"""What OCR gives between two spaces: marks around a word, and the word, in which any sign may be a
misread letter."""

from __future__ import annotations

from dataclasses import dataclass

from kehoach.patterns import compile_regex

_BEFORE = compile_regex(r"^[(\"'“‘\[«•*+\-–—~=_]+(?=.)")
_AFTER = compile_regex(r"(?<=.)[.,;:!?)\"'”’\]»…/\-–—_]+$")
_BLANK = compile_regex(r"\S+")


@dataclass(frozen=True, slots=True)
class Core:
    """A word inside a token: where it begins in its line, and its letters as they were read."""

    start: int
    text: str


def core_of(token: str, at: int = 0) -> Core:
    """A token that begins at `at` of its line -> the word in it.

    >>> core_of("(CCHC),"), core_of("$6:", 4)
    (Core(start=1, text='CCHC'), Core(start=4, text='$6'))
    """
    before = _BEFORE.search(token)
    first = before.end() if before else 0
    after = _AFTER.search(token, first)
    return Core(at + first, token[first : after.start() if after else len(token)])


def cores_of(line: str) -> list[Core]:
    """The words of a line, in order."""
    return [core_of(found.group(), found.start()) for found in _BLANK.finditer(line)]
