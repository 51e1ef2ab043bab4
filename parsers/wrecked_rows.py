"""Tables that were put together wrongly, told by what stands in the finished plan: the number of
the next row within a row, headings of columns within a work or in running text, words for the
number of a target, the title of a chapter as a row. Told once, at the first place."""

from __future__ import annotations

from collections.abc import Iterator

from kehoach.ingest.model import Note
from kehoach.normalize.text import strip_diacritics
from kehoach.parsers.items.ground.context import Context
from kehoach.parsers.tables.columns import known_headings
from kehoach.patterns import compile_regex
from kehoach.schema import models

FEWEST_HEADINGS = 3
"""Of columns, one behind the other within the words of a work."""
FEWEST_WORDS = 3
"""Of a title in capitals; of what stands for a number and is none."""
LONGEST_HEADING = 6
"""Words."""
_MARKS = (",", ";", ":", ".")
_NUMBER_AHEAD = compile_regex(r"(?P<number>\d{1,3})\s+\p{Lu}")


def wrecked_rows(plan: models.Plan, context: Context) -> Iterator[Note]:
    """A note on the first row that cannot be one of the paper: a work, or a target; or on the
    header of a table that stands in running text. None where a table was told as not read, or mixed
    up."""
    if any(note.code in ("unread_table", "cells_mixed") for note in context.notes):
        return
    header = next((text for text in _printed(plan) if _most_headings(text) >= FEWEST_HEADINGS), "")
    if header:
        yield Note("unread_table", header)
        return
    tasks = (task.task for task in plan.tasks if _is_wrecked(task, context))
    targets = (target.text for target in plan.targets if _has_words_for_number(target))
    first = next(tasks, None) or next(targets, None)
    if first is not None:
        yield Note("cells_mixed", first)


def _printed(plan: models.Plan) -> Iterator[str]:
    """The blocks that are kept as printed: no header of a table stands in running text."""
    sections = [*plan.sections]
    while sections:
        section = sections.pop(0)
        yield from (block.text for block in section.blocks)
        sections[:0] = section.sections
    parts = (plan.loose, *(appendix.blocks for appendix in plan.appendices))
    yield from (block.text for blocks in parts for block in blocks)


def _is_wrecked(task: models.Task, context: Context) -> bool:
    if task.origin == "table" and _holds_next_number(task):
        return True
    if context.rebuilt and task.origin == "table" and _is_title(task):
        return True
    return _most_headings(task.task) >= FEWEST_HEADINGS


def _holds_next_number(task: models.Task) -> bool:
    """Do the words of row "9" open with the number of the next ("10 Xin lỗi bằng văn bản")?"""
    number = _NUMBER_AHEAD.match(task.task)
    if number is None or task.number is None or not task.number.isdecimal():
        return False
    return int(number["number"]) == int(task.number) + 1


def _is_title(task: models.Task) -> bool:
    """Is a row nothing but a title in capitals ("TỔ CHỨC THỰC HIỆN")?"""
    is_alone = task.lead is None and not task.deliverables
    return is_alone and task.task.isupper() and len(task.task.split()) >= FEWEST_WORDS


def _has_words_for_number(target: models.Target) -> bool:
    """Do words of another table stand where the number of a target does ("Phòng Kinh tế")?"""
    words = (target.number or "").split()
    return target.origin == "table" and sum(map(str.isalpha, words)) >= FEWEST_WORDS


def _most_headings(text: str) -> int:
    """How many headings of columns stand one behind the other in a text, each with a capital and
    without a mark between them; none in a title in capitals."""
    words = [] if text.isupper() else text.split()
    most = place = 0
    while place < len(words):
        count = 0
        while size := _heading_at(words, place):
            count, place = count + 1, place + size
            if words[place - 1].endswith(_MARKS):
                break
        most = max(most, count)
        place += 0 if count else 1
    return most


def _heading_at(words: list[str], place: int) -> int:
    """How many words the heading of a column has that begins here with a capital; 0 for none."""
    if place >= len(words) or not words[place][:1].isupper():
        return 0
    plain = strip_diacritics(" ".join(words[place : place + LONGEST_HEADING])).split()
    sizes = range(min(len(plain), LONGEST_HEADING), 0, -1)
    return next((size for size in sizes if " ".join(plain[:size]) in known_headings()), 0)
