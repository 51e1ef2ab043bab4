"""What people filled in a workbook is taken over into what was filled before.

A cell counts as changed where it differs from what it held when that very workbook was written; so
an old copy that comes back brings what was filled in it and undoes nothing. A task stands on
several sheets: a change on any of them counts, and where two differ, or the cell was meanwhile
filled otherwise, one is kept and the other is told.
"""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from kehoach.follow.cells import same
from kehoach.follow.checking import differing
from kehoach.follow.layout import GONE, LISTS
from kehoach.follow.model import OWN, Conflict, Filled, FilledRow, Value, Values
from kehoach.follow.reading import ReadBook, ReadRow
from kehoach.follow.statuses import is_done, of_time
from kehoach.schema.occasions import day_of


@dataclass(frozen=True, slots=True)
class _Change:
    """A cell that somebody changed: to `value` (None: emptied), on a sheet."""

    value: Value | None
    sheet: str


@dataclass(slots=True)
class _Merging:
    """The rows while they are merged. `before`: what each row of the workbook held when it was
    written, None where that is not known."""

    now: dict[str, FilledRow]
    before: Mapping[str, FilledRow] | None
    conflicts: list[Conflict] = field(default_factory=list)


def merged(filled: Filled | None, book: ReadBook) -> Filled:
    """What was filled before (None: nothing is known but what the workbook remembers), and the
    workbook as people left it -> all that is filled."""
    standing = filled or book.written or Filled()
    before = book.written.by_id() if book.written is not None else None
    work = _Merging(standing.by_id(), before)
    for own_id, rows in _by_id(book.rows).items():
        _merge_rows(own_id, rows, work=work)
    columns = tuple(dict.fromkeys((*standing.columns, *book.added)))
    conflicts = (*_still_open(standing, book), *work.conflicts)
    return standing.model_copy(
        update={
            "columns": columns,
            "rows": tuple(row for row in work.now.values() if row.values or row.is_own),
            "conflicts": tuple({one.id: one for one in conflicts}.values()),
        }
    )


def _by_id(rows: Iterable[ReadRow]) -> Mapping[str, list[ReadRow]]:
    """The rows of each task, those of the first sheet first; a row that a person added gets an id
    of its own, by its words."""
    found: dict[str, list[ReadRow]] = defaultdict(list)
    for row in sorted(rows, key=lambda one: LISTS.index(one.sheet)):
        found[row.id or _own_id(row)].append(row)
    return found


def _own_id(row: ReadRow) -> str:
    words = "\n".join(row.stated.get(name, "") for name in ("unit", "number", "task"))
    if not words.strip():
        words = "\n".join([*row.stated.values(), *map(str, row.filled.values())])
    return OWN + hashlib.sha256(words.encode("utf-8", "replace")).hexdigest()[:10]


def _merge_rows(own_id: str, rows: Sequence[ReadRow], work: _Merging) -> None:
    """The rows of one task, wherever they stand."""
    before = None if work.before is None else _values(work.before.get(own_id))
    standing = work.now.get(own_id)
    now = _values(standing)
    values: Values = dict(now)
    done_for: dict[str, date | None] = {}
    for column in dict.fromkeys(name for row in rows for name in row.filled):
        was = before.get(column) if before is not None else now.get(column)
        changes = list(_changes(column, rows, was=was, is_sure=before is not None))
        if not changes:
            continue
        chosen, others = _chosen(changes)
        meanwhile = now.get(column)
        shown = day_of(next(one.due for one in rows if same(one.filled.get(column), chosen)))
        if _is_of_time(meanwhile, chosen, shown):  # taken over before, from another copy
            continue
        if meanwhile is not None and not same(meanwhile, was) and not same(meanwhile, chosen):
            if chosen is None:  # somebody else filled what this one emptied
                continue
            others = [*others, _Change(meanwhile, "")]
        _put(values, column, value=chosen)
        if column in _DONE:
            done_for[column] = shown if chosen is not None else None
        if chosen is not None:
            work.conflicts += [
                _conflict(rows[0], own_id, column=column, values=(chosen, other))
                for other in others
                if other.value is not None
            ]
    row = standing or _new_row(own_id, rows[0])
    period = _period(row, values, done_for=done_for)
    if own_id.startswith(OWN):
        row = _new_row(own_id, rows[0]).model_copy(update={"typed": _typed(rows[0])})
    if values or standing is not None or row.is_own:
        work.now[own_id] = row.model_copy(update={"values": values, "done_for": period})


_DONE = ("progress", "done_on")
"""The columns that say that what was due is done."""


def _period(row: FilledRow, values: Values, *, done_for: Mapping[str, date | None]) -> date | None:
    """The day that was due when a person wrote that it is done; `done_for`: what the rows show in
    which somebody changed a column that says so. A status of the next time leaves the times before
    it done; one that takes "done" back does not."""
    if "progress" not in done_for:
        return done_for.get("done_on") or row.done_for
    if is_done(values.get("progress")):
        return done_for["progress"]
    if is_done(row.values.get("progress")):
        return None
    return done_for.get("done_on") or row.done_for


def _is_of_time(meanwhile: Value | None, status: Value | None, day: date | None) -> bool:
    """Is what stands there by now a status, as it goes on for the time of a day?"""
    return day is not None and same(meanwhile, of_time(status, day))


def _values(row: FilledRow | None) -> Values:
    return row.values if row is not None else {}


def _changes(
    column: str, rows: Sequence[ReadRow], was: Value | None, *, is_sure: bool
) -> Iterator[_Change]:
    """Each cell that somebody changed. `is_sure`: what it held is known; where it is not, an empty
    cell tells nothing."""
    for row in rows:
        if column not in row.filled:
            continue
        value = row.filled[column]
        is_changed = not same(value, was) if value is not None else was is not None and is_sure
        if is_changed:
            yield _Change(value, row.sheet)


def _chosen(changes: Sequence[_Change]) -> tuple[Value | None, list[_Change]]:
    """The value that counts, and the changes to others: what is filled before what is emptied, the
    first sheet before the others."""
    first = next((one for one in changes if one.value is not None), changes[0])
    others: list[_Change] = []
    for one in changes:
        if not same(one.value, first.value) and not any(same(one.value, o.value) for o in others):
            others.append(one)
    return first.value, others


def _put(values: Values, column: str, value: Value | None) -> None:
    if value is None:
        values.pop(column, None)
    else:
        values[column] = value


def _new_row(own_id: str, row: ReadRow) -> FilledRow:
    stated = row.stated
    return FilledRow(
        id=own_id,
        text=stated.get("task", ""),
        number=stated.get("number") or None,
        unit=stated.get("unit") or None,
        paper=stated.get("paper") or None,
    )


def _typed(row: ReadRow) -> dict[str, str]:
    """What a person wrote into the columns of the plan."""
    keys = {"origin", "sha256"}
    return {name: text for name, text in row.stated.items() if text and name not in keys}


def _conflict(row: ReadRow, own_id: str, column: str, values: tuple[Value, _Change]) -> Conflict:
    """Of two `values` of a cell the first is kept."""
    kept, other = values
    facts = f"{own_id}\n{column}\n{kept}\n{other.value}"
    return Conflict(
        id=hashlib.sha256(facts.encode("utf-8", "replace")).hexdigest()[:12],
        row=own_id,
        text=row.stated.get("task", ""),
        column=column,
        kept=kept,
        other=other.value if other.value is not None else "",
        where=other.sheet,
    )


def _still_open(standing: Filled, book: ReadBook) -> Iterator[Conflict]:
    """The contradictions that nobody took off their sheet."""
    listed = {one.id for one in book.written.conflicts} if book.written is not None else set()
    for one in standing.conflicts:
        is_taken_off = book.open_conflicts is not None and one.id not in book.open_conflicts
        if not (one.id in listed and is_taken_off):
            yield one


def stated_changes(book: ReadBook) -> Iterator[tuple[ReadRow, str]]:
    """Each cell of the plan that differs from what it was when the workbook was written, with the
    name of its column: a correction of the plan that nobody has applied yet."""
    for row in book.rows:
        if row.sheet != GONE and row.id in book.checks:
            for name in differing(row.stated, book.checks[row.id]):
                yield row, name
