"""Places listed under a task ("Trồng cây ở 3 xóm, gồm: / + Xóm Đông: 05 cây"), or what a thing
consists of ("Hoàn thành biểu mẫu gồm: / - Danh sách;"): its details, and no tasks of their own."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cache

import regex

from kehoach.parsers.layout.lists_of_parts import lists_parts
from kehoach.parsers.layout.outline import Leaf, deeper_than
from kehoach.parsers.words import alternation, contains, opens_with
from kehoach.patterns import compile_regex

MIN_SITES = 2
"""So many places are a list."""
MAX_WORDS_OF_SITE = 12
"""Of the name of a place before its colon."""
MAX_WORDS_BEFORE_COUNT = 3
"""Behind that colon, before how many are there ("Lấy mẫu | 01 vị trí"): more words order something
else."""


def listed_sites(leaves: Sequence[Leaf]) -> dict[int, list[Leaf]]:
    """The places, or the parts of a thing, under each block that announces some, by its `id`."""
    found: dict[int, list[Leaf]] = {}
    for index, leaf in enumerate(leaves):
        below = leaves[index + 1 :] if leaf.text.endswith(":") else []
        places = sites_under(leaf, below) or parts_under(leaf, below)
        if places:
            found[id(leaf)] = places
    return found


def parts_under(leaf: Leaf, below: Sequence[Leaf]) -> list[Leaf]:
    """What a thing consists of that an order speaks of ("Hoàn thành biểu mẫu gồm:"); [] for
    another."""
    parts = deeper_than(leaf, below)
    return parts if parts and lists_parts(leaf.text, parts[0].text) else []


def sites_under(leaf: Leaf, below: Sequence[Leaf]) -> list[Leaf]:
    """The places that a sentence announces, with the lines that tell where in each; [] where it
    announces none, or the lines under it order something."""
    if not leaf.text.endswith(":") or not contains(leaf.text, "site_nouns"):
        return []
    if not contains(leaf.text, "list_openings"):
        return []
    sites = list(_leading_sites(below, leaf))
    return sites if len(sites) >= MIN_SITES else []


def _leading_sites(below: Sequence[Leaf], opener: Leaf) -> Iterator[Leaf]:
    """The places right under a block; those that one of them announces ("+ Cửa sông Đáy: Lấy mẫu 02
    vị trí gồm:"), and all of a copy that lost its marks, may stand without one."""
    has_marks = opener.is_point
    is_announced = False
    for leaf in below:
        is_apart = leaf.kind == "paragraph" and (is_announced or not has_marks)
        is_place = not has_marks or _counted_place().match(leaf.text) is not None
        if leaf.level <= opener.level and not (is_apart and is_place):
            return
        if not is_site(leaf.text):
            return
        goes_on = leaf.kind == "paragraph" and is_announced
        is_announced = goes_on or leaf.text.endswith(":")
        yield leaf


def is_site(text: str) -> bool:
    """Does a line name a place and how many are there, and no more?

    >>> is_site("Xóm Đông xã Tân Khê: 05 cây;"), is_site("01 vị trí tại chợ phiên;")
    (True, True)
    >>> is_site("Xóm Đông: Lập chốt kiểm soát tại ngầm tràn."), is_site("02 lớp học nghề.")
    (False, False)
    """
    if _counted_place().match(text):
        return True
    name, colon, behind = text.partition(":")
    if not colon or len(name.split()) > MAX_WORDS_OF_SITE or not opens_with(name, "sites"):
        return False
    opening = behind.split()[: MAX_WORDS_BEFORE_COUNT + 1]
    return any(word.isdecimal() for word in opening)


@cache
def _counted_place() -> regex.Pattern[str]:
    """ "01 vị trí …"."""
    return compile_regex(rf"\d+\s+(?:{alternation('site_nouns')})(?!\p{{L}})")
