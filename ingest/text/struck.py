"""Words of a text that its marks cross out ("~~Đoàn xã~~ Công an xã"): they do not hold, and are
told."""

from __future__ import annotations

import regex

from kehoach.ingest.model import Note, Span
from kehoach.patterns import compile_regex

_STRUCK = compile_regex(
    r"(?<!~)~~(?=[^\s~])(?P<words>[^~|\n]+(?:~[^~|\n]+)*)(?<=[^\s~])~~(?!~)"
    r"|<(?P<tag>s|strike|del)>(?P<words>[^<>|]+)</(?P=tag)>",
    regex.IGNORECASE,
)
_MARK_ALONE = compile_regex(r"[ \t]*(?:[-–*+•]|\d{1,2}[.)]|\p{Ll}\)|#{1,6})?[ \t]*[*_]*[ \t.;]*")
"""What is left of a line that was crossed out whole."""
_GAP = compile_regex(r"(?<=\S) {2,}(?=\S)")


def take_struck(raw: list[str]) -> list[Note]:
    """Take the words out of the raw lines that are crossed out, cell by cell; a note of each.

    >>> raw = ["- ~~Đoàn xã~~ Công an xã", "- ~~Phát tờ rơi~~"]
    >>> [note.evidence for note in take_struck(raw)], raw
    (['Đoàn xã', 'Phát tờ rơi'], ['- Công an xã', ''])
    """
    notes: list[Note] = []
    for number, line in enumerate(raw):
        if "~~" not in line and "</" not in line:
            continue
        struck = [found["words"].strip() for found in _STRUCK.finditer(line)]
        if not struck:
            continue
        rest = _GAP.sub(" ", _STRUCK.sub("", line))
        raw[number] = "" if _MARK_ALONE.fullmatch(rest) else rest
        span = Span(first=number + 1, last=number + 1)
        notes += [Note("struck_text", words, span=span) for words in struck]
    return notes
