"""Rules on slips of the pen: misspelt, doubled and missing words, sentences that break off."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence, Set
from dataclasses import replace
from functools import lru_cache
from itertools import pairwise, zip_longest
from typing import Literal, TypeAlias

from kehoach.normalize.spelling.broken import broken_words
from kehoach.normalize.spelling.missing_word import missing_word
from kehoach.normalize.spelling.misspelled import is_rare_word, misspelt, words_of
from kehoach.normalize.spelling.wordcounts import Slip
from kehoach.normalize.spelling.wording import (
    apart,
    broken_off,
    cut_off,
    repeated_words,
    short_form_slips,
    slips,
)
from kehoach.normalize.text import small, words_in
from kehoach.patterns import compile_regex
from kehoach.schema.models import Finding
from kehoach.schema.rules.base import MIN_CONFIDENCE, Draft, finding, rule
from kehoach.schema.rules.vocabulary import words
from kehoach.schema.walk import Wording

MIN_KNOWN = 0.8
"""A paper less of whose words are Vietnamese was garbled on the way: its spelling is not the
writer's."""
FEWEST_OF_OCR, SHARE_OF_OCR = 8, 0.004
"""So many misspelt words, and such a share of all, has only a text that was read from a picture:
three such have 6 to 16 in 1,000, of 150 others that were typed the worst has 2."""
MANY_PLACES = 3
"""A word that is misspelt alike in more places is told once."""
AROUND = 4
"""Words shown on either side of a slip."""
REMEMBERED = 8192
"""Wordings whose slips are known: an edit in the desk looks anew only at the words it touched."""

Ending: TypeAlias = Literal["sentence", "title", "cell", "any"]
"""How a wording may end: as a sentence, as the title of a task with fields of its own, as a cell
that is none, as it likes."""

_SENTENCES = ("item", "bullet", "paragraph", "task", "activities")
"""Wordings that end as sentences do; a heading may end with "của"."""
_CELLS = ("objective", "deliverables", "note")
"""Cells that are no sentences, and may end in no half of an expression either."""
_OF_READER = ("broken_letter", "run_together", "stray_comma")
"""Slips that on a scanned page are those of whoever read it."""
_READ_TWICE = ("duplicate_word", "repeated_passage")
_ROW = compile_regex(r"/tasks/\d+")
_SHORT_FORM = compile_regex(r"(?<!\p{L})\p{Lu}{4,7}(?!\p{L})")


@rule("slips")
def slips_of_the_pen(draft: Draft) -> Iterator[Finding]:
    """Slips that a clerk wants to see before the paper is signed: "tiết kiẹm", "tại tại", "theo
    thẩm quyền của". Where the reader may be at fault (a word of a scan that was not surely read,
    restored text) only doubled words count; in cells put together from loose lines nothing does."""
    if _is_garbled(draft.wordings):
        return
    printed_forms = Counter(
        form for wording in draft.wordings for form in _SHORT_FORM.findall(wording.text)
    )
    whole = _by_part(draft.wordings)
    titles = frozenset(task.part.task for task in draft.tasks if task.part.origin == "body")
    told: list[tuple[Wording, Slip]] = []
    for wording, behind in zip_longest(draft.wordings, draft.wordings[1:]):
        if wording.confidence < MIN_CONFIDENCE or (draft.rebuilt and wording.in_table):
            continue
        if draft.mended:
            found = list(repeated_words(wording.text))
        else:
            found = _slips_of(wording, printed_forms, ends_as=_ending_of(wording, titles))
        if draft.is_scanned(wording.spans):
            found = [slip for slip in found if _is_surely_read(slip, wording, draft=draft)]
        found = [slip for slip in found if not _is_usage(slip, wording, parts=whole)]
        if behind is not None and _goes_on_with_place(wording, behind):
            found = [slip for slip in found if slip.kind != "broken_off"]
        told += [(wording, slip) for slip in sorted(found, key=lambda slip: slip.start)]
    told = _without_topics(told, draft)
    if _are_of_ocr(told, draft):
        yield _told_of_all(told)
    else:
        yield from _findings_on(told)


def _without_topics(
    told: Sequence[tuple[Wording, Slip]], draft: Draft
) -> list[tuple[Wording, Slip]]:
    """Slips without words of the paper's own matter: one on fireworks writes "pháo" in places where
    nothing is wrong with it, too, so "vi phạm pháo" is meant as it stands."""
    doubted = Counter(_wrong_word(place, slip) for place, slip in told if slip.kind == "spelling")
    rare = {word for word in doubted if is_rare_word(word)}
    if not rare:
        return list(told)
    printed = Counter(
        word for wording in draft.wordings for word in words_in(wording.text) if word in rare
    )
    topics = {word for word in rare if printed[word] > doubted[word]}
    return [
        (place, slip)
        for place, slip in told
        if slip.kind != "spelling" or _wrong_word(place, slip) not in topics
    ]


def _wrong_word(wording: Wording, slip: Slip) -> str:
    return small(wording.text[slip.start : slip.end])


def _goes_on_with_place(wording: Wording, behind: Wording) -> bool:
    """Is a paragraph a line that ends before the name of a place, which opens the next ("… ngày 05
    tháng 3, tại" / "Hội trường xã, …")? The page broke it, not the writer."""
    last = small(wording.text).rpartition(" ")[2]
    are_lines = wording.kind == behind.kind == "paragraph"
    return are_lines and last in words("before_places") and behind.text[:1].isupper()


def _are_of_ocr(told: Sequence[tuple[Wording, Slip]], draft: Draft) -> bool:
    """Are so many words misspelt that no clerk wrote them so? Then whoever made the file read them
    from a picture: the paper may be right."""
    count = sum(slip.kind == "spelling" and slip.suggestion is not None for _, slip in told)
    words_of_paper = sum(len(wording.text.split()) for wording in draft.wordings)
    return count >= FEWEST_OF_OCR and count > SHARE_OF_OCR * words_of_paper


def _told_of_all(told: Sequence[tuple[Wording, Slip]]) -> Finding:
    """One finding for all slips of a text that an OCR made, with their places."""
    wording, slip = next((one for one in told if one[1].kind == "spelling"), told[0])
    spans = dict.fromkeys(span for place, _ in told for span in place.spans)
    everywhere = replace(wording, spans=tuple(spans))
    return _told(everywhere, slip, name="slips_of_ocr", places=len(told))


def _findings_on(slips_in_order: Sequence[tuple[Wording, Slip]]) -> Iterator[Finding]:
    """One finding a slip; one with all its places for a word that is misspelt alike in many."""
    places: dict[tuple[str, str | None], list[Wording]] = {}
    for wording, slip in slips_in_order:
        if slip.kind == "spelling":
            places.setdefault(_word_of(wording, slip), []).append(wording)
    for wording, slip in slips_in_order:
        alike = places.get(_word_of(wording, slip), [])
        if slip.kind != "spelling" or len(alike) <= MANY_PLACES:
            yield _told(wording, slip)
        elif wording is alike[0]:
            spans = dict.fromkeys(span for place in alike for span in place.spans)
            everywhere = replace(wording, spans=tuple(spans))
            yield _told(everywhere, slip, name="spelling_often", places=len(alike))


def _word_of(wording: Wording, slip: Slip) -> tuple[str, str | None]:
    return _wrong_word(wording, slip), slip.suggestion


def _is_garbled(wordings: Iterable[Wording]) -> bool:
    """Are too many words no words, or have all lost their marks?"""
    small_words = [
        word
        for wording in wordings
        for word in words_of(wording.text)
        if word.text.isalpha() and word.text.islower()
    ]
    known = sum(word.first >= 0 for word in small_words)
    if known < MIN_KNOWN * len(small_words):
        return True
    return all(word.text.isascii() for word in small_words)


def _slips_of(wording: Wording, printed_forms: Counter[str], ends_as: Ending) -> list[Slip]:
    """The slips of one wording, none inside another: the surer kind comes first."""
    found = [
        *slips_alone(wording.text, ends_as=ends_as),
        *short_form_slips(wording.text, printed_forms),
    ]
    return apart(found, wording.text)


def _ending_of(wording: Wording, titles: Set[str]) -> Ending:
    """How a wording may end. A heading may end with "của", but for one that is the work itself,
    with "Chủ trì: …" below it (`titles`)."""
    if wording.kind in _SENTENCES:
        return "sentence"
    if wording.kind == "heading" and wording.text in titles:
        return "title"
    return "cell" if wording.kind in _CELLS else "any"


@lru_cache(maxsize=REMEMBERED)
def slips_alone(text: str, ends_as: Ending) -> tuple[Slip, ...]:
    """The slips that a text shows by itself, whatever stands around it; some may lie inside others.
    Nearly all the time of making findings anew is spent here."""
    finders: list[Callable[[str], Iterable[Slip]]] = [slips, broken_words, missing_word, misspelt]
    if ends_as == "sentence":
        finders += [broken_off, cut_off]
    elif ends_as == "title":
        finders.append(broken_off)
    elif ends_as == "cell":
        finders.append(cut_off)
    return tuple(slip for find in finders for slip in find(text))


def _is_surely_read(slip: Slip, wording: Wording, draft: Draft) -> bool:
    """Was every word of a slip surely read on its scanned page? Doubled words, and a passage that
    stands twice, were read twice."""
    if slip.kind in _READ_TWICE:
        return True
    if slip.kind in _OF_READER:
        return False
    begin, end = _whole_words(wording.text, slip)
    wrong_words = words_in(wording.text[begin:end])
    if slip.kind == "spelling" and slip.suggestion and _lost_a_space(wrong_words, slip.suggestion):
        return False
    around = [
        *(words_in(wording.text[:begin])[-1:] or [""]),
        *wrong_words,
        *(words_in(wording.text[end:])[:1] or [""]),
    ]
    in_place = [f"{before} [{word}]" for before, word in pairwise(around[:-1])]
    in_place += [f"[{word}] {after}" for word, after in pairwise(around[1:])]
    return draft.doubtful_words.isdisjoint([*wrong_words, *in_place])


def _whole_words(text: str, slip: Slip) -> tuple[int, int]:
    """Where the words that a slip touches begin and end."""
    begin, end = slip.start, slip.end
    while begin > 0 and text[begin - 1].isalpha():
        begin -= 1
    while end < len(text) and text[end].isalpha():
        end += 1
    return begin, end


def _by_part(wordings: Iterable[Wording]) -> list[str]:
    """The paper in small letters, part by part: what stands twice in one row was copied there."""
    parts: dict[str, list[str]] = {}
    for wording in wordings:
        row = _ROW.match(wording.pointer)
        parts.setdefault(row[0] if row else wording.pointer, []).append(wording.text)
    return [small("\n".join(texts)) for texts in parts.values()]


def _is_usage(slip: Slip, wording: Wording, parts: Iterable[str]) -> bool:
    """Whether a term that "lacks a word" stands so in another part of the paper, too: then it is
    how the paper says it."""
    if slip.kind != "truncated_text":
        return False
    if any(word[:1].isupper() for word in wording.text[slip.start : slip.end].split()[1:]):
        return True  # "Tổ | Xã hội" is called so
    printed = small(wording.text[slip.start : slip.end])
    whole = small(slip.suggestion or "\n")  # "nâng cấp thiết bị" holds "nâng cấp thiết"
    return sum(printed in part.replace(whole, "") for part in parts) > 1


def _lost_a_space(wrong_words: Iterable[str], suggestion: str) -> bool:
    """Whether the reader ran two words together: "ytế" for "y tế" is no slip for "tế". A letter
    that was typed twice ("CCCVC" for "CCVC") is no word."""
    right = suggestion.lower()
    for word in wrong_words:
        first = word.removesuffix(right)
        if first not in ("", word, right[:1]):
            return True
    return False


def _told(wording: Wording, slip: Slip, name: str = "", **details: object) -> Finding:
    wrong = wording.text[slip.start : slip.end]
    before = " ".join(wording.text[: slip.start].rsplit(" ", AROUND)[-AROUND:])
    after = " ".join(wording.text[slip.end :].split(" ", AROUND)[:AROUND])
    return finding(
        name or slip.kind,
        on=wording,
        evidence=(before + wrong + after).strip(),
        suggestion=slip.suggestion,
        wrong=wrong,
        **details,
    )
