"""Days without a year take that of the paper's issue, where it is made for no period, and say that
it is inferred (data/parsers/year_of_issue.yaml)."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest
import yaml
from test_deadline import told

from kehoach import extract
from kehoach.normalize.times.year_of_issue import in_year_of_issue

DATA: dict[date, dict[str, Any]] = yaml.safe_load(
    (Path(__file__).parent / "data/parsers/year_of_issue.yaml").read_text("utf-8")
)
PAPER = """UBND XÃ TÂN KHÊ
Số: 04/CĐ-UBND
Tân Khê, ngày 10 tháng 9 năm 2031
CÔNG ĐIỆN
Về ứng phó mưa lũ
Yêu cầu:
1. Công an xã cấm đường trước 17h ngày 11/9.
2. Phòng Kinh tế kiểm tra đê trước ngày 12/9/2031.
CHỦ TỊCH
Lò Văn Tiêu
"""


@pytest.mark.parametrize(
    ("issued_on", "raw"), [(day, raw) for day, times in DATA.items() for raw in times]
)
def test_year_of_issue(issued_on: date, raw: str) -> None:
    value = in_year_of_issue(raw, issued_on)
    assert (told(value) if value is not None else "-") == DATA[issued_on][raw]


def test_an_inferred_year_is_told() -> None:
    inferred, printed = extract(PAPER.encode(), name="cong-dien.txt").tasks
    assert inferred.deadline is not None
    assert printed.deadline is not None
    assert (inferred.deadline.end, printed.deadline.end) == ("2031-09-11", "2031-09-12")
    assert inferred.sources is not None
    assert inferred.sources.deadline is not None
    assert printed.sources is not None
    assert printed.sources.deadline is not None
    assert "inferred" in inferred.sources.deadline.how
    assert "inferred" not in printed.sources.deadline.how
    assert inferred.sources.deadline.confidence <= 0.8


def test_nothing_is_inferred_where_the_title_names_the_year() -> None:
    text = PAPER.replace("Về ứng phó mưa lũ", "Về ứng phó mưa lũ năm 2033")
    first = extract(text.encode(), name="cong-dien.txt").tasks[0]
    assert first.deadline is not None
    assert first.deadline.end == "2033-09-11"
    assert first.sources is not None
    assert first.sources.deadline is not None
    assert "inferred" not in first.sources.deadline.how


def test_a_title_with_a_month_alone_leaves_the_year_to_the_issue() -> None:
    text = PAPER.replace("Về ứng phó mưa lũ", "Về ứng phó mưa lũ tháng 9")
    first = extract(text.encode(), name="cong-dien.txt").tasks[0]
    assert first.deadline is not None
    assert first.deadline.end == "2031-09-11"


def test_what_begins_with_the_paper_begins_on_the_day_of_its_issue() -> None:
    text = PAPER.replace("trước ngày 12/9/2031", "từ nay đến hết ngày 30/9/2031")
    deadline = extract(text.encode(), name="cong-dien.txt").tasks[1].deadline
    assert deadline is not None
    assert (deadline.kind, deadline.start, deadline.end) == ("within", "2031-09-10", "2031-09-30")
