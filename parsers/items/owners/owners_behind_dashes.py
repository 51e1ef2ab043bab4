"""Lists whose points end with who does them, behind a dash and without a time: "Thăm 02 tân binh –
đ/c Lê Thị Sen", "Sửa điện cho hộ neo đơn - Chi đoàn thôn 4; Đoàn xã hỗ trợ vật tư"."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import islice

from kehoach.parsers.items.bodies.further_owners import owners_said
from kehoach.parsers.items.bodies.named_bodies import named_bodies
from kehoach.parsers.items.bodies.remark_owners import without_title
from kehoach.parsers.items.bodies.sentence_owners import honorific, subject_of
from kehoach.parsers.items.drafts.drafts import Draft, draft_of
from kehoach.parsers.items.ground.context import Context
from kehoach.parsers.items.words.beginnings import begins
from kehoach.parsers.layout.fields import Field
from kehoach.parsers.layout.outline import Leaf, Node
from kehoach.patterns import compile_regex

FEWEST, MOST = 3, 0.6
"""So many points, and so large a part, of a list and of those in the sections beside it."""
MAX_SECTIONS = 60
"""So many sections beside a list are looked at."""
MIN_WORDS_OF_WORK = 3
MAX_WORDS_OF_OWNERS = 24
_DASH = compile_regex(r"\s+[-–—]\s+")
_EDGES = " .;,"


def owners_behind_dashes(points: Sequence[Leaf], node: Node, context: Context) -> list[Draft]:
    """The points of a list -> the tasks of those that end so, where most of the list does; the
    wording keeps all."""
    told = [(leaf, fields) for leaf in points if (fields := _behind_dash(leaf.text, context))]
    if not told:
        return []
    beside = list(_beside(node))
    alike = len(told) + sum(bool(_behind_dash(leaf.text, context)) for leaf in beside)
    if alike < max(FEWEST, MOST * (len(points) + len(beside))):
        return []
    drafts = [(draft_of(leaf, node), fields) for leaf, fields in told]
    return [replace(draft, fields=fields) for draft, fields in drafts if not draft.inline]


def _beside(node: Node) -> Iterator[Leaf]:
    """The points right under the sections beside that of a list ("Tuần 1", "Tuần 2")."""
    for section in islice(node.parent.nodes() if node.parent is not None else (), MAX_SECTIONS):
        if section is not node:
            yield from (leaf for leaf in section.leaves() if leaf.is_point)


def _behind_dash(text: str, context: Context) -> list[Field]:
    """Who leads, and who helps, behind a dash at the end of a point; none where that names nobody
    alone, or the work before it says who does it."""
    for dash in _DASH.finditer(text):
        work, (owner, _, rest) = text[: dash.start()], text[dash.end() :].partition(";")
        owner = owner.strip(_EDGES)
        if len(text[dash.end() :].split()) > MAX_WORDS_OF_OWNERS or not _names_owner(
            owner, context
        ):
            continue
        if len(work.split()) < MIN_WORDS_OF_WORK or owners_said(work, context.level).lead:
            return []
        helper, _ = subject_of(rest.strip(_EDGES), context.level)
        helping = [Field("coordinating", "", value=helper)] if helper else []
        return [Field("lead", "", value=owner), *helping]
    return []


def _names_owner(words: str, context: Context) -> bool:
    """Is it a body, or several, or a person with a title, and no place ("Nhà văn hóa thôn Hạ")?"""
    if begins(words, "sites", "venues") is not None:
        return False
    is_person = words != "" and without_title(honorific().sub("", words)) != words
    return is_person or named_bodies(words, context.level) == words != ""
