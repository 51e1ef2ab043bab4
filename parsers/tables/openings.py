"""With which words the cells of a table begin."""

from __future__ import annotations

from functools import cache

import regex

from kehoach.normalize.alternatives import any_of
from kehoach.normalize.offices.directory import opening_words
from kehoach.normalize.text import capitalised
from kehoach.parsers.words import phrases_by, raw_phrases
from kehoach.patterns import compile_regex

_FILE = "tables/openings.yaml"


def task_verbs() -> tuple[str, ...]:
    """The verbs with which tasks begin, in small letters."""
    return raw_phrases("task_verbs", _FILE)


@cache
def opening_pattern() -> regex.Pattern[str]:
    """Words that open cells of owners, deadlines, products and tasks, in the middle of a line:
    those of the vocabulary, and what the names of the directory of offices begin with."""
    openings = set(opening_words())
    openings.update(capitalised(verb) for verb in task_verbs())
    for listed in phrases_by(_FILE, "cell_openings", bare_words=False).values():
        openings.update(listed)
    return compile_regex(rf"(?<=\s)(?:{any_of(openings)})(?=[\s,./]|$)")


def opens_cell(text: str) -> bool:
    """Does the text begin as cells of owners, deadlines, products or tasks do?

    >>> opens_cell("Phòng Văn hóa - Xã hội"), opens_cell("văn hóa - xã hội")
    (True, False)
    """
    return opening_pattern().match(" " + text, 1) is not None


@cache
def openings_of(kind: str) -> tuple[str, ...]:
    """Words with which cells of a kind begin ("owner", "deadline", "product")."""
    return tuple(phrases_by(_FILE, "cell_openings", bare_words=False)[kind])
