"""Before anything is read: the hash of every input, and which of them were done by an earlier
run."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from kehoach.batch.inputs import fetched, fetched_parts
from kehoach.batch.model import Batch, Input, Outcome
from kehoach.batch.records import read_record, still_holds
from kehoach.batch.store import Store, open_store
from kehoach.batch.work import fail, failed, job_of
from kehoach.errors import KehoachError
from kehoach.ingest.safety import joined_sha256, sha256_of
from kehoach.schema.twins import Fingerprint

CHUNK = 32
"""Inputs looked at in one go: enough that handing them over costs little."""


@dataclass(frozen=True, slots=True)
class Surveyed:
    """`sha256` of the bytes, "" when they cannot be read; `done`: an earlier run's result still
    holds (or the failure to read the bytes at all has been written down); `fingerprint`: of the
    plan that it gave."""

    sha256: str
    done: bool
    fingerprint: Fingerprint | None = None


def survey(batch: Batch, chunk: Sequence[tuple[Input, str]]) -> list[Surveyed]:
    """Look at some inputs, each with the name of its plan. Raises OutputError."""
    store = open_store(batch.out)
    return [_look(batch, store, source=source, target=target) for source, target in chunk]


def _look(batch: Batch, store: Store, source: Input, target: str) -> Surveyed:
    record = read_record(store, target) if batch.resume else None
    try:
        sha256 = _sha256(batch, source, record=record)
    except KehoachError as error:
        job = job_of(batch, source, sha256="", target=target)
        fail(job, store, outcome=failed(job, error))
        return Surveyed("", done=True)
    if record is None or (record.input, record.sha256) != (source.name, sha256):
        return Surveyed(sha256, done=False)
    if not still_holds(record, store, options=batch.options):
        return Surveyed(sha256, done=False)
    return Surveyed(sha256, done=True, fingerprint=record.fingerprint)


def _sha256(batch: Batch, source: Input, record: Outcome | None) -> str:
    """The hash of an input; one that has a stamp, and still the same, is not fetched again. Raises
    UnreadableFileError and what opening a file raises."""
    if source.sha256:
        return source.sha256
    if source.stamp and record is not None and record.stamp == source.stamp and record.sha256:
        return record.sha256
    if source.parts:
        with fetched_parts(batch.folder, source.parts) as paths:
            return joined_sha256(map(sha256_of, paths))
    with fetched(batch.folder, source.name) as path:
        return sha256_of(path)
