"""The orders of a directive, a notice or a letter: who has to do what, sentence by sentence.

Such a paper has no chapter on duties. Each numbered point is an order: to the body that it opens
with or turns to ("Giao Phòng Kinh tế …"), to the one that the heading or the sentence over it
names, or to those whom the whole paper turns to ("UBND xã yêu cầu các thôn:", "Kính gửi: …").
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from kehoach.parsers.items.bodies.sentence_owners import subject_of
from kehoach.parsers.items.duties.duties import Duties
from kehoach.parsers.items.duties.turned_to import (
    announcement_of,
    body_asked,
    turned_to,
)
from kehoach.parsers.items.ground.closings import (
    is_formal,
    summons_all,
)
from kehoach.parsers.items.ground.context import Context
from kehoach.parsers.items.orders.asked_reports import asks_for_report
from kehoach.parsers.items.orders.handed_over import owners_of_matters
from kehoach.parsers.items.orders.order_reader import OrderReader
from kehoach.parsers.items.owners.scope_sentences import remarks_of
from kehoach.parsers.items.times.phases import begins_order
from kehoach.parsers.items.words.sentence_breaks import sentences_in
from kehoach.parsers.layout.outline import Leaf, Node


@dataclass(frozen=True, slots=True)
class Orders:
    """The orders given to somebody, those given to nobody by name, the blocks of the former (by
    `id`), those that surely order nothing, and a section of the blocks before the first heading."""

    opening: Node
    found: tuple[Duties, ...] = ()
    unowned: frozenset[int] = frozenset()
    owned: frozenset[int] = frozenset()
    settled: frozenset[int] = frozenset()


def read_orders(
    root: Node, preamble: Sequence[Leaf], context: Context, *, addressees: Sequence[str] = ()
) -> Orders:
    """The orders of a paper whose `preamble` are the blocks before its first point, and which is
    written to `addressees`."""
    announced = announcement_of(preamble, root, context=context, addressees=addressees)
    asked = [leaf for leaf in preamble if body_asked(leaf.text, context)]
    found: list[Duties] = []
    addressed = announced.unit
    sentence = announced.sentence
    are_orders = sentence is not None
    if sentence is not None and asks_for_report(sentence, root, context=context):
        are_orders = False
        found.append(Duties(addressed, None))
        found[0].take(sentence)
    elif not are_orders and addressees:
        leaves = [*asked, *(leaf for leaf in root.leaves() if leaf.kind == "paragraph")]
        addressed = next(filter(None, (body_asked(leaf.text, context) for leaf in leaves)), "")
    reader = OrderReader(context, announced=are_orders, everyone=_carrying_out(root, context))
    reader.behind = frozenset(_behind(announced.sentence, root))
    reader.announcing = announced.sentence if _only_announces(announced.sentence) else None
    reader.given = owners_of_matters(root, context)
    reader.remarked = remarks_of(root, context)
    if found:
        reader.contents = frozenset(map(id, root.all_points()))
    opening = Node(None, "", rank=root.rank, level=root.level)
    told = [] if root.nodes() else _behind_in(preamble, announced.sentence)
    reader.behind |= frozenset(map(id, told))
    opening.children.extend({id(leaf): leaf for leaf in (*asked, *told)}.values())
    found += (*reader.read(opening, addressed if told else ""), *reader.read(root, addressed))
    owned = {id(leaf) for duties in found for leaf in duties.leaves}
    return Orders(
        opening,
        found=tuple(found),
        unowned=frozenset(reader.unowned - owned),
        owned=frozenset(owned),
        settled=frozenset(reader.settled - owned),
    )


def _behind_in(preamble: Sequence[Leaf], sentence: Leaf | None) -> list[Leaf]:
    """The blocks of a preamble behind the sentence that announces orders, where they say what to do
    (the number of the first one was lost)."""
    places = [place for place, leaf in enumerate(preamble) if leaf is sentence]
    behind = preamble[places[0] + 1 :] if places else ()
    return [leaf for leaf in behind if begins_order(leaf.text)]


def _only_announces(sentence: Leaf | None) -> bool:
    """Does no sentence of a paragraph but its last, which announces orders, give any?"""
    if sentence is None:
        return False
    others = sentences_in(sentence.text)[:-1]
    return not any(map(begins_order, others))


def _behind(sentence: Leaf | None, root: Node) -> Iterator[int]:
    """The paragraphs (by `id`) before the first heading that stand behind a sentence, which may be
    one of those before the body."""
    paragraphs = [leaf for leaf in root.leaves() if leaf.kind == "paragraph"]
    places = [place for place, leaf in enumerate(paragraphs) if leaf is sentence]
    if sentence is not None:
        yield from map(id, paragraphs[places[0] + 1 if places else 0 :])


def _carrying_out(root: Node, context: Context) -> str:
    """The bodies that a paper calls upon in its closing ("Các phòng, ban, các thôn chịu trách nhiệm
    thực hiện Chỉ thị này."); "" for none."""
    for leaf in reversed(list(root.all_leaves())):
        if leaf.kind == "paragraph" and (summons_all(leaf.text) or is_formal(leaf.text)):
            lead, _ = subject_of(leaf.text, context.level)
            lead = lead or turned_to(leaf.text, context)
            if lead:
                return lead
    return ""
