"""Blocks of a chapter on who carries a plan out that give duties to several bodies and open with
none of them ("Trước ngày 10/9, Phòng Kinh tế …. Trong tháng 9, Công an xã …", "Việc họp dân do các
thôn thực hiện; …"): each has its own (owner_sentences.py)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from operator import itemgetter

from kehoach.parsers.items.duties.duties import Duties, under
from kehoach.parsers.items.duties.unit_names import canonical
from kehoach.parsers.items.ground.closings import without_formal
from kehoach.parsers.items.ground.context import Context
from kehoach.parsers.items.ground.sections import is_assignment_section
from kehoach.parsers.items.owners.owner_sentences import gives_work, lead_in, works_in
from kehoach.parsers.layout.outline import Leaf, Node


def with_shared_duties(
    found: Iterable[Duties], chapter: Node, context: Context
) -> Iterator[Duties]:
    """The duties of a chapter in order, and those of its blocks that give several bodies theirs and
    are none yet, or are told as those of the first alone."""
    found = list(found)
    own: dict[int, list[Duties]] = {}
    for duties in found:
        for leaf in duties.leaves:
            own.setdefault(id(leaf), []).append(duties)
    places = {id(leaf): place for place, leaf in enumerate(chapter.all_leaves())}
    further: list[tuple[int, list[Duties]]] = []
    for node in filter(is_assignment_section, chapter.walk()):
        for leaf in node.leaves():
            told = own.get(id(leaf), [])
            parts = list(under(node, _parts(leaf, context))) if _may_be_shared(leaf, told) else []
            if len(parts) > len(told):
                further.append((places[id(leaf)], parts))
                found = [duties for duties in found if not any(duties is one for one in told)]
    yield from _in_order(found, further, places)


def _may_be_shared(leaf: Leaf, told: list[Duties]) -> bool:
    """Is a block nobody's duty yet, or told with nothing else, and without a name before it ("Các
    khoa: Chọn … .")?"""
    if leaf.kind == "footnote" or any(len(duties.leaves) != 1 for duties in told):
        return False
    return not told or " ".join(text for one in told for text in one.texts) == leaf.text


def _in_order(
    found: Iterable[Duties], further: list[tuple[int, list[Duties]]], places: dict[int, int]
) -> Iterator[Duties]:
    """The duties as found, the further ones, each with the place of its block, before the first
    that stands behind them."""
    waiting = sorted(further, key=itemgetter(0))
    for duties in found:
        place = places.get(id(duties.leaves[0]), -1) if duties.leaves else -1
        while waiting and waiting[0][0] < place:
            yield from waiting.pop(0)[1]
        yield duties
    for _, parts in waiting:
        yield from parts


def _parts(leaf: Leaf, context: Context) -> Iterator[Duties]:
    """The duties of a block that gives several bodies theirs, or names a work and whose it is."""
    works = works_in(without_formal(leaf.text), context)
    if len(works) < 2 and not gives_work(leaf.text, context):
        return
    found: list[Duties] = []
    for text in works:
        lead = lead_in(text, context)
        if not lead and found:
            found[-1].texts[-1] += f" {text}"  # whose it is, nobody can tell: it is not lost
            continue
        duties = Duties(canonical(lead, context.level), leaf.number, level=leaf.level)
        duties.take(leaf, text)
        if lead:
            found.append(duties)
    yield from found
