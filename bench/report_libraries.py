"""Libraries that could stand under the report, on 6,000 rows of six columns in one file of HTML:
their size, how long until the first rows stand, how long a search takes, what axe says.

    .venv/bin/python -m bench.report_libraries [--rows 6000] [--times 5]

The packages come by `npm pack`. What was found, and why the report took which: docs/measured.md.
"""

from __future__ import annotations

import argparse
import json
import shutil
import statistics
import subprocess
import tarfile
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from axe_playwright_python.sync_playwright import Axe

from bench.report import LAID_OUT
from kehoach.emit.report_page import WEB

AXE_ROWS = 60
"""Rows that axe looks at: it takes minutes for thousands, and finds the same."""
HEADS = ("Phường, xã", "Nhiệm vụ", "Chủ trì", "Phối hợp", "Thời hạn", "Sản phẩm")


@dataclass(frozen=True, slots=True)
class Library:
    """A package, its files, how it makes a table of `rows` (lists of texts) in `#t`, and how it
    searches for "phòng 7". `module`: the name for what a CommonJS file exports, "" for none."""

    package: str
    files: tuple[str, ...]
    make: str
    search: str
    module: str = ""


OBJECTS = "rows.map((row) => Object.fromEntries(row.map((text, at) => [`c${at}`, text])))"
LIBRARIES = (
    Library(
        "simple-datatables@10.3.0",
        ("dist/index.js", "dist/style.css"),
        "window.made = new simpleDatatables.DataTable('#t', { perPage: 50, "
        "data: { headings: heads, data: rows } });",
        "async () => made.search('phòng 7')",
        module="simpleDatatables",
    ),
    Library(
        "tabulator-tables@6.5.3",
        ("dist/js/tabulator.min.js", "dist/css/tabulator.min.css"),
        "document.getElementById('t').outerHTML = '<div id=t></div>';"
        "window.made = new Tabulator('#t', { height: 600, "
        "columns: heads.map((title, at) => ({ title, field: `c${at}` })), "
        f"data: {OBJECTS} }});",
        "async () => made.setFilter('c2', 'like', 'phòng 7')",
    ),
    Library(
        "list.js@2.3.1",
        ("dist/list.min.js",),
        "document.getElementById('t').outerHTML = '<div id=t><input class=search "
        "aria-label=Tìm><table><tbody class=list></tbody></table></div>';"
        "const names = heads.map((_, at) => `c${at}`);"
        "window.made = new List('t', { page: 50, valueNames: names, item: "
        "'<tr>' + names.map((name) => `<td class=${name}></td>`).join('') + '</tr>' }, "
        f"{OBJECTS});",
        "async () => made.search('phòng 7')",
    ),
)
OURS = Library(
    "table-core, preact, htm (bundled)",
    ("libraries.js",),
    """const L = libraries;
const html = L.htm.bind(L.h);
const some = (row, id, words) => row.getValue(id).includes(words);
const features = L.tableFeatures({
  coreReactivityFeature: L.storeReactivityBindings(),
  columnFilteringFeature: L.columnFilteringFeature,
  filteredRowModel: L.createFilteredRowModel(),
  rowPaginationFeature: L.rowPaginationFeature,
  paginatedRowModel: L.createPaginatedRowModel(),
});
const columns = heads.map((_, at) => (
  { id: `c${at}`, accessorFn: (row) => row[at], filterFn: some }));
window.made = L.constructTable({ data: rows, features, columns,
  initialState: { pagination: { pageIndex: 0, pageSize: 50 } } });
const line = (row) => html`<tr key=${row.id}>
  ${row.original.map((text) => html`<td>${text}</td>`)}</tr>`;
window.draw = () => L.render(html`
  <thead><tr>${heads.map((head) => html`<th>${head}</th>`)}</tr></thead>
  <tbody>${made.getRowModel().rows.map(line)}</tbody>`, document.getElementById('t'));
draw();""",
    "async () => { made.getColumn('c2').setFilterValue('phòng 7'); draw(); }",
)
PLAIN = Library(
    "(a plain table)",
    (),
    """const cells = (name, texts) => texts.map((text) => `<${name}>${text}`).join('');
const lines = rows.map((row) => '<tr>' + cells('td', row));
document.getElementById('t').innerHTML =
  `<thead><tr>${cells('th', heads)}</thead><tbody>${lines.join('')}`;""",
    "async () => { for (const row of document.querySelectorAll('tbody tr'))"
    " row.hidden = !row.textContent.includes('phòng 7'); }",
)


def made_rows(count: int) -> list[list[str]]:
    """Rows like those of tasks."""
    return [
        [
            f"phường Tân Khê {number % 200}",
            f"{number}. Rà soát, cập nhật danh mục thủ tục hành chính của bộ phận một cửa",
            f"phòng {number % 13}",
            "Văn phòng HĐND và UBND; các tổ dân phố",
            f"Trước ngày {number % 28 + 1:02d}/{number % 12 + 1:02d}/2031",
            "Báo cáo kết quả",
        ]
        for number in range(count)
    ]


def page_with(library: Library, texts: dict[str, str], rows: str) -> str:
    """One file that needs nothing else."""
    styles = "".join(f"<style>{texts[one]}</style>" for one in library.files if one.endswith("css"))
    scripts = "".join(
        f"<script>{_runnable(texts[one], library.module)}</script>"
        for one in library.files
        if one.endswith("js")
    )
    return (
        f'<!DOCTYPE html><html lang="vi"><head><meta charset="utf-8"><title>bench</title>{styles}'
        f"</head><body><main><h1>bench</h1><table id=t></table></main>{scripts}"
        f"<script>const heads = {json.dumps(HEADS)}, rows = {rows};{library.make}</script>"
        "</body></html>"
    )


def _runnable(script: str, module: str) -> str:
    """A CommonJS file as a script."""
    return f"((exports) => {{{script}\nwindow.{module} = exports;}})({{}})" if module else script


def texts_of(library: Library, folder: Path) -> dict[str, str]:
    """The files of a library."""
    if library is OURS:
        return {name: (WEB / name).read_text(encoding="utf-8") for name in library.files}
    if not library.files:
        return {}
    packed = subprocess.run(
        ["npm", "pack", "--silent", library.package],
        cwd=folder,
        check=True,
        capture_output=True,
        text=True,
    )
    with tarfile.open(folder / packed.stdout.split()[-1]) as archive:
        return {name: _member(archive, name) for name in library.files}


def _member(archive: tarfile.TarFile, name: str) -> str:
    file = archive.extractfile(f"package/{name}")
    assert file is not None
    return file.read().decode("utf-8").replace("</script", "<\\/script")


def _time(browser: Any, url: str, change: str | None) -> float:
    page = browser.new_page(viewport={"width": 1280, "height": 800})
    page.goto(url)
    page.wait_for_timeout(0 if change is None else 300)
    taken: float = page.evaluate(LAID_OUT, f"({change})" if change else None)
    page.close()
    return taken


def main() -> None:
    """Measure and print."""
    from playwright.sync_api import sync_playwright

    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--rows", type=int, default=6_000)
    parser.add_argument("--times", type=int, default=5)
    options = parser.parse_args()
    rows = json.dumps(made_rows(options.rows), ensure_ascii=False)
    few = json.dumps(made_rows(AXE_ROWS), ensure_ascii=False)
    print(f"{'':36} {'KB':>5} {'open ms':>8} {'search ms':>9}  axe")
    with tempfile.TemporaryDirectory() as name, sync_playwright() as started:
        browser = started.chromium.launch(
            executable_path=shutil.which("chromium"), args=["--no-sandbox"]
        )
        for library in (PLAIN, *LIBRARIES, OURS):
            texts = texts_of(library, Path(name))
            file = Path(name, "page.html")
            file.write_text(page_with(library, texts, rows), encoding="utf-8")
            url = file.as_uri()
            opened = [_time(browser, url, None) for _ in range(options.times)]
            searched = [_time(browser, url, library.search) for _ in range(options.times)]
            file.write_text(page_with(library, texts, few), encoding="utf-8")
            page = browser.new_page()
            page.goto(url)
            page.wait_for_timeout(500)
            found = [one["id"] for one in Axe().run(page).response["violations"]]
            page.close()
            kilobytes = sum(len(text.encode()) for text in texts.values()) / 1_000
            print(
                f"{library.package:36} {kilobytes:5.0f} {statistics.median(opened):8.0f} "
                f"{statistics.median(searched):9.0f}  {', '.join(found) or '-'}"
            )
        browser.close()


if __name__ == "__main__":
    main()
