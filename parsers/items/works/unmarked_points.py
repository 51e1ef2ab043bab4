"""Points whose marks a copy lost, each a paragraph of its own: under "II. KẾ HOẠCH THÁNG 11" the
lines "Tổ chức hội giảng.", "Kiểm tra hồ sơ các tổ." are work, short as they are."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from kehoach.parsers.items.bodies.sentence_owners import subject_of
from kehoach.parsers.items.ground.closings import is_farewell
from kehoach.parsers.items.ground.sections import names_coming_work
from kehoach.parsers.items.times.phases import is_told
from kehoach.parsers.items.words.beginnings import begins_duty
from kehoach.parsers.layout.bodies_over_duties import names_body_alone
from kehoach.parsers.layout.fields import names_circumstance, read_field
from kehoach.parsers.layout.outline import Leaf
from kehoach.parsers.layout.phase_titles import is_month_line
from kehoach.parsers.words import contains

FEWEST, FEWEST_ALONE = 2, 3
"""So many paragraphs behind a sentence that announces work, or without one, are a list."""
MOST = 0.6
"""So large a part of them open with a verb of doing."""
MIN_WORDS = 4


def unmarked_points(
    leaves: Sequence[Leaf], title: str = "", *, under_tasks: bool = False
) -> frozenset[int]:
    """The paragraphs (by `id`) right under a heading that are the points of a list without marks:
    none where marked points stand between them, or too few open with what is done. A heading
    of tasks announces work as a sentence does; one of a month (`title`), or one that is a time or
    the name of a body alone, has nothing else under it."""
    found: set[int] = set()
    is_alone = names_body_alone(title.rstrip(" :.")) or is_month_line(title)
    fewest = 1 if is_alone else FEWEST
    holds_works = is_alone or names_coming_work(title)
    for announced, listed in _lists(leaves, announced=under_tasks):
        works = [leaf for leaf in listed if _says_what_is_done(leaf.text)]
        enough = len(works) >= (FEWEST if announced else FEWEST_ALONE)
        most = MOST if announced else 1.0
        if (holds_works and len(listed) >= fewest) or (enough and len(works) >= most * len(listed)):
            found.update(id(leaf) for leaf in listed if _may_be_work(leaf))
    return frozenset(found)


def lists_with_sentences(leaves: Sequence[Leaf]) -> Iterator[tuple[Leaf | None, list[Leaf]]]:
    """The lists of points, or of paragraphs without marks, each with the sentence with a colon
    above it; None for one without."""
    over: Leaf | None = None
    listed: list[Leaf] = []
    for leaf in leaves:
        is_opener = not leaf.is_point and leaf.text.endswith(":")
        if not is_opener and (not listed or leaf.is_point == listed[0].is_point):
            listed.append(leaf)
            continue
        yield over, listed
        over, listed = (leaf, []) if is_opener else (None, [leaf])
    yield over, listed


def _lists(leaves: Sequence[Leaf], *, announced: bool) -> Iterator[tuple[bool, list[Leaf]]]:
    """The paragraphs that follow each other, and whether a sentence above calls them work."""
    listed: list[Leaf] = []
    for leaf in leaves:
        if is_farewell(leaf.text):
            continue
        if leaf.kind == "paragraph" and not leaf.text.endswith(":"):
            listed.append(leaf)
            continue
        yield announced, ([] if leaf.is_point else listed)
        listed = []
        announced = leaf.kind == "paragraph" and contains(leaf.text, "announced_work") is not None
    yield announced, listed


def _says_what_is_done(text: str) -> bool:
    """Does a paragraph open with what is done, or with a body and what it does?"""
    if begins_duty(text):
        return True
    lead, does = subject_of(text, None)
    return bool(lead) and begins_duty(does)


def _may_be_work(leaf: Leaf) -> bool:
    if is_told(leaf.text) or read_field(leaf.text) is not None:
        return False
    return len(leaf.text.split()) >= MIN_WORDS and not names_circumstance(leaf.text)
