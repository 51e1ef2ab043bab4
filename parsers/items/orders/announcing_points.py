"""Points that only announce what stands under them ("a) Sở Y tế các tỉnh:", "d) Đề nghị các Cục gửi
báo cáo như sau:" over "- …"): they are no orders, but the nearest title over those."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from itertools import takewhile

from kehoach.parsers.items.asides.plain_rules import forbids
from kehoach.parsers.items.drafts.drafts import Draft
from kehoach.parsers.items.duties.duties import Duties
from kehoach.parsers.items.duties.turned_to import MAX_MATTER
from kehoach.parsers.items.ground.context import Context
from kehoach.parsers.items.orders.order_titles import LONGEST_TITLE
from kehoach.parsers.items.times.phases import is_order
from kehoach.parsers.items.words.sentence_breaks import sentences_in
from kehoach.parsers.layout.outline import Leaf, Node, deeper_than

MOST_GIVEN = 0.6
"""So large a part of the paragraphs under a title gives work to somebody."""


def announcing_leaves(duties: Duties) -> Sequence[Leaf]:
    """The blocks of duties that only announce those behind them."""
    return duties.leaves[: max(len(duties.leaves) - len(duties.texts), 0)]


def with_announcing_points(
    drafts: Iterable[Draft],
    root: Node,
    announcing: Iterable[Leaf],
    titled: Mapping[int, Leaf],
) -> None:
    """Put each order that stands right under a point that only announces it, or that titles it (by
    `titles_of_paragraphs`), under that point, which has the number."""
    over = {**titled, **dict(_over(root, {id(leaf) for leaf in announcing if leaf.kind == "item"}))}
    for draft in drafts:
        leaf = draft.leaves[0]
        title = over.get(id(leaf))
        if title is not None and not draft.titles:
            draft.titles, draft.number = (title,), leaf.number


def _over(root: Node, announcing: set[int]) -> Iterator[tuple[int, Leaf]]:
    """The blocks (by `id`) under each point that announces, the nearest of several."""
    for node in root.walk():
        leaves = node.leaves()
        for index, leaf in enumerate(leaves):
            if id(leaf) in announcing:
                yield from ((id(one), leaf) for one in deeper_than(leaf, leaves[index + 1 :]))


def titles_of_paragraphs(
    root: Node, unowned: Collection[int], owned: Collection[int]
) -> dict[int, Leaf]:
    """The paragraphs (by `id`) right under a point that tells nobody what to do, since each of most
    of them gives that to somebody ("a) Đẩy mạnh điều tra đất đai." over "Bộ Tài nguyên …"), each
    with that point. `unowned` are the orders that are for nobody by name, `owned` the others."""
    found: dict[int, Leaf] = {}
    for node in root.walk():
        leaves = node.leaves()
        for index, leaf in enumerate(leaves):
            if leaf.kind != "item" or id(leaf) not in unowned or not _may_title(leaf.text):
                continue
            below = list(takewhile(lambda one: one.kind == "paragraph", leaves[index + 1 :]))
            given = sum(id(one) in owned for one in below)
            if below and given >= MOST_GIVEN * len(below):
                found |= {id(one): leaf for one in below}
    return found


def _may_title(text: str) -> bool:
    return len(text.split()) <= LONGEST_TITLE and len(sentences_in(text)) == 1


def orders_at_length(text: str) -> bool:
    """Does a point order several things, or one at length, and title nothing? Such a one closes its
    last sentence before the points under it.

    >>> orders_at_length("Lập đội trực bơm. Kiểm tra trạm biến áp. Vớt bèo ở cống.")
    True
    >>> orders_at_length("Nâng cao chất lượng tưới tiêu.")
    False
    """
    is_closed = text.rstrip().endswith((".", ";"))
    return is_closed and not _may_title(text)


def orders_by_itself(text: str, context: Context) -> bool:
    """Does a bullet say what is done or forbidden, also behind its matter ("Bưu chính: Tổ chức kiểm
    tra …")?"""
    if is_order(text, context) or forbids(text):
        return True
    matter, colon, said = text.partition(": ")
    is_matter = bool(colon) and len(matter.split()) <= MAX_MATTER
    return is_matter and is_order(said, context)
