"""How a wording looks, by itself."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import NamedTuple

from kehoach.normalize.offices.cell import opens_as_body
from kehoach.parsers.confidence.measures.figures import grown
from kehoach.parsers.confidence.traits import strangeness
from kehoach.parsers.items.words.beginnings import begins_duty

OPENING = 6
"""Words by which a wording tells whether it opens as a body."""
_FIGURE = re.compile(r"\d")


class OfWords(NamedTuple):
    """Figures of a wording; those that say yes or no are 1 or 0. `length`: that of its letters
    (`grown`); `stop`: does it end in one; `ends`: in any sign; `announces`: in a colon;
    `sentences`: those before the last; `verb`, `body`: does it begin so; `strange`: the share of
    words that are no Vietnamese."""

    letters: float
    length: float
    words: float
    small_letter: float
    capitals: float
    figures: float
    commas: float
    stop: float
    ends: float
    announces: float
    colon: float
    sentences: float
    verb: float
    body: float
    strange: float


@lru_cache(maxsize=8192)
def of_words(text: str) -> OfWords:
    """Of a wording; a plan says many of them again and again."""
    words = text.split(" ")
    return OfWords(
        letters=float(len(text)),
        length=grown(len(text)),
        words=float(len(words)),
        small_letter=float(text[:1].islower()),
        capitals=float(text.isupper()),
        figures=float(_FIGURE.search(text) is not None),
        commas=float(text.count(",")),
        stop=float(text.endswith((".", ";"))),
        ends=float(text.endswith((".", ";", ":", ","))),
        announces=float(text.endswith(":")),
        colon=float(":" in text),
        sentences=float(text.count(". ")),
        verb=float(begins_duty(text)),
        body=float(opens_as_body(" ".join(words[:OPENING]))),
        strange=strangeness(text),
    )
