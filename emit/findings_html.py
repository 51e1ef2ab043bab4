"""Findings as one HTML page that needs nothing else: no script, no font, no picture from outside.
Every word of a paper is escaped."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape
from itertools import groupby

from kehoach.schema.models import Finding, Plan, Span

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
    "page": ("trang", "page"),
    "line": ("dòng", "line"),
    "paragraph": ("đoạn", "paragraph"),
}
_LEVELS = ("error", "warning", "info")
_STYLE = (
    "body{font:16px/1.5 system-ui,sans-serif;margin:2rem auto;max-width:70rem;padding:0 1rem}"
    "body{color:#1b1b1b;background:#fff}"
    "h2{margin-top:2.5rem;border-bottom:2px solid #ccc}h3{margin:1.2rem 0 .3rem}"
    "table{border-collapse:collapse;width:100%;margin-bottom:1rem}"
    "th,td{border:1px solid #ccc;padding:.35rem .6rem;text-align:left;vertical-align:top}th{background:#f3f3f3}"
    "td:first-child{white-space:nowrap}q{color:#555}code{font-size:.85em;color:#555}"
    ".error h3{color:#a30000}.warning h3{color:#8a5a00}.info h3{color:#1d5a8a}"
    "@media print{body{margin:0}}@media(prefers-color-scheme:dark){body{background:#161616;color:#eee}"
    "th{background:#2a2a2a}th,td{border-color:#444}q,code{color:#bbb}.error h3{color:#ff8a80}.warning h3{color:#ffcc66}"
    ".info h3{color:#8cc8ff}}"
)


def to_html(plans: Sequence[tuple[str, Plan]], lang: str) -> str:
    """Papers by their names, and their findings in Vietnamese or English, worst first, grouped by
    what is wrong."""
    at = 0 if lang == "vi" else 1
    say = {key: pair[at] for key, pair in _WORDS.items()}
    body = "".join(_paper(name, plan, say, lang) for name, plan in plans)
    return (
        f'<!DOCTYPE html>\n<html lang="{lang}">\n<head>\n<meta charset="utf-8">\n'
        "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">\n"
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>{say['title']}</title>\n<style>{_STYLE}</style>\n</head>\n<body>\n<h1>{say['title']}</h1>\n{body}"
        "</body>\n</html>\n"
    )


def _paper(name: str, plan: Plan, say: dict[str, str], lang: str) -> str:
    title = f"<p>{escape(plan.document.title)}</p>\n" if plan.document.title else ""
    counts = " · ".join(
        f"{say[level]}: {count}"
        for level in _LEVELS
        if (count := sum(finding.severity == level for finding in plan.findings))
    )
    groups = "".join(
        _group(list(held), say, lang) for _, held in groupby(ordered(plan.findings), key=_kind)
    )
    return f"<section>\n<h2>{escape(name)}</h2>\n{title}<p>{counts or say['none']}</p>\n{groups}</section>\n"


def ordered(findings: Sequence[Finding]) -> list[Finding]:
    """Worst first, then what is wrong alike together, in the order of the paper."""
    first: dict[tuple[str, str], int] = {}
    for n, finding in enumerate(findings):
        first.setdefault(_kind(finding), n)
    return sorted(
        findings, key=lambda finding: (_LEVELS.index(finding.severity), first[_kind(finding)])
    )


def _kind(finding: Finding) -> tuple[str, str]:
    return finding.severity, finding.code


def _group(findings: Sequence[Finding], say: dict[str, str], lang: str) -> str:
    level, code = findings[0].severity, findings[0].code
    heads = "".join(
        f"<th>{say[key]}</th>" for key in ("place", "message", "evidence", "suggestion")
    )
    rows = "".join(_row(finding, say, lang) for finding in findings)
    return (
        f'<div class="{level}">\n<h3>{say[level]} · <code>{escape(code)}</code> ({len(findings)})</h3>\n'
        f"<table>\n<tr>{heads}</tr>\n{rows}</table>\n</div>\n"
    )


def _row(finding: Finding, say: dict[str, str], lang: str) -> str:
    told = finding.message if lang == "vi" else finding.message_en
    cells = (
        escape(_place(finding.spans, finding.where, say)),
        escape(told),
        f"<q>{escape(finding.evidence)}</q>" if finding.evidence else "",
        escape((finding.suggestion_en if lang == "en" else None) or finding.suggestion or ""),
    )
    return f"<tr>{''.join(f'<td>{cell}</td>' for cell in cells)}</tr>\n"


def _place(spans: Sequence[Span], where: str, say: dict[str, str]) -> str:
    pages = sorted({span.page for span in spans if span.page is not None})
    if pages:
        return f"{say['page']} {', '.join(map(str, pages))}"
    for key in ("line", "paragraph"):
        known = [
            n
            for span in spans
            for n in (getattr(span, f"{key}_start"), getattr(span, f"{key}_end"))
            if n
        ]
        if known:
            first, last = min(known), max(known)
            return f"{say[key]} {first if first == last else f'{first}-{last}'}"
    return where
