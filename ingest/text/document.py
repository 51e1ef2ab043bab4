"""A text file -> lines with their numbers: text as extracted from papers, one printed line per
line.

Page marks and page numbers leave the flow; emphasis marks of crawled web text and lines that hold
only a rule are layout, not words. Wording is left alone.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import TypeAlias

import regex

from kehoach.errors import UnreadableFileError
from kehoach.ingest.model import FlowItem, Line, Reading, Span
from kehoach.ingest.options import ReadOptions
from kehoach.ingest.source import Source
from kehoach.ingest.text.pipe_tables import block_end, is_bar, to_grid
from kehoach.normalize.repair.legacy import from_bytes, is_suspicious
from kehoach.normalize.text import clean, tidy

Neat: TypeAlias = Callable[[str], str]
"""White space evened, what is no letter of the text removed."""

_BYTE_ORDER_MARKS = (
    (b"\xef\xbb\xbf", "utf-8-sig"),
    (b"\xff\xfe", "utf-16"),
    (b"\xfe\xff", "utf-16"),
)
MANY_EMPHASIS_MARKS = 6
"""So many `**` are crawled web text, not figures of speech."""
_PAGE_MARK = regex.compile(
    r"[-=_*\s]*(?:page|trang)\s+\d{1,4}(?:\s*(?:/|of|trên)\s*\d{1,4})?[-=_*\s]*", regex.IGNORECASE
)
_LONE_MARKS = ("-", "–", "+")
_RULE = regex.compile(r"[-=_*~|\s]*")
BARE_NUMBER = regex.compile(r"[-–—]?\s*\d{1,3}\s*[-–—]?")
_COUNTED = regex.compile(r"(?:tháng|ngày|năm|tuần|giờ|%)\b")
"""What a number on a line of its own counts: "06" / "tháng cuối năm". Pages are not numbered so."""
_EMPHASIS = regex.compile(r"\*+")
_TERMINAL = regex.compile(r"[.;:!?…/]$")


def decode(data: bytes) -> str:
    """Bytes -> text: by byte order mark, else UTF-8, else one letter a byte, for `normalize.legacy`
    to tell what they mean. Raises UnreadableFileError on binary data."""
    for mark, encoding in _BYTE_ORDER_MARKS:
        if data.startswith(mark):
            return data.decode(encoding, errors="replace")
    text = data.decode("utf-8", errors="replace")
    damaged = text.count("\ufffd")
    if damaged <= 1 + len(text) // 2000:  # a byte cut off or damaged is no other encoding
        return text
    if b"\x00" in data:
        raise UnreadableFileError(reason="không phải văn bản")
    return from_bytes(data)


def read_text(source: Source, options: ReadOptions) -> Reading:
    """Read a text file as `parse_text` does. It has no pages, so `options` say nothing to it."""
    del options
    return Reading(pages=(), flow=parse_text(source.read_bytes()))


def parse_text(data: bytes) -> tuple[FlowItem, ...]:
    """Bytes of a text file -> its lines in order, blank ones left out (counted in the next line's
    `gap`), and the grids of tables whose cells are parted by bars.

    Raises UnreadableFileError on binary data.
    """
    text = decode(data).replace("\r\n", "\n").replace("\r", "\n")
    raw = text.split("\n")
    neat: Neat = tidy if is_suspicious(raw) else clean
    if text.count("**") >= MANY_EMPHASIS_MARKS:
        neat = _without_emphasis(neat)
    flow: list[FlowItem] = []
    prose_start = start = 0
    while start < len(raw):
        end = block_end(raw, start) if is_bar(raw[start]) else None
        if end is None:
            start += 1
            continue
        prose = raw[prose_start:start]
        flow.extend(_lines(prose, prose_start, neat=neat))
        table = raw[start:end]
        table_lines = _lines(table, start, neat=neat)
        if table_lines:
            span = Span(first=start + 1, last=end)
            bars = [number for number, line in enumerate(table, start + 1) if is_bar(line)]
            flow.append(to_grid(table_lines, bars, span))
        start = prose_start = end
    prose = raw[prose_start:]
    flow.extend(_lines(prose, prose_start, neat=neat))
    return tuple(flow)


def _without_emphasis(neat: Neat) -> Neat:
    return lambda printed: neat(_EMPHASIS.sub("", printed))


def _lines(raw: Sequence[str], offset: int, *, neat: Neat) -> list[Line]:
    """Raw lines from line number `offset` + 1 on -> the lines that have words, each made neat."""
    lines: list[Line] = []
    blank = 0
    mark: str | None = None
    fresh_page = offset == 0
    for number, printed in enumerate(raw, start=offset + 1):
        fresh_page = fresh_page or "\f" in printed
        words = neat(printed)
        if _PAGE_MARK.fullmatch(words):
            fresh_page, blank = True, blank + 1
            continue
        mark, words = _with_mark_above(mark, words)
        if mark is not None:
            continue
        if not words or _RULE.fullmatch(words):
            blank += 1 if not words else 2
            continue
        runs_on = bool(blank == 0 and lines and printed[:1] == " " and lines[-1].gap)
        line = Line(
            words,
            Span(first=number, last=number),
            gap=float(blank),
            page_break=fresh_page or runs_on,
            indent=len(printed) - len(printed.lstrip()),
            trail=len(printed) - len(printed.rstrip()),
        )
        lines.append(line)
        blank, fresh_page = 0, False
    return _drop_page_numbers(lines)


def _with_mark_above(mark: str | None, words: str) -> tuple[str | None, str]:
    """A dash alone on its line is the mark of the line right below it. Gives the mark, as long as
    that line has not come, and the words."""
    if mark is None:
        return (words, "") if words in _LONE_MARKS else (None, words)
    return None, f"{mark} {words}" if words and words[:1].isalpha() else words


def _drop_page_numbers(lines: list[Line]) -> list[Line]:
    """Leave out bare numbers that break a sentence or stand at a page break; others may be cells of
    a table."""
    kept: list[Line] = []
    page_begins = False
    for index, line in enumerate(lines):
        if BARE_NUMBER.fullmatch(line.text):
            after = lines[index + 1] if index + 1 < len(lines) else None
            at_break = line.page_break or (after is not None and after.page_break)
            if (at_break and kept) or (
                index > 0 and _breaks_sentence(lines[index - 1], line, after)
            ):
                page_begins = page_begins or line.page_break
                continue
        kept.append(replace(line, page_break=True) if page_begins else line)
        page_begins = False
    return kept


def _breaks_sentence(before: Line, number: Line, after: Line | None) -> bool:
    """Does a bare number stand in the midst of a sentence that it is no part of?"""
    if after is None or _TERMINAL.search(before.text):
        return False
    if number.text[:1] == "0" or _COUNTED.match(after.text):
        return False
    return after.text[:1].islower()
