"""Before anything is read: the hash of every input, and which of them were done by an earlier
run."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from kehoach.batch.inputs import fetched
from kehoach.batch.model import BatchOptions, Input, Job
from kehoach.batch.records import program_version, read_record, still_holds
from kehoach.batch.store import Store, is_url, open_store
from kehoach.batch.work import fail, failed
from kehoach.errors import KehoachError
from kehoach.ingest.safety import sha256_of

CHUNK = 32
"""Inputs looked at in one go: enough that handing them over costs little."""


@dataclass(frozen=True, slots=True)
class Seen:
    """`sha256` of the bytes, "" when they cannot be read; `done`: an earlier run's result still
    holds (or the failure to read the bytes at all has been written down)."""

    sha256: str
    done: bool


def survey(
    folder: str, out: str, chunk: Sequence[tuple[Input, str]], asked: BatchOptions, resume: bool
) -> list[Seen]:
    """Look at some inputs, each with the name of its plan. Raises OutputError."""
    store = open_store(out)
    return [_look(folder, out, store, source, target, asked, resume) for source, target in chunk]


def _look(
    folder: str,
    out: str,
    store: Store,
    source: Input,
    target: str,
    asked: BatchOptions,
    resume: bool,
) -> Seen:
    record = read_record(store, target) if resume else None
    try:
        if (
            is_url(folder)
            and source.stamp
            and record
            and record.stamp == source.stamp
            and record.sha256
        ):
            sha256 = record.sha256  # unchanged where it lies: not fetched again
        else:
            with fetched(folder, source.name) as path:
                sha256 = sha256_of(path)
    except KehoachError as error:
        job = Job(folder, out, source, "", target, asked, program_version())
        fail(job, store, failed(job, error))
        return Seen("", done=True)
    return Seen(sha256, still_holds(record, store, source, sha256, asked))
