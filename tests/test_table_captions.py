"""The title of an appendix is the group of its table's rows where these have none of their own. All
papers are fictional."""

from __future__ import annotations

import pytest

from kehoach import extract

HEAD = """**ỦY BAN NHÂN DÂN**
**XÃ TÂN KHÊ**

Số: 45/KH-UBND
Tân Khê, ngày 10 tháng 3 năm 2031

**KẾ HOẠCH**
**Tuyển quân năm 2031**

I. MỤC ĐÍCH

Giao quân đủ chỉ tiêu.

II. NHIỆM VỤ

Nhiệm vụ cụ thể nêu tại Phụ lục.

**TM. ỦY BAN NHÂN DÂN**
**CHỦ TỊCH**
Lê Văn Khê

"""
TABLE = """
| TT | Nội dung | Chủ trì | Thời gian |
|---|---|---|---|
| 1 | Phúc tra nguồn | Công an xã | Quý III/2031 |
| 2 | Sơ tuyển sức khỏe | Trạm Y tế xã | Quý IV/2031 |
"""
GROUPED = TABLE.replace("| 2 |", "| I | SƠ TUYỂN | | |\n| 2 |")
ATTACHED = "(Kèm theo Kế hoạch số 45/KH-UBND ngày 10/3/2031 của UBND xã Tân Khê)"
TITLE = "PHÂN CÔNG CÁC BƯỚC TUYỂN QUÂN"


@pytest.mark.parametrize(
    ("above", "groups"),
    [
        (["PHỤ LỤC", TITLE, ATTACHED], [TITLE, TITLE]),
        (["PHỤ LỤC I", "Phân công các bước tuyển quân", ATTACHED], [TITLE.capitalize()] * 2),
        ([f"PHỤ LỤC 1: {TITLE}", ATTACHED], [TITLE, TITLE]),
        (["PHỤ LỤC", TITLE, ATTACHED, "Việc chưa ghi ngày xong trong năm 2031."], [TITLE, TITLE]),
        # nothing but a number, or the paper's own title again
        (["PHỤ LỤC 1", ATTACHED], [None, None]),
        (["PHỤ LỤC", ATTACHED], [None, None]),
        (["PHỤ LỤC", "KẾ HOẠCH TUYỂN QUÂN NĂM 2031", ATTACHED], [None, None]),
        # the numbered line over the table is nearer
        (["PHỤ LỤC", TITLE, ATTACHED, "1. Các bước chuẩn bị"], ["Các bước chuẩn bị"] * 2),
    ],
)
def test_the_title_of_an_appendix_is_a_group(above: list[str], groups: list[str | None]) -> None:
    plan = extract((HEAD + "\n\n".join(above) + "\n" + TABLE).encode(), name="paper.md")
    assert [task.group and task.group.title for task in plan.tasks] == groups


def test_titles_between_the_rows_come_before_it() -> None:
    above = "\n\n".join(["PHỤ LỤC", TITLE, ATTACHED])
    plan = extract((HEAD + above + "\n" + GROUPED).encode(), name="paper.md")
    told = [(task.group and task.group.title, task.subgroup) for task in plan.tasks]
    assert told == [(TITLE, None), ("SƠ TUYỂN", None)]
