"""What the labelled lines under points speak of: the work over these points, each of them, or the
last alone."""

from __future__ import annotations

from collections.abc import Sequence

from kehoach.parsers.items.bodies.further_owners import names_own
from kehoach.parsers.items.drafts.drafts import Draft, draft_of
from kehoach.parsers.items.drafts.shared_labels import label_of_works, sharing_bullets
from kehoach.parsers.layout.fields import names_circumstance, read_field, without_run_in_label
from kehoach.parsers.layout.outline import Leaf, Node
from kehoach.patterns import compile_regex

MIN_WORDS_OF_CLAUSES = 8
"""Of an opener that says its whole work in clauses ("mở lớp sơ cứu; dự các lớp của huyện")."""
_CLAUSES = compile_regex(r"[;:]\s\S")
MAX_WORDS_OF_TITLE = 20
"""Of a numbered line over one bullet that is the task."""


def owner_of_labels(
    opener: Draft | None,
    listed: Sequence[Leaf],
    rest: Sequence[Leaf],
    *,
    node: Node,
    work: Draft | None = None,
) -> Draft:
    """What the labelled lines that begin `rest` speak of: each point of a list that is announced
    and stands deeper than the labels; the bullets of one level before them, with what stands under
    these; or the opener of the list, when the labels are no deeper than the list and the list has
    no others, or when it is surely a `work`."""
    depth = rest[0].depth or listed[-1].depth
    if opener is not None and (opener is work or are_beside(listed)):
        for leaf in listed:
            opener.take_activity(leaf)
        return opener
    announced = _announced(listed, rest[0])
    if announced is not None:
        return announced_list(listed[announced], listed[announced + 1 :], node=node)
    same_level = [index for index, leaf in enumerate(listed) if leaf.depth <= depth]
    each_names_own = any(names_own(listed[index].text) for index in same_level[:-1])
    is_of_all = each_names_own and _are_one_time(rest)
    if each_names_own and not is_of_all:
        same_level = same_level[-1:]  # the labels are of the last alone
    points = [listed[place] for place in same_level]
    if is_of_all or (opener is not None and label_of_works(opener, points)):
        return sharing_bullets(listed[same_level[0] :], depth, node=node)
    is_list = len(same_level) > 1 or (opener is not None and _is_long(opener))
    speaks_of_list = not same_level or (is_list and _labels_end(rest))
    if opener is not None and speaks_of_list:
        owner, below = opener, listed
    elif len(same_level) > 1:
        return sharing_bullets(listed[same_level[0] :], depth, node=node)
    else:
        first = same_level[-1] if same_level else len(listed) - 1
        owner, below = draft_of(listed[first], node), listed[first + 1 :]
    for leaf in below:
        if leaf.text.endswith(":"):
            owner.cover(leaf)
        else:
            owner.take_activity(leaf)
    return owner


def are_beside(listed: Sequence[Leaf]) -> bool:
    """Do all points tell how, where and with whom a work is done, and what it is about beside that
    ("- Nội dung: kể chuyện …", "- Hình thức: mỗi thôn một đội")?"""
    others = [leaf for leaf in listed if not names_circumstance(leaf.text)]
    if len(others) == len(listed):
        return False
    return all(without_run_in_label(leaf.text) != leaf.text for leaf in others)


def _are_one_time(rest: Sequence[Leaf]) -> bool:
    """Is all that follows a list, up to the next numbered point, one time: that of each point, also
    where each names its own?"""
    labelled = read_field(rest[0].text)
    is_last = len(rest) == 1 or rest[1].kind == "item"
    return is_last and labelled is not None and labelled.role == "deadline"


def _is_long(opener: Draft) -> bool:
    """Is it a sentence, or some clauses, and no title of the one bullet under it?"""
    words = len(opener.text.split())
    has_clauses = _CLAUSES.search(opener.text) is not None
    return words > MAX_WORDS_OF_TITLE or (has_clauses and words >= MIN_WORDS_OF_CLAUSES)


def _announced(listed: Sequence[Leaf], label: Leaf) -> int | None:
    """Where a bullet stands that ends with a colon, all behind it deeper than it and than the
    label."""
    for index in range(len(listed) - 1):
        leaf = listed[index]
        below = listed[index + 1 :]
        if leaf.text.endswith(":") and all(
            point.depth > max(leaf.depth, label.depth) for point in below
        ):
            return index
    return None


def announced_list(leaf: Leaf, below: Sequence[Leaf], node: Node) -> Draft:
    """A list whose labels stand behind it: each point is a task, the sentence over it covers
    all."""
    draft = draft_of(leaf, node)
    draft.over = leaf
    for point in below:
        draft.take_member(point)
    return draft


def _labels_end(rest: Sequence[Leaf]) -> bool:
    """Is all that follows labelled, up to the next opener?"""
    value = ""
    for leaf in rest:
        labelled = read_field(leaf.text)
        if labelled is not None:
            value = labelled.value
        elif leaf.kind != "bullet":
            return True
        elif value:
            return False
    return True
