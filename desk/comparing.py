"""Plans of a desk beside each other: two versions of one, and a superior's plan with those below
it; as `kehoach diff` and `kehoach compare` find them, and as a page shows them."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable, Hashable, Sequence
from itertools import groupby
from typing import TypeVar

from pydantic import BaseModel, ConfigDict, Field

from kehoach.compare.assigned import compared, has_no_plan
from kehoach.compare.difference import difference
from kehoach.compare.difference_text import counted, doubt, in_days, moved_words, notes
from kehoach.compare.matrix_rows import mark, names_of, notes_of, style_of, summaries, value_of
from kehoach.compare.model import (
    Assigned,
    Cell,
    Change,
    Difference,
    FieldChange,
    Matrix,
    PaperTold,
    Piece,
    Promise,
    State,
    Taken,
    Taker,
)
from kehoach.compare.vocabulary import named
from kehoach.desk.database import Database, PaperRow
from kehoach.desk.failures import NoSuchThingError
from kehoach.desk.gathering import Gathering
from kehoach.desk.plans import Plans, Standing

MOST_KEPT = 8
"""Comparisons in memory: whoever looks at one will probably want its file."""
Compared = TypeVar("Compared", Difference, Matrix)
Value = str | int | float | None


class _Shown(BaseModel):
    model_config = ConfigDict(extra="forbid")


class ShownField(_Shown):
    """A field that changed: `pieces` where it has words in both."""

    field: str
    name: str = Field(examples=["Thời hạn"])
    before: str | None
    after: str | None
    pieces: tuple[Piece, ...]
    promise: Promise | None
    promise_name: str | None = Field(examples=["hứa ít hơn"])


class ShownChange(_Shown):
    """A part of the plan that is new, gone, changed or elsewhere. `old`, `new`: JSON pointers into
    the two plans."""

    state: State
    state_name: str = Field(examples=["sửa"])
    number: str | None
    text: str
    doubt: str = Field(description="Có lẽ cùng một mục / perhaps the same part")
    moved: str
    old: str | None = Field(examples=["/tasks/3"])
    new: str | None
    fields: list[ShownField]


class ShownPart(_Shown):
    """The changes in one part of the plans."""

    part: str
    name: str = Field(examples=["Nhiệm vụ"])
    counts: str = Field(examples=["2 thêm, 1 sửa"])
    changes: list[ShownChange]


class ShownDifference(_Shown):
    """Two versions of a plan, in the words of a language."""

    old: PaperTold
    new: PaperTold
    is_same: bool
    notes: list[str]
    parts: list[ShownPart]


class ShownCell(_Shown):
    """What a plan made of one assigned thing; `where`: JSON pointer into that plan."""

    style: str = Field(examples=["less"])
    mark: str = Field(examples=["↓ 30/9/2026"])
    state_name: str = Field(examples=["có nhận"])
    text: str | None
    where: str | None = Field(examples=["/tasks/3"])


class ShownItem(_Shown):
    """What was assigned, with a cell for each plan, in the order of `takers`."""

    item: Assigned
    asked: str
    cells: list[ShownCell]


class ShownTaker(Taken):
    """A plan below."""

    paper_id: str
    name: str = Field(examples=["Xã Tân Khê"])


class ShownTable(_Shown):
    """A list: what nobody took up, who promises less…"""

    name: str = Field(examples=["nobody"])
    title: str = Field(examples=["Không nơi nào nhận"])
    headings: list[str]
    rows: list[list[Value]]


class ShownMatrix(_Shown):
    """Who took up what of a superior's plan, in the words of a language."""

    assigned_id: str
    assigned: PaperTold
    legend: str
    notes: list[str]
    takers: list[ShownTaker]
    items: list[ShownItem]
    tables: list[ShownTable]


class Comparing:
    """Compares plans of a desk as they stand, with their corrections."""

    def __init__(self, database: Database, plans: Plans, gathering: Gathering) -> None:
        self._database, self._plans, self._gathering = database, plans, gathering
        self._lock = threading.Lock()
        self._kept: OrderedDict[Hashable, Difference | Matrix] = OrderedDict()

    def difference(self, old: str, new: str) -> Difference:
        """Raises NoSuchThingError, NotReadYetError, BrokenCorrectionsError."""
        before, after = self._row(old), self._row(new)
        plans = [self._plans.standing(row.id) for row in (before, after)]
        return self._once(
            ("difference", old, new, *_revisions(plans)),
            lambda: difference(
                plans[0].plan, plans[1].plan, old_name=before.name, new_name=after.name
            ),
        )

    def matrix(self, assigned: str, below: Sequence[str]) -> tuple[Matrix, list[str]]:
        """Who took up what, and the ids of the plans below; none named: all others that count.
        Raises as `difference`."""
        superior = self._row(assigned)
        rows = [self._row(id) for id in dict.fromkeys(below)] or self._others(assigned)
        rows = [row for row in rows if row.id != assigned]
        standing = self._plans.standing(assigned)
        plans = [self._plans.standing(row.id) for row in rows]
        ids = [row.id for row, one in zip(rows, plans, strict=True) if not has_no_plan(one.plan)]

        def work() -> Matrix:
            named_plans = [(row.name, one.plan) for row, one in zip(rows, plans, strict=True)]
            return compared(standing.plan, named_plans, assigned_name=superior.name)

        key = ("matrix", assigned, *(row.id for row in rows), *_revisions([standing, *plans]))
        return self._once(key, work), ids

    def _row(self, id: str) -> PaperRow:
        row = self._database.paper(id)
        if row is None:
            raise NoSuchThingError(what="văn bản", thing="paper")
        return row

    def _others(self, assigned: str) -> list[PaperRow]:
        """The papers that count, without the superior's in any of its forms."""
        gathered = self._gathering.gathered()
        own = gathered.twins.get(assigned, assigned)
        return [row for row in gathered.counting() if row.id not in (assigned, own)]

    def _once(self, key: Hashable, work: Callable[[], Compared]) -> Compared:
        """What was compared before, where nothing has changed since."""
        with self._lock:
            known = self._kept.get(key)
            if known is None:
                known = work()
                self._kept[key] = known
            self._kept.move_to_end(key)
            while len(self._kept) > MOST_KEPT:
                self._kept.popitem(last=False)
            return known  # type: ignore[return-value]  # a key has the kind in it


def _revisions(plans: Sequence[Standing]) -> list[str]:
    return [one.revision for one in plans]


# --- as a page shows them -------------------------------------------------------------------------


def shown_difference(told: Difference, lang: str) -> ShownDifference:
    """Two versions of a plan in the words of a language."""
    parts = groupby(told.changes, key=lambda change: change.part)
    return ShownDifference(
        old=told.old,
        new=told.new,
        is_same=told.is_same,
        notes=[*notes(told, lang), *([named("told", "none", lang=lang)] if told.is_same else [])],
        parts=[_part(part, list(changes), lang=lang) for part, changes in parts],
    )


def _part(part: str, changes: Sequence[Change], lang: str) -> ShownPart:
    return ShownPart(
        part=part,
        name=named("parts", part, lang=lang),
        counts=counted(changes, lang),
        changes=[_change(change, lang) for change in changes],
    )


def _change(change: Change, lang: str) -> ShownChange:
    return ShownChange(
        state=change.state,
        state_name=named("states", change.state, lang=lang),
        number=change.number,
        text=change.text,
        doubt=doubt(change, lang),
        moved=moved_words(change, lang) if change.is_moved else "",
        old=change.old,
        new=change.new,
        fields=[_field(field, lang) for field in change.fields],
    )


def _field(told: FieldChange, lang: str) -> ShownField:
    field = in_days(told, lang)
    is_telling = field.promise in ("less", "more")
    return ShownField(
        field=field.field,
        name=named("fields", field.field, lang=lang),
        before=field.before,
        after=field.after,
        pieces=field.pieces,
        promise=field.promise,
        promise_name=named("promises", str(field.promise), lang=lang) if is_telling else None,
    )


def shown_matrix(matrix: Matrix, assigned: str, ids: Sequence[str], *, lang: str) -> ShownMatrix:
    """Who took up what in the words of a language. `ids`: of the papers below."""
    names = names_of(matrix)
    return ShownMatrix(
        assigned_id=assigned,
        assigned=matrix.assigned,
        legend=named("told", "legend", lang=lang),
        notes=notes_of(matrix, lang),
        takers=[
            _taker(taker, id, name=name)
            for taker, id, name in zip(matrix.takers, ids, names, strict=True)
        ],
        items=[_item(matrix, place, lang=lang) for place in range(len(matrix.items))],
        tables=[
            ShownTable(
                name=table.name,
                title=named("told", table.name, lang=lang),
                headings=[heading for heading, _ in table.headings],
                rows=[list(row) for row in table.rows],
            )
            for table in summaries(matrix, lang)
        ],
    )


def _taker(taker: Taker, id: str, name: str) -> ShownTaker:
    counts = {field: getattr(taker, field) for field in Taken.model_fields}
    return ShownTaker(paper_id=id, name=name, **counts)


def _item(matrix: Matrix, place: int, lang: str) -> ShownItem:
    item = matrix.items[place]
    cells = [_cell(taker.cells[place], lang) for taker in matrix.takers]
    return ShownItem(item=item, asked=value_of(item), cells=cells)


def _cell(cell: Cell, lang: str) -> ShownCell:
    return ShownCell(
        style=style_of(cell),
        mark=mark(cell, lang),
        state_name=named("cells", cell.state, lang=lang),
        text=cell.text,
        where=cell.where,
    )
