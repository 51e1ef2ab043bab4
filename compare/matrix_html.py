"""Who took up what, as one HTML page: what nobody took, who promises less, and the whole matrix
under a head that stays in sight. Every word of a paper is escaped."""

from __future__ import annotations

from collections.abc import Sequence

from kehoach.compare.difference_html import STYLE, paper_lines, shown
from kehoach.compare.matrix_rows import (
    Table,
    Value,
    mark,
    names_of,
    notes_of,
    numbered,
    style_of,
    summaries,
    value_of,
)
from kehoach.compare.model import Cell, Matrix
from kehoach.compare.vocabulary import named
from kehoach.emit.plain_page import plain_page

OPEN_ROWS = 30
"""Longer lists are shut at first."""
_STYLE = (
    "body{max-width:none}.frame{overflow:auto;max-height:85vh;border:1px solid #ccc}"
    "summary{font-size:1.2rem;font-weight:600;cursor:pointer;margin:1rem 0 .4rem}"
    ".list thead th{position:sticky;top:0}td.count{text-align:right}"
    ".matrix{width:auto;border-collapse:separate;border-spacing:0}"
    ".matrix thead th{position:sticky;top:0;z-index:2}"
    ".matrix thead th.unit{writing-mode:vertical-rl;transform:rotate(180deg);max-height:14rem}"
    ".matrix th.item{position:sticky;left:0;z-index:1;background:#fff;min-width:20rem;"
    "max-width:26rem;font-weight:normal}.matrix thead th.item{z-index:3;background:#f3f3f3}"
    ".matrix td{min-width:4.2rem;max-width:8rem;text-align:center;font-size:.85rem}"
    "td.same{background:#e6f6e9}td.less{background:#fde3cf}td.more{background:#dcebfa}"
    "td.other{background:#eee7f8}td.perhaps{background:#fff6cc}td.mentioned{background:#f4f4f4}"
    "td.absent{color:#777}small{color:#555}"
    "@media print{.frame{max-height:none;overflow:visible}}"
    "@media(prefers-color-scheme:dark){.matrix th.item{background:#161616}"
    ".matrix thead th.item{background:#2a2a2a}td.same{background:#12351b}"
    "td.less{background:#54300f}td.more{background:#12324f}td.other{background:#33244a}"
    "td.perhaps{background:#4a4210}td.mentioned{background:#242424}td.absent{color:#999}"
    "small{color:#bbb}}"
)
_BODY = """\
<table class="papers">
<tr><th>{assigned_name}</th><td>{assigned}</td></tr>
</table>
{notes}<p class="note">{legend}</p>
{tables}<section>
<h2>{matrix_name} <small>{size}</small></h2>
<div class="frame">
<table class="matrix">
<thead>
<tr><th class="item">{item_name}</th><th>{takers_name}</th>{heads}</tr>
</thead>
<tbody>
{rows}</tbody>
</table>
</div>
</section>
"""
_TABLE = """\
<details{is_open}>
<summary>{name} <small>{count}</small></summary>
<div class="frame">
<table class="list">
<thead>
<tr>{heads}</tr>
</thead>
<tbody>
{rows}</tbody>
</table>
</div>
</details>
"""


def to_html(matrix: Matrix, lang: str) -> str:
    """The page."""
    names = names_of(matrix)
    body = _BODY.format(
        assigned_name=named("told", "assigned", lang=lang),
        assigned=paper_lines(matrix.assigned, lang),
        notes="".join(f'<p class="doubt">{shown(note)}</p>\n' for note in notes_of(matrix, lang)),
        legend=named("told", "legend", lang=lang),
        tables="".join(_table(table, lang) for table in summaries(matrix, lang)),
        matrix_name=named("told", "matrix", lang=lang),
        size=f"{len(matrix.items)} × {len(matrix.takers)}",
        item_name=named("told", "item", lang=lang),
        takers_name=named("told", "takers", lang=lang),
        heads="".join(f'<th class="unit">{shown(name)}</th>' for name in names),
        rows="".join(
            _row(matrix, place, names=names, lang=lang) for place in range(len(matrix.items))
        ),
    )
    title = named("told", "title.compare", lang=lang)
    return plain_page(title, body, style=STYLE + _STYLE, lang=lang)


def _table(table: Table, lang: str) -> str:
    """One of the lists; a short one open."""
    return _TABLE.format(
        is_open=" open" if 0 < len(table.rows) <= OPEN_ROWS else "",
        name=named("told", table.name, lang=lang),
        count=len(table.rows),
        heads="".join(f"<th>{heading}</th>" for heading, _ in table.headings),
        rows="".join(f"<tr>{''.join(map(_value, row))}</tr>\n" for row in table.rows),
    )


def _value(value: Value) -> str:
    if isinstance(value, float):
        return f'<td class="count">{round(100 * value)} %</td>'
    if isinstance(value, int):
        return f'<td class="count">{value}</td>'
    return f"<td>{shown(value or '')}</td>"


def _row(matrix: Matrix, place: int, *, names: Sequence[str], lang: str) -> str:
    """What was assigned, and what each plan made of it."""
    item = matrix.items[place]
    asked = value_of(item)
    head = f"{shown(numbered(item))}<br><small>{shown(asked)}</small>"
    cells = "".join(
        _cell(taker.cells[place], name, lang=lang)
        for taker, name in zip(matrix.takers, names, strict=True)
    )
    takers = f"{item.taken}/{len(matrix.takers)}"
    return f'<tr><th class="item">{head}</th><td class="count">{takers}</td>{cells}</tr>\n'


def _cell(cell: Cell, name: str, lang: str) -> str:
    title = shown(f"{name}: {cell.text}" if cell.text else name)
    return f'<td class="{style_of(cell)}" title="{title}">{shown(mark(cell, lang))}</td>'
