"""The fields of two parts that are one, beside each other: which say something else?

A field that is only spelt otherwise says the same: a body by its short form, "30/6" for "30/06",
products in another order. Between plans of two years, so does what moved with the year.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from kehoach.compare import promise
from kehoach.compare.model import FieldChange, Piece, Promise
from kehoach.compare.parts import FIGURES
from kehoach.compare.promise import later
from kehoach.compare.wording import pieces, say_the_same, wording
from kehoach.emit.rows import metric_text
from kehoach.schema.models import (
    Assignment,
    Block,
    Deadline,
    DocumentInfo,
    LegalBasis,
    Metric,
    Obligation,
    Offices,
    Section,
    Target,
    Task,
)

TASK_TEXTS = ("task", "objective", "budget", "note")
TASK_LISTS = ("activities", "deliverables")
DOCUMENT_TEXTS = ("type", "number", "symbol", "issuer", "title", "about", "place")
DOCUMENT_LISTS = ("recipients", "addressees")


def of_tasks(old: Task, new: Task, years: int) -> Iterator[FieldChange]:
    """What two entries of one task say otherwise."""
    yield from _texts(old, new, names=TASK_TEXTS[:2], years=years)
    yield from _lists(old, new, names=TASK_LISTS, years=years)
    yield from _offices("lead", old.lead, new=new.lead)
    yield from _offices("coordinating", old.coordinating, new=new.coordinating)
    yield from _deadline(old.deadline, new.deadline, years=years)
    yield from _texts(old, new, names=TASK_TEXTS[2:], years=years)


def of_targets(old: Target, new: Target, years: int) -> Iterator[FieldChange]:
    """What two targets say otherwise: their figures apart from their wording."""
    one, other = (FIGURES.sub("0", target.text) for target in (old, new))
    if not say_the_same(wording(one), wording(other)):
        yield _change("text", old.text, after=new.text)
    if _figures(old.metrics) != _figures(new.metrics):
        stands = promise.of_figures(old.metrics, new.metrics)
        yield _change("metrics", _metrics(old), after=_metrics(new), stands=stands)
    elif one == other and not say_the_same(wording(old.text), wording(new.text), years=years):
        yield _change("text", old.text, after=new.text)  # figures that are no metrics
    yield from _offices("lead", old.lead, new=new.lead)
    yield from _offices("coordinating", old.coordinating, new=new.coordinating)
    yield from _deadline(old.deadline, new.deadline, years=years)
    yield from _texts(old, new, names=("note",), years=years)


def of_bases(old: LegalBasis, new: LegalBasis, years: int) -> Iterator[FieldChange]:
    """What two citations of one document say otherwise."""
    is_same_day = old.date == new.date and (old.date or old.date_raw == new.date_raw)
    if not is_same_day:
        yield _change("date", old.date_raw or old.date, after=new.date_raw or new.date)
    yield from _texts(old, new, names=("type", "number", "issuer", "subject"), years=years)


def of_duties(old: Assignment, new: Assignment, years: int) -> Iterator[FieldChange]:
    """What the duties of one body say otherwise."""
    yield from _texts(old, new, names=("unit",), years=0)
    yield from _lists(old, new, names=("duties",), years=years)


def of_dates(old: Obligation, new: Obligation, years: int) -> Iterator[FieldChange]:
    """What two hard dates outside the tasks say otherwise."""
    yield from _texts(old, new, names=("text",), years=years)
    yield from _offices("who", old.who, new=new.who)
    yield from _deadline(old.deadline, new.deadline, years=years)


def of_texts(old: Block | Section, new: Block | Section, years: int) -> Iterator[FieldChange]:
    """What two headings or paragraphs say otherwise."""
    yield from _as_text("text", _text_of(old), new=_text_of(new), years=years)


def _text_of(part: Block | Section) -> str:
    return part.title if isinstance(part, Section) else part.text


def of_documents(old: DocumentInfo, new: DocumentInfo, years: int) -> Iterator[FieldChange]:
    """What the papers say otherwise of themselves. A title may move with the year; the period is
    the year, and is told as the shift."""
    yield from _texts(old, new, names=DOCUMENT_TEXTS, years=years)
    if old.province and new.province:  # told by other words of the paper, where they tell it
        yield from _texts(old, new, names=("province",), years=0)
    yield from _as_text("unit", _unit(old), new=_unit(new))
    if old.issued_on != new.issued_on:
        yield _change("issued_on", old.issued_on, after=new.issued_on)
    if not years:
        yield from _period(old, new)
    yield from _as_text("signer", _signer(old), new=_signer(new))
    yield from _lists(old, new, names=DOCUMENT_LISTS, years=years)


def deadlines_say_the_same(old: Deadline | None, new: Deadline | None, years: int) -> bool:
    """Do two deadlines mean the same days, or say the same words?"""
    if old is None or new is None:
        return old is new
    if say_the_same(wording(old.raw), wording(new.raw), years=years):
        return True
    if old.kind != new.kind or not _tells_days(old) or len(old.parts) != len(new.parts):
        return False
    parts = zip(old.parts, new.parts, strict=True)
    return _days(old, years) == _days(new, 0) and all(
        deadlines_say_the_same(one, other, years=years) for one, other in parts
    )


def _tells_days(deadline: Deadline) -> bool:
    return bool(deadline.start or deadline.end or deadline.recurrence or deadline.parts)


def _days(deadline: Deadline, years: int) -> tuple[object, ...]:
    days = (later(day, years) if day else None for day in (deadline.start, deadline.end))
    return (*days, deadline.recurrence)


# --- kinds of fields ------------------------------------------------------------------------------


def _texts(old: object, new: object, names: Sequence[str], *, years: int) -> Iterator[FieldChange]:
    for name in names:
        yield from _as_text(name, getattr(old, name), new=getattr(new, name), years=years)


def _as_text(
    name: str, old: str | None, new: str | None, *, years: int = 0
) -> Iterator[FieldChange]:
    if not say_the_same(wording(old or ""), wording(new or ""), years=years):
        yield _change(name, old, after=new)


def _lists(old: object, new: object, names: Sequence[str], *, years: int) -> Iterator[FieldChange]:
    """Lists say the same in any order, and however they are cut."""
    for name in names:
        one, other = getattr(old, name), getattr(new, name)
        if _list_key(one, years) == _list_key(other, years):
            continue
        joined = ["; ".join(values) or None for values in (one, other)]
        yield from _as_text(name, joined[0], new=joined[1], years=years)


def _list_key(values: Sequence[str], years: int) -> list[tuple[str, ...]]:
    return sorted(wording(value, years).words for value in values)


def _offices(name: str, old: Offices | None, new: Offices | None) -> Iterator[FieldChange]:
    if _bodies(old) != _bodies(new):
        yield from _as_text(name, old.raw if old else None, new=new.raw if new else None)


def _bodies(offices: Offices | None) -> frozenset[tuple[str, ...]]:
    if offices is None:
        return frozenset()
    return frozenset(wording(unit).words for unit in offices.names)


def _deadline(old: Deadline | None, new: Deadline | None, years: int) -> Iterator[FieldChange]:
    if not deadlines_say_the_same(old, new, years=years):
        told = promise.of_dates(old, new, years=years)
        raws = [deadline.raw if deadline else None for deadline in (old, new)]
        yield _change("deadline", raws[0], after=raws[1], stands=told)


def _period(old: DocumentInfo, new: DocumentInfo) -> Iterator[FieldChange]:
    one, other = ((told.period.start, told.period.end) if told.period else (None, None)
                  for told in (old, new))  # fmt: skip
    if one != other:
        raws = [told.period.raw if told.period else None for told in (old, new)]
        yield _change("period", raws[0], after=raws[1])


def _unit(document: DocumentInfo) -> str | None:
    unit = document.unit
    return " ".join(part for part in (unit.level, unit.name) if part) if unit else None


def _signer(document: DocumentInfo) -> str | None:
    signer = document.signer
    return " ".join(part for part in (signer.role, signer.name) if part) if signer else None


def _figures(metrics: Sequence[Metric]) -> list[tuple[object, ...]]:
    return [(metric.comparator, metric.value, metric.min, metric.max, wording(metric.unit or ""))
            for metric in metrics]  # fmt: skip


def _metrics(target: Target) -> str | None:
    return "; ".join(map(metric_text, target.metrics)) or None


def _change(
    field: str, before: str | None, after: str | None, stands: Promise | None = None
) -> FieldChange:
    told = tuple(Piece(state=state, text=text) for state, text in pieces(before or "", after or ""))
    return FieldChange(field=field, before=before, after=after, pieces=told, promise=stands)
