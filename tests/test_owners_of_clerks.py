"""Bodies in prose and lists: whose names surely end, whatever the verb; persons with their offices;
bodies spoken of that own nothing; against data/parsers/owners_of_clerks*.yaml. All names are
fictional."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml
from marked_papers import compare, paper_of

FOLDER = Path(__file__).parent / "data" / "parsers"
PAPERS: dict[str, dict[str, Any]] = {
    name: paper
    for file in sorted(FOLDER.glob("owners_of_clerks*.yaml"))
    for name, paper in yaml.safe_load(file.read_text("utf-8")).items()
}
NOT_YET = (
    "Nhà thuốc, phòng khám tư nhân báo ca",  # people and shops, no bodies
    "Cập nhật tủ sách pháp luật điện tử (",  # brackets alone may say where
    "Lịch gieo sạ tập trung từ 25/12",  # "…; các ấp."
    "Tuyến đường thanh niên tự quản dài",
    "Cấp ủy, chi bộ các thôn phân công",  # is split
    "Tiểu ban Nhân sự và Tiểu ban Hậu cần",
    "In 4.500 thẻ cử tri - bà",
    "Chủ rừng và người nhận khoán",
    'Chuyên đề "Bé với thiên nhiên" -',  # no order before the dash
    "Bảo vệ trường khóa cổng",  # "bảo vệ" is a verb, too
    "Ban quản lý chợ đêm chia",
    "Tuyên truyền viên dân số rỉ tai",
    "Các tình nguyện viên gói",
    "Nhóm trưởng các nhóm tiết kiệm",
    "Phối hợp kiểm đếm với Trung tâm",
    "Công chức Một cửa các phường lân cận",
)
"""Lines whose bodies are not read rightly yet, and why."""


@pytest.mark.parametrize("form", ["blank", "docx"])
@pytest.mark.parametrize("name", PAPERS)
def test_whose_each_line_is(name: str, form: str, tmp_path: Path) -> None:
    told = compare(PAPERS[name], paper_of(PAPERS[name], form, tmp_path))
    assert [wrong for wrong in told.wrong if not any(line in wrong for line in NOT_YET)] == []
