"""The content streams of a page, whichever way the page names them.

`/Contents` is one stream or an array of them (ISO 32000-1, 7.8.2); producers also write arrays in
arrays, references to references, and references to nothing. pdfminer gives the array as it stands.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from pdfminer.pdftypes import PDFStream, resolve1

from kehoach.errors import TooLargeError

MAX_STREAMS = 20_000
"""Streams of one page, an array that names itself included. Programs that write one for each piece
of text leave some hundred."""


def content_streams(page_obj: Any) -> list[PDFStream]:
    """pdfminer's page -> its content streams in their order; what is no stream is left out.

    Raises TooLargeError for more than MAX_STREAMS of them.
    """
    streams: list[PDFStream] = []
    for count, found in enumerate(_named(page_obj.contents)):
        if count >= MAX_STREAMS:
            raise TooLargeError(reason=f"PDF /Contents > {MAX_STREAMS}")
        if isinstance(found, PDFStream):
            streams.append(found)
    return streams


def _named(contents: Any) -> Iterator[Any]:
    """What an array of contents names, arrays in it opened in their place."""
    waiting = [contents]
    opened: set[int] = set()
    while waiting:
        found = resolve1(waiting.pop())
        if not isinstance(found, list):
            yield found
        elif id(found) not in opened:
            opened.add(id(found))  # an array that holds itself is opened once
            waiting.extend(reversed(found))


def content_size(page_obj: Any, at_most: int) -> int:
    """Bytes of operators of a page, unpacked; counting ends above `at_most`."""
    size = 0
    for stream in content_streams(page_obj):
        size += len(stream.get_data())
        if size > at_most:
            break
    return size
