"""Figures of commitments by spaCy's matchers, beside `parse_metrics`: what the part `sentences` of
`make bench` measures; the product does not use it (docs/sentences.md)."""

from __future__ import annotations

from functools import cache
from typing import Any

import regex
from spacy.matcher import Matcher
from spacy.tokens import Doc, Span
from spacy.util import filter_spans

from kehoach.normalize.vocabulary import read_own
from kehoach.parsers.sentences import times
from kehoach.parsers.sentences.mentions import READING, pipeline
from kehoach.parsers.sentences.tokens import Pattern, TokenPattern, any_of, words_of

_NUMBER = r"^\d{1,3}(?:\.\d{3})+(?:,\d+)?$|^\d+(?:[.,]\d+)?$"
_RANGE = ("-", "–", "đến")
_THOUSANDS = regex.compile(r"\d{1,3}(?:\.\d{3})+(?:,\d+)?")
MAX_BEFORE = 6
"""Tokens before a figure that may compare it."""


def figures_by_matchers(text: str) -> tuple[str, ...]:
    """The figures with a unit of quantity.yaml, outside times, with what compares them, as
    tests/data/quantities.yaml writes them.

    >>> figures_by_matchers("đạt từ 95% trở lên")
    ('>= 95 %',)
    """
    nlp = pipeline()
    doc = nlp.make_doc(text)
    for name in READING:
        doc = nlp.get_pipe(name)(doc)
    timed = {token.i for span in doc.spans[times.TIMES] for token in span}
    found = [span for span in _figures(doc) if span.start not in timed]
    return tuple(told for span in found if (told := _told(doc, span)))


def _figures(doc: Doc) -> list[Span]:
    matcher = _matcher()
    spans = [Span(doc, first, last, label=label) for label, first, last in matcher(doc)]
    return sorted(filter_spans(spans), key=lambda span: span.start)


@cache
def _data() -> dict[str, Any]:
    return dict(read_own("quantity.yaml"))


@cache
def _matcher() -> Matcher:
    """A number or a range with one of the units."""
    matcher = Matcher(pipeline().vocab)
    number: TokenPattern = {"TEXT": {"REGEX": _NUMBER}}
    for unit in sorted({*map(str, _data()["units"]), *map(str, _data()["weak_units"])}):
        words = words_of(unit)
        if len(words) == 1:
            words = [{"TEXT": {"REGEX": rf"^(?i:{regex.escape(unit)})(?:/\w+)*$"}}]
        patterns: list[Pattern] = [[number, *words], [number, any_of(_RANGE), number, *words]]
        matcher.add("strong" if unit in _data()["units"] else "weak", patterns)
    return matcher


def _told(doc: Doc, span: Span) -> str:
    """A figure in one line; "" where it is no commitment."""
    before = doc[max(0, span.start - MAX_BEFORE) : span.start].text.lower()
    if _ends_with(before, _data()["before"]):
        return ""
    comparator = _comparator(before, doc[span.end : span.end + 3].text.lower())
    if span.label_ == "weak" and comparator == "=":
        return ""
    numbers = [_value(token.text) for token in span if regex.match(_NUMBER, token.text)]
    words = [token.text for token in span if not regex.match(_NUMBER, token.text)]
    unit = " ".join(word for word in words if word not in _RANGE)
    unit = "%" if unit in _data()["percent"] else unit
    if len(numbers) > 1:
        return f"range {numbers[0]:g}..{numbers[1]:g} {unit}"
    goes_down = _ends_with(_without_comparator(before), _data()["decrease"])
    if goes_down and comparator != "<":
        turned = {">=": "<=", ">": "<"}.get(comparator, comparator)
        return f"{turned} {-numbers[0]:g} {unit}"
    return f"{comparator} {numbers[0]:g} {unit}"


def _comparator(before: str, behind: str) -> str:
    for sign, phrases in _data()["after"].items():
        if behind.startswith(tuple(map(str, phrases))):
            return str(sign)
    words = before.split()
    while words and words[-1] in _data()["fillers"] and not _sign(words[-1:]):
        words.pop()
    return next((sign for size in range(5, 0, -1) if (sign := _sign(words[-size:]))), "=")


def _sign(words: list[str]) -> str:
    phrase = " ".join(words)
    comparators = _data()["comparators"].items()
    return next((str(sign) for sign, phrases in comparators if phrase in phrases), "")


def _without_comparator(before: str) -> str:
    words = before.split()
    for size in range(4, 0, -1):
        if _sign(words[-size:]):
            return " ".join(words[:-size])
    return before


def _ends_with(text: str, phrases: list[str]) -> bool:
    return any(f" {text}".endswith(f" {phrase}") for phrase in phrases)


def _value(number: str) -> float:
    if _THOUSANDS.fullmatch(number):
        number = number.replace(".", "")
    return float(number.replace(",", "."))
