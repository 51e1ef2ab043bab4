"""A paper that counts its own tasks ("Toàn bộ 6 nhiệm vụ dưới đây", "Kế hoạch gồm 07 nhiệm vụ"),
against those that are there: one was struck or added and the number left."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cache

import regex

from kehoach.normalize.text import small
from kehoach.patterns import compile_regex
from kehoach.schema.models import Finding, Section, Task
from kehoach.schema.numerals import ordinal
from kehoach.schema.rules.base import MIN_CONFIDENCE, Draft, finding, rule
from kehoach.schema.rules.numbering import SURE
from kehoach.schema.rules.vocabulary import alternation, words
from kehoach.schema.walk import Place, Wording, all_sections

FEWEST, MOST_TIMES = 2, 2
"""Things that a list has at least; so many times more or fewer are another list."""
MAX_EVIDENCE = 120


@cache
def _count() -> regex.Pattern[str]:
    """ "06 nhiệm vụ trọng tâm | như sau", "7 nhiệm vụ tại | Mục | II", "Kế hoạch gồm 07 nhiệm
    vụ", "Phụ lục kèm theo gồm 03 nhóm, 11 nhiệm vụ"."""
    things, kinds = alternation("things_counted"), alternation("kinds_of_things")
    return compile_regex(
        rf"""
        (?P<plan> (?: {alternation("plans_count")} | {_appendix_counts()} ) \s+ )?
        (?: tổng\s+(?:số|cộng)\s+ )?
        (?<![\d/.,(-]) (?P<count> \d{{1,2}} ) \s+ (?P<thing> {things} ) (?! \p{{L}} )
        (?: \s+ (?: {kinds} ) (?! \p{{L}} ) )*
        (?P<behind> [^.;:]{{0,60}}? (?<!\p{{L}})
          (?: (?P<below> {alternation("below_here")} ) (?= \s* (?: [:.] | $ ) | \s (?:do|được)\s )
            | (?: tại | ở | theo | trong ) \s+ (?P<part> {alternation("in_parts")} )
              (?: \s+ (?P<number> [IVX]+ | \d{{1,2}} | [A-Z] ) (?! [\p{{L}}\d] ) )? ) )?
        """,
        regex.VERBOSE | regex.IGNORECASE,
    )


def _appendix_counts() -> str:
    """ "Phụ lục phân công nhiệm vụ kèm theo gồm | 03 nhóm, |"."""
    return (
        rf"(?: {alternation('appendices')} ) (?: \s+ [^\s.;:,]+ ){{0,8}}? \s+"
        rf" (?: {alternation('appendices_count')} )"
        rf" (?: \s+ \d{{1,2}} \s+ nhóm (?: \s \p{{L}}+ ){{0,3}} , )?"
    )


def counts_appendix(text: str) -> bool:
    """Does a sentence tell how many works an appendix has, and so promise none of its own?

    >>> counts_appendix("Có Phụ lục phân công việc kèm theo gồm 03 nhóm, 11 nhiệm vụ.")
    True
    >>> counts_appendix("Tổ chức 11 hoạt động hè theo Phụ lục.")
    False
    """
    found = (small(match["plan"] or "") for match in _count().finditer(text))
    return any(own.startswith(tuple(words("appendices"))) for own in found)


@rule("counted_tasks")
def counted_tasks(draft: Draft) -> Iterator[Finding]:
    """The number of tasks that the paper says it has is none of those of its lists: of the points
    behind the sentence, of the rows of the table, of their groups. Only where the list that is
    meant is numbered without a gap from 1 on, so that it was surely read whole. Of a scan only
    what a plan or its appendix is said to have, surely read as each of its rows."""
    if draft.rebuilt or draft.mended or draft.has_gaps or draft.plan.status != "ok":
        return
    is_sure = all(row.confidence >= SURE for row in draft.rows)
    for wording in draft.wordings:
        if not wording.is_of_body or wording.kind == "footnote":
            continue
        is_scanned = draft.is_scanned(wording.spans)
        if wording.confidence < (SURE if is_scanned else MIN_CONFIDENCE):
            continue
        for match in _count().finditer(wording.text):
            if not (match["below"] or match["part"] or match["plan"]):
                continue
            if is_scanned and not (match["plan"] and is_sure):
                continue
            if _is_of_another_paper(wording.text, match):
                continue
            yield from _other_number(draft, wording, match)


def _is_of_another_paper(text: str, match: regex.Match[str]) -> bool:
    """Does the sentence speak of another paper's tasks? One that says "Kế hoạch gồm …" may rest on
    others ahead of that."""
    if match["plan"]:
        return _others().search(regex.split(r"[.;]\s", text[match.start() :])[0]) is not None
    begin = max(text.rfind(". ", 0, match.start()), text.rfind("; ", 0, match.start())) + 1
    sentence = regex.split(r"[.;]\s", text[begin:].lstrip())[0]
    return _others().search(sentence) is not None


@cache
def _others() -> regex.Pattern[str]:
    phrases = alternation("of_other_papers")
    return compile_regex(
        rf"(?<!\p{{L}})(?:{phrases})(?!\p{{L}})|\d/\p{{Lu}}{{2}}", regex.IGNORECASE
    )


def _other_number(draft: Draft, wording: Wording, match: regex.Match[str]) -> Iterator[Finding]:
    said = int(match["count"])
    listed, others = _meant(draft, wording, match)
    if listed < FEWEST or said < FEWEST or said == listed or said in others:
        return
    if listed <= MOST_TIMES * said and said <= MOST_TIMES * listed:
        yield finding(
            "counted_tasks",
            on=wording,
            evidence=match[0][:MAX_EVIDENCE].strip(" .:;"),
            said=f"{match['count']} {match['thing']}",
            listed=str(listed),
        )


def _meant(draft: Draft, wording: Wording, match: regex.Match[str]) -> tuple[int, set[int]]:
    """How many things the list has that is meant (those behind the sentence, of the part that is
    named, or of the only table; 0 where that is not clear), and the lengths of other lists that
    may be."""
    section = _section_of(draft, wording)
    if match["number"] and small(match["part"]) != "phụ lục":
        section = _section_numbered(draft, match["number"])
        if section is None:
            return 0, set()
        inside = _points(section, ()) or _children(section)
    else:
        inside = _points_behind(section, wording) if match["below"] and section else 0
    if inside and section:
        return inside, _lengths_in(section)
    tables = _tables(draft)
    if len(tables) != 1 or (section and match["below"] and _goes_on(section, wording)):
        return 0, set()
    if not (match["below"] or match["part"]) and small(match["thing"]) in words("vague_things"):
        return 0, set()
    if small(match["thing"]).startswith("nhóm"):
        return _groups(tables[0]), _lengths_of_groups(draft)
    is_there = section is not None or not match["below"]
    return (_rows(tables[0]) if is_there else 0), _all_lengths(draft)


def _lengths_in(section: Place[Section]) -> set[int]:
    """Those of the lists of a section."""
    children = list(section.children("sections"))
    bullets = sum(1 for block in section.part.blocks if block.kind == "bullet")
    inside = [_points(child, ()) for child in children]
    return {len(children), _children(section), _points(section, ()), bullets, sum(inside), *inside}


def _lengths_of_groups(draft: Draft) -> set[int]:
    """How many groups each table has, and parts each section."""
    groups = {len({_group(row) for row in rows}) for rows in _tables(draft)}
    return groups | {_children(section) for section in all_sections(draft.whole)}


def _all_lengths(draft: Draft) -> set[int]:
    tables = _tables(draft)
    points = [task for task in draft.tasks if task.part.origin == "body"]
    chapters = len(draft.plan.sections)
    found = {
        chapters,
        len(points),
        len(draft.tasks),
        sum(map(len, tables)),
        sum(map(_rows, tables)),
    }
    for rows in tables:
        found |= {len(rows), _rows(rows)}
    for section in all_sections(draft.whole):
        found |= _lengths_in(section)
    return found | _lengths_of_groups(draft)


# --- the lists ------------------------------------------------------------------------------------


def _tables(draft: Draft) -> list[list[Task]]:
    """The rows of each table of tasks."""
    found: dict[int | None, list[Task]] = {}
    for row in draft.rows:
        found.setdefault(row.part.table, []).append(row.part)
    return list(found.values())


def _group(row: Task) -> str | None:
    return f"{row.group.number} {row.group.title}" if row.group else None


def _rows(rows: Sequence[Task]) -> int:
    """How many numbers a table has, if they run from 1 on in the whole or in each group; 0 else."""
    numbers = list(dict.fromkeys((row.number, row.task) for row in rows))
    if _runs([number for number, _ in numbers]):
        return len({number for number, _ in numbers})
    groups: dict[str | None, list[str | None]] = {}
    for row in rows:
        own = groups.setdefault(_group(row), [])
        if row.number not in own:
            own.append(row.number)
    return sum(map(len, groups.values())) if all(map(_runs, groups.values())) else 0


def _groups(rows: Sequence[Task]) -> int:
    """How many numbered groups a table has."""
    numbers = list(dict.fromkeys(row.group.number if row.group else None for row in rows))
    return len(numbers) if _runs(numbers) else 0


def _runs(numbers: Sequence[str | None]) -> bool:
    """Do numbers run from 1 on, each once?"""
    places = [ordinal(number or "") for number in numbers]
    values = [place[1] for place in places if place is not None]
    styles = {place[0] for place in places if place is not None}
    return len(styles) == 1 and values == list(range(1, len(numbers) + 1))


def _children(section: Place[Section]) -> int:
    """How many numbered parts a section has."""
    numbers = [child.part.number for child in section.children("sections")]
    return len(numbers) if numbers and _runs(numbers) else 0


def _points_behind(section: Place[Section], wording: Wording) -> int:
    blocks = [block.pointer for block in section.children("blocks")]
    if wording.pointer not in blocks:
        return 0
    return _points(section, blocks[: blocks.index(wording.pointer) + 1])


def _points(section: Place[Section], ahead: Sequence[str]) -> int:
    """How many points of a section are numbered from 1 on, behind some blocks; 0 where others stand
    between or they open otherwise."""
    items = [
        ordinal(block.part.number or "")
        for block in section.children("blocks")
        if block.part.kind == "item" and block.pointer not in ahead
    ]
    numbers = [item for item in items if item is not None]
    if not numbers:
        return 0
    if section.part.sections:
        return 0
    own = [value for style, value in numbers if style == numbers[0][0]]
    return len(own) if own == list(range(1, len(own) + 1)) else 0


def _goes_on(section: Place[Section], wording: Wording) -> bool:
    """Do points or parts follow in the section of a sentence? Then these are its list, whether or
    not they are numbered."""
    blocks = list(section.children("blocks"))
    pointers = [block.pointer for block in blocks]
    behind = blocks[pointers.index(wording.pointer) + 1 :] if wording.pointer in pointers else []
    kinds = {block.part.kind for block in behind}
    return bool(section.part.sections) or not kinds.isdisjoint(("item", "bullet"))


def _section_of(draft: Draft, wording: Wording) -> Place[Section] | None:
    around = wording.pointer.rpartition("/blocks/")[0]
    return next((own for own in all_sections(draft.whole) if own.pointer == around), None)


def _section_numbered(draft: Draft, number: str) -> Place[Section] | None:
    """The one chapter with a number."""
    found = [own for own in draft.whole.children("sections") if own.part.number == number]
    return found[0] if len(found) == 1 else None
