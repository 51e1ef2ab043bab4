"""A paper that others print or read out, and which says itself what it is by a citation: the title
that a site gives it ("Thông báo số 41/TB-UBND ngày … của UBND phường … về việc …"), or the sentence
of whoever reads it to the people ("xin đọc toàn văn Công điện số … ngày … của … về việc …")."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from typing import NamedTuple

import regex

from kehoach.ingest.model import Line
from kehoach.normalize.legal.references import Reference, find_references
from kehoach.parsers.parts import Parts
from kehoach.parsers.printed import joined
from kehoach.parsers.words import alternation, opens_with
from kehoach.patterns import compile_regex
from kehoach.schema import models

MAX_INTRODUCED = 8
"""Paragraphs among which the sentence stands that says what is read out."""


class CitedSelf(NamedTuple):
    """The words that cite the paper itself, its type, and its title."""

    words: str
    kind: str
    title: str


def cited_self(parts: Parts, text: Sequence[str]) -> CitedSelf | None:
    """How a paper without a letterhead cites itself, by its title or by the sentence that says that
    all of it is read out; None where it does not."""
    if cited := _whole(joined(parts.title) or ""):
        return cited
    if not parts.is_told:
        return None
    for own in text[:MAX_INTRODUCED]:
        read_out = _read_out().search(own)
        if read_out is not None and (cited := _whole(own[read_out.end() :])):
            return cited
    return None


def shortened_title(info: models.DocumentInfo, parts: Parts) -> tuple[Line, ...]:
    """The lines of a title that cites its paper, of which the plan keeps what it is about."""
    title = joined(parts.title)
    if title is None or info.title is None or len(info.title) >= len(title):
        return ()
    return tuple(Line(own.text, own.spans[0]) for own in parts.title)


def _whole(words: str) -> CitedSelf | None:
    """The citation that words open with: with its number, its day and what it is about."""
    cited: Reference | None = next(iter(find_references(words)), None)
    if cited is None or cited.start or not (cited.number and cited.date and cited.subject):
        return None
    if cited.type is None:
        return None
    about = words.find(cited.subject)
    title = next(
        (words[at:].rstrip(" .") for at in _word_starts(words, about) if _is_subject(words[at:])),
        cited.subject,
    )
    return CitedSelf(words, cited.type, title)


def _word_starts(words: str, about: int) -> list[int]:
    """Where the last words before the subject begin ("về việc | ứng phó …")."""
    before = words[: max(about, 0)].rstrip()
    starts = [match.start() for match in _WORD.finditer(before)]
    return starts[-2:]


def _is_subject(words: str) -> bool:
    return opens_with(words, "subject_openings") is not None


_WORD = compile_regex(r"\S+")


@cache
def _read_out() -> regex.Pattern[str]:
    return compile_regex(rf"(?:{alternation('read_out_whole')})\s+(?:của\s+)?", regex.IGNORECASE)
