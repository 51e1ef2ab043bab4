"""A schedule that stands as points under its label, as a loudspeaker or a post has it: "- Lịch tiêm
cho từng thôn (thú y viên của xã tiêm):" over "+ Ngày 11/10/2031: thôn Bến Đá, tại sân đình;". Each
of these is a row: a work of that day, called by what stands behind the colon; whoever the label
names in brackets leads it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from kehoach.normalize.text import capitalised
from kehoach.parsers.items.bodies.sentence_owners import subject_of
from kehoach.parsers.items.drafts.closing_labels import Closed
from kehoach.parsers.items.drafts.drafts import draft_of
from kehoach.parsers.items.ground.context import Context
from kehoach.parsers.items.times.stated_deadlines import stated_in
from kehoach.parsers.items.words.beginnings import begins_duty
from kehoach.parsers.layout.fields import Field
from kehoach.parsers.layout.outline import Leaf, Node, Run, deeper_than
from kehoach.parsers.words import opens_with
from kehoach.patterns import compile_regex

FEWEST_ROWS = 2
MAX_LABEL_WORDS = 20
SURENESS = 0.8
"""Of a row of such a schedule."""
_WEEKDAY = compile_regex(
    r"(?i)(?:(?:buổi\s+)?(?:sáng|trưa|chiều|tối|đêm)\s+)?(?:thứ\s+(?:[2-7]|hai|ba|tư|năm|sáu|bảy)|chủ\s+nhật)(?!\p{L})"
)
_REMARK = compile_regex(r"\s*\((?P<said>[^()]{4,80})\)\s*:?\s*$")


def scheduled_points(run: Run, context: Context) -> Closed:
    """A run of blocks -> the rows of the schedules in it, and their labels."""
    found = Closed()
    for label, node, rows in _schedules(run):
        parted = [_time_and_place(row.text, context) for row in rows]
        if len(rows) < FEWEST_ROWS or not all(time for time, _ in parted):
            continue
        lead = _owner_in(node.title, context)
        for row, (time, place) in zip(rows, parted, strict=True):
            told = [Field("deadline", "", value=time)]
            told += [Field("lead", "", value=lead)] if lead else []
            draft = draft_of(replace(row, text=place), run.node)
            sureness = min(draft.confidence, SURENESS)
            found.drafts.append(
                replace(
                    draft,
                    text=place,
                    inline=tuple(told),
                    leaves=[row],
                    matter=node,
                    confidence=sureness,
                )
            )
            found.leaves.add(id(row))
        if label is not None:
            found.leaves.add(id(label))
    return found


def _schedules(run: Run) -> Iterator[tuple[Leaf | None, Node, Sequence[Leaf]]]:
    """The labels of schedules in a run (None for its own heading), each as a heading, and the
    points under it."""
    leaves = run.leaves
    if _names_schedule(run.node.title):
        points = [leaf for leaf in leaves if leaf.is_point]
        yield None, replace(run.node, title=run.node.title.rstrip(" :")), points
    for place, leaf in enumerate(leaves):
        if leaf.text.endswith(":") and _names_schedule(leaf.text):
            node = Node(leaf.number, leaf.text.rstrip(" :"), rank=run.node.rank, level=1)
            yield leaf, node, deeper_than(leaf, leaves[place + 1 :])


def _names_schedule(title: str) -> bool:
    is_short = len(title.split()) <= MAX_LABEL_WORDS
    return is_short and opens_with(title, "labels_of_schedules") is not None


def _time_and_place(text: str, context: Context) -> tuple[str, str]:
    """ "Ngày 11/10/2031 | thôn Bến Đá, tại sân đình": ("", "") where no time stands before the
    colon, or an order behind it."""
    time, colon, place = text.partition(": ")
    place = place.strip(" ;.")
    if not colon or not place or begins_duty(place):
        return "", ""
    stated = stated_in(time, context)
    is_time = bool(stated and stated[0].begin == 0) or _WEEKDAY.match(time) is not None
    return (time.strip(), place) if is_time else ("", "")


def _owner_in(title: str, context: Context) -> str:
    """ "Lịch tiêm cho từng thôn (| thú y viên của xã | tiêm)"; "" where the label names nobody."""
    remark = _REMARK.search(title)
    if remark is None:
        return ""
    lead, _ = subject_of(capitalised(remark["said"]), context.level)
    return remark["said"][: len(lead)] if lead else ""
