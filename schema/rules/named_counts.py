"""A number of things with a name of their own that a target and a work tell differently: "04 nhà
Mái ấm tình thương" is to be reached, "sửa chữa 03 nhà “Mái ấm tình thương”" is done."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from functools import cache
from typing import Any

import regex

from kehoach.normalize.text import comparison_key
from kehoach.patterns import compile_regex
from kehoach.schema.models import Finding
from kehoach.schema.rules.base import Draft, finding, rule
from kehoach.schema.rules.vocabulary import alternation
from kehoach.schema.walk import Place

_COUNTED = compile_regex(
    r"(?<![\p{L}\d.,/-])(?P<count>\d{1,3})\s+(?P<kind>\p{Ll}+(?:\s\p{Ll}+)?)\s+"
    r"(?:[\"“](?P<quoted>\p{Lu}[^\"“”\d]{6,60})[\"”]"
    r"|(?P<plain>\p{Lu}\p{Ll}+(?:\s\p{Ll}+){2,5}))"
)
_Things = dict[tuple[str, str], list[tuple[int, Place[Any]]]]


@rule("named_counts")
def named_counts(draft: Draft) -> Iterator[Finding]:
    """Only where one target and one work tell of them, and this one does not say that it is a part:
    of one quarter, of each, of one hamlet."""
    if draft.mended or draft.has_gaps:
        return
    aims: _Things = defaultdict(list)
    works: _Things = defaultdict(list)
    for target in draft.whole.children("targets"):
        _tell(target.child("text"), aims)
    for task in draft.sure_tasks:
        _tell(task.child("task"), works)
    for (kind, name), told in aims.items():
        done = [
            own
            for (own_kind, own_name), places in works.items()
            if own_kind == kind and _are_one(name, own_name)
            for own in places
        ]
        if len(told) != 1 or len(done) != 1:
            continue
        (wanted, target_text), (planned, work) = told[0], done[0]
        if wanted == planned or work.text == target_text.text:
            continue
        if _part().search(work.text) is None:
            yield finding(
                "named_counts",
                on=work,
                body=target_text.text,
                first=f"{wanted:02d} {kind}",
                second=f"{planned:02d} {kind}",
            )


def _tell(place: Place[Any], things: _Things) -> None:
    for match in _COUNTED.finditer(place.text):
        name = comparison_key(match["quoted"] or match["plain"])
        things[(comparison_key(match["kind"]), name)].append((int(match["count"]), place))


def _are_one(name: str, other: str) -> bool:
    """Without quotes a name may go on with words that are none of it."""
    return f"{name} ".startswith(f"{other} ") or f"{other} ".startswith(f"{name} ")


@cache
def _part() -> regex.Pattern[str]:
    """What a work may be a part of the whole by."""
    return compile_regex(rf"(?<!\p{{L}})(?:{alternation('parts_of_work')})(?!\p{{L}})")
