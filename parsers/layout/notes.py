"""Notes: "Ghi chú:" with the list under it explains, and orders nothing, and so does a footnote in
the text ("(1) Theo báo cáo của các thôn.")."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Protocol

from kehoach.normalize.text import strip_diacritics
from kehoach.parsers.words import phrases
from kehoach.patterns import compile_regex


def lines_of_notes(texts: Sequence[str]) -> Iterator[int]:
    """The texts of printed lines in order -> the index of each that is a footnote: it opens with a
    number in brackets that an earlier line has right behind a word, and stands behind the end of a
    sentence.

    >>> list(lines_of_notes(["Hỗ trợ 12 hộ nghèo(1).", "(1) Theo báo cáo của các thôn."]))
    [1]
    >>> list(lines_of_notes(["Hỗ trợ các hộ (1) nghèo.", "(1) Lập danh sách."]))
    []
    """
    referred: set[str] = set()
    for index, text in enumerate(texts):
        opening = _NUMBER.match(text)
        is_behind_end = index > 0 and texts[index - 1].rstrip().endswith((".", ";"))
        if opening is not None and opening[0] in referred and is_behind_end:
            yield index
        referred.update(match[1] for match in _REFERENCE.finditer(text))


_NUMBER = compile_regex(r"\(\d{1,2}\)(?=\s)")
_REFERENCE = compile_regex(r"\p{Ll}{2,}(\(\d{1,2}\))(?=[\s.,;]|$)")


class Block(Protocol):
    """What is asked of a block: its words, its kind, its number, how deep it stands."""

    @property
    def kind(self) -> str: ...
    @property
    def number(self) -> str | None: ...
    @property
    def text(self) -> str: ...
    @property
    def level(self) -> int: ...


def opens_note(text: str) -> bool:
    """Does a line explain what stands above it?

    >>> opens_note("Ghi chú: Gồm cả hộ mới thoát nghèo."), opens_note("Ghi chú các buổi họp.")
    (True, False)
    """
    opening, colon, _ = text.partition(":")
    return bool(colon) and strip_diacritics(opening.strip("*+-– ")) in phrases("note_openings")


def notes_among(blocks: Sequence[Block]) -> Iterator[int]:
    """The blocks of a section -> the index of each that is a note: the line that opens it, and,
    where that says nothing itself, the list under it, which ends where a point is marked otherwise.
    A point that counts on from those above the note is none of its."""
    for index, block in enumerate(blocks):
        if block.kind == "item" or not opens_note(block.text):
            continue
        yield index
        shape = _shape(blocks[index + 1]) if index + 1 < len(blocks) else None
        if shape is None or not block.text.rstrip().endswith(":"):
            continue
        if index > 0 and shape == _shape(blocks[index - 1]) and _goes_on(blocks[index + 1]):
            continue
        for place in range(index + 1, len(blocks)):
            if _shape(blocks[place]) != shape:
                break
            yield place


def _shape(block: Block) -> tuple[str, bool, int] | None:
    """How a point is marked; None for what is none."""
    if block.kind not in ("item", "bullet"):
        return None
    return block.kind, (block.number or "").startswith("("), block.level


def _goes_on(point: Block) -> bool:
    """Does a point count on from others? Bullets may."""
    return (point.number or "").strip("()") not in ("1", "a", "i")
