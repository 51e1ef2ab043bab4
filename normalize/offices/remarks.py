"""Remarks after a body in an owner's cell, which tell what it does and no other body ("Phòng Kinh
tế | tham mưu, phối hợp với Sở Tài chính")."""

from __future__ import annotations

from kehoach.normalize.offices.cell import Cell
from kehoach.normalize.offices.directory import AND


def behind_remark(cell: Cell, name_stop: int, stop: int) -> int:
    """Where to read on when a name ended at `name_stop` and what was taken for it at `stop`:
    behind the remark between them, and behind a body that the remark runs into ("… báo cáo Chủ
    tịch UBND tỉnh")."""
    if name_stop == stop:
        return stop
    return skip_remark(cell, name_stop if _runs_into(cell, stop) else stop)


def skip_remark(cell: Cell, index: int) -> int:
    """Over the remark after a body, to where the next one begins. A body inside the remark
    ("phối hợp với Sở …") is passed over whole."""
    if index >= cell.size or not _opens_remark(cell, index):
        return index
    index += 1
    while index < cell.size:
        word = cell.words[index]
        opens = word.is_capital and cell.opens_body(index)
        named = cell.longest_name(index) if opens else None
        if word.is_cut or _begins_after_remark(cell, index, is_named=named is not None):
            return index
        index = named[1] if named else index + 1
    return index


def _runs_into(cell: Cell, stop: int) -> bool:
    """Whether a remark goes on over the place where what follows it was thought to begin."""
    if stop >= cell.size:
        return False
    word = cell.words[stop]
    if word.is_cut or word.gap.strip():
        return False
    return not cell.is_one_of("and_or", stop - 1)


def _opens_remark(cell: Cell, index: int) -> bool:
    word = cell.words[index]
    if word.is_cut:
        return False
    return cell.opens_clause(index) or (word.is_dashed and not word.is_capital)


def _begins_after_remark(cell: Cell, index: int, *, is_named: bool) -> bool:
    word = cell.words[index]
    is_separated = word.follows_comma or cell.words[index - 1].unmarked == AND
    if not is_separated or not word.is_capital:
        return False
    if is_named or cell.opens_body(index):
        return True
    return cell.opens_collective(index)
