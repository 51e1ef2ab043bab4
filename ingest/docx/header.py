"""The header of the first page of a Word file, where it holds a letterhead.

Some templates put the two columns of a letterhead (who issues, the national motto) into the page
header, so that nobody deletes them. A running head (a page number, the paper's short name) is a
line; a letterhead is a table of two columns, or some lines.
"""

from __future__ import annotations

import posixpath

from lxml import etree

from kehoach.ingest.docx.relations import by_identifier
from kehoach.ingest.docx.xml import attr, on, w
from kehoach.ingest.safety import Package

FEWEST_LINES = 4
"""A letterhead has the body, its place, the country's name and its motto."""
_RELATION_ID = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"


def first_header(package: Package, main: str, body: etree._Element) -> etree._Element | None:
    """The header that is printed on the first page, when it is more than a running head."""
    section = next(iter(body.iter(w("sectPr"))), None)
    if section is None:
        return None
    has_own = on(section.find(w("titlePg")))
    kind = "first" if has_own else "default"
    for reference in section.iterfind(w("headerReference")):
        if (attr(reference, "type") or "default") != kind:
            continue
        folder, name = posixpath.split(main)
        parts = by_identifier(package, f"{folder}/_rels/{name}.rels", folder)
        part = parts.get(reference.get(_RELATION_ID, ""), "")
        if part in package.names:
            header = package.xml(part)
            return header if _is_letterhead(header) else None
    return None


def _is_letterhead(header: etree._Element) -> bool:
    lines = sum(1 + len(list(each.iter(w("br")))) for each in header.iter(w("p")) if _says(each))
    return lines >= FEWEST_LINES and (_has_columns(header) or len(list(header)) >= FEWEST_LINES)


def _has_columns(header: etree._Element) -> bool:
    rows = header.iter(w("tr"))
    return any(sum(map(_says, row.iterfind(w("tc")))) > 1 for row in rows)


def _says(element: etree._Element) -> bool:
    """Is there any text in an element?"""
    return any((text.text or "").strip() for text in element.iter(w("t")))
