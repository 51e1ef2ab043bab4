"""A Word file (DOCX) as lines and grids, read from its own XML: numbering, merges, notes, tracked
changes.

Running headers and footers, comments, deleted, crossed out and hidden text are left out; of
pictures the tables are read. A letterhead that stands in the header of the first page is read.
"""

from __future__ import annotations

import posixpath
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from lxml import etree

from kehoach.errors import EncryptedFileError, MissingPartError, TooDeepError
from kehoach.ingest.docx.header import LETTERHEAD, first_header, is_letterhead
from kehoach.ingest.docx.numbering import Numbering
from kehoach.ingest.docx.pictures import Picture, PictureReader, pictures_of
from kehoach.ingest.docx.relations import by_identifier, by_kind
from kehoach.ingest.docx.runs import (
    TAB,
    Break,
    NoteRef,
    Piece,
    Runs,
    Text,
    TextBox,
    mark_deleted,
)
from kehoach.ingest.docx.styles import CharacterFormat, ParagraphFormat, Styles
from kehoach.ingest.docx.table import FEWEST_BESIDE, layout_cells, shape_of
from kehoach.ingest.docx.xml import attr, child, unwrapped, w
from kehoach.ingest.left_out_passages import without_left_out
from kehoach.ingest.list_numbers import format_number
from kehoach.ingest.model import FlowItem, Grid, Line, Note, Reading, Span, lines_of
from kehoach.ingest.options import ReadOptions
from kehoach.ingest.safety import Package, check_regular, is_encrypted_office, unreadable
from kehoach.ingest.source import Source

_PARTS = ("styles", "numbering", "footnotes", "endnotes")
_NOTE_FORMATS = {"footnote": "decimal", "endnote": "lowerRoman"}


def read_docx(source: Source, options: ReadOptions) -> Reading:
    """Read a DOCX: its flow in document order, and notes on what was left out. It has no pages, so
    `options` only say how the pictures in it are read.

    A paragraph is one `Line`, or one per line break in it (`complete` on the last). Spans count the
    paragraphs read, those of cells and text boxes included, from 1. Raises the `KehoachError`s for
    encrypted, broken, unsafe and unreadable files, nothing else.
    """
    _, flow, reader = _walked(source, options)
    return without_left_out(Reading(pages=(), flow=flow, notes=tuple(reader.notes)))


def paragraph_order(source: Source) -> tuple[int | None, ...]:
    """Which `w:p` of the document part each paragraph is that spans count (from 1; here the first
    of all): its place among all of the part, from 0; None for one of the page header. For whoever
    writes into a copy of the file. Raises as `read_docx`."""
    body, _, reader = _walked(source)
    places = {paragraph: index for index, paragraph in enumerate(body.iter(w("p")))}
    return tuple(places.get(paragraph) for paragraph in reader.counted)


def _walked(
    source: Source, options: ReadOptions | None = None
) -> tuple[etree._Element, tuple[FlowItem, ...], _BodyReader]:
    """The body of a DOCX, its flow (the letterhead of a page header first), and who read it; the
    pictures in it are read where there are `options`."""
    check_regular(source.path, source.limits)
    try:
        if is_encrypted_office(source.path):
            raise EncryptedFileError
    except OSError as error:
        raise unreadable(error) from error
    with Package(source.path, source.limits) as package:
        main = _main_part(package)
        names = _related(package, main)
        document = package.xml(main)
        header = first_header(package, main, document=document)
        parts: dict[str, etree._Element | None] = {}
        for kind in _PARTS:
            is_there = names.get(kind) in package.names
            parts[kind] = package.xml(names[kind]) if is_there else None
        pictures = _pictures(package, main, document) if options is not None else {}
    body = child(document, "body")
    if body is None:
        raise MissingPartError(part="w:body")
    reader = _BodyReader(body, parts, PictureReader(pictures, options))
    try:
        flow = (*reader.blocks(body), *reader.endnotes())
        # after the body, whose paragraphs are counted from 1
        head = tuple(reader.blocks(header)) if header is not None else ()
        if is_letterhead(head) and not is_letterhead(flow[:LETTERHEAD]):
            flow = (*head, *flow)
    except RecursionError as error:
        raise TooDeepError(limit=source.limits.max_depth) from error
    return body, flow, reader


def _main_part(package: Package) -> str:
    """The name of the document part, by the package's relationships or by custom."""
    named = by_kind(package, "_rels/.rels", base="").get("officeDocument", "")
    return named if named in package.names else "word/document.xml"


def _pictures(package: Package, main: str, document: etree._Element) -> dict[str, bytes]:
    """The files of the pictures of the document part that may hold a table."""
    folder, name = posixpath.split(main)
    named = by_identifier(package, f"{folder}/_rels/{name}.rels", base=folder)
    return pictures_of(package, document, named)


def _related(package: Package, main: str) -> dict[str, str]:
    """The parts of the document by kind: styles, numbering, footnotes, endnotes, …"""
    folder, name = posixpath.split(main)
    custom = {kind: f"{folder}/{kind}.xml" for kind in _PARTS}
    return custom | by_kind(package, f"{folder}/_rels/{name}.rels", base=folder)


@dataclass(slots=True)
class _Draft:
    """One printed line of a paragraph in the making; `offset` is where it begins in the text of
    the paragraph."""

    texts: list[Text]
    page_break: bool = False
    offset: int = 0

    @property
    def text(self) -> str:
        return "".join(piece.text for piece in self.texts).strip()

    def looks(self) -> list[tuple[int, CharacterFormat]]:
        """How many visible characters have which marks."""
        looks: list[tuple[int, CharacterFormat]] = []
        for piece in self.texts:
            visible = len("".join(piece.text.split()))
            if visible and piece.marks is not None:
                look = (visible, piece.marks)
                looks.append(look)
        return looks


def _raw_text(piece: Piece) -> str:
    """What a piece is in the text of its paragraph: tabs and breaks are one character each, numbers
    of notes none."""
    if isinstance(piece, Text):
        return "\t" if piece.text == TAB else piece.text
    return "\n" if isinstance(piece, Break) else ""


def _without_indent(texts: list[Text]) -> Iterator[Text]:
    """The pieces without the white space that they begin with."""
    begun = False
    for piece in texts:
        text = piece.text if begun else piece.text.lstrip()
        begun = begun or bool(text)
        yield Text(text, piece.marks)


def _notes_of(kind: str, part: etree._Element | None) -> dict[tuple[str, str], etree._Element]:
    """The footnotes or endnotes of a part, by kind and identifier."""
    if part is None:
        return {}
    return {(kind, attr(note, "id") or ""): note for note in part.iterfind(w(kind))}


def _size(looks: list[tuple[int, CharacterFormat]]) -> float | None:
    """The font size (points) of most characters."""
    counts: dict[float, int] = {}
    for count, marks in looks:
        if marks.size is not None:
            counts[marks.size] = counts.get(marks.size, 0) + count
    if not counts:
        return None
    return max(counts, key=lambda size: (counts[size], size))


class _BodyReader:
    """Walks a document once, in order; keeps what one paragraph leaves to the next. `counted`: the
    paragraphs that spans count, in order."""

    def __init__(
        self,
        body: etree._Element,
        parts: Mapping[str, etree._Element | None],
        pictures: PictureReader,
    ) -> None:
        """`parts`: the other parts of the document, by kind."""
        self._pictures = pictures
        self.notes: list[Note] = []
        self.counted: list[etree._Element] = []
        self._styles = Styles(parts["styles"])
        self._numbering = Numbering(parts["numbering"], self._styles)
        self._runs = Runs(self._styles)
        self._sections = [attr(section.find(w("type"))) for section in body.iter(w("sectPr"))]
        self._notes = {
            **_notes_of("footnote", parts["footnotes"]),
            **_notes_of("endnote", parts["endnotes"]),
        }
        self._counts = {"footnote": 0, "endnote": 0}
        self._ordinal = 0
        self._section = 0
        self._blank = 0
        self._new_page = False
        self._carry: list[Piece] = []
        self._in_table = 0
        self._inner: list[Grid] = []
        self._waiting: list[tuple[NoteRef, int, Span]] = []
        self._ending: list[tuple[NoteRef, int, Span]] = []

    def blocks(self, parent: etree._Element) -> Iterator[FlowItem]:
        """The lines and grids of a body, a cell or a text box."""
        for element in unwrapped(parent):
            if element.tag == w("p"):
                yield from self._paragraph(element)
            elif element.tag == w("tbl"):
                yield from self._table(element)
            elif element.tag == w("altChunk"):
                self.notes.append(
                    Note("content_skipped", "altChunk", span=Span(first=self._ordinal))
                )
        if self._carry:
            pieces, self._carry = self._carry, []
            span = Span(first=self._ordinal, last=self._ordinal)
            yield from self._lines(pieces, mark="", layout=ParagraphFormat(), span=span)

    def endnotes(self) -> Iterator[FlowItem]:
        """The endnotes referred to so far; they are printed after the document."""
        ending, self._ending = self._ending, []
        for reference, count, span in ending:
            yield from self._note(reference, count, span=span)

    def _paragraph(self, paragraph: etree._Element) -> Iterator[FlowItem]:
        """The lines of a paragraph, then its footnotes, then its text boxes."""
        self._ordinal += 1
        self.counted.append(paragraph)
        span = Span(first=self._ordinal, last=self._ordinal)
        ppr = paragraph.find(w("pPr"))
        pieces = self._carry + self._runs.pieces(paragraph, self._styles.paragraph_style(ppr))
        self._carry = []
        self._tell_struck(span)
        if mark_deleted(ppr):
            self._carry = pieces
            return
        layout = self._styles.layout(ppr)
        self._new_page |= bool(layout.break_before)
        mark = self._numbering.mark(ppr, layout)
        yield from self._lines(pieces, mark=mark, layout=layout, span=span)
        if not self._in_table:
            yield from self._due_notes()
        for piece in pieces:
            if isinstance(piece, TextBox):
                yield from self.blocks(piece.content)
            elif isinstance(piece, Picture):
                grids, notes = self._pictures.read(piece, span)
                self.notes += notes
                yield from grids
        if child(ppr, "sectPr") is not None:
            self._end_section()

    def _tell_struck(self, span: Span) -> None:
        """What was crossed out is no text of the paper, but the paper's reader should know."""
        text = "".join(self._runs.struck).strip()
        self._runs.struck.clear()
        if any(map(str.isalnum, text)):
            self.notes.append(Note("struck_text", text, span=span))

    def _end_section(self) -> None:
        """The next section starts a page unless it says otherwise."""
        self._section += 1
        kind = self._sections[self._section] if self._section < len(self._sections) else None
        self._new_page |= kind not in {"continuous", "nextColumn"}

    def _lines(
        self, pieces: list[Piece], *, mark: str, layout: ParagraphFormat, span: Span
    ) -> Iterator[Line]:
        """A paragraph's pieces as lines. An automatic number is printed even before an empty
        paragraph."""
        drafts = self._drafts(pieces, span)
        if not any(draft.text for draft in drafts) and not mark.strip("-+* "):
            self._blank += len(drafts)
            self._new_page |= any(draft.page_break for draft in drafts)
            return
        raw = "".join(map(_raw_text, pieces))
        first = next((draft for draft in drafts if draft.text), drafts[0])
        if mark:
            first.texts[:] = [Text(mark, None), *_without_indent(first.texts)]
        last = max(index for index, draft in enumerate(drafts) if draft.text)
        for index, draft in enumerate(drafts):
            self._new_page |= draft.page_break
            if not draft.text:
                self._blank += 1
                continue
            looks = draft.looks()
            yield Line(
                text=draft.text,
                span=span,
                complete=index == last,
                bold=bool(looks) and all(marks.bold for _, marks in looks),
                italic=bool(looks) and all(marks.italic for _, marks in looks),
                centered=layout.justify == "center",
                size=_size(looks),
                gap=float(self._blank),
                page_break=self._new_page,
                heading=layout.heading or None,
                raw=raw,
                offset=draft.offset,
            )
            self._blank, self._new_page = 0, False

    def _drafts(self, pieces: list[Piece], span: Span) -> list[_Draft]:
        """Pieces cut at the breaks; references to notes become their numbers."""
        drafts = [_Draft([])]
        offset = 0
        for piece in pieces:
            offset += len(_raw_text(piece))
            if isinstance(piece, Text):
                drafts[-1].texts.append(piece)
            elif isinstance(piece, Break):
                drafts.append(_Draft([], page_break=piece.page, offset=offset))
            elif isinstance(piece, NoteRef):
                drafts[-1].texts.append(Text(self._refer(piece, span), None))
        return drafts

    def _refer(self, reference: NoteRef, span: Span) -> str:
        """Remember a note for printing; its number, "" when the paper writes a mark of its own."""
        if reference.numbered:
            self._counts[reference.kind] += 1
        count = self._counts[reference.kind] if reference.numbered else 0
        queue = self._waiting if reference.kind == "footnote" else self._ending
        queue.append((reference, count, span))
        return format_number(count, _NOTE_FORMATS[reference.kind]) if count else ""

    def _due_notes(self) -> Iterator[Line]:
        """The footnotes referred to since the last call."""
        waiting, self._waiting = self._waiting, []
        for reference, count, span in waiting:
            yield from self._note(reference, count, span=span)

    def _note(self, reference: NoteRef, count: int, span: Span) -> Iterator[Line]:
        """The lines of a note, its number before the first."""
        note = self._notes.get((reference.kind, reference.identifier))
        if note is None:
            self.notes.append(Note("missing_footnote", reference.identifier, span=span))
            return
        mark = ""
        if count:
            number = format_number(count, _NOTE_FORMATS[reference.kind])
            mark = f"{number} "
        for paragraph in note.iter(w("p")):
            ppr = paragraph.find(w("pPr"))
            pieces = self._runs.pieces(paragraph, self._styles.paragraph_style(ppr))
            pieces = [piece for piece in pieces if isinstance(piece, Text | Break)]
            layout = self._styles.layout(ppr)
            for line in self._lines(pieces, mark=mark, layout=layout, span=span):
                yield _as_footnote(line)
                mark = ""

    def _table(self, table: etree._Element) -> Iterator[FlowItem]:
        """A table as a grid, then the footnotes its cells refer to; what stands in a layout cell as
        if it stood outside."""
        frames = layout_cells(table)
        if frames:
            for cell in frames:
                yield from self.blocks(cell)
            return
        first = self._ordinal + 1
        gap, self._blank = self._blank, 0
        self._in_table += 1
        shape = shape_of(table, self._styles, read_cell=self._cell)
        self._in_table -= 1
        self._blank = 0
        if shape is None:
            self._blank = gap
            return
        span = Span(first=first, last=max(first, self._ordinal))
        if shape.hidden:
            text = " / ".join(line.text for line in shape.hidden)
            self.notes.append(Note("hidden_text", text, span=shape.hidden[0].span))
        yield Grid(
            shape.n_rows,
            shape.n_cols,
            cells=shape.cells,
            span=span,
            ruled=shape.ruled,
            header_rows=shape.header_rows,
        )
        if not self._in_table:
            inner, self._inner = self._inner, []
            yield from inner
            yield from self._due_notes()

    def _cell(self, cell: etree._Element) -> tuple[Line, ...]:
        """The lines of a cell. A table inside it that has rows and columns stands behind the whole
        table, any other is flattened, row by row."""
        self._blank = 0
        lines: list[Line] = []
        for item in self.blocks(cell):
            if isinstance(item, Grid) and min(item.n_rows, item.n_cols) >= FEWEST_BESIDE:
                self._inner.append(replace(item, ruled=True))
            else:
                lines += lines_of([item])
        self._blank = 0
        return tuple(lines)


def _as_footnote(line: Line) -> Line:
    """The line as a note's: it has no white space above and begins no page."""
    return replace(line, gap=None, page_break=False, footnote=True)
