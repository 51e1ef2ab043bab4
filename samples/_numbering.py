"""Word's own lists for a sample: headings `I.` / `1.` / `1.1.` and bullets `-`, as numbering
definitions."""

from __future__ import annotations

from typing import Any

from docx.oxml import OxmlElement
from docx.oxml.ns import qn

HEADING = (("upperRoman", "%1."), ("decimal", "%2."), ("decimal", "%2.%3."))
BULLET = (("bullet", "-"),)
FIRST_ID = 90


def add_numbering(document: Any) -> dict[str, int]:
    """Name -> `w:numId`."""
    root = document.part.numbering_part.element
    ids = {}
    for n, (name, levels) in enumerate((("heading", HEADING), ("bullet", BULLET))):
        number = FIRST_ID + n
        first_num = root.find(qn("w:num"))
        abstract = _abstract(number, levels)
        if first_num is None:
            root.append(abstract)
        else:
            first_num.addprevious(abstract)
        num = _element("w:num", "w:numId", str(number))
        num.append(_element("w:abstractNumId", "w:val", str(number)))
        root.append(num)
        ids[name] = number
    return ids


def _abstract(number: int, levels: tuple[tuple[str, str], ...]) -> Any:
    abstract = _element("w:abstractNum", "w:abstractNumId", str(number))
    abstract.append(_element("w:multiLevelType", "w:val", "multilevel"))
    for n, (form, text) in enumerate(levels):
        level = _element("w:lvl", "w:ilvl", str(n))
        for tag, value in (
            ("w:start", "1"),
            ("w:numFmt", form),
            ("w:suff", "space"),
            ("w:lvlText", text),
            ("w:lvlJc", "left"),
        ):
            level.append(_element(tag, "w:val", value))
        abstract.append(level)
    return abstract


def _element(tag: str, attribute: str, value: str) -> Any:
    element = OxmlElement(tag)
    element.set(qn(attribute), value)
    return element
