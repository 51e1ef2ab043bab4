"""Which parts of a Word file a part names, and by what."""

from __future__ import annotations

import posixpath
from collections.abc import Iterator

from lxml import etree

from kehoach.ingest.safety import Package

_RELATIONSHIP = "{http://schemas.openxmlformats.org/package/2006/relationships}Relationship"


def by_kind(package: Package, rels: str, base: str) -> dict[str, str]:
    """The parts a relationships part names, by the last word of their type; external ones left
    out."""
    found: dict[str, str] = {}
    for relation in _relations(package, rels):
        found[relation.get("Type", "").rsplit("/", 1)[-1]] = _target(relation, base)
    return found


def by_identifier(package: Package, rels: str, base: str) -> dict[str, str]:
    """The parts a relationships part names, by the identifiers that the text refers to them
    with."""
    return {
        relation.get("Id", ""): _target(relation, base) for relation in _relations(package, rels)
    }


def _relations(package: Package, rels: str) -> Iterator[etree._Element]:
    if rels not in package.names:
        return
    for relation in package.xml(rels).iter(_RELATIONSHIP):
        if relation.get("TargetMode") != "External":
            yield relation


def _target(relation: etree._Element, base: str) -> str:
    joined = posixpath.join("/", base, relation.get("Target", ""))
    return posixpath.normpath(joined).lstrip("/")
