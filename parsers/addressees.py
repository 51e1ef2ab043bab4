"""Whom a letter is written to: "Kính gửi: …", on one line or as a list below it; whom a telegram
is sent to: "CHỦ TỊCH ỦY BAN NHÂN DÂN TỈNH … ĐIỆN: …"."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import cache

import regex

from kehoach.ingest.model import Grid
from kehoach.normalize.offices.cell import is_name_of_body
from kehoach.normalize.text import clean
from kehoach.parsers.layout.paragraphs import Paragraph
from kehoach.parsers.words import alternation, behind_phrase, opens_with
from kehoach.patterns import compile_regex

_PARTS = compile_regex(r"\s*;\s*(?:[-–+]\s*)?|\s+[-–+]\s+(?=\p{Lu})")
_FULL_STOP = compile_regex(r"(?<=[^\p{Lu}\s.]\.)\s+(?=\p{Lu})")
"""Behind a sentence, and no short form ("TP. Huế")."""
MIN_WORDS_OF_LETTER = 8
"""Of what stands behind those whom a letter is written to, in their paragraph."""


def with_letter_apart(items: Sequence[Paragraph | Grid]) -> Iterator[Paragraph | Grid]:
    """The items of a letter, a paragraph parted in which a copy ran those whom it is written to
    into its first sentence ("Kính gửi: Các thôn. | Thời gian qua, …")."""
    is_open = False
    for item in items:
        if isinstance(item, Grid):
            yield item
            continue
        opens = behind_opening(item.text) is not None
        is_open = opens or (is_open and item.mark is not None)
        own = len(item.text) - len(item.words)  # the mark of a point: its full stop ends nothing
        cut = _letter_at(item.words) if is_open else None
        if cut is None:
            yield item
            continue
        cut += own
        head = item.text[:cut].rstrip()
        mark = item.mark
        yield replace(
            item, text=head, mark=replace(mark, rest=_behind_mark(item, head)) if mark else None
        )
        yield replace(item, text=item.text[cut:].lstrip(), mark=None)
        is_open = False


def _behind_mark(item: Paragraph, head: str) -> str:
    """The words of a point cut to its `head`."""
    return head[len(item.text) - len(item.words) :]


def _letter_at(text: str) -> int | None:
    """Where the letter itself begins in a paragraph that names whom it is written to: behind a full
    stop, or with its grounds; None where it does not."""
    places = [found.end() for found in (_FULL_STOP.search(text), _letter().search(text)) if found]
    behind = [at for at in places if len(text[at:].split()) >= MIN_WORDS_OF_LETTER]
    return min(behind, default=None)


@cache
def _letter() -> regex.Pattern[str]:
    """ "… các xã, phường | Thực hiện Nghị quyết số …"."""
    openings = "|".join(map(alternation, ("grounds", "letter_openings")))
    return compile_regex(rf"(?<=[\p{{L}})])\s+(?=\p{{Lu}})(?=(?i:{openings})(?!\p{{L}}))")


def read_addressees(preamble: Sequence[Paragraph]) -> tuple[str, ...]:
    """The paragraphs above a body -> those a letter is written to, as listed. A list ends with the
    first paragraph without a mark, unless a point goes on there in small letters."""
    found: list[str] = []
    is_open = False
    for paragraph in preamble:
        behind = behind_opening(paragraph.text)
        if opens_with(paragraph.text, "also_sent") is not None:
            is_open = False
        elif behind is not None:
            found += _listed(behind)
            is_open = True
        elif is_open and paragraph.mark is not None:
            found += _listed(paragraph.words)
        elif is_open and found and paragraph.text[:1].islower():
            found[-1:] = _listed(f"{found[-1]} {paragraph.text}")
        else:
            is_open = False
    return tuple(found)


def behind_opening(text: str) -> str | None:
    """What stands behind the words that open a list of addressees; None where none open one.

    >>> behind_opening("Kính gửi: Các xóm"), behind_opening("CHỦ TỊCH XÃ TÂN KHÊ ĐIỆN:")
    ('Các xóm', ':')
    """
    opening = opens_with(text, "addressee_openings")
    if opening is not None:
        return behind_phrase(text, opening)
    sent = _sender().match(text)
    return text[sent.end() - 1 :] if sent else None


@cache
def _sender() -> regex.Pattern[str]:
    """Who sends a telegram, in few words that begin with a capital, and that it is sent."""
    verbs = alternation("sending")
    return compile_regex(rf"\p{{Lu}}[^.:;]{{3,100}}?\s(?i:{verbs})\s*:")


@cache
def _also_sent() -> regex.Pattern[str]:
    return compile_regex(rf"(?<!\p{{L}})(?i:{alternation('also_sent')})(?!\p{{L}})")


def _listed(words: str) -> list[str]:
    """Those that a line lists, without those that only get the paper, too ("Đồng kính gửi: …")."""
    words = _also_sent().split(words)[0]
    if is_name_of_body(words):
        return [clean(words).strip(" .:;,-–+")]
    parts = (clean(part).strip(" .:;,-–+") for part in _PARTS.split(words))
    return [part for part in parts if part]
