"""Blocks of a chapter on who carries a plan out that give duties to several bodies and open with
none of them ("Trước ngày 10/9, Phòng Kinh tế …. Trong tháng 9, Công an xã …", "Việc họp dân do các
thôn thực hiện; …"): each has its own (owner_sentences.py)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from kehoach.parsers.items.context import Context
from kehoach.parsers.items.duties import Duties, under
from kehoach.parsers.items.further_owners import owners_said
from kehoach.parsers.items.owner_sentences import works_in
from kehoach.parsers.items.sections import is_assignment_section
from kehoach.parsers.items.unit_names import canonical
from kehoach.parsers.layout.outline import Leaf, Node


def with_shared_duties(
    found: Iterable[Duties], chapter: Node, context: Context
) -> Iterator[Duties]:
    """The duties of a chapter in order, and those of its blocks that give several bodies theirs and
    are none yet, or are told as those of the first alone."""
    waiting = list(found)
    places = {id(leaf): place for place, leaf in enumerate(chapter.all_leaves())}
    counts: dict[int, int] = {}
    for duties in waiting:
        for leaf in duties.leaves:
            counts[id(leaf)] = counts.get(id(leaf), 0) + 1
    whole = {
        id(duties.leaves[0]): duties
        for duties in waiting
        if [leaf.text for leaf in duties.leaves] == duties.texts and len(duties.texts) == 1
    }
    for node in filter(is_assignment_section, chapter.walk()):
        for leaf in node.leaves():
            if counts.get(id(leaf), 0) > (id(leaf) in whole) or leaf.kind == "footnote":
                continue
            parts = list(under(node, _parts(leaf, context)))
            if len(parts) < 2:
                continue
            at = _place(waiting, places, places[id(leaf)])
            if id(leaf) in whole:
                at = next(place for place, one in enumerate(waiting) if one is whole[id(leaf)])
                del waiting[at]
            waiting[at:at] = parts
    yield from waiting


def _place(waiting: list[Duties], places: dict[int, int], own: int) -> int:
    """Before which of the duties those of a block stand."""
    later = (
        place
        for place, duties in enumerate(waiting)
        if duties.leaves and places.get(id(duties.leaves[0]), -1) > own
    )
    return next(later, len(waiting))


def _parts(leaf: Leaf, context: Context) -> Iterator[Duties]:
    works = works_in(leaf.text, context)
    if len(works) < 2:
        return
    for text in works:
        said = owners_said(context.short_forms.written_out(text), context.level)
        duties = Duties(canonical(said.lead, context.level), leaf.number, level=leaf.level)
        duties.take(leaf, text)
        if said.lead:
            yield duties
