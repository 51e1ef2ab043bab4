"""A difference as one HTML page: what is gone crossed out, what is new underlined. Every word of a
paper is escaped."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from html import escape
from itertools import groupby

from kehoach.compare.difference_text import counted, day, doubt, in_days, moved_words, notes
from kehoach.compare.model import Change, Difference, FieldChange, PaperTold
from kehoach.compare.vocabulary import named
from kehoach.emit.direction import upright
from kehoach.emit.plain_page import plain_page

STYLE = (
    "body{font:16px/1.5 system-ui,sans-serif;margin:2rem auto;max-width:80rem;padding:0 1rem}"
    "body{color:#1b1b1b;background:#fff}"
    "h2{margin-top:2rem;border-bottom:2px solid #ccc}h2 small{font-weight:normal;color:#555}"
    "table{border-collapse:collapse;width:100%}"
    "th,td{border:1px solid #ccc;padding:.35rem .6rem;text-align:left;vertical-align:top}"
    "thead th{background:#f3f3f3}td.state{white-space:nowrap;font-weight:600}"
    "td.number{white-space:nowrap}"
    "ins{background:#d7f5dd;text-decoration:underline}del{background:#fbdcdc}"
    "tr.added td.state{color:#11632a}tr.removed td.state{color:#a30000}"
    "tr.changed td.state{color:#1d5a8a}tr.moved td.state{color:#6b3fa0}"
    "dl{margin:0}dt{font-weight:600;margin-top:.3rem}dd{margin:0 0 0 1rem}"
    ".doubt{color:#8a5a00}.note{color:#555}"
    "@media print{body{margin:0;max-width:none}tr{break-inside:avoid}}"
    "@media(prefers-color-scheme:dark){body{background:#161616;color:#eee}"
    "thead th{background:#2a2a2a}th,td{border-color:#444}ins{background:#12401f}"
    "del{background:#561a1a}tr.added td.state{color:#7fdc98}tr.removed td.state{color:#ff8a80}"
    "tr.changed td.state{color:#8cc8ff}tr.moved td.state{color:#c9a8ff}"
    ".doubt{color:#ffcc66}.note,h2 small{color:#bbb}}"
)
_BODY = """\
<table class="papers">
<tr><th>{old_name}</th><td>{old}</td></tr>
<tr><th>{new_name}</th><td>{new}</td></tr>
</table>
{notes}{parts}"""
_PART = """\
<section>
<h2>{name} <small>{counts}</small></h2>
<table>
{rows}</table>
</section>
"""
_ROW = """\
<tr class="{state}"><td class="state">{state_name}</td><td class="number">{number}</td>\
<td>{told}</td></tr>
"""


def to_html(told: Difference, lang: str) -> str:
    """The page."""
    lines = [*notes(told, lang), *([named("told", "none", lang=lang)] if told.is_same else [])]
    parts = groupby(told.changes, key=lambda change: change.part)
    body = _BODY.format(
        old_name=named("told", "old", lang=lang),
        new_name=named("told", "new", lang=lang),
        old=paper_lines(told.old, lang),
        new=paper_lines(told.new, lang),
        notes="".join(f'<p class="note">{shown(line)}</p>\n' for line in lines),
        parts="".join(_part(part, list(changes), lang=lang) for part, changes in parts),
    )
    return plain_page(named("told", "title.diff", lang=lang), body, style=STYLE, lang=lang)


def shown(text: str) -> str:
    """A text of a paper as HTML."""
    return escape(upright(text))


def paper_lines(told: PaperTold, lang: str) -> str:
    """A plan: number and day, title, file."""
    head = " · ".join(
        part for part in (told.number, day(told.issued_on or "", lang), told.unit) if part
    )
    lines = [shown(head), shown(told.title or ""), f"<small>{shown(told.name)}</small>"]
    return "<br>".join(line for line in lines if line)


def _part(part: str, changes: Sequence[Change], lang: str) -> str:
    return _PART.format(
        name=named("parts", part, lang=lang),
        counts=counted(changes, lang),
        rows="".join(_row(change, lang) for change in changes),
    )


def _row(change: Change, lang: str) -> str:
    return _ROW.format(
        state=change.state,
        state_name=named("states", change.state, lang=lang),
        number=shown(change.number or ""),
        told="".join(_told(change, lang)),
    )


def _told(change: Change, lang: str) -> Iterator[str]:
    text = shown(change.text)
    yield {"added": f"<ins>{text}</ins>", "removed": f"<del>{text}</del>"}.get(change.state, text)
    if unsure := doubt(change, lang):
        yield f'<div class="doubt">{unsure}</div>'
    if change.is_moved:
        yield f'<div class="note">{shown(moved_words(change, lang))}</div>'
    if change.fields:
        yield f"<dl>{''.join(_field(field, lang) for field in change.fields)}</dl>"


def _field(told: FieldChange, lang: str) -> str:
    field = in_days(told, lang)
    stands = ""
    if field.promise in ("less", "more"):
        stands = f' <span class="doubt">({named("promises", field.promise, lang=lang)})</span>'
    return (
        f"<dt>{named('fields', field.field, lang=lang)}{stands}</dt><dd>{_values(field, lang)}</dd>"
    )


def _values(field: FieldChange, lang: str) -> str:
    nothing = f'<span class="note">({named("told", "nothing", lang=lang)})</span>'
    if not field.before or not field.after:
        before = f"<del>{shown(field.before)}</del>" if field.before else nothing
        after = f"<ins>{shown(field.after)}</ins>" if field.after else nothing
        return f"{before} → {after}"
    tags = {"gone": "del", "new": "ins"}
    return " ".join(
        f"<{tags[piece.state]}>{shown(piece.text)}</{tags[piece.state]}>"
        if piece.state in tags
        else shown(piece.text)
        for piece in field.pieces
    )
