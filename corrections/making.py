"""Make corrections: of one field, of a whole part, of all that differs between two plans."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Any

from rapidfuzz import fuzz

from kehoach.corrections.anchors import SAME_WORDS, index_of
from kehoach.corrections.model import Anchor, Correction, Operation, PaperAnchor, PartName
from kehoach.corrections.parts import (
    FIELDS,
    LISTS,
    Part,
    anchor_of,
    paper_anchor,
    parts_of,
    stated,
    wording,
)
from kehoach.corrections.values import completed_part, context_of
from kehoach.normalize.text import fold
from kehoach.parsers.items.ground.context import Context
from kehoach.schema.corrected import CorrectionAction, Door
from kehoach.schema.models import FurtherDocument, Plan
from kehoach.schema.papers import papers_of


@dataclass(frozen=True, slots=True)
class Maker:
    """Who corrects, when, and through which door; `paper`: which further paper of the file, None
    for the plan itself."""

    author: str | None = None
    by: Door = "library"
    at: datetime | None = None
    paper: PaperAnchor | None = None

    def changed(self, name: PartName, part: Part, field: str, value: Any) -> Correction:
        """A field of a part (as it stands) gets another value."""
        return self._made(
            "change", anchor_of(name, part), patch=tuple(_replaced(part, {field: value}))
        )

    def confirmed(self, name: PartName, part: Part, field: str) -> Correction:
        """A person has looked at a field, and it is right."""
        test = Operation(op="test", path=f"/{field}", value=stated(part.get(field)))
        return self._made("confirm", anchor_of(name, part), patch=(test,))

    def added(self, name: PartName, part: Part, after: Part | None) -> Correction:
        """A part that the machine does not have, behind another (None: first)."""
        behind = anchor_of(name, after) if after is not None else None
        patch = (Operation(op="add", path="", value=part),)
        return self._made("add", anchor_of(name, part), patch=patch, after=behind)

    def removed(self, name: PartName, part: Part) -> Correction:
        """A part that is none."""
        patch = (Operation(op="test", path="", value=part), Operation(op="remove", path=""))
        return self._made("remove", anchor_of(name, part), patch=patch)

    def moved(self, name: PartName, part: Part, after: Part | None) -> Correction:
        """A part that belongs behind another (None: first)."""
        behind = anchor_of(name, after) if after is not None else None
        return self._made("move", anchor_of(name, part), patch=(), after=behind)

    def merged(
        self, name: PartName, part: Part, other: Part, changes: Mapping[str, Any]
    ) -> Correction:
        """A part and another that are one; `changes`: its fields that become others by that."""
        patch = tuple(_replaced(part, changes))
        return self._made("merge", anchor_of(name, part), patch=patch, other=anchor_of(name, other))

    def split(
        self, name: PartName, part: Part, changes: Mapping[str, Any], *, second: Part
    ) -> Correction:
        """A part that is two: what becomes of its fields, and the second, which stands behind
        it."""
        patch = (*_replaced(part, changes), Operation(op="add", path="", value=second))
        return self._made("split", anchor_of(name, part), patch=patch)

    def _made(
        self,
        action: CorrectionAction,
        anchor: Anchor,
        patch: tuple[Operation, ...],
        after: Anchor | None = None,
        *,
        other: Anchor | None = None,
    ) -> Correction:
        if self.paper is not None:
            inside = {"paper": self.paper}
            anchor = anchor.model_copy(update=inside)
            after = None if after is None else after.model_copy(update=inside)
            other = None if other is None else other.model_copy(update=inside)
        at = self.at or datetime.now(UTC)
        facts = [action, anchor.model_dump(), [one.model_dump() for one in patch], at.isoformat()]
        facts += [] if other is None else [other.model_dump()]
        written = json.dumps(facts, sort_keys=True, ensure_ascii=False)
        return Correction(
            id=hashlib.sha256(written.encode("utf-8", "replace")).hexdigest()[:12],
            action=action,
            anchor=anchor,
            after=after,
            other=other,
            patch=patch,
            author=self.author,
            at=at,
            by=self.by,
        )


def _replaced(part: Part, changes: Mapping[str, Any]) -> Iterator[Operation]:
    """What stood in some fields, and what stands there now."""
    for field, value in changes.items():
        yield Operation(op="test", path=f"/{field}", value=stated(part.get(field)))
        yield Operation(op="replace", path=f"/{field}", value=value)


@dataclass(frozen=True, slots=True)
class Difference:
    """What a person changed: corrections, and the names of what was changed that is no correction
    (sections, findings, the source): it is made anew by the program."""

    corrections: tuple[Correction, ...]
    ignored: tuple[str, ...] = ()


def difference(before: Plan, after: Plan, maker: Maker) -> Difference:
    """A plan as it was, and as a person left it -> the corrections that lead from one to the
    other."""
    made = list(_difference(before, after, maker=maker))
    if len(before.more_documents) == len(after.more_documents):
        pairs = zip(papers_of(before)[1:], papers_of(after)[1:], strict=True)
        for old, new in pairs:
            made += _difference(old, new, maker=replace(maker, paper=paper_anchor(old)))
    return Difference(tuple(made), tuple(_others(before, after)))


def _difference(before: Plan, after: Plan, maker: Maker) -> Iterator[Correction]:
    """What differs in one paper of a file."""
    old, new = parts_of(before), parts_of(after)
    context = context_of(before)
    yield from _fields("document", old["document"], new=new["document"], maker=maker)
    for name in LISTS:
        yield from corrections_of_list(name, old[name], new=new[name], maker=maker, context=context)


def _fields(name: PartName, old: Part, new: Part, maker: Maker) -> Iterator[Correction]:
    for field in FIELDS[name]:
        if (stated(old.get(field)) or None) != (stated(new.get(field)) or None):  # "" is as empty
            yield maker.changed(name, old, field, new.get(field))


def corrections_of_list(
    name: PartName, old: Sequence[Part], new: Sequence[Part], *, maker: Maker, context: Context
) -> Iterator[Correction]:
    """Changed, gone, new and moved parts of a list, in an order in which they can be applied."""
    pairs = paired(name, old, new=new)
    taken = set(pairs.values())
    for position, part in enumerate(old):
        if position not in taken:
            yield maker.removed(name, part)
    kept = [pairs[index] for index in range(len(new)) if index in pairs]
    staying = _longest_rise(kept)
    for index, part in enumerate(new):
        above = _as_named(new, old, pairs=pairs, index=index - 1)
        if index not in pairs:
            yield maker.added(name, completed_part(name, {}, new=part, context=context), above)
        elif pairs[index] not in staying:
            yield maker.moved(name, old[pairs[index]], above)
    for index, part in enumerate(new):
        if index in pairs:
            was = old[pairs[index]]
            yield from _fields(
                name, was, new=completed_part(name, was, new=part, context=context), maker=maker
            )


def _as_named(
    new: Sequence[Part], old: Sequence[Part], pairs: dict[int, int], index: int
) -> Part | None:
    """The part above, by the words it has when the correction is applied: those before changes."""
    if index < 0:
        return None
    return old[pairs[index]] if index in pairs else new[index]


def paired(name: PartName, old: Sequence[Part], new: Sequence[Part]) -> dict[int, int]:
    """Which new part is which old one (their indices): first those of one id, then by words."""
    pairs: dict[int, int] = {}
    free = dict(enumerate(old))
    ids = {part["id"]: index for index, part in free.items() if part.get("id")}
    for index, part in enumerate(new):
        position = ids.get(part.get("id"))
        if position in free:
            pairs[index] = position
            del free[position]
    for index, part in enumerate(new):
        if index in pairs or not free:
            continue
        anchor = anchor_of(name, part)
        positions = list(free)
        found = index_of(anchor.model_copy(update={"id": None}), [free[one] for one in positions])
        if found is None and anchor.id is None:
            found = _nearest(name, part, parts=[free[one] for one in positions])
        if found is not None:
            pairs[index] = positions[found]
            del free[positions[found]]
    return pairs


def _nearest(name: PartName, part: Part, parts: Sequence[Part]) -> int | None:
    """Of several that read alike, the first: parts without ids stand in order."""
    wanted = fold(wording(name, part))
    for index, one in enumerate(parts):
        if fuzz.ratio(wanted, fold(wording(name, one))) >= SAME_WORDS:
            return index
    return None


def _longest_rise(numbers: Sequence[int]) -> set[int]:
    """The longest run of numbers that rise: what stands in order did not move (patience sorting).

    >>> sorted(_longest_rise([0, 3, 1, 2, 4]))
    [0, 1, 2, 4]
    """
    best: list[list[int]] = []
    for number in numbers:
        length = sum(1 for run in best if run[-1] < number)
        run = [*(best[length - 1] if length else []), number]
        if length == len(best):
            best.append(run)
        else:
            best[length] = run
    return set(best[-1]) if best else set()


def _others(before: Plan, after: Plan) -> Iterator[str]:
    """What a person changed that the program makes itself."""
    for name in type(before).model_fields:
        is_ours = name in ("document", *LISTS, "corrections", "digest", "reading", "references")
        if not is_ours and _unlike(getattr(before, name), getattr(after, name)):
            yield name


def _unlike(old: Any, new: Any) -> bool:
    """Do two values differ in anything that is no part of a plan?"""
    if not (isinstance(old, tuple) and old and isinstance(old[0], FurtherDocument)):
        return bool(old != new)
    ours = dict.fromkeys(("document", *LISTS, "reading", "references"))
    return [one.model_copy(update=ours) for one in old] != [
        one.model_copy(update=ours) for one in new
    ]
