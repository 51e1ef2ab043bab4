"""Rules on blanks that were to be filled in: dots in the middle of a sentence."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import regex

from kehoach.patterns import compile_regex
from kehoach.schema.models import Finding
from kehoach.schema.rules.base import Draft, finding, rule
from kehoach.schema.rules.empty_cells import is_blank_time
from kehoach.schema.walk import Place, Wording

MOST = 2
"""A wording with more blanks is a form, which others fill in."""
AROUND = 40
"""Letters shown on either side."""
_BLANK = compile_regex(
    r"(?<=[\p{L}\d:]\s{1,2})(?:…|\.{3}|_{3})[\s.…_]*+(?=\s*\p{Ll}\p{Ll}|(?<!:\s[\s.…_]*)$|[;,])"
)
"""Dots behind a blank, so that they stand for a word; those behind a word mean "and so on"."""
_BLANK_ALONE = compile_regex(r"[-+•]?\s*(?:…|\.{3}|_{3})[\s.…_]*+;?")


@rule("placeholder")
def placeholder(draft: Draft) -> Iterator[Finding]:
    """ "Lập mới ...... hồ sơ", "treo … băng rôn", "- …;" among those who get it: somebody was to
    fill in a figure or a name. A quotation is cut by dots, too; forms behind the signature are
    filled in by others; blank days are told as such."""
    if draft.rebuilt or draft.mended:
        return
    for wording in draft.wordings:
        if wording.pointer.startswith("/appendices") or draft.is_scanned(wording.spans):
            continue
        blanks = [own for own in _BLANK.finditer(wording.text) if not _is_quoted(own)]
        if 0 < len(blanks) <= MOST and not _is_day(blanks[0]):
            yield finding("placeholder", on=wording, evidence=_around(blanks[0]))
        yield from _blank_terms(draft, wording)
    for recipient in draft.document.children("recipients"):
        if _BLANK_ALONE.fullmatch(recipient.text.strip()):
            yield _of_recipient(recipient)


_BLANK_TERM = compile_regex(
    r"""
    (?<!\p{L}) (?: trước | đến\s+hết | hết | chậm\s+nhất (?:\s+là)? | xong ) \s+ ngày \s*
    [.…_][\s.…_]*+ (?: / | tháng ) [\s\d/.…_]* (?: năm\s+20\d\d )?
    """,
    regex.IGNORECASE | regex.VERBOSE,
)


def _blank_terms(draft: Draft, wording: Wording) -> Iterator[Finding]:
    """ "hoàn thành trước ngày …/02/2026" in a sentence of the body, which no task bears as its
    deadline (there it is told already)."""
    match = _BLANK_TERM.search(wording.text) if wording.is_of_body else None
    if match is None:
        return
    told = [task.part.deadline.raw for task in draft.sure_tasks if task.part.deadline]
    if not any(is_blank_time(raw) and raw.strip(" .;") in wording.text for raw in told):
        yield finding("blank_term", on=wording, evidence=match[0].strip())


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
