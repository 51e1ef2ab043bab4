"""The work on one paper: read it, write its plan, write down what became of it. Runs in a child
process (`batch.child`), on this machine or on a worker of a cluster; it only returns the record."""

from __future__ import annotations

import hashlib
import time
from collections import Counter
from dataclasses import replace
from pathlib import Path

from kehoach.batch.inputs import fetched_paper, fetched_parts
from kehoach.batch.isolation.bounds import is_memory
from kehoach.batch.model import Batch, Input, Job, Outcome
from kehoach.batch.records import failure_of, options_of, program_version, write_record
from kehoach.batch.store import Store, open_store
from kehoach.batch.touched import is_touched, with_what_people_did
from kehoach.emit.json import from_json, is_json, to_json
from kehoach.errors import KehoachError, OutputError, UnsupportedTypeError
from kehoach.ingest.model import Document
from kehoach.ingest.options import ReadOptions, Stage, default_cache
from kehoach.ingest.safety import Limits, check_regular
from kehoach.schema.models import Plan
from kehoach.schema.papers import papers_of, told_findings
from kehoach.schema.twins import fingerprint


def job_of(batch: Batch, source: Input, sha256: str, target: str) -> Job:
    """The work on one paper of a batch."""
    return Job(
        folder=batch.folder,
        out=batch.out,
        source=source,
        sha256=sha256,
        target=target,
        options=batch.options,
        program=program_version(),
    )


def read_paper(job: Job, tell: Stage) -> Outcome:
    """Read a paper and write its plan and its record. A paper that cannot be read gives an outcome
    that says why.

    Raises OutputError, and whatever `is_memory` knows, for the caller to tell.
    """
    store = open_store(job.out)
    start = time.perf_counter()
    try:
        plan = _plan(job, tell)
    except Exception as error:
        # One bad paper must not stop the others; what it was is written down.
        if is_memory(error):
            raise
        return fail(job, store, outcome=failed(job, error, seconds=time.perf_counter() - start))
    tell("emit")
    return keep(job, store, plan=_named(plan, job), seconds=time.perf_counter() - start)


def _plan(job: Job, tell: Stage) -> Plan:
    from kehoach.pipeline import plan_of

    options = job.options
    read_options = ReadOptions(
        dpi=options.dpi,
        jobs=1,
        page_timeout=options.page_timeout,
        reader=options.reader,
        cache=default_cache() if options.cached else None,
        progress=lambda done, total: tell(f"ingest {done}/{total}"),
        stage=tell,
        sources=options.sources,
        doubt=options.doubt,
    )
    limits = Limits(max_pages=options.max_pages)
    read_options.tell("ingest")
    document = _document(job, limits, options=read_options)
    return plan_of(document, read_options)


def _document(job: Job, limits: Limits, options: ReadOptions) -> Document:
    """The paper of a job as read: a file, one out of a parcel, or the pictures of its pages."""
    from kehoach.ingest.read import read, read_as_one, read_contained
    from kehoach.pipeline import without_cover_note

    if job.source.parts:
        with fetched_parts(job.folder, job.source.parts) as paths:
            return read_as_one(paths, limits, options=options)
    with fetched_paper(job.folder, job.source.name) as found:
        if not isinstance(found, Path):
            _refuse_json(found.path)
            return read_contained(found, limits, options=options)
        _refuse_json(found)
        return read(found, limits, options=options, choose=without_cover_note)


def _refuse_json(path: Path) -> None:
    """Raise UnsupportedTypeError for JSON: it is no paper."""
    check_regular(path)
    if is_json(path):
        raise UnsupportedTypeError(media_type="application/json")


def _named(plan: Plan, job: Job) -> Plan:
    """A plan under the name of its input: what was read may have been a copy."""
    source = plan.source.model_copy(update={"name": job.source.own_name})
    return plan.model_copy(update={"source": source})


def keep(job: Job, store: Store, plan: Plan, seconds: float) -> Outcome:
    """Write a plan as JSON, with what people corrected in it, then its record: a record always
    names a plan that is there.

    Raises OutputError.
    """
    try:
        plan, corrections, taken = with_what_people_did(plan, store, target=job.target)
    except KehoachError as error:
        # Written over nothing: what people did stays as it is, and is told.
        return fail(job, store, outcome=failed(job, error, seconds=seconds), keeps_plan=True)
    data = to_json(plan).encode("utf-8")
    store.write(job.target, data)
    severities = Counter(finding.severity for finding in told_findings(plan))
    papers = papers_of(plan)
    outcome = Outcome(
        input=job.source.name,
        sha256=plan.source.sha256,
        status=plan.status,
        output=job.target,
        media_type=plan.source.media_type,
        pages=len(plan.source.pages),
        tasks=sum(len(paper.tasks) for paper in papers),
        targets=sum(len(paper.targets) for paper in papers),
        findings=dict(sorted(severities.items())),
        seconds=round(seconds, 3),
        plan_sha256=hashlib.sha256(data).hexdigest(),
        corrections_sha256=corrections,
        program=program_version(),
        options=options_of(job.options),
        stamp=job.source.stamp,
        fingerprint=fingerprint(plan),
        taken=taken,
    )
    write_record(store, job.target, outcome=outcome)
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
        options=options_of(job.options),
        stamp=job.source.stamp,
    )


def fail(job: Job, store: Store, outcome: Outcome, *, keeps_plan: bool = False) -> Outcome:
    """Write down a failure; a plan of an earlier, better version of the paper goes, unless a person
    changed it. Raises OutputError."""
    if not keeps_plan and not is_touched(store, job.target):
        store.remove(job.target)
    write_record(store, job.target, outcome=outcome)
    return outcome


def copy_plan(job: Job, first: Outcome) -> Outcome:
    """The same paper under another name: its plan again, with this name. Raises OutputError."""
    store = open_store(job.out)
    if first.output is None:
        outcome = replace(first, input=job.source.name, stamp=job.source.stamp)
        return fail(job, store, outcome=outcome)
    data = store.read(first.output)
    if data is None:
        raise OutputError(path=first.output, reason="?")
    return keep(job, store, plan=_named(from_json(data), job), seconds=first.seconds)
