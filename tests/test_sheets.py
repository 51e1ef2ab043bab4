"""Paragraphs of two pages on one sheet have the margins of pages."""

from __future__ import annotations

from dataclasses import replace

from kehoach.ingest.model import Box, Line, Span, Word
from kehoach.parsers.layout.paragraphs import to_paragraphs

LEFT, RIGHT, WIDTH, HEIGHT = 60.0, 480.0, 320.0, 12.0
TEXTS = [
    ("- Không để xảy ra ngộ độc tập thể từ", 20.0, WIDTH),
    ("30 người trở lên.", 0.0, 90.0),
    ("- Kiểm tra các cơ sở nấu ăn của phường", 20.0, WIDTH),
    ("Vân Sơn.", 0.0, 60.0),
]


def _line(text: str, left: float, right: float, row: int) -> Line:
    top = 100 + row * 15.0
    box = Box(left, top, right, top + HEIGHT)
    first = Box(left, top, left + 20, top + HEIGHT)
    words = tuple(Word(word, first, size=HEIGHT) for word in text.split())
    return Line(text, Span(page=1, box=box), words=words, gap=0.2, row=row)


def test_lines_of_both_pages_go_on_behind_full_ones() -> None:
    lines = [
        _line(text, side + indent, side + end, row)
        for side in (LEFT, RIGHT)
        for row, (text, indent, end) in enumerate(TEXTS)
    ]
    lines[len(TEXTS)] = replace(lines[len(TEXTS)], page_break=True)
    texts = [paragraph.text for paragraph in to_paragraphs(lines)]
    assert texts == 2 * [
        "- Không để xảy ra ngộ độc tập thể từ 30 người trở lên.",
        "- Kiểm tra các cơ sở nấu ăn của phường Vân Sơn.",
    ]
