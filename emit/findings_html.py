"""Findings as one HTML page that needs nothing else: no script, no font, no picture from outside.
Every word of a paper is escaped."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from html import escape
from itertools import groupby

from kehoach.emit.cell_places import CellPlaces, cell_places, finding_told
from kehoach.emit.direction import upright
from kehoach.emit.findings import (
    LEVELS,
    advice_of,
    gaps_of,
    kind_of,
    message_of,
    ordered,
    without_gaps,
)
from kehoach.emit.place_words import pointer_told
from kehoach.emit.plain_page import plain_page
from kehoach.schema.models import Finding, Plan
from kehoach.schema.papers import told_findings

_WORDS = {
    "title": ("Những điểm phải xem", "Findings"),
    "none": ("Không có gì phải xem.", "No findings."),
    "error": ("Lỗi", "Errors"),
    "warning": ("Cảnh báo", "Warnings"),
    "info": ("Ghi chú", "Notes"),
    "place": ("Ở đâu", "Where"),
    "message": ("Nội dung", "Message"),
    "evidence": ("Trích", "Evidence"),
    "suggestion": ("Gợi ý", "Suggestion"),
}
_STYLE = (
    "body{font:16px/1.5 system-ui,sans-serif;margin:2rem auto;max-width:70rem;padding:0 1rem}"
    "body{color:#1b1b1b;background:#fff}"
    "h2{margin-top:2.5rem;border-bottom:2px solid #ccc}h3{margin:1.2rem 0 .3rem}"
    "table{border-collapse:collapse;width:100%;margin-bottom:1rem}"
    "th,td{border:1px solid #ccc;padding:.35rem .6rem;text-align:left;vertical-align:top}"
    "th{background:#f3f3f3}"
    "td:first-child{white-space:nowrap}q{color:#555}code{font-size:.85em;color:#555}"
    ".error h3{color:#a30000}.warning h3{color:#8a5a00}.info h3{color:#1d5a8a}"
    "@media print{body{margin:0}}"
    "@media(prefers-color-scheme:dark){body{background:#161616;color:#eee}"
    "th{background:#2a2a2a}th,td{border-color:#444}q,code{color:#bbb}"
    ".error h3{color:#ff8a80}.warning h3{color:#ffcc66}"
    ".info h3{color:#8cc8ff}}"
)
_PAPER = """\
<section>
<h2>{name}</h2>
{title}<p>{counts}</p>
{groups}</section>
"""
_GROUP = """\
<div class="{level}">
<h3>{level_name} · <code>{code}</code> ({count})</h3>
<table>
<tr>{heads}</tr>
{rows}</table>
{gaps}</div>
"""
_GAPS = """\
<details>
<summary>{places} ({count})</summary>
<table>
{rows}</table>
</details>
"""
_COLUMNS = ("place", "message", "evidence", "suggestion")


def to_html(plans: Sequence[tuple[str, Plan]], lang: str) -> str:
    """Papers by their names, and their findings in Vietnamese or English, worst first, grouped by
    what is wrong."""
    index = 0 if lang == "vi" else 1
    words = {key: pair[index] for key, pair in _WORDS.items()}
    body = "".join(_paper(name, plan, words=words, lang=lang) for name, plan in plans)
    return plain_page(words["title"], body, style=_STYLE, lang=lang)


def _paper(name: str, plan: Plan, words: dict[str, str], lang: str) -> str:
    title = plan.document.title
    told = told_findings(plan)
    findings = without_gaps(told)
    severities = Counter(finding.severity for finding in findings)
    counts = [f"{words[level]}: {severities[level]}" for level in LEVELS if severities[level]]
    groups = groupby(ordered(findings), key=kind_of)
    cells = cell_places(plan)
    return _PAPER.format(
        name=_safe(name),
        title=f"<p>{_safe(title)}</p>\n" if title else "",
        counts=" · ".join(counts) or words["none"],
        groups="".join(
            _group(list(same), told, words=words, lang=lang, cells=cells) for _, same in groups
        ),
    )


def _safe(text: str) -> str:
    """A text of the paper as HTML that shows it and does nothing else."""
    return escape(upright(text))


def _group(
    findings: Sequence[Finding],
    all_findings: Sequence[Finding],
    *,
    words: dict[str, str],
    lang: str,
    cells: CellPlaces,
) -> str:
    """One kind of findings; what one of them sums up is folded away."""
    gaps = [gap for finding in findings for gap in gaps_of(finding, all_findings)]
    level, code = kind_of(findings[0])
    return _GROUP.format(
        level=level,
        level_name=words[level],
        code=_safe(code),
        count=len(findings),
        heads="".join(f"<th>{words[column]}</th>" for column in _COLUMNS),
        rows="".join(_row(finding, lang, cells) for finding in findings),
        gaps=_gaps(gaps, words, lang=lang, cells=cells) if gaps else "",
    )


def _gaps(gaps: Sequence[Finding], words: dict[str, str], *, lang: str, cells: CellPlaces) -> str:
    rows = "".join(_row(gap, lang, cells) for gap in gaps)
    return _GAPS.format(places=words["place"], count=len(gaps), rows=rows)


def _row(finding: Finding, lang: str, cells: CellPlaces) -> str:
    place = finding_told(finding, cells, lang)
    evidence = _safe(finding.evidence)
    shown = (
        _safe(place if place is not None else pointer_told(finding.where, lang)),
        _safe(message_of(finding, lang)),
        f"<q>{evidence}</q>" if evidence else "",
        _safe(advice_of(finding, lang)),
    )
    return f"<tr>{''.join(f'<td>{cell}</td>' for cell in shown)}</tr>\n"
