"""The pictures of the documentation: real screens of the program with our own samples.

    .venv/bin/python tools/take_pictures.py [--out docs/pictures]

Needs Chromium and Poppler. The desk and the report are opened in Chromium; the copy with comments
is drawn by Poppler. Each picture is made small: few colours, no more pixels than a page shows.
"""

from __future__ import annotations

import argparse
import io
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from PIL import Image

sys.path.insert(0, str(Path(__file__).parent.parent))

from bench.desk_server import Server

ROOT = Path(__file__).parent.parent
SAMPLES = ROOT / "samples"
COLOURS = 64
WIDE = {"width": 1280, "height": 760}
PAGES_ARE_THERE = """() => [...document.querySelectorAll('.sheet img')].filter(one => {
    const place = one.getBoundingClientRect();
    return place.bottom > 0 && place.top < innerHeight;
}).every(one => one.naturalWidth)"""
"""Every page that is in sight is drawn."""
PATIENCE = 120_000
"""Milliseconds on a busy machine."""


def kehoach(*arguments: str | Path, codes: tuple[int, ...] = (0,)) -> None:
    """Run a command of the program. Raises RuntimeError: it ended otherwise than with `codes`."""
    command = [sys.executable, "-m", "kehoach", "--lang", "vi", *map(str, arguments)]
    done = subprocess.run(  # noqa: S603 (our own program)
        command, cwd=ROOT, capture_output=True, text=True, check=False
    )
    if done.returncode not in codes:
        raise RuntimeError(f"{command}: {done.returncode}\n{done.stderr}")


def keep(picture: bytes, path: Path) -> None:
    """Write a picture as a small PNG."""
    with Image.open(io.BytesIO(picture)) as opened:
        small = opened.convert("RGB").quantize(COLOURS, dither=Image.Dither.NONE)
    small.save(path, optimize=True)
    print(f"{path.name}: {path.stat().st_size // 1024} KB")


@contextmanager
def browser() -> Iterator[Any]:
    from playwright.sync_api import sync_playwright

    with sync_playwright() as started:
        opened = started.chromium.launch(
            executable_path=shutil.which("chromium"), args=["--no-sandbox"]
        )
        try:
            yield opened
        finally:
            opened.close()


def window(opened: Any) -> Any:
    """A page of a browser that speaks Vietnamese."""
    page = opened.new_context(viewport=WIDE, locale="vi-VN").new_page()
    page.set_default_timeout(PATIENCE)
    return page


def picture_desk(opened: Any, folder: Path, out: Path) -> None:
    """A plan beside its page, a value chosen and being corrected; then all dates on one screen."""
    server = Server(folder / "desk")
    try:
        paper = server.add(SAMPLES / "bang-6-cot" / "bang-6-cot.pdf")
        page = window(opened)
        page.goto(f"{server.address}/#/{paper}")
        page.fill("#author", "Lê Thị Lan")
        page.press("#author", "Tab")
        page.locator('.value[data-pointer="/tasks/2/lead"]').click()
        page.locator('.box.on[data-pointer="/tasks/2/lead"]').first.wait_for()
        page.wait_for_function(PAGES_ARE_THERE)
        page.fill("#words", "P. VHXH")
        page.wait_for_function(
            "() => document.getElementById('reads').textContent.includes('Phòng Văn hóa')"
        )
        page.wait_for_load_state("networkidle")
        keep(page.screenshot(), out / "desk.png")
        page.keyboard.press("Escape")
        page.click("#group-check")
        page.locator("#group .card").first.wait_for()
        page.wait_for_load_state("networkidle")
        keep(page.screenshot(), out / "desk-group.png")
        page.context.close()
    finally:
        server.stop()


def picture_report(opened: Any, folder: Path, out: Path) -> None:
    """The first screen of a batch's report, and its list of findings."""
    papers = folder / "papers"
    papers.mkdir()
    for paper in SAMPLES.glob("*/*.pdf"):
        shutil.copy(paper, papers)
    kehoach("batch", papers, "-o", folder / "results")
    page = window(opened)
    page.goto((folder / "results" / "report.html").as_uri())
    page.wait_for_load_state("networkidle")
    keep(page.screenshot(), out / "report.png")
    page.get_by_role("link", name="Điểm phải xem").or_(
        page.get_by_role("button", name="Điểm phải xem")
    ).first.click()
    page.wait_for_load_state("networkidle")
    keep(page.screenshot(), out / "report-findings.png")
    page.context.close()


def picture_comments(folder: Path, out: Path) -> None:
    """A page of the copy that `check --annotate` writes."""
    copy = folder / "comments.pdf"
    paper = SAMPLES / "bang-6-cot" / "bang-6-cot.pdf"
    kehoach("check", paper, "--annotate", copy, codes=(0, 1))
    command = ["pdftoppm", "-r", "90", "-f", "5", "-l", "5", "-png", str(copy)]
    drawn = subprocess.run(command, capture_output=True, check=True)  # noqa: S603 (a file of ours)
    keep(drawn.stdout, out / "comments.png")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--out", type=Path, default=ROOT / "docs" / "pictures")
    out = parser.parse_args().out
    out.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as name, browser() as opened:
        folder = Path(name)
        picture_desk(opened, folder, out)
        picture_report(opened, folder, out)
        picture_comments(folder, out)


if __name__ == "__main__":
    main()
