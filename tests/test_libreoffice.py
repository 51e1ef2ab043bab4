"""Old formats through LibreOffice, where it is installed; what happens where it is not, or
hangs."""

from __future__ import annotations

import tempfile
import time
import zipfile
from pathlib import Path

import pytest
from docx_maker import make_docx, p, tbl, tc, tr

from kehoach.batch.isolation.bounds import Bounds
from kehoach.batch.isolation.fork import run_in_fork
from kehoach.batch.isolation.sandbox.walls import Walls
from kehoach.batch.records import _is_lasting, failure_of
from kehoach.errors import (
    ConversionError,
    ConversionTimeoutError,
    CrashError,
    EncryptedFileError,
    MissingDependencyError,
    PaperTimeoutError,
)
from kehoach.ingest import libreoffice
from kehoach.ingest.libreoffice import find_office
from kehoach.ingest.model import Grid, Line, Reading
from kehoach.ingest.office_keeper import MOST_STARTS
from kehoach.ingest.sniff import DOC, ODT, RTF
from kehoach.normalize.changes import Mended
from kehoach.normalize.repair.legacy import decoded
from tests.readers import read_office
from tests.test_bounds import ended

needs_office = pytest.mark.skipif(find_office() is None, reason="LibreOffice is not installed")


def fake_office(folder: Path, monkeypatch: pytest.MonkeyPatch, script: str) -> None:
    """Put a script of ours in LibreOffice's place."""
    program = folder / "soffice"
    program.write_text("#!/bin/sh\n" + script)
    program.chmod(0o755)
    monkeypatch.setattr(libreoffice, "find_office", lambda: str(program))


def rtf(path: Path) -> Path:
    path.write_bytes(rb"{\rtf1\ansi {\b K\u7871?} ho\u7841?ch\par x\par}")
    return path


def test_without_libreoffice(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(libreoffice, "find_office", lambda: None)
    with pytest.raises(MissingDependencyError) as caught:
        read_office(rtf(tmp_path / "x"), RTF)
    assert "apt install libreoffice-writer" in caught.value.message("vi")


def test_a_hanging_conversion_is_killed_with_its_children(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    alive = tmp_path / "alive"
    monkeypatch.setattr(libreoffice, "TIMEOUT", 0.3)
    fake_office(tmp_path, monkeypatch, f"(sleep 1.5; touch '{alive}') & sleep 30")
    with pytest.raises(ConversionTimeoutError):
        read_office(rtf(tmp_path / "x"), RTF)
    time.sleep(1.6)
    assert not alive.exists()


def test_it_ends_with_the_reader_that_asked_for_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The reader is killed for its time; LibreOffice, in a process group of its own, goes too, with
    what it has started."""
    numbers = tmp_path / "numbers"
    fake_office(
        tmp_path, monkeypatch, f"sleep 300 & echo $$ $! > '{numbers}.new'; mv '{numbers}.new' "
        f"'{numbers}'; wait"
    )  # fmt: skip
    paper = rtf(tmp_path / "x")
    with pytest.raises(PaperTimeoutError):
        run_in_fork(lambda _: read_office(paper, RTF), Bounds(seconds=3), None)
    shell, sleeper = map(int, numbers.read_text().split())
    assert ended(shell)
    assert ended(sleeper)


def test_it_ends_with_a_reader_that_crashes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    numbers = tmp_path / "numbers"
    fake_office(tmp_path, monkeypatch, f"echo $$ > '{numbers}'; kill -9 $(ps -o ppid= -p $PPID)")
    paper = rtf(tmp_path / "x")
    with pytest.raises(CrashError):
        run_in_fork(lambda _: read_office(paper, RTF), Bounds(seconds=30), None)
    assert ended(int(numbers.read_text()))


def test_it_is_started_anew_when_it_asks(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """With a new profile LibreOffice wants to be started twice."""
    fake_office(tmp_path, monkeypatch, f"echo >> '{tmp_path}/starts'; exit 81")
    with pytest.raises(ConversionError):
        read_office(rtf(tmp_path / "x"), RTF)
    assert (tmp_path / "starts").read_text() == "\n" * MOST_STARTS


@pytest.mark.parametrize("script", ["exit 1", "exit 0"])
def test_a_failed_conversion(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, script: str) -> None:
    fake_office(tmp_path, monkeypatch, script)
    with pytest.raises(ConversionError):
        read_office(rtf(tmp_path / "x"), RTF)


@pytest.mark.parametrize("victim", ["$$", "$PPID"])
def test_a_conversion_that_is_killed_is_no_broken_paper(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, victim: str
) -> None:
    """Where memory runs out the system kills it, or its keeper; a batch shall read it again."""
    fake_office(tmp_path, monkeypatch, f"kill -9 {victim}")
    with pytest.raises(CrashError) as caught:
        read_office(rtf(tmp_path / "x"), RTF)
    assert not _is_lasting(failure_of(caught.value))


def test_a_password_on_an_odt(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    fake_office(tmp_path, monkeypatch, "exit 1")
    path = tmp_path / "x"
    with zipfile.ZipFile(path, "w") as package:
        package.writestr("mimetype", ODT)
        package.writestr("META-INF/manifest.xml", "<manifest:encryption-data/>")
    with pytest.raises(EncryptedFileError):
        read_office(path, ODT)


@needs_office
@pytest.mark.slow
@pytest.mark.parametrize("media_type", [DOC, ODT, RTF])
def test_real_conversions(tmp_path: Path, media_type: str) -> None:
    body = (
        p("KẾ HOẠCH", rpr="<w:b/>")
        + tbl(tr(tc("TT"), tc("Nội dung")), tr(tc("1"), tc("a")))
        + p("hết")
    )
    make_docx(tmp_path / "source.docx", body)
    suffix = {DOC: "doc", ODT: "odt", RTF: "rtf"}[media_type]
    import subprocess

    profile = f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"
    command = [
        find_office() or "",
        profile,
        "--headless",
        "--convert-to",
        suffix,
        "--outdir",
        str(tmp_path),
    ]
    subprocess.run(
        [*command, str(tmp_path / "source.docx")], check=True, capture_output=True, timeout=120
    )
    _, flow, _ = read_office(tmp_path / f"source.{suffix}", media_type)
    found = [item.text if isinstance(item, Line) else (item.n_rows, item.n_cols) for item in flow]
    assert found == ["KẾ HOẠCH", (2, 2), "hết"]
    assert isinstance(flow[1], Grid)


def within_walls(path: Path) -> Reading:
    """As every command reads it: LibreOffice sees nothing of the user's but this file."""
    walls = Walls(reads=(str(path),))
    return run_in_fork(lambda _: read_office(path, RTF), Bounds(seconds=120), walls)


@needs_office
def test_within_walls_the_temporary_folder_may_have_a_long_name(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """LibreOffice makes a socket there, whose path the system bounds to 107 bytes."""
    long = tmp_path / ("đường dẫn dài " * 6)
    long.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(long))
    _, lines, _ = within_walls(rtf(tmp_path / "x"))
    assert [line.text for line in lines if isinstance(line, Line)] == ["Kế hoạch", "x"]


@needs_office
def test_the_horned_u_of_tcvn3_is_no_soft_hyphen(tmp_path: Path) -> None:
    """TCVN3 writes it as the byte of a soft hyphen, which Word and LibreOffice take at its word."""
    path = tmp_path / "x"
    path.write_bytes(
        rb"{\rtf1\ansi\ansicpg1252{\fonttbl{\f0 .VnTime;}}\f0 Tr\'ad\'edc ng\'b5y 15, "
        rb"\'ae\'ad\'eec giao cho Tr\'ad\'ebng c\'b8c th\'abn\par}"
    )
    _, (line,), _ = within_walls(path)
    assert isinstance(line, Line)
    (result,) = decoded([Mended.of(line.text)])
    assert result.text == "Trước ngày 15, được giao cho Trưởng các thôn"


@needs_office
def test_vni_is_read_as_its_table_says(tmp_path: Path) -> None:
    """VNI writes a marked letter as two bytes, all of windows-1252."""
    written = "Keá hoaïch caûi caùch haønh chính; phöôøng Soâng Maây chuû trì, Ñaûng uûy ñoân ñoác"
    body = "".join(chr(b) if b < 128 else f"\\'{b:02x}" for b in written.encode("cp1252"))
    path = tmp_path / "x"
    path.write_text(
        rf"{{\rtf1\ansi\ansicpg1252{{\fonttbl{{\f0 VNI-Times;}}}}\f0 {body}\par}}", encoding="ascii"
    )
    _, (line,), _ = read_office(path, RTF)
    assert isinstance(line, Line)
    (result,) = decoded([Mended.of(line.text)])
    assert result.text == ("Kế hoạch cải cách hành chính; phường Sông Mây chủ trì, Đảng ủy đôn đốc")
