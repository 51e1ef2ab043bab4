"""What the rules on findings must know of the reading and the plan does not tell: words that were
not surely read, lines that no part of the plan keeps, rows that may be cut wrongly."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import chain, pairwise

from kehoach.ingest.model import Document, Line, Note, lines_of
from kehoach.normalize.text import clean, words_in
from kehoach.parsers.layout.paragraphs import ATTACHED
from kehoach.parsers.parts import Parts
from kehoach.parsers.tables.cells import cell_text
from kehoach.parsers.tables.columns import roles_named
from kehoach.parsers.tables.content_roles import described
from kehoach.parsers.tables.in_text import UNREAD
from kehoach.parsers.tables.tables import RoleTable
from kehoach.parsers.words import signs_off

MAX_LABEL = 120
"""Letters of a row that is told as doubtful."""

MOST_DOUBTFUL_ROWS = 2
"""Of a table that are told one by one; of more, one finding tells."""

SURELY_READ = 0.97
"""A word of a scan read with less confidence is never called the writer's slip."""


HEADED = 3
"""Roles that a line names which heads a table."""
NEAR = 12
"""So many lines below the line of a table that was not read another one is of the same table."""


def once_each(notes: Sequence[Note]) -> Iterator[Note]:
    """Notes, those on lines in another language once for the paper, those that a table was not read
    once for each table, whoever missed it. Where the headings of one were left outside it, they
    are told by that: it has some."""
    foreign = [note for note in notes if note.code == "foreign_passage"]
    others = [note for note in notes if note.code != "foreign_passage"]
    if any(note.code == UNREAD and len(roles_named(note.evidence)) >= HEADED for note in notes):
        others = [note for note in others if note.code != "assumed_columns"]
    return chain(foreign[:1], _once_a_table(others))


def _once_a_table(notes: Sequence[Note]) -> Iterator[Note]:
    unread = sorted({_line(note) for note in notes if note.code == UNREAD})
    firsts = {line for before, line in pairwise((-NEAR - 1, *unread)) if line - before > NEAR}
    for note in notes:
        if note.code != UNREAD or _line(note) == 0 or _line(note) in firsts:
            firsts -= {_line(note)} if note.code == UNREAD else set()
            yield note


def _line(note: Note) -> int:
    """The line of a note; 0 where it stands on a page, or nowhere."""
    return (note.span.first or 0) if note.span is not None else 0


def doubtful_words(document: Document) -> frozenset[str]:
    """The words of scanned pages that were not surely read, each in brackets with the word before
    and with the word after it on its line ("tiết [kiẹm]", "[kiẹm] chi"): no rule blames the paper
    for them there. Alone, for all places, where a neighbour is in doubt, too, or there is none."""
    scanned_pages = {page.number for page in document.pages if page.method == "ocr"}
    doubtful: set[str] = set()
    for line in lines_of(document.flow):
        if line.span.page in scanned_pages:
            doubtful.update(_doubtful_in(line))
    return frozenset(doubtful)


def _doubtful_in(line: Line) -> Iterator[str]:
    """The doubtful words of a line, with their neighbours or alone."""
    words = [
        (text, word.confidence >= SURELY_READ)
        for word in line.words
        for text in words_in(word.text)
    ]
    for index, (text, is_sure) in enumerate(words):
        if is_sure:
            continue
        before = words[index - 1] if index else None
        after = words[index + 1] if index + 1 < len(words) else None
        neighbours = [own for own in (before, after) if own is not None]
        if not neighbours or not all(is_sure for _, is_sure in neighbours):
            yield text
            continue
        if before is not None:
            yield f"{before[0]} [{text}]"
        if after is not None:
            yield f"[{text}] {after[0]}"


def lines_under_title(document: Document, parts: Parts) -> tuple[str, ...]:
    """ "(Kèm theo Quyết định số …)" under the title, which is no part of it; those that paragraphs
    and appendices hold are read there."""
    texts = [paragraph.text for paragraph in parts.preamble]
    texts += [line.text for line in lines_of(parts.appendix)]
    kept = "\n".join(texts)
    attached = (line.text for line in lines_of(document.flow) if ATTACHED.match(line.text))
    return tuple(line for line in attached if line not in kept)


def doubts_of_table(table: RoleTable) -> Iterator[Note]:
    """Columns without headings, and the rows of a rebuilt table that may have been cut in the wrong
    places."""
    if table.columns.listed:
        yield Note("list_read", table.columns.listed, span=table.span[0] if table.span else None)
    if table.columns.timed:
        yield Note("guessed_times", table.columns.timed, span=table.span[0] if table.span else None)
    place = table.span[0] if table.span else None
    if table.by_body:
        yield Note("works_by_body", " | ".join(filter(None, table.columns.titles)), span=place)
    elif table.columns.assumed:
        if table.heads:
            headings = " | ".join(filter(None, table.columns.titles))
            evidence = f"{headings}: {described(table.columns)}"
            yield Note("guessed_headings", evidence, span=place)
        else:
            yield Note("assumed_columns", described(table.columns), span=place)
    few = len(table.doubts) <= MOST_DOUBTFUL_ROWS
    for index in list(table.doubts)[: None if few else 1]:
        row = table.rows[index]
        span = next((line.span for slot in row for line in slot.lines), None)
        cells = [cell_text(slot.lines) for slot in dict.fromkeys(row)]
        words = clean(" ".join(cells))
        if signs_off(next(filter(None, cells), "")):
            continue
        yield Note("row_cut" if few else "rows_cut", words[:MAX_LABEL], span=span)
