"""Rules on numbering: a number left out, a number used twice, among siblings of the section tree
and rows of tables."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from heapq import merge
from itertools import chain, groupby, pairwise
from typing import Any

from kehoach.schema.models import Block, Finding, Group, Section, Task
from kehoach.schema.numerals import numeral, ordinal
from kehoach.schema.rules.base import MIN_CONFIDENCE, Draft, rule
from kehoach.schema.rules.elsewhere import (
    cuts,
    is_excerpt,
    numbered_parts,
    printed_elsewhere,
    reading_order,
)
from kehoach.schema.rules.number_runs import Excuse, Gap, Numbered, check_run, is_only_d
from kehoach.schema.walk import Place, all_blocks, position_of

FEWEST_ROWS = 3
"""Of fewer rows none proves the numbers of the others."""
SURE = 0.97
"""What was read on a scan with this confidence was read rightly."""


def _surely_printed(
    draft: Draft, findings: Iterable[Finding], run: Sequence[Numbered]
) -> Iterator[Finding]:
    """Findings whose numbers were surely printed so: on a scanned page a letter or a figure alone
    is easily misread or lost (a second "d" was "đ"), and a gap may be the reader's, as it may be
    where much was left unplaced. It is the paper's where two numbers before it follow each other,
    and those behind it if it has two, all surely read."""
    for found in findings:
        if found.code == "duplicate_number":
            is_of_reader = draft.mended or draft.is_scanned(found.spans)
            if not (is_of_reader and found.evidence.startswith("d. ")):
                yield found
        elif _is_printed(draft, found, run=run):
            yield found


def _is_printed(draft: Draft, found: Finding, run: Sequence[Numbered]) -> bool:
    """Is a gap the paper's own?"""
    if draft.has_gaps:
        return False
    if not draft.is_scanned(found.spans):
        return True
    return found.code == "number_gap" and _is_sure_gap(draft, run, found=found)


def _is_sure_gap(draft: Draft, run: Sequence[Numbered], found: Finding) -> bool:
    """Do two numbers before a gap follow each other, and so do two behind it, or the list ends with
    the one, all surely read?"""
    behind = position_of(found.where, [item.place for item in run])
    around = run[max(behind - 2, 0) : behind + 2]
    places = [ordinal(item.number) for item in around]
    if behind < 2 or any(item.place.confidence < SURE for item in around):
        return False
    if not _stand_together(draft, around[1].place.pointer, after=around[2].place.pointer):
        return False
    stems = {place[0] for place in places if place is not None}
    values = [place[1] for place in places if place is not None]
    return (
        len(stems) == 1
        and len(values) == len(around)
        and values[1] == values[0] + 1
        and values[2] == values[1] + 2
        and (len(values) == 3 or values[3] == values[2] + 1)
    )


def _stand_together(draft: Draft, before: str, after: str) -> bool:
    """Is nothing between two parts of one list, whose number may have been lost? Bullets, which
    have their own mark, are what the first of them lists."""
    parent, _, first = before.rpartition("/")
    parent_after, _, second = after.rpartition("/")
    are_places = first.isdigit() and second.isdigit()
    if parent != parent_after or not are_places or int(second) <= int(first):
        return False
    between = {f"{parent}/{place}" for place in range(int(first) + 1, int(second))}
    if not between:
        return True
    bullets = {own.pointer for own in draft.wordings if own.kind == "bullet"}
    return between <= bullets


# --- numbers that stand where the run does not look -----------------------------------------------


def _excuse_of(draft: Draft) -> Excuse:
    """What is left out of a run stands elsewhere between its two items: as a heading with its text
    on the same line, in a paragraph, as a point that was read into another list. In a paper that
    letters "d, đ, e" somewhere, "d, e" is a gap."""
    printed = printed_elsewhere(draft)
    points = numbered_parts(draft)
    has_d = any(block.part.number == "đ" for block in all_blocks(draft.whole))
    is_part = is_excerpt(draft)
    left_out = cuts(draft)

    def is_excused(gap: Gap) -> bool:
        if gap.after.place.confidence < MIN_CONFIDENCE:
            return True
        if not has_d and is_only_d(gap):
            return True
        if _opens_row_before(gap):
            return True
        if gap.before is None and is_part:
            return True
        if gap.before is None and (_are_groups(draft, gap) or _runs_on(points, gap.after)):
            return True
        first = reading_order(gap.before.place.spans) if gap.before else _begin(draft, gap.after)
        last = reading_order(gap.after.place.spans)
        if any(first < cut < last for cut in left_out):
            return True
        between = [own for own in points if first <= reading_order(own.spans) < last]
        if _stand_in_parts(between, gap) or _head_rows(draft, gap):
            return True
        return all(
            any(first <= place <= last or first == last for place in printed.get(number, ()))
            for number in gap.missing
        )

    return is_excused


def _copy_excuse(draft: Draft) -> Excuse:
    """Whether a gap lies behind the first place where the copy of a paper says that it leaves
    something out: such a copy drops points without a mark, too. One whose first number is "2.4"
    lost its pages before."""
    left_out = cuts(draft)
    first = min(left_out, default=None)
    points = numbered_parts(draft)

    def is_of_copy(gap: Gap) -> bool:
        if gap.before is None and _opens_in_midst(points, gap.after):
            return True
        return first is not None and first < reading_order(gap.after.place.spans)

    return is_of_copy


def _opens_in_midst(points: Sequence[Place[Any]], item: Numbered) -> bool:
    """Is an item the first of the paper that has a number, and the part of a point that is not the
    first?"""
    parents = (item.number or "").rstrip(".").split(".")[:-1]
    if not parents or parents[0] in ("1", "01", "I"):
        return False
    where = reading_order(item.place.spans)
    return not any(reading_order(own.spans) < where for own in points)


def _opens_row_before(gap: Gap) -> bool:
    """Does the row before open with the number left out ("9. | 10 Xin lỗi bằng văn bản"), so that
    our reader ran two rows together?"""
    row = gap.before.place.part if gap.before is not None else None
    return isinstance(row, Task) and row.task.startswith(tuple(f"{one} " for one in gap.missing))


def _stand_in_parts(between: Sequence[Place[Any]], gap: Gap) -> bool:
    """Do the numbers left out stand in the points before it that are counted under them ("1.1,
    2.1; 3")?"""
    numbers = [own.part.number for own in between]
    return all(any(own.startswith(f"{left}.") for own in numbers) for left in gap.missing)


def _runs_on(points: Sequence[Place[Any]], item: Numbered) -> bool:
    """Does a list go on under another heading: is the number before its first the last of its kind
    printed ahead of it ("I: 1, 2; II: 3, 4"), or do the last points ahead count under that
    number ("9.1, 9.2; 10")?"""
    where = reading_order(item.place.spans)
    ahead = [own.part.number for own in points if reading_order(own.spans) < where]
    within, value = ordinal(item.number) or ("", 0)
    if value > 1 and any(own.startswith(f"{numeral(within, value - 1)}.") for own in ahead[-1:]):
        return True
    places = [own for own in map(ordinal, ahead) if own is not None and own[0] == within]
    return places[-1:] == [(within, value - 1)]


def _are_groups(draft: Draft, gap: Gap) -> bool:
    """Are the numbers before the first row those of groups of its table, whose rows are lettered
    ("1. Tuyên truyền: a, b; 2. Văn bản: a, b; 3. Kiểm tra")? The row goes on behind the last."""
    row = gap.after.place.part
    if not isinstance(row, Task):
        return False
    own = [place.part for place in draft.rows if place.part.table == row.table]
    ahead = own[: next((n for n, other in enumerate(own) if other is row), 0)]
    groups = [group for task in ahead for group in (task.group, task.subgroup) if group]
    numbers = {group.number for group in groups}
    return numbers >= set(gap.missing) and groups[-1].number == gap.missing[-1]


def _head_rows(draft: Draft, gap: Gap) -> bool:
    """Do rows between two rows stand under the numbers left out, which head them ("1 …; 2 Mua sắm,
    gồm: 2.1, 2.2; 3 …"), or count within them ("2 …; 3.1; 3.2; 4 …")?"""
    pointers = [row.pointer for row in draft.rows]
    if gap.before is None or not {gap.before.place.pointer, gap.after.place.pointer} <= {*pointers}:
        return False
    first, last = (pointers.index(own.place.pointer) for own in (gap.before, gap.after))
    between = [row.part for row in draft.rows[first + 1 : last]]
    under = (*between, gap.after.place.part)
    heads = {own.number for row in under for own in (row.group, row.subgroup) if own}
    numbers = (row.number or "" for row in between)
    heads |= {number.partition(".")[0] for number in numbers if "." in number}
    return heads >= set(gap.missing)


def _begin(draft: Draft, item: Numbered) -> tuple[float, float]:
    """Where a run begins whose first item this is: that of rows behind the row before them."""
    parent, _, index = item.place.pointer.rpartition("/")
    if parent != "/tasks" or index == "0":
        return (0.0, 0.0)
    before = draft.tasks[int(index) - 1]
    return reading_order(before.spans) if before.part.origin == "table" else (0.0, 0.0)


# --- sections and their points --------------------------------------------------------------------


@rule("section_numbers")
def section_numbers(draft: Draft) -> Iterator[Finding]:
    """Headings and points: "II" after "II", "4" after "2". A point was lost, or one that is cited
    by its number is not unique."""
    sections = list(draft.whole.children("sections"))
    numbered = [section for section in sections if _is_numbered_heading(section.part)]
    outside = {
        block.part.number
        for part in ("preamble", "loose")
        for block in draft.whole.children(part)
        if block.part.number
    }
    excuse = _excuse_of(draft)
    is_of_copy = _copy_excuse(draft)
    run_of_chapters = [Numbered.of(section) for section in numbered]

    def is_outside(gap: Gap) -> bool:
        """Is a number that the headings leave out that of a point without one (`outer_numbers`)?"""
        return excuse(gap) or not outside.isdisjoint(gap.missing)

    of_chapters = check_run(run_of_chapters, is_outside, is_of_copy=is_of_copy)
    is_torn = any(note.code == "unread_table" for note in draft.notes)
    if is_torn:
        of_chapters = (one for one in of_chapters if not _leaves_many(one, run_of_chapters))
    if outside:
        of_chapters = (one for one in of_chapters if one.where != numbered[0].pointer)
    yield from _beginning_once(of_chapters, numbered)
    for section in sections:
        for run, around in _runs_inside(section):
            in_run = check_run(run, excuse, around=around, is_of_copy=is_of_copy)
            if is_torn:  # the numbers of its rows may have become those of points
                in_run = (one for one in in_run if one.code != "number_gap")
            yield from _surely_printed(draft, in_run, run=run)


def _beginning_once(
    findings: Iterable[Finding], sections: Sequence[Place[Section]]
) -> Iterator[Finding]:
    """Findings on chapters, of those on the first of each kind of number the first alone: where
    "I." and "1." are lost at the head of a paper, "2." and "II." tell of the same loss."""
    firsts: dict[str, str] = {}
    for section in sections:
        within, _ = ordinal(section.part.number or "") or ("", 0)
        firsts.setdefault(within, section.pointer)
    is_told = False
    for found in findings:
        is_first = found.where in firsts.values()
        if not (is_first and is_told):
            yield found
        is_told = is_told or is_first


def _is_numbered_heading(section: Section) -> bool:
    """ "X. chính" is the rest of a line, "V.H-BTĐTN" tells who wrote the paper."""
    if section.number is None or section.title[:1].islower():
        return False
    return " " in section.title or "-" not in section.title


def _order_and_value(place: Place[Any]) -> tuple[tuple[float, float], int]:
    """Where a point or heading stands, and what its number is worth: in a web page all may stand in
    one paragraph."""
    return reading_order(place.spans), (ordinal(place.part.number or "") or ("", 0))[1]


def _counts_or_opens(block: Block) -> bool:
    """Is it a numbered point, or a line that opens a list ("Đối với cấp xã:"), which then begins
    anew?"""
    return bool(block.number) if block.kind == "item" else block.text.rstrip().endswith(":")


def _in_one_order(*lists: list[Place[Any]]) -> Iterable[Place[Any]]:
    """Lists merged by where they stand. One alone has its order: of two pages on a sheet the right
    one, which begins higher, goes on with the left one."""
    if not all(lists):
        return chain(*lists)
    in_order = (sorted(own, key=lambda place: reading_order(place.spans)) for own in lists)
    return merge(*in_order, key=_order_and_value)


def _runs_inside(
    section: Place[Section], around: Sequence[Numbered] = ()
) -> Iterator[tuple[list[Numbered], Sequence[Numbered]]]:
    """The points of a section and its sub-sections, one run: a heading may take a number among
    points; and those of its sub-sections. With each the numbered headings around it."""
    if section.part.number:
        around = (*around, Numbered.of(section))
    blocks = [own for own in section.children("blocks") if _counts_or_opens(own.part)]
    children = list(section.children("sections"))
    lists = (blocks, [own for own in children if own.part.number])
    yield [Numbered.of(place) for place in _in_one_order(*lists)], around
    for child in children:
        yield from _runs_inside(child, around)


# --- rows of tables -------------------------------------------------------------------------------


@rule("row_numbers")
def row_numbers(draft: Draft) -> Iterator[Finding]:
    """Index numbers of table rows: from one in each group, or running on through the groups. A
    merged index counts once; rows under a sub-group count within their own prefix."""
    rows = [row for row in draft.rows if row.part.number]
    groups = [list(own) for _, own in groupby(rows, key=_group)]
    numbers_run_on = len(groups) > 1 and all(map(_begins_after_one, groups[1:]))
    excuse, is_of_copy = _excuse_of(draft), _copy_excuse(draft)
    if _are_codes(rows):
        return
    for own_rows in [rows] if numbers_run_on else groups:
        run = [Numbered.of(row) for row in _without_repetitions(own_rows)]
        found = list(check_run(run, excuse, is_of_copy=is_of_copy))
        if not _are_surely_counted(draft, own_rows):
            beside = [one for one in found if _follows_at_once(draft, one)]
            found = beside or list(_surely_printed(draft, found, run=run))
        for one in found:
            is_of_reader = draft.rebuilt and _leaves_many(one, run)
            if not (is_of_reader or _is_second_of_twins(draft, own_rows, found=one)):
                yield one


def _leaves_many(found: Finding, run: Sequence[Numbered]) -> bool:
    """Are several rows missing ahead of one ("2, 36")? Of a table that was put together from loose
    lines the reader has lost them, or misread the number; headings may stand in one not read."""
    place = position_of(found.where, [item.place for item in run])
    _, after = ordinal(run[place].number) or ("", 0)
    _, before = (ordinal(run[place - 1].number) if place else None) or ("", 0)
    return found.code == "number_gap" and after - before > FEWEST_ROWS


def _is_second_of_twins(draft: Draft, rows: Sequence[Place[Task]], found: Finding) -> bool:
    """Is the number that a row skips that of the row before it, which was printed as the one above
    ("12, 12, 14"), as its reader has told already?"""
    place = position_of(found.where, rows)
    if found.code != "number_gap" or place < FEWEST_ROWS - 1:
        return False
    above, before, row = (one.part.number or "" for one in rows[place - 2 : place + 1])
    first, last = ordinal(before), ordinal(row)
    if above != before or first is None or last is None or last[1] != first[1] + 2:
        return False
    told_by_reader = (note for note in draft.notes if note.code == "duplicate_number")
    return any((note.evidence or "").startswith(f"{before}. ") for note in told_by_reader)


def _are_codes(rows: Sequence[Place[Task]]) -> bool:
    """Are the numbers of rows those of another list ("101, 105, 112"), hardly two of which follow
    each other?"""
    values = [place[1] for row in rows if (place := ordinal(row.part.number or "")) is not None]
    steps = [after - before for before, after in pairwise(values)]
    return len(steps) > 1 and min(values) > 1 and 1 not in steps


def _are_surely_counted(draft: Draft, numbered: Sequence[Place[Task]]) -> bool:
    """Has each row from the first of these to the last its number, were they surely read, and do
    they rise? Then no row of a scanned page is left whose number the reader may have lost, and
    none has a misread one."""
    if draft.has_gaps or draft.rebuilt or len(numbered) < FEWEST_ROWS or not _do_rise(numbered):
        return False
    pointers = [row.pointer for row in draft.rows]
    first, last = pointers.index(numbered[0].pointer), pointers.index(numbered[-1].pointer)
    if len(numbered) < last - first + 1:
        return False
    return all(map(_is_sure_number, numbered))


def _follows_at_once(draft: Draft, found: Finding) -> bool:
    """Were the number of a row and those of its neighbours in its group surely read, and do they
    rise? Then no row stands before it whose number the reader may have lost, and its own was not
    misread."""
    if found.code != "number_gap" or draft.has_gaps or draft.rebuilt:
        return False
    row = next((row for row in draft.rows if row.pointer == found.where), None)
    own = [other for other in draft.rows if row and _group(other) == _group(row)]
    if row is None or len(own) < FEWEST_ROWS:
        return False
    place = own.index(row)
    before, behind = own[max(place - 1, 0) : place], own[place + 1 : place + 2]
    around = [*before, row, *(other for other in behind if other.part.number)]
    is_counted = all(other.part.number and _is_sure_number(other) for other in around)
    return is_counted and _do_rise(around)


def _do_rise(rows: Sequence[Place[Task]]) -> bool:
    """Do the numbers of rows count within one prefix, none below the one before it?"""
    places = [ordinal(row.part.number) for row in rows if row.part.number]
    return all(
        before is not None and after is not None and before[0] == after[0] and before[1] <= after[1]
        for before, after in pairwise(places)
    )


def _is_sure_number(row: Place[Task]) -> bool:
    return min(row.confidence, row.child("number").confidence) >= SURE


@rule("group_numbers")
def group_numbers(draft: Draft) -> Iterator[Finding]:
    """Numbers of the groups of a table: "III" after "I". A group was lost; in a table that was put
    together from loose lines the reader may have lost it."""
    if draft.rebuilt:
        return
    excuse = _excuse_of(draft)
    for _, own_rows in groupby(draft.rows, key=lambda row: _table(row.part)):
        run = list(_first_of_groups(own_rows))
        first = run[0].place.pointer if run else ""
        between = (own for own in check_run(run, excuse) if own.where != first)
        found = (own for own in between if own.code == "number_gap")
        yield from _surely_printed(draft, found, run=run)


def _first_of_groups(rows: Iterable[Place[Task]]) -> Iterator[Numbered]:
    """The numbered groups of the rows of a table, each once."""
    for _, own_rows in groupby(rows, key=_group):
        row = next(own_rows)
        group = row.child("group")
        if group.part is not None and group.part.number:
            yield Numbered(group.part.number, group, evidence=group.numbered_text)


def _without_repetitions(rows: Iterable[Place[Task]]) -> Iterator[Place[Task]]:
    """The first row of each merged index."""
    last: str | None = None
    for row in rows:
        if row.part.number != last:
            yield row
        last = row.part.number


def _begins_after_one(rows: Sequence[Place[Task]]) -> bool:
    place = ordinal(rows[0].part.number or "")
    return place is not None and place[1] > 1


def _group(row: Place[Task]) -> tuple[str, str, str]:
    """The table in which a row stands, and number and title of its group there."""
    table = _table(row.part)
    group = row.part.group
    if group is None:
        return (table, "", "")
    return (table, group.number or "", group.title)


def _table(task: Task) -> str:
    """The table in which a task stands; a plan of schema 1.0 tells it in the task's id alone
    ("b2.I.1")."""
    if task.table is not None:
        return str(task.table)
    positional, dot, _ = task.id.partition(".")
    return positional if dot else ""


def group_and_subgroup(row: Place[Task]) -> tuple[tuple[str, str, str], Group | None]:
    return _group(row), row.part.subgroup
