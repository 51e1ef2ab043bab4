"""What a person may choose instead of typing: the bodies and times that stand in the words of a
value's own row, in its chapter, in the paper.

Found by the matchers of `parsers/sentences` (spaCy, imported when the first choice is asked for).
How often the right one is among them was measured: docs/sentences.md.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Literal, TypeAlias

from kehoach.corrections.parts import split_pointer
from kehoach.corrections.values import BODIES, context_of
from kehoach.normalize.text import fold, strip_diacritics
from kehoach.normalize.times.deadline import parse_deadline
from kehoach.normalize.times.period import Period
from kehoach.parsers.items.ground.context import Context
from kehoach.parsers.words import phrases
from kehoach.patterns import compile_regex
from kehoach.schema.models import Plan
from kehoach.schema.papers import papers_of
from kehoach.schema.walk import Wording, wordings

Nearness: TypeAlias = Literal["row", "chapter", "paper", "directory"]
Label: TypeAlias = Literal["OFFICE", "TIME"]
"""What is looked for: a label of `Mention`."""
MOST = 8
"""Choices for one value."""
WIDE = 300
"""Days of a time that comes behind the others."""
KEPT = 16
"""Papers whose choices are kept."""


@dataclass(frozen=True, slots=True)
class Suggestion:
    """Words that a person may take for a value, and how near to it they stand."""

    words: str
    nearness: Nearness


def suggestions(plan: Plan, where: str) -> tuple[Suggestion, ...]:
    """The choices for a value, the likeliest first: those of the row's own words whose part in the
    sentence is the field's, then others of the row, those of its chapter, those of the paper that
    it names most often. `where`: the JSON pointer of the field, "/tasks/3/lead", also into a
    further paper of the file. None for fields that are neither bodies nor times, and for places
    that the plan does not have."""
    index, inside = split_pointer(where)
    papers = papers_of(plan)
    match = _POINTER.fullmatch(inside)
    if match is None or index + 1 >= len(papers):
        return ()
    paper, part, field = papers[index + 1], match["part"], match["field"]
    label = label_of(part, field)
    rows: tuple[Any, ...] = getattr(paper, part)
    if label is None or int(match["row"]) >= len(rows):
        return ()
    row = rows[int(match["row"])]
    reader = _Reader(label, field, context=context_of(paper))
    choices: tuple[tuple[Nearness, Iterable[str]], ...] = (
        ("row", reader.said_in(_row_texts(row))),
        ("chapter", reader.said_in(_chapter_texts(row, paper))),
        ("paper", reader.named_in(_paper_texts(paper))),
    )
    return tuple(_distinct(choices, without=current_words(row, field)))


_POINTER = compile_regex(
    r"/(?P<part>tasks|assignments|obligations)/(?P<row>\d{1,6})/(?P<field>[a-z_]+)"
)


def label_of(part: str, field: str) -> Label | None:
    """What is chosen for a field: bodies, times; None for nothing."""
    if field in BODIES or (part, field) == ("assignments", "unit"):
        return "OFFICE"
    return "TIME" if field == "deadline" else None


def current_words(row: Any, field: str) -> str:
    """The words of a field as the row has them; "" for none."""
    value = getattr(row, field, None)
    return str(getattr(value, "raw", value) or "")


def _distinct(
    choices: Iterable[tuple[Nearness, Iterable[str]]], without: str
) -> Iterator[Suggestion]:
    """Each wording once, at its nearest place."""
    seen = {fold(without)}
    for nearness, listed in choices:
        for words in listed:
            key = fold(words)
            if _says_enough(words) and key not in seen and len(seen) <= MOST:
                seen.add(key)
                yield Suggestion(words, nearness)


def _says_enough(words: str) -> bool:
    """Are they more than a word that stands for a body ("đơn vị", "thường trực")?"""
    is_word = len(words.split()) < 2 and not words.isupper()
    return bool(words) and not is_word and strip_diacritics(words) not in phrases("capacities")


# --- where to look --------------------------------------------------------------------------------


def _row_texts(row: Any) -> tuple[str, ...]:
    """The words of a row itself."""
    texts = [getattr(row, name, None) for name in ("task", "text", "objective", "note")]
    listed = [*getattr(row, "activities", ()), *getattr(row, "duties", ())]
    return tuple(text for text in (*texts, *listed) if text)


def _chapter_texts(row: Any, plan: Plan) -> tuple[str, ...]:
    """The headings over a row and what stands under them, the nearest to the row first, of equals
    what follows it."""
    groups = (getattr(row, "subgroup", None), getattr(row, "group", None))
    titles = {group.title for group in groups if group is not None}
    if not titles:
        return ()
    texts = [wording.text for wording in wordings(plan) if titles & _titles(wording)]
    own = {fold(text) for text in _row_texts(row)}
    places = [index for index, text in enumerate(texts) if fold(text) in own]
    place = places[0] if places else 0
    order = sorted(range(len(texts)), key=lambda index: (abs(index - place), index < place))
    return tuple(texts[index] for index in order if fold(texts[index]) not in own)


def _titles(wording: Wording) -> set[str]:
    return {*wording.headings, *([wording.text] if wording.kind == "heading" else [])}


def _paper_texts(plan: Plan) -> tuple[str, ...]:
    units = [assignment.unit for assignment in plan.assignments]
    return (*(wording.text for wording in wordings(plan)), *units)


# --- what stands there ----------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Reader:
    """Finds the bodies, or the times, of texts for one field."""

    label: Label
    field: str
    context: Context

    def said_in(self, texts: Iterable[str]) -> Iterator[str]:
        """Of each text what its sentence says for the field, then the others."""
        from kehoach.parsers.sentences.mentions import read

        others: list[str] = []
        for text in texts:
            found = read(text, self.context.level, period=self.context.period)
            said = {"coordinating": found.coordinating, "deadline": found.deadline}
            yield said.get(self.field, found.lead)
            others += [one.text for one in found.mentions if one.label == self.label]
        yield from others

    def named_in(self, texts: tuple[str, ...]) -> tuple[str, ...]:
        """Those that a paper names, the most frequent first."""
        return _most_frequent(
            texts, self.label, level=self.context.level, period=self.context.period
        )


@lru_cache(maxsize=KEPT)
def _most_frequent(
    texts: tuple[str, ...], label: Label, level: str | None, *, period: Period | None
) -> tuple[str, ...]:
    from kehoach.parsers.sentences.mentions import named_in

    counts: Counter[str] = Counter()
    for text in texts:
        counts.update(named_in(text, label, level=level, period=period))
    frequent = [words for words, _ in counts.most_common()]
    if label == "TIME":
        frequent.sort(key=lambda words: _is_wide(words, period))
    return tuple(frequent)


def _is_wide(words: str, period: Period | None) -> bool:
    """Is it a year or more ("năm 2031"), which a paper names in every chapter?"""
    value = parse_deadline(words, period)
    if value is None or value.start is None or value.end is None:
        return False
    return (value.end - value.start).days >= WIDE
