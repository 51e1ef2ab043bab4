"""The header of the first page of a Word file, where it holds a letterhead.

Some templates put the two columns of a letterhead (who issues, the motto of the state) into the
page header, so that nobody deletes them. A running head is left out.
"""

from __future__ import annotations

import posixpath
from collections.abc import Sequence
from functools import cache
from pathlib import Path

from lxml import etree

from kehoach.ingest.docx.relations import by_identifier
from kehoach.ingest.docx.xml import attr, child, w
from kehoach.ingest.model import FlowItem, lines_of
from kehoach.ingest.safety import Package
from kehoach.normalize.text import strip_diacritics
from kehoach.normalize.vocabulary import read_yaml

LETTERHEAD = 10
"""Among so many items of a flow its letterhead stands, if it has one."""
_REFERENCE = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"


def first_header(package: Package, main: str, document: etree._Element) -> etree._Element | None:
    """The header of the first page: the first section's own one for it, else its usual one."""
    section = next(document.iter(w("sectPr")), None)
    if section is None:
        return None
    found = {
        attr(reference, "type"): reference.get(_REFERENCE)
        for reference in section.iterfind(w("headerReference"))
    }
    identifier = found.get("default")
    if child(section, "titlePg") is not None:
        identifier = found.get("first", identifier)
    folder, name = posixpath.split(main)
    parts = by_identifier(package, f"{folder}/_rels/{name}.rels", base=folder)
    part = parts.get(identifier or "")
    return package.xml(part) if part in package.names else None


def is_letterhead(flow: Sequence[FlowItem]) -> bool:
    """Does the motto of the state, or of the party, stand in these items?"""
    texts = [strip_diacritics(line.text) for line in lines_of(flow)]
    return any(motto in text for text in texts for motto in _mottos())


@cache
def _mottos() -> tuple[str, ...]:
    listed = read_yaml(Path(__file__).with_name("header.yaml"))["mottos"]
    return tuple(strip_diacritics(str(motto)) for motto in listed)
