"""What parsers of tasks and targets know of the whole paper, and the small steps they share."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Literal, TypeAlias

import regex

from kehoach.ingest.model import Note, Span
from kehoach.normalize.offices.parse import parse_offices
from kehoach.normalize.offices.roles import split_roles
from kehoach.normalize.quantity import parse_metrics
from kehoach.normalize.text import clean
from kehoach.normalize.times.dates import parse_date
from kehoach.normalize.times.deadline import DeadlineValue, parse_deadline
from kehoach.normalize.times.period import Period
from kehoach.parsers.layout.paragraphs import merge_spans
from kehoach.schema import models

SpanUnit: TypeAlias = Literal["page", "line", "paragraph"]


_DAY = regex.compile(r"(?<![\d/])\d{1,2}\s?/\s?\d{1,2}\s?/\s?\d{2,6}(?![\d/])")
"""What is meant as a full date, whether or not a calendar has it."""


_BY = regex.compile(r"(?:trước|chậm nhất|đến|xong trước|hoàn thành trước)\b", regex.IGNORECASE)


@dataclass(slots=True)
class Context:
    """The plan's period and level, whether a table was rebuilt from loose lines, and the doubts met
    on the way (they become findings)."""

    period: Period | None = None
    level: str | None = None
    unit: SpanUnit = "page"
    rebuilt: bool = False
    notes: list[Note] = field(default_factory=list)

    def spans(self, spans: Iterable[Span]) -> tuple[models.Span, ...]:
        """Ingest's spans -> the contract's, in the unit of this input."""
        merged = merge_spans(sorted(spans, key=lambda s: (s.page or 0, s.first or 0)))
        return tuple(self._span(span) for span in merged)

    def _span(self, span: Span) -> models.Span:
        if span.page is not None:
            b = span.box
            bbox = (round(b.x0, 1), round(b.y0, 1), round(b.x1, 1), round(b.y1, 1)) if b else None
            return models.Span(page=span.page, bbox=bbox)
        if self.unit == "line":
            return models.Span(line_start=span.first, line_end=span.last)
        return models.Span(paragraph_start=span.first, paragraph_end=span.last)

    def offices(self, raw: str) -> models.Offices | None:
        """Printed owners -> their canonical bodies; None when the paper names none."""
        if not raw.strip():
            return None
        value = parse_offices(raw, self.level)
        names = [unit[:1].upper() + unit[1:] for unit in value.units]
        marked = list(zip(names, value.collective, value.known, strict=True))
        return models.Offices(
            raw=raw.strip(),
            units=tuple(names),
            collective=tuple(name for name, many, _ in marked if many),
            unknown=tuple(name for name, many, known in marked if not many and not known),
        )

    def owners(
        self, lead: str, coordinating: str
    ) -> tuple[models.Offices | None, models.Offices | None]:
        """Who leads and who helps; a cell of leads that names both ("A chủ trì, phối hợp với B") is
        taken apart."""
        leads, helps = split_roles(lead)
        return self.offices(leads), self.offices(f"{helps}\n{coordinating}".strip())

    def deadline(self, raw: str, span: Span | None = None) -> models.Deadline | None:
        """A printed deadline -> its value; None when the paper gives none. A date that no calendar
        has is noted."""
        value = parse_deadline(raw.strip(), self.period) if raw.strip() else None
        for match in _DAY.finditer(raw):
            date = parse_date(match[0])
            if date is None or not date.valid:
                self.notes.append(Note("invalid_date", match[0], span))
        if value is None:
            return None
        deadline = _deadline(value)
        if deadline.kind is None and _BY.match(raw) and _DAY.search(raw):
            deadline = deadline.model_copy(
                update={"kind": "by"}
            )  # its date is wrong, its meaning is plain
        return deadline


def _deadline(value: DeadlineValue) -> models.Deadline:
    return models.Deadline(
        raw=value.raw,
        kind=value.kind,
        start=value.start.isoformat() if value.start else None,
        end=value.end.isoformat() if value.end else None,
        recurrence=value.recurrence,
        parts=tuple(_deadline(part) for part in value.parts),
    )


def metrics_of(text: str) -> tuple[models.Metric, ...]:
    """The figures of a commitment."""
    return tuple(
        models.Metric(
            comparator=m.comparator,
            value=m.value,
            min=m.min,
            max=m.max,
            unit=m.unit,
            raw=m.raw,
            measure=m.measure,
        )
        for m in parse_metrics(text)
    )


def joined(paragraphs: Sequence[str]) -> str:
    """Paragraphs of a cell as one wording."""
    return clean(" ".join(paragraphs))
