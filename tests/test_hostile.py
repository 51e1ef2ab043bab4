"""Hostile and odd files of every class: a plan, or one of our exceptions that says what is wrong,
within bounds."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import zlib
from pathlib import Path

import pytest
from docx_maker import p
from hostile_maker import (
    CATALOGUE,
    HELVETICA,
    docx,
    one_page,
    pdf,
    png,
    rels,
    saved,
    stream,
    tiff,
    words,
)
from hostile_pdfs import PAGES, WHOLE
from warm_program import kehoach

from bench.fuzz import pictures_unread
from kehoach.batch.isolation.bounds import Bounds
from kehoach.batch.isolation.fork import run_in_fork
from kehoach.batch.isolation.sandbox.walls import Walls
from kehoach.errors import (
    BrokenFileError,
    CrashError,
    EncryptedFileError,
    InternalError,
    KehoachError,
    NoPagesError,
    PaperMemoryError,
    PaperTimeoutError,
    TooLargeError,
)
from kehoach.ingest.model import lines_of
from kehoach.ingest.options import ReadOptions
from kehoach.ingest.read import read
from kehoach.normalize.text import strip_diacritics
from kehoach.pipeline import extract
from tests.readers import read_pdf

ROOT = Path(__file__).resolve().parent.parent
BOUNDS = Bounds(seconds=100, memory=1200 * 2**20)
LOST = (PaperTimeoutError, PaperMemoryError, CrashError, InternalError)
SEEN = {"page of three sides", "JPEG 2000", "fax that is none", "LZW that is none", "cut in half"}
"""PDFs whose pictures are read too; of the others only the text layer, or the tests would take
minutes."""
MEMORY = "font with a map of every letter"
PAPER = (
    "ỦY BAN NHÂN DÂN\nPHƯỜNG MÂY TRẮNG\nKẾ HOẠCH\nChuyển đổi số năm "
    "2025\nI. MỤC ĐÍCH\n1. Nâng cao chất lượng.\n"
)


def outcome(path: Path) -> str:
    """The status of the plan, or the exception's class; what must never happen is let through."""
    try:
        return run_in_fork(
            lambda _: str(extract(path, ReadOptions(page_timeout=20)).status),
            BOUNDS,
            Walls(reads=(str(path),)),
        )
    except LOST:
        raise
    except KehoachError as error:
        return type(error).__name__


def told(path: Path, page_timeout: float = 20) -> type[KehoachError] | None:
    """The class of the exception that reading a PDF here ends with. Whatever is none of ours fails
    the test."""
    try:
        read_pdf(path, options=ReadOptions(page_timeout=page_timeout))
    except KehoachError as error:
        return type(error)
    return None


@pytest.mark.parametrize("name", sorted(PAGES.keys() - {MEMORY, "a bomb"}))
def test_pdfs(tmp_path: Path, name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    if name not in SEEN:
        monkeypatch.setattr("kehoach.ingest.pdf.document._read_pictures", lambda *_, **__: ())
    path = tmp_path / "x.pdf"
    path.write_bytes(PAGES[name]())
    assert told(path) not in LOST


def test_a_map_of_every_letter_meets_the_bound_of_memory(tmp_path: Path) -> None:
    path = tmp_path / "x.pdf"
    path.write_bytes(PAGES[MEMORY]())
    # In a process of its own: what earlier tests of this one freed would be used first, and is in
    # no bound.
    command = [sys.executable, "-m", "tests.bounded_reading", str(path), str(60 * 2**20)]
    told_last = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)
    assert told_last.stdout.strip() == "PaperMemoryError"


def test_a_bomb_in_a_stream(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("kehoach.ingest.pdf.bounded_streams.MAX_STREAM", 2**20)
    path = tmp_path / "x.pdf"
    path.write_bytes(PAGES["a bomb"]())
    assert told(path) is TooLargeError


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("locked by a password", EncryptedFileError),
        ("no pages", NoPagesError),
        ("no root", BrokenFileError),
    ],
)
def test_what_is_wrong_is_told(tmp_path: Path, name: str, kind: type[KehoachError]) -> None:
    path = tmp_path / "x.pdf"
    path.write_bytes(PAGES[name]())
    assert told(path) is kind


def test_the_fuzzer_leaves_pictures_out(tmp_path: Path) -> None:
    """bench/fuzz.py takes the place of an inner function, whose arguments may change."""
    path = tmp_path / "x.pdf"
    path.write_bytes(WHOLE)
    with pictures_unread():
        assert outcome(path) in ("ok", "partial", "NotVietnameseError", "NoTextError")


def two_pages(first: bytes) -> bytes:
    """A PDF whose first page has this content, its second a sound one."""
    page = b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents %d 0 R "
    page += b"/Resources << /Font << /F1 7 0 R >> >> >>"
    kids = b"<< /Type /Pages /Kids [3 0 R 4 0 R] /Count 2 >>"
    return pdf([CATALOGUE, kids, page % 5, page % 6, first, stream(words()), HELVETICA])


def test_one_broken_page_costs_only_itself(tmp_path: Path) -> None:
    """Its picture is read where there is something to see; the other page keeps its text."""
    packed = zlib.compress(
        b"\n".join(words(f"dong so {n} cua ke hoach", 720 - n) for n in range(90))
    )
    path = tmp_path / "x.pdf"
    for first in (
        stream(words(), b"/Filter /Zip"),
        stream(packed[: len(packed) // 2], b"/Filter /FlateDecode"),
    ):
        path.write_bytes(two_pages(first))
        pages, flow, notes = read_pdf(path)
        assert [page.method for page in pages][1:] == ["text"]
        assert pages[0].method != "text"
        assert any(item.span.page == 2 for item in flow)
        del notes


def shifted(by: int) -> bytes:
    """A page whose fonts tell other letters than they draw: a cipher, as fonts without maps come
    out."""
    pairs = "".join(f"<{code:02x}> <{(code - 97 + by) % 26 + 97:04x}>\n" for code in range(97, 123))
    cmap = (
        "/CIDInit /ProcSet findresource begin begincmap 1 begincodespacerange "
        "<00> <ff> endcodespacerange\n"
    )
    cmap += f"26 beginbfchar\n{pairs}endbfchar endcmap"
    lines = (
        "ke hoach cai cach hanh chinh cua uy ban nhan dan phuong",
        "nhiem vu trong tam cua cac co quan don vi lien quan",
        "co quan chu tri phong van hoa xa hoi va van phong",
        "thoi gian thuc hien trong nam va bao cao ket qua",
    )  # fmt: skip
    content = b"".join(
        words(line, 700 - 24 * n).replace(b"/F1 12", b"/F2 16") for n, line in enumerate(lines * 3)
    )
    font = b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /ToUnicode 7 0 R >>"
    return one_page(
        b"/MediaBox [0 0 595 842]", content, [font, stream(cmap.encode())], b"/Font << /F2 6 0 R >>"
    )


@pytest.mark.slow
def test_nonsense_in_the_layer_is_read_from_the_picture(tmp_path: Path) -> None:
    for by, method in ((0, "text"), (7, "ocr")):
        path = tmp_path / f"{by}.pdf"
        path.write_bytes(shifted(by))
        pages, flow, _ = read_pdf(path)
        assert [page.method for page in pages] == [method]
        read_as = strip_diacritics(" ".join(line.text for line in lines_of(flow)))
        assert "hoach" in read_as.lower()


# --- pictures -------------------------------------------------------------------------------------

PICTURES = {
    "a dot": png(1, 1),
    "a line of dots": png(5000, 1),
    "more pixels than fit": png(60_000, 60_000),
    "pixels that are not there": png(300, 200, b""),
    "no size": png(0, 0),
    "TIFF of everything": tiff(100_000, 100_000),
    "TIFF in a circle": tiff(30, 30, loop=True),
    "TIFF without a directory": b"II*\x00\x00\x00\x00\x00",
    "TIFF that is only a mark": b"MM\x00*",
    "JPEG that is only a mark": b"\xff\xd8\xff\xe0",
    "fax": saved("TIFF", mode="1", compression="group4"),
    "sixteen bits": saved("PNG", mode="I;16"),
}


@pytest.mark.parametrize("name", sorted(PICTURES))
def test_pictures(tmp_path: Path, name: str) -> None:
    path = tmp_path / "x"
    path.write_bytes(PICTURES[name])
    with pytest.raises(KehoachError) as caught:
        read(path)
    assert not isinstance(caught.value, InternalError)


# --- text, HTML, Word -----------------------------------------------------------------------------


@pytest.mark.parametrize(
    "odd",
    [
        "\u202e\u200f",
        "\x01\x02",
        "\u0301" * 3000,
        "x" * 100_000,
        "\ufffe",
        "|" * 5000,
        "(" * 5000,
        "1." * 3000,
        "**" * 3000,
    ],
)
def test_texts(tmp_path: Path, odd: str) -> None:
    path = tmp_path / "x.txt"
    path.write_text(PAPER + odd + "\n" + PAPER, encoding="utf-8")
    assert outcome(path) in ("ok", "partial", "NotVietnameseError", "UnsupportedTypeError")


def test_nul_and_no_text(tmp_path: Path) -> None:
    path = tmp_path / "x.txt"
    path.write_bytes(PAPER.encode() + b"\x00")
    assert outcome(path) == "UnsupportedTypeError"


@pytest.mark.slow
def test_fifty_megabytes_of_text_are_bounded(tmp_path: Path) -> None:
    path = tmp_path / "x.txt"
    path.write_text(PAPER * (50 * 2**20 // len(PAPER.encode())), encoding="utf-8")
    with pytest.raises(KehoachError) as caught:
        run_in_fork(
            lambda _: extract(path).status,
            Bounds(seconds=3, memory=1200 * 2**20),
            Walls(reads=(str(path),)),
        )
    assert isinstance(caught.value, PaperTimeoutError | PaperMemoryError)


def test_word_files_with_links_and_macros(tmp_path: Path) -> None:
    path = docx(
        tmp_path / "x.docx", "".join(map(p, PAPER.split("\n"))),
        {
            "word/_rels/document.xml.rels": rels(
                ("image", "http://192.0.2.1/x.png"),
                ("attachedTemplate", "http://192.0.2.1/t.dotm"),
                ("hyperlink", "file:///etc/passwd"),
                ("oleObject", "\\\\192.0.2.1\\share\\x"),
            ),
            "word/vbaProject.bin": b"\xd0\xcf\x11\xe0macro",
            "../../../../tmp/evil": "x",
            "/etc/evil": "x",
            "word\\..\\evil": "x",
        },
    )  # fmt: skip
    assert (
        outcome(path) == "partial"
    )  # PAPER sets no task, and a plan without tasks is no whole one
    assert sorted(tmp_path.iterdir()) == [path]


# --- what is no regular file ----------------------------------------------------------------------

COMMANDS = (("extract",), ("check",), ("inspect", "-o", "x.png"), ("restore",))


def cli(folder: Path, *arguments: str | bytes | Path) -> subprocess.CompletedProcess[bytes]:
    return kehoach("--lang", "en", *arguments, cwd=folder, timeout=60)


@pytest.fixture(scope="module")
def odd(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("odd")
    os.mkfifo(folder / "pipe")
    (folder / "folder").mkdir()
    (folder / "loop").symlink_to("loop")
    (folder / "nowhere").symlink_to("missing")
    (folder / "zero").symlink_to("/dev/zero")
    return folder


@pytest.mark.parametrize("command", COMMANDS, ids=lambda command: command[0])
def test_what_is_no_file_holds_nobody_up(odd: Path, command: tuple[str, ...]) -> None:
    from kehoach import cli as program

    before = Path.cwd()
    os.chdir(odd)
    try:
        for name in ("pipe", "folder", "loop", "nowhere", "zero", "missing"):
            assert program.run(["--lang", "en", *command, name]) == 3
    finally:
        os.chdir(before)
    assert not (odd / "x.png").exists()


ODD_NAMES = (
    b"-x.txt",
    b"a\nb.txt",
    b"k\xe9.txt",
    "😀.txt".encode(),
    b"c\x1b[31m.txt",
    "d\u202eb.txt".encode(),
)


def test_odd_names(tmp_path: Path) -> None:
    for name in ODD_NAMES:
        (tmp_path / os.fsdecode(name)).write_text(PAPER, encoding="utf-8")
    done = cli(tmp_path, "extract", "--verbose", "-o", "out/", "--", *ODD_NAMES)
    assert done.returncode == 0
    assert b"\x1b" not in done.stderr
    assert "\u202e" not in done.stderr.decode("utf-8")
    assert done.stderr.count(b"\n") == len(ODD_NAMES)
    made = list((tmp_path / "out").iterdir())
    assert len(made) == len(ODD_NAMES)
    for path in made:
        assert json.loads(path.read_text(encoding="utf-8"))["status"] in ("ok", "partial")


def test_nothing_is_written_outside_the_folder(tmp_path: Path) -> None:
    """Links that lie in OUT already lead nowhere: what is written replaces their target only where
    it is in OUT."""
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "a.txt").write_text(PAPER, encoding="utf-8")
    (tmp_path / "in" / "..b.txt").write_text(PAPER, encoding="utf-8")
    before = {path: path.stat().st_mtime_ns for path in tmp_path.rglob("*")}
    done = cli(tmp_path, "extract", "in/../in/a.txt", "in/..b.txt", "-o", "out/")
    assert done.returncode == 0
    assert sorted(path.name for path in (tmp_path / "out").iterdir()) == ["..b.json", "a.json"]
    assert {path: path.stat().st_mtime_ns for path in before} == before


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
def test_no_permission(tmp_path: Path) -> None:
    path = tmp_path / "x.txt"
    path.write_text(PAPER, encoding="utf-8")
    path.chmod(0)
    assert outcome(path) == "PermissionDeniedError"


def test_a_file_that_is_cut_short_or_gone(tmp_path: Path) -> None:
    path = tmp_path / "x.pdf"
    path.write_bytes(WHOLE[:200])
    assert outcome(path) == "BrokenFileError"
    path.unlink()
    assert outcome(path) == "NotAFileError"
    path.touch()
    assert outcome(path) == "EmptyFileError"
