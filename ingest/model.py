"""What ingest hands over: a `Document` of pages and a flow of lines and grids in reading order.

Coordinates are PDF points (1/72 inch), origin top left, y growing downward. A line of a format
without pages (text, DOCX, HTML) has no box; its `Span` counts lines of the file (text) or
paragraphs in document order (DOCX, HTML), both from 1.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Literal, NamedTuple, TypeAlias, TypeGuard

Method: TypeAlias = Literal["text", "ocr", "none"]
PAGE_OF_SITE = "text/html"
COUNTED_BY_LINES = frozenset({
    "text/plain",
    "application/vnd.ms-excel",
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
})  # fmt: skip
"""Formats whose spans count lines of the file, or rows of the sheets one after the other."""


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle on a page, in points: `x0`, `y0` its top left corner, `x1`, `y1` its bottom right
    one."""

    x0: float
    y0: float
    x1: float
    y1: float

    @property
    def width(self) -> float:
        """How wide it is."""
        return self.x1 - self.x0

    @property
    def height(self) -> float:
        """How high it is."""
        return self.y1 - self.y0

    @property
    def middle_x(self) -> float:
        """The x of its middle."""
        return (self.x0 + self.x1) / 2

    @property
    def middle_y(self) -> float:
        """The y of its middle."""
        return (self.y0 + self.y1) / 2

    @property
    def rounded(self) -> tuple[float, float, float, float]:
        """Its corners in tenths of a point."""
        return (round(self.x0, 1), round(self.y0, 1), round(self.x1, 1), round(self.y1, 1))

    def holds_middle_of(self, other: Box) -> bool:
        """Does the middle of `other` lie in this box, its edges included?"""
        return self.x0 <= other.middle_x <= self.x1 and self.y0 <= other.middle_y <= self.y1

    def union(self, other: Box) -> Box:
        """The smallest box that holds both."""
        return Box(
            min(self.x0, other.x0),
            min(self.y0, other.y0),
            max(self.x1, other.x1),
            max(self.y1, other.y1),
        )


@dataclass(frozen=True, slots=True)
class Span:
    """Where a piece of text stands: `page` and `box`, or `first`..`last` lines (or paragraphs),
    from 1."""

    page: int | None = None
    box: Box | None = None
    first: int | None = None
    last: int | None = None


Rivals: TypeAlias = tuple[tuple[str, float], ...]
"""Other readings of a word, the likeliest first."""


@dataclass(frozen=True, slots=True)
class Word:
    """One word of a page with its box (points), font size (points) and the marks of its font.
    `again`: what a word of a scan is in further readings, where it cannot be as it was read;
    `rivals`: what else it may be that the reader saw, each with how likely it is beside the word;
    `original`: what it was before it was mended, "" where nothing was."""

    text: str
    box: Box
    size: float
    bold: bool = False
    italic: bool = False
    confidence: float = 1.0
    again: str = ""
    original: str = ""
    rivals: Rivals = ()


@dataclass(frozen=True, slots=True)
class Line:
    """One line of text.

    `complete` is true when the line is a whole paragraph by the format's own word (a DOCX or HTML
    paragraph); false when it is a printed line that the layout broke. `bold` and `italic` mean the
    whole line, `None` when the format cannot tell (text). `row` numbers the printed row: two lines
    of one page with the same row stand side by side (letterhead, signature block). `gap` is the
    white space above the line in units of its own height, `None` when unknown; for text it is the
    number of blank lines before it. `page_break` is true for the first line of a page. `indent` and
    `trail` count the spaces that a text file has before and after the words of a line. `words` is
    empty where there are no boxes. `footnote` is true for the text of a foot- or endnote that the
    format itself marks as such (DOCX); it stands after the paragraph or the grid that refers to it.
    `heading` tells how deep the format itself calls the line a heading, from 1 (styles of DOCX,
    `h1` of HTML, `#` of Markdown), None where it does not.
    `original` is the text before it was mended, "" where nothing was. `raw` is the text of the
    whole line of the file, or of the whole paragraph, that it was read from, breaks as line feeds,
    `offset` the place in it where this line begins; "" where there are boxes.
    """

    text: str
    span: Span
    complete: bool = False
    bold: bool | None = None
    italic: bool | None = None
    centered: bool | None = None
    size: float | None = None
    row: int | None = None
    gap: float | None = None
    page_break: bool = False
    indent: int = 0
    trail: int = 0
    words: tuple[Word, ...] = ()
    confidence: float = 1.0
    footnote: bool = False
    heading: int | None = None
    original: str = ""
    raw: str = ""
    offset: int = 0


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell of a grid: position and extent from 0, and its lines from top to bottom.

    `box` and `page` only where there are pages. `lines` of a DOCX or HTML cell are whole paragraphs
    (`complete`), those of a PDF cell are printed lines.
    """

    row: int
    col: int
    row_span: int = 1
    col_span: int = 1
    lines: tuple[Line, ...] = ()
    box: Box | None = None
    page: int | None = None


@dataclass(frozen=True, slots=True)
class Grid:
    """A table as printed: `n_rows` x `n_cols` positions, each covered by exactly one cell.

    `ruled` is false for a layout table without borders (a letterhead). `header_rows` counts the
    leading rows the format itself marks as header (DOCX `tblHeader`, HTML `thead`/`th`), 0 when it
    does not say. A PDF grid is one page's part of a table; joining parts is the parsers' work.
    `by_white`: nothing but white tells its cells.
    """

    n_rows: int
    n_cols: int
    cells: tuple[Cell, ...]
    span: Span
    ruled: bool = True
    header_rows: int = 0
    by_white: bool = False


FlowItem: TypeAlias = Line | Grid


@dataclass(frozen=True, slots=True)
class Page:
    """One page: size in points, how it was read, its turn in degrees, how sure the reading is
    (0..1), and the name of its file where a paper is made of several."""

    number: int
    width: float
    height: float
    method: Method
    rotation: int = 0
    confidence: float = 1.0
    file: str | None = None


@dataclass(frozen=True, slots=True)
class Note:
    """Something ingest could not do, told rather than swallowed: becomes a finding with this
    `code`. `further`: other places of which it tells, too."""

    code: str
    evidence: str
    span: Span | None = None
    further: tuple[Span, ...] = ()


class Reading(NamedTuple):
    """What a reader makes of a file: its pages (none for text, DOCX and HTML), its flow in reading
    order, and what is to be told about the reading."""

    pages: tuple[Page, ...]
    flow: tuple[FlowItem, ...]
    notes: tuple[Note, ...] = ()


@dataclass(frozen=True, slots=True)
class Envelope:
    """What a parcel (an archive, a mail, a packet of the exchange between offices) says of itself
    and of the papers in it. `date` is a moment, `promulgated_on` and `due_on` are days (ISO 8601
    where they could be understood, else as written)."""

    name: str
    media_type: str
    sender: str | None = None
    subject: str | None = None
    date: str | None = None
    number: str | None = None
    symbol: str | None = None
    organ_code: str | None = None
    promulgated_on: str | None = None
    due_on: str | None = None
    steering_type: str | None = None


@dataclass(frozen=True, slots=True)
class Document:
    """A file as read: its identity, its pages (empty for text, DOCX and HTML) and its flow in
    reading order. `envelope`: of the parcel that it came in."""

    name: str
    sha256: str
    media_type: str
    pages: tuple[Page, ...]
    flow: tuple[FlowItem, ...]
    notes: tuple[Note, ...] = field(default=())
    envelope: Envelope | None = None


def is_bare_line(item: FlowItem) -> TypeGuard[Line]:
    """Is it a line of a text as it was printed, without boxes, and no whole paragraph? Such lines
    may be cells of a table that lost its grid."""
    return isinstance(item, Line) and not item.complete and not item.words


def lines_of(flow: Iterable[FlowItem]) -> Iterator[Line]:
    """Every line of a flow in order, those in cells included."""
    for item in flow:
        if isinstance(item, Line):
            yield item
        else:
            yield from (line for cell in item.cells for line in cell.lines)
