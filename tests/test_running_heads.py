"""Running heads and feet, and lines at the edge of pages that only look like them."""

from __future__ import annotations

import pytest

from kehoach.ingest.geometry import line_of
from kehoach.ingest.model import Line, Page
from kehoach.ingest.running_heads import drop_running_heads
from tests.test_borderless import words_at

HEAD = "HỘI ĐÔNG Y XÃ TÂN KHÊ"
BODY = ("Rà soát danh sách hội viên", "Mở lớp tập huấn", "Báo cáo kết quả")


def paper(*heads: str, gap: float = 70) -> tuple[list[Line], list[Page]]:
    """A page for each head, with the same height and text below it."""
    lines, pages = [], []
    for number, head in enumerate(heads, 1):
        tops = [30.0, *(30 + gap + 14 * place for place in range(len(BODY)))]
        for text, top in zip((head, *(f"{own} {number}" for own in BODY)), tops, strict=True):
            lines.append(line_of(words_at(text, 72, top), number))
        pages.append(Page(number, 595, 842, method="text"))
    return lines, pages


def test_of_two_pages_the_first_keeps_its_head() -> None:
    lines, pages = paper(HEAD, HEAD)
    kept = drop_running_heads(lines, pages)
    assert [item for item in lines if item not in kept] == [lines[len(BODY) + 1]]


@pytest.mark.parametrize("heads", [(HEAD, HEAD, HEAD), ("Trang 1", "Trang 2", "Trang 3")])
def test_a_running_head_is_dropped(heads: tuple[str, ...]) -> None:
    lines, pages = paper(*heads)
    kept = drop_running_heads(lines, pages)
    assert [item for item in lines if item not in kept] == lines[:: len(BODY) + 1]


@pytest.mark.parametrize(
    ("heads", "gap"),
    [
        ((HEAD, HEAD), 14),  # a letterhead, or the header of a table
        (("PHỤ LỤC", "PHỤ LỤC"), 70),
        (("Danh mục kèm Phụ lục 1", "Danh mục kèm Phụ lục 2"), 70),
        (("lần thứ 1 tại các kho", "lần thứ 2 tại các kho", "lần thứ 3 tại các kho"), 70),
    ],
)
def test_what_only_looks_like_one_stays(heads: tuple[str, ...], gap: float) -> None:
    lines, pages = paper(*heads, gap=gap)
    assert drop_running_heads(lines, pages) == lines
