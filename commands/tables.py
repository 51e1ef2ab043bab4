"""Findings and plans as lines of a terminal: counts, summaries, the table of findings."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

import click

from kehoach.commands.messages import Lang, say
from kehoach.commands.terminal import display_width, safe, shorten

if TYPE_CHECKING:
    from kehoach.emit.cell_places import CellPlaces
    from kehoach.schema.models import Finding, Plan

LEVELS = ("error", "warning", "info")
_COLOURS = {"error": "red", "warning": "yellow", "info": "blue"}


def count_findings(severities: Iterable[str], lang: Lang) -> str:
    """How many of each severity, worst first.

    >>> count_findings(["info", "error", "error"], "en")
    '2 errors, 1 info'
    """
    counts = Counter(severities)
    parts = []
    for level in LEVELS:
        name = say(f"severity.{level}", lang)
        if counts[level]:
            uncounted = (
                lang == "vi" or level == "info"
            )  # English needs a plural, Vietnamese does not
            parts.append(f"{counts[level]} {name}" if uncounted else _plural(counts[level], name))
    return ", ".join(parts) or say("nothing", lang)


def summary(name: str, plan: Plan, lang: Lang) -> str:
    """One line about a plan that was read. What a finding sums up is not counted again."""
    from kehoach.emit.findings import without_gaps
    from kehoach.schema.papers import papers_of, told_findings
    from kehoach.schema.rules.judging import is_read_whole

    papers = papers_of(plan)
    tasks = sum(len(paper.tasks) for paper in papers)
    targets = sum(len(paper.targets) for paper in papers)
    line = say(
        "summary",
        lang,
        name=name,
        tasks=tasks if lang == "vi" else _plural(tasks, "task"),
        targets=targets if lang == "vi" else _plural(targets, "target"),
        findings=count_findings(
            (finding.severity for finding in without_gaps(told_findings(plan))), lang
        ),
    )
    if plan.status == "ok":
        return line
    status = "no_plan" if is_read_whole(plan) else plan.status
    return f"{line} ({say(f'status.{status}', lang)})"


def total(files: int, unread: int, severities: Sequence[str], lang: Lang) -> str:
    """The last line of `kehoach check`."""
    findings = count_findings(severities, lang)
    if files == unread:
        findings = say("unread", lang, count=unread)  # "no findings" would sound like praise
        unread = 0
    line = say(
        "total", lang, files=files if lang == "vi" else _plural(files, "file"), findings=findings
    )
    return f"{line}; {say('unread', lang, count=unread)}" if unread else line


def _plural(count: int, noun: str) -> str:
    return f"{count} {noun}" if count == 1 else f"{count} {noun}s"


def place(finding: Finding, lang: Lang, cells: CellPlaces | None = None) -> str:
    """Where in the paper: pages, or lines, or the cell of a table (`cells`), or paragraphs; which
    part of the plan when the paper's place is not known."""
    from kehoach.emit.cell_places import CellPlaces, finding_told
    from kehoach.emit.place_words import pointer_told

    known = finding_told(finding, cells or CellPlaces(), lang)
    return safe(known if known is not None else pointer_told(finding.where, lang))


def kind(code: str, lang: Lang) -> str:
    """What a kind of finding is called by people; its code is for programs."""
    from kehoach.emit.finding_names import name_of

    name = name_of(code)
    return safe(name.vi if lang == "vi" else name.en)


def suggestion(finding: Finding, lang: Lang) -> str:
    """What belongs there, or what to do about it; "" where nobody knows."""
    from kehoach.emit.findings import advice_of

    return advice_of(finding, lang)


def findings_table(
    findings: Sequence[Finding], lang: Lang, cells: CellPlaces | None = None
) -> list[str]:
    """The findings, worst first, those of one kind together, as aligned columns, one line each, for
    grep. `cells`: the tables of their plan."""
    columns = ("severity", "kind", "place", "message", "evidence")
    rows = [[say(f"column.{column}", lang) for column in columns]]
    first: dict[str, int] = {}
    for number, finding in enumerate(findings):
        first.setdefault(finding.code, number)
    for finding in sorted(
        findings, key=lambda finding: (LEVELS.index(finding.severity), first[finding.code])
    ):
        message = safe(finding.message if lang == "vi" else finding.message_en)
        if (advice := suggestion(finding, lang)) and advice not in message:
            message = f"{message} → {safe(advice)}"
        rows.append(
            [
                say(f"severity.{finding.severity}", lang),
                kind(finding.code, lang),
                place(finding, lang, cells=cells),
                message,
                shorten(safe(finding.evidence)),
            ]
        )
    return aligned(rows)


def aligned(rows: Sequence[Sequence[str]]) -> list[str]:
    """Rows of as many cells as lines, cells below each other."""
    sizes = [max(map(display_width, column)) for column in zip(*rows, strict=True)]
    return [_line(row, sizes) for row in rows]


def coloured(line: str, lang: Lang) -> str:
    """The word of severity in its colour; click takes the colour away again where there is no
    terminal."""
    for level, colour in _COLOURS.items():
        word = say(f"severity.{level}", lang)
        if line.startswith(f"  {word} ") and not os.environ.get("NO_COLOR"):
            return f"  {click.style(word, fg=colour)}{line[2 + len(word) :]}"
    return line


def _line(row: Sequence[str], sizes: Sequence[int]) -> str:
    padded = [
        cell + " " * (size - display_width(cell)) for cell, size in zip(row, sizes, strict=True)
    ]
    return ("  " + "  ".join(padded)).rstrip()
