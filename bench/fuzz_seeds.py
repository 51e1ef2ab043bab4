"""Seeds for `bench/fuzz.py`: our samples cut down to what is read in a moment, in every format that
is read.

PDF pages are written anew object by object, streams unpacked, so that mutations reach operators,
fonts and tables.
"""

from __future__ import annotations

import io
import re
import zipfile
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import numpy as np
from lxml import etree
from numpy.typing import NDArray
from pdf_maker import PageMaker, assembled, pdf_bytes  # type: ignore[import-not-found]
from pdfminer.pdfdocument import PDFDocument
from pdfminer.pdfpage import PDFPage
from pdfminer.pdfparser import PDFParser
from pdfminer.pdftypes import PDFObjRef, PDFStream, resolve1
from pdfminer.psparser import PSKeyword, PSLiteral
from PIL import Image
from scan_maker import Wear, overlaid, save, scanned  # type: ignore[import-not-found]

from samples._source import HERE, sample_ids

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
ROWS, BLOCKS = 4, 40
_PACKINGS = (
    ("1", "group4"),
    ("1", "group3"),
    ("L", "tiff_lzw"),
    ("L", "packbits"),
    ("P", "tiff_adobe_deflate"),
)


def seeds() -> dict[str, list[bytes]]:
    """The seeds of each class."""
    paths = {
        kind: [HERE / name / f"{name}.{kind}" for name in sample_ids()]
        for kind in ("pdf", "docx", "html", "txt")
    }
    texts = [path.read_text(encoding="utf-8") for path in paths["txt"]]
    with TemporaryDirectory() as folder:
        pictures, drawn = _pictures(paths["pdf"][:2], Path(folder))
    pages = [small_pdf(path, [number]) for path in paths["pdf"] for number in (0, 3)]
    return {
        "pdf": [*pages, small_pdf(paths["pdf"][0], [0, 3, 4]), *_made()],
        "pdf packed": [path.read_bytes() for path in paths["pdf"]],
        "pdf of scans": drawn,
        "text": [_cut(text, 0) for text in texts] + [_plain_bars()],
        "flattened": [_cut(text, _table_of(text)) for text in texts if _table_of(text)],
        "html": [
            _small_html(path.read_text(encoding="utf-8")) for path in paths["html"] if path.exists()
        ],
        "docx": [_small_docx(path) for path in paths["docx"]],
        "image": pictures,
    }


def _cut(text: str, at: int) -> bytes:
    lines = text.split("\n")
    return "\n".join([*lines[:25], *lines[at : at + 45], *lines[-12:]]).encode()


def _table_of(text: str) -> int:
    """The line where the flattened table begins, 0 for none."""
    lines = text.split("\n")
    return next((n for n, line in enumerate(lines) if line.strip() in ("TT", "STT", "Số TT")), 0)


def _plain_bars() -> bytes:
    head = "ỦY BAN NHÂN DÂN\nPHƯỜNG MÂY TRẮNG\nKẾ HOẠCH\nChuyển đổi số năm 2025\n"
    rows = "| STT | Nhiệm vụ | Cơ quan chủ trì | Thời gian |\n"
    rows += "| 1 | Rà soát thiết bị | Văn phòng | Tháng 9/2025 |\n"
    return (head + rows + "Nơi nhận:\n- Lưu: VT.\n").encode()


def _small_html(text: str) -> bytes:
    kept = 0

    def keep(match: re.Match[str]) -> str:
        nonlocal kept
        kept += 1
        return match.group() if kept % 7 < ROWS else ""

    return re.sub(r"<tr.*?</tr>", keep, text, flags=re.DOTALL).encode()


def _small_docx(path: Path) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(path) as source, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as target:
        for name in source.namelist():
            data = source.read(name)
            if name == "word/document.xml":
                data = _small_body(data)
            target.writestr(zipfile.ZipInfo(name), data)
    return out.getvalue()


def _small_body(data: bytes) -> bytes:
    root = etree.fromstring(data)
    body = root[0]
    for child in list(body)[BLOCKS:]:
        if child.tag == f"{_W}p":
            body.remove(child)
    for table in root.iter(f"{_W}tbl"):
        for row in table.findall(f"{_W}tr")[ROWS:]:
            table.remove(row)
    return etree.tostring(root, encoding="UTF-8", xml_declaration=True)


def _made() -> list[bytes]:
    page = (
        PageMaker()
        .text(72, 700, "KE HOACH")
        .stamp(100, 650, "132")
        .stamp(200, 650, "", value="so 12")
    )
    turned = PageMaker(width=842, height=595, rotate=90).text(72, 300, "Trang xoay")
    return [pdf_bytes(page, turned), pdf_bytes(page, encrypted=True)]


def _pictures(papers: list[Path], folder: Path) -> tuple[list[bytes], list[bytes]]:
    """Scans of tiny pieces of pages: PNG, JPEG, TIFF in several packings, WebP, HEIC; PDF of
    pictures."""
    piece = scanned(papers[0], 1, 100, Wear(noise=3))[40:200, 60:420].copy()
    other = scanned(papers[1], 1, 100, Wear())[40:160, 60:420].copy()
    found, drawn = [], []
    for suffix in (".png", ".jpg", ".tif"):
        pages = [piece, other] if suffix == ".tif" else [piece]
        found.append(save(folder / f"a{suffix}", pages, 100).read_bytes())
    grey = Image.fromarray(piece).convert("L")
    for mode, packing in _PACKINGS:
        out = io.BytesIO()
        grey.convert(mode).save(out, "TIFF", compression=packing, dpi=(100, 100))
        found.append(out.getvalue())
    found.append(_webp(piece))
    found += _heic(piece)
    drawn.append(save(folder / "b.pdf", [piece, other], 100).read_bytes())
    jpeg = io.BytesIO()
    Image.fromarray(other).save(jpeg, "JPEG")
    drawn.append(
        overlaid(jpeg.getvalue(), [(72, 700, "chu ky so"), (72, 600, "ngay 01")], invisible=True)
    )
    return found, drawn


def _webp(piece: NDArray[np.uint8]) -> bytes:
    out = io.BytesIO()
    Image.fromarray(piece).save(out, "WEBP", quality=70)
    return out.getvalue()


def _heic(piece: NDArray[np.uint8]) -> list[bytes]:
    """A picture as iPhones pack it; none where what packs it is not installed."""
    try:
        import pillow_heif
    except ModuleNotFoundError:
        return []
    out = io.BytesIO()
    pillow_heif.from_pillow(Image.fromarray(piece)).save(out, quality=60)
    return [out.getvalue()]


def small_pdf(path: Path, numbers: list[int]) -> bytes:
    """Some pages of a PDF (from 0) as a PDF of its own, streams unpacked."""
    with path.open("rb") as file:
        document = PDFDocument(PDFParser(file))
        pages = [page for n, page in enumerate(PDFPage.create_pages(document)) if n in numbers]
        writer = _Writer()
        kids = [writer.page(page) for page in pages]
        return writer.finished(kids)


class _Writer:
    """Objects copied from a document that pdfminer has open."""

    def __init__(self) -> None:
        self._objects: list[bytes] = [b"<< /Type /Catalog /Pages 2 0 R >>", b""]
        self._copied: dict[int, int] = {}

    def page(self, page: PDFPage) -> int:
        entries = {**page.attrs, "Resources": page.resources, "MediaBox": page.mediabox}
        for name in ("Parent", "StructParents", "Annots", "Group", "Tabs"):
            entries.pop(name, None)
        body = self._written(entries)
        self._objects.append(body[:-2] + b"/Parent 2 0 R >>")
        return len(self._objects)

    def finished(self, kids: list[int]) -> bytes:
        refs = b" ".join(b"%d 0 R" % kid for kid in kids)
        self._objects[1] = b"<< /Type /Pages /Kids [ %s ] /Count %d >>" % (refs, len(kids))
        return bytes(assembled(self._objects, version=b"1.5"))

    def _written(self, value: Any) -> bytes:
        match value:
            case PDFObjRef():
                return self._reference(value)
            case PSLiteral():
                name = value.name if isinstance(value.name, bytes) else str(value.name).encode()
                return b"/" + re.sub(
                    rb"[^!-~]|[#/()<>\[\]{}%]", lambda m: b"#%02X" % m.group()[0], name
                )
            case PSKeyword():
                return bytes(value.name)
            case dict():
                inside = b" ".join(
                    b"/%s %s" % (str(key).encode(), self._written(one))
                    for key, one in value.items()
                )
                return b"<< " + inside + b" >>"
            case list() | tuple():
                return b"[ " + b" ".join(map(self._written, value)) + b" ]"
            case bytes():
                return b"<" + value.hex().encode() + b">"
            case bool():
                return b"true" if value else b"false"
            case None:
                return b"null"
        return str(value).encode()

    def _reference(self, reference: PDFObjRef) -> bytes:
        if reference.objid not in self._copied:
            self._objects.append(b"null")
            number = self._copied[reference.objid] = len(self._objects)
            found = resolve1(reference)
            if isinstance(found, PDFStream):
                data = found.get_data()
                entries = {
                    key: value
                    for key, value in found.attrs.items()
                    if key not in ("Filter", "DecodeParms")
                }
                body = (
                    self._written({**entries, "Length": len(data)})
                    + b"\nstream\n"
                    + data
                    + b"\nendstream"
                )
            else:
                body = self._written(found)
            self._objects[number - 1] = body
        return b"%d 0 R" % self._copied[reference.objid]
