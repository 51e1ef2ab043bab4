"""The manifest of a batch: a line of JSON per input, what became of it."""

from __future__ import annotations

import json
import os
import tempfile
from collections.abc import Sequence
from pathlib import Path

from kehoach import errors
from kehoach.batch.model import Outcome, Paper
from kehoach.batch.records import failure_of, read_record
from kehoach.batch.store import Store, scratch_folder
from kehoach.emit.rows import SEVERITIES
from kehoach.follow.file import MANIFEST
from kehoach.schema.twins import Twin


def write_manifest(store: Store, papers: Sequence[Paper]) -> None:
    """The manifest of what is done so far, for a batch that was stopped. Raises OutputError."""
    with tempfile.TemporaryDirectory(prefix="kehoach-", dir=scratch_folder(store)) as name:
        path = Path(name) / MANIFEST
        with path.open("wb") as file:
            for paper in papers:
                outcome = outcome_of(store, paper)
                if outcome is not None:
                    file.write(manifest_line(paper, outcome, twin=None))
        store.adopt(path, MANIFEST)


def outcome_of(store: Store, paper: Paper) -> Outcome | None:
    """What became of an input: by its record, or at once when it is no paper. None when it is not
    done. Raises OutputError."""
    if paper.source.refusal is None:
        record = read_record(store, paper.target)
        return record if record is not None and record.input == paper.source.name else None
    error = getattr(errors, paper.source.refusal)()
    return Outcome(
        input=paper.source.name,
        sha256=None,
        status="failed" if isinstance(error, errors.PermissionDeniedError) else "skipped",
        error=failure_of(error),
    )


def manifest_line(paper: Paper, outcome: Outcome, twin: Twin | None) -> bytes:
    """A line of the manifest; `twin`: the plan that it is another form of. `seconds` stands last:
    it alone differs between two runs."""
    error = outcome.error
    facts = {
        "input": shown_name(outcome.input),
        "sha256": outcome.sha256,
        "status": outcome.status,
        "output": outcome.output,
        "duplicate_of": shown_name(paper.first),
        "same_plan_as": shown_name(twin.of) if twin else None,
        "likeness": twin.likeness if twin else None,
        "media_type": outcome.media_type,
        "pages": outcome.pages,
        "tasks": outcome.tasks,
        "targets": outcome.targets,
        "findings": {level: outcome.findings.get(level, 0) for level in SEVERITIES},
        "error": error
        and {"stage": error.stage, "kind": error.kind, "message": error.vi, "message_en": error.en},
        "seconds": outcome.seconds,
    }
    return json.dumps(facts, ensure_ascii=False).encode("utf-8", "replace") + b"\n"


def shown_name(name: str | None) -> str | None:
    """The name of an input as text; bytes that are no UTF-8 as `\\xe9`."""
    return None if name is None else os.fsencode(name).decode("utf-8", errors="backslashreplace")
