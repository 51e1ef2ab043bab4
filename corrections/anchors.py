"""Find the part of a plan that a correction was made on, after the paper was read anew: by its id,
else by its words."""

from __future__ import annotations

from collections.abc import Sequence

from rapidfuzz import fuzz

from kehoach.corrections.model import Anchor, PaperAnchor
from kehoach.corrections.parts import Part, wording
from kehoach.normalize.text import fold
from kehoach.schema.models import FurtherDocument

SAME_ID = 60
"""Likeness (0 to 100) of wordings that one id must have: ids of older plans were positions."""
SAME_WORDS = 88
CLEARLY = 4
"""How much likelier than any other the best must be, where numbers do not decide."""


def index_of(anchor: Anchor, parts: Sequence[Part]) -> int | None:
    """The index of the part that an anchor means; None where it is gone, or two are as likely.

    >>> rows = [{"id": "a", "number": "1", "task": "Rà soát thủ tục hành chính của xã"}]
    >>> rows += [{"id": "b", "number": "2", "task": "Kiểm tra cải cách hành chính tại các thôn"}]
    >>> index_of(Anchor(part="tasks", id="b", text="Kiểm tra cải cách hành chính tại thôn"), rows)
    1
    >>> index_of(Anchor(part="tasks", id="x", text="Rà soát thủ tục hành chính xã"), rows)
    0
    >>> index_of(Anchor(part="tasks", id="x", text="Mua sắm máy tính"), rows) is None
    True
    """
    wanted = fold(anchor.text or "")
    by_id = [index for index, part in enumerate(parts) if anchor.id and part.get("id") == anchor.id]
    if len(by_id) == 1 and is_worded_so(anchor, wording(anchor.part, parts[by_id[0]])):
        return by_id[0]
    likely = [
        (score, part.get("number") == anchor.number, -index)
        for index, part in enumerate(parts)
        if (score := _likeness(wanted, anchor, part=part)) >= SAME_WORDS
    ]
    if not likely:
        return None
    likely.sort(reverse=True)
    best = likely[0]
    rivals = [one for one in likely[1:] if best[0] - one[0] < CLEARLY and one[1] == best[1]]
    return None if rivals else -best[2]


def is_worded_so(anchor: Anchor, words: str) -> bool:
    """Are the words of a part those that the part of an anchor's id has to have?"""
    wanted = fold(anchor.text or "")
    return not wanted or fuzz.ratio(wanted, fold(words)) >= SAME_ID


def paper_index(anchor: PaperAnchor, papers: Sequence[FurtherDocument]) -> int | None:
    """The index of the further paper that an anchor means: by its id, else by its title; None where
    it is gone."""
    by_id = [number for number, one in enumerate(papers) if anchor.id and one.id == anchor.id]
    if by_id:
        return by_id[0]
    title = fold(anchor.title or "")
    titles = [fold(one.document.title or "") for one in papers]
    return titles.index(title) if title and titles.count(title) == 1 else None


def _likeness(wanted: str, anchor: Anchor, part: Part) -> float:
    if not wanted:
        return 100.0
    return fuzz.ratio(wanted, fold(wording(anchor.part, part)))
