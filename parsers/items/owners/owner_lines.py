"""The owners of a cell that stand under each other without a comma: each a line of its own."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from kehoach.ingest.model import Line
from kehoach.normalize.line_ends import breaks_off
from kehoach.normalize.text import fold
from kehoach.parsers.items.ground.context import Context
from kehoach.parsers.tables.cells import join_printed, list_of
from kehoach.parsers.words import opens_with
from kehoach.patterns import compile_regex

MAX_WRAPPED = 3
"""Printed lines of one name that are tried."""
_GOES_ON = compile_regex(r"[-–,;:(/&]$")


def owners_of(lines: Sequence[Line], context: Context) -> list[str]:
    """The lines of a cell -> the paragraphs of its owners: "Sở A" over "Sở B" are two, "Văn phòng"
    over "HĐND và UBND" is one."""
    if len(lines) < 2:
        return list_of(lines)
    parted: list[Line] = []
    before = ""
    for index, line in enumerate(lines):
        opens = bool(before) and _opens_name(before, lines[index:], context=context)
        parted.append(replace(line, complete=True) if opens else line)
        before = line.text if opens or not before else join_printed(before, line.text)
    return list_of(parted)


def _opens_name(before: str, lines: Sequence[Line], context: Context) -> bool:
    """Does a line begin another name than the one that stands `before` it?"""
    first = lines[0].text
    if not first[:1].isupper() or _GOES_ON.search(before) or breaks_off(before):
        return False
    if _open_alike(before, first):
        return True
    count = _known_bodies(before, context)
    if not count:
        return False
    name = ""
    for line in lines[:MAX_WRAPPED]:
        name = join_printed(name, line.text) if name else line.text
        more = _known_bodies(name, context)
        if more:
            both = context.offices(f"{before} {name}")
            return both is not None and len(both.units) >= count + more
    return False


def _open_alike(before: str, line: str) -> bool:
    """Do both begin with the same word for bodies ("Phòng A" / "Phòng B")?"""
    if not opens_with(line, "body_openings") or opens_with(line, "not_body_openings"):
        return False
    return fold(before).split(" ", 1)[0] == fold(line).split(" ", 1)[0]


def _known_bodies(words: str, context: Context) -> int:
    """How many bodies words name; 0 where one of them is not known."""
    offices = context.offices(words)
    return 0 if offices is None or offices.unknown else len(offices.units)
