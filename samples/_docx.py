"""A sample as a Word file: letterhead, body, signature, and the appendix table on landscape
pages."""

from __future__ import annotations

import io
import zipfile
from typing import Any

from docx import Document
from docx.enum.section import WD_ORIENT, WD_SECTION
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_BREAK
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Pt

from samples._docx_table import Look, add_plain_table, add_ruled_table, set_font, write
from samples._numbering import add_numbering
from samples._source import Part, Record, parts, tables
from samples._text import label

PORTRAIT = (Pt(595.3), Pt(841.9))
STAMP = (2026, 1, 1, 0, 0, 0)
"""The date of every file inside the package, so that the same source gives the same bytes."""


def render(source: Record) -> bytes:
    document = Document()
    _page(document, source)
    numbering = add_numbering(document) if source["layout"].get("word_lists") else None
    _letterhead(document, source)
    for n, part in enumerate(parts(source)):
        if n:
            document.add_paragraph().add_run().add_break(WD_BREAK.PAGE)
        _part(document, source, part, numbering)
    _appendices(document, source)
    return _repack(document)


def _page(document: Any, source: Record) -> None:
    normal = document.styles["Normal"]
    set_font(normal, float(source["layout"].get("body_size", 14)))
    normal.paragraph_format.space_after = Pt(6)
    normal.paragraph_format.space_before = Pt(0)
    section = document.sections[0]
    section.page_width, section.page_height = PORTRAIT
    section.left_margin, section.right_margin = Pt(85), Pt(56.7)
    section.top_margin = section.bottom_margin = Pt(56.7)
    if source["layout"].get("page_numbers"):
        section.different_first_page_header_footer = True
        _page_number(section)


def _page_number(section: Any) -> None:
    paragraph = section.header.paragraphs[0]
    paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
    field = OxmlElement("w:fldSimple")
    field.set(qn("w:instr"), "PAGE")
    run = OxmlElement("w:r")
    text = OxmlElement("w:t")
    text.text = "2"
    run.append(text)
    field.append(run)
    paragraph._p.append(field)


def _letterhead(document: Any, source: Record) -> None:
    head = source["letterhead"]
    table = add_plain_table(document, 2, (180, 275))
    state = [
        "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
        "Độc lập - Tự do - Hạnh phúc",
        "________________________",
    ]
    bold = Look(12, bold=True, centre=True)
    write(table.cell(0, 0), [*head["left"], "___________"], bold)
    write(table.cell(0, 1), state, bold)
    write(table.cell(1, 0), [head["number"]], Look(13, centre=True))
    write(table.cell(1, 1), [head["date"]], Look(13, italic=True, centre=True))
    document.add_paragraph()


def _part(document: Any, source: Record, part: Part, numbering: dict[str, int] | None) -> None:
    for line in part.title_lines:
        _centred(document, line, italic=line.startswith("("))
    document.add_paragraph()
    for block in part.blocks:
        _block(document, block, numbering)
    if part.signed:
        _signature(document, source)


def _centred(document: Any, text: str, italic: bool = False) -> None:
    paragraph = document.add_paragraph()
    paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
    paragraph.paragraph_format.space_after = Pt(2)
    run = paragraph.add_run(text)
    run.bold, run.italic = not italic, italic


def _block(document: Any, block: Record, numbering: dict[str, int] | None) -> None:
    heading = block["kind"] == "heading"
    if block["kind"] == "formula":
        _centred(document, block["text"])
        return
    paragraph = document.add_paragraph()
    paragraph.alignment = WD_ALIGN_PARAGRAPH.JUSTIFY
    paragraph.paragraph_format.first_line_indent = Pt(28.35)
    paragraph.paragraph_format.keep_with_next = heading
    listed = numbering is not None and (heading or block["kind"] == "bullet")
    if numbering is not None and listed:
        level = block["level"] - 1 if heading else 0
        _list_item(paragraph, numbering["heading" if heading else "bullet"], level)
        if heading:
            _bold_number(paragraph)
    run = paragraph.add_run(block["text"] if listed else label(block) + block["text"])
    run.bold = heading
    run.italic = heading and block["level"] > 2


def _list_item(paragraph: Any, number: int, level: int) -> None:
    properties = paragraph._p.get_or_add_pPr()
    num = OxmlElement("w:numPr")
    for tag, value in (("w:ilvl", level), ("w:numId", number)):
        element = OxmlElement(tag)
        element.set(qn("w:val"), str(value))
        num.append(element)
    properties.insert_element_before(num, "w:spacing", "w:ind", "w:jc", "w:rPr")


def _bold_number(paragraph: Any) -> None:
    """A list number looks as its paragraph's mark does."""
    mark = OxmlElement("w:rPr")
    mark.append(OxmlElement("w:b"))
    paragraph._p.pPr.append(mark)


def _signature(document: Any, source: Record) -> None:
    recipients = source["document"]["recipients"]
    table = add_plain_table(document, 1, (240, 220))
    marks = [";"] * (len(recipients) - 1) + ["."]
    left = table.cell(0, 0)
    write(left, ["Nơi nhận:"], Look(12, bold=True, italic=True))
    listed = [f"- {one}{mark}" for one, mark in zip(recipients, marks, strict=True)]
    write(left, listed, Look(11), more=True)
    lines = [*source["signature"], "", "", "", source["document"]["signer"]["name"]]
    write(table.cell(0, 1), lines, Look(14, bold=True, centre=True))


def _appendices(document: Any, source: Record) -> None:
    for n, table in enumerate(tables(source)):
        if n == 0 or table.spec.get("caption"):
            _turn(document, landscape=not source["layout"].get("portrait_appendix"))
        for key in ("caption", "title", "attached"):
            if table.spec.get(key):
                _centred(document, table.spec[key], italic=key == "attached")
        add_ruled_table(document, table)
        document.add_paragraph()


def _turn(document: Any, landscape: bool) -> None:
    section = document.add_section(WD_SECTION.NEW_PAGE)
    section.different_first_page_header_footer = False
    if landscape:
        section.orientation = WD_ORIENT.LANDSCAPE
        section.page_width, section.page_height = PORTRAIT[1], PORTRAIT[0]
        section.left_margin = section.right_margin = Pt(42.5)


def _repack(document: Any) -> bytes:
    """The package with one date on every part."""
    raw = io.BytesIO()
    document.save(raw)
    packed = io.BytesIO()
    with zipfile.ZipFile(raw) as old, zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            entry = zipfile.ZipInfo(name, STAMP)
            entry.compress_type = zipfile.ZIP_DEFLATED
            new.writestr(entry, old.read(name))
    return packed.getvalue()
