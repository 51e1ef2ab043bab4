"""Two rows that are one, and one row that is two: the values of both are kept, and where the paper
shows them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from copy import deepcopy
from typing import Any

from kehoach.corrections.model import PartName
from kehoach.corrections.parts import FIELDS, Part, stated
from kehoach.corrections.values import BODIES, read_value
from kehoach.parsers.items.ground.context import Context

OF_THE_FIRST = frozenset({"group", "subgroup", "number", "section", "unit"})
"""What says where a row stands: that of two rows is the first one's."""
GOES_ON = ("-", "–", ",", "/")
EVIDENCE = ("spans", "sources", "confidence")


def joined_fields(name: PartName, first: Part, second: Part, context: Context) -> dict[str, Any]:
    """The fields of a row that took another in, those alone that are others than its own."""
    told: dict[str, Any] = {}
    for field in FIELDS[name]:
        own, more = first.get(field), second.get(field)
        value = _joined(field, own, more=more, context=context)
        if stated(value) != stated(own):
            told[field] = value
    return told


def _joined(field: str, own: Any, more: Any, context: Context) -> Any:
    """Two values as one: nothing of either is dropped.

    >>> _joined("deliverables", ["Báo cáo"], ["Báo cáo", "Tờ trình"], Context())
    ['Báo cáo', 'Tờ trình']
    >>> _joined("lead", {"raw": "P. VHXH"}, {"raw": "P. Kinh tế"}, Context())["raw"]
    'P. VHXH; P. Kinh tế'
    """
    if not own or not more:
        return own or more
    if field in OF_THE_FIRST or stated(own) == stated(more):
        return own
    if isinstance(own, list):
        known = [stated(one) for one in own]
        return [*own, *(one for one in more if stated(one) not in known)]
    if field == "deadline":  # each keeps its preposition: none goes on with the other
        first, second = own["raw"].strip().rstrip(";"), more["raw"].strip()
        return read_value(field, f"{first}; {second}", context=context)
    if field in BODIES:
        return read_value(field, joined_words(own["raw"], more["raw"], mark="; "), context=context)
    return joined_words(own, more, mark=" ")


def joined_words(first: str, second: str, mark: str) -> str:
    """Words that follow each other, with a mark between them unless the second goes on where the
    first was broken off.

    >>> joined_words("Phòng Văn hóa", "- Xã hội", "; "), joined_words("UBND xã", "Công an", "; ")
    ('Phòng Văn hóa - Xã hội', 'UBND xã; Công an')
    """
    first, second = first.rstrip(), second.lstrip()
    broken = first.endswith(GOES_ON) or second.startswith(GOES_ON) or second[:1].islower()
    return f"{first}{' ' if broken else mark}{second}"


def joined(first: Part, second: Part, changes: Mapping[str, Any]) -> Part:
    """A row that took another in: `changes` are its fields that a person has seen; it stands where
    both stood, and is no surer than either."""
    whole = {**deepcopy(first), **deepcopy(dict(changes))}
    whole["spans"] = [*(first.get("spans") or []), *deepcopy(second.get("spans") or [])]
    if "confidence" in first and "confidence" in second:
        whole["confidence"] = min(first["confidence"], second["confidence"])
    own, more = first.get("sources") or {}, deepcopy(second.get("sources") or {})
    places = {
        field: _places_of(field, whole, pairs=((first, own.get(field)), (second, more.get(field))))
        for field in {**own, **more}
    }
    if places:
        whole["sources"] = places
    return whole


def _places_of(field: str, whole: Part, *, pairs: Sequence[tuple[Part, Any]]) -> Any:
    """The sources of a field out of those of two rows (`pairs`: each row with its own)."""
    given = [(row, source) for row, source in pairs if source]
    if len(given) < 2 or not isinstance(given[0][1], list):
        return _as_one([source for _, source in given])
    by_item: list[list[Any]] = [[] for _ in _items(whole.get(field))] or [[]]
    for row, sources in given:
        named = dict(zip(map(str, _items(row.get(field))), sources, strict=False))
        left = sources[len(named) :]
        for item, source in named.items():
            place = _position(item, _items(whole.get(field)))
            by_item[place].append(source)
        by_item[-1] += left
    return [_as_one(sources) for sources in by_item if sources]


def _items(value: Any) -> list[Any]:
    """What of a value has a source of its own: the items of a list, each body that is named."""
    if isinstance(value, dict):
        return list(value.get("units") or [value.get("raw")])
    return [stated(one) for one in value or []]


def _position(item: str, items: Sequence[Any]) -> int:
    """Which of the items it is; the last, for one that became part of another."""
    words = [str(one) for one in items]
    return words.index(item) if item in words else len(words) - 1


def _as_one(sources: Sequence[Any]) -> Any:
    """Several sources of one value."""
    first, *others = sources
    if not others:
        return first
    words = [one["words"] for one in sources if one.get("words")]
    how = [name for one in sources for name in one.get("how", ("text",))]
    return {
        "spans": [span for one in sources for span in one["spans"]],
        "words": " ".join(words) or None,
        "how": list(dict.fromkeys(how)),
        "confidence": min(one.get("confidence", 1.0) for one in sources),
    }


def split_off(row: Part, second: Part) -> Part:
    """The second half of a row, which stands where the whole stood."""
    return {**second, **{key: deepcopy(row[key]) for key in EVIDENCE if key in row}}
