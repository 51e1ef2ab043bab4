"""The styles of a Word file: what a paragraph or a run looks like once everything inherited is
counted in."""

from __future__ import annotations

from dataclasses import dataclass, fields, replace
from typing import Any, TypeVar

from lxml import etree

from kehoach.ingest.docx.xml import attr, child, number, on, w

_SWITCHES = ("bold", "italic", "caps", "hidden", "struck")
_BODY_TEXT = 9
"""The outline level, counted from 0, of what is no heading."""
_DEFAULT_SIZE = 10.0  # points, when neither styles nor runs say


@dataclass(frozen=True, slots=True)
class CharacterFormat:
    """Properties of characters; `None` means inherited. `size` in points, `caps`: printed in
    capitals, `struck`: crossed out."""

    bold: bool | None = None
    italic: bool | None = None
    caps: bool | None = None
    hidden: bool | None = None
    struck: bool | None = None
    size: float | None = None
    font: str | None = None


@dataclass(frozen=True, slots=True)
class ParagraphFormat:
    """Properties of a paragraph; `None` means inherited. `num_id`, `level`: its list and its depth
    in it; `heading`: how deep a heading the outline calls it, from 1, and 0 for none."""

    justify: str | None = None
    break_before: bool | None = None
    num_id: str | None = None
    level: int | None = None
    heading: int | None = None


def character_format_of(rpr: etree._Element | None) -> CharacterFormat:
    """The marks that a `w:rPr` sets itself."""
    if rpr is None:
        return CharacterFormat()
    half_points = number(rpr.find(w("sz")))
    return CharacterFormat(
        bold=on(rpr.find(w("b"))),
        italic=on(rpr.find(w("i"))),
        caps=on(rpr.find(w("caps"))),
        hidden=on(rpr.find(w("vanish"))),
        struck=_either(on(rpr.find(w("strike"))), on(rpr.find(w("dstrike")))),
        font=attr(rpr.find(w("rFonts")), "ascii"),
        size=half_points / 2 if half_points is not None and half_points > 0 else None,
    )


def _depth(outline_level: int | None) -> int | None:
    if outline_level is None:
        return None
    return 0 if outline_level >= _BODY_TEXT else outline_level + 1


def _either(one: bool | None, other: bool | None) -> bool | None:
    """Is one of two switches on; `None` when neither says anything."""
    return other if one is None else bool(one or other)


def paragraph_format_of(ppr: etree._Element | None) -> ParagraphFormat:
    """The layout that a `w:pPr` sets itself."""
    if ppr is None:
        return ParagraphFormat()
    return ParagraphFormat(
        justify=attr(ppr.find(w("jc"))),
        break_before=on(ppr.find(w("pageBreakBefore"))),
        num_id=attr(child(ppr, "numPr", "numId")),
        level=number(child(ppr, "numPr", "ilvl")),
        heading=_depth(number(child(ppr, "outlineLvl"))),
    )


Said = TypeVar("Said", CharacterFormat, ParagraphFormat)


def _over(upper: Said, lower: Said) -> Said:
    """`upper` where it says something, `lower` elsewhere."""
    said = {}
    for attribute in fields(upper):
        value = getattr(upper, attribute.name)
        if value is not None:
            said[attribute.name] = value
    return replace(lower, **said)


def _switched_off(marks: CharacterFormat, name: str) -> CharacterFormat:
    """The marks with one switch of them off."""
    off: dict[str, Any] = {name: False}
    return replace(marks, **off)


class Styles:
    """The styles part of a document (`None` when it has none)."""

    def __init__(self, root: etree._Element | None) -> None:
        self._elements: dict[str, etree._Element] = {}
        self._default: str | None = None
        self._marks: dict[str | None, CharacterFormat] = {None: CharacterFormat()}
        self._layouts: dict[str | None, ParagraphFormat] = {None: ParagraphFormat()}
        self._runs: dict[tuple[str | None, str | None], CharacterFormat] = {}
        self._base = CharacterFormat(size=_DEFAULT_SIZE)
        if root is None:
            return
        for style in root.iterfind(w("style")):
            identifier = attr(style, "styleId")
            if identifier is None:
                continue
            self._elements[identifier] = style
            is_default = attr(style, "default") in {"1", "true", "on"}
            if is_default and attr(style, "type") == "paragraph":
                self._default = identifier
        self._base = _over(
            character_format_of(child(root, "docDefaults", "rPrDefault", "rPr")), self._base
        )

    def _chain(self, identifier: str | None) -> list[etree._Element]:
        """The style and the styles it is based on, nearest first; a circle is cut."""
        chain: list[etree._Element] = []
        seen: set[str] = set()
        while identifier in self._elements and identifier not in seen:
            seen.add(identifier)
            chain.append(self._elements[identifier])
            identifier = attr(chain[-1].find(w("basedOn")))
        return chain

    def _style_marks(self, identifier: str | None) -> CharacterFormat:
        if identifier not in self._marks:
            marks = CharacterFormat()
            for style in reversed(self._chain(identifier)):
                marks = _over(character_format_of(style.find(w("rPr"))), marks)
            self._marks[identifier] = marks
        return self._marks[identifier]

    def paragraph_style(self, ppr: etree._Element | None) -> str | None:
        """The identifier of a paragraph's style: its own or the default one."""
        own = attr(child(ppr, "pStyle"))
        return own if own in self._elements else self._default

    def layout(self, ppr: etree._Element | None) -> ParagraphFormat:
        """The layout of a paragraph with this `w:pPr`, styles counted in."""
        identifier = self.paragraph_style(ppr)
        if identifier not in self._layouts:
            layout = ParagraphFormat()
            for style in reversed(self._chain(identifier)):
                layout = _over(paragraph_format_of(style.find(w("pPr"))), layout)
            self._layouts[identifier] = layout
        return _over(paragraph_format_of(ppr), self._layouts[identifier])

    def run(self, paragraph_style: str | None, rpr: etree._Element | None) -> CharacterFormat:
        """The marks of a run with this `w:rPr` in a paragraph of this style.

        Switches that both a paragraph style and a character style turn on cancel out, as in Word.
        """
        character_style = attr(child(rpr, "rStyle"))
        key = (paragraph_style, character_style)
        if key not in self._runs:
            below, above = self._style_marks(paragraph_style), self._style_marks(character_style)
            merged = _over(above, _over(below, self._base))
            for name in _SWITCHES:
                if getattr(below, name) and getattr(above, name):
                    merged = _switched_off(merged, name)
            self._runs[key] = merged
        return _over(character_format_of(rpr), self._runs[key])

    def table_borders(self, identifier: str | None) -> list[etree._Element]:
        """The `w:tblBorders` and `w:tcBorders` of a table style, its conditional formats and its
        bases."""
        return [
            borders
            for style in self._chain(identifier)
            for name in ("tblBorders", "tcBorders")
            for borders in style.iter(w(name))
        ]

    def list_of(self, identifier: str | None) -> str | None:
        """The `numId` that a numbering style names (`w:numStyleLink`)."""
        for style in self._chain(identifier):
            num_id = attr(child(style, "pPr", "numPr", "numId"))
            if num_id is not None:
                return num_id
        return None

    def based_on(self, ppr: etree._Element | None) -> list[str]:
        """The identifiers of a paragraph's style and its bases, nearest first."""
        return [attr(style, "styleId") or "" for style in self._chain(self.paragraph_style(ppr))]
