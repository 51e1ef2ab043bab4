"""What a decision orders in its articles: "Điều 2. Tổ công tác có nhiệm vụ: …", "Điều 3. Giao Phòng
Kinh tế …".

An article decides something (sets up a group, approves a list, says from when it holds), or gives
work: to the body that it opens with or turns to, or that its title names over points. A chapter of
tasks in an article ("2. Nhiệm vụ") is one of tasks here, too, unless it says whose they are.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass

from kehoach.parsers.items.duties.duties import Duties
from kehoach.parsers.items.ground.context import Context
from kehoach.parsers.items.orders.order_reader import OrderReader
from kehoach.parsers.layout.articles import is_article
from kehoach.parsers.layout.outline import Leaf, Node
from kehoach.parsers.words import contains, opens_with


@dataclass(frozen=True, slots=True)
class Articles:
    """The duties that articles give, in order, and the blocks (by `id`) of articles that are no
    tasks; those among them that rule something by themselves."""

    duties: tuple[Duties, ...] = ()
    settled: frozenset[int] = frozenset()
    ruled: frozenset[int] = frozenset()


def read_articles(root: Node, context: Context) -> Articles:
    """The articles of a paper, wherever they stand; nothing where it has none."""
    duties: list[Duties] = []
    settled: set[int] = set()
    ruled: set[int] = set()
    for node in root.walk():
        articles = _articles_under(node)
        if articles is not None:
            reader = OrderReader(context, announced=False, keeps_tasks=True)
            duties += reader.read(articles, "")
            settled.update(map(id, _blocks_without(articles, reader.left)))
            ruled |= reader.ruled
    return Articles(tuple(duties), frozenset(settled), ruled=frozenset(ruled))


def sets_up_or_moves(title: str) -> bool:
    """Does a decision set something up, move somebody or issue rules, by its title? One that
    approves a scheme does not, whatever that is to set right.

    >>> sets_up_or_moves("Về việc kiện toàn Ban Chỉ đạo chuyển đổi số xã Tân Khê")
    True
    >>> sets_up_or_moves("Phê duyệt Đề án kiện toàn mạng lưới thú y cơ sở")
    False
    """
    if opens_with(title, "titles_of_approvals") is not None:
        return False
    return contains(title, "titles_without_works") is not None


def _blocks_without(node: Node, left: Collection[int]) -> Iterator[Leaf]:
    """The blocks under a heading, without those of sections (by `id`) that were left to others."""
    if id(node) not in left:
        yield from node.leaves()
        for child in node.nodes():
            yield from _blocks_without(child, left)


def _articles_under(node: Node) -> Node | None:
    """The articles right under a heading, or of a paper, with what stands between them; None where
    it has none. What stands before the first one is none of theirs, nor are chapters."""
    first = next((place for place, child in enumerate(node.children) if _is_article(child)), None)
    if first is None:
        return None
    behind = node.children[first:]
    articles = Node(None, "", rank=node.rank, level=node.level)
    articles.children = [child for child in behind if isinstance(child, Leaf) or _is_article(child)]
    return articles


def _is_article(child: object) -> bool:
    return isinstance(child, Node | Leaf) and is_article(child.number)
