"""The period that a chapter on the time tells, where title and opening tell none."""

from __future__ import annotations

import pytest
from test_outline import item

from kehoach.parsers.layout.outline import build_outline
from kehoach.parsers.periods import period_of_chapter

TOLD = {
    "a label": (
        ["II. PHẠM VI, THỜI GIAN", "N Tại 15 thôn. Thời gian thực hiện: từ ngày 01/3/2031 đến hết ngày 30/4/2031. Bầu cử ngày 16/4/2031."],
        "từ ngày 01/3/2031 đến hết ngày 30/4/2031",
    ),
    "a sentence": (
        ["II. THỜI GIAN, YÊU CẦU", "N Cao điểm thực hiện từ ngày 07/9/2031 đến ngày 15/12/2031."],
        "từ ngày 07/9/2031 đến ngày 15/12/2031",
    ),
    "not one step": (["II. THỜI GIAN", "- Tuyên truyền từ ngày 01/3/2031 đến ngày 30/4/2031."], None),
    "not two spans": (
        ["II. THỜI GIAN", "- Đợt 1 thực hiện từ ngày 01/3/2031 đến ngày 30/4/2031.", "- Đợt 2 thực hiện từ ngày 01/9/2031 đến ngày 30/9/2031."],
        None,
    ),
    "not the chapter on work": (["III. NHIỆM VỤ", "N Thời gian thực hiện: từ ngày 01/3/2031 đến ngày 30/4/2031."], None),
}  # fmt: skip


@pytest.mark.parametrize("name", TOLD)
def test_period(name: str) -> None:
    body, want = TOLD[name]
    period = period_of_chapter(build_outline([item(told) for told in body]))
    assert (period.raw if period else None) == want
