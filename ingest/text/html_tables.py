"""Tables that a text holds as HTML: converters of scans and of Office files write what Markdown
cannot say (merged cells) so, each tag on a line of its own or a whole table on one."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import regex

from kehoach.patterns import compile_regex

_TABLE_TAG = compile_regex(r"<(?P<ends>/?)table\b[^<>]*>", regex.IGNORECASE)
_PART_TAG = compile_regex(r"</?(?:tr|td|th|tbody)\b[^<>]*>", regex.IGNORECASE)


@dataclass(frozen=True, slots=True)
class HtmlTable:
    """A table as written, `source`, and its first and last line (from 0); `start` and `stop`: where
    it begins on the first and ends on the last. Not `whole` where it is never closed."""

    source: str
    first: int
    last: int
    start: int
    stop: int
    whole: bool = True


def find_html_tables(raw: Sequence[str]) -> Iterator[HtmlTable]:
    """The tables in the lines of a text, those inside another with it. One that is never closed
    ends with the line of its last cell.

    >>> [(table.first, table.last) for table in find_html_tables(["I", "<table>", "</table>"])]
    [(1, 2)]
    """
    text = "\n".join(raw)
    depth = start = 0
    for tag in _TABLE_TAG.finditer(text):
        if not tag["ends"]:
            start = start if depth else tag.start()
            depth += 1
        elif depth:
            depth -= 1
            if not depth:
                yield _between(text, start, stop=tag.end())
    parts = list(_PART_TAG.finditer(text, start)) if depth else []
    if parts:
        line_end = text.find("\n", parts[-1].end())
        yield _between(text, start, stop=len(text) if line_end < 0 else line_end, whole=False)


def _between(text: str, start: int, stop: int, whole: bool = True) -> HtmlTable:
    return HtmlTable(
        source=text[start:stop],
        first=text.count("\n", 0, start),
        last=text.count("\n", 0, stop),
        start=start - (text.rfind("\n", 0, start) + 1),
        stop=stop - (text.rfind("\n", 0, stop) + 1),
        whole=whole,
    )
