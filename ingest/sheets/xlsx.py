"""Workbooks of Office Open XML (`.xlsx`, `.xlsm`): their cells with words, row by row.

A formula is told by the value that was last computed; nothing is computed, no macro is looked at,
no link to another file is followed. Rows are read as they stream by: a sheet may be formatted down
to its last row, a million below the last words.
"""

from __future__ import annotations

import io
import posixpath
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

from lxml import etree

from kehoach.errors import BrokenXmlError, TooLargeError
from kehoach.ingest.safety import DEFAULT_LIMITS, MB, Limits, Package, check_markup
from kehoach.ingest.sheets.model import Area, Budget, Field, Sheet, check_merges, check_sheets
from kehoach.ingest.sheets.values import Kind, kind_of_format, number_text

_PLACE = re.compile(r"\$?([A-Z]{1,3})\$?(\d{1,7})")
_MOST_ROWS, _MOST_COLUMNS = 1_048_576, 16_384
Item = TypeVar("Item")
_WHOLE = re.compile(r"\s*\d{1,9}\s*")
_ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")


@dataclass(frozen=True, slots=True)
class Workbook:
    """The visible sheets, the names of the hidden ones, and how many formulas have no value."""

    sheets: tuple[Sheet, ...]
    hidden: tuple[str, ...]
    without_value: int


@dataclass(frozen=True, slots=True)
class _Style:
    """How a cell is shown."""

    kind: Kind = "number"
    bold: bool = False
    struck: bool = False
    centered: bool = False
    boxed: bool = False


_PLAIN = _Style()


def read_workbook(path: Path, limits: Limits = DEFAULT_LIMITS) -> Workbook:
    """The sheets of a workbook. Raises what `Package` raises, `BrokenXmlError`,
    `ForbiddenXmlError`, `TooLargeError`."""
    with Package(path, limits) as package:
        book = package.xml("xl/workbook.xml")
        targets = _targets(package)
        listed = book.findall("{*}sheets/{*}sheet")
        check_sheets(len(listed))
        reader = _SheetReader(package, limits, from_1904=_is_from_1904(book))
        sheets, hidden = [], []
        for entry in listed:
            target = targets.get(_relation_of(entry), "")
            if target not in package.names or "/worksheets/" not in target:
                continue  # a chart or a dialogue
            if entry.get("state", "visible") != "visible":
                hidden.append(entry.get("name", ""))
                continue
            sheets.append(reader.read(entry.get("name", ""), target))
        return Workbook(tuple(sheets), tuple(hidden), without_value=reader.without_value)


def _relation_of(entry: etree._Element) -> str:
    for name, value in entry.attrib.items():
        if etree.QName(str(name)).localname == "id" and str(name).startswith("{"):
            return str(value)
    return ""


def _is_from_1904(book: etree._Element) -> bool:
    properties = book.find("{*}workbookPr")
    return properties is not None and _is_on(properties.get("date1904"))


def _is_on(value: str | None) -> bool:
    return (value or "0").lower() in {"1", "true", "on"}


def _targets(package: Package) -> dict[str, str]:
    """The parts that the workbook points to, by the id of the relation; links out of the file are
    left out."""
    targets: dict[str, str] = {}
    for relation in package.xml("xl/_rels/workbook.xml.rels").findall("{*}Relationship"):
        if relation.get("TargetMode") == "External":
            continue
        target = posixpath.normpath(posixpath.join("/xl", relation.get("Target", "")))
        targets[relation.get("Id", "")] = target.lstrip("/")
    return targets


class _SheetReader:
    """Reads the sheets of one workbook, which share their strings and their styles."""

    def __init__(self, package: Package, limits: Limits, *, from_1904: bool) -> None:
        self.without_value = 0
        self._package = package
        self._limits = limits
        self._from_1904 = from_1904
        self._strings = _shared_strings(package)
        self._styles = _styles(package)
        self._budget = Budget()

    def read(self, name: str, part: str) -> Sheet:
        """A sheet: its cells with words and its merged areas."""
        fields: list[Field] = []
        merges: list[Area] = []
        row = -1
        for element in self._elements(part):
            if element.tag.endswith("row"):
                row = _row_number(element.get("r"), row + 1)
                if len(element):  # a sheet may have a million rows without cells
                    fields.extend(self._fields(element, row))
            else:
                area = area_of(element.get("ref", ""))
                if area is not None:
                    merges.append(area)
                    check_merges(len(merges))
        return Sheet(name, tuple(fields), merges=tuple(merges))

    def _elements(self, part: str) -> Iterator[etree._Element]:
        """The rows and the merged areas of a sheet, each gone from memory before the next."""
        data = self._package.read(part)
        if len(data) > self._limits.max_xml:
            raise TooLargeError(reason=f"{part} > {self._limits.max_xml // MB} MB")
        check_markup(data, part, limits=self._limits)
        events = etree.iterparse(
            io.BytesIO(data),
            events=("end",),
            tag=("{*}row", "{*}mergeCell"),
            resolve_entities=False,
            no_network=True,
            load_dtd=False,
            huge_tree=False,
            remove_comments=True,
            remove_pis=True,
        )
        try:
            for _, element in events:
                yield element
                element.clear()
                parent = element.getparent()
                while parent is not None and parent[0] is not element:
                    del parent[0]
        except (etree.XMLSyntaxError, ValueError) as error:
            raise BrokenXmlError(part=part) from error

    def _fields(self, row_element: etree._Element, row: int) -> Iterator[Field]:
        column = -1
        for cell in row_element.iterfind("{*}c"):
            place = _PLACE.fullmatch(cell.get("r", ""))
            column = _column(place[1]) if place else column + 1
            style = self._style(cell)
            text = "" if style.struck else self._text(cell, style)
            if not text.strip() or column >= _MOST_COLUMNS:
                continue
            self._budget.take(text)
            yield Field(
                row,
                column,
                text=text,
                bold=style.bold,
                centered=style.centered,
                boxed=style.boxed,
            )

    def _style(self, cell: etree._Element) -> _Style:
        number = _whole(cell.get("s"))
        return self._styles[number] if 0 <= number < len(self._styles) else _PLAIN

    def _text(self, cell: etree._Element, style: _Style) -> str:
        kind = cell.get("t", "n")
        if kind == "inlineStr":
            inline = cell.find("{*}is")
            return "" if inline is None else _string(inline)
        value = cell.findtext("{*}v")
        if value is None or (value == "" and kind != "str"):
            self.without_value += cell.find("{*}f") is not None
            return ""
        if kind == "s":
            number = _whole(value)
            return self._strings[number] if 0 <= number < len(self._strings) else ""
        if kind in {"str", "d"}:
            return _unescaped(value)
        if kind in {"e", "b"}:
            return ""  # "#REF!" and ticked boxes are no words
        try:
            return number_text(float(value), style.kind, from_1904=self._from_1904)
        except ValueError:
            return value


def _row_number(told: str | None, following: int) -> int:
    """The row that is told, from 0; else the one after the last."""
    number = _whole(told) - 1 if told else following
    if not 0 <= number < _MOST_ROWS:
        raise TooLargeError(reason=f"> {_MOST_ROWS} rows")
    return number


def _whole(text: str | None) -> int:
    """A whole number of at most nine digits, else -1 for what is none, 0 for nothing."""
    if text is None:
        return 0
    return int(text) if _WHOLE.fullmatch(text) else -1


def _column(letters: str) -> int:
    """The number of a column, from 0.

    >>> _column("A"), _column("Z"), _column("AA")
    (0, 25, 26)
    """
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - ord("A") + 1
    return number - 1


def area_of(reference: str) -> Area | None:
    """A merged area as written, None for what is none.

    >>> area_of("B2:C4")
    Area(top=1, left=1, bottom=3, right=2)
    """
    first, _, last = reference.partition(":")
    one, other = _PLACE.fullmatch(first), _PLACE.fullmatch(last)
    if one is None or other is None:
        return None
    rows = sorted((int(one[2]) - 1, int(other[2]) - 1))
    columns = sorted((_column(one[1]), _column(other[1])))
    return Area(rows[0], columns[0], bottom=rows[1], right=columns[1])


# --- strings and styles ---------------------------------------------------------------------------


def _shared_strings(package: Package) -> list[str]:
    if "xl/sharedStrings.xml" not in package.names:
        return []
    return [_string(entry) for entry in package.xml("xl/sharedStrings.xml").iterfind("{*}si")]


def _string(entry: etree._Element) -> str:
    """The text of a string; runs that are struck out are no text, readings for Japanese neither."""
    pieces = []
    for child in entry:
        name = etree.QName(child).localname if isinstance(child.tag, str) else ""
        if name == "t":
            pieces.append(child.text or "")
        elif name == "r" and not _has(child.find("{*}rPr"), "strike"):
            pieces.append(child.findtext("{*}t") or "")
    return _unescaped("".join(pieces))


def _unescaped(text: str) -> str:
    """Control characters, which XML cannot hold, are written `_x000D_`.

    >>> _unescaped("a_x000D_\\nb")
    'a\\r\\nb'
    """
    return _ESCAPED.sub(lambda match: chr(int(match[1], 16)), text) if "_x" in text else text


def _has(properties: etree._Element | None, name: str) -> bool:
    mark = None if properties is None else properties.find(f"{{*}}{name}")
    return mark is not None and mark.get("val", "1").lower() not in {"0", "false", "off"}


def _styles(package: Package) -> list[_Style]:
    """The styles of cells, in the order by which cells name them."""
    if "xl/styles.xml" not in package.names:
        return []
    root = package.xml("xl/styles.xml")
    codes = {
        _whole(entry.get("numFmtId")): entry.get("formatCode", "")
        for entry in root.iterfind("{*}numFmts/{*}numFmt")
    }
    fonts = root.findall("{*}fonts/{*}font")
    boxed = [_is_boxed(entry) for entry in root.iterfind("{*}borders/{*}border")]
    styles = []
    for entry in root.iterfind("{*}cellXfs/{*}xf"):
        number = _whole(entry.get("numFmtId"))
        font = _at(fonts, _whole(entry.get("fontId")))
        alignment = entry.find("{*}alignment")
        style = _Style(
            kind=kind_of_format(number, codes.get(number)),
            bold=_has(font, "b"),
            struck=_has(font, "strike"),
            centered=alignment is not None and "center" in alignment.get("horizontal", ""),
            boxed=bool(_at(boxed, _whole(entry.get("borderId")))),
        )
        styles.append(style)
    return styles


def _at(items: Sequence[Item], number: int) -> Item | None:
    return items[number] if 0 <= number < len(items) else None


def _is_boxed(border: etree._Element) -> bool:
    """Is a line drawn on the left or right? One below alone underlines."""
    for side in ("left", "right", "start", "end"):
        line = border.find(f"{{*}}{side}")
        if line is not None and line.get("style", "none") != "none":
            return True
    return False
