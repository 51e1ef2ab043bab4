"""Scans read for real: the fictional samples printed, worn as by a scanner, and read by
Tesseract."""

from __future__ import annotations

import io
import os
import shutil
import subprocess
from pathlib import Path

import pytest
from PIL import Image
from warm_program import said

from bench.identity import kept_over
from kehoach.errors import PageTimeoutError
from kehoach.ingest.model import Document, Grid, lines_of
from kehoach.ingest.options import ReadOptions
from kehoach.ingest.read import read
from kehoach.normalize.text import fold
from kehoach.pipeline import extract, inspect
from kehoach.schema.models import Task
from tests.scan_maker import Wear, overlaid, save, scanned

ROOT = Path(__file__).parents[1]
TABLE = ROOT / "samples/bang-6-cot/bang-6-cot.pdf"
PROSE = ROOT / "samples/nhiem-vu-chu-cai/nhiem-vu-chu-cai.pdf"

pytestmark = pytest.mark.slow


def lead_and_start(task: Task) -> tuple[object, object]:
    """Who leads a task, and when it begins."""
    return task.lead and task.lead.units, task.deadline and task.deadline.start


def text_of(document: Document) -> str:
    return " ".join(line.text for line in lines_of(document.flow))


def likeness(scan: Document, printed: Document) -> float:
    from rapidfuzz import fuzz

    return fuzz.ratio(fold(text_of(scan)), fold(text_of(printed)))


@pytest.fixture(scope="module")
def worn_pdf(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The whole sample, crooked, noisy, shaded, sealed, at 200 dpi."""
    wear = Wear(skew=0.7, noise=10, shade=40, seal=True)
    pages = [scanned(TABLE, n, 200, wear) for n in range(1, 6)]
    return save(tmp_path_factory.mktemp("scan") / "quét.pdf", pages, 200)


def test_a_worn_scan_is_the_same_plan(worn_pdf: Path, readings: Path) -> None:
    scan, printed = extract(worn_pdf, ReadOptions(cache=readings)), extract(TABLE)
    assert {page.method for page in scan.source.pages} == {"ocr"}
    assert min(page.confidence or 0 for page in scan.source.pages) > 0.8
    assert scan.document.number == printed.document.number
    assert scan.document.unit == printed.document.unit
    assert scan.document.issued_on == printed.document.issued_on
    assert [section.title for section in scan.sections] == [
        section.title for section in printed.sections
    ]
    assert len(scan.tasks) == len(printed.tasks)
    kept, total = kept_over(printed, scan)
    assert kept == total
    same = sum(
        lead_and_start(seen) == lead_and_start(task)
        for seen, task in zip(scan.tasks, printed.tasks, strict=True)
    )
    assert same >= 0.9 * len(printed.tasks)
    assert scan.status == "ok"


@pytest.mark.parametrize(("turn", "suffix"), [(90, ".png"), (180, ".jpg")])
def test_a_turned_table_page_is_set_upright(turn: int, suffix: str, tmp_path: Path) -> None:
    path = save(
        tmp_path / f"x{suffix}", [scanned(TABLE, 4, 200, Wear(skew=-1.2, noise=6, turn=turn))], 200
    )
    scan, printed = read(path), read(TABLE, options=ReadOptions(pages=((4, 4),)))
    assert scan.pages[0].rotation == 360 - turn
    assert likeness(scan, printed) > 97
    grids = [
        [(c.row, c.col, c.row_span, c.col_span) for c in item.cells]
        for document in (scan, printed)
        for item in document.flow
        if isinstance(item, Grid) and item.ruled
    ]
    assert grids[0] == grids[1]


def test_prose_at_150_dpi_in_a_tiff_of_two_pages(tmp_path: Path) -> None:
    pages = [scanned(PROSE, n, 150, Wear(skew=0.5, noise=14)) for n in (1, 2)]
    scan = read(save(tmp_path / "x.tif", pages, 150))
    assert [page.number for page in scan.pages] == [1, 2]
    assert likeness(scan, read(PROSE, options=ReadOptions(pages=((1, 2),)))) > 95
    bold = [line.text for line in lines_of(scan.flow) if line.bold]
    assert any("KẾ HOẠCH" in text for text in bold)
    assert len(bold) < 0.5 * sum(1 for _ in lines_of(scan.flow))


def test_a_scan_with_the_layer_of_an_english_ocr_is_read_anew(tmp_path: Path) -> None:
    image = io.BytesIO()
    Image.fromarray(scanned(PROSE, 1, 150, Wear())).save(image, "JPEG", quality=85)
    layer = [
        (60.0, 700.0 - 14 * n, "UY BAN NHAN DAN va cac don vi lien quan tren dia ban")
        for n in range(20)
    ]
    path = tmp_path / "x.pdf"
    path.write_bytes(overlaid(image.getvalue(), layer, invisible=True))
    scan = read(path)
    assert scan.pages[0].method == "ocr"
    assert [(note.code, note.evidence) for note in scan.notes] == [("hidden_layer", "1")]
    assert likeness(scan, read(PROSE, options=ReadOptions(pages=((1, 1),)))) > 95


def test_too_little_time_is_told(worn_pdf: Path) -> None:
    from tests.readers import read_pdf

    with pytest.raises(PageTimeoutError):
        read_pdf(worn_pdf, options=ReadOptions(pages=((2, 2),), page_timeout=0.01))


def test_an_empty_back_page_is_no_loss(tmp_path: Path) -> None:
    blank = scanned(PROSE, 1, 100, Wear())
    blank[:] = 250
    scan = read(save(tmp_path / "x.tif", [scanned(PROSE, 1, 150, Wear()), blank], 150))
    assert [page.method for page in scan.pages] == ["ocr", "ocr"]
    assert scan.notes == ()


def test_a_second_run_does_not_read_again(worn_pdf: Path, tmp_path: Path) -> None:
    told: list[tuple[int, int]] = []
    options = ReadOptions(
        pages=((1, 1),),
        cache=tmp_path / "cache",
        progress=lambda done, total: told.append((done, total)),
    )
    first = read(worn_pdf, options=options)
    hurried = ReadOptions(pages=((1, 1),), cache=tmp_path / "cache", page_timeout=0.01)
    assert read(worn_pdf, options=hurried) == first, "there was no time to read it"
    assert told == [(1, 1)]


def test_inspect_draws_the_page(worn_pdf: Path, readings: Path) -> None:
    drawn = inspect(worn_pdf, 4, ReadOptions(cache=readings))
    picture = Image.open(io.BytesIO(drawn.picture))
    assert picture.format == "PNG"
    colours = {pixel for _, pixel in picture.convert("RGB").getcolors(1 << 24) or []}
    assert {(0, 140, 0), (0, 120, 200), (200, 0, 0)} <= colours, "cells, lines and labels"


def kehoach(*arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    return said(
        "--lang", "en", *arguments, env={**os.environ, "PYTHONPATH": str(ROOT), **environment}
    )


def test_without_tesseract_the_exit_code_is_4(worn_pdf: Path, tmp_path: Path) -> None:
    done = kehoach(
        "extract",
        str(worn_pdf),
        "--reader",
        "tesseract",
        PATH=str(tmp_path),
        KEHOACH_CACHE=str(tmp_path / "cache"),
    )
    assert done.returncode == 4
    assert "apt install tesseract-ocr" in done.stderr


def test_our_own_reader_needs_no_tesseract(worn_pdf: Path, tmp_path: Path) -> None:
    for program in ("pdftoppm", "pdfinfo"):
        (tmp_path / program).symlink_to(str(shutil.which(program)))
    done = kehoach("extract", str(worn_pdf), "--no-cache", "--pages", "1", PATH=str(tmp_path))
    assert done.returncode == 0
    assert '"method": "ocr"' in done.stdout


def test_without_vietnamese_data_the_exit_code_is_4(worn_pdf: Path, tmp_path: Path) -> None:
    done = kehoach(
        "extract",
        str(worn_pdf),
        "--reader",
        "both",
        TESSDATA_PREFIX=str(tmp_path),
        KEHOACH_CACHE=str(tmp_path / "cache"),
    )
    assert done.returncode == 4
    assert "apt install tesseract-ocr-vie" in done.stderr


def test_the_commands_for_scans(worn_pdf: Path, tmp_path: Path) -> None:
    cache, out = str(tmp_path / "cache"), tmp_path / "x.png"
    done = kehoach("inspect", str(worn_pdf), "--page", "4", "-o", str(out), KEHOACH_CACHE=cache)
    assert (done.returncode, out.read_bytes()[:4]) == (0, b"\x89PNG")
    assert (
        kehoach(
            "inspect", str(worn_pdf), "--page", "99", "-o", str(out), KEHOACH_CACHE=cache
        ).returncode
        == 3
    )
    assert "Removed 1 page" in kehoach("cache", "clear", KEHOACH_CACHE=cache).stderr
    wrong = kehoach("extract", str(worn_pdf), "--pages", "5-2", KEHOACH_CACHE=cache)
    assert (wrong.returncode, "1-5" in wrong.stderr) == (2, True)
