"""Chapters in one line each ("1. Mục tiêu: …") in papers that leave their work to an appendix; the
labels of one work look the same."""

from __future__ import annotations

from pathlib import Path

from plain_papers import CLOSING, HEAD

from kehoach import extract
from kehoach.schema.models import Plan

HEADING = HEAD.format(symbol="KH", title="KẾ HOẠCH\nBảo dưỡng kênh mương xã Tân Khê năm 2031")
APPENDIX = """
PHỤ LỤC
DANH MỤC CÔNG VIỆC
(Kèm theo Kế hoạch số 45/KH-UBND ngày 10/3/2031 của UBND xã Tân Khê)

| TT | Nội dung công việc | Đơn vị chủ trì | Thời gian |
|---|---|---|---|
| 1 | Nạo vét kênh N5 | Thôn Đông | Trước 30/4/2031 |
| 2 | Thay cánh cống Bờ Hồ | Phòng Kinh tế | Trước 30/6/2031 |
"""
LINES = """1. Mục tiêu: Trên 90% chiều dài kênh mương được khơi thông.

2. Nội dung: {content}

3. Kinh phí: Ngân sách xã.

4. Tổ chức thực hiện: Phòng Kinh tế theo dõi, nghiệm thu; các thôn huy động ngày công.
"""


def read(tmp_path: Path, content: str, appendix: str = "") -> Plan:
    path = tmp_path / "a.txt"
    path.write_text(HEADING + LINES.format(content=content) + CLOSING + appendix, "utf-8")
    return extract(path)


def test_they_are_chapters_where_the_appendix_has_the_work(tmp_path: Path) -> None:
    plan = read(tmp_path, "Danh mục công việc theo Phụ lục kèm theo Kế hoạch này.", APPENDIX)
    assert [task.number for task in plan.tasks] == ["1", "2"]
    (target,) = plan.targets
    assert target.text == "Trên 90% chiều dài kênh mương được khơi thông."
    assert [section.title for section in plan.sections][-1] == "Tổ chức thực hiện"
    units = [one.unit for one in plan.assignments]
    assert units == ["Phòng Kinh tế", "Các thôn"]


def test_else_they_tell_one_work(tmp_path: Path) -> None:
    plan = read(tmp_path, "Nạo vét kênh N5, xong trước ngày 30/4/2031.")
    assert not plan.sections
