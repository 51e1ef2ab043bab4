"""The work on one paper: read it, write its plan, write down what became of it. Runs in a child
process (`batch.child`), on this machine or on a worker of a cluster; it only returns the record."""

from __future__ import annotations

import hashlib
import time
from collections import Counter
from dataclasses import replace
from pathlib import Path

from kehoach.batch.bounds import is_memory
from kehoach.batch.inputs import fetched, last_part
from kehoach.batch.model import BatchOptions, Job, Outcome
from kehoach.batch.records import failure_of, options_of, program_version, write_record
from kehoach.batch.store import Store, open_store
from kehoach.emit.json import from_json, looks_like_json, to_json
from kehoach.errors import OutputError, UnsupportedTypeError
from kehoach.ingest.options import ReadOptions, Stage, default_cache
from kehoach.ingest.safety import Limits, check_regular
from kehoach.schema.models import Plan


def read_paper(job: Job, tell: Stage) -> Outcome:
    """Read a paper and write its plan and its record. A paper that cannot be read gives an outcome
    that says why.

    Raises OutputError, and whatever `is_memory` knows, for the caller to tell.
    """
    store = open_store(job.out)
    start = time.perf_counter()
    try:
        with fetched(job.folder, job.source.name) as path:
            plan = _plan(path, job.asked, tell)
    except (
        Exception
    ) as error:  # one bad paper must not stop the others; what it was is written down
        if is_memory(error):
            raise
        return fail(job, store, failed(job, error, time.perf_counter() - start))
    tell("emit")
    plan = plan.model_copy(
        update={"source": plan.source.model_copy(update={"name": last_part(job.source.name)})}
    )
    data = to_json(plan).encode("utf-8")
    return keep(job, store, plan, data, time.perf_counter() - start)


def _plan(path: Path, asked: BatchOptions, tell: Stage) -> Plan:
    from kehoach.ingest.read import read
    from kehoach.pipeline import to_plan

    tell("ingest")
    check_regular(path)
    with path.open("rb") as file:
        if looks_like_json(file.read(4096)):
            raise UnsupportedTypeError(media_type="application/json")
    cache = default_cache() if asked.cached else None
    options = ReadOptions((), asked.dpi, 1, asked.page_timeout, cache)
    document = read(path, Limits(max_pages=asked.max_pages), options)
    tell("parsers")
    return to_plan(document)


def keep(job: Job, store: Store, plan: Plan, data: bytes, seconds: float) -> Outcome:
    """Write a plan as JSON (`data`), then its record: a record always names a plan that is there.

    Raises OutputError.
    """
    store.write(job.target, data)
    outcome = Outcome(
        input=job.source.name,
        sha256=plan.source.sha256,
        status=plan.status,
        output=job.target,
        media_type=plan.source.media_type,
        pages=len(plan.source.pages),
        tasks=len(plan.tasks),
        targets=len(plan.targets),
        findings=dict(sorted(Counter(finding.severity for finding in plan.findings).items())),
        seconds=round(seconds, 3),
        plan_sha256=hashlib.sha256(data).hexdigest(),
        program=program_version(),
        options=options_of(job.asked),
        stamp=job.source.stamp,
    )
    write_record(store, job.target, outcome)
    return outcome


def failed(job: Job, error: Exception, seconds: float = 0.0) -> Outcome:
    """The outcome of a paper that gave no plan; a file of another kind is only skipped."""
    skipped = isinstance(error, UnsupportedTypeError)
    return Outcome(
        input=job.source.name,
        sha256=job.sha256 or None,
        status="skipped" if skipped else "failed",
        error=failure_of(error),
        seconds=round(seconds, 3),
        program=program_version(),
        options=options_of(job.asked),
        stamp=job.source.stamp,
    )


def fail(job: Job, store: Store, outcome: Outcome) -> Outcome:
    """Write down a failure; a plan of an earlier, better version of the paper goes. Raises
    OutputError."""
    store.remove(job.target)
    write_record(store, job.target, outcome)
    return outcome


def copy_plan(job: Job, first: Outcome) -> Outcome:
    """The same paper under another name: its plan again, with this name. Raises OutputError."""
    store = open_store(job.out)
    if first.output is None:
        return fail(job, store, replace(first, input=job.source.name, stamp=job.source.stamp))
    data = store.read(first.output)
    if data is None:
        raise OutputError(path=first.output, reason="?")
    plan = from_json(data)
    source = plan.source.model_copy(update={"name": last_part(job.source.name)})
    plan = plan.model_copy(update={"source": source})
    return keep(job, store, plan, to_json(plan).encode("utf-8"), first.seconds)
