"""Whether the words of a value are such as its field holds: a number that is a sentence, a body
that is called by a verb or a time, a task that keeps the label of its time. A row whose columns
were mistaken has all of its values whole and well read, each in the field of another.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import lru_cache

from kehoach.normalize.line_ends import ends_within
from kehoach.normalize.offices.cell import opens_as_body
from kehoach.normalize.times.rules import find_times
from kehoach.normalize.times.timespan import plain
from kehoach.parsers.confidence.blocks import heading_of
from kehoach.parsers.confidence.traits import step
from kehoach.parsers.items.words.beginnings import begins, begins_duty
from kehoach.parsers.words import alternation
from kehoach.patterns import compile_regex

LONG_BODY, LONG_RECIPIENT, LONG_GROUP, LONG_PRODUCT = 60, 80, 120, 150
"""Letters of a value that is longer than its field mostly is."""
ISSUER = 3
"""Words of a maker that are its kind alone."""
SENTENCE = 4
"""Words of a number that is none."""
NAME = (2, 5)
"""Words of a person's name."""
WORDY = 8
"""Words of a time that says more than a time."""
OF_ANOTHER = frozenset(
    {
        "number of a sentence",
        "body holds a time",
        "body in a sentence",
        "body begins with a verb",
        "recipient begins with a verb",
        "recipient of sentences",
        "product without words",
        "wording is a code",
        "wording holds a label",
        "wording holds a point",
    }
)
"""Traits of a value that stands in a field of another kind, or took the words of another: what is
beside it was perhaps cut in the wrong place, too."""
_FIGURE = re.compile(r"\d")
_WORD = compile_regex(r"\p{L}{2,}")
_POINT = compile_regex(r"[.;:]\s+(?:\d{1,2}(?:\.\d{1,2})*[.)]|[\p{Ll}]\)|[-–+•])\s+\p{Lu}")
_STOP = compile_regex(r"\p{Ll}[.]\s+\p{Lu}")
_COUNTED = compile_regex(r"\p{Lu}\p{Ll}+(?:\s\p{L}+){0,2}\s+\d{1,2}\s*[:.]\s")
_LETTER = compile_regex(rf"(?i)(?:{alternation('letters_cited')})(?!\p{{L}})")
_LABELS = compile_regex(
    rf"(?i)(?<!\p{{L}})(?:{alternation('inline_labels')})(?:\s\p{{L}}+){{0,2}}\s*:\s*\S"
)
_MANY = compile_regex(rf"(?i)(?:{alternation('words_before_many')})\s+")
_SAYS = compile_regex(rf"(?i)(?<!\p{{L}})(?:{alternation('words_of_no_name')})(?!\p{{L}})")
_SIGN = compile_regex(r"\s[-–—/|→:]+\s|[|→]|;\s|:\s|\.\s(?=\p{Lu})")
"""What parts the fields of a task in one line."""
_YEAR_ALONE = compile_regex(r"(?i)^(?:năm\s+)?\d{4}$")


@lru_cache(maxsize=8192)
def field_traits(kind: str, value: str) -> tuple[str, ...]:
    """What of a value is unlike its field; `kind` names that ("tasks/lead").

    >>> field_traits("tasks/lead", "Giai đoạn 2031 - 2032")
    ('body opens otherwise', 'body holds a time', 'body with figures', 'body of parts')
    """
    found = _OF_FIELD.get(kind.rpartition("/")[2])
    return tuple(found(value)) if found is not None else ()


def places_of(pointer: str) -> tuple[str, str]:
    """The item of a value, and its list; of the document, each of its own.

    >>> places_of("/tasks/3/lead/0")
    ('/tasks/3', '/tasks')
    >>> places_of("/document/recipients/2")
    ('/document/recipients/2', '/document/recipients')
    """
    parts = pointer.split("/")
    stop = 4 if parts[1] == "document" else 3
    return "/".join(parts[:stop]), "/".join(parts[: stop - 1])


class Odd:
    """Where in a plan values stand that their field does not hold."""

    def __init__(self, values: Iterable[tuple[str, str, str]]) -> None:
        items: dict[str, set[str]] = {}
        self._items: set[str] = set()
        for pointer, kind, value in values:
            item, whole = places_of(pointer)
            items.setdefault(whole, set()).add(item)
            if not OF_ANOTHER.isdisjoint(field_traits(kind, value)):
                self._items.add(item)
        self._shares = {whole: len(own & self._items) / len(own) for whole, own in items.items()}

    def traits(self, pointer: str) -> Iterator[str]:
        """Of a value beside them."""
        item, whole = places_of(pointer)
        if item in self._items:
            yield "field of another kind"
        if self._shares[whole]:
            yield f"list of odd fields={step('odd', self._shares[whole])}"
        elif self._items:
            yield "odd fields in another list"


def _of_number(value: str) -> Iterator[str]:
    words = value.split()
    if len(words) >= SENTENCE:
        yield "number of a sentence"
    elif any(len(word) > 3 and word.isalpha() for word in words):
        yield "number with a label"


def last_part(value: str) -> str:
    """What stands behind the last sign of a wording that parts it.

    >>> last_part("Trồng 500 cây xanh – Hội Nông dân")
    'Hội Nông dân'
    """
    places = [found.end() for found in _SIGN.finditer(value.rstrip(" .;"))]
    return value[places[-1] :].strip(" .;") if places else ""


def _of_body(value: str) -> Iterator[str]:
    many = _MANY.match(value)
    if not opens_as_body(value[many.end() :] if many else value):
        yield "body opens otherwise"
    if _holds_time(value):
        yield "body holds a time"
    if begins_duty(value):
        yield "body begins with a verb"
    if len(value.split()) == 1 and not value.isupper():
        yield "body of one word"
    if len(value) > LONG_BODY:
        yield "long body"
    yield from _of_signs_in_body(value)
    if _SAYS.search(value):
        yield "body in a sentence"
    if begins(" ".join(value.split()[-2:]), "sentence_verbs") is not None:
        yield "body ends in a verb"


def _of_signs_in_body(value: str) -> Iterator[str]:
    if _STOP.search(value) or value.rstrip().endswith("."):
        yield "body with a full stop"
    if _FIGURE.search(value):
        yield "body with figures"
    if _SIGN.search(value.rstrip(" .;:")):
        yield "body of parts"


def _of_recipient(value: str) -> Iterator[str]:
    if begins_duty(value) and begins(value, "recipient_openings") is None:
        yield "recipient begins with a verb"
    if len(value) > LONG_RECIPIENT:
        yield "long recipient"
    if _STOP.search(value):
        yield "recipient of sentences"
    if ";" in value.strip(" ;"):
        yield "recipient of parts"


def _of_wording(value: str) -> Iterator[str]:
    if len(_WORD.findall(value)) < 2:
        yield "wording is a code"
    if _LABELS.search(value):
        yield "wording holds a label"
    yield from _of_heading_or_line(value)
    if _COUNTED.match(value):
        yield "wording begins with a counted label"
    if _POINT.search(value):
        yield "wording holds a point"
    elif _STOP.search(value):
        yield "wording of sentences"
    held = in_brackets(value)
    if held:
        yield "wording ends in brackets"
        if _holds_time(held) or opens_as_body(held):
            yield "wording ends in a body or time in brackets"


def _of_heading_or_line(value: str) -> Iterator[str]:
    """Whether a wording is a heading, or a whole line with the owner or time at its end."""
    last = last_part(value)
    if last and len(last) <= LONG_BODY and (opens_as_body(last) or _holds_time(last)):
        yield "wording ends in a body or time behind a sign"
    if value.rstrip().endswith(":"):
        yield "wording announces"
    if len(value) <= LONG_BODY and opens_as_body(value):
        yield "wording opens as a body"
    if " " in value and value.isupper():
        yield "wording in capitals"


def in_brackets(value: str) -> str:
    """What stands in the brackets at the end of a wording.

    >>> in_brackets("Trồng cây (Hội Nông dân xã, tháng 2).")
    'Hội Nông dân xã, tháng 2'
    """
    _, bracket, held = value.rstrip(" .;").rpartition("(")
    return held.removesuffix(")") if bracket and held.endswith(")") else ""


def _of_deadline(value: str) -> Iterator[str]:
    if len(value.split()) > WORDY:
        yield "time of many words"
    if _STOP.search(value):
        yield "time of sentences"
    if not _FIGURE.search(value):
        yield "time without figures"
    if begins(value, "sentence_verbs") is not None:
        yield "time begins with a verb"
    if ends_within(value):
        yield "time goes on"
    if any(map(opens_as_body, filter(None, (part.strip() for part in _SIGN.split(value))))):
        yield "time holds a body"
    if value.isupper():
        yield "time in capitals"


def _of_product(value: str) -> Iterator[str]:
    if _WORD.search(value) is None:
        yield "product without words"
    if begins_duty(value):
        yield "product begins with a verb"
    if opens_as_body(value):
        yield "product opens as a body"
    if _holds_time(value):
        yield "product holds a time"
    if len(value) > LONG_PRODUCT:
        yield "long product"


def _of_group(value: str) -> Iterator[str]:
    yield f"group of {heading_of(value)}"
    if len(value) > LONG_GROUP:
        yield "long group"
    if begins_duty(value):
        yield "group begins with a verb"
    if opens_as_body(value):
        yield "group opens as a body"
    if _holds_time(value):
        yield "group holds a time"
    if value.rstrip().endswith("."):
        yield "group with a full stop"


def _of_issuer(value: str) -> Iterator[str]:
    if len(value.split()) <= ISSUER:
        yield "issuer without its place"


def _of_title(value: str) -> Iterator[str]:
    words = [word for word in value.split() if len(word) > 1 and word.isalpha()]
    capital = sum(word.isupper() for word in words)
    if SENTENCE <= capital <= len(words) - SENTENCE:
        yield "title in two cases"
    if len(value) > LONG_PRODUCT:
        yield "long title"


def _of_person(value: str) -> Iterator[str]:
    words = value.split()
    if not NAME[0] <= len(words) <= NAME[1] or not all(word[0].isupper() for word in words):
        yield "name otherwise"


def _of_basis(value: str) -> Iterator[str]:
    if is_letter(value):
        yield "basis of a letter"
    if not _FIGURE.search(value):
        yield "basis without figures"


def is_letter(value: str) -> bool:
    """Is what is cited a letter, that grounds nothing by itself?"""
    return _LETTER.match(value) is not None


def _of_day(value: str) -> Iterator[str]:
    if _YEAR_ALONE.match(value):
        yield "year alone"


def _of_metric(value: str) -> Iterator[str]:
    yield "figure in percent" if "%" in value else "figure of things"
    if begins_duty(value):
        yield "figure begins with a verb"
    if value.replace(".", "").replace(",", "").strip().isdigit():
        yield "figure alone"


def _of_objective(value: str) -> Iterator[str]:
    if begins_duty(value):
        yield "objective begins with a verb"


def _holds_time(value: str) -> bool:
    return bool(_FIGURE.search(value)) and bool(find_times(plain(value)))


_OF_FIELD: Mapping[str, Callable[[str], Iterator[str]]] = {
    "number": _of_number,
    "issuer": _of_issuer,
    "title": _of_title,
    "lead": _of_body,
    "coordinating": _of_body,
    "unit": _of_body,
    "recipients": _of_recipient,
    "task": _of_wording,
    "text": _of_wording,
    "duties": _of_wording,
    "activities": _of_wording,
    "deadline": _of_deadline,
    "deliverables": _of_product,
    "group": _of_group,
    "name": _of_person,
    "raw": _of_basis,
    "date_raw": _of_day,
    "metrics": _of_metric,
    "objective": _of_objective,
}
