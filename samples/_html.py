"""A sample as one HTML page, as a portal publishes it: paragraphs, and tables with rowspan and
colspan."""

from __future__ import annotations

from collections.abc import Iterator
from html import escape

from samples._source import Cell, Part, Record, Table, parts, tables
from samples._text import label

STYLE = (
    "td,th{border:1px solid #000;vertical-align:top;padding:3px}"
    ".head td{border:0;text-align:center}"
)


def render(source: Record) -> str:
    title = " ".join(source["title_lines"][1:])
    out = [
        "<!DOCTYPE html>",
        f'<html lang="vi"><head><meta charset="utf-8"><title>{escape(title)}</title>',
        f"<style>{STYLE}</style></head><body>",
        *_letterhead(source),
        *(line for part in parts(source) for line in _part(source, part)),
        *(line for table in tables(source) for line in _table(table)),
        "</body></html>",
    ]
    return "\n".join(out) + "\n"


def _letterhead(source: Record) -> Iterator[str]:
    head = source["letterhead"]
    issuer = "<br>".join(map(escape, head["left"]))
    state = "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM<br>Độc lập - Tự do - Hạnh phúc"
    yield '<table class="head">'
    yield f"<tr><td><b>{issuer}</b></td><td><b>{state}</b></td></tr>"
    yield f"<tr><td>{escape(head['number'])}</td><td><i>{escape(head['date'])}</i></td></tr>"
    yield "</table>"


def _part(source: Record, part: Part) -> Iterator[str]:
    lines = "<br>".join(map(escape, part.title_lines))
    yield f'<p style="text-align:center"><b>{lines}</b></p>'
    for block in part.blocks:
        text = escape(label(block) + block["text"])
        yield f"<p><b>{text}</b></p>" if block["kind"] == "heading" else f"<p>{text}</p>"
    if part.signed:
        yield from _signature(source)


def _signature(source: Record) -> Iterator[str]:
    document = source["document"]
    marks = [";"] * (len(document["recipients"]) - 1) + ["."]
    recipients = [
        f"- {escape(one)}{mark}" for one, mark in zip(document["recipients"], marks, strict=True)
    ]
    signed = "<br>".join(
        [*map(escape, source["signature"]), "", "", escape(document["signer"]["name"])]
    )
    yield '<table class="head"><tr>'
    yield f'<td style="text-align:left"><b><i>Nơi nhận:</i></b><br>{"<br>".join(recipients)}</td>'
    yield f"<td><b>{signed}</b></td></tr></table>"


def _table(table: Table) -> Iterator[str]:
    spec = table.spec
    captions = [f"<b>{escape(spec[key])}</b>" for key in ("caption", "title") if spec.get(key)]
    if spec.get("attached"):
        captions.append(f"<i>{escape(spec['attached'])}</i>")
    yield f'<p style="text-align:center">{"<br>".join(captions)}</p>'
    yield "<table><thead><tr>"
    for text, columns, rows in table.header:
        yield f"<th{_span(columns, rows)}>{escape(text)}</th>"
    if table.subheader:
        yield "</tr><tr>"
        yield from (f"<th>{escape(table.columns[n])}</th>" for n in table.subheader)
    yield "</tr></thead><tbody>"
    for group in table.groups:
        if group.title is not None:
            title = f'<td colspan="{len(table.roles) - 1}"><b>{escape(group.title)}</b></td>'
            yield f"<tr><td><b>{escape(group.number or '')}</b></td>{title}</tr>"
        for row in group.rows:
            yield "<tr>"
            yield from (_cell(row.cells[role]) for role in table.roles if row.cells[role].rows)
            yield "</tr>"
    yield "</tbody></table>"


def _cell(cell: Cell) -> str:
    return f"<td{_span(1, cell.rows)}>{'<br>'.join(map(escape, cell.paragraphs))}</td>"


def _span(columns: int, rows: int) -> str:
    return (f' colspan="{columns}"' if columns > 1 else "") + (
        f' rowspan="{rows}"' if rows > 1 else ""
    )
