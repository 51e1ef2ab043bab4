"""What is known of a notice that came without its letterhead, of which one sentence says which
office it is of: whose it is, when a site posted it, that no more is known, and that its tasks are
less sure."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import accumulate

from kehoach.ingest.model import Note
from kehoach.normalize.text import clean, fold
from kehoach.normalize.times.dates import parse_date
from kehoach.parsers.layout.paragraphs import Paragraph
from kehoach.parsers.parts import Parts
from kehoach.parsers.site_frame import is_post_line
from kehoach.parsers.told_notices import NAME, longest_levels, teller_in
from kehoach.patterns import compile_regex
from kehoach.schema import models

TOLD = "told_notice"
CONFIDENCE = 0.7
"""How sure a task is of which only a sentence says that an office orders it."""


MAX_NAME = 3
"""Words of the name of a unit that a title in capitals opens with."""


def with_told_office(
    info: models.DocumentInfo, parts: Parts, text: Sequence[str]
) -> models.DocumentInfo:
    """What such a paper says of itself, completed: by the office of its sentence, where that does
    not name its unit ("UBND phường thông báo:") by the name of the unit in the title or the text;
    by the day on which the site posted it."""
    if not parts.is_told and not any(map(is_post_line, parts.site)):
        return info
    told: dict[str, object] = {}
    dated = (line.text.partition("·")[0] for line in parts.site if line.text[:1].isdecimal())
    days = map(parse_date, dated)
    day = next((day.iso for day in days if day is not None and day.valid), None)
    if info.issued_on is None and day is not None:
        told["issued_on"] = day
    if not parts.is_told:
        return info.model_copy(update=told)
    office = next(filter(None, map(teller_in, text)), "")
    level = next((one for one in longest_levels() if office.endswith(f" {one}")), "")
    name = _name_in(level, parts, text) if level and info.unit is None else ""
    if name:
        told["unit"] = models.Unit(level=level, name=name)
        told["issuer"] = f"{office} {name}"
    return info.model_copy(update=told)


def _name_in(level: str, parts: Parts, text: Sequence[str]) -> str:
    """The name behind the level of a unit, as the text has it in small letters ("bà con xã An Lộc
    Thượng"), or as a title in capitals opens with it and the text spells it ("PHƯỜNG BẾN GỖ NHẮC …"
    beside "công viên Bến Gỗ"); "" for none."""
    named = compile_regex(rf"(?<!\p{{L}}){level}\s+(?P<name>{NAME}(?:\s+{NAME}){{0,3}})")
    found = next(filter(None, (named.search(own) for own in text)), None)
    if found is not None:
        return found["name"]
    title = " ".join(own.text for own in parts.title)
    if not fold(title).startswith(f"{level} "):
        return ""
    words = title.split()[len(level.split()) :][:MAX_NAME]
    spelled = (" ".join(map(str.capitalize, own.split())) for own in accumulate(words, _joined))
    return next((own for own in reversed([*spelled]) if any(own in one for one in text)), "")


def _joined(before: str, word: str) -> str:
    return f"{before} {word}"


def told_by_sentence(parts: Parts) -> Iterator[Note]:
    """The note on such a paper, with the office as its sentence names it; none on others."""
    if not parts.is_told:
        return
    paragraphs = [
        own for own in (*parts.title, *parts.preamble, *parts.body) if isinstance(own, Paragraph)
    ]
    telling = next((own for own in paragraphs if teller_in(own.text)), None)
    if telling is None:
        yield Note(TOLD, "")
    else:
        yield Note(TOLD, clean(teller_in(telling.text)), span=telling.spans[0])


def less_sure(tasks: Sequence[models.Task], parts: Parts) -> tuple[models.Task, ...]:
    """The tasks of such a paper less sure; those of others as they are."""
    if not parts.is_told:
        return tuple(tasks)
    return tuple(
        task.model_copy(update={"confidence": min(CONFIDENCE, task.confidence or CONFIDENCE)})
        for task in tasks
    )
