"""Tasks stand in groups: which group of one plan is which of another, and which rows moved."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Any

from kehoach.compare.matching import Pair
from kehoach.compare.model import Change, FieldChange, Piece
from kehoach.compare.moves import heavier_moves, moved
from kehoach.compare.parts import Placed
from kehoach.compare.wording import pieces, say_the_same, wording

Tasks = Sequence[Placed[Any]]


class Groups:
    """The groups of two plans. A group goes on under its name, or under another where most of its
    rows do."""

    def __init__(self, old: Tasks, new: Tasks, pairs: Sequence[Pair]) -> None:
        self._old, self._new, self._pairs = old, new, pairs
        self._partner = dict(self._partners())

    def _partners(self) -> Iterator[tuple[str, str]]:
        """An old group and the new one that it is, by their keys."""
        olds = dict.fromkeys(placed.item.group for placed in self._old)
        news = dict.fromkeys(placed.item.group for placed in self._new)
        same = [key for key in olds if key in news]
        yield from ((key, key) for key in same)
        shared = Counter(
            (self._old[pair.old].item.group, self._new[pair.new].item.group) for pair in self._pairs
        )
        rest = {both: count for both, count in shared.items() if not {*both} & {*same}}
        for (old, new), count in rest.items():
            others = [
                other
                for both, other in rest.items()
                if both != (old, new) and (both[0] == old or both[1] == new)
            ]
            if count > max(others, default=0):
                yield old, new

    def moved_rows(self) -> dict[Pair, bool]:
        """Of each pair: does it stand in another group, or elsewhere in its own?"""
        inside: dict[str, list[Pair]] = {}
        told = dict.fromkeys(self._pairs, False)
        for pair in self._pairs:
            group = self._old[pair.old].item.group
            if self._partner.get(group) == self._new[pair.new].item.group:
                inside.setdefault(group, []).append(pair)
            else:
                told[pair] = True
        for pairs in inside.values():
            places = [(pair.old, pair.new) for pair in pairs]
            for index in moved(places, [self._name(pair) for pair in pairs]):
                told[pairs[index]] = True
        return told

    def _name(self, pair: Pair) -> str:
        """What tells a pair from others, the same whichever plan is the old one."""
        items = (self._old[pair.old].item, self._new[pair.new].item)
        return "\x1f".join(sorted(map(repr, items)))

    def changes(self, years: int) -> Iterator[Change]:
        """Groups that bear another name, or stand elsewhere among the groups."""
        olds, news = _first_rows(self._old), _first_rows(self._new)
        both = list(self._partner.items())
        places = [(olds[old], news[new]) for old, new in both]
        sizes = Counter(placed.item.group for placed in (*self._old, *self._new))
        names = ["\x1f".join(sorted(keys)) for keys in both]
        elsewhere = heavier_moves(
            places, names, sizes=[sizes[old] + sizes[new] for old, new in both]
        )
        for index, (old, new) in enumerate(both):
            before, after = self._old[olds[old]], self._new[news[new]]
            fields = tuple(_renamed(before.group or "", after.group or "", years=years))
            if fields or index in elsewhere:
                yield Change(
                    part="groups",
                    state="changed" if fields else "moved",
                    old=f"{before.pointer}/group",
                    new=f"{after.pointer}/group",
                    text=after.group or "",
                    is_moved=index in elsewhere,
                    fields=fields,
                )


def _first_rows(tasks: Tasks) -> dict[str, int]:
    """The place of the first row of each group."""
    first: dict[str, int] = {}
    for place, placed in enumerate(tasks):
        first.setdefault(placed.item.group, place)
    return first


def _renamed(before: str, after: str, years: int) -> Iterator[FieldChange]:
    if not say_the_same(wording(before), wording(after), years=years):
        told = tuple(Piece(state=state, text=text) for state, text in pieces(before, after))
        yield FieldChange(field="title", before=before, after=after, pieces=told)
