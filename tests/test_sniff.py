"""What a file is, told from its bytes, whatever its name says."""

from __future__ import annotations

import os
import zipfile
from pathlib import Path

import pytest
from docx_maker import make_docx, p
from hypothesis import given
from hypothesis import strategies as st

from kehoach.errors import (
    EmptyFileError,
    EncryptedFileError,
    KehoachError,
    NotAFileError,
    PermissionDeniedError,
)
from kehoach.ingest import sniff as module
from kehoach.ingest.sniff import sniff

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
WORD_97 = OLE + bytes(504) + b"\xec\xa5" + bytes(1000)
KE_HOACH = "KẾ HOẠCH cải cách hành chính năm 2025\n"


def wide(text: str) -> bytes:
    return text.encode("utf-16-le")


@pytest.mark.parametrize(
    ("data", "media_type"),
    [
        (b"%PDF-1.7\n", "application/pdf"),
        (b"\r\njunk" * 50 + b"%PDF-1.4", "application/pdf"),
        (b"\x89PNG\r\n\x1a\n" + bytes(9), "image/png"),
        (b"\xff\xd8\xff\xe0\x00\x10JFIF", "image/jpeg"),
        (b"II*\x00\x08\x00\x00\x00", "image/tiff"),
        (b"MM\x00*\x00\x00\x00\x08", "image/tiff"),
        (b"{\\rtf1\\ansi}", "application/rtf"),
        (WORD_97 + wide("WordDocument"), "application/msword"),
        (OLE + bytes(600) + wide("Workbook"), "application/vnd.ms-excel"),
        (OLE + bytes(600), "application/x-ole-storage"),
        (b"<!DOCTYPE html><p>x", "text/html"),
        (b"\xef\xbb\xbf  <!-- a --><HTML><body>", "text/html"),
        ("\ufeff<html>".encode("utf-16-le"), "text/html"),
        (b'<?xml version="1.0"?><html xmlns="x">', "text/html"),
        (b'<meta charset="utf-8"><table>', "text/html"),
        (KE_HOACH.encode(), "text/plain"),
        (KE_HOACH.encode()[:3], "text/plain"),
        (("\ufeff" + KE_HOACH).encode("utf-16-le"), "text/plain"),
        (("\ufeff" + KE_HOACH).encode("utf-16-be"), "text/plain"),
        (KE_HOACH.encode("utf-16-le"), "text/plain"),
        (KE_HOACH.encode("utf-16-be"), "text/plain"),
        ("<html><body>Kế hoạch".encode("utf-16-le"), "text/html"),
        (bytes(400), "application/octet-stream"),
        (bytes(range(1, 200)) + bytes(400), "application/octet-stream"),
        ("KÕ ho¹ch c¶i c¸ch hµnh chÝnh".encode("cp1252"), "text/plain"),
        (b"a < b <html>", "text/plain"),
        (b"<!---->" * 9000 + b"x", "text/plain"),
        (b"<!--" * 9000, "text/plain"),
        (b'<?xml version="1.0"?><w:wordDocument>', "application/xml"),
        (b"MIME-Version: 1.0\r\nContent-Type: multipart/related", "multipart/related"),
        (b"\x00\x01\x02\x03" * 9, "application/octet-stream"),
        (b"\x7fELF\x02\x01\x01\x00", "application/octet-stream"),
        (b"PK\x03\x04" + b"word/document.xml" + bytes(50), module.DOCX),
        (b"PK\x03\x04" + bytes(50), "application/zip"),
        (b"PK\x03\x04" + bytes(26) + b"mimetype" + module.ODT.encode(), module.ODT),
    ],
)
def test_types(tmp_path: Path, data: bytes, media_type: str) -> None:
    path = tmp_path / "name.docx"
    path.write_bytes(data)
    assert sniff(path) == media_type


@pytest.mark.parametrize(
    ("name", "content", "media_type"),
    [
        ("mimetype", module.ODT, module.ODT),
        ("[Content_Types].xml", "…spreadsheetml.sheet.main+xml", module.XLSX),
        ("[Content_Types].xml", "…presentationml…", module.PPTX),
        (
            "[Content_Types].xml",
            "application/vnd.ms-word.document.macroEnabled.main+xml",
            module.DOCX,
        ),
        ("word/document.xml", "<x/>", module.DOCX),
        ("paper.pdf", "%PDF-1.4", "application/zip"),
    ],
)
def test_packages(tmp_path: Path, name: str, content: str, media_type: str) -> None:
    path = tmp_path / "x.pdf"
    with zipfile.ZipFile(path, "w") as package:
        package.writestr(name, content)
    assert sniff(path) == media_type


def test_a_word_file_named_pdf(tmp_path: Path) -> None:
    assert sniff(make_docx(tmp_path / "x.pdf", p("x"))) == module.DOCX


@pytest.mark.parametrize(
    "data", [OLE + bytes(600) + wide("EncryptedPackage"), WORD_97[:523] + b"\x01" + WORD_97[524:]]
)
def test_passwords(tmp_path: Path, data: bytes) -> None:
    path = tmp_path / "x"
    path.write_bytes(data)
    with pytest.raises(EncryptedFileError):
        sniff(path)


def test_an_empty_file(tmp_path: Path) -> None:
    path = tmp_path / "x"
    path.touch()
    with pytest.raises(EmptyFileError):
        sniff(path)


def test_what_is_no_file(tmp_path: Path) -> None:
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    dangling = tmp_path / "link"
    dangling.symlink_to(tmp_path / "nowhere")
    loop = tmp_path / "loop"
    loop.symlink_to(loop)
    for path in (
        pipe,
        dangling,
        tmp_path,
        tmp_path / "missing",
        Path("/dev/null"),
        tmp_path / "a\x00b",
    ):
        with pytest.raises(NotAFileError):
            sniff(path)
    with pytest.raises(KehoachError):
        sniff(loop)


def test_a_link_to_a_file_is_that_file(tmp_path: Path) -> None:
    (tmp_path / "a").write_bytes(b"%PDF-1.7")
    (tmp_path / "b").symlink_to(tmp_path / "a")
    assert sniff(tmp_path / "b") == "application/pdf"


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
def test_no_permission(tmp_path: Path) -> None:
    path = tmp_path / "x"
    path.write_bytes(b"x")
    path.chmod(0)
    with pytest.raises(PermissionDeniedError):
        sniff(path)


def test_no_permission_even_as_root(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "x"
    path.write_bytes(b"x")

    def refuse(*_: object, **__: object) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "open", refuse)
    with pytest.raises(PermissionDeniedError):
        sniff(path)


@given(
    st.binary(min_size=1, max_size=300),
    st.sampled_from([b"", b"PK\x03\x04", OLE, b"%PDF-", b"<html>"]),
)
def test_any_bytes(tmp_path_factory: pytest.TempPathFactory, data: bytes, head: bytes) -> None:
    path = tmp_path_factory.getbasetemp() / "any"
    path.write_bytes(head + data)
    assert "/" in sniff(path)


def test_a_byte_that_slipped_into_a_text_leaves_it_text(tmp_path: Path) -> None:
    """NUL in UTF-8 with letters of several bytes; among other bytes it tells what is no text."""
    line = "Trạm Y tế xã Bãi Sậy phun thuốc trước ngày 01/5/2031.\n"
    words = f"{line * 5}Đoàn xã dọn\0 vườn.\n"
    path = tmp_path / "x.txt"
    path.write_bytes(words.encode())
    assert sniff(path) == "text/plain"
    path.write_bytes(b"plain words\0 only")
    assert sniff(path) == module.UNKNOWN
