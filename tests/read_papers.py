"""Papers of this repository and of ../shared, each read once for all tests of a worker. Plans and
documents cannot be changed, so that none can spoil them for another."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from kehoach.ingest.model import Document
from kehoach.ingest.read import read
from kehoach.pipeline import extract
from kehoach.schema.models import Plan


@cache
def plan_of(paper: Path) -> Plan:
    """What `extract` makes of a paper whose file nobody changes; `paper` is absolute."""
    return extract(paper)


@cache
def document_of(paper: Path) -> Document:
    """What `read` makes of it."""
    return read(paper)
