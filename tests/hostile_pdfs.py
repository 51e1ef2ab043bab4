"""Hostile and odd PDFs by name, each made when it is asked for: what collections of broken PDFs are
full of."""

# ruff: noqa: E501 (a file in a line)

from __future__ import annotations

import zlib
from collections.abc import Callable

from hostile_maker import (
    CATALOGUE,
    HELVETICA,
    image_page,
    many_pages,
    one_page,
    packed,
    pdf,
    saved,
    stream,
    words,
)
from pdf_maker import PageMaker, pdf_bytes

WHOLE = pdf_bytes(
    PageMaker().text(72, 100, "Ke hoach cai cach hanh chinh").grid((72, 200, 400), (150, 200, 250))
)
START = WHOLE.rindex(b"startxref")
Made = Callable[[], bytes]


def page(entries: bytes, **more: bytes) -> Made:
    return lambda: one_page(entries, **more)  # type: ignore[arg-type]


def content(operators: bytes, *more: bytes, resources: bytes = b"") -> Made:
    return lambda: one_page(content=operators, more=more, resources=resources)


def font(body: bytes, *more: bytes) -> Made:
    """A page whose words are set in this font (object 6; more from 7 on)."""
    return lambda: one_page(
        content=words().replace(b"/F1", b"/F2"),
        more=[body, *more],
        resources=b"/Font << /F2 6 0 R >>",
    )


def form(operators: bytes, resources: bytes) -> bytes:
    return stream(
        operators,
        b"/Type /XObject /Subtype /Form /BBox [0 0 595 842] /Resources << %s >>" % resources,
    )


def laughs() -> bytes:
    """Ten forms, each drawing the next one ten times: 10^10 words of a kilobyte."""
    forms = [form(b"/X Do " * 10, b"/XObject << /X %d 0 R >>" % (7 + n)) for n in range(9)]
    return one_page(
        content=b"/X Do", more=[*forms, form(b"", b"")], resources=b"/XObject << /X 6 0 R >>"
    )


def with_objects(*kids: bytes, pages: bytes = b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>") -> Made:
    return lambda: pdf([CATALOGUE, pages, *kids])


def bomb() -> bytes:
    """A content stream packed twice: a kilobyte that becomes 3 MB."""
    inner = zlib.compress(b" " * 3_000_000, 9)
    body = zlib.compress(inner, 9)
    return pdf([CATALOGUE, b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
                b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R >>",
                stream(body, b"/Filter [/FlateDecode /FlateDecode]")])  # fmt: skip


BOX = b"/MediaBox [0 0 595 842]"
PAGES: dict[str, Made] = {
    "nothing after the header": lambda: b"%PDF-1.7\n",
    "only an end": lambda: b"%PDF-1.7\n%%EOF\n",
    "header in the midst": lambda: b"x" * 900 + WHOLE,
    "cut in half": lambda: WHOLE[: len(WHOLE) // 2],
    "cut before the table of places": lambda: WHOLE[: WHOLE.rindex(b"xref\n0")],
    "start of the table beyond the end": lambda: WHOLE[:START] + b"startxref\n99999999\n%%EOF",
    "start of the table below zero": lambda: WHOLE[:START] + b"startxref\n-7\n%%EOF",
    "table that leads to itself": lambda: WHOLE.replace(b"/Root 1 0 R", b"/Root 1 0 R /Prev %d" % (WHOLE.rindex(b"xref\n0"))),
    "hybrid table that leads to itself": lambda: WHOLE.replace(
        b"/Root 1 0 R", b"/Root 1 0 R /XRefStm %d" % (WHOLE.rindex(b"xref\n0"))
    ),
    "table with a billion entries": lambda: WHOLE.replace(b"xref\n0 ", b"xref\n0 1000000000"),
    "no root": lambda: WHOLE.replace(b"/Root 1 0 R", b""),
    "root that is a number": lambda: WHOLE.replace(b"/Root 1 0 R", b"/Root 17"),
    "root that is itself": lambda: pdf([b"1 0 R"]),
    "no pages": lambda: pdf([b"<< /Type /Catalog >>"]),
    "pages that are none": with_objects(pages=b"<< /Type /Pages /Kids [] /Count 0 >>"),
    "count without kids": with_objects(pages=b"<< /Type /Pages /Count 1000000 >>"),
    "page tree in a circle": with_objects(pages=b"<< /Type /Pages /Kids [2 0 R] /Count 1 >>"),
    "page tree in a wide circle": lambda: pdf([
        CATALOGUE, b"<< /Type /Pages /Kids [3 0 R 3 0 R] >>", b"<< /Type /Pages /Kids [2 0 R 2 0 R] /Parent 2 0 R >>",
    ]),
    "a page tree ten thousand deep": lambda: pdf([
        CATALOGUE, *(b"<< /Type /Pages /Kids [%d 0 R] /Count 1 >>" % n for n in range(3, 10_003)), b"<< /Type /Page >>",
    ]),
    "page that is its own parent": with_objects(b"<< /Type /Page /Parent 3 0 R >>"),
    "kids that are numbers": with_objects(pages=b"<< /Type /Pages /Kids [1 2 (x) null] /Count 4 >>"),
    "object stream in itself": lambda: pdf([CATALOGUE, b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        stream(b"3 0 << >>", b"/Type /ObjStm /N 1 /First 4 /Extends 3 0 R")]),
    "arrays nested deep": with_objects(b"<< /Type /Page /Parent 2 0 R /MediaBox %s 0 >>" % (b"[" * 50_000)),
    "dictionaries nested deep": with_objects(b"<< /Type /Page /Parent 2 0 R /Resources %s 0 >>" % (b"<< /A " * 50_000)),
    "arrays nested deep in the content": content(b"[" * 50_000 + words()),
    "half an escape": content(b"BT /F1 12 Tf (abc\\"),
    "two thousand pages and one": lambda: many_pages(2001),
    "page of 200 inches": page(b"/MediaBox [0 0 14400 14400]"),
    "page of a thousand kilometres": page(b"/MediaBox [0 0 3e9 3e9]"),
    "page of no size": page(b"/MediaBox [0 0 0 0]"),
    "page upside down": page(b"/MediaBox [595 842 0 0]"),
    "page left of everything": page(b"/MediaBox [-900 -900 -300 -100]"),
    "page without a size": page(b""),
    "page of three sides": page(b"/MediaBox [0 0 595]"),
    "page of words": page(b"/MediaBox [(a) /b null true]"),
    "page of no numbers": page(b"/MediaBox [nan inf -inf 842]"),
    "size that leads to itself": page(b"/MediaBox 6 0 R", more=[b"6 0 R"]),  # type: ignore[arg-type]
    "crop of no size": page(BOX + b" /CropBox [10 10 10 10]"),
    "crop outside the page": page(BOX + b" /CropBox [5000 5000 6000 6000]"),
    "crop within the page": page(BOX + b" /CropBox [50 50 500 800]"),
    "turned by 45": page(BOX + b" /Rotate 45"),
    "turned by -90": page(BOX + b" /Rotate -90"),
    "turned by much": page(BOX + b" /Rotate 1e30"),
    "turned by a word": page(BOX + b" /Rotate /left"),
    "unit of ten": page(BOX + b" /UserUnit 10"),
    "unit below zero": page(BOX + b" /UserUnit -1"),
    "operators without operands": content(b"Tf Td Tj cm re l c TJ ' \" Do sh gs scn BDC d0 d1 w i M"),
    "operands of the wrong kind": content(b"BT /F1 (x) Tf (a) (b) Td 12 Tj [/a null [1]] TJ (z) w /x cm 1 2 3 re ET"),
    "letters of no size": content(b"BT /F1 0 Tf 72 700 Td (Ke hoach) Tj ET"),
    "letters of any size": content(b"BT /F1 1e30 Tf 72 700 Td (Ke hoach) Tj ET"),
    "letters turned to nothing": content(b"BT /F1 12 Tf 0 0 0 0 0 0 Tm (Ke hoach cai cach) Tj ET"),
    "states never given back": content(b"q " * 100_000 + words()),
    "states given back too often": content(b"Q " * 100_000 + words()),
    "lines far outside": content(b"0 0 m 1e30 -1e30 l S 0 0 1e9 1e9 re S " * 20 + words()),
    "many lines": content(b"".join(b"%d 0 m %d 800 l S 0 %d m 500 %d l S\n" % (n, n, n, n) for n in range(800)) + words()),
    "picture in the midst of the words": content(b"BI /W 99999 /H 99999 /BPC 8 /CS /G ID abc EI " + words()),
    "picture that never ends": content(b"BI /W 9 /H 9 ID " + b"x" * 5000),
    "form that draws itself": content(
        b"/X Do", form(b"/X Do " + words(), b"/Font << /F1 5 0 R >> /XObject << /X 6 0 R >>"), resources=b"/XObject << /X 6 0 R >>"
    ),
    "two forms that draw each other": content(
        b"/X Do",
        form(b"/Y Do " + words(), b"/Font << /F1 5 0 R >> /XObject << /Y 7 0 R >>"),
        form(b"/X Do " + words(), b"/Font << /F1 5 0 R >> /XObject << /X 6 0 R >>"),
        resources=b"/XObject << /X 6 0 R >>",
    ),
    "unknown filter": lambda: one_page().replace(b"/Length", b"/Filter /Zip /Length", 1),
    "crypt filter": lambda: one_page().replace(b"/Length", b"/Filter /Crypt /Length", 1),
    "LZW that is none": lambda: one_page().replace(b"/Length", b"/Filter /LZWDecode /Length", 1),
    "ASCII85 that is none": lambda: one_page().replace(b"/Length", b"/Filter [/ASCII85Decode /ASCIIHexDecode] /Length", 1),
    "run lengths that are none": lambda: one_page().replace(b"/Length", b"/Filter /RunLengthDecode /Length", 1),
    "predictor of a million columns": lambda: one_page().replace(
        b"/Length", b"/Filter /FlateDecode /DecodeParms << /Predictor 15 /Columns 1000000000 /Colors 99 >> /Length", 1
    ),
    "length below zero": lambda: one_page().replace(b"/Length 4", b"/Length -4", 1),
    "length that leads to itself": lambda: one_page().replace(b"/Length 4", b"/Length 4 0 R %", 1),
    "a bomb": bomb,
    "JPEG 2000": lambda: image_page(saved("JPEG2000"), b"/Filter /JPXDecode /Width 300 /Height 200"),
    "JPEG 2000 that is none": lambda: image_page(b"\x00\x00\x00\x0cjP  \r\n\x87\n", b"/Filter /JPXDecode /Width 300 /Height 200"),
    "JBIG2 that is none": lambda: image_page(b"\x97JB2", b"/Filter /JBIG2Decode /Width 300 /Height 200"),
    "fax that is none": lambda: image_page(b"\x00\x11" * 99, b"/Filter /CCITTFaxDecode /Width 300 /Height 200"),
    "fax of a kilometre": lambda: image_page(
        b"\x00\x11", b"/Filter /CCITTFaxDecode /DecodeParms << /K -1 /Columns 100000000 >> /Width 100000000 /Height 100000000"
    ),
    "JPEG that is none": lambda: image_page(b"\xff\xd8\xff\xd9", b"/Filter /DCTDecode /Width 300 /Height 200"),
    "picture of a million megapixels": lambda: image_page(b"", b"/Width 1000000 /Height 1000000"),
    "picture of less than nothing": lambda: image_page(b"", b"/Width -3 /Height 0"),
    "font that is nothing": font(b"null"),
    "font that is its own descendant": font(b"<< /Type /Font /Subtype /Type0 /Encoding /Identity-H /DescendantFonts [6 0 R] >>"),
    "font without descendants": font(b"<< /Type /Font /Subtype /Type0 /Encoding /Identity-H >>"),
    "font with a map that uses itself": font(
        b"<< /Type /Font /Subtype /Type1 /BaseFont /X /ToUnicode 7 0 R >>", stream(b"/X usecmap begincmap", b"/UseCMap 7 0 R")
    ),
    "font with a map of every letter": font(
        b"<< /Type /Font /Subtype /Type1 /BaseFont /X /ToUnicode 7 0 R >>",
        stream(b"1 beginbfrange <00000000> <ffffffff> <0041> endbfrange"),
    ),
    "font with odd widths": font(
        b"<< /Type /Font /Subtype /TrueType /BaseFont /X /FirstChar -99 /LastChar 1e9 /Widths [(a) null 1e30] >>"
    ),
    "font drawn by itself": font(
        b"<< /Type /Font /Subtype /Type3 /FontBBox [0 0 1 1] /FontMatrix [0 0 0 0 0 0] /CharProcs << /a 7 0 R >> /FirstChar 0 "
        b"/LastChar 255 /Widths [] /Encoding << /Differences [0 /a] >> /Resources << /Font << /F2 6 0 R >> >> >>",
        stream(b"BT /F2 1 Tf (a) Tj ET"),
    ),
    "font program that is none": font(
        b"<< /Type /Font /Subtype /TrueType /BaseFont /X /FontDescriptor 7 0 R >>",
        b"<< /Type /FontDescriptor /FontFile2 8 0 R >>", stream(b"\x00\x01\x00\x00\xff\xff" + b"cmap" * 20),
    ),
    "form fields": lambda: one_page(
        BOX + b" /Annots [6 0 R 7 0 R null 9]",
        catalogue=b"/AcroForm << /Fields [6 0 R] /XFA [(a) 8 0 R] >>",
        more=[b"<< /Type /Annot /Subtype /Widget /Rect [72 600 200 620] /FT /Tx /V (van phong) /Parent 6 0 R >>",
              b"<< /Subtype /Widget /Rect [a b] /AP << /N 7 0 R >> >>", stream(b"<xdp>")],
    ),
    "portfolio": lambda: one_page(
        BOX,
        catalogue=b"/Collection << /View /D >> /Names << /EmbeddedFiles << /Names [(a.pdf) 6 0 R] >> >>",
        more=[b"<< /Type /Filespec /F (../../etc/passwd) /EF << /F 7 0 R >> >>", stream(WHOLE)],
    ),
    "scripts and launches": lambda: one_page(
        BOX, catalogue=b"/OpenAction << /S /Launch /F (calc) >> /Names << /JavaScript << /Names [(x) << /S /JavaScript "
        b"/JS (app.alert\\(1\\)) >>] >> >>"
    ),
    "locked by a password": lambda: pdf_bytes(PageMaker().text(72, 72, "x"), encrypted=True),
    "locked in an unknown way": lambda: WHOLE.replace(b"/Root 1 0 R", b"/Root 1 0 R /Encrypt << /Filter /Own /V 99 >> /ID [()()]"),
    "locked with revision 9": lambda: WHOLE.replace(
        b"/Root 1 0 R", b"/Root 1 0 R /Encrypt << /Filter /Standard /V 5 /R 9 /O () /U () /P 0 >> /ID [()()]"
    ),
    "locked without a key": lambda: WHOLE.replace(b"/Root 1 0 R", b"/Root 1 0 R /Encrypt << /Filter /Standard >>"),
    "NULs everywhere": lambda: WHOLE.replace(b" ", b"\x00"),
    "not one line end": lambda: WHOLE.replace(b"\n", b" "),
}  # fmt: skip
SLOW: dict[str, Made] = {"forms that draw ten forms that draw ten": laughs}
"""What runs into the bound of time of a page (`ingest.pdf.PAGE_SECONDS`)."""
__all__ = ["HELVETICA", "PAGES", "SLOW", "WHOLE", "packed"]
