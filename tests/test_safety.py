"""Hostile and broken files: bombs, entities, passwords, half files. Each ends in one of our
exceptions."""

from __future__ import annotations

import hashlib
import os
import struct
import tracemalloc
import zipfile
import zlib
from dataclasses import replace
from pathlib import Path
from string import Formatter

import pytest
from docx_maker import TYPES, make_docx, p, part

from kehoach import errors
from kehoach.errors import (
    BrokenFileError,
    BrokenPackageError,
    BrokenXmlError,
    EncryptedFileError,
    ForbiddenXmlError,
    KehoachError,
    MissingPartError,
    NotAFileError,
    TooDeepError,
    TooLargeError,
    ZipBombError,
)
from kehoach.ingest.html.document import parse_html
from kehoach.ingest.model import Line
from kehoach.ingest.safety import DEFAULT_LIMITS, MB, Package, contains, parse_xml, sha256_of
from tests.readers import read_docx

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


def package(
    path: Path, document: bytes, compression: int = zipfile.ZIP_DEFLATED, **more: bytes
) -> Path:
    with zipfile.ZipFile(path, "w", compression) as target:
        target.writestr("[Content_Types].xml", TYPES)
        target.writestr("word/document.xml", document)
        for name, data in more.items():
            target.writestr(name, data)
    return path


class TestBombs:
    def test_a_part_that_packs_too_well(self, tmp_path: Path) -> None:
        bomb = package(tmp_path / "bomb.docx", b" " * (8 * MB))
        assert bomb.stat().st_size < 100_000
        with pytest.raises(ZipBombError):
            read_docx(bomb)

    def test_too_much_in_all(self, tmp_path: Path) -> None:
        limits = replace(DEFAULT_LIMITS, max_unzipped=1000)
        with pytest.raises(ZipBombError):
            read_docx(package(tmp_path / "x.docx", b" " * 2000), limits)

    def test_a_header_that_lies_about_the_size(self, tmp_path: Path) -> None:
        bomb = package(tmp_path / "bomb.docx", b" " * (64 * MB))
        data = bytearray(bomb.read_bytes())
        real, claimed = struct.pack("<I", 64 * MB), struct.pack("<I", 100)
        assert data.count(real) == 2
        bomb.write_bytes(bytes(data).replace(real, claimed))
        tracemalloc.start()
        with pytest.raises(KehoachError):
            read_docx(bomb)
        assert tracemalloc.get_traced_memory()[1] < 10 * MB
        tracemalloc.stop()

    def test_too_many_parts(self, tmp_path: Path) -> None:
        limits = replace(DEFAULT_LIMITS, max_entries=10)
        with pytest.raises(ZipBombError):
            read_docx(
                package(tmp_path / "x.docx", b"", **{f"p{n}": b"" for n in range(10)}), limits
            )

    def test_a_file_too_large(self, tmp_path: Path) -> None:
        with pytest.raises(TooLargeError):
            read_docx(
                make_docx(tmp_path / "x.docx", p("x")), replace(DEFAULT_LIMITS, max_bytes=100)
            )

    def test_xml_too_large(self, tmp_path: Path) -> None:
        with pytest.raises(TooLargeError):
            read_docx(
                make_docx(tmp_path / "x.docx", p("x") * 50), replace(DEFAULT_LIMITS, max_xml=1000)
            )

    def test_too_many_tags(self) -> None:
        limits = replace(DEFAULT_LIMITS, max_tags=10)
        with pytest.raises(TooLargeError):
            parse_xml(b"<x>" + b"<a/>" * 10 + b"</x>", "x", limits)
        with pytest.raises(TooLargeError):
            parse_html(b"<p>x" * 11, limits)

    @pytest.mark.parametrize("depth", [200, 5000])
    def test_elements_nested_too_deep(self, tmp_path: Path, depth: int) -> None:
        body = "<w:sdt><w:sdtContent>" * depth + p("x") + "</w:sdtContent></w:sdt>" * depth
        with pytest.raises(TooDeepError):
            read_docx(make_docx(tmp_path / "x.docx", body))

    def test_the_deepest_allowed_nesting_is_read(self, tmp_path: Path) -> None:
        depth = (DEFAULT_LIMITS.max_depth - 5) // 3
        body = "<w:tbl><w:tr><w:tc>" * depth + p("x") + "</w:tc></w:tr></w:tbl>" * depth
        _, flow, _ = read_docx(make_docx(tmp_path / "x.docx", body))
        assert len(flow) == 1


class TestEntities:
    HIDDEN = "bí mật"

    def document(self, declaration: str, text: str) -> bytes:
        xml = part("document", f"<w:body>{p(text)}</w:body>")
        return xml.replace("?>", f"?>{declaration}", 1).encode()

    def test_a_file_is_never_read(self, tmp_path: Path) -> None:
        secret = tmp_path / "secret.txt"
        secret.write_text(self.HIDDEN, encoding="utf-8")
        declaration = f'<!DOCTYPE x [<!ENTITY e SYSTEM "{secret.as_uri()}">]>'
        with pytest.raises(ForbiddenXmlError) as caught:
            read_docx(package(tmp_path / "x.docx", self.document(declaration, "&e;")))
        assert self.HIDDEN not in str(caught.value)

    def test_a_billion_laughs(self, tmp_path: Path) -> None:
        entities = '<!ENTITY a0 "ha">' + "".join(
            f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 10)
        )
        declaration = f"<!DOCTYPE x [{entities}]>"
        with pytest.raises(ForbiddenXmlError):
            read_docx(package(tmp_path / "x.docx", self.document(declaration, "&a9;")))

    @pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-16-be"])
    def test_other_encodings_hide_no_declaration(self, encoding: str) -> None:
        xml = '<?xml version="1.0" encoding="UTF-16"?><!DOCTYPE x [<!ENTITY e "v">]><x>&e;</x>'
        with pytest.raises(BrokenFileError):
            parse_xml(xml.encode(encoding), "x")

    def test_an_undeclared_entity(self) -> None:
        with pytest.raises(BrokenXmlError):
            parse_xml(b"<x>&e;</x>", "x")


class TestBroken:
    @pytest.mark.parametrize(
        "data", [b"", b"PK\x03\x04", b"PK\x05\x06" + bytes(18), b"hello", b"\xff" * 5000]
    )
    def test_no_package(self, tmp_path: Path, data: bytes) -> None:
        path = tmp_path / "x.docx"
        path.write_bytes(data)
        with pytest.raises(BrokenFileError):
            read_docx(path)

    def test_half_a_package(self, tmp_path: Path) -> None:
        path = make_docx(tmp_path / "x.docx", p("x") * 100)
        path.write_bytes(path.read_bytes()[:-200])
        with pytest.raises(BrokenPackageError):
            read_docx(path)

    def test_a_damaged_part(self, tmp_path: Path) -> None:
        path = package(tmp_path / "x.docx", b"<x>" + b"abc" * 500 + b"</x>", zipfile.ZIP_STORED)
        path.write_bytes(path.read_bytes().replace(b"abc" * 100, b"abd" * 100, 1))
        with pytest.raises(BrokenPackageError):
            read_docx(path)

    def test_no_document_in_it(self, tmp_path: Path) -> None:
        path = tmp_path / "x.docx"
        with zipfile.ZipFile(path, "w") as target:
            target.writestr("a.txt", "a")
        with pytest.raises(MissingPartError):
            read_docx(path)

    @pytest.mark.parametrize("xml", [b"", b"<a", b"<a></b>", b"\xff\xfe\x00", b"<a>\x00</a>"])
    def test_no_xml(self, tmp_path: Path, xml: bytes) -> None:
        with pytest.raises(BrokenXmlError):
            read_docx(package(tmp_path / "x.docx", xml))

    def test_xml_of_something_else(self, tmp_path: Path) -> None:
        with pytest.raises(MissingPartError):
            read_docx(package(tmp_path / "x.docx", b"<a/>"))

    @pytest.mark.parametrize("name", ["missing.docx", ""])
    def test_no_file(self, tmp_path: Path, name: str) -> None:
        with pytest.raises(NotAFileError):
            read_docx(tmp_path / name)

    def test_a_pipe_holds_nobody_up(self, tmp_path: Path) -> None:
        os.mkfifo(tmp_path / "pipe")
        for read in (read_docx, sha256_of, Package):
            with pytest.raises(NotAFileError):
                read(tmp_path / "pipe")


class TestPasswords:
    def test_an_encrypted_word_file(self, tmp_path: Path) -> None:
        path = tmp_path / "x.docx"
        path.write_bytes(OLE + bytes(2000) + "EncryptedPackage".encode("utf-16-le") + bytes(500))
        with pytest.raises(EncryptedFileError):
            read_docx(path)

    def test_an_encrypted_zip_entry(self, tmp_path: Path) -> None:
        path = make_docx(tmp_path / "x.docx", p("x"))
        data = bytearray(path.read_bytes())
        at = data.find(b"PK\x01\x02")
        data[at + 8] |= 1
        path.write_bytes(data)
        with pytest.raises(EncryptedFileError):
            read_docx(path)


class TestTools:
    def test_sha256(self, tmp_path: Path) -> None:
        path = tmp_path / "x"
        path.write_bytes(b"abc" * 300_000)
        assert sha256_of(path) == hashlib.sha256(path.read_bytes()).hexdigest()
        with pytest.raises(NotAFileError):
            sha256_of(tmp_path)

    def test_contains_sees_over_chunk_borders(self, tmp_path: Path) -> None:
        path = tmp_path / "x"
        path.write_bytes(bytes(256 * 1024 - 3) + b"needle" + bytes(10) + b"needle")
        assert [contains(path, b"needle", most) for most in (1, 2, 3)] == [1, 2, 2]

    def test_parts_are_counted_together(self, tmp_path: Path) -> None:
        path = package(tmp_path / "x.zip", b"a" * 600, more=b"b" * 600)
        with Package(path, replace(DEFAULT_LIMITS, max_unzipped=1700)) as opened:
            opened.read("more")
            opened.read("word/document.xml")
            with pytest.raises(ZipBombError):
                opened.read("more")

    def test_each_failure_has_a_sentence_in_both_languages(self) -> None:
        for cls in vars(errors).values():
            if isinstance(cls, type) and issubclass(cls, KehoachError):
                fields = {name for _, name, _, _ in Formatter().parse(cls.vi + cls.en) if name}
                error = cls(**dict.fromkeys(fields, "x"))
                assert error.message("vi") != error.message("en")

    def test_deflate_errors_are_ours(self, tmp_path: Path) -> None:
        good = package(tmp_path / "x.zip", b"<a>" + zlib.compress(bytes(range(256)) * 8) + b"</a>")
        data = bytearray(good.read_bytes())
        start = data.find(b"word/document.xml") + len(b"word/document.xml")
        data[start : start + 6] = b"\xff" * 6
        good.write_bytes(data)
        with Package(good) as opened, pytest.raises(BrokenPackageError):
            opened.read("word/document.xml")

    def test_a_good_file_is_read(self, tmp_path: Path) -> None:
        _, flow, notes = read_docx(make_docx(tmp_path / "x.docx", p("Kế hoạch")))
        assert [line.text for line in flow if isinstance(line, Line)] == ["Kế hoạch"]
        assert notes == ()


def test_words_of_thousands_of_letters_have_no_neighbours() -> None:
    """Found by bench/fuzz.py: the edits of a word grow with the square of its length, to
    gigabytes."""
    from kehoach.normalize.spelling.misspelled import near

    assert near("x" * 20_000) == ()


def test_an_image_without_dimensions_is_broken(tmp_path: Path) -> None:
    """Found by bench/fuzz.py: Pillow says so by a TypeError."""
    from hostile_maker import tiff

    from kehoach.ingest.ocr.raster import image_pages

    path = tmp_path / "x.tif"
    path.write_bytes(tiff(30, 30).replace(b"\x00\x01\x04\x00", b"\x99\x01\x04\x00", 1))
    with pytest.raises(BrokenFileError):
        image_pages(path, 10)
