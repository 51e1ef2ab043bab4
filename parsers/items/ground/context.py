"""What parsers of tasks and targets know of the whole paper, and the small steps they share."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Literal, TypeAlias

from kehoach.ingest.model import Note, Span
from kehoach.normalize.offices.parse import parse_offices
from kehoach.normalize.offices.roles import Roles, names_in, roles_in, says_leader
from kehoach.normalize.offices.short_forms import ShortForms
from kehoach.normalize.offices.usual_forms import UsualForms
from kehoach.normalize.quantity import MetricValue, parse_metrics
from kehoach.normalize.text import capitalised, clean, fold
from kehoach.normalize.times.dates import parse_date
from kehoach.normalize.times.deadline import (
    DeadlineValue,
    going_on,
    is_nowhere,
    parse_deadline,
)
from kehoach.normalize.times.period import Period
from kehoach.normalize.times.year_of_issue import in_year_of_issue
from kehoach.parsers.items.bodies.body_ends import bodies_end
from kehoach.parsers.items.bodies.subject_ends import is_post_in_charge
from kehoach.parsers.items.ground.printed_rows import PrintedRow
from kehoach.parsers.items.ground.scopes import Scopes
from kehoach.parsers.items.words.beginnings import begins, begins_duty
from kehoach.parsers.layout.outline import Leaf, Node
from kehoach.parsers.layout.spans import merge_spans
from kehoach.patterns import compile_regex
from kehoach.schema import models

SpanUnit: TypeAlias = Literal["page", "line", "paragraph"]

_DAY = compile_regex(r"(?<![\d/])\d{1,2}\s?/\s?\d{1,2}\s?/\s?\d{2,}(?![\d/])")
"""What is meant as a full date, whether or not a calendar has it."""


_MONTH = compile_regex(r"(?:[Tt]háng\s+)?(\d{1,2})\s?/\s?20\d\d")
"""A month alone, whether or not a calendar has it."""
LAST_MONTH = 12
_EDGES = " .;,"


@dataclass(frozen=True, slots=True)
class TimeTold:
    """A time that a point or a section `teller` tells; `spans`: where its words stand. `chapter` is
    the one it stands in, or itself."""

    chapter: Leaf | Node
    teller: Leaf | Node
    spans: tuple[Span, ...]
    value: DeadlineValue


@dataclass(frozen=True, slots=True)
class End:
    """What is done (`work`), and who, when and with which `product` as the end of a point tells;
    "" for what it does not. `opening`: which of these stands before the work. `sentence`: the whole
    point where only a comma parts who and when: it reads as a sentence and stays whole. `bracket`:
    the one of which each clause was understood; what was taken from a part of it is none."""

    work: str
    lead: str = ""
    coordinating: str = ""
    deadline: str = ""
    product: str = ""
    budget: str = ""
    opening: str = ""
    sentence: str = ""
    bracket: str = ""


@dataclass(slots=True)
class Context:
    """The plan's period, the day of its issue where it is told whole, the level and name of its
    unit, the short forms it makes for bodies and those usual in papers of its kind, whether a table
    was rebuilt from loose lines, and the doubts met on the way (they become findings).
    `printed_rows` are the cells of the tasks of tables, in order.

    `gives_orders`: it is a paper of a kind that orders things in its sentences; `orders` are the
    blocks (by `id`) that it orders without naming anybody, `assigned` those that it gives to a
    body: these are its duties, no tasks beside them; so are those in which an article decides.
    `ends` are the points (by `id`) of lists most of which tell at their end who does them. `agenda`
    are the points (by `id`) of chapters of tasks that tell the course of a meeting. `silent` are
    the sections whose tasks only their content tells, `verbal` those of chapters whose titles say
    what is done, `works` headings that are works, whatever stands under them. `scopes` are the
    owners that one sentence names for many points, `list_times` the times that sentences give to
    lists, of each section (by `id`, with itself) that was asked about: by the words of its
    paragraphs. `section_times` is the time over each section, `told_times` what stands under one
    and tells a time: a kind of table and the section (by `id`, with itself) -> the points, and what
    they tell. `head` are the title and the paragraphs over the first chapter.
    """

    period: Period | None = None
    issued_on: date | None = None
    level: str | None = None
    place: str | None = None
    unit: SpanUnit = "page"
    rebuilt: bool = False
    short_forms: ShortForms = field(default_factory=ShortForms)
    usual_forms: UsualForms = field(default_factory=UsualForms)
    notes: list[Note] = field(default_factory=list)
    printed_rows: list[PrintedRow] = field(default_factory=list)
    gives_orders: bool = False
    orders: frozenset[int] = frozenset()
    ordered: list[tuple[int, models.Task]] = field(default_factory=list)
    assigned: frozenset[int] = frozenset()
    ruled: frozenset[int] = frozenset()
    """The blocks (by `id`) of articles that rule something by themselves."""
    silent: frozenset[int] = frozenset()
    verbal: frozenset[int] = frozenset()
    works: frozenset[int] = frozenset()
    shared: dict[int, str] = field(default_factory=dict)
    """The sections (by `id`) of chapters that share out the works of a plan which has no others by
    bodies, each with the body that it names; "" for the chapter."""
    agenda: dict[int, Leaf] = field(default_factory=dict)
    beside_duties: set[int] = field(default_factory=set)
    """The points (by `id`) that are no tasks beside the duties of bodies: that is told of all."""
    titled: dict[int, Leaf] = field(default_factory=dict)
    """The blocks (by `id`) of a paper of orders over which a point only titles them, with it."""
    ends: dict[int, End] = field(default_factory=dict)
    scopes: Scopes = field(default_factory=Scopes)
    list_times: dict[int, tuple[Node, dict[str, DeadlineValue | None]]] = field(
        default_factory=dict
    )
    section_times: dict[int, tuple[Node, tuple[Node, DeadlineValue] | None]] = field(
        default_factory=dict
    )
    head: tuple[str, ...] = ()
    told_times: dict[tuple[str, int], tuple[Node, list[TimeTold]]] = field(default_factory=dict)

    @property
    def years(self) -> tuple[int, int] | None:
        """The first and the last year of the plan, where it says them."""
        if self.period is None or self.period.start is None:
            return None
        return self.period.start.year, (self.period.end or self.period.start).year

    def spans(self, spans: Iterable[Span]) -> tuple[models.Span, ...]:
        """Ingest's spans -> the contract's, in the unit of this input."""
        in_order = sorted(spans, key=lambda span: (span.page or 0, span.first or 0))
        return tuple(map(self._span, merge_spans(in_order)))

    def _span(self, span: Span) -> models.Span:
        if span.page is not None:
            return models.Span(page=span.page, bbox=span.box.rounded if span.box else None)
        if self.unit == "line":
            return models.Span(line_start=span.first, line_end=span.last)
        return models.Span(paragraph_start=span.first, paragraph_end=span.last)

    def offices(self, raw: str) -> models.Offices | None:
        """Printed owners -> their canonical bodies; None when the paper names none."""
        if not raw.strip() or says_nothing_yet(raw):
            return None
        value = parse_offices(self.bodies_written_out(raw), self.level, place=self.place)
        names = [capitalised(unit) for unit in value.units]
        if len(names) == 1 and is_post_in_charge(clean(raw)):
            names = [capitalised(clean(raw))]  # of two deputies it is the one with this field
        collective: list[str] = []
        unknown: list[str] = []
        for name, is_collective, is_known in zip(names, value.collective, value.known, strict=True):
            if is_collective:
                collective.append(name)
            elif not is_known:
                unknown.append(name)
        return models.Offices(
            raw=raw.strip(),
            units=tuple(names),
            collective=tuple(collective),
            unknown=tuple(unknown),
        )

    def bodies_written_out(self, raw: str) -> str:
        """An owner's cell, the short forms written out that the paper explains or that papers of
        its kind use."""
        return self.usual_forms.written_out(self.short_forms.written_out(raw))

    def offices_or_words(self, raw: str) -> models.Offices:
        """Printed owners -> their bodies where all are known; else, as of persons, their words
        alone."""
        offices = self.offices(raw)
        is_known = offices is not None and bool(offices.units) and not offices.unknown
        return offices if offices is not None and is_known else models.Offices(raw=raw)

    def owners(
        self, lead: str, coordinating: str
    ) -> tuple[models.Offices | None, models.Offices | None]:
        """Who leads and who helps; a cell of leads that names both ("A chủ trì, phối hợp với B") is
        taken apart, and so is one of those who take part ("A chủ trì; B") where nobody leads."""
        if not lead.strip() and says_leader(coordinating):
            lead, coordinating = coordinating, ""
        told = Roles(lead, printed=lead) if is_post_in_charge(clean(lead)) else roles_in(lead)
        helps = told.helps
        if "\n" not in helps and begins_duty(helps[bodies_end(helps) :].lstrip(" ,")):
            helps = helps[: bodies_end(helps)]  # "phối hợp với các thôn | tổ chức ra quân"
        if fold(helps) == fold(coordinating):
            helps = ""  # the cell tells them twice
        leading = self._offices_as_printed(told.leads, told.printed)
        helping = self._offices_as_printed(
            f"{helps}\n{names_in(coordinating)}".strip(), f"{helps}\n{coordinating}".strip()
        )
        return leading, helping

    def _offices_as_printed(self, names: str, printed: str) -> models.Offices | None:
        """The bodies of `names`, with the words of the paper that tell of them."""
        offices = self.offices(names)
        return offices and offices.model_copy(update={"raw": printed.strip()})

    def deadline(
        self, raw: str, span: Span | None = None, *, tells: bool = True
    ) -> models.Deadline | None:
        """A printed deadline -> its value; None when the paper gives none. A date that no calendar
        has is noted, where it is read for the first time (`tells`)."""
        impossible = list(_impossible_dates(raw, span))
        is_told = bool(raw.strip()) and not says_nothing_yet(raw)
        value = self._meaning(raw.strip()) if is_told else None
        if value is not None and not impossible and is_nowhere(value):
            impossible = [Note("invalid_date", raw.strip(_EDGES), span=span)]
        self.notes.extend(impossible if tells else ())
        if value is None:
            return None
        deadline = _deadline(going_on(self._begun(value)))
        if deadline.kind is None and begins(raw, "before_last_day") and _DAY.search(raw):
            # its date is wrong, its meaning is plain
            return deadline.model_copy(update={"kind": "by"})
        return deadline

    def _begun(self, value: DeadlineValue) -> DeadlineValue:
        """What begins with the paper ("từ nay đến …") begins on the day of its issue; what ends
        with an event ("từ ngày ban hành đến khi kết thúc đợt thi đua") hangs on that."""
        issued = self.issued_on
        if value.since_issue and value.kind == "within" and value.end is None:
            return replace(value, kind="conditional")
        if not value.since_issue or issued is None or (value.end or issued) < issued:
            return value
        return replace(value, start=issued)

    def _meaning(self, raw: str) -> DeadlineValue | None:
        """A printed deadline -> its value; a day without a year is of the year of issue where the
        paper is made for no period."""
        return self._in_year_of_issue(raw) or parse_deadline(raw, self.period)

    def _in_year_of_issue(self, raw: str) -> DeadlineValue | None:
        if self._tells_year() or self.issued_on is None:
            return None
        return in_year_of_issue(raw, self.issued_on)

    def _tells_year(self) -> bool:
        """Does the period of the paper say its year ("Kết luận giao ban tháng 6" does not)?"""
        return self.period is not None and self.period.start is not None

    def infers_year(self, deadline: models.Deadline | None) -> bool:
        """Is the year of a deadline that of the issue, and told by nothing nearer?"""
        if deadline is None or not (deadline.start or deadline.end or deadline.parts):
            return False
        return self._in_year_of_issue(deadline.raw) is not None


def says_nothing_yet(value: str) -> bool:
    """ "Chưa phân công", "không", "(chưa xác định)": words in the place of a value that the paper
    does not tell."""
    words = value.strip(" .-–…()[]")
    return bool(words) and begins(words, "not_told_yet") == fold(words)


def _impossible_dates(raw: str, span: Span | None) -> Iterator[Note]:
    for match in _DAY.finditer(raw):
        date = parse_date(match[0])
        if date is None or not date.valid:
            yield Note("invalid_date", match[0], span=span)
    month = _MONTH.fullmatch(raw.strip(_EDGES))
    if month is not None and not 1 <= int(month[1]) <= LAST_MONTH:
        yield Note("invalid_date", month[0], span=span)


def _deadline(value: DeadlineValue) -> models.Deadline:
    return models.Deadline(
        raw=value.raw,
        kind=value.kind,
        start=value.start.isoformat() if value.start else None,
        end=value.end.isoformat() if value.end else None,
        recurrence=value.recurrence,
        parts=tuple(map(_deadline, value.parts)),
    )


def metrics_of(text: str) -> tuple[models.Metric, ...]:
    """The figures of a commitment."""
    return tuple(map(_metric, parse_metrics(text)))


def _metric(value: MetricValue) -> models.Metric:
    return models.Metric(
        comparator=value.comparator,
        value=value.value,
        min=value.min,
        max=value.max,
        unit=value.unit,
        raw=value.raw,
        measure=value.measure,
    )


def joined(paragraphs: Sequence[str]) -> str:
    """Paragraphs of a cell as one wording."""
    return clean(" ".join(paragraphs))


def as_printed(names: str, text: str, context: Context) -> str:
    """Bodies found in a text whose short forms were written out, as the text prints them."""
    for short, full in context.short_forms.meant.items():
        if full in names and full not in text:
            names = names.replace(full, short)
    return names
