"""How long a person waits: from choosing a paper in the browser to its first page with the plan
beside it, against `kehoach extract` of the same paper. Both as they start: nothing is loaded yet.

python bench/desk_screen.py PAPER.pdf [--times 3]
"""

from __future__ import annotations

import argparse
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parent.parent))

from bench.desk_server import Server


def by_command(paper: Path, folder: Path) -> float:
    """Seconds of `extract`."""
    start = time.perf_counter()
    command = [sys.executable, "-m", "kehoach", "extract", str(paper), "--no-cache"]
    subprocess.run([*command, "-o", str(folder / "plan.json")], check=True, capture_output=True)
    return time.perf_counter() - start


def by_browser(browser: Any, paper: Path, folder: Path) -> float:
    """Seconds from choosing the file to the first screen of the plan, in a service that has just
    started."""
    server = Server(folder, "--no-cache")
    page = browser.new_page(viewport={"width": 1280, "height": 800})
    try:
        page.set_default_timeout(600_000)
        page.goto(server.address)
        page.wait_for_selector("#files")
        start = time.perf_counter()
        page.set_input_files("#files", str(paper))
        page.click(".papers li[data-state=done] a")
        page.wait_for_selector(".value")
        page.wait_for_function("() => document.querySelector('.sheet img').naturalWidth > 0")
        return time.perf_counter() - start
    finally:
        page.close()
        server.stop()


def main() -> None:
    """Print the medians, and how many times as long the browser takes."""
    from playwright.sync_api import sync_playwright

    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("paper", type=Path)
    parser.add_argument("--times", type=int, default=3)
    options = parser.parse_args()
    commands: list[float] = []
    screens: list[float] = []
    with sync_playwright() as started:
        browser = started.chromium.launch(
            executable_path=shutil.which("chromium"), args=["--no-sandbox"]
        )
        for _ in range(options.times):
            with tempfile.TemporaryDirectory() as folder:
                commands.append(by_command(options.paper, Path(folder)))
                screens.append(by_browser(browser, options.paper, Path(folder, "desk")))
        browser.close()
    command, screen = statistics.median(commands), statistics.median(screens)
    told = {"extract s": round(command, 2), "screen s": round(screen, 2)}
    print({**told, "times": round(screen / command, 2)})


if __name__ == "__main__":
    main()
