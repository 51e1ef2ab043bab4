"""Makes hostile and merely odd files, so that no binary stands in the repository: PDFs object by
object, bombs, pictures, packages.

A PDF is told as its objects (bytes, number 1 first; the first is the catalogue): `pdf` sets them
one after the other with a cross-reference table that is right. What a test wants wrong, it makes
wrong by itself.
"""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from collections.abc import Sequence
from pathlib import Path

from docx_maker import RELS, TYPES, p, part
from pdf_maker import assembled
from PIL import Image

CATALOGUE = b"<< /Type /Catalog /Pages 2 0 R >>"
HELVETICA = b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>"


def pdf(
    objects: Sequence[bytes], trailer: bytes = b"/Root 1 0 R", version: bytes = b"1.7"
) -> bytes:
    """A PDF of these objects."""
    return assembled(objects, trailer, version)


def stream(data: bytes, entries: bytes = b"") -> bytes:
    """A stream object."""
    return b"<< /Length %d %s >>\nstream\n%s\nendstream" % (len(data), entries, data)


def packed(data: bytes, entries: bytes = b"") -> bytes:
    """A stream object, deflated."""
    return stream(zlib.compress(data, 9), b"/Filter /FlateDecode " + entries)


def words(text: str = "Ke hoach cai cach hanh chinh", y: int = 700) -> bytes:
    """Operators that set a line."""
    return f"BT /F1 12 Tf 72 {y} Td ({text}) Tj ET\n".encode()


def one_page(
    page: bytes = b"/MediaBox [0 0 595 842]",
    content: bytes | None = None,
    more: Sequence[bytes] = (),
    resources: bytes = b"",
    catalogue: bytes = b"",
) -> bytes:
    """A PDF of one page: entries of the page, operators (a line of words by default), objects from
    number 6 on, entries of the resources and of the catalogue."""
    return pdf([
        b"<< /Type /Catalog /Pages 2 0 R %s >>" % catalogue,
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /Contents 4 0 R %s /Resources << /Font << /F1 5 0 R >> "
        b"%s >> >>"
        % (page, resources),
        stream(words() if content is None else content),
        HELVETICA,
        *more,
    ])  # fmt: skip


def many_pages(count: int) -> bytes:
    """A PDF of `count` pages that share one content."""
    kids = b" ".join(b"%d 0 R" % number for number in range(5, 5 + count))
    page = (
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 3 0 R "
        b"/Resources << /Font << /F1 4 0 R >> "
    )
    page += b">> >>"
    tree = b"<< /Type /Pages /Kids [%s] /Count %d >>" % (kids, count)
    return pdf([CATALOGUE, tree, stream(words()), HELVETICA, *[page] * count])


def image_page(
    data: bytes, entries: bytes, content: bytes = b"q 595 0 0 842 0 0 cm /Im1 Do Q"
) -> bytes:
    """A page covered by one picture, its data as given."""
    picture = stream(
        data,
        b"/Type /XObject /Subtype /Image /ColorSpace /DeviceGray /BitsPerComponent 8 " + entries,
    )
    return one_page(content=content, more=[picture], resources=b"/XObject << /Im1 6 0 R >>")


def png(width: int, height: int, data: bytes | None = None) -> bytes:
    """A grey PNG; `data` is what its pixels are claimed to be, packed or not (default: the right
    amount of white)."""

    def chunk(name: bytes, body: bytes) -> bytes:
        return (
            struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))
        )

    body = zlib.compress(b"\x00" + b"\xff" * width) if data is None else data
    head = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", body) + chunk(b"IEND", b"")


def tiff(width: int, height: int, loop: bool = False) -> bytes:
    """A grey TIFF whose head promises so many pixels; with `loop`, its second directory is its
    first."""
    size = min(width * height, 2**32 - 1)
    tags = [
        (256, 4, width), (257, 4, height), (258, 3, 8), (259, 3, 1), (262, 3, 1), (273, 4, 8),
        (277, 3, 1), (278, 4, height), (279, 4, size),
    ]  # fmt: skip
    entries = b"".join(struct.pack("<HHII", tag, kind, 1, value) for tag, kind, value in tags)
    return (
        b"II*\x00"
        + struct.pack("<I", 8)
        + struct.pack("<H", len(tags))
        + entries
        + struct.pack("<I", 8 if loop else 0)
    )


def saved(
    kind: str, size: tuple[int, int] = (300, 200), mode: str = "L", **options: object
) -> bytes:
    """A white picture as Pillow writes it."""
    out = io.BytesIO()
    Image.new(mode, size, 1 if mode == "1" else "white").save(out, kind, **options)  # type: ignore[arg-type]
    return out.getvalue()


def docx(path: Path, body: str = "", parts: dict[str, bytes | str] | None = None) -> Path:
    """A Word file with this body; `parts` by their full names, also in place of the usual ones."""
    inside: dict[str, bytes | str] = {
        "[Content_Types].xml": TYPES,
        "_rels/.rels": RELS,
        "word/document.xml": part(
            "document", f"<w:body>{body or p('Kế hoạch cải cách hành chính')}</w:body>"
        ),
        **(parts or {}),
    }
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as package:
        for name, data in inside.items():
            package.writestr(zipfile.ZipInfo(name), data)
    return path


def rels(*targets: tuple[str, str]) -> str:
    """Relationships that lead outside: (kind, target)."""
    kinds = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    return (
        '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
        + "".join(
            f'<Relationship Id="x{number}" Type="{kinds}/{kind}" Target="{target}" '
            'TargetMode="External"/>'
            for number, (kind, target) in enumerate(targets)
        )
        + "</Relationships>"
    )  # fmt: skip
