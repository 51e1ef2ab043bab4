"""PDFs made by hand, byte for byte: words in Helvetica at places, ruled lines, pictures, signature
fields.

Coordinates are points with the origin top left, as everywhere in this project. Helvetica's own
encoding has no Vietnamese letters; words are told without them.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

A4 = (595.0, 842.0)
FONTS = {"F1": "Helvetica", "F2": "Helvetica-Bold", "F3": "Helvetica-Oblique"}


@dataclass
class PageMaker:
    """One page being drawn."""

    width: float = A4[0]
    height: float = A4[1]
    rotate: int = 0
    ops: list[str] = field(default_factory=list)
    widgets: list[tuple[tuple[float, float, float, float], str, str]] = field(default_factory=list)
    picture: bool = False
    photos: list[tuple[bytes, tuple[int, int]]] = field(default_factory=list)

    def text(self, x: float, y: float, words: str, size: float = 12, font: str = "F1") -> PageMaker:
        """Words whose letters stand between `y` and `y + size`."""
        escaped = words.replace("\\", r"\\").replace("(", r"\(").replace(")", r"\)")
        baseline = self.height - y - 0.8 * size
        self.ops.append(f"BT /{font} {size} Tf {x} {baseline} Td ({escaped}) Tj ET")
        return self

    def line(self, x0: float, y0: float, x1: float, y1: float) -> PageMaker:
        self.ops.append(f"0.5 w {x0} {self.height - y0} m {x1} {self.height - y1} l S")
        return self

    def grid(self, xs: Sequence[float], ys: Sequence[float]) -> PageMaker:
        """All lines of a table without merged cells."""
        for x in xs:
            self.line(x, ys[0], x, ys[-1])
        for y in ys:
            self.line(xs[0], y, xs[-1], y)
        return self

    def image(self) -> PageMaker:
        """A grey picture over the whole page, as a scanner leaves it."""
        self.picture = True
        self.ops.append(f"q {self.width} 0 0 {self.height} 0 0 cm /Im1 Do Q")
        return self

    def photo(
        self, box: tuple[float, float, float, float], jpeg: bytes, size: tuple[int, int]
    ) -> PageMaker:
        """A picture (JPEG of so many pixels, RGB) in a part of the page."""
        x0, y0, x1, y1 = box
        self.photos.append((jpeg, size))
        name = f"/Ph{len(self.photos)}"
        self.ops.append(f"q {x1 - x0} 0 0 {y1 - y0} {x0} {self.height - y1} cm {name} Do Q")
        return self

    def stamp(self, x: float, y: float, words: str, *, value: str = "") -> PageMaker:
        """A signature field whose appearance draws `words` (or, with `value`, a form field filled
        with it)."""
        self.widgets.append(((x, self.height - y - 14, x + 60, self.height - y), words, value))
        return self


def make_pdf(path: Path, *pages: PageMaker, encrypted: bool = False) -> Path:
    """Write the pages as a PDF; returns `path`. `encrypted`: behind a password nobody has."""
    path.write_bytes(pdf_bytes(*pages, encrypted=encrypted))
    return path


def pdf_bytes(*pages: PageMaker, encrypted: bool = False) -> bytes:
    objects: list[bytes] = [b"<< /Type /Catalog /Pages 2 0 R >>", b""]

    def add(body: bytes) -> int:
        objects.append(body)
        return len(objects)

    def stream(content: bytes, entries: str = "") -> bytes:
        return (
            f"<< /Length {len(content)} {entries} >>\nstream\n".encode() + content + b"\nendstream"
        )

    fonts = " ".join(
        f"/{name} {add(f'<< /Type /Font /Subtype /Type1 /BaseFont /{base} >>'.encode())} 0 R"
        for name, base in FONTS.items()
    )
    resources = f"/Font << {fonts} >>"
    image = add(
        stream(
            b"\x80",
            "/Type /XObject /Subtype /Image /Width 1 /Height 1 /ColorSpace /DeviceGray "
            "/BitsPerComponent 8",
        )
    )
    kids: list[int] = []
    for page in pages:
        annots = []
        for (x0, y0, x1, y1), words, value in page.widgets:
            box = f"/Type /Annot /Subtype /Widget /Rect [{x0} {y0} {x1} {y1}]"
            if value:
                annots.append(add(f"<< {box} /FT /Tx /V ({value}) >>".encode()))
                continue
            drawn = stream(
                f"BT /F1 12 Tf 2 3 Td ({words}) Tj ET".encode(),
                f"/Type /XObject /Subtype /Form /BBox [0 0 {x1 - x0} {y1 - y0}] /Resources << "
                f"{resources} >>",
            )
            signature = add(b"<< /Type /Sig /Filter /Adobe.PPKLite >>")
            annots.append(
                add(
                    f"<< {box} /FT /Sig /V {signature} 0 R /AP << /N {add(drawn)} 0 R >> "
                    f">>".encode()
                )
            )
        content = add(stream("\n".join(page.ops).encode()))
        names = [f"/Im1 {image} 0 R"] if page.picture else []
        for number, (jpeg, (across, down)) in enumerate(page.photos, start=1):
            entries = (
                f"/Type /XObject /Subtype /Image /Width {across} /Height {down} "
                "/ColorSpace /DeviceRGB /BitsPerComponent 8 /Filter /DCTDecode"
            )
            names.append(f"/Ph{number} {add(stream(jpeg, entries))} 0 R")
        pictures = f"/XObject << {' '.join(names)} >>" if names else ""
        refs = " ".join(f"{number} 0 R" for number in annots)
        kids.append(
            add(
                f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 {page.width} {page.height}] /Rotate "
                f"{page.rotate} "
                f"/Resources << {resources} {pictures} >> /Contents {content} 0 R /Annots [{refs}] "
                f">>".encode()
            )
        )
    objects[1] = (
        f"<< /Type /Pages /Kids [{' '.join(f'{k} 0 R' for k in kids)}] /Count {len(kids)} "
        f">>".encode()
    )
    trailer = "/Root 1 0 R"
    if encrypted:
        lock = f"<< /Filter /Standard /V 1 /R 2 /P -4 /O <{'41' * 32}> /U <{'42' * 32}> >>"
        trailer += f" /Encrypt {add(lock.encode())} 0 R /ID [<{'43' * 16}> <{'43' * 16}>]"
    return assembled(objects, trailer.encode(), b"1.4\n%\xe2\xe3\xcf\xd3")


def assembled(
    objects: Sequence[bytes], trailer: bytes = b"/Root 1 0 R", version: bytes = b"1.4"
) -> bytes:
    """A PDF of these objects, with the table of their places."""
    out, places = bytearray(b"%PDF-" + version + b"\n"), []
    for number, body in enumerate(objects, 1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    start = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(places) + 1)
    out += b"".join(b"%010d 00000 n \n" % place for place in places)
    out += b"trailer\n<< /Size %d %s >>\nstartxref\n%d\n%%%%EOF\n" % (
        len(places) + 1,
        trailer,
        start,
    )
    return bytes(out)
