"""What a text speaks of: legal documents, dates, times, bodies and figures, each with its place and
its value, and who of the bodies leads and who helps.

A spaCy pipeline of components of one signature (Doc -> Doc), registered by name, so that each can
be read, replaced and tested alone. It has no trained model: patterns are made from the vocabulary
files, and values are those of `legal`, `dates`, `deadline`, `offices` and `quantity`. Mentions lie
in `doc.spans["mentions"]`, their values in `span._.value`. spaCy takes half a second to import:
only who asks for mentions pays for it. How well it reads beside the rules of `parsers/items` was
measured: docs/sentences.md.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

import spacy
from spacy.language import Language
from spacy.matcher import Matcher
from spacy.tokens import Doc, Span
from spacy.vocab import Vocab

from kehoach.normalize.legal.references import find_references
from kehoach.normalize.offices.parse import parse_offices
from kehoach.normalize.quantity import MetricValue, parse_metrics
from kehoach.normalize.times.dates import parse_date
from kehoach.normalize.times.deadline import DeadlineValue
from kehoach.normalize.times.period import Period
from kehoach.parsers.sentences import bodies, kinds, roles, times
from kehoach.parsers.sentences.tokens import PlanTokenizer

KEY = "mentions"
LEGAL, DATE, TIME, OFFICE, FIGURE = "LEGAL", "DATE", "TIME", "OFFICE", "FIGURE"

if not Span.has_extension("value"):
    Span.set_extension("value", default=None)
if not Doc.has_extension("period"):
    Doc.set_extension("period", default=None)


@dataclass(frozen=True, slots=True)
class Mention:
    """A stretch of a text, what kind of thing it names, its value in one spelling (ISO date,
    number, full names), and of a body the part that the sentence gives it: `lead`, `coordinating`
    or ""."""

    label: str
    start: int
    end: int
    text: str
    value: str | None
    role: str = ""


def _mark(doc: Doc, label: str, place: tuple[int, int], value: str | None) -> None:
    """Add a mention by the place of its letters; one that cuts a token in two is widened to it."""
    span = doc.char_span(*place, label=label, alignment_mode="expand")
    if span is not None:
        span._.value = value
        doc.spans[KEY].append(span)


@Language.component("legal_references")
def legal_references(doc: Doc) -> Doc:
    """Documents that are cited ("Nghị quyết số 76/NQ-CP ngày 15/7/2021"), without their
    subjects."""
    for reference in find_references(doc.text):
        place = (reference.start, reference.end)
        _mark(doc, LEGAL, place=place, value=reference.number or reference.date)
    return doc


@Language.factory("dates")
def dates(nlp: Language, name: str) -> _Dates:
    """Days: "15/7/2021", "ngày 07 tháng 4 năm 2021"."""
    del name
    return _Dates(nlp.vocab)


class _Dates:
    def __init__(self, vocab: Vocab) -> None:
        self.matcher = Matcher(vocab)
        number = {"TEXT": {"REGEX": r"^\d{1,4}$"}}
        self.matcher.add("figures", [[{"TEXT": {"REGEX": r"^\d{1,2}/\d{1,2}/\d{2,4}$"}}]])
        self.matcher.add("words", [[number, {"LOWER": "tháng"}, number, {"LOWER": "năm"}, number]])

    def __call__(self, doc: Doc) -> Doc:
        for _, first, last in self.matcher(doc):
            span = doc[first:last]
            date = parse_date(span.text)
            if date is not None:
                _mark(doc, DATE, place=(span.start_char, span.end_char), value=date.iso)
        return doc


@Language.component("deadlines")
def deadlines(doc: Doc) -> Doc:
    """Times and conditions by which something may be due ("trước ngày 15/4", "sau khi có …")."""
    for span in doc.spans[times.TIMES]:
        value = times.value_of(span, doc._.period)
        if value is not None:
            _mark(doc, TIME, place=(span.start_char, span.end_char), value=_told_time(value))
    return doc


@Language.component("offices")
def offices(doc: Doc) -> Doc:
    """Bodies, by any of their spellings; those too that no directory has."""
    for span in doc.spans[bodies.BODIES]:
        value = parse_offices(span.text, doc._.level)
        position = span.start_char
        for name, printed in zip(value.units, value.printed, strict=True):
            start = doc.text.find(printed, position, span.end_char)
            if start >= 0:
                position = start + len(printed)
                _mark(doc, OFFICE, place=(start, position), value=name)
    return doc


@Language.component("figures")
def figures(doc: Doc) -> Doc:
    """Figures of commitments, with what compares them ("từ 95% trở lên" is ">= 95 %")."""
    position = 0
    for metric in parse_metrics(doc.text):
        start = doc.text.find(metric.raw, position) if metric.raw else -1
        if start >= 0:
            position = start + len(metric.raw)
            _mark(doc, FIGURE, place=(start, position), value=_told(metric))
    return doc


def _told(metric: MetricValue) -> str:
    """A figure in one line: ">= 95 %", "10-12 lớp"."""
    if metric.comparator == "range":
        amount = f"{metric.min:g}-{metric.max:g}"
    else:
        amount = f"{metric.value:g}"
    sign = "" if metric.comparator in ("=", "range") else f"{metric.comparator} "
    return f"{sign}{amount} {metric.unit or ''}".strip()


def _told_time(value: DeadlineValue) -> str | None:
    """A time in one line: "2031-01-01/2031-03-31", "/2031-04-15", "monthly"; None for a
    condition."""
    if value.start or value.end:
        return f"{value.start or ''}/{value.end or ''}"
    return value.recurrence


READING = (kinds.KINDS, times.TIMES, bodies.BODIES)
MARKING = (*READING, "legal_references", "dates", "deadlines", "offices", "figures")
JOINING = (bodies.JOINED, roles.ROLES)
"""Behind the marking: here tokens become longer, and spans of tokens lose their places."""


@cache
def pipeline() -> Language:
    """The pipeline, made once. Its tokenizer is ours: spaCy's own for Vietnamese leans on pyvi."""
    nlp = spacy.blank("vi", config={"nlp": {"tokenizer": {"use_pyvi": False}}})
    nlp.tokenizer = PlanTokenizer(nlp.vocab)
    for name in (*MARKING, *JOINING):
        nlp.add_pipe(name)
    return nlp


@dataclass(frozen=True, slots=True)
class Read:
    """A text as the pipeline read it: its mentions in order, the words of the bodies that lead and
    help, and of its deadline, "" for none."""

    mentions: tuple[Mention, ...] = ()
    lead: str = ""
    coordinating: str = ""
    deadline: str = ""


def read(text: str, level: str | None = None, period: Period | None = None) -> Read:
    """A text -> all that it speaks of. `level`: of the unit that the text is of; `period`: the
    plan's.

    >>> read("Giao Công an xã lập chốt trước ngày 15/4/2031.", "xã").lead
    'Công an xã'
    """
    nlp = pipeline()
    doc = nlp.make_doc(text)
    doc._.level, doc._.period = level, period
    doc.spans[KEY] = []
    for name in MARKING:
        doc = nlp.get_pipe(name)(doc)
    marked = sorted(doc.spans[KEY], key=lambda span: (span.start_char, -span.end_char))
    places = [(span.label_, span.start_char, span.end_char, span._.value) for span in marked]
    deadline = times.deadline_of(doc, period)
    for name in JOINING:
        doc = nlp.get_pipe(name)(doc)
    said = roles.said(doc)
    words = {role: text[begin:stop] for role, (begin, stop) in said.items()}
    found: list[Mention] = []
    for label, start, end, value in places:
        role = _part((start, end), said) if label == OFFICE else ""
        found.append(Mention(label, start, end=end, text=text[start:end], value=value, role=role))
    return Read(
        tuple(found),
        words.get(roles.LEAD, ""),
        coordinating=words.get(roles.HELPS, ""),
        deadline=deadline,
    )


def _part(place: tuple[int, int], said: Mapping[str, tuple[int, int]]) -> str:
    """The role of the bodies among which one stands."""
    for role, (begin, stop) in said.items():
        if begin <= place[0] and place[1] <= stop:
            return role
    return ""


def named_in(
    text: str, label: str, level: str | None = None, period: Period | None = None
) -> list[str]:
    """The bodies (OFFICE) of a text by their full names, or its times (TIME) in its own words, in
    order; quicker than `read`, which looks for everything.

    >>> named_in("Giao Công an xã lập chốt trước ngày 15/4/2031.", OFFICE, "xã")
    ['Công an xã']
    >>> named_in("Giao Công an xã lập chốt trước ngày 15/4/2031.", TIME, "xã")
    ['trước ngày 15/4/2031']
    """
    nlp = pipeline()
    doc = nlp.make_doc(text)
    doc._.level, doc._.period = level, period
    doc.spans[KEY] = []
    for name in (*READING, "offices" if label == OFFICE else "deadlines"):
        doc = nlp.get_pipe(name)(doc)
    if label == OFFICE:
        return [span._.value for span in doc.spans[KEY]]
    return [span.text for span in doc.spans[KEY]]


def mentions(text: str, level: str | None = None) -> list[Mention]:
    """What a text speaks of, in order; a mention inside another (the date of a cited document)
    stands beside it.

    >>> found = mentions("Nghị quyết số 12/NQ-CP ngày 15/01/2031")
    >>> [(mention.label, mention.value) for mention in found]
    [('LEGAL', '12/NQ-CP'), ('DATE', '2031-01-15')]
    """
    return list(read(text, level).mentions)
