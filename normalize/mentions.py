"""What a text speaks of: legal documents, dates, offices and figures, each with its place and its
value.

A spaCy pipeline of components of one signature (Doc -> Doc), registered by name, so that each can
be read, replaced and tested alone. It has no trained model: the values are those of `legal`,
`dates`, `offices.yaml` and `quantity`. Spans lie in `doc.spans["mentions"]`, their values in
`span._.value`. spaCy takes a second to import: only who asks for mentions pays for it.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

import regex
import spacy
from spacy.language import Language
from spacy.matcher import Matcher, PhraseMatcher
from spacy.tokens import Doc, Span
from spacy.util import filter_spans
from spacy.vocab import Vocab

from kehoach.normalize.legal.references import find_references
from kehoach.normalize.offices.directory import directory_of_offices
from kehoach.normalize.quantity import MetricValue, parse_metrics
from kehoach.normalize.times.dates import parse_date

KEY = "mentions"
LEGAL, DATE, OFFICE, FIGURE = "LEGAL", "DATE", "OFFICE", "FIGURE"
# "15/7/2021", "12/NQ-CP", "2.500", "hồ", ","
_TOKEN = regex.compile(
    r"""
    \d{1,2}/\d{1,2}/\d{2,4}
    | [\p{L}\p{N}]+ (?: [.,]\p{N}+ )* (?: / [\p{L}\p{N}]+ (?: -[\p{L}\p{N}]+ )* )?
    | [^\w\s]
    """,
    regex.VERBOSE,
)

if not Span.has_extension("value"):
    Span.set_extension("value", default=None)


@dataclass(frozen=True, slots=True)
class Mention:
    """A stretch of a text, what kind of thing it names, and its value in one spelling (ISO date,
    number, full name)."""

    label: str
    start: int
    end: int
    text: str
    value: str | None


class PlanTokenizer:
    """Tokens as plans have them: a document number, a date, a decimal are one each; syllables stand
    alone, for what makes a word of them is not settled before it is known what they name."""

    def __init__(self, vocab: Vocab) -> None:
        self.vocab = vocab

    def __call__(self, text: str) -> Doc:
        words: list[str] = []
        spaces: list[bool] = []
        at = 0
        for found in _TOKEN.finditer(text):
            for sign in text[at : found.start()]:
                _add(words, spaces, sign)
            words.append(found.group())
            spaces.append(False)
            at = found.end()
        for sign in text[at:]:
            _add(words, spaces, sign)
        return Doc(self.vocab, words=words, spaces=spaces)


def _add(words: list[str], spaces: list[bool], sign: str) -> None:
    """One plain space belongs to the token before it, as spaCy has it; anything else is a token."""
    if sign == " " and words and not spaces[-1]:
        spaces[-1] = True
    else:
        words.append(sign)
        spaces.append(False)


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
        _mark(doc, LEGAL, place, value=reference.number or reference.date)
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
                _mark(doc, DATE, (span.start_char, span.end_char), value=date.iso)
        return doc


@Language.factory("offices")
def offices(nlp: Language, name: str) -> _Offices:
    """Bodies of the directory, by any of their spellings."""
    del name
    return _Offices(nlp)


class _Offices:
    def __init__(self, nlp: Language) -> None:
        self.matcher = PhraseMatcher(nlp.vocab, attr="LOWER")
        names = sorted(set(directory_of_offices().names.values()))
        self.matcher.add(OFFICE, [nlp.make_doc(name) for name in names])
        self.full = {name.lower(): name for name in names}

    def __call__(self, doc: Doc) -> Doc:
        spans = [doc[first:last] for _, first, last in self.matcher(doc)]
        for span in filter_spans(spans):
            name = self.full.get(span.text.lower())
            _mark(doc, OFFICE, (span.start_char, span.end_char), value=name)
        return doc


@Language.component("figures")
def figures(doc: Doc) -> Doc:
    """Figures of commitments, with what compares them ("từ 95% trở lên" is ">= 95 %")."""
    position = 0
    for metric in parse_metrics(doc.text):
        start = doc.text.find(metric.raw, position) if metric.raw else -1
        if start >= 0:
            position = start + len(metric.raw)
            _mark(doc, FIGURE, (start, position), value=_told(metric))
    return doc


def _told(metric: MetricValue) -> str:
    """A figure in one line: ">= 95 %", "10-12 lớp"."""
    if metric.comparator == "range":
        amount = f"{metric.min:g}-{metric.max:g}"
    else:
        amount = f"{metric.value:g}"
    sign = "" if metric.comparator in ("=", "range") else f"{metric.comparator} "
    return f"{sign}{amount} {metric.unit or ''}".strip()


@cache
def pipeline() -> Language:
    """The pipeline, made once. Its tokenizer is ours: spaCy's own for Vietnamese leans on pyvi."""
    nlp = spacy.blank("vi", config={"nlp": {"tokenizer": {"use_pyvi": False}}})
    nlp.tokenizer = PlanTokenizer(nlp.vocab)
    for name in ("legal_references", "dates", "offices", "figures"):
        nlp.add_pipe(name)
    return nlp


def mentions(text: str) -> list[Mention]:
    """What a text speaks of, in order; a mention inside another (the date of a cited document)
    stands beside it.

    >>> found = mentions("Nghị quyết số 12/NQ-CP ngày 15/01/2031")
    >>> [(mention.label, mention.value) for mention in found]
    [('LEGAL', '12/NQ-CP'), ('DATE', '2031-01-15')]
    """
    nlp = pipeline()
    doc = nlp.make_doc(text)
    doc.spans[KEY] = []
    for _, component in nlp.pipeline:
        doc = component(doc)
    found = sorted(doc.spans[KEY], key=lambda span: (span.start_char, -span.end_char))
    return [
        Mention(span.label_, span.start_char, span.end_char, span.text, span._.value)
        for span in found
    ]
