"""What a sheet tells a ward, drawn from its plans. The same for every form it is written in."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from kehoach.emit.cell_places import CellPlaces, cell_places, first_told
from kehoach.emit.direction import upright
from kehoach.emit.finding_names import name_of
from kehoach.emit.findings import advice_of, is_sum, message_of, ordered
from kehoach.emit.places import PageArea, area_of, files_of, place_of, spans_of
from kehoach.schema.kinds import sends_no_plan, sets_tasks
from kehoach.schema.models import Finding, Plan, Task
from kehoach.schema.rules.owed import Owed, owed_by

NOT_OWED = "–"
"""In a cell that is empty and need not be filled."""
MAX_GAPS, MAX_POINTS, MAX_PICTURES = 80, 40, 12
_TOLD_IN_THE_TABLES = frozenset(
    {
        *("missing_owner", "missing_deadline", "missing_deliverable"),
        *("missing_document_number", "missing_issue_date"),
    }
)
"""Kinds of findings that the sheet shows as cells to fill in."""


@dataclass(frozen=True, slots=True)
class LetterPaper:
    """A plan that was read: `file` is what its input is called. `number`, `issued_on` "" where the
    paper leaves them blank; the day as it is written in Viet Nam. `kind`: what it calls itself, ""
    where it does not; `is_plan`: whether its kind sets tasks; `is_none`: whether it is of a kind
    that sets no tasks, and none were read."""

    file: str
    number: str
    issued_on: str
    title: str
    tasks: int
    targets: int
    kind: str = ""
    is_plan: bool = True
    is_none: bool = False


@dataclass(frozen=True, slots=True)
class Gap:
    """A task with cells to fill in: those that are "" (NOT_OWED: empty, and nothing to fill in).
    `paper` is the index of its paper, `place` where it stands there."""

    paper: int
    number: str
    place: str
    task: str
    lead: str
    deadline: str
    deliverables: str


@dataclass(slots=True)
class Point:
    """Something to look at again: a finding, with its place and the paper's words. `input`,
    `sha256`, `media_type`, `files` and `area` are what makes its `picture` (JPEG), None while there
    is none."""

    paper: int
    name: str
    message: str
    place: str
    evidence: str
    suggestion: str
    input: str
    sha256: str
    media_type: str
    files: tuple[str, ...]
    area: PageArea | None
    picture: bytes | None = None


@dataclass(slots=True)
class Letter:
    """A sheet. `whole_tasks`: how many lack nothing; `are_orders`: whether the papers are letters
    and the like, none of whose tasks owes a product; `more_gaps`, `more_points`: what found no
    room."""

    ward: str
    papers: list[LetterPaper] = field(default_factory=list)
    gaps: list[Gap] = field(default_factory=list)
    points: list[Point] = field(default_factory=list)
    not_read: list[Point] = field(default_factory=list)
    tasks: int = 0
    whole_tasks: int = 0
    are_orders: bool = True
    more_gaps: int = 0
    more_points: int = 0

    @property
    def is_whole(self) -> bool:
        """Whether nothing is missing, wrong or unread, and there is something to say so of."""
        blanks = any(not paper.number or not paper.issued_on for paper in self.papers)
        return bool(self.tasks) and not (self.gaps or self.points or self.not_read or blanks)

    @property
    def has_no_plan(self) -> bool:
        """Whether the ward sent papers, and none of them is one that could set tasks."""
        return bool(self.papers) and all(paper.is_none for paper in self.papers)

    def add(self, plan: Plan, file: str, *, input_name: str) -> None:
        """One of the ward's papers; `input_name` is what its input is called where pictures are
        fetched."""
        paper = len(self.papers)
        self.papers.append(_paper(plan, file))
        owed, cells = owed_by(plan), cell_places(plan)
        gaps = [
            _gap(task, paper, owed=owed, cells=cells) for task in plan.tasks if owed.lacks(task)
        ]
        self.are_orders &= all("deliverables" not in owed.fields(task) for task in plan.tasks)
        self.tasks += len(plan.tasks)
        self.whole_tasks += len(plan.tasks) - len(gaps)
        room = MAX_GAPS - len(self.gaps)
        self.gaps += gaps[:room]
        self.more_gaps += max(0, len(gaps) - room)
        # what an invitation lacks is no matter of its plan
        for finding in () if self.papers[paper].is_none else ordered(plan.findings):
            self._add_finding(finding, plan, paper=paper, input_name=input_name, cells=cells)

    def _add_finding(
        self, finding: Finding, plan: Plan, *, paper: int, input_name: str, cells: CellPlaces
    ) -> None:
        concern = name_of(finding.code).concern
        if finding.code in _TOLD_IN_THE_TABLES or is_sum(finding) or concern == "reading":
            return
        points = self.points if concern == "paper" else self.not_read
        if len(points) >= MAX_POINTS:
            self.more_points += 1
            return
        points.append(_point(finding, plan, paper=paper, input_name=input_name, cells=cells))

    def wanted_pictures(self) -> list[Point]:
        """The points that a picture helps, the worst first; one picture for each place."""
        by_place = {(one.input, one.area): one for one in reversed(self.points) if one.area}
        return [one for one in self.points if one in by_place.values()][:MAX_PICTURES]


def _paper(plan: Plan, file: str) -> LetterPaper:
    document = plan.document
    issued = document.issued_on or ""
    return LetterPaper(
        file=printable(file),
        number=printable(document.number or ""),
        issued_on=printable("/".join(reversed(issued.split("-")))) if len(issued) == 10 else "",
        title=printable(document.title or ""),
        tasks=len(plan.tasks),
        targets=len(plan.targets),
        kind=printable(document.type or ""),
        is_plan=sets_tasks(document.type) or document.type is None,
        is_none=sends_no_plan(plan),
    )


def _gap(task: Task, paper: int, *, owed: Owed, cells: CellPlaces) -> Gap:
    place, in_table = place_of(task.spans), cells.told(task.spans, "", "vi")
    lacks = owed.lacks(task)
    told = {
        "lead": task.lead.raw if task.lead else "",
        "deadline": task.deadline.raw if task.deadline else "",
        "deliverables": "; ".join(task.deliverables),
    }
    return Gap(
        paper=paper,
        number=printable(task.number or ""),
        place=first_told(place, in_table, "vi"),
        task=printable(task.task),
        **{
            name: "" if name in lacks else printable(words) or NOT_OWED
            for name, words in told.items()
        },
    )


def _point(
    finding: Finding, plan: Plan, *, paper: int, input_name: str, cells: CellPlaces
) -> Point:
    spans = spans_of(plan, finding)
    in_table = cells.told(spans, finding.where, "vi")
    return Point(
        paper=paper,
        name=name_of(finding.code).vi,
        message=printable(message_of(finding, "vi")),
        place=printable(first_told(place_of(spans), in_table, "vi")),
        evidence=printable(finding.evidence),
        suggestion=printable(advice_of(finding, "vi")),
        input=input_name,
        sha256=plan.source.sha256,
        media_type=plan.source.media_type,
        files=files_of(plan.source),
        area=area_of(plan, finding),
    )


def letter_of(ward: str, plans: Iterable[tuple[Plan, str, str]]) -> Letter:
    """The sheet of a ward, from its plans: each with the name of its file and of its input."""
    letter = Letter(printable(ward))
    for plan, file, input_name in plans:
        letter.add(plan, file, input_name=input_name)
    return letter


def printable(text: str) -> str:
    r"""Text as a page or a Word file can hold it: without control characters, halves of letters and
    marks that turn its direction.

    >>> printable("K\x1b[2Jế\u202e hoạch\n\ud800 2031")
    'K[2Jế hoạch 2031'
    """
    kept = (letter for letter in upright(text) if letter.isprintable() or letter.isspace())
    return " ".join("".join(kept).split())


def indices_of(letter: Letter) -> Sequence[int]:
    """The papers that have cells to fill in, each once, in order."""
    return sorted({gap.paper for gap in letter.gaps})
