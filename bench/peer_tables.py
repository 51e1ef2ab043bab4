"""How other programs read the tables of a PDF, for `bench/peers.py`, in `.venv-bench`.

Two sew tables together over page breaks: table-stitcher, which wants the tables of another reader
(here pdfplumber's), and pdfmonkey.
"""

from __future__ import annotations

import importlib
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

Row = list[str | None]
Tables = list[tuple[int, list[Row]]]
"""Tables from the first to the last: the page, and rows of cells; None where a merged cell goes
on."""


def by_pdfplumber(path: Path) -> Tables:
    """Its default settings: ruled lines on both axes."""
    import pdfplumber

    with pdfplumber.open(path) as pdf:
        return [(page.page_number, table) for page in pdf.pages for table in page.extract_tables()]


def by_camelot(path: Path) -> Tables:
    """Lattice, with `line_scale` 40: it finds the short rulings of low rows that 15, the default,
    misses."""
    camelot = importlib.import_module("camelot")
    found = camelot.read_pdf(str(path), pages="all", flavor="lattice", line_scale=40)
    ordered = sorted(found, key=lambda table: (table.page, -table._bbox[3]))
    return [
        (int(table.page), [[cell or None for cell in row] for row in table.data])
        for table in ordered
    ]


def by_pymupdf(path: Path) -> Tables:
    """`find_tables` by ruled lines, its default, without the layout model of version 2 (15 times
    slower, the same tables); the text of a cell by `get_text`, as `extract` loses spaces and moves
    commas."""
    pymupdf = importlib.import_module("pymupdf")
    pymupdf.use_layout(False)
    tables: Tables = []
    with pymupdf.open(path) as pdf:
        for page in pdf:
            for table in page.find_tables().tables:
                rows = [
                    [None if c is None else page.get_text("text", clip=c) for c in row.cells]
                    for row in table.rows
                ]
                tables.append((page.number + 1, rows))
    return tables


def by_img2table(path: Path) -> Tables:
    """Ruled tables of page images, with Tesseract `vie`; `detect_rotation`, without which it finds
    no table on a page that lies half a degree askew."""
    document = importlib.import_module("img2table.document").PDF(str(path), detect_rotation=True)
    ocr = importlib.import_module("img2table.ocr").TesseractOCR(n_threads=2, lang="vie")
    found = document.extract_tables(
        ocr=ocr, implicit_rows=False, implicit_columns=False, borderless_tables=False
    )
    return [(page + 1, _once(table)) for page, tables in sorted(found.items()) for table in tables]


def _once(table: Any) -> list[Row]:
    """img2table repeats a merged cell in all its positions: the first one keeps the text."""
    seen: set[tuple[float, ...]] = set()
    rows: list[Row] = []
    for row in table.content.values():
        rows.append([])
        for cell in row:
            box = (cell.bbox.x1, cell.bbox.y1, cell.bbox.x2, cell.bbox.y2)
            rows[-1].append(None if box in seen else cell.value)
            seen.add(box)
    return rows


def by_pdfmonkey(path: Path) -> Tables:
    """With `merge_headerless`: our tables tell their header on the first page only, or on each."""
    found = importlib.import_module("pdfmonkey").extract_tables(str(path), merge_headerless=True)
    return [
        (table.page_numbers[0], [_or_none(row) for row in [table.header, *table.rows] if row])
        for table in found
    ]


def by_table_stitcher(path: Path) -> Tables:
    """table-stitcher over the tables of pdfplumber. It asks of the reader which fragments have a
    header: those whose first row is the first row of an earlier fragment, and the first of each
    run of pages."""
    models = importlib.import_module("table_stitcher.models")
    merger = importlib.import_module("table_stitcher.merger")
    found = merger.merge_multipage_tables(_fragments(path), models.MultiPageConfig())
    tables: Tables = []
    for table in found:
        rows = [list(row) for row in table.df.itertuples(index=False)]
        heads = [str(column).split(_PLACE)[0] for column in table.df.columns]
        told = [heads, *rows] if any(heads) else rows
        tables.append((table.pages[0], [_or_none(row) for row in told]))
    return tables


_PLACE = "\x1f"
"""Between a head and the number of its column: pandas wants each column named differently."""


def _fragments(path: Path) -> list[Any]:
    """The tables of pdfplumber as table-stitcher wants them."""
    import pdfplumber

    heads: set[tuple[str, ...]] = set()
    fragments: list[Any] = []
    with pdfplumber.open(path) as pdf:
        for page in pdf.pages:
            for table in page.find_tables():
                rows = [[cell or "" for cell in row] for row in table.extract()]
                first = tuple(rows[0])
                before = fragments[-1].start_page if fragments else 0
                has_head = first in heads or page.page_number > before + 1
                heads |= {first} if has_head else set()
                top, bottom = (float(table.bbox[at] / page.height) for at in (1, 3))
                fragments.append(
                    _fragment(rows, (len(fragments), page.page_number), (top, bottom), has_head)
                )
    return fragments


def _fragment(
    rows: Sequence[Sequence[str]],
    place: tuple[int, int],
    edges: tuple[float, float],
    has_head: bool,
) -> Any:
    """One table as a fragment: its number and page, its edges from the top of the page, 0 to 1."""
    pandas = importlib.import_module("pandas")
    models = importlib.import_module("table_stitcher.models")
    merger = importlib.import_module("table_stitcher.merger")
    heads = rows[0] if has_head else [""] * len(rows[0])
    columns = [f"{head}{_PLACE}{number}" for number, head in enumerate(heads)]
    body = pandas.DataFrame(rows[1:] if has_head else rows, columns=columns)
    tokens = [merger.tokenize(merger.normalize_col_name(head)) for head in heads]
    firsts = [merger.tokenize(str(cell)) for cell in (body.iloc[0] if len(body) else ())]
    return models.TableMeta(
        idx=place[0],
        df=body,
        start_page=place[1],
        pages=[place[1]],
        width=len(columns),
        header_tokens=set().union(*tokens),
        first_row_tokens=set().union(*firsts),
        raw_columns=list(heads),
        vert_center=sum(edges) / 2,
        vert_top=edges[0],
        vert_bottom=edges[1],
        is_header_orphan=has_head and not len(body),
        is_data_orphan=False,
        numeric_like_cols=False,
        row_count=len(body),
        is_headerless=not has_head,
    )


def _or_none(row: Sequence[Any]) -> Row:
    return [str(cell) if cell else None for cell in row]


TABLES: dict[str, Callable[[Path], Tables]] = {
    "pdfplumber": by_pdfplumber,
    "camelot": by_camelot,
    "pymupdf": by_pymupdf,
    "table-stitcher": by_table_stitcher,
    "pdfmonkey": by_pdfmonkey,
    "img2table": by_img2table,
}
