"""Occasions that a paper is about: in one that orders what is done at Tết "trong dịp Tết" tells the
matter of the work, and no time limit of it."""

from __future__ import annotations

from kehoach.normalize.text import fold
from kehoach.parsers.items.ground.context import Context
from kehoach.parsers.items.times.stated_words import ends_with_finishing, phrases_of
from kehoach.patterns import compile_regex

_FIGURE = compile_regex(r"\d\s?[/.]\s?\d|\bngày\s+\d")


def is_of_topic(phrase: str, before: str, context: Context) -> bool:
    """Is a time, with the text `before` it, only the occasion by whose name a paper of orders is
    called? What is to be finished then ("trao xong | trong dịp Tết") has its limit.

    >>> tet = Context(gives_orders=True, head=("Về trật tự trong dịp Tết Tân Hợi",))
    >>> [is_of_topic(words, "", tet) for words in ("trong dịp Tết", "ngay sau Tết", "dịp 20/11")]
    [True, False, False]
    >>> is_of_topic("trong dịp Tết", "Trao quà xong ", tet)
    False
    """
    if not context.gives_orders or not context.head or _FIGURE.search(phrase) is not None:
        return False
    if phrases_of("openings_of_occasions").match(phrase) is None:
        return False
    if ends_with_finishing().search(before) is not None:
        return False
    in_title = set(phrases_of("occasions_of_papers").findall(fold(context.head[0])))
    return not in_title.isdisjoint(phrases_of("occasions_of_papers").findall(fold(phrase)))
