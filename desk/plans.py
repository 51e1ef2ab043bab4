"""The plans of a desk: as the machine read them, as people corrected them, and how they are
corrected. A change is safe on the disk before it is confirmed."""

from __future__ import annotations

import hashlib
import threading
from collections import OrderedDict
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import TypeAlias, TypeVar

from kehoach.corrections.applying import with_corrections
from kehoach.corrections.file import corrections_bytes, corrections_from, write_corrections
from kehoach.corrections.model import Correction, Corrections
from kehoach.corrections.settling import name_of
from kehoach.corrections.undoing import machine_plan
from kehoach.desk.edits import Edit, corrections_of
from kehoach.desk.failures import (
    NoRevisionError,
    NoSuchThingError,
    NotReadYetError,
    StaleError,
    bad_edit,
)
from kehoach.desk.papers import Folders
from kehoach.emit.files import atomic_write
from kehoach.emit.json import from_json, to_bytes
from kehoach.errors import BrokenCorrectionsError
from kehoach.schema.models import Plan

Held = TypeVar("Held")
Sign: TypeAlias = tuple[tuple[int, int, int] | None, ...]

SharedLock: TypeAlias = Callable[[str], AbstractContextManager[None]]

KEPT = 16
"""Plans in memory at once."""
_REVISION_DIGITS = 24


@dataclass(frozen=True, slots=True)
class Standing:
    """A plan as it stands: `machine` as read, `plan` with the corrections (`data`: as JSON, which
    is asked for often), `revision` of both together: it changes whenever either does."""

    machine: Plan
    plan: Plan
    corrections: Corrections
    revision: str
    data: bytes


class Plans:
    """The plans in a folder. A paper is corrected by one request at a time, also where several
    services share the folder: `shared_lock` keeps the others out."""

    def __init__(self, folders: Folders, shared_lock: SharedLock) -> None:
        self.folders, self._shared_lock = folders, shared_lock
        self._changing: set[str] = set()
        self._locks: dict[str, threading.RLock] = {}
        self._lock = threading.Lock()
        self._known: OrderedDict[str, Standing] = OrderedDict()
        self._read: OrderedDict[str, tuple[str, Plan]] = OrderedDict()
        self._signs: dict[str, Sign] = {}

    @contextmanager
    def changing(self, id: str) -> Iterator[None]:
        """Whoever changes a paper's files is in it, alone among all threads and services. A thread
        may enter it twice."""
        with self.lock(id):
            if id in self._changing:
                yield
                return
            with self._shared_lock(id):
                self._changing.add(id)
                try:
                    yield
                finally:
                    self._changing.discard(id)

    def lock(self, id: str) -> threading.RLock:
        """Whoever reads a paper's files holds it, alone among the threads."""
        with self._lock:
            return self._locks.setdefault(id, threading.RLock())

    def at_hand(self, id: str) -> Standing | None:
        """A plan as it stands now, where that is in memory and its files have not changed since;
        waits for nobody."""
        known, sign = self._known.get(id), self._signs.get(id)
        return known if known is not None and sign == self.sign(id) else None

    def sign(self, id: str) -> Sign:
        """What changes whenever a file of a plan is replaced."""
        return tuple(map(_sign_of, (self.folders.plan(id), self.folders.corrections(id))))

    def standing(self, id: str) -> Standing:
        """A plan as it stands now. Raises NotReadYetError, BrokenCorrectionsError."""
        with self.lock(id):
            sign = self.sign(id)
            standing = self._standing(id)
            self._signs[id] = sign
            return standing

    def _standing(self, id: str) -> Standing:
        with self.lock(id):
            try:
                read = self.folders.plan(id).read_bytes()
            except FileNotFoundError as error:
                raise NotReadYetError from error
            beside = self._corrections(id)
            revision = _revision(read, beside)
            known = self._known.get(id)
            if known is not None and known.revision == revision:
                self._known.move_to_end(id)
                return known
            return self._apply(id, read, beside=beside, revision=revision)

    def _apply(self, id: str, read: bytes, beside: bytes | None, *, revision: str) -> Standing:
        machine = self._machine(id, read)
        held = Corrections()
        if beside is not None:
            held = corrections_from(beside, self.folders.corrections(id).name)
        plan = with_corrections(machine, held.active)
        return self._keep(id, _standing(machine, plan, held=held, revision=revision))

    def _keep(self, id: str, standing: Standing) -> Standing:
        _remember(self._known, id, held=standing)
        return standing

    def _machine(self, id: str, read: bytes) -> Plan:
        digest = hashlib.sha256(read).hexdigest()
        known = self._read.get(id)
        if known is not None and known[0] == digest:
            return known[1]
        plan = machine_plan(from_json(read))
        _remember(self._read, id, held=(digest, plan))
        return plan

    def _corrections(self, id: str) -> bytes | None:
        path = self.folders.corrections(id)
        try:
            return path.read_bytes()
        except FileNotFoundError:
            return None
        except OSError as error:
            raise BrokenCorrectionsError(path=path.name, reason=error.strerror) from error

    # --- what the machine reads -------------------------------------------------------------------

    def put(self, id: str, plan: Plan) -> None:
        """What the machine has read replaces what it read before. Raises OutputError."""
        with self.changing(id):
            atomic_write(self.folders.plan(id), to_bytes(plan))

    def forget(self, id: str) -> None:
        """A paper is gone."""
        self._signs.pop(id, None)
        self._known.pop(id, None)
        self._read.pop(id, None)

    # --- what people do ---------------------------------------------------------------------------

    def edit(
        self, id: str, edits: Sequence[Edit], *, revision: str | None, author: str | None
    ) -> tuple[Standing, tuple[Correction, ...]]:
        """All of some edits, or none -> the plan with them, and the corrections that they became.
        A plan that was signed off is so no more. Raises NoRevisionError, StaleError, BadEditError,
        OutputError."""
        with self.changing(id):
            standing = self._current(id, revision)
            made = corrections_of(standing.plan, edits, author=author)
            held = _unsigned(standing.corrections.with_more(made))
            after = self._write(id, standing, held=held)
            return after, made

    def undo(self, id: str, correction: str, *, revision: str | None) -> Standing:
        """A correction is taken back; that it was there stays written down. Raises as `edit`, and
        NoSuchThingError."""
        with self.changing(id):
            standing = self._current(id, revision)
            if correction not in {one.id for one in standing.corrections.active}:
                raise NoSuchThingError(what="chỗ sửa", thing="correction")
            held = _unsigned(standing.corrections.without({correction}, datetime.now(UTC)))
            return self._write(id, standing, held=held)

    def sign_off(
        self, id: str, *, revision: str | None, author: str | None, signed: bool
    ) -> Standing:
        """A person has looked through the whole plan, or takes that back. Raises as `edit`."""
        with self.changing(id):
            standing = self._current(id, revision)
            at = datetime.now(UTC) if signed else None
            update = {"signed_off_at": at, "signed_off_by": author if signed else None}
            held = standing.corrections.model_copy(update=update)
            return self._write(id, standing, held=held)

    def _current(self, id: str, revision: str | None) -> Standing:
        if revision is None:
            raise NoRevisionError
        standing = self.standing(id)
        if revision not in ("*", standing.revision):
            raise StaleError
        return standing

    def _write(self, id: str, standing: Standing, held: Corrections) -> Standing:
        """Write corrections; refuse what the plan cannot take before anything is written."""
        held = held.model_copy(update={"plan": name_of(standing.machine)})
        plan = with_corrections(standing.machine, held.active)
        fresh = {one.id for one in held.active} - {one.id for one in standing.corrections.active}
        for told in plan.corrections:
            if told.id in fresh and told.state in ("lost", "invalid"):
                raise bad_edit(
                    told.where,
                    vi="giá trị này không hợp lệ hoặc chỗ này không còn",
                    en="the value does not fit, or the place is gone",
                )
        read = self.folders.plan(id).read_bytes()
        beside = corrections_bytes(held)
        revision = _revision(read, beside)
        after = _standing(standing.machine, plan, held=held, revision=revision)
        self._signs.pop(id, None)
        write_corrections(self.folders.corrections(id), held)
        return self._keep(id, after)


def _standing(machine: Plan, plan: Plan, *, held: Corrections, revision: str) -> Standing:
    data = plan.model_dump_json().encode()
    return Standing(machine, plan, corrections=held, revision=revision, data=data)


def _sign_of(path: Path) -> tuple[int, int, int] | None:
    """Files are replaced, never written into: another has another number or another moment."""
    try:
        about = path.stat()
    except FileNotFoundError:
        return None
    return about.st_ino, about.st_mtime_ns, about.st_size


def _unsigned(held: Corrections) -> Corrections:
    return held.model_copy(update={"signed_off_at": None, "signed_off_by": None})


def _revision(read: bytes, beside: bytes | None) -> str:
    """A short name for what the machine read and what people corrected, as the files hold it."""
    return hashlib.sha256(read + b"\n" + (beside or b"")).hexdigest()[:_REVISION_DIGITS]


def _remember(known: OrderedDict[str, Held], id: str, held: Held) -> None:
    """Keep what was asked for last; of more than KEPT the longest unused goes."""
    known[id] = held
    known.move_to_end(id)
    while len(known) > KEPT:
        known.popitem(last=False)
