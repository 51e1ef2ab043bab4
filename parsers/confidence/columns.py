"""What all values of one field say of each: where a reader took one column for another, or left a
label in each line, most values of the field are a little odd, and so are those beside them."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator

from kehoach.normalize.text import fold
from kehoach.parsers.confidence.fields import field_traits
from kehoach.parsers.confidence.traits import beginning, ending, step

DOUBTS = frozenset(
    {
        "body opens otherwise",
        "body of one word",
        "long body",
        "body of parts",
        "body holds a time",
        "body in a sentence",
        "body begins with a verb",
        "body ends in a verb",
        "product opens as a body",
        "product begins with a verb",
        "product holds a time",
        "product without words",
        "time without figures",
        "time of many words",
        "time begins with a verb",
        "time holds a body",
        "time goes on",
        "wording ends in a body or time in brackets",
        "wording ends in a body or time behind a sign",
        "wording announces",
        "wording opens as a body",
        "wording is a code",
        "wording holds a label",
        "wording holds a point",
        "group holds a time",
        "group opens as a body",
        "group begins with a verb",
        "number of a sentence",
        "number with a label",
    }
)
"""Traits that one value may have by chance, but not most of its field."""
OFTEN, MOST = 3, 0.8
"""How often a value stands in its field that is no chance, and the share that is all."""
_WORDINGS = frozenset({"tasks/task", "targets/text", "assignments/duties", "obligations/text"})


class Columns:
    """The values of each field of a plan together."""

    def __init__(self, values: Iterable[tuple[str, str]]) -> None:
        own: dict[str, list[bool]] = defaultdict(list)
        self._counts: dict[str, Counter[str]] = defaultdict(Counter)
        self._lists: dict[str, set[str]] = defaultdict(set)
        for kind, value in values:
            own[kind].append(_is_odd(kind, value))
            self._counts[kind][value] += 1
            if kind in _WORDINGS:
                self._lists[fold(value)].add(kind)
        self._shares = {kind: sum(odd) / len(odd) for kind, odd in own.items()}

    def traits(self, kind: str, value: str) -> Iterator[str]:
        """Of a value of these."""
        part = kind.partition("/")[0]
        if part == "document":
            return
        yield f"column odd={step('column', self._shares[kind])}"
        others = [
            share
            for other, share in self._shares.items()
            if other != kind and other.partition("/")[0] == part
        ]
        yield f"other column odd={step('column', max(others, default=0.0))}"
        count, whole = self._counts[kind][value], self._counts[kind].total()
        if count >= OFTEN and count >= MOST * whole:
            yield f"{kind} of all"
        elif count >= OFTEN and _is_odd(kind, value):
            yield "odd again and again"
        if kind in _WORDINGS and len(self._lists[fold(value)]) > 1:
            yield "said in another list"


def _is_odd(kind: str, value: str) -> bool:
    if not DOUBTS.isdisjoint(field_traits(kind, value)):
        return True
    return (kind == "tasks/task" and beginning(value) == "small") or ending(value) == "goes on"
