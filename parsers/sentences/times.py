"""Times in a sentence that may be its deadline: an opening word and what goes on with it, counts,
conditions, what comes again."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import regex
from spacy.language import Language
from spacy.matcher import Matcher
from spacy.tokens import Doc, Span
from spacy.util import filter_spans

from kehoach.normalize.times.deadline import DeadlineValue, parse_deadline
from kehoach.normalize.times.documents import without_documents
from kehoach.normalize.times.period import Period
from kehoach.normalize.vocabulary import read_own
from kehoach.parsers.items.times.stated_words import listed
from kehoach.parsers.sentences.kinds import WORDS
from kehoach.parsers.sentences.tokens import (
    MARK,
    Pattern,
    any_of,
    clause_end,
    opens_clause,
    phrase_matcher,
    spans_of,
)
from kehoach.parsers.words import raw_phrases
from kehoach.patterns import compile_regex

TIMES = "times"
_FIGURE = compile_regex(
    r"""
    \d{1,2} [/.-] \d{1,2} (?: [/.-] \d{2,4} )?  # 15/7/2031
    | \d{1,2} / \d{4}                           # 7/2031
    | \d+ (?: [.,] \d+ )?
    | \d{1,2} [hg] \d{0,2}                      # 16h30
    | [IVX]{1,4} (?: / \d{4} )?                 # III/2031
    """,
    regex.VERBOSE,
)


@Language.factory(TIMES)
def times(nlp: Language, name: str) -> _Times:
    """Candidates of deadlines, in `doc.spans["times"]`, none over another."""
    del name
    return _Times(nlp)


class _Times:
    def __init__(self, nlp: Language) -> None:
        self.openings = phrase_matcher(nlp, listed("openings"))
        self.weak_openings = phrase_matcher(nlp, listed("openings_of_clause"))
        self.closings = phrase_matcher(nlp, [*listed("closings"), *listed("steady")])
        self.conditions = phrase_matcher(nlp, listed("conditions"))
        self.events = phrase_matcher(nlp, listed("event_openings"))
        self.not_before = phrase_matcher(nlp, listed("not_before"))
        self.before_openings = phrase_matcher(nlp, listed("before_openings"))
        self.words = frozenset(_words_in_times())
        self.joints = frozenset(raw_phrases("joints_of_times", WORDS))
        self.anchors = frozenset(raw_phrases("anchors", WORDS))
        self.counts = _counts(nlp)

    def __call__(self, doc: Doc) -> Doc:
        conditions = [*self._counts(doc), *self._conditions(doc)]
        times = [*self._times(doc), *self._closings(doc)]
        doc.spans[TIMES] = _apart([*_longest_first(conditions), *_longest_first(times)])
        return doc

    def _counts(self, doc: Doc) -> Iterator[Span]:
        """ "trong 05 ngày làm việc", with the event that it is counted from."""
        for span in filter_spans(spans_of(doc, self.counts)):
            stop = span.end
            following = doc[stop].lower_ if stop < len(doc) else ""
            if following in self.anchors or span[-1].lower_ in self.anchors:
                stop = clause_end(doc, stop)
            yield doc[span.start : stop]

    def _conditions(self, doc: Doc) -> Iterator[Span]:
        """ "sau khi có …", and "khi …" where a clause begins: up to the end of the clause."""
        for span in spans_of(doc, self.conditions):
            yield doc[span.start : clause_end(doc, span.end)]
        for span in spans_of(doc, self.events):
            if opens_clause(doc, span.start):
                yield doc[span.start : clause_end(doc, span.end)]

    def _times(self, doc: Doc) -> Iterator[Span]:
        """An opening word with the figures and words of times behind it; with a weak one only where
        a clause begins, or behind a word of finishing."""
        printed = without_documents(doc.text)
        banned = {span.end for span in spans_of(doc, self.not_before)}
        allowed = {span.end for span in spans_of(doc, self.before_openings)}
        for matcher in (self.openings, self.weak_openings):
            for span in filter_spans(spans_of(doc, matcher)):
                if not _is_printed(span, printed) or span.start in banned:
                    continue
                is_open = opens_clause(doc, span.start) or span.start in allowed
                if is_open or matcher is self.openings:
                    yield doc[
                        _with_number(doc, span.start) : self._stop(doc, span.end, printed=printed)
                    ]

    def _stop(self, doc: Doc, stop: int, printed: str) -> int:
        while stop < len(doc) and self._goes_on(doc, stop):
            if not _is_printed(doc[stop : stop + 1], printed):
                break
            stop += 1
        while stop > 1 and doc[stop - 1].lower_ in self.joints:
            stop -= 1
        return stop

    def _goes_on(self, doc: Doc, index: int) -> bool:
        token = doc[index]
        is_word = token.lower_ in self.words or token.lower_ in self.joints
        return is_word or _FIGURE.fullmatch(token.text) is not None

    def _closings(self, doc: Doc) -> Iterator[Span]:
        """ "… hằng năm" at the end of a clause, "Thường xuyên …" as the first words."""
        for span in spans_of(doc, self.closings):
            if span.start == 0 or span.end == len(doc) or doc[span.end].tag_ == MARK:
                yield doc[_with_number(doc, span.start) : span.end]


def _words_in_times() -> Iterator[str]:
    """Single words that may stand in a time, in small letters."""
    phrases = [*read_own("times/times.yaml")["time_words"], *raw_phrases("words_in_times", WORDS)]
    for key in ("openings", "openings_of_clause", "clock_words", "closings"):
        phrases += listed(key)
    for phrase in phrases:
        yield from phrase.split()
        yield phrase


def _counts(nlp: Language) -> Matcher:
    """A number of days or hours, with a limit before it or an anchor behind it."""
    count: Pattern = [
        {"TEXT": {"REGEX": r"^\d{1,3}$"}},
        any_of(raw_phrases("counted", WORDS)),
        any_of(raw_phrases("working", WORDS), "*"),
    ]
    matcher = Matcher(nlp.vocab)
    limit = any_of(raw_phrases("limits", WORDS), "+")
    matcher.add("limited", [[limit, *count]], greedy="LONGEST")
    matcher.add("anchored", [[*count, any_of(raw_phrases("anchors", WORDS))]], greedy="LONGEST")
    return matcher


def _with_number(doc: Doc, begin: int) -> int:
    """ "| 6 tháng đầu năm", "| 02 lần/năm"."""
    return begin - 1 if begin and doc[begin - 1].text.isdecimal() else begin


def _is_printed(span: Span, printed: str) -> bool:
    """Does a stretch lie outside the documents that are cited?"""
    return printed[span.start_char : span.end_char] == span.text


def _longest_first(spans: Iterable[Span]) -> list[Span]:
    return sorted(spans, key=lambda span: (-len(span), span.start))


def _apart(spans: Iterable[Span]) -> list[Span]:
    """Those of which none lies over one before it, in the order of the text."""
    kept: list[Span] = []
    taken: set[int] = set()
    for span in spans:
        places = range(span.start, span.end)
        if len(span) and taken.isdisjoint(places):
            kept.append(span)
            taken.update(places)
    return sorted(kept, key=lambda span: span.start)


# --- what they mean -------------------------------------------------------------------------------


def value_of(span: Span, period: Period | None) -> DeadlineValue | None:
    """The meaning of a candidate; None where it is no deadline: not understood, of another time
    than the plan's, or a rhythm that is not told."""
    value = parse_deadline(span.text, period)
    if value is None or value.kind is None or not value.is_alone:
        return None
    if value.kind == "recurring" and value.recurrence is None and span.start:
        return None
    is_past = period and period.start and value.end and value.end < period.start
    return None if is_past else value


RANKS = {"conditional": 1, "continuous": 0}
"""How much a kind of deadline counts beside a date (2)."""


def deadline_of(doc: Doc, period: Period | None) -> str:
    """The words of the deadline of a sentence: a time before a condition, of equals the last."""
    found = ""
    best = -1
    for span in doc.spans[TIMES]:
        value = value_of(span, period)
        rank = RANKS.get(value.kind or "", 2) if value is not None else -1
        if value is not None and rank >= best:
            found, best = span.text, rank
    return found
