"""Tables that say which person does what and when, under headings of no table of tasks: they are
told, and never left in silence."""

from __future__ import annotations

from pathlib import Path

import pytest

from kehoach import extract

HEAD = """UBND XÃ BÃI SẬY

Số: 14/KH-UBND

Bãi Sậy, ngày 02 tháng 4 năm 2031

# KẾ HOẠCH
**Dọn kênh năm 2031**

## PHÂN CÔNG

"""
WITH_TIMES = """| TT | Họ và tên | Chức vụ | Việc | Thời hạn |
|---|---|---|---|---|
| 1 | Ông Mận | PCT | Vớt bèo | 10/4/2031 |
| 2 | Bà Quýt | CB | Đào cống | 12/4/2031 |
| 3 | Ông Bưởi | CB | Kè bờ | 15/4/2031 |
"""
OF_WHAT_THEY_LIVE_ON = """| TT | Họ và tên | Chức vụ | Việc làm | Năm sinh |
|---|---|---|---|---|
| 1 | Ông Mận | PCT | Nuôi cá | 1970 |
| 2 | Bà Quýt | CB | Trồng lúa | 1981 |
| 3 | Ông Bưởi | CB | Buôn bán | 1985 |
"""


@pytest.mark.parametrize(("table", "told"), [(WITH_TIMES, 1), (OF_WHAT_THEY_LIVE_ON, 0)])
def test_table_of_persons(tmp_path: Path, table: str, told: int) -> None:
    path = tmp_path / "kh.md"
    path.write_text(HEAD + table, "utf-8")
    plan = extract(path)
    assert len(plan.tables[0].rows) == 3
    of_doers = [own for own in plan.findings if own.code == "unplaced_text"]
    assert len(of_doers) == told
