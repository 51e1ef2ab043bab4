"""Rules on blanks that were to be filled in: dots in the middle of a sentence."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import regex

from kehoach.patterns import compile_regex
from kehoach.schema.models import Finding
from kehoach.schema.rules.base import Draft, finding, rule
from kehoach.schema.rules.empty_cells import is_blank_time
from kehoach.schema.walk import Place

MOST = 2
"""A wording with more blanks is a form, which others fill in."""
AROUND = 40
"""Letters shown on either side."""
_BLANK = compile_regex(
    r"(?<=[\p{L}\d:,]\s{1,2})(?:…+|\.{3,}|_{3,})(?:[\s.…_])*(?=\s*\p{Ll}\p{Ll}|(?<!:\s[\s.…_]*)$|[;,])"
)
"""Dots behind a blank, so that they stand for a word; those behind a word mean "and so on"."""
_BLANK_ALONE = compile_regex(r"[-+•]?\s*(?:…|\.{3,}|_{3,})[\s.…_]*[;.]?")


@rule("placeholder")
def placeholder(draft: Draft) -> Iterator[Finding]:
    """ "Lập mới ...... hồ sơ", "treo … băng rôn", "- …;" among those who get the paper: somebody was
    to fill in a figure or a name. A quotation is cut by dots, too; forms behind the signature are
    filled in by others; blank days are told as such."""
    if draft.rebuilt or draft.mended:
        return
    for wording in draft.wordings:
        if wording.pointer.startswith("/appendices") or draft.is_scanned(wording.spans):
            continue
        blanks = [own for own in _BLANK.finditer(wording.text) if not _is_quoted(own)]
        if 0 < len(blanks) <= MOST and not _is_day(blanks[0]):
            yield finding("placeholder", on=wording, evidence=_around(blanks[0]))
    for recipient in draft.document.children("recipients"):
        if _BLANK_ALONE.fullmatch(recipient.text.strip()):
            yield _of_recipient(recipient)


def _of_recipient(recipient: Place[Any]) -> Finding:
    return finding("placeholder", on=recipient, evidence=f"Nơi nhận: {recipient.text}")


def _around(blank: regex.Match[str]) -> str:
    return blank.string[max(0, blank.start() - AROUND) : blank.end() + AROUND].strip()


def _is_quoted(blank: regex.Match[str]) -> bool:
    """Does it stand in quotation marks, or in brackets?"""
    before = blank.string[: blank.start()]
    opened = before.count("“") - before.count("”") + before.count("(") - before.count(")")
    return opened > 0 or before.count('"') % 2 == 1


_OF_DAY = compile_regex(r"(?:ngày|tháng|năm|quý|số|số:)\s*$", regex.IGNORECASE)


def _is_day(blank: regex.Match[str]) -> bool:
    """Is it the blank of a day or a number, which are told elsewhere?"""
    if _OF_DAY.search(blank.string[: blank.start()]):
        return True
    return is_blank_time(blank.string)
