"""Papers of this repository and of ../shared, each read once for all tests of a run. Plans and
documents cannot be changed, so that none can spoil them for another."""

from __future__ import annotations

import hashlib
import os
import pickle
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import TypeVar

from jsonschema import Draft202012Validator  # type: ignore[import-untyped]

from kehoach.ingest.model import Document
from kehoach.ingest.read import read
from kehoach.pipeline import extract
from kehoach.schema.contract import json_schema
from kehoach.schema.models import Plan

Made = TypeVar("Made")
_shelves: list[Path] = []
"""Where the workers of this run leave to each other what they have read: none before it begins."""


def leave_at(folder: Path) -> None:
    """From now on, what is read is left in a folder, and taken from there."""
    folder.mkdir(exist_ok=True)
    _shelves.append(folder)


@cache
def plan_of(paper: Path) -> Plan:
    """What `extract` makes of a paper whose file nobody changes; `paper` is absolute."""
    return _once(extract, paper)


@cache
def document_of(paper: Path) -> Document:
    """What `read` makes of it."""
    return _once(read, paper)


def _once(make: Callable[[Path], Made], paper: Path) -> Made:
    """What is made of a paper, by the first worker that asks."""
    if not _shelves:
        return make(paper)
    name = hashlib.sha256(os.fsencode(paper)).hexdigest()
    place = _shelves[-1] / f"{make.__name__}-{name}"
    if place.exists():
        left: Made = pickle.loads(place.read_bytes())  # noqa: S301 (of this run)
        return left
    made = make(paper)
    waiting = place.with_suffix(f".{os.getpid()}")
    waiting.write_bytes(pickle.dumps(made))
    waiting.replace(place)
    return made


@cache
def contract() -> Draft202012Validator:
    """Who judges a plan by its JSON Schema, which takes longer to write than a plan to judge."""
    return Draft202012Validator(json_schema())
