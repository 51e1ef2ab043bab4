"""All papers of a desk at once: what is followed in them, and which of them count. What was
gathered from a paper is kept until its plan changes."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from dataclasses import dataclass, field

from kehoach.desk.database import Database, PaperRow
from kehoach.desk.failures import NotReadYetError
from kehoach.desk.plans import Plans, Sign
from kehoach.emit.origin import Origin
from kehoach.errors import KehoachError
from kehoach.follow.tasks import Followed, followed
from kehoach.schema.models import Plan
from kehoach.schema.twins import Fingerprint, fingerprint, sorted_into_plans

PAGE = 200
"""Papers that are asked for at once."""


@dataclass(frozen=True, slots=True)
class Known:
    """What is known of the plan of a paper. `print`: what it is told from others by, None where it
    says too little."""

    sign: Sign
    tasks: tuple[Followed, ...]
    print: Fingerprint | None


@dataclass(slots=True)
class Gathered:
    """The papers that have plans, the one that came first before the others. `twins`: those that
    are another form of a paper that counts, with the id of that one; `failed`: those whose plan
    cannot be made."""

    papers: dict[str, PaperRow] = field(default_factory=dict)
    known: dict[str, Known] = field(default_factory=dict)
    twins: dict[str, str] = field(default_factory=dict)
    failed: list[tuple[PaperRow, KehoachError]] = field(default_factory=list)

    def counting(self) -> Iterator[PaperRow]:
        """The papers that count."""
        return (row for id, row in self.papers.items() if id not in self.twins)


class Gathering:
    """What the papers of a desk have in common."""

    def __init__(self, database: Database, plans: Plans) -> None:
        self._database, self._plans = database, plans
        self._lock = threading.Lock()
        self._known: dict[str, Known] = {}

    def gathered(self) -> Gathered:
        """The papers as they stand now."""
        found = Gathered()
        with self._lock:
            for row in reversed(list(self._rows())):
                try:
                    found.known[row.id] = self._paper(row)
                except NotReadYetError:
                    continue
                except KehoachError as error:  # one broken paper must not cost the others
                    found.failed.append((row, error))
                    continue
                found.papers[row.id] = row
            self._known = dict(found.known)
        prints = {id: known.print for id, known in found.known.items() if known.print is not None}
        found.twins = {id: twin.of for id, twin in sorted_into_plans(prints).twins.items()}
        return found

    def plan(self, row: PaperRow) -> tuple[Origin, Plan]:
        """The plan of a paper with the corrections. Raises NotReadYetError,
        BrokenCorrectionsError."""
        return Origin(row.name), self._plans.standing(row.id).plan

    def _rows(self) -> Iterator[PaperRow]:
        before: int | None = None
        while rows := self._database.papers(before=before, limit=PAGE):
            yield from rows
            before = rows[-1].number

    def _paper(self, row: PaperRow) -> Known:
        sign = self._plans.sign(row.id)  # before the plan is read: what comes later counts as new
        known = self._known.get(row.id)
        if known is not None and known.sign == sign:
            return known
        origin, plan = self.plan(row)
        return Known(sign, tuple(followed(plan, origin)), print=fingerprint(plan))
