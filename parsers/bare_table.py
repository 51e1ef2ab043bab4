"""A table of work that came as a file of its own under its title alone: no letterhead, no word for
its kind, no caption of an appendix.

"UBND XÃ TÂN KHÊ | DANH MỤC NHIỆM VỤ CHUYỂN ĐỔI SỐ | (Kế hoạch số 15/KH-UBND của UBND xã Tân Khê về
…)", then the table.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from kehoach.ingest.model import FlowItem, Grid, Line
from kehoach.normalize.gazetteer import find_unit_names
from kehoach.normalize.legal.references import find_references, parse_number
from kehoach.normalize.levels import administrative_levels
from kehoach.normalize.times.dates import years_named
from kehoach.parsers.issuer import read_issuer
from kehoach.parsers.layout.marks import read_mark
from kehoach.parsers.layout.paragraphs import ATTACHED
from kehoach.parsers.words import contains, opens_with

MAX_LINES = 6
"""Lines above the table; with more of them a text stands there."""
MAX_WORDS = 25
"""Of a line of the title."""
FEWEST_WORDS = 2


class BareTable(NamedTuple):
    """The lines above the table: of who made it, of the title, and the line in brackets that names
    the document it belongs to; the `kind` of that document, where the table is its own."""

    above: tuple[Line, ...]
    title: tuple[Line, ...]
    attached: tuple[Line, ...]
    kind: str | None
    rest: tuple[FlowItem, ...]


def read_bare_table(flow: Sequence[FlowItem]) -> BareTable | None:
    """The flow of a paper without type and letterhead -> the lines above its table; None where
    other lines than a title and a body's name stand there."""
    place = next((place for place, item in enumerate(flow) if isinstance(item, Grid)), None)
    if place is None or not 0 < place <= MAX_LINES:
        return None
    table, lines = flow[place], [item for item in flow[:place] if isinstance(item, Line)]
    if not (isinstance(table, Grid) and table.ruled) or any(map(_is_foreign, lines)):
        return None
    attached = [line for line in lines[-1:] if _names_document(line)]
    title = lines[: len(lines) - len(attached)]
    above: list[Line] = []
    while title and (
        read_issuer([title[0].text], ()) is not None
        or (above and len(title) > 1 and _names_province(title[0]))
    ):
        above.append(title.pop(0))
    if not title and above and _is_of_title(above[-1]) and not above[-1].text.isupper():
        title = [above.pop()]  # "UBND xã Tân Khê - phân công tháng 7/2031" says both
    if not title or not all(map(_is_of_title, title)):
        return None
    kind = _kind_of(attached)
    return BareTable(
        above=tuple(above),
        title=(*title, *attached) if kind else tuple(title),
        attached=tuple(attached),
        kind=kind,
        rest=tuple(flow[place:]),
    )


def _is_foreign(line: Line) -> bool:
    """A heading, a point, a line of a letterhead with the motto."""
    return opens_with(line.text, "motto") is not None or read_mark(line.text) is not None


def _is_of_title(line: Line) -> bool:
    """Is it in capitals, or does it name a list of works and its year, as no sentence does?"""
    if not FEWEST_WORDS <= len(line.text.split()) <= MAX_WORDS:
        return False
    if line.text.isupper():
        return True
    is_sentence = line.text.rstrip().endswith((".", ";"))
    names_list = contains(line.text, "titles_of_bare_tables") is not None
    return names_list and not is_sentence and bool(years_named(line.text))


def _names_province(line: Line) -> bool:
    """ "TỈNH HỒNG LAM", below the name of who made the table."""
    if not line.text.isupper():
        return False
    found = (
        unit
        for unit in find_unit_names(line.text)
        if unit.level not in administrative_levels().lowest
    )
    return any((unit.start, unit.end) == (0, len(line.text)) for unit in found)


def _names_document(line: Line) -> bool:
    """ "(Kèm theo Kế hoạch số 15/KH-UBND …)", "(Kế hoạch số 04-KH/BCĐ của …)"."""
    words = line.text.strip()
    if not (words.startswith("(") and words.endswith(")")):
        return False
    return ATTACHED.match(words) is not None or parse_number(words) is not None


def _kind_of(attached: Sequence[Line]) -> str | None:
    """The kind of document that a line in brackets opens with: the table is that document's work,
    and its subject stands there alone. None of one that the table is only bound with."""
    for line in attached:
        cited = None if ATTACHED.match(line.text) else next(iter(find_references(line.text)), None)
        return cited.type if cited is not None else None
    return None
