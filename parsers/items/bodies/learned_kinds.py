"""How far the name of a kind of bodies goes that the corpus holds (tools/train_body_kinds.py),
where its words open as what is done does: "Các cơ quan | đăng ký đầu tư | thẩm định …". It goes on
only where what these do follows, or another body: "Các đơn vị | tiếp nhận hồ sơ." is a
sentence."""

from __future__ import annotations

import lzma
from functools import cache
from pathlib import Path

from kehoach.normalize.offices.cell import Cell
from kehoach.parsers.items.bodies.called_by_work import words_from
from kehoach.parsers.items.words.beginnings import DOING, begins

LONGEST, LONGEST_HEAD = 8, 3
"""Words of a kind, and of the noun that it opens with."""
MAX_FIELDS = 6
"""So many more fields may a kind name ("doanh nghiệp bưu chính, | viễn thông")."""
_FILE = Path(__file__).parent / "kinds_of_bodies.tsv.xz"
_DOES = (*DOING, "body_verbs", "leading_verbs", "told_duties", "undone")


@cache
def kinds() -> frozenset[str]:
    """The kinds, folded."""
    text = lzma.decompress(_FILE.read_bytes()).decode("utf-8")
    return frozenset(text.splitlines())


@cache
def _openings() -> frozenset[str]:
    """The first two words of the kinds: most places begin none."""
    return frozenset(" ".join(kind.split(" ", 2)[:2]) for kind in kinds())


def kind_stop(cell: Cell, index: int) -> int:
    """Where the kind of bodies stops that begins before a word and goes on with it, what they do, a
    bracket or a further body right behind; 0 where there is none.

    >>> kind_stop(Cell("Các cơ quan đăng ký đầu tư thẩm định hồ sơ."), 3)
    7
    >>> kind_stop(Cell("Các cơ quan đăng ký đầu tư."), 3)
    0
    """
    for begin in range(max(0, index - LONGEST + 1), index):
        if _may_open(cell, begin):
            stop = stop_of_kind(cell, begin)
            if stop > index and _ends(cell, stop, index):
                return stop
    return 0


def stop_of_kind(cell: Cell, begin: int) -> int:
    """Behind the longest kind that begins at a word, and the further fields that it names;
    `begin` where none does.

    >>> stop_of_kind(Cell("doanh nghiệp bưu chính, viễn thông và chuyển phát nhanh"), 0)
    10
    """
    stop = _longest(cell, begin)
    for _ in range(MAX_FIELDS):
        if stop == begin or stop >= cell.size:
            break
        joined = stop + (cell.is_and(stop) and cell.words[stop].gap == " ")
        if joined == stop and cell.words[stop].gap != ", ":
            break
        more = max(
            (_longest_with(cell, begin, size, joined) for size in range(1, LONGEST_HEAD + 1)),
            default=joined,
        )
        if more == joined:
            break
        stop = more
    return stop


def ends_as_kind(bodies: str) -> bool:
    """Do words end with a kind of bodies in which what is done may begin?"""
    cell = Cell(bodies)
    begins_at = (at for at in range(cell.size) if _may_open(cell, at))
    return any(stop_of_kind(cell, at) == cell.size for at in begins_at)


def _may_open(cell: Cell, begin: int) -> bool:
    """May a noun for bodies open a name at a word, no verb ("tổ chức") and no part of a word?"""
    if begin + 1 >= cell.size or words_from(cell, begin, 2) not in _openings():
        return False
    if not begin:
        return not begins(words_from(cell, 0), "nouns_in_lists")
    if cell.is_one_of("plural", begin - 1):
        return True
    is_listed = cell.words[begin].follows_comma or cell.is_and(begin - 1)
    return is_listed and not begins(words_from(cell, begin), "nouns_in_lists")


def _longest(cell: Cell, begin: int) -> int:
    for size in range(min(LONGEST, cell.size - begin), 1, -1):
        is_one = all(word.gap == " " for word in cell.words[begin + 1 : begin + size])
        if is_one and words_from(cell, begin, size) in kinds():
            return begin + size
    return begin


def _longest_with(cell: Cell, begin: int, head: int, at: int) -> int:
    """Behind the longest words at a place that are a kind with the noun that opens at another;
    the place itself where none are."""
    noun = words_from(cell, begin, head)
    for size in range(min(LONGEST - head, cell.size - at), 0, -1):
        is_one = all(word.gap == " " for word in cell.words[at + 1 : at + size])
        if is_one and f"{noun} {words_from(cell, at, size)}" in kinds():
            return at + size
    return at


def _ends(cell: Cell, stop: int, index: int) -> bool:
    """Does a name end here: before a bracket, another body, or what these do?"""
    if stop >= cell.size:
        return False
    word = cell.words[stop]
    if "(" in word.gap:
        return True
    joined = stop + (cell.is_and(stop) and word.gap == " ")
    if joined > stop or word.gap == ", ":
        return _opens_another(cell, joined)
    if word.gap != " " or word.is_capital:
        return False
    following = words_from(cell, stop)
    if begins(following, "nouns_like_verbs", "verbs_that_join"):
        return False
    works = begins(words_from(cell, index), *DOING) is not None
    if works and begins(following, "ways_of_reporting"):
        return False  # "Các cơ quan lập hồ sơ | trình UBND tỉnh"
    return begins(following, *_DOES) is not None


def _opens_another(cell: Cell, begin: int) -> bool:
    """Does another body open a name at a word?"""
    if begin >= cell.size or begins(words_from(cell, begin), "nouns_in_lists"):
        return False
    opens = cell.opens_body(begin) if cell.words[begin].is_capital else False
    return opens or cell.is_one_of("plural", begin) or stop_of_kind(cell, begin) > begin
