"""Persons in an owner's cell, told with the office that they hold."""

from __future__ import annotations

from kehoach.normalize.offices.cell import Cell
from kehoach.patterns import compile_regex

_PARTS = compile_regex(r"[;\n]\s*")


def offices_behind_names(text: str) -> str:
    """The offices of the persons whom a cell names, if it names nobody else's; "" for none.

    >>> offices_behind_names("Đ/c Thân, Phó Chủ tịch UBND; đ/c Lụa - Chủ tịch HĐND")
    'Phó Chủ tịch UBND; Chủ tịch HĐND'
    >>> offices_behind_names("Đ/c Thân")
    ''
    """
    offices = []
    for part in _PARTS.split(text):
        cell = Cell(part)
        stop = cell.person_stop(0) if cell.size else 0
        if 0 < stop < cell.size:
            offices.append(part[cell.words[stop].begin :])
    return "; ".join(offices)
