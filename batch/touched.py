"""What people did to the results of an earlier run: corrections beside a plan, a plan or a table
changed by hand. Nothing of it is ever written over."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path

from kehoach.batch.store import STATE, Store
from kehoach.corrections.file import corrections_bytes
from kehoach.corrections.naming import corrections_path
from kehoach.corrections.settling import settled, tells_corrections
from kehoach.emit.json import is_edited
from kehoach.errors import BrokenPlanFileError
from kehoach.follow.file import MANIFEST
from kehoach.schema.models import Plan

WRITTEN = f"{STATE}/written.json"
"""The hashes of the tables as the last run wrote them."""


def corrections_name(target: str) -> str:
    """The name of the corrections of a plan.

    >>> corrections_name("plans/xã/kh.pdf.json")
    'plans/xã/kh.pdf.corrections.json'
    """
    return str(corrections_path(Path(target)))


def with_what_people_did(plan: Plan, store: Store, target: str) -> tuple[Plan, str, int]:
    """A plan as it was read -> as it is to be written to `target`, the hash of its corrections
    ("": there are none), and how many of these were made of changes by hand just now: they are
    written down first.

    Raises OutputError and what `settling.settled` raises.
    """
    name = corrections_name(target)
    beside = store.read(name)
    done = settled(plan, standing=store.read(target), beside=beside, name=Path(target).name)
    if done.corrections is not None:
        beside = corrections_bytes(done.corrections)
        store.write(name, beside)
    return done.plan, hash_of(beside), done.taken


def hash_of(data: bytes | None) -> str:
    """SHA-256 of a file; "" for none."""
    return hashlib.sha256(data).hexdigest() if data is not None else ""


def corrections_hash(store: Store, target: str) -> str:
    """The hash of the corrections of a plan as they are now. Raises OutputError."""
    return hash_of(store.read(corrections_name(target)))


def is_touched(store: Store, target: str) -> bool:
    """Did a person change the plan that stands there, or correct it? Raises OutputError."""
    if store.read(corrections_name(target)) is not None:
        return True
    standing = store.read(target)
    try:
        return standing is not None and (is_edited(standing) or tells_corrections(standing))
    except BrokenPlanFileError:  # half of a plan, or somebody's notes: not ours to remove
        return True


def set_aside(store: Store, names: tuple[str, ...]) -> list[str]:
    """Before tables are written anew: one that somebody changed since it was written goes on under
    another name, as does what stands in a folder that no run has written to. Returns these names.
    Raises OutputError."""
    written = _written(store)
    if store.read(WRITTEN) is None and store.read(MANIFEST) is None:
        written = dict.fromkeys(names, "")
        store.write(WRITTEN, b"{}", durable=False)  # what a killed run wrote is nobody else's
    aside: list[str] = []
    for name in names:
        if name not in written:
            continue
        data = store.read(name)
        if data is not None and hash_of(data) != written[name]:
            other = free_name(store, name)
            store.write(other, data)
            aside.append(other)
    return aside


def note_written(store: Store, names: tuple[str, ...]) -> None:
    """Remember the tables as they were just written, beside what earlier runs wrote and this one
    did not. Raises OutputError."""
    told = _written(store) | {name: hash_of(store.read(name)) for name in names}
    store.write(WRITTEN, json.dumps(told, sort_keys=True).encode(), durable=False)


def remove_outdated(store: Store, folder: str, names: tuple[str, ...]) -> None:
    """What an earlier run wrote below a folder and this one did not goes, unless somebody changed
    it. Raises OutputError."""
    written = _written(store)
    gone = {name for name in written if name.startswith(f"{folder}/") and name not in names}
    for name in gone:
        if hash_of(store.read(name)) == written[name]:
            store.remove(name)
    if gone:
        left = {name: one for name, one in written.items() if name not in gone}
        store.write(WRITTEN, json.dumps(left, sort_keys=True).encode(), durable=False)


def _written(store: Store) -> dict[str, str]:
    data = store.read(WRITTEN)
    try:
        told = json.loads(data) if data is not None else {}
    except ValueError:
        return {}
    return told if isinstance(told, dict) else {}


def free_name(store: Store, name: str) -> str:
    """A name for what somebody changed, that nothing has. Raises OutputError."""
    stem, dot, suffix = name.rpartition(".")
    number = 1
    while store.read(f"{stem}.edited-{number}{dot}{suffix}") is not None:
        number += 1
    return f"{stem}.edited-{number}{dot}{suffix}"
