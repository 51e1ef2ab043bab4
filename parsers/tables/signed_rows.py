"""Who signs a table, set in its last rows, or glued to it where the text parts no tables:

| 2         | Tập văn nghệ    | Cô Duyên | 15/11/2031 |
| NGƯỜI LẬP | HIỆU TRƯỞNG     |          |            |
|           | Đặng Văn Khôi   |          |            |
"""

from __future__ import annotations

from collections.abc import Sequence

from kehoach.ingest.geometry import confidence_of
from kehoach.parsers.tables.cells import Slot, cell_text
from kehoach.parsers.words import is_person, is_signer_line, without_signed

MAX_ROWS = 4
"""Capacities, "(Ký, ghi rõ họ tên)", names."""
LENT = 0.6
"""No cell that is surer than this was lent by the row above (`ingest.text.pipe_tables`)."""

Row = list[Slot]


def signed_apart(rows: Sequence[Row]) -> tuple[list[Row], list[str]]:
    """The rows of a table -> those above its signatures, and what these print."""
    first = len(rows)
    texts: list[str] = []
    while first > max(len(rows) - MAX_ROWS, 1):
        own = _texts(rows[first - 1], above=rows[first - 2])
        if not are_of_signers(own):
            break
        texts += own
        first -= 1
    if not any(map(is_signer_line, texts)) or not any(map(is_person, texts)):
        return [*rows], []
    return [*rows[:first]], texts


def _texts(row: Row, above: Row) -> list[str]:
    """What the cells say, but for those that the row above covers, or lends on a guess."""
    both = zip(row, above, strict=True)
    own = dict.fromkeys(slot for slot, upper in both if not _is_lent(slot, upper))
    return [cell_text(slot.lines) for slot in own if not slot.empty]


def _is_lent(slot: Slot, upper: Slot) -> bool:
    is_same = cell_text(slot.lines) == cell_text(upper.lines)
    return slot is upper or (is_same and confidence_of(slot.lines) <= LENT)


def are_of_signers(texts: Sequence[str]) -> bool:
    """Do all cells with words say who signs, how, or a name?"""
    said = [without_signed(text) for text in texts]
    return bool(said) and all(
        not text or text.startswith("(") or is_person(text) or is_signer_line(text) for text in said
    )
