"""What was done already: one small record per input, written after its plan, and when it still
holds.

A record holds as long as the input's bytes, the program, the options and the plan it names are the
same. A paper that hung, crashed or lacked something to be installed has none that holds: the next
run tries it again.
"""

from __future__ import annotations

import hashlib
import json
from contextlib import suppress
from functools import cache
from importlib.metadata import version

from kehoach import errors
from kehoach.batch.model import BatchOptions, Failure, Outcome, outcome_from
from kehoach.batch.names import FOLDER
from kehoach.batch.store import STATE, Store
from kehoach.batch.touched import corrections_hash
from kehoach.explaining import explained
from kehoach.ingest.ocr.tesseract_program import tesseract_identity
from kehoach.provenance import digest_of_package

TRANSIENT = frozenset(
    {
        "PaperTimeoutError",
        "PaperMemoryError",
        "CrashError",
        "ChangedFileError",
        "OutputError",
        "InternalError",
        "OtherVersionError",
    }
)
"""Failures that another run, with other limits or more luck, may not see."""


_LIBRARIES = (
    "lxml",
    "numpy",
    "opencv-python-headless",
    "pdfminer.six",
    "pdfplumber",
    "pydantic",
    "rapidfuzz",
    "regex",
)
"""Packages whose versions may change what a plan says."""


@cache
def program_version() -> str:
    """16 hex digits that change whenever something does that may decide what a plan says: our code,
    vocabularies and models, the libraries that read, Tesseract with its data (or that there is
    none)."""
    digest = hashlib.sha256(digest_of_package().encode())
    for library in _LIBRARIES:
        digest.update(f"{library}=={version(library)}\n".encode())
    with suppress(errors.MissingDependencyError):
        digest.update(tesseract_identity().encode())
    return digest.hexdigest()[:16]


def options_of(options: BatchOptions) -> str:
    """The options that decide what a plan says. Limits are not among them: they decide whether
    there is one."""
    resolution = options.dpi or "own"
    reading = f"reader={options.reader} page_timeout={options.page_timeout:g}"
    return f"dpi={resolution} {reading} sources={options.sources} doubt={options.doubt}"


def record_name(target: str) -> str:
    """Where the record of the plan `target` stands. Whoever looks for *.json in the results shall
    find plans alone.

    >>> record_name("plans/a/kh.pdf.json")
    '.kehoach/records/a/kh.pdf.record'
    """
    return f"{STATE}/records/{target.removeprefix(f'{FOLDER}/').removesuffix('.json')}.record"


def write_record(store: Store, target: str, outcome: Outcome) -> None:
    """Raises OutputError.

    Without fsync: a record that a power cut tears is none that can be read, and the paper is read
    again. The plan was safe before.
    """
    line = (json.dumps(outcome.as_json(), sort_keys=True) + "\n").encode()
    store.write(record_name(target), line, durable=False)


def read_record(store: Store, target: str) -> Outcome | None:
    """The record of a plan; None when there is none, or none that can be read. Raises
    OutputError."""
    data = store.read(record_name(target))
    try:
        return None if data is None else outcome_from(json.loads(data))
    except (ValueError, TypeError, KeyError, AttributeError):
        return None


def still_holds(record: Outcome, store: Store, options: BatchOptions) -> bool:
    """Whether an input that has not changed since its record need not be read again. Reads the plan
    that the record names. Raises OutputError."""
    if record.program != program_version() or record.options != options_of(options):
        return False
    if record.error is not None:
        return _is_lasting(record.error)
    if record.output is None:
        return record.status == "skipped"
    if record.pages > options.max_pages:
        return False
    if record.corrections_sha256 != corrections_hash(store, record.output):
        return False
    plan = store.read(record.output)
    return plan is not None and hashlib.sha256(plan).hexdigest() == record.plan_sha256


def _is_lasting(failure: Failure) -> bool:
    """Whether another run would fail in the same way."""
    if failure.kind in TRANSIENT:
        return False
    if failure.kind == "TooLargeError":  # --max-pages may have been raised since
        return False
    error = getattr(errors, failure.kind, errors.KehoachError)
    return not issubclass(error, errors.MissingDependencyError)


def failure_of(error: Exception) -> Failure:
    """A failure as it is written down."""
    known = explained(error)
    return Failure(
        stage=known.stage,
        kind=type(known).__name__,
        vi=known.message("vi"),
        en=known.message("en"),
    )
