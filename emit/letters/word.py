"""A sheet as a Word file, by python-docx: text in runs and nothing else, so that no word of a paper
can become a field, a link or a macro. The same sheet gives the same bytes."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from docx import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Pt, RGBColor

from kehoach.emit.letters.model import Gap, Letter, LetterPaper, Point, indices_of
from kehoach.emit.letters.wording import (
    addressee,
    answer_help,
    answer_lines,
    counts,
    place_of_point,
    praise,
    say,
    thanks,
)

FONT, SIZE, TABLE_SIZE = "Times New Roman", Pt(13), Pt(11)
WIDTH = 16.5
"""Centimetres between the margins of an A4 sheet as offices set them."""
HEAD_COLOUR, BLANK_COLOUR = "E9F0F6", "FFF6CC"
BLUE = RGBColor(0x1F, 0x5A, 0x86)
GREY = RGBColor(0x52, 0x61, 0x70)
GREEN = RGBColor(0x1F, 0x6A, 0x3F)
STAMP = (2000, 1, 1, 0, 0, 0)
"""The date of every file inside the package."""


@dataclass(frozen=True, slots=True)
class Shape:
    """How a table is laid: the widths of its columns in centimetres, the columns whose empty cells
    are to be filled in, and those that are centred."""

    widths: tuple[float, ...]
    to_fill_in: tuple[int, ...]
    centred: tuple[int, ...]


PAPERS = Shape((3.6, 2.6, 2.4, 4.9, 1.5, 1.5), to_fill_in=(1, 2), centred=(4, 5))
GAPS = Shape((1.6, 5.4, 3.4, 2.9, 3.2), to_fill_in=(2, 3, 4), centred=(0,))


@dataclass(frozen=True, slots=True)
class Look:
    """How a run looks; None: as the style says."""

    size: Any = None
    bold: bool | None = None
    italic: bool | None = None
    colour: RGBColor | None = None


BOLD, SOFT, ADVICE = Look(bold=True), Look(colour=GREY), Look(colour=GREEN)


def to_docx(letter: Letter) -> bytes:
    """The file."""
    document = Document()
    _set_page(document, letter)
    _heading(document, letter)
    _papers(document, letter)
    parts = 1
    if letter.gaps:
        parts += 1
        _gaps(document, letter, part=parts)
    if letter.points:
        parts += 1
        _chapter(document, parts, key="look_again")
        _points(document, letter, points=letter.points)
        if letter.more_points:
            _paragraph(document, say("more_findings", count=letter.more_points))
    if letter.not_read:
        parts += 1
        _chapter(document, parts, key="not_read")
        _paragraph(document, say("not_read_help"))
        _points(document, letter, points=letter.not_read)
    if not letter.is_whole:
        _chapter(document, parts + 1, key="answer")
        for line in (answer_help(letter), *answer_lines()):
            _paragraph(document, line)
    small = Look(Pt(10), italic=True, colour=GREY)
    _run(document.add_paragraph(), say("made_by"), look=small)
    return _packed(document)


def _set_page(document: Any, letter: Letter) -> None:
    section = document.sections[0]
    section.page_width, section.page_height = Cm(21), Cm(29.7)
    section.left_margin, section.right_margin = Cm(2.5), Cm(2)
    section.top_margin = section.bottom_margin = Cm(2)
    normal = document.styles["Normal"]
    _set_font(normal, SIZE)
    normal.paragraph_format.space_after = Pt(5)
    heading = document.styles["Heading 2"]
    _set_font(heading, Pt(14))
    heading.font.color.rgb = BLUE
    heading.font.bold = True
    heading.paragraph_format.space_before = Pt(12)
    heading.paragraph_format.space_after = Pt(4)
    language = OxmlElement("w:lang")
    language.set(qn("w:val"), "vi-VN")
    normal.element.get_or_add_rPr().append(language)
    document.core_properties.title = " – ".join(filter(None, (say("title"), letter.ward)))
    document.core_properties.author = "kehoach"
    document.core_properties.language = "vi-VN"


def _set_font(style: Any, size: Any) -> None:
    style.font.name, style.font.size = FONT, size
    fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
    for attribute in list(fonts.attrib):
        del fonts.attrib[attribute]
    for script in ("w:ascii", "w:hAnsi", "w:cs", "w:eastAsia"):
        fonts.set(qn(script), FONT)


def _heading(document: Any, letter: Letter) -> None:
    title = document.add_paragraph()
    title.alignment = WD_ALIGN_PARAGRAPH.CENTER
    _run(title, say("title").upper(), look=Look(Pt(16), bold=True))
    to = document.add_paragraph()
    to.alignment = WD_ALIGN_PARAGRAPH.CENTER
    to.paragraph_format.space_after = Pt(12)
    _run(to, addressee(letter), look=Look(Pt(14), bold=True))
    _paragraph(document, thanks(letter))


def _papers(document: Any, letter: Letter) -> None:
    _chapter(document, 1, key="read")
    heads = [say(key) for key in ("paper", "number", "issued", "about", "tasks", "targets")]
    rows = [_cells_of_paper(paper) for paper in letter.papers]
    _table(document, heads, rows=rows, shape=PAPERS)
    if told := counts(letter):
        _paragraph(document, told).paragraph_format.space_before = Pt(6)
    if letter.is_whole:
        _run(document.add_paragraph(), praise(letter), look=Look(bold=True, colour=GREEN))


def _cells_of_paper(paper: LetterPaper) -> tuple[str, ...]:
    counts = (str(paper.tasks), str(paper.targets))
    return (paper.file, paper.number, paper.issued_on, paper.title, *counts)


def _gaps(document: Any, letter: Letter, part: int) -> None:
    _chapter(document, part, key="fill_in")
    _paragraph(document, say("fill_in_help"))
    heads = [say(key) for key in ("index", "task", "lead", "deadline", "deliverables")]
    for paper in indices_of(letter):
        if len(letter.papers) > 1:
            _run(document.add_paragraph(), letter.papers[paper].file, look=Look(italic=True))
        rows = [_cells(gap) for gap in letter.gaps if gap.paper == paper]
        _table(document, heads, rows=rows, shape=GAPS)
    if letter.more_gaps:
        _paragraph(document, say("more_tasks", count=letter.more_gaps))


def _cells(gap: Gap) -> tuple[str, ...]:
    return (gap.number or gap.place, gap.task, gap.lead, gap.deadline, gap.deliverables)


def _points(document: Any, letter: Letter, points: Sequence[Point]) -> None:
    for number, point in enumerate(points, 1):
        head = document.add_paragraph()
        head.paragraph_format.space_before = Pt(6)
        _run(head, f"{number}. {point.name}", look=BOLD)
        if place := place_of_point(letter, point):
            _run(head, f" ({place})", look=SOFT)
        lines = [head, _paragraph(document, point.message)]
        if point.evidence and point.evidence not in point.message:
            lines.append(_paragraph(document, f"{say('printed')} “{point.evidence}”"))
        if point.suggestion and point.suggestion not in point.message:
            lines.append(document.add_paragraph())
            _run(lines[-1], f"{say('suggestion')} {point.suggestion}", look=ADVICE)
        if point.picture is not None:
            lines.append(_picture(document, point, data=point.picture))
        for line in lines[:-1]:
            line.paragraph_format.keep_with_next = True


def _picture(document: Any, point: Point, data: bytes) -> Any:
    """A paragraph with the picture of a place, no wider than the page."""
    paragraph = document.add_paragraph()
    shape = paragraph.add_run().add_picture(io.BytesIO(data))
    shape.height = round(shape.height * min(1.0, Cm(WIDTH) / shape.width))
    shape.width = min(shape.width, Cm(WIDTH))
    label = (point.evidence or point.name)[:80]
    shape._inline.docPr.set("descr", say("picture", label=label))
    return paragraph


def _table(
    document: Any, heads: Sequence[str], rows: Sequence[Sequence[str]], shape: Shape
) -> None:
    """A ruled table, its heads repeated on each page; an empty cell that is to be filled in gets a
    line to write on."""
    table = document.add_table(rows=1, cols=len(heads), style="Table Grid")
    table.autofit = False
    for cell, head in zip(table.rows[0].cells, heads, strict=True):
        _fill(cell, head, look=Look(TABLE_SIZE, bold=True))
        _shade(cell, HEAD_COLOUR)
    table.rows[0]._tr.get_or_add_trPr().append(OxmlElement("w:tblHeader"))
    for row in rows:
        added = table.add_row()
        added._tr.get_or_add_trPr().append(OxmlElement("w:cantSplit"))
        for index, (cell, text) in enumerate(zip(added.cells, row, strict=True)):
            is_blank = index in shape.to_fill_in and not text
            paragraph = _fill(cell, say("blank") if is_blank else text, look=Look(TABLE_SIZE))
            if is_blank:
                _shade(cell, BLANK_COLOUR)
            if index in shape.centred:
                paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
    for index, width in enumerate(shape.widths):
        table.columns[index].width = Cm(width)
        for cell in table.columns[index].cells:
            cell.width = Cm(width)


def _fill(cell: Any, text: str, look: Look) -> Any:
    """Text into an empty cell; returns its paragraph."""
    paragraph = cell.paragraphs[0]
    paragraph.paragraph_format.space_before = paragraph.paragraph_format.space_after = Pt(2)
    _run(paragraph, text, look=look)
    return paragraph


def _shade(cell: Any, colour: str) -> None:
    shading = OxmlElement("w:shd")
    for name, value in (("w:val", "clear"), ("w:color", "auto"), ("w:fill", colour)):
        shading.set(qn(name), value)
    cell._tc.get_or_add_tcPr().append(shading)


def _chapter(document: Any, number: int, key: str) -> None:
    document.add_paragraph(f"{number}. {say(key)}", style="Heading 2")


def _paragraph(document: Any, text: str) -> Any:
    return document.add_paragraph(text)


def _run(paragraph: Any, text: str, look: Look) -> None:
    run = paragraph.add_run(text)
    run.bold, run.italic = look.bold, look.italic
    if look.size is not None:
        run.font.size = look.size
    if look.colour is not None:
        run.font.color.rgb = look.colour


def _packed(document: Any) -> bytes:
    """The bytes of the file, without the time at which it was written."""
    written, packed = io.BytesIO(), io.BytesIO()
    document.save(written)
    with zipfile.ZipFile(written) as source, zipfile.ZipFile(packed, "w") as target:
        for name in sorted(source.namelist()):
            entry = zipfile.ZipInfo(name, STAMP)
            target.writestr(entry, source.read(name), zipfile.ZIP_DEFLATED)
    return packed.getvalue()
