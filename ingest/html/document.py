"""An HTML page as lines and grids: blocks are paragraphs, tables are grids, nothing is ever
fetched.

Only inline styles are read, no style sheets. Script, hidden and form elements are left out.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import NamedTuple

from lxml import etree
from lxml.html import HTMLParser

from kehoach.errors import BrokenFileError, TooDeepError, TooLargeError
from kehoach.ingest.html.encoding import decode
from kehoach.ingest.html.look import Look, look_inside
from kehoach.ingest.html.table import (
    RawCell,
    RawRow,
    css,
    grid_of,
    has_border_attribute,
    has_css_border,
    span_value,
)
from kehoach.ingest.left_out_passages import without_left_out
from kehoach.ingest.list_numbers import format_number
from kehoach.ingest.model import FlowItem, Line, Note, Reading, Span
from kehoach.ingest.options import ReadOptions
from kehoach.ingest.safety import DEFAULT_LIMITS, MB, Limits, check_tags
from kehoach.ingest.source import Source
from kehoach.ingest.symbol_fonts import with_usual_characters

_BLOCKS = frozenset({
    "address", "article", "aside", "blockquote", "body", "caption", "center", "dd", "details",
    "dialog", "div", "dl", "dt", "fieldset", "figcaption", "figure", "footer", "form", "h1",
    "h2", "h3", "h4", "h5", "h6", "header", "hr", "html", "legend", "li", "main", "nav", "ol",
    "p", "pre", "section", "summary", "table", "tbody", "td", "tfoot", "th", "thead", "tr",
    "ul",
})  # fmt: skip
_DROPPED = frozenset({
    "script", "style", "head", "title", "noscript", "template", "iframe", "object", "embed",
    "applet", "canvas", "svg", "audio", "video", "select", "textarea", "button", "map", "datalist",
})  # fmt: skip
_STRUCK = frozenset({"s", "strike", "del"})
_FORMATS = {
    "1": "decimal", "a": "lowerLetter", "A": "upperLetter", "i": "lowerRoman", "I": "upperRoman",
    "decimal": "decimal", "decimal-leading-zero": "decimalZero", "lower-alpha": "lowerLetter",
    "lower-latin": "lowerLetter", "upper-alpha": "upperLetter", "upper-latin": "upperLetter",
    "lower-roman": "lowerRoman", "upper-roman": "upperRoman", "none": "none",
}  # fmt: skip
_BULLETS = frozenset("·•§Øüovq◦▪●○■–-")
_STARTS_WITH_BULLET = re.compile(r"[-–•·+*▪●]\s")
_CONTROLS = re.compile(r"[\x00-\x08\x0b\x0e-\x1f]")
_HARD_SPACE = "\x01"  # a no-break space while white space is collapsed; see `_CONTROLS`
_TAG = re.compile(r"<[^<>]*(?:>|$)")
_OPEN_TAG = re.compile(r"</?[A-Za-z!][^<>]{0,2000}\s*\Z")
_OPENS_PAGE = re.compile(r"<(?:html|body)\b", re.IGNORECASE)
_CLOSES_PAGE = re.compile(r"</(?:html|body)\s*>", re.IGNORECASE)
MAX_EVIDENCE = 160
"""Letters of the end of a page that was cut."""
_MOST_ORDINAL = 1_000_000
_PAGE_PARAGRAPHS = 10
"""So many paragraphs of one cell, and tables between them, are a page."""
_DEEPEST = 2048
"""Levels the parser allows with `huge_tree`; pages that never close a <b> need more than 256."""


def read_html(source: Source, options: ReadOptions) -> Reading:
    """Read an HTML file as `parse_html` does. It has no pages, so `options` say nothing to it."""
    del options
    return parse_html(source.read_bytes(), source.limits)


def parse_html(data: bytes, limits: Limits = DEFAULT_LIMITS) -> Reading:
    """Read an HTML page: its flow in document order, and notes on what was lost.

    A block is one `Line`, or one per `br` in it (`complete` on the last before a blank line or the
    end). Spans count the blocks with text from 1. Raises `TooLargeError`, `TooDeepError` or
    `BrokenFileError`, nothing else.
    """
    _check_bounds(data, limits)
    text, encoding = decode(data)
    notes: list[Note] = []
    lost = text.count("\ufffd")
    if lost:
        notes.append(Note("undecodable_bytes", f"{lost} x U+FFFD ({encoding})"))
    if _breaks_off(text):
        notes.append(Note("cut_off", _TAG.sub(" ", text)[-MAX_EVIDENCE:].strip()))
    root = _parse(text)
    reader = _TreeReader()
    flow = () if root is None else tuple(reader.read(root))
    return without_left_out(Reading(pages=(), flow=flow, notes=(*notes, *reader.struck)))


def _check_bounds(data: bytes, limits: Limits) -> None:
    """Raise TooLargeError or TooDeepError for more HTML than is read."""
    if len(data) > limits.max_xml:
        raise TooLargeError(reason=f"HTML > {limits.max_xml // MB} MB")
    check_tags(data, limits)


def parse_fragment(text: str, limits: Limits = DEFAULT_LIMITS) -> tuple[FlowItem, ...]:
    """A piece of HTML in another text: its flow, whose spans count the lines of `text` from 1.
    Raises as `parse_html`."""
    data = text.encode("utf-8", errors="replace")
    _check_bounds(data, limits)
    root = _parse(text)
    return () if root is None else tuple(_TreeReader(counts_lines=True).read(root))


def _breaks_off(text: str) -> bool:
    """Does a page end before it is closed: inside a tag, or without the end of what holds it?"""
    if _OPEN_TAG.search(text):
        return True
    return _OPENS_PAGE.search(text) is not None and _CLOSES_PAGE.search(text) is None


def _parse(text: str) -> etree._Element | None:
    """The tree of a page, `None` for one without any element or text."""
    parser = HTMLParser(
        encoding="utf-8", no_network=True, remove_comments=True, remove_pis=True, huge_tree=True
    )
    data = _CONTROLS.sub("", text).encode("utf-8", errors="replace")
    if not data.strip():
        return None
    try:
        root: etree._Element | None = etree.fromstring(data, parser)
    except (etree.LxmlError, ValueError) as error:
        raise BrokenFileError(media_type="HTML", reason=type(error).__name__) from error
    if any("xcessive depth" in entry.message for entry in parser.error_log):
        raise TooDeepError(limit=_DEEPEST)
    return root


@dataclass(slots=True)
class _List:
    """An open `ul` or `ol`: the format of its marks and the next number."""

    fmt: str
    following: int


@dataclass(slots=True)
class _Table:
    """An open table. `cell` collects the lines of the open cell, `None` between cells."""

    border: str | None
    css_border: bool
    first: int
    rows: list[RawRow] = field(default_factory=list)
    head: bool = False
    cell: list[Line] | None = None
    skipped_row: bool = False


class _Printed(NamedTuple):
    """The text of a line, that of its whole paragraph, and where in it the line begins."""

    text: str
    raw: str
    offset: int


class _TreeReader:
    """Walks the tree once by events, without recursion; keeps the open paragraph, lists and
    table. Spans count blocks with text, or the lines of the file (`counts_lines`)."""

    def __init__(self, *, counts_lines: bool = False) -> None:
        self._counts_lines = counts_lines
        self._source_line = 1
        self._looks = [Look()]
        self._lists: list[_List] = []
        self._table: _Table | None = None
        self._nested = 0
        self._transparent: list[bool] = []
        self._dropped = 0
        self._mark = ""
        self._pieces: list[list[tuple[str, Look]]] = [[]]
        self._out: list[FlowItem] = []
        self._ordinal = 0
        self._blank = 0
        self._new_page = False
        self.struck: list[Note] = []
        """What was crossed out, which is not read."""

    def read(self, root: etree._Element) -> list[FlowItem]:
        """The flow of a page."""
        for event, element in _events(root):
            tag = element.tag.lower() if isinstance(element.tag, str) else ""
            if event == "start":
                self._start(element, tag)
            else:
                self._end(element, tag)
        self._flush()
        return self._out

    def _start(self, element: etree._Element, tag: str) -> None:
        style = css(element.get("style"))
        if self._dropped or tag in _DROPPED or _is_hidden(element, style):
            self._dropped += 1
            return
        if not self._counts_lines and _is_struck(tag, style):
            self._dropped += 1
            self._tell_struck(element)
            return
        if tag in _BLOCKS:
            self._flush()
            if isinstance(element.sourceline, int):
                self._source_line = element.sourceline
        self._looks.append(look_inside(element, tag, style=style, look=self._looks[-1]))
        self._new_page |= _begins_page(style)
        if tag == "br":
            self._pieces.append([])
        elif tag in {"ul", "ol"}:
            self._lists.append(_open_list(element, tag, style=style))
        elif tag == "li":
            self._item(element)
        elif tag in {"table", "thead", "tr", "td", "th"}:
            self._start_table_part(element, tag, style=style)
        self._text(element.text)

    def _tell_struck(self, element: etree._Element) -> None:
        words = " ".join("".join(map(str, element.itertext())).split())
        if words:
            span = Span(first=self._ordinal + 1)
            self.struck.append(Note("struck_text", words[:MAX_EVIDENCE], span=span))

    def _end(self, element: etree._Element, tag: str) -> None:
        if self._dropped:
            self._dropped -= 1
        else:
            if tag in _BLOCKS:
                self._flush(blank_counts=tag in {"p", "div", "pre", "li"})
            if tag in {"ul", "ol"} and self._lists:
                self._lists.pop()
            elif tag in {"table", "thead", "tr", "td", "th"}:
                self._end_table_part(element, tag)
            self._looks.pop()
        if not self._dropped and element.getparent() is not None:
            self._text(element.tail)

    def _text(self, text: str | None) -> None:
        """Text as printed: white space collapsed outside `pre`."""
        if not text:
            return
        look = self._looks[-1]
        text = with_usual_characters(text.replace("\xa0", _HARD_SPACE))
        if look.mark:
            mark = text.replace(_HARD_SPACE, " ").strip()
            text = f"{'-' if mark in _BULLETS else mark} "
        if look.pre:
            first, *others = re.split(r"\r\n|\r|\n", text.replace("\t", "    "))
            self._pieces[-1].append((first.replace(" ", _HARD_SPACE), look))
            self._pieces.extend([(line.replace(" ", _HARD_SPACE), look)] for line in others)
        else:
            self._pieces[-1].append((re.sub(r"[ \t\r\n\f]+", " ", text), look))

    def _item(self, element: etree._Element) -> None:
        """The mark of a list item, printed before its first text."""
        if not self._lists:
            self._mark = "- "
            return
        current = self._lists[-1]
        value = element.get("value") or ""
        if re.fullmatch(r"\d{1,6}", value):
            current.following = int(value)
        number = format_number(current.following, current.fmt)
        current.following = min(current.following + 1, _MOST_ORDINAL)
        if current.fmt == "bullet":
            self._mark = "- "
        else:
            self._mark = f"{number}. " if number else ""

    def _flush(self, blank_counts: bool = False) -> None:
        """Close the open paragraph: its lines go to the open cell or to the flow."""
        pieces, self._pieces = self._pieces, [[]]
        printed = "".join(text for line in pieces for text, _ in line)
        if not printed.strip(" " + _HARD_SPACE):
            takes_room = _HARD_SPACE in printed or len(pieces) > 1
            if blank_counts and takes_room:
                self._blank += max(len(pieces) - 1, 1)
            return
        self._ordinal = self._source_line if self._counts_lines else self._ordinal + 1
        lines = [(_joined(line), _visible(line)) for line in pieces]
        if not lines[-1][0]:
            del lines[-1]  # a `br` at the end of a block prints nothing
        texts_below = [*(text for text, _ in lines[1:]), ""]
        raw = "\n".join(text for text, _ in lines)
        offset = 0
        for (text, looks), text_below in zip(lines, texts_below, strict=False):
            if text:
                self._emit(_Printed(text, raw, offset=offset), looks, ends=not text_below)
            else:
                self._blank += 1
            offset += len(text) + 1

    def _emit(self, printed: _Printed, looks: list[tuple[int, Look]], ends: bool) -> None:
        """Append a line; `ends` when a paragraph ends with it."""
        text = printed.text
        mark, self._mark = self._mark, ""
        if mark and not (mark == "- " and _STARTS_WITH_BULLET.match(text)):
            text = mark + text
        sizes: dict[float, int] = {}
        for count, look in looks:
            if look.size is not None:
                sizes[look.size] = sizes.get(look.size, 0) + count
        line = Line(
            text=text,
            span=Span(first=self._ordinal, last=self._ordinal),
            complete=ends,
            bold=all(look.bold for _, look in looks),
            italic=all(look.italic for _, look in looks),
            centered=looks[0][1].centered,
            size=max(sizes, key=lambda size: (sizes[size], size)) if sizes else None,
            gap=float(self._blank),
            page_break=self._new_page,
            footnote=looks[0][1].footnote,
            heading=looks[0][1].heading,
            raw=printed.raw,
            offset=printed.offset,
        )
        self._blank, self._new_page = 0, False
        if self._table is not None and self._table.cell is not None:
            self._table.cell.append(line)
        else:
            self._out.append(line)

    def _start_table_part(self, element: etree._Element, tag: str, style: dict[str, str]) -> None:
        """A table opens, or a part of the table being collected."""
        if tag == "table":
            transparent = self._table is None and _is_frame(element, style)
            self._transparent.append(transparent)
            if self._table is not None:
                self._nested += 1
            elif not transparent:
                css_border = has_css_border(style)
                self._table = _Table(element.get("border"), css_border, first=self._ordinal + 1)
                self._blank = 0
            return
        table = self._table
        if table is None or self._nested:
            return
        if tag == "thead":
            table.head = True
        elif tag == "tr":
            table.skipped_row = element.get("height") == "0"
            if not table.skipped_row:
                table.rows.append(RawRow(table.head))
        else:
            table.css_border = table.css_border or has_css_border(style)
            table.cell = []
            self._blank = 0

    def _end_table_part(self, element: etree._Element, tag: str) -> None:
        if tag == "table":
            transparent = self._transparent.pop() if self._transparent else False
            if self._nested:
                self._nested -= 1
            elif not transparent:
                self._end_table()
            return
        table = self._table
        if table is None or self._nested:
            return
        if tag == "thead":
            table.head = False
        elif tag in {"td", "th"} and table.cell is not None:
            lines, table.cell = tuple(table.cell), None
            self._mark = ""
            if table.skipped_row and not lines:
                return
            if not table.rows:
                table.rows.append(RawRow(table.head))
            cell = RawCell(
                lines,
                row_span=span_value(element.get("rowspan")),
                col_span=span_value(element.get("colspan")),
                heading=tag == "th",
            )
            table.rows[-1].cells.append(cell)

    def _end_table(self) -> None:
        """The collected table becomes a grid."""
        table, self._table = self._table, None
        if table is None:
            return
        span = Span(first=table.first, last=max(table.first, self._ordinal))
        has_border = has_border_attribute(table.border) or table.css_border
        grid = grid_of(table.rows, span, has_border=has_border)
        if grid is not None and any(cell.lines for cell in grid.cells):
            self._out.append(grid)
        self._blank = 0


def _events(root: etree._Element) -> Iterator[tuple[str, etree._Element]]:
    for event, element in etree.iterwalk(root, events=("start", "end")):
        yield str(event), element


def _is_hidden(element: etree._Element, style: dict[str, str]) -> bool:
    return style.get("display") == "none" or "hidden" in element.attrib


def _is_struck(tag: str, style: dict[str, str]) -> bool:
    """Whether an element is printed crossed out: what it says does not hold."""
    is_line = "line-through" in style.get("text-decoration", "")
    return tag in _STRUCK or (is_line and tag not in {"html", "body"})


def _begins_page(style: dict[str, str]) -> bool:
    """Whether an element is printed on a new page."""
    before = style.get("break-before")
    return before in {"always", "page"} or style.get("page-break-before") == "always"


def _open_list(element: etree._Element, tag: str, style: dict[str, str]) -> _List:
    """A list with the format of its marks and its first number."""
    css_type = style.get("list-style-type") or style.get("list-style", "").split(" ")[0]
    wanted = css_type or element.get("type") or ("1" if tag == "ol" else "disc")
    start = element.get("start") or ""
    following = int(start) if re.fullmatch(r"\d{1,6}", start) else 1
    usual = "decimal" if tag == "ol" and not css_type else "bullet"
    return _List(_FORMATS.get(wanted, usual), following)


def _is_frame(table: etree._Element, style: dict[str, str]) -> bool:
    """Whether a table only lays out a page: it has tables inside, and no border of its own or a
    page of paragraphs between them."""
    inner = next(table.iterdescendants("table"), None)
    if inner is None:
        return False
    if not (has_border_attribute(table.get("border")) or has_css_border(style)):
        return True
    return any(_is_page(cell) for cell in table.iterdescendants("td") if _table_of(cell) is table)


def _table_of(element: etree._Element) -> etree._Element | None:
    """The innermost table around an element."""
    return next(element.iterancestors("table"), None)


def _is_page(cell: etree._Element) -> bool:
    """Does a cell hold tables between so many paragraphs that no cell of a table has them?"""
    if next(cell.iterdescendants("table"), None) is None:
        return False
    own = _table_of(cell)
    paragraphs = (block for block in cell.iterdescendants("p", "div") if _table_of(block) is own)
    return sum(map(_has_words, paragraphs)) >= _PAGE_PARAGRAPHS


def _has_words(element: etree._Element) -> bool:
    return any(not text.isspace() for text in element.itertext())


def _joined(pieces: list[tuple[str, Look]]) -> str:
    """The text of a printed line."""
    text = "".join(text for text, _ in pieces)
    return re.sub(" +", " ", text).replace(_HARD_SPACE, " ").strip()


def _visible(pieces: list[tuple[str, Look]]) -> list[tuple[int, Look]]:
    """How many visible characters have which look."""
    visible: list[tuple[int, Look]] = []
    for text, look in pieces:
        count = len("".join(text.replace(_HARD_SPACE, " ").split()))
        if count:
            visible.append((count, look))
    return visible
