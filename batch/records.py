"""What was done already: one small record per input, written after its plan, and when it still holds.

A record holds as long as the input's bytes, the program, the options and the plan it names are the same. A paper that
hung, crashed or lacked something to be installed has none that holds: the next run tries it again.
"""

from __future__ import annotations

import hashlib
import json
from functools import cache
from pathlib import Path

import errors
from batch.model import Asked, Failure, Input, Outcome, outcome_from
from batch.names import FOLDER
from batch.store import STATE, Store

_ROOMS = ("ingest", "normalize", "parsers", "schema")
_FILES = ("pipeline.py", "emit/json.py", "batch/work.py")
_NOT_INSTALLED = frozenset({".md", ".pyc"})
"""A checkout has them, a machine that installed the package may not."""
TRANSIENT = frozenset(
    {"PaperTimeoutError", "PaperMemoryError", "CrashError", "OutputError", "InternalError", "OtherVersionError"}
)
"""Failures that another run, with other limits or more luck, may not see."""


@cache
def program_version() -> str:
    """Changes whenever something does that decides what a plan says: our code, vocabularies, weights. (Not Tesseract,
    nor other packages: after an upgrade of those, `--no-resume`.)"""
    root = Path(__file__).resolve().parent.parent
    digest = hashlib.sha256()
    files = [path for room in _ROOMS for path in (root / room).rglob("*")]
    for path in sorted([*files, *(root / name for name in _FILES)]):
        if path.is_file() and path.suffix not in _NOT_INSTALLED:
            digest.update(f"{path.relative_to(root)}\n".encode())
            digest.update(hashlib.sha256(path.read_bytes()).digest())
    return digest.hexdigest()[:16]


def options_of(asked: Asked) -> str:
    """The options that decide what a plan says. Limits are not among them: they decide whether there is one."""
    return f"dpi={asked.dpi or 'own'} page_timeout={asked.page_timeout:g}"


def record_name(target: str) -> str:
    """Where the record of the plan `target` stands. Whoever looks for *.json in the results shall find plans alone.

    >>> record_name("plans/a/kh.pdf.json")
    '.kehoach/records/a/kh.pdf.record'
    """
    return f"{STATE}/records/{target.removeprefix(f'{FOLDER}/').removesuffix('.json')}.record"


def write_record(store: Store, target: str, outcome: Outcome) -> None:
    """Raises OutputError.

    Without fsync: a record that a power cut tears is none that can be read, and the paper is read again. The plan was
    safe before.
    """
    line = (json.dumps(outcome.as_json(), sort_keys=True) + "\n").encode()
    store.write(record_name(target), line, durable=False)


def read_record(store: Store, target: str) -> Outcome | None:
    """The record of a plan; None when there is none, or none that can be read. Raises OutputError."""
    data = store.read(record_name(target))
    try:
        return None if data is None else outcome_from(json.loads(data))
    except (ValueError, TypeError, KeyError, AttributeError):
        return None


def still_holds(record: Outcome | None, store: Store, source: Input, sha256: str | None, asked: Asked) -> bool:
    """Whether an input need not be read again. Reads the plan that the record names. Raises OutputError."""
    if record is None or record.input != source.name or record.sha256 != sha256 or sha256 is None:
        return False
    if (record.program, record.options) != (program_version(), options_of(asked)):
        return False
    if record.error is not None:
        kind = record.error.kind
        limited = kind == "TooLargeError"  # --max-pages may have been raised since
        missing = issubclass(getattr(errors, kind, errors.KehoachError), errors.MissingDependencyError)
        return not (kind in TRANSIENT or limited or missing)
    if record.output is None:
        return record.status == "skipped"
    if record.pages > asked.max_pages:
        return False
    plan = store.read(record.output)
    return plan is not None and hashlib.sha256(plan).hexdigest() == record.plan_sha256


def failure_of(error: Exception) -> Failure:
    """A failure as it is written down."""
    known = errors.explained(error)
    return Failure(known.stage, type(known).__name__, known.message("vi"), known.message("en"))
