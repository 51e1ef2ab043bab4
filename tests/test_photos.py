"""Photographs of papers: the sheet is found and laid flat, bent lines are straightened, pictures of
pages are one paper, hostile pictures are refused. Everything is made by `bench/photograph.py`, or
bent here."""

from __future__ import annotations

import json
import os
import struct
import subprocess
import sys
import zlib
from pathlib import Path

import cv2
import numpy as np
import pytest
from batch_maker import batch_without_parquet as batch
from PIL import Image
from scan_maker import Wear, scanned
from warm_program import said

from bench.photograph import POSES, photographed, save
from kehoach.batch.model import BatchOptions
from kehoach.emit.json import from_json
from kehoach.errors import BrokenFileError, NotAPictureError, TooLargeError
from kehoach.ingest.model import lines_of
from kehoach.ingest.ocr.deskew import DeskewedPage
from kehoach.ingest.ocr.photo.flatten import flat_sheet
from kehoach.ingest.ocr.photo.sheet import find_sheet, is_framed
from kehoach.ingest.ocr.photo.straighten import bend_of, straighten
from kehoach.ingest.ocr.pixels import Pixels
from kehoach.ingest.ocr.raster import image_page
from kehoach.ingest.options import ReadOptions
from kehoach.ingest.read import read, read_as_one
from kehoach.ingest.sniff import sniff

ROOT = Path(__file__).resolve().parent.parent
PROSE = ROOT / "samples/tuong-thuat/tuong-thuat.pdf"
TABLE = ROOT / "samples/bang-6-cot/bang-6-cot.pdf"
DPI = 150


@pytest.fixture(scope="module")
def pages(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the first two pages of a plan, as pictures from a scanner."""
    folder = tmp_path_factory.mktemp("trang")
    for number in (1, 2):
        page = scanned(PROSE, number, DPI, Wear())
        Image.fromarray(page).save(folder / f"trang {8 + number}.png", dpi=(DPI, DPI))
    return folder


def on_a_table(page: Pixels, corners: list[tuple[int, int]], size: tuple[int, int]) -> Pixels:
    """A page drawn with its corners at these places of a dark picture (width, height)."""
    height, width = page.shape[:2]
    whole = np.array([(0, 0), (width, 0), (width, height), (0, height)], np.float32)
    lift = cv2.getPerspectiveTransform(whole, np.array(corners, np.float32))
    ground = np.full((size[1], size[0], 3), (70, 60, 50), np.uint8)
    drawn = cv2.warpPerspective(
        page, lift, size, dst=ground, borderMode=cv2.BORDER_TRANSPARENT, flags=cv2.INTER_AREA
    )
    return np.asarray(drawn, np.uint8)


@pytest.mark.parametrize(
    "wear",
    [Wear(), Wear(skew=1.5, noise=8, shade=60, seal=True), Wear(turn=90), Wear(shade=90)],
    ids=["clean", "bad", "turned", "shaded"],
)
def test_a_scan_is_left_as_it_is(wear: Wear) -> None:
    for pdf, number in ((PROSE, 1), (TABLE, 4)):
        page = scanned(pdf, number, 100, wear)
        assert flat_sheet(page, 100.0).pixels is page


def test_the_black_edges_of_a_copier_are_no_table() -> None:
    page = scanned(PROSE, 1, 100, Wear())
    page[:, :30] = 0
    page[:25] = 10
    assert flat_sheet(page, 100.0).pixels is page
    assert not is_framed(np.full((1, 100_000), 255, np.uint8))


def test_corners_are_found() -> None:
    page = scanned(PROSE, 1, 150, Wear())
    corners = [(180, 120), (1340, 200), (1440, 1850), (90, 1780)]
    sheet = find_sheet(on_a_table(page, corners, (1500, 2000)))
    assert sheet is not None
    assert np.abs(sheet.corners - np.array(corners)).max() < 8
    flat = flat_sheet(on_a_table(page, corners, (1500, 2000)), 72.0)
    assert flat.is_photograph
    height, width = flat.pixels.shape[:2]
    assert height / width == pytest.approx(2**0.5, abs=0.01)
    assert flat.dpi == pytest.approx(width / 8.27, rel=0.02)


def test_what_is_no_sheet_is_left_alone() -> None:
    chance = np.random.default_rng(3)
    noise = chance.integers(0, 255, (900, 700, 3), dtype=np.uint8)
    dark = np.full((900, 700, 3), 40, np.uint8)
    round_table = dark.copy()
    cv2.circle(round_table, (350, 450), 300, (240, 240, 240), -1)
    note = dark.copy()
    note[400:500, 300:400] = 250
    for picture in (noise, dark, round_table, note):
        assert flat_sheet(picture, 72.0).pixels is picture


@pytest.mark.parametrize("height", [0.0, 6.0, 14.0])
def test_bent_lines(height: float) -> None:
    """Lines that follow a wave are straightened to within a pixel or two; straight ones stay."""
    grey = cv2.cvtColor(scanned(PROSE, 2, 225, Wear()), cv2.COLOR_RGB2GRAY)
    high, wide = grey.shape
    columns, rows = np.meshgrid(
        np.arange(wide, dtype=np.float32), np.arange(high, dtype=np.float32)
    )
    wave = height * np.sin(2 * np.pi * columns / wide)
    bent = np.asarray(
        cv2.remap(grey, columns, rows - wave, cv2.INTER_LINEAR, borderValue=[255]), np.uint8
    )
    page = DeskewedPage(bent, 225.0, rotation=0, skew=0.0, level=150.0)
    straight = straighten(page, is_photograph=True)
    if not height:
        assert straight is page
        return
    assert straight.bend is not None
    assert bend_of(straight) is None
    found = cv2.resize(straight.bend.astype(np.float32), (wide, high))[high // 2]
    inner = slice(wide // 6, -wide // 6)
    astray = found[inner] - wave[high // 2][inner]
    assert float(np.std(astray)) < 1.5


def test_a_scan_that_is_hardly_bent_is_left_as_it_is() -> None:
    grey = cv2.cvtColor(scanned(TABLE, 4, 225, Wear()), cv2.COLOR_RGB2GRAY)
    page = DeskewedPage(grey, 225.0, rotation=0, skew=0.0, level=150.0)
    assert straighten(page, is_photograph=False) is page


@pytest.mark.slow
def test_a_photograph_is_read(tmp_path: Path) -> None:
    """A wavy, shaded page, the phone held aside: its words are those of the printed page."""
    page = scanned(PROSE, 2, 300, Wear())
    pose = POSES["book"]
    path = tmp_path / "trang 1.jpg"
    save(path, photographed(page, pose, seed=5), pose)
    printed = {line.text for line in lines_of(read(PROSE).flow) if line.span.page == 2}
    seen = [line.text for line in lines_of(read(path).flow)]
    right = sum(text in printed for text in seen)
    assert right >= 0.9 * len(printed)


@pytest.mark.slow
def test_pages_are_one_paper_in_the_order_of_their_names(pages: Path) -> None:
    ten, nine = pages / "trang 10.png", pages / "trang 9.png"
    done = kehoach("extract", "--as-one", ten, nine)
    plan = from_json(done.stdout.encode())
    assert [page.file for page in plan.source.pages] == ["trang 9.png", "trang 10.png"]
    assert [page.number for page in plan.source.pages] == [1, 2]
    assert plan.source.name == "trang 9.png"
    assert plan.document.type == "Kế hoạch"
    alone = from_json(kehoach("extract", nine).stdout.encode())
    assert '"file"' not in kehoach("extract", nine).stdout
    assert alone.source.sha256 != plan.source.sha256


@pytest.mark.slow
def test_a_folder_of_pages_in_a_batch(pages: Path, tmp_path: Path) -> None:
    papers = tmp_path / "papers"
    (papers / "kế hoạch").mkdir(parents=True)
    for path in pages.iterdir():
        (papers / "kế hoạch" / path.name).write_bytes(path.read_bytes())
    (papers / "kế hoạch" / "Thumbs.db").write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(99))
    out = tmp_path / "out"
    batch(papers, out, BatchOptions())  # the pages were read before
    plan = from_json((out / "plans/kế hoạch.json").read_bytes())
    assert plan.source.name == "kế hoạch"
    assert [page.file for page in plan.source.pages] == ["trang 9.png", "trang 10.png"]
    lines = [json.loads(line) for line in (out / "manifest.jsonl").read_text("utf-8").splitlines()]
    assert {"kế hoạch", "kế hoạch/Thumbs.db"} >= {line["input"] for line in lines}


def test_only_pictures_are_joined(tmp_path: Path, pages: Path) -> None:
    text = tmp_path / "kh.txt"
    text.write_text("KẾ HOẠCH", "utf-8")
    with pytest.raises(NotAPictureError):
        read_as_one([pages / "trang 9.png", text])
    done = kehoach("extract", "--as-one", pages / "trang 9.png", text)
    assert done.returncode == 3
    assert "kh.txt is no picture" in done.stderr
    over = kehoach("extract", "--as-one", *sorted(pages.iterdir()), "-o", pages)
    assert not [
        path for path in pages.iterdir() if path.suffix == ".png" and not path.stat().st_size
    ]
    assert over.returncode in (0, 1)
    for path in pages.glob("*.json"):
        path.unlink()


def test_too_many_pages(pages: Path) -> None:
    with pytest.raises(TooLargeError):
        read_as_one([pages / "trang 9.png"] * 3, options=ReadOptions(max_pages=2))


# --- other kinds of pictures -------------------------------------------------------------------


def test_webp(tmp_path: Path) -> None:
    path = tmp_path / "a.jpg"  # its name says nothing
    Image.new("RGB", (300, 400), "white").save(path, "WEBP")
    assert sniff(path) == "image/webp"
    assert image_page(path, 1).pixels.shape == (400, 300, 3)


def heic(path: Path, size: tuple[int, int] = (320, 480)) -> Path:
    pillow_heif = pytest.importorskip("pillow_heif")
    image = Image.new("RGB", size, "white")
    pillow_heif.from_pillow(image).save(path, quality=60)
    return path


def test_heic(tmp_path: Path) -> None:
    path = heic(tmp_path / "IMG_1.HEIC")
    assert sniff(path) == "image/heic"
    assert image_page(path, 1).pixels.shape == (480, 320, 3)


def test_heic_without_its_extra(tmp_path: Path) -> None:
    """The command that installs what is missing is named; exit code 4."""
    path = tmp_path / "IMG_1.HEIC"
    path.write_bytes(struct.pack(">I", 24) + b"ftypheic" + bytes(4) + b"mif1heic" + bytes(40))
    blocked = tmp_path / "blocked"
    blocked.mkdir()
    (blocked / "pi_heif.py").write_text("raise ModuleNotFoundError(name='pi_heif')")
    done = kehoach("extract", path, first=blocked)
    assert done.returncode == 4
    assert "pip install 'kehoach[heic]'" in done.stderr


@pytest.mark.parametrize("told", [(60_000, 60_000), (1, 2**31 - 1), (0, 0), (40, 40)])
def test_heic_of_absurd_size(tmp_path: Path, told: tuple[int, int]) -> None:
    """Sizes that are not those of the picture: refused, or the picture as it is; never an array of
    the size that was told."""
    path = heic(tmp_path / "a.heic")
    data = path.read_bytes()
    at = data.index(b"ispe") + 8
    path.write_bytes(data[:at] + struct.pack(">II", *told) + data[at + 8 :])
    try:
        assert image_page(path, 1).pixels.size <= 3 * 320 * 480
    except (TooLargeError, BrokenFileError):
        return


@pytest.mark.parametrize("kind", ["heic", "webp", "jpeg", "png"])
def test_half_a_picture(tmp_path: Path, kind: str) -> None:
    path = tmp_path / f"a.{kind}"
    if kind == "heic":
        heic(path)
    else:
        chance = np.random.default_rng(1).integers(0, 255, (400, 300, 3), dtype=np.uint8)
        Image.fromarray(chance).save(path, kind)
    data = path.read_bytes()
    for length in (30, len(data) // 2, len(data) - 30):
        path.write_bytes(data[:length])
        with pytest.raises((BrokenFileError, TooLargeError)):
            image_page(path, 1)


def test_bombs(tmp_path: Path) -> None:
    """Pictures of many pixels in few bytes are refused by their headers; a strip holds no text."""
    flat = tmp_path / "bomb.png"
    header = struct.pack(">IIBBBBB", 60_000, 60_000, 8, 0, 0, 0, 0)
    body = b"".join(
        struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
        for kind, data in (
            (b"IHDR", header),
            (b"IDAT", zlib.compress(bytes(1000))),
            (b"IEND", b""),
        )
    )
    flat.write_bytes(b"\x89PNG\r\n\x1a\n" + body)
    with pytest.raises(TooLargeError):
        read(flat)
    webp = tmp_path / "bomb.webp"
    Image.new("L", (16_000, 4_000), 255).save(webp, lossless=True, quality=0)
    with pytest.raises(TooLargeError):
        read(webp)
    for size in ((1, 100_000), (100_000, 1)):
        strip = tmp_path / "strip.png"
        Image.new("L", size, 255).save(strip)
        done = kehoach("extract", strip)
        assert done.returncode == 3
        assert "no page has readable text" in done.stderr.lower()


def kehoach(*words: str | Path, first: Path | None = None) -> subprocess.CompletedProcess[str]:
    if first is None:
        return said("--lang", "en", *words)
    places = os.pathsep.join(map(str, (first, ROOT)))
    return subprocess.run(
        [sys.executable, "-m", "kehoach", "--lang", "en", *map(str, words)],
        env={**os.environ, "PYTHONPATH": places},
        capture_output=True,
        text=True,
        check=False,
    )
