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
from kehoach.ingest.model import FlowItem, Line, Span
from kehoach.ingest.text.pipe_tables import block_end, is_bar, to_grid
from kehoach.normalize.repair.legacy import from_bytes, is_suspicious
from kehoach.normalize.text import clean, tidy

Neat: TypeAlias = Callable[[str], str]
"""White space evened, what is no letter of the text removed."""

_PAGE_MARK = regex.compile(
    r"[-=_*\s]*(?:page|trang)\s+\d{1,4}(?:\s*(?:/|of|trên)\s*\d{1,4})?[-=_*\s]*", regex.IGNORECASE
)
_RULE = regex.compile(r"[-=_*~|\s]*")
BARE_NUMBER = regex.compile(r"[-–—]?\s*\d{1,3}\s*[-–—]?")
_COUNTED = regex.compile(r"(?:tháng|ngày|năm|tuần|giờ|%)\b")
"""What a number on a line of its own counts: "06" / "tháng cuối năm". Pages are not numbered so."""
_EMPHASIS = regex.compile(r"\*+")
_TERMINAL = regex.compile(r"[.;:!?…/]$")


def decode(data: bytes) -> str:
    """Bytes -> text: by byte order mark, else UTF-8, else one letter a byte, for `normalize.legacy`
    to tell what they mean. Raises UnreadableFileError on binary data."""
    for mark, name in (
        (b"\xef\xbb\xbf", "utf-8-sig"),
        (b"\xff\xfe", "utf-16"),
        (b"\xfe\xff", "utf-16"),
    ):
        if data.startswith(mark):
            return data.decode(name, errors="replace")
    text = data.decode("utf-8", errors="replace")
    if (
        text.count("\ufffd") <= 1 + len(text) // 2000
    ):  # a byte cut off or damaged is no other encoding
        return text
    if b"\x00" in data:
        raise UnreadableFileError(reason="không phải văn bản")
    return from_bytes(data)


def read_text(data: bytes) -> tuple[FlowItem, ...]:
    """Bytes of a text file -> its lines in order, blank ones left out (counted in the next line's
    `gap`), and the grids of tables whose cells are parted by bars."""
    text = decode(data).replace("\r\n", "\n").replace("\r", "\n")
    raw = text.split("\n")
    neat: Neat = tidy if is_suspicious(raw) else clean
    if text.count("**") >= 6:
        neat = _without_emphasis(neat)
    flow: list[FlowItem] = []
    plain = 0
    at = 0
    while at < len(raw):
        end = block_end(raw, at) if is_bar(raw[at]) else None
        if end is None:
            at += 1
            continue
        flow.extend(_lines(raw[plain:at], plain, neat))
        inside = _lines(raw[at:end], at, neat)
        bars = [number + 1 for number in range(at, end) if is_bar(raw[number])]
        if inside:
            flow.append(to_grid(inside, bars, Span(first=at + 1, last=end)))
        at = plain = end
    flow.extend(_lines(raw[plain:], plain, neat))
    return tuple(flow)


def _without_emphasis(neat: Neat) -> Neat:
    return lambda printed: neat(_EMPHASIS.sub("", printed))


def _lines(raw: Sequence[str], offset: int, neat: Neat) -> list[Line]:
    """Raw lines from line number `offset` + 1 on -> the lines that have words, each made neat."""
    lines: list[Line] = []
    blank = 0
    fresh_page = offset == 0
    for number, printed in enumerate(raw, start=offset + 1):
        fresh_page = fresh_page or "\f" in printed
        words = neat(printed)
        if _PAGE_MARK.fullmatch(words):
            fresh_page, blank = True, blank + 1
            continue
        if not words or _RULE.fullmatch(words):
            blank += 1 if not words else 2
            continue
        run_on = bool(blank == 0 and lines and printed[:1] == " " and lines[-1].gap)
        span = Span(first=number, last=number)
        indent, trail = len(printed) - len(printed.lstrip()), len(printed) - len(printed.rstrip())
        broken = fresh_page or run_on
        lines.append(
            Line(words, span, gap=float(blank), page_break=broken, indent=indent, trail=trail)
        )
        blank, fresh_page = 0, False
    return _drop_page_numbers(lines)


def _drop_page_numbers(lines: list[Line]) -> list[Line]:
    """Leave out bare numbers that break a sentence or stand at a page break; others may be cells of
    a table."""
    kept: list[Line] = []
    carried = False
    for before, line, after in zip([None, *lines], lines, [*lines[1:], None], strict=False):
        if BARE_NUMBER.fullmatch(line.text):
            at_break = line.page_break or (after is not None and after.page_break)
            inside = (
                before is not None
                and after is not None
                and not _TERMINAL.search(before.text)
                and after.text[:1].islower()
                and not (line.text[:1] == "0" or _COUNTED.match(after.text))
            )
            if (at_break and len(kept) > 0) or inside:
                carried = carried or line.page_break
                continue
        kept.append(replace(line, page_break=True) if carried else line)
        carried = False
    return kept
