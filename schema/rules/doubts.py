"""Values that are probably wrong, one by one: which field, what it was taken for, what was read
there where that is something else, and why it is doubted."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from pathlib import Path

from kehoach.normalize.text import small
from kehoach.normalize.vocabulary import read_yaml
from kehoach.schema.located import located
from kehoach.schema.models import Finding, Spans
from kehoach.schema.rules.base import DOUBT, Draft, InBoth, finding, rule
from kehoach.schema.sources import ValueSource
from kehoach.schema.walk import Place
from kehoach.schema.worded import value_at

MOST = 10
"""Values that are told one by one; of more, the least sure."""
DOUBT_OF_MEANING = 0.03
"""The probability below which what well read words were taken for is told, where nobody asked for a
threshold. It is apart from the confidence of the value, which says that of strange papers all is
unsure; a note that doubts a whole paper helps nobody find a place in it."""
DOUBT_OF_TIMES = 0.3
"""The same of the time of a task, which is told by itself: of 26 values below it 6 were right, 15
were others to the reader and 5 stood in tasks that he did not have (ten sets of papers that readers
read by eye). Of 12 leads so unsure 8 were right: they are not told."""
TIME = "tasks/deadline"
DOUBT_OF_LETTERS = 0.5
"""How surely the least sure word of a value was read from a picture, below which its letters are
doubted. Of values that were told because they are probably wrong 3 of 100 had wrong letters, of
those with such a word 70 (docs/confidence.md)."""
DOUBT_OF_MENDED = 0.2
"""The same of a word of a picture that was put right by what such words are: of six values below
`DOUBT_OF_LETTERS` five were put right rightly."""
DOUBT_OF_RESTORED = 0.87
"""The same of text whose marks were put back, where the value is doubted as a whole, too. Of 20
values below it 13 had a wrong letter, of 305 whose confidence alone is low none (31 papers whose
marks were taken off; docs/confidence.md)."""
FROM_PERSON = "corrected"
OF_LETTERS = ("ocr", "restored")
"""Ways in which letters themselves are doubted. A doubt of what letters mean is a note: on papers
kept from the learning most such values were right (docs/confidence.md)."""


@cache
def _wording() -> dict[str, dict[str, list[str]]]:
    """doubts.yaml."""
    loaded: dict[str, dict[str, list[str]]] = read_yaml(Path(__file__).parent / "doubts.yaml")
    return loaded


@rule("doubtful_values")
def doubtful_values(draft: Draft) -> Iterator[Finding]:
    """Values that are right with a smaller probability than is asked for (`Draft.doubt`). One by
    one, the least sure ones where there are many, those whose letters are doubted, and all where
    somebody asked for a threshold; how many more there are is told once. Doubts of what well read
    words mean are summed up by field: told one by one on 28 papers that the program had never met,
    strangers found none of 79 worth their time (the words stood there as read). What a person put
    right is not doubted, nor is the number of a row or point."""
    doubtful = list(_doubted(draft))
    least = _least_sure_words(draft)
    singly = [one for one in doubtful if _is_told_singly(draft, one, least)]
    chosen = sorted(singly, key=lambda one: min(one[1].confidence, least[one[0]]))[:MOST]
    for pointer, source in singly:
        if (pointer, source) in chosen:
            yield _doubtful_value(draft, pointer, source=source, least=least[pointer])
    rest = [one for one in doubtful if one not in chosen]
    if rest:
        yield finding(
            "more_doubtful_values" if chosen else "doubtful_values",
            on=Place(None, "", spans=_least_sure_places(rest), confidence=draft.whole.confidence),
            evidence="",
            count=len(rest),
            below=f"{DOUBT if draft.doubt is None else draft.doubt:g}",
            fields=_counted(rest),
        )


def _is_told_singly(
    draft: Draft, doubted: tuple[str, ValueSource], least: Mapping[str, float]
) -> bool:
    """Is a doubt told by itself: where somebody asked, where letters are doubted, of a time?"""
    is_time = _path(doubted[0]) == TIME and doubted[1].confidence < DOUBT_OF_TIMES
    return draft.doubt is not None or is_time or _has_other_letters(draft, doubted, least)


def _is_of_letters(source: ValueSource) -> bool:
    """Are the letters themselves doubted?"""
    return any(way in source.how for way in OF_LETTERS)


def _least_sure_words(draft: Draft) -> Mapping[str, float]:
    """How surely the least sure word of each value was read or restored, by the pointer of its
    source, 1 for what stands so in the file; of a plan that is judged again nobody knows it, and
    the confidence of the value stands in."""
    read = {
        pointer.replace("/units/", "/"): evidence.least
        for pointer, evidence in draft.evidence.items()
    }
    return {
        pointer: read.get(pointer, source.confidence) if _is_of_letters(source) else 1.0
        for pointer, source in located(draft.plan)
    }


def _are_doubted(source: ValueSource, least: float) -> bool:
    """Are the letters of a value doubted, whose least sure word is so sure?"""
    if "ocr" not in source.how:
        is_restored = "restored" in source.how and least < DOUBT_OF_RESTORED
        return is_restored and source.confidence < DOUBT
    return least < (DOUBT_OF_MENDED if "restored" in source.how else DOUBT_OF_LETTERS)


def _has_other_letters(
    draft: Draft, doubted: tuple[str, ValueSource], least: Mapping[str, float]
) -> bool:
    """Are the letters of a value doubted, and not only those around it: was a word of it hardly
    read on a scan, or do they stand otherwise on the paper ("Đ ế n năm 2031")? A capital is no
    other letter."""
    pointer, source = doubted
    if "ocr" in source.how:
        return _are_doubted(source, least[pointer])
    is_other = small(source.words or "") not in ("", small(value_at(draft.plan, pointer)[1]))
    return is_other and _are_doubted(source, least[pointer])


def _least_sure_places(doubtful: Iterable[tuple[str, ValueSource]]) -> Spans:
    """Where the least sure values stand, so that a person can turn to them."""
    least = sorted(doubtful, key=lambda one: one[1].confidence)[:MOST]
    spans = (span for _, source in least for span in source.spans)
    return tuple(dict.fromkeys(spans))


def _counted(doubtful: Iterable[tuple[str, ValueSource]]) -> InBoth:
    """Which fields are doubted, and how often: "Nhiệm vụ 5, Thời hạn 3"."""
    counts = Counter(_path(pointer) for pointer, _ in doubtful)
    named = [(_field(path), count) for path, count in counts.most_common()]
    return InBoth(
        vi=", ".join(f"{name.vi} {count}" for name, count in named),
        en=", ".join(f"{name.en} {count}" for name, count in named),
    )


def _doubted(draft: Draft) -> Iterator[tuple[str, ValueSource]]:
    """The doubtful values of a plan, in its order; one that several rows took from the same heading
    once. Where nobody asked for a threshold, what was read from a picture or restored is doubted
    for its least sure word."""
    inherited: set[tuple[str, str]] = set()
    least = _least_sure_words(draft)
    for pointer, source in located(draft.plan):
        of_meaning = DOUBT_OF_TIMES if _path(pointer) == TIME else DOUBT_OF_MEANING
        doubt = of_meaning if draft.doubt is None else draft.doubt
        is_unread = draft.doubt is None and _are_doubted(source, least[pointer])
        is_doubted = is_unread or source.confidence < doubt
        if FROM_PERSON in source.how or not (is_doubted and _is_told(pointer)):
            continue
        if "inherited" in source.how:
            same = (_path(pointer), value_at(draft.plan, pointer)[1])
            if same in inherited:
                continue
            inherited.add(same)
        yield pointer, source


def _is_told(pointer: str) -> bool:
    """Is a doubt of this field worth a reader's time? Whether a point is "b" changes nothing that
    anybody has to do."""
    return _path(pointer) not in _wording()["untold"]


def _path(pointer: str) -> str:
    """The last two names of a pointer ("tasks/lead")."""
    names = [name for name in pointer.split("/") if name and not name.isdigit()]
    return "/".join(names[-2:])


def _doubtful_value(draft: Draft, pointer: str, source: ValueSource, least: float) -> Finding:
    where, value = value_at(draft.plan, pointer)
    other = source.words
    return finding(
        _name(source, value),
        on=Place(None, where, spans=source.spans, confidence=source.confidence),
        evidence=value,
        field=_field(pointer),
        why=_why(source),
        sure=f"{100 * min(source.confidence, least):.0f}",
        other=other or value,
    )


def _name(source: ValueSource, value: str) -> str:
    """How a doubt is worded: with what else the paper may say, where that is something else."""
    is_other = bool(source.words) and source.words != value
    if _is_of_letters(source):
        return "doubtful_letters" if is_other else "doubtful_letters_alone"
    return "doubtful_value_read_otherwise" if is_other else "doubtful_value"


def _field(pointer: str) -> InBoth:
    """What a field is called."""
    path = _path(pointer)
    name = path.rpartition("/")[2]
    told = _wording()["fields"]
    vi, en = told.get(path) or told.get(name) or (name, name)
    return InBoth(vi, en)


def _why(source: ValueSource) -> InBoth:
    """Why a value is doubted: what is weakest about how it came."""
    reasons = _wording()["reasons"]
    for way in ("unlocated", "inferred", "restored", "inherited", "merged_cell", "ocr"):
        if way in source.how:
            return InBoth(*reasons[way])
    return InBoth(*reasons["text"])
