"""What is to be written beside the places of a paper: a remark for each finding."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from kehoach.emit.findings import advice_of, message_of, ordered
from kehoach.emit.places import spans_of
from kehoach.schema.models import Finding, Plan, Severity, Spans
from kehoach.schema.papers import papers_of

AUTHOR, INITIALS = "kehoach", "KH"
"""Who the remarks are from, as Word and PDF viewers show it."""

_LEVELS: dict[str, dict[Severity, str]] = {
    "vi": {"error": "Lỗi", "warning": "Cần xem", "info": "Ghi chú"},
    "en": {"error": "Error", "warning": "Warning", "info": "Note"},
}
_ADVICE = {"vi": "Gợi ý", "en": "Suggestion"}


@dataclass(frozen=True, slots=True)
class Remark:
    """A finding as it is written into a copy. `where`: its JSON pointer in `plan`; `spans`: its
    place in the paper, the title for what concerns the whole of it, none where there is none;
    `evidence`: the words it is about; `text`: what is written, a line for each sentence."""

    plan: Plan
    code: str
    where: str
    severity: Severity
    text: str
    evidence: str
    spans: Spans


@dataclass(frozen=True, slots=True)
class Note:
    """Remarks on one place as one note, for viewers that show only the topmost of several: the
    worst severity, the texts one under another, `spans` in the order of the paper."""

    severity: Severity
    text: str
    spans: Spans


def notes_of(remarks: Sequence[Remark]) -> list[Note]:
    """Remarks, worst first -> a note for each place, in the order in which places come up."""
    by_place: dict[Spans, list[Remark]] = {}
    for remark in remarks:
        by_place.setdefault(remark.spans, []).append(remark)
    return [
        Note(together[0].severity, "\n\n".join(remark.text for remark in together), spans=spans)
        for spans, together in by_place.items()
    ]


def remarks_of(plan: Plan, lang: str) -> list[Remark]:
    """A remark for each finding on a file, in Vietnamese ("vi") or English ("en"), those of further
    papers in the file among them; worst first, alike together."""
    return [_remark(paper, finding, lang=lang) for paper, finding in _findings(plan)]


def _findings(plan: Plan) -> Iterator[tuple[Plan, Finding]]:
    for paper in papers_of(plan):
        for finding in ordered(paper.findings):
            yield paper, finding


def _remark(paper: Plan, finding: Finding, lang: str) -> Remark:
    lines = [f"{_LEVELS[lang][finding.severity]}: {message_of(finding, lang)}"]
    advice = advice_of(finding, lang)
    if advice:
        lines.append(f"{_ADVICE[lang]}: {advice}")
    return Remark(
        paper,
        code=finding.code,
        where=finding.where,
        severity=finding.severity,
        text=_writable("\n".join(lines)),
        evidence=finding.evidence,
        spans=spans_of(paper, finding) or _spans_of_title(paper),
    )


def _spans_of_title(plan: Plan) -> Spans:
    """Where what concerns the whole of a paper is best said."""
    sources = plan.document.sources
    return sources.title.spans if sources is not None and sources.title is not None else ()


def _writable(text: str) -> str:
    """Text without the control characters that neither XML nor a viewer takes."""
    return "".join(letter for letter in text if letter == "\n" or letter.isprintable())
