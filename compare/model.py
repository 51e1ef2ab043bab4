"""What comparing finds, as other programs get it. Pointers are JSON pointers (RFC 6901) into the
plans compared; texts are the papers' own."""

from __future__ import annotations

from typing import Literal, get_args

from kehoach.schema.base import Confidence, Model
from kehoach.schema.models import Plan

VERSION = "1.0"
"""Of these models, as `schema_version` of plans."""
State = Literal["added", "removed", "changed", "moved"]
Promise = Literal["same", "less", "more", "other"]
"""How a date or figure stands to another: a later date and a lower figure promise less; `other`:
they cannot be compared."""
PartName = Literal[
    "document",
    "legal_bases",
    "groups",
    "targets",
    "tasks",
    "assignments",
    "obligations",
    "text",
]
PART_NAMES: tuple[PartName, ...] = get_args(PartName)


class PaperTold(Model):
    """A plan that was compared. `name`: what its file is called."""

    name: str
    sha256: str
    id: str | None = None
    status: Literal["ok", "partial", "failed"]
    type: str | None = None
    number: str | None = None
    issued_on: str | None = None
    unit: str | None = None
    title: str | None = None


class Piece(Model):
    """Words that both versions have, that are gone, or that are new."""

    state: Literal["same", "gone", "new"]
    text: str


class FieldChange(Model):
    """A field whose value says something else. `promise`: of dates and figures, how the new one
    stands to the old."""

    field: str
    before: str | None = None
    after: str | None = None
    pieces: tuple[Piece, ...] = ()
    promise: Promise | None = None


class Change(Model):
    """A part of the plan that is new, gone, changed, or only stands elsewhere. One that changed may
    have moved as well (`is_moved`). `likeness` of the two wordings; where it is not `is_sure`, the
    two are perhaps not one part."""

    part: PartName
    state: State
    old: str | None = None
    new: str | None = None
    number: str | None = None
    text: str
    is_moved: bool = False
    group_before: str | None = None
    group_after: str | None = None
    fields: tuple[FieldChange, ...] = ()
    likeness: Confidence = 1.0
    is_sure: bool = True


class Shift(Model):
    """The new plan is for a time so many years later (earlier: negative). `dates`: deadlines that
    moved with it; `stayed`: those (pointers into the new plan) that still name the old year."""

    years: int
    dates: int = 0
    stayed: tuple[str, ...] = ()


class Difference(Model):
    """Two versions of a plan. `renumbered`: tasks that bear another number."""

    version: str = VERSION
    old: PaperTold
    new: PaperTold
    is_same: bool
    shift: Shift | None = None
    renumbered: int = 0
    changes: tuple[Change, ...] = ()


# --- a superior's plan and those below it ---------------------------------------------------------

CellState = Literal["taken", "perhaps", "mentioned", "absent"]


class Assigned(Model):
    """A task or target of the superior's plan, and how many plans took it up, surely and with which
    promise; how many perhaps did, or only speak of it (`mentioned`)."""

    part: Literal["tasks", "targets"]
    where: str
    id: str | None = None
    number: str | None = None
    text: str
    lead: str | None = None
    deadline: str | None = None
    figures: tuple[str, ...] = ()
    taken: int = 0
    less: int = 0
    more: int = 0
    perhaps: int = 0
    mentioned: int = 0


class Cell(Model):
    """What one plan made of one assigned thing. `taken`: it stands there; `perhaps`: something like
    it does (`likeness`); `mentioned`: only the text speaks of it; `absent`: nothing was found.
    `where`, `text`, `deadline`, `figures`: its own. `promise` sums up `date` and `figure`."""

    item: int
    state: CellState
    where: str | None = None
    text: str | None = None
    lead: str | None = None
    deadline: str | None = None
    figures: tuple[str, ...] = ()
    likeness: Confidence | None = None
    date: Promise | None = None
    figure: Promise | None = None
    promise: Promise | None = None


class Taken(Model):
    """How much a plan below took up. `own`: tasks and targets of its plan that nobody assigned."""

    paper: PaperTold
    taken: int
    less: int
    more: int
    perhaps: int
    absent: int
    own: int


class Taker(Taken):
    """A plan below, with a cell for each assigned thing, in order."""

    cells: tuple[Cell, ...]


class Matrix(Model):
    """Who took up what of a superior's plan. `not_plans`: papers that came with the plans below and
    are none (Giấy mời): nothing can be taken up there."""

    version: str = VERSION
    assigned: PaperTold
    items: tuple[Assigned, ...]
    takers: tuple[Taker, ...]
    not_plans: tuple[PaperTold, ...] = ()

    @property
    def by_nobody(self) -> tuple[Assigned, ...]:
        """What no plan took up, not even perhaps."""
        return tuple(item for item in self.items if not item.taken and not item.perhaps)


def paper_told(plan: Plan, name: str) -> PaperTold:
    """What a plan is, for people."""
    document = plan.document
    unit = document.unit
    unit_name = " ".join(part for part in (unit.level, unit.name) if part) if unit else ""
    return PaperTold(
        name=name or plan.source.name,
        sha256=plan.source.sha256,
        id=plan.id,
        status=plan.status,
        type=document.type,
        number=document.number,
        issued_on=document.issued_on,
        unit=unit_name or document.issuer,
        title=document.title or document.about,
    )
