"""Hamlets ("thôn Đông", "tổ dân phố số 3"): the places that a commune is made of, told by their
kind and their own name, however the kind is written."""

from __future__ import annotations

from kehoach.normalize.offices.cell import Cell

NUMBER = "số"
"""The word before the number of a hamlet."""
_GAPS = (" ", "-")


def names_hamlet(cell: Cell, index: int) -> bool:
    """Does a hamlet stand at a word of a cell ("Công an xã, | thôn Đông"), and no body of one
    ("thôn | Công an viên")?"""
    stop = index + cell.phrase_size("hamlets", index)
    return _name_stop(cell, stop) > stop > index and not cell.opens_body(stop)


def is_hamlet(name: str) -> bool:
    """Is a name that of a hamlet?

    >>> is_hamlet("thôn Đông"), is_hamlet("Tổ dân phố số 3"), is_hamlet("Thôn trưởng")
    (True, True, False)
    """
    cell = Cell(name)
    stop = cell.phrase_size("hamlets", 0)
    return 0 < stop < _name_stop(cell, stop) == cell.size


def tells_where(words: str) -> bool:
    """Does a hamlet, its kind in small letters, open words: in brackets it says where something is
    done ("Tập huấn các tổ | thôn Đông, thôn Đoài"), and not who does it?

    >>> tells_where("thôn Đông, thôn Đoài"), tells_where("Thôn Đông"), tells_where("tổ bầu cử")
    (True, False, False)
    """
    cell = Cell(words)
    stop = cell.phrase_size("hamlets", 0)
    return words[:1].islower() and _name_stop(cell, stop) > stop > 0


def _name_stop(cell: Cell, begin: int) -> int:
    """Behind the own name of a hamlet: words with capitals, a number."""
    stop = begin
    while stop < cell.size and cell.words[stop].gap in _GAPS:
        word = cell.words[stop]
        if not (word.is_capital or word.unmarked.isdecimal() or word.folded == NUMBER):
            break
        stop += 1
    return stop
