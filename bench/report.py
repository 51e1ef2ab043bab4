"""How fast the report of a made province opens and filters in Chromium, beside a plain table of the
same rows with the search box that the report had before.

    .venv/bin/python -m bench.report [--count 200] [--times 7]

Prints a table. Each number is the median of several fresh pages. `seen`: from the start of the
navigation until the first paint; `usable`: until the charts, by which all is filtered, stand;
`open`: until all is loaded and laid out; `filter`: from a click
on a facet until the rows stand; `search`: from the last key until the rows stand, the pause for
further keys in it.
"""

from __future__ import annotations

import argparse
import html
import json
import shutil
import statistics
import tempfile
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Any

from bench.province import made_province
from kehoach.emit.origin import Origin
from kehoach.emit.report import MAX_PICTURES, Report
from kehoach.emit.report_page import picture_url

PICTURE_BYTES = 10_000
LAID_OUT = """async (change) => {
  const start = performance.now();
  if (change) await eval(change)();
  await new Promise((done) => requestAnimationFrame(() => setTimeout(done)));
  document.body.getBoundingClientRect();
  return performance.now() - (change ? start : 0);
}"""
SEEN = """() => new Promise((done) => new PerformanceObserver((list) => {
  for (const one of list.getEntriesByName('first-contentful-paint')) done(one.startTime);
}).observe({ type: 'paint', buffered: true }))"""
WATCH_CHARTS = """(() => {
  const look = () => {
    if (document.querySelector('.charts button')) window.usable = performance.now();
    else requestAnimationFrame(look);
  };
  look();
})()"""
USABLE = """async () => {
  while (!window.usable) await new Promise((done) => setTimeout(done, 1));
  return window.usable;
}"""
FILTER = "async () => document.querySelector('.filters fieldset input[type=checkbox]').click()"
SEARCH = """async () => {
  const box = document.querySelector('.filters .search input');
  const told = document.querySelector('.found-rows > .found').textContent;
  box.value = 'van phong';
  box.dispatchEvent(new Event('input', { bubbles: true }));
  while (document.querySelector('.found-rows > .found').textContent === told)
    await new Promise((done) => setTimeout(done, 1));
}"""
PLAIN_SEARCH = """async () => {
  const plain = (text) => text.toLowerCase().normalize('NFD').replace(/[\\u0300-\\u036f]/g, '');
  for (const row of document.querySelectorAll('tbody tr'))
    row.hidden = !plain(row.textContent).includes('van phong');
}"""


@dataclass(frozen=True, slots=True)
class Measured:
    """Milliseconds, medians; megabytes."""

    name: str
    size: float
    seen: float
    usable: float | None
    opened: float
    filtered: float
    searched: float


def made_report(count: int) -> Report:
    """The report of a made province, with as many pictures as it may hold, as large as they are
    in the samples."""
    report = Report()
    for number, ward in enumerate(made_province(count, seed=7).wards):
        origin = Origin(f"{number}.docx", link=f"../kh/{number}.docx")
        report.add(ward.plan, origin, f"{number}.docx")
    for number, finding in enumerate(islice(report.shown(), MAX_PICTURES)):
        finding.picture = picture_url(number.to_bytes(4, "big") + bytes(PICTURE_BYTES))
    return report


def plain_table(rows: Iterable[list[Any]]) -> str:
    """The rows of the report as one table of HTML, nothing else."""
    lines = ["<!DOCTYPE html><meta charset=utf-8><table border=1><tbody>"]
    for row in rows:
        cells = ("; ".join(one) if isinstance(one, list) else str(one or "") for one in row)
        lines.append("<tr>" + "".join(f"<td>{html.escape(cell)}" for cell in cells))
    return "\n".join(lines)


def measure(browser: Any, file: Path, times: int, plain: bool = False) -> Measured:
    """Open a file anew for each number."""

    def median(view: str, change: str | None) -> float:
        return statistics.median(
            _one(browser, f"{file.as_uri()}{view}", change) for _ in range(times)
        )

    search = PLAIN_SEARCH if plain else SEARCH
    tasks = "" if plain else "#tasks"
    seen = [_told(browser, file.as_uri(), SEEN) for _ in range(times)]
    usable = [] if plain else [_told(browser, file.as_uri(), USABLE) for _ in range(times)]
    return Measured(
        name=file.name,
        size=file.stat().st_size / 1e6,
        seen=statistics.median(seen),
        usable=statistics.median(usable) if usable else None,
        opened=median("", None),
        filtered=median(tasks, search if plain else FILTER),
        searched=median(tasks, search),
    )


def _one(browser: Any, url: str, change: str | None) -> float:
    page = browser.new_page(viewport={"width": 1280, "height": 800}, bypass_csp=True)
    try:
        page.goto(url)
        taken: float = page.evaluate(LAID_OUT, f"({change})" if change else None)
        return taken
    finally:
        page.close()


def _told(browser: Any, url: str, question: str) -> float:
    """What a fresh page answers, milliseconds."""
    page = browser.new_page(viewport={"width": 1280, "height": 800}, bypass_csp=True)
    try:
        page.add_init_script(WATCH_CHARTS)
        page.goto(url)
        taken: float = page.evaluate(question)
        return taken
    finally:
        page.close()


def main() -> None:
    """Make, measure, print."""
    from playwright.sync_api import sync_playwright

    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--count", type=int, default=200)
    parser.add_argument("--times", type=int, default=7)
    options = parser.parse_args()
    report = made_report(options.count)
    start = time.perf_counter()
    data = report.page()
    print(f"{report.papers_met} plans, {report.tasks} tasks; written in {_seconds(start)}")
    with tempfile.TemporaryDirectory() as name, sync_playwright() as started:
        page, table = Path(name, "report.html"), Path(name, "plain-table.html")
        page.write_bytes(data)
        rows = (json.loads(row) for row in report.rows_of_tasks())
        table.write_text(plain_table(rows), encoding="utf-8")
        browser = started.chromium.launch(
            executable_path=_chromium(shutil.which), args=["--no-sandbox"]
        )
        ours = measure(browser, page, options.times)
        beside = measure(browser, table, options.times, plain=True)
        browser.close()
    _print(ours, beside)


def _chromium(find: Callable[[str], str | None]) -> str | None:
    return find("chromium") or find("google-chrome")


def _seconds(start: float) -> str:
    return f"{time.perf_counter() - start:.2f} s"


def _print(ours: Measured, beside: Measured) -> None:
    names = ("seen ms", "usable ms", "open ms", "filter ms", "search ms")
    print(f"{'':18} {'MB':>6}", *(f"{name:>9}" for name in names))
    for one in (ours, beside):
        figures = (one.seen, one.usable, one.opened, one.filtered, one.searched)
        print(f"{one.name:18} {one.size:6.1f}", *map(_shown, figures))
    ratios = (
        ours.seen / beside.seen,
        None,
        ours.opened / beside.opened,
        ours.filtered / beside.filtered,
        ours.searched / beside.searched,
    )
    print(
        f"{'ratio':18} {ours.size / beside.size:6.2f}",
        *(_shown(ratio, digits=2) for ratio in ratios),
    )


def _shown(figure: float | None, digits: int = 0) -> str:
    return f"{'–':>9}" if figure is None else f"{figure:9.{digits}f}"


if __name__ == "__main__":
    main()
