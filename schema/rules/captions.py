"""Where the appendices of a paper lie: the captions by which they are told, and whether anything
stands behind the signature at all."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from itertools import chain

import regex

from kehoach.patterns import compile_regex
from kehoach.schema.numerals import roman
from kehoach.schema.rules.base import Draft
from kehoach.schema.rules.vocabulary import alternation, words
from kehoach.schema.walk import Wording


def value_of(number: str) -> int:
    """What the number of an appendix is worth.

    >>> value_of("02"), value_of("IV")
    (2, 4)
    """
    return int(number) if number.isdecimal() else roman(number)


@cache
def _caption() -> regex.Pattern[str]:
    """A line that opens as an appendix does: "PHỤ LỤC | II", "Phụ lục số | 2: Mẫu …", "PHỤ LỤC"."""
    return compile_regex(
        rf"""
        (?m) ^ [\s"“*(#]* (?i:{alternation("appendices")})
        (?: [ ]* (?i:số)? [ ]* :? [ ]* (?P<number> [IVX]{{1,5}} | \d{{1,2}} ) (?![\p{{L}}\d/])
          | \s* [:.]? \s* (?: $ | (?=\p{{Lu}}{{2}}) )
          | (?=\s+\p{{Lu}}{{2}}) )
        """,
        regex.VERBOSE,
    )


def _captions(draft: Draft) -> Iterator[regex.Match[str]]:
    told = (wording.text for wording in draft.wordings if _may_be_caption(wording))
    others = chain(
        (block.text for block in draft.plan.unplaced),
        draft.plan.document.letterhead,
        draft.attached,
    )
    for text in chain(told, others):
        yield from _caption().finditer(text)


def _may_be_caption(wording: Wording) -> bool:
    return wording.pointer.startswith("/appendices") or wording.kind in words("kinds_of_captions")


def numbers_present(draft: Draft) -> frozenset[int]:
    """The numbers of the appendices that the file has."""
    found = (match["number"] for match in _captions(draft))
    return frozenset(value_of(number) for number in found if number)


def are_of_body(draft: Draft) -> bool:
    """Do the tables of a paper behind whose signature nothing stands surely belong to its body? Of
    a picture, and of tables put together from loose lines, nobody knows where they stood."""
    plan = draft.plan
    if plan.appendices or plan.more_documents or draft.rebuilt:
        return False
    return not (draft.has_gaps or is_of_picture(draft) or any(_captions(draft)))


def stands_in_body(draft: Draft) -> bool:
    """Does an appendix stand among the chapters, in a copy that lost the signature before it: its
    title in capitals, with something under it?"""
    return any(
        section.title.isupper()
        and _caption().match(section.title) is not None
        and bool(section.blocks or section.sections)
        for section in draft.plan.sections
    )


def is_of_picture(draft: Draft) -> bool:
    """Was any page read from a picture? There "II" may be "I"."""
    return any(page.method == "ocr" for page in draft.plan.source.pages)
