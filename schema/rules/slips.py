"""What only a reader of the words can tell about a plan, for the rules of `schema`: slips of the
pen, names of other units, documents cited in two ways, figures wherever they are promised. Walks
the finished plan once."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import regex

from kehoach.normalize.spelling.missing_word import missing_word
from kehoach.normalize.spelling.misspelled import misspelt, words_of
from kehoach.normalize.spelling.wordcounts import Slip
from kehoach.normalize.spelling.wording import broken_off, repeated_words, short_form_slips, slips
from kehoach.parsers.items.context import metrics_of
from kehoach.schema import models
from kehoach.schema.rules.base import Observation, Promise
from kehoach.schema.rules.citations import Cited, citation_notes, cite_all
from kehoach.schema.rules.foreign import foreign_names
from kehoach.schema.texts import Text, texts

MIN_KNOWN = 0.8
"""A paper less of whose words are Vietnamese was garbled on the way: its spelling is not the
writer's."""
CONTEXT = 30


@dataclass(frozen=True, slots=True)
class Proof:
    """What proofreading gives: observations, promised figures, and the documents cited."""

    notes: tuple[Observation, ...]
    promises: tuple[Promise, ...]
    references: tuple[models.LegalReference, ...]


def proofread(plan: models.Plan, rebuilt: bool, mended: bool = False) -> Proof:
    """A plan without findings -> what was noticed. `rebuilt`: its tables were put together from
    loose lines, so their cells may have lost words to each other; `mended`: its text was restored
    or repaired, so its spelling is ours."""
    wordings = list(texts(plan))
    cited = cite_all(plan, wordings)
    notes = [
        *_slips(plan, wordings, rebuilt, mended),
        *citation_notes(plan, cited),
        *foreign_names(plan, wordings),
    ]
    return Proof(tuple(notes), tuple(_promises(plan)), tuple(_references(cited)))


# --- slips of the pen -----------------------------------------------------------------------------


def _slips(
    plan: models.Plan, wordings: Sequence[Text], rebuilt: bool, mended: bool
) -> Iterator[Observation]:
    scanned = {page.number for page in plan.source.pages if page.method == "ocr"}
    printed = Counter(
        form
        for text in wordings
        for form in regex.findall(r"(?<!\p{L})\p{Lu}{4,7}(?!\p{L})", text.text)
    )
    garbled = _is_garbled(wordings)
    for text in wordings:
        read = mended or any(span.page in scanned for span in text.spans)
        if garbled or text.confidence < 0.8 or (rebuilt and text.in_table):
            continue
        found = _in(text, read, printed)
        for slip in sorted(found, key=lambda slip: slip.start):
            yield _told(text, slip)


def _in(text: Text, only_repeats: bool, printed: Counter[str]) -> Iterator[Slip]:
    """The slips of one wording, none inside another. Where the reader may be at fault only doubled
    words count."""
    if only_repeats:
        yield from repeated_words(text.text)
        return
    taken: list[Slip] = []
    ends = text.kind in ("item", "bullet", "paragraph", "task", "activities")
    finders = (slips, missing_word, misspelt, *((broken_off,) if ends else ()))
    for slip in (
        *(s for find in finders for s in find(text.text)),
        *short_form_slips(text.text, printed),
    ):
        if not any(slip.start < other.end and other.start < slip.end for other in taken):
            taken.append(slip)
            yield slip


def _is_garbled(wordings: Sequence[Text]) -> bool:
    """Are too many words no words, or have all lost their marks?"""
    words = [
        word
        for text in wordings
        for word in words_of(text.text)
        if word.text.isalpha() and word.text.islower()
    ]
    known = sum(word.first >= 0 for word in words)
    return known < MIN_KNOWN * len(words) or all(word.text.isascii() for word in words)


def _told(text: Text, slip: Slip) -> Observation:
    wrong = text.text[slip.start : slip.end]
    before = text.text[: slip.start].split(" ")[-4:]
    after = text.text[slip.end :].split(" ")[:4]
    around = (" ".join(before) + wrong + " ".join(after)).strip()
    name = (
        slip.kind
        if slip.suggestion or slip.kind not in ("spelling", "truncated_text")
        else f"{slip.kind}_plain"
    )
    return Observation(name, around, text.spans, text.where, slip.suggestion, (("wrong", wrong),))


# --- figures --------------------------------------------------------------------------------------


def _promises(plan: models.Plan) -> Iterator[Promise]:
    """Commitments of the body, under /targets/body/, and those of the tables' targets, objectives
    and tasks."""
    for at, target in enumerate(plan.targets):
        where = f"/targets/body/{at}" if target.origin == "body" else f"/targets/{at}"
        yield Promise(where, target.text, target.metrics, target.spans)
    last = ""
    for at, task in enumerate(plan.tasks):
        if task.origin != "table":
            continue
        for name in ("objective", "task"):
            text = getattr(task, name)
            if text and text != last and "%" in text:
                yield Promise(f"/tasks/{at}/{name}", text, metrics_of(text), task.spans)
                last = text if name == "objective" else last


def _references(cited: Sequence[Cited]) -> Iterator[models.LegalReference]:
    for group in cited:
        yield group.reference
