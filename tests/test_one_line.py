"""Whole papers that a copy ran together in one line, against data/parsers/one_line.yaml."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml

from kehoach import extract
from kehoach.ingest.model import Line, Span
from kehoach.parsers.one_line import part_one_line

DATA: dict[str, dict[str, Any]] = yaml.safe_load(
    (Path(__file__).parent / "data/parsers/one_line.yaml").read_text("utf-8")
)


@pytest.mark.parametrize("name", DATA)
def test_a_paper_in_one_line(name: str) -> None:
    text, want = DATA[name]["text"], DATA[name]["want"]
    assert "\n" not in text
    plan = extract(text.encode(), name="van-ban.txt")
    told = plan.document.model_dump(mode="json")
    assert {key: told[key] for key in want["document"]} == want["document"]
    assert [task.task for task in plan.tasks] == want["tasks"]


@pytest.mark.parametrize("name", DATA)
def test_nothing_of_a_line_is_lost(name: str) -> None:
    line = Line(DATA[name]["text"], Span(first=1, last=1))
    parted = [item.text for item in part_one_line([line]) if isinstance(item, Line)]
    assert " ".join(parted) == line.text


def test_a_letterhead_and_a_sentence_alone_stay_in_their_line() -> None:
    line = Line(
        "ỦY BAN NHÂN DÂN XÃ TÂN KHÊ CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM Độc lập - Tự do - Hạnh phúc "
        "Số: 45/KH-UBND Tân Khê, ngày 10 tháng 3 năm 2031",
        Span(first=1, last=1),
    )
    assert part_one_line([line]) == [line]
